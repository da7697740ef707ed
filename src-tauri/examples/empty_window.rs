//! The least that a window of this kind costs: the same web view with a blank page and no data.
//!
//! Prints the milliseconds from its start until the page is there, and ends. The program's own start is measured
//! against it.

use std::borrow::Cow;
use std::time::Instant;
use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::webview::PageLoadEvent;
use tauri::{App, Assets, Context, Manager as _, Wry};

const BLANK: &[u8] = b"<!doctype html><html lang=\"zh-CN\"><title>blank</title></html>";

/// One blank page, whatever is asked for.
struct Blank;

impl Assets<Wry> for Blank {
    fn setup(&self, _app: &App) {}

    fn get(&self, _key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        Some(Cow::Borrowed(BLANK))
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
    tauri::Builder::default()
        .on_page_load(move |webview, page| {
            if page.event() == PageLoadEvent::Finished {
                println!("{}", started.elapsed().as_millis());
                webview.app_handle().exit(0);
            }
        })
        .run(context)
}
