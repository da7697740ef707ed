//! What a pack author is told to look at, though the pack can be used.

use crate::author::{FAULTLESS, changed, each_is_a_warning, errors, is_whole, line_of, says, warnings, with_more};
use crate::support::{ITEMS, bundle, read};
use nonghe_domain::pack::{Bundle, Severity};

#[test]
fn dates_that_do_not_meet_are_warned_of() {
    each_is_a_warning(&[
        (
            "benefit_year = 2026",
            "benefit_year = 2027",
            says("benefit_year", "不包括待遇年度 2027", "no day of the benefit year 2027", "Check benefit_year"),
        ),
        (
            "from = \"2026-01-01\"\nuntil",
            "from = \"2026-01-02\"\nuntil",
            says(
                "from = \"2026-01-02\"",
                "2025-12-31 之后、2026-01-02 之前不能缴费",
                "after 2025-12-31 and before 2026-01-02",
                "follow each other",
            ),
        ),
        (
            "when = { referral = [\"unfiled\"] }",
            "when = { date = { up_to = \"2025-12-31\" } }",
            says("when = { date", "有效期之外", "outside the pack's days of effect", "has expired"),
        ),
        (
            "when = { referral = [\"unfiled\"] }",
            "when = { date = { from = \"2027-01-01\" } }",
            says("when = { date", "有效期之外", "outside the pack's days of effect", "Check the days"),
        ),
    ]);
}

#[test]
fn days_of_the_benefit_year_without_the_pack_are_warned_of() {
    let holes = |text: &str| -> Vec<(Option<usize>, String)> {
        let found = warnings(text).into_iter().filter(|fault| fault.text.en.contains("does not hold"));
        found.inspect(is_whole).map(|fault| (fault.line, fault.text.zh)).collect()
    };
    let (from, until) = ("effective_from = \"2026-01-01\"", "effective_until = \"2026-12-31\"");
    assert_eq!(holes(FAULTLESS), []);
    let short = changed(until, "effective_until = \"2026-11-30\"");
    let told = "待遇年度 2026 的 2026-12-01 至 2026-12-31 不在有效期内，这些天的单据不能按这个政策包结算。";
    assert_eq!(holes(&short), [(line_of(&short, "effective_until"), told.to_owned())]);
    // The days before it are those of an older edition.
    let late = changed(from, "effective_from = \"2026-02-01\"");
    assert_eq!(holes(&late), []);
    assert_eq!(holes(&late.replace(until, "effective_until = \"2026-12-30\"")).len(), 1);
    // Twelve months from another day on are a year as well, and a fragment decides nothing alone.
    assert_eq!(
        holes(&changed(from, "effective_from = \"2025-07-01\"").replace(until, "effective_until = \"2026-06-30\"")),
        []
    );
    assert_eq!(holes(&format!("fragment = true\n{short}")), []);
}

#[test]
fn a_stay_that_is_split_at_the_years_end_is_warned_of() {
    for (rule, told) in [("split", 1), ("admission", 0), ("discharge", 0), ("settlement", 0)] {
        let text = with_more(&format!("[year]\nrule = \"{rule}\""));
        let found =
            warnings(&text).into_iter().filter(|fault| fault.text.en.contains("cannot be settled at the window"));
        let found: Vec<_> = found.inspect(is_whole).collect();
        assert_eq!(found.len(), told, "{rule}");
        assert!(found.iter().all(|fault| fault.line == line_of(&text, "rule = \"split\"")), "{found:#?}");
    }
}

#[test]
fn the_last_and_first_days_of_effect_are_in_effect() {
    for date in ["{ up_to = \"2026-01-01\" }", "{ from = \"2026-12-31\" }", "{ below = \"2026-01-02\" }"] {
        let text = changed("when = { referral = [\"unfiled\"] }", &format!("when = {{ date = {date} }}"));
        assert_eq!(warnings(&text), [], "{date}");
    }
}

