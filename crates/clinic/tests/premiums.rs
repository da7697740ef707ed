//! Premiums: what is told before paying and what then holds; voids and refunds by two persons.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{
    EntryState, GiveBackInput, GiveBackPlan, GiveBackQuery, HouseholdInput, HouseholdView, MemberInput, PremiumInput,
    PremiumQuote, ReceiptView, SpecialInput, Validity,
};
use nonghe_clinic::{ClinicError, PIN_TRIES};
use nonghe_domain::{PersonId, Text};
use nonghe_protocol::FeedItem;
use nonghe_protocol::feed::{Counts, Verdict};
use support::township::id_number;
use support::{CASHIER, Desk, OFFICE, PIN, small_file};

/// The small pack of a year, with its windows and what else it says.
fn rules(year: i32, windows: &str, more: &str) -> String {
    let dated = small_file("yearly.toml")
        .replace("id = \"small\"", &format!("id = \"small-{year}\""))
        .replace("benefit_year = 2026", &format!("benefit_year = {year}"))
        .replace("effective_from = \"2026", &format!("effective_from = \"{year}"))
        .replace("effective_until = \"2026", &format!("effective_until = \"{year}"))
        .replace("benefits_from = \"2026", &format!("benefits_from = \"{year}"))
        .replace("window = { from = \"2025-09-01\", until = \"2026-12-31\" }", &format!("window = {windows}"));
    format!("{dated}\n{more}")
}

const OPEN: &str = "{ from = \"2025-09-01\", until = \"2026-12-31\" }";
const LATE: &str = "{ from = \"2026-02-01\", until = \"2026-12-31\", late = true }";
const CLOSED: &str = "{ from = \"2025-09-01\", until = \"2025-12-31\" }";
const WAITING: &str = "
[enrolment.waiting]
fixed_months = 3
months_per_missed_year = 1
months_off_per_repaid_year = 1
";
const NEWBORN: &str = r#"
[[enrolment.newborn]]
within_days = 90
benefits = "birth"
"#;
const SPECIAL: &str = r#"
[[premium.special]]
code = "veteran"
name = { zh = "退役军人", en = "Left the army" }
within_days = 90
[[premium.special]]
code = "released"
name = { zh = "刑满释放", en = "Released from prison" }
member = "100.00"
"#;
const REFUNDS: &str = r#"
[[premium.refund]]
reason = "double-enrolment"
[[premium.refund]]
reason = "death"
until = "2025-12-31"
"#;

fn member(birth: &str, serial: usize, name: &str, relation: &str) -> MemberInput {
    MemberInput {
        id_number: id_number(birth, serial),
        name: name.into(),
        sex: None,
        birth_date: None,
        relation: relation.into(),
        categories: Vec::new(),
        phone: String::new(),
        person: None,
    }
}

/// A couple with a child of two months.
fn family(desk: &Desk) -> HouseholdView {
    let members = vec![
        member("19800412", 951, "王建国", "head"),
        member("19820903", 952, "李秀兰", "spouse"),
        member("20260808", 953, "王梓涵", "daughter"),
    ];
    let input = HouseholdInput {
        village: "槐树村".into(),
        group: "3".into(),
        door: "12".into(),
        phone: String::new(),
        members,
    };
    desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap()
}

fn persons(household: &HouseholdView) -> Vec<String> {
    household.members.iter().map(|member| member.person.clone()).collect()
}

fn quote(desk: &Desk, household: &HouseholdView, year: i32, special: Option<&SpecialInput>) -> PremiumQuote {
    desk.clinic.premium_quote(&household.id, year, None, special, desk.now()).unwrap()
}

fn pay(
    desk: &Desk,
    household: &HouseholdView,
    year: i32,
    persons: &[String],
    special: Option<SpecialInput>,
) -> Result<ReceiptView, ClinicError> {
    let shown = desk.clinic.premium_quote(&household.id, year, Some(persons), special.as_ref(), desk.now())?;
    let input = PremiumInput {
        fiscal_number: None,
        op: desk.op(),
        household: household.id.clone(),
        year,
        persons: persons.to_vec(),
        method: "scan".into(),
        tendered: String::new(),
        expected_due: shown.due.plain,
        special,
    };
    desk.clinic.premium_collect(&input, desk.now())
}

fn special(code: &str, since: &str) -> SpecialInput {
    SpecialInput { code: code.into(), since: since.into() }
}

