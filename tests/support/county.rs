//! A county server as an administrator would start it: the real program on a real PostgreSQL.

use std::{
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use crate::{Context, Failure, Finished, Result, Running, free_port, http_client, program};

const START_PATIENCE: Duration = Duration::from_secs(30);

/// What a county server is told by its environment.
#[derive(Clone, Debug)]
pub struct CountySettings {
    /// The address of an empty or earlier database.
    pub database_url: String,
    /// The county's signing key.
    pub key: PathBuf,
    /// The port on the loopback address; it stays the same over a restart, as at a county.
    pub port: u16,
    /// Further variables.
    pub environment: Vec<(String, String)>,
}

impl CountySettings {
    /// Settings on a free port.
    pub fn new(database_url: impl Into<String>, key: impl Into<PathBuf>) -> Result<Self> {
        Ok(Self { database_url: database_url.into(), key: key.into(), port: free_port()?, environment: Vec::new() })
    }

    /// Runs a command of the administrator, such as `["device", "accept", "--provisioning", path]`.
    pub async fn administer<I, A>(&self, arguments: I) -> Result<Finished>
    where
        I: IntoIterator<Item = A>,
        A: AsRef<std::ffi::OsStr>,
    {
        let mut command = self.command()?;
        command.args(arguments);
        Finished::of(command).await
    }

    fn command(&self) -> Result<Command> {
        let mut command = Command::new(program("nonghe-county")?);
        command
            .env("NONGHE_COUNTY_DATABASE_URL", &self.database_url)
            .env("NONGHE_COUNTY_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("NONGHE_COUNTY_KEY", &self.key)
            .envs(self.environment.iter().cloned());
        Ok(command)
    }
}

/// A running county server.
pub struct CountyProcess {
    settings: CountySettings,
    server: Running,
}

impl CountyProcess {
    /// Brings the database to the program's version, starts the server and waits until `/healthz`
    /// answers that it is well.
    pub async fn start(settings: CountySettings) -> Result<Self> {
        settings.administer(["migrate"]).await?.succeeded()?;
        let server = Running::start("nonghe-county", settings.command()?.arg("serve"))?;
        let mut county = Self { settings, server };
        county.wait_until_well().await?;
        Ok(county)
    }

    /// Where the server listens, for devices.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.settings.port)
    }

    /// What the server was told.
    pub fn settings(&self) -> &CountySettings {
        &self.settings
    }

    /// The process, to ask for its log or to kill it.
    pub fn process(&mut self) -> &mut Running {
        &mut self.server
    }

    /// Kills the server where it stands, as a power cut would.
    pub fn kill(&mut self) -> Result<()> {
        self.server.kill()
    }

    /// Starts the server again on the same database and port, after it was killed or stopped.
    pub async fn restart(&mut self) -> Result<()> {
        if self.server.ended()?.is_none() {
            self.server.stop("TERM", START_PATIENCE)?;
        }
        self.server = Running::start("nonghe-county", self.settings.command()?.arg("serve"))?;
        self.wait_until_well().await
    }

    /// Fetches a page of the server by its path: status and text.
    pub async fn get(&self, path: &str) -> Result<(u16, String)> {
        let answer = http_client()?
            .get(format!("{}{path}", self.url()))
            .send()
            .await
            .context(format_args!("cannot get {path}"))?;
        let status = answer.status().as_u16();
        let text = answer.text().await.context(format_args!("reading {path}"))?;
        Ok((status, text))
    }

    async fn wait_until_well(&mut self) -> Result<()> {
        let started = Instant::now();
        loop {
            let answer = self.get("/healthz").await;
            if matches!(answer, Ok((200, _))) {
                return Ok(());
            }
            self.server.expect_alive()?;
            if started.elapsed() > START_PATIENCE {
                return Err(Failure::new(format!(
                    "the county server is not well after {START_PATIENCE:?}: {answer:?}\n{}",
                    self.server.log()
                )));
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}
