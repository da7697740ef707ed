//! A PostgreSQL server of the test's own, on a free port, gone with the value.

use std::{
    env, fs,
    io::Read,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio_postgres::NoTls;

use crate::{Context, Failure, Result, Running, free_port, running::last_lines};

const START_PATIENCE: Duration = Duration::from_mins(1);
const STOP_PATIENCE: Duration = Duration::from_secs(10);

/// A private cluster. It accepts connections on the loopback address with a password of its own.
pub struct PostgresCluster {
    // Declared before the folder: the server must be gone before its files are.
    server: Running,
    port: u16,
    password: String,
    dir: TempDir,
}

impl PostgresCluster {
    /// Makes a cluster in a temporary folder and waits until it answers; about two seconds.
    pub async fn start() -> Result<Self> {
        let bin = programs_dir()?;
        let account = Account::for_server()?;
        let dir = tempfile::Builder::new().prefix("nonghe-postgres-").tempdir().context("no temporary folder")?;
        let password = random_hex()?;
        let password_path = dir.path().join("password");
        fs::write(&password_path, &password).context("cannot write the password")?;
        account.own(dir.path())?;
        account.own(&password_path)?;

        let data = dir.path().join("data");
        let made = account
            .command(&bin.join("initdb"), dir.path())
            .args(["--username=nonghe", "--encoding=UTF8", "--locale=C"])
            .args(["--auth=scram-sha-256", "--no-sync"])
            .arg(format!("--pwfile={}", password_path.display()))
            .arg(format!("--pgdata={}", data.display()))
            .output()
            .context("cannot start initdb")?;
        if !made.status.success() {
            let errors = String::from_utf8_lossy(&made.stderr);
            return Err(Failure::new(format!("initdb: {errors}")));
        }

        let port = free_port()?;
        let mut command = account.command(&bin.join("postgres"), dir.path());
        command.arg("-D").arg(&data).arg("-k").arg(dir.path());
        command.args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        // The machine's own crash is not under test; the server's and the county's are, and for
        // those it is enough that writes have reached the kernel.
        command.args(["-c", "fsync=off", "-c", "max_connections=200"]);
        let server = Running::start("postgres", &mut command)?;
        let mut cluster = Self { server, port, password, dir };
        cluster.wait_until_ready().await?;
        Ok(cluster)
    }

    /// Makes an empty database and returns its address.
    pub async fn database(&self, name: &str) -> Result<String> {
        self.execute("postgres", &format!("CREATE DATABASE \"{name}\"")).await?;
        Ok(self.url(name))
    }

    /// The address of a database of this cluster, whether it exists or not.
    pub fn url(&self, database: &str) -> String {
        let (password, port) = (&self.password, self.port);
        format!("postgresql://nonghe:{password}@127.0.0.1:{port}/{database}")
    }

    /// The folder of the cluster, for as long as it lives.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Runs SQL statements in a database, as an administrator at the county could.
    pub async fn execute(&self, database: &str, statements: &str) -> Result<()> {
        self.connect(database).await?.batch_execute(statements).await.context(format_args!("in database {database}"))
    }

    /// A connection for queries of a test. It is served in the background until it is dropped.
    pub async fn connect(&self, database: &str) -> Result<tokio_postgres::Client> {
        let (client, connection) = tokio_postgres::connect(&self.url(database), NoTls)
            .await
            .context(format_args!("cannot connect to database {database}"))?;
        tokio::spawn(connection);
        Ok(client)
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        loop {
            let Err(failure) = self.connect("postgres").await else {
                return Ok(());
            };
            self.server.expect_alive()?;
            if started.elapsed() > START_PATIENCE {
                let log = last_lines(&self.server.log(), 20);
                return Err(Failure::new(format!("{failure}\n{log}")));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for PostgresCluster {
    fn drop(&mut self) {
        // An immediate shutdown lets the server free its shared memory, which a kill would leave.
        let _ = self.server.stop("QUIT", STOP_PATIENCE);
    }
}

/// Whom the server runs as: PostgreSQL refuses root, and Debian's package brings an account.
struct Account(Option<(u32, u32)>);

impl Account {
    fn for_server() -> Result<Self> {
        if number_from("id", &["-u"])? != 0 {
            return Ok(Self(None));
        }
        let user = number_from("id", &["-u", "postgres"])?;
        let group = number_from("id", &["-g", "postgres"])?;
        Ok(Self(Some((user, group))))
    }

    fn own(&self, path: &Path) -> Result<()> {
        let Some((user, group)) = self.0 else {
            return Ok(());
        };
        chown(path, Some(user), Some(group)).context(format_args!("cannot hand over {}", path.display()))
    }

    fn command(&self, program: &Path, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(dir);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }
}

pub(crate) fn number_from(program: &str, arguments: &[&str]) -> Result<u32> {
    let output = Command::new(program).args(arguments).output().context(format_args!("cannot start {program}"))?;
    String::from_utf8_lossy(&output.stdout).trim().parse().context(format_args!("{program} {}", arguments.join(" ")))
}

/// The newest server that is installed. Debian keeps its programs out of the search path.
fn programs_dir() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("NONGHE_POSTGRES_BIN") {
        return Ok(PathBuf::from(dir));
    }
    let by_version = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file());
    let on_path = env::split_paths(&env::var_os("PATH").unwrap_or_default()).find(|dir| dir.join("initdb").is_file());
    by_version
        .max()
        .map(|(_, bin)| bin)
        .or(on_path)
        .context("PostgreSQL's server is not installed; scripts/setup.sh test installs it")
}

fn random_hex() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes)).context("no randomness")?;
    Ok(hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_cluster_answers_and_leaves_nothing_behind() -> Result<()> {
        let cluster = PostgresCluster::start().await?;
        let url = cluster.database("county").await?;
        assert!(url.ends_with("/county"), "{url}");
        let client = cluster.connect("county").await?;
        let row = client.query_one("SELECT current_database()::text", &[]).await.context("query")?;
        assert_eq!(row.get::<_, String>(0), "county");

        let (dir, server) = (cluster.dir().to_owned(), cluster.server.id());
        drop(client);
        drop(cluster);
        assert!(!dir.exists(), "the folder is gone");
        assert!(!Path::new("/proc").join(server.to_string()).exists(), "the server is gone");
        Ok(())
    }
}
