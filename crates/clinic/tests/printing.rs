//! Papers that have not come out, and papers that are ordered again.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{Density, GiveBackInput, PaymentQuery, PrintSetting, UnprintedPaper};
use nonghe_clinic::{Accounted, ClinicError, PrintState, Printing, Trouble};
use support::{CASHIER, Desk, OFFICE, PIN};

const PRINTER: &str = "roll";

impl Desk {
    fn order(&self, payment: &str) -> nonghe_clinic::PaperOrder {
        self.clinic.paper_order(Accounted::Receipt, payment, PRINTER, 1, self.now()).unwrap()
    }

    /// What the printing thread notes of a paper.
    fn becomes(&self, payment: &str, state: PrintState, trouble: Option<Trouble>) {
        let trouble = trouble.map(|trouble| trouble.code().to_owned());
        let change = |kept: &mut Printing| (kept.state, kept.trouble) = (state, trouble);
        self.clinic.paper_set(Accounted::Receipt, payment, change).unwrap();
    }

    fn queue(&self) -> Vec<UnprintedPaper> {
        self.clinic.print_queue().unwrap()
    }

    fn reprints(&self) -> usize {
        let kinds = self.store(|store| store.newest_entries(1000).unwrap());
        kinds.iter().filter(|record| record.entry.envelope.kind == "document.reprinted").count()
    }
}

/// A household that has paid, and the payment.
fn paid(desk: &Desk) -> String {
    desk.household();
    desk.clinic.payment_list(&PaymentQuery::default()).unwrap().rows.remove(0).id
}

#[test]
fn a_payment_that_nobody_printed_is_found_from_the_journal_alone() {
    let desk = Desk::with_small_pack(&[]);
    assert!(desk.queue().is_empty());
    let payment = paid(&desk);
    let desk = desk.restarted();
    let queue = desk.queue();
    assert_eq!(queue.len(), 1);
    assert_eq!((&*queue[0].document, &queue[0].subject, &*queue[0].why.code), ("receipt", &payment, "E-3027"));
    assert!(queue[0].why.money.zh.contains(&queue[0].number) && !queue[0].name.is_empty());
    assert_eq!(desk.clinic.printing_view().unwrap().unprinted, 1);
}

#[test]
fn settlements_and_reversals_leave_papers_to_print_as_well() {
    let desk = Desk::with_small_pack(&[]);
    let person = desk.household().remove(0);
    let settled = desk.stay(&person, "100");
    let documents = |desk: &Desk| desk.queue().into_iter().map(|paper| paper.document).collect::<Vec<_>>();
    assert_eq!(documents(&desk), ["statement", "receipt"], "the newest first");
    desk.reverse(&settled, &desk.plan(&settled)).unwrap();
    assert_eq!(documents(&desk), ["reversal", "statement", "receipt"]);
    let numbers: Vec<_> = desk.queue().into_iter().map(|paper| paper.number).collect();
    assert_ne!(numbers[0], numbers[1], "a reversal slip has its own number");
}

#[test]
fn a_void_leaves_a_slip_to_print_that_is_ordered_by_its_number() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    let receipt = desk.clinic.receipt_view(&payment).unwrap();
    let void = GiveBackInput {
        op: desk.op(),
        payment,
        reason: "duplicate".into(),
        note: String::new(),
        persons: Vec::new(),
        expected: receipt.due.plain.clone(),
        method: String::new(),
        second_initials: CASHIER.into(),
        second_pin: PIN.into(),
    };
    let voided = desk.clinic.premium_void(&void, desk.now()).unwrap();
    let slip = &voided.slips[0];
    let queue = desk.queue();
    assert_eq!((&*queue[0].document, &queue[0].subject, &queue[0].number), ("slip", &slip.number, &slip.number));
    assert_eq!((&*queue[0].title.zh, &queue[0].name), ("作废凭证", &voided.head));
    assert!(queue[0].why.money.zh.contains(&slip.number) && queue[0].why.money.zh.contains("退款已完成"));
    let paid: Vec<_> = voided.lines.iter().map(|line| (&line.name, &line.due.plain)).collect();
    assert_eq!(slip.names.iter().zip(slip.amounts.iter().map(|each| &each.plain)).collect::<Vec<_>>(), paid);
    assert_eq!(desk.clinic.receipt_of_slip(&slip.number).unwrap().id, voided.id);
    assert!(matches!(desk.clinic.receipt_of_slip(&voided.number), Err(ClinicError::NotFound)), "no slip");
    let order = || desk.clinic.paper_order(Accounted::Slip, &slip.number, PRINTER, 1, desk.now()).unwrap();
    assert_eq!((order().reprint, desk.queue().len()), (None, 2));
    desk.clinic.paper_set(Accounted::Slip, &slip.number, |kept| kept.state = PrintState::Out).unwrap();
    assert_eq!(order().reprint.unwrap().count, 1);
    assert!(desk.is_sound());
}

