//! Taking batches: verified, stored and only then acknowledged.
//!
//! The device's row is locked without waiting for the length of the transaction, so two senders with one key never
//! interleave. The county's journal of a device is always a prefix of a valid chain; what does not extend it goes to
//! quarantine or is not stored at all.

mod placement;

use crate::county::{County, hash_from_sql, now_ms};
use crate::database::{self, DatabaseError, from_sql, to_sql};
use crate::registry::{self, Device};
use crate::rejection::Rejection;
use nonghe_protocol::{Ack, Batch, BatchError, Entry, Hash, Refused};
use placement::{Head, Placement};
use std::sync::Arc;
use tokio_postgres::Transaction;

/// Clocks further ahead of the county's than this are flagged, and such that stand before the program existed.
const CLOCK_AHEAD_MS: i64 = 48 * 3_600_000;
const CLOCK_EARLIEST_MS: i64 = 1_767_225_600_000;
/// Quarantined batches of one device, after which further ones are only refused.
const QUARANTINE_MAX: i64 = 1_000;

/// A batch that its device signed and whose entries come to the announced hash.
#[derive(Debug)]
struct Opened {
    batch: Batch,
    entries: Vec<Entry>,
}

/// Takes a batch. The acknowledgement states only what is committed.
pub async fn take(county: &Arc<County>, bytes: Vec<u8>) -> Result<Ack, Rejection> {
    let batch = Batch::parse(&bytes).map_err(|error| Rejection::nameless(refused(&error)))?;
    drop(bytes);
    let dev = batch.header.dev;
    let device = {
        let client = database::connection(&county.pool).await?;
        registry::device(&client, &dev).await?
    };
    let Some(device) = device else {
        county.log_stranger("batch of an unknown device", &dev).await?;
        return Err(Rejection::new(&dev, Refused::Unknown));
    };
    // Signature, hashes and decompression are work for a processor, and would hold up other requests here.
    let opened = tokio::task::spawn_blocking(move || open(batch))
        .await
        .unwrap_or(Err(Refused::Damaged))
        .map_err(|why| Rejection::new(&dev, why));
    if let Err(Rejection { why: Refused::Unknown, .. }) = &opened {
        county.log_stranger("batch with a bad signature", &dev).await?;
    }
    store(county, &device, opened?).await.map_err(|rejection| Rejection { dev: Some(dev), ..rejection })
}

fn open(batch: Batch) -> Result<Opened, Refused> {
    batch.verify_signature().map_err(|error| refused(&error))?;
    let entries = batch.entries().map_err(|error| refused(&error))?;
    Ok(Opened { batch, entries })
}

fn refused(error: &BatchError) -> Refused {
    match error {
        BatchError::Signature(_) => Refused::Unknown,
        BatchError::TooLarge => Refused::TooLarge,
        _ => Refused::Damaged,
    }
}

