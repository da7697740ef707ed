//! The program's clocks: wall time for people, time since the start for order.

use nonghe_clinic::Now;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The clocks, counted from the start of the program.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    started: Instant,
}

impl Clock {
    /// To be called first thing.
    pub fn start() -> Self {
        Self { started: Instant::now() }
    }

    /// Milliseconds since the start.
    pub fn mono_ms(self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// The moment of an action.
    pub fn now(self) -> Now {
        // A clock before 1970 counts as 1970: days at the desk never run backwards anyway.
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Now { wall_ms: i64::try_from(wall.as_millis()).unwrap_or(i64::MAX), mono_ms: self.mono_ms() }
    }
}