#[test]
fn slips_come_out_where_receipts_do_until_somebody_chooses_otherwise() {
    let desk = Desk::with_small_pack(&[]);
    let receipt = desk.clinic.print_setting("receipt").unwrap();
    let roll = PrintSetting { printer: Some("roll".into()), down_half_mm: 3, ..receipt };
    desk.clinic.print_setting_keep(&roll).unwrap();
    let slip = desk.clinic.print_setting("slip").unwrap();
    assert_eq!(slip, PrintSetting { document: "slip".into(), ..roll.clone() });
    desk.clinic.print_setting_keep(&PrintSetting { printer: None, ..slip }).unwrap();
    assert_eq!(desk.clinic.print_setting("slip").unwrap().printer, None);
    assert_eq!(desk.clinic.print_setting("receipt").unwrap(), roll);
}

#[test]
fn the_first_paper_is_no_reprint_and_pressing_twice_orders_one() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    let first = desk.order(&payment);
    assert_eq!((first.reprint, first.is_recorded, first.under_way), (None, false, false));
    let second = desk.order(&payment);
    assert_eq!((second.reprint, second.under_way), (None, true), "the first is still on its way");
    assert_eq!(desk.clinic.printing_view().unwrap().unprinted, 0, "what is on its way asks nobody to look");
    assert!(desk.queue()[0].under_way);
    desk.becomes(&payment, PrintState::Out, None);
    assert!(desk.queue().is_empty());
    assert_eq!(desk.reprints(), 0);
}

#[test]
fn every_paper_after_the_first_is_on_record_and_counted() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    desk.order(&payment);
    for count in 1..=3 {
        desk.becomes(&payment, PrintState::Out, None);
        let order = desk.order(&payment);
        assert!(order.is_recorded, "the order of a new reprint is an entry");
        let mark = order.reprint.unwrap();
        assert_eq!(mark.count, count);
        assert!(!mark.by.is_empty() && mark.at.len() == "2026-10-08 09:30".len(), "{mark:?}");
    }
    assert_eq!(desk.reprints(), 3);
    desk.becomes(&payment, PrintState::Held, Some(Trouble::Cancelled));
    let again = desk.order(&payment);
    assert_eq!((again.reprint.unwrap().count, again.is_recorded), (3, false), "the third did not come out");
    assert_eq!(desk.reprints(), 3);
    assert!(desk.is_sound(), "a rebuild counts the same reprints");
    desk.becomes(&payment, PrintState::Out, None);
    let desk = desk.restarted();
    assert_eq!(desk.order(&payment).reprint.unwrap().count, 4, "the count outlives the program");
}

#[test]
fn what_did_not_come_out_is_ordered_again_without_a_mark() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    for trouble in [Trouble::Cancelled, Trouble::NotMade, Trouble::Failed, Trouble::Interrupted] {
        assert_eq!(desk.order(&payment).reprint, None, "{trouble:?}");
        desk.becomes(&payment, PrintState::Held, Some(trouble));
    }
    assert_eq!(desk.reprints(), 0);
}

#[test]
fn a_paper_that_may_have_come_out_is_marked_when_it_is_printed_again() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    desk.order(&payment);
    desk.becomes(&payment, PrintState::Sending, None);
    // The program dies while the paper is handed over.
    let desk = desk.restarted();
    desk.clinic.papers_interrupted().unwrap();
    assert_eq!(desk.queue()[0].why.code, "E-3022");
    assert_eq!(desk.order(&payment).reprint.unwrap().count, 1, "two papers without a mark would be worse");
}

