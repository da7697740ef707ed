//! Importing rosters: what is taken, what is refused and why, and that nothing is ever half done.

#![expect(clippy::unwrap_used, reason = "tests")]

mod households;
#[path = "../support/mod.rs"]
mod support;

use nonghe_clinic::views::RosterReport;
use nonghe_clinic::{ClinicError, RosterProgress};
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::Relation;
use nonghe_domain::pinyin;
use nonghe_protocol::{Body, attachment_hash};
use nonghe_sheets::SheetError;
use nonghe_sheets::report::{ReportRow, write_xlsx};
use nonghe_store::PersonRecord;
use std::path::Path;
use support::township::{TITLES, csv, id_number, roster};
use support::{CLERK, Desk};

fn check(desk: &Desk, path: &Path) -> RosterReport {
    desk.clinic.roster_check(path, desk.now(), &mut |_| ()).unwrap()
}

fn import(desk: &Desk, path: &Path) -> Result<RosterReport, ClinicError> {
    desk.clinic.roster_import(&desk.op(), path, desk.now(), &mut |_| ())
}

/// Imports lines under a header.
fn import_lines(desk: &Desk, header: &str, lines: &[&str]) -> RosterReport {
    import(desk, &desk.file("roster.csv", [&[header], lines].concat().join("\n"))).unwrap()
}

fn person(desk: &Desk, id_number: &str) -> PersonRecord {
    let number = IdNumber::parse(id_number).unwrap();
    desk.store(|store| store.person_by_id_number(&number).unwrap()).unwrap_or_else(|| panic!("{id_number} is unknown"))
}

fn people(desk: &Desk) -> u64 {
    desk.store(|store| store.people_count().unwrap())
}

fn count(report: &RosterReport, code: &str) -> u64 {
    report.reasons.iter().find(|reason| reason.code == code).map_or(0, |reason| reason.count)
}

fn is_sound(desk: &Desk) -> bool {
    desk.store(|store| store.verify().unwrap().is_sound())
}

#[test]
fn the_same_roster_is_read_from_every_kind_of_file() {
    let rows = roster(40);
    let text = csv(&rows);
    let (gb18030, _, unmappable) = encoding_rs::GB18030.encode(&text);
    assert!(!unmappable, "every name can be written in GB 18030");
    let desk = Desk::new();
    let workbook = desk.dir.path().join("roster.xlsx");
    let lines = (2..).zip(&rows).map(|(line, cells)| ReportRow { line, reason: "", cells });
    write_xlsx(&workbook, &TITLES.map(str::to_owned), lines).unwrap();
    let files = [
        (desk.file("utf8.csv", &text), "CSV (UTF-8)"),
        (desk.file("gb18030.csv", gb18030), "CSV (GB 18030)"),
        (workbook, "XLSX"),
    ];
    for (file, format) in files {
        let desk = Desk::new();
        let found = check(&desk, &file);
        assert_eq!((found.format.as_str(), found.imported), (format, false));
        assert_eq!(people(&desk), 0, "a check imports nothing");
        let report = import(&desk, &file).unwrap();
        assert_eq!((report.rows, report.people, report.households, report.refused), (40, 40, 10, 0), "{format}");
        let members = desk.store(|store| {
            let head = store.person_by_id_number(&IdNumber::parse(&rows[0][4]).unwrap()).unwrap().unwrap();
            assert_eq!(head.name, rows[0][3], "{format}");
            let household = store.household(head.household).unwrap().unwrap();
            assert_eq!(
                (household.number.as_str(), &household.village, &household.group),
                ("H000001", &rows[0][1], &rows[0][2])
            );
            store.members(head.household).unwrap()
        });
        let relations: Vec<_> = members.iter().map(|member| member.relation).collect();
        assert_eq!(relations, [Relation::Head, Relation::Spouse, Relation::Son, Relation::Daughter], "{format}");
        assert_eq!(members[0].categories[0].code, "dibao");
        assert!(members[0].phone.starts_with("139"));
    }
}

