//! The use cases of a health centre: enrol, collect, admit, charge, settle, reverse.
//!
//! Each use case reads, decides, appends one entry and gives back a view. Nothing here reaches the network: what a
//! clerk waits for never depends on the county.

mod adjustments;
mod cards;
mod catalogue;
mod changes;
mod checks;
mod desk;
mod device;
mod discharge;
mod discharge_checks;
mod error;
mod inpatient;
mod journal_words;
mod later;
mod money_back;
mod operators;
mod people;
mod premiums;
mod printing;
mod provision;
mod registration;
mod reversal;
mod roster;
mod search;
mod session;
mod settings;
mod settlements;
mod transfer;
mod trial;
pub mod views;

pub use error::{ClinicError, ClinicResult};
pub use nonghe_store::{PrintState, Printing};
pub use printing::{Accounted, PaperOrder, Reprint, Trouble};
pub use provision::{PROVISIONING_BYTES_MAX, passphrase_view};
pub use roster::RosterProgress;
pub use session::PIN_TRIES;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use nonghe_domain::pack::Pack;
use nonghe_domain::{OperationId, StayId};
use nonghe_protocol::body::DocumentNumber;
use nonghe_protocol::{Hash, OperatorRecord, Provisioning, Role};
use nonghe_store::{NewEntry, Stamp, Store, StoreError};
use session::Session;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A store that the desk and the exchange with the county share. Whoever waits for the network must not hold it.
pub type SharedStore = Arc<Mutex<Store>>;

/// The moment of an action, by the caller's clocks.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Milliseconds since 1970.
    pub wall_ms: i64,
    /// Milliseconds since the program's start.
    pub mono_ms: u64,
}

/// China has one time zone.
const CHINA_SECONDS_EAST: i32 = 8 * 3600;

impl Now {
    /// Date and time at the desk.
    pub fn local(self) -> NaiveDateTime {
        local_time(self.wall_ms)
    }

    /// The day at the desk.
    pub fn today(self) -> NaiveDate {
        self.local().date()
    }
}

/// Date and time in China of a moment in milliseconds since 1970.
pub(crate) fn local_time(wall_ms: i64) -> NaiveDateTime {
    let utc = DateTime::from_timestamp_millis(wall_ms).unwrap_or_default();
    FixedOffset::east_opt(CHINA_SECONDS_EAST)
        .map_or_else(|| utc.naive_utc(), |zone| utc.with_timezone(&zone).naive_local())
}

/// The desk of a centre.
pub struct Clinic {
    store: SharedStore,
    granted: Option<Provisioning>,
    training: bool,
    /// In the order in which they came: where several hold on a day, the last decides.
    packs: Vec<Arc<Pack>>,
    session: Mutex<Session>,
    roster: Mutex<Option<roster::LastReport>>,
}

impl Clinic {
    /// Opens the desk on a store.
    pub fn new(store: SharedStore) -> ClinicResult<Self> {
        let (granted, packs, training) = {
            let store = store.lock().unwrap_or_else(PoisonError::into_inner);
            roster::forget_killed_imports(store.dir());
            (store.provisioning()?, store.packs()?, store.is_training()?)
        };
        // A fragment decides nothing, whoever sent it.
        let packs = packs.into_iter().filter(|pack| !pack.rules.fragment).map(Arc::new).collect();
        Ok(Self { store, granted, training, packs, session: Mutex::default(), roster: Mutex::default() })
    }

    /// The store, for the exchange with the county and for checks.
    pub fn shared_store(&self) -> SharedStore {
        Arc::clone(&self.store)
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        // A panic elsewhere rolled its transaction back, so what is in the store is whole.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn granted(&self) -> ClinicResult<&Provisioning> {
        self.granted.as_ref().ok_or(ClinicError::NotProvisioned)
    }

