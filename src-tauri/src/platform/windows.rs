//! Windows.

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
