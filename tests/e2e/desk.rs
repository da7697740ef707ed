//! A desk with its window, and a county that is not there yet.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::json;
use system_tests::{
    Context, CountyProcess, CountySettings, Demonstration, DemonstrationOperator, Display, Failure, Key, NongheCli,
    PostgresCluster, Result, Window, WindowSettings,
};
use tempfile::TempDir;
use tokio::{process::Command, time::sleep};

/// People of the township: enough to search among, few enough for a test.
const PEOPLE: &str = "200";
/// What a maximised window leaves to the page on the usual screen of a township.
pub const PAGE_SIZE: (u32, u32) = (1366, 697);
/// The smallest screen that the program supports.
pub const SMALL_SIZE: (u32, u32) = (1024, 600);
/// New records are gathered for some seconds before they are sent; the county then judges them.
pub const LONG_PATIENCE: Duration = Duration::from_mins(1);
/// Between two keys of a quick hand.
const HAND: Duration = Duration::from_millis(100);
const GLANCE_INTERVAL: Duration = Duration::from_millis(50);

/// A demonstration township on a folder of its own, with a place for its county.
pub struct Township {
    folder: TempDir,
    cluster: PostgresCluster,
    settings: CountySettings,
}

impl Township {
    pub async fn new() -> Result<Self> {
        let folder = tempfile::tempdir().context("no temporary folder")?;
        let dir = folder.path().join("data");
        let arguments = ["demo", "create", "--people", PEOPLE, "--dir", as_text(&dir)];
        let cli = NongheCli::new();
        let (made, cluster) = tokio::try_join!(cli.run(arguments), PostgresCluster::start())?;
        made.succeeded()?;
        let database_url = cluster.database("county").await?;
        let settings = CountySettings::new(database_url, dir.join("county-demonstration.key"))?;
        Ok(Self { folder, cluster, settings })
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn operator(&self, place: usize) -> Result<DemonstrationOperator> {
        Ok(Demonstration::read(&self.dir())?.operator(place)?.clone())
    }

    /// The county server with an empty database that accepts this centre's device.
    pub async fn start_county(&self) -> Result<CountyProcess> {
        self.settings.administer(["migrate"]).await?.succeeded()?;
        let provisioning = self.dir().join("provisioning.nhp");
        let accept = ["device", "accept", "--provisioning", as_text(&provisioning)];
        self.settings.administer(accept).await?.succeeded()?;
        CountyProcess::start(self.settings.clone()).await
    }

    /// How many entries the county keeps.
    pub async fn entries_at_county(&self) -> Result<u64> {
        let database = self.cluster.connect("county").await?;
        let row = database.query_one("SELECT count(*) FROM entry", &[]).await.context("cannot ask the county")?;
        Ok(row.get::<_, i64>(0).unsigned_abs())
    }

    /// Opens the window and signs the first operator in.
    pub async fn open_desk(&self, display: &Display) -> Result<Desk> {
        let county = format!("http://127.0.0.1:{}", self.settings.port);
        let settings = window_on(&self.dir())?.env("NONGHE_COUNTY_URL", &county);
        Desk::open(display, &settings, &self.operator(0)?).await
    }
}

/// The window on a data folder, with what it keeps beside the data in folders beside that one.
pub fn window_on(data_dir: &Path) -> Result<WindowSettings> {
    let beside = data_dir.parent().context("a data folder without a place")?;
    Ok(WindowSettings::on_data(data_dir)?
        // What the web view keeps, such as the language, belongs to this township too.
        .env("XDG_DATA_HOME", as_text(&beside.join("share")))
        .env("XDG_CACHE_HOME", as_text(&beside.join("cache")))
        // No viewer of the machine shall open beside the window.
        .env("NONGHE_NO_VIEWER", "1"))
}

/// The usual screen of a township.
pub fn usual_display() -> Result<Display> {
    Display::start(1366, 768)
}

/// What the clerk sits at.
pub struct Desk {
    pub window: Window,
}

impl Desk {
    /// Opens a window at its usual size and signs an operator in.
    pub async fn open(display: &Display, settings: &WindowSettings, operator: &DemonstrationOperator) -> Result<Self> {
        let window = Window::open(display, settings).await?;
        window.resize(PAGE_SIZE.0, PAGE_SIZE.1).await?;
        window.sign_in(operator).await?;
        Ok(Self { window })
    }