#[test]
fn days_on_which_no_terms_hold_are_warned_of() {
    let rest = "[[layer.terms]]\nband = [{ rate = \"45%\" }]\nguarantee = { rate = \"30%\", of = \"total\" }\n";
    let old = "when = { age = { from = 65 }, date = { up_to = \"2026-06-30\" } }";
    let terms = |when: &str| format!("[[layer.terms]]\nwhen = {{ {when} }}\nfixed = \"9.00\"\n");
    let by_date = |more: &str| changed(rest, &format!("{}{more}", terms("tier = [\"county\"]")));
    for (more, hole) in [
        (String::new(), Some("2026-07-01 至 2026-12-31")),
        (terms("age = { from = 60 }, date = { from = \"2026-07-01\" }"), None),
        (terms("age = { from = 60 }, date = { over = \"2026-07-01\" }"), Some("2026-07-01 至 2026-07-01")),
        (terms("age = { from = 66 }, date = { from = \"2026-07-01\" }"), Some("2026-07-01 至 2026-12-31")),
        (terms("age = { from = 0 }"), None),
    ] {
        let text = by_date(&more);
        let found: Vec<_> = warnings(&text).into_iter().filter(|fault| fault.line == line_of(&text, old)).collect();
        let told: Vec<_> = found.iter().map(|fault| fault.text.zh.clone()).collect();
        let expected: Vec<_> = hole.map(|days| format!("基金层 basic：{days} 没有适用的待遇。")).into_iter().collect();
        assert_eq!(told, expected, "{more}");
        assert!(found.iter().all(|fault| fault.help.en.contains("add terms without a date")), "{found:#?}");
    }
    let text = changed(old, "when = { age = { from = 65 }, date = { from = \"2026-02-01\" } }")
        .replace(rest, &terms("tier = [\"county\"]"));
    let found = warnings(&text);
    assert!(found.iter().any(|fault| fault.text.en.contains("from 2026-01-01 to 2026-01-31")), "{found:#?}");
}

#[test]
fn a_tier_where_the_first_layer_never_pays_is_warned_of() {
    let rest = "[[layer.terms]]\nband = [{ rate = \"45%\" }]\nguarantee";
    let place = "when = { place = [\"outside\"],";
    let only = |when: &str| {
        changed(rest, &format!("[[layer.terms]]\nwhen = {{ {when} }}\nband = [{{ rate = \"45%\" }}]\nguarantee"))
            .replace(place, "when = { tier = [\"township\"], place = [\"outside\"],")
            .replace("when = { age = { from = 65 },", "when = { age = { from = 65 }, tier = [\"township\"],")
    };
    for (when, told) in [
        ("tier = [\"township\"]", true),
        ("tier = [\"township\", \"county\"]", false),
        ("any = [{ tier = [\"township\"] }, { tier = [\"township\"], age = { from = 6 } }]", true),
        ("any = [{ tier = [\"township\"] }, { stay = [\"birth\"] }]", false),
        ("none = [{ tier = [\"county\"] }]", true),
        ("none = [{ tier = [\"county\"], age = { from = 6 } }]", false),
        ("all = [{ tier = [\"township\"] }]", true),
    ] {
        let text = only(when);
        let found: Vec<_> =
            warnings(&text).into_iter().filter(|fault| fault.text.en.contains("has no terms")).collect();
        assert_eq!(found.len(), usize::from(told), "{when}: {found:#?}");
        for fault in found {
            assert_eq!(fault.line, line_of(&text, "[[layer]]\nid = \"basic\""), "{fault:#?}");
            assert!(fault.text.zh.contains("县级医院（county）在基金层 basic 没有任何待遇"), "{fault:#?}");
            assert!(fault.help.en.contains("add [[layer.terms]] for it"), "{fault:#?}");
        }
    }
}

