//! Conditions, slowly.

use super::county::{Cond, Dated, Member, Range, Visit};
use super::text::date;
use chrono::Datelike as _;

/// What conditions may ask of a visit besides its own facts.
pub struct Facts<'a> {
    pub visit: &'a Visit,
    pub day: i64,
    pub total: i64,
    pub admission: i64,
    /// The same in its tier.
    pub in_tier: i64,
}

impl Range {
    pub fn holds(&self, value: i64) -> bool {
        let start = match self.start {
            None => true,
            Some((at, true)) => value >= at,
            Some((at, false)) => value > at,
        };
        let end = match self.end {
            None => true,
            Some((at, true)) => value <= at,
            Some((at, false)) => value < at,
        };
        start && end
    }
}

impl Facts<'_> {
    pub fn holds(&self, member: &Member, cond: &Cond) -> bool {
        match cond {
            Cond::Always => true,
            Cond::In(key, codes) => self.codes(member, key).iter().any(|code| codes.contains(code)),
            Cond::Within(key, range) => range.holds(match *key {
                "age" => self.age(member),
                "total" => self.total,
                "admission" => self.admission,
                "admission_in_tier" => self.in_tier,
                "date" => self.day,
                other => panic!("no range {other}"),
            }),
            Cond::All(parts) => parts.iter().all(|part| self.holds(member, part)),
            Cond::Any(parts) => parts.is_empty() || parts.iter().any(|part| self.holds(member, part)),
            Cond::None(parts) => !parts.iter().any(|part| self.holds(member, part)),
        }
    }

    /// The codes that a visit and its person have under a key.
    fn codes(&self, member: &Member, key: &str) -> Vec<&'static str> {
        let visit = self.visit;
        let on_day = |list: &[Dated]| -> Vec<&'static str> {
            let holds = |(_, from, until): &&Dated| *from <= self.day && until.is_none_or(|until| self.day <= until);
            list.iter().filter(holds).map(|(code, _, _)| *code).collect()
        };
        match key {
            "tier" => vec![visit.tier],
            "stay" => vec![visit.kind],
            "referral" => vec![visit.referral],
            "place" => visit.place.into_iter().collect(),
            "facility" => visit.facility.into_iter().collect(),
            "grade" => member.grade.into_iter().collect(),
            "fact" => visit.facts.clone(),
            "follows" => visit.continues().map(|(_, link)| link).into_iter().collect(),
            "category" => on_day(&member.categories),
            "certificate" => on_day(&member.certificates),
            "disease" => {
                let lungs = visit.diagnosis.starts_with("A15") || visit.diagnosis.starts_with('J');
                if lungs { vec!["lungs"] } else { Vec::new() }
            }
            other => panic!("no key {other}"),
        }
    }

    /// Birthdays had until the deciding day.
    fn age(&self, member: &Member) -> i64 {
        let (year, month, day) = member.born;
        let today = date(self.day);
        let birthdays = (year + 1..=today.year()).filter(|now| (*now, month, day) <= ymd(today));
        birthdays.count().try_into().unwrap()
    }
}

fn ymd(date: chrono::NaiveDate) -> (i32, u32, u32) {
    (date.year(), date.month(), date.day())
}
