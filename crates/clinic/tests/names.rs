//! Names as people bear them: rare characters and surnames with readings of their own are found, shown and kept.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{HouseholdInput, MemberInput};
use support::Desk;
use support::township::id_number;

/// Name, then what finds it.
const NAMES: [(&str, &[&str]); 9] = [
    ("单雄信", &["sxx", "dxx", "单雄"]),
    ("仇和", &["qh", "ch"]),
    ("覃小妹", &["qxm", "txm"]),
    ("尉迟恭", &["ycg", "wcg", "yuchig"]),
    ("王䶮", &["wy", "王䶮"]),
    ("李㛃", &["lj", "李㛃"]),
    ("𠮷明", &["jm", "𠮷"]),
    ("赵𫍽", &["赵𫍽"]),
    ("买买提·吐尔逊", &["mmttex", "买买提·吐"]),
];

fn registered() -> (Desk, String) {
    let desk = Desk::new();
    let members = NAMES.iter().enumerate().map(|(at, (name, _))| MemberInput {
        id_number: id_number("19700101", at),
        name: (*name).to_owned(),
        sex: None,
        birth_date: None,
        relation: if at == 0 { "head" } else { "other" }.to_owned(),
        categories: vec![],
        phone: String::new(),
        person: None,
    });
    let input = HouseholdInput {
        village: "槐树村".into(),
        group: "3".into(),
        door: String::new(),
        phone: String::new(),
        members: members.collect(),
    };
    let household = desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap();
    (desk, household.id)
}

#[test]
fn rare_names_are_found_by_initials_and_by_their_characters() {
    let (desk, _) = registered();
    for (name, queries) in NAMES {
        for query in queries {
            let found = desk.clinic.search(query, 2026, desk.now()).unwrap();
            assert!(found.people.iter().any(|person| person.name == name), "{query} does not find {name}");
        }
    }
}

#[test]
fn rare_names_are_shown_as_they_were_written() {
    let (desk, household) = registered();
    let view = desk.clinic.household_view(&household, 2026, desk.now()).unwrap();
    let shown: Vec<_> = view.members.iter().map(|member| member.name.as_str()).collect();
    for (name, _) in NAMES {
        assert!(shown.contains(&name), "{name} is not in {shown:?}");
    }
}

#[test]
fn a_person_is_found_by_the_code_of_a_card() {
    let (desk, household) = registered();
    let view = desk.clinic.household_view(&household, 2026, desk.now()).unwrap();
    let person = &view.members[1].person;
    let whole = format!("P{}", person.replace('-', "").to_uppercase());
    for code in [whole.as_str(), &whole[..9], &format!("p{person}")] {
        let found = desk.clinic.search(code, 2026, desk.now()).unwrap();
        assert!(found.people.iter().any(|hit| &hit.id == person), "{code}");
    }
    for code in [&whole[..8], "P00000000ffff"] {
        let found = desk.clinic.search(code, 2026, desk.now()).unwrap();
        assert!(found.people.is_empty(), "{code}");
    }
}

#[test]
fn any_character_of_a_name_can_be_picked_by_its_radical() {
    let desk = Desk::new();
    let radicals = desk.clinic.radicals().unwrap();
    let dragon = radicals.iter().find(|radical| radical.forms.iter().any(|form| form.form == "龙")).unwrap();
    let groups = desk.clinic.characters_of(dragon.number).unwrap();
    assert!(groups.iter().any(|group| group.strokes == 4 && group.characters.contains('䶮')));
    assert!(desk.clinic.characters_of(215).unwrap().is_empty());
}
