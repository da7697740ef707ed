//! Voids and refunds of premiums: of a known payment, once, by the pack, and not while a settlement relies on it.

use super::enrolment::decide_uncovered_again;
use super::finding::{Enrolment, Finding, Found, WaitsFor};
use super::totals::person_id;
use super::year::{self, Cause};
use super::{Case, Shelf, is_repeat};
use crate::database::{DatabaseError, from_sql};
use chrono::NaiveDate;
use deadpool_postgres::Transaction;
use nonghe_domain::premium::{is_refunded, refund};
use nonghe_domain::{Money, PaymentId, PersonId, Text};
use nonghe_protocol::body::{DocumentNumber, PremiumRefunded, PremiumVoided};
use nonghe_protocol::feed::Counts;
use std::collections::BTreeMap;
use tokio_postgres::Row;

/// A payment as the county keeps it.
struct Paid {
    centre: String,
    year: i32,
    due: Money,
    on: NaiveDate,
    is_void: bool,
    /// It was refused because of its amounts: nobody was ever enrolled by it.
    is_refused: bool,
    members: BTreeMap<PersonId, Enrolled>,
}

struct Enrolled {
    due: Money,
    state: String,
}

impl Enrolled {
    /// Neither voided nor paid back.
    fn stands(&self) -> bool {
        matches!(self.state.as_str(), "active" | "double" | "refused")
    }
}

impl Paid {
    async fn load(transaction: &Transaction<'_>, payment: PaymentId) -> Result<Option<Self>, DatabaseError> {
        let id = payment.to_string();
        let sql = "SELECT d.centre, p.benefit_year, p.due_fen, e.biz_date,
                          EXISTS (SELECT FROM premium_slip s WHERE s.payment = p.id AND s.kind = 'void'),
                          p.state = 'refused'
                   FROM payment p JOIN device d ON d.id = p.device
                        JOIN entry e ON (e.device, e.epoch, e.seq) = (p.device, p.epoch, p.seq)
                   WHERE p.id = $1::text::uuid";
        let Some(row) = transaction.query_opt(sql, &[&id]).await? else { return Ok(None) };
        let sql = "SELECT person::text, due_fen, state FROM enrolment WHERE payment = $1::text::uuid";
        let mut members = BTreeMap::new();
        for row in transaction.query(sql, &[&id]).await? {
            members.insert(person_id(row.get(0))?, Enrolled { due: fen(row.get(1))?, state: row.get(2) });
        }
        Ok(Some(Self {
            centre: row.get(0),
            year: row.get(1),
            due: fen(row.get(2))?,
            on: row.get(3),
            is_void: row.get(4),
            is_refused: row.get(5),
            members,
        }))
    }
}

fn fen(amount: i64) -> Result<Money, DatabaseError> {
    Money::from_fen(amount).map_err(|_| DatabaseError::Value("amount"))
}

/// A slip whatever it gives back.
struct Slip<'a> {
    payment: PaymentId,
    number: &'a DocumentNumber,
    kind: &'static str,
    returned: Money,
}

/// Judges a void.
pub async fn voided(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    body: &PremiumVoided,
) -> Result<Found, DatabaseError> {
    let finding = voids(transaction, case, body).await?;
    ended(transaction, shelf, case, body.payment, finding).await
}

