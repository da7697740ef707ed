//! Terms that are stated as like others of their layer, with a factor.

use crate::author::changed;
use crate::support::{bill, charge, money, pack, person, settle_first};
use nonghe_domain::adjudicate::Bill;
use nonghe_domain::pack::BandAxis;

const PATTERN: &str = r#"
[[layer]]
id = "basic"
name = { zh = "基本", en = "Basic" }
base = ["covered"]
[[layer.terms]]
id = "near"
when = { tier = ["township"] }
deductible = "200.00"
axis = "after-deductible"
band = [{ rate = "60%" }, { over = "1000.00", rate = "80%" }]
guarantee = { rate = "20%", of = "total" }
ceiling = [{ per = "stay", amount = "1000.00" }]
source = "notice"
[[layer.terms]]
like = "near"
"#;

#[test]
fn bands_axis_deductible_and_guarantee_are_taken() {
    let taken = &pack(PATTERN).rules.layers[0].terms[1];
    assert_eq!((taken.bands.len(), taken.axis), (2, BandAxis::AfterDeductible));
    assert_eq!(taken.deductible, Some(money("200.00")));
    assert!(taken.guarantee.is_some());
    assert!(taken.ceilings.is_empty() && taken.source.is_none() && taken.id.is_none(), "and nothing else");
}

#[test]
fn what_they_state_themselves_stays() {
    let own = format!("{PATTERN}deductible = \"500.00\"\nguarantee = {{ rate = \"10%\", of = \"covered\" }}\n");
    let taken = &pack(&own).rules.layers[0].terms[1];
    assert_eq!(taken.deductible, Some(money("500.00")));
    assert_eq!(taken.guarantee.as_ref().map(|guarantee| guarantee.rate.percent()), Some("10%".to_owned()));
    let fixed =
        PATTERN.replace("band = [{ rate = \"60%\" }, { over = \"1000.00\", rate = \"80%\" }]", "fixed = \"300.00\"");
    assert_eq!(pack(&fixed).rules.layers[0].terms[1].fixed, Some(money("300.00")));
}

#[test]
fn a_tier_is_paid_a_factor_of_another() {
    let pack = pack(&format!("{PATTERN}factor = \"90%\"\n"));
    let stay = bill(vec![charge("A", "1200.00")]);
    let away = Bill { tier: "county".into(), ..stay.clone() };
    let paid = |bill| settle_first(&pack, &person(&[]), bill).layers[0].paid;
    assert_eq!((paid(&stay), paid(&away)), (money("600.00"), money("540.00")));
}

#[test]
fn terms_may_be_like_later_ones() {
    let text = changed("like = \"near\"", "like = \"rest\"")
        .replace("guarantee = { rate = \"30%\"", "id = \"rest\"\nguarantee = { rate = \"30%\"");
    let rules = crate::author::passes(&text).rules;
    assert_eq!(rules.layers[0].terms[1].bands[0].rate.percent(), "45%");
}
