//! What each system does in its own way.

#[cfg(unix)]
mod cups;
#[cfg(target_os = "linux")]
mod webkit;
#[cfg(target_os = "linux")]
pub use webkit::paint_by_processor;
#[cfg(unix)]
mod density;
#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub use cups::{cancel, density_option, is_gone, look_at, printers, send};
#[cfg(unix)]
pub use unix::{make_private_dir, viewer_of};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub use windows::{cancel, density_option, is_gone, look_at, make_private_dir, printers, send, viewer_of};

/// Other web views find out by themselves what paints soonest.
#[cfg(not(target_os = "linux"))]
pub const fn paint_by_processor(_view: &tauri::Webview) {}

use nonghe_clinic::Trouble;
use std::path::Path;

/// A printer that the system knows, and what is wrong with it, if anything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// Its name.
    pub name: String,
    /// Why it takes no papers now.
    pub trouble: Option<Trouble>,
}

/// A file that is to be printed.
#[derive(Debug, Clone, Copy)]
pub struct Errand<'a> {
    /// Name of the printer.
    pub printer: &'a str,
    /// The PDF.
    pub file: &'a Path,
    /// What the printing system shows in its list: a number, nobody's name.
    pub title: &'a str,
    /// How many.
    pub copies: u32,
    /// Size of the sheet, as the printing system names it.
    pub media: &'a str,
    /// The printer's own option that makes it print lighter or darker, with its value.
    pub density: Option<&'a str>,
}
