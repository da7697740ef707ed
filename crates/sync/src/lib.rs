//! The exchange of a centre with its county: the journal goes up, the feed comes down.
//!
//! Invariants: nothing counts as delivered without an acknowledgement that the county signed; the database is never
//! locked while a line is waited for; an exchange can stop at any byte and the next one goes on from what both sides
//! really hold; whatever an attempt ends with, another one follows.

mod background;
mod desk;
mod error;
mod exchange;
mod http;
mod schedule;
mod transport;
mod words;

pub use background::{Background, Event, run_background};
pub use desk::Desk;
pub use error::SyncError;
pub use exchange::{Progress, Report, Stage, exchange};
pub use http::Http;
pub use schedule::Schedule;
pub use transport::{Reply, Request, Transport, TransportError};
