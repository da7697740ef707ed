//! The commands of `nonghe-county`.

use crate::county::{self, County, StartError};
use crate::county_key::{CountyKey, CountyKeyError};
use crate::database::{self, DatabaseError};
use crate::grants::{self, Enrolment, GrantError};
use crate::migrations::{self, MigrationError};
use crate::packs::{self, PackError};
use crate::settings::{Settings, SettingsError};
use crate::{http, judge, observe, registry};
use clap::{Args, Parser, Subcommand};
use deadpool_postgres::Object;
use nonghe_domain::Text;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{DeviceId, Signed};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long requests that are under way may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(15);

/// The county server of Nonghe.
#[derive(Debug, Parser)]
#[command(name = "nonghe-county", version)]
pub struct Cli {
    /// Settings file.
    #[arg(long, global = true, env = "NONGHE_COUNTY_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer the devices.
    Serve,
    /// Bring the database to this program's version.
    Migrate,
    /// Say that the database was restored from a backup, so that the devices send again what it lacks.
    Restored,
    /// Health centres.
    #[command(subcommand)]
    Centre(CentreCommand),
    /// Devices of the centres.
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Policy packs.
    #[command(subcommand)]
    Pack(PackCommand),
}

#[derive(Debug, Subcommand)]
enum CentreCommand {
    /// Register a centre, or change its particulars.
    Add(CentreArgs),
}

#[derive(Debug, Args)]
struct CentreArgs {
    /// The county's number of the centre, four digits.
    #[arg(long)]
    code: String,
    /// Name in Chinese.
    #[arg(long)]
    name_zh: String,
    /// Name in English.
    #[arg(long)]
    name_en: String,
    /// The pack's tier of the centre, such as `township`.
    #[arg(long, default_value = "township")]
    tier: String,
    /// Number for questions.
    #[arg(long, default_value = "")]
    phone: String,
    /// First six digits of identity numbers of the county.
    #[arg(long)]
    area_code: String,
}

#[derive(Debug, Subcommand)]
enum DeviceCommand {
    /// Register the device of a provisioning file that this county's key signed.
    Accept {
        /// The signed provisioning file.
        #[arg(long)]
        provisioning: PathBuf,
    },
    /// Grant a new device what it needs, and write its provisioning file.
    Enrol {
        /// The device's signed request.
        #[arg(long)]
        request: PathBuf,
        /// Code of its centre.
        #[arg(long)]
        centre: String,
        /// Operators of the desk, as a JSON list with PIN hashes.
        #[arg(long)]
        operators: PathBuf,
        /// Where to write the signed provisioning file.
        #[arg(long)]
        out: PathBuf,
    },
    /// Withdraw a device's right to write.
    Revoke {
        /// The device's key.
        #[arg(long)]
        device: DeviceId,
    },
}

#[derive(Debug, Subcommand)]
enum PackCommand {
    /// Put a policy pack in force for the recomputation of settlements.
    Add {
        /// Folder of the pack, or its bundle.
        path: PathBuf,
    },
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A setting.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The key.
    #[error(transparent)]
    Key(#[from] CountyKeyError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A migration.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A grant.
    #[error(transparent)]
    Grant(#[from] GrantError),
    /// A pack.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// No such device, or revoked before.
    #[error("the county has no active device {0}")]
    NoDevice(DeviceId),
    /// The address is not free.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: std::net::SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The runtime or the server.
    #[error("the server failed: {0}")]
    Io(#[from] std::io::Error),
    /// The metrics cannot be set up.
    #[error("cannot set up metrics: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
}

/// Does what the command line says.
pub fn run(cli: Cli) -> Result<(), CommandError> {
    let settings = Settings::load(cli.config.as_deref(), |name| std::env::var(name).ok())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve(&settings, stop_signal()).await,
            Command::Migrate => migrate(&settings).await,
            Command::Restored => restored(&settings).await,
            Command::Centre(CentreCommand::Add(centre)) => centre_add(&settings, centre).await,
            Command::Device(command) => device(&settings, command).await,
            Command::Pack(PackCommand::Add { path }) => pack_add(&settings, &path).await,
        }
    })
}

/// Serves until the future ends.
pub async fn serve(settings: &Settings, until: impl Future<Output = ()>) -> Result<(), CommandError> {
    observe::start_log();
    let key = CountyKey::read(settings.required_key()?)?;
    let pool = database::pool(settings.required_database_url()?, settings.pool_size)?;
    let county = Arc::new(County::open(settings, pool, key).await?);
    let metrics = observe::start_metrics()?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|source| CommandError::Listen { address: settings.listen, source })?;
    let address = listener.local_addr()?;
    tracing::info!(
        %address,
        server_epoch = county.server_epoch,
        key = county.key.public().short(),
        demonstration = county.key.demonstration,
        "listening"
    );
    let (stop, stopping) = watch::channel(false);
    let judge = tokio::spawn(judge::run(Arc::clone(&county), stopping.clone()));
    let upkeep = tokio::spawn(observe::keep_up(metrics.clone()));
    let mut stopping_server = stopping;
    let server = tokio::spawn(
        axum::serve(listener, http::router(county, metrics))
            .with_graceful_shutdown(async move {
                let _ = stopping_server.wait_for(|stop| *stop).await;
            })
            .into_future(),
    );
    until.await;
    tracing::info!("stopping");
    let _ = stop.send(true);
    // A centre on a slow line sends again; the server does not wait for it.
    let _ = tokio::time::timeout(GRACE, async { (server.await, judge.await) }).await;
    upkeep.abort();
    Ok(())
}