async fn voids(transaction: &Transaction<'_>, case: &Case<'_>, body: &PremiumVoided) -> Result<Finding, DatabaseError> {
    let slip = Slip { payment: body.payment, number: &body.number, kind: "void", returned: body.returned };
    let Some(paid) = Paid::load(transaction, body.payment).await? else {
        return Ok(Finding::held(WaitsFor::Payment, body.payment.to_string()));
    };
    if let Some(refusal) = not_here_or_not_again(transaction, case, &slip, &paid).await? {
        return Ok(refusal);
    }
    let short = &body.number.short;
    if paid.members.values().any(|member| !member.stands()) {
        return Ok(Finding::refused(
            format!("作废单 {short} 所作废的收据已有人退费，没有计入，请改为对其余人员退费"),
            format!("Somebody on the receipt of slip {short} was paid back already; the void was not counted."),
        ));
    }
    // Money of a payment that never counted goes back on any day.
    if case.entry.envelope.biz_date != paid.on && !paid.is_refused {
        return Ok(Finding::refused(
            format!("作废单 {short} 不是收款当天（{}）所开，没有计入", paid.on),
            format!("Slip {short} is not of the day of the payment, {}; it was not counted.", paid.on),
        ));
    }
    if body.returned != paid.due {
        return Ok(other_amount(short, paid.due, body.returned));
    }
    for (person, _) in paid.members.iter().filter(|(_, member)| member.state == "active") {
        if is_settled(transaction, body.payment, *person, paid.year).await? {
            return Ok(in_the_way(short));
        }
    }
    keep(transaction, case, &slip).await?;
    let sql = "UPDATE enrolment SET state = 'voided' WHERE payment = $1::text::uuid";
    transaction.execute(sql, &[&body.payment.to_string()]).await?;
    Ok(Finding::Accepted)
}

/// Judges a refund.
pub async fn refunded(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    body: &PremiumRefunded,
) -> Result<Found, DatabaseError> {
    let finding = refunds(transaction, shelf, case, body).await?;
    ended(transaction, shelf, case, body.payment, finding).await
}

async fn refunds(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    body: &PremiumRefunded,
) -> Result<Finding, DatabaseError> {
    let slip = Slip { payment: body.payment, number: &body.number, kind: "refund", returned: body.returned };
    let short = &body.number.short;
    let Some(pack_hash) = &case.entry.envelope.pack_hash else {
        return Ok(Finding::refused(
            format!("退费单 {short} 没有写明所用政策包，没有计入。请致电县医保局"),
            format!("Slip {short} does not name its policy pack and was not counted. Please call the county office."),
        ));
    };
    let Some(pack) = shelf.pack(transaction, pack_hash).await? else {
        return Ok(Finding::held(WaitsFor::Pack, pack_hash.to_string()));
    };
    let Some(paid) = Paid::load(transaction, body.payment).await? else {
        return Ok(Finding::held(WaitsFor::Payment, body.payment.to_string()));
    };
    if let Some(refusal) = not_here_or_not_again(transaction, case, &slip, &paid).await? {
        return Ok(refusal);
    }
    let mut sum = Money::ZERO;
    for member in &body.members {
        let Some(enrolled) = paid.members.get(&member.person).filter(|enrolled| enrolled.stands()) else {
            return Ok(Finding::refused(
                format!("退费单 {short} 上有人不是该收据的参保人，或已退费，没有计入"),
                format!("Slip {short} names somebody whom the receipt does not enrol any more; it was not counted."),
            ));
        };
        // What was settled relies on the enrolment that counts, never on another one.
        if enrolled.state == "active" && is_settled(transaction, body.payment, member.person, paid.year).await? {
            return Ok(in_the_way(short));
        }
        let (rules, date) = (&pack.rules.premium, case.entry.envelope.biz_date);
        let by_the_pack = refund(rules, enrolled.due, body.reason, date, false);
        if pack.rules.benefit_year != paid.year || !is_refunded(rules, body.reason, date, false) {
            return Ok(Finding::refused(
                format!("退费单 {short} 的退费理由在当天不符合政策包，没有计入"),
                format!("The policy pack pays nothing back for the reason of slip {short}; it was not counted."),
            ));
        }
        if member.amount != by_the_pack {
            return Ok(other_amount(short, by_the_pack, member.amount));
        }
        sum += member.amount;
    }
    if body.members.is_empty() || sum != body.returned {
        return Ok(other_amount(short, sum, body.returned));
    }
    keep(transaction, case, &slip).await?;
    let people: Vec<String> = body.members.iter().map(|member| member.person.to_string()).collect();
    let sql = "UPDATE enrolment SET state = 'refunded'
               WHERE payment = $1::text::uuid AND person = ANY ($2::text[]::uuid[])";
    transaction.execute(sql, &[&body.payment.to_string(), &people]).await?;
    Ok(Finding::Accepted)
}

