//! The judge: looks at stored entries in the county's own order and publishes what it finds.
//!
//! One transaction takes a chunk of one device's entries, keeps the findings and moves the mark, so an entry is judged
//! once whatever stops the program. An entry that cannot be judged is set aside and holds up no other one.

pub mod finding;
pub mod people;

mod benefits;
mod books;
mod changes;
mod enrolment;
mod give_back;
mod packs;
mod photograph;
mod roster;
mod settlement;
mod totals;
mod year;

use crate::county::{County, now_ms};
use crate::database::{self, DatabaseError, epoch_from_sql, from_sql, to_sql};
use crate::feed;
use deadpool_postgres::Transaction;
use finding::{Finding, Found, WaitsFor};
use nonghe_domain::Text;
use nonghe_domain::pack::Pack;
use nonghe_protocol::{Body, Entry, Hash, Salt};
use people::Registered;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_postgres::Row;

/// Entries of one transaction. Small enough that one device with a backlog does not make the others wait long.
const CHUNK: i64 = 200;
/// Held entries that are looked at again in one pass.
const HELD_AT_ONCE: i64 = 100;
/// One judge at a time, over all processes, because its order decides.
const JUDGE_LOCK: i64 = 0x6e6f_6e67_0002;
/// The judge looks by itself from time to time, should a wake-up have been missed.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A chain whose entries wait.
#[derive(Debug, Clone)]
struct Docket {
    device: i32,
    epoch: u32,
    centre: String,
}

/// An entry with what the rules need to know around it.
#[derive(Debug)]
struct Case<'a> {
    docket: &'a Docket,
    entry: &'a Entry,
    seq: i64,
    /// Looked at again after it was held.
    late: bool,
}

/// The judge's memory: packs that were read before.
#[derive(Debug, Default)]
struct Shelf {
    packs: HashMap<Hash, Arc<Pack>>,
}

