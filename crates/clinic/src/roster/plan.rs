//! What a roster changes, decided against the database in one piece.
//!
//! The order of households is that of the file, which is the order in which the village is walked.

use super::Steps;
use super::fault::Fault;
use super::grouping::{Address, Key, Place};
use super::person::Person;
use crate::registration::household_number;
use crate::{ClinicError, ClinicResult, random};
use chrono::{Datelike as _, NaiveDate};
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::Relation;
use nonghe_domain::{HouseholdId, PersonId};
use nonghe_protocol::body::{Household, Member, RosterHousehold};
use nonghe_store::{Store, StoreError};
use std::collections::{HashMap, HashSet};

/// More people than this under one number are several households.
const PEOPLE_MAX: usize = 30;
const ADULT_YEARS: i32 = 18;
/// People of one name that are compared with somebody who has no identity number.
const NAMESAKES: u32 = 200;

/// A row of the file, checked as far as it can be without the database.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
    pub(super) place: Option<Place>,
    pub(super) outcome: Result<Person, Fault>,
}

/// A row that is refused.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) line: u32,
    pub(super) fault: Fault,
    pub(super) cells: Vec<String>,
    /// The number of its household in this program, if others of the household are in it.
    pub(super) household: Option<String>,
}

/// What an import would change.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Lines of JSON, each a [`RosterHousehold`].
    pub(super) rows: String,
    /// Households in it.
    pub(super) households: u64,
    /// Those that are new.
    pub(super) new_households: u64,
    /// People in it.
    pub(super) people: u64,
    pub(super) refusals: Vec<Refusal>,
    /// People whose telephone number was left out.
    pub(super) phones_left_out: u64,
}

/// What the plan needs besides the file.
pub(super) struct Setting<'a> {
    pub(super) store: &'a Store,
    pub(super) centre: &'a str,
    pub(super) device: u32,
    pub(super) today: NaiveDate,
}

/// Rows of one household.
struct Group {
    key: Key,
    address: Address,
    /// The first line that says head, taken or not.
    head_line: Option<u32>,
    known: Option<HouseholdId>,
    number: Option<String>,
    /// Rows that are still to be taken.
    rows: Vec<usize>,
}

struct Planner<'a> {
    setting: &'a Setting<'a>,
    /// Households of the database by number, and what is needed of them by id.
    by_number: HashMap<String, HouseholdId>,
    has_head: HashMap<HouseholdId, (String, bool)>,
    groups: Vec<Group>,
    /// The group of each row.
    group_of: Vec<Option<usize>>,
    last_number: u64,
    last_temporary: u64,
}

/// Decides about all rows.
pub(super) fn plan(mut candidates: Vec<Candidate>, setting: &Setting<'_>, steps: &mut Steps<'_>) -> ClinicResult<Plan> {
    let mut planner = Planner::new(setting)?;
    planner.group(&candidates);
    planner.find_known(&mut candidates, steps)?;
    planner.settle_groups(&mut candidates);
    planner.number_groups();
    planner.finish(candidates)
}

impl<'a> Planner<'a> {
    fn new(setting: &'a Setting<'a>) -> ClinicResult<Self> {
        let (mut by_number, mut has_head) = (HashMap::new(), HashMap::new());
        for (number, household, head) in setting.store.household_numbers()? {
            by_number.insert(number.clone(), household);
            has_head.insert(household, (number, head));
        }
        Ok(Self {
            setting,
            by_number,
            has_head,
            groups: Vec::new(),
            group_of: Vec::new(),
            last_number: setting.store.last_number("H")?,
            last_temporary: setting.store.last_number("T")?,
        })
    }

    /// Puts all rows into groups, refused ones too: a household whose head is refused still has one.
    fn group(&mut self, candidates: &[Candidate]) {
        let mut index: HashMap<Key, usize> = HashMap::new();
        for candidate in candidates {
            let place = candidate.place.as_ref().and_then(|place| Some((place, place.key.clone()?)));
            let Some((place, key)) = place else {
                self.group_of.push(None);
                continue;
            };
            let at = *index.entry(key.clone()).or_insert_with(|| {
                let known = if let Key::Ours(number) = &key { self.by_number.get(number).copied() } else { None };
                let address = Address::default();
                self.groups.push(Group { key, address, head_line: None, known, number: None, rows: Vec::new() });
                self.groups.len() - 1
            });
            let group = &mut self.groups[at];
            group.address.complete(&place.address);
            if place.is_head {
                group.head_line.get_or_insert(candidate.line);
            }
            self.group_of.push(Some(at));
        }
    }

