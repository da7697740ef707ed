//! How a layer's payment was found.

use super::{after, basic, because, explained, formula, layer, member, note, of, row, rules, rules_with};
use crate::support::{bill, category, charge, day, money, person, settle_first};
use nonghe_domain::adjudicate::{Bill, Episode, Link, Member, RowKind, Standing, StayKind};

#[test]
fn several_bands_are_shown_one_by_one_and_many_in_short() {
    let bands = r#"band = [{ rate = "65%" }, { over = "4500.00", rate = "75%" }]"#;
    let words = explained(&layer("", bands), &of("5500.00"));
    let paid = row(&words, "basic.paid");
    assert_eq!(formula(paid), ("4,500.00 × 65% + 1,000.00 × 75%", "¥4,500.00 × 65% + ¥1,000.00 × 75%"));
    assert_eq!(note(paid), formula(paid));
    let one = explained(&layer("", bands), &of("1000.00"));
    assert_eq!(formula(row(&one, "basic.paid")).0, "1,000.00 元 × 65%");
    let many = r#"band = [{ rate = "10%" }, { over = "10.00", rate = "20%" }, { over = "20.00", rate = "30%" },
        { over = "30.00", rate = "40%" }]"#;
    let words = explained(&layer("", many), &of("50.00"));
    assert_eq!(note(row(&words, "basic.paid")).0, "50.00 元分段计算，最高 40%");
    assert_eq!(formula(row(&words, "basic.paid")).0, "10.00 × 10% + 10.00 × 20% + 10.00 × 30% + 20.00 × 40%");
}

/// Over what a deductible is counted, and what is said of it after one earlier bill.
#[test]
fn a_deductible_says_over_what_it_is_counted_and_what_was_paid_before() {
    for (counted, zh, en) in [
        ("stay", "每次先自付 200.00 元，这次 200.00 元", "¥200.00 of each stay is yours first: ¥200.00"),
        (
            "month",
            "每月先自付 200.00 元，本月已付 150.00 元，这次 50.00 元",
            "¥200.00 of each month is yours first; ¥150.00 was paid this month, now ¥50.00",
        ),
        (
            "quarter",
            "每季度先自付 200.00 元，本季度已付 150.00 元，这次 50.00 元",
            "¥200.00 of each quarter is yours first; ¥150.00 was paid this quarter, now ¥50.00",
        ),
        (
            "year",
            "全年先自付 200.00 元，今年已付 150.00 元，这次 50.00 元",
            "¥200.00 of the year is yours first; ¥150.00 was paid this year, now ¥50.00",
        ),
        (
            "facility-year",
            "同一家医院全年收一次起付线 200.00 元，今年在这里已付 150.00 元，这次 50.00 元",
            "¥200.00 once a year in each hospital; ¥150.00 was paid here this year, now ¥50.00",
        ),
    ] {
        let pack = layer(
            &format!("deductible_counted = \"{counted}\""),
            "deductible = \"200.00\"\nband = [{ rate = \"90%\" }]",
        );
        let words = after(&pack, &person(&[]), &[of("150.00")], &of("1000.00"));
        assert_eq!(formula(row(&words, "basic.deductible")), (zh, en), "{counted}");
    }
}

#[test]
fn a_deductible_once_a_year_is_topped_up_at_a_dearer_tier() {
    let terms = r#"when = { tier = ["township"] }
        deductible = "200.00"
        band = [{ rate = "90%" }]
        [[layer.terms]]
        deductible = "700.00"
        band = [{ rate = "60%" }]"#;
    let pack = layer("deductible_counted = \"once-a-year\"", terms);
    let county = Bill { tier: "county".into(), ..of("1000.00") };
    let words = after(&pack, &person(&[]), &[of("1000.00")], &county);
    let deductible = row(&words, "basic.deductible");
    assert_eq!(deductible.shown, "500.00");
    assert_eq!(
        formula(deductible).0,
        "全年只收一次起付线，今年已收 200.00 元，现在的起付线 700.00 元，这次补 500.00 元"
    );
    assert_eq!(note(deductible).1, "¥700.00, of which ¥200.00 was paid before");
}