async fn store(county: &County, known: &Device, opened: Opened) -> Result<Ack, Rejection> {
    let mut client = database::connection(&county.pool).await?;
    let transaction = client.transaction().await?;
    let device = lock(&transaction, known.id).await?;
    let header = &opened.batch.header;
    if device.is_revoked {
        quarantine(&transaction, &device, &opened.batch, "revoked").await?;
        transaction.commit().await?;
        return Err(Rejection::new(&device.dev, Refused::Revoked));
    }
    let Some(head) = head(&transaction, &device, header.epoch).await? else {
        return Err(Rejection::new(&device.dev, Refused::UnknownEpoch));
    };
    if header.epoch != device.epoch {
        quarantine(&transaction, &device, &opened.batch, "stale-epoch").await?;
        transaction.commit().await?;
        return Err(Rejection::new(&device.dev, Refused::StaleEpoch { epoch: device.epoch }));
    }
    let known_hashes = known_hashes(&transaction, &device, header.epoch, &head, header.from_seq).await?;
    match placement::place(&head, header.from_seq, header.prev_hash, &opened.entries, &known_hashes) {
        Placement::Gap => {
            let gap = Refused::Gap { hwm_seq: head.seq, hwm_hash: head.hash };
            Err(Rejection::new(&device.dev, gap))
        }
        Placement::Fork => {
            quarantine(&transaction, &device, &opened.batch, "fork").await?;
            transaction.commit().await?;
            tracing::error!(device = device.id, from_seq = header.from_seq, "fork: the device has another history");
            Err(Rejection::new(&device.dev, Refused::Fork))
        }
        Placement::Appends { skip } => {
            let tail = &opened.entries[skip..];
            append(&transaction, &device, tail).await?;
            let stable_seq = head.stable_seq;
            let head = tail.last().map_or(head.at(), |last| (last.envelope.seq, last.hash));
            transaction.commit().await?;
            if !tail.is_empty() {
                metrics::counter!("nonghe_county_entries_total").increment(tail.len() as u64);
                county.wake.notify_one();
            }
            Ok(ack(county, &device, head, stable_seq))
        }
    }
}

fn ack(county: &County, device: &Device, (hwm_seq, hwm_hash): (u64, Hash), stable_seq: u64) -> Ack {
    Ack {
        dev: device.dev,
        epoch: device.epoch,
        hwm_seq,
        hwm_hash,
        stable_seq,
        server_epoch: county.server_epoch,
        time_ms: now_ms(),
    }
}

/// Locks the device for this transaction, or fails at once. Not FOR UPDATE: the judge refers to the row meanwhile.
async fn lock(transaction: &Transaction<'_>, id: i32) -> Result<Device, DatabaseError> {
    // An acknowledged entry exists nowhere else, whatever the server's settings say of commits.
    transaction.batch_execute("SET LOCAL synchronous_commit = on").await?;
    let sql = format!("SELECT {} FROM device WHERE id = $1 FOR NO KEY UPDATE NOWAIT", registry::DEVICE_COLUMNS);
    registry::from_row(&transaction.query_one(&sql, &[&id]).await?)
}

async fn head(transaction: &Transaction<'_>, device: &Device, epoch: u32) -> Result<Option<Head>, DatabaseError> {
    let sql = "SELECT hwm_seq, hwm_hash, stable_seq FROM chain WHERE device = $1 AND epoch = $2";
    let row = transaction.query_opt(sql, &[&device.id, &i64::from(epoch)]).await?;
    row.map(|row| {
        Ok(Head { seq: from_sql(row.get(0))?, hash: hash_from_sql(row.get(1))?, stable_seq: from_sql(row.get(2))? })
    })
    .transpose()
}

/// Hashes that the county stores from the entry before the batch on. Empty if the batch does not overlap.
async fn known_hashes(
    transaction: &Transaction<'_>,
    device: &Device,
    epoch: u32,
    head: &Head,
    from_seq: u64,
) -> Result<Vec<Hash>, DatabaseError> {
    if from_seq > head.seq {
        return Ok(Vec::new());
    }
    let sql = "SELECT hash FROM entry WHERE device = $1 AND epoch = $2 AND seq >= $3 ORDER BY seq";
    let first = to_sql(from_seq.saturating_sub(1))?;
    let rows = transaction.query(sql, &[&device.id, &i64::from(epoch), &first]).await?;
    let stored = rows.iter().map(|row| hash_from_sql(row.get(0)));
    if first == 0 { std::iter::once(Ok(Hash::ZERO)).chain(stored).collect() } else { stored.collect() }
}

