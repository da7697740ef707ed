//! Packs that arrive late: what was settled on their days is decided again, one person after another.

use super::finding::{Finding, Found};
use super::totals::person_id;
use super::year::{self, Cause};
use super::{JUDGE_LOCK, Shelf, publish_elsewhere};
use crate::county::County;
use crate::database::{self, DatabaseError};
use deadpool_postgres::Transaction;
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
            let Some(pack) = self.pack(transaction, &hash).await? else { continue };
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
    let Some((hash, person)) = next(county).await? else { return Ok(false) };
    match apply_to(county, shelf, &hash, person).await {
        Err(fault) if !fault.is_passing() => {
            tracing::error!(pack = hash, cause = %fault, "a year cannot be decided again by a late pack");
            let client = database::connection(&county.pool).await?;
            let sql = "UPDATE pack SET applied_to = $2::text::uuid WHERE hash = $1";
            client.execute(sql, &[&hash, &person.to_string()]).await?;
            Ok(true)
        }
        other => other.map(|()| true),
    }
}

/// The next person of the oldest pack that has not met everybody. A pack that has is marked.
async fn next(county: &County) -> Result<Option<(String, PersonId)>, DatabaseError> {
    let client = database::connection(&county.pool).await?;
    loop {
        let sql =
            "SELECT hash, benefit_year, applied_to::text FROM pack WHERE NOT applied ORDER BY added_at, hash LIMIT 1";
        let Some(pack) = client.query_opt(sql, &[]).await? else { return Ok(None) };
        let (hash, year, after): (String, i32, Option<String>) = (pack.get(0), pack.get(1), pack.get(2));
        let sql = "SELECT person::text FROM settlement
                   WHERE benefit_year = $1 AND reversed_by IS NULL AND county_figures IS NOT NULL
                     AND ($2::text IS NULL OR person > $2::text::uuid) ORDER BY person LIMIT 1";
        match client.query_opt(sql, &[&year, &after]).await? {
            Some(row) => return Ok(Some((hash, person_id(row.get(0))?))),
            None => {
                client.execute("UPDATE pack SET applied = true WHERE hash = $1", &[&hash]).await?;
                tracing::info!(pack = hash, "everything that was settled on the days of a pack is decided by it");
            }
        }
    }
}

async fn apply_to(county: &County, shelf: &mut Shelf, hash: &str, person: PersonId) -> Result<(), DatabaseError> {
    let mut client = database::connection(&county.pool).await?;
    let transaction = client.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&JUDGE_LOCK]).await?;
    let parsed = hash.parse().map_err(|_| DatabaseError::Value("pack hash"))?;
    if let Some(pack) = shelf.pack(&transaction, &parsed).await? {
        let played = year::replay(&transaction, shelf, Cause::Pack(hash), &[person], &late(&pack)).await?;
        let found = Found { changes: played.changes, ..Found::new(0, Finding::Accepted) };
        publish_elsewhere(&transaction, None, std::slice::from_ref(&found)).await?;
        metrics::counter!("nonghe_county_changed_settlements_total").increment(found.changes.len() as u64);
    }
    let sql = "UPDATE pack SET applied_to = $2::text::uuid WHERE hash = $1";
    transaction.execute(sql, &[&hash, &person.to_string()]).await?;
    transaction.commit().await?;
    Ok(())
}
