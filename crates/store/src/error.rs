//! What can go wrong with the device database.

use crate::key_file::KeyError;
use nonghe_protocol::{BatchError, EntryError, Hash};
use std::path::PathBuf;

/// A result of the store.
pub type StoreResult<T> = Result<T, StoreError>;

/// What can go wrong with the device database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program has the data folder open.
    #[error("the data folder is in use by another program")]
    InUse,
    /// The folder has no database.
    #[error("no database in {0}")]
    Missing(PathBuf),
    /// The folder has a database already.
    #[error("{0} already holds a database")]
    Exists(PathBuf),
    /// The database was written by a newer program.
    #[error("database version {found} is newer than this program supports ({supported})")]
    TooNew {
        /// Version of the file.
        found: u32,
        /// Version that this program supports.
        supported: u32,
    },
    /// The file is not a database under this key, or damaged. It is left as it is.
    #[error("the database file is damaged or not one of this program")]
    Damaged,
    /// A migration that was applied is not the one that this program has.
    #[error("migration {0} was applied in another form")]
    MigrationChanged(u32),
    /// The SQLite library is older than the one whose write-ahead log is trusted.
    #[error("the SQLite library is too old: {0}")]
    LibraryTooOld(&'static str),
    /// The key file cannot be opened.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// An operation id was used for something else before.
    #[error("the operation id belongs to another entry")]
    OperationReused,
    /// No provisioning file has been accepted.
    #[error("the device is not provisioned")]
    NotProvisioned,
    /// Training data never meet a county.
    #[error("training data are not exchanged")]
    Training,
    /// The county's high-water mark is not on this chain.
    #[error("the county has another entry at {seq} than this device")]
    OtherChain {
        /// Where.
        seq: u64,
    },
    /// A feed page does not follow what was applied.
    #[error("the feed page does not follow what was applied")]
    FeedOutOfOrder,
    /// An entry is damaged.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// A batch cannot be packed.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// An attachment is missing.
    #[error("attachment {0} is missing")]
    AttachmentMissing(Hash),
    /// A stored value is not what it should be.
    #[error("a stored value is not readable: {0}")]
    Unreadable(String),
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// SQLite refused.
    #[error("database: {0}")]
    Sqlite(rusqlite::Error),
    /// A file cannot be read or written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// Fills an array with random bytes of the system.
pub(crate) fn random<const N: usize>() -> StoreResult<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Random(error.to_string()))?;
    Ok(bytes)
}
