//! Changing households: address, head, split, merge.

use super::relations::towards;
use super::{Builder, chosen, chosen_relation, leave_households, open_household};
use crate::registration::{household_number, phone, tidy, village};
use crate::views::{ChangeView, HeadInput, HouseholdChangeInput, MergeInput, RelationInput, SplitInput};
use crate::{Clinic, ClinicError, ClinicResult, Now, id, random};
use nonghe_domain::person::Relation;
use nonghe_domain::{HouseholdId, PersonId, Text};
use nonghe_protocol::Role;
use nonghe_protocol::body::Household;
use nonghe_protocol::change::{FromTo, HeadChanged, HouseholdChanged, HouseholdEnd, HouseholdFormed, HouseholdsMerged};
use nonghe_store::PersonRecord;

impl Clinic {
    /// Changes the address or the telephone of a household.
    pub fn household_change(&self, input: &HouseholdChangeInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Registration))?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "household.changed")? {
            return Ok(done);
        }
        let household = open_household(&store, id(&input.household)?, "household")?;
        let village = village(&input.village)?;
        let mut builder = Builder::new(&store, operator.id, now.today(), &input.note);
        let change = builder.household(household.id);
        change.village = FromTo::new(household.village, village);
        change.group = FromTo::new(household.group, tidy(&input.group));
        change.door = FromTo::new(household.door, tidy(&input.door));
        change.phone = FromTo::new(household.phone, phone("phone", &input.phone)?);
        let change = builder.finish();
        self.keep(&mut store, op, HouseholdChanged(change), now)
    }

    /// Gives a household another head, or its first one.
    pub fn head_change(&self, input: &HeadInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Registration))?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "head.changed")? {
            return Ok(done);
        }
        let household = open_household(&store, id(&input.household)?, "household")?;
        let members = store.members(household.id)?;
        let mut builder = Builder::new(&store, operator.id, now.today(), &input.note);
        relate(&mut builder, &members, id(&input.head)?, &input.relations, &members)?;
        let change = builder.finish();
        self.keep(&mut store, op, HeadChanged(change), now)
    }

    /// Members of a household form one of their own.
    pub fn household_split(&self, input: &SplitInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Registration))?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "household.formed")? {
            return Ok(done);
        }
        let old = open_household(&store, id(&input.household)?, "household")?;
        let people = chosen(&store, &input.persons)?;
        let members = store.members(old.id)?;
        if people.iter().any(|person| !person.is_here() || person.household != old.id) {
            let text = Text::new("只能选本户成员", "Only members of this household can be chosen");
            return Err(ClinicError::field("persons", text));
        }
        if people.len() == members.len() {
            let text = Text::new("至少要有一人留在原户", "At least one person stays in the household");
            return Err(ClinicError::field("persons", text));
        }
        let made = Household {
            household: HouseholdId::from_random(random()?),
            number: household_number(store.last_number("H")? + 1),
            village: village(&input.village)?,
            group: tidy(&input.group),
            door: tidy(&input.door),
            phone: phone("phone", &input.phone)?,
        };
        let new_head = input.new_head.as_deref().map(id::<PersonId>).transpose()?;
        let mut builder = Builder::new(&store, operator.id, now.today(), &input.note);
        for person in &people {
            builder.arrives(person, made.household, person.relation);
        }
        relate(&mut builder, &people, id(&input.head)?, &input.relations, &members)?;
        leave_households(&mut builder, &people, None, new_head, now.today())?;
        builder.change.made = Some(made);
        let change = builder.finish();
        self.keep(&mut store, op, HouseholdFormed(change), now)
    }

    /// Merges a household into another one.
    pub fn households_merge(&self, input: &MergeInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Registration))?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "households.merged")? {
            return Ok(done);
        }
        let from = open_household(&store, id(&input.household)?, "household")?;
        let into = open_household(&store, id(&input.into)?, "into")?;
        if from.id == into.id {
            let text = Text::new("不能并入自己", "A household is not merged into itself");
            return Err(ClinicError::field("into", text));
        }
        let people = store.members(from.id)?;
        let mut builder = Builder::new(&store, operator.id, now.today(), &input.note);
        super::move_in(&store, &mut builder, &people, into.id, &input.relations)?;
        let end = HouseholdEnd { on: now.today(), into: Some(into.id) };
        builder.household(from.id).end = FromTo::new(None, Some(end));
        let change = builder.finish();
        self.keep(&mut store, op, HouseholdsMerged(change), now)
    }

    /// Relations that members would have to a new head, for the form.
    pub fn head_plan(&self, household: &str, head: &str) -> ClinicResult<Vec<RelationInput>> {
        self.operator(None)?;
        let (store, head) = (self.store(), id::<PersonId>(head)?);
        let members = store.members(id(household)?)?;
        let new_head = members.iter().find(|member| member.id == head).ok_or(ClinicError::NotFound)?;
        let plan = members.iter().map(|member| RelationInput {
            person: member.id.to_string(),
            relation: crate::registration::relation_code(towards(new_head, member, &members)),
        });
        Ok(plan.collect())
    }
}

/// Relations of people to their new head: as chosen, else as the old ones tell.
fn relate(
    builder: &mut Builder<'_>,
    people: &[PersonRecord],
    head: PersonId,
    relations: &[RelationInput],
    all: &[PersonRecord],
) -> ClinicResult<()> {
    let new_head = people.iter().find(|person| person.id == head).ok_or_else(|| {
        ClinicError::field("head", Text::new("新户主须是其中一员", "The new head must be one of them"))
    })?;
    for person in people {
        let relation = match chosen_relation(relations, person.id)? {
            Some(Relation::Head) if person.id != head => {
                return Err(ClinicError::field("relations", crate::registration::two_heads(&new_head.name)));
            }
            Some(relation) if person.id != head => relation,
            _ => towards(new_head, person, all),
        };
        builder.relates(person, relation);
    }
    Ok(())
}
