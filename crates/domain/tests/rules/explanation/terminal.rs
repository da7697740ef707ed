//! The ladder in a terminal.

use super::{after, rules};
use crate::support::{bill, charge, person};
use nonghe_domain::Lang;
use nonghe_domain::adjudicate::{Explanation, ladder_text};

fn words() -> Explanation {
    let layers = r#"
        [[layer]]
        id = "basic"
        name = { zh = "基本医保报销", en = "Basic insurance pays" }
        fund = "basic"
        base = ["covered"]
        [[layer.terms]]
        deductible = "200.00"
        band = [{ rate = "85%" }]
        [[layer]]
        id = "serious"
        name = { zh = "大病保险", en = "Serious-illness insurance pays" }
        fund = "serious"
        base = ["band-share", "deductible"]
        accumulate = "year"
        [[layer.terms]]
        deductible = "12000.00"
        band = [{ rate = "60%" }]
    "#;
    let stay = bill(vec![charge("A", "1580.00"), charge("B", "1800.00"), charge("C", "420.00"), charge("L", "80.00")]);
    let mut words = after(&rules(layers), &person(&[]), &[], &stay);
    words.defaults.clear();
    words
}

#[test]
fn columns_stand_under_each_other_in_chinese() {
    insta::assert_snapshot!(ladder_text(&words(), Lang::Zh), @"");
}

#[test]
fn columns_stand_under_each_other_in_english() {
    insta::assert_snapshot!(ladder_text(&words(), Lang::En), @"");
}

#[test]
fn what_the_pack_leaves_open_is_told_at_the_end() {
    let mut words = words();
    words.defaults = vec![nonghe_domain::Text::new("支付金额算到分。", "Shares are rounded to the fen.")];
    let text = ladder_text(&words, Lang::En);
    assert!(
        text.ends_with("Not stated by the pack, so its named defaults apply\n  · Shares are rounded to the fen.\n"),
        "{text}"
    );
}
