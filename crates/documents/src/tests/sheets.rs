//! Statements on other paper, itemised charges, pre-printed forms, density, and rare names on every paper.

use super::fixtures::{card, given_back, later, longest_settlement, money, receipt, reversed, settlement};
use super::forms::{SLIP, clipped};
use super::{PAPERS, assert_does_not_say, assert_says, at, texts, zh};
use crate::{Density, Issue, Paper, ReceiptForm, StatementCopy, StatementForm};
use nonghe_clinic::views::{ItemisedCharge, ItemisedView};
use nonghe_domain::{Lang, Text};
use std::io::Write as _;
use std::process::{Command, Stdio};

const WIDE: [StatementForm; 2] = [StatementForm::Parts, StatementForm::Carbon];

/// A PDF kept for whoever wants to look at it: `NONGHE_KEEP_PAPERS` names a folder.
fn look_at(paper: &Paper, name: &str) {
    if let Some(folder) = std::env::var_os("NONGHE_KEEP_PAPERS") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), &paper.pdf).unwrap();
    }
}

#[test]
fn a_statement_says_the_same_on_every_sheet_and_fits_it() {
    for (form, size, pages) in [
        (StatementForm::A5, (148, 210), 3),
        (StatementForm::A4, (210, 297), 3),
        (StatementForm::Parts, (241, 140), 3),
        (StatementForm::Carbon, (241, 140), 1),
    ] {
        for view in [settlement(), longest_settlement(), reversed()] {
            let paper = PAPERS.statement(&view, form, form.copies(), &zh()).unwrap();
            look_at(&paper, &format!("statement-{form:?}-{}-{}", view.row.number, view.classes.len()));
            assert_eq!((paper.size_mm, paper.pages), (size, pages), "{form:?}");
            assert_eq!(clipped(&paper), Vec::<String>::new(), "{form:?}");
            for page in texts(&paper) {
                let row = &view.row;
                for words in
                    [&*row.number, &row.name, "住院结算单", "起付线", "个人现金支付", "应退", "复核", "第1页，共1页"]
                {
                    assert!(page.contains(words), "{words} is missing on {form:?} in: {page}");
                }
                assert_eq!(page.contains("红冲单号X0000012"), view.reversal.is_some(), "{form:?}");
            }
        }
    }
    let carbon = PAPERS.statement(&settlement(), StatementForm::Carbon, StatementForm::Carbon.copies(), &zh()).unwrap();
    assert_says(&carbon, &["第一联存根", "第二联参保人", "第三联医保办"]);
}

#[test]
fn the_gloss_of_a_statement_may_take_another_page_and_loses_nothing() {
    for form in [StatementForm::A4, StatementForm::Parts, StatementForm::Carbon] {
        let english = Issue::first(Lang::En, at());
        let paper = PAPERS.statement(&settlement(), form, &[StatementCopy::Patient], &english).unwrap();
        look_at(&paper, &format!("statement-en-{form:?}"));
        assert_says(&paper, &["Discharge statement", "Class", "Cashier", "人民币壹佰玖拾元整"]);
        assert_eq!(clipped(&paper), Vec::<String>::new(), "{form:?}");
        assert!(paper.pages <= 2, "{form:?} has {} pages", paper.pages);
    }
}

#[test]
fn a_reversal_slip_fits_the_paper_of_its_statement() {
    let mut view = reversed();
    let rows = &mut view.reversal.as_mut().unwrap().later;
    rows.extend((0..4).map(|at| later(&format!("A000041{at}"), "480.00", "680.00", "200.00")));
    for (form, size) in
        [(StatementForm::A4, (210, 297)), (StatementForm::Parts, (241, 140)), (StatementForm::Carbon, (241, 140))]
    {
        let paper = PAPERS.reversal_slip(&view, form, form.copies(), &zh()).unwrap();
        look_at(&paper, &format!("reversal-{form:?}"));
        assert_eq!((paper.size_mm, paper.pages), (size, form.copies().len()), "{form:?}");
        assert_says(
            &paper,
            &[
                "红冲凭证",
                "X0000012",
                "A0000407",
                "红冲 −3,860.00",
                "退给参保人（现金） 1,310.00",
                "A0000413",
                "批准 周海燕",
            ],
        );
        assert_eq!(clipped(&paper), Vec::<String>::new(), "{form:?}");
    }
}

fn itemised(count: usize) -> ItemisedView {
    let charge = |at: usize| ItemisedCharge {
        date: (at != 3).then(|| "2026-11-16".to_owned()),
        item: format!("XJ01D{at:04}"),
        name: Text::new(format!("注射用头孢唑肟钠{at}"), "Ceftizoxime sodium for injection"),
        spec: "1.0 g × 10 支/盒".to_owned(),
        unit: "支".to_owned(),
        class: if at.is_multiple_of(2) { "甲".to_owned() } else { "乙".to_owned() },
        price: "12.60".to_owned(),
        quantity: "2".to_owned(),
        amount: money("25.20"),
        self_paid: money(if at.is_multiple_of(2) { "0.00" } else { "2.52" }),
    };
    ItemisedView { settlement: settlement(), charges: (0..count).map(charge).collect(), self_paid: money("660.00") }
}