    /// Types into what has the focus and accepts it.
    pub async fn enter(&self, text: &str) -> Result<()> {
        self.window.type_text(text).await?;
        self.window.press(Key::Enter).await
    }

    /// Presses Enter twice, again and again until the panel of the money gives way: the first moment of a panel hears
    /// no Enter, and however many are heard, the money moves once.
    pub async fn hammer_enter(&self, panel: &str) -> Result<()> {
        let started = Instant::now();
        let panel_css = format!("[data-test={panel}]");
        while self.is_there(&panel_css).await? && started.elapsed() < LONG_PATIENCE {
            self.window.press(Key::Enter).await?;
            self.window.press(Key::Enter).await?;
        }
        self.window.wait_until_gone(panel).await
    }

    /// Entries that the county has not got yet, as the badge says.
    pub async fn waiting(&self) -> Result<u64> {
        let badge = self.window.wait_for("sync-badge").await?;
        let waiting = badge.attr("data-waiting").await.context("no badge")?.unwrap_or_default();
        waiting.parse().context(format_args!("the badge says {waiting:?}"))
    }

    /// Waits until the badge says so many.
    pub async fn wait_until_waiting(&self, expected: u64) -> Result<()> {
        let badge = format!("[data-test=sync-badge][data-waiting=\"{expected}\"]");
        self.wait_long(&badge).await
    }

    /// Waits until the county has got and judged everything, without a press.
    pub async fn wait_until_judged(&self) -> Result<()> {
        self.wait_until_waiting(0).await?;
        self.go("transfer").await?;
        self.wait_long("[data-test=delivered-count][data-count=\"0\"]").await
    }

    /// Waits for what may be a minute away.
    pub async fn wait_long(&self, css: &str) -> Result<()> {
        let started = Instant::now();
        while !self.is_there(css).await? {
            if started.elapsed() > LONG_PATIENCE {
                // Looks once more, for the picture and the message.
                return self.window.wait_for_css(css).await.map(drop);
            }
            sleep(GLANCE_INTERVAL).await;
        }
        Ok(())
    }

    /// Whether a CSS selector finds anything now.
    pub async fn is_there(&self, css: &str) -> Result<bool> {
        Ok(self.how_many(css).await? > 0)
    }

    /// How many elements a CSS selector finds now.
    pub async fn how_many(&self, css: &str) -> Result<u64> {
        let script = "return document.querySelectorAll(arguments[0]).length";
        let count = self.window.evaluate(script, vec![json!(css)]).await?;
        count.as_u64().context("no count")
    }

    /// Waits until the cursor is in a field.
    pub async fn wait_for_focus(&self, field: &str) -> Result<()> {
        let css = format!("[data-test={field}]:focus, [data-test={field}] :focus");
        self.window.wait_for_css(&css).await.map(drop)
    }

    /// Waits until the list under a field offers something of this name first.
    pub async fn wait_for_option(&self, name: &str) -> Result<()> {
        let script = "return document.querySelector('[role=option]')?.innerText ?? ''";
        let started = Instant::now();
        loop {
            let first = self.window.evaluate(script, Vec::new()).await?;
            if first.as_str().is_some_and(|first| first.contains(name)) {
                return Ok(());
            }
            if started.elapsed() > LONG_PATIENCE {
                return Err(Failure::new(format!("{name} is not offered first, but {first}")));
            }
            sleep(GLANCE_INTERVAL).await;
        }
    }

    /// Waits until the window has come to a place, and returns what the address says behind it, such as the id behind
    /// `/person/`.
    pub async fn address_behind(&self, place: &str) -> Result<String> {
        let started = Instant::now();
        loop {
            let hash = self.window.evaluate("return location.hash", Vec::new()).await?;
            let path = hash.as_str().unwrap_or_default().split('?').next().unwrap_or_default();
            if let Some((_, behind)) = path.split_once(place) {
                return Ok(behind.to_owned());
            }
            if started.elapsed() > LONG_PATIENCE {
                return Err(Failure::new(format!("the window stays at {hash} and does not come to {place}")));
            }
            sleep(GLANCE_INTERVAL).await;
        }
    }

