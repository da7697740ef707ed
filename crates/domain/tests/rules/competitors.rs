//! What a peer was seen to get wrong when it was run: each of its faults is a test here.

use crate::support::{bill, charge, pack, paid, person, settle, settle_first, units};
use nonghe_domain::Money;
use nonghe_domain::adjudicate::{Accumulators, Bill, Settlement};
use nonghe_domain::pack::Pack;

fn basic(rest: &str) -> Pack {
    pack(&format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n{rest}"
    ))
}

fn stay(amount: &str) -> Bill {
    bill(vec![charge("A", amount)])
}

/// A year's bills, each counted once when it is settled.
fn year(pack: &Pack, amounts: &[&str]) -> (Vec<Settlement>, Accumulators) {
    let mut totals = Accumulators::default();
    let settled = amounts
        .iter()
        .map(|amount| {
            let settlement = settle(pack, &person(&[]), &totals, &stay(amount));
            totals = std::mem::take(&mut totals).plus(&settlement.difference);
            settlement
        })
        .collect();
    (settled, totals)
}

#[test]
fn price_times_quantity_is_never_cut_to_whole_yuan() {
    // It takes int(quantity × price): 19.99 becomes 19.00.
    let all = basic("[[layer.terms]]\nband = [{ rate = \"100%\" }]");
    for (price, quantity, amount) in [
        ("19.99", "1", "19.99"),
        ("19.99", "3", "59.97"),
        ("0.99", "1", "0.99"),
        ("0.333333", "3", "1.00"),
        ("12.345678", "1.5", "18.52"),
        ("0.004", "1", "0.00"),
        ("0.005", "1", "0.01"),
    ] {
        let settlement = settle_first(&all, &person(&[]), &bill(vec![units("A", price, quantity)]));
        assert_eq!((settlement.total.to_string(), paid(&settlement)), (amount.into(), vec![amount.into()]), "{price}");
    }
    let nine_tenths = basic("[[layer.terms]]\nband = [{ rate = \"90%\" }]");
    assert_eq!(paid(&settle_first(&nine_tenths, &person(&[]), &stay("19.99"))), ["17.99"], "19.99 × 90 % = 17.991");
}

#[test]
fn a_ceiling_is_used_up_once_however_often_a_bill_is_looked_at() {
    // It counts a claim against the ceiling when it is submitted and again when it is processed.
    let ceiling =
        basic("[[layer.terms]]\nband = [{ rate = \"100%\" }]\nceiling = [{ per = \"year\", amount = \"1000.00\" }]");
    let mut totals = Accumulators::default();
    for (amount, expected) in [("600.00", "600.00"), ("300.00", "300.00"), ("300.00", "100.00"), ("300.00", "0.00")] {
        // Trials, and the settlement itself: the same figures from the same totals.
        let trials: Vec<_> = (0..3).map(|_| settle(&ceiling, &person(&[]), &totals, &stay(amount))).collect();
        assert!(trials.iter().all(|trial| paid(trial) == [expected]), "{amount}");
        totals = totals.plus(&trials[0].difference);
    }
    assert_eq!(totals.amount("basic.paid").to_string(), "1000.00");
}

#[test]
fn a_deductible_of_a_thousand_is_taken_once_from_four_claims_or_from_each() {
    // It takes it from the first two of four claims, and not consistently after.
    let amounts = ["400.00", "900.00", "500.00", "2000.00"];
    let line = |counted: &str| {
        basic(&format!(
            "deductible_counted = \"{counted}\"\n[[layer.terms]]\ndeductible = \"1000.00\"\nband = [{{ rate = \"100%\" }}]"
        ))
    };
    let taken = |settled: &[Settlement]| -> Vec<_> {
        settled.iter().map(|settlement| settlement.layers[0].deductible.to_string()).collect()
    };
    let (by_year, totals) = year(&line("year"), &amounts);
    assert_eq!(taken(&by_year), ["400.00", "600.00", "0.00", "0.00"]);
    assert_eq!(totals.amount("basic.deductible").to_string(), "1000.00", "once, and all of it");
    let (by_stay, _) = year(&line("stay"), &amounts);
    assert_eq!(taken(&by_stay), ["400.00", "900.00", "500.00", "1000.00"]);
    // In which order the claims come changes who waits for what, never how much is taken in the year.
    for order in [["2000.00", "500.00", "900.00", "400.00"], ["500.00", "400.00", "2000.00", "900.00"]] {
        let (settled, totals) = year(&line("year"), &order);
        assert_eq!(totals.amount("basic.deductible").to_string(), "1000.00", "{order:?}");
        assert_eq!(settled.iter().map(Settlement::funds_pay).sum::<Money>().to_string(), "2800.00", "{order:?}");
    }
}

#[test]
fn funds_stack_on_one_charge() {
    // It uses one fund for each line.
    let four = pack(
        r#"
        [[layer]]
        id = "basic"
        name = { zh = "基本", en = "Basic" }
        base = ["covered"]
        [[layer.terms]]
        deductible = "200.00"
        band = [{ rate = "60%" }]
        [[layer]]
        id = "serious"
        name = { zh = "大病", en = "Serious" }
        base = ["band-share", "deductible"]
        [[layer.terms]]
        deductible = "1000.00"
        band = [{ rate = "50%" }]
        [[layer]]
        id = "assistance"
        name = { zh = "救助", en = "Assistance" }
        base = ["deductible", "band-share"]
        [[layer.terms]]
        when = { category = ["poor"] }
        band = [{ rate = "70%" }]
        [[layer]]
        id = "outside"
        name = { zh = "目录外", en = "Outside" }
        base = ["outside-catalogue"]
        [[layer.terms]]
        band = [{ rate = "25%" }]
        "#,
    );
    // One line of 5,200: (5,200 − 200) × 60 % = 3,000. 2,200 left: (2,200 − 1,000) × 50 % = 600. 1,600 × 70 % = 1,120.
    let covered = settle_first(&four, &person(&["poor"]), &stay("5200.00"));
    assert_eq!(paid(&covered), ["3000.00", "600.00", "1120.00", "0.00"]);
    assert_eq!(covered.you_pay.to_string(), "480.00");
    // Beside a line outside the catalogue, of which the fourth pays a quarter.
    let both = settle_first(&four, &person(&["poor"]), &bill(vec![charge("A", "5200.00"), charge("C", "400.00")]));
    assert_eq!(paid(&both), ["3000.00", "600.00", "1120.00", "100.00"]);
    assert_eq!(both.you_pay.to_string(), "780.00");
    // Without the category the third has no say, and what it left is the patient's.
    assert_eq!(paid(&settle_first(&four, &person(&[]), &stay("5200.00"))), ["3000.00", "600.00", "0.00", "0.00"]);
}
