//! Papers from views, read back with `pdftotext` (poppler-utils), which must be installed.
#![expect(clippy::unwrap_used, reason = "tests")]

mod fixtures;
mod forms;
mod sheets;
mod slips;

use super::*;
use chrono::NaiveDateTime;
use fixtures::{claimed, later, longest_settlement, money, receipt, reversed, settlement};
use nonghe_clinic::views::EntryState;
use nonghe_domain::Lang;
use nonghe_domain::adjudicate::{FundPart, RowKind};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

static PAPERS: LazyLock<Papers> = LazyLock::new(|| Papers::new(&FontSources::default()).unwrap());

fn at() -> NaiveDateTime {
    NaiveDateTime::parse_from_str("2026-11-22 10:54", "%Y-%m-%d %H:%M").unwrap()
}

fn zh() -> Issue {
    Issue::first(Lang::Zh, at())
}

fn en() -> Issue {
    Issue::first(Lang::En, at())
}

fn statement(view: &SettlementView, lang: Lang) -> Paper {
    PAPERS.statement(view, StatementForm::A5, &[StatementCopy::Patient], &Issue::first(lang, at())).unwrap()
}

/// The text of each page without spaces: the space between Chinese and Latin is made by the layout.
fn texts(paper: &Paper) -> Vec<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils is installed");
    reader.stdin.take().unwrap().write_all(&paper.pdf).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "pdftotext reads the paper");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut pages: Vec<String> =
        text.split('\u{c}').map(|page| page.chars().filter(|each| !each.is_whitespace()).collect()).collect();
    assert_eq!(pages.pop().as_deref(), Some(""), "a form feed ends each page");
    pages
}

fn text(paper: &Paper) -> String {
    texts(paper).concat()
}

#[track_caller]
fn assert_says(paper: &Paper, expected: &[&str]) {
    let text = text(paper);
    for words in expected {
        let words: String = words.chars().filter(|each| !each.is_whitespace()).collect();
        assert!(text.contains(&words), "{words} is missing in: {text}");
    }
}

#[track_caller]
fn assert_does_not_say(paper: &Paper, unexpected: &[&str]) {
    let text = text(paper);
    for words in unexpected {
        assert!(!text.contains(words), "{words} should not be in: {text}");
    }
}

/// Width and height in the header of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    let number = |from: usize| u32::from_be_bytes(png[from..from + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn a_receipt_states_members_amounts_and_capital_numerals() {
    let paper = PAPERS.receipt(&receipt(), ReceiptForm::Roll, &zh()).unwrap();
    assert_says(
        &paper,
        &[
            "槐树镇卫生院",
            "2027 年度个人缴费收据",
            "收据号 R0002318",
            "2026-11-22 10:43",
            "王建国户 H030128",
            "槐树村 3 组 12 号",
            "王德厚 父 80.00",
            "低保对象：标准 400.00，资助 320.00",
            "王梓涵 孙女 400.00",
            "5 人应缴 2,000.00",
            "资助 −320.00",
            "1,680.00",
            "人民币壹仟陆佰捌拾元整",
            "现金 1,700.00",
            "找零 20.00",
            "2027-01-01 起享受待遇，看病请带身份证。",
            "收费员 李敏",
            "电话 0374-12393",
        ],
    );
    assert_does_not_say(&paper, &["Receipt", "演示"]);
    assert_eq!((paper.pages, paper.missing.len()), (1, 0));
}

#[test]
fn a_receipt_fits_the_roll_and_its_preview_is_144_dots_an_inch() {
    let paper = PAPERS.receipt(&receipt(), ReceiptForm::Roll, &zh()).unwrap();
    let (width, height) = size(&paper.previews[0]);
    assert_eq!(width, 454, "80 mm");
    assert!(height > 800, "as long as it needs to be, not {height}");
}

#[test]
fn only_cash_has_change() {
    let mut view = receipt();
    (view.method, view.method_name) = ("scan".to_owned(), nonghe_domain::Text::new("扫码", "Scan"));
    (view.tendered, view.change) = (money("1680.00"), money("0.00"));
    let paper = PAPERS.receipt(&view, ReceiptForm::Roll, &zh()).unwrap();
    assert_says(&paper, &["扫码 1,680.00"]);
    assert_does_not_say(&paper, &["找零"]);
}

