//! The state behind the window: a door to the data, and the one way through which commands reach them.
//!
//! Whatever keeps the data shut, the window opens and every command answers with the sentence that says why. Training
//! has a desk of its own on a folder of its own, and only one of the two is open at a time.

mod first_start;
mod papers;
mod training;

pub use training::hint as training_hint;

use crate::clock::Clock;
use crate::devices::{self, Devices, Ears};
use crate::errors::{self, Answer};
use crate::exchange::{Exchange, badge};
use crate::news::{News, Tell};
use crate::papers::PaperTray;
use crate::printing::PrintQueue;
use crate::usable::Usable;
use nonghe_clinic::views::{DeviceStates, Progress, UiError};
use nonghe_clinic::{Clinic, ClinicError, ClinicResult, Now, SharedStore};
use nonghe_store::{KeyError, Protector, Store, StoreError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};

/// The state behind the window. Clones are the same desk.
#[derive(Clone)]
pub struct Desk(Arc<Rooms>);

/// The folder of the centre's data, and the desk that is open now: on it, or on the one for training.
struct Rooms {
    dir: PathBuf,
    here: Mutex<Arc<Inner>>,
    /// The centre's data, as long as somebody still holds them after training began.
    left: Mutex<Weak<Mutex<Store>>>,
}

struct Inner {
    dir: PathBuf,
    clock: Clock,
    tell: Arc<Tell>,
    window: Arc<Tell>,
    papers: PaperTray,
    door: Mutex<Door>,
    moved: Condvar,
    usable: Arc<Usable>,
    /// Another desk is open now; nothing of this one reaches the window.
    left: Arc<AtomicBool>,
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
    devices: Mutex<Devices>,
    queue: Option<PrintQueue>,
}

impl Desk {
    /// A desk on a data folder, still shut. `tell` reaches the window.
    pub fn new(dir: PathBuf, clock: Clock, tell: impl Fn(News) + Send + Sync + 'static) -> Self {
        let inner = Inner::new(&dir, clock, &(Arc::new(tell) as Arc<Tell>), Arc::new(Usable::default()));
        Self(Arc::new(Rooms { dir, here: Mutex::new(Arc::new(inner)), left: Mutex::default() }))
    }

    /// The desk that is open now.
    fn here(&self) -> Arc<Inner> {
        Arc::clone(&self.0.here.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens the data on a thread of its own. Commands that come earlier wait for it.
    pub fn open_in_background(&self) -> io::Result<()> {
        let desk = self.here();
        std::thread::Builder::new().name("opening".to_owned()).spawn(move || desk.open_at_start())?;
        Ok(())
    }

    /// Does something with the data, away from the window's thread. A panic there becomes an answer as well.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Clinic, Now) -> ClinicResult<T> + Send + 'static,
    ) -> Answer<T> {
        let desk = self.here();
        blocking(move || {
            let open = desk.open()?;
            work(&open.clinic, desk.clock.now()).map_err(|error| errors::refused(&error))
        })
        .await
    }

    /// As [`Desk::run`], for work that adds to the journal: the badge and the exchange learn of it.
    pub async fn record<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Clinic, Now) -> ClinicResult<T> + Send + 'static,
    ) -> Answer<T> {
        let desk = self.here();
        blocking(move || {
            let open = desk.open()?;
            let done = work(&open.clinic, desk.clock.now()).map_err(|error| errors::refused(&error))?;
            desk.records_added(&open);
            Ok(done)
        })
        .await
    }

    /// Tries the data again if they could not be used before: another window may be closed by now.
    pub async fn knock(&self) -> Answer<()> {
        let desk = self.here();
        blocking(move || desk.knock()).await
    }

    /// Opens data that wait for the device's passphrase.
    pub async fn unlock(&self, passphrase: String) -> Answer<()> {
        let desk = self.here();
        blocking(move || desk.unlock(&passphrase)).await
    }

    /// Exchanges with the county now.
    pub async fn exchange_now(&self) -> Answer<()> {
        let desk = self.here();
        blocking(move || {
            let open = desk.open()?;
            match &open.exchange {
                Some(exchange) => {
                    exchange.now();
                    Ok(())
                }
                None if open.clinic.is_training() => Err(errors::refused(&StoreError::Training.into())),
                None => Err(errors::refused(&ClinicError::NotProvisioned)),
            }
        })
        .await
    }

    /// How far the exchange with the county is, if one is running.
    pub fn running(&self) -> Option<Progress> {
        match &*self.here().door() {
            Door::Open(open) => open.exchange.as_ref().and_then(Exchange::running),
            _ => None,
        }
    }

    /// State of the devices.
    pub fn devices(&self) -> DeviceStates {
        match &*self.here().door() {
            Door::Open(open) => open.devices.lock().unwrap_or_else(PoisonError::into_inner).states(),
            _ => Devices::default().states(),
        }
    }

    /// Keeps where the gun is, and listens there.
    pub async fn keep_scanner(&self, path: String) -> Answer<()> {
        let desk = self.here();
        blocking(move || {
            let open = desk.open()?;
            devices::check(path.trim()).map_err(|error| errors::refused(&error))?;
            open.clinic.keep_scanner_path(&path).map_err(|error| errors::refused(&error))?;
            desk.listen(&open).map_err(|error| errors::refused(&error))
        })
        .await
    }

    /// Tells the window.
    pub fn tell(&self) -> Arc<Tell> {
        Arc::clone(&self.here().tell)
    }

    /// Notes that the window can be used. What can wait until then begins now.
    pub fn window_usable(&self) {
        let desk = self.here();
        if desk.usable.note() {
            return;
        }
        tracing::info!(since_start_ms = desk.clock.mono_ms(), "window usable");
        let prepare = move || {
            desk.papers.prepare();
        };
        if let Err(error) = std::thread::Builder::new().name("fonts".to_owned()).spawn(prepare) {
            tracing::warn!(%error, "fonts are looked for when they are needed");
        }
    }
}

