//! Premiums: windows, grades, subsidies, refunds.

use crate::support::{HEAD, bundle, category, day, demonstration, money, read};
use nonghe_domain::Money;
use nonghe_domain::pack::{Pack, RefundReason};
use nonghe_domain::premium::{PremiumRefusal, premium, premium_of_grade, refund, window_on};

#[test]
fn a_subsidy_is_taken_from_the_member_amount() {
    for (codes, due, by) in [
        (&[][..], "210.00", None),
        (&["tekun"], "0.00", Some("tekun")),
        (&["dibao"], "42.00", Some("dibao")),
        (&["monitored"], "105.00", Some("monitored")),
        (&["disabled", "monitored"], "105.00", Some("disabled")),
        (&["monitored", "dibao"], "42.00", Some("dibao")),
        (&["dibao", "tekun"], "0.00", Some("tekun")),
        (&["unheard-of"], "210.00", None),
    ] {
        let categories: Vec<_> = codes.iter().map(|code| category(code, "2026-01-01", None)).collect();
        let line = premium(demonstration(), &categories, day("2026-02-01")).unwrap();
        assert_eq!((line.due, line.category.as_deref()), (money(due), by), "{codes:?}");
        assert_eq!(line.due + line.subsidy, line.standard);
    }
}

#[test]
fn a_premium_is_collected_on_every_day_of_its_window_and_on_no_other() {
    for (date, open) in [("2025-08-31", false), ("2025-09-01", true), ("2026-12-31", true), ("2027-01-01", false)] {
        let line = premium(demonstration(), &[], day(date));
        assert_eq!(line.is_ok(), open, "{date}");
        if let Err(PremiumRefusal::WindowClosed { from, until }) = line {
            assert_eq!((from, until), (day("2025-09-01"), day("2026-12-31")));
        }
    }
}

/// A county with a cheap early window, a gap, an ordinary and a dear late one, and two grades.
fn county() -> Pack {
    let rules = format!(
        r#"{HEAD}
        [premium]
        member = "400.00"
        benefits_from = "2026-01-01"
        window = [
          {{ from = "2026-02-01", until = "2026-03-31", member = "640.00", late = true }},
          {{ from = "2025-09-01", until = "2025-09-30", member = "380.00" }},
          {{ from = "2025-10-08", until = "2025-12-31" }},
        ]
        [[premium.grade]]
        code = "low"
        name = {{ zh = "低档", en = "Low" }}
        member = "150.00"
        [[premium.grade]]
        code = "high"
        name = {{ zh = "高档", en = "High" }}
        member = "900.00"
        [[premium.subsidy]]
        category = "poor"
        subsidy = "200.00"
        [[premium.subsidy]]
        category = "orphan"
        subsidy = "full"
        [[premium.refund]]
        reason = "death"
        until = "2025-12-31"
        [[premium.refund]]
        reason = "employee-cover"
        unused = true
        [[premium.refund]]
        reason = "double-enrolment"
        [[category]]
        code = "poor"
        name = {{ zh = "困难", en = "Poor" }}
        [[category]]
        code = "orphan"
        name = {{ zh = "孤儿", en = "Orphan" }}
        [[tier]]
        code = "township"
        name = {{ zh = "乡镇卫生院", en = "Township centre" }}
        [[charge_kind]]
        code = "other"
        name = {{ zh = "其他", en = "Other" }}
        [[layer]]
        id = "basic"
        name = {{ zh = "基本", en = "Basic" }}
        base = ["covered"]
        [[layer.terms]]
        when = {{ grade = ["high"] }}
        band = [{{ rate = "70%" }}]
        [[layer.terms]]
        band = [{{ rate = "60%" }}]
        "#
    );
    read(&bundle(&rules)).unwrap_or_else(|faults| panic!("{:#?}", faults.faults))
}

#[test]
fn each_window_has_its_own_amount_from_its_first_day_to_its_last() {
    let closed = |from: &str, until: &str| Err(PremiumRefusal::WindowClosed { from: day(from), until: day(until) });
    let (first, gap, late) =
        (closed("2025-09-01", "2025-09-30"), closed("2025-10-08", "2025-12-31"), closed("2026-02-01", "2026-03-31"));
    for (date, expected) in [
        ("2025-08-31", first),
        ("2025-09-01", Ok("380.00")),
        ("2025-09-30", Ok("380.00")),
        // A refusal names the next window, and after the last one the last.
        ("2025-10-01", gap.clone()),
        ("2025-10-07", gap),
        ("2025-10-08", Ok("400.00")),
        ("2025-12-31", Ok("400.00")),
        ("2026-01-01", late.clone()),
        ("2026-02-01", Ok("640.00")),
        ("2026-03-31", Ok("640.00")),
        ("2026-04-01", late),
    ] {
        let line = premium(&county(), &[], day(date));
        assert_eq!(line.map(|line| line.standard), expected.map(money), "{date}");
        let late = window_on(&county().rules.premium, day(date)).is_ok_and(|window| window.late);
        assert_eq!(late, ("2026-02-01"..="2026-03-31").contains(&date), "{date}");
    }
}