#[test]
fn statutory_papers_stay_chinese_and_english_adds_a_gloss() {
    let paper = PAPERS.receipt(&receipt(), ReceiptForm::Roll, &en()).unwrap();
    assert_says(&paper, &["2027 年度个人缴费收据", "Personal premium receipt 2027", "收据号 Receipt", "Cashier 李敏"]);
    let paper = statement(&settlement(), Lang::En);
    assert_says(&paper, &["住院结算单 Discharge statement", "政策范围内费用 Covered charges", "Cash due"]);
    assert_eq!(paper.pages, 1, "the gloss does not need a second page");
}

#[test]
fn a_statement_has_a_page_for_each_copy() {
    let paper = PAPERS.statement(&settlement(), StatementForm::A5, &StatementCopy::ALL, &zh()).unwrap();
    let pages = texts(&paper);
    assert_eq!((paper.pages, paper.previews.len(), pages.len()), (3, 3, 3));
    for (page, copy) in pages.iter().zip(["第一联存根", "第二联参保人", "第三联医保办"]) {
        for words in [copy, "第1页，共1页", "A0000407", "人民币贰仟伍佰伍拾元整", "人民币壹仟叁佰壹拾元整"]
        {
            assert!(page.contains(words), "{words} is missing in: {page}");
        }
    }
    assert_eq!(size(&paper.previews[2]), (839, 1191), "A5");
}

#[test]
fn a_statement_shows_charges_ladder_cash_and_the_year() {
    let paper = statement(&settlement(), Lang::Zh);
    assert_says(
        &paper,
        &[
            "张桂兰",
            "64 岁",
            "4110**********302X",
            "肺炎（J18.900）",
            "2026-11-15 至 11-22",
            "西药费 1,612.00 156.00 — 118.00 1,338.00",
            "合计 3,860.00 420.00 60.00 180.00 3,200.00",
            "3,000.00 元 × 85%",
            "距起付还差 9,440.00",
            "应退",
            "人民币壹佰玖拾元整",
            "2026 年累计（含本次）",
            "4,120.00",
            "/ 12,000.00",
            "这次一共 3,860.00 元，报销 2,550.00 元，您自己付 1,310.00 元。",
            "依据 县医保发〔2025〕31 号第十二条，政策包 2026-10",
            "打印 2026-11-22 10:54",
        ],
    );
}

#[test]
fn a_statement_says_whether_the_county_has_checked_it() {
    let (waiting, accepted) = ("已结算，待县核对", "已结算，县已核对");
    for (state, words, other) in [
        (EntryState::Waiting, waiting, accepted),
        (EntryState::Delivered, waiting, accepted),
        (EntryState::NeedsAction, waiting, accepted),
        (EntryState::Accepted, accepted, waiting),
    ] {
        let mut view = settlement();
        view.row.state = state;
        let paper = statement(&view, Lang::Zh);
        assert_says(&paper, &[words]);
        assert_does_not_say(&paper, &[other, "红冲"]);
    }
}

#[test]
fn a_reversed_statement_names_the_slip_that_reversed_it() {
    let paper = statement(&reversed(), Lang::Zh);
    assert_says(&paper, &["已红冲", "红冲单号 X0000012"]);
    assert_does_not_say(&paper, &["待县核对"]);
}

#[test]
fn the_longest_bill_fits_one_page_and_its_gloss_may_take_a_second() {
    for (lang, pages, number) in [(Lang::Zh, 1, "第 1 页，共 1 页"), (Lang::En, 2, "第 2 页，共 2 页")] {
        let paper = statement(&longest_settlement(), lang);
        assert_eq!(paper.pages, pages, "{lang:?}");
        assert_says(&paper, &["会诊费", "个人现金支付", "复核", number]);
    }
}

