//! Opening the data folder.
//!
//! One program at a time, one writing connection. The folder holds `nonghe.db`, its key file, and what SQLite keeps
//! beside the database.

use crate::error::{StoreError, StoreResult, random};
use crate::key_file::{self, DatabaseKey, KeyError, Protector};
use crate::migrate;
use nonghe_protocol::entry::Position;
use nonghe_protocol::{Hash, Salt};
use rusqlite::Connection;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

const DATABASE: &str = "nonghe.db";
const KEY_FILE: &str = "nonghe.key";
const LOCK: &str = "nonghe.lock";
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(25);
/// The first release of SQLite whose write-ahead log is trusted here.
const SQLITE_AT_LEAST: i32 = 3_051_003;

/// The open device database.
#[derive(Debug)]
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) head: Option<Position>,
    pub(crate) boot: String,
    dir: PathBuf,
    // Held as long as the store: the system releases it when the program ends, however it ends.
    _lock: File,
}

impl Store {
    /// Whether a folder holds a database.
    pub fn exists(dir: &Path) -> bool {
        dir.join(DATABASE).exists()
    }

    /// Whether a folder holds a key and no database: what a creation leaves that was cut short.
    pub fn key_waits(dir: &Path) -> bool {
        !Self::exists(dir) && dir.join(KEY_FILE).exists()
    }

    /// Whether the folder holds demonstration data, which open without a passphrase.
    pub fn is_demonstration(dir: &Path) -> StoreResult<bool> {
        key_file::is_demonstration(&dir.join(KEY_FILE))
    }

    /// Makes a new database with a random key, and a device key of its own.
    ///
    /// A key file without a database is what a creation leaves that was cut short, or a loss of the database: its key
    /// is used again and never replaced, so that a database that comes back can still be opened.
    pub fn create(dir: &Path, protector: &Protector<'_>) -> StoreResult<Self> {
        if Self::exists(dir) {
            return Err(StoreError::Exists(dir.to_owned()));
        }
        create_private_dir(dir)?;
        let lock = lock(dir)?;
        let path = dir.join(KEY_FILE);
        let key = if path.exists() {
            key_file::unwrap(&path, protector)?
        } else {
            let key = DatabaseKey::new(random()?);
            key_file::create(&path, protector, &key, random()?, random()?)?;
            key
        };
        Self::connect(dir, &key, lock)
    }

    /// Opens a database.
    pub fn open(dir: &Path, protector: &Protector<'_>) -> StoreResult<Self> {
        if !dir.join(DATABASE).exists() {
            return Err(StoreError::Missing(dir.to_owned()));
        }
        if !dir.join(KEY_FILE).exists() {
            return Err(KeyError::Unreadable.into());
        }
        let lock = lock(dir)?;
        let key = key_file::unwrap(&dir.join(KEY_FILE), protector)?;
        Self::connect(dir, &key, lock)
    }

    fn connect(dir: &Path, key: &DatabaseKey, lock: File) -> StoreResult<Self> {
        if rusqlite::version_number() < SQLITE_AT_LEAST {
            return Err(StoreError::LibraryTooOld(rusqlite::version()));
        }
        make_ready();
        let mut conn = Connection::open(dir.join(DATABASE))?;
        configure(&conn, Some(key))?;
        migrate::migrate(&mut conn)?;
        let boot = hex::encode(random::<16>()?);
        let mut store = Self { conn, head: None, boot, dir: dir.to_owned(), _lock: lock };
        store.ensure_device_key()?;
        store.head = store.read_head()?;
        // What a program before this one kept of the feed without understanding it counts from now on.
        if store.setting(migrate::REBUILD_DUE)?.is_some()
            && let Err(cause) = store.renew_projections()
        {
            tracing::error!(%cause, "the tables cannot be built again now; the next start tries again");
        }
        Ok(store)
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// A random id of this start of the program.
    pub fn boot(&self) -> &str {
        &self.boot
    }

    /// Where the next entry stands, as the journal says.
    pub(crate) fn read_head(&self) -> StoreResult<Option<Position>> {
        let Some(identity) = self.identity_if_provisioned()? else { return Ok(None) };
        let last = self.last_seq()?;
        Ok(Some(match self.entry(last)? {
            Some(entry) => entry.next_position(),
            None => Position { dev: identity.dev, epoch: identity.epoch, seq: 1, prev: Hash::ZERO },
        }))
    }
}

/// Lets the library begin once, whole. It counts as ready a moment before its encryption is, and a second connection that
/// is opened in that moment is told that its key is none.
fn make_ready() {
    static READY: Once = Once::new();
    READY.call_once(|| drop(Connection::open_in_memory()));
}

/// Settings of every connection. `temp_store` keeps personal data out of temporary files.
pub(crate) fn configure(conn: &Connection, key: Option<&DatabaseKey>) -> StoreResult<()> {
    // SQLCipher writes to the standard error of the program; what goes wrong comes back as an error as well.
    conn.pragma_update(None, "cipher_log_level", "NONE")?;
    if let Some(key) = key {
        conn.pragma_update(None, "key", key.pragma())?;
    }
    // The first read proves the key.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", "ON")?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "trusted_schema", "OFF")?;
    conn.pragma_update(None, "cache_size", -32 * 1024)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// The folder also holds papers and reports, so nobody else reads it.
fn create_private_dir(dir: &Path) -> StoreResult<()> {
    fs::create_dir_all(dir)?;
    #[cfg(unix)]
    fs::set_permissions(dir, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    // On Windows the folder's own access list applies: it lies in the user's profile.
    Ok(())
}

fn lock(dir: &Path) -> StoreResult<File> {
    let file = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // A program that is just ending, or starting another one, holds it for a moment.
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Err(StoreError::InUse)
}

/// A random salt.
pub(crate) fn salt() -> StoreResult<Salt> {
    random().map(Salt)
}
