//! A change in the middle of a year leaves the year as if it had been known from the beginning.

use crate::slow::county::Member;
use crate::slow::dice::Dice;
use crate::slow::draw::{self, Case, Event};
use crate::slow::text::date;
use crate::support::cases;
use chrono::NaiveDate;
use nonghe_domain::Money;
use nonghe_domain::adjudicate::{DatedCategory, Figures, Outcome};
use nonghe_domain::pack::Pack;
use nonghe_domain::year::{self, CasePerson, Decision, Replay, Settle, replay};
use proptest::collection::vec;
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

/// Every other county splits stays at the year's end, more than are drawn.
fn perhaps_splitting(mut case: Case, row: &[u32]) -> Case {
    if row.len() % 2 == 1 {
        case.county.year = "split";
    }
    case
}

/// The pack of the year before: the same rules, so that both parts of a split stay have one.
fn pack_before(case: &Case) -> Pack {
    let text = case.county.text().replacen("benefit_year = 2026", "benefit_year = 2025", 1);
    let text = text.replacen("effective_from = \"2026", "effective_from = \"2025", 1);
    case.county.pack_of(&text.replacen("effective_until = \"2026", "effective_until = \"2025", 1)).unwrap()
}

/// The days of some charges: around the beginning of the year.
fn days(dice: &mut Dice, charges: usize) -> Vec<NaiveDate> {
    (0..charges).map(|_| date(dice.below(16) - 8)).collect()
}

