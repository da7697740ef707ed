//! What conditions ask of a case.

use super::accumulators::{Accumulators, accumulator};
use super::bill::{Bill, DatedCategory, Episode, Link, Standing};
use crate::money::Money;
use crate::pack::{Rules, When};
use chrono::{Datelike as _, NaiveDate};

/// A bill and its person as conditions see them.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) rules: &'a Rules,
    pub(super) standing: &'a Standing,
    pub(super) bill: &'a Bill,
    /// The deciding day.
    pub(super) date: NaiveDate,
    /// Total charges.
    pub(super) total: Money,
    /// Which admission of the year it is, from 1.
    pub(super) admission: u32,
    /// The same in the tier of the bill.
    pub(super) admission_in_tier: u32,
    /// No part of its episode has been settled in a bed yet, so that it is an admission of its own.
    pub(super) begins: bool,
}

impl<'a> Facts<'a> {
    /// The facts of a bill whose total is known.
    pub(super) fn of(
        rules: &'a Rules,
        standing: &'a Standing,
        history: &Accumulators,
        bill: &'a Bill,
        total: Money,
    ) -> Self {
        // Not by the number of the part: the first may have been taken back.
        let settled = |episode: &Episode| history.count(&accumulator::parts(&episode.id)) > 0;
        let begins = !bill.episode.as_ref().is_some_and(settled);
        let number = |earlier: i64| {
            let earlier = u32::try_from(earlier).unwrap_or_default();
            if begins { earlier.saturating_add(1) } else { earlier.max(1) }
        };
        let admission = number(history.admissions());
        let admission_in_tier = number(history.count(&accumulator::stays(&bill.tier)));
        Self { rules, standing, bill, date: rules.year.rule.date_of(bill), total, admission, admission_in_tier, begins }
    }

    /// The account of a name for the stay that the bill is a part of.
    pub(super) fn in_stay(&self, name: &str) -> Option<String> {
        let hospital = self.bill.facility.as_deref().unwrap_or(&self.bill.tier);
        self.bill.episode.as_ref().map(|episode| accumulator::in_stay(name, hospital, &episode.id))
    }

    /// What other parts of the same stay came to. After a transfer another stay begins.
    pub(super) fn before_in_stay(&self, history: &Accumulators, name: &str) -> Money {
        if self.bill.episode.as_ref().is_none_or(|episode| episode.link != Link::Interim) {
            return Money::ZERO;
        }
        self.in_stay(name).map(|name| history.amount(&name).or_zero()).unwrap_or_default()
    }
}

impl Facts<'_> {
    /// Whether a condition holds.
    pub(super) fn holds(&self, when: &When) -> bool {
        let Self { bill, standing, .. } = self;
        allows(&when.tier, &bill.tier)
            && allows(&when.referral, &bill.referral)
            && allows(&when.stay, &bill.kind)
            && named(&when.place, bill.place.as_ref())
            && named(&when.facility, bill.facility.as_ref())
            && named(&when.grade, standing.member.grade.as_ref())
            && self.dated(&when.category, &standing.categories)
            && self.dated(&when.certificate, &standing.certificates)
            && (when.fact.is_empty() || when.fact.iter().any(|fact| bill.facts.contains(fact)))
            && (when.disease.is_empty() || when.disease.iter().any(|list| self.is_on(list)))
            && (when.follows.is_empty() || bill.continues().is_some_and(|part| when.follows.contains(&part.link)))
            && when.age.is_none_or(|range| range.contains(self.age()))
            && when.total.is_none_or(|range| range.contains(self.total))
            && when.admission.is_none_or(|range| range.contains(self.admission))
            && when.admission_in_tier.is_none_or(|range| range.contains(self.admission_in_tier))
            && when.date.is_none_or(|range| range.contains(self.date))
            && when.all.iter().all(|when| self.holds(when))
            && (when.any.is_empty() || when.any.iter().any(|when| self.holds(when)))
            && !when.none.iter().any(|when| self.holds(when))
    }

    fn dated(&self, asked: &[String], has: &[DatedCategory]) -> bool {
        asked.is_empty() || has.iter().any(|has| has.holds_on(self.date) && asked.contains(&has.code))
    }

    fn is_on(&self, list: &str) -> bool {
        let list = self.rules.disease_lists.iter().find(|known| known.code == list);
        list.is_some_and(|list| list.diagnoses.iter().any(|start| self.bill.diagnosis.starts_with(start.as_str())))
    }

    /// Full years on the deciding day.
    pub(super) fn age(&self) -> u32 {
        let born = self.standing.birth_date;
        let had_birthday = (self.date.month(), self.date.day()) >= (born.month(), born.day());
        u32::try_from(self.date.year() - born.year() - i32::from(!had_birthday)).unwrap_or_default()
    }
}

fn allows<T: PartialEq>(list: &[T], value: &T) -> bool {
    list.is_empty() || list.contains(value)
}

fn named(list: &[String], value: Option<&String>) -> bool {
    list.is_empty() || value.is_some_and(|value| list.contains(value))
}
