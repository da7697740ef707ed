//! Amounts that are a share of a published figure.

use crate::author::{changed, each_is_an_error, errors, passes, says};
use crate::support::money;

const USED: &str = "deductible = { statistic = \"income\", rate = \"50%\" }";

#[test]
fn a_share_of_a_figure_is_rounded_half_up_to_whole_yuan() {
    for (rate, amount) in [
        (", rate = \"50%\"", "10846.00"),
        (", rate = \"0.01%\"", "2.00"),
        ("", "21691.00"),
        (", rate = \"600%\"", "130146.00"),
        (", rate = \"0%\"", "0.00"),
    ] {
        let text = changed(USED, &format!("deductible = {{ statistic = \"income\"{rate} }}"));
        assert_eq!(passes(&text).rules.layers[1].terms[0].deductible, Some(money(amount)), "{rate}");
    }
    for (figure, half) in [
        ("21691.00", "10846.00"),
        ("21690.98", "10845.00"),
        ("21690.99", "10845.00"),
        ("0.99", "0.00"),
        ("1.00", "1.00"),
    ] {
        let text = changed("amount = \"21691.00\"", &format!("amount = \"{figure}\""));
        assert_eq!(passes(&text).rules.layers[1].terms[0].deductible, Some(money(half)), "{figure}");
    }
}

#[test]
fn a_share_may_stand_wherever_an_amount_may() {
    let share = "{ statistic = \"income\", rate = \"10%\" }";
    for (part, by) in [
        ("amount = \"3000.00\"", "amount = "),
        ("member = \"310.00\"", "member = "),
        ("price = \"1500.00\"", "price = "),
        ("each = \"100.00\"", "each = "),
        ("deductible = \"200.00\"", "deductible = "),
    ] {
        assert_eq!(errors(&changed(part, &format!("{by}{share}"))), [], "{by}");
    }
    let rules = passes(&changed("over = \"1000.00\"", &format!("over = {share}"))).rules;
    assert_eq!(rules.layers[0].terms[0].bands[1].over, money("2169.00"));
}

#[test]
fn a_share_that_cannot_be_worked_out_is_named() {
    each_is_an_error(&[
        (
            USED,
            "deductible = { statistic = \"wealth\" }",
            says(
                "deductible = { statistic",
                "统计数据 wealth 没有写",
                "statistic wealth is used but not stated",
                "[statistics.wealth]",
            ),
        ),
        (
            USED,
            "deductible = { statistic = \"income\", rate = \"half\" }",
            says("deductible = { statistic", "百分数", "must be a percentage", "rate = \"50%\""),
        ),
        (
            USED,
            "deductible = { statistic = \"income\", rate = 50 }",
            says("deductible = { statistic", "百分数", "must be a percentage", "rate = \"50%\""),
        ),
        (
            USED,
            "deductible = { statistic = \"income\", share = \"50%\" }",
            says("deductible = { statistic", "不能写 `share`", "`share` cannot stand", "rate may be left out"),
        ),
        (
            USED,
            "deductible = { statistic = 1 }",
            says("deductible = { statistic", "没有写", "not stated", "correct the name"),
        ),
        (
            "amount = \"21691.00\"",
            "amount = \"21,691.00\"",
            says("amount = \"21,691", "应为数字", "not a decimal number", "without commas"),
        ),
    ]);
    let on_another = changed(
        "amount = \"21691.00\"",
        "amount = \"21691.00\"\n[statistics.half]\nname = { zh = \"半\", en = \"Half\" }\namount = { statistic = \"income\", rate = \"50%\" }",
    );
    let found = errors(&on_another);
    assert!(found[0].text.en.contains("cannot be a share of another statistic"), "{found:#?}");
    assert_eq!(found[0].line, crate::author::line_of(&on_another, "amount = { statistic"));
    let most = changed("amount = \"21691.00\"", "amount = \"999999999999.00\"")
        .replace(USED, "deductible = { statistic = \"income\", rate = \"1000%\" }");
    assert!(errors(&most)[0].text.en.contains("out of range"));
}
