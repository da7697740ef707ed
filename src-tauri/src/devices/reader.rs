//! Card readers. A vendor's library, where a centre has one, stands behind [`CardReader`]; here is one for practice.

use nonghe_clinic::views::CardReading;
use serde::Deserialize;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

/// A device that reads identity cards. What it states is checked by whoever asked.
pub trait CardReader: Send {
    /// The next card, if one is laid within the time.
    fn next_card(&mut self, patience: Duration) -> Result<Option<CardReading>, ReaderFault>;
}

/// Why there is no card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderFault {
    /// A card was laid and could not be read.
    Unreadable,
    /// The reader is gone for good.
    Gone,
}

/// Cards that are waiting. A clerk lays them one by one.
const WAITING: usize = 8;

/// The reader of demonstrations and training: cards are lines of JSON, `{"person": {…}}`.
pub struct SimulatedReader(Receiver<String>);

/// Where cards are laid.
pub struct Cards(SyncSender<String>);

impl SimulatedReader {
    /// A reader, and where cards are laid on it.
    pub fn new() -> (Cards, Self) {
        let (lay, laid) = sync_channel(WAITING);
        (Cards(lay), Self(laid))
    }
}

impl Cards {
    /// Lays a card. One too many is not read, as on a real reader.
    pub fn lay(&self, line: String) {
        if self.0.try_send(line).is_err() {
            tracing::warn!("a card was laid too soon");
        }
    }
}

#[derive(Deserialize)]
struct Laid {
    person: CardReading,
}

impl CardReader for SimulatedReader {
    fn next_card(&mut self, patience: Duration) -> Result<Option<CardReading>, ReaderFault> {
        match self.0.recv_timeout(patience) {
            Ok(line) => match serde_json::from_str::<Laid>(&line) {
                Ok(laid) => Ok(Some(laid.person)),
                Err(_) => Err(ReaderFault::Unreadable),
            },
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(ReaderFault::Gone),
        }
    }
}
