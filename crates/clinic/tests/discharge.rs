//! What is checked before a stay is settled.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{ChargeInput, ChargesInput, DischargeView};
use support::{Desk, small_file};

#[test]
fn a_second_charge_of_a_day_is_in_the_way_only_where_the_pack_says_so() {
    let free = small_file("yearly.toml");
    let once = free.replace("benefit_year = 2026", "benefit_year = 2026\nonce_a_day = [\"other\"]");
    for (rules, settles) in [(free, true), (once, false)] {
        let desk = Desk::with_rules(&[rules]);
        let stay = desk.charged(&desk.household()[0], "1");
        let view = || desk.clinic.discharge_view(&stay, "", desk.now()).unwrap();
        let failed = |view: &DischargeView| {
            let failed = view.checks.iter().filter(|check| check.state == "failed");
            failed.map(|check| check.title.zh.clone()).collect::<Vec<_>>()
        };
        assert!(view().can_settle && failed(&view()).is_empty(), "one a day");
        let lines = vec![ChargeInput { item: "S0001".into(), quantity: "1".into(), price: String::new() }];
        let input = ChargesInput { op: desk.op(), stay: stay.clone(), date: String::new(), lines };
        let charges = desk.clinic.charges_record(&input, desk.now()).unwrap().charges;
        assert_eq!(view().can_settle, settles);
        if settles {
            continue;
        }
        assert_eq!(failed(&view()), ["2026-10-08 其他重复"]);
        desk.clinic.charges_withdraw(&desk.op(), &stay, &[charges[1].line], desk.now()).unwrap();
        assert!(view().can_settle && failed(&view()).is_empty(), "one was withdrawn");
    }
}