/// Judges until it is told to stop.
pub async fn run(county: Arc<County>, mut stop: watch::Receiver<bool>) {
    let mut shelf = Shelf::default();
    let mut pause = FIRST_PAUSE;
    while !*stop.borrow() {
        let wait = match pass(&county, &mut shelf).await {
            Ok(true) => {
                pause = FIRST_PAUSE;
                continue;
            }
            Ok(false) => {
                pause = FIRST_PAUSE;
                LOOK_AGAIN
            }
            Err(cause) => {
                tracing::error!(%cause, "judging is interrupted");
                metrics::counter!("nonghe_county_judge_failures_total").increment(1);
                let wait = pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
                wait
            }
        };
        tokio::select! {
            () = county.wake.notified() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Looks once at every device and at what is held. True if there was something to do.
async fn pass(county: &County, shelf: &mut Shelf) -> Result<bool, DatabaseError> {
    let dockets = dockets(county).await?;
    for docket in &dockets {
        match chunk(county, shelf, docket, CHUNK).await {
            Err(fault) if !fault.is_passing() => one_by_one(county, shelf, docket).await?,
            other => other.map(|_| ())?,
        }
    }
    let released = release(county, shelf).await?;
    let applied = packs::apply(county, shelf).await?;
    Ok(!dockets.is_empty() || released || applied)
}

async fn dockets(county: &County) -> Result<Vec<Docket>, DatabaseError> {
    let client = database::connection(&county.pool).await?;
    let sql = "SELECT j.device, j.epoch, d.centre, c.hwm_seq - j.judged_seq
               FROM judging j JOIN chain c USING (device, epoch) JOIN device d ON d.id = j.device
               WHERE j.judged_seq < c.hwm_seq ORDER BY j.device, j.epoch";
    let rows = client.query(sql, &[]).await?;
    #[expect(clippy::cast_precision_loss, reason = "a gauge")]
    metrics::gauge!("nonghe_county_unjudged_entries")
        .set(rows.iter().map(|row| row.get::<_, i64>(3)).sum::<i64>() as f64);
    rows.iter()
        .map(|row| Ok(Docket { device: row.get(0), epoch: epoch_from_sql(row.get(1))?, centre: row.get(2) }))
        .collect()
}

/// Finds the entry that breaks a chunk, and sets it aside.
async fn one_by_one(county: &County, shelf: &mut Shelf, docket: &Docket) -> Result<(), DatabaseError> {
    for _ in 0..CHUNK {
        match chunk(county, shelf, docket, 1).await {
            Ok(0) => break,
            Ok(_) => {}
            Err(fault) if fault.is_passing() => return Err(fault),
            Err(fault) => {
                tracing::error!(device = docket.device, cause = %fault, "an entry cannot be judged and is set aside");
                set_next_aside(county, docket).await?;
            }
        }
    }
    Ok(())
}

/// Judges the next entries of a chain in one transaction. Returns how many.
async fn chunk(county: &County, shelf: &mut Shelf, docket: &Docket, limit: i64) -> Result<usize, DatabaseError> {
    let mut client = database::connection(&county.pool).await?;
    let transaction = client.transaction().await?;
    let rows = next_rows(&transaction, docket, limit).await?;
    let mut founds = Vec::with_capacity(rows.len());
    for row in &rows {
        let seq: i64 = row.get(0);
        let found = match read_entry(row) {
            Some(entry) => judge(&transaction, shelf, &Case { docket, entry: &entry, seq, late: false }).await?,
            None => set_aside(seq)?,
        };
        founds.push(found);
    }
    keep(&transaction, docket, &founds).await?;
    transaction.commit().await?;
    count(&founds);
    Ok(founds.len())
}

async fn set_next_aside(county: &County, docket: &Docket) -> Result<(), DatabaseError> {
    let mut client = database::connection(&county.pool).await?;
    let transaction = client.transaction().await?;
    let rows = next_rows(&transaction, docket, 1).await?;
    let founds = rows.iter().map(|row| set_aside(row.get(0))).collect::<Result<Vec<_>, _>>()?;
    keep(&transaction, docket, &founds).await?;
    transaction.commit().await?;
    count(&founds);
    Ok(())
}

fn set_aside(seq: i64) -> Result<Found, DatabaseError> {
    Ok(Found::new(from_sql(seq)?, Finding::held(WaitsFor::Repair, env!("CARGO_PKG_VERSION"))))
}

async fn next_rows(transaction: &Transaction<'_>, docket: &Docket, limit: i64) -> Result<Vec<Row>, DatabaseError> {
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&JUDGE_LOCK]).await?;
    let statement = transaction
        .prepare_cached(
            "SELECT seq, envelope, salt, body FROM entry
             WHERE device = $1 AND epoch = $2
               AND seq > (SELECT judged_seq FROM judging WHERE device = $1 AND epoch = $2)
             ORDER BY seq LIMIT $3",
        )
        .await?;
    Ok(transaction.query(&statement, &[&docket.device, &i64::from(docket.epoch), &limit]).await?)
}

/// The entry of a row (seq, envelope, salt, body), if it is still what was stored.
fn read_entry(row: &Row) -> Option<Entry> {
    let salt = Salt(row.get::<_, &[u8]>(2).try_into().ok()?);
    let body = match row.get::<_, Option<&[u8]>>(3) {
        Some(bytes) => Some(std::str::from_utf8(bytes).ok()?.to_owned()),
        None => None,
    };
    Entry::from_stored(row.get(1), salt, body).ok()
}

/// What the county finds of one entry.
async fn judge(transaction: &Transaction<'_>, shelf: &mut Shelf, case: &Case<'_>) -> Result<Found, DatabaseError> {
    let envelope = &case.entry.envelope;
    let body = match case.entry.decoded() {
        Ok(Some(body)) => body,
        Ok(None) if case.entry.body.is_none() => {
            return Ok(Found::new(envelope.seq, Finding::held(WaitsFor::Body, "")));
        }
        Ok(None) => {
            let what = kind_name(&envelope.kind, envelope.kver);
            return Ok(Found::new(envelope.seq, Finding::held(WaitsFor::Kind, what.replace('\0', "\u{FFFD}"))));
        }
        Err(_) => return Ok(Found::new(envelope.seq, finding::unreadable())),
    };
    if let Some(change) = body.change() {
        return changes::judge(transaction, shelf, case, change).await;
    }
    let centre = &case.docket.centre;
    let finding = match body {
        Body::HouseholdRegistered(body) => {
            let mut registered = Registered::default();
            registered.add_household(&body.household);
            registered.add_members(body.household.household, &body.members);
            people::store(transaction, centre, &registered).await?;
            Finding::Accepted
        }
        Body::MembersAdded(body) => {
            let mut registered = Registered::default();
            registered.add_members(body.household, &body.members);
            people::store(transaction, centre, &registered).await?;
            Finding::Accepted
        }
        Body::RosterImported(body) => roster::judge(transaction, centre, &body).await?,
        Body::PremiumCollected(body) => return enrolment::judge(transaction, shelf, case, &body).await,
        Body::PremiumVoided(body) => return give_back::voided(transaction, shelf, case, &body).await,
        Body::PremiumRefunded(body) => return give_back::refunded(transaction, shelf, case, &body).await,
        Body::BookIssued(body) => books::issued(transaction, case, &body).await?,
        Body::BookReturned(body) => books::returned(transaction, case, &body).await?,
        Body::NumberSpoiled(body) => books::spoiled(transaction, case, &body).await?,
        Body::PersonPhotographed(body) => photograph::judge(transaction, centre, &body).await?,
        Body::BillSettled(body) => return settlement::settled(transaction, shelf, case, &body).await,
        Body::SettlementReversed(body) => return settlement::reversed(transaction, shelf, case, &body).await,
        // Facts of the stay that the settlement brings together. The charges of a bill are not yet compared with
        // the charges that were recorded day by day.
        Body::SessionOpened(_)
        | Body::ProvisioningAccepted(_)
        | Body::StayAdmitted(_)
        | Body::ChargesRecorded(_)
        | Body::ChargesWithdrawn(_)
        | Body::DepositTaken(_)
        // A second paper changes nothing that the county decides; that there is one is on record.
        | Body::DocumentReprinted(_)
        // Changes are judged above.
        | Body::PersonChanged(_)
        | Body::PeopleMoved(_)
        | Body::PersonDied(_)
        | Body::CategoriesChanged(_)
        | Body::CoverChanged(_)
        | Body::HouseholdChanged(_)
        | Body::HeadChanged(_)
        | Body::HouseholdFormed(_)
        | Body::HouseholdsMerged(_)
        | Body::ChangeUndone(_) => Finding::Accepted,
    };
    Ok(Found::new(envelope.seq, finding))
}

/// A kind and its version as one word.
fn kind_name(kind: &str, version: u32) -> String {
    format!("{kind}/{version}")
}

/// Whether the same press of a button has already caused an entry of this kind: then this one is a repeat.
async fn is_repeat(transaction: &Transaction<'_>, case: &Case<'_>) -> Result<bool, DatabaseError> {
    let envelope = &case.entry.envelope;
    let statement = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT FROM entry WHERE op = $1::text::uuid AND device = $2 AND kind = $3
                            AND (epoch, seq) < ($4, $5))",
        )
        .await?;
    let row = transaction
        .query_one(
            &statement,
            &[&envelope.op.to_string(), &case.docket.device, &envelope.kind, &i64::from(envelope.epoch), &case.seq],
        )
        .await?;
    Ok(row.get(0))
}

