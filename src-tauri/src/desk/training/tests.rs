#![expect(clippy::unwrap_used, reason = "tests")]

use super::super::tests::{desk, refusal};
use super::*;
use crate::papers::{PaperKind, Wanted};
use nonghe_clinic::views::{PaymentQuery, PrintSetting, SessionView};
use nonghe_clinic::{Accounted, Clinic, PrintState, Printing};
use nonghe_domain::Lang;
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc::Receiver;
use tauri::async_runtime::block_on;
use tempfile::TempDir;

/// A demonstration stands for the centre's own data: it opens without a passphrase and has operators.
fn centre() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let at = nonghe_clinic::Now { wall_ms: 1_791_423_000_000, mono_ms: 0 };
    nonghe_demonstration::create(&data, 20, Purpose::Demonstration, at).unwrap();
    (folder, data)
}

fn sign_in(desk: &Desk) {
    let (initials, pin, ..) = OPERATORS[0];
    let who = SignIn { initials: initials.into(), pin: pin.into() };
    block_on(desk.run(move |clinic, now| clinic.sign_in(&who, now))).unwrap();
}

fn state(desk: &Desk) -> SessionView {
    block_on(desk.run(|clinic, _| Ok(clinic.session_state()))).unwrap()
}

fn entries(desk: &Desk) -> u64 {
    block_on(desk.run(|clinic, _| Ok(clinic.shared_store().lock().unwrap().last_seq()?))).unwrap()
}

fn signed_in() -> (TempDir, Desk, Receiver<crate::news::News>) {
    let (folder, data) = centre();
    let (desk, told) = desk(&data);
    sign_in(&desk);
    (folder, desk, told)
}

#[test]
fn nobody_practises_who_is_not_signed_in() {
    let (folder, data) = centre();
    let (desk, _) = desk(&data);
    assert_eq!(block_on(desk.training_enter()).unwrap_err().code, "E-1201");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was made");
}

#[test]
fn training_has_people_and_entries_of_its_own_and_is_left_again() {
    let (folder, desk, _told) = signed_in();
    let before = entries(&desk);
    block_on(desk.training_enter()).unwrap();
    let view = state(&desk);
    assert!(view.training && view.operator.is_some(), "somebody is signed in at once");
    assert!(view.data_dir.ends_with("data-training"), "{}", view.data_dir);
    block_on(desk.run(|clinic, now| clinic.draft_save("household", "k", "t", "{}", now))).unwrap();
    assert!(block_on(desk.run(Clinic::frame_view)).unwrap().training);
    assert!(hint().zh.contains(OPERATORS[0].1));
    let number = block_on(desk.run(Clinic::frame_view)).unwrap().next_number;

    block_on(desk.training_leave()).unwrap();
    let view = state(&desk);
    assert!(!view.training && view.operator.is_none(), "whoever comes back signs in");
    sign_in(&desk);
    assert_eq!(entries(&desk), before + 1, "only the start of the session was added");
    let frame = block_on(desk.run(Clinic::frame_view)).unwrap();
    assert!(!frame.training);
    assert!(block_on(desk.run(Clinic::desk_view)).unwrap().drafts.is_empty());

    // What was practised is still there the next time.
    block_on(desk.training_enter()).unwrap();
    let kept = block_on(desk.run(Clinic::desk_view)).unwrap();
    assert_eq!(kept.drafts.len(), 1);
    block_on(desk.training_reset()).unwrap();
    let view = state(&desk);
    assert!(view.training && view.operator.is_some());
    let anew = block_on(desk.run(Clinic::desk_view)).unwrap();
    assert!(anew.drafts.is_empty(), "as on the first day");
    assert_eq!(block_on(desk.run(Clinic::frame_view)).unwrap().next_number, number);
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["data", "data-training"], "nothing half made is left");
}

