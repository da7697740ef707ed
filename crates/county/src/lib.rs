//! The county's side: it stores the journals of the centres, judges their entries with the same rule engine, and
//! answers with a feed of its own.
//!
//! Invariants: nothing is acknowledged before it is committed; entries are stored first and judged later, so that
//! no rule can lose a record; one judge works at a time, and its order decides; a feed position is given under a
//! lock that is held until its commit. Only this crate has SQL for PostgreSQL.

pub mod attachments;
pub mod command;
pub mod county;
pub mod county_key;
pub mod database;
pub mod feed;
pub mod grants;
pub mod http;
pub mod intake;
pub mod judge;
pub mod migrations;
pub mod observe;
pub mod packs;
pub mod registry;
pub mod rejection;
pub mod settings;
