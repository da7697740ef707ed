//! The state behind the window: a door to the data, and the one way through which commands reach them.
//!
//! Whatever keeps the data shut, the window opens and every command answers with the sentence that says why.

use crate::clock::Clock;
use crate::errors::{self, Answer};
use crate::exchange::{Exchange, badge};
use crate::news::{News, Tell};
use crate::papers::{PaperTray, Wanted};
use crate::printing::PrintQueue;
use crate::usable::Usable;
use nonghe_clinic::views::{PrintSetting, PrintedView, Progress, UiError};
use nonghe_clinic::{Clinic, ClinicError, ClinicResult, Now};
use nonghe_store::{Protector, Store};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The state behind the window. Clones are the same desk.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    dir: PathBuf,
    clock: Clock,
    tell: Arc<Tell>,
    papers: PaperTray,
    door: Mutex<Door>,
    moved: Condvar,
    usable: Arc<Usable>,
}

/// Whether the data can be used.
enum Door {
    /// Being opened.
    Opening,
    /// The device's passphrase opens them.
    Locked(Box<UiError>),
    /// They cannot be used now.
    Closed(Box<UiError>),
    /// They can.
    Open(Arc<Open>),
}

/// Open data.
pub struct Open {
    clinic: Arc<Clinic>,
    exchange: Option<Exchange>,
    queue: Option<PrintQueue>,
}

impl Desk {
    /// A desk on a data folder, still shut. `tell` reaches the window.
    pub fn new(dir: PathBuf, clock: Clock, tell: impl Fn(News) + Send + Sync + 'static) -> Self {
        let papers = PaperTray::new(&dir);
        Self(Arc::new(Inner {
            dir,
            clock,
            tell: Arc::new(tell),
            papers,
            door: Mutex::new(Door::Opening),
            moved: Condvar::new(),
            usable: Arc::new(Usable::default()),
        }))
    }

    /// Opens the data on a thread of its own. Commands that come earlier wait for it.
    pub fn open_in_background(&self) -> io::Result<()> {
        let desk = self.clone();
        std::thread::Builder::new().name("opening".to_owned()).spawn(move || desk.0.open_at_start())?;
        Ok(())
    }

    /// Does something with the data, away from the window's thread. A panic there becomes an answer as well.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Clinic, Now) -> ClinicResult<T> + Send + 'static,
    ) -> Answer<T> {
        let desk = self.clone();
        blocking(move || {
            let open = desk.0.open()?;
            work(&open.clinic, desk.0.clock.now()).map_err(|error| errors::refused(&error))
        })
        .await
    }

    /// As [`Desk::run`], for work that adds to the journal: the badge and the exchange learn of it.
    pub async fn record<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Clinic, Now) -> ClinicResult<T> + Send + 'static,
    ) -> Answer<T> {
        let desk = self.clone();
        blocking(move || {
            let open = desk.0.open()?;
            let done = work(&open.clinic, desk.0.clock.now()).map_err(|error| errors::refused(&error))?;
            desk.0.records_added(&open);
            Ok(done)
        })
        .await
    }

    /// Prints a paper, or shows it as PDF. A reprint is an entry, so the badge and the exchange learn of it.
    pub async fn print(&self, wanted: Wanted, as_pdf: bool) -> Answer<PrintedView> {
        let desk = self.clone();
        blocking(move || {
            let open = desk.0.open()?;
            let before = desk.0.newest(&open);
            let now = desk.0.clock.now();
            let printed = desk.0.papers.print(&open.clinic, open.queue.as_ref(), &wanted, as_pdf, now);
            if desk.0.newest(&open) != before {
                desk.0.records_added(&open);
            }
            desk.0.printing_changed(&open);
            printed
        })
        .await
    }

    /// Does something that may wait and needs no data.
    pub async fn beside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
        blocking(move || Ok(work())).await
    }

    /// Prints a page of rulers.
    pub async fn print_ruler(&self, setting: PrintSetting) -> Answer<PrintedView> {
        let desk = self.clone();
        blocking(move || {
            desk.0.open()?;
            desk.0.papers.ruler(&setting, desk.0.clock.now())
        })
        .await
    }

    /// As [`Desk::run`], for what changes the papers that wait or how they are printed.
    pub async fn about_papers<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Clinic, Now) -> ClinicResult<T> + Send + 'static,
    ) -> Answer<T> {
        let desk = self.clone();
        blocking(move || {
            let open = desk.0.open()?;
            let done = work(&open.clinic, desk.0.clock.now()).map_err(|error| errors::refused(&error))?;
            desk.0.printing_changed(&open);
            Ok(done)
        })
        .await
    }

    /// Tries the data again if they could not be used before: another window may be closed by now.
    pub async fn knock(&self) -> Answer<()> {
        let desk = self.clone();
        blocking(move || desk.0.knock()).await
    }

    /// Opens data that wait for the device's passphrase.
    pub async fn unlock(&self, passphrase: String) -> Answer<()> {
        let desk = self.clone();
        blocking(move || desk.0.unlock(&passphrase)).await
    }

    /// Exchanges with the county now.
    pub async fn exchange_now(&self) -> Answer<()> {
        let desk = self.clone();
        blocking(move || match &desk.0.open()?.exchange {
            Some(exchange) => {
                exchange.now();
                Ok(())
            }
            None => Err(errors::refused(&ClinicError::NotProvisioned)),
        })
        .await
    }

    /// How far the exchange with the county is, if one is running.
    pub fn running(&self) -> Option<Progress> {
        match &*self.0.door() {
            Door::Open(open) => open.exchange.as_ref().and_then(Exchange::running),
            _ => None,
        }
    }

    /// Tells the window.
    pub fn tell(&self) -> Arc<Tell> {
        Arc::clone(&self.0.tell)
    }

    /// Notes that the window can be used. What can wait until then begins now.
    pub fn window_usable(&self) {
        if self.0.usable.note() {
            return;
        }
        tracing::info!(since_start_ms = self.0.clock.mono_ms(), "window usable");
        let desk = self.clone();
        let prepare = move || {
            desk.0.papers.prepare();
        };
        if let Err(error) = std::thread::Builder::new().name("fonts".to_owned()).spawn(prepare) {
            tracing::warn!(%error, "fonts are looked for when they are needed");
        }
    }
}

