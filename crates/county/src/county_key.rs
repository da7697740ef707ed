//! The county's signing key.
//!
//! A demonstration key works only with demonstration devices and packs, and a real one only with real ones: the key
//! of a demonstration lies in the open.

use nonghe_protocol::keys::Message;
use nonghe_protocol::{KeyError, PublicKey, SecretKey, Signed};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The key with which the county signs.
#[derive(Debug, Clone)]
pub struct CountyKey {
    /// Whether it is only for demonstration.
    pub demonstration: bool,
    secret: SecretKey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    demonstration: bool,
    secret: String,
}

/// What is wrong with a key file.
#[derive(Debug, thiserror::Error)]
pub enum CountyKeyError {
    /// The file cannot be read.
    #[error("cannot read the county key {path}: {source}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not a key file. Nothing of its content is shown.
    #[error("{path} is not a county key: expected {{\"demonstration\": …, \"secret\": 64 hexadecimal digits}}")]
    Form {
        /// Which file.
        path: PathBuf,
    },
}

impl CountyKey {
    /// A key from its secret bits.
    pub fn new(demonstration: bool, bits: &[u8; 32]) -> Self {
        Self { demonstration, secret: SecretKey::from_random(bits) }
    }

    /// Reads a key file.
    pub fn read(path: &Path) -> Result<Self, CountyKeyError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| CountyKeyError::Read { path: path.to_owned(), source })?;
        let form = || CountyKeyError::Form { path: path.to_owned() };
        let file: KeyFile = serde_json::from_str(&text).map_err(|_| form())?;
        let mut bits = [0; 32];
        hex::decode_to_slice(file.secret, &mut bits).map_err(|_| form())?;
        Ok(Self::new(file.demonstration, &bits))
    }

    /// What devices know the county by.
    pub fn public(&self) -> PublicKey {
        self.secret.public()
    }

    /// Signs a message.
    pub fn sign<M: Message>(&self, message: &M) -> Result<Signed, KeyError> {
        message.signed(&self.secret)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_file_that_is_no_key_is_refused_without_showing_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("county.key");
        let secret = "07".repeat(32);
        for (text, is_key) in [
            (format!(r#"{{"demonstration":true,"secret":"{secret}"}}"#), true),
            (format!(r#"{{"demonstration":true,"secret":"{secret}00"}}"#), false),
            (format!(r#"{{"secret":"{secret}"}}"#), false),
            (format!(r#"{{"demonstration":true,"secret":"{secret}","more":1}}"#), false),
            (secret.clone(), false),
        ] {
            std::fs::write(&path, &text).unwrap();
            let read = CountyKey::read(&path);
            assert_eq!(read.is_ok(), is_key, "{text}");
            assert!(read.err().is_none_or(|error| !error.to_string().contains("0707")));
        }
    }
}