/// What else follows where a slip has ended enrolments: whoever paid elsewhere too is enrolled by that payment now.
async fn ended(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    payment: PaymentId,
    finding: Finding,
) -> Result<Found, DatabaseError> {
    let mut found = Found::new(case.entry.envelope.seq, finding);
    if found.finding != Finding::Accepted {
        return Ok(found);
    }
    let sql = "WITH ended AS (
                   SELECT person, benefit_year FROM enrolment
                   WHERE payment = $1::text::uuid AND state IN ('voided', 'refunded')),
               next AS (
                   SELECT DISTINCT ON (n.person) n.payment, n.person
                   FROM enrolment n JOIN ended USING (person, benefit_year) JOIN payment p ON p.id = n.payment
                        LEFT JOIN judgement j USING (device, epoch, seq)
                   WHERE n.state = 'double' AND NOT EXISTS (
                       SELECT FROM enrolment a
                       WHERE (a.person, a.benefit_year, a.state) = (n.person, n.benefit_year, 'active'))
                   ORDER BY n.person, j.ordinal NULLS LAST, p.seq)
               UPDATE enrolment n SET state = 'active' FROM next JOIN payment p ON p.id = next.payment
               WHERE (n.payment, n.person) = (next.payment, next.person)
               RETURNING p.device, p.epoch, p.seq, n.payment::text, n.person::text, n.benefit_year, n.benefits_from";
    let mut years = BTreeMap::<i32, Vec<PersonId>>::new();
    for row in transaction.query(sql, &[&payment.to_string()]).await? {
        let id: String = row.get(3);
        let person = person_id(row.get(4))?;
        years.entry(row.get(5)).or_default().push(person);
        found.enrolments.push(Enrolment {
            device: row.get(0),
            payment: id.parse().map_err(|_| DatabaseError::Value("payment id"))?,
            person,
            counts: Counts::Enrolled,
            begins: row.get::<_, Option<NaiveDate>>(6).map(|from| (row.get(5), from)),
            accepted: accept_if_whole(transaction, &id, &row).await?,
        });
    }
    // Nobody else's payment is left: a desk that paid a second premium back believes that the first still covers.
    let sql = "SELECT p.device, n.payment::text, n.person::text
               FROM enrolment e JOIN enrolment n USING (person, benefit_year) JOIN payment p ON p.id = n.payment
               WHERE e.payment = $1::text::uuid AND e.state IN ('voided', 'refunded') AND n.payment <> e.payment
                 AND n.state IN ('voided', 'refunded') AND NOT EXISTS (
                     SELECT FROM enrolment a
                     WHERE (a.person, a.benefit_year, a.state) = (n.person, n.benefit_year, 'active'))";
    for row in transaction.query(sql, &[&payment.to_string()]).await? {
        let id: &str = row.get(1);
        found.enrolments.push(Enrolment {
            device: row.get(0),
            payment: id.parse().map_err(|_| DatabaseError::Value("payment id"))?,
            person: person_id(row.get(2))?,
            counts: Counts::Refused,
            begins: None,
            accepted: None,
        });
    }
    // Years of enrolment raise ceilings of later years.
    let sql = "SELECT DISTINCT s.person::text FROM settlement s JOIN enrolment n USING (person)
               WHERE n.payment = $1::text::uuid AND n.state IN ('voided', 'refunded') AND s.reversed_by IS NULL
                 AND s.benefit_year > n.benefit_year ORDER BY 1";
    let rows = transaction.query(sql, &[&payment.to_string()]).await?;
    let later = rows.iter().map(|row| person_id(row.get(0))).collect::<Result<Vec<_>, _>>()?;
    if !later.is_empty() {
        let played = year::replay(transaction, shelf, Cause::Entry(case), &later, &fewer_years()).await?;
        found.changes.extend(played.changes);
        found.totals.extend(played.totals);
    }
    for (year, people) in years {
        let played = decide_uncovered_again(transaction, shelf, case, &people, year).await?;
        found.changes.extend(played.changes);
        found.totals.extend(played.totals);
    }
    Ok(found)
}

fn fewer_years() -> Text {
    Text::new(
        "以前年度的参保已作废或退费，参保年数减少，这一笔重新核算。",
        "An enrolment of an earlier year was voided or paid back, so that the person has fewer years; this one was decided \
         again.",
    )
}

