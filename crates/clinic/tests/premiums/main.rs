//! Premiums: what is told before paying and what then holds; voids and refunds by two persons.

#![expect(clippy::unwrap_used, reason = "tests")]

mod give_back;
#[path = "../support/mod.rs"]
mod support;

use nonghe_clinic::ClinicError;
use nonghe_clinic::views::{
    HouseholdInput, HouseholdView, MemberInput, PremiumInput, PremiumQuote, ReceiptView, SpecialInput,
};
use nonghe_domain::PersonId;
use nonghe_protocol::FeedItem;
use support::township::id_number;
use support::{Desk, small_file};

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
    for (since, words) in
        [("", "请填写发生日期"), ("2026-07-09", "2026 年 7 月 9 日"), ("2026-10-09", "请填写发生日期")]
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