#[test]
fn a_large_roster_is_one_entry_that_a_rebuild_reproduces() {
    let desk = Desk::new();
    let rows = roster(5000);
    let file = desk.file("roster.csv", csv(&rows));
    let before = desk.store(|store| store.last_seq().unwrap());
    let mut seen: Vec<RosterProgress> = Vec::new();
    let report = desk.clinic.roster_import(&desk.op(), &file, desk.now(), &mut |at| seen.push(at)).unwrap();
    assert_eq!((report.people, report.households, report.imported), (5000, 1250, true));
    assert_eq!(desk.store(|store| store.last_seq().unwrap()), before + 1, "one entry");
    for stage in ["read", "check"] {
        let done: Vec<u64> = seen.iter().filter(|at| at.stage == stage).map(|at| at.done).collect();
        assert!(done.windows(2).all(|pair| pair[1] - pair[0] <= 1000), "{stage} is seen every thousand rows: {done:?}");
        assert_eq!(done.last(), Some(&5000), "{stage} ends at the end");
    }
    assert_eq!(seen.last().map(|at| (at.stage, at.done)), Some(("save", 5000)));
    let bytes = std::fs::read(&file).unwrap();
    desk.store(|store| {
        let Body::RosterImported(body) = store.body(before + 1).unwrap() else { panic!("not a roster") };
        assert_eq!(body.file, attachment_hash(&bytes), "the entry names the file");
        assert_eq!(store.attachment(&body.file).unwrap(), bytes, "and the file is kept");
        assert_eq!(store.attachments_between(1, before + 1).unwrap(), [body.rows], "the county gets the rows alone");
    });
    assert_eq!(
        std::fs::read_dir(desk.dir.path().join("data/imports")).unwrap().count(),
        0,
        "no copy is left lying about"
    );
    assert!(is_sound(&desk));
}

