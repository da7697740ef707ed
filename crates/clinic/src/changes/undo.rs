//! Taking a change back: a new entry that goes the other way.
//!
//! Possible until the day is over, for the office later too, and only while everything still is as the change left
//! it: what was built upon a change is not pulled from under it.

use super::{Builder, photograph};
use crate::views::ChangeView;
use crate::{Clinic, ClinicError, ClinicResult, Now, id, stamp};
use chrono::NaiveDate;
use nonghe_domain::{HouseholdId, PersonId, Text};
use nonghe_protocol::body::Member;
use nonghe_protocol::change::{
    Change, ChangeUndone, FromTo, HouseholdChange, HouseholdEnd, PersonChange, Presence, Stands,
};
use nonghe_protocol::photograph::PersonPhotographed;
use nonghe_protocol::{Body, Entry, OperatorRecord, Role};
use nonghe_store::{Store, StoreError};

impl Clinic {
    /// Takes a change or a registration back.
    pub fn change_undo(&self, op: &str, seq: u64, now: Now) -> ClinicResult<ChangeView> {
        let op = id(op)?;
        let mut store = self.store();
        let entry = store.entry(seq)?.ok_or(ClinicError::NotFound)?;
        let operator = self.operator(Some(whose(&entry)))?;
        let of_photograph = entry.envelope.kind == photograph::KIND;
        if let Some(done) = self.done(&store, op, if of_photograph { photograph::KIND } else { "change.undone" })? {
            return Ok(done);
        }
        let today = stamp(&store, now)?.biz_date;
        match self.way_back(&store, &entry, &operator, today)?.map_err(ClinicError::CannotUndo)? {
            WayBack::Photograph(back) => self.photograph_undo(&mut store, op, back, now),
            WayBack::Change(change) => self.keep(&mut store, op, ChangeUndone(*change), now),
        }
    }

    /// Whether an entry can be taken back now.
    pub(super) fn can_undo(&self, store: &Store, entry: &Entry, now: Now) -> ClinicResult<bool> {
        let Ok(operator) = self.operator(Some(whose(entry))) else { return Ok(false) };
        let today = stamp(store, now)?.biz_date;
        Ok(self.way_back(store, entry, &operator, today)?.is_ok())
    }

    /// What takes an entry back, or why there is nothing.
    fn way_back(
        &self,
        store: &Store,
        entry: &Entry,
        operator: &OperatorRecord,
        today: NaiveDate,
    ) -> ClinicResult<Result<WayBack, Text>> {
        let envelope = &entry.envelope;
        let Some(body) = entry.decoded().map_err(StoreError::from)? else { return Err(ClinicError::NotFound) };
        if let Some(body) = photograph::of(&body) {
            if let Some(reason) = too_late(store, entry, operator, today)? {
                return Ok(Err(reason));
            }
            let back = self.photograph_back(store, envelope.seq, body, operator, today)?;
            return Ok(back.map(WayBack::Photograph));
        }
        let mut builder = Builder::new(store, operator.id, today, "");
        builder.change.undoes = Some(envelope.seq);
        let (made, joined) = match &body {
            Body::HouseholdRegistered(body) => (Some(body.household.household), &*body.members),
            Body::MembersAdded(body) => (None, &*body.members),
            other => match other.change() {
                Some(change) => {
                    builder.change.people = change.people.iter().cloned().map(PersonChange::back).collect();
                    builder.change.households = change.households.iter().cloned().map(HouseholdChange::back).collect();
                    let made = change.made.as_ref().map(|made| made.household);
                    (made, change.joined.as_ref().map_or(&[][..], |joined| &joined.members))
                }
                None => return Ok(Err(Text::new("这种记录不能撤销", "A record of this kind cannot be taken back"))),
            },
        };
        if let Some(reason) = too_late(store, entry, operator, today)? {
            return Ok(Err(reason));
        }
        if let Some(reason) = withdraw(store, &mut builder, joined, today)? {
            return Ok(Err(reason));
        }
        if let Some(made) = made {
            if let Some(reason) = lived_on(store, made, &builder.change)? {
                return Ok(Err(reason));
            }
            builder.household(made).end = FromTo::new(None, Some(HouseholdEnd { on: today, into: None }));
        }
        if !is_as_left(store, &builder.change)? {
            return Ok(Err(Text::new(
                "此后又有变更，不能直接撤销；请先撤销后面的变更",
                "There were later changes; take those back first",
            )));
        }
        Ok(Ok(WayBack::Change(Box::new(builder.change))))
    }
}

/// Who may take an entry back: what the office alone states is the office's to take back.
fn whose(entry: &Entry) -> Role {
    match entry.envelope.kind.as_str() {
        "categories.changed" | "cover.changed" => Role::Office,
        _ => Role::Registration,
    }
}

/// What takes an entry back.
enum WayBack {
    Change(Box<Change>),
    Photograph(PersonPhotographed),
}

