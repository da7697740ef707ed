//! Changing people and households: what is said, what stands afterwards, and that it can be taken back.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{
    CategoriesInput, CategoryInput, ChangeView, DeathInput, HeadInput, HouseholdChangeInput, HouseholdInput,
    HouseholdView, MemberInput, MemberView, MergeInput, MoveInput, PersonChangeInput, PremiumInput, RelationInput,
    SplitInput,
};
use nonghe_clinic::{ClinicError, ClinicResult};
use support::township::id_number;
use support::{CLERK, Desk};

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

fn register(desk: &Desk, village: &str, members: Vec<MemberInput>) -> HouseholdView {
    let input =
        HouseholdInput { village: village.into(), group: "3".into(), door: "12".into(), phone: String::new(), members };
    desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap()
}

/// Wang with wife, son, daughter-in-law and grandchild.
fn family(desk: &Desk) -> HouseholdView {
    let members = vec![
        member("王建国", "19620315", 11, "head"),
        member("单秀英", "19640801", 12, "spouse"),
        member("王小明", "19880212", 13, "son"),
        member("解芳", "19890630", 14, "child_in_law"),
        newborn("王宝"),
    ];
    register(desk, "槐树村", members)
}

fn view(desk: &Desk, household: &str) -> HouseholdView {
    desk.clinic.household_view(household, YEAR, desk.now()).unwrap()
}

fn of<'a>(household: &'a HouseholdView, name: &str) -> &'a MemberView {
    household.members.iter().find(|member| member.name == name).unwrap_or_else(|| panic!("{name} is not a member"))
}

fn relations(household: &HouseholdView) -> Vec<(String, String)> {
    household.members.iter().map(|member| (member.name.clone(), member.relation.clone())).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, relation)| ((*name).to_owned(), (*relation).to_owned())).collect()
}

fn pay(desk: &Desk, household: &HouseholdView) {
    let persons = household.members.iter().map(|member| member.person.clone()).collect();
    let input = PremiumInput {
        fiscal_number: None,
        op: desk.op(),
        household: household.id.clone(),
        year: YEAR,
        persons,
        method: "cash".into(),
        tendered: String::new(),
        expected_due: view(desk, &household.id).premium.due.plain,
        special: None,
    };
    desk.clinic.premium_collect(&input, desk.now()).unwrap();
}

fn undo(desk: &Desk, change: &ChangeView) -> ClinicResult<ChangeView> {
    desk.clinic.change_undo(&desk.op(), change.seq, desk.now())
}

/// The journal is whole and the tables are what it says.
fn is_sound(desk: &Desk) {
    let found = desk.store(|store| store.verify().unwrap());
    assert!(found.is_sound(), "{found:?}");
}

/// Which input was refused, in both languages.
fn refused<T: std::fmt::Debug>(result: ClinicResult<T>) -> (String, String, String) {
    let error = result.unwrap_err().for_people();
    (error.field.unwrap_or_default(), error.what.zh, error.what.en)
}

fn moving(desk: &Desk, persons: &[&MemberView], to: Option<&HouseholdView>) -> MoveInput {
    MoveInput {
        op: desk.op(),
        persons: persons.iter().map(|person| person.person.clone()).collect(),
        to: to.map(|to| to.id.clone()),
        ..MoveInput::default()
    }
}

