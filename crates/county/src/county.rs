//! What the parts of the running server share.

use crate::county_key::CountyKey;
use crate::database::{self, DatabaseError, epoch_from_sql};
use crate::migrations::{self, MigrationError};
use crate::packs::world;
use crate::settings::Settings;
use deadpool_postgres::Pool;
use nonghe_protocol::{DeviceId, Hash};
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{Notify, Semaphore};
use tokio_postgres::Client;

/// Requests that are worked on at once; further ones are told to come later. It bounds the memory of open batches.
const AT_WORK_MAX: usize = 32;
/// Knocks of strangers that are logged in a minute, and kept altogether.
const STRANGERS_A_MINUTE: u32 = 60;
const STRANGERS_KEPT: i64 = 10_000;

/// The running server.
#[derive(Debug)]
pub struct County {
    /// Connections.
    pub pool: Pool,
    /// What it signs with.
    pub key: CountyKey,
    /// In force since the start of the program.
    pub server_epoch: u32,
    /// The largest attachment.
    pub attachment_max_bytes: usize,
    /// How long a line may be silent in the middle of a request.
    pub stall: Duration,
    /// Wakes the judge.
    pub wake: Notify,
    /// Requests at work.
    pub gate: Semaphore,
    strangers: Mutex<(Instant, u32)>,
}

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database is not as this program needs it.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The database belongs to another key.
    #[error("the database belongs to the county key {found}, but the key of the settings is {given}")]
    OtherKey {
        /// Key of the database.
        found: String,
        /// Key of the settings.
        given: String,
    },
    /// Demonstration and real data never mix.
    #[error("the database is {found}, but the county key is {given}")]
    OtherWorld {
        /// What the database is.
        found: &'static str,
        /// What the key is.
        given: &'static str,
    },
}

impl From<tokio_postgres::Error> for StartError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

impl County {
    /// Connects, migrates, checks that database and key belong together, and finds the server epoch.
    pub async fn open(settings: &Settings, pool: Pool, key: CountyKey) -> Result<Self, StartError> {
        let mut client = database::connection(&pool).await?;
        migrations::migrate(&mut client).await?;
        claim(&client, &key).await?;
        let server_epoch = server_epoch(&client).await?;
        drop(client);
        Ok(Self {
            pool,
            key,
            server_epoch,
            attachment_max_bytes: settings.attachment_max_bytes,
            stall: settings.stall,
            wake: Notify::new(),
            gate: Semaphore::new(AT_WORK_MAX),
            strangers: Mutex::new((Instant::now(), 0)),
        })
    }

    /// Logs that somebody unknown knocked, within limits that keep a flood from filling the disk.
    pub async fn log_stranger(&self, what: &'static str, dev: &DeviceId) -> Result<(), DatabaseError> {
        if !self.may_log_stranger(Instant::now()) {
            return Ok(());
        }
        let client = database::connection(&self.pool).await?;
        let row = client
            .query_one("INSERT INTO security_log (what, dev) VALUES ($1, $2) RETURNING id", &[&what, &dev.to_string()])
            .await?;
        let oldest_kept = row.get::<_, i64>(0) - STRANGERS_KEPT;
        client.execute("DELETE FROM security_log WHERE id <= $1", &[&oldest_kept]).await?;
        Ok(())
    }

    fn may_log_stranger(&self, now: Instant) -> bool {
        let mut window = self.strangers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if now.duration_since(window.0) >= Duration::from_mins(1) {
            *window = (now, 0);
        }
        window.1 += 1;
        window.1 <= STRANGERS_A_MINUTE
    }
}

/// Binds an unused database to the key, or checks that it is bound to this one.
pub async fn claim(client: &Client, key: &CountyKey) -> Result<(), StartError> {
    let given = key.public().to_string();
    client
        .execute(
            "UPDATE county_state SET county_key = $1, demonstration = $2 WHERE county_key IS NULL",
            &[&given, &key.demonstration],
        )
        .await?;
    let row = client.query_one("SELECT county_key, demonstration FROM county_state", &[]).await?;
    let (found, is_demonstration): (String, bool) = (row.get(0), row.get(1));
    if found != given {
        return Err(StartError::OtherKey { found, given });
    }
    if is_demonstration != key.demonstration {
        return Err(StartError::OtherWorld { found: world(is_demonstration), given: world(key.demonstration) });
    }
    Ok(())
}

/// The server epoch; a new one if the database now lives in another place than before, because then it was restored.
async fn server_epoch(client: &Client) -> Result<u32, StartError> {
    let sql = "SELECT (pg_control_system()).system_identifier::text || '/'
                   || (pg_control_checkpoint()).timeline_id::text || '/'
                   || (SELECT oid::text FROM pg_database WHERE datname = current_database())";
    let instance: Option<String> = match client.query_one(sql, &[]).await {
        Ok(row) => Some(row.get(0)),
        Err(error) => {
            tracing::warn!(cause = %DatabaseError::from(error), "cannot see the instance; a restore must be declared");
            None
        }
    };
    let known: Option<String> = client.query_one("SELECT instance FROM county_state", &[]).await?.get(0);
    if let (Some(known), Some(instance)) = (&known, &instance)
        && known != instance
    {
        let epoch = advance_server_epoch(client).await?;
        tracing::warn!(epoch, "the database was restored or moved: a new server epoch begins");
    }
    let sql = "UPDATE county_state SET instance = coalesce($1, instance) RETURNING server_epoch";
    Ok(epoch_from_sql(client.query_one(sql, &[&instance]).await?.get(0))?)
}

/// Begins a new server epoch. Seconds since 1970, so that two restores of one backup do not come to the same number.
pub async fn advance_server_epoch(client: &Client) -> Result<u32, DatabaseError> {
    let sql = "UPDATE county_state
               SET server_epoch = greatest(server_epoch + 1, extract(epoch FROM clock_timestamp())::bigint)
               RETURNING server_epoch";
    epoch_from_sql(client.query_one(sql, &[]).await?.get(0))
}

/// The county's clock. It stamps messages and orders nothing.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A hash as PostgreSQL stores it.
pub(crate) fn hash_from_sql(bytes: &[u8]) -> Result<Hash, DatabaseError> {
    format!("sha256:{}", hex::encode(bytes)).parse().map_err(|_| DatabaseError::Value("hash"))
}
