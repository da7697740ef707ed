//! A stay that is settled in parts: split at the year's end, or settled while it goes on.

use crate::support::{DIAGNOSES, HEAD, ITEMS, NO_ITEMS, TABLES, bill, charge, day, money, person, read};
use nonghe_domain::adjudicate::{Bill, ChargeLine, Episode, Link, Outcome, Settlement};
use nonghe_domain::pack::{Bundle, Pack};
use nonghe_domain::year::split_at_year_end;
use nonghe_domain::year::{Case, CasePerson, Event, Pair, Replay, ReplayError, Settle, Step, compare, replay};

/// The pack of a benefit year, with this rule for it.
fn pack_of(year: i32, rule: &str, rest: &str) -> Pack {
    let rules = format!("{HEAD}{TABLES}[year]\nrule = \"{rule}\"\n{rest}")
        .replacen("id = \"test\"", &format!("id = \"test-{year}\""), 1)
        .replacen("benefit_year = 2026", &format!("benefit_year = {year}"), 1)
        .replacen("effective_from = \"2026", &format!("effective_from = \"{year}"), 1)
        .replacen("effective_until = \"2026", &format!("effective_until = \"{year}"), 1);
    let (drugs, services, diagnoses) = (ITEMS.into(), NO_ITEMS.into(), DIAGNOSES.into());
    read(&Bundle { rules, drugs, services, diagnoses, parents: vec![] })
        .unwrap_or_else(|faults| panic!("{:#?}", faults.faults))
}

const BASIC: &str = "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n";

/// Packs of two years that split a stay at the year's end.
fn two_years(rest: &str) -> [Pack; 2] {
    [2025, 2026].map(|year| pack_of(year, "split", &format!("{BASIC}{rest}")))
}

fn farmer() -> CasePerson {
    let standing = person(&[]);
    CasePerson {
        id: "p".into(),
        birth_date: standing.birth_date,
        enrolled: true,
        waiting_until: None,
        categories: vec![],
        certificates: vec![],
        history: None,
        member: standing.member,
    }
}

fn play(packs: &[Pack], events: Vec<Event>) -> Result<Replay, ReplayError> {
    let packs: Vec<&Pack> = packs.iter().collect();
    replay(&packs, &Case { people: vec![farmer()], events })
}

/// A stay from 28 December to 4 January: seven days.
fn across(lines: Vec<ChargeLine>) -> Bill {
    let (admitted, discharged) = (day("2025-12-28"), day("2026-01-04"));
    Bill { admitted, discharged, settled: discharged, ..bill(lines) }
}

fn settled(id: &str, bill: Bill, charged_on: &[&str]) -> Event {
    let charged_on = charged_on.iter().map(|on| day(on)).collect();
    Event::Settle(Box::new(Settle { id: id.into(), person: "p".into(), bill, charged_on }))
}

fn corrected(id: &str, bill: Bill, charged_on: &[&str]) -> Event {
    Event::Correct { id: id.into(), bill: Box::new(bill), charged_on: charged_on.iter().map(|on| day(on)).collect() }
}

/// The settlements of a step; none of its parts may be refused.
fn decided(step: &Step) -> Vec<&Settlement> {
    let settlement = |outcome| match outcome {
        &Outcome::Settled(ref settlement) => &**settlement,
        Outcome::NotCovered(refusals) => panic!("refused: {refusals:?}"),
    };
    step.decisions.iter().map(|decision| settlement(&decision.outcome)).collect()
}

fn paid_first(step: &Step) -> Vec<String> {
    decided(step).iter().map(|settlement| settlement.layers[0].paid.to_string()).collect()
}

const DAYS: [&str; 2] = ["2025-12-29", "2026-01-02"];

fn both(before: &str, after: &str) -> Bill {
    across(vec![charge("A", before), charge("A", after)])
}

#[test]
fn a_corrected_stay_across_the_years_end_keeps_its_two_parts() {
    let packs = two_years("[[layer.terms]]\nband = [{ rate = \"50%\" }]\n");
    for (given, why) in [(&[][..], "as many charges as before: the days of before"), (&DAYS[..], "days of its own")] {
        let events =
            vec![settled("s", both("400.00", "100.00"), &DAYS), corrected("s", both("300.00", "100.00"), given)];
        let played = play(&packs, events).unwrap();
        assert_eq!(paid_first(&played.steps[0]), ["200.00", "50.00"]);
        assert_eq!(paid_first(&played.steps[1]), ["150.00", "50.00"], "{why}");
    }
    let one = across(vec![charge("A", "300.00")]);
    let settle = || settled("s", both("400.00", "100.00"), &DAYS);
    let played = play(&packs, vec![settle(), corrected("s", one.clone(), &["2025-12-29"])]).unwrap();
    assert_eq!(paid_first(&played.steps[1]), ["150.00"], "all of it in the old year");
    let error = play(&packs, vec![settle(), corrected("s", one, &[])]).unwrap_err();
    assert_eq!(error, ReplayError::ChargeDays { event: 2, id: "s".into(), charges: 1, days: 2 });
}