    /// Refuses who is known or stands in the file twice. A known person also tells which household the group is, so
    /// that a corrected file finds the household that its first import made.
    fn find_known(&mut self, candidates: &mut [Candidate], steps: &mut Steps<'_>) -> ClinicResult<()> {
        let known: HashSet<String> = self.setting.store.id_numbers()?.into_iter().collect();
        let mut numbers: HashMap<IdNumber, u32> = HashMap::new();
        let mut unnumbered: HashMap<(usize, String, NaiveDate), u32> = HashMap::new();
        steps.begin("check", candidates.len() as u64);
        let newcomers: HashSet<u32> = candidates
            .iter()
            .filter(|candidate| {
                let number = candidate.outcome.as_ref().ok().and_then(|person| person.id_number);
                number.is_some_and(|number| !known.contains(number.as_str()))
            })
            .map(|candidate| candidate.line)
            .collect();
        for (at, candidate) in candidates.iter_mut().enumerate() {
            steps.step();
            let (Ok(person), Some(group)) = (&candidate.outcome, self.group_of[at]) else {
                continue;
            };
            let first_line = if let Some(number) = person.id_number {
                *numbers.entry(number).or_insert(candidate.line)
            } else {
                let key = (group, person.name.clone(), person.birth_date);
                *unnumbered.entry(key).or_insert(candidate.line)
            };
            let household = match person.id_number {
                Some(number) if !known.contains(number.as_str()) => None,
                Some(number) => self.setting.store.person_by_id_number(&number)?.map(|person| person.household),
                None => self.namesake(person, &self.groups[group])?,
            };
            let home = household.map(|id| self.setting.store.household(id)).transpose()?.flatten();
            let group = &mut self.groups[group];
            candidate.outcome = if household.is_some() {
                // Somebody who married into another village does not pull the new family into the household of old.
                let own_head = group.head_line.is_some_and(|line| line != candidate.line && newcomers.contains(&line));
                let elsewhere = home.is_some_and(|home| home.village != group.address.village);
                if !(own_head && elsewhere) {
                    group.known = group.known.or(household);
                }
                Err(Fault::Known)
            } else if first_line != candidate.line {
                Err(Fault::Repeated { first_line })
            } else {
                group.rows.push(at);
                continue;
            };
        }
        Ok(())
    }

    /// The household of somebody in the same village with the same name, sex and date of birth.
    fn namesake(&self, person: &Person, group: &Group) -> ClinicResult<Option<HouseholdId>> {
        let store = self.setting.store;
        for found in store.people_by_name(&person.name, None, NAMESAKES)? {
            let is_same = found.name == person.name && found.birth_date == person.birth_date && found.sex == person.sex;
            if !is_same {
                continue;
            }
            let household = store.household(found.household)?;
            if household.is_some_and(|household| household.village == group.address.village)
                || group.known == Some(found.household)
            {
                return Ok(Some(found.household));
            }
        }
        Ok(None)
    }

    /// Refuses what makes a household impossible: no village, two heads, too many people.
    fn settle_groups(&mut self, candidates: &mut [Candidate]) {
        for group in &mut self.groups {
            let known_head =
                group.known.is_some_and(|household| self.has_head.get(&household).is_some_and(|known| known.1));
            let has_place = group.known.is_some() || !group.address.village.is_empty();
            let (mut people, mut head_taken) = (0, false);
            group.rows.retain(|at| {
                let candidate = &mut candidates[*at];
                let is_head = candidate.place.as_ref().is_some_and(|place| place.is_head);
                let fault = match group.head_line {
                    _ if !has_place => Fault::NoVillage,
                    _ if is_head && known_head => Fault::HeadKnown,
                    Some(first_line) if is_head && first_line != candidate.line => Fault::TwoHeads { first_line },
                    _ if people >= PEOPLE_MAX => Fault::TooManyPeople { limit: PEOPLE_MAX },
                    _ => {
                        people += 1;
                        head_taken |= is_head;
                        return true;
                    }
                };
                candidate.outcome = Err(fault);
                false
            });
            if let Some(known) = group.known.filter(|_| head_taken).and_then(|id| self.has_head.get_mut(&id)) {
                // Two groups of the file may turn out to be one household.
                known.1 = true;
            }
        }
    }

