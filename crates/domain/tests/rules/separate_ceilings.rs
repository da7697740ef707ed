//! Ceilings with an account of their own: injuries, outpatient care, a chronic disease.

use crate::support::{bill, charge, pack, person, settle};
use nonghe_domain::adjudicate::{Accumulators, Bill, StayKind, accumulator};
use nonghe_domain::pack::Pack;

fn injuries_apart() -> Pack {
    pack(
        r#"
        [[layer]]
        id = "basic"
        name = { zh = "基本", en = "Basic" }
        base = ["covered"]
        [[layer.terms]]
        when = { stay = ["injury"] }
        band = [{ rate = "90%" }]
        ceiling = [{ per = "year", amount = "3000.00", scope = "injury" }, { per = "year", amount = "80000.00" }]
        [[layer.terms]]
        band = [{ rate = "90%" }]
        ceiling = [{ per = "year", amount = "80000.00" }]
        "#,
    )
}

fn play(kinds: &[(StayKind, &str)]) -> (Vec<String>, Accumulators) {
    let pack = injuries_apart();
    let mut year = Accumulators::default();
    let paid = kinds
        .iter()
        .map(|(kind, amount)| {
            let stay = Bill { kind: *kind, ..bill(vec![charge("A", amount)]) };
            let settlement = settle(&pack, &person(&[]), &year, &stay);
            year = std::mem::take(&mut year).plus(&settlement.difference);
            settlement.layers[0].paid.to_string()
        })
        .collect();
    (paid, year)
}

#[test]
fn an_ordinary_stay_does_not_use_up_the_ceiling_of_injuries() {
    use StayKind::{Injury, Ordinary};
    // 10,000 × 90 % = 9,000 is more than 3,000, and still an injury later in the year is paid up to 3,000 of its own.
    let (paid, year) = play(&[(Ordinary, "10000.00"), (Injury, "2000.00"), (Injury, "2000.00"), (Injury, "2000.00")]);
    assert_eq!(paid, ["9000.00", "1800.00", "1200.00", "0.00"]);
    assert_eq!(year.amount(&accumulator::paid_within("basic", "injury")).to_string(), "3000.00");
    assert_eq!(year.amount(&accumulator::paid("basic")).to_string(), "12000.00");
}

#[test]
fn what_injuries_were_paid_counts_towards_the_ceiling_of_all() {
    use StayKind::{Injury, Ordinary};
    let (paid, _) = play(&[(Injury, "4000.00"), (Ordinary, "100000.00"), (Injury, "100.00")]);
    assert_eq!(paid, ["3000.00", "77000.00", "0.00"], "80,000 in all");
}
