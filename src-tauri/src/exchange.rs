//! The exchange with the county, beside the desk: by itself, by button, and told to the window.
//!
//! The badge is read from the tables; only how far a running exchange is lives in memory.

use crate::clock::Clock;
use crate::news::{News, Tell};
use crate::usable::Usable;
use nonghe_clinic::Clinic;
use nonghe_clinic::views::{Progress, SyncBadge};
use nonghe_sync::{Background, Event, Http, Stage, run_background};
use std::sync::{Arc, Mutex, PoisonError};

/// Another address of the county than the provisioning file's, for trials and tests. Who answers there must still
/// hold the county's key.
const COUNTY_URL: &str = "NONGHE_COUNTY_URL";

/// The exchange of an open desk.
#[derive(Debug)]
pub struct Exchange {
    background: Background,
    running: Running,
}

/// How far the exchange is, if one is running.
#[derive(Debug, Clone, Default)]
struct Running(Arc<Mutex<Option<Progress>>>);

impl Running {
    fn set(&self, progress: Option<Progress>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    fn get(&self) -> Option<Progress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Exchange {
    /// Begins to exchange as soon as the window can be used: a clerk who starts the program waits for that alone.
    pub fn start(clinic: &Arc<Clinic>, clock: Clock, tell: Arc<Tell>, usable: Arc<Usable>) -> std::io::Result<Self> {
        let running = Running::default();
        let told = Told { clinic: Arc::clone(clinic), clock, tell, running: running.clone() };
        let address = std::env::var(COUNTY_URL).ok();
        let connect = move |granted: &str| {
            usable.wait();
            Http::new(address.as_deref().unwrap_or(granted))
        };
        let background = run_background(clinic.shared_store(), connect, move |event| told.pass_on(event))?;
        Ok(Self { background, running })
    }

    /// Tries now.
    pub fn now(&self) {
        self.background.now();
    }

    /// There are new records.
    pub fn records_waiting(&self) {
        self.background.records_waiting();
    }

    /// How far the exchange is, if one is running.
    pub fn running(&self) -> Option<Progress> {
        self.running.get()
    }
}

/// Turns events of the exchange into news.
struct Told {
    clinic: Arc<Clinic>,
    clock: Clock,
    tell: Arc<Tell>,
    running: Running,
}

impl Told {
    fn pass_on(&self, event: Event) {
        match event {
            Event::Progress(progress) => {
                let progress = shown(progress);
                self.running.set(Some(progress.clone()));
                (self.tell)(News::SyncProgress(progress));
                self.tell_badge();
            }
            Event::Finished { text, .. } => self.end(true, text),
            Event::Failed { text, .. } => self.end(false, text),
        }
    }

    fn end(&self, ok: bool, text: nonghe_domain::Text) {
        self.running.set(None);
        self.tell_badge();
        (self.tell)(News::SyncDone { ok, text });
    }

    fn tell_badge(&self) {
        if let Some(badge) = badge(&self.clinic, self.clock, self.running.get()) {
            (self.tell)(News::Badge(badge));
        }
    }
}

/// The badge from the tables, with what is running.
pub fn badge(clinic: &Clinic, clock: Clock, running: Option<Progress>) -> Option<SyncBadge> {
    match clinic.sync_badge(clock.now()) {
        Ok(badge) => Some(SyncBadge { running, ..badge }),
        Err(error) => {
            tracing::warn!(%error, "no badge");
            None
        }
    }
}

fn shown(progress: nonghe_sync::Progress) -> Progress {
    let stage = match progress.stage {
        Stage::Connect => "connect",
        Stage::Upload => "upload",
        Stage::CountyCheck => "check",
        Stage::Download => "download",
        Stage::Done => "done",
    };
    Progress { stage: stage.to_owned(), done: progress.done, of: progress.of }
}
