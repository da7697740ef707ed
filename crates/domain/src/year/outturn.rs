//! What each bill of a case comes to once everything that happened is in, under one pack or under two.

use super::case::{Case, Event};
use super::replay::{Replay, ReplayError, figures, replay};
use crate::adjudicate::{Bill, Figures, Outcome, Refusal};
use crate::money::{Money, MoneyError, Rounding};
use crate::pack::Pack;
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A bill that stands at the end of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outturn {
    /// By which the case names it.
    pub id: String,
    /// Whose: the place in the case's list of people.
    pub person: usize,
    /// Total charges.
    pub total: Money,
    /// What each layer of the pack pays, in its order.
    pub paid: Vec<Money>,
    /// What the patient bears; all of it where no fund takes part.
    pub you_pay: Money,
    /// Whether a fund takes part.
    pub covered: bool,
    /// The first reason why none does, as far as the last decision named one.
    pub refusal: Option<Refusal>,
    /// How many charges are of items that the pack's catalogue does not list.
    pub unlisted: u64,
}

impl Outturn {
    /// What all funds pay.
    pub fn funds(&self) -> Money {
        self.paid.iter().sum()
    }
}

/// The bills that stand at the end of a case under one pack, in the order in which they were first settled.
///
/// The case is moved to the pack's benefit year, and packs that its events name are left aside: the question is what
/// this pack alone would decide.
pub fn outturn(pack: &Pack, case: &Case, cases_year: i32) -> Result<Vec<Outturn>, ReplayError> {
    let mut case = case.clone();
    let kept: Vec<usize> = (1..=case.events.len()).filter(|number| !is_pack(&case.events[number - 1])).collect();
    case.events.retain(|event| !is_pack(event));
    let years = pack.rules.benefit_year.saturating_sub(cases_year);
    let case = if years == 0 { case } else { case.later_by(years) };
    let played = replay(&[pack], &case).map_err(|error| error.renumbered(&kept))?;
    standing(&case, &played)?
        .into_iter()
        .enumerate()
        .map(|(place, bill)| bill.outturn(pack, &case).map_err(|error| ReplayError::Amount { event: place + 1, error }))
        .collect()
}

fn is_pack(event: &Event) -> bool {
    matches!(event, Event::Pack { .. })
}

impl ReplayError {
    /// The same, with the number that the event has in the file.
    fn renumbered(mut self, kept: &[usize]) -> Self {
        let (Self::UnknownPerson { event, .. }
        | Self::UnknownSettlement { event, .. }
        | Self::Twice { event, .. }
        | Self::UnknownPack { event, .. }
        | Self::ChargeDays { event, .. }
        | Self::Amount { event, .. }) = &mut self;
        if let Some(number) = event.checked_sub(1).and_then(|place| kept.get(place)) {
            *event = *number;
        }
        self
    }
}

/// A bill that stands, while a case is gone through.
struct Stands<'a> {
    id: &'a str,
    person: &'a str,
    bill: &'a Bill,
    figures: Option<Figures>,
    refusal: Option<Refusal>,
}

/// The bills that stand at the end, with their last figures.
fn standing<'a>(case: &'a Case, played: &Replay) -> Result<Vec<Stands<'a>>, ReplayError> {
    let mut bills: Vec<Stands<'a>> = Vec::new();
    for (place, (event, step)) in case.events.iter().zip(&played.steps).enumerate() {
        let figures = || figures(&step.decisions).map_err(|error| ReplayError::Amount { event: place + 1, error });
        let refusal = || {
            step.decisions.iter().find_map(|decision| match &decision.outcome {
                Outcome::NotCovered(reasons) => reasons.first().cloned(),
                Outcome::Settled(_) => None,
            })
        };
        match event {
            Event::Settle(settle) => bills.push(Stands {
                id: &settle.id,
                person: &settle.person,
                bill: &settle.bill,
                figures: figures()?,
                refusal: refusal(),
            }),
            Event::Reverse { id } => bills.retain(|known| known.id != id),
            Event::Correct { id, bill, .. } => {
                if let Some(known) = bills.iter_mut().find(|known| known.id == id) {
                    known.bill = bill;
                    known.figures = figures()?;
                    known.refusal = refusal();
                }
            }
            Event::Category { .. } | Event::Death { .. } | Event::Pack { .. } => {}
        }
        for adjustment in &step.adjustments {
            if let Some(known) = bills.iter_mut().find(|known| known.id == adjustment.id) {
                known.figures.clone_from(&adjustment.after);
                known.refusal = known.refusal.take().filter(|_| adjustment.after.is_none());
            }
        }
    }
    Ok(bills)
}