#[test]
fn an_explanation_is_whole_in_either_language() {
    let mut view = longest_settlement();
    view.ladder.reasons[1].detail.en = "Vitamins 156.00".to_owned();
    for lang in [Lang::Zh, Lang::En] {
        let paper = PAPERS.explanation(&view, &Issue::first(lang, at())).unwrap();
        let ladder = &view.ladder;
        let rows = ladder.rows.iter().flat_map(|row| [row.plain.get(lang), &row.shown]);
        let reasons = ladder.reasons.iter().flat_map(|each| [each.title.get(lang), &each.amount]);
        let rest = ladder.rest.iter().map(|rest| rest.amount.as_str());
        assert_says(&paper, &rows.chain(reasons).chain(rest).collect::<Vec<_>>());
        assert_says(&paper, &[ladder.sentence.get(lang), ladder.advice[1].get(lang), &ladder.share_of_covered]);
        assert_says(&paper, &ladder.defaults.iter().map(|each| each.get(lang)).collect::<Vec<_>>());
        // The defaults in small type need a third page where the English is long.
        assert_eq!(paper.pages, if lang == Lang::Zh { 2 } else { 3 }, "{lang:?}");
    }
    let english = text(&PAPERS.explanation(&view, &en()).unwrap());
    let chinese: String = english.chars().filter(|each| ('\u{4e00}'..='\u{9fff}').contains(each)).collect();
    assert_eq!(chinese, "张桂兰", "only the name is Chinese");
}

#[test]
fn a_reversal_slip_states_both_numbers_the_money_and_two_names() {
    let paper = PAPERS.reversal_slip(&reversed(), StatementForm::A5, &StatementCopy::ALL, &zh()).unwrap();
    assert_eq!(paper.pages, 3);
    assert_says(
        &paper,
        &[
            "红冲凭证",
            "已红冲，待县核对",
            "A0000407",
            "X0000012",
            "红冲 −3,860.00",
            "退给参保人（现金） 1,310.00",
            "人民币壹仟叁佰壹拾元整",
            "录错项目",
            "头孢唑肟多记一支",
            "经办 李敏",
            "批准 周海燕",
        ],
    );
}

#[test]
fn a_reversal_that_costs_the_patient_says_so_without_a_sign() {
    let mut view = reversed();
    view.reversal.as_mut().unwrap().cash_returned = money("-40.50");
    let paper = PAPERS.reversal_slip(&view, StatementForm::A5, &[StatementCopy::Patient], &zh()).unwrap();
    assert_says(&paper, &["向参保人收回（现金） 40.50", "人民币肆拾元零伍角整"]);
    assert_does_not_say(&paper, &["人民币负", "−40.50", "退给"]);
}

#[test]
fn a_reversal_slip_lists_the_later_settlements_with_both_amounts() {
    let mut view = reversed();
    let rows = &mut view.reversal.as_mut().unwrap().later;
    rows.push(later("A0000411", "480.00", "680.00", "200.00"));
    rows.push(later("A0000420", "1250.50", "1150.50", "-100.00"));
    for lang in [Lang::Zh, Lang::En] {
        let paper = PAPERS
            .reversal_slip(&view, StatementForm::A5, &[StatementCopy::Patient], &Issue::first(lang, at()))
            .unwrap();
        assert_eq!(paper.pages, 1, "{lang:?}");
        assert_says(
            &paper,
            &["A0000411 2026-12-03 张桂兰 480.00 680.00 200.00", "1,250.50 1,150.50 −100.00", "以县级调整为准"],
        );
    }
    let alone = PAPERS.reversal_slip(&reversed(), StatementForm::A5, &[StatementCopy::Patient], &zh()).unwrap();
    assert_does_not_say(&alone, &["其后的结算"]);
}

#[test]
fn what_is_claimed_later_stands_beside_the_cash_and_in_the_ladder() {
    let view = claimed();
    let paper = statement(&view, Lang::Zh);
    let at_desk = "现在在窗口先付 1,500.00 元，其中 190.00 元以后凭票据领回。";
    assert_says(&paper, &["垫付待报销 190.00", "窗口应付 1,500.00", "其中垫付待报销 190.00", at_desk]);
    assert_does_not_say(&paper, &["个人现金支付1,310.00"]);
    for lang in [Lang::Zh, Lang::En] {
        assert_says(
            &PAPERS.explanation(&view, &Issue::first(lang, at())).unwrap(),
            &[view.ladder.at_desk.as_ref().unwrap().get(lang)],
        );
    }
    assert_does_not_say(&statement(&settlement(), Lang::Zh), &["垫付待报销", "窗口应付"]);
}

