//! Receipts on other paper, benefit cards, marks and rulers.

use super::fixtures::{card, given_back, members, receipt, reversed, settlement};
use super::{PAPERS, assert_does_not_say, assert_says, at, en, size, texts, unknown_character, zh};
use crate::{Issue, Offset, Paper, ReceiptForm, Reprint, StatementCopy, StatementForm};
use nonghe_clinic::views::{BenefitCardView, ReceiptView};
use nonghe_domain::Lang;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// The slip of [`given_back`].
pub(super) const SLIP: &str = "R0002319";

pub(super) fn parts(view: &ReceiptView, lang: Lang) -> Paper {
    PAPERS.receipt(view, ReceiptForm::Parts, &Issue::first(lang, at())).unwrap()
}

fn benefit_card(view: &BenefitCardView) -> Paper {
    PAPERS.benefit_card(view, &zh()).unwrap()
}

/// What stands on a page outside its edges, as the words and their places say. Nothing may.
pub(super) fn clipped(paper: &Paper) -> Vec<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-bbox", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils is installed");
    reader.stdin.take().unwrap().write_all(&paper.pdf).unwrap();
    let boxes = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    let number = |line: &str, name: &str| -> f64 {
        line.split_once(&format!("{name}=\"")).unwrap().1.split_once('"').unwrap().0.parse().unwrap()
    };
    let (mut width, mut height, mut words, mut outside) = (0.0, 0.0, 0, Vec::new());
    for line in boxes.lines().map(str::trim) {
        if line.starts_with("<page ") {
            (width, height) = (number(line, "width"), number(line, "height"));
        } else if line.starts_with("<word ") {
            words += 1;
            // A printer cannot reach the last two millimetres of a sheet.
            let edge = 5.0;
            let inside = number(line, "xMin") >= edge
                && number(line, "xMax") <= width - edge
                && number(line, "yMin") >= edge
                && number(line, "yMax") <= height - edge;
            if !inside {
                outside.push(line.to_owned());
            }
        }
    }
    assert!(words > 20, "the words were found: {words}");
    outside
}

/// The longest that the desk accepts: twelve members, long names, an address that needs three lines.
pub(super) fn fullest_receipt() -> ReceiptView {
    let mut view = receipt();
    view.lines = members(12);
    view.head = "阿卜杜热合曼·买买提明·吾买尔江".to_owned();
    view.lines[0].name.clone_from(&view.head);
    view.place =
        "黑龙江省佳木斯市桦南县土龙山镇幸福新村五星自然屯东兴社区第十二村民小组 1204 号附 3 号院后二排".to_owned();
    view
}

fn fullest_card() -> BenefitCardView {
    let mut view = card();
    let receipt = fullest_receipt();
    view.members = super::fixtures::card_members(12);
    view.head.clone_from(&receipt.head);
    view.members[0].name.clone_from(&receipt.head);
    view.place = receipt.place;
    view.enrolled = 11;
    view
}

#[test]
fn a_three_part_receipt_has_a_page_for_each_part() {
    let paper = parts(&receipt(), Lang::Zh);
    let pages = texts(&paper);
    assert_eq!((paper.pages, pages.len()), (3, 3));
    let (width, height) = size(&paper.previews[0]);
    assert_eq!((width, height), (1366, 527), "241 × 93 mm at 144 dots an inch");
    for (page, copy) in pages.iter().zip(["第一联存根", "第二联参保人", "第三联医保办"]) {
        for words in [
            copy,
            "2027年度个人缴费收据",
            "R0002318",
            "王建国户H030128",
            "人民币壹仟陆佰捌拾元整",
            "¥1,680.00",
            "王德厚父低保对象400.00−320.0080.00",
            "5人应缴2,000.00",
            "资助−320.00",
            "现金1,700.00",
            "找零20.00",
            "2027-01-01起享受待遇",
            "收费员李敏",
        ] {
            assert!(page.contains(words), "{words} is missing in: {page}");
        }
    }
    assert!(!pages[0].contains("第二联"), "each page is of one part");
}

#[test]
fn carbon_paper_is_one_page_that_names_all_three_parts() {
    let paper = PAPERS.receipt(&receipt(), ReceiptForm::Carbon, &zh()).unwrap();
    assert_eq!(paper.pages, 1);
    assert_says(&paper, &["第一联存根", "第二联参保人", "第三联医保办"]);
}

