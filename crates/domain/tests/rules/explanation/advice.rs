//! What could be done: named only where the rules would have paid more.

use super::{after, basic, explained, layer, of, rules};
use crate::support::{bill, charge, money, person, settle_first};
use nonghe_domain::adjudicate::{
    Accumulators, Bill, Explanation, Referral, Settlement, StayKind, explain, explain_at_desk,
};

fn said(words: &Explanation) -> Vec<&str> {
    words.advice.iter().map(|advice| advice.zh.as_str()).collect()
}

#[test]
fn a_referral_on_file_is_advised_where_it_would_have_helped() {
    let terms = r#"when = { referral = ["unfiled"] }
        band = [{ rate = "40%" }]
        [[layer.terms]]
        band = [{ rate = "60%" }]"#;
    let unfiled = Bill { referral: Referral::Unfiled, ..of("1000.00") };
    let words = explained(&layer("", terms), &unfiled);
    assert_eq!(said(&words), ["外出就医前先办转诊备案：同样的费用可少付 200.00 元。"]);
    assert_eq!(
        words.advice[0].en,
        "Have the referral filed before you go away: the same bill would cost you ¥200.00 less."
    );
    for referral in [Referral::Filed, Referral::Emergency, Referral::Local] {
        assert_eq!(said(&explained(&layer("", terms), &Bill { referral, ..of("1000.00") })), [""; 0], "{referral:?}");
    }
    let same = layer("", "when = { referral = [\"unfiled\", \"filed\"] }\nband = [{ rate = \"40%\" }]");
    assert_eq!(said(&explained(&same, &unfiled)), [""; 0], "the rules pay the same with a referral on file");
}

#[test]
fn a_fact_is_advised_only_as_the_one_thing_missing() {
    let bonus = "band = [{ rate = \"50%\" }]\n[[layer.bonus]]\nwhen = { fact = [\"doctor\"], tier = [\"township\"] }\npoints = \"5%\"";
    let visit = Bill { kind: StayKind::Outpatient, ..of("100.00") };
    let words = explained(&layer("", bonus), &visit);
    assert_eq!(said(&words), ["如果符合“已签约家庭医生”，请在结算前说明：同样的费用可少付 5.00 元。"]);
    assert_eq!(
        words.advice[0].en,
        "If “Signed with a family doctor” holds, say so before the settlement: the same bill would cost you ¥5.00 less."
    );
    let elsewhere = Bill { tier: "county".into(), ..visit.clone() };
    assert_eq!(said(&explained(&layer("", bonus), &elsewhere)), [""; 0], "the tier is missing too");
    let known = Bill { facts: vec!["doctor".into()], ..visit };
    assert_eq!(said(&explained(&layer("", bonus), &known)), [""; 0]);
}

#[test]
fn a_fact_that_a_fixed_price_asks_for_is_advised_as_well() {
    let pack = rules(&format!(
        "[[fixed_price]]\nwhen = {{ fact = [\"doctor\"] }}\nprice = \"400.00\"\n{}",
        basic("", "band = [{ rate = \"50%\" }]")
    ));
    let words = explained(&pack, &of("1000.00"));
    assert_eq!(said(&words), ["如果符合“已签约家庭医生”，请在结算前说明：同样的费用可少付 300.00 元。"]);
}

#[test]
fn a_desk_that_states_neither_facts_nor_certificates_advises_none() {
    let terms = r#"when = { certificate = ["gxy"] }
        band = [{ rate = "70%" }]
        [[layer.terms]]
        when = { fact = ["doctor"] }
        band = [{ rate = "60%" }]
        [[layer.terms]]
        when = { category = ["poor"] }
        band = [{ rate = "90%" }]
        [[layer.terms]]
        band = [{ rate = "50%" }]"#;
    let (pack, visit) = (layer("", terms), Bill { kind: StayKind::Outpatient, ..of("100.00") });
    let settlement = settle_first(&pack, &person(&[]), &visit);
    let (person, none) = (person(&[]), Accumulators::default());
    let at_desk = explain_at_desk(&pack, &person, &none, &visit, &settlement);
    let all = explain(&pack, &person, &none, &visit, &settlement);
    assert_eq!(all.advice.len(), 3);
    assert_eq!(said(&at_desk), [said(&all)[0]], "the list of the civil affairs office is not the desk's");
    assert!(said(&at_desk)[0].contains("困难"));
    assert_eq!(Explanation { advice: all.advice.clone(), ..at_desk }, all, "all else is the same");
}

#[test]
fn a_list_is_asked_for_unless_the_person_is_on_one_or_the_pack_says_it_itself() {
    let terms = r#"when = { category = ["poor"] }
        band = [{ rate = "90%" }]
        [[layer.terms]]
        band = [{ rate = "60%" }]"#;
    let pack = layer("", terms);
    let words = explained(&pack, &of("1000.00"));
    assert_eq!(
        said(&words),
        ["如果您属于以下类别而名单没有更新，可到镇民政办核实，同样的费用最多可少付 300.00 元：困难。"]
    );
    assert_eq!(said(&after(&pack, &person(&["poor"]), &[], &of("1000.00"))), [""; 0]);
    let asked = said(&words).len();
    assert_eq!(
        said(&after(&pack, &person(&["disabled"]), &[], &of("1000.00"))).len(),
        asked,
        "no rule asks for that list"
    );

    let closed = r#"advice = { zh = "可到民政办问。", en = "Ask the civil affairs office." }"#;
    let own = layer(closed, "when = { category = [\"poor\"] }\nband = [{ rate = \"90%\" }]");
    assert_eq!(said(&explained(&own, &of("1000.00"))), ["可到民政办问。"], "not said twice");
}

