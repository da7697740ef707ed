//! What must hold for any pack and any year of bills.

use crate::random::{PackSpec, Year, a_year, line, pack_spec};
use crate::support::{bill, pack, person, settle, settle_first};
use nonghe_domain::adjudicate::{Accumulators, Bill, ChargeLine, Kind, Settlement, Standing, accumulator, explain};
use nonghe_domain::pack::{CeilingPeriod, Pack};
use nonghe_domain::{Money, Quantity};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn config() -> ProptestConfig {
    // A failing case is printed and belongs into a test of its own; files beside the sources would only gather dust.
    ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() }
}

/// Every settlement of a year with the totals before it, and the totals at its end.
fn play(pack: &Pack, year: &Year) -> (Vec<(Accumulators, Settlement)>, Accumulators) {
    let mut totals = Accumulators::default();
    let settlements = year
        .bills
        .iter()
        .map(|bill| {
            let settlement = settle(pack, &year.person, &totals, bill);
            let before = std::mem::take(&mut totals);
            totals = before.clone().plus(&settlement.difference);
            (before, settlement)
        })
        .collect();
    (settlements, totals)
}

/// Everything but the split of single lines.
fn figures(settlement: &Settlement) -> Settlement {
    Settlement { items: Vec::new(), ..settlement.clone() }
}

fn assert_adds_up(settlement: &Settlement) {
    assert_eq!(settlement.funds_pay() + settlement.you_pay, settlement.total, "funds and patient");
    assert_eq!(settlement.patient.values().sum::<Money>(), settlement.you_pay, "kinds of the patient");
    let before = settlement.before_layers.values().sum::<Money>();
    assert_eq!(before + settlement.covered, settlement.total, "kinds before the layers and covered charges");
    for layer in &settlement.layers {
        let parts = [layer.base, layer.deductible, layer.paid, layer.above_ceiling];
        assert!(parts.iter().all(|part| !part.is_negative()), "{layer:?}");
        assert!(layer.deductible + layer.paid + layer.above_ceiling <= layer.base, "{layer:?}");
        assert!(layer.deductible <= layer.deductible_line, "{layer:?}");
    }
    let all = settlement.patient.values().chain(settlement.before_layers.values());
    assert!(all.chain([&settlement.you_pay, &settlement.covered]).all(|part| !part.is_negative()), "{settlement:?}");
}

fn assert_lines_add_up(settlement: &Settlement) {
    let column =
        |part: fn(&nonghe_domain::adjudicate::ItemSplit) -> Money| settlement.items.iter().map(part).sum::<Money>();
    let kind = |kind| settlement.before_layers.get(&kind).copied().unwrap_or_default();
    assert_eq!(column(|item| item.amount), settlement.total);
    assert_eq!(column(|item| item.outside), kind(Kind::OutsideCatalogue));
    assert_eq!(column(|item| item.above_limit), kind(Kind::AboveLimit));
    assert_eq!(column(|item| item.pay_first), kind(Kind::PayFirst));
    assert_eq!(column(|item| item.covered), settlement.covered);
    for item in &settlement.items {
        let parts = [item.outside, item.above_limit, item.pay_first, item.covered];
        assert!(parts.iter().all(|part| !part.is_negative()), "{item:?}");
        assert_eq!(parts.iter().sum::<Money>(), item.amount, "{item:?}");
    }
}

fn assert_within_ceilings(pack: &Pack, before: &Accumulators, settlement: &Settlement) {
    for (layer, share) in pack.rules.layers.iter().zip(&settlement.layers) {
        let Some(terms) = share.terms.map(|number| &layer.terms[number - 1]) else {
            assert!(share.paid.is_zero(), "nobody is paid without terms");
            continue;
        };
        for ceiling in &terms.ceilings {
            let most = ceiling.amount.unwrap();
            assert!(share.paid <= most, "within a settlement: {share:?}");
            if ceiling.per == CeilingPeriod::Year {
                let name = ceiling
                    .scope
                    .as_ref()
                    .map_or_else(|| accumulator::paid(&layer.id), |scope| accumulator::paid_within(&layer.id, scope));
                let paid = before.amount(&name);
                // A year may have begun under terms with a higher ceiling: then nothing is added.
                assert!(paid + share.paid <= most.max(paid), "{name} over the year: {paid} and {share:?}");
            }
        }
    }
}

fn assert_ladder_adds_up(
    pack: &Pack,
    standing: &Standing,
    before: &Accumulators,
    bill: &Bill,
    settlement: &Settlement,
) {
    let words = explain(pack, standing, before, bill, settlement);
    let amount = |id: &str| {
        let row = words.rows.iter().find(|row| row.id == id);
        row.map(|row| row.amount.parse::<Money>().unwrap())
    };
    let taken = ["outside-catalogue", "above-limit", "pay-first"].map(|id| amount(id).unwrap()).iter().sum::<Money>();
    assert_eq!(amount("total").unwrap() - taken, amount("covered").unwrap());
    let paid = pack.rules.layers.iter().map(|layer| amount(&format!("{}.paid", layer.id)).unwrap()).sum::<Money>();
    assert_eq!(amount("total").unwrap() - paid, amount("you-pay").unwrap());
    let named = words.rows.iter().all(|row| !row.label.zh.is_empty() && !row.label.en.is_empty());
    assert!(named && !words.sentence.zh.is_empty() && !words.sentence.en.is_empty());
    assert!(words.rows.iter().all(|row| row.bar_from <= 1000 && row.bar_width <= 1000), "bars stay in the picture");
    assert!(words.bar.iter().map(|part| part.permille).sum::<u32>() <= 1000);
}