#[test]
fn each_row_in_doubt_is_refused_with_its_line_and_reason() {
    let desk = Desk::new();
    let good = id_number("19620315", 1);
    let wrong_digit = format!("{}{}", &good[..17], if good.ends_with('1') { '2' } else { '1' });
    let other = |serial: usize| id_number("19700101", serial);
    let rows = [
        ("1,王建国", good.as_str(), "男,19620315,户主,一般", ""),
        ("1,王丽", &wrong_digit, "女,,女儿,", "bad_id_number"),
        ("2,李强", &good, "男,,户主,", "duplicate"),
        ("3,张伟", "", "男,19620230,户主,", "impossible_date"),
        ("4,刘洋", &other(3), "男,19700231,户主,", "impossible_date"),
        ("5,陈静", &other(4), "女,19700102,户主,", "birth_differs"),
        ("6,杨帆", &other(5), "女,,户主,", "sex_differs"),
        ("7,赵?", &other(7), "男,,户主,", "bad_name"),
        ("8,黄磊", &other(9), "男,,户主,贵宾", "unknown_category"),
        ("1,周涛", &other(11), "男,,户主,", "two_heads"),
        ("9,合计", "", ",,,", "no_identity"),
        ("10,吴敏", &other(12), "未知,,户主,", "bad_sex"),
        (",徐鹏", &other(13), "男,,兄弟,", "no_household"),
        ("11,孙俪", &id_number("20261009", 2), "女,,户主,", "bad_id_number"),
    ];
    let lines: Vec<String> =
        rows.iter().map(|(start, number, end, _)| format!("{start},{number},{end},石桥村")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let report = import_lines(&desk, "户号,姓名,身份证号,性别,出生日期,与户主关系,人员类别,村", &lines);
    let expected: Vec<u64> = (2..).zip(&rows).filter(|(_, row)| !row.3.is_empty()).map(|(line, _)| line).collect();
    assert_eq!(report.refusals.iter().map(|row| row.line).collect::<Vec<_>>(), expected);
    for code in rows.iter().map(|row| row.3).filter(|code| !code.is_empty()) {
        let times = rows.iter().filter(|row| row.3 == code).count() as u64;
        assert_eq!(count(&report, code), times, "{code}");
    }
    let reason = |line: u64| report.refusals.iter().find(|row| row.line == line).unwrap();
    assert_eq!(reason(4).reason.zh, "与第 2 行是同一人", "the first line is named");
    assert_eq!(reason(11).reason.en, "A household has one head; line 2 is the head already");
    assert_eq!(reason(3).name, "王丽");
    assert!(reason(10).reason.zh.contains("贵宾"));
    assert_eq!((report.people, report.refused, people(&desk)), (1, 13, 1));
    assert!(report.refusals.iter().all(|row| !row.reason.zh.is_empty() && !row.reason.en.is_empty()));
}

#[test]
fn numbers_are_accepted_as_keyboards_write_them() {
    let desk = Desk::new();
    let with_x = (1..1000).map(|serial| id_number("19620315", serial)).find(|number| number.ends_with('X')).unwrap();
    let wide: String =
        id_number("19700101", 8).chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    let narrow = id_number("19700101", 8);
    let lines = [format!("1,王建国,{},槐树村,户主", with_x.to_lowercase()), format!("1,李　敏,{wide},槐树村,妻")];
    let report = import_lines(&desk, "户号,姓名,身份证号,村,与户主关系", &[&lines[0], &lines[1]]);
    assert_eq!(report.people, 2);
    assert_eq!(person(&desk, &with_x).id_number.unwrap().as_str(), with_x);
    assert_eq!(person(&desk, &narrow).name, "李敏", "padding of the name is taken out");
}

#[test]
fn a_second_import_of_a_file_finds_everybody_known() {
    let desk = Desk::new();
    let mut rows = roster(200);
    // One person without an identity number: name, birth date and village tell who it is.
    rows.push(["51", "槐树村", "1", "王小宝", "", "男", "子", "", ""].map(str::to_owned).to_vec());
    let lines =
        rows.iter().map(|row| format!("{},{}", row.join(","), if row[4].is_empty() { "2026-09-01" } else { "" }));
    let text: Vec<String> = std::iter::once(format!("{},出生日期", TITLES.join(","))).chain(lines).collect();
    let file = desk.file("roster.csv", text.join("\n"));
    assert_eq!(import(&desk, &file).unwrap().people, 201);
    let entries = desk.store(|store| store.last_seq().unwrap());

    let again = check(&desk, &file);
    assert_eq!((again.people, again.refused, count(&again, "known")), (0, 201, 201));
    assert!(matches!(import(&desk, &file), Err(ClinicError::EmptyRoster)));
    assert_eq!(people(&desk), 201, "nobody is there twice");
    assert_eq!(desk.store(|store| store.last_seq().unwrap()), entries, "nothing was appended");
    let saved = std::fs::read_to_string(desk.clinic.roster_report_save().unwrap()).unwrap();
    assert_eq!(saved.lines().count(), 202, "the refused rows of a refused import can be saved");
    assert!(is_sound(&desk));
}

#[test]
fn a_repeated_press_gives_the_first_result() {
    let desk = Desk::new();
    let mut rows = roster(20);
    rows[7][4] = "411099199001010000".into();
    let file = desk.file("roster.csv", csv(&rows));
    let op = desk.op();
    let first = desk.clinic.roster_import(&op, &file, desk.now(), &mut |_| ()).unwrap();
    let second = desk.clinic.roster_import(&op, &file, desk.now(), &mut |_| ()).unwrap();
    assert_eq!((first.people, first.refused), (19, 1));
    assert_eq!((second.people, second.refused, second.refusals.len()), (19, 1, 1), "with its refused rows");

    let desk = desk.restarted();
    let third = desk.clinic.roster_import(&op, &file, desk.now(), &mut |_| ()).unwrap();
    assert_eq!((third.people, third.refused, third.rows, third.imported), (19, 1, 20, true));
    assert_eq!(count(&third, "not_kept"), 1, "it says that the refused rows are gone");
    assert_eq!(people(&desk), 19);
}

#[test]
fn corrected_rows_find_the_household_of_the_first_import() {
    let desk = Desk::new();
    let mut rows = roster(8);
    let head = std::mem::replace(&mut rows[4][4], "411099196203151111".into());
    let report = import(&desk, &desk.file("roster.csv", csv(&rows))).unwrap();
    assert_eq!((report.people, report.refused), (7, 1));
    let household = person(&desk, &rows[5][4]).household;
    let heads = |desk: &Desk| {
        let members = desk.store(|store| store.members(household).unwrap());
        members.iter().filter(|member| member.relation == Relation::Head).count()
    };
    assert_eq!(heads(&desk), 0, "nobody takes the place of a head who will be corrected");

    // The office corrects the saved list of refused rows and imports it.
    let saved = std::fs::read_to_string(desk.clinic.roster_report_save().unwrap()).unwrap();
    assert!(saved.contains("H000002"), "the list has the number that the household got: {saved}");
    let corrected = saved.replace("411099196203151111", &head);
    let report = import(&desk, &desk.file("corrected.csv", corrected)).unwrap();
    assert_eq!((report.people, report.households, report.refused), (1, 0, 0));
    assert_eq!(person(&desk, &head).household, household);
    assert_eq!(heads(&desk), 1);
    assert!(is_sound(&desk));

    // Or the whole file, corrected: those who are known tell which household it is.
    let mut rows = roster(8);
    rows.push(rows[7].clone());
    rows[8][4] = id_number("20200101", 1);
    rows[8][5] = "男".into();
    rows[8][6] = "孙子".into();
    let report = import(&desk, &desk.file("whole.csv", csv(&rows))).unwrap();
    assert_eq!((report.people, report.households, count(&report, "known")), (1, 0, 8));
    assert_eq!(person(&desk, &rows[8][4]).household, household);
}

#[test]
fn nobody_is_refused_for_a_telephone_number() {
    let desk = Desk::new();
    let (landline, mobile) = (id_number("19700101", 1), id_number("19700101", 3));
    let report = import_lines(
        &desk,
        "户号,村,姓名,身份证号,联系电话",
        &[&format!("1,石桥村,王建国,{landline},0374-1234567"), &format!("2,石桥村,李建国,{mobile},139 1234 5678")],
    );
    assert_eq!((report.people, report.refused, count(&report, "phone_left_out")), (2, 0, 1));
    assert_eq!(person(&desk, &landline).phone, "");
    assert_eq!(person(&desk, &mobile).phone, "13912345678");
}

#[test]
fn a_file_that_is_no_roster_changes_nothing() {
    let desk = Desk::new();
    let before = desk.store(|store| store.last_seq().unwrap());
    let pdf = desk.file("roster.xlsx", b"%PDF-1.7 not a workbook");
    assert!(matches!(import(&desk, &pdf), Err(ClinicError::Sheet(SheetError::Foreign(_)))));
    let missing = desk.dir.path().join("missing.csv");
    assert!(matches!(import(&desk, &missing), Err(ClinicError::Sheet(SheetError::Io(_)))));
    let empty = desk.file("empty.csv", "");
    assert!(matches!(import(&desk, &empty), Err(ClinicError::Sheet(SheetError::Empty))));
    assert_eq!(desk.store(|store| store.last_seq().unwrap()), before);
    assert!(matches!(desk.clinic.roster_report_save(), Err(ClinicError::NotFound)));
}

#[test]
fn the_copy_that_a_killed_import_left_is_gone_when_the_program_is_started_again() {
    let desk = Desk::new();
    let imports = desk.dir.path().join("data/imports");
    std::fs::create_dir_all(&imports).unwrap();
    std::fs::write(imports.join("sha256-0.tmp"), "1,大王庄,1,王新民").unwrap();
    std::fs::write(imports.join("note.txt"), "somebody's own").unwrap();
    let desk = desk.restarted();
    let left: Vec<_> = std::fs::read_dir(&imports).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["note.txt"], "the copy and nothing else");
    drop(desk);
}

