//! Delimited text: encodings, delimiters, quotation marks, headers.

use encoding_rs::GB18030;
use nonghe_sheets::{Encoding, Field, FileKind, Limits, Required, RowFault, SheetError};

use crate::support::{Desk, faults, lines, names, taken};

const LIST: &str = "户号,村,姓名,身份证号,性别\r\n\
    H001,槐树村,张𠮷,110101199003071234,男\r\n\
    H001,槐树村,李䶮,11010119920307123X,女\r\n\
    H002,槐树村,王㛃,110101196003071234,女\r\n";
const NAMES: [&str; 3] = ["张𠮷", "李䶮", "王㛃"];

fn gb(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

fn utf16(text: &str, is_little: bool) -> Vec<u8> {
    let units = "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

#[test]
fn rare_names_come_out_unchanged_in_every_encoding() {
    let desk = Desk::new();
    for (bytes, encoding) in [
        (LIST.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{FEFF}{LIST}").into_bytes(), Encoding::Utf8),
        (gb(LIST), Encoding::Gb18030),
        (utf16(LIST, true), Encoding::Utf16),
        (utf16(LIST, false), Encoding::Utf16),
    ] {
        let mut sheet = desk.open(&bytes).unwrap();
        assert_eq!(sheet.kind(), FileKind::Csv(encoding));
        assert_eq!(names(&lines(&mut sheet)), NAMES, "{encoding:?}");
        assert_eq!(names(&lines(&mut sheet)), NAMES, "a second reading gives the same");
    }
}

#[test]
fn private_use_codes_of_gb18030_become_standard_characters() {
    let mut bytes = gb("户号,姓名,身份证号,出生日期\r\nH1,张");
    bytes.extend([0xFE, 0x59]);
    bytes.extend(gb(",110101199003071234,1990-03-07\r\n"));
    let list = lines(&mut Desk::new().open(&bytes).unwrap());
    assert_eq!(names(&list), ["张\u{9FB4}"]);
}

#[test]
fn semicolons_and_tabs_are_found_by_the_header() {
    let desk = Desk::new();
    for delimiter in [";", "\t"] {
        let list = LIST.replace(',', delimiter);
        for bytes in [list.as_bytes().to_vec(), gb(&list), utf16(&list, true)] {
            assert_eq!(names(&lines(&mut desk.open(&bytes).unwrap())), NAMES, "{delimiter:?}");
        }
    }
}

#[test]
fn rows_of_two_encodings_are_each_read_in_their_own() {
    let mut bytes = LIST.as_bytes().to_vec();
    bytes.extend(gb("H003,槐树村,赵云,110101199003071234,男\r\n"));
    bytes.extend(b"H004,,Ivan,110101199003071234,M\r\n");
    // Two ideographs are not enough to tell in a file of both: these bytes read as text either way.
    bytes.extend(gb("H005,,陆梅,110101199003071234,F\r\n"));
    bytes.extend(b"H006,,\xD5\xC5\xC8,110101199003071234,M\r\n");
    let mut sheet = Desk::new().open(&bytes).unwrap();
    assert_eq!(sheet.kind(), FileKind::Csv(Encoding::Mixed));
    let list = lines(&mut sheet);
    assert_eq!(names(&list), ["张𠮷", "李䶮", "王㛃", "赵云", "Ivan"]);
    assert_eq!(faults(&list), [(7, RowFault::AmbiguousEncoding), (8, RowFault::Undecodable)]);
}

#[test]
fn a_row_that_lost_half_a_character_is_refused_and_the_others_are_not() {
    let desk = Desk::new();
    let mut bytes = LIST.as_bytes().to_vec();
    bytes.extend("H003,槐树村,赵".as_bytes().split_last().unwrap().1);
    bytes.extend(b",110101199003071234,M\r\n");
    let list = lines(&mut desk.open(&bytes).unwrap());
    assert_eq!(names(&list), NAMES);
    assert_eq!(faults(&list), [(5, RowFault::Undecodable)]);

    let mut bytes = gb(LIST);
    bytes.extend(gb("H003,槐树村,赵").split_last().unwrap().1);
    bytes.extend(b",110101199003071234,M\r\n");
    let list = lines(&mut desk.open(&bytes).unwrap());
    assert_eq!(names(&list), NAMES);
    assert_eq!(faults(&list), [(5, RowFault::Undecodable)]);

    let mut bytes = utf16(LIST, true);
    bytes.extend(utf16("H003,槐树村,赵", true).split_off(2));
    bytes.extend([0x00, 0xD8]);
    bytes.extend(utf16(",110101199003071234,M\r\n", true).split_off(2));
    let list = lines(&mut desk.open(&bytes).unwrap());
    assert_eq!(faults(&list), [(5, RowFault::LostCharacter(Field::Name))]);
}

#[test]
fn damage_in_a_column_that_is_not_read_does_not_matter() {
    let mut bytes = "户号,姓名,身份证号,备注\nH1,张三,110101199003071234,".as_bytes().to_vec();
    bytes.extend(b"\xE5\xBC\n");
    let list = lines(&mut Desk::new().open(&bytes).unwrap());
    assert_eq!(names(&list), ["张三"]);
}

#[test]
fn a_zero_byte_refuses_its_row_and_not_the_file() {
    let text = "户号,姓名,身份证号\nH1,张\0三,110101199003071234\nH2,李四,110101199003071234\n";
    let list = lines(&mut Desk::new().open(text.as_bytes()).unwrap());
    assert_eq!(faults(&list), [(2, RowFault::ControlCharacter(Field::Name))]);
    assert_eq!(names(&list), ["李四"]);
}

#[test]
fn quoted_cells_may_hold_delimiters_quotes_and_line_breaks() {
    let text = "户号,姓名,身份证号,备注\n\
        H1,\"张\n三\",\"110101199003071234\",\"他说：\"\"好,好\"\"\n第二行\"\n\
        \n\
        H2,李四,110101199003071234,\n";
    let list = lines(&mut Desk::new().open(text.as_bytes()).unwrap());
    let expected = [(2, vec!["H1".to_owned(), "张 三".into()]), (4, vec!["H2".into(), "李四".into()])];
    assert_eq!(taken(&list, &[Field::Household, Field::Name]), expected, "lines as Excel counts them");
}

#[test]
fn a_quotation_mark_that_is_not_closed_swallows_no_row_unnoticed() {
    let desk = Desk::new();
    let at_end = "户号,姓名,身份证号\nH1,\"张三,1\nH2,李四,2\nH3,王五,3\n";
    let list = lines(&mut desk.open(at_end.as_bytes()).unwrap());
    assert_eq!(faults(&list), [(2, RowFault::QuoteNotClosed { last_line: 5 })]);

    let closed_later = "户号,姓名,身份证号\nH1,\"张三,1\nH2,李四,2\nH3,\"王五\",3\nH4,赵六,4\n";
    let list = lines(&mut desk.open(closed_later.as_bytes()).unwrap());
    assert_eq!(faults(&list), [(2, RowFault::QuoteNotClosed { last_line: 4 })]);
    assert_eq!(names(&list), ["赵六"]);
}

#[test]
fn a_row_with_more_cells_than_titles_is_refused() {
    let text = "户号,姓名,身份证号\nH1,张,三,1\nH2,李四,2,,\nH3,王五\n";
    let list = lines(&mut Desk::new().open(text.as_bytes()).unwrap());
    assert_eq!(faults(&list), [(2, RowFault::TooManyCells)]);
    assert_eq!(names(&list), ["李四", "王五"], "empty cells behind and missing cells do no harm");
}

#[test]
fn titles_above_the_header_and_blank_rows_are_passed_over() {
    let text = "槐树镇2026年参保名单,,,,\n填表日期：2026年1月,,,,\n,,,,\n序号,户号,姓 名,身份证号码（必填）,电话\n\
        1,H1,张三,110101199003071234,13800000000\n2,,,,\n\u{3000},\u{3000},,,\n\
        序号,户号,姓 名,身份证号码（必填）,电话\n3,H1,李四,110101199203071234,\n,,,,\n,,,,\n";
    let mut sheet = Desk::new().open(text.as_bytes()).unwrap();
    let list = lines(&mut sheet);
    let expected = [(5, vec!["张三".to_owned(), "13800000000".into()]), (9, vec!["李四".into(), String::new()])];
    assert_eq!(taken(&list, &[Field::Name, Field::Phone]), expected);
    let unknown: Vec<_> = sheet.columns().iter().filter(|column| column.field.is_none()).collect();
    assert_eq!(unknown.len(), 1);
    assert_eq!((unknown[0].letter.as_str(), unknown[0].title.as_str()), ("A", "序号"));
    assert!(sheet.has(Field::Phone) && !sheet.has(Field::Village));
}

#[test]
fn cells_that_would_come_out_wrong_refuse_their_row() {
    let text = "户号,姓名,身份证号,门牌号\n\
        H1,张三,4.11023E+17,1\n\
        H2,李四,#N/A,2\n\
        H3,王\u{1}五,1,3\n\
        H4,=1+1,\"=\"\"110101199003071234\"\"\",@x\n\
        H5,张\u{E000},1,5\n";
    let list = lines(&mut Desk::new().open(text.as_bytes()).unwrap());
    let expected = [
        (2, RowFault::DigitsLost(Field::IdNumber)),
        (3, RowFault::ErrorValue(Field::IdNumber)),
        (4, RowFault::ControlCharacter(Field::Name)),
        (6, RowFault::PrivateCharacter(Field::Name)),
    ];
    assert_eq!(faults(&list), expected);
    let formula = taken(&list, &[Field::Name, Field::IdNumber, Field::Door]);
    assert_eq!(formula, [(5, vec!["=1+1".to_owned(), "110101199003071234".into(), "@x".into()])]);
}

#[test]
fn a_header_without_required_columns_says_what_was_found() {
    let error = Desk::new().open("姓名,性别\n张三,男\n".as_bytes()).unwrap_err();
    let SheetError::MissingColumns { found, missing } = &error else { panic!("{error}") };
    assert_eq!(*found, [Field::Name, Field::Sex]);
    assert_eq!(*missing, [Required::Column(Field::IdNumber), Required::HouseholdOrVillage]);
    assert_eq!(error.to_string(), "the header has name, sex; it lacks identity number, household number or village");
    assert_eq!(error.in_chinese(), "表头有：姓名、性别；缺少：身份证号、户号或村");
}

#[test]
fn lists_without_header_or_rows_are_told_apart() {
    let desk = Desk::new();
    assert!(matches!(desk.open("户号,姓名,身份证号\n".as_bytes()), Err(SheetError::NoRows)));
    assert!(matches!(desk.open("户号,姓名,身份证号\n,,\n\n".as_bytes()), Err(SheetError::NoRows)));
    assert!(matches!(desk.open(b""), Err(SheetError::Empty)));
    assert!(matches!(desk.open(b"\xEF\xBB\xBF\r\n \r\n"), Err(SheetError::Empty)));
    let headless = "H1,张三,110101199003071234\nH2,李四,110101199003071234\n";
    assert!(matches!(desk.open(headless.as_bytes()), Err(SheetError::NoHeader { rows_searched: 2 })));
    let late = format!("{}户号,姓名,身份证号\nH1,张三,1\n", "说明\n".repeat(10));
    assert!(matches!(desk.open(late.as_bytes()), Err(SheetError::NoHeader { rows_searched: 10 })));
    let duplicate = "户号,姓名,身份证号,证件号码\nH1,张三,1,1\n";
    assert!(matches!(desk.open(duplicate.as_bytes()), Err(SheetError::DuplicateColumn { field: Field::IdNumber, .. })));
}

#[test]
fn a_file_that_shrinks_meanwhile_does_not_look_complete() {
    let desk = Desk::new();
    let path = desk.file("list.csv", LIST.as_bytes());
    let mut sheet = nonghe_sheets::open(&path, &Limits::default()).unwrap();
    desk.file("list.csv", LIST.rsplit_once("H002").unwrap().0.as_bytes());
    let last = sheet.rows().unwrap().last().unwrap();
    assert!(matches!(last, Err(SheetError::Changed)));
}
