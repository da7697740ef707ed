//! From when benefits run: newborns, late windows, missed years, exemptions.

use crate::support::{HEAD, bill, bundle, category, charge, day, money, person, read};
use nonghe_domain::Money;
use nonghe_domain::adjudicate::{Accumulators, Bill, DatedCategory, Outcome, Refusal, Standing, adjudicate};
use nonghe_domain::enrolment::{
    Because, CoverElsewhere, CoverKind, Enrolling, Special, Start, left_employee_cover, lost, missed_years, start,
    years_in_a_row,
};
use nonghe_domain::pack::{Pack, RaiseYears};
use nonghe_domain::premium::{PremiumRefusal, premium_for, window_on};

const REST: &str = r#"
[[category]]
code = "poor"
name = { zh = "困难", en = "Poor" }
[[tier]]
code = "township"
name = { zh = "乡镇卫生院", en = "Township centre" }
[[charge_kind]]
code = "other"
name = { zh = "其他", en = "Other" }
[[layer]]
id = "basic"
name = { zh = "基本", en = "Basic" }
base = ["covered"]
[[layer.terms]]
band = [{ rate = "100%" }]
"#;

/// The national rules of 2024 in a small county: an ordinary window, a late one with a gap before it, newborns.
const RULES: &str = r#"
[premium]
member = "400.00"
window = [
  { from = "2025-09-01", until = "2025-12-31" },
  { from = "2026-02-01", until = "2026-06-30", late = true },
]
benefits_from = "2026-01-01"

[[enrolment.newborn]]
within_days = 90
benefits = "birth"
[[enrolment.newborn]]
within_days = 365
benefits = "day-after-payment"

[enrolment.waiting]
fixed_months = 3
months_per_missed_year = 1
months_off_per_repaid_year = 1
long_break_years = 4
long_break_months = 6
after_employee_months = 3
[[enrolment.waiting.exempt]]
category = ["poor"]
"#;

fn county(rules: &str) -> Pack {
    let text = format!("{HEAD}{rules}{REST}");
    read(&bundle(&text)).unwrap_or_else(|faults| panic!("{:#?}\n{text}", faults.faults))
}

/// A grown-up who has never missed a year.
fn paying(paid: &str) -> Enrolling<'static> {
    Enrolling {
        birth_date: day("1980-05-05"),
        paid: day(paid),
        categories: &[],
        missed_years: 0,
        repaid_years: 0,
        left_employee_cover: None,
        special: None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "beside the days on which nobody can enrol")]
fn begins(from: &str, because: Because) -> Option<Start> {
    Some(Start { benefits_from: day(from), because })
}

#[test]
fn a_window_is_open_from_its_first_day_to_its_last() {
    let pack = county(RULES);
    let waits = |from| begins(from, Because::Waiting { months: 3 });
    for (paid, expected) in [
        ("2025-08-31", None),
        ("2025-09-01", begins("2026-01-01", Because::Window)),
        ("2025-12-31", begins("2026-01-01", Because::Window)),
        ("2026-01-01", None),
        ("2026-01-31", None),
        // Late: three months from the day after payment.
        ("2026-02-01", waits("2026-05-02")),
        ("2026-06-30", waits("2026-10-01")),
        ("2026-07-01", None),
    ] {
        assert_eq!(start(&pack, &paying(paid)), expected, "paid on {paid}");
    }
}

#[test]
fn months_of_waiting_end_with_the_last_day_of_a_shorter_month() {
    let pack = county(RULES);
    for (paid, from) in [("2026-03-30", "2026-06-30"), ("2026-05-30", "2026-08-31"), ("2026-02-27", "2026-05-28")] {
        assert_eq!(start(&pack, &paying(paid)).unwrap().benefits_from, day(from), "paid on {paid}");
    }
    let six = county(&RULES.replace("fixed_months = 3", "fixed_months = 9"));
    // Nine months after 31 May is the last day of February.
    assert_eq!(start(&six, &paying("2026-05-30")).unwrap().benefits_from, day("2027-02-28"));
}