#[test]
fn a_grade_has_its_amount_whatever_the_window() {
    for date in ["2025-09-01", "2025-11-01", "2026-02-01"] {
        for (grade, amount) in [("low", "150.00"), ("high", "900.00")] {
            let line = premium_of_grade(&county(), Some(grade), &[], day(date)).unwrap();
            assert_eq!((line.standard, line.due), (money(amount), money(amount)), "{grade} on {date}");
        }
    }
    let unknown = premium_of_grade(&county(), Some("highest"), &[], day("2025-11-01"));
    assert_eq!(unknown, Err(PremiumRefusal::UnknownGrade { grade: "highest".into() }));
    let closed = premium_of_grade(&county(), Some("high"), &[], day("2026-01-15"));
    assert!(matches!(closed, Err(PremiumRefusal::WindowClosed { .. })), "{closed:?}");
}

#[test]
fn a_subsidy_never_exceeds_the_amount_and_counts_on_the_day_of_payment() {
    let pack = county();
    let all_year = |code| vec![category(code, "2025-01-01", None)];
    for (grade, categories, date, due) in [
        (None, all_year("poor"), "2025-11-01", "200.00"),
        (None, all_year("poor"), "2025-09-01", "180.00"),
        (None, all_year("poor"), "2026-02-01", "440.00"),
        (Some("low"), all_year("poor"), "2025-11-01", "0.00"),
        (Some("high"), all_year("poor"), "2025-11-01", "700.00"),
        (Some("high"), all_year("orphan"), "2025-11-01", "0.00"),
        // Both at once: the most favourable.
        (Some("high"), [all_year("poor"), all_year("orphan")].concat(), "2025-11-01", "0.00"),
        (None, vec![category("poor", "2025-11-02", None)], "2025-11-01", "400.00"),
        (None, vec![category("poor", "2025-11-01", None)], "2025-11-01", "200.00"),
        (None, vec![category("poor", "2025-01-01", Some("2025-11-01"))], "2025-11-01", "200.00"),
        (None, vec![category("poor", "2025-01-01", Some("2025-10-31"))], "2025-11-01", "400.00"),
    ] {
        let line = premium_of_grade(&pack, grade, &categories, day(date)).unwrap();
        assert_eq!(line.due, money(due), "{grade:?} with {categories:?} on {date}");
        assert_eq!(line.due + line.subsidy, line.standard);
        assert!(!line.due.is_negative() && !line.subsidy.is_negative());
    }
}

#[test]
fn of_two_equal_subsidies_the_order_of_the_categories_does_not_choose() {
    let pack = county();
    let one = vec![category("poor", "2025-01-01", None), category("orphan", "2025-01-01", None)];
    let other: Vec<_> = one.iter().rev().cloned().collect();
    // At the low grade both give all of 150.00.
    let line = |categories| premium_of_grade(&pack, Some("low"), categories, day("2025-11-01")).unwrap();
    assert_eq!(line(&one), line(&other));
}

#[test]
fn a_premium_is_paid_back_for_the_reasons_and_days_that_a_rule_names() {
    let rules = &county().rules.premium;
    let paid = money("400.00");
    for (reason, date, used, back) in [
        (RefundReason::Death, "2025-12-31", false, paid),
        (RefundReason::Death, "2025-12-31", true, paid),
        (RefundReason::Death, "2026-01-01", false, Money::ZERO),
        (RefundReason::EmployeeCover, "2026-09-01", false, paid),
        (RefundReason::EmployeeCover, "2026-09-01", true, Money::ZERO),
        (RefundReason::DoubleEnrolment, "2026-12-31", true, paid),
        (RefundReason::Withdrawal, "2025-10-01", false, Money::ZERO),
    ] {
        assert_eq!(refund(rules, paid, reason, day(date), used), back, "{reason:?} on {date}, used: {used}");
    }
    assert_eq!(refund(rules, Money::ZERO, RefundReason::DoubleEnrolment, day("2026-01-01"), false), Money::ZERO);
}

#[test]
fn a_pack_without_a_window_collects_nothing() {
    let mut rules = county().rules.premium.clone();
    rules.windows.clear();
    assert_eq!(window_on(&rules, day("2025-11-01")).err(), Some(PremiumRefusal::NoPremium));
}