#[test]
fn parts_of_one_stay_share_a_deductible() {
    let pack = layer("deductible_shared = [\"interim\"]", "deductible = \"200.00\"\nband = [{ rate = \"90%\" }]");
    let part = |part, amount| Bill {
        episode: Some(Episode { id: "e".into(), part, link: Link::Interim, goes_on: false }),
        ..of(amount)
    };
    let words = after(&pack, &person(&[]), &[part(1, "150.00")], &part(2, "1000.00"));
    assert_eq!(
        formula(row(&words, "basic.deductible")).0,
        "连续的几次合收一个起付线 200.00 元，前面已付 150.00 元，这次 50.00 元"
    );
}

#[test]
fn a_lower_deductible_says_why() {
    let terms = "deductible = \"500.00\"\nband = [{ rate = \"90%\" }]\n";
    let reliefs = [
        ("less_each = \"100.00\"", "400.00", "本年度第 2 次住院：每多住一次，起付线减 100.00 元。"),
        ("when = { category = [\"poor\"] }\nrate = \"50%\"", "250.00", "困难：起付线按 50% 收取。"),
        ("when = { age = { from = 60 } }\ndeductible = \"0.00\"", "0.00", "64 岁：免起付线。"),
        (
            "when = { disease = [\"hypertension\"] }\ndeductible = \"300.00\"",
            "300.00",
            "高血压病：起付线为 300.00 元。",
        ),
        (
            "when = { admission = { from = 2 } }\ndeductible = \"100.00\"",
            "100.00",
            "本年度第 2 次住院：起付线为 100.00 元。",
        ),
    ];
    for (relief, line, why) in reliefs {
        let pack = layer("", &format!("{terms}[[layer.relief]]\n{relief}"));
        let words = after(&pack, &person(&["poor"]), &[of("10.00")], &of("1000.00"));
        let deductible = row(&words, "basic.deductible");
        assert_eq!((deductible.shown.as_str(), because(deductible)), (line, vec![why]), "{relief}");
        assert_eq!(note(deductible).0, format!("由 500.00 元降为 {line} 元"));
    }
    let raised =
        layer("", &format!("{terms}[[layer.relief]]\nwhen = {{ tier = [\"township\"] }}\ndeductible = \"600.00\""));
    assert_eq!(note(row(&explained(&raised, &of("1000.00")), "basic.deductible")).0, "由 500.00 元提高到 600.00 元");
    let plain = "band = [{ rate = \"90%\" }]\n";
    let only =
        layer("", &format!("{plain}[[layer.relief]]\nwhen = {{ tier = [\"county\"] }}\ndeductible = \"100.00\""));
    let county = Bill { tier: "county".into(), ..of("1000.00") };
    assert_eq!(because(row(&explained(&only, &county), "basic.deductible")), ["县级医院：起付线为 100.00 元。"]);
    assert!(explained(&only, &of("1000.00")).rows.iter().all(|row| row.id != "basic.deductible"), "there is none");
}

#[test]
fn terms_like_others_name_the_factor_and_whose_result_it_is() {
    let terms = r#"id = "township"
        when = { tier = ["township"] }
        deductible = "200.00"
        band = [{ rate = "60%" }, { over = "1000.00", rate = "70%" }]
        [[layer.terms]]
        like = "township"
        factor = "80%""#;
    let words = explained(&layer("", terms), &Bill { tier: "county".into(), ..of("2000.00") });
    let paid = row(&words, "basic.paid");
    assert_eq!(formula(paid).0, "（800.00 × 60% + 1,000.00 × 70%） × 80%");
    assert_eq!(paid.because[0].zh, "按“乡镇卫生院”算出的结果的 80% 支付。");
    assert_eq!(paid.because[0].en, "80% of the result under the terms of “Township centre” is paid.");
    assert_eq!(paid.shown, "944.00");
}

