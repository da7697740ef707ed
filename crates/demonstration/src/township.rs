//! People who do not exist: names by their weights, families by simple rules, always the same ones.

use super::dice::Dice;
use crate::failure::Failure;
use chrono::{Days, NaiveDate};
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, PersonId};
use nonghe_protocol::body::{Household, Member, RosterHousehold};
use std::collections::{HashMap, HashSet};

/// An area code that no county has had.
pub const AREA_CODE: &str = "411099";

const SURNAMES: &str = include_str!("../data/surnames.csv");
const GIVEN_NAMES: &str = include_str!("../data/given_names.csv");
const VILLAGES: &str = include_str!("../data/villages.csv");
/// Every demonstration has the same people, so that what one reads in a note can be found.
const SEED: u64 = 20_261_122;

struct Names {
    surnames: Vec<(String, usize)>,
    surname_weight: usize,
    given: Vec<(String, String)>,
    villages: Vec<(String, usize)>,
}

impl Names {
    fn read() -> Result<Self, Failure> {
        let rows = |text: &'static str| {
            csv::Reader::from_reader(text.as_bytes())
                .into_deserialize::<Vec<String>>()
                .collect::<Result<Vec<_>, _>>()
                .map_err(|error| Failure::Usage(error.to_string()))
        };
        let number = |text: &str| text.parse().unwrap_or(1);
        let surnames: Vec<_> = rows(SURNAMES)?.iter().map(|row| (row[0].clone(), number(&row[1]))).collect();
        Ok(Self {
            surname_weight: surnames.iter().map(|(_, weight)| weight).sum(),
            surnames,
            given: rows(GIVEN_NAMES)?.iter().map(|row| (row[0].clone(), row[1].clone())).collect(),
            villages: rows(VILLAGES)?.iter().map(|row| (row[0].clone(), number(&row[2]))).collect(),
        })
    }

    fn surname(&self, dice: &mut Dice) -> String {
        let mut place = dice.below(self.surname_weight);
        for (surname, weight) in &self.surnames {
            if place < *weight {
                return surname.clone();
            }
            place -= weight;
        }
        self.surnames[0].0.clone()
    }

    fn given(&self, dice: &mut Dice, sex: Sex) -> String {
        let wanted = if sex == Sex::Male { "m" } else { "f" };
        loop {
            let (name, of) = &self.given[dice.below(self.given.len())];
            if of == wanted || of == "any" {
                return name.clone();
            }
        }
    }
}

/// The township's roster: lines of JSON, one household each. Categories that the pack does not have are left out.
pub fn roster(people: usize, categories: &HashSet<&str>) -> Result<String, Failure> {
    let names = Names::read()?;
    let mut dice = Dice::new(SEED);
    let mut registry = Registry { serials: HashMap::new() };
    let (mut lines, mut count, mut number) = (String::new(), 0, 0);
    while count < people {
        number += 1;
        let mut members = registry.family(&mut dice, &names)?;
        for member in &mut members {
            member.categories.retain(|own| categories.contains(own.code.as_str()));
        }
        count += members.len();
        let (village, groups) = &names.villages[dice.below(names.villages.len())];
        let household = RosterHousehold {
            household: Household {
                household: HouseholdId::from_random(dice.bits()),
                number: format!("H{number:06}"),
                village: village.clone(),
                group: (dice.below(*groups) + 1).to_string(),
                door: (dice.below(60) + 1).to_string(),
                phone: members[0].phone.clone(),
            },
            known: false,
            members,
        };
        lines.push_str(&serde_json::to_string(&household)?);
        lines.push('\n');
    }
    Ok(lines)
}

struct Registry {
    serials: HashMap<(NaiveDate, bool), u32>,
}

impl Registry {
    fn family(&mut self, dice: &mut Dice, names: &Names) -> Result<Vec<Member>, Failure> {
        let surname = names.surname(dice);
        let head_age = 34 + dice.below(38);
        let phone = format!("13{:09}", dice.draw() % 1_000_000_000);
        let mut members = vec![self.person(dice, names, &surname, Sex::Male, head_age, Relation::Head)?];
        members[0].phone.clone_from(&phone);
        if dice.percent(85) {
            let other = names.surname(dice);
            let age = head_age.saturating_sub(dice.below(5)).max(22);
            members.push(self.person(dice, names, &other, Sex::Female, age, Relation::Spouse)?);
        }
        for _ in 0..dice.below(3) {
            let (sex, relation) =
                if dice.percent(52) { (Sex::Male, Relation::Son) } else { (Sex::Female, Relation::Daughter) };
            let age = head_age.saturating_sub(24 + dice.below(8));
            members.push(self.person(dice, names, &surname, sex, age, relation)?);
        }
        if head_age < 60 && dice.percent(45) {
            let (sex, relation) =
                if dice.percent(50) { (Sex::Male, Relation::Father) } else { (Sex::Female, Relation::Mother) };
            let of = if sex == Sex::Male { surname.clone() } else { names.surname(dice) };
            let age = head_age + 23 + dice.below(6);
            members.push(self.person(dice, names, &of, sex, age, relation)?);
        }
        if head_age > 55 && dice.percent(50) {
            let sex = if dice.percent(52) { Sex::Male } else { Sex::Female };
            let age = dice.below(14);
            members.push(self.person(dice, names, &surname, sex, age, Relation::Grandchild)?);
        }
        if dice.percent(9) {
            let code = ["dibao", "dibao", "dibao", "monitored", "monitored", "tekun"][dice.below(6)];
            for member in &mut members {
                member.categories.push(category(code)?);
            }
        }
        Ok(members)
    }

    fn person(
        &mut self,
        dice: &mut Dice,
        names: &Names,
        surname: &str,
        sex: Sex,
        age: usize,
        relation: Relation,
    ) -> Result<Member, Failure> {
        let age = i32::try_from(age).unwrap_or_default();
        let new_year = day(2026 - age, 1, 1)?;
        let birth_date = new_year.checked_sub_days(Days::new(dice.below(330) as u64)).unwrap_or(new_year);
        let serial = self.serials.entry((birth_date, sex == Sex::Male)).or_insert(0);
        *serial += 1;
        let id_number = identity_number(birth_date, sex, *serial)?;
        let categories = if dice.percent(3) { vec![category("disabled")?] } else { Vec::new() };
        Ok(Member {
            person: PersonId::from_random(dice.bits()),
            name: format!("{surname}{}", names.given(dice, sex)),
            id_number: Some(id_number),
            temporary_number: None,
            sex,
            birth_date,
            relation,
            categories,
            phone: String::new(),
        })
    }
}

fn category(code: &str) -> Result<DatedCategory, Failure> {
    Ok(DatedCategory {
        code: code.into(), from: day(2026, 1, 1)?, until: None, source: "县民政名单 2026-01".into()
    })
}

fn day(year: i32, month: u32, day: u32) -> Result<NaiveDate, Failure> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| Failure::Usage("no such day".into()))
}

/// A number with a right check digit; sequence numbers are odd for men and even for women.
fn identity_number(birth: NaiveDate, sex: Sex, serial: u32) -> Result<IdNumber, Failure> {
    let sequence = serial * 2 - u32::from(sex == Sex::Male);
    let digits = format!("{AREA_CODE}{}{sequence:03}", birth.format("%Y%m%d"));
    "0123456789X"
        .chars()
        .find_map(|check| IdNumber::parse(&format!("{digits}{check}")).ok())
        .ok_or_else(|| Failure::Usage("no identity number can be made".into()))
}