impl Stands<'_> {
    fn outturn(self, pack: &Pack, case: &Case) -> Result<Outturn, MoneyError> {
        let unlisted = self.bill.lines.iter().filter(|line| pack.catalogue.item(&line.item).is_none()).count();
        let covered = self.figures.is_some();
        let (total, you_pay, by_layer) = if let Some(figures) = self.figures {
            (figures.total, figures.you_pay, figures.paid)
        } else {
            let total = self.bill.total()?;
            (total, total, BTreeMap::new())
        };
        let layers = pack.rules.layers.iter();
        Ok(Outturn {
            id: self.id.to_owned(),
            person: case.people.iter().position(|person| person.id == self.person).unwrap_or_default(),
            total,
            paid: layers.map(|layer| by_layer.get(&layer.id).copied().unwrap_or_default()).collect(),
            you_pay,
            covered,
            refusal: self.refusal,
            unlisted: u64::try_from(unlisted).unwrap_or_default(),
        })
    }
}

impl Bill {
    /// Total charges, rounded once as the engine does.
    pub fn total(&self) -> Result<Money, MoneyError> {
        let mut sum = Decimal::ZERO;
        for line in &self.lines {
            let amount = line.price.decimal().checked_mul(line.quantity.decimal()).ok_or(MoneyError::OutOfRange)?;
            sum = sum.checked_add(amount).ok_or(MoneyError::OutOfRange)?;
        }
        Money::rounded(sum, Rounding::HalfUp)
    }
}

/// Something of the pack in force, and the same of the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Pair<T> {
    /// Under the pack that is compared with.
    pub before: T,
    /// Under the other pack.
    pub after: T,
}

/// A bill under two packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedBill {
    /// The tier of the facility.
    pub tier: String,
    /// The day of the discharge, in the year of the cases.
    pub discharged: NaiveDate,
    /// The person's categories on that day, as far as the case ever states them.
    pub categories: Vec<String>,
    /// What it comes to.
    pub outturn: Pair<Outturn>,
}

impl ComparedBill {
    /// What the patient bears more under the second pack.
    pub fn change(&self) -> Money {
        self.outturn.after.you_pay - self.outturn.before.you_pay
    }
}

/// The same case under two packs: every bill that stands at its end.
pub fn compare(packs: Pair<&Pack>, case: &Case, cases_year: i32) -> Result<Vec<ComparedBill>, ReplayError> {
    let before = outturn(packs.before, case, cases_year)?;
    let after = outturn(packs.after, case, cases_year)?;
    Ok(before.into_iter().zip(after).map(|(before, after)| compared(case, Pair { before, after })).collect())
}

fn compared(case: &Case, outturn: Pair<Outturn>) -> ComparedBill {
    let person = &case.people[outturn.before.person];
    let bill = last_bill(case, &outturn.before.id);
    let discharged = bill.map_or(person.birth_date, |bill| bill.discharged);
    let learnt = case.events.iter().filter_map(|event| match event {
        Event::Category { person: whose, category } if *whose == person.id => Some(category),
        _ => None,
    });
    let known = person.categories.iter().chain(learnt).filter(|category| category.holds_on(discharged));
    let mut categories: Vec<String> = known.map(|category| category.code.clone()).collect();
    categories.sort();
    categories.dedup();
    ComparedBill { tier: bill.map(|bill| bill.tier.clone()).unwrap_or_default(), discharged, categories, outturn }
}

/// The bill of a settlement, as it was last stated.
fn last_bill<'a>(case: &'a Case, id: &str) -> Option<&'a Bill> {
    case.events.iter().rev().find_map(|event| match event {
        Event::Settle(settle) if settle.id == id => Some(&settle.bill),
        Event::Correct { id: corrected, bill, .. } if corrected == id => Some(&**bill),
        _ => None,
    })
}

/// The year in which most bills of these cases end; the earliest of equals.
pub fn year_of_cases<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Option<i32> {
    let mut years: BTreeMap<i32, u64> = BTreeMap::new();
    for event in cases.into_iter().flat_map(|case| &case.events) {
        if let Event::Settle(settle) = event {
            *years.entry(settle.bill.discharged.year()).or_default() += 1;
        }
    }
    let most = years.values().copied().max()?;
    years.into_iter().find(|(_, count)| *count == most).map(|(year, _)| year)
}
