//! What the use cases read.

pub(crate) mod books;
pub(crate) mod inpatient;
pub(crate) mod premiums;
pub(crate) mod registry;
pub(crate) mod search;
pub(crate) mod settlements;
pub(crate) mod states;

use crate::error::{StoreError, StoreResult};
use nonghe_domain::Money;
use std::str::FromStr;

/// A stored text as the type that wrote it.
fn parsed<T: FromStr>(what: &str, text: &str) -> StoreResult<T> {
    text.parse().map_err(|_| StoreError::Unreadable(format!("{what} {text:?}")))
}

/// Stored fen as money.
fn money(fen: i64) -> StoreResult<Money> {
    Money::from_fen(fen).map_err(|_| StoreError::Unreadable(format!("amount of {fen} fen")))
}

/// Rows turned into records by a function that can fail in either way.
pub(crate) fn collect<T>(
    mut rows: rusqlite::Rows<'_>,
    record: impl Fn(&rusqlite::Row<'_>) -> StoreResult<T>,
) -> StoreResult<Vec<T>> {
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(record(row)?);
    }
    Ok(records)
}
