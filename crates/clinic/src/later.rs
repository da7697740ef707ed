//! What later settlements of a year would come to without an earlier one.
//!
//! A forecast from the local journal, by the engine that the county uses too. The county decides, in its own order and
//! with what it knows of other centres.

use crate::trial::standing;
use crate::views::LaterRow;
use crate::{Clinic, ClinicError, ClinicResult};
use nonghe_domain::adjudicate::{Accumulators, Figures, Outcome, Standing, adjudicate};
use nonghe_domain::pack::Pack;
use nonghe_domain::{Money, PersonId};
use nonghe_protocol::Body;
use nonghe_protocol::body::{BillSettled, LaterSettlement};
use nonghe_store::{SettlementRecord, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What taking a settlement away does to those after it.
#[derive(Debug, Default)]
pub(crate) struct Forecast {
    /// Settlements that come to other figures, in their order.
    pub(crate) affected: Vec<Later>,
    /// How many stay as they are.
    pub(crate) unaffected: usize,
}

/// A later settlement that comes to other figures.
#[derive(Debug)]
pub(crate) struct Later {
    pub(crate) record: SettlementRecord,
    /// What the patient bears as it stands.
    pub(crate) now: Money,
    /// What the patient would bear.
    pub(crate) then: Money,
}

/// A settlement with what decides it: the record of the person and the packs as they are now.
struct Settled {
    record: SettlementRecord,
    body: Box<BillSettled>,
    pack: Arc<Pack>,
    standing: Standing,
}

impl Later {
    /// As the entry of the reversal names it.
    pub(crate) fn named(&self) -> LaterSettlement {
        LaterSettlement { settlement: self.record.id, you_pay: self.now, expected: self.then }
    }
}

impl Settled {
    /// The figures that stand: the county's, if they are others than the centre's.
    fn figures(&self) -> Figures {
        self.record.county.clone().unwrap_or_else(|| self.body.decision.figures())
    }
}

impl Clinic {
    /// Decides again what was settled after a settlement, without it.
    pub(crate) fn forecast_without(&self, store: &Store, reversed: &SettlementRecord) -> ClinicResult<Forecast> {
        let person = store.person(reversed.person)?.ok_or(ClinicError::NotFound)?;
        let household = store.counted_with(&person)?;
        let mut people = household.clone();
        let mut later: Vec<Settled> = Vec::new();
        // Who counted with somebody may have moved since, and has settlements that count others.
        let mut looked = 0;
        while let Some(member) = people.get(looked).copied() {
            looked += 1;
            for record in store.settlements_counting(member, reversed.year, reversed.seq)? {
                if later.iter().any(|known| known.record.id == record.id) {
                    continue;
                }
                let met: Vec<PersonId> = record.counted.iter().chain([&record.person]).copied().collect();
                people.extend(met.into_iter().filter(|met| !people.contains(met)).collect::<Vec<_>>());
                later.push(self.settled_by(store, record)?);
            }
        }
        if !later.iter().any(|settled| settled.pack.rules.counts_households()) {
            people = vec![person.id];
            later.retain(|settled| settled.record.person == person.id);
        }
        later.sort_by_key(|settled| settled.record.seq);
        let mut year = BTreeMap::new();
        for member in people {
            year.insert(member, store.standing(member, reversed.year)?);
        }
        for record in later.iter().map(|settled| &settled.record).chain([reversed]) {
            change(&mut year, record.person, |totals| totals.minus(&record.difference));
        }
        play(year, &household, later)
    }

    fn settled_by(&self, store: &Store, record: SettlementRecord) -> ClinicResult<Settled> {
        let entry = store.entry(record.seq)?.ok_or(ClinicError::NotFound)?;
        let Body::BillSettled(body) = store.body(record.seq)? else { return Err(ClinicError::NotFound) };
        let own = self.pack_by_hash(&entry.envelope.pack_hash.ok_or(ClinicError::NotFound)?)?;
        let pack = self.deciding_pack(&body.bill)?;
        let pack = if pack.rules.benefit_year == record.year { pack } else { own };
        let person = store.person(record.person)?.ok_or(ClinicError::NotFound)?;
        let standing = standing(store, &pack, &person, &body.bill)?;
        Ok(Settled { record, body, pack, standing })
    }

    /// Later settlements for people.
    pub(crate) fn later_rows(&self, store: &Store, later: &[LaterSettlement]) -> ClinicResult<Vec<LaterRow>> {
        let row = |later: &LaterSettlement| {
            let record = store.settlement(later.settlement)?.ok_or(ClinicError::NotFound)?;
            let person = store.person(record.person)?.ok_or(ClinicError::NotFound)?;
            Ok(LaterRow {
                settlement: record.id.to_string(),
                number: record.number,
                at: record.at.format("%Y-%m-%d").to_string(),
                name: person.name,
                you_pay: later.you_pay.into(),
                expected: later.expected.into(),
                difference: (later.expected - later.you_pay).into(),
            })
        };
        later.iter().map(row).collect()
    }
}

fn play(
    mut year: BTreeMap<PersonId, Accumulators>,
    household: &[PersonId],
    later: Vec<Settled>,
) -> ClinicResult<Forecast> {
    let mut forecast = Forecast::default();
    for settled in later {
        let person = settled.record.person;
        let own = year.get(&person).cloned().unwrap_or_default();
        let counted = if settled.record.counted.is_empty() { household } else { &settled.record.counted };
        let history = if settled.pack.rules.counts_households() {
            own.with_household(counted.iter().filter_map(|counted| year.get(counted)))
        } else {
            own
        };
        let Settled { body, pack, standing, .. } = &settled;
        let (now, mut then) = (settled.figures(), body.decision.figures().unpaid());
        if let Outcome::Settled(again) = adjudicate(pack, standing, &history, &body.bill)? {
            change(&mut year, person, |totals| totals.plus(&again.difference));
            then = again.figures();
        }
        if now == then {
            forecast.unaffected += 1;
        } else {
            forecast.affected.push(Later { record: settled.record, now: now.you_pay, then: then.you_pay });
        }
    }
    Ok(forecast)
}

fn change(
    year: &mut BTreeMap<PersonId, Accumulators>,
    person: PersonId,
    change: impl FnOnce(Accumulators) -> Accumulators,
) {
    let totals = year.entry(person).or_default();
    *totals = change(std::mem::take(totals));
}
