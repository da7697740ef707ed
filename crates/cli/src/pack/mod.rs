//! Packs from the command line: check, show, compare, simulate.
//!
//! Nothing here knows a rule of any place: what is printed stands in the pack, or follows from it by the engine.

mod check;
mod compare;
mod diagnose;
mod read;
mod show;
mod simulate;
mod tally;
mod words;

pub use diagnose::usable;
pub use read::PackFolder;

use crate::failure::Failure;
use crate::lang::LangArg;
use clap::Subcommand;
use nonghe_domain::Lang;
use std::path::PathBuf;

/// What to do with packs.
#[derive(Subcommand)]
pub enum PackCommand {
    /// Say whether packs can be used: file, line, fault and mend.
    Check {
        /// Folders of packs, or folders that hold several.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        lang: LangArg,
    },
    /// Print a pack as the county's notice would read.
    Show {
        /// The pack: its folder or its pack.toml.
        path: PathBuf,
        #[command(flatten)]
        lang: LangArg,
    },
    /// The same cases under two packs, side by side, and what changes for whom.
    Compare(compare::CompareArgs),
    /// A year of bills under a draft: each fund's cost, winners and losers.
    Simulate(simulate::SimulateArgs),
}

/// Runs a command. Failures are told in its language.
pub fn run(command: PackCommand) -> Result<(), Failure> {
    let (done, lang): (_, Lang) = match command {
        PackCommand::Check { paths, lang } => (check::check(&paths, lang.get()), lang.get()),
        PackCommand::Show { path, lang } => (show::show(&path, lang.get()), lang.get()),
        PackCommand::Compare(args) => (compare::compare(&args), args.lang()),
        PackCommand::Simulate(args) => (simulate::simulate(&args), args.lang()),
    };
    done.map_err(|failure| failure.told_in(lang))
}
