//! A walk through the main screens on a display in memory, for machines without a screen.
//!
//! It only looks: nothing is registered, collected or settled, so the demonstration stays as it is.

use std::{env, path::PathBuf, process::ExitCode, time::Duration};

use system_tests::{Context, Demonstration, Display, Key, Result, Window, WindowSettings};

/// A usual screen, and the smallest that the program supports.
const SIZES: [(u32, u32); 2] = [(1366, 768), (1024, 600)];
const LANGUAGES: [&str; 2] = ["zh", "en"];

/// Name of the picture and address of the screen.
const SCREENS: &[(&str, &str)] = &[
    ("desk", "/desk"),
    ("enrolment", "/enrolment"),
    ("register", "/enrolment/new"),
    ("roster", "/enrolment/import"),
    ("premiums", "/premiums"),
    ("inpatient", "/inpatient"),
    ("settlements", "/settlements"),
    ("transfer", "/transfer"),
];

/// Typed into the search box for a picture of what it finds; common initials in any township.
const SEARCHED: &str = "wx";

const ROW_PATIENCE: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> ExitCode {
    match walk().await {
        Ok(pictures) => {
            println!("{} pictures:", pictures.len());
            for picture in pictures {
                println!("  {}", picture.display());
            }
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn walk() -> Result<Vec<PathBuf>> {
    let data_dir = env::var_os("NONGHE_DATA_DIR").context("NONGHE_DATA_DIR names no township")?;
    let data_dir = PathBuf::from(data_dir);
    let demonstration = Demonstration::read(&data_dir)?;
    let mut pictures = Vec::new();
    for (width, height) in SIZES {
        let display = Display::start(width, height)?;
        let settings = WindowSettings::on_data(&data_dir)?.artefacts("tour");
        let window = Window::open(&display, &settings).await?;
        window.resize(width, height).await?;
        window.wait_for("sign-in-enter").await?;
        pictures.push(window.screenshot(&format!("sign-in-{width}")).await?);
        window.sign_in(demonstration.operator(0)?).await?;
        for language in LANGUAGES {
            choose_language(&window, language).await?;
            let suffix = format!("{width}-{language}");
            pictures.extend(photograph(&window, suffix).await?);
        }
        window.close().await?;
    }
    Ok(pictures)
}

async fn choose_language(window: &Window, language: &str) -> Result<()> {
    let current = window.evaluate("return document.documentElement.lang", Vec::new()).await?;
    if current.as_str().is_some_and(|now| now.starts_with(language)) {
        return Ok(());
    }
    window.click("language-switch").await
}

/// Pictures of one window in one language.
struct Album<'a> {
    window: &'a Window,
    suffix: String,
    pictures: Vec<PathBuf>,
}

impl Album<'_> {
    async fn add(&mut self, name: &str) -> Result<()> {
        self.window.wait_until_still().await?;
        let name = format!("{name}-{}", self.suffix);
        self.pictures.push(self.window.screenshot(&name).await?);
        Ok(())
    }

    /// Opens the first row of the list on the screen, if it has one: a township that was just
    /// created may have nobody in hospital and no settlement.
    async fn open_first(&self, list: &str) -> Result<bool> {
        let row = format!("{list}-row");
        if !self.window.appears(&row, ROW_PATIENCE).await? {
            return Ok(false);
        }
        let before = self.address().await?;
        self.window.click(&row).await?;
        while self.address().await? == before {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(true)
    }

    async fn address(&self) -> Result<String> {
        let hash = self.window.evaluate("return location.hash.slice(1)", Vec::new()).await?;
        Ok(hash.as_str().unwrap_or_default().to_owned())
    }
}

async fn photograph(window: &Window, suffix: String) -> Result<Vec<PathBuf>> {
    let mut album = Album { window, suffix, pictures: Vec::new() };
    for (name, address) in SCREENS {
        window.open_screen(address).await?;
        album.add(name).await?;
    }

    window.open_screen("/desk").await?;
    window.press(Key::F3).await?;
    window.type_text(SEARCHED).await?;
    window.wait_for("search-found").await?;
    album.add("search").await?;
    window.press(Key::Escape).await?;

    window.open_screen("/enrolment").await?;
    if album.open_first("households").await? {
        album.add("household").await?;
        if album.open_first("members").await? {
            album.add("person").await?;
        }
    }
    window.open_screen("/inpatient").await?;
    if album.open_first("stays").await? {
        album.add("charges").await?;
        let stay = album.address().await?;
        window.open_screen(&format!("{stay}/discharge")).await?;
        album.add("discharge").await?;
    }
    window.open_screen("/settlements").await?;
    if album.open_first("settlements").await? {
        album.add("settlement").await?;
        window.click("settlement-why").await?;
        window.wait_for("why-panel").await?;
        album.add("why").await?;
        window.click("panel-close").await?;
    }
    Ok(album.pictures)
}