#[test]
fn bonuses_say_by_what_they_came() {
    let bonuses = r#"band = [{ rate = "50%" }]
        [[layer.bonus]]
        when = { category = ["poor"] }
        points = "5%"
        [[layer.bonus]]
        when = { fact = ["doctor"] }
        factor = "110%"
        [[layer.bonus]]
        tags = ["tcm"]
        points = "10%""#;
    let stay = Bill { facts: vec!["doctor".into()], ..bill(vec![charge("A", "600.00"), charge("TCM", "400.00")]) };
    let words = after(&layer("bonus_stack = \"sum\"", bonuses), &person(&["poor"]), &[], &stay);
    let paid = row(&words, "basic.paid");
    // 50 + 5 + 10 × 0.4 points, and a tenth more.
    assert_eq!(formula(paid), ("1,000.00 元 × 59% × 110%", "¥1,000.00 × 59% × 110%"));
    assert_eq!(paid.shown, "649.00");
    assert_eq!(
        because(paid),
        [
            "困难：支付比例增加 5 个百分点。",
            "已签约家庭医生：按结果的 110% 支付。",
            "有鼓励的药品和项目多付 10 个百分点，按它们占的份额，比例增加 4 个百分点。",
        ]
    );
    let without = Bill { facts: vec![], ..of("1000.00") };
    let settled = settle_first(&layer("bonus_stack = \"sum\"", bonuses), &person(&[]), &without);
    assert!(settled.layers[0].bonuses.is_empty(), "what adds nothing is not recorded");
    assert_eq!(because(row(&explained(&layer("bonus_stack = \"sum\"", bonuses), &without), "basic.paid")), [""; 0]);
    // One alone counts: of 5 points and a tenth more, which pay the same, the first.
    let words = after(&layer("", bonuses), &person(&["poor"]), &[], &stay);
    assert_eq!(formula(row(&words, "basic.paid")).0, "1,000.00 元 × 55%");
    assert_eq!(because(row(&words, "basic.paid")), ["困难：支付比例增加 5 个百分点。"]);
}

#[test]
fn a_fixed_sum_for_a_stay_in_parts_says_what_the_other_parts_were_paid() {
    let birth = |part| Bill {
        kind: StayKind::Birth,
        episode: Some(Episode { id: "e".into(), part, link: Link::Interim, goes_on: false }),
        ..of("800.00")
    };
    let words = after(&layer("", "fixed = \"1000.00\""), &person(&[]), &[birth(1)], &birth(2));
    let paid = row(&words, "basic.paid");
    assert_eq!(paid.shown, "200.00");
    assert_eq!(formula(paid).0, "定额 1,000.00 元 − 同一次住院已付 800.00 元");
    assert_eq!(formula(paid).1, "A fixed sum of ¥1,000.00 − ¥800.00 paid in other parts of the stay");
}

#[test]
fn a_fixed_sum_and_a_guarantee_are_named_as_such() {
    let birth = Bill { kind: StayKind::Birth, ..of("1200.00") };
    let words = explained(&layer("", "fixed = \"1500.00\""), &birth);
    let paid = row(&words, "basic.paid");
    assert_eq!(note(paid), ("定额 1,500.00 元", "A fixed sum of ¥1,500.00"));
    assert_eq!(formula(paid).0, "定额 1,500.00 元，但费用只有 1,200.00 元");
    let words = explained(&layer("", "fixed = \"1000.00\""), &birth);
    assert_eq!(words.reasons[0].title.zh, "定额以外的部分");

    let second = r#"[[layer]]
        id = "floor"
        name = { zh = "保底支付", en = "Guarantee pays" }
        base = ["band-share", "outside-catalogue"]
        [[layer.terms]]
        band = [{ rate = "0%" }]
        guarantee = { rate = "70%", of = "total", with = ["basic"] }"#;
    let pack = rules(&format!("{}{second}", basic("", "band = [{ rate = \"50%\" }]")));
    let words = explained(&pack, &bill(vec![charge("A", "800.00"), charge("C", "200.00")]));
    let floor = row(&words, "floor.paid");
    assert_eq!((floor.shown.as_str(), note(floor).0), ("300.00", "规定至少付总费用的 70%"));
    assert_eq!(note(floor).1, "The rules guarantee at least 70% of total charges");
    assert_eq!(
        formula(floor).0,
        "规定保证至少付总费用的 70%，按比例算出的没有这么多：1,000.00 元 × 70% − 前面已付 400.00 元"
    );
    let items: Vec<_> = floor.items.iter().map(|item| (item.name.zh.as_str(), item.amount.as_str())).collect();
    assert_eq!(items, [("比例自付", "300.00")], "which part of the patient's share it relieves");
}

