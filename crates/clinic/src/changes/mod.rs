//! Changing people and households that are known: each change is an entry that says from what to what.
//!
//! Money is never touched: an enrolment belongs to the person and goes where the person goes.

mod builder;
mod cover;
mod form;
mod household;
mod log;
mod photograph;
mod relations;
mod undo;

pub(crate) use builder::{Builder, open_household};
pub(crate) use cover::{cover_name, cover_views};
pub(crate) use form::presence_words;
pub(crate) use log::{change_subject, end_words, stands_words};

use crate::registration::{phone, tidy};
use crate::views::{
    CategoriesInput, CategoryInput, ChangeView, DeathInput, MoveInput, PersonChangeInput, RelationInput,
};
use crate::{Clinic, ClinicError, ClinicResult, Now, done_before, id, stamp};
use chrono::NaiveDate;
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::names::PersonName;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, OperationId, PersonId, Text, dates};
use nonghe_protocol::change::{CategoriesChanged, FromTo, PeopleMoved, PersonChanged, PersonDied, Presence};
use nonghe_protocol::{Body, Role};
use nonghe_store::{NewEntry, PersonRecord, Store};

/// Characters of a note.
const NOTE_MAX: usize = 200;

impl Clinic {
    /// Corrects or completes facts about a person.
    pub fn person_change(&self, input: &PersonChangeInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Registration))?;
        let (op, who) = (id(&input.op)?, id::<PersonId>(&input.person)?);
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "person.changed")? {
            return Ok(done);
        }
        let person = store.person(who)?.ok_or(ClinicError::NotFound)?;
        let mut builder = Builder::new(&store, operator.id, now.today(), &input.note);
        let change = builder.person(who);
        if let Some(typed) = &input.name {
            let name = PersonName::parse(typed).map_err(|fault| ClinicError::field("name", fault.text()))?;
            change.name = FromTo::new(person.name.clone(), name.as_str().to_owned());
        }
        if let Some(typed) = &input.phone {
            change.phone = FromTo::new(person.phone.clone(), phone("phone", typed)?);
        }
        if let Some(code) = &input.relation {
            let relation = relation("relation", code)?;
            if relation != person.relation && (relation == Relation::Head || person.relation == Relation::Head) {
                let text = Text::new("更换户主请用「换户主」", "Use “New head” to change who the head is");
                return Err(ClinicError::field("relation", text));
            }
            change.relation = FromTo::new(person.relation, relation);
        }
        let (number, sex, birth) = self.identity(&store, &person, input, now)?;
        change.sex = FromTo::new(person.sex, sex);
        change.birth_date = FromTo::new(person.birth_date, birth);
        change.id_number = FromTo::new(person.id_number, number);
        if change.id_number.is_some() {
            // The temporary number has done its work.
            change.temporary_number = FromTo::new(person.temporary_number.clone(), None);
        }
        let change = builder.finish();
        self.keep(&mut store, op, PersonChanged(change), now)
    }

    /// Identity number, sex and birth date after a correction: the number says the others.
    fn identity(
        &self,
        store: &Store,
        person: &PersonRecord,
        input: &PersonChangeInput,
        now: Now,
    ) -> ClinicResult<(Option<IdNumber>, Sex, NaiveDate)> {
        let today = now.today();
        let number = match input.id_number.as_deref().map(str::trim).filter(|typed| !typed.is_empty()) {
            Some(typed) => Some(self.free_number(store, person.id, typed, "id_number", today)?),
            None => person.id_number,
        };
        let mut sex = match input.sex.as_deref() {
            None => person.sex,
            Some("male") => Sex::Male,
            Some("female") => Sex::Female,
            Some(_) => {
                return Err(ClinicError::field("sex", Text::new("请选择性别", "Choose the sex")));
            }
        };
        let mut birth = match input.birth_date.as_deref() {
            None => person.birth_date,
            Some(typed) => {
                dates::parse_birth(typed, today).map_err(|fault| ClinicError::field("birth_date", fault.text()))?
            }
        };
        if let Some(number) = &number {
            let says = |field: &str, zh: &str, en: &str| ClinicError::field(field, Text::new(zh, en));
            if input.sex.is_some() && sex != number.sex() {
                return Err(says("sex", "性别与身份证号不符，请改身份证号", "The ID number says the other sex"));
            }
            if input.birth_date.is_some() && birth != number.birth_date() {
                return Err(says(
                    "birth_date",
                    "出生日期与身份证号不符，请改身份证号",
                    "The ID number says another date of birth",
                ));
            }
            (sex, birth) = (number.sex(), number.birth_date());
        }
        Ok((number, sex, birth))
    }

    /// A typed identity number that nobody else has.
    fn free_number(
        &self,
        store: &Store,
        person: PersonId,
        typed: &str,
        field: &str,
        today: NaiveDate,
    ) -> ClinicResult<IdNumber> {
        let number = IdNumber::parse(typed)
            .and_then(|number| number.check_against(today).map(|()| number))
            .map_err(|fault| ClinicError::field(field, fault.text()))?;
        match store.person_by_id_number(&number)? {
            Some(other) if other.id != person => {
                let known = crate::checks::known_person(store, &other)?;
                Err(ClinicError::KnownPerson { field: field.to_owned(), place: known.place })
            }
            _ => Ok(number),
        }
    }

    /// States a person's categories, with their dates and sources. Only the office does.
    pub fn categories_change(&self, input: &CategoriesInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Office))?;
        let (op, who) = (id(&input.op)?, id::<PersonId>(&input.person)?);
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "categories.changed")? {
            return Ok(done);
        }
        let person = store.person(who)?.ok_or(ClinicError::NotFound)?;
        let mut stated = Vec::with_capacity(input.categories.len());
        for (place, typed) in input.categories.iter().enumerate() {
            stated.push(self.category(&person, typed, place, now.today())?);
        }
        stated.sort_by(|a, b| (a.from, &a.code).cmp(&(b.from, &b.code)));
        let mut builder = Builder::new(&store, operator.id, now.today(), &input.note);
        builder.person(who).categories = FromTo::new(person.categories, stated);
        let change = builder.finish();
        self.keep(&mut store, op, CategoriesChanged(change), now)
    }

    fn category(
        &self,
        person: &PersonRecord,
        typed: &CategoryInput,
        place: usize,
        today: NaiveDate,
    ) -> ClinicResult<DatedCategory> {
        let field = |name: &str| format!("categories.{place}.{name}");
        let known = self.packs.iter().any(|pack| pack.rules.category(&typed.code).is_some())
            || person.categories.iter().any(|category| category.code == typed.code);
        if !known {
            let text = Text::new("政策包中没有这个类别", "The policy pack has no such category");
            return Err(ClinicError::field(field("code"), text));
        }
        let (from, until, source) = dated(typed, &field, today)?;
        Ok(DatedCategory { code: typed.code.clone(), from, until, source })
    }

    /// Moves people to another household here, back from away, or away.
    pub fn people_move(&self, input: &MoveInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Registration))?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "people.moved")? {
            return Ok(done);
        }
        let people = chosen(&store, &input.persons)?;
        let on = past_day("on", &input.on, now.today())?;
        let new_head = input.new_head.as_deref().map(id::<PersonId>).transpose()?;
        let mut builder = Builder::new(&store, operator.id, on, &input.note);
        match &input.to {
            Some(to) => {
                let to = open_household(&store, id::<HouseholdId>(to)?, "to")?;
                move_in(&store, &mut builder, &people, to.id, &input.relations)?;
            }
            None => {
                for person in &people {
                    if !person.is_here() {
                        let text = Text::new(
                            format!("{} 已不在册", person.name),
                            format!("{} is not a member any more", person.name),
                        );
                        return Err(ClinicError::field("persons", text));
                    }
                    builder.leaves(person, Presence::Away, on);
                }
            }
        }
        leave_households(&mut builder, &people, input.to.as_deref(), new_head, now.today())?;
        let change = builder.finish();
        self.keep(&mut store, op, PeopleMoved(change), now)
    }

    /// Records a death. The record stays; nothing is collected for it any more.
    pub fn person_die(&self, input: &DeathInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Registration))?;
        let (op, who) = (id(&input.op)?, id::<PersonId>(&input.person)?);
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "person.died")? {
            return Ok(done);
        }
        let person = store.person(who)?.ok_or(ClinicError::NotFound)?;
        let on = past_day("on", &input.on, now.today())?;
        if on < person.birth_date {
            let text = Text::new("死亡日期早于出生日期", "The day of death lies before the birth");
            return Err(ClinicError::field("on", text));
        }
        if matches!(person.stands.presence, Presence::Dead | Presence::Withdrawn) {
            let text = Text::new("已登记死亡或已撤销登记", "The death, or the withdrawal, is recorded already");
            return Err(ClinicError::field("person", text));
        }
        let new_head = input.new_head.as_deref().map(id::<PersonId>).transpose()?;
        let was_here = person.is_here();
        let mut builder = Builder::new(&store, operator.id, on, &input.note);
        builder.leaves(&person, Presence::Dead, on);
        if was_here {
            builder.after_leaving(person.household, &[who], new_head, now.today())?;
        }
        let change = builder.finish();
        self.keep(&mut store, op, PersonDied(change), now)
    }

    /// The view of an operation that was done before.
    fn done(&self, store: &Store, op: OperationId, kind: &str) -> ClinicResult<Option<ChangeView>> {
        if !done_before(store, op, kind)? {
            return Ok(None);
        }
        let entry = store.entry_of_operation(op)?.ok_or(ClinicError::NotFound)?;
        let seq = entry.envelope.seq;
        Ok(Some(self.change_view(store, seq, &store.body(seq)?)?))
    }

    /// Appends a change that changes something.
    fn keep(&self, store: &mut Store, op: OperationId, body: impl Into<Body>, now: Now) -> ClinicResult<ChangeView> {
        let body = body.into();
        if body.change().is_none_or(nonghe_protocol::change::Change::is_empty) {
            return Err(ClinicError::field("", Text::new("没有改动，未保存", "Nothing was changed")));
        }
        let stamp = stamp(store, now)?;
        let seq = store.append(NewEntry::new(op, body), stamp)?.entry().envelope.seq;
        self.change_view(store, seq, &store.body(seq)?)
    }
}

