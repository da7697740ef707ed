//! Workbooks: numbers, dates, formulas, merged cells, several worksheets.

use std::path::Path;

use nonghe_sheets::{Field, FileKind, Limits, RowFault, Sheet, SheetError};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use crate::support::{Desk, faults, lines, names, taken};

const TITLES: [&str; 6] = ["户号", "村", "姓名", "身份证号", "出生日期", "门牌号"];
const ID: &str = "110101199003071234";

fn open(path: &Path) -> Result<Sheet, SheetError> {
    nonghe_sheets::open(path, &Limits::default())
}

/// A workbook of one worksheet with the titles in its first row.
fn list(desk: &Desk, fill: impl FnOnce(&mut Worksheet)) -> Sheet {
    let path = desk.path("list.xlsx");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    text(sheet, 0, &TITLES);
    fill(sheet);
    workbook.save(&path).unwrap();
    open(&path).unwrap()
}

fn text(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0_u16..).zip(cells) {
        sheet.write_string(row, column, *cell).unwrap();
    }
}

#[test]
fn text_cells_come_out_as_they_are_under_any_file_name() {
    let desk = Desk::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    text(sheet, 0, &["槐树镇名单"]);
    text(sheet, 3, &TITLES);
    text(sheet, 4, &["H1", "槐树村", " 张𠮷\u{3000}", ID, "1990-03-07", "3-12"]);
    text(sheet, 6, &["H1", "槐树村", "李\u{2F64}䶮", ID, "", ""]);
    sheet.write_blank(2000, 3, &Format::new().set_bold()).unwrap();
    let path = desk.path("list.csv");
    workbook.save(&path).unwrap();
    let mut sheet = open(&path).unwrap();
    assert_eq!((sheet.kind(), sheet.row_count()), (FileKind::Xlsx, 2), "formatted blanks are no rows");
    let rows = lines(&mut sheet);
    let expected = [(5, vec!["张𠮷".to_owned(), "3-12".into()]), (7, vec!["李用䶮".into(), String::new()])];
    assert_eq!(taken(&rows, &[Field::Name, Field::Door]), expected);
    assert_eq!(names(&lines(&mut sheet)).len(), 2, "a second reading gives the same");
}

#[test]
fn numbers_and_dates_are_what_was_typed_or_refused() {
    let desk = Desk::new();
    let date = Format::new().set_num_format("yyyy/m/d");
    let mut sheet = list(&desk, |sheet| {
        for row in 1..=4 {
            text(sheet, row, &["", "槐树村", "张三", ID]);
        }
        sheet.write_number(1, 0, 12).unwrap();
        sheet.write_number_with_format(1, 4, 32939, &date).unwrap();
        sheet.write_number(2, 3, 411_023_199_001_011_234_f64).unwrap();
        sheet.write_number(3, 3, 110_101_900_307_123_f64).unwrap();
        sheet.write_number_with_format(4, 5, 32939, &date).unwrap();
    });
    let rows = lines(&mut sheet);
    let expected = [
        (2, vec!["12".to_owned(), ID.into(), "1990-03-07".into()]),
        (4, vec![String::new(), "110101900307123".into(), String::new()]),
    ];
    assert_eq!(taken(&rows, &[Field::Household, Field::IdNumber, Field::BirthDate]), expected);
    let expected = [(3, RowFault::DigitsLost(Field::IdNumber)), (5, RowFault::BecameDate(Field::Door))];
    assert_eq!(faults(&rows), expected);
}

#[test]
fn a_formula_counts_by_its_stored_result() {
    let desk = Desk::new();
    let mut sheet = list(&desk, |sheet| {
        for row in 1..=2 {
            text(sheet, row, &["H1", "槐树村", "", ID]);
        }
        for (row, result) in [(1, "张三"), (2, "#REF!")] {
            sheet.write_formula(row, 2, Formula::new("=Z9").set_result(result)).unwrap();
        }
    });
    let rows = lines(&mut sheet);
    assert_eq!(names(&rows), ["张三"]);
    assert_eq!(faults(&rows), [(3, RowFault::ErrorValue(Field::Name))]);
}

#[test]
fn household_cells_merged_over_the_members_fill_down() {
    let desk = Desk::new();
    let format = Format::new();
    let mut sheet = list(&desk, |sheet| {
        for (row, name) in (1..).zip(["张三", "李四", "王五", "赵六"]) {
            text(sheet, row, &["", "", name, ID]);
        }
        sheet.merge_range(1, 0, 3, 0, "H1", &format).unwrap();
        sheet.merge_range(1, 1, 4, 1, "槐树村", &format).unwrap();
        sheet.write_string(4, 0, "H2").unwrap();
    });
    let expected: Vec<_> = [(2, "H1"), (3, "H1"), (4, "H1"), (5, "H2")]
        .map(|(line, household)| (line, vec![household.to_owned(), "槐树村".into()]))
        .into();
    assert_eq!(taken(&lines(&mut sheet), &[Field::Household, Field::Village]), expected);
}

