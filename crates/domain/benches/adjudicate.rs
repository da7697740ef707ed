//! How long the engine thinks about a bill, with and without the explanation that a screen shows.

#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/rules/support.rs"]
#[allow(dead_code, reason = "the tests use all of it")]
mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use nonghe_domain::adjudicate::explain;
use std::hint::black_box;
use support::{bill, demonstration, person, settle_first, units};

fn adjudicate(criterion: &mut Criterion) {
    let (pack, standing) = (demonstration(), person(&["dibao"]));
    let mut group = criterion.benchmark_group("adjudicate");
    for lines in [5, 30, 300] {
        let items = pack.catalogue.items().iter().cycle().take(lines);
        let bill = bill(items.map(|item| units(&item.code, &item.price.to_string(), "3")).collect());
        group.bench_function(format!("{lines} charges"), |b| {
            b.iter(|| settle_first(pack, &standing, black_box(&bill)));
        });
        let settlement = settle_first(pack, &standing, &bill);
        group.bench_function(format!("{lines} charges, explained"), |b| {
            b.iter(|| explain(pack, black_box(&bill), &settlement));
        });
    }
    group.finish();
}

criterion_group!(benches, adjudicate);
criterion_main!(benches);
