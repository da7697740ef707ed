#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use tauri::async_runtime::block_on;

/// A desk on a folder, once its door has settled, and what it tells the window.
pub(super) fn desk(dir: &Path) -> (Desk, Receiver<News>) {
    let (tell, told) = channel();
    let desk = Desk::new(dir.to_owned(), Clock::start(), move |news| {
        // A test that does not listen has let go of the other end.
        let _ = tell.send(news);
    });
    desk.open_in_background().unwrap();
    (desk, told)
}

/// The code with which a command is refused; none if it is not.
pub(super) fn refusal(desk: &Desk) -> Option<String> {
    block_on(desk.run(|_, _| Ok(()))).err().map(|error| error.code)
}

#[test]
fn without_data_every_command_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _) = desk(dir.path());
    assert_eq!(refusal(&desk).as_deref(), Some("E-6011"));
    assert_eq!(block_on(desk.exchange_now()).unwrap_err().code, "E-6011");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "looking for data makes none");
}

#[test]
fn demonstration_data_open_by_themselves() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), &Protector::Demonstration).unwrap());
    assert_eq!(refusal(&desk(dir.path()).0), None);
}

#[test]
fn a_second_program_on_the_same_data_is_told_of_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let first = Store::create(dir.path(), &Protector::Demonstration).unwrap();
    let (desk, _) = desk(dir.path());
    assert_eq!(refusal(&desk).as_deref(), Some("E-9005"));
    assert_eq!(block_on(desk.knock()).unwrap_err().code, "E-9005");
    drop(first);
    assert_eq!(refusal(&desk).as_deref(), Some("E-9005"), "nothing changes by itself");
    block_on(desk.knock()).unwrap();
    assert_eq!(refusal(&desk), None);
}

#[test]
fn a_damaged_database_is_refused_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), &Protector::Demonstration).unwrap());
    let file = dir.path().join("nonghe.db");
    let damaged = vec![b'x'; 8192];
    fs::write(&file, &damaged).unwrap();
    assert_eq!(refusal(&desk(dir.path()).0).as_deref(), Some("E-9003"));
    assert_eq!(fs::read(&file).unwrap(), damaged);
}

#[test]
fn real_data_wait_for_the_passphrase_of_the_device() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), &Protector::Passphrase("seven quiet rivers")).unwrap());
    let (desk, _) = desk(dir.path());
    let asked = block_on(desk.run(|_, _| Ok(()))).unwrap_err();
    assert_eq!((asked.code.as_str(), asked.field.as_deref()), ("E-9007", Some("passphrase")));

    let wrong = block_on(desk.unlock("seven loud rivers".to_owned())).unwrap_err();
    assert_eq!((wrong.code.as_str(), wrong.field.as_deref()), ("E-9004", Some("passphrase")));
    assert_eq!(refusal(&desk).as_deref(), Some("E-9004"), "still shut");

    block_on(desk.unlock("seven quiet rivers".to_owned())).unwrap();
    assert_eq!(refusal(&desk), None);
    block_on(desk.unlock("whatever".to_owned())).unwrap();
    assert_eq!(refusal(&desk), None, "what is open stays open");
}

#[test]
fn a_panic_in_a_command_is_an_answer_and_the_next_command_works() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), &Protector::Demonstration).unwrap());
    let (desk, _) = desk(dir.path());
    let panicking = |clinic: &Clinic, _| {
        let store = clinic.shared_store();
        let _held = store.lock();
        panic!("on purpose")
    };
    assert_eq!(block_on(desk.run::<()>(panicking)).unwrap_err().code, "E-9001");
    let state = block_on(desk.run(|clinic, _| Ok(clinic.session_state()))).unwrap();
    assert!(state.operator.is_none());
}

#[test]
fn the_badge_is_told_after_a_record_and_not_after_a_look() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), &Protector::Demonstration).unwrap());
    let (desk, told) = desk(dir.path());
    block_on(desk.run(|_, _| Ok(()))).unwrap();
    assert!(told.try_recv().is_err());
    block_on(desk.record::<()>(|_, _| Err(ClinicError::NotFound))).unwrap_err();
    assert!(told.try_recv().is_err(), "what was refused is no record");
    block_on(desk.record(|_, _| Ok(()))).unwrap();
    assert!(matches!(told.try_recv(), Ok(News::Badge(_))));
}

#[test]
fn without_a_provisioning_file_there_is_nothing_to_exchange() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::create(dir.path(), &Protector::Demonstration).unwrap());
    assert_eq!(block_on(desk(dir.path()).0.exchange_now()).unwrap_err().code, "E-6010");
}
