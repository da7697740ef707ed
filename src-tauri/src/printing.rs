//! Papers go to their printers in the background, one after the other, while the desk is at work.
//!
//! What is to be printed stands in the database before it is sent, so that a program that dies at any moment leaves a
//! paper in the list of those that have not come out, and never a record that nobody can print.

use crate::clock::Clock;
use crate::news::{News, Tell};
use crate::platform::{self, Errand};
use nonghe_clinic::views::{Density, PrintingView};
use nonghe_clinic::{Clinic, ClinicResult, PrintState, Printing, Trouble};
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How soon to look after a job that is being printed.
const FOLLOW: Duration = Duration::from_millis(300);
/// How soon to look again at a printer that takes nothing.
const LOOK_AGAIN: Duration = Duration::from_secs(3);
/// How soon to ask the printers again how they are while nothing is to be printed.
const GLANCE: Duration = Duration::from_mins(1);

/// The queue of papers, worked off by a thread of its own. With it the thread ends and lets go of the data, so that
/// they can be opened again; what it had not handed over stays on record.
pub struct PrintQueue {
    bell: Arc<Bell>,
    health: Arc<Health>,
}

/// How the printers were when they were last asked. A printer that nobody asked is not in it.
#[derive(Default)]
pub struct Health(Mutex<HashMap<String, Option<Trouble>>>);

/// Says that there may be something to print, or that the queue ends.
#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    changed: Condvar,
    ends: AtomicBool,
}

impl PrintQueue {
    /// Starts working off the queue.
    pub fn start(clinic: &Arc<Clinic>, clock: Clock, tell: Arc<Tell>) -> io::Result<Self> {
        let (bell, health) = (Arc::new(Bell::default()), Arc::new(Health::default()));
        let (clinic, heard, seen) = (Arc::clone(clinic), Arc::clone(&bell), Arc::clone(&health));
        let work = move || run(&clinic, clock, &*tell, &heard, &seen);
        std::thread::Builder::new().name("printing".to_owned()).spawn(work)?;
        Ok(Self { bell, health })
    }

    /// There may be something to print, or a printer that is ready again.
    pub fn look_now(&self) {
        self.bell.ring();
    }

    /// What the footer says of printing.
    pub fn view(&self, clinic: &Clinic) -> ClinicResult<PrintingView> {
        self.health.view(clinic)
    }
}

impl Health {
    /// How soon to ask again: a printer that was seen to is told from one that was not within seconds.
    fn ask_again_after(&self) -> Duration {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.values().any(Option::is_some) { LOOK_AGAIN } else { GLANCE }
    }

    /// Asks the printers in use how they are.
    fn ask(&self, clinic: &Clinic) {
        let Ok(used) = clinic.assigned_printers() else { return };
        let found = if used.is_empty() { Ok(Vec::new()) } else { platform::printers() };
        let how = |name: &String| match &found {
            Ok(found) => match found.iter().find(|printer| printer.name == *name) {
                Some(printer) => printer.trouble,
                None => Some(Trouble::UnknownPrinter),
            },
            Err(trouble) => Some(*trouble),
        };
        let now = used.iter().map(|name| (name.clone(), how(name))).collect();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// What the footer says of printing: of papers first, then of printers that nothing waits for.
    fn view(&self, clinic: &Clinic) -> ClinicResult<PrintingView> {
        let view = clinic.printing_view()?;
        let used = clinic.assigned_printers()?;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let checked = used.iter().all(|name| known.contains_key(name));
        let trouble = used.iter().find_map(|name| known.get(name).copied().flatten()).map(Trouble::in_short);
        Ok(PrintingView { checked, trouble: view.trouble.or(trouble), ..view })
    }
}

impl Drop for PrintQueue {
    fn drop(&mut self) {
        self.bell.ends.store(true, Ordering::SeqCst);
        self.bell.ring();
    }
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    fn ends(&self) -> bool {
        self.ends.load(Ordering::SeqCst)
    }

