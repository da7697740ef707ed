//! Registering a household: who may say what, how a village is found, and what is still missing afterwards.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::ClinicResult;
use nonghe_clinic::views::{HouseholdChangeInput, HouseholdInput, HouseholdView, MemberInput, PremiumInput};
use support::township::id_number;
use support::{CLERK, Desk, OFFICE};

const YEAR: i32 = 2026;

fn member(name: &str, birth: &str, serial: usize, relation: &str) -> MemberInput {
    MemberInput {
        id_number: id_number(birth, serial),
        name: name.into(),
        sex: None,
        birth_date: None,
        relation: relation.into(),
        categories: Vec::new(),
        phone: String::new(),
        person: None,
    }
}

fn newborn(name: &str) -> MemberInput {
    MemberInput {
        id_number: String::new(),
        sex: Some("female".into()),
        birth_date: Some("20260930".into()),
        ..member(name, "20260930", 2, "grandchild")
    }
}

fn register(desk: &Desk, village: &str, members: Vec<MemberInput>) -> ClinicResult<HouseholdView> {
    let input =
        HouseholdInput { village: village.into(), group: "3".into(), door: "12".into(), phone: String::new(), members };
    desk.clinic.household_register(&desk.op(), &input, desk.now())
}

fn refused<T: std::fmt::Debug>(result: ClinicResult<T>) -> (String, String) {
    let error = result.unwrap_err().for_people();
    (error.field.unwrap_or_default(), error.what.zh)
}

#[test]
fn only_the_office_states_categories_and_it_may_state_several() {
    let desk = Desk::new();
    let with = |codes: &[&str], serial: usize| {
        let categories = codes.iter().map(|code| (*code).to_owned()).collect();
        vec![
            member("刘芳", "19700101", 20 + serial, "head"),
            MemberInput { categories, ..member("刘强", "19900101", 30 + serial, "son") },
        ]
    };
    desk.sign_in(CLERK);
    assert!(!desk.clinic.registration_form(desk.now()).unwrap().office);
    let (field, words) = refused(register(&desk, "槐树村", with(&["dibao"], 1)));
    assert_eq!(field, "members.1.categories");
    assert!(words.contains("窗口不能改"), "{words}");
    register(&desk, "槐树村", with(&["general"], 1)).unwrap();

    desk.sign_in(OFFICE);
    assert!(desk.clinic.registration_form(desk.now()).unwrap().office);
    let made = register(&desk, "槐树村", with(&["dibao", "disabled"], 2)).unwrap();
    let codes: Vec<&str> = made.members[1].categories.iter().map(|category| &*category.code).collect();
    assert_eq!(codes, ["dibao", "disabled"]);
}

#[test]
fn a_village_is_found_by_initials_and_letters_name_none() {
    let desk = Desk::new();
    register(&desk, "槐树村", vec![member("王建国", "19620315", 11, "head")]).unwrap();
    register(&desk, "石桥村", vec![member("李四", "19620315", 12, "head")]).unwrap();
    let found = |query: &str| desk.clinic.villages_find(query).unwrap();
    assert_eq!(found(""), ["石桥村", "槐树村"], "the last used first");
    assert_eq!(found("hs"), ["槐树村"]);
    assert_eq!(found("ＨＳ"), ["槐树村"]);
    assert_eq!(found("shiq"), ["石桥村"]);
    assert_eq!(found("桥"), ["石桥村"]);
    assert_eq!(found("zz"), [""; 0]);

    let (field, words) = refused(register(&desk, "hs", vec![member("王五", "19620315", 13, "head")]));
    assert_eq!((&*field, words.contains("汉字")), ("village", true), "{words}");
    let household = desk.clinic.household_list("王建国", YEAR).unwrap()[0].id.clone();
    let moved =
        HouseholdChangeInput { op: desk.op(), household, village: "SQ".into(), ..HouseholdChangeInput::default() };
    assert_eq!(refused(desk.clinic.household_change(&moved, desk.now())).0, "village");
}

#[test]
fn a_temporary_number_is_found_and_comes_to_the_desk_as_its_day_draws_near() {
    let desk = Desk::new();
    let made = register(&desk, "槐树村", vec![member("王建国", "19620315", 11, "head"), newborn("王宝")]).unwrap();
    let number = made.members[1].id_number.clone();
    assert!(number.starts_with('T'), "{number}");
    let found = desk.clinic.search(&number.to_lowercase(), YEAR, desk.now()).unwrap();
    assert_eq!(found.people.iter().map(|hit| &*hit.name).collect::<Vec<_>>(), ["王宝"]);
    assert_eq!(desk.clinic.search(&number[..6], YEAR, desk.now()).unwrap().people.len(), 1);

    let due = || desk.clinic.desk_view(desk.now()).unwrap().temporary;
    assert!(due().is_empty(), "there is time");
    desk.days_pass(70);
    let rows = due();
    assert_eq!(rows.len(), 1);
    assert_eq!((&*rows[0].name, &rows[0].number, rows[0].overdue), ("王宝", &number, false));
    desk.days_pass(30);
    assert!(due()[0].overdue);
}

#[test]
fn a_draft_is_kept_at_the_hour_of_china() {
    let desk = Desk::new();
    assert_eq!(desk.clinic.draft_save("household", "k", "t", "{}", desk.now()).unwrap(), "09:30");
}

#[test]
fn a_household_shows_what_it_has_paid() {
    let desk = Desk::new();
    let made = register(&desk, "槐树村", vec![member("王建国", "19620315", 11, "head")]).unwrap();
    assert!(made.paid.zero);
    let due = desk.clinic.household_view(&made.id, YEAR, desk.now()).unwrap().premium.due.plain;
    let input = PremiumInput {
        fiscal_number: None,
        op: desk.op(),
        household: made.id.clone(),
        year: YEAR,
        persons: vec![made.members[0].person.clone()],
        method: "cash".into(),
        tendered: String::new(),
        expected_due: due.clone(),
        special: None,
    };
    desk.clinic.premium_collect(&input, desk.now()).unwrap();
    assert_eq!(desk.clinic.household_view(&made.id, YEAR, desk.now()).unwrap().paid.plain, due);
}
