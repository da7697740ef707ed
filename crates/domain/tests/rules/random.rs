//! Random packs, written as rule texts so that the reader takes part, and random years of bills.

use crate::support::{bill, day, pack_with, person, units};
use nonghe_domain::adjudicate::{Bill, ChargeLine, Standing, StayKind};
use nonghe_domain::pack::Pack;
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write as _;

/// A layer as the tests know it, independent of the types under test.
#[derive(Debug, Clone)]
pub struct LayerSpec {
    pub base: Vec<&'static str>,
    pub by_year: bool,
    pub terms: Vec<TermsSpec>,
    /// Category and points in thousandths.
    pub bonuses: Vec<(&'static str, u32)>,
    pub add_bonuses: bool,
}

#[derive(Debug, Clone)]
pub struct TermsSpec {
    pub condition: &'static str,
    pub deductible_fen: i64,
    pub after_deductible: bool,
    /// Start in fen and rate in thousandths.
    pub bands: Vec<(i64, u32)>,
    pub ceilings: Vec<CeilingSpec>,
}

#[derive(Debug, Clone)]
pub struct CeilingSpec {
    pub by_year: bool,
    pub amount_fen: i64,
    pub scope: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub struct PackSpec {
    pub rounding: &'static str,
    pub layers: Vec<LayerSpec>,
}

/// A year of a person: bills in the order of their settlement.
#[derive(Debug, Clone)]
pub struct Year {
    pub person: Standing,
    pub bills: Vec<Bill>,
}

pub fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

impl PackSpec {
    pub fn pack(&self) -> Pack {
        pack_with(&format!("rounding = \"{}\"\n", self.rounding), &self.layers_text())
    }

