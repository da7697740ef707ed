//! Plays a case from its events.

use super::case::{Case, Event, Settle};
use super::split::split_at_year_end;
use crate::adjudicate::{Accumulators, Bill, Figures, Outcome, Refusal, Standing, adjudicate};
use crate::money::MoneyError;
use crate::pack::{Pack, YearRule};
use chrono::Datelike as _;
use serde::Serialize;
use std::collections::BTreeSet;

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Replay {
    /// What each event did, in order.
    pub steps: Vec<Step>,
    /// Every person's totals at the end.
    pub totals: Vec<TotalsOf>,
}

/// What an event did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// The settlement that it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What was decided: one decision, or two for a stay across the year's end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Other settlements that it changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
}

/// A bill and what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// The bill, or the part of it.
    #[serde(skip)]
    pub bill: Bill,
    /// The person as known then.
    #[serde(skip)]
    pub standing: Standing,
    /// The year before it; empty where no pack decided.
    #[serde(skip)]
    pub history: Accumulators,
    /// The pack that decided, by its place.
    #[serde(skip)]
    pub pack: Option<usize>,
    /// Hash of the pack that decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack_hash: Option<String>,
    /// What was decided.
    pub outcome: Outcome,
}

/// A settlement that a later event changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Adjustment {
    /// Which settlement.
    pub id: String,
    /// Its figures before; none if no fund took part.
    pub before: Option<Figures>,
    /// Its figures now.
    pub after: Option<Figures>,
    /// Hash of the pack that decided it anew; none if no pack holds on the day. Of a stay across the year's end that of
    /// the first part which came out differently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack_hash: Option<String>,
}

/// A person's totals of a benefit year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TotalsOf {
    /// Whose.
    pub person: String,
    /// Which year.
    pub year: i32,
    /// The totals.
    pub totals: Accumulators,
}

/// A case that cannot be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// An event names a person who is not in the case.
    #[error("event {event}: there is no person {id}")]
    UnknownPerson {
        /// Which event, from 1.
        event: usize,
        /// Whom it names.
        id: String,
    },
    /// An event names a settlement that does not stand.
    #[error("event {event}: there is no settlement {id} that stands")]
    UnknownSettlement {
        /// Which event, from 1.
        event: usize,
        /// Which settlement.
        id: String,
    },
    /// Two settlements or two people of one name.
    #[error("event {event}: {id} stands twice")]
    Twice {
        /// Which event, from 1; 0 for a person.
        event: usize,
        /// The name.
        id: String,
    },
    /// An event names a pack that was not given.
    #[error("event {event}: pack {id} {version} was not given")]
    UnknownPack {
        /// Which event, from 1.
        event: usize,
        /// Its id.
        id: String,
        /// Its version.
        version: String,
    },
    /// A stay is to be split at the year's end, and its days of the charges are not one for each charge.
    #[error("event {event}: {id} has {charges} charges, but charged_on has {days} days")]
    ChargeDays {
        /// Which event, from 1.
        event: usize,
        /// Which settlement.
        id: String,
        /// How many charges the bill has.
        charges: usize,
        /// How many days are known.
        days: usize,
    },
    /// An amount out of range.
    #[error("event {event}: {error}")]
    Amount {
        /// Which event, from 1.
        event: usize,
        /// What is wrong.
        error: MoneyError,
    },
}

/// Plays the events of a case. Where several packs hold on a day, the one that arrived last decides.
pub fn replay(packs: &[&Pack], case: &Case) -> Result<Replay, ReplayError> {
    let mut year = Year::begin(packs, case)?;
    let mut steps = Vec::with_capacity(case.events.len());
    for (place, event) in case.events.iter().enumerate() {
        steps.push(year.play(place + 1, event)?);
    }
    let totals = year.totals();
    Ok(Replay { steps, totals })
}

/// A settlement that stands.
struct Known {
    settle: Settle,
    person: usize,
    decisions: Vec<Decision>,
}

struct Year<'a> {
    packs: &'a [&'a Pack],
    /// Which packs are known, in the order of their arrival.
    known: Vec<usize>,
    names: Vec<&'a str>,
    people: Vec<Standing>,
    begun: Vec<(i32, Accumulators)>,
    settled: Vec<Known>,
}

