//! A settlement against a bare transaction of the same rows.
//!
//! Both write the same bytes into an encrypted file with the same settings, tables, indexes and triggers, and both
//! wait for the disk. The settlement also loads person, charges and totals, adjudicates, and seals the entry. They
//! take turns, so that whatever else the machine does meets both.

#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/database/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests use all of it")]
mod support;

use criterion::Criterion;
use rusqlite::types::Value;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};
use std::time::{Duration, Instant};
use support::township::Township;
use support::{Folder, raw};

const ROUNDS: usize = 200;
const WARM_UP: usize = 20;
/// Charges of a stay of a week.
const LINES: usize = 30;

fn main() {
    let (settlements, floors) = compare(ROUNDS);
    let (settlement, floor) = (median(settlements.clone()), median(floors.clone()));
    println!("settlement of {LINES} charges: {settlement:.2?}; bare transaction of the same rows: {floor:.2?}");
    println!("ratio settlement / bare transaction: {:.2}", settlement.as_secs_f64() / floor.as_secs_f64());

    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let mut group = criterion.benchmark_group("settle");
    let rounds = |times: u64| compare(usize::try_from(times).unwrap());
    group.bench_function("bare transaction", |b| b.iter_custom(|times| rounds(times).1.iter().sum()));
    group.bench_function("settlement", |b| b.iter_custom(|times| rounds(times).0.iter().sum()));
    group.finish();
    criterion.final_summary();
}

/// Settlements and bare transactions in turns.
fn compare(rounds: usize) -> (Vec<Duration>, Vec<Duration>) {
    let (desk, bare) = (Folder::on_disk(env!("CARGO_TARGET_TMPDIR")), Folder::on_disk(env!("CARGO_TARGET_TMPDIR")));
    let mut township = Township::new(&desk, 1);
    for _ in 0..rounds + WARM_UP {
        township.stay_with(LINES);
    }
    township.store.checkpoint().unwrap();
    std::fs::create_dir_all(bare.data()).unwrap();
    for name in ["nonghe.db", "nonghe.key"] {
        std::fs::copy(desk.file(name), bare.file(name)).unwrap();
    }
    let (seen, mut bare) = (raw(&desk.data()), configured(raw(&bare.data())));
    let (mut settlements, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..rounds + WARM_UP {
        let start = Instant::now();
        township.settle();
        settlements.push(start.elapsed());
        let rows = Rows::of(&seen, township.store.last_seq().unwrap());
        let start = Instant::now();
        rows.write(&mut bare);
        floors.push(start.elapsed());
    }
    (settlements.split_off(WARM_UP), floors.split_off(WARM_UP))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The settings of the store's own connection.
fn configured(conn: Connection) -> Connection {
    for (name, value) in
        [("journal_mode", "WAL"), ("synchronous", "FULL"), ("foreign_keys", "ON"), ("temp_store", "MEMORY")]
    {
        conn.pragma_update(None, name, value).unwrap();
    }
    conn.pragma_update(None, "cache_size", -32 * 1024).unwrap();
    conn
}

/// What one settlement wrote, as values.
struct Rows(Vec<(&'static str, Vec<Vec<Value>>)>);

impl Rows {
    fn of(conn: &Connection, seq: u64) -> Self {
        let queries = [
            ("INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", "SELECT * FROM journal WHERE seq = ?1"),
            (
                "INSERT INTO settlement VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                "SELECT * FROM settlement WHERE seq = ?1",
            ),
            (
                "UPDATE stay SET status = ?2, settlement = ?3 WHERE id = ?1",
                "SELECT stay.id, status, settlement FROM stay JOIN settlement ON settlement.stay = stay.id
                 WHERE settlement.seq = ?1",
            ),
            (
                "INSERT OR REPLACE INTO standing VALUES (?1, ?2, ?3)",
                "SELECT standing.* FROM standing JOIN settlement USING (person, year) WHERE settlement.seq = ?1",
            ),
            ("INSERT INTO takings VALUES (?1, ?2, ?3, ?4)", "SELECT * FROM takings WHERE seq = ?1"),
            ("INSERT INTO about VALUES (?1, ?2)", "SELECT * FROM about WHERE seq = ?1"),
            ("INSERT OR REPLACE INTO counter VALUES (?1, ?2)", "SELECT * FROM counter WHERE name = 'R' AND ?1 > 0"),
        ];
        Self(queries.into_iter().map(|(write, read)| (write, values(conn, read, seq))).collect())
    }

    fn write(&self, conn: &mut Connection) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        for (sql, rows) in &self.0 {
            let mut statement = tx.prepare_cached(sql).unwrap();
            for row in rows {
                assert_eq!(statement.execute(params_from_iter(row)).unwrap(), 1);
            }
        }
        tx.commit().unwrap();
    }
}

fn values(conn: &Connection, sql: &str, seq: u64) -> Vec<Vec<Value>> {
    let mut statement = conn.prepare_cached(sql).unwrap();
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    let rows: Vec<Vec<Value>> = statement.query_map([seq.cast_signed()], row).unwrap().map(Result::unwrap).collect();
    assert!(!rows.is_empty(), "{sql} has rows");
    rows
}
