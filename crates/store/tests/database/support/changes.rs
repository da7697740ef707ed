//! People of a township who move, die, marry and are written wrongly, and clerks who take it back.

use super::township::Township;
use nonghe_domain::person::Relation;
use nonghe_protocol::change::{
    Change, ChangeUndone, FromTo, HouseholdChange, HouseholdChanged, HouseholdFormed, PeopleMoved, PersonChange,
    PersonChanged, PersonDied, Presence, Stands,
};
use nonghe_store::PersonRecord;

/// One change at random; sometimes it is taken back at once.
pub fn change(township: &mut Township) {
    let (person, _) = *township.random.pick(&township.people);
    let record = township.store.person(person).unwrap().unwrap();
    let change = Change::new(township.id(), township.date, String::new());
    let (seq, change) = match township.random.below(5) {
        0 => {
            let person = PersonChange {
                name: FromTo::new(record.name.clone(), format!("{}䶮", &record.name[..3])),
                phone: FromTo::new(record.phone.clone(), "13900000000".into()),
                ..PersonChange::of(person)
            };
            let change = Change { people: vec![person], ..change };
            (township.append(PersonChanged(change.clone())), change)
        }
        1 => {
            let household = township.store.household(record.household).unwrap().unwrap();
            let village = FromTo::new(household.village, "柳河村".into());
            let door = FromTo::new(household.door.clone(), format!("{}1", household.door));
            let household = HouseholdChange { village, door, ..HouseholdChange::of(household.id) };
            let change = Change { households: vec![household], ..change };
            (township.append(HouseholdChanged(change.clone())), change)
        }
        2 => {
            let made = township.address();
            let person = PersonChange {
                household: FromTo::new(record.household, made.household),
                relation: FromTo::new(record.relation, Relation::Head),
                stands: FromTo::new(record.stands, Stands::HERE),
                ..PersonChange::of(person)
            };
            let change = Change { made: Some(made), people: vec![person, heir(township, &record)], ..change };
            (township.append(HouseholdFormed(change.clone())), change)
        }
        away_or_dead => {
            let presence = if away_or_dead == 3 { Presence::Away } else { Presence::Dead };
            let gone = Stands { presence, since: Some(township.date) };
            let person = PersonChange { stands: FromTo::new(record.stands, gone), ..PersonChange::of(person) };
            let change = Change { people: vec![person, heir(township, &record)], ..change };
            let seq = match presence {
                Presence::Dead => township.append(PersonDied(change.clone())),
                _ => township.append(PeopleMoved(change.clone())),
            };
            (seq, change)
        }
    };
    if township.random.below(2) == 0 {
        let people = change.people.into_iter().map(PersonChange::back).collect();
        let households = change.households.into_iter().map(HouseholdChange::back).collect();
        let undone = Change { people, households, made: None, undoes: Some(seq), ..change };
        township.append(ChangeUndone(undone));
    }
}

/// Whoever becomes head when a head leaves.
fn heir(township: &Township, leaves: &PersonRecord) -> PersonChange {
    let members = township.store.members(leaves.household).unwrap();
    let is_head = leaves.is_here() && leaves.relation == Relation::Head;
    match members.iter().find(|member| member.id != leaves.id) {
        Some(heir) if is_head => {
            PersonChange { relation: FromTo::new(heir.relation, Relation::Head), ..PersonChange::of(heir.id) }
        }
        _ => PersonChange::of(leaves.id),
    }
}
