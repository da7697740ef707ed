//! Migrations of the county's database: forward only, and each exactly as it was shipped.

use crate::database::DatabaseError;
use nonghe_protocol::Hash;
use tokio_postgres::Client;

macro_rules! migration {
    ($name:literal) => {
        Migration { name: $name, sql: include_str!(concat!("../../../migrations/county/", $name, ".sql")) }
    };
}

struct Migration {
    name: &'static str,
    sql: &'static str,
}

/// In order. A file that was shipped never changes; what follows is a new one.
const MIGRATIONS: &[Migration] = &[
    migration!("0001_create_registry"),
    migration!("0002_create_journal"),
    migration!("0003_create_judgement"),
    migration!("0004_keep_figures"),
    migration!("0005_keep_changes_of_people"),
    migration!("0006_give_premiums_back"),
    migration!("0007_keep_receipt_books"),
    migration!("0008_keep_refused_enrolments"),
    migration!("0009_apply_late_packs"),
    migration!("0010_keep_who_was_counted"),
    migration!("0011_keep_cover_elsewhere"),
];

/// Keeps two programs from migrating at once. Any number will do that no other use has.
const MIGRATION_LOCK: i64 = 0x6e6f_6e67_0001;

/// Why the database cannot be brought to this program's version.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// It was migrated by a newer program.
    #[error("database version {found} is newer than this program supports ({supported}); nothing was changed")]
    TooNew {
        /// Migrations in the database.
        found: usize,
        /// Migrations of this program.
        supported: usize,
    },
    /// An applied migration is not the one that this program knows.
    #[error("migration {name} was applied in another form than this program knows; nothing was changed")]
    Changed {
        /// Which one.
        name: String,
    },
    /// A migration cannot be applied.
    #[error("migration {name} cannot be applied; nothing was changed: {source}")]
    Failed {
        /// Which one.
        name: &'static str,
        /// Why.
        source: DatabaseError,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<tokio_postgres::Error> for MigrationError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Brings the database to this program's version, all or nothing. Returns how many migrations were applied.
pub async fn migrate(client: &mut Client) -> Result<usize, MigrationError> {
    let transaction = client.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK]).await?;
    transaction
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS migration (
                 number integer PRIMARY KEY,
                 name text NOT NULL,
                 checksum text NOT NULL,
                 applied_at timestamptz NOT NULL DEFAULT now()
             )",
        )
        .await?;
    let rows = transaction.query("SELECT name, checksum FROM migration ORDER BY number", &[]).await?;
    let applied: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let waiting = waiting(&applied)?;
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(applied.len()) {
        let failed =
            |fault: tokio_postgres::Error| MigrationError::Failed { name: migration.name, source: fault.into() };
        transaction.batch_execute(migration.sql).await.map_err(failed)?;
        let number = i32::try_from(index + 1).unwrap_or(i32::MAX);
        transaction
            .execute(
                "INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)",
                &[&number, &migration.name, &checksum(migration)],
            )
            .await?;
    }
    transaction.commit().await?;
    Ok(waiting)
}

/// How many migrations are still to be applied, if those that were are the known ones.
fn waiting(applied: &[(String, String)]) -> Result<usize, MigrationError> {
    for ((name, checksum_found), known) in applied.iter().zip(MIGRATIONS) {
        if name != known.name || *checksum_found != checksum(known) {
            return Err(MigrationError::Changed { name: name.clone() });
        }
    }
    MIGRATIONS
        .len()
        .checked_sub(applied.len())
        .ok_or(MigrationError::TooNew { found: applied.len(), supported: MIGRATIONS.len() })
}

fn checksum(migration: &Migration) -> String {
    Hash::of("nonghe-migration-1", &[migration.sql.as_bytes()]).to_string()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn applied(count: usize) -> Vec<(String, String)> {
        MIGRATIONS.iter().take(count).map(|known| (known.name.to_owned(), checksum(known))).collect()
    }

    #[test]
    fn only_what_is_missing_is_applied() {
        for count in 0..=MIGRATIONS.len() {
            assert_eq!(waiting(&applied(count)).unwrap(), MIGRATIONS.len() - count);
        }
    }

    #[test]
    fn a_newer_database_and_a_changed_migration_are_refused() {
        let mut newer = applied(MIGRATIONS.len());
        newer.push(("9999_from_the_future".to_owned(), String::new()));
        assert!(matches!(waiting(&newer), Err(MigrationError::TooNew { .. })));
        let mut changed = applied(2);
        changed[1].1 = "sha256:00".to_owned();
        assert!(matches!(waiting(&changed), Err(MigrationError::Changed { .. })));
    }

    #[test]
    fn names_are_numbered_without_gaps() {
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            assert!(migration.name.starts_with(&format!("{:04}_", index + 1)), "{}", migration.name);
        }
    }
}
