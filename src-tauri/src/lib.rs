//! The shell: a window, the state behind it, and commands that parse, call the clinic once and answer.
//!
//! The main thread belongs to the window. Whatever reads or writes data runs beside it, and a fault in one command
//! becomes a coded sentence on the screen, never the end of the program.

#[cfg(feature = "bridge")]
pub mod bridge;
mod clock;
mod commands;
mod desk;
mod devices;
mod errors;
mod exchange;
mod news;
mod papers;
mod platform;
mod printing;
mod usable;

use clock::Clock;
use desk::Desk;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tauri::plugin::{Builder as PluginBuilder, TauriPlugin};
use tauri::{AppHandle, Emitter as _, Url, Wry};
use tracing_subscriber::EnvFilter;

/// Names the data folder, in place of the system's folder for data of this user.
const DATA_DIR: &str = "NONGHE_DATA_DIR";
/// What is logged if `RUST_LOG` says nothing.
const LOGGED: &str = "info,typst=warn,tao=warn,wry=warn";

/// Opens the window and returns when it was closed.
pub fn run() -> tauri::Result<()> {
    let clock = Clock::start();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOGGED));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let context = tauri::generate_context!();
    let window = Arc::new(OnceLock::new());
    let desk = desk(&context.config().identifier, clock, Arc::clone(&window))?;
    let app = tauri::Builder::default()
        .plugin(stay_inside())
        .plugin(painted_by_the_processor())
        .invoke_handler(commands::handler())
        .manage(desk)
        .build(context)?;
    // Nobody set it before.
    let _ = window.set(app.handle().clone());
    app.run(|_, _| {});
    Ok(())
}

/// The state behind the window. The database is opened while the toolkit is still being started, which leaves a core
/// free; a moment later the web view needs them all.
fn desk(identifier: &str, clock: Clock, window: Arc<OnceLock<AppHandle>>) -> tauri::Result<Desk> {
    let dir = match std::env::var_os(DATA_DIR) {
        Some(dir) => PathBuf::from(dir),
        // The same as `app_local_data_dir`, which there is only later.
        None => dirs::data_local_dir().ok_or(tauri::Error::UnknownPath)?.join(identifier),
    };
    let desk = Desk::new(dir, clock, move |news| {
        // Nobody hears what is told before there is a window; it asks for what it shows when it is there.
        let Some(window) = window.get() else { return };
        if let Err(error) = window.emit(news.event(), &news) {
            tracing::warn!(%error, event = news.event(), "the window did not hear");
        }
    });
    desk.open_in_background()?;
    Ok(desk)
}

/// The web view shows the program and nothing else, whatever a page asks for.
fn stay_inside() -> TauriPlugin<Wry> {
    PluginBuilder::new("stay-inside").on_navigation(|_, url| is_own_page(url)).build()
}

/// A desk is text and lines, which the processor paints sooner than it hands them to a graphics card that many of
/// these computers do not have (docs/adr/0019).
fn painted_by_the_processor() -> TauriPlugin<Wry> {
    PluginBuilder::new("painted-by-the-processor").on_webview_ready(|view| platform::paint_by_processor(&view)).build()
}

fn is_own_page(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")) => true,
        // `make ui-window`: the interface comes from its own server.
        ("http", Some("localhost")) => cfg!(debug_assertions) && url.port() == Some(1420),
        ("about", _) => url.as_str() == "about:blank",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::is_own_page;

    #[test]
    fn the_web_view_opens_only_the_program() {
        let rows = [
            ("tauri://localhost/index.html#/desk", true),
            ("http://tauri.localhost/", true),
            ("http://tauri.localhost.example.com/", false),
            ("https://example.com/", false),
            ("http://localhost:8650/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("about:blank", true),
        ];
        for (url, own) in rows {
            assert_eq!(is_own_page(&url.parse().unwrap()), own, "{url}");
        }
    }
}
