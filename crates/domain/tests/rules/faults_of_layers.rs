//! Layers, terms and ceilings that contradict themselves: refused, with file, line and mend.

use crate::author::{changed, each_is_an_error, errors, line_of, says, with_more};

#[test]
fn layers_that_cannot_work_are_named() {
    each_is_an_error(&[
        (
            "base = [\"band-share\", \"deductible\"]",
            "base = [\"band-share\", \"band-share\"]",
            says("base = [\"band-share\"", "重复项", "names a kind twice", "Remove one"),
        ),
        (
            "base = [\"band-share\", \"deductible\"]",
            "base = []",
            says("base = []", "base 是空的", "base of layer serious is empty", "base = [\"covered\"]"),
        ),
        (
            "base = [\"band-share\", \"deductible\"]",
            "base = [\"pay-first\"]\ncharges = [\"bed\"]",
            says("charges = ", "不是单独的 covered", "not covered alone", "remove charges"),
        ),
        (
            "accumulate = \"year\"",
            "counts = \"household\"",
            says("counts", "没有可累计的", "nothing is added up", "accumulate = \"year\""),
        ),
        (
            "rate = \"50%\"\n\n[[layer.bonus]]",
            "\n[[layer.bonus]]",
            says("[[layer.relief]]", "只能改变一样", "exactly one thing", "less_each"),
        ),
        (
            "rate = \"50%\"\n\n[[layer.bonus]]",
            "rate = \"50%\"\nless_each = \"10.00\"\n[[layer.bonus]]",
            says("[[layer.relief]]", "只能改变一样", "exactly one thing", "less_each"),
        ),
        (
            "rate = \"50%\"\n\n[[layer.bonus]]",
            "deductible = \"0.00\"\nleast = \"10.00\"\n[[layer.bonus]]",
            says("least", "least 不起作用", "least has no effect", "Remove least"),
        ),
        ("points = \"5%\"", "", says("[[layer.bonus]]", "没有写加多少", "nothing of how much", "points = \"5%\"")),
    ]);
    let without_terms = "[[layer]]\nid = \"tilt\"\nname = { zh = \"倾斜\", en = \"Tilt\" }\nbase = [\"covered\"]";
    let text = with_more(without_terms);
    says("[[layer]]\nid = \"tilt\"", "没有待遇", "has no [[layer.terms]]", "under without")
        .check(&text, &errors(&text));
}

#[test]
fn a_layer_builds_only_on_what_an_earlier_one_left() {
    let second = "base = [\"band-share\", \"deductible\"]";
    for base in ["base = [\"covered\", \"pay-first\"]", "base = [\"pay-first\"]"] {
        let text = changed("base = [\"covered\"]", base);
        let found = errors(&text);
        assert_eq!(found.len(), 1, "one cause, told once: {base}: {found:#?}");
        for fault in &found {
            assert_eq!(fault.line, line_of(&text, second));
            assert!(
                fault.text.zh.contains("前面没有") && fault.text.en.contains("no earlier layer has base"),
                "{fault:#?}"
            );
            assert!(fault.help.en.contains("Put a layer with base = [\"covered\"] before"), "{fault:#?}");
        }
    }
    let beside = changed(second, "base = [\"covered\", \"above-ceiling\", \"outside-catalogue\"]");
    assert_eq!(errors(&beside), [], "covered may stand beside other kinds");
}

