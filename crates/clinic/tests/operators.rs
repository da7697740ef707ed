//! PINs that operators choose, and wrong ones that are counted across restarts.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{OperatorUnlock, PinChange, SignIn};
use nonghe_clinic::{ClinicError, Now};
use support::{CASHIER, CLERK, Desk, OFFICE, PIN};

const NEW: &str = "204816";
const MINUTE_MS: i64 = 60_000;

fn change(old: &str, new: &str, again: &str) -> PinChange {
    PinChange { old: old.into(), new: new.into(), again: again.into() }
}

fn sign_in(desk: &Desk, initials: &str, pin: &str, now: Now) -> Result<(), ClinicError> {
    desk.clinic.sign_in(&SignIn { initials: initials.into(), pin: pin.into() }, now).map(drop)
}

fn later(now: Now, minutes: i64) -> Now {
    let ms = minutes * MINUTE_MS;
    Now { wall_ms: now.wall_ms + ms, mono_ms: now.mono_ms + u64::try_from(ms).unwrap() }
}

fn field_of(error: &ClinicError) -> String {
    error.for_people().field.unwrap_or_default()
}

#[test]
fn a_chosen_pin_counts_and_the_old_one_does_not() {
    let desk = Desk::new();
    let entries = desk.store(|store| store.last_seq().unwrap());
    desk.clinic.operator_pin_change(&change(PIN, NEW, NEW), desk.now()).unwrap();
    assert_eq!(desk.store(|store| store.last_seq().unwrap()), entries, "a PIN is no entry of the journal");
    assert!(matches!(sign_in(&desk, OFFICE, PIN, desk.now()), Err(ClinicError::WrongPin { left: 4 })));
    sign_in(&desk, OFFICE, NEW, desk.now()).unwrap();
    sign_in(&desk, CASHIER, PIN, desk.now()).unwrap();
}

#[test]
fn a_chosen_pin_outlives_the_program() {
    let desk = Desk::new();
    desk.clinic.operator_pin_change(&change(PIN, NEW, NEW), desk.now()).unwrap();
    let desk = desk.reopened();
    sign_in(&desk, OFFICE, NEW, desk.now()).unwrap();
}

#[test]
fn a_change_asks_for_the_old_pin_and_the_new_one_twice() {
    let desk = Desk::new();
    for (input, field) in [
        (change("000001", NEW, NEW), "old"),
        (change(PIN, "123456", "123456"), "new"),
        (change(PIN, "20481", "20481"), "new"),
        (change(PIN, PIN, PIN), "new"),
        (change(PIN, NEW, "204817"), "again"),
    ] {
        let refused = desk.clinic.operator_pin_change(&input, desk.now()).unwrap_err();
        assert_eq!(field_of(&refused), field, "{input:?}");
    }
    sign_in(&desk, OFFICE, PIN, desk.now()).unwrap();
}

#[test]
fn nobody_changes_a_pin_at_a_locked_desk() {
    let desk = Desk::new();
    desk.clinic.lock_desk();
    let refused = desk.clinic.operator_pin_change(&change(PIN, NEW, NEW), desk.now());
    assert!(matches!(refused, Err(ClinicError::NotSignedIn)));
}

#[test]
fn wrong_pins_of_a_change_count_as_well() {
    let desk = Desk::new();
    for _ in 0..5 {
        assert!(desk.clinic.operator_pin_change(&change("000001", NEW, NEW), desk.now()).is_err());
    }
    let locked = desk.clinic.operator_pin_change(&change(PIN, NEW, NEW), desk.now());
    assert!(matches!(locked, Err(ClinicError::PinLocked { .. })));
}

