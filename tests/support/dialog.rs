//! Dialogs of the system, which are no part of the page and which WebDriver therefore cannot reach.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use crate::{Context, Display, Failure, Result};

const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE_INTERVAL: Duration = Duration::from_millis(100);

/// An open dialog of the system with the keyboard on it.
pub struct SystemDialog<'a> {
    display: &'a Display,
    title: String,
}

impl<'a> SystemDialog<'a> {
    /// Waits until a window with such a title stands, and gives it the keyboard as a window manager would.
    pub async fn titled(display: &'a Display, title: &str) -> Result<Self> {
        let dialog = Self { display, title: title.to_owned() };
        let started = Instant::now();
        while dialog.window().is_none_or(|window| xdotool(display, &["windowfocus", "--sync", &window]).is_err()) {
            if started.elapsed() > PATIENCE {
                return Err(Failure::new(format!("no dialog {title:?} comes up")));
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
        Ok(dialog)
    }

    /// The window, while it can be seen.
    fn window(&self) -> Option<String> {
        let found = xdotool(self.display, &["search", "--onlyvisible", "--name", &self.title]).ok()?;
        found.lines().next().map(str::to_owned)
    }

    /// Types the path of a file, as a person does who knows it, and accepts it. Repeated until the dialog is gone:
    /// while it draws itself, it drops keys.
    pub async fn choose(self, path: &str) -> Result<()> {
        let started = Instant::now();
        while self.window().is_some() {
            if started.elapsed() > PATIENCE {
                return Err(Failure::new(format!("the dialog does not take {path}")));
            }
            // The first stroke opens the line for a path; what an earlier try left in it is replaced.
            for keys in
                [&["key", "slash"][..], &["key", "ctrl+a"], &["type", "--delay", "15", path], &["key", "Return"]]
            {
                // The dialog may close between two keys.
                let _ = xdotool(self.display, keys);
                tokio::time::sleep(GLANCE_INTERVAL * 3).await;
            }
            tokio::time::sleep(GLANCE_INTERVAL * 5).await;
        }
        Ok(())
    }
}

/// What xdotool answers; an error if it finds nothing.
fn xdotool(display: &Display, arguments: &[&str]) -> Result<String> {
    let output = Command::new("xdotool").env("DISPLAY", display.name()).args(arguments).output();
    let output = output.context("xdotool does not start")?;
    if !output.status.success() {
        return Err(Failure::new(format!("xdotool {arguments:?}: {}", String::from_utf8_lossy(&output.stderr))));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