#[test]
fn twelve_members_with_long_names_fit_every_form() {
    let view = fullest_receipt();
    for lang in [Lang::Zh, Lang::En] {
        let roll = PAPERS.receipt(&view, ReceiptForm::Roll, &Issue::first(lang, at())).unwrap();
        let parts = parts(&view, lang);
        let carbon = PAPERS.receipt(&view, ReceiptForm::Carbon, &Issue::first(lang, at())).unwrap();
        assert_eq!((roll.pages, parts.pages, carbon.pages), (1, 3, 1), "{lang:?}");
        for paper in [&roll, &parts, &carbon] {
            let names: Vec<&str> = view.lines.iter().map(|line| &*line.name).collect();
            assert_says(paper, &names);
            assert_says(paper, &["12 人应缴", "收费员"]);
            assert_eq!(clipped(paper), Vec::<String>::new(), "{lang:?}");
        }
    }
}

#[test]
fn a_card_states_members_numbers_and_from_when_benefits_run() {
    let paper = benefit_card(&card());
    assert_eq!(paper.pages, 1);
    assert_eq!(size(&paper.previews[0]), (595, 839), "A6");
    assert_says(
        &paper,
        &[
            "槐树镇卫生院",
            "家庭医保卡",
            "户号 H030128",
            "户主 王建国",
            "槐树村 3 组 12 号",
            "王建国 户主 4110**********3021 2027-01-01 起",
            "王梓涵 孙女 4110**********5648 未参保",
            "2027 年度：5 人，4 人参保。",
            "服务电话 0374-12393",
        ],
    );
}

#[test]
fn a_card_of_twelve_fits_one_page() {
    for issue in [zh(), en()] {
        let paper = PAPERS.benefit_card(&fullest_card(), &issue).unwrap();
        // As with the statement, the gloss of the fullest card may need a second page.
        assert_eq!(paper.pages, if issue.lang == Lang::Zh { 1 } else { 2 }, "{:?}", issue.lang);
        assert_says(&paper, &["12 人，11 人参保", "服务电话"]);
        assert_eq!(clipped(&paper), Vec::<String>::new());
    }
}

/// What a scanner reads on a page.
fn scanned(paper: &Paper) -> Vec<String> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(&paper.previews[0])).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    let (width, samples) = (frame.width as usize, frame.color_type.samples());
    let grey = |x: usize, y: usize| pixels[(y * width + x) * samples];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, frame.height as usize, grey);
    image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[test]
fn the_code_of_a_card_says_household_and_centre_and_nothing_else() {
    for view in [card(), fullest_card()] {
        assert_eq!(scanned(&benefit_card(&view)), ["H030128.411023001"]);
    }
}

#[test]
fn a_reprint_says_which_it_is_who_ordered_it_and_when() {
    let reprint = Reprint { count: 2, by: "周海燕".to_owned(), at: "2026-11-23 08:05".to_owned() };
    let again = Issue { reprint: Some(reprint), ..zh() };
    let mark = "补打 第 2 次 · 周海燕 · 2026-11-23 08:05";
    for paper in [
        PAPERS.receipt(&receipt(), ReceiptForm::Roll, &again).unwrap(),
        PAPERS.receipt(&receipt(), ReceiptForm::Parts, &again).unwrap(),
        PAPERS.statement(&settlement(), StatementForm::A5, &StatementCopy::ALL, &again).unwrap(),
        PAPERS.reversal_slip(&reversed(), StatementForm::A5, &StatementCopy::ALL, &again).unwrap(),
        PAPERS.slip(&given_back(2), SLIP, ReceiptForm::Roll, &again).unwrap(),
    ] {
        assert_says(&paper, &[mark]);
        for page in texts(&paper) {
            assert!(page.contains("补打第2次"), "every part carries the mark: {page}");
        }
        assert_eq!(clipped(&paper), Vec::<String>::new());
    }
    assert_does_not_say(&PAPERS.receipt(&receipt(), ReceiptForm::Parts, &zh()).unwrap(), &["补打"]);
}

