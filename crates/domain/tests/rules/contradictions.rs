//! Rules that contradict themselves or name what is not there: refused, with file, line and mend.

use crate::author::{changed, each_is_an_error, errors, line_of, says, with_more};
use nonghe_domain::pack::Severity;

#[test]
fn a_condition_that_never_holds_is_named() {
    each_is_an_error(&[
        (
            "age = { from = 65 }",
            "age = { from = 65, below = 65 }",
            says("when = { age", "起点在终点之后", "Nothing lies between", "Correct one"),
        ),
        (
            "age = { from = 65 }",
            "age = { over = 64, below = 65 }",
            says("when = { age", "起点在终点之后", "Nothing lies between", "Correct one"),
        ),
        ("age = { from = 65 }", "age = {}", says("when = { age", "没有写起止", "has no end", "from (included)")),
        (
            "age = { from = 65 }",
            "age = { from = 65, over = 60 }",
            says("when = { age", "写了两次", "stated twice", "only one of"),
        ),
        (
            "age = { from = 65 }",
            "age = { up_to = 6, below = 5 }",
            says("when = { age", "写了两次", "stated twice", "only one of"),
        ),
        (
            "admission = { from = 2 }",
            "admission = { below = 1 }",
            says("when = { admission", "从 1 数起", "counted from 1", "{ up_to = 1 }"),
        ),
        (
            "admission = { from = 2 }",
            "admission_in_tier = { from = 3, below = 3 }",
            says("when = { admission_in_tier", "起点在终点之后", "Nothing lies between", "Correct one"),
        ),
        (
            "when = { referral = [\"unfiled\"] }",
            "when = { total = { over = \"100.00\", up_to = \"100.00\" } }",
            says("when = { total", "永远不成立", "never holds", "Correct"),
        ),
        (
            "when = { referral = [\"unfiled\"] }",
            "when = { date = { from = \"2026-03-02\", below = \"2026-03-02\" } }",
            says("when = { date = { from", "永远不成立", "never holds", "Correct"),
        ),
        (
            "when = { referral = [\"unfiled\"] }",
            "when = { none = [{}] }",
            says("when = { none", "永远不成立", "never does", "remove none"),
        ),
    ]);
}

#[test]
fn ranges_of_one_value_hold() {
    for range in
        ["{ from = 65, up_to = 65 }", "{ over = 64, up_to = 65 }", "{ over = 64, below = 66 }", "{ below = 1 }"]
    {
        let text = changed("age = { from = 65 }", &format!("age = {range}"));
        assert_eq!(errors(&text), [], "{range}");
    }
}

#[test]
fn amounts_below_nothing_are_named_wherever_they_stand() {
    for (part, by) in [
        ("member = \"210.00\"", "member = \"-1.00\""),
        ("deductible = \"200.00\"", "deductible = \"-0.01\""),
        ("amount = \"3000.00\"", "amount = \"-1\""),
        ("each = \"100.00\"", "each = \"-100.00\""),
        ("subsidy = \"105.00\"", "subsidy = \"-5.00\""),
        ("price = \"1500.00\"", "price = \"-1500.00\""),
        ("amount = \"35.00\"", "amount = \"-35.00\""),
        ("member = \"310.00\"", "member = \"-310.00\""),
        ("amount = \"21691.00\"", "amount = \"-21691.00\""),
        ("rate = \"50%\"\n\n[[layer.bonus]]", "less_each = \"-50.00\"\n\n[[layer.bonus]]"),
        ("band = [{ rate = \"45%\" }]", "fixed = \"-1.00\""),
    ] {
        let text = changed(part, by);
        let found = errors(&text);
        let by = by.lines().next().unwrap();
        let said = found
            .iter()
            .find(|fault| fault.text.en.ends_with("is negative."))
            .unwrap_or_else(|| panic!("{by}: {found:#?}"));
        assert_eq!(said.line, line_of(&text, by), "{said:#?}");
        assert!(said.text.zh.contains("负数") && said.help.en.contains("0.00 or more"), "{said:#?}");
        assert_eq!(said.severity, Severity::Error);
    }
}

#[test]
fn dates_and_windows_that_cannot_be_are_named() {
    each_is_an_error(&[
        (
            "effective_until = \"2026-12-31\"",
            "effective_until = \"2025-12-31\"",
            says("effective_until", "早于生效日期", "lies before effective_from", "Correct one"),
        ),
        (
            "until = \"2025-12-31\"",
            "until = \"2025-08-31\"",
            says("until = \"2025-08-31\"", "结束早于开始", "ends before it begins", "from or until"),
        ),
        (
            "from = \"2026-01-01\"\nuntil",
            "from = \"2025-12-31\"\nuntil",
            says("from = \"2025-12-31\"", "有重叠", "overlap", "one window"),
        ),
        (
            "from = \"2019-01-01\"",
            "from = \"2019-01-01\"\nuntil = \"2018-01-01\"",
            says("until = \"2018-01-01\"", "下限的截止", "floor ends before", "Correct from"),
        ),
    ]);
}

