//! Changes of people and households, field by field, in the county's order.
//!
//! A field that is still what the centre saw takes the new value. Telephone and address go by the last word; who
//! somebody is, where, and with what rights never does: if the county holds another value by then, the field stays,
//! both are kept, and the entry comes back as a case for a person.

use super::finding::{Finding, Found, WaitsFor};
use super::people::{self, Registered};
use super::year::{self, Cause};
use super::{Case, Shelf};
use crate::database::DatabaseError;
use deadpool_postgres::Transaction;
use nonghe_domain::{PersonId, Text};
use nonghe_protocol::change::Change;
use serde_json::{Map, Value, json};

/// Fields of which the last word counts.
const BY_LAST_WORD: [&str; 5] = ["phone", "village", "group", "door", "relation"];

/// Fields by which bills are decided.
const DECIDING: [&str; 3] = ["birth_date", "categories", "stands"];

/// Applies a change as far as it meets what it speaks of, and decides again what it reaches of settlements.
pub async fn judge(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    change: &Change,
) -> Result<Found, DatabaseError> {
    let seq = case.entry.envelope.seq;
    if let Some(missing) = missing(transaction, change).await? {
        return Ok(Found::new(seq, Finding::held(WaitsFor::Registry, missing)));
    }
    let (finding, people) = apply(transaction, case, change).await?;
    let mut found = Found::new(seq, finding);
    if !people.is_empty() {
        let played = year::replay(transaction, shelf, Cause::Entry(case), &people, &by_the_record()).await?;
        (found.changes, found.totals) = (played.changes, played.totals);
    }
    Ok(found)
}

/// Applies a change; gives the finding, and the people whose bills may now come to something else.
async fn apply(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    change: &Change,
) -> Result<(Finding, Vec<PersonId>), DatabaseError> {
    let mut registered = Registered::default();
    if let Some(made) = &change.made {
        registered.add_household(made);
    }
    if let Some(joined) = &change.joined {
        registered.add_members(joined.household, &joined.members);
    }
    people::store(transaction, &case.docket.centre, &registered).await?;
    let (mut cases, mut decided_by) = (Vec::<&'static str>::new(), Vec::new());
    for household in &change.households {
        let said = fields(household, "household")?;
        let id = household.household.to_string();
        let met = household_now(transaction, &id).await?;
        let stays = if is_elsewhere(transaction, case, "household", &id).await? { Stays::All } else { Stays::None };
        let settled = settle(transaction, case, &id, said, met, stays, &mut cases).await?;
        write_household(transaction, &id, &settled).await?;
    }
    for person in &change.people {
        let said = fields(person, "person")?;
        let id = person.person.to_string();
        let met = person_now(transaction, &id).await?;
        let taken = match &person.id_number {
            Some(number) if number.to.is_some() => taken(transaction, &id, &json!(number.to)).await?,
            _ => false,
        };
        // Nor does anybody move into a household of another centre: the totals of its members would count him.
        let there = match &person.household {
            Some(home) if Some(home.to) != change.made.as_ref().map(|made| made.household) => {
                is_elsewhere(transaction, case, "household", &home.to.to_string()).await?
            }
            _ => false,
        };
        let stays = if there || is_elsewhere(transaction, case, "person", &id).await? {
            Stays::All
        } else if taken {
            Stays::Only("id_number")
        } else {
            Stays::None
        };
        let settled = settle(transaction, case, &id, said, met.clone(), stays, &mut cases).await?;
        if DECIDING.iter().any(|field| settled.get(*field) != met.get(*field)) {
            decided_by.push(person.person);
        }
        write_person(transaction, &id, &settled).await?;
    }
    cases.sort_unstable();
    cases.dedup();
    Ok((if cases.is_empty() { Finding::Accepted } else { a_case(&cases) }, decided_by))
}

fn by_the_record() -> Text {
    Text::new(
        "此人的类别、出生日期或在册情况已更正，这一笔按更正后的资料重新核算。",
        "The person's categories, day of birth or presence were corrected; this one was decided again by what is on \
         record now.",
    )
}

/// A person or household of the change that the county does not know yet.
async fn missing(transaction: &Transaction<'_>, change: &Change) -> Result<Option<String>, DatabaseError> {
    let made = change.made.as_ref().map(|made| made.household);
    let people: Vec<String> = change.people.iter().map(|person| person.person.to_string()).collect();
    let households = change.households.iter().map(|household| household.household);
    let homes = change.people.iter().filter_map(|person| person.household.as_ref()).map(|household| household.to);
    let joined = change.joined.iter().map(|joined| joined.household);
    let homes: Vec<String> = households
        .chain(homes)
        .chain(joined)
        .filter(|household| Some(*household) != made)
        .map(|household| household.to_string())
        .collect();
    let row = transaction
        .query_opt(
            "SELECT id FROM unnest($1::text[]) AS asked (id) WHERE NOT EXISTS (SELECT FROM person WHERE id = asked.id::uuid)
             UNION ALL
             SELECT id FROM unnest($2::text[]) AS asked (id)
             WHERE NOT EXISTS (SELECT FROM household WHERE id = asked.id::uuid) LIMIT 1",
            &[&people, &homes],
        )
        .await?;
    Ok(row.map(|row| row.get(0)))
}

/// What a change says by field: `{"name": {"from": …, "to": …}}`.
fn fields(change: &impl serde::Serialize, own_id: &str) -> Result<Map<String, Value>, DatabaseError> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(change) else {
        return Err(DatabaseError::Value("change"));
    };
    // Of a person's change `household` is a field; of a household's change it is the household itself.
    if fields.get(own_id).is_some_and(Value::is_string) {
        fields.remove(own_id);
    }
    Ok(fields)
}

