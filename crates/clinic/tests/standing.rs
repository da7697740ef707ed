//! What the record of a person decides at the bill: the day of death, categories and their days.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{AdmissionInput, DeathInput, GiveBackQuery, HouseholdInput, MemberInput, PaymentQuery};
use support::township::id_number;
use support::{Desk, small_file};

fn member(birth: &str, serial: usize, name: &str, relation: &str) -> MemberInput {
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

#[test]
fn whoever_has_died_is_admitted_for_days_before_only_and_a_stay_that_had_begun_is_settled() {
    let desk = Desk::with_small_pack(&[]);
    let members = desk.household();
    let stay = desk.charged(&members[0], "100");
    let die = |person: &str, on: &str, new_head: Option<String>| {
        let (op, person) = (desk.op(), person.to_owned());
        let input = DeathInput { op, person, on: on.into(), new_head, note: String::new() };
        desk.clinic.person_die(&input, desk.now()).unwrap()
    };
    die(&members[0], "20261008", Some(members[1].clone()));
    die(&members[2], "20261001", None);
    let settled = desk.settle(&stay);
    assert_eq!(settled.row.you_pay.plain, "600.00", "the day of death is the day of discharge");
    let admit = |at: &str| {
        let input = AdmissionInput {
            op: desk.op(),
            person: members[2].clone(),
            department: "内科".into(),
            doctor: "陈立".into(),
            bed: String::new(),
            diagnosis: "A01.000".into(),
            stay_kind: "ordinary".into(),
            admitted_at: at.into(),
        };
        desk.clinic.stay_admit(&input, desk.now())
    };
    for at in ["", "2026-10-02 08:00"] {
        let refused = admit(at).unwrap_err().for_people();
        assert_eq!(refused.field.as_deref(), Some("admitted_at"));
        assert!(refused.what.zh.contains("2026 年 10 月 1 日死亡"), "{}", refused.what.zh);
    }
    admit("2026-10-01 23:59").unwrap();
    assert!(desk.is_sound());
}

#[test]
fn a_category_that_is_told_in_the_season_holds_for_bills_of_this_year_too() {
    let named = "[[category]]\ncode = \"poor\"\nname = { zh = \"低保\", en = \"Poor\" }\n";
    let rules = |year: &str| {
        let rules = small_file("yearly.toml").replace("[[layer]]", &format!("{named}[[layer]]"));
        rules
            .replace("\"2026-", &format!("\"{year}-"))
            .replace("benefit_year = 2026", &format!("benefit_year = {year}"))
    };
    let desk = Desk::with_rules(&[rules("2026"), rules("2027").replace("id = \"small\"", "id = \"next\"")]);
    let head = MemberInput { categories: vec!["poor".into()], ..member("19700101", 21, "赵强", "head") };
    let input = HouseholdInput {
        village: "重石村".into(),
        group: String::new(),
        door: String::new(),
        phone: String::new(),
        members: vec![head],
    };
    let home = desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap();
    assert_eq!(home.members[0].categories[0].from, "2026-01-01");
    assert!(desk.is_sound());
}

#[test]
fn a_child_born_on_the_last_day_is_covered_on_that_day_by_the_next_years_premium() {
    let rules = |year: i32, more: &str| {
        let rules = small_file("yearly.toml").replace("\"2026-", &format!("\"{year}-"));
        let rules = rules.replace("benefit_year = 2026", &format!("benefit_year = {year}"));
        format!("{}\n{more}", rules.replace("id = \"small\"", &format!("id = \"small-{year}\"")))
    };
    let newborn = "[[enrolment.newborn]]\nwithin_days = 300\nbenefits = \"birth\"\n";
    let desk = Desk::with_rules(&[rules(2025, ""), rules(2026, newborn)]);
    let input = HouseholdInput {
        village: "重石村".into(),
        group: String::new(),
        door: String::new(),
        phone: String::new(),
        members: vec![
            member("19970101", 21, "赵强", "head"),
            member("20251231", 22, "赵先", "son"),
            member("20260101", 24, "赵后", "son"),
        ],
    };
    let home = desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap();
    let twins: Vec<String> = home.members[1..].iter().map(|twin| twin.person.clone()).collect();
    desk.pay_for(&home.id, &twins);
    let bill = |person: &str| {
        let stay = desk.charged_on(person, "100", "2025-12-31");
        desk.clinic.discharge_view(&stay, "2025-12-31", desk.now()).unwrap()
    };
    let first = bill(&twins[0]);
    assert!(first.refused.is_empty(), "{:?}", first.refused);
    assert_eq!(first.cash.as_ref().unwrap().you_pay.plain, "600.00");
    let payment = desk.clinic.payment_list(&PaymentQuery::default()).unwrap().rows.remove(0).id;
    let query = GiveBackQuery { kind: "void".into(), payment, reason: String::new(), persons: None };
    let stopped = || desk.clinic.give_back_plan(&query, desk.now()).unwrap().stopped.unwrap().zh;
    assert!(stopped().contains("正在住院"), "the stay of the year before relies on it: {}", stopped());
    desk.settle_on(&first.stay.row.id, "2025-12-31");
    assert!(stopped().contains("2025 年度已有结算"), "and so does its settlement: {}", stopped());
    let second = bill(&twins[1]);
    assert!(second.refused[0].zh.contains("2025"), "born after it: {:?}", second.refused);
}