/// A payment that was refused because of double enrolments alone is accepted once none is left. Whatever else was said
/// of it is a sentence of its own, and stays.
async fn accept_if_whole(
    transaction: &Transaction<'_>,
    payment: &str,
    place: &Row,
) -> Result<Option<u64>, DatabaseError> {
    let sql = "UPDATE judgement SET verdict = 'accepted', reason_zh = NULL, reason_en = NULL, judged_at = now()
               WHERE (device, epoch, seq) = ($2, $3, $4) AND verdict = 'refused'
                 AND reason_zh NOT LIKE '%。%' AND NOT EXISTS (
                   SELECT FROM enrolment WHERE payment = $1::text::uuid AND state IN ('double', 'refused'))";
    let (device, epoch, seq): (i32, i64, i64) = (place.get(0), place.get(1), place.get(2));
    let accepted = transaction.execute(sql, &[&payment, &device, &epoch, &seq]).await? > 0;
    Ok(if accepted { Some(from_sql(seq)?) } else { None })
}

async fn not_here_or_not_again(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    slip: &Slip<'_>,
    paid: &Paid,
) -> Result<Option<Finding>, DatabaseError> {
    let short = &slip.number.short;
    if paid.centre != case.docket.centre {
        return Ok(Some(Finding::refused(
            format!("单据 {short} 所退的收据属于别的卫生院，没有计入"),
            format!("The receipt of slip {short} belongs to another centre; it was not counted."),
        )));
    }
    if paid.is_void || is_repeat(transaction, case).await? {
        return Ok(Some(Finding::refused(
            format!("单据 {short} 所退的收据已经作废，或这一条已经记过，不再计入"),
            format!("The receipt of slip {short} is void already, or the slip was recorded; it is not counted again."),
        )));
    }
    Ok(None)
}

/// Whether a settlement stands that relies on an enrolment: one of its year, or of the year before where a newborn's
/// benefits run from birth.
async fn is_settled(
    transaction: &Transaction<'_>,
    payment: PaymentId,
    person: PersonId,
    year: i32,
) -> Result<bool, DatabaseError> {
    let sql = "SELECT EXISTS (
                   SELECT FROM settlement s JOIN enrolment n USING (person)
                   WHERE s.person = $1::text::uuid AND n.payment = $2::text::uuid AND s.reversed_by IS NULL
                     AND s.state <> 'refused' AND s.county_figures IS NOT NULL
                     AND (s.benefit_year = $3 OR (
                         s.benefit_year = $3 - 1 AND n.benefits_from < make_date($3, 1, 1) AND NOT EXISTS (
                             SELECT FROM enrolment o
                             WHERE (o.person, o.benefit_year, o.state) = (s.person, s.benefit_year, 'active')))))";
    Ok(transaction.query_one(sql, &[&person.to_string(), &payment.to_string(), &year]).await?.get(0))
}

fn other_amount(short: &str, right: Money, said: Money) -> Finding {
    Finding::refused(
        format!("单据 {short} 应退 {right} 元，记录为 {said} 元，没有计入"),
        format!("Slip {short} should give back {right} yuan but says {said}; it was not counted."),
    )
}

fn in_the_way(short: &str) -> Finding {
    Finding::refused(
        format!("单据 {short} 所退的参保已有结算，没有计入，请先红冲该结算"),
        format!("A settlement relies on the enrolment of slip {short}; reverse it first. The slip was not counted."),
    )
}

async fn keep(transaction: &Transaction<'_>, case: &Case<'_>, slip: &Slip<'_>) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO premium_slip (device, epoch, seq, payment, number, kind, returned_fen)
               VALUES ($1, $2, $3, $4::text::uuid, $5, $6, $7)";
    let epoch = i64::from(case.docket.epoch);
    let payment = slip.payment.to_string();
    transaction
        .execute(
            sql,
            &[&case.docket.device, &epoch, &case.seq, &payment, &slip.number.full, &slip.kind, &slip.returned.fen()],
        )
        .await?;
    Ok(())
}
