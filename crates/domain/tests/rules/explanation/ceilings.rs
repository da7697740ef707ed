//! Every sort of ceiling, in words.

use super::{after, basic, because, explained, formula, layer, member, note, of, row, rules, rules_with};
use crate::support::{bill, charge, money, person};
use nonghe_domain::Text;
use nonghe_domain::adjudicate::{Explanation, Kind, Member};
use nonghe_domain::pack::Pack;

/// A bill of 1,000.00 over five days, after one of 300.00 in the same month, at 100 %.
fn under(ceiling: &str) -> Explanation {
    let pack = layer("", &format!("band = [{{ rate = \"100%\" }}]\nceiling = [{{ {ceiling} }}]"));
    after(&pack, &person(&[]), &[of("300.00")], &of("1000.00"))
}

#[test]
fn each_sort_of_ceiling_says_what_it_allows_and_what_was_left() {
    for (ceiling, label, zh, en, lost) in [
        (
            r#"per = "day", amount = "100.00""#,
            "超每日限额",
            "每天最多付 100.00 元，5 天 500.00 元",
            "At most ¥100.00 a day, ¥500.00 for 5 days",
            "500.00",
        ),
        (
            r#"per = "stay", amount = "400.00""#,
            "超单次限额",
            "每次最多付 400.00 元",
            "At most ¥400.00 for each stay or visit",
            "600.00",
        ),
        (
            r#"per = "month", amount = "500.00""#,
            "超每月限额",
            "每月最多付 500.00 元，本次之前还剩 200.00 元",
            "At most ¥500.00 a month; ¥200.00 was left",
            "800.00",
        ),
        (
            r#"per = "quarter", amount = "500.00""#,
            "超每季度限额",
            "每季度最多付 500.00 元，本次之前还剩 200.00 元",
            "At most ¥500.00 a quarter; ¥200.00 was left",
            "800.00",
        ),
        (
            r#"per = "year", amount = "500.00""#,
            "超封顶线",
            "全年最多付 500.00 元，本次之前还剩 200.00 元",
            "At most ¥500.00 a year; ¥200.00 was left",
            "800.00",
        ),
        (
            r#"per = "stay", share = "40%", of = "total""#,
            "超支付比例上限",
            "最多 400.00 元，是总费用的 40%",
            "At most ¥400.00, 40% of total charges",
            "600.00",
        ),
    ] {
        let words = under(ceiling);
        let above = row(&words, "basic.above-ceiling");
        assert_eq!((above.label.zh.as_str(), note(above), above.shown.as_str()), (label, (zh, en), lost), "{ceiling}");
        assert_eq!(formula(above).0, format!("{zh}，超出 {lost} 元"));
        assert_eq!(above.rule.as_ref().unwrap().zh, "县医保发〔2025〕31号 12");
        let reason = &words.reasons[0];
        assert_eq!((reason.title.zh.as_str(), reason.detail.zh.as_str(), reason.amount.as_str()), (label, zh, lost));
    }
}

#[test]
fn a_ceiling_on_the_cost_has_a_row_of_its_own() {
    let both = r#"band = [{ rate = "50%" }]
        ceiling = [{ per = "day", amount = "120.00", on = "cost" }, { per = "stay", amount = "200.00" }]"#;
    let words = explained(&layer("", both), &of("1000.00"));
    let (cost, benefit) = (row(&words, "basic.above-cost-ceiling"), row(&words, "basic.above-ceiling"));
    assert_eq!((cost.label.zh.as_str(), cost.shown.as_str()), ("超每日计入上限", "400.00"));
    assert_eq!(note(cost).0, "每天最多计入 120.00 元，5 天 600.00 元");
    assert_eq!((note(benefit).0, benefit.shown.as_str()), ("每次最多付 200.00 元", "100.00"));
    assert_eq!(formula(row(&words, "basic.paid")).0, "600.00 元 × 50%，不超过 200.00 元", "only what counts enters");
    for (per, zh) in [
        ("stay", "每次最多计入 500.00 元"),
        ("month", "每月最多计入 500.00 元"),
        ("quarter", "每季度最多计入 500.00 元"),
        ("year", "全年最多计入 500.00 元"),
    ] {
        let terms = format!(
            "band = [{{ rate = \"50%\" }}]\nceiling = [{{ per = \"{per}\", amount = \"500.00\", on = \"cost\" }}]"
        );
        assert_eq!(note(row(&explained(&layer("", &terms), &of("1000.00")), "basic.above-cost-ceiling")).0, zh);
    }
}