#[test]
fn what_waited_when_the_program_ended_waits_for_a_person() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    desk.order(&payment);
    let desk = desk.restarted();
    desk.clinic.papers_interrupted().unwrap();
    assert_eq!(desk.queue()[0].why.code, "E-3021");
    assert_eq!(desk.clinic.printing_view().unwrap().unprinted, 1);
    assert_eq!(desk.order(&payment).reprint, None, "it never left the program");
}

#[test]
fn papers_of_earlier_records_are_not_asked_for_and_a_first_look_at_one_counts_as_a_reprint() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    desk.clinic.leave_earlier_papers().unwrap();
    assert!(desk.queue().is_empty());
    assert_eq!(desk.order(&payment).reprint.unwrap().count, 1, "nobody knows whether there is a paper already");
}

#[test]
fn a_paper_is_left_aside_only_with_a_reason_and_one_that_came_out_is_no_first_paper_any_more() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    let aside = |reason: &str, note: &str| desk.clinic.paper_leave_aside("receipt", &payment, reason, note, desk.now());
    for (reason, note, field) in [("", "", "reason"), ("tired", "", "reason"), ("other", "  ", "note")] {
        let refused = aside(reason, note).unwrap_err();
        assert!(matches!(&refused, ClinicError::Field { field: at, .. } if at == field), "{reason:?}: {refused}");
        assert_eq!(desk.queue().len(), 1);
    }
    aside("not_wanted", "").unwrap();
    assert!(desk.queue().is_empty());
    assert_eq!(desk.order(&payment).reprint, None, "there is no paper yet");
    desk.becomes(&payment, PrintState::Held, Some(Trouble::Uncertain));
    aside("came_out", "").unwrap();
    assert_eq!(desk.order(&payment).reprint.unwrap().count, 1);
}

#[test]
fn only_who_is_signed_in_orders_and_what_was_ordered_goes_on_behind_the_lock() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    desk.order(&payment);
    desk.clinic.lock_desk();
    let refused = desk.clinic.paper_order(Accounted::Receipt, &payment, PRINTER, 1, desk.now());
    assert!(matches!(refused, Err(ClinicError::NotSignedIn)));
    assert!(matches!(desk.clinic.print_queue(), Err(ClinicError::NotSignedIn)));
    let kept = desk.clinic.papers_under_way().unwrap().remove(0);
    let out = Printing { state: PrintState::Out, ..kept.clone() };
    assert!(desk.clinic.paper_went(&kept, &out).unwrap());
    assert!(!desk.clinic.paper_went(&kept, &out).unwrap(), "what has changed meanwhile is not overwritten");
    desk.sign_in(OFFICE);
    assert!(desk.queue().is_empty());
}

#[test]
fn settings_are_kept_and_what_no_printer_can_do_is_refused() {
    let desk = Desk::with_small_pack(&[]);
    let usual = desk.clinic.print_setting("receipt").unwrap();
    assert_eq!((usual.printer.as_deref(), &*usual.form, usual.copies), (None, "roll", 1));
    let wanted = PrintSetting {
        density: Density::Dark,
        preprinted: true,
        gloss: true,
        printer: Some("Star TSP100".into()),
        form: "carbon".into(),
        copies: 5,
        right_half_mm: -40,
        down_half_mm: 40,
        ..usual.clone()
    };
    desk.clinic.print_setting_keep(&wanted).unwrap();
    for wrong in [
        PrintSetting { copies: 0, ..wanted.clone() },
        PrintSetting { copies: 6, ..wanted.clone() },
        PrintSetting { right_half_mm: -41, ..wanted.clone() },
        PrintSetting { down_half_mm: 41, ..wanted.clone() },
        PrintSetting { form: "a4".into(), ..wanted.clone() },
        // A roll has nothing on it, and no statement is a form of a book.
        PrintSetting { form: "roll".into(), ..wanted.clone() },
        PrintSetting { document: "statement".into(), ..wanted.clone() },
        PrintSetting { document: "letter".into(), ..wanted.clone() },
    ] {
        assert!(desk.clinic.print_setting_keep(&wrong).is_err(), "{wrong:?}");
    }
    let desk = desk.restarted();
    assert_eq!(desk.clinic.print_setting("receipt").unwrap(), wanted);
    assert_eq!(desk.clinic.printing_view().unwrap().assigned, ["receipt", "slip"]);
    assert_eq!(desk.clinic.print_setting("statement").unwrap().printer, None, "each kind has its own");
}

