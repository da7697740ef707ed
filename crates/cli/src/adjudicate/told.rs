//! What `nonghe adjudicate` prints. `docs/schema/settlement.schema.json` is made of these types.

use chrono::NaiveDate;
use nonghe_domain::adjudicate::{Explanation, Figures, Outcome, explain_outcome, explain_without_pack};
use nonghe_domain::pack::Pack;
use nonghe_domain::year::{Adjustment, Case, Decision, Event, ReplayError, TotalsOf, replay};
use nonghe_domain::{Money, Text};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A case and what was decided.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Adjudicated {
    /// The packs, in the order in which they were given.
    pub packs: Vec<PackNamed>,
    /// Codes of the case that no pack defines: often slips of the pen.
    pub notes: Vec<Text>,
    /// What each event did, in order.
    pub steps: Vec<StepTold>,
    /// Every person's totals at the end.
    pub totals: Vec<TotalsOf>,
}

/// A pack by its names.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PackNamed {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: Text,
    /// The hash of its content, by which decisions name it.
    pub hash: String,
    /// Its benefit year.
    pub benefit_year: i32,
    /// Only for demonstrations, never for a real claim.
    pub demonstration: bool,
}

/// What an event did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepTold {
    /// Its number, from 1.
    pub event: usize,
    /// What happened.
    pub kind: EventKind,
    /// The settlement that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The person whom it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What was decided: one decision, or one for each part of a stay across the year's end.
    pub decisions: Vec<DecisionTold>,
    /// Earlier decisions that it changed, with both figures.
    pub adjustments: Vec<Adjustment>,
    /// The totals after it: the person's after a settlement, else everybody's.
    pub totals: Vec<TotalsOf>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// A bill was settled.
    Settle,
    /// A settlement was reversed.
    Reverse,
    /// A bill was corrected.
    Correct,
    /// A category became known.
    Category,
    /// A death became known.
    Death,
    /// A pack arrived.
    Pack,
}

/// A decision with its explanation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DecisionTold {
    /// First day of the bill, or of the part of it.
    pub admitted: NaiveDate,
    /// Last day.
    pub discharged: NaiveDate,
    /// Hash of the pack that decided; none if no pack holds on the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack_hash: Option<String>,
    /// The figures.
    pub outcome: Outcome,
    /// What is paid at the desk; none if no fund takes part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at_desk: Option<Money>,
    /// The figures in words: rows that add up, rules, inputs, formulas, reasons, advice.
    pub explanation: Explanation,
}

impl Adjudicated {
    /// Plays a case and puts each decision into words.
    pub fn of(packs: &[&Pack], case: &Case, notes: Vec<Text>) -> Result<Self, ReplayError> {
        let played = replay(packs, case)?;
        let mut after = After { packs, case, totals: BTreeMap::new(), stale: true };
        let mut steps = Vec::with_capacity(played.steps.len());
        for (place, (event, step)) in case.events.iter().zip(played.steps).enumerate() {
            let number = place + 1;
            let amount = |error| ReplayError::Amount { event: number, error };
            let totals = after.event(place, event, &step.decisions)?;
            let decisions = step.decisions.into_iter().map(|decision| DecisionTold::of(packs, decision));
            let decisions = decisions.collect::<Result<_, _>>().map_err(amount)?;
            steps.push(StepTold {
                event: number,
                kind: kind(event),
                id: step.id,
                person: person(event),
                decisions,
                adjustments: step.adjustments,
                totals,
            });
        }
        Ok(Self { packs: packs.iter().map(|pack| PackNamed::of(pack)).collect(), notes, steps, totals: played.totals })
    }
}

impl PackNamed {
    fn of(pack: &Pack) -> Self {
        let rules = &pack.rules;
        Self {
            id: rules.id.clone(),
            version: rules.version.clone(),
            title: rules.title.clone(),
            hash: pack.hash.clone(),
            benefit_year: rules.benefit_year,
            demonstration: rules.demonstration,
        }
    }
}

impl DecisionTold {
    fn of(packs: &[&Pack], decision: Decision) -> Result<Self, nonghe_domain::MoneyError> {
        let Decision { bill, standing, history, pack, pack_hash, outcome } = decision;
        let due_at_desk = match &outcome {
            Outcome::Settled(settlement) => Some(settlement.due_at_desk()),
            Outcome::NotCovered(_) => None,
        };
        let explanation = match pack {
            Some(pack) => explain_outcome(packs[pack], &standing, &history, &bill, &outcome)?,
            None => explain_without_pack(&bill, bill.discharged)?,
        };
        let (admitted, discharged) = (bill.admitted, bill.discharged);
        Ok(Self { admitted, discharged, pack_hash, outcome, due_at_desk, explanation })
    }
}

/// The totals after each event.
struct After<'a> {
    packs: &'a [&'a Pack],
    case: &'a Case,
    totals: BTreeMap<(String, i32), TotalsOf>,
    /// Whether they are to be found anew from all events so far.
    stale: bool,
}

