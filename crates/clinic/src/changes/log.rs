//! The change log: who, when, from what to what, and where the record stands.

use super::photograph::photograph_words;
use crate::checks::place;
use crate::journal_words::kind_name;
use crate::registration::relation_name;
use crate::views::{ChangeRow, ChangeView, FieldChange};
use crate::{Clinic, ClinicError, ClinicResult, Now};
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::Sex;
use nonghe_domain::{HouseholdId, OperatorId, Text};
use nonghe_protocol::Body;
use nonghe_protocol::change::{Change, FromTo, HouseholdChange, PersonChange, Presence, Stands};
use nonghe_store::{EntryRecord, Store, StoreError};

/// Lines of a change log.
const ROWS: u32 = 50;

impl Clinic {
    /// The change log of a household or a person.
    pub(crate) fn history_of(
        &self,
        store: &Store,
        object: &str,
        first_seq: u64,
        now: Now,
    ) -> ClinicResult<Vec<ChangeRow>> {
        let mut entries = store.entries_about(object, ROWS)?;
        if entries.iter().all(|record| record.entry.envelope.seq != first_seq)
            && let Some(entry) = store.entry(first_seq)?
        {
            entries.push(EntryRecord { verdict: store.verdict(first_seq)?, entry });
        }
        entries.iter().map(|record| self.change_row(store, record, now)).collect()
    }

    fn change_row(&self, store: &Store, record: &EntryRecord, now: Now) -> ClinicResult<ChangeRow> {
        let body = record.entry.decoded().map_err(StoreError::from)?;
        Ok(ChangeRow {
            row: self.journal_row(store, record)?,
            by: body.as_ref().and_then(author).map(|by| self.operator_name(by)).unwrap_or_default(),
            note: body.as_ref().map(note).unwrap_or_default(),
            changes: body.as_ref().map(|body| self.fields(store, body)).transpose()?.unwrap_or_default(),
            undone: store.undone_by(record.entry.envelope.seq)?.is_some(),
            can_undo: self.can_undo(store, &record.entry, now)?,
        })
    }

    /// A saved change, as the undo bar names it.
    pub(super) fn change_view(&self, store: &Store, seq: u64, body: &Body) -> ClinicResult<ChangeView> {
        let (subject, household) = match body {
            Body::PersonPhotographed(body) => {
                let person = store.person(body.person)?.ok_or(ClinicError::NotFound)?;
                (person.name, Some(person.household))
            }
            other => {
                let change = other.change().ok_or(ClinicError::NotFound)?;
                (change_subject(store, change)?, next_household(store, change)?)
            }
        };
        Ok(ChangeView {
            seq,
            title: kind_name(body.kind().0),
            subject,
            household: household.map(|household| household.to_string()).unwrap_or_default(),
        })
    }

    fn fields(&self, store: &Store, body: &Body) -> ClinicResult<Vec<FieldChange>> {
        let mut lines = Vec::new();
        if let Body::PersonPhotographed(body) = body {
            let whose = store.person(body.person)?.map(|person| person.name).unwrap_or_default();
            let (from, to) = photograph_words(&body.photo);
            lines.push(line(&whose, ("照片", "Photograph"), from, to));
        }
        let Some(change) = body.change() else { return Ok(lines) };
        if let Some(made) = &change.made {
            let to = Text::new(
                format!("{} {}", made.number, place(&made.village, &made.group, &made.door)),
                format!("{} {}", made.number, place(&made.village, &made.group, &made.door)),
            );
            lines.push(line(&made.number, ("新户", "New household"), none(), to));
        }
        for member in change.joined.iter().flat_map(|joined| &joined.members) {
            let to = relation_name(member.relation);
            lines.push(line(&member.name, ("新成员", "New member"), none(), to));
        }
        for household in &change.households {
            self.household_fields(store, household, &mut lines)?;
        }
        for person in &change.people {
            self.person_fields(store, person, &mut lines)?;
        }
        Ok(lines)
    }

