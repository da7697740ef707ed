//! The pool of connections to PostgreSQL, and what can go wrong with it.
//!
//! PostgreSQL puts the values of a row into its messages, and rows hold personal data. So an error keeps only the
//! code and the names of table and constraint.

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use std::str::FromStr as _;
use std::time::Duration;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

/// How long a request waits for a connection before it is told to come later.
const POOL_WAIT: Duration = Duration::from_secs(3);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What went wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The address is not one of PostgreSQL.
    #[error("the database address is not readable; expected postgres://user:password@host:port/name")]
    Address,
    /// All connections are busy.
    #[error("no connection to the database became free in time")]
    Exhausted,
    /// No connection.
    #[error("the database cannot be reached")]
    Unreachable,
    /// A statement failed.
    #[error("the database refused a statement: code {code}, table {table}, constraint {constraint} {fault}")]
    Statement {
        /// SQLSTATE.
        code: String,
        /// Table; empty if none is concerned.
        table: String,
        /// Constraint; empty if none is concerned.
        constraint: String,
        /// PostgreSQL's words, if the statement itself is at fault: those name columns and no values.
        fault: String,
    },
    /// A stored value is not what this program stores.
    #[error("the database holds a {0} that this program cannot read")]
    Value(&'static str),
}

impl DatabaseError {
    /// Whether another transaction holds the lock that was asked for without waiting.
    pub fn is_locked(&self) -> bool {
        self.has_code(&[SqlState::LOCK_NOT_AVAILABLE])
    }

    /// Whether the same statement could succeed later without any change: lost connections, shortage, a restart.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Exhausted | Self::Unreachable => true,
            Self::Statement { code, .. } => ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class)),
            Self::Address | Self::Value(_) => false,
        }
    }

    fn has_code(&self, codes: &[SqlState]) -> bool {
        matches!(self, Self::Statement { code, .. } if codes.iter().any(|known| known.code() == code))
    }
}

impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(fault) = error.as_db_error() {
            let is_of_statement = fault.code().code().starts_with("42");
            return Self::Statement {
                fault: if is_of_statement { fault.message().to_owned() } else { String::new() },
                code: fault.code().code().to_owned(),
                table: fault.table().unwrap_or_default().to_owned(),
                constraint: fault.constraint().unwrap_or_default().to_owned(),
            };
        }
        if error.is_closed()
            || std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
        {
            return Self::Unreachable;
        }
        Self::Value("value or parameter")
    }
}

impl From<PoolError> for DatabaseError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Timeout(_) => Self::Exhausted,
            PoolError::Backend(error) => Self::from(error),
            _ => Self::Unreachable,
        }
    }
}

/// Connections that are opened when they are needed.
pub fn pool(url: &str, size: usize) -> Result<Pool, DatabaseError> {
    let mut config = Config::from_str(url).map_err(|_| DatabaseError::Address)?;
    config.connect_timeout(CONNECT_TIMEOUT);
    config.application_name("nonghe-county");
    let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    Pool::builder(manager)
        .max_size(size)
        .wait_timeout(Some(POOL_WAIT))
        .create_timeout(Some(CONNECT_TIMEOUT))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|_| DatabaseError::Unreachable)
}

/// A connection from the pool.
pub async fn connection(pool: &Pool) -> Result<Object, DatabaseError> {
    Ok(pool.get().await?)
}

/// A sequence number as PostgreSQL has it. No real one is out of its range.
pub fn to_sql(number: u64) -> Result<i64, DatabaseError> {
    i64::try_from(number).map_err(|_| DatabaseError::Value("number above 2^63"))
}

/// A number from PostgreSQL that is never negative there.
pub fn from_sql(number: i64) -> Result<u64, DatabaseError> {
    u64::try_from(number).map_err(|_| DatabaseError::Value("negative number"))
}

/// An epoch from PostgreSQL, whose range is checked there.
pub fn epoch_from_sql(number: i64) -> Result<u32, DatabaseError> {
    u32::try_from(number).map_err(|_| DatabaseError::Value("epoch"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(code: &str) -> DatabaseError {
        let (table, constraint, fault) = Default::default();
        DatabaseError::Statement { code: code.to_owned(), table, constraint, fault }
    }

    #[test]
    fn a_full_disk_and_a_restart_pass_but_a_broken_rule_stays() {
        for (code, passes) in
            [("53100", true), ("57P01", true), ("08006", true), ("40P01", true), ("23505", false), ("22021", false)]
        {
            assert_eq!(statement(code).is_passing(), passes, "{code}");
        }
    }

    #[test]
    fn only_a_lock_that_is_held_counts_as_locked() {
        assert!(statement("55P03").is_locked());
        assert!(!statement("40P01").is_locked());
    }
}
