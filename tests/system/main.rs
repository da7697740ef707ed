//! The programs headless: `nonghe` at a centre, `nonghe-county` on a real PostgreSQL.

mod bad_input;
mod cases;
mod changes;
mod county;
mod packs;
mod premium;
mod roster;
mod settlement;
mod simulations;
mod unprinted;
