//! Which rows are one household, and who is its head.

use crate::support::Desk;
use crate::support::township::{csv, id_number, roster};
use crate::{count, import, import_lines, is_sound, person};
use nonghe_domain::person::Relation;

#[test]
fn a_known_household_keeps_the_head_it_has() {
    let desk = Desk::new();
    import(&desk, &desk.file("first.csv", csv(&roster(4)))).unwrap();
    let (head, son) = (id_number("19500101", 903), id_number("20100101", 905));
    let lines = [format!("H000001,王新,{head},户主"), format!("h000001,王小新,{son},孙子")];
    let report = import_lines(&desk, "户号,姓名,身份证号,与户主关系", &[&lines[0], &lines[1]]);
    assert_eq!((report.people, report.households), (1, 0), "no village is needed for a household that is known");
    assert_eq!(report.refusals[0].reason.zh, "一户只能有一位户主，库中该户已有户主");
}

#[test]
fn two_parts_of_a_file_may_be_one_known_household_and_have_one_head() {
    let desk = Desk::new();
    let wife = id_number("19700101", 2);
    let broken = "411099196203151111";
    import_lines(
        &desk,
        "户号,村,姓名,身份证号,与户主关系",
        &[&format!("1,石桥村,王建国,{broken},户主"), &format!("1,石桥村,李敏,{wife},妻")],
    );
    // The same household under two numbers, each with a head.
    let heads = [id_number("19620315", 1), id_number("19620315", 3)];
    let report = import_lines(
        &desk,
        "户号,村,姓名,身份证号,与户主关系",
        &[
            &format!("H000001,石桥村,王建国,{},户主", heads[0]),
            &format!("7,石桥村,李敏,{wife},妻"),
            &format!("7,石桥村,王建军,{},户主", heads[1]),
        ],
    );
    assert_eq!((report.people, count(&report, "two_heads"), count(&report, "known")), (1, 1, 1));
    assert!(is_sound(&desk));
}

#[test]
fn equal_numbers_of_two_villages_are_two_households() {
    let desk = Desk::new();
    let ids: Vec<String> = (0..4).map(|at| id_number("19700101", 2 * at + 1)).collect();
    let report = import_lines(
        &desk,
        "户号,村,姓名,身份证号,与户主关系",
        &[
            &format!("1,石桥村,王建国,{},户主", ids[0]),
            &format!("1,槐树村,李建国,{},户主", ids[1]),
            &format!("1,,李小国,{},兄弟", ids[2]),
            &format!("1,石桥村,王小国,{},兄弟", ids[3]),
        ],
    );
    assert_eq!((report.households, report.people), (2, 4));
    let household = |at: usize| person(&desk, &ids[at]).household;
    assert_eq!(household(0), household(3));
    assert_eq!(household(1), household(2), "a blank village is that of the row above");
    assert_ne!(household(0), household(1));
}

#[test]
fn without_numbers_the_door_or_the_order_tells_the_household() {
    let ids: Vec<String> = (0..5).map(|at| id_number("19700101", 2 * at + 1)).collect();
    let desk = Desk::new();
    let report = import_lines(
        &desk,
        "村,组,门牌号,姓名,身份证号,与户主关系",
        &[
            &format!("石桥村,3,12,王建国,{},户主", ids[0]),
            &format!("石桥村,3组,13号,李建国,{},户主", ids[1]),
            &format!("石桥村,3,12,王小国,{},子", ids[2]),
        ],
    );
    assert_eq!((report.households, report.people), (2, 3));
    assert_eq!(person(&desk, &ids[0]).household, person(&desk, &ids[2]).household);

    let desk = Desk::new();
    let report = import_lines(
        &desk,
        "村,姓名,身份证号,与户主关系",
        &[
            &format!("石桥村,王建国,{},户主", ids[0]),
            &format!("石桥村,王小国,{},子", ids[1]),
            "石桥村,李建国,411099197001010000,户主",
            &format!("石桥村,李小国,{},子", ids[2]),
            &format!("槐树村,赵小国,{},子", ids[3]),
        ],
    );
    assert_eq!((report.households, report.people), (2, 3));
    assert_ne!(
        person(&desk, &ids[0]).household,
        person(&desk, &ids[2]).household,
        "a refused head begins a household too"
    );
    let last = report.refusals.last().unwrap();
    assert_eq!(last.line, 6, "another village cannot belong to the household above");
}

#[test]
fn a_list_without_heads_gets_one_of_age() {
    let desk = Desk::new();
    let (child, adult) = (id_number("20150101", 1), id_number("19700101", 2));
    import_lines(
        &desk,
        "户号,村,姓名,身份证号",
        &[&format!("1,石桥村,王小明,{child}"), &format!("1,石桥村,李敏,{adult}")],
    );
    assert_eq!(person(&desk, &adult).relation, Relation::Head);
    assert_eq!(person(&desk, &child).relation, Relation::Other);
}

#[test]
fn numbers_of_this_program_are_kept_and_not_given_out_again() {
    let desk = Desk::new();
    let ids: Vec<String> = (0..3).map(|at| id_number("19700101", 2 * at + 1)).collect();
    import_lines(
        &desk,
        "户号,村,姓名,身份证号,与户主关系",
        &[
            &format!("甲-1,石桥村,王建国,{},户主", ids[0]),
            &format!("H000007,石桥村,李建国,{},户主", ids[1]),
            &format!("甲-2,石桥村,赵建国,{},户主", ids[2]),
        ],
    );
    let numbers: Vec<String> = ids
        .iter()
        .map(|number| {
            let household = person(&desk, number).household;
            desk.store(|store| store.household(household).unwrap().unwrap().number)
        })
        .collect();
    assert_eq!(numbers, ["H000008", "H000007", "H000009"]);
}