#[test]
fn only_the_office_imports() {
    let desk = Desk::new();
    let file = desk.file("roster.csv", csv(&roster(4)));
    desk.sign_in(CLERK);
    assert!(matches!(import(&desk, &file), Err(ClinicError::NotAllowed(_))));
    assert!(matches!(desk.clinic.roster_check(&file, desk.now(), &mut |_| ()), Err(ClinicError::NotAllowed(_))));
    assert!(matches!(desk.clinic.roster_report_save(), Err(ClinicError::NotAllowed(_))));
}

#[test]
fn everybody_in_a_roster_is_found_by_the_one_box() {
    let desk = Desk::new();
    let mut rows = roster(5000);
    // A character of several readings: as a surname shan, on the street dan.
    rows[17][3] = "单雄信".into();
    import(&desk, &desk.file("roster.csv", csv(&rows))).unwrap();
    let found = |query: &str| desk.clinic.search(query, 2026, desk.now()).unwrap();
    for query in [
        "sxx",
        "ｓｘｘ",
        "ＤＸＸ",
        "dxx",
        "shanxiongxin",
        "danxx",
        "单雄",
        "雄信",
        &rows[17][4],
        &rows[17][4].to_lowercase(),
    ] {
        let names: Vec<String> = found(query).people.into_iter().map(|person| person.name).collect();
        assert!(names.iter().any(|name| name == "单雄信"), "{query} finds {names:?}");
    }
    assert_eq!(found("13900000004").people[0].name, rows[16][3], "by telephone");
    let many = found("w");
    assert!(many.more && many.people.len() == 8, "more than fit are said to be there");
    assert!(!found("sxx").more);
    let fault = found("110105194912310021").id_fault.unwrap();
    assert!(fault.zh.contains("最后一位"), "a wrong check digit is told: {}", fault.zh);
    let unknown = found("11010519491231002X");
    assert_eq!(unknown.new_id_number.as_deref(), Some("11010519491231002X"));
    assert!(unknown.id_fault.is_none());
    assert_eq!(found("H000005").households[0].number, "H000005");
    assert_eq!(found("h000005").households.len(), 1, "a small letter is the same number");

    for row in rows.iter().step_by(499) {
        let first = |keys: pinyin::Keys| keys.initials[0].clone();
        let (name, village) = (first(pinyin::person_keys(&row[3])), first(pinyin::place_keys(&row[1])));
        let place = format!("{}{}组", row[1], row[2]);
        // The whole name is that of few, its first letter that of many: the database goes another way for each.
        for query in [format!("{name} {village}{}", row[2]), format!("{} {village}{}", &name[..1], row[2])] {
            let people = found(&query).people;
            assert!(!people.is_empty(), "{query} finds somebody");
            assert!(people.iter().all(|person| person.place == place), "{query} finds people of {place} alone");
        }
        let last_six = found(&row[4][12..]).people;
        assert!(last_six.iter().any(|person| person.name == row[3]) || last_six.len() >= 7, "{}", row[3]);
    }
}

