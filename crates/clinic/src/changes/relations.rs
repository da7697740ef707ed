//! Relations to a new head, as far as the old ones tell them. The clerk puts right what they do not.

use crate::checks::age;
use chrono::NaiveDate;
use nonghe_domain::person::{Relation, Sex};
use nonghe_store::PersonRecord;
use std::cmp::Reverse;

/// Age from which on somebody is suggested as head before a minor is.
const ADULT_AGE: u32 = 18;

/// Those who could become head, the most likely first: the spouse, then the eldest.
pub(super) fn successors(people: &[PersonRecord], today: NaiveDate) -> Vec<&PersonRecord> {
    let mut found: Vec<&PersonRecord> = people.iter().filter(|person| person.relation != Relation::Head).collect();
    found.sort_by_key(|person| {
        let adult = age(person.birth_date, today) >= ADULT_AGE;
        (Reverse(adult), person.relation != Relation::Spouse, person.birth_date)
    });
    found
}

/// The relation of a member to the new head. `all` are the members, the new head among them, as they were.
pub(super) fn towards(new_head: &PersonRecord, member: &PersonRecord, all: &[PersonRecord]) -> Relation {
    use Relation as R;
    let (head, relation) = (new_head.relation, member.relation);
    if member.id == new_head.id {
        return R::Head;
    }
    let parent = if member.sex == Sex::Male { R::Father } else { R::Mother };
    let child = if member.sex == Sex::Male { R::Son } else { R::Daughter };
    let count = |wanted: &[Relation]| all.iter().filter(|person| wanted.contains(&person.relation)).count();
    let only_couple = member.sex != new_head.sex && count(&[R::Son, R::Daughter]) == 1 && count(&[R::ChildInLaw]) == 1;
    match (head, relation) {
        (R::Head, _) | (R::Spouse, R::Son | R::Daughter | R::Grandchild | R::ChildInLaw) => relation,
        (R::Spouse, R::Head) | (R::Father | R::Mother, R::Father | R::Mother) => R::Spouse,
        (R::Son | R::Daughter, R::Head | R::Spouse) => parent,
        (R::Son | R::Daughter, R::ChildInLaw) | (R::ChildInLaw, R::Son | R::Daughter) if only_couple => R::Spouse,
        (R::Son | R::Daughter | R::ChildInLaw, R::Grandchild) if count(&[R::Son, R::Daughter]) <= 1 => child,
        (R::Father | R::Mother, R::Head) => child,
        (R::Father | R::Mother, R::Spouse) => R::ChildInLaw,
        (R::Father | R::Mother, R::Son | R::Daughter) => R::Grandchild,
        _ => R::Other,
    }
}