#[test]
fn itemised_charges_go_on_over_pages_that_say_how_many_there_are() {
    let paper = PAPERS.itemised(&itemised(90), &zh()).unwrap();
    look_at(&paper, "itemised");
    let pages = texts(&paper);
    assert!(paper.pages >= 2 && paper.size_mm == (210, 297), "{} pages", paper.pages);
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("第{}页，共{}页", at + 1, pages.len())), "{page}");
        assert!(page.contains("项目、规格"), "the heads stand on every page: {page}");
    }
    assert_says(
        &paper,
        &["费用清单", "张桂兰", "A0000407", "XJ01D0089", "注射用头孢唑肟钠89", "合计 90 项", "3,860.00", "660.00"],
    );
    assert!(
        pages[0].contains("—XJ01D0003") || pages[0].contains("—注射用头孢唑肟钠3"),
        "a day that nobody knows is a dash"
    );
    assert_eq!(clipped(&paper), Vec::<String>::new());
    let short = PAPERS.itemised(&itemised(3), &zh()).unwrap();
    assert_eq!(short.pages, 1);
    assert_says(&short, &["第 1 页，共 1 页"]);
}

#[test]
fn on_a_preprinted_form_only_what_is_filled_in_is_printed_and_the_screen_shows_the_form() {
    let mut view = receipt();
    view.fiscal_number = Some("0002318".to_owned());
    for form in [ReceiptForm::Parts, ReceiptForm::Carbon] {
        let whole = PAPERS.receipt(&view, form, &zh()).unwrap();
        let filled = PAPERS.receipt(&view, form, &Issue { preprinted: true, ..zh() }).unwrap();
        look_at(&filled, &format!("preprinted-{form:?}"));
        assert_says(
            &filled,
            &["R0002318", "0002318", "王建国户 H030128", "1,680.00", "人民币壹仟陆佰捌拾元整", "王德厚", "李敏"],
        );
        assert_does_not_say(
            &filled,
            &[
                "个人缴费收据",
                "槐树镇卫生院",
                "票据号",
                "成员",
                "实缴（大写）",
                "收费员",
                "请保存本收据",
                "第一联",
                "与户主",
            ],
        );
        assert_eq!(filled.previews, whole.previews, "on the screen the form is there");
        assert_eq!((filled.pages, filled.size_mm), (whole.pages, whole.size_mm));
        let mut practice = view.clone();
        practice.training = true;
        let practice = PAPERS.receipt(&practice, form, &Issue { preprinted: true, training: true, ..zh() }).unwrap();
        assert_says(&practice, &["练习 无效"]);
    }
}

#[test]
fn a_paper_can_be_drawn_darker_or_lighter_with_the_same_words() {
    let drawn = |density| PAPERS.receipt(&receipt(), ReceiptForm::Roll, &Issue { density, ..zh() }).unwrap();
    let [light, normal, dark] = [Density::Light, Density::Normal, Density::Dark].map(drawn);
    assert!(texts(&light) == texts(&normal) && texts(&dark) == texts(&normal));
    let black = |paper: &Paper| {
        let mut reader = png::Decoder::new(std::io::Cursor::new(&paper.previews[0])).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        pixels.iter().map(|&value| u64::from(255 - value)).sum::<u64>()
    };
    let [light, normal, dark] = [black(&light), black(&normal), black(&dark)];
    assert!(light < normal && normal < dark, "{light} {normal} {dark}");
}

const RARE: [&str; 7] = ["单雄信", "仇和", "覃小妹", "尉迟恭", "龚䶮", "李㛃", "陈𠮷"];

/// What `pdffonts` says of each font: its line.
fn fonts(paper: &Paper) -> Vec<String> {
    let mut reader =
        Command::new("pdffonts").arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("poppler-utils");
    reader.stdin.take().unwrap().write_all(&paper.pdf).unwrap();
    let said = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    said.lines().skip(2).map(str::to_owned).collect()
}

#[test]
fn rare_names_are_printed_with_glyphs_of_their_own_on_every_paper() {
    let mut paid = receipt();
    let line = paid.lines[0].clone();
    let named = |name: &str| nonghe_clinic::views::PremiumLineView { name: name.to_owned(), ..line.clone() };
    paid.lines = RARE.map(named).to_vec();
    let mut enrolled = card();
    let member = enrolled.members[0].clone();
    let named = |name: &str| nonghe_clinic::views::CardMember { name: name.to_owned(), ..member.clone() };
    enrolled.members = RARE.map(named).to_vec();
    let mut back = given_back(2);
    back.slips[0].names = RARE.map(str::to_owned).to_vec();
    back.slips[0].amounts = vec![money("400.00"); RARE.len()];
    for paper in [
        PAPERS.receipt(&paid, ReceiptForm::Roll, &zh()).unwrap(),
        PAPERS.receipt(&paid, ReceiptForm::Carbon, &zh()).unwrap(),
        PAPERS.benefit_card(&enrolled, &zh()).unwrap(),
        PAPERS.slip(&back, SLIP, ReceiptForm::Roll, &zh()).unwrap(),
    ] {
        assert_says(&paper, &RARE);
        assert!(paper.missing.is_empty(), "a box stands for {:?}", paper.missing);
        let fonts = fonts(&paper);
        assert!(!fonts.is_empty(), "pdffonts tells the fonts");
        for font in &fonts {
            // Embedded, a subset, and with the characters behind the glyphs.
            assert!(font.contains("yes yes yes"), "{font}");
        }
    }
    let mut settled = settlement();
    for name in RARE {
        name.clone_into(&mut settled.row.name);
        let paper = PAPERS.statement(&settled, StatementForm::A5, &[StatementCopy::Patient], &zh()).unwrap();
        assert_says(&paper, &[name]);
        assert!(paper.missing.is_empty(), "{name}");
    }
    for form in WIDE {
        assert!(PAPERS.statement(&settled, form, form.copies(), &zh()).unwrap().missing.is_empty());
    }
}
