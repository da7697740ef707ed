//! The county server as devices meet it: the real program on a real PostgreSQL, and devices whose journals are made
//! here, so that a test can send what no desk would.
#![expect(clippy::unwrap_used, reason = "tests")]

mod bodies;
mod books;
mod changes;
mod crash;
mod device;
mod grants;
mod intake;
mod judge;
mod migrations;
mod overload;
mod photographs;
mod premiums;
mod small_packs;
mod throughput;
mod world;
mod year;
