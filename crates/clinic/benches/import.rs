//! Importing a township of 30,000 people: the whole of it against the append of its entry.
//!
//! The whole reads and checks the file, asks the database, appends and shortens the log. What the append costs against
//! bare inserts is measured in the store; the product of the two ratios is that of the import.

#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/support/mod.rs"]
mod support;

use criterion::Criterion;
use nonghe_domain::OperationId;
use nonghe_protocol::Body;
use nonghe_sheets::report::{ReportRow, write_xlsx};
use nonghe_store::{Attachment, NewEntry, Stamp};
use std::path::Path;
use std::time::{Duration, Instant};
use support::Desk;
use support::township::{TITLES, csv, roster};

const PEOPLE: usize = 30_000;
const ROUNDS: usize = 5;

fn main() {
    let home = Desk::new();
    let rows = roster(PEOPLE);
    let text = home.file("roster.csv", csv(&rows));
    let workbook = home.dir.path().join("roster.xlsx");
    let lines = (2..).zip(&rows).map(|(line, cells)| ReportRow { line, reason: "", cells });
    write_xlsx(&workbook, &TITLES.map(str::to_owned), lines).unwrap();

    let (mut whole_csv, mut whole_xlsx, mut appends) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let desk = Desk::new();
        whole_csv.push(import(&desk, &text));
        appends.push(append(&desk));
        whole_xlsx.push(import(&Desk::new(), &workbook));
    }
    let (whole_csv, whole_xlsx, append) = (median(whole_csv), median(whole_xlsx), median(appends));
    println!("import of {PEOPLE} people: CSV {whole_csv:.2?}, XLSX {whole_xlsx:.2?}; append of its entry {append:.2?}");
    println!("ratio import of CSV / append of its entry: {:.2}", whole_csv.as_secs_f64() / append.as_secs_f64());
    println!("ratio import of XLSX / append of its entry: {:.2}", whole_xlsx.as_secs_f64() / append.as_secs_f64());

    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let repeated = |times: u64, file: &Path| (0..times).map(|_| import(&Desk::new(), file)).sum::<Duration>();
    let mut group = criterion.benchmark_group("import 30,000 people, whole");
    group.bench_function("CSV", |b| b.iter_custom(|times| repeated(times, &text)));
    group.bench_function("XLSX", |b| b.iter_custom(|times| repeated(times, &workbook)));
    group.finish();
    criterion.final_summary();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn import(desk: &Desk, file: &Path) -> Duration {
    let began = Instant::now();
    let report = desk.clinic.roster_import(&desk.op(), file, desk.now(), &mut |_| ()).unwrap();
    let time = began.elapsed();
    assert_eq!((report.people, report.refused), (PEOPLE as u64, 0), "everybody is imported");
    time
}

/// The entry that a desk imported, appended to the journal of another.
fn append(desk: &Desk) -> Duration {
    let (body, attachments) = desk.store(|store| {
        let body = store.body(store.last_seq().unwrap()).unwrap();
        let Body::RosterImported(roster) = &body else { panic!("the newest entry is the roster") };
        let files = [(roster.rows, true), (roster.file, false)];
        let attachments =
            files.map(|(hash, sent_up)| Attachment { content: store.attachment(&hash).unwrap(), sent_up });
        (body, attachments.to_vec())
    });
    let other = Desk::new();
    let op: OperationId = other.op().parse().unwrap();
    let stamp = Stamp { wall_ms: other.now().wall_ms, mono_ms: 0, biz_date: other.now().today() };
    let store = other.clinic.shared_store();
    let mut store = store.lock().unwrap();
    let began = Instant::now();
    store.append(NewEntry { op, body, pack_hash: None, attachments }, stamp).unwrap();
    began.elapsed()
}
