//! Files that are something else, far too much, or made to do harm. Each has its answer, and soon.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Cursor, Write};
use std::time::{Duration, Instant};

use nonghe_sheets::{Field, Foreign, Limits, RowFault, SheetError};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::{Desk, faults, lines, names};

const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK_RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const SHEET: &str = r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>户号</t></is></c><c r="B1" t="inlineStr"><is><t>姓名</t></is></c><c r="C1" t="inlineStr"><is><t>身份证号</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>张三</t></is></c></row></sheetData></worksheet>"#;

/// The parts of a small workbook; others replace those of the same name or are added.
fn workbook(others: &[(&str, &[u8])]) -> Vec<u8> {
    let parts = [
        ("_rels/.rels", RELATIONS),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/worksheets/sheet1.xml", SHEET),
    ];
    let kept = parts.iter().filter(|(name, _)| others.iter().all(|(other, _)| other != name));
    archive(kept.map(|&(name, text)| (name, text.as_bytes())).chain(others.iter().copied()))
}

fn archive<'a>(parts: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn within(limit: Duration, what: impl FnOnce()) {
    let start = Instant::now();
    what();
    assert!(start.elapsed() < limit, "took {:?}", start.elapsed());
}

#[test]
fn the_small_workbook_of_these_tests_is_a_list() {
    let list = lines(&mut Desk::new().open(&workbook(&[])).unwrap());
    assert_eq!(names(&list), ["张三"]);
}

#[test]
fn files_of_other_kinds_are_named() {
    let desk = Desk::new();
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let compound = |stream: &str| [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 600], wide(stream)].concat();
    let zip = |names: &[&str]| archive(names.iter().map(|&name| (name, &b"x"[..])));
    for (bytes, expected) in [
        (compound("Workbook"), Foreign::OldExcel),
        (compound("EncryptedPackage"), Foreign::EncryptedExcel),
        (compound("WordDocument"), Foreign::Document),
        (zip(&["xl/workbook.bin"]), Foreign::BinaryExcel),
        (zip(&["word/document.xml"]), Foreign::Document),
        (zip(&["mimetype", "content.xml"]), Foreign::OpenDocument),
        (zip(&["名单.csv"]), Foreign::Archive),
        (b"<html><body><table><tr><td>".to_vec(), Foreign::Html),
        (b"%PDF-1.4".to_vec(), Foreign::Pdf),
        (b"MZ\x90\0".to_vec(), Foreign::Executable),
        (b"\x89PNG\r\n\x1A\n".to_vec(), Foreign::Image),
        (b"\x01\0\x02\0".to_vec(), Foreign::Binary),
    ] {
        let error = desk.open(&bytes).unwrap_err();
        assert!(matches!(error, SheetError::Foreign(found) if found == expected), "{expected:?}: {error}");
    }
}

#[test]
fn a_list_of_a_million_rows_is_refused_soon_and_read_if_allowed() {
    let desk = Desk::new();
    let path = desk.path("million.csv");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    file.write_all("户号,姓名,身份证号\n".as_bytes()).unwrap();
    let block = "1,张三,2\n".repeat(10_000);
    for _ in 0..100 {
        file.write_all(block.as_bytes()).unwrap();
    }
    file.into_inner().unwrap();
    within(Duration::from_secs(4), || {
        let error = nonghe_sheets::open(&path, &Limits::default()).unwrap_err();
        assert!(matches!(error, SheetError::TooManyRows { limit: 200_000 }));
    });
    let limits = Limits { max_rows: 1_000_000, ..Limits::default() };
    let mut sheet = nonghe_sheets::open(&path, &limits).unwrap();
    assert_eq!(sheet.row_count(), 1_000_000, "the limit is inclusive");
    assert!(sheet.rows().unwrap().next().unwrap().is_ok());
    let limits = Limits { max_rows: 999_999, ..Limits::default() };
    assert!(matches!(nonghe_sheets::open(&path, &limits), Err(SheetError::TooManyRows { .. })));
}

