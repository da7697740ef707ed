//! `nonghe pack simulate`: a county's year of bills under a draft pack, on all cores.
//!
//! Lines go in batches through a channel of fixed length to workers that each keep a tally, so memory does not grow
//! with the bills, and the sums are the same however many workers there are.

use super::diagnose::usable;
use super::read::PackFolder;
use super::tally::{Report, masked};
use crate::cases::{CaseFault, CaseFile, RawCase, Stated, replay_words};
use crate::failure::Failure;
use crate::lang::LangArg;
use crate::output::put;
use crate::progress::Progress;
use clap::Args;
use nonghe_domain::pack::Pack;
use nonghe_domain::year::{Household, Pair, Tally, compare as compare_case};
use nonghe_domain::{Lang, Money};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Lines of a batch, unless they are long.
const BATCH_LINES: usize = 64;
const BATCH_BYTES: usize = 256 * 1024;
/// Names are looked at closely only in the first lines: a program that writes a wrong name writes it everywhere.
const STRICT_LINES: u64 = 200;

/// A draft, the pack in force, and a year of bills.
#[derive(Args)]
pub struct SimulateArgs {
    /// The draft: its folder or its pack.toml.
    #[arg(long)]
    draft: PathBuf,
    /// The pack in force.
    #[arg(long)]
    against: PathBuf,
    /// Cases, one household on each line; `.zst` is unpacked on the way, `-` is standard input.
    #[arg(long)]
    cases: PathBuf,
    /// The year of the cases; without it that in which most of the first bills end.
    #[arg(long)]
    year: Option<i32>,
    /// Tell how many households bear more than so many yuan in the year.
    #[arg(long, default_value = "10000")]
    burden: Money,
    /// Write the households that bear more under the draft to this file, as CSV; they are not masked there.
    #[arg(long)]
    burden_list: Option<PathBuf>,
    /// Leave out lines that cannot be used, and count them.
    #[arg(long)]
    skip_bad: bool,
    /// How many workers; without it as many as there are cores.
    #[arg(long)]
    jobs: Option<NonZeroUsize>,
    /// Print the sums as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lang: LangArg,
}

impl SimulateArgs {
    /// The language of the command.
    pub fn lang(&self) -> Lang {
        self.lang.get()
    }
}

/// What all workers share.
struct Run<'a> {
    packs: Pair<&'a Pack>,
    year: i32,
    burden: Money,
    skip_bad: bool,
    stop: AtomicBool,
    bills: AtomicU64,
    list: Option<Mutex<BufWriter<File>>>,
}

/// What a worker found.
struct Part {
    tally: Tally,
    /// The first line that cannot be used.
    fault: Option<CaseFault>,
    skipped: u64,
}

/// Lines that are handed over together.
type Batch = Vec<Result<RawCase, CaseFault>>;

/// Simulates a year.
pub fn simulate(args: &SimulateArgs) -> Result<(), Failure> {
    let lang = args.lang.get();
    let before = usable(PackFolder::read(&args.against)?, lang)?;
    let after = usable(PackFolder::read(&args.draft)?, lang)?;
    let packs = Pair { before: &before, after: &after };
    let mut cases = CaseFile::open(&args.cases)?;
    let year = args.year.or_else(|| cases.year(&[&before, &after])).unwrap_or(before.rules.benefit_year);
    let run = Run {
        packs,
        year,
        burden: args.burden,
        skip_bad: args.skip_bad,
        stop: AtomicBool::new(false),
        bills: AtomicU64::new(0),
        list: args
            .burden_list
            .as_deref()
            .map(|path| File::create(path).map(|file| Mutex::new(BufWriter::new(file))))
            .transpose()?,
    };
    run.list("line,household,you_pay_before,you_pay_after\n")?;
    let jobs = args.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let Part { tally, fault, skipped } = run.all(cases, jobs, lang)?;
    if let Some(fault) = fault {
        return Err(fault.into());
    }
    if let Some(list) = run.list {
        list.into_inner().unwrap_or_else(PoisonError::into_inner).flush()?;
    }
    let report = Report { packs, tally: &tally, cases_year: year, lang, burden: Some(skipped) };
    if args.json {
        put(&format!("{}\n", serde_json::to_string_pretty(&report.to_json())?))
    } else {
        put(&report.text())
    }
}

