#![expect(clippy::unwrap_used, reason = "tests")]

use super::super::tests::{desk, refusal};
use super::*;
use nonghe_demonstration::Purpose;
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::{Provisioning, SecretKey, Signed};
use std::fs;
use std::time::{Duration, Instant};
use tauri::async_runtime::block_on;
use tempfile::TempDir;

const PASSPHRASE: &str = "seven quiet rivers";

fn step(desk: &Desk) -> String {
    block_on(desk.first_start()).unwrap().step
}

fn create(desk: &Desk, passphrase: &str, again: &str) -> Answer<FirstStartView> {
    block_on(desk.create_device(passphrase.to_owned(), again.to_owned()))
}

/// What a county for real data grants to whoever asked: as a demonstration has it, for this device.
fn grant(request: &Path) -> String {
    let asked: Signed = serde_json::from_str(&fs::read_to_string(request).unwrap()).unwrap();
    let township = tempfile::tempdir().unwrap();
    let at = nonghe_clinic::Now { wall_ms: 1_791_423_000_000, mono_ms: 0 };
    nonghe_demonstration::create(&township.path().join("d"), 20, Purpose::Demonstration, at).unwrap();
    let file = fs::read_to_string(township.path().join("d/provisioning.nhp")).unwrap();
    let theirs: Signed = serde_json::from_str(&file).unwrap();
    let granted: Provisioning = theirs.open(&theirs.key).unwrap();
    let county = SecretKey::from_random(&[5; 32]);
    let ours = Provisioning { demonstration: false, dev: asked.key, county_key: county.public(), ..granted };
    serde_json::to_string(&ours.signed(&county).unwrap()).unwrap()
}

/// Opens the data as soon as the program before has let them go.
fn unlock(desk: &Desk) {
    let began = Instant::now();
    while let Err(refused) = block_on(desk.unlock(PASSPHRASE.to_owned())) {
        assert!(refused.code == "E-9005" && began.elapsed() < Duration::from_secs(30), "{refused:?}");
        // Not a wrong passphrase: whoever knocks is asked for it again.
        block_on(desk.knock()).unwrap_err();
        assert_eq!(refusal(desk).as_deref(), Some("E-9007"));
    }
}

#[test]
fn a_weak_or_mistyped_passphrase_makes_nothing() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let (desk, _) = desk(&data);
    assert_eq!(step(&desk), "passphrase");
    for (passphrase, again, field) in [("short", "short", "passphrase"), (PASSPHRASE, "seven loud rivers", "again")] {
        let refused = create(&desk, passphrase, again).unwrap_err();
        assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("E-6026", Some(field)));
        assert!(!data.exists(), "nothing was made");
    }
    assert_eq!(refusal(&desk).as_deref(), Some("E-6011"));
}

#[test]
fn a_place_where_no_folder_can_be_made_is_told() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("file"), "x").unwrap();
    let (desk, _) = desk(&dir.path().join("file/data"));
    assert_eq!(create(&desk, PASSPHRASE, PASSPHRASE).unwrap_err().code, "E-6032");
    assert_eq!(step(&desk), "passphrase");
}

#[test]
fn the_first_start_goes_on_where_it_stopped_at_every_step() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let request = folder.path().join("ask.nhr");
    let started = |step_expected: &str| {
        let (desk, _) = desk(&data);
        if Store::exists(&data) {
            assert_eq!(refusal(&desk).as_deref(), Some("E-9007"), "real data wait for their passphrase");
            unlock(&desk);
        }
        assert_eq!(step(&desk), step_expected);
        desk
    };
    // ① Killed after the key and before the database: the passphrase that was chosen counts.
    drop(create(&started("passphrase"), PASSPHRASE, PASSPHRASE).unwrap());
    for name in ["nonghe.db", "nonghe.db-wal", "nonghe.db-shm"] {
        let _ = fs::remove_file(data.join(name));
    }
    let desk = started("passphrase");
    assert!(block_on(desk.first_start()).unwrap().key_waits);
    assert_eq!(create(&desk, "another good passphrase", "").unwrap_err().code, "E-9004");
    assert_eq!(create(&desk, PASSPHRASE, "").unwrap().step, "request");
    drop(desk);

    // ② Money cannot move yet.
    let desk = started("request");
    let early = block_on(desk.run(Clinic::desk_view)).unwrap_err();
    assert_eq!(early.code, "E-1201");
    assert_eq!(block_on(desk.exchange_now()).unwrap_err().code, "E-6010");
    let path = request.clone();
    block_on(desk.run(move |clinic, now| clinic.request_write(&path, "窗口1", now))).unwrap();
    drop(desk);

    // ③ Looking changes nothing.
    let desk = started("grant");
    let file = folder.path().join("grant.nhp");
    fs::write(&file, grant(&request)).unwrap();
    let shown = block_on(desk.provisioning_check(file.clone())).unwrap();
    assert!(shown.people >= 20 && !shown.demonstration);
    drop(desk);
    let desk = started("grant");
    fs::write(folder.path().join("other.nhp"), "{}").unwrap();
    let other = block_on(desk.provisioning_accept(folder.path().join("other.nhp"), shown.seal.clone())).unwrap_err();
    assert_eq!(other.code, "E-6024");
    assert_eq!(step(&desk), "grant");
    let accepted = block_on(desk.provisioning_accept(file, shown.seal)).unwrap();
    assert_eq!(accepted.step, "printer");
    let state = block_on(desk.run(|clinic, _| Ok(clinic.session_state()))).unwrap();
    assert!(state.centre.is_some() && state.first_start && !state.demonstration);
    drop(desk);

    // ④ ⑤
    for (step, next) in [("printer", "reader"), ("reader", "done")] {
        let desk = started(step);
        block_on(desk.run(move |clinic, _| clinic.setup_step(step, true))).unwrap();
        drop(desk);
        drop(started(next));
    }
    // ⑥
    let desk = started("done");
    let left = block_on(desk.run(|clinic, now| {
        let (initials, pin, ..) = nonghe_demonstration::OPERATORS[0];
        clinic.sign_in(&nonghe_clinic::views::SignIn { initials: initials.into(), pin: pin.into() }, now)?;
        Ok(clinic.desk_view(now)?.setup_left.len())
    }));
    assert_eq!(left.unwrap(), 2);
}
