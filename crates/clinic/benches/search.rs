//! The search box while somebody types, in 60,000 people: every beginning of what they type.

#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/support/mod.rs"]
mod support;

use criterion::Criterion;
use nonghe_domain::pinyin;
use std::hint::black_box;
use std::time::{Duration, Instant};
use support::Desk;
use support::township::{csv, roster};

const PEOPLE: usize = 60_000;
/// People who are searched for.
const SOUGHT: usize = 150;
const YEAR: i32 = 2026;

fn main() {
    let desk = Desk::new();
    let rows = roster(PEOPLE);
    let file = desk.file("roster.csv", csv(&rows));
    desk.clinic.roster_import(&desk.op(), &file, desk.now(), &mut |_| ()).unwrap();
    let sought: Vec<&Vec<String>> = rows.iter().step_by(PEOPLE / SOUGHT + 1).collect();

    let initials = |row: &Vec<String>| pinyin::person_keys(&row[3]).initials[0].clone();
    let village = |row: &Vec<String>| pinyin::place_keys(&row[1]).initials[0].clone();
    let kinds: [(&str, Vec<String>); 8] = [
        ("initials", sought.iter().map(|row| initials(row)).collect()),
        ("syllables", sought.iter().map(|row| pinyin::person_keys(&row[3]).full[0].clone()).collect()),
        ("characters", sought.iter().map(|row| row[3].clone()).collect()),
        (
            "initials and place",
            sought.iter().map(|row| format!("{} {}{}", initials(row), village(row), row[2])).collect(),
        ),
        ("surname and place", sought.iter().map(|row| format!("{} {}", &initials(row)[..1], village(row))).collect()),
        ("identity number", sought.iter().map(|row| row[4].clone()).collect()),
        ("last six digits", sought.iter().map(|row| row[4][12..].to_owned()).collect()),
        (
            "telephone",
            sought.iter().map(|row| if row[8].is_empty() { "13800000000".into() } else { row[8].clone() }).collect(),
        ),
    ];
    let box_of = |text: &str| search(&desk, text);
    let mut all = Vec::new();
    for (kind, typed) in &kinds {
        let times = timed(typed.iter().flat_map(|text| beginnings(text)), box_of);
        report(kind, times.clone());
        all.extend(times);
    }
    // Nobody has these digits: nothing ends the search early.
    report("digits of nobody", timed(["98765432", "9876543", "987654"].into_iter(), box_of));
    report("all", all);
    // The filter of the list of households is another question to the database.
    let filter = |text: &str| desk.store(|store| store.household_ids(text, 300).unwrap().len());
    report("list of households", timed(kinds[0].1.iter().flat_map(|text| beginnings(text)), filter));

    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("search in 60,000 people");
    for query in ["w", "wx", "wxm", "wang", "王", "王小", "411099", "031512", "w hs"] {
        group.bench_function(query, |b| b.iter(|| search(&desk, black_box(query))));
    }
    group.finish();
    criterion.final_summary();
}

/// What is in the box after each key.
fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()])
}

fn search(desk: &Desk, query: &str) -> usize {
    desk.clinic.search(query, YEAR, desk.now()).unwrap().people.len()
}

/// How long each text takes: the median of three passes over all of them. One pass would also measure whatever else
/// the machine does; repeating a text at once would find its pages at hand.
fn timed<'a>(texts: impl Iterator<Item = &'a str>, search: impl Fn(&str) -> usize) -> Vec<(Duration, String)> {
    let texts: Vec<&str> = texts.collect();
    let pass = || -> Vec<Duration> {
        let one = |text: &&str| {
            let began = Instant::now();
            black_box(search(text));
            began.elapsed()
        };
        texts.iter().map(one).collect()
    };
    let passes = [pass(), pass(), pass()];
    let median = |at: usize| {
        let mut times = [passes[0][at], passes[1][at], passes[2][at]];
        times.sort_unstable();
        times[1]
    };
    texts.iter().enumerate().map(|(at, text)| (median(at), (*text).to_owned())).collect()
}

fn report(kind: &str, mut times: Vec<(Duration, String)>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].0;
    let (slowest, query) = times.last().unwrap();
    println!(
        "search, {kind}: {} keys, p50 {:.2?}, p99 {:.2?}, slowest {slowest:.2?} ({query})",
        times.len(),
        at(50),
        at(99)
    );
}
