//! From the start of the program until its window can be used, against a window of the same kind with an empty page.
//!
//! Both are started as new processes on the same display, in turns; files are in the memory of the system, as they are
//! when a program is opened for the second time on a day. The clock starts before the process. It stops for the program
//! when the data are open and the sign-in screen has been drawn, for the empty window when its page has been drawn.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use system_tests::{Context, Display, Failure, NongheCli, Result, Running, benchmark, program};

const STARTS: usize = 15;
const PROMISE: f64 = 1.5;
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE_INTERVAL: Duration = Duration::from_millis(1);
/// Between two starts, so that the processes of one are gone before the next.
const PAUSE: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() -> Result<()> {
    benchmark::expect_release_programs()?;
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let data = folder.path().join("data");
    let dir = data.to_str().context("an odd temporary folder")?;
    NongheCli::new().run(["demo", "create", "--dir", dir]).await?.succeeded()?;

    let display = Display::start(1366, 768)?;
    let (mut usable, mut empty) = (Vec::new(), Vec::new());
    for round in 0..=STARTS {
        let blank = start(&display, "examples/empty_window", &data, |log| log.ends_with('\n'))?;
        let whole = start(&display, "nonghe-desktop", &data, |log| log.contains("window usable"))?;
        // The first start of each fills the memory of the system.
        if round > 0 {
            empty.push(blank);
            usable.push(whole);
        }
    }
    println!("start to a usable window, {STARTS} starts in turns, medians");
    let floor = benchmark::report("empty window, drawn", &mut empty);
    let whole = benchmark::report("data open, sign-in screen drawn", &mut usable);
    benchmark::ratio("usable window / empty window", whole, floor, PROMISE);
    Ok(())
}

/// The time from before the process until its log says that it is ready.
fn start(display: &Display, name: &str, data: &Path, ready: impl Fn(&str) -> bool) -> Result<Duration> {
    std::thread::sleep(PAUSE);
    let mut command = Command::new(program(name)?);
    command
        .env("NONGHE_DATA_DIR", data)
        .env("DISPLAY", display.name())
        .env("GDK_BACKEND", "x11")
        .env("RUST_LOG", "info")
        .env_remove("WAYLAND_DISPLAY");
    let began = Instant::now();
    let mut running = Running::start("start", &mut command)?;
    loop {
        if ready(&running.log()) {
            return Ok(began.elapsed());
        }
        // An empty window ends by itself; what it printed may only be seen now.
        if running.ended()?.is_some() && !ready(&running.log()) {
            running.expect_alive()?;
        }
        if began.elapsed() > PATIENCE {
            return Err(Failure::new(format!("{name} does not come up:\n{}", running.log())));
        }
        std::thread::sleep(GLANCE_INTERVAL);
    }
}
