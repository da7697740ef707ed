//! What a test of the whole system needs around it: the programs as users start them, a PostgreSQL
//! cluster, a county server, a display and a window driven through WebDriver.
//!
//! Invariant: whatever is started here ends when its value is dropped, also when a test fails, and
//! touches neither a service nor a file of the machine outside its own temporary folders and
//! `target/`.

pub mod benchmark;
pub mod centre;
mod county;
mod cups;
mod database;
mod demonstration;
mod dialog;
mod display;
mod failure;
mod nonghe;
mod office;
mod postgres;
mod programs;
pub mod roster;
mod running;
mod window;

pub use county::{CountyProcess, CountySettings};
pub use cups::{PrintServer, Printed};
pub use database::open_demonstration_database;
pub use demonstration::{Demonstration, DemonstrationOperator};
pub use dialog::SystemDialog;
pub use display::Display;
pub use failure::{Context, Failure, Result};
pub use fantoccini::key::Key;
pub use nonghe::{Finished, NongheCli};
pub use office::Office;
pub use postgres::PostgresCluster;
pub use programs::{artefact_dir, program, repository_dir};
pub use running::Running;
pub use window::{Window, WindowSettings};

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::Once,
};

/// A port on the loopback address that nothing listens on now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr().context("a listener without an address")?.port())
}

/// An HTTP client that follows no proxy of the machine.
pub fn http_client() -> Result<reqwest::Client> {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // An error only says that a provider is there already, which is what is wanted.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder().no_proxy().build().context("no HTTP client")
}