fn shuffled(lines: &[ChargeLine], seed: u64) -> Vec<ChargeLine> {
    let mut lines: Vec<_> = lines.to_vec();
    let mut state = seed | 1;
    for i in (1..lines.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        lines.swap(i, usize::try_from(state >> 33).unwrap() % (i + 1));
    }
    lines
}

/// Each line in two parts of its quantity.
fn split(lines: &[ChargeLine]) -> Vec<ChargeLine> {
    let tenth = |quantity: Quantity| (quantity.decimal() / Decimal::TEN).round_dp(4);
    let part = |line: &ChargeLine, quantity| ChargeLine { quantity: Quantity::new(quantity).unwrap(), ..line.clone() };
    lines
        .iter()
        .flat_map(|line| {
            let first = tenth(line.quantity);
            [part(line, first), part(line, line.quantity.decimal() - first)]
        })
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_year_adds_up_and_passes_no_ceiling(spec in pack_spec(), year in a_year()) {
        let pack = spec.pack();
        let (settlements, totals) = play(&pack, &year);
        for ((before, settlement), bill) in settlements.iter().zip(&year.bills) {
            assert_adds_up(settlement);
            assert_lines_add_up(settlement);
            assert_within_ceilings(&pack, before, settlement);
            assert_ladder_adds_up(&pack, &year.person, before, bill, settlement);
        }
        for (number, layer) in pack.rules.layers.iter().enumerate() {
            let paid = settlements.iter().map(|(_, settlement)| settlement.layers[number].paid).sum::<Money>();
            prop_assert_eq!(totals.amount(&accumulator::paid(&layer.id)), paid);
        }
        prop_assert_eq!(play(&pack, &year).1, totals, "a year replayed from its bills");
    }

    #[test]
    fn neither_the_order_of_the_lines_nor_a_line_in_two_parts_changes_a_figure(
        spec in pack_spec(), year in a_year(), seed in any::<u64>()
    ) {
        let pack = spec.pack();
        for bill in &year.bills {
            let plain = figures(&settle_first(&pack, &year.person, bill));
            for lines in [shuffled(&bill.lines, seed), split(&bill.lines)] {
                let other = Bill { lines, ..bill.clone() };
                let settlement = settle_first(&pack, &year.person, &other);
                assert_lines_add_up(&settlement);
                prop_assert_eq!(&figures(&settlement), &plain);
            }
        }
    }

    #[test]
    fn a_reversal_restores_the_totals_exactly(spec in pack_spec(), year in a_year(), which in any::<proptest::sample::Index>()) {
        let pack = spec.pack();
        let (settlements, totals) = play(&pack, &year);
        let reversed = which.index(settlements.len());
        let without = settlements.iter().enumerate().filter(|(number, _)| *number != reversed);
        let expected = without.fold(Accumulators::default(), |sum, (_, (_, settlement))| sum.plus(&settlement.difference));
        prop_assert_eq!(&totals.clone().minus(&settlements[reversed].1.difference), &expected);
        let last = settlements.last().unwrap();
        prop_assert_eq!(&totals.minus(&last.1.difference), &last.0, "the newest one, undone");
    }

    #[test]
    fn a_dearer_bill_never_leaves_the_patient_with_less(spec in pack_spec(), lines in proptest::collection::vec(line(), 1..5)) {
        // A layer by itself never takes back what it paid for less: rates lie between nothing and all.
        let one = PackSpec { layers: spec.layers[..1].to_vec(), rounding: "half-up" };
        let pack = one.pack();
        let small = settle_first(&pack, &person(&[]), &bill(lines[..1].to_vec()));
        let large = settle_first(&pack, &person(&[]), &bill(lines));
        // Half a fen may be rounded away on each kind.
        prop_assert!(large.you_pay.fen() + 4 >= small.you_pay.fen());
        prop_assert!(large.funds_pay().fen() + 4 >= small.funds_pay().fen());
    }
}

#[test]
fn an_annual_layer_pays_the_same_in_one_bill_or_in_many() {
    // Bands from zero over the year: what is paid in all depends on the year's cost alone, up to a fen a bill.
    let annual = pack(
        r#"
        [[layer]]
        id = "annual"
        name = { zh = "年度", en = "Annual" }
        base = ["covered"]
        accumulate = "year"
        [[layer.terms]]
        deductible = "500.00"
        band = [{ rate = "30%" }, { over = "5000.00", rate = "40%" }, { over = "20000.00", rate = "50%" }]
        "#,
    );
    let farmer = person(&[]);
    let pay = |amounts: &[&str]| {
        let mut year = Accumulators::default();
        for amount in amounts {
            let settlement = settle(&annual, &farmer, &year, &bill(vec![crate::support::charge("A", amount)]));
            year = year.plus(&settlement.difference);
        }
        year.amount("annual.paid")
    };
    // 4,500 × 30 % + 15,000 × 40 % + 10,000 × 50 % = 1,350 + 6,000 + 5,000.
    for amounts in [&["30000.00"][..], &["10000.00", "20000.00"], &["499.99", "0.01", "4500.00", "25000.00"]] {
        assert_eq!(pay(amounts), crate::support::money("12350.00"), "{amounts:?}");
    }
}
