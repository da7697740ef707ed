//! Premiums: one active enrolment per person and benefit year, in the county's order.

use super::finding::{Finding, WaitsFor};
use super::{Case, Shelf, is_repeat};
use crate::database::DatabaseError;
use deadpool_postgres::Transaction;
use nonghe_domain::Money;
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::pack::Pack;
use nonghe_domain::premium::premium;
use nonghe_protocol::body::{MemberPremium, PremiumCollected};

/// Enrols the members of a payment whose amounts are right.
pub async fn judge(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    body: &PremiumCollected,
) -> Result<Finding, DatabaseError> {
    let envelope = &case.entry.envelope;
    let Some(pack_hash) = &envelope.pack_hash else {
        return Ok(Finding::refused(
            "收费记录没有写明所用政策包，没有计入。请致电县医保局",
            "The collection does not name its policy pack and was not counted. Please call the county office.",
        ));
    };
    let Some(pack) = shelf.pack(transaction, pack_hash).await? else {
        return Ok(Finding::held(WaitsFor::Pack, pack_hash.to_string()));
    };
    if is_repeat(transaction, case).await? || is_known(transaction, body).await? {
        return Ok(Finding::refused(
            format!("收据 {} 已经记过一次，这一条不再计入", body.number.short),
            format!("Receipt {} was already recorded; this record is not counted again.", body.number.short),
        ));
    }
    if let Some(refusal) = check_amounts(&pack, envelope.biz_date, body) {
        return Ok(refusal);
    }
    store(transaction, case, body).await
}

/// What is wrong with the amounts, if anything. Categories are taken from the entry in this release; the county will
/// check them against its own lists once it keeps those.
fn check_amounts(pack: &Pack, date: chrono::NaiveDate, body: &PremiumCollected) -> Option<Finding> {
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
    let wrong = body.members.iter().position(|member| !is_right(pack, date, member));
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

fn is_right(pack: &Pack, date: chrono::NaiveDate, member: &MemberPremium) -> bool {
    let claimed = member.premium.category.iter().map(|code| DatedCategory {
        code: code.clone(),
        from: date,
        until: None,
        source: String::new(),
    });
    premium(pack, &claimed.collect::<Vec<_>>(), date).is_ok_and(|line| line == member.premium)
}

async fn is_known(transaction: &Transaction<'_>, body: &PremiumCollected) -> Result<bool, DatabaseError> {
    let sql = "SELECT EXISTS (SELECT FROM payment WHERE id = $1::text::uuid)";
    Ok(transaction.query_one(sql, &[&body.payment.to_string()]).await?.get(0))
}

async fn store(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    body: &PremiumCollected,
) -> Result<Finding, DatabaseError> {
    let payment = body.payment.to_string();
    transaction
        .execute(
            "INSERT INTO payment (id, device, epoch, seq, household, benefit_year, number, due_fen)
             VALUES ($1::text::uuid, $2, $3, $4, $5::text::uuid, $6, $7, $8)",
            &[
                &payment,
                &case.docket.device,
                &i64::from(case.docket.epoch),
                &case.seq,
                &body.household.to_string(),
                &body.year,
                &body.number.full,
                &body.due.fen(),
            ],
        )
        .await?;
    let statement = transaction
        .prepare_cached(
            "INSERT INTO enrolment (payment, person, benefit_year, due_fen, state)
             VALUES ($1::text::uuid, $2::text::uuid, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .await?;
    let mut doubles = Vec::new();
    for (index, member) in body.members.iter().enumerate() {
        let (person, due) = (member.person.to_string(), member.premium.due);
        let enrolled = transaction.execute(&statement, &[&payment, &person, &body.year, &due.fen(), &"active"]).await?;
        if enrolled == 0 {
            transaction.execute(&statement, &[&payment, &person, &body.year, &due.fen(), &"double"]).await?;
            doubles.push((index + 1, due));
        }
    }
    Ok(if doubles.is_empty() { Finding::Accepted } else { refuse_doubles(body, &doubles) })
}

/// The county's order decides: the later enrolment does not count, and its premium is owed back.
fn refuse_doubles(body: &PremiumCollected, doubles: &[(usize, Money)]) -> Finding {
    let lines: Vec<String> = doubles.iter().map(|(line, _)| line.to_string()).collect();
    let back: Money = doubles.iter().map(|(_, due)| *due).sum();
    let (short, year) = (&body.number.short, body.year);
    let rest = body.members.len() > doubles.len();
    Finding::refused(
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
