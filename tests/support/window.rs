//! The real window, driven as a person would: by what is on it, with mouse and keys.
//!
//! Elements are named by their `data-test` attribute, so that neither wording nor layout breaks a
//! test. When a step fails, the picture and the source of the page are kept beside the message.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};

use crate::{
    Context, DemonstrationOperator, Display, Failure, Result, Running, artefact_dir, free_port, program,
    running::{descendants_of, has_ended, last_lines, send_signal},
};

/// How long an element or a text may take to appear. Most appear within a tenth of a second; the
/// rest is for a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_secs(15);
const START_PATIENCE: Duration = Duration::from_mins(1);
const GLANCE_INTERVAL: Duration = Duration::from_millis(40);
const STILLNESS: Duration = Duration::from_millis(250);

const TEXTS: &str = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim());";

/// What a window is opened with.
#[derive(Clone, Debug)]
pub struct WindowSettings {
    /// The program; `nonghe-desktop` unless a test says otherwise.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Its variables, in addition to those of the test.
    pub environment: Vec<(String, String)>,
    /// The folder below `target/` for pictures and page sources.
    pub artefacts: String,
}

impl WindowSettings {
    /// The desktop program on the given data folder.
    pub fn on_data(data_dir: &Path) -> Result<Self> {
        let data_dir = data_dir.display().to_string();
        Ok(Self {
            program: program("nonghe-desktop")?,
            arguments: Vec::new(),
            environment: vec![("NONGHE_DATA_DIR".to_owned(), data_dir)],
            artefacts: "e2e".to_owned(),
        })
    }

    /// Adds a variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Keeps pictures in another folder below `target/`.
    #[must_use]
    pub fn artefacts(mut self, folder: &str) -> Self {
        folder.clone_into(&mut self.artefacts);
        self
    }
}

/// Keeps a spot of one pixel changing for a moment.
const PAINT: &str = "const spot = document.createElement('i'); document.documentElement.append(spot); let turn = 0;
    Object.assign(spot.style, { position: 'fixed', left: 0, top: 0, width: '1px', height: '1px', zIndex: 9999 });
    const change = () => {
        spot.style.background = turn++ % 2 ? '#ffffff' : '#fefefe';
        turn < 50 ? setTimeout(change, 20) : spot.remove();
    };
    change();";

/// An open window of the program.
pub struct Window {
    client: Client,
    driver: Running,
    program: PathBuf,
    artefact_dir: PathBuf,
}

impl Window {
    /// Starts a driver of its own on the display, and through it the program.
    pub async fn open(display: &Display, settings: &WindowSettings) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", display.name())
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(settings.environment.iter().cloned());
        let mut driver = Running::start("webdriver", &mut command)?;
        wait_for_port(&mut driver, port).await?;

        let capabilities = json!({
            "browserName": "wry",
            "webkitgtk:browserOptions": {
                "binary": settings.program,
                "args": settings.arguments,
            },
        });
        let Value::Object(capabilities) = capabilities else {
            return Err(Failure::new("the capabilities are no object"));
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let url = format!("http://127.0.0.1:{port}");
        let session = builder.capabilities(capabilities);
        let client = match timeout(START_PATIENCE, session.connect(&url)).await {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => return Err(not_opened(settings, &driver, &error.to_string())),
            Err(_) => return Err(not_opened(settings, &driver, "it does not answer")),
        };
        Ok(Self { client, driver, program: settings.program.clone(), artefact_dir: artefact_dir(&settings.artefacts)? })
    }

