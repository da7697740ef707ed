//! The pack that ships, worked out by hand.
//!
//! Lines stand for all charges of their class: D0001-like items would only add noise, so one item of each class
//! carries the whole amount.

use crate::support::{bill, category, charge, day, demonstration, demonstration_bundle, money, person, read};
use crate::support::{settle, settle_first};
use nonghe_domain::adjudicate::{
    Accumulators, Bill, ChargeLine, Kind, Outcome, Refusal, Settlement, Standing, StayKind, adjudicate, explain,
};
use nonghe_domain::pack::ItemClass;

/// Code of an item of a class that has no price limit.
fn item(class: ItemClass) -> &'static str {
    let items = demonstration().catalogue.items();
    let fits = items.iter().find(|item| item.class == class && item.price_limit.is_none());
    &fits.unwrap().code
}

fn covered(amount: &str) -> Vec<ChargeLine> {
    vec![charge(item(ItemClass::A), amount)]
}

fn mixed() -> Vec<ChargeLine> {
    vec![
        charge(item(ItemClass::A), "1000.00"),
        charge(item(ItemClass::B), "300.00"),
        charge(item(ItemClass::C), "200.00"),
    ]
}

fn at(tier: &str, lines: Vec<ChargeLine>) -> Bill {
    Bill { tier: tier.into(), ..bill(lines) }
}

fn first(person: &Standing, bill: &Bill) -> Settlement {
    settle_first(demonstration(), person, bill)
}

/// What basic insurance, serious illness and assistance pay, where the further funds pay nothing.
fn paid(settlement: &Settlement) -> Vec<String> {
    let (first, further) = settlement.layers.split_at(3);
    assert!(further.iter().all(|layer| layer.paid.is_zero()), "{further:?}");
    first.iter().map(|layer| layer.paid.to_string()).collect()
}

fn patient(settlement: &Settlement, kind: Kind) -> String {
    settlement.patient.get(&kind).copied().unwrap_or_default().to_string()
}

#[test]
fn the_pack_that_ships_has_no_faults() {
    let pack = read(&demonstration_bundle()).map_err(|faults| faults.faults).unwrap();
    assert!(pack.rules.demonstration, "it must never settle a real bill");
    assert!(pack.hash.starts_with("sha256:"));
    assert!(pack.catalogue.items().len() > 400 && pack.catalogue.diagnoses().len() > 400);
}

#[test]
fn a_farmer_gets_nine_tenths_above_two_hundred() {
    // Outside the catalogue 200.00; ten per cent of class B 30.00; covered 1,500 − 200 − 30 = 1,270.
    // Basic: (1,270 − 200) × 90 % = 963.00, so the band share is 107.00.
    // Serious illness counts 200 + 107 = 307.00, far below 10,000. Not on the assistance list.
    // The farmer pays 200 + 30 + 200 + 107 = 537.00, and 963 + 537 = 1,500.
    let settlement = first(&person(&[]), &bill(mixed()));
    assert_eq!(settlement.total, money("1500.00"));
    assert_eq!(settlement.covered, money("1270.00"));
    assert_eq!(paid(&settlement), ["963.00", "0.00", "0.00"]);
    assert_eq!(settlement.you_pay, money("537.00"));
    for (kind, amount) in [
        (Kind::OutsideCatalogue, "200.00"),
        (Kind::PayFirst, "30.00"),
        (Kind::Deductible, "200.00"),
        (Kind::BandShare, "107.00"),
        (Kind::AboveCeiling, "0.00"),
    ] {
        assert_eq!(patient(&settlement, kind), amount, "{kind:?}");
    }
    assert_eq!(settlement.layers[2].terms, None, "a refusal of one layer is a decision, not an error");
}

