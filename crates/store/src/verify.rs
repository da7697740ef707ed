//! Checks that the journal is whole and that the tables are what it says.

use crate::error::{StoreError, StoreResult};
use crate::journal::{raw, read, sql};
use crate::open::{Store, configure};
use crate::{migrate, project};
use nonghe_protocol::entry::Position;
use nonghe_protocol::feed::item_hash;
use nonghe_protocol::{Entry, FeedPage, Hash, Signed, attachment_hash};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries of the journal.
    pub entries: u64,
    /// Items of the feed.
    pub feed_items: u64,
    /// Hash of the newest entry.
    pub head: Hash,
    /// Tables whose rows are not what a rebuild gives, with the number of rows live and rebuilt. Of `journal` and
    /// `feed_page`: how many rows there are, and how many are as they were written and signed.
    pub differing: Vec<(String, u64, u64)>,
    /// What SQLite says of the file; `ok` if whole.
    pub integrity: String,
}

impl Verified {
    /// Whether everything is as it should be.
    pub fn is_sound(&self) -> bool {
        self.differing.is_empty() && self.integrity == "ok"
    }
}

impl Store {
    /// Verifies the chain and the county's signatures, rebuilds every projection into a scratch database in memory,
    /// and compares.
    pub fn verify(&self) -> StoreResult<Verified> {
        let integrity = self.conn.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
        let (scratch, as_written) = self.rebuilt()?;
        let (entries, feed_items) = (self.last_seq()?, self.feed_applied()?);
        let mut differing = Vec::new();
        let signed = self.signed_items()?;
        for (table, live, proven) in [("journal", entries, as_written), ("feed_page", feed_items, signed)] {
            if live != proven {
                differing.push((table.to_owned(), live, proven));
            }
        }
        for table in project::TABLES {
            let (live, rebuilt) = (digest(&self.conn, table)?, digest(&scratch, table)?);
            if live != rebuilt {
                differing.push((table.to_owned(), live.1, rebuilt.1));
            }
        }
        let head = self.entry_hash(entries)?.unwrap_or(Hash::ZERO);
        Ok(Verified { entries, feed_items, head, differing, integrity })
    }

    /// Every projection as the journal and the feed give it, and how many entries stand under their own names.
    fn rebuilt(&self) -> StoreResult<(Connection, u64)> {
        let mut scratch = Connection::open_in_memory()?;
        configure(&scratch, None)?;
        migrate::migrate(&mut scratch)?;
        let tx = scratch.transaction()?;
        self.copy_attachments(&tx)?;
        let mut feed = Feed::new(self)?;
        let identity = self.identity_if_provisioned()?;
        let mut place =
            identity.map(|identity| Position { dev: identity.dev, epoch: identity.epoch, seq: 1, prev: Hash::ZERO });
        let mut as_written = 0;
        let mut statement =
            self.conn.prepare("SELECT bytes, salt, body, seq, kind, op, wall_ms, hash FROM journal ORDER BY seq")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let entry = read(raw(row)?)?;
            entry.check_follows(&place.ok_or(StoreError::NotProvisioned)?)?;
            place = Some(entry.next_position());
            as_written += u64::from(stands_under_its_names(row, &entry)?);
            feed.apply_until(&tx, entry.envelope.county_seq_seen)?;
            // Projections look at the newest entry, so the scratch journal grows with them.
            tx.execute(
                "INSERT INTO journal (seq, kind, op, wall_ms, hash, bytes, salt) VALUES (?1, ?2, ?3, 0, x'', x'', x'')",
                params![sql(entry.envelope.seq), entry.envelope.kind, entry.envelope.op.to_string()],
            )?;
            if let Some(body) = entry.decoded()? {
                project::entry(&tx, &entry, &body)?;
            }
        }
        feed.apply_until(&tx, u64::MAX)?;
        tx.commit()?;
        Ok((scratch, as_written))
    }

    /// How many feed items are those of the pages that the county signed.
    fn signed_items(&self) -> StoreResult<u64> {
        let Some(identity) = self.identity_if_provisioned()? else { return Ok(0) };
        let mut item = self.conn.prepare("SELECT item FROM feed_item WHERE server_epoch = ?1 AND position = ?2")?;
        let mut statement = self.conn.prepare("SELECT server_epoch, first_position, signed FROM feed_page")?;
        let mut rows = statement.query([])?;
        let mut proven = 0;
        while let Some(row) = rows.next()? {
            let (epoch, first): (u32, i64) = (row.get(0)?, row.get(1)?);
            let signed: Option<Signed> = serde_json::from_str(&row.get::<_, String>(2)?).ok();
            let page = signed.and_then(|signed| signed.open::<FeedPage>(&identity.county_key).ok());
            let Some(page) = page.filter(|page| page.dev == identity.dev && page.server_epoch == epoch) else {
                continue;
            };
            for (position, text) in (first..).zip(&page.items) {
                let kept: Option<String> = item.query_row(params![epoch, position], |row| row.get(0)).optional()?;
                proven += u64::from(kept.as_ref() == Some(text));
            }
        }
        Ok(proven)
    }

    fn copy_attachments(&self, scratch: &Connection) -> StoreResult<()> {
        let mut statement = self.conn.prepare("SELECT hash, seq, sent_up, content FROM attachment")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let content: Vec<u8> = row.get(3)?;
            let hash = attachment_hash(&content);
            scratch.execute(
                "INSERT INTO attachment (hash, seq, sent_up, content) VALUES (?1, ?2, ?3, ?4)",
                params![hash.to_string(), row.get::<_, i64>(1)?, row.get::<_, bool>(2)?, content],
            )?;
        }
        Ok(())
    }
}

