//! The key of the database, wrapped.
//!
//! The database has a random key. Beside it lies a file that holds this key encrypted under a passphrase, so that a
//! passphrase can be changed without touching the data. A PIN authorises an operator; it does not open the file.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// What can go wrong with the key file.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Wrong passphrase, or the file was altered: the two cannot be told apart.
    #[error("the passphrase does not open the key file")]
    WrongPassphrase,
    /// Not a key file.
    #[error("the key file is not readable")]
    Unreadable,
    /// The cost parameters cannot be used.
    #[error("the key cannot be derived")]
    Derivation,
}

/// What protects the key.
pub enum Protector<'a> {
    /// A passphrase of the device, asked at start.
    Passphrase(&'a str),
    /// Demonstration data: the passphrase is public, on purpose.
    Demonstration,
}

const DEMONSTRATION_PASSPHRASE: &str = "demonstration";
const FORMAT: &str = "nonghe-key-1";
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    format: String,
    demonstration: bool,
    memory_kib: u32,
    passes: u32,
    salt: String,
    nonce: String,
    wrapped: String,
}

/// The key of the database. Shown nowhere.
pub(crate) struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// As SQLCipher takes a raw key: no derivation, so opening costs nothing.
    pub(crate) fn pragma(&self) -> String {
        format!("x'{}'", hex::encode(self.0))
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey")
    }
}

impl Protector<'_> {
    fn passphrase(&self) -> &str {
        match self {
            Self::Passphrase(passphrase) => passphrase,
            Self::Demonstration => DEMONSTRATION_PASSPHRASE,
        }
    }

    fn is_demonstration(&self) -> bool {
        matches!(self, Self::Demonstration)
    }
}

pub(crate) fn create(
    path: &Path,
    protector: &Protector<'_>,
    key: &DatabaseKey,
    salt: [u8; 16],
    nonce: [u8; 12],
) -> Result<(), crate::StoreError> {
    let wrapping = derive(protector.passphrase(), &salt, MEMORY_KIB, PASSES)?;
    let payload = Payload { msg: &key.0, aad: FORMAT.as_bytes() };
    let wrapped = cipher(&wrapping).encrypt(Nonce::from_slice(&nonce), payload).map_err(|_| KeyError::Derivation)?;
    let file = KeyFile {
        format: FORMAT.to_owned(),
        demonstration: protector.is_demonstration(),
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        salt: hex::encode(salt),
        nonce: hex::encode(nonce),
        wrapped: hex::encode(wrapped),
    };
    // Half a key file would be worse than none: nothing could tell it from one that was damaged.
    let unfinished = path.with_extension("key.new");
    let mut out = fs::File::create(&unfinished)?;
    out.write_all(&serde_json::to_vec_pretty(&file)?)?;
    out.sync_all()?;
    fs::rename(unfinished, path)?;
    Ok(())
}

/// Whether the key file says that it guards demonstration data, which need no passphrase.
pub(crate) fn is_demonstration(path: &Path) -> Result<bool, crate::StoreError> {
    Ok(read(path)?.demonstration)
}

pub(crate) fn unwrap(path: &Path, protector: &Protector<'_>) -> Result<DatabaseKey, crate::StoreError> {
    let file = read(path)?;
    let salt = bytes::<16>(&file.salt)?;
    let nonce = bytes::<12>(&file.nonce)?;
    let wrapped = hex::decode(&file.wrapped).map_err(|_| KeyError::Unreadable)?;
    // A file that asks for absurd costs would hang the start of the program.
    if file.memory_kib > 1024 * 1024 || file.passes > 100 {
        return Err(KeyError::Unreadable.into());
    }
    let wrapping = derive(protector.passphrase(), &salt, file.memory_kib, file.passes)?;
    let payload = Payload { msg: &wrapped, aad: FORMAT.as_bytes() };
    let key = cipher(&wrapping).decrypt(Nonce::from_slice(&nonce), payload).map_err(|_| KeyError::WrongPassphrase)?;
    Ok(DatabaseKey(key.try_into().map_err(|_| KeyError::Unreadable)?))
}

fn read(path: &Path) -> Result<KeyFile, crate::StoreError> {
    let file: KeyFile = serde_json::from_slice(&fs::read(path)?).map_err(|_| KeyError::Unreadable)?;
    if file.format == FORMAT { Ok(file) } else { Err(KeyError::Unreadable.into()) }
}

fn bytes<const N: usize>(digits: &str) -> Result<[u8; N], KeyError> {
    let mut out = [0; N];
    hex::decode_to_slice(digits, &mut out).map_err(|_| KeyError::Unreadable)?;
    Ok(out)
}

fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(Key::from_slice(key))
}

fn derive(passphrase: &str, salt: &[u8], memory_kib: u32, passes: u32) -> Result<[u8; 32], KeyError> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).map_err(|_| KeyError::Derivation)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(|_| KeyError::Derivation)?;
    Ok(key)
}
