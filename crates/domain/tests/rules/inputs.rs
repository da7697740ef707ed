//! What any input must come to: no panic, and figures that add up. The fuzzer and the replay of its corpus share it.

use nonghe_domain::adjudicate::{Outcome, explain};
use nonghe_domain::pack::{Bundle, Pack};
use nonghe_domain::year::{Case, replay};

const ITEMS: &str = include_str!("../fixtures/every-rule-items.csv");
const NO_ITEMS: &str = "code,name,name_en,spec,unit,class,kind,price,price_limit,mnemonic\n";
const DIAGNOSES: &str =
    "code,name,name_en,mnemonic\nA15.000,肺结核,Tuberculosis,fjh\nI10.x00,高血压,Hypertension,gxy\n";

fn read(rules: &str) -> Option<Pack> {
    let bundle = Bundle {
        rules: rules.to_owned(),
        drugs: ITEMS.to_owned(),
        services: NO_ITEMS.to_owned(),
        diagnoses: DIAGNOSES.to_owned(),
        ..Bundle::default()
    };
    match Pack::from_bundle(&bundle.to_text().expect("texts are JSON")) {
        Ok(pack) => Some(pack),
        Err(faults) => {
            assert!(!faults.faults.is_empty(), "a refusal names a fault");
            for fault in faults.faults {
                assert!(!fault.text.zh.is_empty() && !fault.text.en.is_empty(), "{fault:?}");
            }
            None
        }
    }
}

/// A pack that uses every part of the rules.
pub fn every_rule() -> Pack {
    read(include_str!("../fixtures/every-rule.toml")).expect("the pack of every rule is read")
}

/// Any bytes as a rule text. A pack that is read decides a case.
pub fn pack(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(pack) = read(text) {
        let case = serde_json::from_str(include_str!("../fixtures/every-rule-case.json")).expect("a case");
        play(&pack, &case);
    }
}

/// Any bytes as a case under a pack that uses every rule.
pub fn case(data: &[u8]) {
    thread_local!(static PACK: Pack = every_rule());
    let Ok(case) = serde_json::from_slice::<Case>(data) else { return };
    PACK.with(|pack| play(pack, &case));
}

fn play(pack: &Pack, case: &Case) {
    let Ok(played) = replay(&[pack], case) else { return };
    for decision in played.steps.iter().flat_map(|step| &step.decisions) {
        let Outcome::Settled(settlement) = &decision.outcome else { continue };
        let parts = settlement.funds_pay() + settlement.you_pay + settlement.hospital_pays;
        assert_eq!(parts, settlement.total, "{settlement:?}");
        let shares =
            settlement.layers.iter().flat_map(|layer| [layer.base, layer.deductible, layer.paid, layer.above_ceiling]);
        let borne = settlement.patient.values().copied();
        assert!(shares.chain(borne).all(|amount| !amount.is_negative()), "{settlement:?}");
        let words = explain(pack, &decision.standing, &decision.history, &decision.bill, settlement);
        assert!(words.rows.iter().all(|row| !row.label.zh.is_empty() && !row.label.en.is_empty()));
    }
}