    /// Gives every new household a number: its own if the file has one of this program, else the next.
    fn number_groups(&mut self) {
        for group in &self.groups {
            if let Key::Ours(number) = &group.key
                && group.known.is_none()
                && !group.rows.is_empty()
            {
                let counter = number.trim_start_matches('H').parse().unwrap_or(0);
                self.last_number = self.last_number.max(counter);
            }
        }
        for group in &mut self.groups {
            group.number = match (&group.known, &group.key) {
                (Some(household), _) => self.has_head.get(household).map(|known| known.0.clone()),
                (None, _) if group.rows.is_empty() => None,
                (None, Key::Ours(number)) => Some(number.clone()),
                (None, _) => {
                    self.last_number += 1;
                    Some(household_number(self.last_number))
                }
            };
        }
    }

    fn finish(mut self, candidates: Vec<Candidate>) -> ClinicResult<Plan> {
        let mut plan = Plan::default();
        let mut people: Vec<Option<Person>> = Vec::with_capacity(candidates.len());
        for (candidate, group) in candidates.into_iter().zip(&self.group_of) {
            let Candidate { line, cells, place: _, outcome } = candidate;
            people.push(match outcome {
                Ok(person) if group.is_some() => Some(person),
                outcome => {
                    let fault = outcome.err().unwrap_or(Fault::NoHousehold);
                    let household = group.and_then(|group| self.groups[group].number.clone());
                    plan.refusals.push(Refusal { line, fault, cells, household });
                    None
                }
            });
        }
        for group in std::mem::take(&mut self.groups) {
            let taken: Vec<Person> = group.rows.iter().filter_map(|at| people[*at].take()).collect();
            if !taken.is_empty() {
                self.add_household(&mut plan, group, taken)?;
            }
        }
        Ok(plan)
    }

    fn add_household(&mut self, plan: &mut Plan, group: Group, mut people: Vec<Person>) -> ClinicResult<()> {
        let known = match group.known {
            Some(household) => self.setting.store.household(household)?,
            None => None,
        };
        if known.is_none() && group.head_line.is_none() {
            // The list names no head: somebody of age who comes first is it until the desk knows better.
            let of_age = |person: &Person| self.setting.today.year() - person.birth_date.year() > ADULT_YEARS;
            let head = people.iter().position(of_age).unwrap_or(0);
            people[head].relation = Relation::Head;
        }
        let is_known = known.is_some();
        let household = match known {
            Some(record) => Household {
                household: record.id,
                number: record.number,
                village: record.village,
                group: record.group,
                door: record.door,
                phone: record.phone,
            },
            None => Household {
                household: HouseholdId::from_random(random()?),
                number: group.number.unwrap_or_default(),
                village: group.address.village,
                group: group.address.group,
                door: group.address.door,
                phone: people
                    .iter()
                    .map(|person| &person.phone)
                    .find(|phone| !phone.is_empty())
                    .cloned()
                    .unwrap_or_default(),
            },
        };
        let members = people.into_iter().map(|person| self.member(plan, person)).collect::<ClinicResult<Vec<_>>>()?;
        plan.households += 1;
        plan.new_households += u64::from(!is_known);
        plan.people += members.len() as u64;
        let row = RosterHousehold { household, known: is_known, members };
        plan.rows.push_str(&serde_json::to_string(&row).map_err(StoreError::from)?);
        plan.rows.push('\n');
        Ok(())
    }

    fn member(&mut self, plan: &mut Plan, person: Person) -> ClinicResult<Member> {
        plan.phones_left_out += u64::from(person.phone_left_out);
        let temporary_number = match person.id_number {
            Some(_) => None,
            None => Some(self.temporary_number()?),
        };
        Ok(Member {
            person: PersonId::from_random(random()?),
            name: person.name,
            id_number: person.id_number,
            temporary_number,
            sex: person.sex,
            birth_date: person.birth_date,
            relation: person.relation,
            categories: person.categories,
            phone: person.phone,
        })
    }

    fn temporary_number(&mut self) -> ClinicResult<String> {
        self.last_temporary += 1;
        let serial = u32::try_from(self.last_temporary).unwrap_or(u32::MAX);
        crate::registration::temporary_number(self.setting.centre, self.setting.device, serial)
            .map_err(|fault| ClinicError::field("id_number", fault.text()))
    }
}