    fn household_fields(
        &self,
        store: &Store,
        change: &HouseholdChange,
        lines: &mut Vec<FieldChange>,
    ) -> ClinicResult<()> {
        let number = store.household(change.household)?.map(|household| household.number).unwrap_or_default();
        for (field, name) in [
            (&change.village, ("村", "Village")),
            (&change.group, ("组", "Group")),
            (&change.door, ("门牌", "Door")),
            (&change.phone, ("电话", "Phone")),
        ] {
            add(lines, &number, name, field.as_ref(), |text| plain(text));
        }
        if let Some(end) = &change.end {
            let said = |end: &Option<nonghe_protocol::change::HouseholdEnd>| -> ClinicResult<Text> {
                Ok(match end {
                    None => Text::new("在册", "Kept"),
                    Some(end) => end_words(store, *end)?,
                })
            };
            lines.push(line(&number, ("本户", "Household"), said(&end.from)?, said(&end.to)?));
        }
        Ok(())
    }

    fn person_fields(&self, store: &Store, change: &PersonChange, lines: &mut Vec<FieldChange>) -> ClinicResult<()> {
        let person = store.person(change.person)?;
        let whose = person.map(|person| person.name).unwrap_or_default();
        add(lines, &whose, ("姓名", "Name"), change.name.as_ref(), |name| plain(name));
        add(lines, &whose, ("身份证号", "ID number"), change.id_number.as_ref(), |number| {
            number.as_ref().map_or_else(none, |number| plain(&IdNumber::masked(number)))
        });
        add(lines, &whose, ("临时编号", "Temporary no."), change.temporary_number.as_ref(), |number| {
            number.as_ref().map_or_else(none, |number| plain(number))
        });
        add(lines, &whose, ("性别", "Sex"), change.sex.as_ref(), |sex| match sex {
            Sex::Male => Text::new("男", "Male"),
            Sex::Female => Text::new("女", "Female"),
        });
        add(lines, &whose, ("出生日期", "Born"), change.birth_date.as_ref(), |date| plain(&date.to_string()));
        add(lines, &whose, ("电话", "Phone"), change.phone.as_ref(), |phone| plain(phone));
        add(lines, &whose, ("类别", "Categories"), change.categories.as_ref(), |categories| {
            self.categories_words(categories)
        });
        add(lines, &whose, ("其他医保", "Insurance elsewhere"), change.cover.as_ref(), |cover| {
            super::cover::cover_words(cover)
        });
        if let Some(household) = &change.household {
            let said = |id: HouseholdId| household_words(store, id);
            lines.push(line(&whose, ("所在户", "Household"), said(household.from)?, said(household.to)?));
        }
        add(lines, &whose, ("与户主", "Relation"), change.relation.as_ref(), |relation| relation_name(*relation));
        add(lines, &whose, ("在册", "Presence"), change.stands.as_ref(), |stands| stands_words(*stands));
        Ok(())
    }

    fn categories_words(&self, categories: &[DatedCategory]) -> Text {
        if categories.is_empty() {
            return Text::new("一般", "General");
        }
        let say = |part: fn(&Text) -> &str| -> String {
            let each = categories.iter().map(|category| {
                let name = self.category_name(&category.code);
                let until = category.until.map(|until| until.to_string()).unwrap_or_default();
                format!("{} {}–{until}", part(&name), category.from)
            });
            each.collect::<Vec<_>>().join("; ")
        };
        Text::new(say(|text| &text.zh).replace("; ", "；"), say(|text| &text.en))
    }
}

