//! The county server: see [`nonghe_county`].

use clap::Parser as _;
use nonghe_county::command::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("nonghe-county: {fault}");
            ExitCode::FAILURE
        }
    }
}