#[test]
fn the_household_and_the_hospital_stand_beside_the_funds() {
    let mut view = settlement();
    for (name, kind, amount) in [
        (("家庭账户支付", "The family account pays"), RowKind::Account, "60.00"),
        (("医院承担", "The hospital bears"), RowKind::Hospital, "40.00"),
    ] {
        let (name, amount) = (nonghe_domain::Text::new(name.0, name.1), amount.to_owned());
        view.ladder.bar.push(FundPart { name, kind, amount, percent: "1.0%".to_owned(), permille: 10 });
    }
    for (lang, words) in [
        (Lang::Zh, ["家庭账户支付1.0%60.00", "医院承担1.0%40.00"]),
        (Lang::En, ["Thefamilyaccountpays1.0%60.00", "Thehospitalbears1.0%40.00"]),
    ] {
        assert_says(&PAPERS.explanation(&view, &Issue::first(lang, at())).unwrap(), &words);
    }
}

#[test]
fn a_settlement_that_stands_has_no_reversal_slip() {
    let result = PAPERS.reversal_slip(&settlement(), StatementForm::A5, &StatementCopy::ALL, &zh());
    assert!(matches!(result, Err(PaperError::NotReversed)));
}

/// A character of plane 3 that no font on this machine has.
fn unknown_character() -> char {
    let book = PAPERS.press.book();
    let fonts: Vec<_> = (0..).map_while(|index| book.info(index)).collect();
    let known = |each: char| fonts.iter().any(|font| font.coverage.contains(u32::from(each)));
    ('\u{31350}'..='\u{323af}').rev().find(|&each| !known(each)).expect("no machine has all of plane 3")
}

#[test]
fn a_character_without_a_font_is_reported_and_named_on_the_paper() {
    let character = unknown_character();
    let code = format!("U+{:04X}", u32::from(character));
    let mut receipt = receipt();
    receipt.lines[1].name = format!("李{character}");
    let mut settlement = reversed();
    settlement.row.name = format!("张{character}");
    for paper in [
        PAPERS.receipt(&receipt, ReceiptForm::Roll, &zh()).unwrap(),
        statement(&settlement, Lang::Zh),
        PAPERS.explanation(&settlement, &zh()).unwrap(),
        PAPERS.reversal_slip(&settlement, StatementForm::A5, &[StatementCopy::Office], &zh()).unwrap(),
    ] {
        assert_eq!(paper.missing, [character]);
        assert_says(&paper, &[&code, "请手写补上"]);
    }
}

#[test]
fn demonstration_data_are_marked_on_every_paper() {
    let (mut receipt, mut settlement) = (receipt(), reversed());
    (receipt.demonstration, settlement.demonstration) = (true, true);
    let slip = |view| PAPERS.reversal_slip(view, StatementForm::A5, &[StatementCopy::Stub], &zh()).unwrap();
    for (paper, marked) in [
        (PAPERS.receipt(&receipt, ReceiptForm::Roll, &zh()).unwrap(), true),
        (statement(&settlement, Lang::Zh), true),
        (statement(&reversed(), Lang::Zh), false),
        (PAPERS.explanation(&settlement, &en()).unwrap(), true),
        (PAPERS.explanation(&reversed(), &en()).unwrap(), false),
        (slip(&settlement), true),
        (slip(&reversed()), false),
    ] {
        for words in ["演示无效", "Demonstration,notvalid"] {
            assert_eq!(text(&paper).contains(words), marked, "{words}");
        }
    }
}

#[test]
fn the_same_view_at_the_same_moment_gives_the_same_bytes() {
    let again = Papers::new(&FontSources::default()).unwrap().receipt(&receipt(), ReceiptForm::Roll, &zh()).unwrap();
    assert!(PAPERS.receipt(&receipt(), ReceiptForm::Roll, &zh()).unwrap() == again);
}

#[test]
fn papers_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Papers>();
}
