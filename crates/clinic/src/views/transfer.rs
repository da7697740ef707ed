//! The exchange with the county, and errors as people read them.

use super::{JournalRow, SyncBadge};
use nonghe_domain::Text;
use serde::Serialize;
use ts_rs::TS;

/// The transfer page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TransferView {
    /// Badge.
    pub badge: SyncBadge,
    /// Waiting entries by kind.
    pub waiting: Vec<WaitingRow>,
    /// Oldest waiting entry, `MM-DD hh:mm`.
    pub oldest: Option<String>,
    /// Size of what waits, for people.
    pub size: String,
    /// Pack in use.
    pub pack: String,
    /// Last entries, newest first.
    pub entries: Vec<JournalRow>,
    /// Entries where a person must act.
    pub needs_action: Vec<JournalRow>,
    /// How many the county accepted.
    #[ts(type = "number")]
    pub accepted: u64,
    /// How many are delivered but not judged.
    #[ts(type = "number")]
    pub delivered: u64,
    /// Settlements with other figures at the county.
    pub adjustments: Vec<super::SettlementRow>,
    /// Past exchanges, newest first.
    pub exchanges: Vec<ExchangeRow>,
    /// Where the county answers.
    pub county_url: String,
    /// Device, short.
    pub device: String,
}

/// Waiting entries of a kind.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WaitingRow {
    /// Kind.
    pub kind: String,
    /// Kind for people.
    pub title: Text,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// A past exchange.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ExchangeRow {
    /// When, `MM-DD hh:mm`.
    pub at: String,
    /// It ended with the county's acknowledgement.
    pub ok: bool,
    /// What happened.
    pub text: Text,
}

/// An error as people read it: what happened, what it means for the money or the data, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UiError {
    /// For the telephone, such as `E-2104`.
    pub code: String,
    /// What happened.
    pub what: Text,
    /// Whether anything was charged or saved.
    pub money: Text,
    /// What to do.
    pub todo: Text,
    /// Name of the input that it belongs to, such as `members.2.id_number`.
    pub field: Option<String>,
}