#[test]
fn a_rate_below_a_floor_is_warned_of_with_the_source() {
    let at = "band = [{ rate = \"49.9%\" }]";
    each_is_a_warning(&[(
        "band = [{ rate = \"70%\" }]",
        at,
        says(
            at,
            "49.9% 低于上级规定的下限 50%（测试文件）",
            "pays 49.9%, less than the floor of 50% (Test notice)",
            "warning only",
        ),
    )]);
    for (bands, told) in [
        ("band = [{ rate = \"50%\" }]", false),
        ("band = [{ rate = \"0%\" }, { over = \"1.00\", rate = \"50%\" }]", false),
        ("band = [{ rate = \"0%\" }]", true),
        ("band = [{ rate = \"60%\" }, { over = \"1.00\", rate = \"0%\" }]", true),
        ("band = [{ rate = \"60%\" }]\nfactor = \"80%\"", true),
        (
            "when = { date = { up_to = \"2026-01-31\" } }\nband = [{ rate = \"10%\" }]\n[[layer.terms]]\nband = [{ rate = \"60%\" }]",
            true,
        ),
    ] {
        let text = changed("band = [{ rate = \"70%\" }]", bands);
        let found = warnings(&text);
        assert_eq!(found.len(), usize::from(told), "{bands}: {found:#?}");
    }
}

#[test]
fn a_ceiling_that_incentives_raise_by_more_than_a_higher_level_lets_is_warned_of() {
    let limit = |fund: &str, more: &str| {
        format!("[[raise_limit]]\nfund = \"{fund}\"\nraised_at_most = \"20%\"\nsource = \"notice\"\n{more}")
    };
    let since = limit("basic", "from = \"2025-01-01\"");
    for (most, told) in [
        ("raised_at_most = \"20%\"\n", None),
        ("raised_at_most = \"20.1%\"\n", Some("raised_at_most")),
        ("", Some("raise = ")),
    ] {
        let text = changed("raised_at_most = \"20%\"\n", most) + "\n" + &since;
        match told {
            None => assert_eq!(warnings(&text), []),
            Some(at) => {
                let says = says(
                    at,
                    "可能超过上级规定的 20%（测试文件）",
                    "more than the 20% of the higher level (Test notice)",
                    "20%",
                );
                says.check(&text, &warnings(&text));
            }
        }
    }
    for elsewhere in [
        limit("serious", "from = \"2025-01-01\""),
        limit("basic", "from = \"2027-01-01\""),
        limit("basic", "from = \"2024-01-01\"\nuntil = \"2025-12-31\""),
    ] {
        let text = changed("raised_at_most = \"20%\"\n", "raised_at_most = \"30%\"\n") + "\n" + &elsewhere;
        assert_eq!(warnings(&text), [], "{elsewhere}");
    }
    let text = with_more(&limit("basic", "from = \"2025-01-01\"\nuntil = \"2024-12-31\""));
    let at = "until = \"2024-12-31\"";
    says(at, "截止日期早于起始日期", "ends before it begins", "Correct from or until").check(&text, &errors(&text));
}

#[test]
fn a_floor_counts_on_its_days_only() {
    let low = |text: &str| text.replace("band = [{ rate = \"70%\" }]", "band = [{ rate = \"40%\" }]");
    for (days, told) in [
        ("from = \"2026-12-31\"", true),
        ("from = \"2027-01-01\"", false),
        ("from = \"2012-08-30\"\nuntil = \"2026-01-01\"", true),
        ("from = \"2012-08-30\"\nuntil = \"2025-12-31\"", false),
    ] {
        let text = low(&changed("from = \"2019-01-01\"", days));
        assert_eq!(warnings(&text).len(), usize::from(told), "{days}");
    }
    let other = low(&changed("fund = \"serious\"\nrate = \"50%\"", "fund = \"assistance\"\nrate = \"50%\""));
    assert_eq!(warnings(&other), [], "the floor of another fund");
}

#[test]
fn what_has_no_effect_is_warned_of() {
    each_is_a_warning(&[
        (
            "subsidy = \"105.00\"",
            "subsidy = \"310.01\"",
            says(
                "subsidy = \"310.01\"",
                "高于个人缴费标准 310.00 元",
                "more than the member amount of 310.00",
                "\"full\"",
            ),
        ),
        (
            "points = \"5%\"",
            "factor = \"95%\"",
            says("factor = \"95%\"", "待遇反而降低", "lowers the benefit", "terms of their own"),
        ),
        (
            "when = { referral = [\"unfiled\"] }",
            "when = { tier = [], referral = [\"unfiled\"] }",
            says("when = { tier", "`tier` 是空列表", "`tier` is an empty list", "Name what is meant"),
        ),
        (
            "when = { referral = [\"unfiled\"] }",
            "when = { any = [{ referral = [\"unfiled\"] }, {}] }",
            says("when = { any", "any 不起作用", "any asks for nothing", "remove any"),
        ),
    ]);
}