impl After<'_> {
    fn event(&mut self, place: usize, event: &Event, decisions: &[Decision]) -> Result<Vec<TotalsOf>, ReplayError> {
        let Event::Settle(settle) = event else {
            self.find(place + 1)?;
            return Ok(self.totals.values().cloned().collect());
        };
        if self.stale {
            self.find(place)?;
        }
        for decision in decisions {
            if let Outcome::Settled(settlement) = &decision.outcome {
                let (person, year) = (settle.person.clone(), settlement.year);
                let known = self.totals.remove(&(person.clone(), year)).map(|known| known.totals);
                let totals = known.unwrap_or_else(|| self.begun(&person, year)).plus(&settlement.difference);
                self.totals.insert((person.clone(), year), TotalsOf { person, year, totals });
            }
        }
        Ok(self.totals.values().filter(|totals| totals.person == settle.person).cloned().collect())
    }

    /// A settlement only adds its difference; anything else may change all that came before it.
    fn find(&mut self, events: usize) -> Result<(), ReplayError> {
        let so_far = Case { people: self.case.people.clone(), events: self.case.events[..events].to_vec() };
        let found = replay(self.packs, &so_far)?.totals;
        self.totals = found.into_iter().map(|totals| ((totals.person.clone(), totals.year), totals)).collect();
        self.stale = false;
        Ok(())
    }

    fn begun(&self, person: &str, year: i32) -> nonghe_domain::adjudicate::Accumulators {
        let known = self.case.people.iter().find(|known| known.id == person);
        let begun = known.and_then(|person| person.history.as_ref()).filter(|begun| begun.year == year);
        begun.map(|begun| begun.totals.clone()).unwrap_or_default()
    }
}

fn kind(event: &Event) -> EventKind {
    match event {
        Event::Settle(_) => EventKind::Settle,
        Event::Reverse { .. } => EventKind::Reverse,
        Event::Correct { .. } => EventKind::Correct,
        Event::Category { .. } => EventKind::Category,
        Event::Death { .. } => EventKind::Death,
        Event::Pack { .. } => EventKind::Pack,
    }
}

fn person(event: &Event) -> Option<String> {
    match event {
        Event::Settle(settle) => Some(settle.person.clone()),
        Event::Category { person, .. } | Event::Death { person, .. } => Some(person.clone()),
        Event::Reverse { .. } | Event::Correct { .. } | Event::Pack { .. } => None,
    }
}

impl StepTold {
    /// What happened, as a heading.
    pub fn heading(&self) -> Text {
        let number = self.event;
        let (id, person) = (self.id.as_deref().unwrap_or_default(), self.person.as_deref().unwrap_or_default());
        let (zh, en) = match self.kind {
            EventKind::Settle => {
                (format!("{number}. 结算 {id}（{person}）"), format!("{number}. Settlement {id} ({person})"))
            }
            EventKind::Reverse => (format!("{number}. 红冲 {id}"), format!("{number}. Reversal of {id}")),
            EventKind::Correct => (format!("{number}. 更正 {id}"), format!("{number}. Correction of {id}")),
            EventKind::Category => (
                format!("{number}. {person} 的人员类别变更"),
                format!("{number}. A category of {person} becomes known"),
            ),
            EventKind::Death => {
                (format!("{number}. 得知 {person} 死亡"), format!("{number}. The death of {person} becomes known"))
            }
            EventKind::Pack => (format!("{number}. 政策包到达"), format!("{number}. A pack arrives")),
        };
        Text::new(zh, en)
    }
}

/// An adjustment with both figures.
pub fn adjustment_words(adjustment: &Adjustment) -> Text {
    let id = &adjustment.id;
    let you_pay = |figures: &Option<Figures>| figures.as_ref().map(|figures| figures.you_pay);
    match (you_pay(&adjustment.before), you_pay(&adjustment.after)) {
        (Some(before), Some(after)) => {
            let change = (after - before).grouped();
            let (before, after) = (before.grouped(), after.grouped());
            Text::new(
                format!("随之调整 {id}：您自己付 {before} → {after}（{change}）"),
                format!("Adjusted with it, {id}: you pay {before} → {after} ({change})"),
            )
        }
        (None, Some(after)) => Text::new(
            format!("随之调整 {id}：原来没有基金支付，现在您自己付 {}", after.grouped()),
            format!("Adjusted with it, {id}: no fund took part; now you pay {}", after.grouped()),
        ),
        (Some(before), None) => Text::new(
            format!("随之调整 {id}：原来您自己付 {}，现在没有基金支付", before.grouped()),
            format!("Adjusted with it, {id}: you paid {}; now no fund takes part", before.grouped()),
        ),
        (None, None) => Text::new(format!("随之调整 {id}"), format!("Adjusted with it: {id}")),
    }
}
