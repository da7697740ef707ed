//! Why an exchange ended early.

use crate::transport::TransportError;
use nonghe_protocol::{KeyError, Refused};
use nonghe_store::StoreError;
use std::time::Duration;

/// Why an exchange ended early. Whatever it is, the records stay here and wait.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The line.
    #[error(transparent)]
    Line(#[from] TransportError),
    /// Something else answered in the county's place: a login page of the network, a proxy, another server.
    #[error("the answer (status {status}, {content_type:?}) is not the county's")]
    NotTheCounty {
        /// Status of the answer.
        status: u16,
        /// What the answer says it is.
        content_type: String,
    },
    /// A county answered, but another than the one that granted this device.
    #[error("the answer is signed by another county key")]
    OtherCounty,
    /// The county cannot work at the moment.
    #[error("the county is not available")]
    Unavailable {
        /// When to come again, if it was said.
        retry_after: Option<Duration>,
    },
    /// This device is sending already.
    #[error("the county is still busy with this device")]
    Busy,
    /// The county has another history of this device.
    #[error("the county has another history of this device")]
    Forked,
    /// This device was followed by another epoch.
    #[error("the device writes in an old epoch; {epoch} is in force")]
    StaleEpoch {
        /// The epoch in force.
        epoch: u32,
    },
    /// The county never granted this epoch.
    #[error("the county never granted the epoch of this device")]
    UnknownEpoch,
    /// The county withdrew the device's right to write.
    #[error("the county has revoked this device")]
    Revoked,
    /// The county does not know this device.
    #[error("the county does not know this device")]
    UnknownDevice,
    /// The county finds an entry damaged, or too large, and it is not the line's doing.
    #[error("the county cannot take entry {seq}")]
    EntryNotTaken {
        /// Which entry.
        seq: u64,
    },
    /// The county's answers contradict each other.
    #[error("the county's answer makes no sense: {0}")]
    Contradiction(&'static str),
    /// The device's own database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The exchange itself failed; the next one may not.
    #[error("the exchange failed unexpectedly")]
    Unexpected,
}

impl SyncError {
    /// What a refusal that the county signed means.
    pub(crate) fn of_refusal(why: &Refused, retry_after: Option<Duration>) -> Self {
        match why {
            Refused::Fork => Self::Forked,
            Refused::StaleEpoch { epoch } => Self::StaleEpoch { epoch: *epoch },
            Refused::UnknownEpoch => Self::UnknownEpoch,
            Refused::Revoked => Self::Revoked,
            Refused::Unknown => Self::UnknownDevice,
            Refused::Busy => Self::Busy,
            Refused::Unavailable => Self::Unavailable { retry_after },
            Refused::Gap { .. } => Self::Contradiction("a gap where there is none"),
            Refused::Damaged | Refused::TooLarge => Self::Contradiction("a request that it cannot read"),
            Refused::OtherServerEpoch { .. } => Self::Contradiction("another server epoch"),
        }
    }
}

impl From<KeyError> for SyncError {
    fn from(_: KeyError) -> Self {
        Self::Contradiction("a message that cannot be signed")
    }
}
