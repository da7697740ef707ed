//! Debian-based desktops.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::process::Command;

const VIEWER: &str = "xdg-open";

/// Makes a folder that only this user can look into.
pub fn make_private_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// The command that shows a file, where there is a screen and a program for it.
pub fn viewer_of(file: &Path) -> Option<Command> {
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let folders = std::env::var_os("PATH")?;
    let viewer = std::env::split_paths(&folders).map(|folder| folder.join(VIEWER)).find(|path| path.is_file())?;
    has_screen.then(|| {
        let mut command = Command::new(viewer);
        command.arg(file);
        command
    })
}
