//! Voids and refunds by two persons, and the list of payments that shows what became of them.

use super::support::{CASHIER, Desk, OFFICE, PIN};
use super::{OPEN, REFUNDS, family, family_of_one, pay, persons, refused, rules};
use nonghe_clinic::PIN_TRIES;
use nonghe_clinic::views::{
    EntryState, GiveBackInput, GiveBackPlan, GiveBackQuery, PaymentQuery, ReceiptView, Validity,
};
use nonghe_domain::Text;
use nonghe_protocol::FeedItem;
use nonghe_protocol::feed::{Counts, Verdict};

fn plan(desk: &Desk, receipt: &ReceiptView, reason: &str, persons: Option<&[String]>) -> GiveBackPlan {
    let query = GiveBackQuery {
        kind: String::new(),
        payment: receipt.id.clone(),
        reason: reason.into(),
        persons: persons.map(<[String]>::to_vec),
    };
    desk.clinic.give_back_plan(&query, desk.now()).unwrap()
}

fn input(desk: &Desk, receipt: &ReceiptView, reason: &str, persons: &[String]) -> GiveBackInput {
    GiveBackInput {
        op: desk.op(),
        payment: receipt.id.clone(),
        reason: reason.into(),
        note: String::new(),
        persons: persons.to_vec(),
        expected: plan(desk, receipt, reason, Some(persons)).returned.plain,
        method: String::new(),
        second_initials: CASHIER.into(),
        second_pin: PIN.into(),
    }
}

/// Today's takings by method.
fn by_method(desk: &Desk) -> Vec<(String, String)> {
    let shown = desk.clinic.desk_view(desk.now()).unwrap().takings;
    shown.into_iter().map(|taking| (taking.method, taking.amount.plain)).collect()
}

fn takings(desk: &Desk) -> String {
    desk.clinic.desk_view(desk.now()).unwrap().takings_total.plain
}

#[test]
fn a_payment_is_voided_on_its_day_by_two_persons_and_the_members_can_pay_again() {
    let desk = Desk::with_rules(&[rules(2026, OPEN, REFUNDS)]);
    let household = family(&desk);
    let all = persons(&household);
    let receipt = pay(&desk, &household, 2026, &all, None).unwrap();
    assert_eq!(takings(&desk), "630.00");
    let shown = plan(&desk, &receipt, "", None);
    assert_eq!((shown.kind.as_str(), shown.returned.plain.as_str(), shown.reasons.len()), ("void", "630.00", 6));
    let effects: Vec<&str> = shown.effects.iter().map(|effect| effect.zh.as_str()).collect();
    assert!(effects[0].contains("不再是 2026 年度参保"), "{effects:?}");
    let ways: Vec<_> = shown.ways.iter().map(|way| (way.method.as_str(), way.effect.zh.as_str())).collect();
    assert_eq!(
        (shown.method.as_str(), &ways[..]),
        (
            "scan",
            &[
                ("cash", "退现金 630.00 元给王建国户"),
                ("scan", "原路退回（扫码） 630.00 元给王建国户"),
                ("transfer", "转账退回 630.00 元给王建国户")
            ][..]
        )
    );

    let void = input(&desk, &receipt, "wrong-year", &[]);
    let tried = |change: &dyn Fn(&mut GiveBackInput)| {
        let mut input = GiveBackInput { op: desk.op(), ..void.clone() };
        change(&mut input);
        let (code, field, _) = refused(desk.clinic.premium_void(&input, desk.now()));
        (code, field.unwrap_or_default())
    };
    let at = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(tried(&|input| input.second_initials = OFFICE.into()), at("E-1205", "second_initials"));
    assert_eq!(tried(&|input| input.second_pin = "000000".into()), at("E-1202", "second_pin"));
    assert_eq!(tried(&|input| input.reason = "other".into()), at("E-2104", "note"));
    assert_eq!(tried(&|input| input.reason = String::new()), at("E-2104", "reason"));
    assert_eq!(tried(&|input| input.expected = "630.01".into()), at("E-3013", ""));
    assert_eq!(desk.clinic.receipt_view(&receipt.id).unwrap().validity, Validity::Valid);

    let voided = desk.clinic.premium_void(&void, desk.now()).unwrap();
    let again = desk.clinic.premium_void(&GiveBackInput { second_pin: "000000".into(), ..void.clone() }, desk.now());
    assert_eq!(again.unwrap().slips.len(), 1, "a second press finds the first result");
    assert_eq!((voided.validity, voided.can_give_back), (Validity::Voided, false));
    let slip = &voided.slips[0];
    assert_eq!((slip.kind.as_str(), slip.returned.plain.as_str()), ("void", "630.00"));
    assert_eq!(
        (slip.by.as_str(), slip.approved_by.as_str(), slip.names.join(" ")),
        ("王主任", "张建华", "王建国 李秀兰 王梓涵".to_owned())
    );
    assert_ne!(slip.number, receipt.number);
    assert_eq!(takings(&desk), "0.00");
    let found = desk.clinic.search(&slip.number, 2026, desk.now()).unwrap().documents.remove(0);
    assert!(found.id == receipt.id && found.note.zh.contains("已作废"), "{found:?}");
    let row = desk.clinic.payment_list(&PaymentQuery::default()).unwrap().rows.remove(0);
    assert_eq!((row.validity, row.state), (Validity::Voided, EntryState::Waiting));

    let (code, _, what) = refused(desk.clinic.premium_void(&input(&desk, &receipt, "duplicate", &[]), desk.now()));
    assert!(code == "E-3020" && what.contains(&slip.number), "{code} {what}");
    pay(&desk, &household, 2026, &all, None).unwrap();
    assert!(desk.is_sound());
}

