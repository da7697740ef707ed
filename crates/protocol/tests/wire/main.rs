//! The wire: its JSON, its bytes, and what becomes of bytes that somebody changed.
#![expect(clippy::unwrap_used, reason = "tests")]

mod batches;
mod bodies;
mod chain;
mod changes;
mod messages;
mod photographs;
mod support;
