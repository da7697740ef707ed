//! The cases that ship as examples show what their titles say.

use crate::support::demonstration;
use nonghe_domain::Text;
use nonghe_domain::adjudicate::explain_without_pack;
use nonghe_domain::year::{HouseholdCase, Replay, replay};

fn played(name: &str) -> Replay {
    let path = format!("{}/../../examples/cases/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let case: HouseholdCase = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    replay(&[demonstration()], &case.into_parts().1).unwrap()
}

#[test]
fn what_becomes_known_later_adjusts_what_was_settled() {
    for name in ["reversal-in-the-year", "late-pack", "category-granted-late"] {
        let played = played(name);
        let last = played.steps.last().unwrap();
        assert!(!last.adjustments.is_empty(), "{name}: {last:#?}");
    }
}

#[test]
fn a_pack_that_arrives_late_lets_a_fund_take_part() {
    let played = played("late-pack");
    let [adjustment] = &played.steps[1].adjustments[..] else { panic!("{:?}", played.steps[1]) };
    assert!(adjustment.before.is_none(), "no pack held yet");
    let after = adjustment.after.as_ref().unwrap();
    assert!(after.you_pay < after.total, "{after:?}");
    assert_eq!(adjustment.pack_hash.as_ref(), Some(&demonstration().hash), "the pack that decided it anew");
}

#[test]
fn where_no_pack_has_arrived_nothing_is_said_of_its_rules() {
    let played = played("late-pack");
    let decision = &played.steps[0].decisions[0];
    assert_eq!((decision.pack, &decision.pack_hash), (None, &None));
    let words = explain_without_pack(&decision.bill, decision.bill.discharged).unwrap();
    let none = Text::new("适用于 2026-01-12 的政策包还没有收到。", "No policy pack for 2026-01-12 has arrived.");
    assert_eq!(words.refused, [none]);
    assert_eq!(words.defaults, []);
    assert_eq!(words.rows[0].amount, decision.bill.total().unwrap().to_string());
}
