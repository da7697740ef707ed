//! Settlements: adjudicated again with the same engine, from the county's own totals.

use super::benefits::OnRecord;
use super::finding::{Adjusted, Finding, Found, WaitsFor};
use super::totals::{person_id, read_json, to_json};
use super::year::{Cause, Place, Year, keep_figures};
use super::{Case, Shelf, is_repeat, packs};
use crate::database::DatabaseError;
use deadpool_postgres::Transaction;
use nonghe_domain::Text;
use nonghe_domain::adjudicate::{Accumulators, Figures, Outcome, Refusal, Settlement, adjudicate};
use nonghe_domain::pack::Pack;
use nonghe_protocol::body::{BillSettled, SettlementReversed};
use std::panic::AssertUnwindSafe;

/// What the county comes to for a bill.
#[derive(Debug, PartialEq, Eq)]
pub enum Recomputed {
    Settled(Box<Settlement>),
    NotCovered(Vec<Refusal>),
    OutOfRange,
}

/// Adjudicates the bill of an entry from the county's totals and from what it has on record of the person.
pub fn recompute(pack: &Pack, history: &Accumulators, body: &BillSettled, on_record: &OnRecord) -> Recomputed {
    let standing = on_record.correct(&pack.rules, &body.standing);
    // The engine does not panic on any bill that a desk can write. A hostile one must not stop the judge either.
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| adjudicate(pack, &standing, history, &body.bill)));
    match outcome {
        Ok(Ok(Outcome::Settled(settlement))) => Recomputed::Settled(settlement),
        Ok(Ok(Outcome::NotCovered(refusals))) => Recomputed::NotCovered(refusals),
        Ok(Err(_)) | Err(_) => Recomputed::OutOfRange,
    }
}

/// Judges a settlement.
pub async fn settled(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    body: &BillSettled,
) -> Result<Found, DatabaseError> {
    let seq = case.entry.envelope.seq;
    let Some(pack_hash) = &case.entry.envelope.pack_hash else {
        let finding = Finding::refused(
            "结算记录没有写明所用政策包，没有计入。请致电县医保局",
            "The settlement does not name its policy pack and was not counted. Please call the county office.",
        );
        return Ok(Found::new(seq, finding));
    };
    let Some(pack) = shelf.pack(transaction, pack_hash).await? else {
        return Ok(Found::new(seq, Finding::held(WaitsFor::Pack, pack_hash.to_string())));
    };
    if is_repeat(transaction, case).await? || is_settled(transaction, body).await? {
        let finding = Finding::refused(
            format!("结算单 {} 所结的住院已经结算，这一条不再计入", body.number.short),
            format!(
                "The stay of statement {} is already settled; this record is not counted again.",
                body.number.short
            ),
        );
        return Ok(Found::new(seq, finding));
    }
    let deciding = shelf.deciding(transaction, &pack, &body.bill).await?;
    let because = (deciding.hash != pack.hash).then(|| packs::late(&deciding));
    adjudicated(transaction, shelf, case, body, &deciding, because).await
}

async fn adjudicated(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    body: &BillSettled,
    pack: &Pack,
    because: Option<Text>,
) -> Result<Found, DatabaseError> {
    let (person, number) = (body.standing.person, pack.rules.benefit_year);
    let mut year = match place_of_late(transaction, case).await? {
        // What was held keeps its place, and what was settled after it is decided again.
        Some(place) => Year::at(transaction, shelf, place, person, number, Some(pack)).await?,
        None => Year::now(transaction, pack, person).await?,
    };
    let mut found = Found::new(case.entry.envelope.seq, Finding::Accepted);
    let on_record = OnRecord::of(transaction, person, number, pack.rules.year.rule.date_of(&body.bill)).await?;
    let settlement = match recompute(pack, &year.history(pack), body, &on_record) {
        Recomputed::Settled(settlement) => settlement,
        refused => {
            // No fund takes part, until the record says otherwise: then it is decided again with the year.
            let (unpaid, nothing) = (body.decision.figures().unpaid(), Accumulators::default());
            let (county, counted) = ((&unpaid, &nothing), year.counted());
            insert(transaction, case, body, &Judged { year: number, state: "refused", county, counted }).await?;
            found.finding = refuse(&body.number.short, &reasons(&refused));
            // The centre has counted the settlement in its totals; the county has not.
            found.totals = Year::now(transaction, pack, person).await?.everybody();
            return Ok(found);
        }
    };
    let (centre, county) = (body.decision.figures(), settlement.figures());
    let state = if centre == county { "accepted" } else { "adjusted" };
    let counted = year.counted();
    let judged = Judged { year: number, state, county: (&county, &settlement.difference), counted };
    insert(transaction, case, body, &judged).await?;
    year.add(person, &settlement.difference);
    let played = year.play(transaction, Cause::Entry(case), &counted_late(&body.number.full)).await?;
    // Totals that come out otherwise are told even if the figures agree: a reversal takes them back.
    let agrees = centre == county && body.decision.difference == settlement.difference;
    if !agrees {
        let difference = settlement.difference;
        let adjusted = Adjusted { settlement: body.settlement, centre, county, difference, because };
        found.finding = Finding::Adjusted(Box::new(adjusted));
    }
    // A late finding tells the totals too: those of the centre were replaced without this settlement.
    if !agrees || case.late {
        found.totals = played.totals;
    }
    found.changes = played.changes;
    Ok(found)
}

