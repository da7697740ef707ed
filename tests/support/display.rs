//! A screen in memory.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use crate::{Failure, Result, Running};

const START_PATIENCE: Duration = Duration::from_secs(20);

/// An X display of a given size that nothing else uses.
pub struct Display {
    server: Running,
    name: String,
}

impl Display {
    /// Starts a display of so many pixels. The server chooses a free number and says which.
    pub fn start(width: u32, height: u32) -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"]).args([
            "-screen",
            "0",
            &format!("{width}x{height}x24"),
        ]);
        let mut server = Running::start("xvfb", &mut command)?;
        let started = Instant::now();
        loop {
            // The number is a line of its own; complaints may stand around it.
            let log = server.log();
            let complete = &log[..log.rfind('\n').map_or(0, |end| end + 1)];
            if let Some(number) = complete.lines().find_map(|line| line.parse::<u32>().ok()) {
                let name = format!(":{number}");
                return Ok(Self { server, name });
            }
            server.expect_alive()?;
            if started.elapsed() > START_PATIENCE {
                return Err(Failure::new(format!("Xvfb does not answer\n{log}")));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The value of `DISPLAY` for programs that shall appear here.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server's process id.
    pub fn id(&self) -> u32 {
        self.server.id()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_displays_have_two_names() -> Result<()> {
        let (small, large) = (Display::start(1024, 600)?, Display::start(1366, 768)?);
        assert_ne!(small.name(), large.name());
        Ok(())
    }
}
