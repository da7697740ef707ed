//! Input that nobody types by mistake: refused or settled, never a panic.

use crate::random::{a_bill, pack_spec};
use crate::support::{bill, charge, demonstration, money, pack, person, settle, units};
use nonghe_domain::adjudicate::{Accumulators, Bill, Kind, accumulator, adjudicate, explain};
use nonghe_domain::{Money, MoneyError, Quantity, UnitPrice};
use proptest::prelude::*;

fn plain() -> nonghe_domain::pack::Pack {
    pack(
        r#"
        [[layer]]
        id = "basic"
        name = { zh = "基本", en = "Basic" }
        base = ["covered"]
        [[layer.terms]]
        band = [{ rate = "90%" }]
        ceiling = [{ per = "year", amount = "1000.00" }]
        "#,
    )
}

#[test]
fn a_bill_beyond_the_range_of_money_is_an_error() {
    let most = units("A", "10000000", "100000");
    let decided = |lines| adjudicate(&plain(), &person(&[]), &Accumulators::default(), &bill(lines));
    assert!(decided(vec![most.clone()]).is_ok(), "a thousand billion is the last amount in range");
    let cases = [
        vec![most.clone(), charge("A", "0.01")],
        vec![units("A", "10000000", "1000000")],
        vec![units("B", "9999999.999999", "999999.9999"); 300],
        vec![units("nowhere", "10000000", "1000000"); 300],
    ];
    for lines in cases {
        let count = lines.len();
        assert_eq!(decided(lines).err(), Some(MoneyError::OutOfRange), "{count} line(s)");
    }
}

#[test]
fn prices_and_quantities_beyond_their_range_are_not_read() {
    for text in ["10000000.000001", "0.0000001", "-0.01", "1e3", "", "1_000", "９", "79228162514264337593543950336"] {
        assert!(text.parse::<UnitPrice>().is_err(), "price {text:?}");
    }
    for text in ["1000000.0001", "0.00001", "-1", "+1", "1/2"] {
        assert!(text.parse::<Quantity>().is_err(), "quantity {text:?}");
    }
    assert_eq!("-0".parse::<Quantity>().map(|zero| zero.to_string()), Ok("0".to_owned()), "one zero, one text");
}

#[test]
fn nothing_at_all_is_settled_as_nothing() {
    let free = bill(vec![units("A", "12.00", "0")]);
    let settlement = settle(&plain(), &person(&[]), &Accumulators::default(), &free);
    assert_eq!((settlement.total, settlement.you_pay), (Money::ZERO, Money::ZERO));
    let words = explain(&plain(), &person(&[]), &Accumulators::default(), &free, &settlement);
    assert_eq!(words.share_of_total, "0%");
}

#[test]
fn totals_below_nothing_open_no_room_above_a_ceiling() {
    // A county's correction may overshoot; the next settlement still pays no more than the ceiling.
    let mut history = Accumulators::default();
    history.add_amount(accumulator::paid("basic"), money("-500.00"));
    history.add_amount(accumulator::base("basic"), money("-500.00"));
    let settlement = settle(&plain(), &person(&[]), &history, &bill(vec![charge("A", "5000.00")]));
    assert_eq!(settlement.layers[0].paid, money("1000.00"));
}

#[test]
fn an_unknown_tier_or_item_is_the_patients() {
    let strange = Bill { tier: "moon".into(), ..bill(vec![charge("no such code", "100.00")]) };
    let settlement = settle(demonstration(), &person(&[]), &Accumulators::default(), &strange);
    assert_eq!(settlement.you_pay, money("100.00"));
    assert_eq!(settlement.patient.get(&Kind::OutsideCatalogue), Some(&money("100.00")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_history_makes_the_engine_panic_or_pay_more_than_the_bill(
        spec in pack_spec(),
        stay in a_bill(),
        amounts in proptest::collection::vec(-Money::MAX_FEN..=Money::MAX_FEN, 8),
    ) {
        let pack = spec.pack();
        let mut history = Accumulators::default();
        for (number, pair) in amounts.chunks(2).enumerate() {
            let layer = format!("l{number}");
            history.add_amount(accumulator::paid(&layer), Money::from_fen(pair[0]).unwrap());
            history.add_amount(accumulator::base(&layer), Money::from_fen(pair[1]).unwrap());
        }
        for factor in ["1", "1000000"] {
            let lines = stay.lines.iter().cloned().map(|mut line| {
                line.quantity = factor.parse().unwrap();
                line
            });
            let stay = Bill { lines: lines.collect(), ..stay.clone() };
            if let Ok(nonghe_domain::adjudicate::Outcome::Settled(settlement)) =
                adjudicate(&pack, &person(&["poor"]), &history, &stay)
            {
                explain(&pack, &person(&["poor"]), &history, &stay, &settlement);
                prop_assert_eq!(settlement.funds_pay() + settlement.you_pay, settlement.total);
                prop_assert!(!settlement.you_pay.is_negative());
            }
        }
    }
}