#[test]
fn a_setting_that_an_older_program_kept_is_read_and_slips_are_never_preprinted() {
    let desk = Desk::with_small_pack(&[]);
    let kept =
        r#"{"document":"receipt","printer":"roll","form":"parts","copies":2,"right_half_mm":1,"down_half_mm":0}"#;
    desk.clinic.shared_store().lock().unwrap().keep_print_setting("receipt", kept).unwrap();
    let read = desk.clinic.print_setting("receipt").unwrap();
    assert_eq!((read.copies, read.density, read.preprinted, read.gloss), (2, Density::Normal, false, false));
    desk.clinic.print_setting_keep(&PrintSetting { preprinted: true, ..read }).unwrap();
    assert!(!desk.clinic.print_setting("slip").unwrap().preprinted);
    assert_eq!(desk.clinic.assigned_printers().unwrap(), ["roll"]);
}

#[test]
fn a_paper_that_was_left_aside_by_mistake_is_in_the_list_again_with_its_trouble() {
    let desk = Desk::with_small_pack(&[]);
    let payment = paid(&desk);
    for (reason, code) in [("not_wanted", "E-3027"), ("came_out", "E-3027")] {
        desk.clinic.paper_leave_aside("receipt", &payment, reason, "", desk.now()).unwrap();
        assert!(desk.queue().is_empty());
        desk.clinic.paper_want_again("receipt", &payment, desk.now()).unwrap();
        assert_eq!(desk.queue()[0].why.code, code);
        assert_eq!(desk.clinic.printing_view().unwrap().unprinted, 1);
    }
    desk.order(&payment);
    desk.becomes(&payment, PrintState::Held, Some(Trouble::Uncertain));
    desk.clinic.paper_leave_aside("receipt", &payment, "came_out", "", desk.now()).unwrap();
    desk.clinic.paper_want_again("receipt", &payment, desk.now()).unwrap();
    desk.clinic.paper_leave_aside("receipt", &payment, "not_wanted", "", desk.now()).unwrap();
    assert_eq!(desk.order(&payment).reprint.unwrap().count, 1, "it may have come out, as before");
    desk.becomes(&payment, PrintState::Out, None);
    desk.clinic.paper_want_again("receipt", &payment, desk.now()).unwrap();
    assert!(desk.queue().is_empty(), "what came out of the printer was not left aside");
}

#[test]
fn itemised_charges_are_those_that_were_settled() {
    let desk = Desk::with_small_pack(&[]);
    let person = desk.household().remove(0);
    let shown = desk.stay(&person, "100");
    let view = desk.clinic.itemised_view(&shown.row.id).unwrap();
    assert!(!view.charges.is_empty());
    assert_eq!(view.settlement.row.number, shown.row.number);
    let charge = &view.charges[0];
    assert!(
        !charge.name.zh.is_empty() && charge.date.is_some() && charge.amount.plain == shown.row.total.plain,
        "{charge:?}"
    );
    assert!(matches!(desk.clinic.itemised_view(&person), Err(ClinicError::NotFound)));
}

#[test]
fn a_scanned_card_opens_its_household_and_a_card_of_another_centre_opens_none() {
    let desk = Desk::with_small_pack(&[]);
    desk.household();
    let hit = desk.clinic.household_list("", support::hospital::YEAR).unwrap().remove(0);
    let card = desk.clinic.benefit_card_view(&hit.id, support::hospital::YEAR).unwrap();
    assert_eq!((card.members.len(), card.enrolled), (4, 4));
    assert!(card.members.iter().all(|member| member.id_number.contains("****") && member.benefits_from.is_some()));
    let found = desk.clinic.search(&card.code, support::hospital::YEAR, desk.now()).unwrap();
    assert_eq!(found.households.iter().map(|found| &found.id).collect::<Vec<_>>(), [&hit.id], "{}", card.code);
    let (number, _) = card.code.split_once('.').unwrap();
    let found = desk.clinic.search(&format!("{number}.999999"), support::hospital::YEAR, desk.now()).unwrap();
    assert!(found.households.is_empty() && found.people.is_empty(), "its numbers are not ours");
    let unpaid = desk.clinic.benefit_card_view(&hit.id, 2031).unwrap();
    assert_eq!((unpaid.enrolled, unpaid.members.len()), (0, 4), "another year is another card");
}
