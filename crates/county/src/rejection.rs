//! Why a request was not taken, and as which status that is said.

use crate::database::DatabaseError;
use axum::http::StatusCode;
use nonghe_protocol::{DeviceId, Refused};

/// A request that was not taken.
#[derive(Debug)]
pub struct Rejection {
    /// The device that the request named.
    pub dev: Option<DeviceId>,
    /// The answer.
    pub why: Refused,
    /// What went wrong inside, for the log.
    pub cause: Option<DatabaseError>,
}

impl Rejection {
    /// An answer to a device.
    pub fn new(dev: &DeviceId, why: Refused) -> Self {
        Self { dev: Some(*dev), why, cause: None }
    }

    /// An answer to a request that did not come so far as to name a device.
    pub fn nameless(why: Refused) -> Self {
        Self { dev: None, why, cause: None }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self.why {
            Refused::Gap { .. } | Refused::Fork | Refused::StaleEpoch { .. } => StatusCode::CONFLICT,
            Refused::UnknownEpoch | Refused::Revoked => StatusCode::FORBIDDEN,
            Refused::Unknown => StatusCode::UNAUTHORIZED,
            Refused::Damaged => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Refused::Busy => StatusCode::LOCKED,
            Refused::OtherServerEpoch { .. } => StatusCode::GONE,
            Refused::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The answer's name in logs and metrics.
    pub fn label(&self) -> &'static str {
        match self.why {
            Refused::Gap { .. } => "gap",
            Refused::Fork => "fork",
            Refused::StaleEpoch { .. } => "stale-epoch",
            Refused::UnknownEpoch => "unknown-epoch",
            Refused::Revoked => "revoked",
            Refused::Unknown => "unknown",
            Refused::Damaged => "damaged",
            Refused::TooLarge => "too-large",
            Refused::Busy => "busy",
            Refused::OtherServerEpoch { .. } => "other-server-epoch",
            Refused::Unavailable => "unavailable",
        }
    }
}

impl From<DatabaseError> for Rejection {
    fn from(error: DatabaseError) -> Self {
        let why = if error.is_locked() { Refused::Busy } else { Refused::Unavailable };
        Self { dev: None, why, cause: Some(error) }
    }
}

impl From<tokio_postgres::Error> for Rejection {
    fn from(error: tokio_postgres::Error) -> Self {
        DatabaseError::from(error).into()
    }
}
