//! A change while it is put together: before and after of each field, from the records as they are.

use super::relations::{successors, towards};
use crate::{ClinicError, ClinicResult};
use chrono::NaiveDate;
use nonghe_domain::person::Relation;
use nonghe_domain::{HouseholdId, OperatorId, PersonId, Text};
use nonghe_protocol::change::{Change, FromTo, HouseholdChange, HouseholdEnd, PersonChange, Presence, Stands};
use nonghe_store::{HouseholdRecord, PersonRecord, Store};

/// A change of people and households.
pub(crate) struct Builder<'a> {
    store: &'a Store,
    pub(crate) change: Change,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(store: &'a Store, by: OperatorId, on: NaiveDate, note: &str) -> Self {
        Self { store, change: Change::new(by, on, super::note(note)) }
    }

    /// The change of a person, to add a field to it.
    pub(crate) fn person(&mut self, person: PersonId) -> &mut PersonChange {
        let people = &mut self.change.people;
        let at = people.iter().position(|change| change.person == person).unwrap_or_else(|| {
            people.push(PersonChange::of(person));
            people.len() - 1
        });
        &mut people[at]
    }

    pub(crate) fn household(&mut self, household: HouseholdId) -> &mut HouseholdChange {
        let households = &mut self.change.households;
        let at = households.iter().position(|change| change.household == household).unwrap_or_else(|| {
            households.push(HouseholdChange::of(household));
            households.len() - 1
        });
        &mut households[at]
    }

    /// A person comes to a household here, from another one or from away.
    pub(crate) fn arrives(&mut self, person: &PersonRecord, household: HouseholdId, relation: Relation) {
        let change = self.person(person.id);
        change.household = FromTo::new(person.household, household);
        change.relation = FromTo::new(person.relation, relation);
        change.stands = FromTo::new(person.stands, Stands::HERE);
    }

    /// A person is no longer here.
    pub(crate) fn leaves(&mut self, person: &PersonRecord, presence: Presence, since: NaiveDate) {
        self.person(person.id).stands = FromTo::new(person.stands, Stands { presence, since: Some(since) });
    }

    pub(crate) fn relates(&mut self, person: &PersonRecord, relation: Relation) {
        self.person(person.id).relation = FromTo::new(person.relation, relation);
    }

    /// What becomes of a household that people leave: it gets another head, or it ends.
    pub(crate) fn after_leaving(
        &mut self,
        household: HouseholdId,
        gone: &[PersonId],
        new_head: Option<PersonId>,
        today: NaiveDate,
    ) -> ClinicResult<()> {
        let all = self.store.members(household)?;
        let (left, stay): (Vec<_>, Vec<_>) = all.iter().cloned().partition(|person| gone.contains(&person.id));
        if left.is_empty() {
            return Ok(());
        }
        if stay.is_empty() {
            let end = HouseholdEnd { on: self.change.on, into: None };
            self.household(household).end = FromTo::new(None, Some(end));
            return Ok(());
        }
        if !left.iter().any(|person| person.relation == Relation::Head) {
            return Ok(());
        }
        let head = match new_head {
            Some(chosen) => stay.iter().find(|person| person.id == chosen).ok_or_else(|| {
                let text = Text::new("新户主须是留在本户的成员", "The new head must be a member who stays");
                ClinicError::field("new_head", text)
            })?,
            None => successors(&stay, today).into_iter().next().ok_or(ClinicError::NotFound)?,
        };
        for person in &stay {
            self.relates(person, towards(head, person, &all));
        }
        Ok(())
    }

    /// Drops what changes nothing.
    pub(crate) fn finish(mut self) -> Change {
        self.change.people.retain(|person| !person.is_empty());
        self.change.households.retain(|household| !household.is_empty());
        self.change
    }
}

/// A household that is there.
pub(crate) fn open_household(store: &Store, id: HouseholdId, field: &str) -> ClinicResult<HouseholdRecord> {
    let household = store.household(id)?.ok_or(ClinicError::NotFound)?;
    if household.end.is_some() {
        let number = &household.number;
        let text = Text::new(
            format!("{number} 户已并入别户或已无成员"),
            format!("Household {number} was merged or has no members left"),
        );
        return Err(ClinicError::field(field, text));
    }
    Ok(household)
}
