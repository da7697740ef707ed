//! A walk through the main screens on a display in memory, for machines without a screen.
//!
//! It only looks: nothing is registered, collected or settled, so the demonstration stays as it is.

use std::{env, path::PathBuf, process::ExitCode, time::Duration};

use system_tests::{Context, Demonstration, Display, Result, Window, WindowSettings};

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

/// Lists whose first row leads to a screen worth seeing: the place, the list, the picture.
const OBJECTS: &[(&str, &str, &str)] = &[
    ("/enrolment", "households", "household"),
    ("/inpatient", "stays", "charges"),
    ("/settlements", "settlements", "settlement"),
];

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
            pictures.extend(photograph(&window, &suffix).await?);
        }
        window.close().await?;
    }
    Ok(pictures)
}

async fn choose_language(window: &Window, language: &str) -> Result<()> {
    let current = window
        .evaluate("return document.documentElement.lang", Vec::new())
        .await?;
    if current.as_str().is_some_and(|now| now.starts_with(language)) {
        return Ok(());
    }
    window.click("language-switch").await
}

async fn photograph(window: &Window, suffix: &str) -> Result<Vec<PathBuf>> {
    let mut pictures = Vec::new();
    for (name, address) in SCREENS {
        window.open_screen(address).await?;
        pictures.push(window.screenshot(&format!("{name}-{suffix}")).await?);
    }
    for (address, list, name) in OBJECTS {
        window.open_screen(address).await?;
        let row = format!("{list}-row");
        // A township that was just created has nobody in hospital and no settlement yet.
        if !window.appears(&row, ROW_PATIENCE).await? {
            continue;
        }
        window.click(&row).await?;
        window.wait_for("page-title").await?;
        pictures.push(window.screenshot(&format!("{name}-{suffix}")).await?);
    }
    Ok(pictures)
}
