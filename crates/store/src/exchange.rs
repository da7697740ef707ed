//! How far the exchange with the county is. The outbox is the journal above the county's high-water mark.

use crate::error::{StoreError, StoreResult};
use crate::journal::sql;
use crate::open::Store;
use crate::project;
use nonghe_domain::Text;
use nonghe_protocol::feed::item_hash;
use nonghe_protocol::{Ack, FeedPage, Hash};
use rusqlite::{TransactionBehavior, params};

/// How far the exchange is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeState {
    /// The county stores the entries up to here.
    pub hwm_seq: u64,
    /// The county's off-site backup holds them up to here.
    pub stable_seq: u64,
    /// The county has judged them up to here.
    pub judged_seq: u64,
    /// Which life of the county's database.
    pub server_epoch: Option<u32>,
    /// When an exchange last ended with the county's acknowledgement, in milliseconds since 1970.
    pub last_ok_ms: Option<i64>,
}

/// Where the feed is to be continued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedCursor {
    /// The last position that was applied.
    pub after: u64,
    /// Hash of that item; zero before the first.
    pub prev_hash: Hash,
    /// Which life of the county's database; none before the first contact.
    pub server_epoch: Option<u32>,
}

/// A past exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRecord {
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// It ended with the county's acknowledgement.
    pub ok: bool,
    /// What happened.
    pub text: Text,
}

impl Store {
    /// How far the exchange is.
    pub fn exchange_state(&self) -> StoreResult<ExchangeState> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT hwm_seq, stable_seq, judged_seq, server_epoch, last_ok_ms FROM exchange_state")?;
        Ok(statement.query_row([], |row| {
            Ok(ExchangeState {
                hwm_seq: row.get::<_, i64>(0)?.unsigned_abs(),
                stable_seq: row.get::<_, i64>(1)?.unsigned_abs(),
                judged_seq: row.get::<_, i64>(2)?.unsigned_abs(),
                server_epoch: row.get(3)?,
                last_ok_ms: row.get(4)?,
            })
        })?)
    }

    /// First entry that the county does not have.
    pub fn waiting_from(&self) -> StoreResult<u64> {
        Ok(self.exchange_state()?.hwm_seq + 1)
    }

    /// Notes how far the county has the entries. The mark must lie on this chain.
    ///
    /// A lower mark under a new server epoch means that the county's database was restored: the entries above it are
    /// sent again, and the feed is read from its new beginning.
    pub fn accept_ack(&mut self, ack: &Ack) -> StoreResult<()> {
        let own = if ack.hwm_seq == 0 { Some(Hash::ZERO) } else { self.entry_hash(ack.hwm_seq)? };
        if own != Some(ack.hwm_hash) {
            return Err(StoreError::OtherChain { seq: ack.hwm_seq });
        }
        let state = self.exchange_state()?;
        let restored = state.server_epoch.is_some_and(|known| known != ack.server_epoch);
        if !restored && ack.hwm_seq < state.hwm_seq {
            return Err(StoreError::OtherChain { seq: ack.hwm_seq });
        }
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if restored {
            tx.execute("UPDATE exchange_state SET feed_after = 0, feed_hash = zeroblob(32), judged_seq = 0", [])?;
        }
        tx.execute(
            "UPDATE exchange_state SET hwm_seq = ?1, stable_seq = ?2, server_epoch = ?3",
            params![sql(ack.hwm_seq), sql(ack.stable_seq), ack.server_epoch],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Where the feed is to be continued.
    pub fn feed_cursor(&self) -> StoreResult<FeedCursor> {
        let (after, hash, server_epoch): (i64, [u8; 32], Option<u32>) =
            self.conn.query_row("SELECT feed_after, feed_hash, server_epoch FROM exchange_state", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        Ok(FeedCursor { after: after.unsigned_abs(), prev_hash: Hash::from_bytes(hash), server_epoch })
    }

    /// How many feed items have been applied here, ever.
    pub(crate) fn feed_applied(&self) -> StoreResult<u64> {
        let applied: i64 =
            self.conn.query_row("SELECT coalesce(max(applied), 0) FROM feed_item", [], |row| row.get(0))?;
        Ok(applied.unsigned_abs())
    }

    /// Applies a page whose signature was checked, with its cursor, in one transaction. Returns how many items are new.
    pub fn apply_feed_page(&mut self, page: &FeedPage, verbatim: &str) -> StoreResult<usize> {
        let cursor = self.feed_cursor()?;
        let same_life = cursor.server_epoch.is_none_or(|known| known == page.server_epoch);
        if !same_life || page.after != cursor.after || page.prev_hash != cursor.prev_hash {
            return Err(StoreError::FeedOutOfOrder);
        }
        let mut applied = self.feed_applied()?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (mut position, mut hash) = (page.after, page.prev_hash);
        if !page.items.is_empty() {
            tx.execute(
                "INSERT INTO feed_page (first_position, server_epoch, signed) VALUES (?1, ?2, ?3)",
                params![sql(page.after + 1), page.server_epoch, verbatim],
            )?;
        }
        for text in &page.items {
            position += 1;
            applied += 1;
            hash = item_hash(&hash, text);
            tx.execute(
                "INSERT INTO feed_item (applied, server_epoch, position, item, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![sql(applied), page.server_epoch, sql(position), text, hash.as_bytes()],
            )?;
            project::item(&tx, text)?;
        }
        tx.execute(
            "UPDATE exchange_state SET feed_after = ?1, feed_hash = ?2, server_epoch = ?3, judged_seq = ?4",
            params![sql(position), hash.as_bytes(), page.server_epoch, sql(page.judged_seq)],
        )?;
        tx.commit()?;
        Ok(page.items.len())
    }

    /// Notes how an exchange ended.
    pub fn record_exchange(&mut self, record: &ExchangeRecord) -> StoreResult<()> {
        let tx = self.conn.transaction()?;
        tx.execute(
            "INSERT INTO exchange (at_ms, ok, text_zh, text_en) VALUES (?1, ?2, ?3, ?4)",
            params![record.at_ms, record.ok, record.text.zh, record.text.en],
        )?;
        // A timer tries for weeks while there is no line: the list is for people, so the last hundred are enough.
        tx.execute("DELETE FROM exchange WHERE id <= (SELECT max(id) - 100 FROM exchange)", [])?;
        if record.ok {
            tx.execute("UPDATE exchange_state SET last_ok_ms = ?1", [record.at_ms])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Past exchanges, newest first.
    pub fn exchanges(&self) -> StoreResult<Vec<ExchangeRecord>> {
        let mut statement =
            self.conn.prepare_cached("SELECT at_ms, ok, text_zh, text_en FROM exchange ORDER BY id DESC LIMIT 100")?;
        let rows = statement.query_map([], |row| {
            Ok(ExchangeRecord { at_ms: row.get(0)?, ok: row.get(1)?, text: Text { zh: row.get(2)?, en: row.get(3)? } })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