async fn append(transaction: &Transaction<'_>, device: &Device, entries: &[Entry]) -> Result<(), DatabaseError> {
    let Some(last) = entries.last() else { return Ok(()) };
    let epoch = i64::from(last.envelope.epoch);
    let latest_clock = now_ms().saturating_add(CLOCK_AHEAD_MS);
    let seqs = entries.iter().map(|entry| to_sql(entry.envelope.seq)).collect::<Result<Vec<i64>, _>>()?;
    let column = |of: fn(&Entry) -> &[u8]| -> Vec<&[u8]> { entries.iter().map(of).collect() };
    let bodies: Vec<Option<&[u8]>> = entries.iter().map(|entry| entry.body.as_deref().map(str::as_bytes)).collect();
    // PostgreSQL's text holds every character but this one, and an odd kind must not stop a journal.
    let kinds: Vec<String> = entries.iter().map(|entry| entry.envelope.kind.replace('\0', "\u{FFFD}")).collect();
    let versions: Vec<i32> =
        entries.iter().map(|entry| i32::try_from(entry.envelope.kver).unwrap_or(i32::MAX)).collect();
    let ops: Vec<String> = entries.iter().map(|entry| entry.envelope.op.to_string()).collect();
    let dates: Vec<chrono::NaiveDate> = entries.iter().map(|entry| storable(entry.envelope.biz_date)).collect();
    let absurd: Vec<bool> =
        entries.iter().map(|entry| !(CLOCK_EARLIEST_MS..=latest_clock).contains(&entry.envelope.wall_ms)).collect();
    transaction
        .execute(
            "INSERT INTO entry (device, epoch, seq, hash, envelope, salt, body, kind, kver, op, biz_date, clock_is_absurd)
             SELECT $1, $2, seq, hash, envelope, salt, body, kind, kver, op::uuid, biz_date, absurd
             FROM unnest($3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::text[], $9::integer[],
                         $10::text[], $11::date[], $12::boolean[])
                  AS row (seq, hash, envelope, salt, body, kind, kver, op, biz_date, absurd)",
            &[
                &device.id,
                &epoch,
                &seqs,
                &column(|entry| entry.hash.as_bytes()),
                &column(|entry| &entry.bytes),
                &column(|entry| &entry.salt.0),
                &bodies,
                &kinds,
                &versions,
                &ops,
                &dates,
                &absurd,
            ],
        )
        .await?;
    transaction
        .execute(
            "UPDATE chain SET hwm_seq = $3, hwm_hash = $4 WHERE device = $1 AND epoch = $2",
            &[&device.id, &epoch, &to_sql(last.envelope.seq)?, &last.hash.as_bytes().as_slice()],
        )
        .await?;
    Ok(())
}

/// A date within PostgreSQL's range; the envelope keeps the one that was said.
fn storable(date: chrono::NaiveDate) -> chrono::NaiveDate {
    use chrono::Datelike as _;
    if (1..=9999).contains(&date.year()) { date } else { chrono::NaiveDate::default() }
}

async fn quarantine(
    transaction: &Transaction<'_>,
    device: &Device,
    batch: &Batch,
    reason: &'static str,
) -> Result<(), DatabaseError> {
    let bytes = batch.to_bytes();
    let hash = Hash::of("nonghe-quarantine-1", &[&bytes]);
    let header = &batch.header;
    metrics::counter!("nonghe_county_quarantined_total", "reason" => reason).increment(1);
    let kept: i64 =
        transaction.query_one("SELECT count(*) FROM quarantine WHERE device = $1", &[&device.id]).await?.get(0);
    if kept >= QUARANTINE_MAX {
        tracing::error!(device = device.id, reason, "the quarantine of the device is full");
        return Ok(());
    }
    transaction
        .execute(
            "INSERT INTO quarantine (device, reason, epoch, from_seq, entries, batch_hash, batch)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (device, batch_hash) DO UPDATE SET times_seen = quarantine.times_seen + 1",
            &[
                &device.id,
                &reason,
                &i64::from(header.epoch),
                &to_sql(header.from_seq)?,
                &to_sql(header.n)?,
                &hash.as_bytes().as_slice(),
                &bytes,
            ],
        )
        .await?;
    Ok(())
}
