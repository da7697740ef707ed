//! What a person is typing: kept so that a crash costs at most one field.

use crate::error::StoreResult;
use crate::open::Store;
use rusqlite::params;

/// A form that was not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which form.
    pub form: String,
    /// Which of its drafts.
    pub key: String,
    /// As the form names it.
    pub title: String,
    /// The form's content.
    pub content: String,
    /// Milliseconds since 1970.
    pub saved_ms: i64,
}

impl Store {
    /// Keeps a draft.
    pub fn keep_draft(&mut self, draft: &Draft) -> StoreResult<()> {
        self.conn.execute(
            "INSERT INTO draft (form, key, title, content, saved_ms) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (form, key) DO UPDATE
             SET title = excluded.title, content = excluded.content, saved_ms = excluded.saved_ms",
            params![draft.form, draft.key, draft.title, draft.content, draft.saved_ms],
        )?;
        Ok(())
    }

    /// Lets go of a draft.
    pub fn drop_draft(&mut self, form: &str, key: &str) -> StoreResult<()> {
        self.conn.execute("DELETE FROM draft WHERE form = ?1 AND key = ?2", params![form, key])?;
        Ok(())
    }

    /// All drafts, newest first.
    pub fn drafts(&self) -> StoreResult<Vec<Draft>> {
        let mut statement =
            self.conn.prepare_cached("SELECT form, key, title, content, saved_ms FROM draft ORDER BY saved_ms DESC")?;
        let rows = statement.query_map([], |row| {
            Ok(Draft {
                form: row.get(0)?,
                key: row.get(1)?,
                title: row.get(2)?,
                content: row.get(3)?,
                saved_ms: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
