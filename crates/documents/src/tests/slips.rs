//! What the farmer was told, what became of a receipt, and the slips of voids and refunds.

use super::fixtures::{given_back, members, money, receipt};
use super::forms::{SLIP, clipped, fullest_receipt, parts};
use super::{PAPERS, assert_does_not_say, assert_says, at, en, texts, zh};
use crate::{Issue, PaperError, ReceiptForm};
use nonghe_clinic::views::{EntryState, ReceiptView, Validity};
use nonghe_domain::{Lang, Text};

const WAITS: &str = "有待遇等待期，2027-04-01 起享受待遇；此前就医不报销。";

/// A household of which one waits, one came for a reason, and one begins on another day.
fn told() -> ReceiptView {
    let mut view = receipt();
    for (place, from) in [(1, "2027-04-01"), (2, "2027-04-01"), (4, "2026-11-10")] {
        view.lines[place].benefits_from = Some(from.to_owned());
    }
    for place in [1, 2] {
        view.lines[place].waiting = Some(Text::new(
            WAITS,
            "Benefits begin on 2027-04-01 after a waiting period; treatment before that day is not paid.",
        ));
    }
    view.lines[3].benefits_from = Some("2026-11-20".to_owned());
    view.lines[3].special = Some(Text::new("退役军人", "Discharged soldier"));
    view.lines[4].special = Some(Text::new("新生儿", "Newborn"));
    view.benefits_from = "2026-11-10".to_owned();
    view.fiscal_number = Some("0002318".to_owned());
    view
}

#[test]
fn a_receipt_repeats_what_was_told_of_each_member_before_paying() {
    let view = told();
    let roll = PAPERS.receipt(&view, ReceiptForm::Roll, &en()).unwrap();
    let parts = parts(&view, Lang::Zh);
    for paper in [&roll, &parts] {
        assert_says(
            paper,
            &[
                WAITS,
                "特殊情形：退役军人。",
                "特殊情形：新生儿。",
                "2027-01-01 起享受待遇。",
                "0002318",
                "最早 2026-11-10",
            ],
        );
        assert_eq!(clipped(paper), Vec::<String>::new());
    }
    assert_eq!(texts(&roll)[0].matches("有待遇等待期").count(), 2, "beside each name");
    assert_says(&roll, &["after a waiting period", "Reason: Newborn."]);
    assert_eq!(parts.pages, 3, "each part is one page");
    assert_says(&parts, &[&format!("李秀兰、王德厚：{WAITS}")]);
    assert_does_not_say(
        &PAPERS.receipt(&receipt(), ReceiptForm::Roll, &zh()).unwrap(),
        &["等待期", "特殊", "票据号", "最早"],
    );
}

#[test]
fn a_receipt_that_was_undone_names_the_slip_and_one_that_stands_says_nothing() {
    let partly = given_back(2);
    let mut refunded = partly.clone();
    refunded.validity = Validity::Refunded;
    let mut stands = partly.clone();
    // The county refused the slip: the money moved, and the receipt enrols as before.
    (stands.validity, stands.slips[0].counts) = (Validity::Valid, false);
    stands.lines.iter_mut().for_each(|line| line.ended = false);
    let marks = ["作废", "部分退", "已退"];
    for (view, mark, has_benefits) in [
        (given_back(5), Some("作废"), false),
        (partly, Some("部分退"), true),
        (refunded, Some("已退"), false),
        (stands, None, true),
    ] {
        for form in [ReceiptForm::Roll, ReceiptForm::Carbon] {
            let paper = PAPERS.receipt(&view, form, &zh()).unwrap();
            let page = texts(&paper).concat();
            assert_eq!(page.contains("R0002319·2026-11-2211:20"), mark.is_some(), "{page}");
            assert!(mark.is_none_or(|mark| page.contains(mark)), "{mark:?} is missing in: {page}");
            assert_eq!(
                page.contains("起享受待遇"),
                has_benefits,
                "nobody has benefits by a receipt that is over: {page}"
            );
            assert_eq!(page.contains("已退费，不再参保"), mark == Some("部分退"), "{page}");
            assert!(mark.is_some() || marks.iter().all(|mark| !page.contains(mark)), "{page}");
        }
    }
}

#[test]
fn a_slip_states_the_receipt_members_amounts_words_and_two_names() {
    for (view, title, effect) in [
        (given_back(5), "作废凭证（红字）", "原收据 R0002318 作废"),
        (given_back(2), "退费凭证（红字）", "原收据 R0002318 注明退费"),
    ] {
        let slip = &view.slips[0];
        for form in [ReceiptForm::Roll, ReceiptForm::Parts] {
            let paper = PAPERS.slip(&view, SLIP, form, &zh()).unwrap();
            assert_says(
                &paper,
                &[
                    title,
                    effect,
                    "待县核对",
                    SLIP,
                    "2026-11-22 11:20",
                    "2026-11-22 10:43",
                    "王建国 −400.00",
                    "李秀兰 −400.00",
                    &format!("−{}", slip.returned.shown),
                    &slip.returned.words,
                    &slip.reason.zh,
                    "已在县城参保",
                    "领款人签字",
                    "经办 李敏",
                    "批准 周海燕",
                ],
            );
            assert_eq!(clipped(&paper), Vec::<String>::new());
            let names = if slip.kind == "void" { 5 } else { 2 };
            assert_eq!(texts(&paper)[0].matches("王梓涵").count(), usize::from(names == 5), "only who is concerned");
        }
    }
    let missing = PAPERS.slip(&receipt(), SLIP, ReceiptForm::Roll, &zh());
    assert!(matches!(missing, Err(PaperError::NoSlip)));
}

#[test]
fn a_slip_that_the_county_refused_says_that_the_members_are_still_enrolled() {
    let mut view = given_back(2);
    view.slips[0].counts = false;
    view.slips[0].state = EntryState::NeedsAction;
    let paper = PAPERS.slip(&view, SLIP, ReceiptForm::Roll, &zh()).unwrap();
    assert_says(&paper, &["县未认可，参保仍有效"]);
    assert_does_not_say(&paper, &["待县核对", "注明退费"]);
    view.slips[0].counts = true;
    view.slips[0].state = EntryState::Accepted;
    assert_says(&PAPERS.slip(&view, SLIP, ReceiptForm::Roll, &zh()).unwrap(), &["县已核对"]);
}

#[test]
fn a_slip_of_twelve_members_fits_every_form() {
    let mut view = fullest_receipt();
    let mut slip = given_back(5).slips.remove(0);
    slip.names = members(12).into_iter().map(|line| line.name).collect();
    slip.amounts = vec![money("400.00"); 12];
    view.slips.push(slip);
    for (form, lang, pages) in
        [(ReceiptForm::Roll, Lang::En, 1), (ReceiptForm::Parts, Lang::Zh, 3), (ReceiptForm::Carbon, Lang::Zh, 1)]
    {
        let paper = PAPERS.slip(&view, SLIP, form, &Issue::first(lang, at())).unwrap();
        assert_eq!(paper.pages, pages, "{form:?}");
        assert_eq!(clipped(&paper), Vec::<String>::new(), "{form:?}");
    }
}