impl Inner {
    /// A desk on a folder, still shut.
    fn new(dir: &Path, clock: Clock, window: &Arc<Tell>, usable: Arc<Usable>) -> Self {
        let left = Arc::new(AtomicBool::new(false));
        let (told, has_left) = (Arc::clone(window), Arc::clone(&left));
        let tell = move |news| {
            if !has_left.load(Ordering::SeqCst) {
                told(news);
            }
        };
        Self {
            dir: dir.to_owned(),
            clock,
            tell: Arc::new(tell),
            window: Arc::clone(window),
            left,
            papers: PaperTray::new(dir),
            door: Mutex::new(Door::Opening),
            moved: Condvar::new(),
            usable,
        }
    }

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
        // A door that is just being opened says first whether it is locked; what it says now is not the answer.
        drop(self.open());
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
                // Whatever else keeps the data shut may be over when somebody knocks again.
                let is_wrong = matches!(&error, ClinicError::Store(StoreError::Key(KeyError::WrongPassphrase)));
                (if is_wrong { Door::Locked(why.clone()) } else { Door::Closed(why.clone()) }, Err(why))
            }
            Err(_) => (Door::Locked(errors::unexpected()), Err(errors::unexpected())),
        };
        self.set(door);
        answer
    }

    fn open_store(&self, protector: &Protector<'_>) -> ClinicResult<Arc<Open>> {
        self.begin(Arc::new(Mutex::new(Store::open(&self.dir, protector)?)))
    }

    /// Begins to work on an open store.
    fn begin(&self, store: SharedStore) -> ClinicResult<Arc<Open>> {
        Clinic::finish_provisioning(&store, self.clock.now())?;
        let clinic = Arc::new(Clinic::new(store)?);
        let provisioned = clinic.session_state().centre.is_some();
        if provisioned {
            clinic.open_session(self.clock.now())?;
        }
        // Training never meets a county, whatever its files say.
        let exchange = if provisioned && !clinic.is_training() {
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
        let open = Open { clinic, exchange, devices: Mutex::default(), queue };
        self.listen(&open)?;
        Ok(Arc::new(open))
    }

    /// Listens to the devices that are set up, in place of those that were.
    fn listen(&self, open: &Open) -> ClinicResult<()> {
        let ears = Ears::new(&open.clinic, self.clock, Arc::clone(&self.tell));
        let path = open.clinic.scanner_path()?;
        let mut devices = open.devices.lock().unwrap_or_else(PoisonError::into_inner);
        // The old ones let go of their line first.
        *devices = Devices::default();
        *devices = Devices::start(&path, ears);
        Ok(())
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
