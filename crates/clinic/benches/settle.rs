//! The settle button in a township of 30,000 people: checks, adjudication, durable commit, and the page that is shown.
//!
//! Beside it, in turns, stands a bare transaction of the same number of bytes in the same file: one row, one commit,
//! one wait for the disk. `nonghe-store` has the stricter comparison, with the same rows in the same tables.

#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/support/mod.rs"]
mod support;

use criterion::Criterion;
use nonghe_clinic::views::{AdmissionInput, ChargeInput, ChargesInput, PremiumInput, SettleInput};
use nonghe_store::Draft;
use std::time::{Duration, Instant};
use support::Desk;
use support::township::{csv, roster};

const PEOPLE: usize = 30_000;
const ROUNDS: usize = 200;
const WARM_UP: usize = 20;
/// Charges of a stay of a week.
const LINES: usize = 30;
const YEAR: i32 = 2026;

fn main() {
    let township = Township::new();
    let (settled, bare): (Vec<_>, Vec<_>) = (0..ROUNDS + WARM_UP).map(|_| township.round()).skip(WARM_UP).unzip();
    let (settled, bare) = (median(settled), median(bare));
    println!(
        "settle button, {LINES} charges, {PEOPLE} people: {settled:.2?}; bare transaction of the same bytes: {bare:.2?}"
    );
    println!("ratio settle button / bare transaction: {:.2}", settled.as_secs_f64() / bare.as_secs_f64());

    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let repeated = |times: u64, part: fn((Duration, Duration)) -> Duration| {
        (0..times).map(|_| part(township.round())).sum::<Duration>()
    };
    let mut group = criterion.benchmark_group("settle button");
    group.bench_function("bare transaction", |b| b.iter_custom(|times| repeated(times, |(_, bare)| bare)));
    group.bench_function("settle", |b| b.iter_custom(|times| repeated(times, |(settled, _)| settled)));
    group.finish();
    criterion.final_summary();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

struct Township {
    desk: Desk,
    /// Codes of what is charged.
    items: Vec<String>,
}

impl Township {
    fn new() -> Self {
        let desk = Desk::new();
        let file = desk.file("roster.csv", csv(&roster(PEOPLE)));
        desk.clinic.roster_import(&desk.op(), &file, desk.now(), &mut |_| ()).unwrap();
        let packs = desk.store(|store| store.packs().unwrap());
        // One bed charge a day is allowed, so beds are left out.
        let items = packs[0].catalogue.items().iter().filter(|item| item.kind != "bed");
        let items = items.map(|item| item.code.clone()).take(LINES).collect();
        Self { desk, items }
    }

    /// Times one settlement and one bare transaction.
    fn round(&self) -> (Duration, Duration) {
        let input = self.stay_to_settle();
        let before = self.desk.store(|store| store.last_seq().unwrap());
        let now = self.desk.now();
        let start = Instant::now();
        self.desk.clinic.stay_settle(&input, now).unwrap();
        let settled = start.elapsed();
        let entry = self.desk.store(|store| store.entry(before + 1).unwrap().unwrap());
        let content = "x".repeat(entry.bytes.len() + entry.body.map_or(0, |body| body.len()));
        let key = self.desk.op();
        let draft = Draft { form: "bench".into(), key, title: String::new(), content, saved_ms: 1 };
        let store = self.desk.clinic.shared_store();
        let start = Instant::now();
        store.lock().unwrap().keep_draft(&draft).unwrap();
        (settled, start.elapsed())
    }

    /// A person who was enrolled, admitted, charged and tried, up to the press of the button.
    fn stay_to_settle(&self) -> SettleInput {
        let Desk { clinic, .. } = &self.desk;
        let desk = &self.desk;
        let (household, person) = self.somebody_new();
        let quote =
            clinic.premium_quote(&household, YEAR, Some(std::slice::from_ref(&person)), None, desk.now()).unwrap();
        clinic
            .premium_collect(
                &PremiumInput {
                    fiscal_number: None,
                    op: desk.op(),
                    household,
                    year: YEAR,
                    persons: vec![person.clone()],
                    method: "scan".into(),
                    tendered: quote.due.plain.clone(),
                    expected_due: quote.due.plain,
                    special: None,
                },
                desk.now(),
            )
            .unwrap();
        let admission = AdmissionInput {
            op: desk.op(),
            person,
            department: "内科".into(),
            doctor: "赵医生".into(),
            bed: String::new(),
            diagnosis: "I10.x00".into(),
            stay_kind: "ordinary".into(),
            admitted_at: String::new(),
        };
        let stay = clinic.stay_admit(&admission, desk.now()).unwrap().row.id;
        let charge = |item: &String| ChargeInput { item: item.clone(), quantity: "3".into(), price: String::new() };
        let lines = self.items.iter().map(charge).collect();
        let charges = ChargesInput { op: desk.op(), stay: stay.clone(), date: String::new(), lines };
        clinic.charges_record(&charges, desk.now()).unwrap();
        let shown = clinic.discharge_view(&stay, "", desk.now()).unwrap();
        let you_pay = shown.cash.unwrap().you_pay.plain;
        SettleInput {
            op: desk.op(),
            stay,
            discharged: String::new(),
            method: "scan".into(),
            tendered: you_pay.clone(),
            expected_you_pay: you_pay,
        }
    }

    /// A household of the roster whose head has no premium yet.
    fn somebody_new(&self) -> (String, String) {
        self.desk.store(|store| {
            let numbers = store.household_numbers().unwrap();
            let mut members = numbers.iter().map(|(_, household, _)| store.members(*household).unwrap());
            let head = members.find(|members| store.enrolled_years(members[0].id).unwrap().is_empty()).unwrap();
            (head[0].household.to_string(), head[0].id.to_string())
        })
    }
}