#[test]
fn a_layer_that_relieves_kinds_names_them() {
    let second = r#"[[layer]]
        id = "help"
        name = { zh = "医疗救助支付", en = "Medical assistance pays" }
        fund = "assistance"
        base = ["band-share", "deductible"]
        [[layer.terms]]
        band = [{ rate = "70%" }]"#;
    let pack = rules(&format!("{}{second}", basic("", "deductible = \"200.00\"\nband = [{ rate = \"90%\" }]")));
    let words = explained(&pack, &of("1200.00"));
    let help = row(&words, "help.paid");
    assert_eq!(because(help), ["这一项按您自付的这些部分计算：比例自付 100.00 元、起付线 200.00 元。"]);
    let items: Vec<_> = help.items.iter().map(|item| (item.name.en.as_str(), item.amount.as_str())).collect();
    assert_eq!(items, [("Share by rate", "100.00"), ("Deductible", "110.00")]);
}

#[test]
fn layers_share_the_covered_charges_by_kind() {
    let keys = "charges = [\"bed\"]";
    let rest = basic("", "band = [{ rate = \"60%\" }]").replace("\"basic\"\nname", "\"rest\"\nname");
    let pack = rules(&format!("{}{rest}", basic(keys, "band = [{ rate = \"100%\" }]")));
    let words = explained(&pack, &bill(vec![charge("BED", "40.00"), charge("A", "100.00")]));
    assert_eq!(formula(row(&words, "basic.paid")).0, "40.00 元 × 100%");
    assert_eq!(because(row(&words, "basic.paid")), ["这一项只付这些费用：床位费。"]);
    assert_eq!(formula(row(&words, "rest.paid")).0, "100.00 元 × 60%");
    let none = explained(&pack, &of("100.00"));
    assert_eq!(note(row(&none, "basic.paid")).0, "没有轮到这一项支付的费用");
}

#[test]
fn the_family_account_is_the_households_own_money() {
    let account = r#"[[layer]]
        id = "account"
        name = { zh = "家庭账户支付", en = "The family account pays" }
        fund = "account"
        base = ["band-share"]
        [[layer.terms]]
        band = [{ rate = "100%" }]
        ceiling = [{ per = "year", balance = "family-account" }]"#;
    let pack = rules(&format!("{}{account}", basic("", "band = [{ rate = \"50%\" }]")));
    let holder = member(Member { family_account: money("60.00"), ..Member::default() });
    let visit = Bill { kind: StayKind::Outpatient, ..of("200.00") };
    let words = after(&pack, &holder, &[], &visit);
    let paid = row(&words, "account.paid");
    assert_eq!((paid.kind, paid.shown.as_str()), (RowKind::Account, "60.00"));
    assert_eq!(paid.plain.zh, "家庭账户付，是您家自己的钱");
    assert_eq!(because(paid)[0], "家庭账户是您家自己的钱，不是基金支付。");
    let above = row(&words, "account.above-ceiling");
    assert_eq!((above.label.zh.as_str(), note(above).1), ("账户余额不够付的部分", "¥60.00 was left on the account"));
    assert_eq!(words.sentence.zh, "这次一共 200.00 元，报销 100.00 元，家庭账户付 60.00 元，您自己付 40.00 元。");
    assert!(words.sentence.en.starts_with("This visit cost ¥200.00."));
    assert_eq!(words.share_of_total, "50.0%", "the account is no fund");
}

