//! Where entries stand on their way to the county.

use super::collect;
use crate::error::StoreResult;
use crate::journal::{RawEntry, raw, read, sql};
use crate::open::Store;
use nonghe_domain::Text;
use nonghe_protocol::Entry;
use rusqlite::{OptionalExtension as _, params};

/// What the county decided about an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Not delivered.
    Waiting,
    /// Delivered, not judged.
    Delivered,
    /// Checked; the figures agree.
    Accepted,
    /// Kept until the county's program knows its kind.
    Held,
    /// Refused.
    Refused(Text),
    /// The county comes to other figures.
    Adjusted,
}

/// An entry with its state.
#[derive(Debug, Clone)]
pub struct EntryRecord {
    /// The entry.
    pub entry: Entry,
    /// Where it stands.
    pub verdict: Verdict,
}

/// What the county does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Entries by kind, most first.
    pub kinds: Vec<(String, u64)>,
    /// Bytes of envelopes and bodies.
    pub bytes: u64,
    /// When the oldest was written, in milliseconds since 1970.
    pub oldest_ms: Option<i64>,
}

/// That no reversal, void or refund that the county accepted has settled the matter of a verdict.
const UNSETTLED: &str = "NOT EXISTS
    (SELECT 1 FROM settlement s JOIN verdict r ON r.seq = s.reversal
     WHERE s.seq = verdict.seq AND r.verdict = 'accepted')
    AND NOT EXISTS
    (SELECT 1 FROM premium_slip s JOIN verdict r ON r.seq = s.seq
     WHERE r.verdict = 'accepted' AND s.payment IN
         (SELECT id FROM payment WHERE payment.seq = verdict.seq
          UNION ALL SELECT payment FROM premium_slip WHERE premium_slip.seq = verdict.seq))";

/// A verdict as it is kept: its code and the words of a refusal.
pub(super) fn decided((verdict, zh, en): (String, String, String)) -> Verdict {
    match verdict.as_str() {
        "accepted" => Verdict::Accepted,
        "held" => Verdict::Held,
        "adjusted" => Verdict::Adjusted,
        _ => Verdict::Refused(Text { zh, en }),
    }
}

impl Store {
    /// Where an entry stands.
    pub fn verdict(&self, seq: u64) -> StoreResult<Verdict> {
        let mut statement =
            self.conn.prepare_cached("SELECT verdict, reason_zh, reason_en FROM verdict WHERE seq = ?1")?;
        let found: Option<(String, String, String)> =
            statement.query_row([sql(seq)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        Ok(match found {
            Some(found) => decided(found),
            None if seq > self.exchange_state()?.hwm_seq => Verdict::Waiting,
            None => Verdict::Delivered,
        })
    }

    /// The newest entries.
    pub fn newest_entries(&self, limit: u32) -> StoreResult<Vec<EntryRecord>> {
        self.entry_records("SELECT bytes, salt, body FROM journal ORDER BY seq DESC LIMIT ?1", params![limit])
    }

    /// The newest entries about people and money: not those that the program writes about itself.
    pub fn newest_work(&self, limit: u32) -> StoreResult<Vec<EntryRecord>> {
        self.entry_records(
            "SELECT bytes, salt, body FROM journal
             WHERE kind NOT IN ('session.opened', 'provisioning.accepted') ORDER BY seq DESC LIMIT ?1",
            params![limit],
        )
    }

    /// Entries that speak of something, newest first.
    pub fn entries_about(&self, object: &str, limit: u32) -> StoreResult<Vec<EntryRecord>> {
        self.entry_records(
            "SELECT journal.bytes, journal.salt, journal.body FROM about JOIN journal USING (seq)
             WHERE object = ?1 ORDER BY seq DESC LIMIT ?2",
            params![object, limit],
        )
    }

    /// Entries that a person must look at, newest first.
    pub fn entries_needing_action(&self, limit: u32) -> StoreResult<Vec<EntryRecord>> {
        self.entry_records(
            &format!(
                "SELECT journal.bytes, journal.salt, journal.body FROM verdict JOIN journal USING (seq)
                 WHERE verdict IN ('refused', 'adjusted') AND {UNSETTLED} ORDER BY seq DESC LIMIT ?1"
            ),
            params![limit],
        )
    }

    /// How many entries a person must look at: refused, or with other figures, unless a reversal, void or refund that
    /// the county accepted has settled the matter.
    pub fn needing_action_count(&self) -> StoreResult<u64> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT count(*) FROM verdict WHERE verdict <> 'accepted' AND verdict <> 'held' AND {UNSETTLED}"
        ))?;
        let count: i64 = statement.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// How many entries the county accepted.
    pub fn accepted_count(&self) -> StoreResult<u64> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM verdict WHERE verdict = 'accepted'")?;
        let count: i64 = statement.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// What the county does not have.
    pub fn waiting_by_kind(&self) -> StoreResult<Waiting> {
        let hwm = sql(self.exchange_state()?.hwm_seq);
        let mut statement = self.conn.prepare_cached(
            "SELECT kind, count(*) FROM journal WHERE seq > ?1 GROUP BY kind ORDER BY count(*) DESC, kind",
        )?;
        let kinds = collect(statement.query([hwm])?, |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
        })?;
        let (bytes, oldest): (i64, Option<i64>) = self.conn.query_row(
            "SELECT coalesce(sum(length(bytes) + coalesce(length(body), 0)), 0), min(wall_ms) FROM journal WHERE seq > ?1",
            [hwm],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Waiting { kinds, bytes: bytes.unsigned_abs(), oldest_ms: oldest })
    }

    fn entry_records(&self, sql: &str, values: impl rusqlite::Params) -> StoreResult<Vec<EntryRecord>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows: Vec<RawEntry> = statement.query_map(values, raw)?.collect::<Result<_, _>>()?;
        rows.into_iter()
            .map(|found| {
                let entry = read(found)?;
                let verdict = self.verdict(entry.envelope.seq)?;
                Ok(EntryRecord { entry, verdict })
            })
            .collect()
    }
}
