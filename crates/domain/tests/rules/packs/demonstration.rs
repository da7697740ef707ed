//! The demonstration pack: all that it has beside ordinary stays, worked out by hand.

use super::{at, facts, first, layer_pays, shipped, visit, who, with_certificates, year};
use crate::support::{charge, day, money};
use nonghe_domain::adjudicate::{Bill, Episode, Link, Member, Referral, Standing, StayKind};
use nonghe_domain::pack::Pack;
use nonghe_domain::premium::premium_of_grade;

/// A bill at the demonstration township centre.
fn demo(pack: &Pack, lines: &[(&str, &str)]) -> Bill {
    Bill { lines: lines.iter().map(|(item, price)| charge(item, price)).collect(), ..at(pack, "township", "1") }
}

// S0063 is a blood count and S0013 a consultation of Chinese medicine, both class 甲 without a limit; D0002 is an
// essential drug of class 甲; S0178 are meals, outside the catalogue; S0009 is the general consultation.

#[test]
fn the_demonstration_tilts_towards_those_with_a_heavy_year() {
    let pack = shipped("demonstration-2026");
    let stay = |covered| Bill { tier: "tier2".into(), ..demo(&pack, &[("S0063", covered)]) };
    // Tier 2, five points more: 400 + 20 % of 73,000 = 15,000 left. Serious illness (15,000 − 5,000) × 50 % = 5,000;
    // assistance 70 % of 10,000; 3,000 are left, which is the line itself.
    let standing = who(&["dibao"]);
    let ladder = |covered| year(&pack, &standing, &[stay(covered)]).remove(0);
    assert_eq!(ladder("73400.00"), ["58400.00", "5000.00", "7000.00", "0.00", "0.00", "3000.00"]);
    // One yuan more: 0.20 left of it, 0.10, 0.07, and half of the last 0.03.
    assert_eq!(ladder("73401.00"), ["58400.80", "5000.10", "7000.07", "0.02", "0.00", "3000.01"]);
    let unfiled = first(&pack, &standing, &Bill { referral: Referral::Unfiled, ..stay("200000.00") });
    assert_eq!(unfiled.layers[3].terms, None, "unfiled care is left out");
    let heavy = ladder("200200.00");
    // Basic 80,000; 120,200 left; (120,200 − 5,000) × 50 %; 30,000 at most; (32,600 − 3,000) × 50 %.
    assert_eq!(heavy, ["80000.00", "57600.00", "30000.00", "14800.00", "0.00", "17800.00"]);
}

#[test]
fn the_demonstration_supplements_what_the_catalogue_leaves_out() {
    let pack = shipped("demonstration-2026");
    let outside = |amount| demo(&pack, &[("S0178", amount)]);
    for (amount, expected) in
        [("10000.00", "0.00"), ("10000.10", "0.03"), ("50000.00", "12000.00"), ("60000.00", "16000.00")]
    {
        assert_eq!(layer_pays(&pack, &who(&[]), &outside(amount), "supplement"), expected, "{amount}");
    }
    let claimed = first(&pack, &who(&[]), &outside("60000.00"));
    assert_eq!((claimed.you_pay, claimed.due_at_desk()), (money("44000.00"), money("60000.00")));
    let fronted = first(&pack, &who(&["dibao"]), &outside("60000.00"));
    assert_eq!(fronted.due_at_desk(), money("44000.00"), "the centre fronts it for the poor");
}

#[test]
fn the_demonstration_pays_visits_births_and_chronic_diseases() {
    let pack = shipped("demonstration-2026");
    let basic = |standing: &Standing, bill: &Bill| layer_pays(&pack, standing, bill, "basic");
    for (lines, expected) in [
        (&[("S0063", "100.00")][..], "50.00"),
        (&[("S0063", "300.00")], "100.00"),
        // Essential drugs ten points more, and in the measure of their half five.
        (&[("D0002", "100.00")], "60.00"),
        (&[("D0002", "50.00"), ("S0063", "50.00")], "55.00"),
        // Of a consultation at 25.00 ten count.
        (&[("S0009", "25.00")], "5.00"),
    ] {
        assert_eq!(basic(&who(&[]), &visit(demo(&pack, lines))), expected, "{lines:?}");
    }
    let signed = facts(&["family-doctor"], visit(demo(&pack, &[("S0063", "100.00")])));
    assert_eq!(basic(&who(&[]), &signed), "55.00");
    let chronic = Bill { kind: StayKind::Chronic, ..demo(&pack, &[("S0063", "2000.00")]) };
    for (codes, expected) in [
        (&["hypertension"][..], "400.00"),
        (&["diabetes"], "500.00"),
        (&["hypertension", "diabetes"], "900.00"),
        (&[], "100.00"),
    ] {
        assert_eq!(basic(&with_certificates(codes), &chronic), expected, "{codes:?}");
    }
    let birth = |diagnosis: &str| Bill {
        kind: StayKind::Birth,
        diagnosis: diagnosis.into(),
        ..demo(&pack, &[("S0063", "3000.00")])
    };
    assert_eq!(basic(&who(&["dibao"]), &birth("O80.000")), "1100.00", "no points on a fixed sum");
    assert_eq!(basic(&who(&[]), &birth("O82.900")), "1500.00");
}

