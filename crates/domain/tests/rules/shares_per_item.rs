//! What single lines show always adds up to what the bill says.

use crate::random::line;
use crate::support::{bill, cases, charge, pack, person, settle_first, units};
use nonghe_domain::Money;
use nonghe_domain::adjudicate::{ChargeLine, Kind, Settlement};
use proptest::collection::vec;
use proptest::prelude::*;

fn settled(lines: Vec<ChargeLine>) -> Settlement {
    let plain = pack(
        r#"
        [[layer]]
        id = "basic"
        name = { zh = "基本", en = "Basic" }
        base = ["covered"]
        [[layer.terms]]
        band = [{ rate = "90%" }]
        "#,
    );
    settle_first(&plain, &person(&[]), &bill(lines))
}

#[test]
fn parts_of_a_fen_reach_the_line_whose_kind_they_are() {
    // 0.018 is 0.02 in all, of which 0.006 outside the catalogue is 0.01: it belongs to the third line, although two
    // others stand before it with the same remainder.
    for outside in 0..3 {
        let mut lines = vec![charge("A", "0.006"); 3];
        lines[outside].item = "C".into();
        let settlement = settled(lines);
        assert_eq!(settlement.total.to_string(), "0.02");
        assert_eq!(settlement.before_layers[&Kind::OutsideCatalogue].to_string(), "0.01");
        let shown: Vec<_> = settlement.items.iter().map(|item| item.outside.fen()).collect();
        let expected: Vec<_> = (0..3).map(|place| i64::from(place == outside)).collect();
        assert_eq!(shown, expected, "line {outside} is outside the catalogue");
        assert_eq!(settlement.items.iter().map(|item| item.amount).sum::<Money>(), settlement.total);
        assert_eq!(settlement.items.iter().map(|item| item.covered).sum::<Money>(), settlement.covered);
    }
}

#[test]
fn a_line_of_whole_fen_shows_its_own_amount() {
    let lines =
        vec![units("B", "10.05", "1"), units("B", "10.05", "3"), units("M", "29.99", "2"), units("C", "0.37", "1")];
    let settlement = settled(lines);
    let shown: Vec<_> = settlement.items.iter().map(|item| item.amount.to_string()).collect();
    assert_eq!(shown, ["10.05", "30.15", "59.98", "0.37"]);
    // Above the limit of 20.00: 9.99 twice. Paid first: 1.005 + 3.015 + 4.000 = 8.02.
    assert_eq!(settlement.items[2].above_limit.to_string(), "19.98");
    assert_eq!(settlement.before_layers[&Kind::PayFirst].to_string(), "8.02");
}

/// A decimal as a whole number of its smallest places.
fn whole(value: &impl ToString, places: usize) -> i128 {
    let text = value.to_string();
    let (units, rest) = text.split_once('.').unwrap_or((&text, ""));
    format!("{units}{rest:0<places$}").parse().unwrap()
}

#[test]
fn whole_numbers_are_read_from_decimals_as_written() {
    let line: ChargeLine = charge("A", "0.5");
    assert_eq!(whole(&line.price, 6), 500_000);
    assert_eq!(whole(&"12", 4), 120_000);
}

const CODES: &[&str] = &["A", "A", "B", "C", "L", "M", "nowhere"];

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn charges_with_every_decimal_are_split_as_whole_numbers_say(lines in vec(line(CODES), 1..12)) {
        let settlement = settled(lines.clone());
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
            let found = settlement.before_layers.get(&kind).copied().unwrap_or_default();
            prop_assert_eq!(found.fen(), expected, "{:?}", kind);
        }
        prop_assert_eq!(settlement.covered.fen(), left);
    }
}
