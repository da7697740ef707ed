//! A device database from the outside, as somebody with the disk and the passphrase could open it.

use std::{fs, path::Path};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    ChaCha20Poly1305, Key, KeyInit as _, Nonce,
    aead::{Aead as _, Payload},
};
use rusqlite::Connection;
use serde_json::Value;

use crate::{Context, Failure, Result};

/// The passphrase of every demonstration: public, on purpose.
const PASSPHRASE: &str = "demonstration";

/// Opens the database of a demonstration, beside the program and without its checks.
pub fn open_demonstration_database(data_dir: &Path) -> Result<Connection> {
    let text = fs::read_to_string(data_dir.join("nonghe.key")).context("no key file")?;
    let file: Value = serde_json::from_str(&text).context("key file")?;
    let bytes = |name: &str| hex::decode(file[name].as_str().unwrap_or_default()).context(name.to_owned());
    let number =
        |name: &str| file[name].as_u64().and_then(|number| u32::try_from(number).ok()).context(name.to_owned());
    let broken = || Failure::new("the key file does not open");
    let params = Params::new(number("memory_kib")?, number("passes")?, 1, Some(32)).map_err(|_| broken())?;
    let mut wrapping = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(PASSPHRASE.as_bytes(), &bytes("salt")?, &mut wrapping)
        .map_err(|_| broken())?;
    let wrapped = bytes("wrapped")?;
    let payload = Payload { msg: &wrapped, aad: b"nonghe-key-1" };
    let nonce = bytes("nonce")?;
    let key = ChaCha20Poly1305::new(Key::from_slice(&wrapping))
        .decrypt(Nonce::from_slice(&nonce), payload)
        .map_err(|_| broken())?;
    let database = Connection::open(data_dir.join("nonghe.db")).context("no database")?;
    database.pragma_update(None, "key", format!("x'{}'", hex::encode(key))).context("the key is refused")?;
    Ok(database)
}