#[test]
fn premiums_that_do_not_add_up_are_named() {
    each_is_an_error(&[
        (
            "local = \"50.00\"",
            "local = \"49.99\"",
            says(
                "[[premium.funding]]",
                "合计 449.99，与 government = 450.00",
                "together give 449.99, but government is 450.00",
                "Check central",
            ),
        ),
        (
            "amount = \"30.00\"",
            "amount = \"30.00\"\nrate = \"5%\"",
            says("[[premium.allocation]]\nfrom = \"member\"", "只写一个", "only one of them", "either amount or rate"),
        ),
        (
            "amount = \"30.00\"\n",
            "",
            says("[[premium.allocation]]\nfrom = \"member\"", "只写一个", "only one of them", "either amount or rate"),
        ),
        (
            "amount = \"30.00\"",
            "amount = \"210.01\"",
            says(
                "[[premium.allocation]]\nfrom = \"member\"",
                "超过了它的 210.00 元",
                "More is allocated from member than its 210.00",
                "Check",
            ),
        ),
        (
            "rate = \"10%\"\n\n[enrolment]",
            "amount = \"660.01\"\n\n[enrolment]",
            says("[[premium.allocation]]\nfrom = \"pool\"", "660.00", "660.00", "Check"),
        ),
        ("covered = [\"active\"]", "covered = []", says("covered", "谁也不能享受", "pay for nobody", "provisional")),
        (
            "within_days = 180",
            "within_days = 90",
            says("within_days = 90\nbenefits = \"day", "永远用不到", "never applies", "the smallest first"),
        ),
        (
            "long_break_years = 4\n",
            "",
            says("long_break_months", "long_break_years", "without long_break_years", "Add long_break_years"),
        ),
    ]);
}

#[test]
fn rules_after_wider_ones_are_named() {
    each_is_an_error(&[
        (
            "class = \"乙\"\nkinds = [\"other\"]",
            "class = \"乙\"",
            says("[[pay_first]]\nclass = [", "第 1 条已包括", "number 1 takes all", "narrower rule first"),
        ),
        (
            "[[referral_share]]\nwhen = { referral = [\"unfiled\"] }",
            "[[referral_share]]\nwhen = { referral = [\"unfiled\", \"filed\"] }\nrate = \"5%\"\n[[referral_share]]\nwhen = { referral = [\"unfiled\"], age = { from = 6 } }",
            says(
                "[[referral_share]]\nwhen = { referral = [\"unfiled\"], age",
                "永远用不到",
                "never applies",
                "remove this one",
            ),
        ),
        (
            "[[overall]]\nwhen = { category = [\"poor\"] }",
            "[[overall]]\nrate = \"90%\"\nof = \"covered\"\n[[overall]]\nwhen = { category = [\"poor\"] }",
            says("[[overall]]\nwhen", "永远用不到", "never applies", "remove"),
        ),
        (
            "[[fixed_price]]\nwhen = { disease = [\"tb\"] }",
            "[[fixed_price]]\nwhen = { disease = [\"tb\"] }\nprice = \"9.00\"\n[[fixed_price]]\nwhen = { disease = [\"tb\"], total = { from = \"5.00\" } }",
            says("[[fixed_price]]\nwhen = { disease = [\"tb\"], total", "永远用不到", "never applies", "remove"),
        ),
        ("kinds = [\"bed\"]", "kinds = []", says("kinds = []", "没有写费用类别", "names no kind", "such as")),
        ("class = [\"乙\"]", "class = []", says("class = []", "没有写目录类别", "names no class", "a list")),
    ]);
}

#[test]
fn a_pack_that_decides_bills_has_premium_tiers_and_layers() {
    let head = "id = \"x\"\nversion = \"1\"\ntitle = { zh = \"x\", en = \"x\" }\nregion = { zh = \"x\", en = \"x\" }\n\
                scheme = \"resident\"\nbenefit_year = 2026\neffective_from = \"2026-01-01\"\neffective_until = \"2026-12-31\"\n";
    let kinds = "[[charge_kind]]\ncode = \"other\"\nname = { zh = \"其他\", en = \"Other\" }\n";
    let found = errors(&format!("{head}{kinds}"));
    let told: Vec<_> = found.iter().map(|fault| fault.text.en.as_str()).collect();
    assert_eq!(
        told,
        [
            "There is no [premium], so the pack cannot decide a bill.",
            "There is no [[tier]], so the pack cannot decide a bill.",
            "There is no [[layer]], so the pack cannot decide a bill.",
        ]
    );
    assert!(found.iter().all(|fault| fault.help.en.contains("fragment = true")), "{found:#?}");
    assert_eq!(errors(&format!("fragment = true\n{head}{kinds}")), []);
}

#[test]
fn reasons_for_special_enrolment_that_the_desk_cannot_offer_are_named() {
    let reason = |code: &str, more: &str| {
        format!("[[premium.special]]\ncode = \"{code}\"\nname = {{ zh = \"退役\", en = \"Veteran\" }}\n{more}\n")
    };
    let nine: String = ('a'..='i').map(|code| reason(&code.to_string(), "")).collect();
    assert_eq!(errors(&with_more(&nine)), [], "nine digits");
    for (text, says) in [
        (
            format!("{nine}{}", reason("tenth", "")),
            says("[[premium.special]]\ncode = \"tenth\"", "超过 9 条", "more than 9 reasons", "Join reasons"),
        ),
        (
            reason("veteran", "until = \"2025-08-31\""),
            says("until = \"2025-08-31\"", "永远用不到", "before the first window begins", "Correct until"),
        ),
        (
            format!("{}{}", reason("same", ""), reason("same", "waits = true")),
            says(
                "code = \"same\"\nname = { zh = \"退役\", en = \"Veteran\" }\nwaits",
                "写了两次",
                "stands twice",
                "another code",
            ),
        ),
    ] {
        let text = with_more(&text);
        says.check(&text, &errors(&text));
    }
    assert_eq!(errors(&with_more(&reason("first-day", "until = \"2025-09-01\""))), []);
}