impl Shelf {
    /// A pack that the county has put in force. One that it has not, or cannot read, is `None`.
    async fn pack(&mut self, transaction: &Transaction<'_>, hash: &Hash) -> Result<Option<Arc<Pack>>, DatabaseError> {
        if let Some(pack) = self.packs.get(hash) {
            return Ok(Some(Arc::clone(pack)));
        }
        let Some(bundle) = crate::packs::bundle(&**transaction, &hash.to_string()).await? else {
            return Ok(None);
        };
        let read = tokio::task::spawn_blocking(move || Pack::from_bundle(&bundle).ok().map(Arc::new)).await;
        let Ok(Some(pack)) = read else {
            return Err(DatabaseError::Value("pack"));
        };
        self.packs.insert(*hash, Arc::clone(&pack));
        Ok(Some(pack))
    }
}

/// Keeps the findings of entries that follow each other, tells the device and moves the mark.
async fn keep(transaction: &Transaction<'_>, docket: &Docket, founds: &[Found]) -> Result<(), DatabaseError> {
    let Some(last) = founds.last() else { return Ok(()) };
    let epoch = i64::from(docket.epoch);
    let seqs = founds.iter().map(|found| to_sql(found.seq)).collect::<Result<Vec<_>, _>>()?;
    let verdicts: Vec<&str> = founds.iter().map(|found| found.finding.verdict()).collect();
    let reasons = |of: fn(&Text) -> &str| -> Vec<Option<&str>> {
        founds.iter().map(|found| found.finding.reason().map(of)).collect()
    };
    transaction
        .execute(
            "INSERT INTO judgement (device, epoch, seq, verdict, reason_zh, reason_en)
             SELECT $1, $2, seq, verdict, zh, en
             FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) AS row (seq, verdict, zh, en) ORDER BY seq",
            &[&docket.device, &epoch, &seqs, &verdicts, &reasons(|text| &text.zh), &reasons(|text| &text.en)],
        )
        .await?;
    for found in founds {
        if let Finding::Held { waits_for, what } = &found.finding {
            let sql = "INSERT INTO held (device, epoch, seq, waits_for, what) VALUES ($1, $2, $3, $4, $5)";
            let seq = to_sql(found.seq)?;
            transaction.execute(sql, &[&docket.device, &epoch, &seq, &waits_for.name(), what]).await?;
        }
    }
    publish(transaction, docket, founds).await?;
    transaction
        .execute(
            "UPDATE judging SET judged_seq = $3 WHERE device = $1 AND epoch = $2",
            &[&docket.device, &epoch, &to_sql(last.seq)?],
        )
        .await?;
    Ok(())
}

