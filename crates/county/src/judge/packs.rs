//! Packs that arrive late: what was settled on their days is decided again, one person after another.

use super::finding::{Finding, Found};
use super::totals::person_id;
use super::year::{self, Cause};
use super::{JUDGE_LOCK, Shelf, publish_elsewhere};
use crate::county::County;
use crate::database::{self, DatabaseError};
use deadpool_postgres::{GenericClient, Transaction};
use nonghe_domain::adjudicate::Bill;
use nonghe_domain::pack::Pack;
use nonghe_domain::{PersonId, Text};
use std::sync::Arc;

/// People of one pass. Each is a transaction of its own, so that entries never wait long.
const AT_ONCE: usize = 100;

impl Shelf {
    /// The pack that decides a bill: of all that hold on its day the one that came last, whichever the desk had.
    pub(super) async fn deciding(
        &mut self,
        transaction: &Transaction<'_>,
        own: &Arc<Pack>,
        bill: &Bill,
    ) -> Result<Arc<Pack>, DatabaseError> {
        let sql = "SELECT hash FROM pack WHERE benefit_year = $1 ORDER BY added_at DESC, hash DESC";
        let statement = transaction.prepare_cached(sql).await?;
        for row in transaction.query(&statement, &[&own.rules.benefit_year]).await? {
            let hash = row.get::<_, &str>(0).parse().map_err(|_| DatabaseError::Value("pack hash"))?;
            // One that this program cannot read must not hold up the bills of a whole year.
            let pack = match self.pack(transaction, &hash).await {
                Err(fault) if !fault.is_passing() => {
                    tracing::error!(pack = %hash, cause = %fault, "a pack in force cannot be read");
                    continue;
                }
                other => other?,
            };
            let Some(pack) = pack else { continue };
            if !pack.rules.fragment && pack.rules.covers(pack.rules.year.rule.date_of(bill)) {
                return Ok(pack);
            }
        }
        // None holds: the one that the desk named says so.
        Ok(Arc::clone(own))
    }
}

/// Why a bill is decided by another pack than the desk's.
pub(super) fn late(pack: &Pack) -> Text {
    let (title, version) = (&pack.rules.title, &pack.rules.version);
    Text::new(
        format!("政策包「{}」{version} 版晚到，这一天适用的是它，这一笔按它重新核算。", title.zh),
        format!(
            "The policy pack that holds on this day, {} version {version}, arrived late; this one was decided by it.",
            title.en
        ),
    )
}

/// Goes on with packs that were put in force and have not yet met everything that was settled. True if there was one.
pub(super) async fn apply(county: &County, shelf: &mut Shelf) -> Result<bool, DatabaseError> {
    for done in 0..AT_ONCE {
        if !apply_to_next(county, shelf).await? {
            return Ok(done > 0);
        }
    }
    Ok(true)
}

async fn apply_to_next(county: &County, shelf: &mut Shelf) -> Result<bool, DatabaseError> {
    let mut client = database::connection(&county.pool).await?;
    let transaction = client.transaction().await?;
    // Nothing is judged meanwhile: who has a settlement when the last person was met has it by this pack.
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&JUDGE_LOCK]).await?;
    let sql = "SELECT hash, benefit_year, applied_to::text FROM pack WHERE NOT applied ORDER BY added_at, hash LIMIT 1";
    let Some(row) = transaction.query_opt(sql, &[]).await? else { return Ok(false) };
    let (hash, year, after): (String, i32, Option<String>) = (row.get(0), row.get(1), row.get(2));
    let parsed = hash.parse().map_err(|_| DatabaseError::Value("pack hash"))?;
    let pack = match shelf.pack(&transaction, &parsed).await {
        Err(fault) if !fault.is_passing() => None,
        other => other?,
    };
    let sql = "SELECT person::text FROM settlement
               WHERE benefit_year = $1 AND reversed_by IS NULL AND county_figures IS NOT NULL
                 AND ($2::text IS NULL OR person > $2::text::uuid) ORDER BY person LIMIT 1";
    let person = transaction.query_opt(sql, &[&year, &after]).await?.map(|row| row.get::<_, String>(0));
    let (Some(pack), Some(person)) = (&pack, person) else {
        transaction.execute("UPDATE pack SET applied = true WHERE hash = $1", &[&hash]).await?;
        transaction.commit().await?;
        if pack.is_some() {
            tracing::info!(pack = hash, "a pack has met everything that was settled in its year");
        } else {
            tracing::error!(pack = hash, "a pack cannot be read; nothing was decided again by it");
        }
        return Ok(true);
    };
    let found = apply_to(&transaction, shelf, &hash, pack, person_id(&person)?).await;
    if let Err(fault) = &found
        && !fault.is_passing()
    {
        // The failed statement has ended the transaction; the next person has one of its own.
        drop(transaction);
        tracing::error!(pack = hash, cause = %fault, "a year cannot be decided again by a late pack");
        mark(&client, &hash, &person).await?;
        return Ok(true);
    }
    found?;
    mark(&transaction, &hash, &person).await?;
    transaction.commit().await?;
    Ok(true)
}

async fn mark<C: GenericClient>(client: &C, hash: &str, person: &str) -> Result<(), DatabaseError> {
    let sql = "UPDATE pack SET applied_to = $2::text::uuid WHERE hash = $1";
    client.execute(sql, &[&hash, &person]).await?;
    Ok(())
}

async fn apply_to(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    hash: &str,
    pack: &Pack,
    person: PersonId,
) -> Result<(), DatabaseError> {
    let played = year::replay(transaction, shelf, Cause::Pack(hash), &[person], &late(pack)).await?;
    let found = Found { changes: played.changes, ..Found::new(0, Finding::Accepted) };
    publish_elsewhere(transaction, None, std::slice::from_ref(&found)).await?;
    metrics::counter!("nonghe_county_changed_settlements_total").increment(found.changes.len() as u64);
    Ok(())
}
