//! Which switches a rule text leaves to their defaults, as statements tell it.

use crate::author::{FAULTLESS, passes};
use crate::support::{bundle, read};
use nonghe_domain::pack::{Bundle, DefaultUsed};

fn defaults(text: &str) -> Vec<DefaultUsed> {
    passes(text).defaults.to_vec()
}

fn switches(text: &str) -> Vec<String> {
    defaults(text).into_iter().map(|default| format!("{} = {}", default.switch, default.value)).collect()
}

#[test]
fn every_switch_that_is_not_stated_is_named_once() {
    assert_eq!(
        switches(FAULTLESS),
        [
            "rounding = half-up",
            "year.rule = discharge",
            "charges.limit = before-share",
            "premium.collector = centre",
            "premium.receipt_numbers = own",
            "enrolment.unit = household",
            "layer.basic.accumulate = stay",
            "layer.basic.deductible_counted = as-bands",
            "layer.basic.choose = first",
            "layer.basic.terms[1].axis = from-zero",
            "layer.serious.deductible_counted = as-bands",
            "layer.serious.counts = person",
        ]
    );
}

#[test]
fn what_is_stated_is_no_default_even_where_it_is_the_same() {
    for (part, by, gone) in [
        ("scheme = \"resident\"", "scheme = \"resident\"\nrounding = \"half-up\"", "rounding"),
        ("[premium]\n", "[year]\nrule = \"admission\"\n[premium]\n", "year.rule"),
        ("[premium]\n", "[charges]\nlimit = \"before-share\"\n[premium]\n", "charges.limit"),
        ("[premium]\n", "[premium]\ncollector = \"tax-office\"\n", "premium.collector"),
        ("[premium]\n", "[premium]\nreceipt_numbers = \"own\"\n", "premium.receipt_numbers"),
        ("[enrolment]\n", "[enrolment]\nunit = \"person\"\n", "enrolment.unit"),
        ("base = [\"covered\"]", "base = [\"covered\"]\naccumulate = \"stay\"", "layer.basic.accumulate"),
        (
            "base = [\"covered\"]",
            "base = [\"covered\"]\ndeductible_counted = \"year\"",
            "layer.basic.deductible_counted",
        ),
        ("base = [\"covered\"]", "base = [\"covered\"]\nchoose = \"first\"", "layer.basic.choose"),
        ("deductible = \"200.00\"", "deductible = \"200.00\"\naxis = \"from-zero\"", "layer.basic.terms[1].axis"),
        ("accumulate = \"year\"", "accumulate = \"year\"\ncounts = \"person\"", "layer.serious.counts"),
    ] {
        let left = switches(&crate::author::changed(part, by));
        assert!(!left.iter().any(|switch| switch.starts_with(&format!("{gone} ="))), "{gone}: {left:?}");
    }
}

#[test]
fn a_switch_that_decides_nothing_is_not_named() {
    let second = "[[layer.bonus]]\nwhen = { category = [\"disabled\"] }\npoints = \"3%\"\n[[layer.bonus]]";
    let two = FAULTLESS.replace("[[layer.bonus]]", second);
    let stack = "layer.basic.bonus_stack = highest".to_owned();
    assert!(switches(&two).contains(&stack) && !switches(FAULTLESS).contains(&stack));
    let one_band = FAULTLESS.replace(", { over = \"1000.00\", rate = \"80%\" }", "");
    assert!(!switches(&one_band).iter().any(|switch| switch.contains("axis")));
}

#[test]
fn each_is_told_in_a_sentence_of_both_languages() {
    for default in defaults(FAULTLESS) {
        assert!(default.text.zh.ends_with('。') && default.text.en.ends_with('.'), "{default:?}");
    }
    let basic = defaults(FAULTLESS).into_iter().find(|default| default.switch == "layer.basic.accumulate").unwrap();
    assert!(basic.text.zh.starts_with("基本：") && basic.text.en.starts_with("Basic: "), "{basic:?}");
}

#[test]
fn what_an_inherited_pack_states_is_no_default() {
    let parent = FAULTLESS.replace("scheme = \"resident\"", "scheme = \"resident\"\nrounding = \"half-even\"");
    let own = "id = \"x\"\ninherits = \"faultless\"\nversion = \"1\"\ntitle = { zh = \"县\", en = \"County\" }\n\
               effective_from = \"2026-01-01\"\neffective_until = \"2026-12-31\"\n";
    let pack = read(&Bundle { parents: vec![parent], ..bundle(own) }).unwrap();
    assert!(!pack.defaults.iter().any(|default| default.switch == "rounding"));
}