    /// The WebDriver client, for what has no method here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Closes the window as its user would, and waits until the program has ended.
    pub async fn close(self) -> Result<()> {
        let process = self.process_id();
        let closed = self.client.clone().close().await;
        closed.context("cannot close the window")?;
        let Some(process) = process else {
            return Ok(());
        };
        let started = Instant::now();
        while Path::new("/proc").join(process.to_string()).exists() {
            if started.elapsed() > PATIENCE {
                return Err(Failure::new("the program goes on after its window was closed"));
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
        Ok(())
    }

    /// Signs an operator in and waits until the frame stands.
    pub async fn sign_in(&self, operator: &DemonstrationOperator) -> Result<()> {
        self.fill("sign-in-initials", &operator.initials).await?;
        self.fill("sign-in-pin", &operator.pin).await?;
        self.click("sign-in-enter").await?;
        self.wait_for("page-title").await.map(drop)
    }

    /// Opens a screen by its address within the program, such as `/enrolment/new`, and waits until
    /// its title can be seen.
    pub async fn open_screen(&self, address: &str) -> Result<()> {
        let script = "location.hash = arguments[0];";
        self.evaluate(script, vec![json!(address)]).await?;
        self.wait_for("page-title").await.map(drop)
    }

    /// Waits until the screen has a title and has shown the same text for a moment, so that a
    /// picture shows it as a person would see it.
    pub async fn wait_until_still(&self) -> Result<()> {
        let script = "const title = document.querySelector(arguments[0]); \
            return title && title.innerText.trim() ? document.body.innerText : '';";
        let started = Instant::now();
        let (mut shown, mut since) = (String::new(), Instant::now());
        while started.elapsed() < PATIENCE {
            let text = self.evaluate(script, vec![json!(by_name("page-title"))]).await?;
            let text = text.as_str().unwrap_or_default();
            if text != shown {
                text.clone_into(&mut shown);
                since = Instant::now();
            } else if !shown.is_empty() && since.elapsed() >= STILLNESS {
                return Ok(());
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
        Err(self.failure("the screen does not come to rest".to_owned()).await)
    }

    /// The process of the program itself, while it lives.
    pub fn process_id(&self) -> Option<u32> {
        let program = fs::canonicalize(&self.program).ok()?;
        self.driver
            .descendants()
            .into_iter()
            .find(|process| fs::read_link(format!("/proc/{process}/exe")).is_ok_and(|exe| exe == program))
    }

    /// The program and the processes that it started: the web view's.
    pub fn processes(&self) -> Vec<u32> {
        let Some(program) = self.process_id() else { return Vec::new() };
        let mut found = descendants_of(program);
        found.push(program);
        found
    }

    /// Kills the program where it stands, and waits until the system has taken back what it held. The window is of no
    /// use afterwards.
    pub async fn kill_program(&self) -> Result<()> {
        let process = self.process_id().context("the program is not running")?;
        send_signal("KILL", &[process])?;
        let started = Instant::now();
        while !has_ended(process) {
            if started.elapsed() > PATIENCE {
                return Err(Failure::new("the killed program does not end"));
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
        Ok(())
    }

    /// Waits until the element is there and can be seen.
    pub async fn wait_for(&self, name: &str) -> Result<Element> {
        self.wait_for_css(&by_name(name)).await
    }

    /// Waits until an element that a CSS selector names is there and can be seen.
    pub async fn wait_for_css(&self, css: &str) -> Result<Element> {
        match self.seen_within(css, PATIENCE).await? {
            Some(element) => Ok(element),
            None => Err(self.failure(format!("{css} does not appear")).await),
        }
    }

    /// Whether such an element can be seen within the given time, for what need not be there.
    pub async fn appears(&self, name: &str, within: Duration) -> Result<bool> {
        Ok(self.seen_within(&by_name(name), within).await?.is_some())
    }

    /// Waits until no such element can be seen.
    pub async fn wait_until_gone(&self, name: &str) -> Result<()> {
        self.wait_until_gone_css(&by_name(name)).await
    }

    /// Waits until nothing that a CSS selector names can be seen.
    pub async fn wait_until_gone_css(&self, css: &str) -> Result<()> {
        let started = Instant::now();
        while self.seen_within(css, Duration::ZERO).await?.is_some() {
            if started.elapsed() > PATIENCE {
                return Err(self.failure(format!("{css} stays")).await);
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
        Ok(())
    }

    /// Waits until the element shows a text that contains `part`, and returns the whole text.
    pub async fn wait_for_text(&self, name: &str, part: &str) -> Result<String> {
        let started = Instant::now();
        loop {
            let texts = self.texts_at_a_glance(name).await?;
            if let Some(text) = texts.iter().find(|text| text.contains(part)) {
                return Ok(text.clone());
            }
            if started.elapsed() > PATIENCE {
                let sentence = format!("{name} does not come to show {part:?}; it shows {texts:?}");
                return Err(self.failure(sentence).await);
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
    }

    /// Clicks the element as soon as it can be seen. A layer that is just fading may lie over it
    /// at first, so the click is repeated until the driver accepts it.
    pub async fn click(&self, name: &str) -> Result<()> {
        self.click_css(&by_name(name)).await
    }

    /// Clicks an element that a CSS selector names, once it stands still: a menu that is just opening would let the click
    /// fall on the line beside it.
    pub async fn click_css(&self, css: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            let element = self.wait_for_css(css).await?;
            let place = element.rectangle().await.ok();
            tokio::time::sleep(GLANCE_INTERVAL).await;
            if element.rectangle().await.ok() != place && started.elapsed() < PATIENCE {
                continue;
            }
            let error = match element.click().await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            if started.elapsed() > PATIENCE {
                return Err(self.failure(format!("cannot click {css}: {error}")).await);
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
    }

    /// Replaces the content of a field by typing. The name may be that of the field or of what is
    /// around it. (`Element::clear` would not tell the page that something changed.)
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let css = field_in(name);
        self.click_css(&css).await?;
        self.press_with(Key::Control, 'a').await?;
        if text.is_empty() {
            return self.press(Key::Delete).await;
        }
        let field = self.wait_for_css(&css).await?;
        match field.send_keys(text).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failure(format!("cannot type into {css}: {error}")).await),
        }
    }

    /// Types into whatever has the focus, as a person at the keyboard.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        let keys = text
            .chars()
            .fold(keyboard(), |keys, value| keys.then(KeyAction::Down { value }).then(KeyAction::Up { value }));
        self.perform(keys, text).await
    }

    /// Presses one key, such as [`Key::F9`].
    pub async fn press(&self, key: Key) -> Result<()> {
        let value = char::from(key);
        let keys = keyboard().then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.perform(keys, &format!("{key:?}")).await
    }

    /// Presses a key while a modifier is held, such as Alt and `1`.
    pub async fn press_with(&self, modifier: Key, value: char) -> Result<()> {
        let held = char::from(modifier);
        let keys = keyboard()
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        self.perform(keys, &format!("{modifier:?}+{value}")).await
    }

    /// What the element shows, once it can be seen. (The driver's own text is empty for some
    /// table cells.)
    pub async fn text(&self, name: &str) -> Result<String> {
        self.wait_for(name).await?;
        let texts = self.texts(name).await?;
        texts.into_iter().next().context(format_args!("{name} is gone again"))
    }

    /// What all elements of that name show now, in the order of the page.
    pub async fn texts(&self, name: &str) -> Result<Vec<String>> {
        let texts = self.evaluate(TEXTS, vec![json!(by_name(name))]).await?;
        serde_json::from_value(texts).context(format_args!("the texts of {name}"))
    }

    /// What a field contains.
    pub async fn value(&self, name: &str) -> Result<String> {
        let field = self.wait_for_css(&field_in(name)).await?;
        let value = field.prop("value").await;
        Ok(value.context(format_args!("the value of {name}"))?.unwrap_or_default())
    }

    /// How many elements of that name there are now.
    pub async fn count(&self, name: &str) -> Result<usize> {
        Ok(self.find_all(&by_name(name)).await?.len())
    }

    /// Runs JavaScript in the page and returns its value.
    pub async fn evaluate(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        match self.client.execute(script, arguments).await {
            Ok(value) => Ok(value),
            Err(error) => Err(self.failure(format!("the page's script: {error}")).await),
        }
    }

    /// Gives the window another size, in pixels of the screen.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        match self.client.set_window_rect(0, 0, width, height).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failure(format!("cannot resize: {error}")).await),
        }
    }

    /// Keeps a picture of the page and returns its path.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let path = self.artefact_dir.join(format!("{name}.png"));
        // The driver waits for the page to be painted once more, and a page at rest is not.
        self.client.execute(PAINT, Vec::new()).await.context("no spot")?;
        let picture = self.client.screenshot().await.context("no picture")?;
        fs::write(&path, picture).context(format_args!("cannot write {}", path.display()))?;
        Ok(path)
    }

    async fn seen_within(&self, css: &str, patience: Duration) -> Result<Option<Element>> {
        let started = Instant::now();
        loop {
            for element in self.find_all(css).await? {
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(Some(element));
                }
            }
            if started.elapsed() >= patience {
                return Ok(None);
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
    }

    async fn find_all(&self, css: &str) -> Result<Vec<Element>> {
        match self.client.find_all(Locator::Css(css)).await {
            Ok(elements) => Ok(elements),
            Err(_) => self.look_again(css).await,
        }
    }

    async fn texts_at_a_glance(&self, name: &str) -> Result<Vec<String>> {
        let answer = self.client.execute(TEXTS, vec![json!(by_name(name))]).await;
        match answer.map(serde_json::from_value) {
            Ok(Ok(texts)) => Ok(texts),
            _ => self.look_again(name).await,
        }
    }

    /// An error while waiting means that the page is just changing, unless the program has ended.
    async fn look_again<T>(&self, what: &str) -> Result<Vec<T>> {
        if self.process_id().is_some() {
            return Ok(Vec::new());
        }
        let sentence = format!("the program ended while the test looked for {what}");
        Err(self.failure(sentence).await)
    }

    async fn perform(&self, keys: KeyActions, what: &str) -> Result<()> {
        match self.client.perform_actions(keys).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.failure(format!("cannot press {what}: {error}")).await),
        }
    }

    /// Keeps what the page looks like now, and says where.
    async fn failure(&self, sentence: String) -> Failure {
        static FAILURES: AtomicU32 = AtomicU32::new(0);
        let number = FAILURES.fetch_add(1, Ordering::Relaxed);
        let name = format!("failure-{}-{number}", std::process::id());
        let mut lines = vec![sentence];
        if let Ok(path) = self.screenshot(&name).await {
            lines.push(format!("  picture: {}", path.display()));
        }
        if let Ok(source) = self.client.source().await {
            let path = self.artefact_dir.join(format!("{name}.html"));
            if fs::write(&path, source).is_ok() {
                lines.push(format!("  source:  {}", path.display()));
            }
        }
        let log = self.driver.log();
        if !log.is_empty() {
            lines.push(format!("  log:     {}", self.driver.log_path().display()));
            lines.push(last_lines(&log, 10));
        }
        Failure::new(lines.join("\n"))
    }
}

fn by_name(name: &str) -> String {
    format!("[data-test=\"{name}\"]")
}

fn field_in(name: &str) -> String {
    let name = by_name(name);
    format!("input{name}, textarea{name}, {name} input, {name} textarea")
}

fn keyboard() -> KeyActions {
    KeyActions::new("keyboard".to_owned())
}

fn not_opened(settings: &WindowSettings, driver: &Running, why: &str) -> Failure {
    Failure::new(format!(
        "{} does not open its window: {why}\n{}",
        settings.program.display(),
        last_lines(&driver.log(), 20)
    ))
}

async fn wait_for_port(driver: &mut Running, port: u16) -> Result<()> {
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        driver.expect_alive()?;
        if started.elapsed() > START_PATIENCE {
            return Err(Failure::new("WebKitWebDriver does not listen"));
        }
        tokio::time::sleep(GLANCE_INTERVAL).await;
    }
    Ok(())
}