/// Tells the device, and every other one of whose records something was changed.
async fn publish(transaction: &Transaction<'_>, docket: &Docket, founds: &[Found]) -> Result<(), DatabaseError> {
    feed::publish(transaction, docket.device, &finding::items(docket.device, founds)).await?;
    publish_elsewhere(transaction, Some(docket.device), founds).await
}

/// Tells every device but one of whose records something was changed.
async fn publish_elsewhere(
    transaction: &Transaction<'_>,
    own: Option<i32>,
    founds: &[Found],
) -> Result<(), DatabaseError> {
    for (device, elsewhere) in finding::elsewhere(own, founds) {
        // The county's totals include what it has judged of that device.
        let sql = "SELECT judged_seq FROM judging WHERE device = $1 ORDER BY epoch DESC LIMIT 1";
        let as_of_seq = from_sql(transaction.query_one(sql, &[&device]).await?.get(0))?;
        feed::publish(transaction, device, &elsewhere.items(as_of_seq)).await?;
    }
    Ok(())
}

/// Looks again at held entries whose wait is over. True if there were any.
async fn release(county: &County, shelf: &mut Shelf) -> Result<bool, DatabaseError> {
    let known: Vec<String> = Body::KINDS.iter().map(|(kind, version)| kind_name(kind, *version)).collect();
    let client = database::connection(&county.pool).await?;
    let sql = "SELECT h.device, h.epoch, d.centre, h.seq
               FROM held h JOIN judgement j USING (device, epoch, seq) JOIN device d ON d.id = h.device
               WHERE CASE h.waits_for
                   WHEN 'kind' THEN h.what = ANY ($1)
                   WHEN 'pack' THEN EXISTS (SELECT FROM pack WHERE hash = h.what)
                   WHEN 'attachment' THEN EXISTS (SELECT FROM attachment WHERE hash = h.what)
                   WHEN 'settlement' THEN EXISTS (SELECT FROM settlement WHERE id = h.what::uuid)
                   WHEN 'payment' THEN EXISTS (SELECT FROM payment WHERE id = h.what::uuid)
                   WHEN 'registry' THEN EXISTS (SELECT FROM person WHERE id = h.what::uuid)
                       OR EXISTS (SELECT FROM household WHERE id = h.what::uuid)
                   WHEN 'repair' THEN h.what <> $2
                   ELSE false END
               ORDER BY j.ordinal LIMIT $3";
    let rows = client.query(sql, &[&known, &env!("CARGO_PKG_VERSION"), &HELD_AT_ONCE]).await?;
    drop(client);
    for row in &rows {
        let docket = Docket { device: row.get(0), epoch: epoch_from_sql(row.get(1))?, centre: row.get(2) };
        let seq: i64 = row.get(3);
        match look_again(county, shelf, &docket, seq).await {
            Err(fault) if !fault.is_passing() => {
                tracing::error!(device = docket.device, cause = %fault, "a held entry still cannot be judged");
                let client = database::connection(&county.pool).await?;
                let sql =
                    "UPDATE held SET waits_for = 'repair', what = $4 WHERE device = $1 AND epoch = $2 AND seq = $3";
                let version = env!("CARGO_PKG_VERSION");
                client.execute(sql, &[&docket.device, &i64::from(docket.epoch), &seq, &version]).await?;
            }
            other => other?,
        }
    }
    Ok(!rows.is_empty())
}

