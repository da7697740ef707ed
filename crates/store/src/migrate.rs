//! Migrations: sequential, forward only, verified by checksum.

use crate::error::{StoreError, StoreResult};
use nonghe_protocol::Hash;
use rusqlite::{Connection, TransactionBehavior, params};

const MIGRATIONS: [&str; 11] = [
    include_str!("../../../migrations/device/0001_create_journal.sql"),
    include_str!("../../../migrations/device/0002_create_projections.sql"),
    include_str!("../../../migrations/device/0003_refuse_replacing.sql"),
    include_str!("../../../migrations/device/0004_keep_adjustments.sql"),
    include_str!("../../../migrations/device/0005_keep_changes_of_people.sql"),
    include_str!("../../../migrations/device/0006_end_enrolments.sql"),
    include_str!("../../../migrations/device/0007_keep_what_was_printed.sql"),
    include_str!("../../../migrations/device/0008_keep_receipt_books.sql"),
    include_str!("../../../migrations/device/0009_keep_photographs.sql"),
    include_str!("../../../migrations/device/0010_keep_what_enrolments_count_for.sql"),
    include_str!("../../../migrations/device/0011_keep_cover_elsewhere.sql"),
];

/// The version that this program writes.
pub const SCHEMA_VERSION: u32 = 11;

const _: () = assert!(MIGRATIONS.len() == SCHEMA_VERSION as usize, "every migration has a version");

/// The setting that says that the projections are those of an earlier program.
pub(crate) const REBUILD_DUE: &str = "rebuild-due";

/// Brings the schema up to date. A newer one, or one made by other migrations, is refused and left alone.
pub(crate) fn migrate(conn: &mut Connection) -> StoreResult<()> {
    let found: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > SCHEMA_VERSION {
        return Err(StoreError::TooNew { found, supported: SCHEMA_VERSION });
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if found == 0 {
        tx.execute_batch("CREATE TABLE migration (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT;")?;
    }
    for (version, sql) in (1..).zip(MIGRATIONS) {
        let checksum = Hash::of("nonghe-migration-1", &[sql.as_bytes()]).to_string();
        if version <= found {
            let applied: String =
                tx.query_row("SELECT checksum FROM migration WHERE version = ?1", [version], |row| row.get(0))?;
            if applied != checksum {
                return Err(StoreError::MigrationChanged(version));
            }
        } else {
            tx.execute_batch(sql)?;
            tx.execute("INSERT INTO migration (version, checksum) VALUES (?1, ?2)", params![version, checksum])?;
        }
    }
    if (1..SCHEMA_VERSION).contains(&found) {
        // Noted in the same transaction: whatever stops the program, the tables are built again before they are used.
        tx.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, '')", [REBUILD_DUE])?;
    }
    tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    tx.commit()?;
    Ok(())
}