#[test]
fn facts_are_corrected_field_by_field_and_the_log_says_who_from_what_to_what() {
    let desk = Desk::new();
    let before = family(&desk);
    desk.sign_in(CLERK);
    let input = PersonChangeInput {
        op: desk.op(),
        person: of(&before, "王小明").person.clone(),
        name: Some("王晓䶮".into()),
        phone: Some("139 0000 1111".into()),
        note: "户口簿".into(),
        ..PersonChangeInput::default()
    };
    let change = desk.clinic.person_change(&input, desk.now()).unwrap();
    assert_eq!(desk.clinic.person_change(&input, desk.now()).unwrap().seq, change.seq, "a second press is the first");
    let found = desk.clinic.search("王晓䶮", YEAR, desk.now()).unwrap();
    assert_eq!(found.people.len(), 1, "found by the new name, rare characters and all");
    assert!(desk.clinic.search("王小明", YEAR, desk.now()).unwrap().people.is_empty(), "and no more by the old one");
    let person = desk.clinic.person_view(&input.person, YEAR, desk.now()).unwrap();
    let [newest, registered] = &person.history[..] else { panic!("{:?}", person.history) };
    assert_eq!(registered.row.kind, "household.registered");
    assert_eq!((newest.by.as_str(), newest.note.as_str(), newest.can_undo), ("李小敏", "户口簿", true));
    let said: Vec<_> = newest
        .changes
        .iter()
        .map(|line| (line.field.zh.as_str(), line.from.zh.as_str(), line.to.zh.as_str()))
        .collect();
    assert_eq!(said, [("姓名", "王小明", "王晓䶮"), ("电话", "无", "13900001111")]);
    undo(&desk, &change).unwrap();
    assert_eq!(desk.clinic.search("wxm", YEAR, desk.now()).unwrap().people[0].name, "王小明");
    let history = desk.clinic.person_view(&input.person, YEAR, desk.now()).unwrap().history;
    assert!(history[1].undone && !history[1].can_undo, "what was taken back says so: {history:?}");
    is_sound(&desk);
}

#[test]
fn a_newborn_gets_a_number_of_this_device_and_later_the_real_one() {
    let desk = Desk::new();
    let before = family(&desk);
    let child = of(&before, "王宝");
    assert_eq!(child.id_number, "T4110D1000001", "centre, device and serial");
    let until = |person: &str| desk.clinic.person_view(person, YEAR, desk.now()).unwrap().temporary_until;
    assert_eq!(until(&child.person).as_deref(), Some("2027-01-06"), "90 days, as the pack says");
    let mut input = PersonChangeInput {
        op: desk.op(),
        person: child.person.clone(),
        id_number: Some(id_number("19620315", 11)),
        ..PersonChangeInput::default()
    };
    let error = desk.clinic.person_change(&input, desk.now()).unwrap_err();
    assert!(matches!(error, ClinicError::KnownPerson { ref field, .. } if field == "id_number"), "{error:?}");
    input.id_number = Some("41109920260930002".into());
    assert_eq!(refused(desk.clinic.person_change(&input, desk.now())).0, "id_number", "a digit is missing");
    input.id_number = Some(id_number("20261001", 4));
    input.birth_date = Some("20260930".into());
    let (field, zh, en) = refused(desk.clinic.person_change(&input, desk.now()));
    assert!(field == "birth_date" && zh.contains("身份证号") && en.contains("ID number"), "{zh} {en}");
    input.birth_date = None;
    let change = desk.clinic.person_change(&input, desk.now()).unwrap();
    let after = view(&desk, &before.id);
    let child = of(&after, "王宝");
    assert_eq!((child.temporary, child.birth_date.as_str(), child.sex.as_str()), (false, "2026-10-01", "female"));
    assert_eq!(until(&child.person), None);
    undo(&desk, &change).unwrap();
    let restored = view(&desk, &before.id);
    assert_eq!((of(&restored, "王宝").temporary, &*of(&restored, "王宝").birth_date), (true, "2026-09-30"));
    is_sound(&desk);
}

