//! Whether the window can be used yet. What nobody waits for lets the window go first.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long something waits for a window that does not come, such as one that is started minimised.
const AT_MOST: Duration = Duration::from_secs(5);

/// Whether the window can be used yet.
#[derive(Debug, Default)]
pub struct Usable {
    noted: Mutex<bool>,
    changed: Condvar,
}

impl Usable {
    /// Notes that it can. Answers whether that was known.
    pub fn note(&self) -> bool {
        let known = std::mem::replace(&mut *self.noted(), true);
        self.changed.notify_all();
        known
    }

    /// Waits until it can, but not for long.
    pub fn wait(&self) {
        let noted = self.noted();
        // Only a thread that panicked while it held a flag could have poisoned it, and nothing is lost then.
        drop(self.changed.wait_timeout_while(noted, AT_MOST, |noted| !*noted));
    }

    fn noted(&self) -> MutexGuard<'_, bool> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::time::Instant;

    #[test]
    fn whoever_waits_goes_on_when_the_window_is_there() {
        let usable = Arc::new(Usable::default());
        let noting = Arc::clone(&usable);
        let began = Instant::now();
        let noted = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            noting.note()
        });
        usable.wait();
        assert!(began.elapsed() >= Duration::from_millis(50), "it waits");
        assert!(began.elapsed() < AT_MOST, "and not longer than it must");
        assert_eq!(noted.join().ok(), Some(false), "the first note is news");
        assert!(usable.note(), "the second is not");
        usable.wait();
    }
}