    /// Goes to a place of the rail.
    pub async fn go(&self, place: &str) -> Result<()> {
        self.window.click(&format!("nav-{place}")).await?;
        self.window.wait_for("page-title").await.map(drop)
    }

    /// Finds a person in the box of the header by initials and opens the person's page.
    pub async fn find_person(&self, initials: &str, name: &str) -> Result<String> {
        self.window.press(Key::F3).await?;
        self.window.type_text(initials).await?;
        self.window.wait_for_text("search-found", name).await?;
        for number in 1..=8 {
            let hit = format!("hit-{number}");
            let texts = self.window.texts(&hit).await?;
            if texts.iter().any(|text| text.contains(name)) {
                // A hand takes longer to the next key; what follows faster was read by a gun and chooses nothing.
                sleep(HAND).await;
                self.window.type_text(&number.to_string()).await?;
                break;
            }
        }
        self.window.wait_for_text("page-title", name).await?;
        self.address_behind("/person/").await
    }

    /// The paper that is shown: its file, and what it says.
    pub async fn shown_paper(&self) -> Result<(PathBuf, String)> {
        // Setting a paper takes a program without optimisation many times as long.
        self.wait_long("[data-test=paper-page]").await?;
        let path = self.window.wait_for("paper-path").await?.attr("data-path").await.context("no path")?;
        let path = PathBuf::from(path.context("the paper has no path")?);
        let text = pdf_text(&path).await?;
        Ok((path, text))
    }

    /// Closes the panel that is open.
    pub async fn close_panel(&self, name: &str) -> Result<()> {
        self.window.press(Key::Escape).await?;
        self.window.wait_until_gone(name).await
    }

    /// Changes the language and waits until the page is in it. While a window takes its new size a click may fall
    /// beside the switch, so it is repeated.
    pub async fn switch_language(&self, to: &str) -> Result<()> {
        let css = format!("html[lang^={to}]");
        let started = Instant::now();
        while !self.is_there(&css).await? && started.elapsed() < LONG_PATIENCE {
            self.window.click("language-switch").await?;
            let clicked = Instant::now();
            while !self.is_there(&css).await? && clicked.elapsed() < Duration::from_secs(3) {
                sleep(GLANCE_INTERVAL).await;
            }
        }
        self.window.wait_for_css(&css).await.map(drop)
    }

    /// Keeps a picture of this step, as it is once everything is painted.
    pub async fn picture(&self, step: &str) -> Result<()> {
        let painted = "const done = arguments[0];
            const twoFrames = () => requestAnimationFrame(() => requestAnimationFrame(done));
            Promise.allSettled([...document.images].map((image) => image.decode())).then(twoFrames);";
        let waited = self.window.client().execute_async(painted, Vec::new()).await;
        waited.context("the page does not paint")?;
        self.window.screenshot(step).await.map(drop)
    }

    /// Keeps pictures of this step on the smallest screen, in both languages.
    pub async fn small_pictures(&self, step: &str) -> Result<()> {
        // The switch takes the focus, which the next key needs where it was.
        self.window.evaluate("window.focusBefore = document.activeElement", Vec::new()).await?;
        self.window.resize(SMALL_SIZE.0, SMALL_SIZE.1).await?;
        self.picture(&format!("{step}-1024-zh")).await?;
        self.switch_language("en").await?;
        self.picture(&format!("{step}-1024-en")).await?;
        self.switch_language("zh").await?;
        self.window.resize(PAGE_SIZE.0, PAGE_SIZE.1).await?;
        let back = "window.focusBefore.focus(); window.focusBefore.select?.()";
        self.window.evaluate(back, Vec::new()).await.map(drop)
    }
}

/// What a PDF says, as somebody who prints it reads it.
async fn pdf_text(path: &Path) -> Result<String> {
    let read = Command::new("pdftotext").arg("-layout").arg(path).arg("-").output().await;
    let read = read.context("pdftotext does not start")?;
    if !read.status.success() {
        return Err(Failure::new(format!("{} is no PDF: {}", path.display(), String::from_utf8_lossy(&read.stderr))));
    }
    Ok(String::from_utf8_lossy(&read.stdout).into_owned())
}

/// Asserts that a paper says all of this.
pub fn says(paper: &str, words: &[&str]) {
    for word in words {
        assert!(paper.contains(word), "the paper says {word}:\n{paper}");
    }
}

fn as_text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}