#[test]
fn a_known_person_is_moved_with_history_and_never_registered_again() {
    let desk = Desk::new();
    let old = family(&desk);
    pay(&desk, &old);
    let daughter = of(&old, "王小明").person.clone();
    // Registering with the identity number of somebody known says where, and offers the move.
    let again = member("王小明", "19880212", 13, "head");
    let input = HouseholdInput {
        village: "重石村".into(),
        group: "1".into(),
        door: String::new(),
        phone: String::new(),
        members: vec![again.clone(), member("赵敏", "19900101", 16, "spouse")],
    };
    let error = desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap_err();
    assert!(matches!(error, ClinicError::KnownPerson { .. }), "{error:?}");
    let check = desk.clinic.id_check(&again.id_number, desk.now()).unwrap().known.unwrap();
    assert!(check.can_move && check.person == daughter, "{check:?}");
    let moved = MemberInput { person: Some(check.person), ..again };
    let op = desk.op();
    let input = HouseholdInput { members: vec![moved, input.members[1].clone()], ..input };
    let quote = desk.clinic.premium_draft(&input.members, YEAR, desk.now()).unwrap();
    assert_eq!((quote.paid, quote.selected), (1, 1), "who moves has paid already: {quote:?}");
    let people = desk.store(|store| store.people_count().unwrap());
    let new = desk.clinic.household_register(&op, &input, desk.now()).unwrap();
    assert_eq!(desk.clinic.household_register(&op, &input, desk.now()).unwrap().id, new.id, "a second press");
    assert_eq!(desk.store(|store| store.people_count().unwrap()), people + 1, "one new person, none twice");
    assert_eq!(relations(&new), pairs(&[("王小明", "head"), ("赵敏", "spouse")]));
    assert_eq!(of(&new, "王小明").person, daughter, "the same person");
    let lines: Vec<_> = new.premium.lines.iter().map(|line| (line.name.as_str(), line.paid)).collect();
    assert_eq!(lines, [("王小明", true), ("赵敏", false)], "the enrolment went along, and is not paid twice");
    assert_eq!(view(&desk, &old.id).members.len(), 4);
    pay(&desk, &HouseholdView { members: vec![of(&new, "赵敏").clone()], ..new.clone() });
    let person = desk.clinic.person_view(&daughter, YEAR, desk.now()).unwrap();
    assert_eq!(person.household, new.id);
    assert!(person.history.iter().any(|row| row.row.kind == "household.formed"), "{:?}", person.history);
    is_sound(&desk);
}

#[test]
fn whoever_moves_away_leaves_the_list_keeps_the_record_and_can_come_back() {
    let desk = Desk::new();
    let home = family(&desk);
    let mut input = moving(&desk, &[of(&home, "王建国")], None);
    input.on = "20261001".into();
    let change = desk.clinic.people_move(&input, desk.now()).unwrap();
    let after = view(&desk, &home.id);
    assert_eq!(
        relations(&after),
        pairs(&[("单秀英", "head"), ("王小明", "son"), ("解芳", "child_in_law"), ("王宝", "grandchild")]),
        "the spouse follows as head"
    );
    assert_eq!(after.former[0].presence.zh, "2026-10-01 迁出");
    assert_eq!(after.premium.lines.len(), 4, "nothing is due for who is away");
    let hit = &desk.clinic.search("王建国", YEAR, desk.now()).unwrap().people[0];
    assert!(hit.presence.is_some(), "found, and said to be away: {hit:?}");
    let known = desk.clinic.id_check(&id_number("19620315", 11), desk.now()).unwrap().known.unwrap();
    assert!(known.place.zh.contains("迁出") && known.can_move, "{known:?}");
    // Back into another household, as its member.
    let other = register(&desk, "重石村", vec![member("赵强", "19700101", 21, "head")]);
    let back = moving(&desk, &[of(&home, "王建国")], Some(&other));
    let returned = desk.clinic.people_move(&back, desk.now()).unwrap();
    assert_eq!(relations(&view(&desk, &other.id)), pairs(&[("赵强", "head"), ("王建国", "other")]));
    let (_, zh, _) = refused(undo(&desk, &change));
    assert!(zh.contains("后面的变更"), "what was built upon it stays: {zh}");
    undo(&desk, &returned).unwrap();
    undo(&desk, &change).unwrap();
    assert_eq!(relations(&view(&desk, &home.id)), relations(&home));
    is_sound(&desk);
}

