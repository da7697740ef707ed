//! The programs headless: `nonghe` at a centre, `nonghe-county` on a real PostgreSQL.

mod bad_input;
mod bridge;
mod cases;
mod changes;
mod county;
mod first_start;
mod packs;
mod premium;
mod roster;
mod scripts;
mod settlement;
mod simulations;
mod unprinted;
