//! Worked examples that others published, each under a small pack of the rule that it illustrates.
//!
//! `published-examples.jsonl` names the source of each and quotes its arithmetic. Not expressible yet: examples with
//! outpatient care (Xianning 2005, one of the 2006 city scheme), because a bill is a stay.

use crate::support::{bill, charge, money, pack, person, settle_first};
use nonghe_domain::adjudicate::{Bill, ChargeLine};
use serde::Deserialize;

#[derive(Deserialize)]
struct Example {
    id: String,
    source: String,
    quote: String,
    total: String,
    covered: String,
    funds_pay: String,
    serious_illness_pays: Option<String>,
}

fn examples() -> Vec<Example> {
    let text = include_str!("../fixtures/published-examples.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn one_layer(accumulate: &str, terms: &str) -> String {
    format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n\
         accumulate = \"{accumulate}\"\n[[layer.terms]]\n{terms}\n"
    )
}

/// The rule that an example illustrates, by the letters of its id.
fn rule(id: &str) -> String {
    let family = id.split('-').next().unwrap();
    let stay = |terms| one_layer("stay", terms);
    match family {
        // 三明 2010, county hospitals: (cost − 400) × 60 %, at most 60,000.
        "SM2010" => stay(
            "deductible = \"400.00\"\nband = [{ rate = \"60%\" }]\nceiling = [{ per = \"year\", amount = \"60000.00\" }]",
        ),
        // 萧山, township: nothing up to 500, then 65 %, 75 % over 5,000, and 65 % again over 20,000.
        "XS" => stay(
            "band = [{ rate = \"0%\" }, { over = \"500.00\", rate = \"65%\" }, { over = \"5000.00\", rate = \"75%\" }, \
             { over = \"20000.00\", rate = \"65%\" }]",
        ),
        "CB" => stay(
            "band = [{ rate = \"20%\" }, { over = \"500.00\", rate = \"30%\" }, { over = \"2000.00\", rate = \"35%\" }, \
             { over = \"5000.00\", rate = \"40%\" }, { over = \"10000.00\", rate = \"45%\" }]",
        ),
        // A year's cost in bands.
        "ZA" => one_layer(
            "year",
            "band = [{ rate = \"30%\" }, { over = \"5000.00\", rate = \"40%\" }, { over = \"20000.00\", rate = \"50%\" }]",
        ),
        "NC2007" => stay(
            "band = [{ rate = \"15%\" }, { over = \"3000.00\", rate = \"25%\" }, { over = \"4000.00\", rate = \"30%\" }, \
             { over = \"5000.00\", rate = \"35%\" }, { over = \"10000.00\", rate = \"40%\" }, { over = \"20000.00\", rate = \"45%\" }]",
        ),
        "IN" => stay(
            "band = [{ rate = \"0%\" }, { over = \"500.00\", rate = \"60%\" }, { over = \"1000.00\", rate = \"80%\" }]",
        ),
        // 山东 2014, serious illness: the start line lies inside the first band, whose end is counted from zero. The
        // source states what basic insurance paid, 100,000; a ceiling stands in for its rules.
        "SD2014" => [
            one_layer("stay", "band = [{ rate = \"100%\" }]\nceiling = [{ per = \"stay\", amount = \"100000.00\" }]"),
            "[[layer]]\nid = \"serious\"\nname = { zh = \"大病\", en = \"Serious\" }\nfund = \"serious\"\n\
             base = [\"band-share\", \"deductible\", \"above-ceiling\"]\naccumulate = \"year\"\n[[layer.terms]]\n\
             deductible = \"10000.00\"\nband = [{ rate = \"50%\" }, { over = \"100000.00\", rate = \"60%\" }]\n\
             ceiling = [{ per = \"year\", amount = \"200000.00\" }]\n"
                .to_owned(),
        ]
        .concat(),
        other => panic!("no rule for {other}"),
    }
}

/// Covered charges in class A, the rest outside the catalogue.
fn bill_of(example: &Example) -> Bill {
    let outside = money(&example.total) - money(&example.covered);
    let mut lines: Vec<ChargeLine> = vec![charge("A", &example.covered)];
    if !outside.is_zero() {
        lines.push(charge("C", &outside.to_string()));
    }
    bill(lines)
}

#[test]
fn published_examples_come_out_as_published() {
    let examples = examples();
    assert_eq!(examples.len(), 12, "an example without a test proves nothing");
    for example in examples {
        let settlement = settle_first(&pack(&rule(&example.id)), &person(&[]), &bill_of(&example));
        let Example { id, source, quote, .. } = &example;
        assert_eq!(settlement.funds_pay(), money(&example.funds_pay), "{id}, {source}: {quote}");
        assert_eq!(settlement.you_pay, money(&example.total) - money(&example.funds_pay), "{id}");
        if let Some(serious) = &example.serious_illness_pays {
            assert_eq!(settlement.layers[1].paid, money(serious), "{id}: {quote}");
        }
    }
}

#[test]
fn counting_bands_after_the_start_line_would_give_another_sum() {
    // The published 87,000 settles how Shandong reads its own notice: after the start line it would be 86,000.
    let after =
        rule("SD2014").replace("deductible = \"10000.00\"", "deductible = \"10000.00\"\naxis = \"after-deductible\"");
    let examples = examples();
    let example = examples.iter().find(|example| example.id.starts_with("SD2014")).unwrap();
    let settlement = settle_first(&pack(&after), &person(&[]), &bill_of(example));
    assert_eq!(settlement.layers[1].paid, money("86000.00"));
}