/// Who a change is about, in a few words.
pub(crate) fn change_subject(store: &Store, change: &Change) -> ClinicResult<String> {
    let mut names: Vec<String> = Vec::new();
    for person in &change.people {
        // Members whose relation alone follows from another's change are not the subject.
        let follows = change.people.len() > 1 && person.stands.is_none() && person.household.is_none();
        if !follows && let Some(person) = store.person(person.person)? {
            names.push(person.name);
        }
    }
    names.extend(change.joined.iter().flat_map(|joined| &joined.members).map(|member| member.name.clone()));
    if names.is_empty()
        && let Some(person) = change.people.iter().find(|person| {
            person.relation.as_ref().is_some_and(|relation| relation.to == nonghe_domain::person::Relation::Head)
        })
    {
        names.extend(store.person(person.person)?.map(|person| person.name));
    }
    if names.is_empty()
        && let Some(household) = change.households.first()
    {
        let number = store.household(household.household)?.map(|household| household.number).unwrap_or_default();
        names.push(format!("{} {number}", store.head_name(household.household)?));
    }
    names.truncate(4);
    Ok(names.join("、"))
}

/// The household that a screen shows after a change.
fn next_household(store: &Store, change: &Change) -> ClinicResult<Option<HouseholdId>> {
    if let Some(made) = &change.made {
        return Ok(Some(made.household));
    }
    if let Some(joined) = &change.joined {
        return Ok(Some(joined.household));
    }
    if let Some(person) = change.people.first() {
        return Ok(store.person(person.person)?.map(|person| person.household));
    }
    Ok(change.households.first().map(|household| household.household))
}

fn author(body: &Body) -> Option<OperatorId> {
    if let Some(change) = body.change() {
        return Some(change.by);
    }
    match body {
        Body::HouseholdRegistered(body) => Some(body.by),
        Body::MembersAdded(body) => Some(body.by),
        Body::RosterImported(body) => Some(body.by),
        Body::PremiumCollected(body) => Some(body.by),
        Body::PersonPhotographed(body) => Some(body.by),
        _ => None,
    }
}

fn note(body: &Body) -> String {
    match body {
        Body::PersonPhotographed(body) => body.reason.clone(),
        other => other.change().map(|change| change.note.clone()).unwrap_or_default(),
    }
}

pub(crate) fn end_words(store: &Store, end: nonghe_protocol::change::HouseholdEnd) -> ClinicResult<Text> {
    let on = end.on;
    Ok(match end.into {
        Some(into) => {
            let name = household_words(store, into)?;
            Text::new(format!("{on} 并入 {}", name.zh), format!("Merged into {} on {on}", name.en))
        }
        None => Text::new(format!("{on} 起无成员"), format!("No members since {on}")),
    })
}

fn household_words(store: &Store, id: HouseholdId) -> ClinicResult<Text> {
    let Some(household) = store.household(id)? else { return Ok(none()) };
    let whose = store.head_name(id)?;
    Ok(Text::new(format!("{} {whose}户", household.number), format!("{} {whose}", household.number)))
}

pub(crate) fn stands_words(stands: Stands) -> Text {
    let on = stands.since.map(|since| since.to_string()).unwrap_or_default();
    match stands.presence {
        Presence::Here => Text::new("在册", "Here"),
        Presence::Away => Text::new(format!("{on} 迁出"), format!("Moved away on {on}")),
        Presence::Dead => Text::new(format!("{on} 死亡"), format!("Died on {on}")),
        Presence::Withdrawn => Text::new(format!("{on} 撤销登记"), format!("Registration taken back on {on}")),
    }
}

fn add<T>(
    lines: &mut Vec<FieldChange>,
    whose: &str,
    field: (&str, &str),
    change: Option<&FromTo<T>>,
    say: impl Fn(&T) -> Text,
) {
    lines.extend(change.map(|change| line(whose, field, say(&change.from), say(&change.to))));
}

fn line(whose: &str, (zh, en): (&str, &str), from: Text, to: Text) -> FieldChange {
    FieldChange { whose: whose.to_owned(), field: Text::new(zh, en), from, to }
}

fn plain(text: &str) -> Text {
    if text.is_empty() { none() } else { Text::new(text, text) }
}

fn none() -> Text {
    Text::new("无", "none")
}