impl Inner {
    fn door(&self) -> MutexGuard<'_, Door> {
        // The door is only ever replaced as a whole.
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, door: Door) {
        *self.door() = door;
        self.moved.notify_all();
    }

    /// The open data, or why they are not.
    fn open(&self) -> Answer<Arc<Open>> {
        let mut door = self.door();
        loop {
            match &*door {
                Door::Open(open) => return Ok(Arc::clone(open)),
                Door::Locked(why) | Door::Closed(why) => return Err(why.clone()),
                Door::Opening => door = self.moved.wait(door).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn open_at_start(&self) {
        // Whoever waits at the door must not wait for ever, whatever goes wrong behind it.
        let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            if Store::exists(&self.dir) && !Store::is_demonstration(&self.dir).map_err(ClinicError::from)? {
                return Ok(Door::Locked(errors::passphrase_needed()));
            }
            self.open_store(&Protector::Demonstration).map(Door::Open)
        }));
        self.set(match opened {
            Ok(Ok(door)) => door,
            Ok(Err(error)) => Door::Closed(errors::not_opened(&error)),
            Err(_) => Door::Closed(errors::unexpected()),
        });
    }

    fn knock(&self) -> Answer<()> {
        {
            let mut door = self.door();
            if !matches!(*door, Door::Closed(_)) {
                return Ok(());
            }
            *door = Door::Opening;
        }
        self.open_at_start();
        self.open().map(drop)
    }

    fn unlock(&self, passphrase: &str) -> Answer<()> {
        {
            let mut door = self.door();
            match &*door {
                Door::Locked(_) => *door = Door::Opening,
                Door::Opening | Door::Closed(_) | Door::Open(_) => {
                    drop(door);
                    return self.open().map(drop);
                }
            }
        }
        let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            self.open_store(&Protector::Passphrase(passphrase))
        }));
        let (door, answer) = match opened {
            Ok(Ok(open)) => (Door::Open(open), Ok(())),
            Ok(Err(error)) => {
                let why = errors::not_opened(&error);
                (Door::Locked(why.clone()), Err(why))
            }
            Err(_) => (Door::Locked(errors::unexpected()), Err(errors::unexpected())),
        };
        self.set(door);
        answer
    }

    fn open_store(&self, protector: &Protector<'_>) -> ClinicResult<Arc<Open>> {
        let store = Store::open(&self.dir, protector)?;
        let clinic = Arc::new(Clinic::new(Arc::new(Mutex::new(store)))?);
        let provisioned = clinic.session_state().centre.is_some();
        let exchange = if provisioned {
            clinic.open_session(self.clock.now())?;
            // A desk without an exchange still works; the records wait.
            Exchange::start(&clinic, self.clock, Arc::clone(&self.tell), Arc::clone(&self.usable))
                .inspect_err(|error| tracing::error!(%error, "no exchange in the background"))
                .ok()
        } else {
            None
        };
        let queue = if provisioned {
            // Without it papers wait in the list and open as PDF.
            PrintQueue::start(&clinic, self.clock, Arc::clone(&self.tell))
                .inspect_err(|error| tracing::error!(%error, "no printing in the background"))
                .ok()
        } else {
            None
        };
        tracing::info!(since_start_ms = self.clock.mono_ms(), provisioned, "data open");
        Ok(Arc::new(Open { clinic, exchange, queue }))
    }

    /// The newest entry, to see whether something was added.
    fn newest(&self, open: &Open) -> Option<u64> {
        open.clinic.sync_badge(self.clock.now()).ok().map(|badge| badge.waiting)
    }

    fn printing_changed(&self, open: &Open) {
        match open.clinic.printing_view() {
            Ok(view) => (self.tell)(News::Printing(view)),
            Err(error) => tracing::error!(%error, "papers that wait cannot be counted"),
        }
    }

    fn records_added(&self, open: &Open) {
        let running = open.exchange.as_ref().and_then(Exchange::running);
        if let Some(badge) = badge(&open.clinic, self.clock, running) {
            (self.tell)(News::Badge(badge));
        }
        if let Some(exchange) = &open.exchange {
            exchange.records_waiting();
        }
    }
}

/// Runs work that may wait, on a thread for such work.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a command panicked");
        Err(errors::unexpected())
    })
}

#[cfg(test)]
mod tests;