#[test]
fn subsistence_allowance_adds_five_points_and_seventy_per_cent_of_the_rest() {
    // Basic: 1,070 × 95 % = 1,016.50, band share 53.50. Serious: 253.50 of 5,000.
    // Assistance: (200 + 53.50) × 70 % = 177.45. Left: 200 + 30 + 253.50 − 177.45 = 306.05.
    let settlement = first(&person(&["dibao"]), &bill(mixed()));
    assert_eq!(paid(&settlement), ["1016.50", "0.00", "177.45"]);
    assert_eq!(settlement.you_pay, money("306.05"));
    // Assistance relieves the band share first, then the deductible: 53.50 and 123.95 of 200.
    assert_eq!(patient(&settlement, Kind::BandShare), "0.00");
    assert_eq!(patient(&settlement, Kind::Deductible), "76.05");
}

#[test]
fn the_destitute_pay_only_what_is_not_covered() {
    // Assistance pays all of 253.50; outside 200 and pay-first 30 stay.
    let settlement = first(&person(&["tekun"]), &bill(mixed()));
    assert_eq!(paid(&settlement), ["1016.50", "0.00", "253.50"]);
    assert_eq!(settlement.you_pay, money("230.00"));
}

#[test]
fn of_two_categories_the_one_with_better_terms_counts() {
    let both = first(&person(&["dibao", "tekun"]), &bill(mixed()));
    assert_eq!(both.you_pay, money("230.00"), "destitute stands first in the pack");
    let disabled = first(&person(&["disabled"]), &bill(mixed()));
    assert_eq!(disabled.you_pay, money("537.00"), "disability changes the premium, not the bill");
}

#[test]
fn the_second_stay_of_the_year_crosses_the_serious_illness_line() {
    // Each stay at tier 3 with 20,000 covered: (20,000 − 700) × 65 % = 12,545.00; left 700 + 6,755 = 7,455.
    // First stay: 7,455 of 10,000, nothing. Second: the year stands at 14,910; (14,910 − 10,000) × 50 % = 2,455.
    let (farmer, stay) = (person(&[]), at("tier3", covered("20000.00")));
    let one = first(&farmer, &stay);
    assert_eq!(paid(&one), ["12545.00", "0.00", "0.00"]);
    assert_eq!(one.you_pay, money("7455.00"));
    let two = settle(demonstration(), &farmer, &one.difference, &stay);
    assert_eq!(paid(&two), ["12545.00", "2455.00", "0.00"]);
    assert_eq!(two.you_pay, money("5000.00"));
    let serious = &two.layers[1];
    assert_eq!(serious.base_of_year, money("14910.00"));
    assert_eq!(serious.deductible, money("2545.00"), "what was still missing to the line");
}

#[test]
fn the_ceiling_of_the_year_is_shared_by_its_stays() {
    // First: (120,000 − 700) × 65 % = 77,545.00; left 42,455; serious (42,455 − 10,000) × 50 % = 16,227.50.
    // Second: 12,545 of which 80,000 − 77,545 = 2,455 are left, 10,090 are above the ceiling.
    // Serious counts 700 + 6,755 + 10,090 = 17,545; all of it is over the line: 8,772.50.
    let farmer = person(&[]);
    let one = first(&farmer, &at("tier3", covered("120000.00")));
    assert_eq!(paid(&one), ["77545.00", "16227.50", "0.00"]);
    let two = settle(demonstration(), &farmer, &one.difference, &at("tier3", covered("20000.00")));
    assert_eq!(paid(&two), ["2455.00", "8772.50", "0.00"]);
    assert_eq!(two.layers[0].above_ceiling, money("10090.00"));
    assert_eq!(two.you_pay, money("8772.50"));
    let three = settle(demonstration(), &farmer, &one.difference.plus(&two.difference), &at("tier3", covered("1000")));
    assert_eq!(three.layers[0].paid, money("0.00"), "the year is used up");
}