#[test]
fn terms_that_say_too_little_too_much_or_nothing_are_named() {
    each_is_an_error(&[
        (
            "over = \"1000.00\"",
            "over = \"0.00\"",
            says("band = [{ rate = \"60%\" }", "没有高于前一段的 0.00", "not above 0.00", "order of over"),
        ),
        (
            "{ over = \"1000.00\", rate = \"80%\" }",
            "{ over = \"2000.00\", rate = \"80%\" }, { over = \"1000.00\", rate = \"90%\" }",
            says("band = [{ rate = \"60%\" }", "从 1000.00 开始", "starts over 1000.00", "start of its own"),
        ),
        (
            "{ rate = \"60%\" }",
            "{ over = \"100.00\", rate = \"60%\" }",
            says("band = [{ over", "不是从 0.00 开始", "does not start over 0.00", "rate = \"0%\""),
        ),
        (
            "band = [{ rate = \"55%\" }]",
            "band = []",
            says(
                "[[layer.terms]]\nwhen = { age",
                "没有写支付多少",
                "do not say what is paid",
                "fixed, guarantee or like",
            ),
        ),
        (
            "band = [{ rate = \"55%\" }]",
            "band = [{ rate = \"55%\" }]\nfixed = \"500.00\"",
            says("fixed = ", "不能同时写", "not both", "Remove one"),
        ),
        (
            "like = \"near\"",
            "like = \"far\"",
            says("like", "在基金层 basic 里没有", "No terms of layer basic have the id far", "id = \"far\""),
        ),
        (
            "like = \"near\"",
            "like = \"near\"\nband = [{ rate = \"1%\" }]",
            says("band = [{ rate = \"1%\" }]", "两者矛盾", "contradicts like", "Remove like or `band`"),
        ),
        (
            "like = \"near\"",
            "like = \"near\"\naxis = \"from-zero\"",
            says("axis", "两者矛盾", "contradicts like", "`axis`"),
        ),
        (
            "like = \"near\"",
            "like = \"near\"\nfixed = \"1.00\"",
            says("fixed = ", "两者矛盾", "contradicts like", "`fixed`"),
        ),
        (
            "like = \"near\"",
            "id = \"mine\"\nlike = \"near\"\n[[layer.terms]]\nwhen = { tier = [\"county\"] }\nlike = \"mine\"",
            says("like = \"mine\"", "自己也写了 like", "like others themselves", "state their bands"),
        ),
        (
            "guarantee = { rate = \"30%\", of = \"total\" }",
            "guarantee = { rate = \"30%\", of = \"total\", with = [\"serious\"] }",
            says("guarantee", "serious 不是前面的", "serious under with is no earlier layer", "order of the layers"),
        ),
    ]);
}

#[test]
fn terms_after_wider_ones_are_named_unless_the_best_wins() {
    let rest = "[[layer.terms]]\nband = [{ rate = \"45%\" }]";
    for (when, wider) in [
        ("", 4),
        ("when = { category = [\"poor\"] }\n", 4),
        ("when = { age = { over = 70 }, date = { below = \"2026-03-01\" } }\n", 3),
    ] {
        let late = format!(
            "{rest}\nguarantee = {{ rate = \"30%\", of = \"total\" }}\n[[layer.terms]] # late\n{when}fixed = \"9.00\"\n#"
        );
        let early = format!("[[layer.terms]] # late\n{when}fixed = \"9.00\"\n{rest}");
        let text = if wider == 4 {
            changed(&format!("{rest}\nguarantee"), &format!("{late} guarantee"))
        } else {
            changed(rest, &early)
        };
        let found = errors(&text);
        says(
            "[[layer.terms]] # late",
            &format!("第 {wider} 条已包括"),
            &format!("number {wider} takes all"),
            "most-favourable",
        )
        .check(&text, &found);
        let best = text.replacen("base = [\"covered\"]", "base = [\"covered\"]\nchoose = \"most-favourable\"", 1);
        assert_eq!(errors(&best), [], "{when}");
    }
}

