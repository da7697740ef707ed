//! Windows.

use super::{Errand, Printer};
use nonghe_clinic::Trouble;
use nonghe_clinic::views::Density;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// Makes a folder that only this user can look into: the user's data folder gives its permissions on.
pub fn make_private_dir(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)
}

/// The command that shows a file.
pub fn viewer_of(file: &Path) -> Option<Command> {
    let mut command = Command::new("explorer.exe");
    command.arg(file);
    Some(command)
}

/// Printers that this computer knows. Not there yet on Windows: papers open as PDF.
pub fn printers() -> Result<Vec<Printer>, Trouble> {
    Err(Trouble::NotThereYet)
}

/// Whether a printer takes papers now.
pub fn look_at(_printer: &str) -> Result<(), Trouble> {
    Err(Trouble::NotThereYet)
}

/// The option that makes a printer print lighter or darker.
pub fn density_option(_printer: &str, _density: Density) -> Option<String> {
    None
}

/// Hands a file over.
pub fn send(_errand: &Errand<'_>) -> Result<String, Trouble> {
    Err(Trouble::NotThereYet)
}

/// Whether a job has left its printer's queue.
pub fn is_gone(_printer: &str, _job: &str) -> Result<bool, Trouble> {
    Err(Trouble::NotThereYet)
}

/// Takes a job out of the queue.
pub fn cancel(_job: &str) -> bool {
    false
}