#[test]
fn a_death_has_a_day_and_a_successor_and_ends_a_household_of_one() {
    let desk = Desk::new();
    let home = family(&desk);
    let death = |person: &MemberView, on: &str, new_head: Option<String>| DeathInput {
        op: desk.op(),
        person: person.person.clone(),
        on: on.into(),
        new_head,
        note: "死亡证明".into(),
    };
    let head = of(&home, "王建国");
    for (on, wrong) in [("20261231", "晚于今天"), ("19600101", "早于出生"), ("20260230", "2 月 30 日")] {
        let (field, zh, _) = refused(desk.clinic.person_die(&death(head, on, None), desk.now()));
        assert!(field == "on" && zh.contains(wrong), "{on}: {field} {zh}");
    }
    let stranger = register(&desk, "重石村", vec![member("赵强", "19700101", 21, "head")]);
    let outsider = Some(of(&stranger, "赵强").person.clone());
    assert_eq!(refused(desk.clinic.person_die(&death(head, "", outsider), desk.now())).0, "new_head");
    let chosen = Some(of(&home, "王小明").person.clone());
    desk.clinic.person_die(&death(head, "20261007", chosen), desk.now()).unwrap();
    let after = view(&desk, &home.id);
    assert_eq!(
        relations(&after),
        pairs(&[("王小明", "head"), ("单秀英", "mother"), ("解芳", "spouse"), ("王宝", "daughter")]),
        "relations are those to the new head"
    );
    assert_eq!(after.former[0].presence.zh, "2026-10-07 死亡");
    let (field, ..) = refused(desk.clinic.people_move(&moving(&desk, &[head], Some(&stranger)), desk.now()));
    assert_eq!(field, "persons", "the dead do not move");
    let alone = desk.clinic.person_die(&death(of(&stranger, "赵强"), "", None), desk.now()).unwrap();
    assert!(view(&desk, &stranger.id).ended.unwrap().zh.contains("无成员"));
    assert!(desk.clinic.household_list("", YEAR).unwrap().iter().all(|hit| hit.id != stranger.id));
    undo(&desk, &alone).unwrap();
    assert!(view(&desk, &stranger.id).ended.is_none());
    is_sound(&desk);
}

#[test]
fn a_split_and_a_merge_move_everybody_and_can_be_taken_back() {
    let desk = Desk::new();
    let home = family(&desk);
    pay(&desk, &home);
    let young: Vec<String> = ["王小明", "解芳", "王宝"].iter().map(|name| of(&home, name).person.clone()).collect();
    let split = SplitInput {
        op: desk.op(),
        household: home.id.clone(),
        persons: young.clone(),
        head: young[0].clone(),
        village: "槐树村".into(),
        group: "4".into(),
        ..SplitInput::default()
    };
    let everybody = home.members.iter().map(|member| member.person.clone()).collect();
    let (field, ..) =
        refused(desk.clinic.household_split(&SplitInput { persons: everybody, ..split.clone() }, desk.now()));
    assert_eq!(field, "persons", "somebody stays");
    let done = desk.clinic.household_split(&split, desk.now()).unwrap();
    let made = view(&desk, &done.household);
    assert_eq!(relations(&made), pairs(&[("王小明", "head"), ("解芳", "spouse"), ("王宝", "daughter")]));
    assert_eq!((made.premium.paid, made.group.as_str()), (3, "4"), "who has paid has paid");
    assert_eq!(view(&desk, &home.id).members.len(), 2);

    let merge = MergeInput {
        op: desk.op(),
        household: made.id.clone(),
        into: home.id.clone(),
        relations: vec![RelationInput { person: young[0].clone(), relation: "son".into() }],
        note: String::new(),
    };
    let itself = MergeInput { into: made.id.clone(), ..merge.clone() };
    assert_eq!(refused(desk.clinic.households_merge(&itself, desk.now())).0, "into");
    let merged = desk.clinic.households_merge(&merge, desk.now()).unwrap();
    assert_eq!(view(&desk, &home.id).members.len(), 5);
    let gone = view(&desk, &made.id);
    assert!(gone.members.is_empty() && gone.ended.unwrap().zh.contains("并入"));
    assert_eq!(refused(desk.clinic.households_merge(&merge_again(&desk, &merge), desk.now())).0, "household");

    undo(&desk, &merged).unwrap();
    assert_eq!(relations(&view(&desk, &made.id)), relations(&made));
    undo(&desk, &done).unwrap();
    assert_eq!(relations(&view(&desk, &home.id)), relations(&home));
    is_sound(&desk);
}

fn merge_again(desk: &Desk, merge: &MergeInput) -> MergeInput {
    MergeInput { op: desk.op(), ..merge.clone() }
}

