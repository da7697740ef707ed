//! What single lines show always adds up to what the bill says.

use crate::support::{bill, charge, pack, person, settle_first, units};
use nonghe_domain::Money;
use nonghe_domain::adjudicate::{ChargeLine, Kind, Settlement};

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
