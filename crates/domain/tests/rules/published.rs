//! Worked examples that others published, each under a small pack of the rule that it illustrates.
//!
//! `published-examples.jsonl` names the source of each, quotes its arithmetic and says how far it can be trusted. Every
//! figure that an example expects is checked; `readings` has the other readings of those that can be read in two ways.

use crate::support::{HEAD, TABLES, bill, bundle, charge, day, money, person, read, settle};
use nonghe_domain::adjudicate::{Accumulators, Bill, Settlement, StayKind};
use nonghe_domain::pack::Pack;
use nonghe_domain::{Money, premium};
use serde_json::Value;

pub const YEAR: &str = "accumulate = \"year\"\n";

/// An example as its collector wrote it down.
pub struct Example(Value);

impl Example {
    pub fn all() -> Vec<Self> {
        let text = include_str!("../fixtures/published-examples.jsonl");
        text.lines().map(|line| Self(serde_json::from_str(line).unwrap())).collect()
    }

    pub fn of(id: &str) -> Self {
        Self::all().into_iter().find(|example| example.id() == id).unwrap()
    }

    fn id(&self) -> &str {
        self.0["id"].as_str().unwrap()
    }

    /// The letters that its rule goes by.
    fn family(&self) -> &str {
        self.id().split('-').next().unwrap()
    }

    fn input(&self, name: &str) -> Option<Money> {
        self.0["input"].get(name).filter(|value| value.is_number()).map(amount)
    }

    /// The bills of its year.
    pub fn bills(&self) -> Vec<Bill> {
        let visit = |amount: Money| Bill { kind: StayKind::Outpatient, ..bill(vec![charge("A", &amount.to_string())]) };
        let stay = |amount: Money| bill(vec![charge("A", &amount.to_string())]);
        match self.family() {
            "XN2005" => {
                let visits = self.input("outpatient_year").filter(|amount| !amount.is_zero()).map(visit);
                visits
                    .into_iter()
                    .chain(self.input("inpatient_year").filter(|amount| !amount.is_zero()).map(stay))
                    .collect()
            }
            // The example goes from the patient's part to the cost, the engine from the cost to the part.
            "ZA" => match self.input("eligible_inpatient_year") {
                Some(amount) => vec![stay(amount)],
                None => vec![visit(amount(&self.0["expected"]["outpatient_total"]))],
            },
            _ => {
                let total = self.input("total").unwrap();
                let covered = self.input("eligible").unwrap_or(total);
                let mut lines = vec![charge("A", &covered.to_string())];
                if covered < total {
                    lines.push(charge("C", &(total - covered).to_string()));
                }
                vec![bill(lines)]
            }
        }
    }
}

fn amount(value: &Value) -> Money {
    // A derived figure stands in a table of its own.
    value.get("derived").unwrap_or(value).to_string().parse().unwrap()
}

/// A layer `basic` on covered charges, counted by stay.
pub fn basic(terms: &str) -> String {
    format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n{}",
        terms.replace("terms:", "[[layer.terms]]\n")
    )
}

/// 咸宁 2005: from the first yuan up to 240 a year, and bands of the year's inpatient cost.
pub fn village(top: &str) -> String {
    [
        basic("terms: when = { stay = [\"outpatient\"] }\nband = [{ rate = \"100%\" }]\nceiling = [{ per = \"year\", amount = \"240.00\" }]\n"),
        format!(
            "[[layer]]\nid = \"inpatient\"\nname = {{ zh = \"住院\", en = \"Inpatient\" }}\nbase = [\"covered\"]\n\
             {YEAR}[[layer.terms]]\nwhen = {{ stay = [\"ordinary\"] }}\n{top}"
        ),
    ]
    .concat()
}

pub const VILLAGE_BANDS: &str =
    "band = [{ rate = \"60%\" }, { over = \"5000.00\", rate = \"80%\" }, { over = \"20000.00\", rate = \"100%\" }]\n";

/// The rule that an example illustrates.
pub fn rule(family: &str) -> String {
    match family {
        // 三明 2010, county hospitals: (cost − 400) × 60 %, at most 60,000.
        "SM2010" => basic(
            "terms: deductible = \"400.00\"\nband = [{ rate = \"60%\" }]\nceiling = [{ per = \"year\", amount = \"60000.00\" }]",
        ),
        // 萧山, township: nothing up to 500, then 65 %, 75 % over 5,000, and 65 % again over 20,000.
        "XS" => basic(
            "terms: band = [{ rate = \"0%\" }, { over = \"500.00\", rate = \"65%\" }, { over = \"5000.00\", rate = \"75%\" }, \
             { over = \"20000.00\", rate = \"65%\" }]",
        ),
        "CB" => basic(
            "terms: band = [{ rate = \"20%\" }, { over = \"500.00\", rate = \"30%\" }, { over = \"2000.00\", rate = \"35%\" }, \
             { over = \"5000.00\", rate = \"40%\" }, { over = \"10000.00\", rate = \"45%\" }]",
        ),
        "XN2005" => village(VILLAGE_BANDS),
        // A year's outpatient cost at one rate, a year's inpatient cost in bands.
        "ZA" => basic(&format!(
            "{YEAR}terms: when = {{ stay = [\"outpatient\"] }}\nband = [{{ rate = \"30%\" }}]\nterms: \
             band = [{{ rate = \"30%\" }}, {{ over = \"5000.00\", rate = \"40%\" }}, {{ over = \"20000.00\", rate = \"50%\" }}]",
        )),
        "NC2007" => basic(
            "terms: band = [{ rate = \"15%\" }, { over = \"3000.00\", rate = \"25%\" }, { over = \"4000.00\", rate = \"30%\" }, \
             { over = \"5000.00\", rate = \"35%\" }, { over = \"10000.00\", rate = \"40%\" }, { over = \"20000.00\", rate = \"45%\" }]",
        ),
        "IN" => basic(
            "terms: band = [{ rate = \"0%\" }, { over = \"500.00\", rate = \"60%\" }, { over = \"1000.00\", rate = \"80%\" }]",
        ),
        // 山东 2014, serious illness: the start line lies inside the first band, whose end is counted from zero. The
        // source states what basic insurance paid, 100,000; a ceiling stands in for its rules.
        "SD2014" => [
            &basic("terms: band = [{ rate = \"100%\" }]\nceiling = [{ per = \"stay\", amount = \"100000.00\" }]"),
            "\n[[layer]]\nid = \"serious\"\nname = { zh = \"大病\", en = \"Serious\" }\nfund = \"serious\"\n\
             base = [\"band-share\", \"deductible\", \"above-ceiling\"]\naccumulate = \"year\"\n[[layer.terms]]\n\
             deductible = \"10000.00\"\nband = [{ rate = \"50%\" }, { over = \"100000.00\", rate = \"60%\" }]\n\
             ceiling = [{ per = \"year\", amount = \"200000.00\" }]\n",
        ]
        .concat(),
        other => panic!("no rule for {other}"),
    }
}

