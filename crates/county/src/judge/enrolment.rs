//! Premiums: one active enrolment per person and benefit year, in the county's order.

use super::benefits::{self, Known};
use super::books;
use super::finding::{Benefits, Enrolment, Finding, Found, WaitsFor};
use super::totals::person_id;
use super::year::{self, Cause, Played};
use super::{Case, Shelf, is_repeat};
use crate::database::DatabaseError;
use chrono::NaiveDate;
use deadpool_postgres::Transaction;
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::enrolment::Enrolling;
use nonghe_domain::pack::Pack;
use nonghe_domain::premium::premium_for;
use nonghe_domain::{Money, PersonId, Text};
use nonghe_protocol::body::{MemberPremium, PremiumCollected};
use nonghe_protocol::feed::Counts;
use std::collections::BTreeMap;

/// Enrols the members of a payment whose amounts are right, from the day that the pack gives.
pub async fn judge(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    body: &PremiumCollected,
) -> Result<Found, DatabaseError> {
    let envelope = &case.entry.envelope;
    let found = |finding| Found::new(envelope.seq, finding);
    let Some(pack_hash) = &envelope.pack_hash else {
        return Ok(found(Finding::refused(
            "收费记录没有写明所用政策包，没有计入。请致电县医保局",
            "The collection does not name its policy pack and was not counted. Please call the county office.",
        )));
    };
    let Some(pack) = shelf.pack(transaction, pack_hash).await? else {
        return Ok(found(Finding::held(WaitsFor::Pack, pack_hash.to_string())));
    };
    if is_repeat(transaction, case).await? || is_known(transaction, body).await? {
        return Ok(found(Finding::refused(
            format!("收据 {} 已经记过一次，这一条不再计入", body.number.short),
            format!("Receipt {} was already recorded; this record is not counted again.", body.number.short),
        )));
    }
    let known = benefits::known(transaction, body.members.iter().map(|member| member.person)).await?;
    if let Some(refusal) = check_amounts(&pack, envelope.biz_date, body, &known) {
        // It enrols nobody, but its money can go back.
        store_payment(transaction, case, body, "refused").await?;
        let form = books::of_payment(transaction, case, &pack, body).await?;
        let mut found = found(refusal);
        for member in &body.members {
            insert(transaction, body, member, "refused", member.benefits_from).await?;
            found.enrolments.push(counts_for(case, body, member, Counts::Refused));
        }
        return Ok(with_form(found, form));
    }
    store_payment(transaction, case, body, "counted").await?;
    let form = books::of_payment(transaction, case, &pack, body).await?;
    let corrected = benefits::corrected(&pack, envelope.biz_date, body, &known);
    let mut found = with_form(enrol(transaction, case, body, &corrected).await?, form);
    let people: Vec<PersonId> = body.members.iter().map(|member| member.person).collect();
    let played = decide_uncovered_again(transaction, shelf, case, &people, body.year).await?;
    (found.changes, found.totals) = (played.changes, played.totals);
    Ok(found)
}

/// Decides again the years of people of whom no fund took part in a bill: they may be covered now.
pub async fn decide_uncovered_again(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    people: &[PersonId],
    year: i32,
) -> Result<Played, DatabaseError> {
    let sql = "SELECT DISTINCT person::text FROM settlement
               WHERE person = ANY ($1::text[]::uuid[]) AND benefit_year IN ($2, $2 - 1) AND reversed_by IS NULL
                 AND NOT EXISTS (SELECT FROM jsonb_each_text(county_figures -> 'paid') paid
                                 WHERE paid.value::numeric <> 0) ORDER BY 1";
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let statement = transaction.prepare_cached(sql).await?;
    let rows = transaction.query(&statement, &[&ids, &year]).await?;
    let people = rows.iter().map(|row| person_id(row.get(0))).collect::<Result<Vec<_>, _>>()?;
    let because = Text::new(
        "此人的参保已计入，这一笔按参保后重新核算。",
        "The person's enrolment counts now; this one was decided again by it.",
    );
    year::replay(transaction, shelf, Cause::Entry(case), &people, &because).await
}

