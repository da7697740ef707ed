//! What adds up over a day in the window: the wait between a key and its character, and the memory that hours of work
//! leave behind.
//!
//! A key is measured inside the page, from the moment that the system stamped on it to the frame that shows its
//! character. Memory is the proportional share of the program and of the web view's processes together.

use std::{fs, time::Duration};

use serde_json::json;
use system_tests::{
    Context, Demonstration, Display, Failure, Result, Window, WindowSettings, benchmark,
    centre::{Centre, text},
    roster,
};

const PEOPLE: usize = 30_000;
/// What a village's name, a name and a number look like to the keyboard.
const TYPED: &str = "huaishucun wangxm 0003021";
/// A screen about every twelve seconds for eight hours.
const CHANGES: usize = 2_400;
/// Changes between two readings of the memory.
const STRETCH: usize = 400;
const SCREENS: [&str; 8] =
    ["/enrolment", "/premiums", "/inpatient", "/settlements", "/transfer", "/enrolment/new", "/settings", "/desk"];

const LISTEN: &str = "
    window.waited = [];
    document.addEventListener('input', () => {
      const stamped = window.pressed;
      requestAnimationFrame(() => requestAnimationFrame(() => window.waited.push(performance.now() - stamped)));
    }, true);
    document.addEventListener('keydown', (event) => { window.pressed = event.timeStamp; }, true);";
const VISIT: &str = "
    const [address, done] = arguments;
    const before = document.querySelector('[data-test=page-title]');
    const look = () => {
      const title = document.querySelector('[data-test=page-title]');
      if (title && title !== before) return requestAnimationFrame(() => done(true));
      requestAnimationFrame(look);
    };
    location.hash = address;
    look();";

#[tokio::main]
async fn main() -> Result<()> {
    benchmark::expect_release_programs()?;
    let centre = Centre::new().await?;
    let file = centre.scratch("roster.csv");
    roster::write_csv(&file, &roster::rows(PEOPLE))?;
    centre.run(&["roster", "import", text(&file)]).await?;

    let display = Display::start(1366, 768)?;
    let settings = WindowSettings::on_data(&centre.dir())?.env("NONGHE_COUNTY_URL", "http://127.0.0.1:9");
    let window = Window::open(&display, &settings).await?;
    window.resize(1366, 697).await?;
    window.sign_in(Demonstration::read(&centre.dir())?.operator(0)?).await?;

    println!("in the window, {PEOPLE} people; at most 50 ms from a key to its character are promised");
    window.evaluate(LISTEN, vec![]).await?;
    window.open_screen("/enrolment/new").await?;
    keys(&window, "household-door", "a field").await?;
    keys(&window, "household-village", "the village, which looks it up").await?;
    keys(&window, "search", "the search box, which finds people").await?;

    println!("memory of the program and its web view; at most 350 MB after eight hours are promised");
    for address in SCREENS {
        visit(&window, address).await?;
    }
    println!("  {:>5} MB  after each screen once", memory_mb(&window)?);
    for change in 1..=CHANGES {
        visit(&window, SCREENS[change % SCREENS.len()]).await?;
        if change % STRETCH == 0 {
            println!("  {:>5} MB  after {change} screens", memory_mb(&window)?);
        }
    }
    window.close().await
}

async fn keys(window: &Window, field: &str, name: &str) -> Result<()> {
    window.click(field).await?;
    window.evaluate("window.waited = [];", vec![]).await?;
    for key in TYPED.chars() {
        window.type_text(&key.to_string()).await?;
    }
    window.wait_until_still().await?;
    let waited = window.evaluate("return window.waited;", vec![]).await?;
    let mut times = waited
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|time| Some(Duration::from_secs_f64(time.as_f64()? / 1000.0)))
        .collect::<Vec<_>>();
    if times.is_empty() {
        return Err(Failure::new(format!("no key came to {field}")));
    }
    benchmark::spread(&format!("from a key to its character in {name}"), &mut times);
    Ok(())
}

async fn visit(window: &Window, address: &str) -> Result<()> {
    window.client().execute_async(VISIT, vec![json!(address)]).await.context(address)?;
    Ok(())
}

/// In whole megabytes: what the processes have for themselves, and their share of what they have together.
fn memory_mb(window: &Window) -> Result<u64> {
    let mut kilobytes = 0;
    for process in window.processes() {
        let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).context("smaps_rollup")?;
        let line = rollup.lines().find(|line| line.starts_with("Pss:")).context("no Pss")?;
        kilobytes += line.split_whitespace().nth(1).and_then(|figure| figure.parse::<u64>().ok()).context(line)?;
    }
    Ok(kilobytes / 1000)
}