/// Whether the columns by which an entry is found say what its envelope says.
fn stands_under_its_names(row: &Row<'_>, entry: &Entry) -> StoreResult<bool> {
    let envelope = &entry.envelope;
    Ok(row.get::<_, i64>(3)? == sql(envelope.seq)
        && row.get::<_, String>(4)? == envelope.kind
        && row.get::<_, String>(5)? == envelope.op.to_string()
        && row.get::<_, i64>(6)? == envelope.wall_ms
        && row.get::<_, Vec<u8>>(7)? == entry.hash.as_bytes())
}

/// The feed as stored, replayed beside the journal.
struct Feed {
    items: Vec<(u64, u32, i64, String)>,
    next: usize,
    hash: Hash,
    server_epoch: Option<u32>,
}

impl Feed {
    fn new(store: &Store) -> StoreResult<Self> {
        let mut statement =
            store.conn.prepare("SELECT applied, server_epoch, position, item FROM feed_item ORDER BY applied")?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let items = rows.collect::<Result<_, _>>()?;
        Ok(Self { items, next: 0, hash: Hash::ZERO, server_epoch: None })
    }

    fn apply_until(&mut self, scratch: &Connection, applied: u64) -> StoreResult<()> {
        while let Some((number, epoch, position, item)) = self.items.get(self.next).filter(|item| item.0 <= applied) {
            if self.server_epoch != Some(*epoch) {
                self.hash = Hash::ZERO;
                self.server_epoch = Some(*epoch);
            }
            self.hash = item_hash(&self.hash, item);
            scratch.execute(
                "INSERT INTO feed_item (applied, server_epoch, position, item, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![sql(*number), epoch, position, item, self.hash.as_bytes()],
            )?;
            project::item(scratch, item)?;
            self.next += 1;
        }
        Ok(())
    }
}

/// A digest of all rows of a table, in the order of its key, and their number.
fn digest(conn: &Connection, table: &str) -> StoreResult<(Hash, u64)> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let (mut hash, mut count) = (Hash::ZERO, 0);
    while let Some(row) = rows.next()? {
        let mut bytes = Vec::new();
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Null => bytes.push(0),
                ValueRef::Integer(value) => field(&mut bytes, 1, &value.to_be_bytes()),
                ValueRef::Real(value) => field(&mut bytes, 2, &value.to_be_bytes()),
                ValueRef::Text(value) => field(&mut bytes, 3, value),
                ValueRef::Blob(value) => field(&mut bytes, 4, value),
            }
        }
        hash = Hash::of("nonghe-row-1", &[hash.as_bytes(), &bytes]);
        count += 1;
    }
    Ok((hash, count))
}

fn field(bytes: &mut Vec<u8>, tag: u8, value: &[u8]) {
    bytes.push(tag);
    bytes.extend_from_slice(&(value.len() as u64).to_be_bytes());
    bytes.extend_from_slice(value);
}