/// A pack of such layers, and its premium.
pub fn pack(layers: &str, premium: &str) -> Pack {
    let rules = format!("{HEAD}{TABLES}{layers}").replace("member = \"210.00\"", &format!("member = \"{premium}\""));
    read(&bundle(&rules)).unwrap_or_else(|faults| panic!("{:#?}\n{rules}", faults.faults))
}

pub fn play(pack: &Pack, bills: &[Bill]) -> Vec<Settlement> {
    let mut year = Accumulators::default();
    let settle = |bill| {
        let settlement = settle(pack, &person(&[]), &year, bill);
        year = std::mem::take(&mut year).plus(&settlement.difference);
        settlement
    };
    bills.iter().map(settle).collect()
}

pub fn funds(settled: &[Settlement]) -> Money {
    settled.iter().map(Settlement::funds_pay).sum()
}

fn layer(settled: &[Settlement], id: &str) -> Money {
    settled
        .iter()
        .flat_map(|settlement| &settlement.layers)
        .filter(|share| share.layer == id)
        .map(|share| share.paid)
        .sum()
}

/// What each band gives, where there is more than one.
fn parts(settled: &[Settlement], id: &str) -> Vec<Money> {
    let shares = settled.iter().flat_map(|settlement| &settlement.layers).filter(|share| share.layer == id);
    shares.flat_map(|share| &share.bands).map(|band| band.amount.share_down(band.rate)).collect()
}

#[test]
fn every_figure_of_every_published_example_comes_out() {
    let examples = Example::all();
    assert_eq!(examples.len(), 17);
    for example in &examples {
        let what = format!("{}, {}: {}", example.id(), example.0["source"], example.0["quote"]);
        let premium_of = example.0["policy"].get("premium").map_or(Money::ZERO, amount);
        let pack = pack(&rule(example.family()), &premium_of.to_string());
        let settled = play(&pack, &example.bills());
        let you_pay = settled.iter().map(|settlement| settlement.you_pay).sum::<Money>();
        let total = settled.iter().map(|settlement| settlement.total).sum::<Money>();
        assert_eq!(funds(&settled) + you_pay, total, "{what}");
        let mut checked = 0;
        for (name, value) in example.0["expected"].as_object().unwrap() {
            let outside = settled.iter().map(|settlement| settlement.total - settlement.covered).sum::<Money>();
            let found = match name.as_str() {
                "basic" | "inpatient" => vec![layer(&settled, "basic")],
                "serious_illness" => vec![layer(&settled, "serious")],
                "serious_illness_parts" => parts(&settled, "serious"),
                "parts" => parts(&settled, "basic"),
                "total_reimbursed" | "paid" | "fund" => vec![funds(&settled)],
                "patient_pays" | "patient_pays_of_total" => vec![you_pay],
                "patient_pays_of_eligible" => vec![you_pay - outside],
                "person_bears_including_premium" => {
                    let premium = premium::premium(&pack, &[], day("2025-10-01")).unwrap();
                    vec![premium.due + you_pay]
                }
                // What the patient pays of it is the example's input.
                "outpatient_total" => {
                    assert_eq!(Some(you_pay), example.input("outpatient_self_paid"), "{what}");
                    vec![total]
                }
                other => panic!("{what}: nothing checks {other}"),
            };
            let expected =
                value.as_array().map_or_else(|| vec![amount(value)], |list| list.iter().map(amount).collect());
            assert_eq!(found, expected, "{name} of {what}");
            checked += 1;
        }
        assert!(checked > 0, "{what}");
    }
}

#[test]
fn what_basic_insurance_paid_in_the_shandong_example_is_what_the_source_states() {
    let example = Example::of("SD2014-CII-1");
    let settled = play(&pack(&rule("SD2014"), "0.00"), &example.bills());
    assert_eq!(Some(settled[0].layers[0].paid), example.input("basic_paid"));
    assert_eq!(Some(settled[0].layers[1].base), example.input("compliant_oop"));
    assert_eq!(settled[0].layers[1].base, money("170000.00"));
}
