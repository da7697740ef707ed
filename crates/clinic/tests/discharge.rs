//! What is checked before a stay is settled.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{ChargeInput, ChargesInput, DepositInput, DischargeView};
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
        assert_eq!(failed(&view()), ["2026 年 10 月 8 日其他重复"]);
        desk.clinic.charges_withdraw(&desk.op(), &stay, &[charges[1].line], desk.now()).unwrap();
        assert!(view().can_settle && failed(&view()).is_empty(), "one was withdrawn");
    }
}

#[test]
fn a_stay_has_no_more_days_of_a_daily_charge_than_it_lasted() {
    let once =
        small_file("yearly.toml").replace("benefit_year = 2026", "benefit_year = 2026\nonce_a_day = [\"other\"]");
    let desk = Desk::with_rules(&[once]);
    let daily = |stay: &str| {
        let view = desk.clinic.discharge_view(stay, "", desk.now()).unwrap();
        let check = view.checks.iter().find(|check| check.code == "once-a-day").unwrap().clone();
        (view.can_settle, check.title)
    };
    let members = desk.household();
    let (settles, said) = daily(&desk.charged_on(&members[0], "7", "2026-10-07"));
    assert!(!settles);
    assert_eq!(said.zh, "其他记了 7 天，住院只有 1 天");
    assert_eq!(said.en, "Other: charged for 7 days of a stay of 1 day");
    let (settles, said) = daily(&desk.charged_on(&members[1], "7", "2026-10-01"));
    assert!(settles, "{said:?}");
}

#[test]
fn a_deposit_is_low_when_it_is_below_what_the_patient_will_pay() {
    let desk = Desk::with_small_pack(&[]);
    // 1,000 yuan, of which 500 and a fifth of the rest are the patient's.
    let stay = desk.charged(&desk.household()[0], "100");
    let low = || desk.clinic.stay_view(&stay, desk.now()).unwrap().row.low_balance;
    let deposit = |amount: &str| {
        let input = DepositInput { op: desk.op(), stay: stay.clone(), amount: amount.into(), method: "cash".into() };
        desk.clinic.deposit_take(&input, desk.now()).unwrap();
    };
    assert!(low(), "nothing was deposited");
    deposit("599");
    assert!(low());
    deposit("1");
    assert!(!low(), "600 is the patient's part, though the charges are 1,000");
}