/// From when to when something holds, and where that is known from.
fn dated(
    typed: &CategoryInput,
    field: &impl Fn(&str) -> String,
    today: NaiveDate,
) -> ClinicResult<(NaiveDate, Option<NaiveDate>, String)> {
    use chrono::Datelike as _;
    let date = |name: &str, text: &str| {
        dates::parse_date(text, today.year(), today).map_err(|fault| ClinicError::field(field(name), fault.text()))
    };
    let from = date("from", &typed.from)?;
    let until = if typed.until.trim().is_empty() { None } else { Some(date("until", &typed.until)?) };
    if until.is_some_and(|until| until < from) {
        let text = Text::new("止日早于起日", "The last day lies before the first");
        return Err(ClinicError::field(field("until"), text));
    }
    let source = tidy(&typed.source);
    if source.is_empty() {
        let text = Text::new("请填写来源，如「县民政名单」", "State the source, as the county's civil affairs list");
        return Err(ClinicError::field(field("source"), text));
    }
    Ok((from, until, source))
}

/// Moves people into a household, with their history.
pub(crate) fn move_in(
    store: &Store,
    builder: &mut Builder<'_>,
    people: &[PersonRecord],
    to: HouseholdId,
    relations: &[RelationInput],
) -> ClinicResult<()> {
    let mut head = store.members(to)?.into_iter().find(|member| member.relation == Relation::Head).map(|it| it.name);
    for person in people {
        if person.stands.presence == Presence::Dead {
            let text = Text::new(
                format!("{} 已登记死亡，不能转入", person.name),
                format!("{}'s death is recorded; no move is possible", person.name),
            );
            return Err(ClinicError::field("persons", text));
        }
        if person.is_here() && person.household == to {
            let text = Text::new(
                format!("{} 已在这一户", person.name),
                format!("{} is in this household already", person.name),
            );
            return Err(ClinicError::field("to", text));
        }
        let relation = chosen_relation(relations, person.id)?.unwrap_or(Relation::Other);
        if relation == Relation::Head
            && let Some(first) = head.replace(person.name.clone())
        {
            return Err(ClinicError::field("relations", crate::registration::two_heads(&first)));
        }
        builder.arrives(person, to, relation);
    }
    Ok(())
}

