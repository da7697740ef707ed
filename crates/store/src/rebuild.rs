//! Builds every projection again from the journal and the feed.

use crate::error::{StoreError, StoreResult};
use crate::journal::{raw, read, sql};
use crate::open::{Store, configure};
use crate::{migrate, project};
use nonghe_protocol::entry::Position;
use nonghe_protocol::feed::item_hash;
use nonghe_protocol::{Entry, Hash, attachment_hash};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

/// Kept as they came, and not derived from anything.
const KEPT: [&str; 2] = ["feed_item", "attachment"];

impl Store {
    /// Replaces the projections by what journal and feed give: an older program may have read less in them.
    pub(crate) fn renew_projections(&mut self) -> StoreResult<()> {
        let (scratch, _) = self.rebuilt()?;
        let tx = self.conn.transaction()?;
        tx.pragma_update(None, "defer_foreign_keys", "ON")?;
        for table in project::TABLES.iter().filter(|table| !KEPT.contains(table)) {
            tx.execute(&format!("DELETE FROM {table}"), [])?;
            let mut rows = scratch.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = rows.column_count();
            let places = vec!["?"; columns].join(", ");
            let mut insert = tx.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let values = (0..columns).map(|column| row.get(column)).collect::<Result<Vec<Value>, _>>()?;
                insert.execute(params_from_iter(values))?;
            }
        }
        tx.execute("DELETE FROM setting WHERE name = ?1", [migrate::REBUILD_DUE])?;
        tx.commit()?;
        Ok(())
    }

    /// Every projection as the journal and the feed give it, and how many entries stand under their own names.
    pub(crate) fn rebuilt(&self) -> StoreResult<(Connection, u64)> {
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
