//! A stay that is settled in parts: split at the year's end, or settled while it goes on.

use crate::support::{DIAGNOSES, HEAD, ITEMS, NO_ITEMS, TABLES, bill, charge, day, money, paid, person, read, settle};
use nonghe_domain::adjudicate::{Accumulators, Bill, ChargeLine, Episode, Link, Outcome, Settlement};
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
    let decisions = step.decisions.iter();
    decisions
        .map(|decision| match &decision.outcome {
            Outcome::Settled(settlement) => &**settlement,
            Outcome::NotCovered(refusals) => panic!("refused: {refusals:?}"),
        })
        .collect()
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

/// A part of the episode `e` in April, settled on its last day.
fn part(number: u32, link: Link, amount: &str) -> Bill {
    let on = day("2026-04-01") + chrono::Days::new(10 * u64::from(number));
    let episode = Some(Episode { id: "e".into(), part: number, link, goes_on: false });
    let from = on - chrono::Days::new(10);
    Bill { admitted: from, discharged: on, settled: on, episode, ..bill(vec![charge("A", amount)]) }
}

fn settle_parts(pack: &Pack, parts: &[Bill]) -> Vec<Settlement> {
    let mut year = Accumulators::default();
    let mut settle_next = |bill: &Bill| {
        let settlement = settle(pack, &person(&[]), &year, bill);
        year = std::mem::take(&mut year).plus(&settlement.difference);
        settlement
    };
    parts.iter().map(&mut settle_next).collect()
}

fn layer_pays(settlements: &[Settlement]) -> Vec<String> {
    settlements.iter().map(|settlement| settlement.layers[0].paid.to_string()).collect()
}

#[test]
fn what_holds_once_for_a_stay_holds_once_for_all_its_parts() {
    let of_layer = |terms: &str| pack_of(2026, "discharge", &format!("{BASIC}[[layer.terms]]\n{terms}\n"));
    let lump = of_layer("fixed = \"1100.00\"");
    let ceiling = of_layer("band = [{ rate = \"100%\" }]\nceiling = [{ per = \"stay\", amount = \"1100.00\" }]");
    let on_cost =
        of_layer("band = [{ rate = \"100%\" }]\nceiling = [{ per = \"stay\", amount = \"1100.00\", on = \"cost\" }]");
    let full = format!("{BASIC}[[layer.terms]]\nband = [{{ rate = \"100%\" }}]\n");
    let price = "[[fixed_price]]\nwhen = { stay = [\"ordinary\"] }\nprice = \"1100.00\"\n";
    let price = pack_of(2026, "discharge", &format!("{price}{full}"));
    let limit = "[[kind_limit]]\nkinds = [\"other\"]\nper = \"stay\"\namount = \"1100.00\"\n";
    let limit = pack_of(2026, "discharge", &format!("{limit}{full}"));
    for (what, pack) in
        [("lump sum", lump), ("ceiling", ceiling), ("on cost", on_cost), ("fixed price", price), ("limit", limit)]
    {
        let paid = |parts: &[(u32, Link, &str)]| {
            let parts: Vec<_> = parts.iter().map(|(number, link, amount)| part(*number, *link, amount)).collect();
            layer_pays(&settle_parts(&pack, &parts))
        };
        let (interim, transfer) = (Link::Interim, Link::Transfer);
        assert_eq!(paid(&[(1, interim, "2000.00"), (2, interim, "2000.00")]), ["1100.00", "0.00"], "{what}");
        assert_eq!(
            paid(&[(1, interim, "800.00"), (2, interim, "200.00"), (3, interim, "500.00")]),
            ["800.00", "200.00", "100.00"],
            "{what}: whichever part"
        );
        assert_eq!(paid(&[(2, interim, "2000.00"), (1, interim, "2000.00")]), ["1100.00", "0.00"], "{what}: late");
        assert_eq!(
            paid(&[(1, interim, "2000.00"), (2, transfer, "2000.00")]),
            ["1100.00", "1100.00"],
            "{what}: the hospital after a transfer has a stay of its own"
        );
    }
}

#[test]
fn a_stay_after_a_transfer_is_counted_in_its_own_hospital() {
    let pack = pack_of(2026, "discharge", &format!("{BASIC}[[layer.terms]]\nfixed = \"1100.00\"\n"));
    let there = |bill: Bill| Bill { tier: "county".into(), ..bill };
    let parts = [
        part(1, Link::Interim, "800.00"),
        there(part(2, Link::Transfer, "900.00")),
        there(part(3, Link::Interim, "900.00")),
    ];
    assert_eq!(layer_pays(&settle_parts(&pack, &parts)), ["800.00", "900.00", "200.00"]);
}