#[test]
fn training_data_never_meet_a_county() {
    let (_folder, desk, _told) = signed_in();
    block_on(desk.training_enter()).unwrap();
    let refused = block_on(desk.exchange_now()).unwrap_err();
    assert_eq!(refused.code, "E-6029");
    // Whatever else asks for the way to the county gets none, though the data name an address where somebody listens.
    let county = TcpListener::bind("127.0.0.1:0").unwrap();
    county.set_nonblocking(true).unwrap();
    let store = block_on(desk.run(|clinic, _| Ok(clinic.shared_store()))).unwrap();
    assert!(matches!(store.lock().unwrap().identity(), Err(StoreError::Training)));
    let address = format!("http://{}", county.local_addr().unwrap());
    let background = nonghe_sync::run_background(Arc::clone(&store), move |_| nonghe_sync::Http::new(&address), |_| ());
    let background = background.unwrap();
    background.now();
    background.stop();
    assert!(county.accept().is_err(), "nobody knocked");
}

/// A paper that was ordered for a printer that does not exist.
fn order_a_paper(desk: &Desk) -> String {
    block_on(desk.run(|clinic, now| {
        let usual = clinic.print_setting("receipt")?;
        clinic.print_setting_keep(&PrintSetting { printer: Some("nowhere".into()), ..usual })?;
        let payment = clinic.payment_list(&PaymentQuery::default())?.rows.remove(0).id;
        clinic.paper_order(Accounted::Receipt, &payment, "nowhere", 1, now)?;
        clinic.paper_set(Accounted::Receipt, &payment, |kept| "/nowhere.pdf".clone_into(&mut kept.file))?;
        Ok(payment)
    }))
    .unwrap()
}

fn papers_under_way(desk: &Desk) -> Vec<Printing> {
    block_on(desk.run(|clinic, _| clinic.papers_under_way())).unwrap()
}