#[test]
fn sizes_are_limited_inclusively() {
    let desk = Desk::new();
    let text = "户号,姓名,身份证号\n1,张三,2\n".as_bytes();
    let book = workbook(&[]);
    let (csv, xlsx) = (desk.file("list.csv", text), desk.file("list.xlsx", &book));
    let (text_size, book_size) = (text.len() as u64, book.len() as u64);
    let limits = |max_bytes, max_workbook_bytes| Limits { max_bytes, max_workbook_bytes, ..Limits::default() };
    assert!(nonghe_sheets::open(&csv, &limits(text_size, 0)).is_ok());
    assert!(matches!(nonghe_sheets::open(&csv, &limits(text_size - 1, 0)), Err(SheetError::TooLarge { .. })));
    assert!(nonghe_sheets::open(&xlsx, &limits(0, book_size)).is_ok());
    assert!(matches!(nonghe_sheets::open(&xlsx, &limits(0, book_size - 1)), Err(SheetError::TooLarge { .. })));
}

#[test]
fn a_zip_bomb_is_refused_by_its_ratio_and_by_its_size() {
    let desk = Desk::new();
    let grain = archive([("grain.xml", &vec![b' '; 10 << 20][..])].into_iter());
    let mut grain = ZipArchive::new(Cursor::new(grain)).unwrap();
    let mut writer = ZipWriter::new_append(Cursor::new(workbook(&[]))).unwrap();
    for index in 0..30 {
        writer.raw_copy_file_rename(grain.by_index_raw(0).unwrap(), format!("xl/media/{index}.xml")).unwrap();
    }
    let bomb = writer.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20, "300 MiB in {} bytes", bomb.len());
    let path = desk.file("bomb.xlsx", &bomb);
    within(Duration::from_secs(3), || {
        let error = nonghe_sheets::open(&path, &Limits::default()).unwrap_err();
        assert!(matches!(error, SheetError::InflatesTooSteeply { limit: 200 }), "{error}");
    });
    let limits = Limits { max_inflate_ratio: 2000, max_inflated_bytes: 100 << 20, ..Limits::default() };
    let error = nonghe_sheets::open(&path, &limits).unwrap_err();
    assert!(matches!(error, SheetError::InflatesTooFar { .. }), "{error}");
}