#[test]
fn a_raised_own_ceiling_one_of_its_own_and_a_shared_one_say_so() {
    let raised = r#"band = [{ rate = "100%" }]
        ceiling = [{ per = "year", amount = "500.00", raise = [{ for = "continuous", after = 4, each = "20.00" }] }]"#;
    let loyal = member(Member { continuous_years: 6, ..Member::default() });
    let words = after(&layer("", raised), &loyal, &[], &of("1000.00"));
    let above = row(&words, "basic.above-ceiling");
    assert_eq!((above.shown.as_str(), note(above).0), ("460.00", "全年最多付 540.00 元"));
    assert_eq!(because(above), ["您本人的封顶线因连续参保或零报销年度提高了 40.00 元。"]);
    let newcomer = explained(&layer("", raised), &of("1000.00"));
    assert_eq!(because(row(&newcomer, "basic.above-ceiling")), [""; 0], "nothing is raised");

    let own = under(r#"per = "year", amount = "500.00", scope = "injury""#);
    assert_eq!(because(row(&own, "basic.above-ceiling")), ["这类费用有单独的限额，只和同类费用合计。"]);
    let shared = under(r#"per = "year", amount = "500.00", counts = "household""#);
    assert_eq!(because(row(&shared, "basic.above-ceiling")), ["这个限额全家合用。"]);

    let second = r#"[[layer]]
        id = "more"
        name = { zh = "补充支付", en = "Supplement pays" }
        base = ["band-share"]
        [[layer.terms]]
        band = [{ rate = "100%" }]
        ceiling = [{ per = "year", amount = "600.00", with = ["basic"] }]"#;
    let pack = rules(&format!("{}{second}", basic("", "band = [{ rate = \"50%\" }]")));
    let words = explained(&pack, &of("1000.00"));
    let above = row(&words, "more.above-ceiling");
    assert_eq!(note(above).0, "全年最多付 600.00 元，本次之前还剩 100.00 元");
    assert_eq!(because(above), ["与以下各项合计：基本医保支付。", "这部分仍由您自己付，已经算在上面的自付里。"]);
}

#[test]
fn the_overall_share_is_of_all_funds() {
    let second = r#"[[layer]]
        id = "more"
        name = { zh = "补充支付", en = "Supplement pays" }
        base = ["band-share"]
        [[layer.terms]]
        band = [{ rate = "100%" }]"#;
    let overall = "[[overall]]\nrate = \"90%\"\nof = \"total\"\nsource = \"rule\"\n";
    let pack = rules_with("", &format!("{overall}{}{second}", basic("", "band = [{ rate = \"50%\" }]")));
    let words = explained(&pack, &of("1000.00"));
    let above = row(&words, "more.above-ceiling");
    assert_eq!((above.label.zh.as_str(), above.shown.as_str()), ("超总支付比例上限", "100.00"));
    assert_eq!(
        note(above),
        (
            "各项合计最多付总费用的 90%，即 900.00 元，还剩 400.00 元",
            "All funds together pay at most 90% of total charges, ¥900.00; ¥400.00 was left"
        )
    );
    assert_eq!(above.rule.as_ref().unwrap().en, "County rules 31 of 2025 12");
    // A ceiling of the terms that leaves just as much is named before the overall share.
    let capped = "band = [{ rate = \"100%\" }]\nceiling = [{ per = \"stay\", amount = \"900.00\" }]";
    let both = explained(&rules_with("", &format!("{overall}{}", basic("", capped))), &of("1000.00"));
    assert_eq!(note(row(&both, "basic.above-ceiling")).0, "每次最多付 900.00 元");
}

/// Basic insurance at a rate, and a supplement that pays all that is outside the catalogue, under an overall share.
fn overall(rate: &str, of: &str) -> Pack {
    let supplement = r#"[[layer]]
        id = "more"
        name = { zh = "补充支付", en = "Supplement pays" }
        base = ["outside-catalogue"]
        [[layer.terms]]
        band = [{ rate = "100%" }]"#;
    let overall = format!("[[overall]]\nrate = \"90%\"\nof = \"{of}\"\n");
    rules(&format!("{overall}{}{supplement}", basic("", &format!("band = [{{ rate = \"{rate}\" }}]"))))
}

fn reasons(words: &Explanation) -> Vec<(&str, &str)> {
    words.reasons.iter().map(|reason| (reason.title.zh.as_str(), reason.amount.as_str())).collect()
}

#[test]
fn what_an_overall_share_leaves_in_any_case_is_one_reason() {
    let stay = bill(vec![charge("A", "3000.00"), charge("C", "2000.00")]);
    let words = explained(&overall("100%", "total"), &stay);
    assert_eq!(row(&words, "you-pay").shown, "500.00");
    assert_eq!(reasons(&words), [("超总支付比例上限", "500.00")]);
    assert_eq!(
        words.reasons[0].detail,
        Text::new(
            "各项合计最多付总费用的 90%，即 4,500.00 元",
            "All funds together pay at most 90% of total charges, ¥4,500.00"
        )
    );
    assert_eq!(words.advice, [], "listed drugs would leave as much");
    // Without the share by rate the limit would leave just as much.
    let words = explained(&overall("85%", "total"), &stay);
    assert_eq!(reasons(&words), [("超总支付比例上限", "500.00")]);
    assert_eq!(words.advice, []);
    // A limit that takes nothing is no reason.
    let words = explained(&overall("80%", "total"), &stay);
    assert_eq!(reasons(&words), [("报销比例以外的部分", "600.00")]);
}

#[test]
fn an_overall_share_of_the_covered_charges_is_raised_by_listed_drugs() {
    let stay = bill(vec![charge("A", "3000.00"), charge("C", "2000.00")]);
    let words = explained(&overall("100%", "covered"), &stay);
    assert_eq!(reasons(&words), [("超总支付比例上限", "2,300.00")]);
    assert_eq!(words.advice[0].zh, "住院时可问医生，有没有目录内的药品或材料可以替换。");
}

#[test]
fn what_funds_pay_outside_the_catalogue_is_no_share_of_the_covered_charges() {
    let stay = bill(vec![charge("A", "3000.00"), charge("C", "2000.00")]);
    let words = explained(&overall("100%", "total"), &stay);
    assert_eq!((words.share_of_total.as_str(), words.share_of_covered.as_str()), ("90.0%", "100.0%"));
    let words = explained(&overall("80%", "total"), &stay);
    assert_eq!(words.share_of_covered, "80.0%");
}

#[test]
fn the_familys_own_money_takes_nothing_of_what_all_funds_may_pay() {
    let account = r#"[[layer]]
        id = "account"
        name = { zh = "家庭账户支付", en = "The family account pays" }
        fund = "account"
        base = ["covered"]
        [[layer.terms]]
        band = [{ rate = "20%" }]
        [[layer]]
        id = "more"
        name = { zh = "补充支付", en = "Supplement pays" }
        base = ["band-share"]
        [[layer.terms]]
        band = [{ rate = "100%" }]"#;
    let pack = rules(&format!("[[overall]]\nrate = \"50%\"\nof = \"total\"\n{account}"));
    let words = explained(&pack, &of("1000.00"));
    assert_eq!(note(row(&words, "more.above-ceiling")).0, "各项合计最多付总费用的 50%，即 500.00 元，还剩 500.00 元");
}

#[test]
fn a_settlement_of_before_ceilings_were_recorded_still_has_its_row() {
    let pack = layer("", "band = [{ rate = \"100%\" }]\nceiling = [{ per = \"stay\", amount = \"400.00\" }]");
    let stay = of("1000.00");
    let mut settlement = crate::support::settle_first(&pack, &person(&[]), &stay);
    settlement.layers[0].reached.clear();
    let none = nonghe_domain::adjudicate::Accumulators::default();
    let words = nonghe_domain::adjudicate::explain(&pack, &person(&[]), &none, &stay, &settlement);
    let above = row(&words, "basic.above-ceiling");
    assert_eq!((above.label.zh.as_str(), above.shown.as_str()), ("超封顶线", "600.00"));
    assert_eq!(settlement.patient[&Kind::AboveCeiling], money("600.00"));
    assert_eq!(words.reasons[0].title.en, "Above the annual ceiling");
}

#[test]
fn a_formula_that_a_ceiling_cuts_says_so() {
    let year = |amount: &str| {
        format!("band = [{{ rate = \"90%\" }}]\nceiling = [{{ per = \"year\", amount = \"{amount}\" }}]")
    };
    let words = explained(&layer("", &year("105000.00")), &of("199800.00"));
    let paid = row(&words, "basic.paid");
    assert_eq!(paid.shown, "105,000.00");
    assert_eq!(formula(paid), ("199,800.00 元 × 90%，不超过 105,000.00 元", "¥199,800.00 × 90%, at most ¥105,000.00"));
    assert_eq!(note(paid), formula(paid), "the ladder shows the note");
    let words = explained(&layer("", &year("200000.00")), &of("199800.00"));
    assert_eq!(formula(row(&words, "basic.paid")).0, "199,800.00 元 × 90%");

    for (terms, zh) in [
        ("fixed = \"900.00\"\nceiling = [{ per = \"stay\", amount = \"400.00\" }]", "定额 900.00 元，不超过 400.00 元"),
        ("band = [{ rate = \"80%\" }]\nfactor = \"150%\"", "1,000.00 元 × 80% × 150%，不超过 1,000.00 元"),
        (
            "band = [{ rate = \"60%\" }]\nceiling = [{ per = \"stay\", amount = \"500.00\", on = \"cost\" }]",
            "500.00 元 × 60%",
        ),
    ] {
        assert_eq!(formula(row(&explained(&layer("", terms), &of("1000.00")), "basic.paid")).0, zh, "{terms}");
    }
    let guarantee = "band = [{ rate = \"10%\" }]\nguarantee = { rate = \"90%\", of = \"total\" }\n\
                     ceiling = [{ per = \"stay\", amount = \"500.00\" }]";
    let words = explained(&layer("", guarantee), &of("1000.00"));
    assert!(formula(row(&words, "basic.paid")).0.ends_with("1,000.00 元 × 90%，不超过 500.00 元"));
}