#[test]
fn serious_illness_has_a_ceiling_that_the_poor_do_not_have() {
    // Township, 600,000: basic stops at 80,000 and 520,000 are left.
    // A farmer: (520,000 − 10,000) × 50 % = 255,000, at most 200,000. A poor person: from 5,000, 257,500 − and the
    // five points change nothing, because basic is at its ceiling either way.
    let stay = bill(covered("600000.00"));
    let farmer = first(&person(&[]), &stay);
    assert_eq!(paid(&farmer), ["80000.00", "200000.00", "0.00"]);
    assert_eq!(farmer.layers[1].above_ceiling, money("55000.00"));
    let poor = first(&person(&["monitored"]), &stay);
    let poor: Vec<_> = poor.layers.iter().map(|layer| layer.paid).collect();
    assert_eq!(poor[..2], [money("80000.00"), money("257500.00")]);
    assert_eq!(poor[2..4], [money("30000.00"), money("20000.00")], "(520,000 − 257,500) × 70 % is above 30,000");
}

#[test]
fn each_side_of_the_deductible_and_of_a_ceiling() {
    // Township, ordinary: 0.01 above the deductible is 0.009, which rounds to a fen. Injury: 3,000 / 90 % = 3,333.33.
    for (kind, amount, basic, above) in [
        (StayKind::Ordinary, "199.99", "0.00", "0.00"),
        (StayKind::Ordinary, "200.00", "0.00", "0.00"),
        (StayKind::Ordinary, "200.01", "0.01", "0.00"),
        (StayKind::Ordinary, "200.02", "0.02", "0.00"),
        (StayKind::Ordinary, "89088.88", "79999.99", "0.00"),
        (StayKind::Ordinary, "89088.89", "80000.00", "0.00"),
        (StayKind::Ordinary, "89088.90", "80000.00", "0.01"),
        (StayKind::Injury, "3533.32", "2999.99", "0.00"),
        (StayKind::Injury, "3533.33", "3000.00", "0.00"),
        (StayKind::Injury, "3533.34", "3000.00", "0.01"),
        (StayKind::Injury, "5000.00", "3000.00", "1320.00"),
    ] {
        let settlement = first(&person(&[]), &Bill { kind, ..bill(covered(amount)) });
        let layer = &settlement.layers[0];
        assert_eq!((layer.paid, layer.above_ceiling), (money(basic), money(above)), "{kind:?} of {amount}");
    }
}

#[test]
fn each_side_of_the_serious_illness_line() {
    // Tier 3 leaves 700 + 35 % of the rest: 27,271.43 covered leave 10,000.00 (27,271.43 − 17,271.43).
    for (amount, left, serious) in [
        ("27271.41", "9999.99", "0.00"),
        ("27271.43", "10000.00", "0.00"),
        ("27271.46", "10000.01", "0.01"),
        ("27271.48", "10000.02", "0.01"),
    ] {
        let settlement = first(&person(&[]), &at("tier3", covered(amount)));
        let layer = &settlement.layers[1];
        assert_eq!((layer.base, layer.paid), (money(left), money(serious)), "covered {amount}");
    }
}

#[test]
fn deductible_and_rate_go_by_the_tier() {
    for (tier, basic) in [("township", "9270.00"), ("tier1", "8000.00"), ("tier2", "7425.00"), ("tier3", "6240.00")] {
        // (10,500 − 200) × 90 %, (10,300 − 300) × 80 %, (10,300 − 400) × 75 %, (10,300 − 700) × 65 %.
        let amount = if tier == "township" { "10500.00" } else { "10300.00" };
        assert_eq!(first(&person(&[]), &at(tier, covered(amount))).layers[0].paid, money(basic), "{tier}");
    }
}

#[test]
fn a_category_counts_on_the_day_of_discharge_alone() {
    let stay = bill(covered("1200.00"));
    for (from, until, basic) in [
        ("2026-03-15", None, "950.00"),
        ("2026-03-16", None, "900.00"),
        ("2025-01-01", Some("2026-03-15"), "950.00"),
        ("2025-01-01", Some("2026-03-14"), "900.00"),
    ] {
        let standing = Standing { categories: vec![category("dibao", from, until)], ..person(&[]) };
        assert_eq!(first(&standing, &stay).layers[0].paid, money(basic), "from {from} until {until:?}");
    }
}