#[test]
fn each_missed_year_waits_a_month_more_unless_it_is_paid_back() {
    let pack = county(RULES);
    for (missed, repaid, months, from) in [
        (1, 0, 4, "2026-05-01"),
        (1, 1, 3, "2026-04-01"),
        (2, 0, 5, "2026-06-01"),
        (2, 1, 4, "2026-05-01"),
        (2, 2, 3, "2026-04-01"),
        // What is paid back shortens the further months alone.
        (2, 5, 3, "2026-04-01"),
        (3, 0, 6, "2026-07-01"),
        (3, 3, 3, "2026-04-01"),
        // From the fourth missed year on six months remain.
        (4, 0, 7, "2026-08-01"),
        (4, 1, 6, "2026-07-01"),
        (4, 4, 6, "2026-07-01"),
        (10, 10, 6, "2026-07-01"),
        (10, 0, 13, "2027-02-01"),
    ] {
        let person = Enrolling { missed_years: missed, repaid_years: repaid, ..paying("2025-10-01") };
        let expected = begins(from, Because::Waiting { months });
        assert_eq!(start(&pack, &person), expected, "{missed} years missed, {repaid} paid back");
    }
}

#[test]
fn late_and_interrupted_waits_once() {
    let pack = county(RULES);
    let person = Enrolling { missed_years: 2, ..paying("2026-02-01") };
    assert_eq!(start(&pack, &person), begins("2026-07-02", Because::Waiting { months: 5 }));
}

#[test]
fn who_is_exempt_on_the_day_of_payment_does_not_wait() {
    let pack = county(RULES);
    let listed = |from, until| -> Vec<DatedCategory> { vec![category("poor", from, until)] };
    for (categories, exempt) in [
        (listed("2026-02-10", None), true),
        (listed("2026-02-11", None), false),
        (listed("2025-01-01", Some("2026-02-10")), true),
        (listed("2025-01-01", Some("2026-02-09")), false),
        (vec![category("rich", "2025-01-01", None)], false),
    ] {
        let person = Enrolling { categories: &categories, ..paying("2026-02-10") };
        let expected = if exempt {
            begins("2026-02-11", Because::Paid)
        } else {
            begins("2026-05-11", Because::Waiting { months: 3 })
        };
        assert_eq!(start(&pack, &person), expected, "{categories:?}");
    }
    let interrupted = Enrolling { categories: &listed("2020-01-01", None), missed_years: 5, ..paying("2025-10-01") };
    assert_eq!(start(&pack, &interrupted), begins("2026-01-01", Because::Window), "in the window, from its first day");
}

#[test]
fn cover_as_an_employee_was_left_only_when_none_holds_on_the_day_of_payment() {
    let cover = |kind, from: &str, until: Option<&str>| CoverElsewhere {
        kind,
        from: day(from),
        until: until.map(day),
        source: "名单".into(),
    };
    let first = cover(CoverKind::Employee, "2020-01-01", Some("2024-06-30"));
    let last = cover(CoverKind::Employee, "2025-01-01", Some("2025-12-31"));
    let other = cover(CoverKind::Other, "2025-01-01", Some("2026-01-15"));
    let lasting = cover(CoverKind::Employee, "2026-01-10", None);
    let paid = day("2026-02-01");
    assert_eq!(left_employee_cover(&[first.clone(), last.clone(), other.clone()], paid), Some(day("2025-12-31")));
    assert_eq!(left_employee_cover(&[first, last, lasting.clone()], paid), None);
    assert_eq!(left_employee_cover(&[other], paid), None);
    assert!(lasting.holds_on(paid) && !lasting.holds_on(day("2026-01-09")));
}

#[test]
fn who_left_employee_cover_within_three_months_does_not_wait() {
    let pack = county(RULES);
    for (left, paid, exempt) in [
        ("2025-12-10", "2026-03-10", true),
        ("2025-12-10", "2026-03-11", false),
        ("2025-11-30", "2026-02-28", true),
        ("2025-11-30", "2026-03-01", false),
        ("2026-03-10", "2026-03-10", true),
    ] {
        let person = Enrolling { left_employee_cover: Some(day(left)), missed_years: 3, ..paying(paid) };
        let because = start(&pack, &person).unwrap().because;
        assert_eq!(because == Because::Paid, exempt, "left on {left}, paid on {paid}: {because:?}");
    }
}

#[test]
fn nobody_waits_where_no_rule_says_so() {
    let (before, _) = RULES.split_once("[enrolment.waiting]").unwrap();
    let pack = county(before);
    let late = Enrolling { missed_years: 9, ..paying("2026-02-01") };
    assert_eq!(start(&pack, &late), begins("2026-02-02", Because::Paid));
    assert_eq!(start(&pack, &Enrolling { paid: day("2025-09-01"), ..late }), begins("2026-01-01", Because::Window));
}

