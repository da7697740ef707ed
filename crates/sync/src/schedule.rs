//! When the next attempt is due. Pure: the clock and the randomness are arguments, and there is always a next attempt.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(45);
const LONGEST: Duration = Duration::from_mins(15);
const QUIET: Duration = Duration::from_mins(5);
/// New records are gathered for a moment, so that a busy desk makes one batch and not thirty.
const GATHER: Duration = Duration::from_secs(5);

/// When the next attempt is due, on a clock that never goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    failures: u32,
    due: Duration,
}

impl Schedule {
    /// The first attempt is due at once.
    pub fn new(now: Duration) -> Self {
        Self { failures: 0, due: now }
    }

    /// When the next attempt is due.
    pub fn due(&self) -> Duration {
        self.due
    }

    /// How long until then.
    pub fn wait(&self, now: Duration) -> Duration {
        self.due.saturating_sub(now)
    }

    /// Somebody asks for an attempt now.
    pub fn wanted(&mut self, now: Duration) {
        self.due = now;
    }

    /// There are new records. While a line is down they wait for the next attempt like all others.
    pub fn records(&mut self, now: Duration) {
        if self.failures == 0 {
            self.due = self.due.min(now + GATHER);
        }
    }

    /// An attempt ended well.
    pub fn succeeded(&mut self, now: Duration) {
        *self = Self { failures: 0, due: now + QUIET };
    }

    /// An attempt failed. The pause doubles from about half a minute to a quarter of an hour; a third of it is left
    /// to chance, so that the centres of a county do not all come back at once after an outage.
    pub fn failed(&mut self, now: Duration, randomness: u32, retry_after: Option<Duration>) {
        let doubled = FIRST.saturating_mul(1_u32.checked_shl(self.failures).unwrap_or(u32::MAX)).min(LONGEST);
        let chance = (doubled / 3).mul_f64(f64::from(randomness) / f64::from(u32::MAX));
        let pause = doubled * 2 / 3 + chance;
        self.failures = self.failures.saturating_add(1);
        self.due = now + pause.max(retry_after.unwrap_or_default().min(LONGEST));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_hours(1);

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        for (randomness, expected) in
            [(0, [30, 60, 120, 240, 480, 600, 600]), (u32::MAX, [45, 90, 180, 360, 720, 900, 900])]
        {
            let mut schedule = Schedule::new(NOW);
            for seconds in expected {
                schedule.failed(NOW, randomness, None);
                assert_eq!(schedule.wait(NOW).as_secs(), seconds, "randomness {randomness}");
            }
        }
    }

    #[test]
    fn there_is_always_a_next_attempt() {
        let mut schedule = Schedule::new(NOW);
        for attempt in 0..10_000_u32 {
            schedule.failed(NOW, attempt.wrapping_mul(2_654_435_761), Some(Duration::MAX));
            assert!(schedule.wait(NOW) <= LONGEST, "attempt {attempt}");
        }
    }

    #[test]
    fn success_forgets_the_failures() {
        let mut schedule = Schedule::new(NOW);
        schedule.failed(NOW, 0, None);
        schedule.succeeded(NOW);
        assert_eq!(schedule.wait(NOW), QUIET);
        schedule.failed(NOW, 0, None);
        assert_eq!(schedule.wait(NOW).as_secs(), 30);
    }

    #[test]
    fn new_records_hurry_only_while_the_line_works() {
        let mut schedule = Schedule::new(NOW);
        schedule.succeeded(NOW);
        schedule.records(NOW);
        assert_eq!(schedule.wait(NOW), GATHER);
        schedule.records(NOW + Duration::from_secs(4));
        assert_eq!(schedule.wait(NOW), GATHER, "a busy desk does not put it off");
        schedule.failed(NOW, 0, None);
        schedule.records(NOW);
        assert_eq!(schedule.wait(NOW).as_secs(), 30);
        schedule.wanted(NOW);
        assert_eq!(schedule.wait(NOW), Duration::ZERO, "a person does not wait");
    }

    #[test]
    fn the_county_can_ask_for_a_longer_pause() {
        let mut schedule = Schedule::new(NOW);
        schedule.failed(NOW, 0, Some(Duration::from_mins(2)));
        assert_eq!(schedule.wait(NOW), Duration::from_mins(2));
    }
}