#[test]
fn a_ceiling_of_a_stay_with_another_layer_counts_what_that_paid_in_the_stay() {
    let pack = pack_of(
        2026,
        "discharge",
        &format!(
            "{BASIC}[[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n[[layer]]\nid = \"more\"\n\
             name = {{ zh = \"补充\", en = \"More\" }}\nbase = [\"band-share\"]\n[[layer.terms]]\n\
             band = [{{ rate = \"100%\" }}]\nceiling = [{{ per = \"stay\", amount = \"700.00\", with = [\"basic\"] }}]\n"
        ),
    );
    let settled = settle_parts(&pack, &[part(1, Link::Interim, "800.00"), part(2, Link::Interim, "800.00")]);
    assert_eq!(
        (paid(&settled[0]), paid(&settled[1])),
        (vec!["400.00".into(), "300.00".into()], vec!["400.00".to_owned(), "0.00".into()])
    );
}

#[test]
fn a_lump_sum_is_paid_once_across_the_years_end() {
    let packs = two_years("[[layer.terms]]\nfixed = \"1100.00\"\n");
    let events = vec![
        settled("s", both("800.00", "800.00"), &DAYS),
        settled("next", Bill { episode: None, ..part(1, Link::Interim, "100.00") }, &[]),
    ];
    let played = play(&packs, events).unwrap();
    assert_eq!(paid_first(&played.steps[0]), ["800.00", "300.00"]);
    assert_eq!(paid_first(&played.steps[1]), ["100.00"], "another stay");
    let stays = |year| {
        let totals = played.totals.iter().find(|totals| totals.year == year).unwrap();
        totals.totals.admissions()
    };
    assert_eq!((stays(2025), stays(2026)), (1, 1), "the second part is no admission of the new year");
}

#[test]
fn the_first_part_that_stands_is_the_admission() {
    let pack = pack_of(2026, "discharge", &format!("{BASIC}[[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n"));
    let later =
        |on: &str| Bill { admitted: day(on), discharged: day(on), settled: day(on), ..bill(vec![charge("A", "1.00")]) };
    let settle = |id: &str, bill: Bill| settled(id, bill, &[]);
    let packs = [pack];
    let admissions = |events: Vec<Event>| play(&packs, events).unwrap().totals[0].totals.admissions();
    let [one, two, three] =
        [1, 2, 3].map(|number| settle(&format!("s{number}"), part(number, Link::Interim, "100.00")));
    let next = settle("next", later("2026-06-01"));
    let back = |id: &str| Event::Reverse { id: id.into() };
    let all = [one.clone(), two.clone(), three, next];
    assert_eq!(admissions(all.to_vec()), 2);
    for gone in [&["s1"][..], &["s2"], &["s1", "s2"], &["s3", "s1"]] {
        let events = all.iter().cloned().chain(gone.iter().map(|id| back(id))).collect();
        assert_eq!(admissions(events), 2, "without {gone:?}: what is left of the stay, and the next");
    }
    let events = all.iter().cloned().chain(["s1", "s2", "s3"].map(back)).collect();
    assert_eq!(admissions(events), 1, "the whole stay is gone");
    let again = vec![one.clone(), two, back("s1"), one];
    assert_eq!(admissions(again), 1, "settled again after its second part");
}

#[test]
fn taken_back_by_differences_and_replayed_the_admissions_are_those_of_a_first_part() {
    let pack = pack_of(2026, "discharge", &format!("{BASIC}[[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n"));
    let parts = [part(1, Link::Interim, "100.00"), part(2, Link::Interim, "100.00")];
    let [first, second] = &settle_parts(&pack, &parts)[..] else { unreachable!() };
    let both = Accumulators::default().plus(&first.difference).plus(&second.difference);
    assert_eq!(both.admissions(), 1);
    let without = both.minus(&second.difference).minus(&first.difference);
    assert_eq!(without, Accumulators::default());
    let again = settle(&pack, &person(&[]), &without, &parts[1]);
    let alone = settle(&pack, &person(&[]), &without, &part(1, Link::Interim, "100.00"));
    assert_eq!(again.difference.counts, alone.difference.counts);
}

#[test]
fn a_line_shared_over_the_parts_is_shared_whichever_part_is_settled_last() {
    let pack = pack_of(
        2026,
        "discharge",
        &format!(
            "{BASIC}deductible_shared = [\"interim\"]\n[[layer.terms]]\ndeductible = \"500.00\"\nband = [{{ rate = \"100%\" }}]\n"
        ),
    );
    let parts = [part(2, Link::Interim, "1000.00"), part(1, Link::Interim, "1000.00")];
    assert_eq!(layer_pays(&settle_parts(&pack, &parts)), ["500.00", "1000.00"]);
}