#[test]
fn a_waiting_that_comes_to_nothing_is_no_waiting() {
    let none = county(&RULES.replace("fixed_months = 3", "fixed_months = 0"));
    let repaired = Enrolling { missed_years: 2, repaid_years: 2, ..paying("2025-10-01") };
    assert_eq!(start(&none, &repaired), begins("2026-01-01", Because::Window));
    assert_eq!(start(&none, &Enrolling { paid: day("2026-02-01"), ..repaired }), begins("2026-02-02", Because::Paid));
}

#[test]
fn a_late_window_before_the_year_begins_waits_from_its_beginning() {
    // Benefits of a year never run before it, however early the late window lies.
    let early = county(
        &RULES
            .replace("from = \"2026-02-01\"", "from = \"2026-01-01\"")
            .replace("benefits_from = \"2026-01-01\"", "benefits_from = \"2026-07-01\""),
    );
    assert_eq!(start(&early, &paying("2026-02-01")), begins("2026-10-01", Because::Waiting { months: 3 }));
    assert_eq!(start(&early, &paying("2026-06-30")), begins("2026-10-01", Because::Waiting { months: 3 }));
    let exempt = [category("poor", "2020-01-01", None)];
    let person = Enrolling { categories: &exempt, ..paying("2026-02-01") };
    assert_eq!(start(&early, &person), begins("2026-07-01", Because::Window));
}

#[test]
fn a_newborn_is_covered_from_birth_until_the_ninetieth_day_and_then_from_payment() {
    let pack = county(RULES);
    let newborn = |born: &str, paid: &str| Enrolling { birth_date: day(born), ..paying(paid) };
    for (born, paid, expected) in [
        // Day 0, day 90 and day 91, in no window of anybody else.
        ("2026-07-10", "2026-07-10", begins("2026-07-10", Because::Birth)),
        ("2026-07-10", "2026-10-08", begins("2026-07-10", Because::Birth)),
        ("2026-07-10", "2026-10-09", begins("2026-10-10", Because::LateNewborn)),
        // Day 365, and the day after.
        ("2025-07-10", "2026-07-10", begins("2026-07-11", Because::LateNewborn)),
        ("2025-07-10", "2026-07-11", None),
        // In the late window after a year, as anybody else.
        ("2025-03-01", "2026-03-02", begins("2026-06-03", Because::Waiting { months: 3 })),
        // A child is not born yet on the day of payment: only a window helps.
        ("2026-07-10", "2026-07-09", None),
    ] {
        assert_eq!(start(&pack, &newborn(born, paid)), expected, "born on {born}, paid on {paid}");
    }
}

#[test]
fn twins_of_the_last_day_of_december_are_covered_from_birth() {
    let pack = county(RULES);
    let twin = Enrolling { birth_date: day("2025-12-31"), ..paying("2026-01-20") };
    let start = start(&pack, &twin).unwrap();
    assert_eq!(start, Start { benefits_from: day("2025-12-31"), because: Because::Birth });
    // The year of the birth settles what was before its end by its own pack; nothing waits in the new one.
    let standing = Standing { birth_date: twin.birth_date, waiting_until: Some(start.benefits_from), ..person(&[]) };
    let stay = |discharged: &str| Bill {
        admitted: day("2025-12-31"),
        discharged: day(discharged),
        settled: day("2026-01-20"),
        ..bill(vec![charge("A", "1000.00")])
    };
    let decide = |discharged| adjudicate(&pack, &standing, &Accumulators::default(), &stay(discharged)).unwrap();
    assert!(matches!(decide("2026-01-01"), Outcome::Settled(_)));
    let before = day("2025-12-31");
    assert_eq!(decide("2025-12-31"), Outcome::NotCovered(vec![Refusal::PackDoesNotCover { date: before }]));
}

#[test]
fn a_child_of_a_few_months_is_never_worse_off_than_a_grown_up() {
    let pack = county(RULES);
    // Paid in the window of everybody, the fourth month of life: benefits of the year begin with it, not before it.
    let child = Enrolling { birth_date: day("2025-06-01"), ..paying("2025-11-10") };
    assert_eq!(start(&pack, &child), begins("2026-01-01", Because::Window));
    // A window that stays open after the year has begun: from its first day, as for anybody else.
    let open = county(&RULES.replace(
        "until = \"2025-12-31\" },\n  { from = \"2026-02-01\"",
        "until = \"2026-01-31\" },\n  { from = \"2026-02-01\"",
    ));
    let child = Enrolling { birth_date: day("2025-06-01"), ..paying("2026-01-10") };
    assert_eq!(start(&open, &child), begins("2026-01-01", Because::Window));
    // In the late window the rule for children of that age is the better one.
    let child = Enrolling { birth_date: day("2025-06-01"), ..paying("2026-02-10") };
    assert_eq!(start(&pack, &child), begins("2026-02-11", Because::LateNewborn));
}