/// Where in the county's order an entry stands that was held; none for one that is judged for the first time.
async fn place_of_late(transaction: &Transaction<'_>, case: &Case<'_>) -> Result<Option<Place>, DatabaseError> {
    if !case.late {
        return Ok(None);
    }
    let sql = "SELECT ordinal FROM judgement WHERE device = $1 AND epoch = $2 AND seq = $3";
    let epoch = i64::from(case.docket.epoch);
    let row = transaction.query_one(sql, &[&case.docket.device, &epoch, &case.seq]).await?;
    Ok(Some(Place { ordinal: row.get(0), seq: case.seq }))
}

fn counted_late(number: &str) -> Text {
    Text::new(
        format!("此前的结算 {number} 现已核算并计入累计，这一笔按新的累计重新核算。"),
        format!(
            "An earlier settlement, {number}, has now been judged and counted; this one was decided again from the \
             new totals."
        ),
    )
}

fn reversed_before(number: &str) -> Text {
    Text::new(
        format!("此前计入累计的一笔结算已红冲（红冲单 {number}），这一笔按新的累计重新核算。"),
        format!(
            "An earlier settlement in the totals was reversed (slip {number}); this one was decided again from the \
             new totals."
        ),
    )
}

fn reasons(refused: &Recomputed) -> Vec<Text> {
    match refused {
        Recomputed::NotCovered(refusals) => refusals.iter().map(words).collect(),
        Recomputed::OutOfRange | Recomputed::Settled(_) => {
            vec![Text::new("金额超出范围", "an amount is out of range")]
        }
    }
}

fn refuse(number: &str, reasons: &[Text]) -> Finding {
    let zh: Vec<&str> = reasons.iter().map(|reason| reason.zh.as_str()).collect();
    let en: Vec<&str> = reasons.iter().map(|reason| reason.en.as_str()).collect();
    Finding::refused(
        format!("结算单 {number} 县里不予支付：{}", zh.join("；")),
        format!("The county does not pay statement {number}: {}.", en.join("; ")),
    )
}

/// A refusal in words.
pub fn words(refusal: &Refusal) -> Text {
    match refusal {
        Refusal::PackDoesNotCover { date } => {
            Text::new(format!("政策包不适用于 {date}"), format!("the policy pack does not hold on {date}"))
        }
        Refusal::NotEnrolled { year } => Text::new(format!("{year} 年度未参保"), format!("not enrolled for {year}")),
        Refusal::Waiting { until } => Text::new(format!("待遇自 {until} 起享受"), format!("benefits begin on {until}")),
        Refusal::DischargedBeforeAdmitted => Text::new("出院日期早于入院日期", "the discharge is before the admission"),
        Refusal::NoCharges => Text::new("没有费用明细", "there are no charges"),
        Refusal::Fragment => Text::new("所用政策包只写了部分规定", "the pack states only a part of the rules"),
        Refusal::CrossesYearEnd { last } => Text::new(
            format!("住院跨年度，应按 {last} 分两次结算"),
            format!("the stay crosses the year's end and is settled in two parts as of {last}"),
        ),
        Refusal::AfterDeath { died } => {
            Text::new(format!("入院在死亡日期 {died} 之后"), format!("the admission is after the day of death, {died}"))
        }
        Refusal::NotMember { .. } => Text::new("参保状态已终止", "the membership has ended"),
    }
}

