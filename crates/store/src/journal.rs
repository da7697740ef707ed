//! The journal: append-only and hash-chained.
//!
//! An entry, its projections and its document number are committed in one transaction; only then is it saved.

use crate::error::{StoreError, StoreResult};
use crate::open::{Store, salt};
use crate::project;
use chrono::NaiveDate;
use nonghe_domain::OperationId;
use nonghe_protocol::{Body, Draft, Entry, Hash, Salt, attachment_hash};
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};

/// When something was done, as the caller's clocks say.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// Milliseconds since 1970. Orders nothing.
    pub wall_ms: i64,
    /// Milliseconds since the program's start.
    pub mono_ms: u64,
    /// The day it counts for.
    pub biz_date: NaiveDate,
}

/// A file that an entry names by its hash.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// The bytes.
    pub content: Vec<u8>,
    /// Whether the county needs it.
    pub sent_up: bool,
}

/// An entry to be.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// The press of a button.
    pub op: OperationId,
    /// What it says.
    pub body: Body,
    /// The pack that it depends on.
    pub pack_hash: Option<Hash>,
    /// Files that it names.
    pub attachments: Vec<Attachment>,
}

impl NewEntry {
    /// An entry without pack and files.
    pub fn new(op: OperationId, body: impl Into<Body>) -> Self {
        Self { op, body: body.into(), pack_hash: None, attachments: Vec::new() }
    }
}

/// An entry is in the journal, durably.
#[derive(Debug, Clone)]
pub enum Appended {
    /// By this call.
    Stored(Box<Entry>),
    /// By an earlier call with the same operation id, which this one repeats.
    AlreadyStored(Box<Entry>),
}

impl Appended {
    /// The entry.
    pub fn entry(&self) -> &Entry {
        match self {
            Self::Stored(entry) | Self::AlreadyStored(entry) => entry,
        }
    }
}

impl Store {
    /// Appends an entry with its projections, durably.
    #[expect(clippy::needless_pass_by_value, reason = "an entry to be is used up by its appending")]
    pub fn append(&mut self, new: NewEntry, stamp: Stamp) -> StoreResult<Appended> {
        if let Some(entry) = self.entry_of_operation(new.op)? {
            return if entry.envelope.kind == new.body.kind().0 {
                Ok(Appended::AlreadyStored(Box::new(entry)))
            } else {
                Err(StoreError::OperationReused)
            };
        }
        let place = self.head.ok_or(StoreError::NotProvisioned)?;
        let (kind, kver) = new.body.kind();
        let draft = Draft {
            kind: kind.to_owned(),
            kver,
            op: new.op,
            boot: self.boot.clone(),
            mono_ms: stamp.mono_ms,
            wall_ms: stamp.wall_ms,
            biz_date: stamp.biz_date,
            county_seq_seen: self.feed_applied()?,
            pack_hash: new.pack_hash,
            salt: salt()?,
            body: Some(new.body.encode()?),
            body_commit: None,
        };
        let entry = draft.at(place)?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        insert(&tx, &entry)?;
        for attachment in &new.attachments {
            tx.execute(
                "INSERT INTO attachment (hash, seq, sent_up, content) SELECT ?1, ?2, ?3, ?4
                 WHERE NOT EXISTS (SELECT 1 FROM attachment WHERE hash = ?1)",
                params![
                    attachment_hash(&attachment.content).to_string(),
                    sql(entry.envelope.seq),
                    attachment.sent_up,
                    attachment.content
                ],
            )?;
        }
        project::entry(&tx, &entry, &new.body)?;
        tx.commit()?;
        self.head = Some(entry.next_position());
        Ok(Appended::Stored(Box::new(entry)))
    }

    /// Checkpoints the write-ahead log, so that a bulk import does not leave a long one behind.
    pub fn checkpoint(&self) -> StoreResult<()> {
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// The entry that an operation caused.
    pub fn entry_of_operation(&self, op: OperationId) -> StoreResult<Option<Entry>> {
        let mut statement = self.conn.prepare_cached("SELECT bytes, salt, body FROM journal WHERE op = ?1")?;
        let found = statement.query_row([op.to_string()], raw).optional()?;
        found.map(read).transpose()
    }

    /// An entry by its sequence number.
    pub fn entry(&self, seq: u64) -> StoreResult<Option<Entry>> {
        let mut statement = self.conn.prepare_cached("SELECT bytes, salt, body FROM journal WHERE seq = ?1")?;
        let found = statement.query_row([sql(seq)], raw).optional()?;
        found.map(read).transpose()
    }

    /// Whether the journal has an entry of a kind.
    pub fn has_kind(&self, kind: &str) -> StoreResult<bool> {
        let mut statement = self.conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM journal WHERE kind = ?1)")?;
        Ok(statement.query_row([kind], |row| row.get(0))?)
    }