#[test]
fn where_the_window_is_open_all_year_a_child_is_covered_from_birth() {
    let (first, rest) = RULES.split_once("until = \"2025-12-31\" },\n").unwrap();
    let rest = rest.split_once("]\nbenefits_from").unwrap().1;
    let open = county(&format!("{first}until = \"2026-12-31\" }}]\nbenefits_from{rest}"));
    for (paid, because) in [("2026-05-30", Because::Birth), ("2026-05-31", Because::Window)] {
        let child = Enrolling { birth_date: day("2026-03-01"), ..paying(paid) };
        assert_eq!(start(&open, &child), begins("2026-03-01", because), "paid on {paid}");
    }
}

#[test]
fn dates_at_the_end_of_the_calendar_are_no_panic() {
    let pack = county(&RULES.replace("fixed_months = 3", "fixed_months = 4294967295"));
    let person = Enrolling { missed_years: u32::MAX, repaid_years: u32::MAX, ..paying("2026-02-01") };
    assert_eq!(start(&pack, &person), None, "no day is so late");
    let last = Enrolling { birth_date: chrono::NaiveDate::MAX, paid: chrono::NaiveDate::MAX, ..paying("2026-02-01") };
    assert_eq!(start(&pack, &last).map(|start| start.because), Some(Because::Birth));
    let first = Enrolling { birth_date: chrono::NaiveDate::MIN, ..last };
    assert_eq!(start(&pack, &first), None);
}

/// The county with two reasons for enrolling outside the windows.
fn special_county() -> Pack {
    county(&format!(
        "{RULES}\n{}",
        r#"
[[premium.special]]
code = "veteran"
name = { zh = "退役军人", en = "Left the army" }
within_days = 90
member = "300.00"
[[premium.special]]
code = "released"
name = { zh = "刑满释放", en = "Released from prison" }
until = "2026-08-31"
[[premium.special]]
code = "returned"
name = { zh = "返乡", en = "Came home" }
waits = true
"#
    ))
}

fn reason(code: &str, since: Option<&str>) -> Special {
    Special { code: code.into(), since: since.map(day) }
}

#[test]
fn a_special_reason_holds_from_its_event_for_its_days_and_for_nobody_who_names_no_day() {
    let pack = special_county();
    let closed = |from: &str, until: &str| Err(PremiumRefusal::SpecialClosed { from: day(from), until: day(until) });
    for (code, since, paid, expected) in [
        // Day 0 and day 90, and the day after.
        ("veteran", Some("2026-07-10"), "2026-07-10", Ok("300.00")),
        ("veteran", Some("2026-07-10"), "2026-10-08", Ok("300.00")),
        ("veteran", Some("2026-07-10"), "2026-10-09", closed("2026-07-10", "2026-10-08")),
        ("veteran", Some("2026-07-11"), "2026-07-10", Err(PremiumRefusal::SpecialNeedsDay)),
        ("veteran", None, "2026-07-10", Err(PremiumRefusal::SpecialNeedsDay)),
        ("released", None, "2026-08-31", Ok("400.00")),
        ("released", None, "2026-09-01", closed("2025-09-01", "2026-08-31")),
        // Not before the collection of the year has begun, and not after the pack.
        ("returned", None, "2025-08-31", closed("2025-09-01", "2026-12-31")),
        ("returned", None, "2026-12-31", Ok("400.00")),
        ("returned", None, "2027-01-01", closed("2025-09-01", "2026-12-31")),
        ("elsewhere", None, "2026-07-10", Err(PremiumRefusal::UnknownSpecial { code: "elsewhere".into() })),
    ] {
        let special = reason(code, since);
        let person = Enrolling { special: Some(&special), ..paying(paid) };
        let due = premium_for(&pack, &person).map(|line| line.due);
        assert_eq!(due, expected.map(money), "{code} since {since:?}, paid on {paid}");
        assert_eq!(start(&pack, &person).is_some(), due.is_ok() || window_on(&pack.rules.premium, day(paid)).is_ok());
    }
}

