//! Exchanges by themselves: a thread that tries when the schedule says so, and a handle to hurry or stop it.

use crate::desk::Desk;
use crate::error::SyncError;
use crate::exchange::{Progress, Report, exchange};
use crate::schedule::Schedule;
use crate::transport::{Transport, TransportError};
use nonghe_domain::Text;
use nonghe_store::StoreError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What happens in the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An exchange goes on.
    Progress(Progress),
    /// An exchange ended well.
    Finished {
        /// What it came to.
        report: Report,
        /// In words.
        text: Text,
    },
    /// An exchange ended early. The next one is due in a while.
    Failed {
        /// In words: what happened, where the records are, what to do.
        text: Text,
        /// When the next attempt is due.
        next: Duration,
    },
}

#[derive(Debug, Default)]
struct Wishes {
    stop: bool,
    now: bool,
    records: bool,
}

#[derive(Debug, Default)]
struct Bell {
    wishes: Mutex<Wishes>,
    rung: Condvar,
}

impl Bell {
    fn ring(&self, wish: impl FnOnce(&mut Wishes)) {
        wish(&mut self.wishes());
        self.rung.notify_all();
    }

    fn wishes(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The handle of the background thread. Dropping it asks the thread to stop and does not wait for it.
#[derive(Debug)]
pub struct Background {
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Tries now.
    pub fn now(&self) {
        self.bell.ring(|wishes| wishes.now = true);
    }

    /// Says that there are new records, which are sent soon if the line works.
    pub fn records_waiting(&self) {
        self.bell.ring(|wishes| wishes.records = true);
    }

    /// Stops, and waits for an exchange that is under way. It may be stopped at any byte without harm, so a program
    /// that ends need not wait: dropping the handle is enough.
    pub fn stop(mut self) {
        self.bell.ring(|wishes| wishes.stop = true);
        if let Some(thread) = self.thread.take() {
            // The thread catches its own panics.
            let _ = thread.join();
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.bell.ring(|wishes| wishes.stop = true);
    }
}

/// Starts the background thread.
///
/// `connect` makes the line to the county's address, usually [`crate::Http::new`]. `events` is called on the thread.
pub fn run_background<D, T, C, E>(desk: D, connect: C, events: E) -> std::io::Result<Background>
where
    D: Desk + Send + 'static,
    T: Transport,
    C: Fn(&str) -> Result<T, TransportError> + Send + 'static,
    E: FnMut(Event) + Send + 'static,
{
    let bell = Arc::new(Bell::default());
    let heard = Arc::clone(&bell);
    let thread = std::thread::Builder::new()
        .name("county exchange".to_owned())
        .spawn(move || keep_exchanging(&desk, &connect, events, &heard))?;
    Ok(Background { bell, thread: Some(thread) })
}

fn keep_exchanging<D: Desk, T: Transport>(
    desk: &D,
    connect: &dyn Fn(&str) -> Result<T, TransportError>,
    mut events: impl FnMut(Event),
    bell: &Bell,
) {
    let start = Instant::now();
    let mut schedule = Schedule::new(Duration::ZERO);
    while wait_until_due(&mut schedule, bell, start) {
        // A fault of the program in one attempt must not be the end of all attempts.
        let attempt = catch_unwind(AssertUnwindSafe(|| attempt(desk, connect, &mut events)));
        let now = start.elapsed();
        let event = match attempt.unwrap_or(Err(SyncError::Unexpected)) {
            Ok(report) => {
                schedule.succeeded(now);
                Event::Finished { report, text: report.text() }
            }
            Err(error) => {
                let retry_after = match &error {
                    SyncError::Unavailable { retry_after } => *retry_after,
                    _ => None,
                };
                tracing::info!(cause = %error, "the exchange ended early");
                schedule.failed(now, getrandom::u32().unwrap_or_default(), retry_after);
                Event::Failed { text: error.text(), next: schedule.wait(now) }
            }
        };
        // A listener that panics must not be the end either.
        let _ = catch_unwind(AssertUnwindSafe(|| events(event)));
    }
}

fn attempt<D: Desk, T: Transport>(
    desk: &D,
    connect: &dyn Fn(&str) -> Result<T, TransportError>,
    events: &mut impl FnMut(Event),
) -> Result<Report, SyncError> {
    let identity = desk.with(|store| store.identity()).map_err(|error: StoreError| error)?;
    let transport = connect(&identity.county_url)?;
    exchange(desk, &transport, &mut |progress| events(Event::Progress(progress)))
}

/// Waits until an attempt is due. False if the thread is to stop.
fn wait_until_due(schedule: &mut Schedule, bell: &Bell, start: Instant) -> bool {
    let mut wishes = bell.wishes();
    loop {
        let now = start.elapsed();
        if wishes.stop {
            return false;
        }
        if std::mem::take(&mut wishes.now) {
            schedule.wanted(now);
        }
        if std::mem::take(&mut wishes.records) {
            schedule.records(now);
        }
        let wait = schedule.wait(now);
        if wait.is_zero() {
            return true;
        }
        wishes = bell.rung.wait_timeout(wishes, wait).unwrap_or_else(PoisonError::into_inner).0;
    }
}