#[test]
fn an_archive_that_lies_about_its_sizes_is_measured() {
    let mut bytes = workbook(&[("xl/theme/theme1.xml", &vec![b' '; 4 << 20])]);
    // The declared size of the part in the local header and in the directory becomes one byte.
    let declared = u32::to_le_bytes(4 << 20);
    while let Some(at) = bytes.windows(4).position(|window| window == declared) {
        bytes[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    let error = Desk::new().open(&bytes).unwrap_err();
    assert!(matches!(error, SheetError::InflatesTooSteeply { .. } | SheetError::Damaged(_)), "{error}");
}

#[test]
fn a_cut_or_scrambled_archive_is_damaged() {
    let desk = Desk::new();
    let whole = workbook(&[]);
    for cut in [30, whole.len() / 2, whole.len() - 1] {
        assert!(matches!(desk.open(&whole[..cut]), Err(SheetError::Damaged(_))), "cut at {cut}");
    }
    for at in (0..whole.len()).step_by(7) {
        let mut scrambled = whole.clone();
        scrambled[at] ^= 0x5A;
        // Whatever it says, it says something: no panic, no endless reading.
        let _ = desk.open(&scrambled).map(|mut sheet| sheet.rows().map(Iterator::count));
    }
}

#[test]
fn scrambled_parts_end_in_an_answer() {
    let desk = Desk::new();
    let merged = SHEET.replace("</worksheet>", "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>");
    for (name, text) in [("xl/worksheets/sheet1.xml", merged.as_str()), ("xl/workbook.xml", WORKBOOK)] {
        for at in 0..text.len() {
            let mut scrambled = text.as_bytes().to_vec();
            scrambled[at] ^= if at % 2 == 0 { 0x01 } else { 0x1C };
            let answer = desk.open(&workbook(&[(name, &scrambled)]));
            // No panic, and no row more than the announced ones.
            let _ = answer.map(|mut sheet| lines(&mut sheet));
        }
    }
}

#[test]
fn a_formula_that_was_never_calculated_refuses_its_row_but_an_empty_result_does_not() {
    let desk = Desk::new();
    let list = |cell: &str| {
        let sheet = SHEET.replace("<c r=\"A2\"><v>1</v></c>", cell);
        lines(&mut desk.open(&workbook(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])).unwrap())
    };
    let never = list("<c r=\"A2\"><f>B9</f><v/></c>");
    assert_eq!(faults(&never), [(2, RowFault::FormulaWithoutResult(Field::Household))]);
    assert_eq!(names(&list("<c r=\"A2\" t=\"str\"><f>B9</f><v></v></c>")), ["张三"]);
}

#[test]
fn entities_that_multiply_are_not_expanded() {
    let mut text = String::from("<!DOCTYPE sst [<!ENTITY a0 \"ha\">");
    for level in 1..30 {
        write!(text, "<!ENTITY a{level} \"&a{0};&a{0};&a{0};&a{0};\">", level - 1).unwrap();
    }
    text.push_str("]><sst uniqueCount=\"1\"><si><t>&a29;</t></si></sst>");
    within(Duration::from_secs(2), || {
        let error = Desk::new().open(&workbook(&[("xl/sharedStrings.xml", text.as_bytes())])).unwrap_err();
        assert!(matches!(error, SheetError::Damaged(_)), "{error}");
    });
}

#[test]
fn figures_out_of_range_are_damage_and_not_a_crash() {
    let desk = Desk::new();
    let strings = r#"<sst uniqueCount="99999999999"><si><t>x</t></si></sst>"#;
    let huge_row = SHEET.replace("r=\"2\"", "r=\"99999999999\"").replace("A2", "A99999999999");
    let far_column = SHEET.replace("A2", "ZZZZZZZZZ2");
    let backwards = SHEET.replace("</worksheet>", "<mergeCells><mergeCell ref=\"B9:A1\"/></mergeCells></worksheet>");
    let disorder = SHEET.replace("r=\"1\"", "r=\"5\"").replace("A1", "A5").replace("B1", "B5").replace("C1", "C5");
    for (name, text) in [
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", &huge_row),
        ("xl/worksheets/sheet1.xml", &far_column),
        ("xl/worksheets/sheet1.xml", &backwards),
        ("xl/worksheets/sheet1.xml", &disorder),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"A\" r:id=\"r9\"/></sheets></workbook>"),
    ] {
        let error = desk.open(&workbook(&[(name, text.as_bytes())])).unwrap_err();
        assert!(matches!(error, SheetError::Damaged(_)), "{name}: {error}");
    }
}

#[test]
fn a_row_without_end_costs_one_row() {
    let mut bytes = "户号,姓名,身份证号\n".as_bytes().to_vec();
    bytes.extend(vec![b','; 3 << 20]);
    bytes.extend("\n1,张三,2\n2,".as_bytes());
    bytes.extend(vec![b'x'; 3 << 20]);
    bytes.extend(b",1\n");
    let list = lines(&mut Desk::new().open(&bytes).unwrap());
    assert_eq!(faults(&list), [(2, RowFault::TooManyCells), (4, RowFault::RowTooLong)]);
    assert_eq!(names(&list), ["张三"]);
}

#[test]
fn a_wide_header_is_refused() {
    let text = format!("户号,姓名,身份证号{}\n1,张三,2\n", ",备注".repeat(300));
    let error = Desk::new().open(text.as_bytes()).unwrap_err();
    assert!(matches!(error, SheetError::TooManyColumns { limit: 256 }), "{error}");
}