/// The events of a year as the engine's case has them; reversals name what they take back. Some stays are moved to the
/// beginning of the year, so that they are split where the county says so.
fn events(case: &Case, dice: &mut Dice) -> Vec<year::Event> {
    let mut count = 0;
    let mut reversed = Vec::new();
    let mut events = Vec::new();
    for event in &case.year.events {
        match event {
            Event::Bill(visit) => {
                let mut settle = Settle {
                    id: format!("s{count}"),
                    person: format!("p{}", visit.who),
                    bill: visit.bill(),
                    charged_on: vec![],
                };
                if dice.once_in(2) {
                    settle.bill.admitted = date(-1 - dice.below(8));
                    settle.bill.discharged = date(dice.below(8));
                    settle.bill.settled = settle.bill.discharged;
                    settle.charged_on = days(dice, settle.bill.lines.len());
                }
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

/// The packs of both years; or, once in a while by the county's own switch, that of 2026 alone.
fn packs(case: &Case) -> Option<Vec<Pack>> {
    let pack = case.county.pack_if_sound()?;
    let alone = case.county.limit_after_share;
    Some(if alone { vec![pack] } else { vec![pack_before(case), pack] })
}

fn refs(packs: &[Pack]) -> Vec<&Pack> {
    packs.iter().collect()
}

fn people(case: &Case) -> Vec<CasePerson> {
    case.year.household.iter().enumerate().map(|(place, member)| person(place, member)).collect()
}

/// What the decisions about a bill come to: the parts that are settled, and those that the patient bears alone.
fn together(decisions: &[Decision]) -> Option<Figures> {
    let settled = |decision: &Decision| match &decision.outcome {
        Outcome::Settled(settlement) => Some(settlement.figures()),
        Outcome::NotCovered(_) => None,
    };
    if decisions.iter().all(|decision| settled(decision).is_none()) {
        return None;
    }
    let mut sum = Figures { total: Money::ZERO, covered: Money::ZERO, paid: BTreeMap::new(), you_pay: Money::ZERO };
    for decision in decisions {
        let alone = decision.bill.total().unwrap();
        let figures = settled(decision).unwrap_or_else(|| Figures {
            total: alone,
            covered: Money::ZERO,
            paid: BTreeMap::new(),
            you_pay: alone,
        });
        sum.total += figures.total;
        sum.covered += figures.covered;
        sum.you_pay += figures.you_pay;
        for (layer, paid) in figures.paid {
            *sum.paid.entry(layer).or_default() += paid;
        }
    }
    Some(sum)
}

/// The figures of every settlement at the end: as decided, and as adjusted since. Each adjustment names what was.
fn at_the_end(events: &[year::Event], replay: &Replay) -> BTreeMap<String, Option<Figures>> {
    let mut known: BTreeMap<String, Option<Figures>> = BTreeMap::new();
    for (event, step) in events.iter().zip(&replay.steps) {
        if !step.decisions.is_empty() {
            known.insert(step.id.clone().unwrap(), together(&step.decisions));
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
    #![proptest_config(cases(120))]

    #[test]
    fn a_year_with_reversals_ends_like_one_without_the_reversed_bills(
        case in draw::cases(), row in vec(any::<u32>(), 0..60)
    ) {
        let case = perhaps_splitting(case, &row);
        let packs = packs(&case);
        prop_assume!(packs.is_some(), "one of its rules never applies");
        let packs = packs.unwrap();
        let all = events(&case, &mut Dice::of(row));
        let gone: Vec<_> = all.iter().filter_map(|event| match event {
            year::Event::Reverse { id } => Some(id.clone()),
            _ => None,
        }).collect();
        let stands = |event: &&year::Event| matches!(event, year::Event::Settle(settle) if !gone.contains(&settle.id));
        let rest: Vec<_> = all.iter().filter(stands).cloned().collect();
        let play = |events: &[year::Event]| {
            replay(&refs(&packs), &year::Case { people: people(&case), events: events.to_vec() }).unwrap()
        };
        let (played, fresh) = (play(&all), play(&rest));
        prop_assert_eq!(at_the_end(&all, &played), at_the_end(&rest, &fresh));
        prop_assert_eq!(played.totals, fresh.totals);
    }

    #[test]
    fn a_bill_corrected_later_ends_like_one_that_was_right_at_once(
        case in draw::cases(), row in vec(any::<u32>(), 0..60), visit in draw::visits(), which in any::<Index>()
    ) {
        let case = perhaps_splitting(case, &row);
        let packs = packs(&case);
        prop_assume!(packs.is_some(), "one of its rules never applies");
        let packs = packs.unwrap();
        let mut dice = Dice::of(row);
        let wrong: Vec<_> = events(&case, &mut dice).into_iter().filter(|event| matches!(event, year::Event::Settle(_))).collect();
        let place = which.index(wrong.len());
        let mut right = wrong.clone();
        let year::Event::Settle(settle) = &mut right[place] else { unreachable!() };
        settle.bill.lines = visit.bill().lines;
        // The days of before hold where the number of charges is the same.
        let same_days = settle.charged_on.len() == settle.bill.lines.len();
        if !settle.charged_on.is_empty() && !same_days {
            settle.charged_on = days(&mut dice, settle.bill.lines.len());
        }
        let charged_on = if same_days { vec![] } else { settle.charged_on.clone() };
        let correct = year::Event::Correct { id: settle.id.clone(), bill: Box::new(settle.bill.clone()), charged_on };
        let late: Vec<_> = wrong.iter().cloned().chain([correct]).collect();
        let play = |events: &[year::Event]| {
            replay(&refs(&packs), &year::Case { people: people(&case), events: events.to_vec() }).unwrap()
        };
        let (late_play, right_play) = (play(&late), play(&right));
        prop_assert_eq!(at_the_end(&late, &late_play), at_the_end(&right, &right_play));
        prop_assert_eq!(late_play.totals, right_play.totals);
    }

    #[test]
    fn a_category_known_late_ends_like_one_known_from_the_beginning(
        case in draw::cases(), row in vec(any::<u32>(), 0..60), from in 0_i64..300
    ) {
        let case = perhaps_splitting(case, &row);
        let packs = packs(&case);
        prop_assume!(packs.is_some(), "one of its rules never applies");
        let packs = packs.unwrap();
        let poor = DatedCategory {
            code: "poor".into(), from: crate::slow::text::date(from), until: None, source: "名单".into(),
        };
        let settled: Vec<_> = events(&case, &mut Dice::of(row)).into_iter().filter(|event| matches!(event, year::Event::Settle(_))).collect();
        let told = year::Event::Category { person: "p0".into(), category: poor.clone() };
        let late: Vec<_> = settled.iter().cloned().chain([told]).collect();
        let mut early = people(&case);
        early[0].categories.push(poor);
        let late_play = replay(&refs(&packs), &year::Case { people: people(&case), events: late.clone() }).unwrap();
        let early_play = replay(&refs(&packs), &year::Case { people: early, events: settled.clone() }).unwrap();
        prop_assert_eq!(at_the_end(&late, &late_play), at_the_end(&settled, &early_play));
        prop_assert_eq!(late_play.totals, early_play.totals);
    }
}