    fn layers_text(&self) -> String {
        let mut text = String::new();
        for (number, layer) in self.layers.iter().enumerate() {
            let over = if layer.by_year { "year" } else { "stay" };
            let stack = if layer.add_bonuses { "sum" } else { "highest" };
            write!(
                text,
                "[[layer]]\nid = \"l{number}\"\nname = {{ zh = \"层\", en = \"Layer\" }}\nbase = {:?}\n\
                 accumulate = \"{over}\"\nbonus_stack = \"{stack}\"\n",
                layer.base
            )
            .unwrap();
            layer.terms.iter().for_each(|terms| terms.write(&mut text));
            for (category, thousandths) in &layer.bonuses {
                let points = percent(*thousandths);
                writeln!(text, "[[layer.bonus]]\nwhen = {{ category = [\"{category}\"] }}\npoints = \"{points}\"")
                    .unwrap();
            }
        }
        text
    }
}

impl TermsSpec {
    fn write(&self, text: &mut String) {
        let axis = if self.after_deductible { "after-deductible" } else { "from-zero" };
        let bands: Vec<_> = self
            .bands
            .iter()
            .map(|(over, rate)| format!("{{ over = \"{}\", rate = \"{}\" }}", yuan(*over), percent(*rate)))
            .collect();
        let ceilings: Vec<_> = self.ceilings.iter().map(CeilingSpec::text).collect();
        write!(
            text,
            "[[layer.terms]]\nwhen = {{ {} }}\ndeductible = \"{}\"\naxis = \"{axis}\"\nband = [{}]\nceiling = [{}]\n",
            self.condition,
            yuan(self.deductible_fen),
            bands.join(", "),
            ceilings.join(", ")
        )
        .unwrap();
    }
}

impl CeilingSpec {
    fn text(&self) -> String {
        let scope = self.scope.map(|scope| format!(", scope = \"{scope}\"")).unwrap_or_default();
        let per = if self.by_year { "year" } else { "stay" };
        format!("{{ per = \"{per}\", amount = \"{}\"{scope} }}", yuan(self.amount_fen))
    }
}

fn percent(thousandths: u32) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// Rates with one decimal of a percentage, whole ones more often.
fn rate() -> impl Strategy<Value = u32> {
    prop_oneof![3 => (0_u32..=20).prop_map(|fives| fives * 50), 1 => 0_u32..=1000]
}

fn bands() -> impl Strategy<Value = Vec<(i64, u32)>> {
    (vec(1_i64..400_000, 0..3), vec(rate(), 4)).prop_map(|(mut starts, rates)| {
        starts.push(0);
        starts.sort_unstable();
        starts.dedup();
        starts.into_iter().zip(rates).collect()
    })
}

fn ceiling() -> impl Strategy<Value = CeilingSpec> {
    (any::<bool>(), 0_i64..600_000, prop_oneof![2 => Just(None), 1 => Just(Some("injury"))])
        .prop_map(|(by_year, amount_fen, scope)| CeilingSpec { by_year, amount_fen, scope: scope.filter(|_| by_year) })
}

pub fn terms(condition: &'static str) -> impl Strategy<Value = TermsSpec> {
    (prop_oneof![Just(0), 0_i64..200_000], any::<bool>(), bands(), vec(ceiling(), 0..3)).prop_map(
        move |(deductible_fen, after_deductible, bands, ceilings)| TermsSpec {
            condition,
            deductible_fen,
            after_deductible,
            bands,
            ceilings,
        },
    )
}

fn layer(bases: Vec<Vec<&'static str>>) -> impl Strategy<Value = LayerSpec> {
    let choices = (
        proptest::option::of(terms("category = [\"poor\"]")),
        proptest::option::of(terms("tier = [\"county\"]")),
        proptest::option::of(terms("stay = [\"injury\"], referral = [\"local\"]")),
        terms(""),
        any::<bool>(),
    );
    let bonuses = vec((prop_oneof![Just("poor"), Just("disabled")], 0_u32..300), 0..3);
    (proptest::sample::select(bases), any::<bool>(), choices, bonuses, any::<bool>()).prop_map(
        |(base, by_year, (poor, county, injury, rest, open), bonuses, add_bonuses)| {
            let special = [poor, county, injury].into_iter().flatten();
            let mut terms: Vec<_> = special.collect();
            // Without terms for the rest the layer is closed to most people.
            if open || terms.is_empty() {
                terms.push(rest);
            }
            LayerSpec { base, by_year, terms, bonuses, add_bonuses }
        },
    )
}

pub fn pack_spec() -> impl Strategy<Value = PackSpec> {
    let later = vec![
        vec!["band-share", "deductible", "above-ceiling"],
        vec!["deductible", "band-share"],
        vec!["outside-catalogue"],
        vec!["pay-first", "above-limit", "band-share"],
        vec!["above-ceiling", "outside-catalogue", "pay-first", "above-limit", "deductible", "band-share"],
        vec!["covered"],
    ];
    let rounding = proptest::sample::select(vec!["half-up", "half-even", "down-to-yuan"]);
    (rounding, layer(vec![vec!["covered"]]), vec(layer(later), 0..4)).prop_map(|(rounding, first, mut layers)| {
        layers.insert(0, first);
        PackSpec { rounding, layers }
    })
}

/// Prices with up to six decimals, quantities with up to four.
pub fn line() -> impl Strategy<Value = ChargeLine> {
    let item = proptest::sample::select(vec!["A", "A", "B", "C", "L", "M", "nowhere"]);
    let price = prop_oneof![
        (0_u64..500_000, Just(2)),
        (0_u64..2_000_000, Just(4)),
        (0_u64..80_000_000, Just(6)),
        (0_u64..400_000, Just(6)),
    ];
    let quantity = prop_oneof![3 => (1_u64..20, Just(0)), 1 => (0_u64..50_000, Just(4))];
    (item, price, quantity).prop_map(|(item, (price, places), (quantity, quantity_places))| {
        units(item, &decimal(price, places), &decimal(quantity, quantity_places))
    })
}

pub fn decimal(mantissa: u64, places: usize) -> String {
    if places == 0 {
        return mantissa.to_string();
    }
    let scale = 10_u64.pow(u32::try_from(places).unwrap());
    format!("{}.{:0places$}", mantissa / scale, mantissa % scale)
}

pub fn a_bill() -> impl Strategy<Value = Bill> {
    (any::<bool>(), any::<bool>(), vec(line(), 1..9)).prop_map(|(county, injury, lines)| Bill {
        tier: if county { "county" } else { "township" }.into(),
        kind: if injury { StayKind::Injury } else { StayKind::Ordinary },
        ..bill(lines)
    })
}

pub fn a_year() -> impl Strategy<Value = Year> {
    let categories = proptest::sample::select(vec![vec![], vec!["poor"], vec!["disabled"], vec!["poor", "disabled"]]);
    (categories, vec(a_bill(), 1..6)).prop_map(|(categories, mut bills)| {
        for (month, bill) in (1..).zip(&mut bills) {
            let date = day(&format!("2026-{month:02}-20"));
            (bill.admitted, bill.discharged, bill.settled) = (date, date, date);
        }
        Year { person: person(&categories), bills }
    })
}
