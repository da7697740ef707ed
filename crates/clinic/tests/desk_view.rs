//! What the desk tells: how long the county has not been reached, today's work, and where each record is shown.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use support::Desk;

#[test]
fn days_without_the_county_are_counted_from_the_oldest_record_where_it_was_never_reached() {
    let desk = Desk::new();
    let badge = |desk: &Desk| desk.clinic.sync_badge(desk.now()).unwrap();
    assert_eq!((badge(&desk).overdue_days, badge(&desk).last_ok), (None, None), "on the first day nothing is late");
    desk.days_pass(9);
    assert_eq!(badge(&desk).overdue_days, Some(9));
    assert!(badge(&desk).long_offline.is_none());
    desk.days_pass(12);
    let told = badge(&desk).long_offline.unwrap();
    assert!(told.zh.contains("21 天") && told.zh.contains("E-6002"), "{}", told.zh);
    assert!(told.zh.chars().count() <= 40, "{}", told.zh);
}

#[test]
fn the_desk_lists_work_and_not_what_the_program_writes_about_itself() {
    let desk = Desk::new().restarted();
    assert!(desk.clinic.desk_view(desk.now()).unwrap().recent.is_empty());
    assert!(!desk.clinic.transfer_view(desk.now()).unwrap().entries.is_empty(), "the transfer page has every entry");
    let persons = desk.household();
    let recent = desk.clinic.desk_view(desk.now()).unwrap().recent;
    assert_eq!(recent[0].kind, "premium.collected");
    assert!(recent[0].target.as_ref().unwrap().starts_with("/premiums/"));
    assert_eq!(recent[1].title.zh, "导入名册 4 人");
    assert_eq!((recent.len(), persons.len()), (2, 4));
}

#[test]
fn a_reversal_stands_in_the_takings_by_itself() {
    let desk = Desk::new();
    let persons = desk.household();
    let settled = desk.stay(&persons[0], "1");
    assert_eq!(desk.clinic.desk_view(desk.now()).unwrap().reversed_count, 0);
    let plan = desk.plan(&settled);
    desk.reverse(&settled, &plan).unwrap();
    let view = desk.clinic.desk_view(desk.now()).unwrap();
    assert_eq!(view.reversed_count, 1);
    assert_eq!(view.reversed.plain, format!("-{}", plan.cash_returned.plain));
    let reversal = view.recent.iter().find(|row| row.kind == "settlement.reversed").unwrap();
    assert_eq!(reversal.target.as_deref(), Some(format!("/settlements/{}", settled.row.id).as_str()));
}