#[test]
fn what_is_claimed_later_is_paid_at_the_desk_now() {
    let layer = layer("claimed = [{ stay = [\"injury\"] }]", "band = [{ rate = \"60%\" }]");
    let injury = Bill { kind: StayKind::Injury, ..of("1000.00") };
    let words = explained(&layer, &injury);
    let tail: Vec<_> =
        words.rows.iter().rev().take(3).rev().map(|row| (row.plain.zh.as_str(), row.shown.as_str())).collect();
    assert_eq!(tail, [("您自己付", "400.00"), ("先垫付、以后领回", "600.00"), ("现在在窗口付", "1,000.00")]);
    assert_eq!(row(&words, "pay-now").kind, RowKind::Desk);
    assert_eq!(words.at_desk.as_ref().unwrap().zh, "现在在窗口先付 1,000.00 元，其中 600.00 元以后凭票据领回。");
    assert_eq!(because(row(&words, "basic.paid")), ["这笔钱由您先垫付，以后凭票据领回。"]);
    assert_eq!(explained(&layer, &of("1000.00")).at_desk, None);
}

#[test]
fn the_better_of_several_terms_a_household_and_whole_yuan_are_named() {
    let terms = r#"when = { category = ["poor"] }
        band = [{ rate = "70%" }]
        [[layer.terms]]
        when = { category = ["disabled"] }
        band = [{ rate = "80%" }]"#;
    let pack = layer("choose = \"most-favourable\"", terms);
    let both = after(&pack, &person(&["poor", "disabled"]), &[], &of("100.00"));
    assert_eq!(because(row(&both, "basic.paid")), ["您同时符合几种情况，按付得最多的一种计算。"]);
    assert_eq!(because(row(&after(&pack, &person(&["poor"]), &[], &of("100.00")), "basic.paid")), [""; 0]);

    let lump =
        basic("accumulate = \"year\"\ncounts = \"household\"", "deductible = \"500.00\"\nband = [{ rate = \"33%\" }]");
    let pack = rules_with("rounding = \"down-to-yuan\"\n", &lump);
    let below = after(&pack, &person(&[]), &[of("100.00")], &of("300.00"));
    assert_eq!(note(row(&below, "basic.paid")).0, "距起付还差 100.00");
    assert_eq!(formula(row(&below, "basic.paid")).0, "全家今年累计 400.00 元，满 500.00 元起付");
    let above = after(&pack, &person(&[]), &[of("100.00")], &of("600.00"));
    assert_eq!(formula(row(&above, "basic.paid")).0, "200.00 元 × 33%");
    assert_eq!(because(row(&above, "basic.paid")), ["全家的费用合在一起计算。", "按规定只付整元，零头不付。"]);
}

#[test]
fn start_lines_of_a_month_and_a_quarter_are_called_so() {
    for (period, zh, en) in [
        ("month", "本月累计 300.00 元，满 500.00 元起付", "¥300.00 so far this month; payment starts above ¥500.00"),
        (
            "quarter",
            "本季度累计 300.00 元，满 500.00 元起付",
            "¥300.00 so far this quarter; payment starts above ¥500.00",
        ),
        ("year", "今年累计 300.00 元，满 500.00 元起付", "¥300.00 so far this year; payment starts above ¥500.00"),
    ] {
        let pack = layer(&format!("accumulate = \"{period}\""), "deductible = \"500.00\"\nband = [{ rate = \"50%\" }]");
        assert_eq!(formula(row(&explained(&pack, &of("300.00")), "basic.paid")), (zh, en), "{period}");
    }
}

#[test]
fn who_is_not_eligible_is_told_by_the_pack_or_in_general_words() {
    let closed = "when = { category = [\"poor\"] }\nband = [{ rate = \"90%\" }]";
    let words = explained(&layer("", closed), &of("100.00"));
    assert_eq!(note(row(&words, "basic.paid")).0, "不符合这一项的支付条件");
    assert_eq!(words.reasons[0].title.zh, "没有基金支付的部分");
    let said = layer("not_eligible = { zh = \"不在名单\", en = \"Not on the list\" }", closed);
    let words = explained(&said, &of("100.00"));
    assert_eq!(
        (note(row(&words, "basic.paid")).1, words.reasons[0].detail.zh.as_str()),
        ("Not on the list", "不在名单")
    );
    let ended = Standing { categories: vec![category("poor", "2026-01-01", Some("2026-02-01"))], ..person(&[]) };
    assert!(ended.categories[0].until < Some(day("2026-03-01")));
    assert_eq!(note(row(&after(&said, &ended, &[], &of("100.00")), "basic.paid")).0, "不在名单");
}