#[test]
fn a_household_has_one_head_and_a_headless_one_gets_its_head() {
    let desk = Desk::new();
    let home = family(&desk);
    let second = vec![member("王强", "19900505", 31, "head")];
    let (field, zh, _) = refused(desk.clinic.members_add(&desk.op(), &home.id, &second, desk.now()));
    assert!(field == "members.0.relation" && zh.contains("王建国"), "{field} {zh}");
    let plan = desk.clinic.head_plan(&home.id, &of(&home, "单秀英").person).unwrap();
    assert_eq!(plan[0].relation, "spouse", "the old head becomes the spouse of the new one");
    let input = HeadInput {
        op: desk.op(),
        household: home.id.clone(),
        head: of(&home, "单秀英").person.clone(),
        ..HeadInput::default()
    };
    desk.clinic.head_change(&input, desk.now()).unwrap();
    assert_eq!(view(&desk, &home.id).head, "单秀英");

    is_sound(&desk);

    // The county's roster may bring a household without a head.
    let line = format!(
        r#"{{"household":{{"household":"00000000-0000-4000-8000-000000000001","number":"H000900","village":"柳河村","group":"","door":"","phone":""}},"known":false,"members":[{{"person":"00000000-0000-4000-8000-000000000002","name":"钱一","id_number":"{}","sex":"female","birth_date":"1980-01-01","relation":"daughter","categories":[],"phone":""}}]}}"#,
        id_number("19800101", 42)
    );
    let desk = Desk::with_roster(Some(line));
    let headless = desk.clinic.search("钱一", YEAR, desk.now()).unwrap().people[0].household.clone();
    assert_eq!(relations(&view(&desk, &headless)), pairs(&[("钱一", "daughter")]));
    let given =
        desk.clinic.members_add(&desk.op(), &headless, &[member("钱二", "19820101", 43, "head")], desk.now()).unwrap();
    assert_eq!(given.head, "钱二");
    is_sound(&desk);
}

#[test]
fn an_address_changes_and_a_registration_by_mistake_is_taken_back() {
    let desk = Desk::new();
    let home = family(&desk);
    let mut input = HouseholdChangeInput {
        op: desk.op(),
        household: home.id.clone(),
        village: "柳河村".into(),
        group: "3".into(),
        door: "8".into(),
        phone: "1390000".into(),
        note: String::new(),
    };
    assert_eq!(refused(desk.clinic.household_change(&input, desk.now())).0, "phone");
    input.phone = String::new();
    desk.clinic.household_change(&input, desk.now()).unwrap();
    let after = view(&desk, &home.id);
    assert_eq!((after.village.as_str(), after.door.as_str()), ("柳河村", "8"));
    assert!(desk.clinic.search("wxm lh3", YEAR, desk.now()).unwrap().people.iter().any(|hit| hit.name == "王小明"));
    input.op = desk.op();
    let (_, zh, _) = refused(desk.clinic.household_change(&input, desk.now()));
    assert!(zh.contains("没有改动"), "{zh}");

    // Members added by mistake: taken back, and the number is free to be moved in again.
    desk.clinic.members_add(&desk.op(), &home.id, &[member("王强", "19900505", 31, "son")], desk.now()).unwrap();
    let row = view(&desk, &home.id).history[0].clone();
    assert!(row.can_undo && row.row.kind == "members.added", "{row:?}");
    desk.clinic.change_undo(&desk.op(), row.row.seq, desk.now()).unwrap();
    assert_eq!(view(&desk, &home.id).members.len(), 5);
    assert!(desk.clinic.search("王强", YEAR, desk.now()).unwrap().people.is_empty());
    let known = desk.clinic.id_check(&id_number("19900505", 31), desk.now()).unwrap().known.unwrap();
    let again = MemberInput { person: Some(known.person), ..member("王强", "19900505", 31, "son") };
    let back = desk.clinic.members_add(&desk.op(), &home.id, &[again], desk.now()).unwrap();
    assert_eq!(of(&back, "王强").relation, "son");
    // Who has paid is not withdrawn.
    pay(&desk, &back);
    let registered = back.history.iter().find(|row| row.row.kind == "household.registered").unwrap();
    let (_, zh, _) = refused(desk.clinic.change_undo(&desk.op(), registered.row.seq, desk.now()));
    assert!(zh.contains("已缴费"), "{zh}");
    is_sound(&desk);
}