#[cfg(unix)]
async fn stop_signal() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    let _ = tokio::signal::ctrl_c().await;
}

async fn connect(settings: &Settings) -> Result<Object, CommandError> {
    let pool = database::pool(settings.required_database_url()?, 1)?;
    Ok(database::connection(&pool).await?)
}

/// A connection to a database of this program's version.
async fn ready(settings: &Settings) -> Result<Object, CommandError> {
    let mut client = connect(settings).await?;
    migrations::migrate(&mut client).await?;
    Ok(client)
}

async fn migrate(settings: &Settings) -> Result<(), CommandError> {
    let mut client = connect(settings).await?;
    let applied = migrations::migrate(&mut client).await?;
    println!("{applied} migration(s) applied; the database is up to date");
    Ok(())
}

async fn restored(settings: &Settings) -> Result<(), CommandError> {
    let client = ready(settings).await?;
    let epoch = county::advance_server_epoch(&client).await?;
    println!("server epoch {epoch}; restart the server");
    Ok(())
}

async fn centre_add(settings: &Settings, centre: CentreArgs) -> Result<(), CommandError> {
    let mut client = ready(settings).await?;
    let transaction = client.transaction().await.map_err(DatabaseError::from)?;
    let centre = Centre {
        code: centre.code,
        name: Text::new(centre.name_zh, centre.name_en),
        tier: centre.tier,
        phone: centre.phone,
        area_code: centre.area_code,
    };
    grants::add_centre(&transaction, &centre).await?;
    transaction.commit().await.map_err(DatabaseError::from)?;
    println!("centre {} registered", centre.code);
    Ok(())
}

async fn device(settings: &Settings, command: DeviceCommand) -> Result<(), CommandError> {
    let mut client = ready(settings).await?;
    match command {
        DeviceCommand::Accept { provisioning } => {
            let key = CountyKey::read(settings.required_key()?)?;
            let file: Signed = read_json(&provisioning, "the provisioning file")?;
            let accepted = grants::accept(&mut client, &key, &file).await?;
            let word = if accepted.was_known { "already accepted" } else { "accepted" };
            println!(
                "device {} of centre {} {word}; people: {}",
                accepted.dev.short(),
                accepted.centre,
                accepted.people
            );
        }
        DeviceCommand::Enrol { request, centre, operators, out } => {
            let key = CountyKey::read(settings.required_key()?)?;
            let request: Signed = read_json(&request, "the device's request")?;
            let enrolment = Enrolment {
                centre,
                county_url: settings.required_url()?.to_owned(),
                operators: read_json(&operators, "the list of operators")?,
            };
            // Before the device is registered: a grant without its file would be of no use.
            std::fs::File::create(&out).map_err(|source| GrantError::File { path: out.clone(), source })?;
            let signed = grants::enrol(&mut client, &key, &request, enrolment).await?;
            let text = serde_json::to_string(&signed).map_err(|fault| form("the provisioning file", &fault))?;
            std::fs::write(&out, text).map_err(|source| GrantError::File { path: out.clone(), source })?;
            println!("device {} registered; provisioning file written to {}", request.key.short(), out.display());
            // To be compared on the telephone with what the device's screen shows, before the file is handed over.
            println!("device {}, county {}", request.key.fingerprint(), key.public().fingerprint());
        }
        DeviceCommand::Revoke { device } => {
            if !registry::revoke(&client, &device).await? {
                return Err(CommandError::NoDevice(device));
            }
            println!("device {} revoked", device.short());
        }
    }
    Ok(())
}

async fn pack_add(settings: &Settings, path: &Path) -> Result<(), CommandError> {
    let mut client = ready(settings).await?;
    let key = CountyKey::read(settings.required_key()?)?;
    let bundle = packs::bundle_text(path)?;
    let transaction = client.transaction().await.map_err(DatabaseError::from)?;
    let pack = packs::add(&transaction, &bundle, key.demonstration).await?;
    transaction.commit().await.map_err(DatabaseError::from)?;
    println!("pack {} {} in force: {}", pack.rules.id, pack.rules.version, pack.hash);
    Ok(())
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path, what: &'static str) -> Result<T, GrantError> {
    let text = std::fs::read_to_string(path).map_err(|source| GrantError::File { path: path.to_owned(), source })?;
    serde_json::from_str(&text).map_err(|fault| form(what, &fault))
}

fn form(what: &'static str, fault: &serde_json::Error) -> GrantError {
    GrantError::Form { what, fault: fault.to_string() }
}
