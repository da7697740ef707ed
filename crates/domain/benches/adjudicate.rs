//! How long the engine thinks about a bill: beside the same rules written out by hand, and how it grows with lines,
//! layers and the bills that the year has had.

#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "../tests/rules/support.rs"]
#[allow(dead_code, reason = "the tests use all of it")]
mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use nonghe_domain::adjudicate::{Accumulators, Bill, Settlement, explain};
use nonghe_domain::pack::Pack;
use std::fmt::Write as _;
use std::hint::black_box;
use support::{bill, charge, demonstration, pack, person, settle, settle_first, units};

/// A bill of the catalogue's first items.
fn of_lines(pack: &Pack, lines: usize) -> Bill {
    let items = pack.catalogue.items().iter().cycle().take(lines);
    bill(items.map(|item| units(&item.code, &item.price.to_string(), "3")).collect())
}

fn lines(criterion: &mut Criterion) {
    let (pack, standing, none) = (demonstration(), person(&["dibao"]), Accumulators::default());
    let mut group = criterion.benchmark_group("adjudicate");
    for lines in [5, 30, 300] {
        let bill = of_lines(pack, lines);
        let by_hand = |bill: &Bill| by_hand::settle(&pack.catalogue, &standing, &none, bill).unwrap();
        assert_same(&settle_first(pack, &standing, &bill), &by_hand(&bill));
        group.throughput(Throughput::Elements(1));
        group.bench_with_input(BenchmarkId::new("engine", lines), &bill, |b, bill| {
            b.iter(|| settle(pack, &standing, &none, black_box(bill)));
        });
        group
            .bench_with_input(BenchmarkId::new("by hand", lines), &bill, |b, bill| b.iter(|| by_hand(black_box(bill))));
        let settlement = settle_first(pack, &standing, &bill);
        group.bench_with_input(BenchmarkId::new("explanation", lines), &bill, |b, bill| {
            b.iter(|| explain(pack, &standing, &none, black_box(bill), &settlement));
        });
    }
    group.finish();
}

/// The two must agree, or their times say nothing.
fn assert_same(engine: &Settlement, by_hand: &Settlement) {
    assert_eq!(engine.figures().you_pay, by_hand.figures().you_pay);
    assert_eq!(engine.items, by_hand.items);
    assert_eq!(engine.before_layers, by_hand.before_layers);
    assert_eq!(engine.patient, by_hand.patient);
    for (layer, share) in engine.layers.iter().enumerate() {
        let paid = by_hand.layers.get(layer).map(|share| share.paid).unwrap_or_default();
        assert_eq!(share.paid, paid, "{}", share.layer);
    }
}

fn layers(criterion: &mut Criterion) {
    let standing = person(&[]);
    let stay = bill((0..5).map(|_| charge("A", "1234.56")).collect());
    let mut group = criterion.benchmark_group("adjudicate by layers");
    for layers in [1, 3, 6, 12] {
        let mut text = String::new();
        for layer in 0..layers {
            let base = if layer == 0 { "\"covered\"" } else { "\"band-share\", \"deductible\", \"above-ceiling\"" };
            write!(
                text,
                "[[layer]]\nid = \"l{layer}\"\nname = {{ zh = \"层\", en = \"Layer\" }}\nbase = [{base}]\n\
                 accumulate = \"year\"\n[[layer.terms]]\ndeductible = \"100.00\"\nband = [{{ rate = \"50%\" }}, \
                 {{ over = \"2000.00\", rate = \"60%\" }}]\nceiling = [{{ per = \"year\", amount = \"80000.00\" }}]\n"
            )
            .unwrap();
        }
        let pack = pack(&text);
        group.bench_with_input(BenchmarkId::from_parameter(layers), &pack, |b, pack| {
            b.iter(|| settle_first(pack, &standing, black_box(&stay)));
        });
    }
    group.finish();
}

fn earlier_bills(criterion: &mut Criterion) {
    let (pack, standing) = (demonstration(), person(&["dibao"]));
    let bill = of_lines(pack, 5);
    let mut group = criterion.benchmark_group("adjudicate after bills of the year");
    for earlier in [0, 10, 1_000] {
        let mut year = Accumulators::default();
        for _ in 0..earlier {
            year = year.clone().plus(&settle(pack, &standing, &year, &bill).difference);
        }
        group.bench_with_input(BenchmarkId::from_parameter(earlier), &year, |b, year| {
            b.iter(|| settle(pack, &standing, year, black_box(&bill)));
        });
    }
    group.finish();
}

criterion_group!(benches, lines, layers, earlier_bills);
criterion_main!(benches);