#[test]
fn days_of_a_correction_move_with_the_case() {
    let case = Case {
        people: vec![farmer()],
        events: vec![corrected("s", both("1.00", "1.00"), &["2025-12-29", "2026-01-02"])],
    };
    let Event::Correct { bill, charged_on, .. } = &case.later_by(1).events[0] else { unreachable!() };
    assert_eq!(
        (bill.admitted, charged_on.as_slice()),
        (day("2026-12-28"), &[day("2026-12-29"), day("2027-01-02")][..])
    );
}

#[test]
fn the_refused_part_of_a_split_stay_is_the_patients() {
    // Only the pack of 2026 is known: the part of 2025 is refused.
    let half = "[[layer.terms]]\nband = [{ rate = \"50%\" }]\n";
    let [old, split] = two_years(half);
    let whole = pack_of(2026, "discharge", &format!("{BASIC}{half}"));
    let case = Case { people: vec![farmer()], events: vec![settled("s", both("400.00", "100.00"), &DAYS)] };
    let compared = compare(Pair { before: &whole, after: &split }, &case, 2026).unwrap();
    let outturn = &compared[0].outturn;
    assert_eq!((outturn.before.total, outturn.before.you_pay), (money("500.00"), money("250.00")));
    assert_eq!((outturn.after.total, outturn.after.you_pay), (money("500.00"), money("450.00")), "400 and half of 100");
    assert_eq!(compared[0].change(), money("200.00"), "a loss for the patient, no gain");

    // The old year's pack arrives late: the adjustment says what the patient bore and bears.
    let events = vec![
        settled("s", both("400.00", "100.00"), &DAYS),
        Event::Pack { id: "test-2025".into(), version: "1".into() },
    ];
    let played = play(&[old, split], events).unwrap();
    let [adjustment] = &played.steps[1].adjustments[..] else { panic!("{:?}", played.steps[1]) };
    let (before, after) = (adjustment.before.as_ref().unwrap(), adjustment.after.as_ref().unwrap());
    assert_eq!((before.total, before.you_pay), (money("500.00"), money("450.00")));
    assert_eq!((after.total, after.you_pay), (money("500.00"), money("250.00")));
}

#[test]
fn days_of_the_parts_add_up_to_the_days_of_the_stay() {
    for (admitted, discharged, parts) in [
        ("2025-12-28", "2026-01-04", &[4, 3][..]),
        ("2025-12-31", "2026-01-02", &[1, 1]),
        ("2025-12-28", "2026-01-01", &[4, 0]),
        ("2025-12-31", "2026-01-01", &[1, 0]),
        ("2024-12-30", "2026-01-03", &[2, 365, 2]),
    ] {
        let (admitted, discharged) = (day(admitted), day(discharged));
        let lines = vec![charge("A", "1.00"); parts.len()];
        let stay = Bill { admitted, discharged, settled: discharged, ..bill(lines) };
        let first = 2027 - i32::try_from(parts.len()).unwrap();
        let on = |place: usize, _: &ChargeLine| {
            chrono::NaiveDate::from_ymd_opt(first + i32::try_from(place).unwrap(), 1, 1).unwrap()
        };
        let days: Vec<u32> = split_at_year_end(&stay, "e", on).iter().map(Bill::days).collect();
        assert_eq!(days, parts, "{admitted} to {discharged}");
        assert_eq!(days.iter().sum::<u32>(), stay.days(), "{admitted} to {discharged}");
    }
}

#[test]
fn a_limit_of_a_day_allows_the_parts_what_it_allows_the_stay() {
    let rest = "[[kind_limit]]\nkinds = [\"other\"]\nper = \"day\"\namount = \"20.00\"\n";
    let layer = format!("{BASIC}[[layer.terms]]\nband = [{{ rate = \"100%\" }}]\n");
    let packs = [2025, 2026].map(|year| pack_of(year, "split", &format!("{rest}{layer}")));
    let played = play(&packs, vec![settled("s", both("100.00", "100.00"), &DAYS)]).unwrap();
    assert_eq!(paid_first(&played.steps[0]), ["80.00", "60.00"], "28 to 31 December, and 1 to 3 January: seven days");
}

#[test]
fn a_part_that_crosses_the_years_end_stays_in_its_episode() {
    let own = Episode { id: "long".into(), part: 2, link: Link::Transfer, goes_on: true };
    let stay = Bill { episode: Some(own.clone()), ..both("1.00", "1.00") };
    let parts = split_at_year_end(&stay, "s", |place, _| day(DAYS[place]));
    let episodes: Vec<_> = parts.into_iter().map(|part| part.episode.unwrap()).collect();
    assert_eq!(episodes, [own.clone(), Episode { part: 3, link: Link::Interim, ..own }]);
}
