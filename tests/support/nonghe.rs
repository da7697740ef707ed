//! The command line of the centre, run as a person or a script would run it.

use std::{
    ffi::{OsStr, OsString},
    process::{Command, ExitStatus, Stdio},
};

use serde_json::Value;

use crate::{Context, Failure, Result, Running, program, running::last_lines};

/// A command that has ended, and what it printed.
#[derive(Debug)]
pub struct Finished {
    /// The whole command, for messages.
    pub command: String,
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Finished {
    pub(crate) async fn of(command: Command) -> Result<Self> {
        let name = format!("{command:?}");
        let mut command = tokio::process::Command::from(command);
        // A test that is cancelled must not leave the command behind.
        let output = command
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .context(format_args!("cannot start {name}"))?;
        Ok(Self {
            command: name,
            status: output.status,
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// The same, provided that the command succeeded.
    pub fn succeeded(self) -> Result<Self> {
        if self.status.success() {
            return Ok(self);
        }
        Err(Failure::new(format!(
            "{} ended with {}\n{}\n{}",
            self.command,
            self.status,
            last_lines(&self.stdout, 20),
            last_lines(&self.stderr, 20)
        )))
    }

    /// The standard output of a command that succeeded, as JSON.
    pub fn json(self) -> Result<Value> {
        let finished = self.succeeded()?;
        serde_json::from_str(&finished.stdout).context(format_args!("{} printed no JSON", finished.command))
    }
}

/// How to call `nonghe`: with which variables, and with which arguments each time.
#[derive(Clone, Debug, Default)]
pub struct NongheCli {
    environment: Vec<(OsString, OsString)>,
    arguments: Vec<OsString>,
}

impl NongheCli {
    /// Without any settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a variable for every call.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        let pair = (name.as_ref().to_owned(), value.as_ref().to_owned());
        self.environment.push(pair);
        self
    }

    /// Adds an argument that comes first in every call, such as `--dir` and its folder.
    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// Runs a command to its end, however that is.
    pub async fn run<I, A>(&self, arguments: I) -> Result<Finished>
    where
        I: IntoIterator<Item = A>,
        A: AsRef<OsStr>,
    {
        Finished::of(self.command(arguments)?).await
    }

    /// Runs a command that must succeed and print JSON.
    pub async fn json<I, A>(&self, arguments: I) -> Result<Value>
    where
        I: IntoIterator<Item = A>,
        A: AsRef<OsStr>,
    {
        self.run(arguments).await?.json()
    }

    /// Starts a command without waiting for it, to kill it in its course.
    pub fn start<I, A>(&self, arguments: I) -> Result<Running>
    where
        I: IntoIterator<Item = A>,
        A: AsRef<OsStr>,
    {
        Running::start("nonghe", &mut self.command(arguments)?)
    }

    fn command<I, A>(&self, arguments: I) -> Result<Command>
    where
        I: IntoIterator<Item = A>,
        A: AsRef<OsStr>,
    {
        let mut command = Command::new(program("nonghe")?);
        command.envs(self.environment.iter().cloned()).args(&self.arguments).args(arguments);
        Ok(command)
    }
}