/// What becomes of the households that people leave for another one, or for away.
pub(crate) fn leave_households(
    builder: &mut Builder<'_>,
    people: &[PersonRecord],
    to: Option<&str>,
    new_head: Option<PersonId>,
    today: NaiveDate,
) -> ClinicResult<()> {
    let to = to.map(id::<HouseholdId>).transpose()?;
    let mut left: Vec<HouseholdId> =
        people.iter().filter(|person| person.is_here()).map(|person| person.household).collect();
    left.sort_unstable();
    left.dedup();
    let gone: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    for household in left.into_iter().filter(|household| Some(*household) != to) {
        builder.after_leaving(household, &gone, new_head, today)?;
    }
    Ok(())
}

/// People whom the interface names, each once.
pub(crate) fn chosen(store: &Store, persons: &[String]) -> ClinicResult<Vec<PersonRecord>> {
    let mut people: Vec<PersonRecord> = Vec::with_capacity(persons.len());
    for person in persons {
        let person = store.person(id(person)?)?.ok_or(ClinicError::NotFound)?;
        if people.iter().all(|other| other.id != person.id) {
            people.push(person);
        }
    }
    if people.is_empty() {
        return Err(ClinicError::field("persons", Text::new("请选择人员", "Choose at least one person")));
    }
    Ok(people)
}

fn chosen_relation(relations: &[RelationInput], person: PersonId) -> ClinicResult<Option<Relation>> {
    let person = person.to_string();
    let found = relations.iter().find(|relation| relation.person == person);
    found.map(|found| relation("relations", &found.relation)).transpose()
}

/// A relation by its code.
pub(crate) fn relation(field: &str, code: &str) -> ClinicResult<Relation> {
    serde_json::from_value(code.to_owned().into())
        .map_err(|_| ClinicError::field(field, Text::new("请选择与户主关系", "Choose the relation to the head")))
}

/// A typed day that is not after today; empty is today.
fn past_day(field: &str, typed: &str, today: NaiveDate) -> ClinicResult<NaiveDate> {
    use chrono::Datelike as _;
    if typed.trim().is_empty() {
        return Ok(today);
    }
    let day = dates::parse_date(typed, today.year(), today).map_err(|fault| ClinicError::field(field, fault.text()))?;
    if day > today {
        return Err(ClinicError::field(field, Text::new("日期晚于今天", "The day lies after today")));
    }
    Ok(day)
}

fn note(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(NOTE_MAX).collect()
}
