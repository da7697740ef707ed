//! Changes of households and people, one of each kind.

use crate::bodies::{household, member, newborn, number};
use crate::support::{day, id, time};
use nonghe_domain::enrolment::{CoverElsewhere, CoverKind};
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::{Relation, Sex};
use nonghe_protocol::body::Household;
use nonghe_protocol::change::{
    CategoriesChanged, Change, ChangeUndone, CoverChanged, FromTo, HeadChanged, HouseholdChange, HouseholdChanged,
    HouseholdEnd, HouseholdFormed, HouseholdsMerged, Joined, PeopleMoved, PersonChange, PersonChanged, PersonDied,
    Presence, Stands,
};
use nonghe_protocol::paper::DocumentReprinted;
use nonghe_protocol::photograph::PersonPhotographed;
use nonghe_protocol::{Body, Hash};

#[expect(clippy::unnecessary_wraps, reason = "every field of a change is optional")]
fn from_to<T>(from: T, to: T) -> Option<FromTo<T>> {
    Some(FromTo { from, to })
}

fn change(people: Vec<PersonChange>, households: Vec<HouseholdChange>) -> Change {
    Change { people, households, ..Change::new(id(9), day("2026-10-15"), "户口簿".into()) }
}

fn moved() -> PersonChange {
    PersonChange {
        household: from_to(id(3), id(7)),
        relation: from_to(Relation::Son, Relation::Head),
        ..PersonChange::of(id(2))
    }
}

/// One body of each kind of change.
pub fn changes() -> Vec<Body> {
    let corrected = PersonChange {
        name: from_to("王宝".into(), "王葆".into()),
        id_number: from_to(None, Some(IdNumber::parse("11010519491231002X").unwrap())),
        temporary_number: from_to(Some("T4101D1000001".into()), None),
        sex: from_to(Sex::Male, Sex::Female),
        birth_date: from_to(day("2026-09-30"), day("1949-12-31")),
        phone: from_to(String::new(), "13800000000".into()),
        ..PersonChange::of(id(2))
    };
    let gone = Stands { presence: Presence::Dead, since: Some(day("2026-10-14")) };
    let died = PersonChange { stands: from_to(Stands::HERE, gone), ..PersonChange::of(id(1)) };
    let stated = PersonChange { categories: from_to(Vec::new(), member().categories), ..PersonChange::of(id(1)) };
    let employee = CoverElsewhere {
        kind: CoverKind::Employee,
        from: day("2025-03-01"),
        until: Some(day("2026-08-31")),
        source: "县职工医保名单".into(),
    };
    let covered = PersonChange { cover: from_to(Vec::new(), vec![employee]), ..PersonChange::of(id(1)) };
    let address = HouseholdChange {
        village: from_to("槐树村".into(), "柳河村".into()),
        group: from_to("3".into(), "4".into()),
        door: from_to("12".into(), "8".into()),
        phone: from_to("13900000000".into(), String::new()),
        ..HouseholdChange::of(id(3))
    };
    let merged = HouseholdChange {
        end: from_to(None, Some(HouseholdEnd { on: day("2026-10-15"), into: Some(id(7)) })),
        ..HouseholdChange::of(id(3))
    };
    let headed = PersonChange { relation: from_to(Relation::Spouse, Relation::Head), ..PersonChange::of(id(1)) };
    vec![
        PersonChanged(change(vec![corrected], Vec::new())).into(),
        PeopleMoved(change(vec![moved()], Vec::new())).into(),
        PersonDied(change(vec![died.clone()], Vec::new())).into(),
        CategoriesChanged(change(vec![stated], Vec::new())).into(),
        CoverChanged(change(vec![covered], Vec::new())).into(),
        HouseholdChanged(change(Vec::new(), vec![address])).into(),
        HeadChanged(change(vec![headed], Vec::new())).into(),
        HouseholdFormed(Change {
            made: Some(Household { household: id(7), ..household() }),
            joined: Some(Joined { household: id(7), members: vec![newborn()] }),
            ..change(vec![moved()], Vec::new())
        })
        .into(),
        HouseholdsMerged(change(vec![moved()], vec![merged])).into(),
        ChangeUndone(Change { undoes: Some(7), ..change(vec![died.back()], Vec::new()) }).into(),
        DocumentReprinted {
            by: id(9),
            document: "receipt".into(),
            number: number("R"),
            count: 2,
            at: time("2026-10-16T10:30:00"),
        }
        .into(),
        PersonPhotographed {
            by: id(9),
            person: id(1),
            photo: FromTo { from: Some(Hash::ZERO), to: None },
            reason: "本人要求".into(),
            undoes: Some(7),
        }
        .into(),
    ]
}