#[test]
fn the_demonstration_changes_deductibles_shares_and_prices() {
    let pack = shipped("demonstration-2026");
    let stay = demo(&pack, &[("S0063", "1200.00")]);
    let basic = |standing: &Standing, bill: &Bill| layer_pays(&pack, standing, bill, "basic");
    // 10 % or 20 % first; then (1,080 − 200) × 90 % and (960 − 200) × 90 %.
    assert_eq!(basic(&who(&[]), &Bill { referral: Referral::Filed, ..stay.clone() }), "792.00");
    assert_eq!(basic(&who(&[]), &Bill { referral: Referral::Unfiled, ..stay.clone() }), "684.00");
    assert_eq!(basic(&who(&[]), &Bill { diagnosis: "A16.200".into(), ..stay.clone() }), "1080.00", "no deductible");
    let basics = |standing: &Standing, bills: &[Bill]| {
        year(&pack, standing, bills).into_iter().map(|line| line[0].clone()).collect::<Vec<_>>()
    };
    let four = vec![stay.clone(); 4];
    let born = |date: &str| Standing { birth_date: day(date), ..who(&[]) };
    assert_eq!(basics(&born("1956-03-15"), &four), ["900.00", "900.00", "900.00", "1080.00"], "70 on that day");
    assert_eq!(basics(&born("1956-03-16"), &four), ["900.00"; 4]);
    assert_eq!(basics(&born("2019-03-16"), &four)[3], "1080.00", "still 6");
    assert_eq!(basics(&born("2019-03-15"), &four)[3], "900.00");
    let part = |part| Bill {
        episode: Some(Episode { id: "e".into(), part, link: Link::Interim, goes_on: false }),
        ..stay.clone()
    };
    assert_eq!(basics(&who(&[]), &[part(1), part(2), stay.clone()]), ["900.00", "1080.00", "900.00"]);
    let grade = Member { grade: Some("high".into()), ..Member::default() };
    assert_eq!(basic(&Standing { member: grade, ..who(&[]) }, &stay), "950.00");
    assert_eq!(premium_of_grade(&pack, Some("high"), &[], day("2026-02-01")).unwrap().due, money("360.00"));
    // A hernia at the fixed price of 2,400: the hospital bears 600.
    let hernia = Bill { diagnosis: "K40.900".into(), ..demo(&pack, &[("S0063", "3000.00")]) };
    let fixed = first(&pack, &who(&[]), &facts(&["fixed-price"], hernia.clone()));
    assert_eq!((fixed.hospital_pays, fixed.layers[0].paid), (money("600.00"), money("1980.00")));
    assert_eq!(basic(&who(&[]), &hernia), "2520.00", "by its charges where it was not agreed");
    // An imported mesh at 1,480: 280 above the limit, 30 % of 1,200 first.
    let mesh = first(&pack, &who(&[]), &demo(&pack, &[("S0185", "1480.00")]));
    assert_eq!(mesh.covered, money("840.00"));
}

#[test]
fn years_in_a_row_and_without_a_claim_raise_a_members_own_ceiling() {
    let pack = shipped("demonstration-2026");
    let stay = demo(&pack, &[("S0063", "600000.00")]);
    // (520,000 − 10,000) × 50 % = 255,000, cut at the ceiling.
    for (continuous_years, claim_free_years, expected) in
        [(0, 0, "200000.00"), (4, 0, "200000.00"), (5, 0, "201000.00"), (9, 3, "208000.00"), (40, 40, "240000.00")]
    {
        let member = Member { continuous_years, claim_free_years, ..Member::default() };
        let standing = Standing { member, ..who(&[]) };
        assert_eq!(layer_pays(&pack, &standing, &stay, "serious"), expected, "{continuous_years} {claim_free_years}");
    }
}
