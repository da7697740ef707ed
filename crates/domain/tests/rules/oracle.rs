//! Slow and obvious: a layer counted fen by fen, a bill priced in whole ten-thousandths of a millionth of a yuan.

use crate::random::{LayerSpec, PackSpec, TermsSpec, line, terms};
use crate::support::{bill, charge, person, settle, settle_first};
use nonghe_domain::adjudicate::{Accumulators, ChargeLine, Kind};
use proptest::prelude::*;

/// What a layer pays of the first fen of a year, in thousandths of a fen.
fn thousandths(terms: &TermsSpec, points: u32, fen: i64) -> i64 {
    let mut sum = 0;
    for nth in 0..fen {
        if nth < terms.deductible_fen {
            continue;
        }
        let place = if terms.after_deductible { nth - terms.deductible_fen } else { nth };
        let band = terms.bands.iter().rev().find(|(over, _)| place >= *over).unwrap();
        sum += i64::from((band.1 + points).min(1000));
    }
    sum
}

/// Thousandths of a fen as fen.
fn rounded(thousandths: i64, rounding: &str) -> i64 {
    let (fen, rest) = (thousandths / 1000, thousandths % 1000);
    match (rounding, rest) {
        ("down-to-yuan", _) => fen / 100 * 100,
        ("half-even", 500) => fen + fen % 2,
        _ => fen + i64::from(rest >= 500),
    }
}

fn single(terms: TermsSpec, by_year: bool, rounding: &'static str, points: u32) -> PackSpec {
    let bonuses = vec![("poor", points)];
    let layer = LayerSpec { base: vec!["covered"], by_year, terms: vec![terms], bonuses, add_bonuses: false };
    PackSpec { rounding, layers: vec![layer] }
}

/// Small amounts, so that counting each fen stays quick, with bands and deductible among them.
fn small_terms() -> impl Strategy<Value = TermsSpec> {
    terms("")
        .prop_map(|terms| TermsSpec {
            deductible_fen: terms.deductible_fen / 100,
            bands: terms.bands.iter().map(|(over, rate)| (over / 100 + i64::from(*over > 0), *rate)).collect(),
            ceilings: terms
                .ceilings
                .into_iter()
                .map(|mut ceiling| {
                    ceiling.amount_fen /= 100;
                    ceiling.scope = None;
                    ceiling
                })
                .collect(),
            ..terms
        })
        .prop_filter("bands rise", |terms| terms.bands.windows(2).all(|pair| pair[0].0 < pair[1].0))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_layer_pays_what_counting_each_fen_gives(
        terms in small_terms(),
        by_year in any::<bool>(),
        poor in any::<bool>(),
        points in 0_u32..200,
        rounding in proptest::sample::select(vec!["half-up", "half-even", "down-to-yuan"]),
        bills in proptest::collection::vec(0_i64..4_000, 1..5),
    ) {
        let pack = single(terms.clone(), by_year, rounding, points).pack();
        let standing = person(if poor { &["poor"] } else { &[] });
        let points = if poor { points } else { 0 };
        let (mut year, mut base_of_year, mut paid_of_year) = (Accumulators::default(), 0, 0);
        for fen in bills {
            let before = if by_year { base_of_year } else { 0 };
            let benefit = |fen| rounded(thousandths(&terms, points, fen), rounding);
            let deductible = |fen: i64| fen.min(terms.deductible_fen);
            let above_deductible = fen - (deductible(before + fen) - deductible(before));
            let mut expected = (benefit(before + fen) - benefit(before)).min(above_deductible);
            for ceiling in &terms.ceilings {
                let used = if ceiling.by_year { paid_of_year } else { 0 };
                expected = expected.min((ceiling.amount_fen - used).max(0));
            }
            let settlement = settle(&pack, &standing, &year, &bill(vec![charge("A", &crate::random::yuan(fen))]));
            prop_assert_eq!(settlement.layers[0].paid.fen(), expected, "of {} after {}", fen, before);
            prop_assert_eq!(settlement.you_pay.fen(), fen - expected);
            base_of_year += fen;
            paid_of_year += expected;
            year = year.plus(&settlement.difference);
        }
    }

    #[test]
    fn charges_are_split_as_whole_numbers_say(lines in proptest::collection::vec(line(), 1..12)) {
        let terms = TermsSpec {
            condition: "", deductible_fen: 0, after_deductible: false, bands: vec![(0, 0)], ceilings: vec![],
        };
        let settlement = settle_first(&single(terms, false, "half-up", 0).pack(), &person(&[]), &bill(lines.clone()));
        let [mut total, mut outside, mut above, mut first] = [0_i128; 4];
        for line in &lines {
            let (price, quantity) = (whole(&line.price, 6), whole(&line.quantity, 4));
            // Ten decimals of a yuan, then one more for the tenth that is paid first.
            let amount = price * quantity * 10;
            let within = match line.item.as_str() {
                "L" | "M" => amount.min(20_000_000 * quantity * 10),
                _ => amount,
            };
            total += amount;
            match line.item.as_str() {
                "A" | "L" => above += amount - within,
                "B" | "M" => {
                    above += amount - within;
                    first += within / 10;
                }
                _ => outside += amount,
            }
        }
        let fen = |sum: i128| i64::try_from((sum + 500_000_000) / 1_000_000_000).unwrap();
        prop_assert_eq!(settlement.total.fen(), fen(total));
        // What rounding each kind up would give too much is taken from the last kinds.
        let mut left = fen(total);
        for (kind, sum) in [(Kind::OutsideCatalogue, outside), (Kind::AboveLimit, above), (Kind::PayFirst, first)] {
            let expected = fen(sum).min(left);
            left -= expected;
            prop_assert_eq!(settlement.before_layers.get(&kind).copied().unwrap_or_default().fen(), expected, "{:?}", kind);
        }
        prop_assert_eq!(settlement.covered.fen(), left);
    }
}

/// A decimal as a whole number of its smallest places.
fn whole(value: &impl ToString, places: usize) -> i128 {
    let text = value.to_string();
    let (units, rest) = text.split_once('.').unwrap_or((&text, ""));
    format!("{units}{rest:0<places$}").parse().unwrap()
}

#[test]
fn the_oracle_itself_reads_lines_as_written() {
    let line: ChargeLine = charge("A", "0.5");
    assert_eq!(whole(&line.price, 6), 500_000);
    assert_eq!(whole(&"12", 4), 120_000);
}