#[test]
fn a_restart_gives_no_new_tries() {
    let desk = Desk::new();
    let start = desk.now();
    for left in [4, 3, 2] {
        let refused = sign_in(&desk, CASHIER, "000001", start);
        assert!(matches!(refused, Err(ClinicError::WrongPin { left: found }) if found == left), "{refused:?}");
    }
    let desk = desk.reopened();
    let restarted = Now { mono_ms: 0, ..start };
    assert!(matches!(sign_in(&desk, CASHIER, "000001", restarted), Err(ClinicError::WrongPin { left: 1 })));
    assert!(matches!(sign_in(&desk, CASHIER, "000001", restarted), Err(ClinicError::WrongPin { left: 0 })));
    assert!(matches!(sign_in(&desk, CASHIER, PIN, restarted), Err(ClinicError::PinLocked { minutes: 5 })));

    let desk = desk.reopened();
    let almost = Now { mono_ms: 0, ..later(start, 4) };
    assert!(matches!(sign_in(&desk, CASHIER, PIN, almost), Err(ClinicError::PinLocked { minutes: 1 })));
    sign_in(&desk, CASHIER, PIN, later(almost, 1)).unwrap();
}

#[test]
fn a_clock_that_was_put_back_does_not_lengthen_the_lock_beyond_five_minutes() {
    let desk = Desk::new();
    let start = desk.now();
    for _ in 0..5 {
        assert!(sign_in(&desk, CASHIER, "000001", start).is_err());
    }
    let desk = desk.reopened();
    let put_back = Now { wall_ms: start.wall_ms - 600 * MINUTE_MS, mono_ms: 0 };
    assert!(matches!(sign_in(&desk, CASHIER, PIN, put_back), Err(ClinicError::PinLocked { minutes: 5 })));
    sign_in(&desk, CASHIER, PIN, later(put_back, 5)).unwrap();
}

#[test]
fn a_right_pin_forgets_the_wrong_ones() {
    let desk = Desk::new();
    assert!(sign_in(&desk, CASHIER, "000001", desk.now()).is_err());
    sign_in(&desk, CASHIER, PIN, desk.now()).unwrap();
    let desk = desk.reopened();
    assert!(matches!(sign_in(&desk, CASHIER, "000001", desk.now()), Err(ClinicError::WrongPin { left: 4 })));
}

fn unlock(desk: &Desk, initials: &str, pin: &str) -> Result<(), ClinicError> {
    let rows = desk.clinic.operators_view(desk.now())?;
    let operator = rows.iter().find(|row| row.initials == initials).unwrap().id.clone();
    desk.clinic.operator_unlock(&OperatorUnlock { operator, pin: pin.into() }, desk.now()).map(drop)
}

fn locked_until(desk: &Desk, initials: &str) -> Option<String> {
    let rows = desk.clinic.operators_view(desk.now()).unwrap();
    rows.into_iter().find(|row| row.initials == initials).unwrap().locked_until
}

#[test]
fn the_office_lets_an_operator_in_again_with_its_own_pin() {
    for restarted in [false, true] {
        let mut desk = Desk::new();
        for _ in 0..5 {
            assert!(sign_in(&desk, CASHIER, "000001", desk.now()).is_err());
        }
        if restarted {
            desk = desk.restarted();
        }
        assert!(locked_until(&desk, CASHIER).is_some_and(|until| until.contains(':')), "restarted: {restarted}");
        assert_eq!(locked_until(&desk, OFFICE), None);
        assert_eq!(field_of(&unlock(&desk, CASHIER, "000001").unwrap_err()), "pin");
        assert!(matches!(sign_in(&desk, CASHIER, PIN, desk.now()), Err(ClinicError::PinLocked { .. })));
        unlock(&desk, CASHIER, PIN).unwrap();
        assert_eq!(locked_until(&desk, CASHIER), None);
        sign_in(&desk, CASHIER, PIN, desk.now()).unwrap();
    }
}

#[test]
fn nobody_but_the_office_unlocks_and_each_role_is_said_with_its_work() {
    let desk = Desk::new();
    sign_in(&desk, CLERK, PIN, desk.now()).unwrap();
    assert!(matches!(unlock(&desk, CASHIER, PIN), Err(ClinicError::NotAllowed(_))));
    for row in desk.clinic.operators_view(desk.now()).unwrap() {
        assert!(row.roles.iter().all(|role| !role.name.zh.is_empty() && role.example.zh.starts_with('如')), "{row:?}");
    }
}
