//! A case: the people of a household and what happened to them in a year, in order.

use crate::adjudicate::{Accumulators, Bill, DatedCategory, Member, Standing};
use crate::ids::PersonId;
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// People and events, as a file states them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// The members of one household.
    pub people: Vec<CasePerson>,
    /// What happened, in the order in which it became known.
    pub events: Vec<Event>,
}

/// A member of the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CasePerson {
    /// By which events name the person.
    pub id: String,
    /// For rules by age.
    pub birth_date: NaiveDate,
    /// Enrolled in the benefit year.
    #[serde(default = "yes")]
    pub enrolled: bool,
    /// Benefits begin on this day, if there is a waiting period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_until: Option<NaiveDate>,
    /// Categories with their dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<DatedCategory>,
    /// Certificates of chronic diseases with their dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<DatedCategory>,
    /// Totals that the year already has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<YearTotals>,
    /// What else the rules may ask.
    #[serde(flatten)]
    pub member: Member,
}

/// Totals of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct YearTotals {
    /// Which benefit year.
    pub year: i32,
    /// Its totals.
    pub totals: Accumulators,
}

fn yes() -> bool {
    true
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Event {
    /// A bill is settled.
    Settle(Box<Settle>),
    /// A settlement is reversed as a whole.
    Reverse {
        /// Which.
        id: String,
    },
    /// A part of a bill is taken back: it is settled again as it should have been, in its old place.
    Correct {
        /// Which.
        id: String,
        /// The bill without what is taken back.
        bill: Box<Bill>,
        /// The day of each charge, where the stay is split at the year's end. Left out, the days of before are kept;
        /// that needs as many charges as before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        charged_on: Vec<NaiveDate>,
    },
    /// A category becomes known, perhaps for a time that has passed.
    Category {
        /// Whose.
        person: String,
        /// The category with its dates.
        category: DatedCategory,
    },
    /// A death becomes known.
    Death {
        /// Whose.
        person: String,
        /// The day.
        died: NaiveDate,
    },
    /// A pack arrives; until then it is not known.
    Pack {
        /// Its id.
        id: String,
        /// Its version.
        version: String,
    },
}

/// A bill that is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settle {
    /// By which later events name it.
    pub id: String,
    /// Whose.
    pub person: String,
    /// The bill.
    pub bill: Bill,
    /// The day of each charge, where a stay is split at the year's end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charged_on: Vec<NaiveDate>,
}

impl CasePerson {
    /// What the engine asks of the person.
    pub(super) fn standing(&self, place: usize) -> Standing {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&u64::try_from(place).unwrap_or(u64::MAX).to_be_bytes());
        Standing {
            person: PersonId::from_random(bytes),
            birth_date: self.birth_date,
            enrolled: self.enrolled,
            waiting_until: self.waiting_until,
            categories: self.categories.clone(),
            certificates: self.certificates.clone(),
            member: self.member.clone(),
        }
    }
}

impl Case {
    /// The same case so many years later, for last year's bills under next year's rules. Birthdays stay.
    #[must_use]
    pub fn later_by(mut self, years: i32) -> Self {
        let later = |date: &mut NaiveDate| *date = same_day(*date, date.year().saturating_add(years));
        let dated = |category: &mut DatedCategory| {
            later(&mut category.from);
            category.until.iter_mut().for_each(later);
        };
        let bill = |bill: &mut Bill| {
            [&mut bill.admitted, &mut bill.discharged, &mut bill.settled].into_iter().for_each(later);
        };
        for person in &mut self.people {
            person.waiting_until.iter_mut().for_each(later);
            person.member.died.iter_mut().for_each(later);
            person.categories.iter_mut().chain(&mut person.certificates).for_each(dated);
            if let Some(history) = &mut person.history {
                history.year = history.year.saturating_add(years);
            }
        }
        for event in &mut self.events {
            match event {
                Event::Settle(settle) => {
                    bill(&mut settle.bill);
                    settle.charged_on.iter_mut().for_each(later);
                }
                Event::Correct { bill: corrected, charged_on, .. } => {
                    bill(corrected);
                    charged_on.iter_mut().for_each(later);
                }
                Event::Category { category, .. } => dated(category),
                Event::Death { died, .. } => later(died),
                Event::Reverse { .. } | Event::Pack { .. } => {}
            }
        }
        self
    }
}

/// The same day of another year; 29 February becomes the 28th.
fn same_day(date: NaiveDate, year: i32) -> NaiveDate {
    date.with_year(year).or_else(|| date.with_day(28)?.with_year(year)).unwrap_or(date)
}
