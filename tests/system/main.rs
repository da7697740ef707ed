//! The programs headless: `nonghe` at a centre, `nonghe-county` on a real PostgreSQL.

mod bad_input;
mod changes;
mod county;
mod premium;
mod roster;
mod settlement;