fn refused(result: Result<ReceiptView, ClinicError>) -> (String, Option<String>, String) {
    let said = result.unwrap_err().for_people();
    (said.code, said.field, said.what.zh)
}

#[test]
fn who_missed_a_year_hears_of_the_waiting_before_paying_and_the_settlement_holds_to_it() {
    let raise = "amount = \"5000.00\", raise = [{ for = \"continuous\", each = \"100.00\" }] }";
    let of_2026 = rules(2026, LATE, WAITING).replace("amount = \"5000.00\" }", raise);
    let desk = Desk::with_rules(&[rules(2024, OPEN, WAITING), of_2026]);
    let household = family(&desk);
    let all = persons(&household);
    pay(&desk, &household, 2024, &all[..1], None).unwrap();

    let shown = quote(&desk, &household, 2026, None);
    let (missed, never) = (&shown.lines[0], &shown.lines[1]);
    // Late: from the day after payment, three months and one for the year between.
    assert_eq!(missed.benefits_from.as_deref(), Some("2027-02-09"));
    let waiting = missed.waiting.clone().unwrap();
    assert_eq!(
        waiting.zh,
        "集中缴费期已过，断缴 1 年，等待期 4 个月，到 2027 年 2 月 9 日才满，2026 年度内没有待遇。\
         补缴断缴的年度，每年少等 1 个月，最少等 3 个月，请到医保办办理。"
    );
    assert_eq!(
        waiting.en,
        "Paid late and after a missed year, a 4-month wait until 9 February 2027 leaves no benefits in 2026. Each \
         missed year that is paid back takes off 1 month, and at least 3 months remain: ask the insurance office."
    );
    let warning = shown.warning.as_ref().unwrap();
    assert_eq!(warning.zh, "应缴中 630.00 元（3 人）在 2026 年度内没有待遇。");
    assert!(missed.nothing, "no day of benefits is left");
    let frame = desk.clinic.frame_view(desk.now()).unwrap();
    assert_eq!((frame.season_year, frame.season_late), (Some(2026), true), "it is not the season any more");
    assert!(missed.lost[0].zh.contains("100.00"), "{:?}", missed.lost);
    assert_eq!(never.benefits_from.as_deref(), Some("2027-01-09"), "of an unknown past nothing is missed");
    assert!(never.lost.is_empty());

    let receipt = pay(&desk, &household, 2026, &all[..1], None).unwrap();
    assert!(receipt.lines[0].waiting.as_ref().unwrap().zh.contains("2027 年 2 月 9 日才满"), "{:?}", receipt.lines[0]);
    let stay = desk.charged(&all[0], "100");
    let discharge = desk.clinic.discharge_view(&stay, "", desk.now()).unwrap();
    assert!(!discharge.can_settle && discharge.refused[0].zh.contains("2027-02-09"), "{:?}", discharge.refused);
    // The county knows better: it counts from its own day.
    let person: PersonId = all[0].parse().unwrap();
    desk.hear(&[FeedItem::Benefits { person, year: 2026, from: "2026-03-01".parse().unwrap() }]);
    assert!(desk.clinic.discharge_view(&stay, "", desk.now()).unwrap().refused.is_empty());
    let again = desk.clinic.receipt_view(&receipt.id).unwrap();
    assert_eq!(again.lines[0].benefits_from.as_deref(), Some("2026-03-01"));
    assert!(desk.is_sound());
}