/// Fields that stay as the county has them, whatever was said.
#[derive(Debug, Clone, Copy)]
enum Stays {
    None,
    Only(&'static str),
    All,
}

impl Stays {
    fn has(self, field: &str) -> bool {
        match self {
            Self::None => false,
            Self::Only(only) => only == field,
            Self::All => true,
        }
    }
}

/// Whether another centre registered the person or household. What it says of them is a case for a person: money may
/// hang on it.
async fn is_elsewhere(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    table: &str,
    id: &str,
) -> Result<bool, DatabaseError> {
    let sql = format!("SELECT centre <> $2 FROM {table} WHERE id = $1::text::uuid");
    Ok(transaction.query_one(&sql, &[&id, &case.docket.centre]).await?.get(0))
}

/// Decides about each field, keeps what was said, and gives back what now counts.
async fn settle(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    id: &str,
    said: Map<String, Value>,
    mut now: Map<String, Value>,
    stays_anyway: Stays,
    cases: &mut Vec<&'static str>,
) -> Result<Map<String, Value>, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "INSERT INTO record_change (device, epoch, seq, object, field, said_before, said_after, met, outcome)
             VALUES ($1, $2, $3, $4::text::uuid, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        )
        .await?;
    let strays = |field: &str, now: &Map<String, Value>| {
        said.get(field).is_some_and(|said| now.get(field) != Some(&said["from"]) && now.get(field) != Some(&said["to"]))
    };
    // A relation is one to the head of a household: it goes with the move.
    let stays = strays("household", &now) || strays("stands", &now);
    for (field, said) in &said {
        let met = now.get(field).cloned().unwrap_or(Value::Null);
        let (from, to) = (&said["from"], &said["to"]);
        let last_word = BY_LAST_WORD.contains(&field.as_str()) && !(field == "relation" && stays);
        let outcome = if met == *to {
            "same"
        } else if !stays_anyway.has(field) && (met == *from || last_word) {
            now.insert(field.clone(), to.clone());
            "applied"
        } else {
            cases.push(field_name(field));
            "case"
        };
        let epoch = i64::from(case.docket.epoch);
        transaction
            .execute(&statement, &[&case.docket.device, &epoch, &case.seq, &id, field, from, to, &met, &outcome])
            .await?;
    }
    Ok(now)
}

async fn person_now(transaction: &Transaction<'_>, id: &str) -> Result<Map<String, Value>, DatabaseError> {
    let row = transaction
        .query_one(
            "SELECT household::text, name, id_number, temporary_number, sex, birth_date::text, relation, phone,
                    categories, presence, since::text, cover
             FROM person WHERE id = $1::text::uuid",
            &[&id],
        )
        .await?;
    let mut stands = json!({ "presence": row.get::<_, String>(9) });
    if let Some(since) = row.get::<_, Option<String>>(10) {
        stands["since"] = since.into();
    }
    let Value::Object(now) = json!({
        "household": row.get::<_, String>(0),
        "name": row.get::<_, String>(1),
        "id_number": row.get::<_, Option<String>>(2),
        "temporary_number": row.get::<_, Option<String>>(3),
        "sex": row.get::<_, String>(4),
        "birth_date": row.get::<_, String>(5),
        "relation": row.get::<_, String>(6),
        "phone": row.get::<_, String>(7),
        "categories": row.get::<_, Value>(8),
        "cover": row.get::<_, Value>(11),
        "stands": stands,
    }) else {
        return Err(DatabaseError::Value("person"));
    };
    Ok(now)
}