async fn look_again(county: &County, shelf: &mut Shelf, docket: &Docket, seq: i64) -> Result<(), DatabaseError> {
    let mut client = database::connection(&county.pool).await?;
    let transaction = client.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&JUDGE_LOCK]).await?;
    let place: [&(dyn tokio_postgres::types::ToSql + Sync); 3] = [&docket.device, &i64::from(docket.epoch), &seq];
    // Another judge may have been here since the list was made.
    let held = "DELETE FROM held WHERE device = $1 AND epoch = $2 AND seq = $3";
    if transaction.execute(held, &place).await? == 0 {
        return Ok(());
    }
    let sql = "SELECT e.seq, e.envelope, e.salt, e.body, j.judged_seq FROM entry e JOIN judging j USING (device, epoch)
               WHERE e.device = $1 AND e.epoch = $2 AND e.seq = $3";
    let row = transaction.query_one(sql, &place).await?;
    let entry = read_entry(&row).ok_or(DatabaseError::Value("entry"))?;
    let mut found = judge(&transaction, shelf, &Case { docket, entry: &entry, seq, late: true }).await?;
    // The totals now include what came after this entry.
    found.as_of_seq = from_sql(row.get(4))?;
    let (zh, en) = found.finding.reason().map(|reason| (reason.zh.as_str(), reason.en.as_str())).unzip();
    transaction
        .execute(
            // It keeps its place in the county's order.
            "UPDATE judgement SET verdict = $4, reason_zh = $5, reason_en = $6, judged_at = now()
             WHERE device = $1 AND epoch = $2 AND seq = $3",
            &[&docket.device, &i64::from(docket.epoch), &seq, &found.finding.verdict(), &zh, &en],
        )
        .await?;
    if let Finding::Held { waits_for, what } = &found.finding {
        let sql = "INSERT INTO held (device, epoch, seq, waits_for, what) VALUES ($1, $2, $3, $4, $5)";
        let epoch = i64::from(docket.epoch);
        transaction.execute(sql, &[&docket.device, &epoch, &seq, &waits_for.name(), what]).await?;
    } else {
        publish(&transaction, docket, std::slice::from_ref(&found)).await?;
        count(std::slice::from_ref(&found));
    }
    transaction.commit().await?;
    tracing::info!(device = docket.device, seq, at_ms = now_ms(), "a held entry was judged");
    Ok(())
}

fn count(founds: &[Found]) {
    for found in founds {
        metrics::counter!("nonghe_county_changed_settlements_total").increment(found.changes.len() as u64);
        metrics::counter!("nonghe_county_judged_total", "verdict" => found.finding.verdict()).increment(1);
    }
}
