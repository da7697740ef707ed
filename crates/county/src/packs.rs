//! Policy packs that the county has put in force.

use crate::database::DatabaseError;
use nonghe_domain::pack::{Bundle, Pack, PackFaults};
use std::path::{Path, PathBuf};
use tokio_postgres::{GenericClient, Transaction};

/// Why a pack cannot be registered.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The pack does not pass its checks.
    #[error(transparent)]
    Faults(#[from] PackFaults),
    /// It decides no bill.
    #[error("the pack {0} states only a part of the rules (fragment = true); it cannot be put in force")]
    Fragment(String),
    /// The pack cannot be bundled.
    #[error("the pack cannot be bundled: {0}")]
    Bundle(#[from] serde_json::Error),
    /// Demonstration and real data never mix.
    #[error("the pack {pack} is {found}, but the county key is {expected}")]
    OtherWorld {
        /// Which pack.
        pack: String,
        /// What the pack is.
        found: &'static str,
        /// What the key is.
        expected: &'static str,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// What a demonstration and what real data is called.
pub(crate) fn world(is_demonstration: bool) -> &'static str {
    if is_demonstration { "for demonstration" } else { "for real data" }
}

/// The bundle of a folder with the files of a pack and of those beside it that it inherits, or a bundle that is already
/// one file.
pub fn bundle_text(path: &Path) -> Result<String, PackError> {
    if !path.is_dir() {
        let fault = |source| PackError::Read { path: path.to_owned(), source };
        return std::fs::read_to_string(path).map_err(fault);
    }
    let bundle = Bundle::assemble(|name| {
        let path = path.join(name);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(PackError::Read { path, source }),
        }
    })?;
    Ok(bundle.to_text()?)
}

/// Checks a bundle and keeps it. Adding it again changes nothing.
pub async fn add(transaction: &Transaction<'_>, bundle: &str, is_demonstration: bool) -> Result<Pack, PackError> {
    let pack = Pack::from_bundle(bundle)?;
    if pack.rules.demonstration != is_demonstration {
        return Err(PackError::OtherWorld {
            pack: pack.rules.id.clone(),
            found: world(pack.rules.demonstration),
            expected: world(is_demonstration),
        });
    }
    if pack.rules.fragment {
        return Err(PackError::Fragment(pack.rules.id.clone()));
    }
    transaction
        .execute(
            "INSERT INTO pack (hash, id, version, benefit_year, bundle) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (hash) DO NOTHING",
            &[&pack.hash, &pack.rules.id, &pack.rules.version, &pack.rules.benefit_year, &bundle],
        )
        .await
        .map_err(DatabaseError::from)?;
    Ok(pack)
}

/// The bundle of a pack by its hash.
pub async fn bundle<C: GenericClient>(client: &C, hash: &str) -> Result<Option<String>, DatabaseError> {
    let row = client.query_opt("SELECT bundle FROM pack WHERE hash = $1", &[&hash]).await?;
    Ok(row.map(|row| row.get(0)))
}

/// All bundles, the oldest first, as a provisioning file carries them.
pub async fn bundles<C: GenericClient>(client: &C) -> Result<Vec<String>, DatabaseError> {
    let rows = client.query("SELECT bundle FROM pack ORDER BY added_at, hash", &[]).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}
