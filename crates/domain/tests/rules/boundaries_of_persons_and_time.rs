//! Both sides of every boundary of conditions: totals, ages, admissions, days, months, quarters, years, waiting.

use crate::support::{bill, category, charge, day, pack, pack_with, paid, person, settle, settle_first};
use nonghe_domain::adjudicate::{Accumulators, Bill, Outcome, Refusal, Standing, StayKind, accumulator, adjudicate};
use nonghe_domain::pack::{Membership, Pack};

/// Pays all where the condition holds and nothing elsewhere.
fn where_holds(when: &str) -> Pack {
    pack(&format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n[[layer.terms]]\n\
         when = {{ {when} }}\nband = [{{ rate = \"100%\" }}]"
    ))
}

fn on(discharged: &str) -> Bill {
    let discharged = day(discharged);
    Bill { admitted: discharged, discharged, settled: discharged, ..bill(vec![charge("A", "100.00")]) }
}

fn holds(pack: &Pack, standing: &Standing, history: &Accumulators, bill: &Bill) -> bool {
    !settle(pack, standing, history, bill).layers[0].paid.is_zero()
}

/// What of five neighbours each end lets in: two below, the end itself, two above.
const ENDS: [(&str, [bool; 5]); 4] = [
    ("from", [false, false, true, true, true]),
    ("over", [false, false, false, true, true]),
    ("up_to", [true, true, true, false, false]),
    ("below", [true, true, false, false, false]),
];

#[test]
fn each_end_of_a_range_of_totals_is_included_or_not_as_its_name_says() {
    for (end, expected) in ENDS {
        let pack = where_holds(&format!("total = {{ {end} = \"30000.00\" }}"));
        for (total, holds_there) in
            ["29999.98", "29999.99", "30000.00", "30000.01", "30000.02"].into_iter().zip(expected)
        {
            // The condition is on the total, outside charges included.
            let stay = bill(vec![
                charge("A", "10000.00"),
                charge(
                    "C",
                    &(total.parse::<nonghe_domain::Money>().unwrap() - crate::support::money("10000.00")).to_string(),
                ),
            ]);
            assert_eq!(holds(&pack, &person(&[]), &Accumulators::default(), &stay), holds_there, "{end}: {total}");
        }
    }
}

#[test]
fn each_end_of_a_range_of_days_is_included_or_not_as_its_name_says() {
    for (end, expected) in ENDS {
        let pack = where_holds(&format!("date = {{ {end} = \"2026-03-01\" }}"));
        for (date, holds_there) in
            ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03"].into_iter().zip(expected)
        {
            assert_eq!(holds(&pack, &person(&[]), &Accumulators::default(), &on(date)), holds_there, "{end}: {date}");
        }
    }
}

#[test]
fn each_end_of_a_range_of_ages_is_included_or_not_as_its_name_says() {
    for (end, expected) in ENDS {
        let pack = where_holds(&format!("age = {{ {end} = 60 }}"));
        for (age, holds_there) in (58..=62).zip(expected) {
            let standing = Standing { birth_date: day(&format!("{}-06-15", 2026 - age)), ..person(&[]) };
            assert_eq!(
                holds(&pack, &standing, &Accumulators::default(), &on("2026-06-15")),
                holds_there,
                "{end}: {age}"
            );
        }
    }
}

#[test]
fn a_year_of_age_is_full_on_the_birthday() {
    let sixty = where_holds("age = { from = 60 }");
    for (born, discharged, expected) in [
        ("1966-06-15", "2026-06-14", false),
        ("1966-06-15", "2026-06-15", true),
        ("1966-12-31", "2026-12-30", false),
        ("1966-12-31", "2026-12-31", true),
    ] {
        let standing = Standing { birth_date: day(born), ..person(&[]) };
        assert_eq!(
            holds(&sixty, &standing, &Accumulators::default(), &on(discharged)),
            expected,
            "{born}, {discharged}"
        );
    }
    // Born on 29 February, a year is full on 1 March of a year that has none.
    let leap = where_holds("age = { from = 2 }");
    for (discharged, expected) in [("2026-02-27", false), ("2026-02-28", false), ("2026-03-01", true)] {
        let standing = Standing { birth_date: day("2024-02-29"), ..person(&[]) };
        assert_eq!(holds(&leap, &standing, &Accumulators::default(), &on(discharged)), expected, "{discharged}");
    }
    let infants = where_holds("age = { below = 1 }");
    let unborn = Standing { birth_date: day("2026-09-01"), ..person(&[]) };
    assert!(holds(&infants, &unborn, &Accumulators::default(), &on("2026-03-01")), "nobody is younger than nothing");
}

#[test]
fn each_end_of_a_range_of_admissions_is_included_or_not_as_its_name_says() {
    for (key, tier) in [("admission", "county"), ("admission_in_tier", "township")] {
        for (end, expected) in ENDS {
            let pack = where_holds(&format!("{key} = {{ {end} = 3 }}"));
            for (admission, holds_there) in (1..=5).zip(expected) {
                let mut history = Accumulators::default();
                history.add_count(accumulator::stays(tier), admission - 1);
                history.add_count(accumulator::visits("township"), 9);
                let found = holds(&pack, &person(&[]), &history, &on("2026-03-01"));
                assert_eq!(found, holds_there, "{key} {end}: stay {admission}");
            }
        }
    }
}

#[test]
fn stays_count_as_admissions_and_visits_and_later_parts_of_a_stay_do_not() {
    use nonghe_domain::adjudicate::{Episode, Link};
    let pack = where_holds("admission = { from = 2 }");
    let part = |part| Some(Episode { id: "E".into(), part, link: Link::Interim, goes_on: false });
    let mut year = Accumulators::default();
    for (kind, episode, second) in [
        (StayKind::Outpatient, None, false),
        (StayKind::Chronic, None, false),
        (StayKind::Ordinary, part(1), false),
        (StayKind::Ordinary, part(2), false),
        (StayKind::Outpatient, None, true),
        (StayKind::Injury, None, true),
        (StayKind::Birth, None, true),
    ] {
        let bill = Bill { kind, episode, ..on("2026-03-01") };
        let settlement = settle(&pack, &person(&[]), &year, &bill);
        assert_eq!(!settlement.layers[0].paid.is_zero(), second, "{kind:?}");
        year = year.plus(&settlement.difference);
    }
    assert_eq!(year.admissions(), 3);
    assert_eq!(year.count(&accumulator::visits("township")), 3);
}

#[test]
fn a_month_a_quarter_and_a_year_end_with_their_last_day() {
    for (per, days) in [
        (
            "month",
            [("2026-01-31", "100.00"), ("2026-02-01", "100.00"), ("2026-02-28", "0.00"), ("2026-03-01", "100.00")],
        ),
        (
            "quarter",
            [("2026-01-01", "100.00"), ("2026-03-31", "0.00"), ("2026-04-01", "100.00"), ("2026-06-30", "0.00")],
        ),
        (
            "quarter",
            [("2026-07-01", "100.00"), ("2026-09-30", "0.00"), ("2026-10-01", "100.00"), ("2026-12-31", "0.00")],
        ),
        ("year", [("2026-01-01", "100.00"), ("2026-01-01", "0.00"), ("2026-07-01", "0.00"), ("2026-12-31", "0.00")]),
    ] {
        for rule in [
            format!(
                "[[layer.terms]]\nband = [{{ rate = \"100%\" }}]\nceiling = [{{ per = \"{per}\", amount = \"100.00\" }}]"
            ),
            // The same told by bands of the period, and by a ceiling on its cost.
            format!(
                "accumulate = \"{per}\"\n[[layer.terms]]\nband = [{{ rate = \"100%\" }}, {{ over = \"100.00\", rate = \"0%\" }}]"
            ),
            format!(
                "[[layer.terms]]\nband = [{{ rate = \"100%\" }}]\nceiling = [{{ per = \"{per}\", amount = \"100.00\", on = \"cost\" }}]"
            ),
        ] {
            let pack = pack(&format!(
                "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n{rule}"
            ));
            let mut year = Accumulators::default();
            for (date, expected) in days {
                let settlement = settle(&pack, &person(&[]), &year, &on(date));
                assert_eq!(paid(&settlement), [expected], "{date} of {days:?} under {rule}");
                year = year.plus(&settlement.difference);
            }
        }
    }
}

#[test]
fn a_deductible_of_a_month_or_quarter_begins_anew_on_its_first_day() {
    for (counted, days) in [
        ("month", [("2026-01-31", "0.00"), ("2026-01-31", "100.00"), ("2026-02-01", "0.00")]),
        ("quarter", [("2026-03-01", "0.00"), ("2026-03-31", "100.00"), ("2026-04-01", "0.00")]),
        ("year", [("2026-01-01", "0.00"), ("2026-06-30", "100.00"), ("2026-12-31", "100.00")]),
    ] {
        let pack = pack(&format!(
            "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n\
             deductible_counted = \"{counted}\"\n[[layer.terms]]\ndeductible = \"100.00\"\nband = [{{ rate = \"100%\" }}]"
        ));
        let mut year = Accumulators::default();
        for (date, expected) in days {
            let settlement = settle(&pack, &person(&[]), &year, &on(date));
            assert_eq!(paid(&settlement), [expected], "{counted}: {date}");
            year = year.plus(&settlement.difference);
        }
    }
}

#[test]
fn a_category_and_a_certificate_hold_from_their_first_day_to_their_last() {
    for key in ["category", "certificate"] {
        let named = "[[certificate]]\ncode = \"poor\"\nname = { zh = \"糖尿病\", en = \"Diabetes\" }\n";
        let rules = format!(
            "{named}[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n\
             [[layer.terms]]\nwhen = {{ {key} = [\"poor\"] }}\nband = [{{ rate = \"100%\" }}]"
        );
        let pack = pack(&rules);
        for (date, expected) in
            [("2026-02-28", false), ("2026-03-01", true), ("2026-05-31", true), ("2026-06-01", false)]
        {
            let dated = vec![category("poor", "2026-03-01", Some("2026-05-31"))];
            let mut standing = person(&[]);
            if key == "category" {
                standing.categories = dated;
            } else {
                standing.certificates = dated;
            }
            assert_eq!(holds(&pack, &standing, &Accumulators::default(), &on(date)), expected, "{key} on {date}");
        }
    }
}

/// Why no fund takes part, if none does.
fn refusals(pack: &Pack, standing: &Standing, bill: &Bill) -> Vec<Refusal> {
    match adjudicate(pack, standing, &Accumulators::default(), bill).unwrap() {
        Outcome::Settled(_) => Vec::new(),
        Outcome::NotCovered(refusals) => refusals,
    }
}

#[test]
fn the_day_that_decides_is_the_one_that_the_pack_names() {
    let always = "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n\
                  [[layer.terms]]\nband = [{ rate = \"100%\" }]";
    let stay = |admitted: &str, discharged: &str, settled: &str| Bill {
        admitted: day(admitted),
        discharged: day(discharged),
        settled: day(settled),
        ..on("2026-06-01")
    };
    let across = stay("2026-12-31", "2027-01-01", "2027-01-02");
    let into = stay("2025-12-31", "2026-01-01", "2026-01-02");
    let late = stay("2026-12-30", "2026-12-31", "2027-01-01");
    for (rule, decides) in [
        ("admission", [true, false, true]),
        ("discharge", [false, true, true]),
        ("settlement", [false, true, false]),
        ("split", [false, false, true]),
    ] {
        let pack = pack(&format!("[year]\nrule = \"{rule}\"\n{always}"));
        for (bill, decides) in [&across, &into, &late].into_iter().zip(decides) {
            assert_eq!(
                refusals(&pack, &person(&[]), bill).is_empty(),
                decides,
                "{rule}: {} to {}",
                bill.admitted,
                bill.discharged
            );
        }
    }
    let split = pack(&format!("[year]\nrule = \"split\"\n{always}"));
    let last = Refusal::CrossesYearEnd { last: day("2025-12-31") };
    assert_eq!(refusals(&split, &person(&[]), &into), [last]);
}

#[test]
fn benefits_begin_on_their_first_day_and_end_with_death() {
    let pack = where_holds("");
    for (until, expected) in [("2026-03-15", true), ("2026-03-16", false), ("2026-03-14", true)] {
        let waiting = Standing { waiting_until: Some(day(until)), ..person(&[]) };
        assert_eq!(refusals(&pack, &waiting, &on("2026-03-15")).is_empty(), expected, "benefits from {until}");
    }
    for (died, expected) in [("2026-03-14", false), ("2026-03-15", true), ("2026-03-16", true)] {
        let mut dead = person(&[]);
        dead.member.died = Some(day(died));
        assert_eq!(
            refusals(&pack, &dead, &on("2026-03-15")).is_empty(),
            expected,
            "died on {died}, admitted on the 15th"
        );
    }
    // Death before discharge: the stay was begun alive.
    let mut dead = person(&[]);
    dead.member.died = Some(day("2026-03-12"));
    let stay = Bill { admitted: day("2026-03-10"), ..on("2026-03-15") };
    assert!(refusals(&pack, &dead, &stay).is_empty());
}

#[test]
fn only_the_named_states_of_membership_are_covered() {
    use Membership::{Active, Converted, Dead, Provisional, Withdrawn};
    let rule = "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n\
                [[layer.terms]]\nband = [{ rate = \"100%\" }]";
    let named = pack(rule);
    let strict = pack_with("", &format!("[enrolment]\ncovered = [\"active\"]\n{rule}"));
    for (membership, by_default, strictly) in [
        (Active, true, true),
        (Provisional, true, false),
        (Dead, false, false),
        (Withdrawn, false, false),
        (Converted, false, false),
    ] {
        let mut standing = person(&[]);
        standing.member.membership = membership;
        for (pack, covered) in [(&named, by_default), (&strict, strictly)] {
            let expected = if covered { vec![] } else { vec![Refusal::NotMember { membership }] };
            assert_eq!(refusals(pack, &standing, &on("2026-03-15")), expected);
        }
    }
}

#[test]
fn the_deductible_steps_down_with_each_stay_to_its_least() {
    let steps = pack(
        "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n[[layer.terms]]\n\
         deductible = \"400.00\"\nband = [{ rate = \"100%\" }]\n[[layer.relief]]\nless_each = \"150.00\"\nleast = \"50.00\"\n\
         [[layer.relief]]\nwhen = { admission = { from = 5 } }\ndeductible = \"0.00\"",
    );
    let mut year = Accumulators::default();
    for (number, line) in [(1, "400.00"), (2, "250.00"), (3, "100.00"), (4, "50.00"), (5, "0.00"), (6, "0.00")] {
        let settlement = settle(&steps, &person(&[]), &year, &on("2026-03-15"));
        assert_eq!(settlement.layers[0].deductible_line, crate::support::money(line), "stay {number}");
        year = year.plus(&settlement.difference);
    }
    let half = pack(
        "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n[[layer.terms]]\n\
         deductible = \"99.99\"\nband = [{ rate = \"100%\" }]\n[[layer.relief]]\nwhen = { category = [\"poor\"] }\nrate = \"50%\"",
    );
    // Half of 99.99 is 49.995, cut down for the patient.
    assert_eq!(paid(&settle_first(&half, &person(&["poor"]), &on("2026-03-15"))), ["50.01"]);
    assert_eq!(paid(&settle_first(&half, &person(&[]), &on("2026-03-15"))), ["0.01"]);
}