#[test]
fn the_queue_of_papers_ends_with_its_desk_and_begins_again_with_it() {
    let (_folder, desk, _told) = signed_in();
    let payment = order_a_paper(&desk);
    let held = Arc::downgrade(&block_on(desk.run(|clinic, _| Ok(clinic.shared_store()))).unwrap());
    block_on(desk.training_enter()).unwrap();
    assert!(wait_until_free(&held), "a queue that waits for its printer lets go of the data");
    assert!(papers_under_way(&desk).is_empty(), "nothing of the centre comes out while somebody practises");
    let mut view = block_on(desk.run(|clinic, _| clinic.printing_view())).unwrap();
    assert!(view.assigned.is_empty(), "no printer with real forms takes papers of training by itself");

    block_on(desk.training_leave()).unwrap();
    sign_in(&desk);
    // A queue that begins puts what the last one had not sent before a person.
    let began = Instant::now();
    while papers_under_way(&desk).iter().any(|kept| kept.state != PrintState::Held) {
        assert!(began.elapsed() < Duration::from_mins(1), "no queue began");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(papers_under_way(&desk)[0].subject, payment, "and nothing is lost");
    view = block_on(desk.run(|clinic, _| clinic.printing_view())).unwrap();
    assert_eq!((view.assigned, view.unprinted), (vec!["receipt".to_owned(), "slip".to_owned()], 1));
}

#[test]
fn every_paper_of_training_says_that_it_is_not_valid() {
    let (_folder, desk, _told) = signed_in();
    block_on(desk.training_enter()).unwrap();
    let household = block_on(desk.run(|clinic, _| clinic.household_list("", 2026))).unwrap().remove(0).id;
    let wanted = Wanted { kind: PaperKind::Card, id: household, year: Some(2026), lang: Lang::Zh };
    let path = block_on(desk.print(wanted, true)).unwrap().document.unwrap().path;
    assert!(path.contains("data-training"), "kept apart from the centre's papers: {path}");
    let text = Command::new("pdftotext").args(["-raw", &path, "-"]).output().expect("pdftotext of poppler-utils");
    let text: String = String::from_utf8(text.stdout).unwrap().split_whitespace().collect();
    assert!(text.contains("练习无效") && !text.contains("演示无效"), "{text}");
}

#[test]
fn data_that_are_not_for_training_are_neither_used_nor_removed() {
    let (folder, desk, _told) = signed_in();
    let place = folder.path().join("data-training");
    let at = nonghe_clinic::Now { wall_ms: 1_791_423_000_000, mono_ms: 0 };
    nonghe_demonstration::create(&place, 20, Purpose::Demonstration, at).unwrap();
    assert_eq!(block_on(desk.training_enter()).unwrap_err().code, "E-6031");
    assert!(!state(&desk).training && state(&desk).operator.is_some(), "the desk stays as it was");
    assert!(Store::exists(&place));
    assert_eq!(block_on(desk.training_reset()).unwrap_err().code, "E-1002", "and nothing is reset outside training");

    let making = folder.path().join("data-training-making");
    drop(Store::create(&making, &nonghe_store::Protector::Passphrase("seven quiet rivers")).unwrap());
    fs::remove_dir_all(&place).unwrap();
    assert_eq!(block_on(desk.training_enter()).unwrap_err().code, "E-6031");
    assert!(Store::exists(&making), "data behind a passphrase are never removed");
}

#[test]
fn a_making_that_was_cut_short_is_made_anew() {
    let (folder, desk, _told) = signed_in();
    let making = folder.path().join("data-training-making");
    drop(Store::create(&making, &nonghe_store::Protector::Demonstration).unwrap());
    block_on(desk.training_enter()).unwrap();
    assert!(state(&desk).training && !making.exists());
}

#[test]
fn real_data_ask_for_their_passphrase_when_training_is_left() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    drop(Store::create(&data, &nonghe_store::Protector::Passphrase("seven quiet rivers")).unwrap());
    let (desk, _told) = desk(&data);
    block_on(desk.unlock("seven quiet rivers".to_owned())).unwrap();
    // No operator of a centre that is not granted can sign in, so the move itself is tried.
    let old = desk.here();
    let place = training_dir(&data);
    old.make(&place).unwrap();
    let next = Arc::new(old.beside(&place));
    next.begin_training("").unwrap();
    desk.go(&old, next);
    assert!(state(&desk).training);
    block_on(desk.training_leave()).unwrap();
    assert_eq!(refusal(&desk).as_deref(), Some("E-9007"));
    block_on(desk.unlock("seven quiet rivers".to_owned())).unwrap();
    assert!(!state(&desk).training);
}

#[test]
fn a_printer_is_well_only_after_it_was_asked_and_one_that_is_not_there_is_named_at_once() {
    let (_folder, desk, _told) = signed_in();
    let setting = block_on(desk.run(|clinic, _| clinic.print_setting("receipt"))).unwrap();
    let setting = PrintSetting { printer: Some("nobody has this printer".into()), ..setting };
    // Kept beside the queue, which does not hear of it.
    block_on(desk.run(move |clinic, _| clinic.print_setting_keep(&setting))).unwrap();
    assert!(!block_on(desk.printing_view()).unwrap().checked, "a printer that nobody asked is not called ready");
    block_on(desk.about_papers(|_, _| Ok(()))).unwrap();
    let began = Instant::now();
    let mut view = block_on(desk.printing_view()).unwrap();
    while !view.checked {
        assert!(began.elapsed() < Duration::from_mins(1), "nobody asks the printer");
        std::thread::sleep(Duration::from_millis(20));
        view = block_on(desk.printing_view()).unwrap();
    }
    assert!(view.trouble.is_some(), "no paper waits, and yet it is known: {view:?}");
    let payment = block_on(desk.run(|clinic, _| Ok(clinic.payment_list(&PaymentQuery::default())?.rows.remove(0).id))).unwrap();
    let wanted = Wanted { kind: PaperKind::Receipt, id: payment, year: None, lang: Lang::Zh };
    let printed = block_on(desk.print(wanted, false)).unwrap();
    assert!(printed.trouble.is_some() && printed.document.is_none(), "whoever ordered hears it: {printed:?}");
}