/// Why an entry is not taken back any more, or not by this operator.
fn too_late(store: &Store, entry: &Entry, operator: &OperatorRecord, today: NaiveDate) -> ClinicResult<Option<Text>> {
    if store.undone_by(entry.envelope.seq)?.is_some() {
        return Ok(Some(Text::new("这项变更已经撤销", "This change was taken back already")));
    }
    let earlier = entry.envelope.biz_date < today && !operator.roles.contains(&Role::Office);
    Ok(earlier.then(|| {
        Text::new(
            "这项变更不是今天做的，请由医保办撤销，或另做一次更正",
            "This change is of an earlier day: the office can take it back, or make the opposite change",
        )
    }))
}

/// Registrations are taken back only while nobody has paid or been treated under them.
fn withdraw(
    store: &Store,
    builder: &mut Builder<'_>,
    members: &[Member],
    today: NaiveDate,
) -> ClinicResult<Option<Text>> {
    for member in members {
        let used = !store.enrolled_years(member.person)?.is_empty()
            || store.open_stay(member.person)?.is_some()
            || !store.settlements_of(member.person)?.is_empty();
        if used {
            return Ok(Some(Text::new(
                format!("{} 已缴费或已就诊，不能撤销登记", member.name),
                format!("{} has paid or been treated; the registration stays", member.name),
            )));
        }
        let withdrawn = Stands { presence: Presence::Withdrawn, since: Some(today) };
        builder.person(member.person).stands = FromTo::new(Stands::HERE, withdrawn);
    }
    Ok(None)
}

/// Why a household that was made cannot end again: somebody else lives in it, or money was taken.
fn lived_on(store: &Store, made: HouseholdId, change: &Change) -> ClinicResult<Option<Text>> {
    let leaves = |person: PersonId| change.people.iter().any(|change| change.person == person);
    if store.members(made)?.iter().any(|member| !leaves(member.id)) {
        return Ok(Some(Text::new("新户中后来又加入了成员，不能撤销", "Other people have joined the new household")));
    }
    if !store.payments_of(made)?.is_empty() {
        return Ok(Some(Text::new("新户已经缴费，不能撤销", "The new household has paid already")));
    }
    Ok(None)
}

/// Whether everything is as the change to be taken back left it.
fn is_as_left(store: &Store, change: &Change) -> ClinicResult<bool> {
    for person in &change.people {
        let now = store.person(person.person)?.ok_or(ClinicError::NotFound)?;
        let same = is(person.name.as_ref(), &now.name)
            && is(person.id_number.as_ref(), &now.id_number)
            && is(person.temporary_number.as_ref(), &now.temporary_number)
            && is(person.sex.as_ref(), &now.sex)
            && is(person.birth_date.as_ref(), &now.birth_date)
            && is(person.phone.as_ref(), &now.phone)
            && is(person.categories.as_ref(), &now.categories)
            && is(person.cover.as_ref(), &now.cover)
            && is(person.household.as_ref(), &now.household)
            && is(person.relation.as_ref(), &now.relation)
            && is(person.stands.as_ref(), &now.stands);
        if !same || !returns_home(store, person, change)? {
            return Ok(false);
        }
    }
    for household in &change.households {
        let now = store.household(household.household)?.ok_or(ClinicError::NotFound)?;
        let same = is(household.village.as_ref(), &now.village)
            && is(household.group.as_ref(), &now.group)
            && is(household.door.as_ref(), &now.door)
            && is(household.phone.as_ref(), &now.phone)
            && is(household.end.as_ref(), &now.end);
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the household to which somebody comes back is there, and has room for a head who comes back.
fn returns_home(store: &Store, person: &PersonChange, change: &Change) -> ClinicResult<bool> {
    use nonghe_domain::person::Relation;
    let now = store.person(person.person)?.ok_or(ClinicError::NotFound)?;
    let here = person.stands.as_ref().map_or(now.stands, |stands| stands.to) == Stands::HERE;
    if !here {
        return Ok(true);
    }
    let home = person.household.as_ref().map_or(now.household, |household| household.to);
    let revived = change
        .households
        .iter()
        .any(|other| other.household == home && other.end.as_ref().is_some_and(|end| end.to.is_none()));
    let open = store.household(home)?.is_some_and(|household| household.end.is_none());
    if !open && !revived {
        return Ok(false);
    }
    if person.relation.as_ref().map_or(now.relation, |relation| relation.to) != Relation::Head {
        return Ok(true);
    }
    let other_head =
        store.members(home)?.into_iter().find(|member| member.relation == Relation::Head && member.id != now.id);
    Ok(other_head.is_none_or(|head| {
        change.people.iter().any(|other| {
            other.person == head.id && (other.relation.is_some() || other.household.is_some() || other.stands.is_some())
        })
    }))
}

fn is<T: PartialEq>(change: Option<&FromTo<T>>, now: &T) -> bool {
    change.is_none_or(|change| change.from == *now)
}