#[test]
fn no_fund_takes_part_for_a_reason_that_is_named() {
    let refused =
        |standing: &Standing, bill: &Bill| match adjudicate(demonstration(), standing, &Accumulators::default(), bill)
            .unwrap()
        {
            Outcome::NotCovered(refusals) => refusals,
            Outcome::Settled(_) => Vec::new(),
        };
    let (farmer, stay) = (person(&[]), bill(covered("1000.00")));
    assert_eq!(refused(&farmer, &stay), []);
    let stranger = Standing { enrolled: false, ..person(&[]) };
    assert_eq!(refused(&stranger, &stay), [Refusal::NotEnrolled { year: 2026 }]);
    for (until, expected) in
        [("2026-03-15", vec![]), ("2026-03-16", vec![Refusal::Waiting { until: day("2026-03-16") }])]
    {
        let waiting = Standing { waiting_until: Some(day(until)), ..person(&[]) };
        assert_eq!(refused(&waiting, &stay), expected, "benefits begin on {until}");
    }
    for (discharged, covered) in [("2026-12-31", true), ("2027-01-01", false)] {
        let late = Bill { discharged: day(discharged), ..stay.clone() };
        assert_eq!(refused(&farmer, &late).is_empty(), covered, "discharged on {discharged}");
    }
    let backwards = Bill { admitted: day("2026-03-16"), ..stay.clone() };
    assert_eq!(refused(&farmer, &backwards), [Refusal::DischargedBeforeAdmitted]);
    assert_eq!(refused(&farmer, &bill(Vec::new())), [Refusal::NoCharges]);
}

#[test]
fn nineteen_ninety_nine_is_paid_as_nineteen_ninety_nine() {
    // A peer multiplies price and quantity and cuts to whole yuan.
    let settlement = first(&person(&[]), &bill(covered("19.99")));
    assert_eq!(settlement.total, money("19.99"));
    assert_eq!(settlement.you_pay, money("19.99"), "all of it is under the deductible");
    let above =
        first(&person(&[]), &bill(vec![charge(item(ItemClass::A), "200.00"), charge(item(ItemClass::A), "19.99")]));
    assert_eq!(above.layers[0].paid, money("17.99"), "19.99 × 90 % = 17.991");
}

#[test]
fn a_deductible_a_stay_is_taken_once_from_every_stay() {
    // A peer takes a deductible from the first two of four claims.
    let (farmer, stay) = (person(&[]), bill(covered("1200.00")));
    let mut year = Accumulators::default();
    for number in 1..=4 {
        let settlement = settle(demonstration(), &farmer, &year, &stay);
        assert_eq!(settlement.layers[0].deductible, money("200.00"), "stay {number}");
        assert_eq!(settlement.layers[0].paid, money("900.00"), "stay {number}");
        year = year.plus(&settlement.difference);
    }
    assert_eq!(year.amount("basic.paid"), money("3600.00"), "and nothing is counted twice");
    assert_eq!(year.count("stays.township"), 4);
}

#[test]
fn what_an_explanation_says_of_an_ordinary_stay() {
    let stay = bill(mixed());
    let farmer = person(&["dibao"]);
    let settlement = first(&farmer, &stay);
    let words = explain(demonstration(), &farmer, &Accumulators::default(), &stay, &settlement);
    let rows: Vec<_> = words
        .rows
        .iter()
        .map(|row| {
            format!("{} {} {}", serde_json::to_value(row.sign).unwrap().as_str().unwrap(), row.label.zh, row.shown)
        })
        .collect();
    insta::assert_snapshot!(rows.join("\n"), @r"
     总费用 1,500.00
    − 全自费 200.00
    − 超限价自付 0.00
    − 乙类先行自付 10% 30.00
    = 政策范围内费用 1,270.00
    − 起付线 200.00
    × 基本医保支付 1,016.50
     大病保险支付 0.00
    + 医疗救助支付 177.45
     倾斜救助支付 0.00
     目录外费用补助 0.00
    = 个人负担 306.05
    ");
    assert_eq!(words.sentence.zh, "这次一共 1,500.00 元，报销 1,193.95 元，您自己付 306.05 元。");
    assert_eq!(words.sentence.en, "This stay cost ¥1,500.00. The funds pay ¥1,193.95, you pay ¥306.05.");
}
