//! The second person of a reversal.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::PIN_TRIES;
use support::{CASHIER, Desk, OFFICE, PIN};

#[test]
fn what_is_wrong_with_the_second_person_is_said_where_it_was_typed() {
    let desk = Desk::with_small_pack(&[]);
    let settled = desk.stay(&desk.household()[0], "100");
    let plan = desk.plan(&settled);
    let refused = |initials: &str, pin: &str| {
        let refused = desk.reverse_with(&settled, &plan, initials, pin).unwrap_err().for_people();
        (refused.code, refused.field.unwrap_or_default())
    };
    let at = |code: &str, field: &str| (code.to_owned(), field.to_owned());

    assert_eq!(refused(OFFICE, PIN), at("E-1205", "second_initials"), "the first person cannot be the second");
    for _ in 0..PIN_TRIES {
        assert_eq!(refused(CASHIER, "000000"), at("E-1202", "second_pin"));
    }
    assert_eq!(refused(CASHIER, PIN), at("E-1203", "second_pin"), "locked, even with the right one");

    assert!(!desk.view(&settled).row.reversed, "nothing was reversed");
    assert!(desk.is_sound());
}

#[test]
fn the_year_beside_a_reversed_bill_no_longer_counts_it() {
    let desk = Desk::with_small_pack(&[]);
    let settled = desk.stay(&desk.household()[0], "100");
    assert_eq!(settled.totals[0].used.plain, "1000.00");
    let reversed = desk.reverse(&settled, &desk.plan(&settled)).unwrap();
    assert_eq!(reversed.totals[0].used.plain, "0.00");
}