#[test]
fn a_provisioned_roster_is_there_from_the_start() {
    // The rows of one desk's import are what a provisioning file brings to another.
    let desk = Desk::new();
    import(&desk, &desk.file("roster.csv", csv(&roster(12)))).unwrap();
    let rows = desk.store(|store| {
        let Body::RosterImported(body) = store.body(store.last_seq().unwrap()).unwrap() else { panic!("not a roster") };
        zstd::bulk::decompress(&store.attachment(&body.rows).unwrap(), 1 << 20).unwrap()
    });
    let other = Desk::with_roster(Some(String::from_utf8(rows).unwrap()));
    assert_eq!(people(&other), 12);
    assert!(is_sound(&other));
}

#[test]
fn somebody_known_does_not_pull_a_new_family_into_the_household_of_old() {
    let desk = Desk::new();
    let parents = "户号,村,组,姓名,身份证号,与户主关系\n1,石桥村,1,赵永强,{a},户主\n1,石桥村,1,赵小霞,{b},女\n";
    let young = "户号,村,组,姓名,身份证号,与户主关系\n9,柳河村,2,王新民,{c},户主\n9,柳河村,2,赵小霞,{b},妻\n9,柳河村,2,王小明,{d},子\n";
    let numbers = [("{a}", "19600101", 11), ("{b}", "19850202", 12), ("{c}", "19840303", 13), ("{d}", "20150404", 15)];
    let filled = |text: &str| {
        numbers
            .iter()
            .fold(text.to_owned(), |text, (mark, birth, sequence)| text.replace(mark, &id_number(birth, *sequence)))
    };
    for text in [parents, young] {
        let file = desk.file("roster.csv", filled(text).as_bytes());
        desk.clinic.roster_import(&desk.op(), &file, desk.now(), &mut |_| ()).unwrap();
    }
    let found = desk.clinic.search("王小明", 2026, desk.now()).unwrap();
    let hit = found.people.first().unwrap();
    assert_eq!(hit.head.as_deref(), Some("王新民"), "the child lives with its father");
    assert!(hit.place.starts_with("柳河村"), "{}", hit.place);
}
