//! Conditions: on whom, what and when a part of the rules holds.

use crate::adjudicate::{Link, Referral, StayKind};
use crate::money::Money;
use chrono::NaiveDate;
use serde::Deserialize;

/// A condition: every part that is given must hold. An empty condition always holds.
///
/// A list holds if it contains the case, so `category = ["dibao", "tekun"]` means any of the two; `all` asks for
/// several at once.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct When {
    /// Tiers of the facility.
    pub tier: Vec<String>,
    /// Places of the facility, as the pack's `[[place]]` names them.
    pub place: Vec<String>,
    /// Codes of single facilities.
    pub facility: Vec<String>,
    /// Categories that the person has on the deciding day.
    pub category: Vec<String>,
    /// Certificates of chronic diseases that the person has on the deciding day.
    pub certificate: Vec<String>,
    /// Premium grades.
    pub grade: Vec<String>,
    /// Referral states.
    pub referral: Vec<Referral>,
    /// Kinds of stay or visit.
    pub stay: Vec<StayKind>,
    /// Lists of diseases that the diagnosis is on.
    pub disease: Vec<String>,
    /// Facts that the bill states, such as a test result or a contract with a family doctor.
    pub fact: Vec<String>,
    /// How a stay follows another.
    pub follows: Vec<Link>,
    /// Age in full years on the deciding day.
    pub age: Option<Range<u32>>,
    /// Total charges of the stay.
    pub total: Option<Range<Money>>,
    /// Which admission of the benefit year this is, from 1.
    pub admission: Option<Range<u32>>,
    /// The same, counting only admissions in the tier of the bill.
    pub admission_in_tier: Option<Range<u32>>,
    /// The deciding day.
    pub date: Option<Range<NaiveDate>>,
    /// All of these hold.
    pub all: Vec<When>,
    /// At least one of these holds.
    pub any: Vec<When>,
    /// None of these holds.
    pub none: Vec<When>,
}

/// From where to where. Each end says by its name whether it is included, because that decides for a condition on a
/// whole amount.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, bound = "T: Deserialize<'de>")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Range<T> {
    /// At least this.
    pub from: Option<T>,
    /// More than this.
    pub over: Option<T>,
    /// At most this.
    pub up_to: Option<T>,
    /// Less than this.
    pub below: Option<T>,
}

impl<T: PartialOrd + Copy> Range<T> {
    /// Whether a value lies in it.
    pub fn contains(&self, value: T) -> bool {
        self.from.is_none_or(|from| value >= from)
            && self.over.is_none_or(|over| value > over)
            && self.up_to.is_none_or(|up_to| value <= up_to)
            && self.below.is_none_or(|below| value < below)
    }
}

impl When {
    /// Whether nothing is asked.
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }

    /// This condition and those inside it.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(next.all.iter().chain(&next.any).chain(&next.none));
            Some(next)
        })
    }
}