    /// The body of an entry that this program wrote.
    pub fn body(&self, seq: u64) -> StoreResult<Body> {
        let entry = self.entry(seq)?.ok_or_else(|| StoreError::Unreadable(format!("entry {seq} is missing")))?;
        entry.decoded()?.ok_or_else(|| StoreError::Unreadable(format!("the body of entry {seq} is unknown")))
    }

    /// The hash of an entry.
    pub fn entry_hash(&self, seq: u64) -> StoreResult<Option<Hash>> {
        Ok(self.entry(seq)?.map(|entry| entry.hash))
    }

    /// Sequence number of the newest entry; 0 before the first.
    pub fn last_seq(&self) -> StoreResult<u64> {
        let last: i64 = self.conn.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))?;
        Ok(last.unsigned_abs())
    }

    /// The day of the newest entry: a day never runs backwards.
    pub fn last_biz_date(&self) -> StoreResult<Option<NaiveDate>> {
        Ok(self.entry(self.last_seq()?)?.map(|entry| entry.envelope.biz_date))
    }

    /// Entries from a sequence number on, at least one, then as many as fit into a size.
    pub fn entries(&self, from_seq: u64, max_bytes: usize) -> StoreResult<Vec<Entry>> {
        let mut statement =
            self.conn.prepare_cached("SELECT bytes, salt, body FROM journal WHERE seq >= ?1 ORDER BY seq")?;
        let mut rows = statement.query([sql(from_seq)])?;
        let mut entries = Vec::new();
        let mut bytes = 0;
        while let Some(row) = rows.next()? {
            let entry = read(raw(row)?)?;
            bytes += entry.bytes.len() + entry.body.as_ref().map_or(0, String::len);
            if !entries.is_empty() && bytes > max_bytes {
                break;
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// A file that an entry names.
    pub fn attachment(&self, hash: &Hash) -> StoreResult<Vec<u8>> {
        attachment(&self.conn, hash)
    }

    /// Files that the county needs for the entries of a range.
    pub fn attachments_between(&self, from_seq: u64, to_seq: u64) -> StoreResult<Vec<Hash>> {
        let mut statement =
            self.conn.prepare_cached("SELECT hash FROM attachment WHERE sent_up AND seq BETWEEN ?1 AND ?2")?;
        let rows = statement.query_map([sql(from_seq), sql(to_seq)], |row| row.get::<_, String>(0))?;
        rows.map(|hash| hash?.parse().map_err(|_| StoreError::Unreadable("attachment hash".into()))).collect()
    }
}

pub(crate) fn attachment(conn: &Connection, hash: &Hash) -> StoreResult<Vec<u8>> {
    let mut statement = conn.prepare_cached("SELECT content FROM attachment WHERE hash = ?1")?;
    let found = statement.query_row([hash.to_string()], |row| row.get(0)).optional()?;
    found.ok_or(StoreError::AttachmentMissing(*hash))
}

fn insert(conn: &Connection, entry: &Entry) -> StoreResult<()> {
    let envelope = &entry.envelope;
    conn.prepare_cached(
        "INSERT INTO journal (seq, kind, op, wall_ms, hash, bytes, salt, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        sql(envelope.seq),
        envelope.kind,
        envelope.op.to_string(),
        envelope.wall_ms,
        entry.hash.as_bytes(),
        entry.bytes,
        entry.salt.0,
        entry.body
    ])?;
    Ok(())
}

pub(crate) type RawEntry = (Vec<u8>, [u8; 16], Option<String>);

pub(crate) fn raw(row: &Row<'_>) -> rusqlite::Result<RawEntry> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

pub(crate) fn read((bytes, salt, body): RawEntry) -> StoreResult<Entry> {
    Ok(Entry::from_stored(bytes, Salt(salt), body)?)
}

/// A sequence number as SQLite holds it.
pub(crate) fn sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
