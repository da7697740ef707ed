//! What the county said, applied.

use super::books::refuse_book;
use super::premiums::{benefits_from, counts_for, uncount_slip};
use crate::error::StoreResult;
use crate::journal::sql;
use nonghe_domain::Text;
use nonghe_domain::adjudicate::Accumulators;
use nonghe_protocol::FeedItem;
use nonghe_protocol::feed::{Verdict, YearStanding};
use rusqlite::{Connection, OptionalExtension as _, params};

/// Applies an item. One that this program cannot read is kept and changes nothing.
pub(crate) fn item(conn: &Connection, text: &str) -> StoreResult<()> {
    let Ok(item) = serde_json::from_str::<FeedItem>(text) else { return Ok(()) };
    match item {
        FeedItem::Disposition { from_seq, to_seq, verdict } => disposition(conn, from_seq, to_seq, &verdict),
        FeedItem::Adjustment { seq, settlement, centre, county, difference, standing, because } => {
            let settlement = settlement.to_string();
            let figures = serde_json::to_string(&(&centre, &county))?;
            // Figures that are the centre's own again leave nothing to settle.
            let differs = centre != county;
            let known = conn.execute(
                "UPDATE settlement SET adjustment = ?3, difference = ?4 WHERE id = ?1 AND seq = ?2",
                params![settlement, sql(seq), differs.then_some(&figures), serde_json::to_string(&difference)?],
            )?;
            if known > 0 {
                verdict_row(conn, sql(seq), if differs { "adjusted" } else { "accepted" }, "", "")?;
                adjustment(conn, &settlement, &figures, because.as_ref())?;
            }
            year_standing(conn, standing)
        }
        FeedItem::Standing(standing) => year_standing(conn, standing),
        FeedItem::Benefits { person, year, from } => benefits_from(conn, &person.to_string(), year, &from.to_string()),
        FeedItem::Enrolment { payment, person, counts } => {
            counts_for(conn, &payment.to_string(), &person.to_string(), counts)
        }
        FeedItem::Notice { .. } => Ok(()),
    }
}

/// Adds to what the county said of a settlement. A restored county says it again, which is nothing new.
fn adjustment(conn: &Connection, settlement: &str, figures: &str, because: Option<&Text>) -> StoreResult<()> {
    let because = because.map(serde_json::to_string).transpose()?;
    conn.prepare_cached(
        "INSERT INTO adjustment (settlement, number, figures, because)
         SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3 FROM adjustment WHERE settlement = ?1
         HAVING coalesce((SELECT figures FROM adjustment WHERE settlement = ?1 ORDER BY number DESC LIMIT 1) <> ?2, 1)",
    )?
    .execute(params![settlement, figures, because])?;
    Ok(())
}

fn disposition(conn: &Connection, from_seq: u64, to_seq: u64, verdict: &Verdict) -> StoreResult<()> {
    let last: i64 = conn.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))?;
    for seq in sql(from_seq.max(1))..=sql(to_seq).min(last) {
        match verdict {
            Verdict::Accepted => verdict_row(conn, seq, "accepted", "", "")?,
            Verdict::Held => verdict_row(conn, seq, "held", "", "")?,
            Verdict::Refused { reason } => {
                verdict_row(conn, seq, "refused", &reason.zh, &reason.en)?;
                uncount(conn, seq)?;
                uncount_slip(conn, seq)?;
                refuse_book(conn, seq)?;
            }
        }
    }
    Ok(())
}

/// A settlement that the county refused counts for nothing: its totals do not have it, and a reversal has nothing to
/// take back.
fn uncount(conn: &Connection, seq: i64) -> StoreResult<()> {
    let settlement: Option<(String, i32, String, bool)> = conn
        .prepare_cached("SELECT person, year, difference, reversal IS NULL FROM settlement WHERE seq = ?1")?
        .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((person, year, difference, stands)) = settlement else { return Ok(()) };
    if stands {
        let difference: Accumulators = serde_json::from_str(&difference)?;
        add_to_standing(conn, &person, year, |totals| totals.minus(&difference))?;
    }
    conn.prepare_cached("UPDATE settlement SET difference = '{}' WHERE seq = ?1")?.execute([seq])?;
    Ok(())
}

fn verdict_row(conn: &Connection, seq: i64, verdict: &str, zh: &str, en: &str) -> StoreResult<()> {
    conn.prepare_cached(
        "INSERT INTO verdict (seq, verdict, reason_zh, reason_en) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (seq) DO UPDATE
         SET verdict = excluded.verdict, reason_zh = excluded.reason_zh, reason_en = excluded.reason_en",
    )?
    .execute(params![seq, verdict, zh, en])?;
    Ok(())
}

/// The county's totals, and on top of them what the device did since.
fn year_standing(conn: &Connection, standing: YearStanding) -> StoreResult<()> {
    let person = standing.person.to_string();
    let since = standing_difference(conn, &person, standing.year, sql(standing.as_of_seq))?;
    let (add, take) = since;
    add_to_standing(conn, &person, standing.year, |_| standing.accumulators.plus(&add).minus(&take))
}

/// What settlements after an entry add, and what reversals after it take back.
fn standing_difference(
    conn: &Connection,
    person: &str,
    year: i32,
    after_seq: i64,
) -> StoreResult<(Accumulators, Accumulators)> {
    let mut statement = conn.prepare_cached(
        "SELECT difference, seq > ?3, coalesce(reversal > ?3, 0) FROM settlement WHERE person = ?1 AND year = ?2",
    )?;
    let mut rows = statement.query(params![person, year, after_seq])?;
    let (mut add, mut take) = (Accumulators::default(), Accumulators::default());
    while let Some(row) = rows.next()? {
        let difference: Accumulators = serde_json::from_str(&row.get::<_, String>(0)?)?;
        if row.get(1)? {
            add = add.plus(&difference);
        }
        if row.get(2)? {
            take = take.plus(&difference);
        }
    }
    Ok((add, take))
}

/// Changes a person's totals of a year.
pub(super) fn add_to_standing(
    conn: &Connection,
    person: &str,
    year: i32,
    change: impl FnOnce(Accumulators) -> Accumulators,
) -> StoreResult<()> {
    let known: Option<String> = conn
        .prepare_cached("SELECT accumulators FROM standing WHERE person = ?1 AND year = ?2")?
        .query_row(params![person, year], |row| row.get(0))
        .optional()?;
    let before = known.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default();
    conn.prepare_cached(
        "INSERT INTO standing (person, year, accumulators) VALUES (?1, ?2, ?3)
         ON CONFLICT (person, year) DO UPDATE SET accumulators = excluded.accumulators",
    )?
    .execute(params![person, year, serde_json::to_string(&change(before))?])?;
    Ok(())
}