#[test]
fn whoever_has_a_reason_does_not_wait_unless_the_reason_says_so() {
    let pack = special_county();
    for (code, since, paid, expected) in [
        ("veteran", Some("2026-07-10"), "2026-07-20", begins("2026-07-21", Because::Special)),
        ("returned", None, "2026-07-20", begins("2026-10-21", Because::Waiting { months: 3 })),
        // In the late window the reason spares the waiting.
        ("veteran", Some("2026-02-01"), "2026-02-10", begins("2026-02-11", Because::Special)),
        // In time, the year begins for everybody on its first day.
        ("veteran", Some("2025-10-01"), "2025-10-02", begins("2026-01-01", Because::Window)),
    ] {
        let special = reason(code, since);
        let person = Enrolling { special: Some(&special), ..paying(paid) };
        assert_eq!(start(&pack, &person), expected, "{code}, paid on {paid}");
    }
}

#[test]
fn a_newborn_pays_outside_the_windows_for_the_year_of_birth_or_of_payment_and_no_other() {
    let pack = county(RULES);
    let pays =
        |born: &str, paid: &str| premium_for(&pack, &Enrolling { birth_date: day(born), ..paying(paid) }).is_ok();
    for (born, paid, expected) in [
        ("2026-07-10", "2026-07-10", true),
        // Day 365 by the second rule, and the day after.
        ("2026-07-10", "2027-07-10", true),
        ("2026-07-10", "2027-07-11", false),
        ("2025-12-20", "2026-01-10", true),
        // Neither birth nor payment lies in the year of the pack.
        ("2027-01-01", "2027-01-02", false),
        ("2024-11-20", "2025-01-10", false),
        ("1980-05-05", "2026-07-10", false),
    ] {
        assert_eq!(pays(born, paid), expected, "born on {born}, paid on {paid}");
    }
}

#[test]
fn a_year_that_is_paid_for_hides_none_that_was_missed_before_it() {
    assert_eq!(missed_years(&[2024, 2026], 2026), 1);
}

#[test]
fn missed_years_lie_between_the_last_one_that_is_known_and_now() {
    for (known, year, missed) in [
        (&[][..], 2026, 0),
        (&[2025], 2026, 0),
        (&[2024], 2026, 1),
        (&[2020, 2023], 2026, 2),
        // Later years and the year itself say nothing of the past.
        (&[2026, 2027], 2026, 0),
        (&[2027, 2022], 2026, 3),
        (&[i32::MIN], i32::MAX, u32::MAX - 1),
    ] {
        assert_eq!(missed_years(known, year), missed, "{known:?} for {year}");
    }
}

#[test]
fn years_in_a_row_end_with_the_last_one_that_is_known() {
    for (known, year, row) in [
        (&[][..], 2026, &[][..]),
        (&[2024, 2025], 2026, &[2025, 2024]),
        (&[2020, 2021, 2023, 2024], 2026, &[2024, 2023]),
        (&[2024, 2023, 2024], 2026, &[2024, 2023]),
        (&[2026, 2027], 2026, &[]),
        (&[i32::MIN, i32::MAX], i32::MAX, &[i32::MIN]),
    ] {
        assert_eq!(years_in_a_row(known, year), row, "{known:?} before {year}");
    }
}

#[test]
fn an_interruption_costs_what_the_years_in_a_row_gave_and_claim_free_years_only_where_the_pack_says_so() {
    let ceiling = |more: &str| {
        let raised = format!(
            "band = [{{ rate = \"100%\" }}]\nceiling = [{{ per = \"year\", amount = \"10000.00\", \
             raised_at_most = \"20%\", raise = [{{ for = \"continuous\", after = 2, each = \"500.00\" }}, \
             {{ for = \"claim-free\", each = \"400.00\"{more} }}] }}]"
        );
        let text = format!("{HEAD}{RULES}{}", REST.replace("band = [{ rate = \"100%\" }]", &raised));
        read(&bundle(&text)).unwrap_or_else(|faults| panic!("{:#?}\n{text}", faults.faults))
    };
    let amounts = |more: &str, continuous, claim_free| -> Vec<(RaiseYears, Money)> {
        let lost = lost(&ceiling(more).rules, continuous, claim_free);
        assert!(lost.iter().all(|lost| lost.layer.en == "Basic"), "{lost:?}");
        lost.into_iter().map(|lost| (lost.years, lost.amount)).collect()
    };
    assert_eq!(amounts("", 2, 5), [], "two years give nothing yet, and claim-free years stay");
    assert_eq!(amounts("", 3, 5), [(RaiseYears::Continuous, money("500.00"))]);
    assert_eq!(amounts("", 99, 0), [(RaiseYears::Continuous, money("2000.00"))], "never more than a fifth");
    let ends = ", ends_with_interruption = true";
    assert_eq!(
        amounts(ends, 3, 2),
        [(RaiseYears::Continuous, money("500.00")), (RaiseYears::ClaimFree, money("800.00"))]
    );
}
