//! Replays what the fuzzer found worth keeping, and the pack that uses every rule.

use crate::inputs;
use std::path::Path;

fn replay(folder: &str, target: fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(folder);
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for file in &files {
        target(&std::fs::read(file).unwrap());
    }
    files.len()
}

#[test]
fn the_corpus_of_packs_is_read_or_refused() {
    assert!(replay("pack", inputs::pack) >= 5);
}

#[test]
fn the_corpus_of_cases_is_played_or_refused() {
    assert!(replay("case", inputs::case) >= 5);
}

#[test]
fn the_case_of_every_rule_is_settled() {
    let pack = inputs::every_rule();
    let case = serde_json::from_str(include_str!("../fixtures/every-rule-case.json")).unwrap();
    let played = nonghe_domain::year::replay(&[&pack], &case).unwrap();
    let settled = |outcome: &_| matches!(outcome, nonghe_domain::adjudicate::Outcome::Settled(_));
    assert!(played.steps.iter().flat_map(|step| &step.decisions).all(|decision| settled(&decision.outcome)));
}
