//! What carries the messages.

use std::time::Duration;

/// A message to the county.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Path below the county's address, such as `/v1/batches`.
    pub path: &'a str,
    /// What the body is.
    pub content_type: &'static str,
    /// Further header fields.
    pub headers: &'a [(&'static str, String)],
    /// The bytes.
    pub body: Vec<u8>,
}

/// What came back, from whomever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Status of HTTP.
    pub status: u16,
    /// What the body says it is; empty if it does not.
    pub content_type: String,
    /// The bytes.
    pub body: Vec<u8>,
    /// When to come again, if it was said.
    pub retry_after: Option<Duration>,
}

/// Why nothing came back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The address of the provisioning file makes no sense.
    #[error("the county's address is not readable")]
    Address,
    /// No connection: no line, no name, nobody listens.
    #[error("no connection to the county")]
    Unreachable,
    /// The connection is not safe: the certificate does not match.
    #[error("the connection to the county is not secure")]
    Insecure,
    /// The line broke or fell silent in the middle.
    #[error("the line broke")]
    Broken,
}

/// Carries a message and brings back the answer. Real ones reach over a network; tests have lines that break.
pub trait Transport {
    /// Sends, and waits for the answer.
    fn post(&self, request: Request<'_>) -> Result<Reply, TransportError>;
}