/// What is wrong with the form is said beside what else is said.
fn with_form(mut found: Found, form: Option<Text>) -> Found {
    if let Some(form) = form {
        found.finding = match found.finding.reason() {
            Some(reason) => {
                Finding::refused(format!("{}。{}", reason.zh, form.zh), format!("{} {}", reason.en, form.en))
            }
            None => Finding::refused(form.zh, form.en),
        };
    }
    found
}

/// What is wrong with the amounts, if anything. Categories are taken from the entry in this release; the county will
/// check them against its own lists once it keeps those.
fn check_amounts(pack: &Pack, date: NaiveDate, body: &PremiumCollected, known: &Known) -> Option<Finding> {
    if body.year != pack.rules.benefit_year {
        return Some(Finding::refused(
            format!(
                "收据 {} 写的是 {} 年度，政策包是 {} 年度，没有计入",
                body.number.short, body.year, pack.rules.benefit_year
            ),
            format!(
                "Receipt {} is for {} but its policy pack is for {}; it was not counted.",
                body.number.short, body.year, pack.rules.benefit_year
            ),
        ));
    }
    let wrong = body.members.iter().position(|member| !is_right(pack, date, member, known));
    let sum: Money = body.members.iter().map(|member| member.premium.due).sum();
    if let Some(position) = wrong {
        let line = position + 1;
        return Some(Finding::refused(
            format!("收据 {} 第 {line} 人的金额与政策包不符，没有计入。请核对类别和收费期", body.number.short),
            format!(
                "On receipt {} the amount of person {line} is not that of the policy pack; it was not counted. Please \
                 check the category and the collection window.",
                body.number.short
            ),
        ));
    }
    (sum != body.due).then(|| {
        Finding::refused(
            format!("收据 {} 合计应为 {sum} 元，记录为 {} 元，没有计入", body.number.short, body.due),
            format!("Receipt {} adds up to {sum} yuan but says {}; it was not counted.", body.number.short, body.due),
        )
    })
}

fn is_right(pack: &Pack, date: NaiveDate, member: &MemberPremium, known: &Known) -> bool {
    let claimed = member.premium.category.iter().map(|code| DatedCategory {
        code: code.clone(),
        from: date,
        until: None,
        source: String::new(),
    });
    let claimed: Vec<_> = claimed.collect();
    let person = Enrolling { categories: &claimed, ..benefits::enrolling(date, member, known) };
    premium_for(pack, &person).is_ok_and(|line| line == member.premium)
}

async fn is_known(transaction: &Transaction<'_>, body: &PremiumCollected) -> Result<bool, DatabaseError> {
    let sql = "SELECT EXISTS (SELECT FROM payment WHERE id = $1::text::uuid)";
    Ok(transaction.query_one(sql, &[&body.payment.to_string()]).await?.get(0))
}

async fn store_payment(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    body: &PremiumCollected,
    state: &str,
) -> Result<(), DatabaseError> {
    transaction
        .execute(
            "INSERT INTO payment (id, device, epoch, seq, household, benefit_year, number, due_fen, state)
             VALUES ($1::text::uuid, $2, $3, $4, $5::text::uuid, $6, $7, $8, $9)",
            &[
                &body.payment.to_string(),
                &case.docket.device,
                &i64::from(case.docket.epoch),
                &case.seq,
                &body.household.to_string(),
                &body.year,
                &body.number.full,
                &body.due.fen(),
                &state,
            ],
        )
        .await?;
    Ok(())
}