async fn write_person(transaction: &Transaction<'_>, id: &str, now: &Map<String, Value>) -> Result<(), DatabaseError> {
    let text = |field: &str| now.get(field).and_then(Value::as_str);
    let stands = now.get("stands").cloned().unwrap_or_default();
    transaction
        .execute(
            "UPDATE person SET household = $2::text::uuid, name = $3, id_number = $4, temporary_number = $5, sex = $6,
                               birth_date = $7::text::date, relation = $8, phone = $9, categories = $10,
                               presence = $11, since = $12::text::date, cover = $13
             WHERE id = $1::text::uuid",
            &[
                &id,
                &text("household"),
                &text("name"),
                &text("id_number"),
                &text("temporary_number"),
                &text("sex"),
                &text("birth_date"),
                &text("relation"),
                &text("phone"),
                &now.get("categories"),
                &stands["presence"].as_str(),
                &stands["since"].as_str(),
                &now.get("cover"),
            ],
        )
        .await?;
    Ok(())
}

async fn household_now(transaction: &Transaction<'_>, id: &str) -> Result<Map<String, Value>, DatabaseError> {
    let row = transaction
        .query_one("SELECT village, village_group, door, phone, ended FROM household WHERE id = $1::text::uuid", &[&id])
        .await?;
    let Value::Object(now) = json!({
        "village": row.get::<_, String>(0),
        "group": row.get::<_, String>(1),
        "door": row.get::<_, String>(2),
        "phone": row.get::<_, String>(3),
        "end": row.get::<_, Option<Value>>(4),
    }) else {
        return Err(DatabaseError::Value("household"));
    };
    Ok(now)
}

async fn write_household(
    transaction: &Transaction<'_>,
    id: &str,
    now: &Map<String, Value>,
) -> Result<(), DatabaseError> {
    let text = |field: &str| now.get(field).and_then(Value::as_str);
    let end = now.get("end").filter(|end| !end.is_null());
    transaction
        .execute(
            "UPDATE household SET village = $2, village_group = $3, door = $4, phone = $5, ended = $6
             WHERE id = $1::text::uuid",
            &[&id, &text("village"), &text("group"), &text("door"), &text("phone"), &end],
        )
        .await?;
    Ok(())
}

/// Whether somebody else has an identity number.
async fn taken(transaction: &Transaction<'_>, id: &str, number: &Value) -> Result<bool, DatabaseError> {
    let sql = "SELECT EXISTS (SELECT FROM person WHERE id_number = $2 AND id <> $1::text::uuid)";
    Ok(transaction.query_one(sql, &[&id, &number.as_str()]).await?.get(0))
}

/// Fields as people call them, both languages in one word.
fn field_name(field: &str) -> &'static str {
    match field {
        "name" => "姓名|name",
        "id_number" => "身份证号|ID number",
        "temporary_number" => "临时编号|temporary number",
        "sex" => "性别|sex",
        "birth_date" => "出生日期|date of birth",
        "categories" => "类别|categories",
        "cover" => "其他医保|insurance elsewhere",
        "household" => "所在户|household",
        "relation" => "与户主|relation",
        "stands" => "在册情况|presence",
        "end" => "户的存续|end of the household",
        _ => "资料|facts",
    }
}

fn a_case(cases: &[&str]) -> Finding {
    let side = |at: usize, comma: &str| {
        cases.iter().filter_map(|name| name.split('|').nth(at)).collect::<Vec<_>>().join(comma)
    };
    Finding::refused(
        format!(
            "「{}」在别处已改成别的内容，或号码已属他人。县里保留原来的，其余已计入，请核对后另做更正",
            side(0, "、")
        ),
        format!(
            "Meanwhile other records say something else of: {}. The county keeps what it has and counts the rest; \
             please check and correct it.",
            side(1, ", ")
        ),
    )
}