#[test]
fn merges_that_hide_cells_refuse_their_rows() {
    let desk = Desk::new();
    let format = Format::new();
    let mut sheet = list(&desk, |sheet| {
        for row in 1..=5 {
            text(sheet, row, &["H1", "槐树村", "张三", ID]);
        }
        sheet.merge_range(1, 0, 1, 1, "H1", &format).unwrap();
        sheet.merge_range(2, 2, 3, 2, "李四", &format).unwrap();
        sheet.merge_range(6, 0, 6, 5, "填表人：王五", &format).unwrap();
    });
    let rows = lines(&mut sheet);
    let expected = [
        (2, RowFault::MergedAcross(Field::Household)),
        (3, RowFault::MergedDown(Field::Name)),
        (4, RowFault::MergedDown(Field::Name)),
        (7, RowFault::MergedAcross(Field::Household)),
    ];
    assert_eq!(faults(&rows), expected);
    assert_eq!(names(&rows), ["张三", "张三"]);
}

#[test]
fn a_header_of_two_merged_rows_is_one_header() {
    let desk = Desk::new();
    let format = Format::new();
    let path = desk.path("list.xlsx");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "槐树镇参保名单", &format).unwrap();
    sheet.merge_range(1, 0, 2, 0, "户号", &format).unwrap();
    sheet.merge_range(1, 1, 1, 3, "家庭成员", &format).unwrap();
    for (column, title) in [(1, "姓名"), (2, "身份证号"), (3, "性别")] {
        sheet.write_string(2, column, title).unwrap();
    }
    text(sheet, 3, &["H1", "张三", ID, "男"]);
    workbook.save(&path).unwrap();
    let rows = lines(&mut open(&path).unwrap());
    assert_eq!(taken(&rows, &[Field::Household, Field::Sex]), [(4, vec!["H1".to_owned(), "男".into()])]);
}

#[test]
fn the_only_worksheet_with_a_list_is_read_and_two_are_asked_about() {
    let desk = Desk::new();
    let path = desk.path("list.xlsx");
    let mut workbook = Workbook::new();
    text(workbook.add_worksheet().set_name("说明").unwrap(), 0, &["请按要求填写"]);
    let sheet = workbook.add_worksheet().set_name("一组").unwrap();
    text(sheet, 0, &TITLES);
    text(sheet, 1, &["H1", "槐树村", "张三", ID]);
    let empty = workbook.add_worksheet().set_name("空表").unwrap();
    text(empty, 0, &TITLES);
    let hidden = workbook.add_worksheet().set_name("旧").unwrap().set_hidden(true);
    text(hidden, 0, &TITLES);
    text(hidden, 1, &["H1", "槐树村", "旧名", ID]);
    workbook.save(&path).unwrap();
    assert_eq!(names(&lines(&mut open(&path).unwrap())), ["张三"]);

    let second = workbook.add_worksheet().set_name("二组").unwrap();
    text(second, 0, &TITLES);
    text(second, 1, &["H2", "槐树村", "李四", ID]);
    workbook.save(&path).unwrap();
    let error = open(&path).unwrap_err();
    assert_eq!(error.to_string(), "more than one worksheet holds a list: 一组, 二组");
    let chosen = |name| nonghe_sheets::open_worksheet(&path, name, &Limits::default());
    assert_eq!(names(&lines(&mut chosen("二组").unwrap())), ["李四"]);
    assert!(matches!(chosen("三组"), Err(SheetError::NoWorksheet)));
}

#[test]
fn a_workbook_without_rows_or_header_is_told_apart() {
    let desk = Desk::new();
    let path = desk.path("list.xlsx");
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    workbook.save(&path).unwrap();
    assert!(matches!(open(&path), Err(SheetError::Empty)));
    text(workbook.worksheet_from_index(0).unwrap(), 0, &TITLES);
    workbook.save(&path).unwrap();
    assert!(matches!(open(&path), Err(SheetError::NoRows)));
}

#[test]
fn limits_of_rows_and_columns_are_inclusive() {
    let desk = Desk::new();
    drop(list(&desk, |sheet| {
        for row in 1..=3 {
            text(sheet, row, &["H1", "槐树村", "张三", ID]);
        }
    }));
    let path = desk.path("list.xlsx");
    let limited =
        |max_rows, max_columns| nonghe_sheets::open(&path, &Limits { max_rows, max_columns, ..Limits::default() });
    assert_eq!(limited(3, 6).unwrap().row_count(), 3);
    assert!(matches!(limited(2, 6), Err(SheetError::TooManyRows { limit: 2 })));
    assert!(matches!(limited(3, 5), Err(SheetError::TooManyColumns { limit: 5 })));
}
