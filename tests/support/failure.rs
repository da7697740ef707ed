//! One error for all set-up and driving: a sentence for whoever reads the failed test.

use std::fmt::{self, Display};

/// Why a test could not go on. Its `Debug` is its text, because that is what a failing test prints.
#[derive(thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

/// The result of everything in this library.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure that says the given sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Puts what was being done in front of why it failed.
pub trait Context<T> {
    /// Turns an error or an absence into a [`Failure`] that begins with `what`.
    fn context(self, what: impl Display) -> Result<T>;
}

impl<T, E: Display> Context<T> for std::result::Result<T, E> {
    fn context(self, what: impl Display) -> Result<T> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, what: impl Display) -> Result<T> {
        self.ok_or_else(|| Failure(what.to_string()))
    }
}
