//! Which condition holds wherever another does.

use crate::money::Money;
use crate::pack::{Range, When};
use chrono::{Datelike as _, NaiveDate};

/// Conditions of more parts are compared only for being equal: a hostile text could make it take hours.
const MAX_PARTS: usize = 40;

/// A value that has a next one, so that a range without both ends can be told empty.
pub(super) trait Counted: Copy {
    /// Its number among all.
    fn number(self) -> i64;
}

impl Counted for u32 {
    fn number(self) -> i64 {
        self.into()
    }
}

impl Counted for Money {
    fn number(self) -> i64 {
        self.fen()
    }
}

impl Counted for NaiveDate {
    fn number(self) -> i64 {
        self.num_days_from_ce().into()
    }
}

/// First and last value of a range.
pub(super) fn ends<T: Counted>(range: &Range<T>) -> (i64, i64) {
    let first = [range.from.map(T::number), range.over.map(|over| T::number(over) + 1)];
    let last = [range.up_to.map(T::number), range.below.map(|below| T::number(below) - 1)];
    (first.into_iter().flatten().max().unwrap_or(i64::MIN), last.into_iter().flatten().min().unwrap_or(i64::MAX))
}

/// Whether `wide` surely holds wherever `narrow` does. A no may be a yes that is hard to see.
pub(super) fn implies(narrow: &When, wide: &When) -> bool {
    let is_small = |when: &When| when.parts().take(MAX_PARTS).count() < MAX_PARTS;
    flat(narrow, wide) && (narrow == wide || is_small(narrow) && is_small(wide) && nested(narrow, wide))
}

fn holds_within(narrow: &When, wide: &When) -> bool {
    flat(narrow, wide) && nested(narrow, wide)
}

/// The parts of a condition that hold no conditions. Taken apart, so that a new part cannot be forgotten here.
fn flat(narrow: &When, wide: &When) -> bool {
    let When {
        tier,
        place,
        facility,
        category,
        certificate,
        grade,
        referral,
        stay,
        disease,
        fact,
        follows,
        age,
        total,
        admission,
        admission_in_tier,
        date,
        all: _,
        any: _,
        none: _,
    } = wide;
    lies(narrow.age.as_ref(), age.as_ref())
        && lies(narrow.total.as_ref(), total.as_ref())
        && lies(narrow.admission.as_ref(), admission.as_ref())
        && lies(narrow.admission_in_tier.as_ref(), admission_in_tier.as_ref())
        && lies(narrow.date.as_ref(), date.as_ref())
        && lists(&narrow.tier, tier)
        && lists(&narrow.place, place)
        && lists(&narrow.facility, facility)
        && lists(&narrow.category, category)
        && lists(&narrow.certificate, certificate)
        && lists(&narrow.grade, grade)
        && lists(&narrow.referral, referral)
        && lists(&narrow.stay, stay)
        && lists(&narrow.disease, disease)
        && lists(&narrow.fact, fact)
        && lists(&narrow.follows, follows)
}

fn nested(narrow: &When, wide: &When) -> bool {
    let all = |wide: &When| holds_within(narrow, wide) || narrow.all.iter().any(|part| holds_within(part, wide));
    let any = |wide: &When| holds_within(narrow, wide);
    wide.all.iter().all(all)
        && (wide.any.is_empty() || narrow.any == wide.any || wide.any.iter().any(any))
        && wide.none.iter().all(|wide| narrow.none.contains(wide))
}

fn lists<T: PartialEq>(narrow: &[T], wide: &[T]) -> bool {
    wide.is_empty() || !narrow.is_empty() && narrow.iter().all(|value| wide.contains(value))
}

fn lies<T: Counted>(narrow: Option<&Range<T>>, wide: Option<&Range<T>>) -> bool {
    let Some((first, last)) = wide.map(ends) else { return true };
    narrow.map(ends).is_some_and(|(from, until)| first <= from && until <= last)
}

/// Whether a condition may hold in a tier.
pub(super) fn admits_tier(when: &When, tier: &str) -> bool {
    let only_tier = |when: &When| *when == When { tier: when.tier.clone(), ..When::default() };
    let names = |when: &When| when.tier.iter().any(|named| named == tier);
    (when.tier.is_empty() || names(when))
        && when.all.iter().all(|inner| admits_tier(inner, tier))
        && (when.any.is_empty() || when.any.iter().any(|inner| admits_tier(inner, tier)))
        && !when.none.iter().any(|inner| only_tier(inner) && names(inner))
}