    /// Waits until it rings, or for so long. Answers whether it rang.
    fn wait(&self, at_most: Duration) -> bool {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(rung, at_most, |rung| !*rung);
        std::mem::take(&mut *waited.unwrap_or_else(PoisonError::into_inner).0)
    }
}

fn run(clinic: &Clinic, clock: Clock, tell: &Tell, bell: &Bell, health: &Health) {
    if let Err(error) = clinic.papers_interrupted() {
        tracing::error!(%error, "papers of the last run are not sorted");
    }
    let mut told = None;
    // Papers that wait are followed without it; the printers themselves are asked when somebody ordered, and now and then.
    let mut asked: Option<Instant> = None;
    let mut rang = false;
    while !bell.ends() {
        let pause = round(clinic, clock, bell).unwrap_or_else(|error| {
            tracing::error!(%error, "the queue of papers cannot be read");
            Some(LOOK_AGAIN)
        });
        if rang || asked.is_none_or(|at| at.elapsed() >= health.ask_again_after()) {
            health.ask(clinic);
            asked = Some(Instant::now());
        }
        if let Ok(view) = health.view(clinic)
            && told.as_ref() != Some(&view)
        {
            tell(News::Printing(view.clone()));
            told = Some(view);
        }
        let glance = health.ask_again_after();
        rang = bell.wait(pause.map_or(glance, |pause| pause.min(glance)));
    }
}

/// Looks once at every paper that is on its way. Answers when to look again; nothing needs a look if nothing is.
fn round(clinic: &Clinic, clock: Clock, bell: &Bell) -> ClinicResult<Option<Duration>> {
    // What each printer does in this round: busy, or in trouble.
    let mut printers: HashMap<String, Option<Trouble>> = HashMap::new();
    let mut pause = None;
    for kept in clinic.papers_under_way()? {
        if bell.ends() {
            return Ok(None);
        }
        if kept.file.is_empty() || kept.printer.is_empty() {
            continue;
        }
        let after = match kept.state {
            PrintState::AtPrinter => followed(&kept),
            PrintState::Waiting => match printers.get(&kept.printer) {
                Some(None) => {
                    pause = Some(FOLLOW);
                    continue;
                }
                Some(&Some(trouble)) => waiting(&kept, Some(trouble)),
                None => sent(clinic, &kept)?,
            },
            _ => continue,
        };
        let trouble = after.trouble.as_deref().map(Trouble::of_code);
        if !after.state.is_done() && after.state != PrintState::Held {
            printers.insert(kept.printer.clone(), trouble);
            let soon = if trouble.is_some() { LOOK_AGAIN } else { FOLLOW };
            pause = Some(pause.map_or(soon, |pause: Duration| pause.min(soon)));
        }
        let before = clinic.papers_under_way()?.into_iter().find(|each| is_same(each, &kept));
        if let Some(before) = before.filter(|before| *before != after) {
            let changed_ms = changed_at(&before, &after, clock);
            clinic.paper_went(&before, &Printing { changed_ms, ..after })?;
        }
    }
    Ok(pause)
}

fn is_same(one: &Printing, other: &Printing) -> bool {
    one.document == other.document && one.subject == other.subject && one.file == other.file
}

/// A paper keeps its place in the queue until it is out.
fn changed_at(before: &Printing, after: &Printing, clock: Clock) -> i64 {
    if after.state.is_done() { clock.now().wall_ms } else { before.changed_ms }
}

/// What a job of the printing system came to.
fn followed(kept: &Printing) -> Printing {
    let Some(job) = &kept.job else { return held(kept, Trouble::Uncertain) };
    let printer = platform::look_at(&kept.printer);
    match (platform::is_gone(&kept.printer, job), printer) {
        // A printer that is stopped prints nothing: somebody took the job out of its queue.
        (Ok(true), Err(Trouble::Stopped)) if kept.trouble.as_deref() == Some(Trouble::Stopped.code()) => {
            held(kept, Trouble::Cancelled)
        }
        (Ok(true), _) => Printing { state: PrintState::Out, trouble: None, ..kept.clone() },
        (Ok(false), printer) => with_trouble(kept, printer.err()),
        (Err(trouble), _) => with_trouble(kept, Some(trouble)),
    }
}

/// Hands a paper over, unless its printer takes none.
fn sent(clinic: &Clinic, kept: &Printing) -> ClinicResult<Printing> {
    if let Err(trouble) = platform::look_at(&kept.printer) {
        return Ok(waiting(kept, Some(trouble)));
    }
    // On record before it leaves: after a kill from here on, only a look at the printer tells whether it came out.
    let sending = Printing { state: PrintState::Sending, trouble: None, ..kept.clone() };
    if !clinic.paper_went(kept, &sending)? {
        return Ok(kept.clone());
    }
    let file = Path::new(&kept.file);
    let title = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("nonghe");
    let density = clinic.print_setting(&kept.document)?.density;
    let density = density_option(&kept.printer, density);
    let errand = Errand {
        printer: &kept.printer,
        file,
        title,
        copies: kept.copies,
        media: &kept.media,
        density: density.as_deref(),
    };
    Ok(match platform::send(&errand) {
        Ok(job) => Printing { state: PrintState::AtPrinter, job: Some(job), ..sending },
        Err(Trouble::Failed) => held(&sending, Trouble::Failed),
        Err(trouble) => waiting(&sending, Some(trouble)),
    })
}

/// How this printer is told to print lighter or darker; none where it cannot be told, or need not.
pub fn density_option(printer: &str, density: Density) -> Option<String> {
    if density == Density::Normal { None } else { platform::density_option(printer, density) }
}

fn waiting(kept: &Printing, trouble: Option<Trouble>) -> Printing {
    with_trouble(&Printing { state: PrintState::Waiting, job: None, ..kept.clone() }, trouble)
}

fn held(kept: &Printing, trouble: Trouble) -> Printing {
    with_trouble(&Printing { state: PrintState::Held, ..kept.clone() }, Some(trouble))
}

fn with_trouble(kept: &Printing, trouble: Option<Trouble>) -> Printing {
    Printing { trouble: trouble.map(|trouble| trouble.code().to_owned()), ..kept.clone() }
}
