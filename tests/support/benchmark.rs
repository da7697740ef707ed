//! What the benchmarks share that start the programs: medians, ratios, and the right programs.

use std::{env, time::Duration};

use crate::{Failure, Result};

/// A benchmark of unoptimised programs would say nothing; `scripts/bench.sh` builds the others and names their folder.
pub fn expect_release_programs() -> Result<()> {
    if cfg!(debug_assertions) || env::var_os("NONGHE_BIN_DIR").is_none() {
        return Err(Failure::new("scripts/bench.sh starts this, with programs of a release build"));
    }
    Ok(())
}

/// Prints times with their median, and returns that.
pub fn report(name: &str, times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    let median = times[times.len() / 2];
    let all = times.iter().map(|time| time.as_millis().to_string()).collect::<Vec<_>>().join(" ");
    println!("  {:>6} ms  {name}  ({all})", median.as_millis());
    median
}

/// Prints the middle of many times and the slowest of a hundred, in tenths of a millisecond, and returns the middle.
pub fn spread(name: &str, times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    let at = |permille: usize| times[(times.len() - 1) * permille / 1000].as_secs_f64() * 1000.0;
    println!("  median {:>6.1} ms   p99 {:>6.1} ms   {name}  ({} times)", at(500), at(990), times.len());
    times[(times.len() - 1) / 2]
}

/// Prints a ratio beside what is promised.
pub fn ratio(name: &str, whole: Duration, floor: Duration, promise: f64) {
    let ratio = whole.as_secs_f64() / floor.as_secs_f64();
    println!("  {ratio:>6.2} ×   {name}; at most {promise} × is promised");
}
