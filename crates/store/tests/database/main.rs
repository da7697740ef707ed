//! The device database: what it keeps, what it refuses, what it survives.
#![expect(clippy::unwrap_used, reason = "tests")]

mod adjustment;
mod books;
mod damage;
mod exchange;
mod journal;
mod kill;
mod opening;
mod printing;
mod secrecy;
mod standing;
mod support;
mod verify;
