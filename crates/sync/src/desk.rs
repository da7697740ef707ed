//! Access to the database of the desk.

use nonghe_store::Store;
use std::sync::{Arc, Mutex, PoisonError};

/// Whoever holds the database. The exchange takes it for short pieces of work and never while it waits for the line.
pub trait Desk {
    /// Does a piece of work with the database.
    fn with<R>(&self, work: impl FnOnce(&mut Store) -> R) -> R;
}

impl Desk for Mutex<Store> {
    fn with<R>(&self, work: impl FnOnce(&mut Store) -> R) -> R {
        // Every write of the store is one transaction, so a panic elsewhere leaves nothing half done in it.
        work(&mut self.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<D: Desk> Desk for Arc<D> {
    fn with<R>(&self, work: impl FnOnce(&mut Store) -> R) -> R {
        (**self).with(work)
    }
}