#[test]
fn a_certificate_is_advised_for_the_illness_that_it_is_for() {
    let terms = r#"when = { stay = ["chronic"], certificate = ["gxy"], disease = ["hypertension"] }
        band = [{ rate = "70%" }]
        [[layer.terms]]
        band = [{ rate = "50%" }]"#;
    let advice = ["患有以下慢特病的，可申请认定，认定后同样的费用最多可少付 20.00 元：高血压。"];
    for kind in [StayKind::Chronic, StayKind::Outpatient] {
        assert_eq!(said(&explained(&layer("", terms), &Bill { kind, ..of("100.00") })), advice, "{kind:?}");
    }
    assert_eq!(said(&explained(&layer("", terms), &of("100.00"))), [""; 0], "a stay is no visit");
    let other = Bill { kind: StayKind::Outpatient, diagnosis: "J18.900".into(), ..of("100.00") };
    assert_eq!(said(&explained(&layer("", terms), &other)), [""; 0], "another illness");
    let no_list = terms.replace(", disease = [\"hypertension\"]", "");
    let visit = Bill { kind: StayKind::Outpatient, ..of("100.00") };
    assert_eq!(said(&explained(&layer("", &no_list), &visit)), [""; 0], "nobody knows for which illness it is");
}

#[test]
fn listed_drugs_help_only_where_a_fund_pays_for_them() {
    let lines = vec![charge("A", "100.00"), charge("C", "50.00")];
    let words = explained(&layer("", "band = [{ rate = \"50%\" }]"), &bill(lines.clone()));
    assert_eq!(said(&words), ["住院时可问医生，有没有目录内的药品或材料可以替换。"]);
    let nothing = layer("", "band = [{ rate = \"0%\" }]");
    assert_eq!(said(&explained(&nothing, &bill(lines))), [""; 0]);
    let listed = explained(&layer("", "band = [{ rate = \"50%\" }]"), &of("100.00"));
    assert_eq!(said(&listed), [""; 0]);
    let unknown = explained(&layer("", "band = [{ rate = \"50%\" }]"), &bill(vec![charge("X", "100.00")]));
    assert_eq!(said(&unknown), ["住院时可问医生，有没有目录内的药品或材料可以替换。"]);
    let fixed = layer("", "fixed = \"30.00\"");
    let both = bill(vec![charge("A", "100.00"), charge("C", "50.00")]);
    assert_eq!(said(&explained(&fixed, &both)), [""; 0], "the fund pays as much for listed drugs");
}

#[test]
fn a_drug_of_class_b_is_listed_and_only_its_share_could_be_saved() {
    let pack = layer("", "band = [{ rate = \"50%\" }]");
    let words = explained(&pack, &bill(vec![charge("B", "100.00")]));
    assert_eq!(said(&words), ["住院时可问医生，有没有不用先自付的药品或材料可以替换。"]);
    let visit = Bill { kind: StayKind::Outpatient, ..bill(vec![charge("B", "100.00")]) };
    assert_eq!(
        explained(&pack, &visit).advice[0].en,
        "You can ask the doctor whether a drug or material without a share to pay first would do."
    );
}

#[test]
fn favoured_drugs_are_advised_where_some_were_not() {
    let pack = layer("", "band = [{ rate = \"50%\" }]\n[[layer.bonus]]\ntags = [\"tcm\"]\npoints = \"10%\"");
    let advice = "有些药品和项目按规定报得更多，可问医生能不能选用。";
    assert_eq!(said(&explained(&pack, &bill(vec![charge("A", "60.00"), charge("TCM", "40.00")]))), [advice]);
    assert_eq!(said(&explained(&pack, &bill(vec![charge("TCM", "40.00")]))), [""; 0]);
}

#[test]
fn nothing_is_promised_where_the_engine_would_decide_otherwise_today() {
    let terms = "when = { referral = [\"unfiled\"] }\nband = [{ rate = \"40%\" }]\n[[layer.terms]]\nband = [{ rate = \"60%\" }]";
    let (pack, unfiled) = (layer("", terms), Bill { referral: Referral::Unfiled, ..of("1000.00") });
    let mut settlement = settle_first(&pack, &person(&[]), &unfiled);
    let said = |settlement: &Settlement| {
        explain(&pack, &person(&[]), &Accumulators::default(), &unfiled, settlement).advice.len()
    };
    assert_eq!(said(&settlement), 1);
    settlement.layers[0].paid += money("0.01");
    assert_eq!(said(&settlement), 0);
}

#[test]
fn the_household_does_not_save_by_spending_its_own_account() {
    // With the fact the fund pays less and the account more: that is no saving.
    let account = r#"[[layer]]
        id = "account"
        name = { zh = "家庭账户支付", en = "The family account pays" }
        fund = "account"
        base = ["band-share"]
        [[layer.terms]]
        when = { fact = ["doctor"] }
        band = [{ rate = "100%" }]"#;
    let pack = rules(&format!("{}{account}", basic("", "band = [{ rate = \"50%\" }]")));
    assert_eq!(said(&explained(&pack, &of("100.00"))), [""; 0]);
}
