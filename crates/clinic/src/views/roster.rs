//! Importing a roster.

use nonghe_domain::Text;
use serde::Serialize;
use ts_rs::TS;

/// What an import found or did.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RosterReport {
    /// Name of the file.
    pub file: String,
    /// Encoding or format, as found.
    pub format: String,
    /// Rows read.
    #[ts(type = "number")]
    pub rows: u64,
    /// New households.
    #[ts(type = "number")]
    pub households: u64,
    /// New people.
    #[ts(type = "number")]
    pub people: u64,
    /// Refused rows.
    #[ts(type = "number")]
    pub refused: u64,
    /// Refused rows by reason.
    pub reasons: Vec<RefusalCount>,
    /// The first refused rows.
    pub refusals: Vec<RefusedRow>,
    /// Whether it was imported, or only read.
    pub imported: bool,
    /// Columns that were not used.
    pub unused_columns: Vec<String>,
}

/// Refused rows with a reason.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefusalCount {
    /// Code of the reason.
    pub code: String,
    /// Reason.
    pub reason: Text,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// A refused row.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefusedRow {
    /// Line in the file.
    #[ts(type = "number")]
    pub line: u64,
    /// Name as in the file.
    pub name: String,
    /// What is wrong.
    pub reason: Text,
}
