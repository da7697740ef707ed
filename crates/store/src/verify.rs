//! Checks that the journal is whole and that the tables are what it says.

use crate::error::StoreResult;
use crate::open::Store;
use crate::project;
use nonghe_protocol::{FeedPage, Hash, Signed};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, params};

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
