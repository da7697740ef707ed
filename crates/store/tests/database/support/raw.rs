//! The database file as somebody sees it who has the passphrase and knows the format, but not the store's code.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

/// Opens the database of a demonstration folder without the store.
pub fn raw(dir: &Path) -> Connection {
    raw_file(dir, "nonghe.db")
}

fn raw_file(dir: &Path, name: &str) -> Connection {
    let conn = Connection::open(dir.join(name)).unwrap();
    conn.pragma_update(None, "key", key(dir)).unwrap();
    conn
}

/// The key of a demonstration folder, as SQLCipher takes it.
fn key(dir: &Path) -> String {
    // The key is derived slowly on purpose, and a folder keeps its key.
    static KEYS: Mutex<BTreeMap<Vec<u8>, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let file = std::fs::read(dir.join("nonghe.key")).unwrap();
    let key = KEYS.lock().unwrap().entry(file).or_insert_with_key(|file| unwrapped(file)).clone();
    format!("x'{}'", hex::encode(key))
}

/// Makes the database what the program of an earlier version had left: its schema, and the rows as far as it had them.
#[allow(dead_code, reason = "the benchmarks migrate nothing")]
pub fn put_back_to_version(dir: &Path, version: usize) {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/device"));
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let old = raw_file(dir, "old.db");
    old.execute_batch("PRAGMA foreign_keys = OFF; CREATE TABLE migration (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT;")
        .unwrap();
    for file in files.iter().take(version) {
        old.execute_batch(&std::fs::read_to_string(file).unwrap()).unwrap();
    }
    old.execute("ATTACH DATABASE ?1 AS now KEY ?2", [dir.join("nonghe.db").to_str().unwrap(), &key(dir)]).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = old.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for table in texts("SELECT name FROM main.sqlite_schema WHERE type = 'table'") {
        let columns = texts(&format!("SELECT name FROM pragma_table_info('{table}', 'main')")).join(", ");
        old.execute_batch(&format!(
            "DELETE FROM main.{table}; INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table};"
        ))
        .unwrap();
    }
    old.execute("DELETE FROM main.migration WHERE version > ?1", [i64::try_from(version).unwrap()]).unwrap();
    old.execute_batch("DETACH DATABASE now").unwrap();
    old.pragma_update(None, "user_version", i64::try_from(version).unwrap()).unwrap();
    drop(old);
    for rest in ["nonghe.db-wal", "nonghe.db-shm"] {
        let _ = std::fs::remove_file(dir.join(rest));
    }
    std::fs::rename(dir.join("old.db"), dir.join("nonghe.db")).unwrap();
}

fn unwrapped(file: &[u8]) -> Vec<u8> {
    let file: serde_json::Value = serde_json::from_slice(file).unwrap();
    let bytes = |name: &str| hex::decode(file[name].as_str().unwrap()).unwrap();
    let cost = |name: &str| u32::try_from(file[name].as_u64().unwrap()).unwrap();
    let params = Params::new(cost("memory_kib"), cost("passes"), 1, Some(32)).unwrap();
    let mut wrapping = [0; 32];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(b"demonstration", &bytes("salt"), &mut wrapping).unwrap();
    let payload = Payload { msg: &bytes("wrapped"), aad: b"nonghe-key-1" };
    ChaCha20Poly1305::new(Key::from_slice(&wrapping)).decrypt(Nonce::from_slice(&bytes("nonce")), payload).unwrap()
}

/// All rows of all tables, as text.
pub type Rows = BTreeMap<String, Vec<String>>;

pub fn rows(conn: &Connection) -> Rows {
    let mut tables = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    names
        .into_iter()
        .map(|table| {
            let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = statement.column_count();
            let row = |row: &rusqlite::Row<'_>| {
                (0..columns).map(|column| row.get::<_, Value>(column)).collect::<Result<Vec<_>, _>>()
            };
            let found = statement.query_map([], row).unwrap().map(|values| format!("{:?}", values.unwrap()));
            let mut found: Vec<_> = found.collect();
            found.sort();
            (table, found)
        })
        .collect()
}
