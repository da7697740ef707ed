//! What is attached to the computer: a bar-code gun that sends lines, and a card reader.
//!
//! A thread reads the line and survives that it is pulled out. Nothing reaches the window that was not checked first:
//! codes for their length and characters, cards by the clinic.

mod framer;
#[cfg_attr(unix, path = "devices/line_unix.rs")]
#[cfg_attr(windows, path = "devices/line_windows.rs")]
mod line;
mod reader;

pub use line::check;

use crate::clock::Clock;
use crate::errors;
use crate::news::{News, Tell};
use framer::{Fault, Framer};
use line::{Line, Wait};
use nonghe_clinic::views::{CodeView, DeviceState, DeviceStates};
use nonghe_clinic::{Clinic, ClinicError};
use nonghe_domain::Text;
use reader::{CardReader, ReaderFault, SimulatedReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

/// Names the line of the gun, in place of what is set up: for trials and tests.
pub const LINES: &str = "NONGHE_DEVICE_LINES";
/// How long a thread waits before it looks whether it shall stop.
const GLANCE: Duration = Duration::from_millis(100);
/// How often a line that is not there is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(500);

/// The devices of an open desk. Dropping it ends its threads.
#[derive(Default)]
pub struct Devices {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    stop: AtomicBool,
    states: Mutex<DeviceStates>,
}

impl Default for Shared {
    fn default() -> Self {
        let states = DeviceStates { scanner: DeviceState::Off, reader: DeviceState::Off };
        Self { stop: AtomicBool::new(false), states: Mutex::new(states) }
    }
}

/// Who hears what devices say.
#[derive(Clone)]
pub struct Ears {
    // The data may be let go while a thread still waits for its line.
    clinic: Weak<Clinic>,
    clock: Clock,
    tell: Arc<Tell>,
}

/// The path that the environment names, if it does.
pub fn fixed_path() -> Option<String> {
    std::env::var(LINES).ok().filter(|path| !path.is_empty())
}

impl Devices {
    /// Listens to the line at a path; to none if the path is empty.
    pub fn start(path: &str, ears: Ears) -> Self {
        let path = fixed_path().unwrap_or_else(|| path.to_owned());
        let mut devices = Self::default();
        if path.is_empty() {
            return devices;
        }
        devices.shared.set(&ears, |states| states.scanner = DeviceState::Absent);
        let cards = ears.may_simulate().then(|| devices.simulate(ears.clone())).flatten();
        let shared = Arc::clone(&devices.shared);
        devices.spawn("gun", move || listen(&PathBuf::from(path), &shared, &ears, cards.as_ref()));
        devices
    }

    /// Their state.
    pub fn states(&self) -> DeviceStates {
        self.shared.states()
    }

    /// A reader whose cards come over the gun's line.
    fn simulate(&mut self, ears: Ears) -> Option<reader::Cards> {
        let (cards, mut reader) = SimulatedReader::new();
        let shared = Arc::clone(&self.shared);
        self.spawn("card reader", move || {
            while !shared.stopped() {
                match reader.next_card(GLANCE) {
                    Ok(Some(card)) => ears.card(&card),
                    Ok(None) => {}
                    Err(ReaderFault::Unreadable) => ears.trouble(&ClinicError::BadCard(Text::new(
                        "身份证没有读出来。",
                        "The ID card could not be read.",
                    ))),
                    Err(ReaderFault::Gone) => return,
                }
            }
        })
        .then_some(cards)
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> bool {
        match std::thread::Builder::new().name(name.to_owned()).spawn(work) {
            Ok(thread) => {
                self.threads.push(thread);
                true
            }
            Err(error) => {
                tracing::error!(%error, name, "nobody listens");
                false
            }
        }
    }
}

impl Drop for Devices {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        for thread in self.threads.drain(..) {
            // A thread that panicked has let go of its line as well.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    fn states(&self) -> DeviceStates {
        *self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, and tells the window if it is news.
    fn set(&self, ears: &Ears, change: impl FnOnce(&mut DeviceStates)) {
        let (before, after) = {
            let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
            let before = *states;
            change(&mut states);
            (before, *states)
        };
        if before != after {
            (ears.tell)(News::DeviceStates(after));
        }
    }
}

impl Ears {
    /// Ears of an open desk.
    pub fn new(clinic: &Arc<Clinic>, clock: Clock, tell: Arc<Tell>) -> Self {
        Self { clinic: Arc::downgrade(clinic), clock, tell }
    }

    fn may_simulate(&self) -> bool {
        self.clinic.upgrade().is_some_and(|clinic| clinic.may_simulate())
    }

    fn code(&self, code: String) {
        (self.tell)(News::DeviceCode(CodeView { code }));
    }

    fn card(&self, card: &nonghe_clinic::views::CardReading) {
        let Some(clinic) = self.clinic.upgrade() else { return };
        match clinic.card_check(card, self.clock.now()) {
            Ok(card) => (self.tell)(News::DevicePerson(Box::new(card))),
            // Nobody is at the desk, so nobody is shown whose card it is.
            Err(ClinicError::NotSignedIn) => {}
            Err(error) => self.trouble(&error),
        }
    }

    fn trouble(&self, error: &ClinicError) {
        (self.tell)(News::DeviceTrouble(errors::refused(error)));
    }
}

/// Reads a line until it shall stop, and opens it again whenever it was gone.
fn listen(path: &Path, shared: &Shared, ears: &Ears, cards: Option<&reader::Cards>) {
    while !shared.stopped() {
        let Ok(mut line) = Line::open(path) else {
            shared.set(ears, |states| *states = absent(cards));
            pause(shared);
            continue;
        };
        shared.set(ears, |states| *states = present(cards));
        // What a device sent before it was pulled out is no beginning of what it sends afterwards.
        let mut framer = Framer::default();
        loop {
            if shared.stopped() {
                return;
            }
            match line.read(GLANCE) {
                Wait::Nothing => {}
                Wait::Bytes(bytes) => {
                    bytes.iter().filter_map(|byte| framer.push(*byte)).for_each(|said| heard(said, ears, cards));
                }
                Wait::Gone => break,
            }
        }
        shared.set(ears, |states| *states = absent(cards));
        pause(shared);
    }
}

fn present(cards: Option<&reader::Cards>) -> DeviceStates {
    let reader = if cards.is_some() { DeviceState::Present } else { DeviceState::Off };
    DeviceStates { scanner: DeviceState::Present, reader }
}

fn absent(cards: Option<&reader::Cards>) -> DeviceStates {
    let reader = if cards.is_some() { DeviceState::Absent } else { DeviceState::Off };
    DeviceStates { scanner: DeviceState::Absent, reader }
}

fn heard(said: Result<String, Fault>, ears: &Ears, cards: Option<&reader::Cards>) {
    match (said, cards) {
        // A card of the simulated reader. Beside real data there is none, and such a line is a code like another.
        (Ok(line), Some(cards)) if line.starts_with('{') => cards.lay(line),
        (Ok(line), _) if line.len() <= framer::CODE_BYTES_MAX => ears.code(line),
        (Ok(_) | Err(Fault::TooLong), _) => ears.trouble(&ClinicError::BadDevice(Text::new(
            "扫到的条码太长，没有使用。",
            "The code is too long and was not used.",
        ))),
        (Err(Fault::NotText), _) => ears.trouble(&ClinicError::BadDevice(Text::new(
            "扫到的条码中有看不见的字符，没有使用。请检查扫码枪的设置。",
            "The code has invisible characters and was not used. Check how the gun is set up.",
        ))),
    }
}

fn pause(shared: &Shared) {
    let mut left = TRY_AGAIN;
    while !shared.stopped() && !left.is_zero() {
        std::thread::sleep(GLANCE.min(left));
        left = left.saturating_sub(GLANCE);
    }
}

#[cfg(all(test, unix))]
mod tests;
