//! Premiums of the demonstration pack.

use crate::support::{category, day, demonstration, money};
use nonghe_domain::premium::{PremiumRefusal, premium};

#[test]
fn a_subsidy_is_taken_from_the_member_amount() {
    for (codes, due, by) in [
        (&[][..], "210.00", None),
        (&["tekun"], "0.00", Some("tekun")),
        (&["dibao"], "42.00", Some("dibao")),
        (&["monitored"], "105.00", Some("monitored")),
        (&["disabled", "monitored"], "105.00", Some("disabled")),
        (&["monitored", "dibao"], "42.00", Some("dibao")),
        (&["dibao", "tekun"], "0.00", Some("tekun")),
        (&["unheard-of"], "210.00", None),
    ] {
        let categories: Vec<_> = codes.iter().map(|code| category(code, "2026-01-01", None)).collect();
        let line = premium(demonstration(), &categories, day("2026-02-01")).unwrap();
        assert_eq!((line.due, line.category.as_deref()), (money(due), by), "{codes:?}");
        assert_eq!(line.due + line.subsidy, line.standard);
    }
}

#[test]
fn a_premium_is_collected_on_every_day_of_its_window_and_on_no_other() {
    for (date, open) in [("2025-08-31", false), ("2025-09-01", true), ("2026-12-31", true), ("2027-01-01", false)] {
        let line = premium(demonstration(), &[], day(date));
        assert_eq!(line.is_ok(), open, "{date}");
        if let Err(PremiumRefusal::WindowClosed { from, until }) = line {
            assert_eq!((from, until), (day("2025-09-01"), day("2026-12-31")));
        }
    }
}