    fn operator(&self, role: Option<Role>) -> ClinicResult<OperatorRecord> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let operator = session.operator.clone().ok_or(ClinicError::NotSignedIn)?;
        match role {
            Some(role) if !operator.roles.contains(&role) => Err(ClinicError::NotAllowed(role)),
            _ => Ok(operator),
        }
    }

    /// The pack of a benefit year; of two the one that begins later, and of two versions the one that came last.
    fn pack(&self, year: i32) -> ClinicResult<Arc<Pack>> {
        let of_year = self.packs.iter().filter(|pack| pack.rules.benefit_year == year);
        let newest = of_year.max_by_key(|pack| pack.rules.effective_from);
        newest.cloned().ok_or(ClinicError::NoPack { year })
    }

    /// The pack that a settlement used.
    fn pack_by_hash(&self, hash: &Hash) -> ClinicResult<Arc<Pack>> {
        let text = hash.to_string();
        let found = self.packs.iter().find(|pack| pack.hash == text);
        found.cloned().ok_or_else(|| StoreError::Unreadable(format!("pack {text} is missing")).into())
    }

    /// The benefit year of a day: that of a pack in force, else the calendar year.
    fn year_of(&self, date: NaiveDate) -> i32 {
        use chrono::Datelike as _;
        let in_force = self.packs.iter().find(|pack| pack.rules.covers(date));
        in_force.map_or(date.year(), |pack| pack.rules.benefit_year)
    }

    /// From when a category holds that is told at the desk without a day: it counts for bills of the whole year, also
    /// where the premium of the next one is being collected.
    fn categories_from(&self, today: NaiveDate) -> NaiveDate {
        let in_force = self.packs.iter().filter(|pack| pack.rules.covers(today));
        in_force.map(|pack| pack.rules.effective_from).min().unwrap_or(today)
    }
}

/// What a day counts for: a day never runs backwards, whatever the clock says.
fn stamp(store: &Store, now: Now) -> ClinicResult<Stamp> {
    let biz_date = store.last_biz_date()?.map_or(now.today(), |last| last.max(now.today()));
    Ok(Stamp { wall_ms: now.wall_ms, mono_ms: now.mono_ms, biz_date })
}

/// Whether an operation has made an entry of this kind already. Its id belongs to that kind.
fn done_before(store: &Store, op: OperationId, kind: &str) -> ClinicResult<bool> {
    match store.entry_of_operation(op)? {
        Some(entry) if entry.envelope.kind == kind => Ok(true),
        Some(_) => Err(StoreError::OperationReused.into()),
        None => Ok(false),
    }
}

/// The next document number of a kind: centre, device, epoch and counter are unique without a network.
fn next_number(store: &Store, granted: &Provisioning, letter: &str) -> ClinicResult<DocumentNumber> {
    let counter = store.last_number(letter)? + 1;
    let (centre, device, epoch) = (&granted.centre.code, granted.device_number, granted.epoch);
    Ok(DocumentNumber {
        full: format!("{centre}-{device}-{epoch}-{letter}{counter:07}"),
        short: format!("{letter}{counter:07}"),
    })
}

/// Sixteen random bytes.
fn random() -> ClinicResult<[u8; 16]> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Random(error.to_string()))?;
    Ok(bytes)
}

/// A fresh operation id, for actions that nobody can press twice.
pub fn fresh_operation() -> ClinicResult<OperationId> {
    Ok(OperationId::from_random(random()?))
}

/// An id as the interface sends it.
fn id<T: std::str::FromStr>(text: &str) -> ClinicResult<T> {
    text.parse().map_err(|_| ClinicError::NotFound)
}

fn with_pack(mut entry: NewEntry, pack: &Pack) -> ClinicResult<NewEntry> {
    entry.pack_hash = Some(pack.hash.parse().map_err(|_| StoreError::Unreadable("pack hash".into()))?);
    Ok(entry)
}

/// A stay that the interface names.
fn stay_id(text: &str) -> ClinicResult<StayId> {
    id(text)
}
