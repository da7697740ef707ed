//! The engine and the slow arithmetic agree on every figure of every year.

use crate::slow::arithmetic::{self, Expected, in_bands};
use crate::slow::books::{Books, LayerEntry};
use crate::slow::county::{County, Member, Terms};
use crate::slow::dice::Dice;
use crate::slow::draw::{self, Event, Year};
use crate::slow::fraction::Fraction;
use crate::support::{cases, settle};
use nonghe_domain::adjudicate::{Accumulators, Kind, LayerShare, Settlement};
use nonghe_domain::pack::Pack;
use proptest::collection::vec;
use proptest::prelude::*;

/// The name that rule texts use.
fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn assert_same(settlement: &Settlement, expected: &Expected) {
    assert_eq!(settlement.total.fen(), expected.total, "total");
    let before = |kind: &str| settlement.before_layers.iter().find(|(known, _)| name(known) == kind);
    for (kind, fen) in expected.before_layers {
        assert_eq!(before(kind).map_or(0, |(_, amount)| amount.fen()), fen, "{kind} before the layers");
    }
    assert_eq!(settlement.covered.fen(), expected.covered, "covered");
    assert_eq!(settlement.referral_share.fen(), expected.referral_share, "referral share");
    assert_eq!(settlement.hospital_pays.fen(), expected.hospital, "hospital");
    assert_eq!(settlement.layers.len(), expected.layers.len());
    for (share, layer) in settlement.layers.iter().zip(&expected.layers) {
        assert_same_layer(share, layer);
    }
    let patient = |kind: &Kind| expected.patient[name(kind).as_str()];
    for (kind, amount) in &settlement.patient {
        assert_eq!(amount.fen(), patient(kind), "{kind:?} with the patient");
    }
    assert_eq!(settlement.you_pay.fen(), expected.you_pay, "the patient");
    assert_eq!(settlement.due_at_desk().fen(), expected.at_desk, "at the desk");
}

fn assert_same_layer(share: &LayerShare, expected: &LayerEntry) {
    let found = LayerEntry {
        terms: share.terms,
        base: share.base.fen(),
        deductible: share.deductible.fen(),
        line: share.deductible_line.fen(),
        paid: share.paid.fen(),
        above_ceiling: share.above_ceiling.fen(),
        claimed: share.claimed,
        // Not figures of a settlement.
        basis: expected.basis,
        counted: expected.counted,
        accounts: expected.accounts.clone(),
    };
    assert_eq!(&found, expected, "layer {}", share.layer);
    assert_eq!(name(share.basis), expected.basis, "layer {}", share.layer);
}

/// A year under both implementations.
fn compare(county: &County, pack: &Pack, year: &Year) {
    let standings: Vec<_> = year.household.iter().map(Member::standing).collect();
    let mut totals = vec![Accumulators::default(); year.household.len()];
    let mut books = Books::default();
    let mut differences = Vec::new();
    for event in &year.events {
        match event {
            Event::Bill(visit) => {
                let history = totals[visit.who].clone().with_household(&totals);
                let settlement = settle(pack, &standings[visit.who], &history, &visit.bill());
                let expected = arithmetic::settle(county, &year.household, &books, visit);
                assert_same(&settlement, &expected);
                totals[visit.who] = std::mem::take(&mut totals[visit.who]).plus(&settlement.difference);
                differences.push((visit.who, settlement.difference));
                books.entries.push(Some(expected.entry));
            }
            Event::Reversal(number) => {
                if books.entries[*number].take().is_some() {
                    let (who, difference) = &differences[*number];
                    totals[*who] = std::mem::take(&mut totals[*who]).minus(difference);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_county_and_any_year_come_out_as_the_slow_arithmetic_says(case in draw::cases()) {
        let pack = case.county.pack_if_sound();
        prop_assume!(pack.is_some(), "one of its rules never applies");
        compare(&case.county, &pack.unwrap(), &case.year);
    }

    #[test]
    fn bands_give_what_counting_each_fen_gives(row in vec(any::<u32>(), 12)) {
        let mut dice = Dice::of(row);
        let mut starts = dice.many(0, 4, |dice| 1 + dice.below(3_000));
        starts.push(0);
        starts.sort_unstable();
        starts.dedup();
        let bands: Vec<_> = starts.into_iter().map(|start| (start, dice.thousandths(1000))).collect();
        let (line, points, amount) = (dice.below(2_000), dice.thousandths(300), dice.below(4_000));
        let terms = Terms { after_deductible: dice.once_in(2), ..Terms::plain(bands) };
        let rate_of = |place: i64| {
            let band = terms.bands.iter().rev().find(|(start, _)| place >= *start).unwrap();
            (band.1 + points).min(1000)
        };
        let places = line..amount;
        let counted: i64 = places.map(|nth| rate_of(if terms.after_deductible { nth - line } else { nth })).sum();
        let bands = in_bands(&terms, line, Fraction::thousandths(points), amount);
        prop_assert_eq!(bands, Fraction::thousandths(counted));
    }
}