#[test]
fn practice_marks_every_paper_and_stands_before_demonstration() {
    let training = Issue { training: true, ..zh() };
    let mut demonstration = receipt();
    demonstration.demonstration = true;
    for paper in [
        PAPERS.receipt(&demonstration, ReceiptForm::Roll, &training).unwrap(),
        PAPERS.receipt(&demonstration, ReceiptForm::Parts, &training).unwrap(),
        PAPERS.statement(&settlement(), StatementForm::A5, &StatementCopy::ALL, &training).unwrap(),
        PAPERS.explanation(&settlement(), &training).unwrap(),
        PAPERS.reversal_slip(&reversed(), StatementForm::A5, &[StatementCopy::Stub], &training).unwrap(),
        PAPERS.slip(&given_back(2), SLIP, ReceiptForm::Roll, &training).unwrap(),
        PAPERS.slip(&given_back(2), SLIP, ReceiptForm::Carbon, &training).unwrap(),
        PAPERS.benefit_card(&card(), &training).unwrap(),
    ] {
        for page in texts(&paper) {
            assert!(page.contains("练习无效"), "not valid, on every page: {page}");
        }
        assert_does_not_say(&paper, &["演示无效"]);
    }
}

#[test]
fn rare_characters_stand_on_every_form() {
    let mut view = receipt();
    for (line, name) in view.lines.iter_mut().zip(["单䶮", "仇㛃", "尉迟𠮷"]) {
        name.clone_into(&mut line.name);
    }
    let paper = parts(&view, Lang::Zh);
    assert_says(&paper, &["单䶮", "仇㛃", "尉迟𠮷"]);
    assert!(paper.missing.is_empty());
    let mut view = card();
    view.members[1].name = format!("李{}", unknown_character());
    let paper = benefit_card(&view);
    assert_eq!(paper.missing, [unknown_character()]);
    assert_says(&paper, &["请手写补上"]);
}

/// The left and upper edge of a word, in points.
fn place_of(paper: &Paper, word: &str) -> (f64, f64) {
    let mut reader = Command::new("pdftotext")
        .args(["-bbox", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(&paper.pdf).unwrap();
    let boxes = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    let line = boxes.lines().find(|line| line.contains(&format!(">{word}<"))).unwrap();
    let number = |name: &str| line.split_once(&format!("{name}=\"")).unwrap().1.split_once('"').unwrap().0.parse();
    (number("xMin").unwrap(), number("yMin").unwrap())
}

#[test]
fn an_offset_moves_the_page_by_half_millimetres_and_changes_nothing_else() {
    let offset = Offset { right_half_mm: 3, down_half_mm: -2 };
    for form in [ReceiptForm::Roll, ReceiptForm::Carbon] {
        let plain = PAPERS.receipt(&receipt(), form, &zh()).unwrap();
        let moved = PAPERS.receipt(&receipt(), form, &Issue { offset, ..zh() }).unwrap();
        assert_eq!(texts(&plain), texts(&moved));
        let ((x, y), (moved_x, moved_y)) = (place_of(&plain, "王德厚"), place_of(&moved, "王德厚"));
        let mm = 72.0 / 25.4;
        assert!((moved_x - x - 1.5 * mm).abs() < 0.01, "1.5 mm to the right, not {}", (moved_x - x) / mm);
        assert!((moved_y - y + 1.0 * mm).abs() < 0.01, "1.0 mm up, not {}", (moved_y - y) / mm);
    }
}

#[test]
fn the_ruler_says_which_offset_it_was_printed_with() {
    for (offset, words) in [
        (Offset::default(), "左右 0.0 毫米，上下 0.0 毫米"),
        (Offset { right_half_mm: -3, down_half_mm: 5 }, "左右 −1.5 毫米，上下 2.5 毫米"),
    ] {
        for size in [(80, 110), (241, 93), (241, 140), (148, 210), (105, 148), (210, 297)] {
            let paper = PAPERS.ruler(size.0, size.1, &Issue { offset, ..zh() }).unwrap();
            assert_says(&paper, &[words, "20.0", &format!("纸张 {} × {} 毫米", size.0, size.1)]);
            assert_eq!((paper.pages, paper.size_mm), (1, size), "as large as the sheet");
            let last = (size.0 - 9) / 10 * 10;
            assert_says(&paper, &[&last.to_string()]);
        }
    }
}
