//! `nonghe`: the desk without a window, on the same crates.
//!
//! Views and errors are printed as JSON, so that scripts and tests can read them.

mod adjudicate;
mod call;
mod cases;
mod demo;
mod device;
mod exchange;
mod failure;
mod lang;
mod open;
mod output;
mod pack;
mod papers;
mod progress;
mod roster;
mod schema;
mod table;

use clap::{Args, Parser, Subcommand};
use failure::Failure;
use lang::LangArg;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "nonghe", version, about = "The desk of a health centre, headless")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a demonstration township.
    Demo {
        #[command(subcommand)]
        command: DemoCommand,
    },
    /// Set up this device.
    Device {
        #[command(subcommand)]
        command: DeviceCommand,
    },
    /// Decide a bill or a household's year by policy packs.
    Adjudicate(adjudicate::AdjudicateArgs),
    /// Work with policy packs.
    Pack {
        #[command(subcommand)]
        command: pack::PackCommand,
    },
    /// Print the JSON Schemas of packs, cases and settlements.
    Schema {
        /// Write them into this folder instead.
        #[arg(long)]
        write: Option<PathBuf>,
    },
    /// Call a use case by the name that the window uses: `nonghe call search '{"query":"wxm","year":2026}'`.
    Call {
        /// Name, such as `household_register`.
        name: String,
        /// Arguments, as a JSON object.
        #[arg(default_value = "{}")]
        arguments: String,
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Check or import a roster.
    Roster {
        #[command(subcommand)]
        command: RosterCommand,
    },
    /// Write a paper as PDF.
    Paper {
        /// `receipt`, `statement`, `explanation` or `reversal`.
        kind: String,
        /// Id of the payment or settlement.
        id: String,
        /// Where to.
        #[arg(long)]
        out: PathBuf,
        /// `zh` or `en`.
        #[arg(long, default_value = "zh")]
        lang: String,
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Exchange records with the county now.
    Sync {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Check that the journal is whole and that every table is what the journal says.
    Verify {
        #[command(flatten)]
        data: DataArgs,
    },
}

#[derive(Subcommand)]
enum DemoCommand {
    /// Make a township with a county key, operators, people, premiums and patients.
    Create {
        /// An empty or missing folder.
        #[arg(long)]
        dir: PathBuf,
        /// About how many people.
        #[arg(long, default_value_t = 2400)]
        people: usize,
        /// To practise with: data that never meet a county.
        #[arg(long)]
        training: bool,
        /// Another pack, its folder or its pack.toml: the people are there, and nobody has paid or been a patient.
        #[arg(long, conflicts_with = "training")]
        pack: Option<PathBuf>,
        #[command(flatten)]
        lang: LangArg,
    },
    /// Write a year of invented cases, one household on each line.
    Cases(demo::CasesArgs),
}

#[derive(Subcommand)]
enum DeviceCommand {
    /// Make an empty database with a device key.
    Create {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Write the file with which this device asks the county for its provisioning.
    Request {
        /// What the centre calls this device.
        #[arg(long, default_value = "desk")]
        label: String,
        /// Where to.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Say what a provisioning file of the county would bring; change nothing.
    Inspect {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Accept the county's provisioning file.
    Provision {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
}

#[derive(Subcommand)]
enum RosterCommand {
    /// Read a roster and say what would be imported; change nothing.
    Check {
        /// XLSX or CSV.
        file: PathBuf,
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Import a roster.
    Import {
        /// XLSX or CSV.
        file: PathBuf,
        /// Operation id: a repeat returns the first result.
        #[arg(long)]
        op: Option<String>,
        #[command(flatten)]
        desk: DeskArgs,
    },
}

/// Where the data are.
#[derive(Args)]
struct DataArgs {
    /// Data folder.
    #[arg(long, env = "NONGHE_DATA_DIR")]
    dir: PathBuf,
    /// Device passphrase; demonstration data need none.
    #[arg(long, env = "NONGHE_PASSPHRASE", hide_env_values = true)]
    passphrase: Option<String>,
}

/// Where the data are and who works with them.
#[derive(Args)]
struct DeskArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Initials of the operator.
    #[arg(long = "as", env = "NONGHE_OPERATOR")]
    initials: Option<String>,
    /// PIN of the operator.
    #[arg(long, env = "NONGHE_PIN", hide_env_values = true)]
    pin: Option<String>,
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Adjudicate(args) => adjudicate::adjudicate(&args),
        Command::Pack { command } => pack::run(command),
        Command::Schema { write } => schema::schema(write.as_deref()),
        Command::Demo { command } => match command {
            DemoCommand::Create { dir, people, pack: Some(pack), lang, .. } => {
                demo::create_under(&pack, &dir, people, lang.get())
            }
            DemoCommand::Create { dir, people, training, .. } => demo::create(&dir, people, training),
            DemoCommand::Cases(args) => demo::cases(&args),
        },
        Command::Device { command } => match command {
            DeviceCommand::Create { data } => device::create(&data),
            DeviceCommand::Request { label, out, data } => device::request(&data, &label, &out),
            DeviceCommand::Inspect { file, data } => device::inspect(&data, &file),
            DeviceCommand::Provision { file, data } => device::provision(&data, &file),
        },
        Command::Call { name, arguments, desk } => call::call(&desk, &name, &arguments),
        Command::Roster { command } => match command {
            RosterCommand::Check { file, desk } => roster::check(&desk, &file),
            RosterCommand::Import { file, op, desk } => roster::import(&desk, &file, op.as_deref()),
        },
        Command::Paper { kind, id, out, lang, desk } => papers::write(&desk, &kind, &id, &lang, &out),
        Command::Sync { data } => exchange::now(&data),
        Command::Verify { data } => device::verify(&data),
    }
}