/// Keeps an enrolment; false if the person has one already that is active.
async fn insert(
    transaction: &Transaction<'_>,
    body: &PremiumCollected,
    member: &MemberPremium,
    state: &str,
    from: Option<NaiveDate>,
) -> Result<bool, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "INSERT INTO enrolment (payment, person, benefit_year, due_fen, state, benefits_from)
             VALUES ($1::text::uuid, $2::text::uuid, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        )
        .await?;
    let (payment, person) = (body.payment.to_string(), member.person.to_string());
    let due = member.premium.due.fen();
    Ok(transaction.execute(&statement, &[&payment, &person, &body.year, &due, &state, &from]).await? > 0)
}

fn counts_for(case: &Case<'_>, body: &PremiumCollected, member: &MemberPremium, counts: Counts) -> Enrolment {
    Enrolment {
        device: case.docket.device,
        payment: body.payment,
        person: member.person,
        counts,
        begins: None,
        accepted: None,
    }
}

async fn enrol(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    body: &PremiumCollected,
    corrected: &BTreeMap<PersonId, NaiveDate>,
) -> Result<Found, DatabaseError> {
    let (mut doubles, mut late) = (Vec::new(), Vec::new());
    let mut found = Found::new(case.entry.envelope.seq, Finding::Accepted);
    for (line, member) in (1..).zip(&body.members) {
        let from = corrected.get(&member.person).copied().or(member.benefits_from);
        if !insert(transaction, body, member, "active", from).await? {
            doubles.push((line, member.premium.due));
            // Not where the payment names somebody twice.
            if insert(transaction, body, member, "double", from).await? {
                found.enrolments.push(counts_for(case, body, member, Counts::Double));
            }
        } else if let Some(from) = corrected.get(&member.person) {
            late.push((line, *from));
            found.benefits.push(Benefits { person: member.person, year: body.year, from: *from });
        }
    }
    let refusals: Vec<Text> = [
        (!doubles.is_empty()).then(|| refuse_doubles(body, &doubles)),
        (!late.is_empty()).then(|| other_days(body, &late)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !refusals.is_empty() {
        let join = |part: fn(&Text) -> &str, between: &str| refusals.iter().map(part).collect::<Vec<_>>().join(between);
        found.finding = Finding::refused(join(|text| &text.zh, "。"), join(|text| &text.en, " "));
    }
    Ok(found)
}

/// Benefits begin by the years that the county knows of.
fn other_days(body: &PremiumCollected, late: &[(usize, NaiveDate)]) -> Text {
    let short = &body.number.short;
    let join = |words: fn(&(usize, NaiveDate)) -> String, between: &str| {
        late.iter().map(words).collect::<Vec<_>>().join(between)
    };
    Text::new(
        format!(
            "收据 {short} {}：按县里的参保记录，待遇起始日不同，参保已计入，以县里的日期为准，请告知参保人",
            join(|(line, from)| format!("第 {line} 人应自 {from} 起"), "，")
        ),
        format!(
            "On receipt {short} by the county's records {}. The enrolment counts from the county's day; please tell \
             the person.",
            join(|(line, from)| format!("benefits of person {line} begin on {from}"), ", ")
        ),
    )
}

/// The county's order decides: the later enrolment does not count, and its premium is owed back.
fn refuse_doubles(body: &PremiumCollected, doubles: &[(usize, Money)]) -> Text {
    let lines: Vec<String> = doubles.iter().map(|(line, _)| line.to_string()).collect();
    let back: Money = doubles.iter().map(|(_, due)| *due).sum();
    let (short, year) = (&body.number.short, body.year);
    let rest = body.members.len() > doubles.len();
    Text::new(
        format!(
            "收据 {short} 第 {} 人在 {year} 年度已参保，重复参保不计入，请退还 {back} 元{}",
            lines.join("、"),
            if rest { "；其余人员已计入" } else { "" }
        ),
        format!(
            "On receipt {short}, person {} is already enrolled for {year}: the second enrolment does not count, and \
             {back} yuan must be paid back.{}",
            lines.join(", "),
            if rest { " The others are counted." } else { "" }
        ),
    )
}