#[test]
fn terms_under_any_condition_leave_the_rest_to_later_ones() {
    let rest = "[[layer.terms]]\nband = [{ rate = \"45%\" }]";
    for when in [
        "tier = [\"county\"]",
        "place = [\"outside\"]",
        "facility = [\"F1\"]",
        "category = [\"poor\"]",
        "certificate = [\"diabetes\"]",
        "grade = [\"high\"]",
        "referral = [\"filed\"]",
        "stay = [\"birth\"]",
        "disease = [\"tb\"]",
        "fact = [\"contract\"]",
        "follows = [\"transfer\"]",
        "age = { from = 6 }",
        "total = { over = \"1.00\" }",
        "admission = { from = 2 }",
        "admission_in_tier = { from = 2 }",
        "date = { from = \"2026-02-01\" }",
        "all = [{ age = { from = 6 } }, { stay = [\"birth\"] }]",
        "any = [{ age = { from = 6 } }, { stay = [\"birth\"] }]",
        "none = [{ age = { from = 6 } }]",
    ] {
        let text = changed(rest, &format!("[[layer.terms]]\nwhen = {{ {when} }}\nfixed = \"9.00\"\n{rest}"));
        assert_eq!(errors(&text), [], "{when}");
        let twice =
            text.replace(rest, &format!("[[layer.terms]] # again\nwhen = {{ {when} }}\nfixed = \"8.00\"\n{rest}"));
        says("[[layer.terms]] # again", "永远用不到", "never apply", "narrower terms first")
            .check(&twice, &errors(&twice));
    }
}

#[test]
fn ceilings_that_say_too_little_too_much_or_nothing_are_named() {
    let all = "ceiling = [{ per = \"year\", amount = \"200000.00\", with = [\"basic\"] }]";
    for (ceiling, zh, en, mend) in [
        ("{ per = \"year\" }", "只能写一种", "exactly one of amount, share and balance", "State only"),
        (
            "{ per = \"stay\", amount = \"1.00\", share = \"50%\", of = \"total\" }",
            "只能写一种",
            "exactly one",
            "State only",
        ),
        ("{ per = \"stay\", share = \"50%\" }", "同时写 share 和 of", "both share and of", "of = \"total\""),
        (
            "{ per = \"stay\", amount = \"1.00\", of = \"total\" }",
            "同时写 share 和 of",
            "both share and of",
            "of = \"total\"",
        ),
        ("{ per = \"year\", share = \"50%\", of = \"total\" }", "只能按次", "for each stay only", "per = \"stay\""),
        ("{ per = \"stay\", balance = \"family-account\" }", "账户余额按年", "balance of an account", "per = \"year\""),
        (
            "{ per = \"stay\", amount = \"1.00\", scope = \"injury\" }",
            "scope 是跨次累计",
            "scope is an account over several",
            "remove scope",
        ),
        (
            "{ per = \"year\", amount = \"1.00\", scope = \"in.jury\" }",
            "只能由文字",
            "scope consists of letters",
            "short word",
        ),
        (
            "{ per = \"day\", amount = \"1.00\", counts = \"household\" }",
            "按家庭累计",
            "says nothing for a ceiling per stay or day",
            "remove counts",
        ),
        (
            "{ per = \"year\", amount = \"1.00\", on = \"cost\", with = [\"basic\"] }",
            "不能用于按费用",
            "a ceiling on the cost does not count",
            "Remove with",
        ),
        (
            "{ per = \"year\", amount = \"1.00\", with = [\"serious\"] }",
            "serious 不是前面的",
            "no earlier layer",
            "before this one",
        ),
        (
            "{ per = \"year\", amount = \"1.00\", with = [\"tilt\"] }",
            "tilt 不是前面的",
            "no earlier layer",
            "before this one",
        ),
        (
            "{ per = \"month\", amount = \"1.00\", raise = [{ for = \"continuous\", each = \"1.00\" }] }",
            "才能提高",
            "can be raised",
            "remove raise",
        ),
        (
            "{ per = \"year\", amount = \"1.00\", raised_at_most = \"20%\" }",
            "没有写 raise",
            "nothing raises",
            "Add raise",
        ),
    ] {
        let text = changed(all, &format!("ceiling = [\n  {ceiling}]"));
        says(ceiling, zh, en, mend).check(&text, &errors(&text));
    }
}
