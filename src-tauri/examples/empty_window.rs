//! The least that a window of this kind costs: the same web view with a blank page and no data.
//!
//! Prints the milliseconds from its start until the page has been drawn, and ends. The program's own start is measured
//! against it, and both count the same: a frame was drawn, and the next one has begun.

use std::borrow::Cow;
use std::time::Instant;
use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::{App, Assets, Context, WebviewWindowBuilder, Wry};

const BLANK: &[u8] = b"<!doctype html><html lang=\"zh-CN\"><script src=\"drawn.js\"></script></html>";
const TELL: &[u8] = b"requestAnimationFrame(() => requestAnimationFrame(() => (document.title = 'drawn')));";

/// One blank page, whatever is asked for, and its script.
struct Blank;

impl Assets<Wry> for Blank {
    fn setup(&self, _app: &App) {}

    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        Some(Cow::Borrowed(if key.as_ref().split('.').next_back() == Some("js") { TELL } else { BLANK }))
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(std::iter::empty())
    }

    fn csp_hashes(&self, _html_path: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}

fn main() -> tauri::Result<()> {
    let started = Instant::now();
    let mut context: Context = tauri::generate_context!();
    context.set_assets(Box::new(Blank));
    // Made by hand instead, for only then can its title be heard.
    let windows = std::mem::take(&mut context.config_mut().app.windows);
    tauri::Builder::default()
        .setup(move |app| {
            for window in &windows {
                let handle = app.handle().clone();
                WebviewWindowBuilder::from_config(app.handle(), window)?
                    .on_document_title_changed(move |_, title| {
                        if title == "drawn" {
                            println!("{}", started.elapsed().as_millis());
                            handle.exit(0);
                        }
                    })
                    .build()?;
            }
            Ok(())
        })
        .run(context)
}