impl<'a> Year<'a> {
    fn begin(packs: &'a [&'a Pack], case: &'a Case) -> Result<Self, ReplayError> {
        let arrives = |pack: &Pack| {
            case.events.iter().any(|event| matches!(event, Event::Pack { id, version } if pack.is(id, version)))
        };
        let names: Vec<&str> = case.people.iter().map(|person| person.id.as_str()).collect();
        for (place, name) in names.iter().enumerate() {
            if names[..place].contains(name) {
                return Err(ReplayError::Twice { event: 0, id: (*name).to_owned() });
            }
        }
        let begun = case.people.iter().map(|person| {
            person.history.as_ref().map_or((0, Accumulators::default()), |begun| (begun.year, begun.totals.clone()))
        });
        Ok(Self {
            packs,
            known: (0..packs.len()).filter(|place| !arrives(packs[*place])).collect(),
            people: case.people.iter().enumerate().map(|(place, person)| person.standing(place)).collect(),
            begun: begun.collect(),
            names,
            settled: Vec::new(),
        })
    }

    fn play(&mut self, event: usize, what: &Event) -> Result<Step, ReplayError> {
        match what {
            Event::Settle(settle) => self.settle(event, settle),
            Event::Reverse { id } => {
                let place = self.place(event, id)?;
                self.settled.remove(place);
                self.again(event, place, Some(id))
            }
            Event::Correct { id, bill, charged_on } => {
                let place = self.place(event, id)?;
                let settle = &mut self.settled[place].settle;
                settle.bill = (**bill).clone();
                if !charged_on.is_empty() {
                    settle.charged_on.clone_from(charged_on);
                }
                let mut step = self.again(event, place, Some(id))?;
                step.adjustments.retain(|adjustment| adjustment.id != *id);
                step.decisions.clone_from(&self.settled[place].decisions);
                Ok(step)
            }
            Event::Category { person, category } => {
                let person = self.person(event, person)?;
                self.people[person].categories.push(category.clone());
                self.again(event, 0, None)
            }
            Event::Death { person, died } => {
                let person = self.person(event, person)?;
                self.people[person].member.died = Some(*died);
                self.again(event, 0, None)
            }
            Event::Pack { id, version } => {
                let unknown = || ReplayError::UnknownPack { event, id: id.clone(), version: version.clone() };
                let place = self.packs.iter().position(|pack| pack.is(id, version)).ok_or_else(unknown)?;
                self.known.retain(|known| *known != place);
                self.known.push(place);
                self.again(event, 0, None)
            }
        }
    }

    fn settle(&mut self, event: usize, settle: &Settle) -> Result<Step, ReplayError> {
        if self.settled.iter().any(|known| known.settle.id == settle.id) {
            return Err(ReplayError::Twice { event, id: settle.id.clone() });
        }
        let person = self.person(event, &settle.person)?;
        let decisions = self.decide(event, self.settled.len(), person, settle)?;
        self.settled.push(Known { settle: settle.clone(), person, decisions: decisions.clone() });
        Ok(Step { id: Some(settle.id.clone()), decisions, adjustments: Vec::new() })
    }

    /// Decides again what stands from a place on, and names what came out otherwise.
    fn again(&mut self, event: usize, from: usize, id: Option<&str>) -> Result<Step, ReplayError> {
        let mut adjustments = Vec::new();
        for place in from..self.settled.len() {
            let known = &self.settled[place];
            let decisions = self.decide(event, place, known.person, &known.settle)?;
            let of = |decisions: &[Decision]| figures(decisions).map_err(|error| ReplayError::Amount { event, error });
            let (before, after) = (of(&known.decisions)?, of(&decisions)?);
            if before != after {
                let mut was = known.decisions.iter().map(|decision| &decision.outcome);
                let differs = decisions.iter().find(|decision| was.next() != Some(&decision.outcome));
                let pack_hash = differs.or(decisions.last()).and_then(|decision| decision.pack_hash.clone());
                adjustments.push(Adjustment { id: known.settle.id.clone(), before, after, pack_hash });
            }
            self.settled[place].decisions = decisions;
        }
        Ok(Step { id: id.map(str::to_owned), decisions: Vec::new(), adjustments })
    }

    /// What a bill comes to after the settlements before a place.
    fn decide(&self, event: usize, place: usize, person: usize, settle: &Settle) -> Result<Vec<Decision>, ReplayError> {
        let mut decisions: Vec<Decision> = Vec::new();
        for bill in self.parts(event, settle)? {
            let pack = self.pack_for(&bill);
            let (history, outcome) = if let Some(pack) = pack {
                let rules = self.packs[pack];
                let history = self.history(place, person, rules, &bill, &decisions);
                let outcome = adjudicate(rules, &self.people[person], &history, &bill)
                    .map_err(|error| ReplayError::Amount { event, error })?;
                (history, outcome)
            } else {
                let refusal = Refusal::PackDoesNotCover { date: bill.discharged };
                (Accumulators::default(), Outcome::NotCovered(vec![refusal]))
            };
            let pack_hash = pack.map(|pack| self.packs[pack].hash.clone());
            let standing = self.people[person].clone();
            decisions.push(Decision { bill, standing, history, pack, pack_hash, outcome });
        }
        Ok(decisions)
    }

    /// The bill, or its parts where it is split at the year's end. Without any day of a charge it is not split, which
    /// is refused as a stay across the year's end.
    fn parts(&self, event: usize, settle: &Settle) -> Result<Vec<Bill>, ReplayError> {
        let Settle { id, bill, charged_on, .. } = settle;
        let splits = self.known.iter().any(|place| self.packs[*place].rules.year.rule == YearRule::Split);
        if !splits || charged_on.is_empty() || bill.admitted.year() == bill.discharged.year() {
            return Ok(vec![bill.clone()]);
        }
        let (charges, days) = (bill.lines.len(), charged_on.len());
        if charges != days {
            return Err(ReplayError::ChargeDays { event, id: id.clone(), charges, days });
        }
        Ok(split_at_year_end(bill, id, |place, _| charged_on[place]))
    }

    fn pack_for(&self, bill: &Bill) -> Option<usize> {
        let holds = |place: &&usize| {
            let rules = &self.packs[**place].rules;
            rules.covers(rules.year.rule.date_of(bill))
        };
        self.known.iter().rev().find(holds).copied()
    }

    /// The year before a bill: the person's, and the household's where the pack counts it.
    fn history(&self, place: usize, person: usize, pack: &Pack, bill: &Bill, parts: &[Decision]) -> Accumulators {
        let year = pack.rules.benefit_year;
        let own = self.total(place, person, year, parts);
        let own = match &bill.episode {
            Some(episode) if bill.continues().is_some() => {
                // What holds once for an episode also counts what the year before took, paid and admitted.
                own.plus(&self.total(place, person, year - 1, parts).of_episode(&episode.id))
            }
            _ => own,
        };
        if !pack.rules.counts_households() {
            return own;
        }
        let members: Vec<Accumulators> = (0..self.people.len())
            .map(|member| self.total(place, member, year, if member == person { parts } else { &[] }))
            .collect();
        own.with_household(&members)
    }

    fn total(&self, place: usize, person: usize, year: i32, parts: &[Decision]) -> Accumulators {
        let begun = &self.begun[person];
        let mut total = if begun.0 == year { begun.1.clone() } else { Accumulators::default() };
        let earlier = self.settled[..place].iter().filter(|known| known.person == person);
        for decision in earlier.flat_map(|known| &known.decisions).chain(parts) {
            if let Outcome::Settled(settlement) = &decision.outcome
                && settlement.year == year
            {
                total = total.plus(&settlement.difference);
            }
        }
        total
    }

    fn totals(&self) -> Vec<TotalsOf> {
        let mut totals = BTreeSet::new();
        for (person, begun) in self.begun.iter().enumerate() {
            if begun.1 != Accumulators::default() {
                totals.insert((person, begun.0));
            }
        }
        for known in &self.settled {
            for decision in &known.decisions {
                if let Outcome::Settled(settlement) = &decision.outcome {
                    totals.insert((known.person, settlement.year));
                }
            }
        }
        let end = self.settled.len();
        let total = |(person, year): (usize, i32)| TotalsOf {
            person: self.names[person].to_owned(),
            year,
            totals: self.total(end, person, year, &[]),
        };
        totals.into_iter().map(total).collect()
    }

    fn person(&self, event: usize, id: &str) -> Result<usize, ReplayError> {
        let unknown = || ReplayError::UnknownPerson { event, id: id.to_owned() };
        self.names.iter().position(|name| *name == id).ok_or_else(unknown)
    }

    fn place(&self, event: usize, id: &str) -> Result<usize, ReplayError> {
        let unknown = || ReplayError::UnknownSettlement { event, id: id.to_owned() };
        self.settled.iter().position(|known| known.settle.id == id).ok_or_else(unknown)
    }
}

/// The figures of a settlement, its parts together; none if no fund takes part in any. The patient bears a part in which
/// no fund takes part, so it belongs to the sum.
pub(super) fn figures(decisions: &[Decision]) -> Result<Option<Figures>, MoneyError> {
    let mut settled = decisions.iter().filter_map(|decision| match &decision.outcome {
        Outcome::Settled(settlement) => Some(settlement.figures()),
        Outcome::NotCovered(_) => None,
    });
    let Some(mut sum) = settled.next() else { return Ok(None) };
    for part in settled {
        sum.total += part.total;
        sum.covered += part.covered;
        sum.you_pay += part.you_pay;
        for (layer, paid) in part.paid {
            *sum.paid.entry(layer).or_default() += paid;
        }
    }
    for decision in decisions {
        if let Outcome::NotCovered(_) = decision.outcome {
            let refused = decision.bill.total()?;
            sum.total = sum.total.checked_add(refused)?;
            sum.you_pay = sum.you_pay.checked_add(refused)?;
        }
    }
    Ok(Some(sum))
}

impl Pack {
    /// Whether it is a pack of this name and version.
    fn is(&self, id: &str, version: &str) -> bool {
        self.rules.id == id && self.rules.version == version
    }
}
