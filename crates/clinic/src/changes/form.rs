//! What the forms about a person offer, and what they say that a change means.

use super::log::stands_words;
use super::relations::successors;
use crate::checks::{age, known_person, sex_code};
use crate::people::shown_number;
use crate::registration::{relation_code, relation_name};
use crate::views::{Choice, Namesake, PersonForm, Successor};
use crate::{Clinic, ClinicError, ClinicResult, Now, id};
use nonghe_domain::names::PersonName;
use nonghe_domain::person::Relation;
use nonghe_domain::{PersonId, Text, dates};
use nonghe_protocol::Role;
use nonghe_protocol::change::Presence;
use nonghe_store::{PersonRecord, Store};

impl Clinic {
    /// What the forms about a person need.
    pub fn person_form(&self, person: &str, now: Now) -> ClinicResult<PersonForm> {
        let operator = self.operator(None)?;
        let store = self.store();
        let person = store.person(id(person)?)?.ok_or(ClinicError::NotFound)?;
        let members = store.members(person.household)?;
        let is_head = person.is_here() && person.relation == Relation::Head;
        let years = self.years_words(&store, person.id)?;
        let mut categories: Vec<Choice> = Vec::new();
        for rule in self.packs.iter().flat_map(|pack| &pack.rules.categories) {
            if categories.iter().all(|choice| choice.code != rule.code) {
                categories.push(Choice { code: rule.code.clone(), name: rule.name.clone() });
            }
        }
        Ok(PersonForm {
            member: self.member_view(&store, &person, now)?,
            presence: presence_words(&person),
            relations: Relation::ALL
                .map(|relation| Choice { code: relation_code(relation), name: relation_name(relation) })
                .into(),
            categories,
            cover_kinds: super::cover::kinds(),
            cover: super::cover::cover_views(&person.cover),
            office: operator.roles.contains(&Role::Office),
            successors: if is_head { self.successor_views(&members, now) } else { Vec::new() },
            when_moved: match &years {
                Some(years) => Text::new(
                    format!("已缴的 {years} 年度参保随人转移，不再缴费；未缴的年度在新户缴。累计和就诊记录随人。"),
                    format!(
                        "Enrolment for {years} goes along and is not paid again; other years are paid there. Totals and visits go along."
                    ),
                ),
                None => Text::new(
                    "尚未缴费，以后在新户缴。累计和就诊记录随人。",
                    "Nothing is paid yet; the premium is paid in the new household. Totals and visits go along.",
                ),
            },
            when_away: match &years {
                Some(years) => Text::new(
                    format!("不再列入本户应缴；已缴的 {years} 年度待遇不变，仍可结算。"),
                    format!("No longer due here; the benefits of {years}, which is paid, stay as they are."),
                ),
                None => Text::new("不再列入本户应缴。", "No longer due in this household."),
            },
            when_dead: match &years {
                Some(years) => Text::new(
                    format!("不再收费；死亡前的费用仍可按 {years} 年度结算。已缴保费能否退还，按县里规定。"),
                    format!(
                        "Nothing is collected any more; charges before the death are still settled under {years}. Whether a premium is paid back is the county's rule."
                    ),
                ),
                None => {
                    Text::new("不再收费；记录和历史保留。", "Nothing is collected any more; record and history stay.")
                }
            },
        })
    }

    /// Years for which a person is enrolled, as a list.
    fn years_words(&self, store: &Store, person: PersonId) -> ClinicResult<Option<String>> {
        let years: Vec<String> = store.enrolled_years(person)?.iter().map(ToString::to_string).collect();
        Ok((!years.is_empty()).then(|| years.join("/")))
    }

    fn successor_views(&self, members: &[PersonRecord], now: Now) -> Vec<Successor> {
        let people = successors(members, now.today()).into_iter();
        let views = people.map(|person| Successor {
            person: person.id.to_string(),
            name: person.name.clone(),
            relation_name: relation_name(person.relation),
            age: age(person.birth_date, now.today()),
        });
        views.collect()
    }

    /// People of the same name and birth date: to be looked at, never a reason to stop.
    pub fn namesakes(&self, name: &str, birth_date: &str, except: &str, now: Now) -> ClinicResult<Vec<Namesake>> {
        self.operator(None)?;
        let (Ok(name), Ok(birth)) = (PersonName::parse(name), dates::parse_birth(birth_date, now.today())) else {
            return Ok(Vec::new());
        };
        let store = self.store();
        let others = store.namesakes(name.as_str(), birth)?;
        let others = others.into_iter().filter(|person| person.id.to_string() != except);
        others
            .map(|person| {
                let known = known_person(&store, &person)?;
                Ok(Namesake {
                    person: known.person,
                    household: known.household,
                    name: known.name,
                    sex: sex_code(person.sex).to_owned(),
                    birth_date: person.birth_date.to_string(),
                    id_number: shown_number(&person),
                    place: known.place,
                    can_move: known.can_move,
                })
            })
            .collect()
    }
}

/// Why a person is in no household's list; none for a member.
pub(crate) fn presence_words(person: &PersonRecord) -> Option<Text> {
    (person.stands.presence != Presence::Here).then(|| stands_words(person.stands))
}
