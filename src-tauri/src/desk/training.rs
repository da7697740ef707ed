//! Training: a desk of its own on a folder beside the centre's, with people who do not exist.
//!
//! The centre's data are shut while somebody practises, and their key is not in memory. Nothing is exchanged with a
//! county: neither is an exchange started, nor does the store of such data say where a county is.

use super::{Desk, Door, Inner, blocking};
use crate::errors::{self, Answer};
use nonghe_clinic::ClinicError;
use nonghe_clinic::views::SignIn;
use nonghe_demonstration::{OPERATORS, Purpose};
use nonghe_domain::Text;
use nonghe_store::{Store, StoreError};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Enough to search among.
const PEOPLE: usize = 300;
/// How long data that were just left may still be held, by an exchange that was under way.
const LETTING_GO: Duration = Duration::from_secs(8);

impl Desk {
    /// Goes from the centre's data to those for training, which are made if there are none.
    pub async fn training_enter(&self) -> Answer<()> {
        let desk = self.clone();
        blocking(move || desk.enter()).await
    }

    /// Goes back to the centre's data. They ask for their passphrase, as at the start of the program.
    pub async fn training_leave(&self) -> Answer<()> {
        let desk = self.clone();
        blocking(move || {
            let old = desk.here();
            if old.dir == desk.0.dir {
                return Ok(());
            }
            let left = desk.0.left.lock().unwrap_or_else(PoisonError::into_inner).clone();
            wait_until_free(&left);
            let next = Arc::new(old.beside(&desk.0.dir));
            next.open_at_start();
            desk.go(&old, next);
            Ok(())
        })
        .await
    }

    /// Makes the training data anew, as on the first day.
    pub async fn training_reset(&self) -> Answer<()> {
        let desk = self.clone();
        blocking(move || desk.reset()).await
    }

    fn enter(&self) -> Answer<()> {
        let old = self.here();
        let open = old.open()?;
        if open.clinic.session_state().operator.is_none() {
            return Err(errors::refused(&ClinicError::NotSignedIn));
        }
        if open.clinic.is_training() {
            return Ok(());
        }
        let place = training_dir(&self.0.dir);
        if !Store::exists(&place) {
            old.make(&place)?;
        }
        let next = Arc::new(old.beside(&place));
        // Only when the other desk stands is this one left.
        next.begin_training(&open.clinic.scanner_path().unwrap_or_default())?;
        *self.0.left.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&open.clinic.shared_store());
        drop(open);
        self.go(&old, next);
        Ok(())
    }

    fn reset(&self) -> Answer<()> {
        let old = self.here();
        let open = old.open()?;
        if !open.clinic.is_training() || old.dir == self.0.dir {
            return Err(errors::refused(&ClinicError::NotFound));
        }
        let scanner = open.clinic.scanner_path().unwrap_or_default();
        let held = Arc::downgrade(&open.clinic.shared_store());
        drop(open);
        old.leave();
        if !wait_until_free(&held) {
            return Err(errors::refused(&StoreError::InUse.into()));
        }
        remove(&old.dir).map_err(|error| errors::training_not_made(&error.to_string()))?;
        old.make(&old.dir)?;
        let next = Arc::new(old.beside(&old.dir));
        next.begin_training(&scanner)?;
        self.go(&old, next);
        Ok(())
    }

    fn go(&self, old: &Inner, next: Arc<Inner>) {
        old.leave();
        *self.0.here.lock().unwrap_or_else(PoisonError::into_inner) = next;
    }
}

impl Inner {
    /// A desk on another folder, for the same window.
    fn beside(&self, dir: &Path) -> Self {
        Self::new(dir, self.clock, &self.window, Arc::clone(&self.usable))
    }

    /// Shuts this desk for good: nothing of it reaches the window, and its data are let go.
    fn leave(&self) {
        self.left.store(true, Ordering::SeqCst);
        self.set(Door::Closed(errors::elsewhere()));
    }

    fn make(&self, place: &Path) -> Answer<()> {
        let making = with_ending(place, "-making");
        let made = remove(&making)
            .map_err(nonghe_demonstration::Failure::from)
            .and_then(|()| nonghe_demonstration::create(&making, PEOPLE, Purpose::Training, self.clock.now()))
            .and_then(|()| Ok(fs::rename(&making, place)?));
        made.map_err(|error| errors::training_not_made(&error.to_string()))
    }

    /// Opens the data, which must be for training, and signs the first operator in: nobody has to know a PIN.
    fn begin_training(&self, scanner: &str) -> Answer<()> {
        self.open_at_start();
        let open = self.open()?;
        let refuse = |error: ClinicError| errors::refused(&error);
        if !open.clinic.is_training() {
            self.leave();
            return Err(errors::training_not_made("other data are in the folder"));
        }
        // The gun is plugged into the computer, whatever data are open.
        open.clinic.keep_scanner_path(scanner).map_err(refuse)?;
        self.listen(&open).map_err(refuse)?;
        let (initials, pin, ..) = OPERATORS[0];
        let who = SignIn { initials: initials.to_owned(), pin: pin.to_owned() };
        open.clinic.sign_in(&who, self.clock.now()).map(drop).map_err(refuse)
    }
}

/// Who may practise, with their PINs: they are no secret there.
pub fn hint() -> Text {
    let all: Vec<String> = OPERATORS.iter().map(|(initials, pin, ..)| format!("{initials} {pin}")).collect();
    Text::new(
        format!("练习用的操作员和 PIN：{}", all.join("、")),
        format!("Operators and PINs to practise with: {}", all.join(", ")),
    )
}

/// The folder for training, beside the centre's.
fn training_dir(dir: &Path) -> PathBuf {
    with_ending(dir, "-training")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(|| OsString::from("nonghe"), OsString::from);
    name.push(ending);
    path.with_file_name(name)
}

/// Removes data that are for training or half made. Whatever else lies there is left alone.
fn remove(dir: &Path) -> io::Result<()> {
    if !dir.exists() {
        return Ok(());
    }
    let is_ours = if Store::exists(dir) || Store::key_waits(dir) {
        Store::is_demonstration(dir).unwrap_or(false)
    } else {
        // Making was cut short before there was a key.
        fs::read_dir(dir)?.count() <= 1
    };
    if is_ours { fs::remove_dir_all(dir) } else { Err(io::Error::other("other data are in the folder")) }
}

/// Waits until nobody holds the data any more. False if somebody does for too long.
fn wait_until_free(held: &Weak<Mutex<Store>>) -> bool {
    let began = Instant::now();
    while held.strong_count() > 0 {
        if began.elapsed() > LETTING_GO {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

#[cfg(test)]
mod tests;
