//! Registering a household: who may say what, how a village is found, and what is still missing afterwards.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{
    CategoryInput, CoverInput, HouseholdChangeInput, HouseholdInput, HouseholdView, MemberInput, PremiumInput,
};
use nonghe_clinic::{ClinicError, ClinicResult};
use nonghe_protocol::Role;
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

#[test]
fn whoever_is_insured_elsewhere_is_not_ticked_and_the_office_alone_says_so() {
    let desk = Desk::new();
    let made = register(
        &desk,
        "槐树村",
        vec![member("王建国", "19620315", 11, "head"), member("王小明", "19880212", 13, "son")],
    )
    .unwrap();
    let son = made.members[1].person.clone();
    let stated = |until: &str| CoverInput {
        op: desk.op(),
        person: son.clone(),
        cover: vec![CategoryInput {
            code: "employee".into(),
            from: "20250301".into(),
            until: until.into(),
            source: "县职工医保名单".into(),
        }],
        note: String::new(),
    };
    desk.sign_in(CLERK);
    assert!(desk.clinic.cover_change(&stated(""), desk.now()).is_err(), "the window states none");
    desk.sign_in(OFFICE);
    let mut without = stated("");
    without.cover[0].source.clear();
    assert_eq!(refused(desk.clinic.cover_change(&without, desk.now())).0, "cover.0.source");
    let done = desk.clinic.cover_change(&stated(""), desk.now()).unwrap();

    let quote = || desk.clinic.household_view(&made.id, YEAR, desk.now()).unwrap().premium;
    let line = quote().lines[1].clone();
    assert!(!line.selected);
    let why = line.elsewhere.unwrap().zh;
    assert!(why.contains("职工医保") && why.contains("2025-03-01") && why.contains("县职工医保名单"), "{why}");
    assert_eq!((quote().selected, quote().unpaid), (1, 1));
    // A clerk who ticks the person collects.
    let both = [made.members[0].person.clone(), son.clone()];
    let chosen = desk.clinic.premium_quote(&made.id, YEAR, Some(&both), None, desk.now()).unwrap();
    assert_eq!(chosen.selected, 2);

    let page = desk.clinic.person_view(&son, YEAR, desk.now()).unwrap();
    assert_eq!(page.cover[0].source, "县职工医保名单");
    assert!(page.history[0].changes.iter().any(|change| change.to.zh.contains("职工医保 2025-03-01")), "{page:?}");
    desk.clinic.change_undo(&desk.op(), done.seq, desk.now()).unwrap();
    assert!(quote().lines[1].selected, "taken back");
    let lasting = desk.clinic.cover_change(&stated(""), desk.now()).unwrap();
    let ended = desk.clinic.cover_change(&stated("20260930"), desk.now()).unwrap();
    assert!(quote().lines[1].selected, "the cover has ended");
    let undo = |seq| desk.clinic.change_undo(&desk.op(), seq, desk.now());
    assert!(undo(lasting.seq).is_err(), "the end that was stated since would be lost");
    desk.sign_in(CLERK);
    assert!(matches!(undo(ended.seq), Err(ClinicError::NotAllowed(Role::Office))), "what the office states is its own");
    assert!(!desk.clinic.person_view(&son, YEAR, desk.now()).unwrap().history[0].can_undo);
    desk.sign_in(OFFICE);
    undo(ended.seq).unwrap();
    undo(lasting.seq).unwrap();
    let found = desk.store(|store| store.verify().unwrap());
    assert!(found.is_sound(), "{found:?}");
}