/// Takes back what the county added for the settlement, whatever the centre had added, and decides again what was
/// settled after it.
pub async fn reversed(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    case: &Case<'_>,
    body: &SettlementReversed,
) -> Result<Found, DatabaseError> {
    let seq = case.entry.envelope.seq;
    let row = transaction
        .query_opt(
            "SELECT s.person::text, s.benefit_year, s.state, s.reversed_by, s.difference, d.centre, j.ordinal, s.seq
             FROM settlement s JOIN device d ON d.id = s.device
                  LEFT JOIN judgement j ON (j.device, j.epoch, j.seq) = (s.device, s.epoch, s.seq)
             WHERE s.id = $1::text::uuid FOR UPDATE OF s",
            &[&body.settlement.to_string()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Found::new(seq, Finding::held(WaitsFor::Settlement, body.settlement.to_string())));
    };
    if row.get::<_, Option<i64>>(3).is_some() {
        let finding = Finding::refused(
            format!("冲销单 {} 所冲的结算已经冲销过，这一条不再计入", body.number.short),
            format!(
                "The settlement of slip {} is already reversed; this record is not counted again.",
                body.number.short
            ),
        );
        return Ok(Found::new(seq, finding));
    }
    if row.get::<_, &str>(5) != case.docket.centre {
        let finding = Finding::refused(
            format!("冲销单 {} 所冲的结算属于别的卫生院，没有计入", body.number.short),
            format!("The settlement of slip {} belongs to another centre; it was not counted.", body.number.short),
        );
        return Ok(Found::new(seq, finding));
    }
    let (person, number) = (person_id(row.get(0))?, row.get(1));
    let difference: Accumulators = read_json(row.get(4))?;
    let sql = "UPDATE settlement SET reversed_by = $2 WHERE id = $1::text::uuid";
    transaction.execute(sql, &[&body.settlement.to_string(), &case.seq]).await?;
    let place = Place { ordinal: row.get(6), seq: row.get(7) };
    let mut year = Year::at(transaction, shelf, place, person, number, None).await?;
    year.take(person, &difference);
    let played = year.play(transaction, Cause::Entry(case), &reversed_before(&body.number.full)).await?;
    let mut found = Found::new(seq, Finding::Accepted);
    // Where the two sides had not agreed on the settlement, they need not agree on what its reversal leaves. What it
    // changed of others the device cannot know either.
    if case.late || row.get::<_, &str>(2) != "accepted" || !played.changes.is_empty() {
        found.totals = played.totals;
    }
    found.changes = played.changes;
    Ok(found)
}

async fn is_settled(transaction: &Transaction<'_>, body: &BillSettled) -> Result<bool, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT FROM settlement WHERE id = $1::text::uuid
                            OR (stay = $2::text::uuid AND reversed_by IS NULL AND state <> 'refused'))",
        )
        .await?;
    let ids = [body.settlement.to_string(), body.stay.to_string()];
    Ok(transaction.query_one(&statement, &[&ids[0], &ids[1]]).await?.get(0))
}

/// What is kept of a settlement beside its entry.
struct Judged<'a> {
    year: i32,
    state: &'static str,
    /// The county's figures and what they add to the totals.
    county: (&'a Figures, &'a Accumulators),
    counted: Vec<String>,
}

async fn insert(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    body: &BillSettled,
    judged: &Judged<'_>,
) -> Result<(), DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "INSERT INTO settlement (id, device, epoch, seq, stay, person, benefit_year, state, centre_figures,
                                     county_figures, difference, counted)
             VALUES ($1::text::uuid, $2, $3, $4, $5::text::uuid, $6::text::uuid, $7, $8, $9, $10, $11,
                     $12::text[]::uuid[])",
        )
        .await?;
    let (figures, difference) = judged.county;
    transaction
        .execute(
            &statement,
            &[
                &body.settlement.to_string(),
                &case.docket.device,
                &i64::from(case.docket.epoch),
                &case.seq,
                &body.stay.to_string(),
                &body.standing.person.to_string(),
                &judged.year,
                &judged.state,
                &to_json(&body.decision.figures())?,
                &to_json(figures)?,
                &to_json(difference)?,
                &judged.counted,
            ],
        )
        .await?;
    keep_figures(transaction, Cause::Entry(case), body.settlement, figures, difference).await
}