#[test]
fn words_that_no_item_has_are_warned_of() {
    let found = |drugs: &str, part: &str, by: &str| {
        let text = changed(part, by);
        let bundle = Bundle { drugs: drugs.into(), ..bundle(&text) };
        (text, read(&bundle).unwrap().warnings.to_vec())
    };
    let row = |line: &str| {
        let more = if line.starts_with("code") { ",origin,tags\n" } else { ",imported,tcm essential\n" };
        [line, more].concat()
    };
    let marked: String = ITEMS.lines().map(row).collect();
    for (part, by, column) in [
        ("class = [\"乙\"]", "class = [\"乙\"]\norigins = [\"imported\"]", "origin"),
        ("points = \"5%\"", "points = \"5%\"\ntags = [\"essential\", \"tcm\"]", "tags"),
    ] {
        assert_eq!(found(&marked, part, by).1, [], "{by}");
        let (text, told) = found(ITEMS, part, by);
        assert_eq!(told.len(), if column == "tags" { 2 } else { 1 }, "{told:#?}");
        assert_eq!(told[0].line, line_of(&text, by.lines().nth(1).unwrap()), "{told:#?}");
        assert!(told[0].text.en.contains(&format!("in its column {column}")), "{told:#?}");
        assert!(told[0].help.zh.contains("请在 drugs.csv"), "{told:#?}");
        is_whole(&told[0]);
    }
}

#[test]
fn a_layer_to_which_nothing_is_left_is_warned_of() {
    let at = "base = [\"covered\"]\naccumulate";
    let part = "base = [\"band-share\", \"deductible\"]\naccumulate";
    each_is_a_warning(&[(
        part,
        at,
        says(at, "基金层 serious 永远没有可付的", "nothing is left for layer serious", "band-share"),
    )]);
    for first in ["base = [\"covered\"]\ncharges = [\"bed\"]", "base = [\"pay-first\"]"] {
        let text = changed(part, at).replace("base = [\"covered\"]\n\n", &format!("{first}\n\n"));
        assert!(text.contains(first));
        assert_eq!(warnings(&text), [], "{first}");
    }
}

#[test]
fn what_nothing_uses_is_warned_of_in_a_pack_that_decides() {
    for (head, name, at) in [
        ("place", "地点 attic", "[[place]]\ncode = \"attic\""),
        ("fact", "事实 attic", "[[fact]]\ncode = \"attic\""),
        ("certificate", "慢特病证明 attic", "[[certificate]]\ncode = \"attic\""),
        ("disease_list", "病种目录 attic", "[[disease_list]]\ncode = \"attic\""),
    ] {
        let diagnoses = if head == "disease_list" { "diagnoses = [\"Z99\"]" } else { "" };
        let more = format!("[[{head}]]\ncode = \"attic\"\nname = {{ zh = \"无\", en = \"None\" }}\n{diagnoses}");
        let text = with_more(&more);
        says(at, name, "No rule names the", "or remove it").check(&text, &warnings(&text));
        let fragment = text.replace("id = \"faultless\"", "id = \"faultless\"\nfragment = true");
        assert_eq!(warnings(&fragment), [], "a fragment defines things for others");
    }
    let text = with_more("[sources.attic]\ndocument = { zh = \"无\", en = \"None\" }");
    says("[sources.attic]", "文件 attic", "the source attic", "remove it").check(&text, &warnings(&text));
}

#[test]
fn warnings_refuse_nothing_and_errors_come_alone() {
    let text = changed("benefit_year = 2026", "benefit_year = 2027");
    assert_eq!(warnings(&text)[0].severity, Severity::Warning);
    let wrong = text.replace("member = \"210.00\"", "member = \"-210.00\"");
    assert!(errors(&wrong).iter().all(|fault| fault.severity == Severity::Error));
    assert_eq!(warnings(FAULTLESS), []);
}
