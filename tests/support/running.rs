//! A child process that cannot outlive the test.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use crate::{Context, Failure, Result, artefact_dir};

/// A started program. Dropping it kills it and everything that it started in turn.
pub struct Running {
    name: String,
    child: Child,
    log_path: PathBuf,
}

impl Running {
    /// Starts the program; both its outputs go to a log of its own under `target/test-logs`.
    pub fn start(name: &str, command: &mut Command) -> Result<Self> {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let log_path = artefact_dir("test-logs")?.join(format!("{name}-{}-{number}.log", std::process::id()));
        let log = File::create(&log_path).context(format_args!("cannot write {}", log_path.display()))?;
        let errors = log.try_clone().context("cannot share a log")?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn()
            .context(format_args!("cannot start {name}"))?;
        Ok(Self { name: name.to_owned(), child, log_path })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where the program's outputs go.
    pub fn log_path(&self) -> &Path {
        &self.log_path
    }

    /// What the program has printed so far.
    pub fn log(&self) -> String {
        fs::read(&self.log_path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// The exit status, once the program has ended.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().context(format_args!("cannot ask for {}", self.name))
    }

    /// A failure with the end of the log, if the program is no longer there.
    pub fn expect_alive(&mut self) -> Result<()> {
        match self.ended()? {
            None => Ok(()),
            Some(status) => Err(Failure::new(format!(
                "{} ended with {status}; its last words:\n{}",
                self.name,
                last_lines(&self.log(), 30)
            ))),
        }
    }

    /// Kills the program as a power cut would: no signal handler runs.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill().and_then(|()| self.child.wait().map(drop)).context(format_args!("cannot kill {}", self.name))
    }

    /// Asks the program to end by a signal, such as `TERM`, and waits until it has.
    pub fn stop(&mut self, signal: &str, patience: Duration) -> Result<ExitStatus> {
        send_signal(signal, &[self.id()])?;
        let started = Instant::now();
        while started.elapsed() < patience {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err(Failure::new(format!("{} did not end within {patience:?} of SIG{signal}", self.name)))
    }

    /// The processes below this one, nearest first.
    pub fn descendants(&self) -> Vec<u32> {
        descendants_of(self.id())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        // Asked for first: when the parent is gone, its children no longer name it.
        let below = self.descendants();
        // Nothing can be done about an error while a test unwinds.
        let _ = self.kill();
        if !below.is_empty() {
            let _ = send_signal("KILL", &below);
        }
    }
}

/// Sends a signal by its name, without `SIG`.
pub(crate) fn send_signal(signal: &str, processes: &[u32]) -> Result<()> {
    let status = Command::new("kill")
        .args(["-s", signal])
        .args(processes.iter().map(u32::to_string))
        .stderr(Stdio::null())
        .status()
        .context("cannot start kill")?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("no process of {processes:?} is left")))
}

/// Whether nothing of a process is left, or only what its parent has not yet looked at.
pub(crate) fn has_ended(process: u32) -> bool {
    let Ok(status) = fs::read_to_string(format!("/proc/{process}/stat")) else { return true };
    let is_zombie = status.rsplit(") ").next().is_some_and(|rest| rest.starts_with('Z'));
    // Files stay locked until the last thread has ended.
    is_zombie && fs::read_dir(format!("/proc/{process}/task")).is_ok_and(|threads| threads.count() <= 1)
}

pub(crate) fn descendants_of(root: u32) -> Vec<u32> {
    let pairs: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|process| Some((parent_of(process)?, process)))
        .collect();
    let mut found = vec![root];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(pairs.iter().filter(|pair| pair.0 == parent).map(|pair| pair.1));
        next += 1;
    }
    found.remove(0);
    found
}

/// The fourth field of `/proc/<id>/stat`. The second, the name in brackets, may hold anything.
fn parent_of(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let after_name = &stat[stat.rfind(')')? + 1..];
    after_name.split_whitespace().nth(1)?.parse().ok()
}

pub(crate) fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_a_program_ends_what_it_started() -> Result<()> {
        let mut shell = Command::new("sh");
        let running = Running::start("shell", shell.args(["-c", "sleep 60 & sleep 60 & wait"]))?;
        let started = Instant::now();
        while running.descendants().len() < 2 && started.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(5));
        }
        let below = running.descendants();
        assert_eq!(below.len(), 2, "both sleepers are seen");
        drop(running);
        let gone = |process: &u32| {
            let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            // A killed orphan may wait as a zombie until init collects it.
            stat.is_empty() || stat.contains(") Z ")
        };
        while !below.iter().all(gone) && started.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(below.iter().all(gone), "no sleeper is left");
        Ok(())
    }

    #[test]
    fn a_program_that_ended_is_reported_with_its_last_words() -> Result<()> {
        let mut running = Running::start("shell", Command::new("sh").args(["-c", "echo why; exit 3"]))?;
        while running.ended()?.is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let failure = running.expect_alive().err().context("it has ended")?;
        assert!(failure.to_string().contains("why"), "{failure}");
        Ok(())
    }
}
