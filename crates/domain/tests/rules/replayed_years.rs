//! A change in the middle of a year leaves the year as if it had been known from the beginning.

use crate::slow::county::Member;
use crate::slow::draw::{self, Case, Event};
use crate::support::cases;
use nonghe_domain::adjudicate::{DatedCategory, Figures, Outcome};
use nonghe_domain::year::{self, CasePerson, Replay, Settle, replay};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;

fn person(place: usize, member: &Member) -> CasePerson {
    let standing = member.standing();
    CasePerson {
        id: format!("p{place}"),
        birth_date: standing.birth_date,
        enrolled: true,
        waiting_until: None,
        categories: standing.categories,
        certificates: standing.certificates,
        history: None,
        member: standing.member,
    }
}

/// The events of a year as the engine's case has them; reversals name what they take back.
fn events(case: &Case) -> Vec<year::Event> {
    let mut count = 0;
    let mut reversed = Vec::new();
    let mut events = Vec::new();
    for event in &case.year.events {
        match event {
            Event::Bill(visit) => {
                let settle = Settle {
                    id: format!("s{count}"),
                    person: format!("p{}", visit.who),
                    bill: visit.bill(),
                    charged_on: vec![],
                };
                events.push(year::Event::Settle(Box::new(settle)));
                count += 1;
            }
            Event::Reversal(number) if !reversed.contains(number) => {
                events.push(year::Event::Reverse { id: format!("s{number}") });
                reversed.push(*number);
            }
            Event::Reversal(_) => {}
        }
    }
    events
}

fn people(case: &Case) -> Vec<CasePerson> {
    case.year.household.iter().enumerate().map(|(place, member)| person(place, member)).collect()
}

/// The figures of every settlement at the end: as decided, and as adjusted since. Each adjustment names what was.
fn at_the_end(events: &[year::Event], replay: &Replay) -> BTreeMap<String, Option<Figures>> {
    let mut known: BTreeMap<String, Option<Figures>> = BTreeMap::new();
    for (event, step) in events.iter().zip(&replay.steps) {
        for decision in &step.decisions {
            let figures = match &decision.outcome {
                Outcome::Settled(settlement) => Some(settlement.figures()),
                Outcome::NotCovered(_) => None,
            };
            known.insert(step.id.clone().unwrap(), figures);
        }
        for adjustment in &step.adjustments {
            let before = known.insert(adjustment.id.clone(), adjustment.after.clone());
            assert_eq!(before, Some(adjustment.before.clone()), "the adjustment of {} names what was", adjustment.id);
            assert_ne!(adjustment.before, adjustment.after, "nothing is named that stays as it was");
        }
        if let year::Event::Reverse { id } = event {
            known.remove(id);
        }
    }
    known
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn a_year_with_reversals_ends_like_one_without_the_reversed_bills(case in draw::cases()) {
        let pack = case.county.pack_if_sound();
        prop_assume!(pack.is_some(), "one of its rules never applies");
        let pack = pack.unwrap();
        let all = events(&case);
        let gone: Vec<_> = all.iter().filter_map(|event| match event {
            year::Event::Reverse { id } => Some(id.clone()),
            _ => None,
        }).collect();
        let stands = |event: &&year::Event| matches!(event, year::Event::Settle(settle) if !gone.contains(&settle.id));
        let rest: Vec<_> = all.iter().filter(stands).cloned().collect();
        let play = |events: &[year::Event]| {
            replay(&[&pack], &year::Case { people: people(&case), events: events.to_vec() }).unwrap()
        };
        let (played, fresh) = (play(&all), play(&rest));
        prop_assert_eq!(at_the_end(&all, &played), at_the_end(&rest, &fresh));
        prop_assert_eq!(played.totals, fresh.totals);
    }

    #[test]
    fn a_bill_corrected_later_ends_like_one_that_was_right_at_once(
        case in draw::cases(), visit in draw::visits(), which in any::<Index>()
    ) {
        let pack = case.county.pack_if_sound();
        prop_assume!(pack.is_some(), "one of its rules never applies");
        let pack = pack.unwrap();
        let wrong: Vec<_> = events(&case).into_iter().filter(|event| matches!(event, year::Event::Settle(_))).collect();
        let place = which.index(wrong.len());
        let mut right = wrong.clone();
        let year::Event::Settle(settle) = &mut right[place] else { unreachable!() };
        settle.bill.lines = visit.bill().lines;
        let correct = year::Event::Correct { id: settle.id.clone(), bill: Box::new(settle.bill.clone()), charged_on: vec![] };
        let late: Vec<_> = wrong.iter().cloned().chain([correct]).collect();
        let play = |events: &[year::Event]| {
            replay(&[&pack], &year::Case { people: people(&case), events: events.to_vec() }).unwrap()
        };
        let (late_play, right_play) = (play(&late), play(&right));
        prop_assert_eq!(at_the_end(&late, &late_play), at_the_end(&right, &right_play));
        prop_assert_eq!(late_play.totals, right_play.totals);
    }

    #[test]
    fn a_category_known_late_ends_like_one_known_from_the_beginning(case in draw::cases(), from in 0_i64..300) {
        let pack = case.county.pack_if_sound();
        prop_assume!(pack.is_some(), "one of its rules never applies");
        let pack = pack.unwrap();
        let poor = DatedCategory {
            code: "poor".into(), from: crate::slow::text::date(from), until: None, source: "名单".into(),
        };
        let settled: Vec<_> = events(&case).into_iter().filter(|event| matches!(event, year::Event::Settle(_))).collect();
        let told = year::Event::Category { person: "p0".into(), category: poor.clone() };
        let late: Vec<_> = settled.iter().cloned().chain([told]).collect();
        let mut early = people(&case);
        early[0].categories.push(poor);
        let late_play = replay(&[&pack], &year::Case { people: people(&case), events: late.clone() }).unwrap();
        let early_play = replay(&[&pack], &year::Case { people: early, events: settled.clone() }).unwrap();
        prop_assert_eq!(at_the_end(&late, &late_play), at_the_end(&settled, &early_play));
        prop_assert_eq!(late_play.totals, early_play.totals);
    }
}