#[test]
fn only_the_office_states_categories_with_dates_and_sources() {
    let desk = Desk::new();
    let home = family(&desk);
    let person = of(&home, "单秀英").person.clone();
    let category = |code: &str, from: &str, until: &str, source: &str| CategoryInput {
        code: code.into(),
        from: from.into(),
        until: until.into(),
        source: source.into(),
    };
    let form = desk.clinic.person_form(&person, desk.now()).unwrap();
    let (first, second) = (form.categories[0].code.clone(), form.categories[1].code.clone());
    let input = |categories| CategoriesInput { op: desk.op(), person: person.clone(), categories, note: String::new() };
    desk.sign_in(CLERK);
    let refusal = desk.clinic.categories_change(&input(Vec::new()), desk.now()).unwrap_err();
    assert!(matches!(refusal, ClinicError::NotAllowed(_)), "{refusal:?}");
    desk.sign_in(support::OFFICE);
    for (wrong, field) in [
        (category("nobility", "20260101", "", "名单"), "categories.0.code"),
        (category(&first, "20260230", "", "名单"), "categories.0.from"),
        (category(&first, "20260601", "20260101", "名单"), "categories.0.until"),
        (category(&first, "20260101", "", " "), "categories.0.source"),
    ] {
        assert_eq!(refused(desk.clinic.categories_change(&input(vec![wrong]), desk.now())).0, field);
    }
    let both =
        vec![category(&second, "20260901", "", "县民政名单"), category(&first, "20260101", "20260831", "镇民政办")];
    desk.clinic.categories_change(&input(both), desk.now()).unwrap();
    let after = view(&desk, &home.id);
    let stated: Vec<_> =
        of(&after, "单秀英").categories.iter().map(|stated| (stated.code.as_str(), stated.source.as_str())).collect();
    assert_eq!(stated, [(first.as_str(), "镇民政办"), (second.as_str(), "县民政名单")]);
    is_sound(&desk);
}

#[test]
fn same_names_with_the_same_birthday_are_shown_and_never_stop_anybody() {
    let desk = Desk::new();
    let home = family(&desk);
    let twin = member("王小明", "19880212", 51, "head");
    let found = desk.clinic.namesakes("王小明", "19880212", "", desk.now()).unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].place.zh.contains("槐树村3组王建国户") && found[0].can_move, "{found:?}");
    assert!(desk.clinic.namesakes("王小明", "19880212", &found[0].person, desk.now()).unwrap().is_empty());
    assert!(desk.clinic.namesakes("王小明", "19880213", "", desk.now()).unwrap().is_empty());
    let other = register(&desk, "重石村", vec![twin]);
    assert_ne!(of(&other, "王小明").person, of(&home, "王小明").person);
}

#[test]
fn the_day_after_the_office_alone_takes_a_change_back() {
    let desk = Desk::new();
    let home = family(&desk);
    let change = desk.clinic.people_move(&moving(&desk, &[of(&home, "解芳")], None), desk.now()).unwrap();
    desk.sign_in(CLERK);
    let tomorrow = || {
        let now = desk.now();
        nonghe_clinic::Now { wall_ms: now.wall_ms + 24 * 3600 * 1000, ..now }
    };
    let (_, zh, en) = refused(desk.clinic.change_undo(&desk.op(), change.seq, tomorrow()));
    assert!(zh.contains("医保办") && en.contains("office"), "{zh} {en}");
    desk.sign_in(support::OFFICE);
    let op = desk.op();
    let undone = desk.clinic.change_undo(&op, change.seq, tomorrow()).unwrap();
    assert_eq!(desk.clinic.change_undo(&op, change.seq, tomorrow()).unwrap().seq, undone.seq, "a second press");
    let (_, zh, _) = refused(undo(&desk, &change));
    assert!(zh.contains("已经撤销"), "{zh}");
    assert_eq!(relations(&view(&desk, &home.id)), relations(&home));
}
