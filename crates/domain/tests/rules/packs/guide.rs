//! The examples of docs/PACKS.md: what the guide tells a clerk to write can be read.

use crate::support::{NO_ITEMS, demonstration, demonstration_bundle, money};
use nonghe_domain::adjudicate::Outcome;
use nonghe_domain::pack::{Bundle, Pack, PackFaults};
use nonghe_domain::year::{OneBill, replay};
use std::path::Path;

/// The examples of a language, in the order of the guide. The first of the rules is the pack under which all others
/// are put.
fn examples(fence: &str) -> Vec<String> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/PACKS.md");
    let text = std::fs::read_to_string(guide).unwrap();
    let mut examples = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match &mut open {
            Some(example) if line == "```" => {
                examples.push(std::mem::take(example));
                open = None;
            }
            Some(example) => *example = format!("{example}{line}\n"),
            None if line == fence => open = Some(String::new()),
            None => {}
        }
    }
    examples
}

fn read(rules: String) -> Result<Pack, PackFaults> {
    let tables = Bundle { drugs: NO_ITEMS.into(), services: NO_ITEMS.into(), ..demonstration_bundle() };
    Pack::from_bundle(&Bundle { rules, ..tables }.to_text().unwrap())
}

#[test]
fn every_example_of_the_guide_can_be_put_under_its_smallest_pack() {
    let examples = examples("```toml");
    let (smallest, others) = examples.split_first().unwrap();
    assert!(others.len() >= 15, "{} examples", others.len());
    for example in std::iter::once(&String::new()).chain(others) {
        let text = format!("{smallest}\n{example}");
        let pack = read(text.clone()).unwrap_or_else(|faults| panic!("{:#?}\n{text}", faults.faults));
        assert!(pack.warnings.is_empty(), "{:#?}\n{example}", pack.warnings);
    }
}

#[test]
fn the_smallest_pack_is_complete_with_a_premium_and_not_without() {
    let examples = examples("```toml");
    let whole = examples[0].replace("fragment = true\n", "");
    let premium = examples.iter().find(|example| example.starts_with("[premium]")).unwrap();
    assert!(read(whole.clone()).is_err(), "nobody could pay");
    read(format!("{whole}\n{premium}")).unwrap();
}

#[test]
fn the_case_of_the_guide_can_be_adjudicated() {
    let case: OneBill = serde_json::from_str(&examples("```json")[0]).unwrap();
    let played = replay(&[demonstration()], &case.into_case(2026)).unwrap();
    let Outcome::Settled(settlement) = &played.steps[0].decisions[0].outcome else { panic!("{played:?}") };
    // 36.00 under a deductible of 200, of which assistance pays 70 % for the allowance.
    assert_eq!((settlement.total, settlement.you_pay), (money("36.00"), money("10.80")));
}