#[test]
fn outside_the_windows_newborns_pay_and_others_for_a_reason_of_the_pack() {
    let desk = Desk::with_rules(&[rules(2026, CLOSED, &format!("{NEWBORN}{SPECIAL}{WAITING}"))]);
    let household = family(&desk);
    let all = persons(&household);
    let shown = quote(&desk, &household, 2026, None);
    assert_eq!((shown.selected, shown.closed.is_none(), shown.specials.len()), (1, true, 2));
    assert_eq!(shown.lines[2].benefits_from.as_deref(), Some("2026-08-08"), "from birth");
    assert!(shown.lines[0].closed.is_some() && !shown.lines[0].selected);

    let (code, _, what) = refused(pay(&desk, &household, 2026, &all[..1], None));
    assert!(code == "E-3010" && what.contains("2025 年 12 月 31 日"), "{code} {what}");
    let at_since = Some("since".to_owned());
    for (since, words) in [("", "请填写发生日期"), ("2026-07-09", "2026 年 7 月 9 日"), ("2026-10-09", "请填写发生日期")]
    {
        let (code, field, what) = refused(pay(&desk, &household, 2026, &all[..1], Some(special("veteran", since))));
        assert_eq!((code.as_str(), &field), ("E-3010", &at_since), "since {since}");
        assert!(what.contains(words), "since {since}: {what}");
    }
    let chosen = special("veteran", "2026-07-10");
    assert_eq!(quote(&desk, &household, 2026, Some(&chosen)).selected, 1, "a reason is one of a person, not of all");
    let receipt = pay(&desk, &household, 2026, &[all[0].clone(), all[2].clone()], Some(chosen)).unwrap();
    assert_eq!(receipt.due.plain, "420.00");
    let lines: Vec<_> = receipt
        .lines
        .iter()
        .map(|line| (line.special.as_ref().map(|name| name.zh.as_str()), line.benefits_from.as_deref().unwrap()))
        .collect();
    assert_eq!(lines, [(Some("退役军人"), "2026-10-09"), (None, "2026-08-08")], "the child needs no reason");
    let cheaper = pay(&desk, &household, 2026, &all[1..2], Some(special("released", ""))).unwrap();
    assert_eq!(cheaper.due.plain, "100.00");
    let (_, _, what) = refused(pay(&desk, &family_of_one(&desk), 2026, &[], Some(special("unheard-of", ""))));
    assert!(what.contains("至少勾选"), "{what}");
    assert!(desk.is_sound());
}

fn family_of_one(desk: &Desk) -> HouseholdView {
    let input = HouseholdInput {
        village: "槐树村".into(),
        group: "4".into(),
        door: "1".into(),
        phone: String::new(),
        members: vec![member("19700101", 11, "赵六", "head")],
    };
    desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap()
}

#[test]
fn a_reason_spares_the_waiting_of_a_late_window() {
    let desk = Desk::with_rules(&[rules(2026, LATE, &format!("{SPECIAL}{WAITING}"))]);
    let household = family(&desk);
    let line = |chosen: Option<&SpecialInput>| quote(&desk, &household, 2026, chosen).lines.remove(0);
    assert_eq!(line(None).benefits_from.as_deref(), Some("2027-01-09"));
    let spared = line(Some(&special("veteran", "2026-10-01")));
    assert_eq!((spared.benefits_from.as_deref(), spared.waiting), (Some("2026-10-09"), None));
}

#[test]
fn a_household_is_enrolled_only_as_a_whole_where_the_pack_says_so() {
    let whole = "\n[enrolment]\nunit = \"whole-household\"\n";
    let desk = Desk::with_rules(&[rules(2026, OPEN, whole)]);
    let household = family(&desk);
    let all = persons(&household);
    let shown = desk.clinic.premium_quote(&household.id, 2026, Some(&all[..2]), None, desk.now()).unwrap();
    assert!(shown.blocked.unwrap().zh.contains("王梓涵"), "who is left out is named");
    let (code, _, what) = refused(pay(&desk, &household, 2026, &all[..2], None));
    assert!(code == "E-3014" && what.contains("王梓涵"), "{code} {what}");
    assert!(quote(&desk, &household, 2026, None).blocked.is_none());
    pay(&desk, &household, 2026, &all, None).unwrap();
}

#[test]
fn the_season_begins_with_the_latest_year_that_is_collected_and_offers_the_others() {
    let next = rules(2027, "{ from = \"2026-09-01\", until = \"2027-02-28\" }", "");
    let desk = Desk::with_rules(&[rules(2026, OPEN, ""), next, rules(2025, CLOSED, "")]);
    let frame = desk.clinic.frame_view(desk.now()).unwrap();
    assert_eq!((frame.season_year, frame.season_late), (Some(2027), false));
    let household = family(&desk);
    assert_eq!(quote(&desk, &household, 2027, None).open_years, [2027, 2026]);
    let all = persons(&household);
    pay(&desk, &household, 2027, &all[..1], None).unwrap();
    let this = pay(&desk, &household, 2026, &all[..1], None).unwrap();
    assert_eq!((this.year, this.lines[0].benefits_from.as_deref()), (2026, Some("2026-01-01")));
}

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
    let row = desk.clinic.payment_list().unwrap().remove(0);
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
    assert_eq!(by_method(&desk), [("cash".to_owned(), "-210.00".to_owned())], "the drawer has less, the account as before");
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