impl Run<'_> {
    /// Hands the lines out to workers and adds up what they found.
    fn all(&self, cases: CaseFile, jobs: usize, lang: Lang) -> Result<Part, Failure> {
        let progress = Progress::new(&cases, &self.bills, lang);
        let (send, receive) = sync_channel(jobs * 2);
        let receive = Mutex::new(receive);
        let parts = thread::scope(|scope| {
            let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(|| self.work(&receive))).collect();
            self.hand_out(cases, &send, &progress);
            drop(send);
            workers.into_iter().map(thread::ScopedJoinHandle::join).collect::<Vec<_>>()
        });
        progress.end();
        let mut whole = Part { tally: Tally::new(self.burden), fault: None, skipped: 0 };
        for part in parts {
            let part = part.map_err(|_| Failure::Usage("a worker broke off".into()))??;
            whole.tally.merge(part.tally);
            whole.skipped += part.skipped;
            // Batches are taken in order, so every line before the fault has been looked at.
            whole.fault = [whole.fault, part.fault].into_iter().flatten().min_by_key(|fault| fault.line);
        }
        Ok(whole)
    }

    fn hand_out(&self, cases: CaseFile, send: &SyncSender<Batch>, progress: &Progress<'_>) {
        let (mut batch, mut bytes) = (Batch::new(), 0);
        for case in cases {
            bytes += case.as_ref().map_or(0, |case| case.text.len());
            batch.push(case);
            if batch.len() >= BATCH_LINES || bytes >= BATCH_BYTES {
                progress.show();
                bytes = 0;
                if self.stop.load(Ordering::Relaxed) || send.send(std::mem::take(&mut batch)).is_err() {
                    return;
                }
            }
        }
        // Nobody receives any more only if a worker has found a fault.
        let _ = send.send(batch);
    }

    fn work(&self, receive: &Mutex<Receiver<Batch>>) -> Result<Part, Failure> {
        let mut part = Part { tally: Tally::new(self.burden), fault: None, skipped: 0 };
        while part.fault.is_none() {
            let received = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(batch) = received else { break };
            let mut list = String::new();
            let before = part.tally.all.bills;
            for case in batch {
                match case.and_then(|raw| self.add(&raw, &mut part.tally, &mut list)) {
                    Ok(()) => {}
                    Err(_) if self.skip_bad => part.skipped += 1,
                    Err(fault) => {
                        self.stop.store(true, Ordering::Relaxed);
                        part.fault = Some(fault);
                        break;
                    }
                }
            }
            self.bills.fetch_add(part.tally.all.bills - before, Ordering::Relaxed);
            self.list(&list)?;
        }
        Ok(part)
    }

    fn add(&self, raw: &RawCase, tally: &mut Tally, list: &mut String) -> Result<(), CaseFault> {
        let known = [self.packs.before, self.packs.after];
        let Stated { line, household, case } =
            if raw.line <= STRICT_LINES { raw.parse_strictly(&known) } else { raw.parse(&known) }?;
        let bills = compare_case(self.packs, &case, self.year).map_err(|error| replay_words(&error).at(raw))?;
        let people: Vec<String> = case.people.iter().map(|person| masked(&person.id)).collect();
        let household = household.unwrap_or_default();
        let you_pay = tally.add(&Household { name: &masked(&household), people: &people, line, bills: &bills });
        if self.list.is_some() && you_pay.after > self.burden {
            let Pair { before, after } = you_pay;
            // A formula in a name must not run in a spreadsheet.
            let name = household.trim_start_matches(['=', '+', '-', '@', '\t']).replace(['"', ',', '\n', '\r'], " ");
            // Writing to a text cannot fail.
            let _ = writeln!(list, "{line},{name},{before},{after}");
        }
        Ok(())
    }

    fn list(&self, rows: &str) -> Result<(), Failure> {
        if let Some(list) = &self.list {
            list.lock().unwrap_or_else(PoisonError::into_inner).write_all(rows.as_bytes())?;
        }
        Ok(())
    }
}