#[test]
fn too_many_wrong_pins_lock_the_second_person_of_a_void() {
    let desk = Desk::with_rules(&[rules(2026, OPEN, REFUNDS)]);
    let household = family(&desk);
    let receipt = pay(&desk, &household, 2026, &persons(&household), None).unwrap();
    let wrong = |pin: &str| {
        let void = GiveBackInput { second_pin: pin.into(), ..input(&desk, &receipt, "duplicate", &[]) };
        let (code, field, _) = refused(desk.clinic.premium_void(&void, desk.now()));
        (code, field.unwrap_or_default())
    };
    for _ in 0..PIN_TRIES {
        assert_eq!(wrong("000000"), ("E-1202".to_owned(), "second_pin".to_owned()));
    }
    assert_eq!(wrong(PIN).0, "E-1203", "even with the right one");
    assert_eq!(takings(&desk), "630.00");
}

#[test]
fn after_its_day_members_are_paid_back_by_the_rules_of_the_pack_only() {
    let desk = Desk::with_rules(&[rules(2026, OPEN, REFUNDS)]);
    let household = family(&desk);
    let all = persons(&household);
    let receipt = pay(&desk, &household, 2026, &all, None).unwrap();
    desk.days_pass(1);
    let query =
        GiveBackQuery { kind: "void".into(), payment: receipt.id.clone(), reason: String::new(), persons: None };
    let stopped = desk.clinic.give_back_plan(&query, desk.now()).unwrap().stopped.unwrap();
    assert!(stopped.zh.contains("只能在当天作废"), "{stopped:?}");
    let shown = plan(&desk, &receipt, "", None);
    assert_eq!((shown.kind.as_str(), shown.reasons.len()), ("refund", 2), "the reasons that the pack names");
    assert_eq!(shown.returned.plain, "0.00", "nobody is chosen before the reason");
    let dead = plan(&desk, &receipt, "death", None);
    assert!(dead.members.iter().all(|line| line.stopped.is_some() && !line.selected), "death after benefits began");
    let (code, _, what) = refused(desk.clinic.premium_refund(&input(&desk, &receipt, "death", &all[..1]), desk.now()));
    assert!(code == "E-3020" && what.contains("死亡"), "{code} {what}");

    let mut one = input(&desk, &receipt, "double-enrolment", &all[1..2]);
    one.method = "cheque".into();
    let (code, field, _) = refused(desk.clinic.premium_refund(&one, desk.now()));
    assert_eq!((code.as_str(), field.as_deref()), ("E-2104", Some("method")));
    one.method = "cash".into();
    assert_eq!(one.expected, "210.00");
    let partly = desk.clinic.premium_refund(&one, desk.now()).unwrap();
    assert_eq!((partly.validity, partly.can_give_back), (Validity::PartlyRefunded, true));
    assert_eq!(partly.lines.iter().map(|line| line.ended).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(partly.slips[0].method_name.zh, "现金");
    assert_eq!(
        by_method(&desk),
        [("cash".to_owned(), "-210.00".to_owned())],
        "the drawer has less, the account as before"
    );
    let chips = desk.clinic.person_view(&all[1], 2026, desk.now()).unwrap().member.enrolment;
    assert!(!chips[0].enrolled);
    let (code, _, _) = refused(desk.clinic.premium_refund(&GiveBackInput { op: desk.op(), ..one }, desk.now()));
    assert_eq!(code, "E-3020", "nobody is paid back twice");
    let rest = [all[0].clone(), all[2].clone()];
    let all_back = desk.clinic.premium_refund(&input(&desk, &receipt, "double-enrolment", &rest), desk.now()).unwrap();
    assert_eq!((all_back.validity, all_back.slips.len()), (Validity::Refunded, 2));
    assert!(desk.is_sound());
}

#[test]
fn nothing_goes_back_while_a_settlement_or_an_open_stay_relies_on_it() {
    let desk = Desk::with_rules(&[rules(2026, OPEN, REFUNDS)]);
    let household = family(&desk);
    let all = persons(&household);
    let receipt = pay(&desk, &household, 2026, &all, None).unwrap();
    let stay = desk.charged(&all[0], "100");
    let (code, _, what) = refused(desk.clinic.premium_void(&input(&desk, &receipt, "duplicate", &[]), desk.now()));
    assert!(code == "E-3020" && what.contains("王建国正在住院"), "{code} {what}");
    let settled = desk.settle(&stay);
    let (_, _, what) = refused(desk.clinic.premium_void(&input(&desk, &receipt, "duplicate", &[]), desk.now()));
    assert!(what.contains(&settled.row.number), "{what}");
    // The others can be paid back all the same.
    desk.days_pass(1);
    let lines = plan(&desk, &receipt, "double-enrolment", None).members;
    assert_eq!(lines.iter().map(|line| line.selected).collect::<Vec<_>>(), [false, true, true]);
    let (_, _, what) =
        refused(desk.clinic.premium_refund(&input(&desk, &receipt, "double-enrolment", &all[..1]), desk.now()));
    assert!(what.contains(&settled.row.number), "{what}");
    desk.reverse(&settled, &desk.plan(&settled)).unwrap();
    desk.clinic.premium_refund(&input(&desk, &receipt, "double-enrolment", &all[..1]), desk.now()).unwrap();
    assert!(desk.is_sound());
}

#[test]
fn a_void_that_the_county_refuses_leaves_the_members_enrolled() {
    let desk = Desk::with_rules(&[rules(2026, OPEN, REFUNDS)]);
    let household = family(&desk);
    let all = persons(&household);
    let receipt = pay(&desk, &household, 2026, &all, None).unwrap();
    desk.clinic.premium_void(&input(&desk, &receipt, "duplicate", &[]), desk.now()).unwrap();
    let seq = desk.store(|store| store.last_seq().unwrap());
    let reason = Text::new("已有结算", "A settlement relies on it");
    desk.hear(&[FeedItem::Disposition { from_seq: seq, to_seq: seq, verdict: Verdict::Refused { reason } }]);
    let view = desk.clinic.receipt_view(&receipt.id).unwrap();
    assert_eq!((view.validity, view.can_give_back), (Validity::Valid, true));
    assert_eq!(view.slips[0].county_says.as_ref().unwrap().zh, "已有结算");
    let (code, _, _) = refused(pay(&desk, &household, 2026, &all, None));
    assert_eq!(code, "E-3011", "they have paid");
    assert!(desk.is_sound());
}

fn county_says(desk: &Desk, receipt: &ReceiptView, persons: &[String], counts: Counts) {
    let payment = receipt.id.parse().unwrap();
    let items = persons.iter().map(|person| FeedItem::Enrolment { payment, person: person.parse().unwrap(), counts });
    desk.hear(&items.collect::<Vec<_>>());
}

#[test]
fn a_payment_that_the_county_refused_covers_nobody_and_goes_back_on_any_day() {
    let desk = Desk::with_rules(&[rules(2026, OPEN, REFUNDS)]);
    let household = family(&desk);
    let all = persons(&household);
    let receipt = pay(&desk, &household, 2026, &all, None).unwrap();
    let settled = desk.stay(&all[0], "100");
    let stay = desk.charged(&all[1], "100");
    county_says(&desk, &receipt, &all, Counts::Refused);
    let lines = desk.clinic.receipt_view(&receipt.id).unwrap().lines;
    assert!(
        lines.iter().all(|line| line.county.as_ref().is_some_and(|says| says.zh.contains("不算参保"))),
        "{lines:?}"
    );
    let discharge = desk.clinic.discharge_view(&stay, "", desk.now()).unwrap();
    assert!(!discharge.can_settle && discharge.refused[0].zh.contains("未参加 2026"), "{:?}", discharge.refused);
    assert!(!desk.clinic.person_view(&all[0], 2026, desk.now()).unwrap().member.enrolment[0].enrolled);
    assert_eq!(desk.clinic.household_view(&household.id, 2026, desk.now()).unwrap().premium.lines.len(), 3);

    desk.days_pass(3);
    let shown = plan(&desk, &receipt, "", None);
    assert_eq!((shown.kind.as_str(), shown.stopped.as_ref()), ("void", None), "no settlement relies on it");
    // Who can wait for the slip no longer than for the right receipt pays first.
    let right = pay(&desk, &household, 2026, &all, None).unwrap();
    let voided = desk.clinic.premium_void(&input(&desk, &receipt, "wrong-amount", &[]), desk.now()).unwrap();
    assert_eq!((voided.validity, voided.slips[0].returned.plain.as_str()), (Validity::Voided, "630.00"));
    assert_eq!(takings(&desk), "0.00", "what came in today has gone out today");
    assert!(desk.clinic.discharge_view(&stay, "", desk.now()).unwrap().refused.is_empty(), "the other receipt counts");
    // Said again by a county that was restored, or taken back: what stands since is not touched.
    county_says(&desk, &receipt, &all, Counts::Enrolled);
    county_says(&desk, &receipt, &all, Counts::Refused);
    assert!(desk.clinic.person_view(&all[0], 2026, desk.now()).unwrap().member.enrolment[0].enrolled);
    assert_ne!(right.number, receipt.number);
    assert!(!settled.row.number.is_empty() && desk.is_sound());
}

#[test]
fn a_second_premium_goes_back_although_a_fund_has_paid_by_the_first() {
    let unused = REFUNDS.replacen("reason = \"double-enrolment\"", "reason = \"double-enrolment\"\nunused = true", 1);
    let desk = Desk::with_rules(&[rules(2026, OPEN, &unused)]);
    let household = family(&desk);
    let all = persons(&household);
    let receipt = pay(&desk, &household, 2026, &all, None).unwrap();
    desk.stay(&all[0], "100");
    desk.days_pass(1);
    county_says(&desk, &receipt, &all[..1], Counts::Double);
    let lines = plan(&desk, &receipt, "double-enrolment", None).members;
    assert_eq!(lines.iter().map(|line| line.stopped.clone()).collect::<Vec<_>>(), [None, None, None]);
    assert!(desk.clinic.person_view(&all[0], 2026, desk.now()).unwrap().member.enrolment[0].enrolled, "by the first");
    let back = input(&desk, &receipt, "double-enrolment", &all[..1]);
    // Until the other one has ended: then this one counts, and the settlement relies on it.
    county_says(&desk, &receipt, &all[..1], Counts::Enrolled);
    let (_, _, what) =
        refused(desk.clinic.premium_refund(&GiveBackInput { op: desk.op(), ..back.clone() }, desk.now()));
    assert!(what.contains("已有结算"), "{what}");
    county_says(&desk, &receipt, &all[..1], Counts::Double);
    let stay = desk.charged(&all[0], "10");
    assert_eq!(desk.clinic.premium_refund(&back, desk.now()).unwrap().validity, Validity::PartlyRefunded);
    let discharge = desk.clinic.discharge_view(&stay, "", desk.now()).unwrap();
    assert!(discharge.can_settle, "the first premium covers: {:?}", discharge.refused);
    let (code, _, _) = refused(pay(&desk, &household, 2026, &all[..1], None));
    assert_eq!(code, "E-3011", "and is not paid a third time");
    assert!(desk.is_sound());
}

#[test]
fn payments_are_found_by_number_day_and_name_and_counted_whole() {
    let desk = Desk::with_rules(&[rules(2026, OPEN, REFUNDS)]);
    let home = family(&desk);
    let all = persons(&home);
    let first = pay(&desk, &home, 2026, &all[..1], None).unwrap();
    let other = family_of_one(&desk);
    let last = pay(&desk, &other, 2026, &persons(&other), None).unwrap();
    desk.clinic.premium_void(&input(&desk, &first, "duplicate", &[]), desk.now()).unwrap();
    let list = |text: &str, from: u32| {
        let page = desk.clinic.payment_list(&PaymentQuery { text: text.into(), from }).unwrap();
        (page.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>(), page.all)
    };
    let (one, two) = ((vec![first.id.clone()], 1), (vec![last.id.clone()], 1));
    let both = (vec![last.id.clone(), first.id.clone()], 2);
    assert_eq!(
        (list("", 0), list("", 1)),
        (both.clone(), (vec![first.id.clone()], 2)),
        "the rest of a list counts all"
    );
    for text in ["2026-10-08", "20261008", "1008", "2026"] {
        assert_eq!(list(text, 0), both, "{text}");
    }
    assert_eq!(list(&first.number, 0), one);
    assert_eq!(list(first.number.trim_start_matches(['R', '0']), 0), one, "the last digits are enough");
    for text in ["王建国", "wjg", "WJG", "王梓"] {
        assert_eq!(list(text, 0), one, "{text}");
    }
    assert_eq!(list("赵", 0), two);
    assert_eq!(list("%", 0).1, 2, "no wildcard: nothing was typed");
    assert_eq!(list("1009", 0).1, 0);
    let rows = desk.clinic.payment_list(&PaymentQuery::default()).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.validity).collect::<Vec<_>>(), [Validity::Valid, Validity::Voided]);
}
