//! Exchanges of a real database with a county on paper, and over real sockets with what is not the county.
#![expect(clippy::unwrap_used, reason = "tests")]

mod desk;
mod paper_county;
mod sockets;

use desk::TestDesk;
use nonghe_protocol::{Refused, SecretKey};
use nonghe_sync::{Progress, Report, Stage, SyncError, TransportError, exchange};
use paper_county::{Fault, PaperCounty};

fn run(desk: &TestDesk, county: &PaperCounty) -> Result<Report, SyncError> {
    exchange(&desk.store, county, &mut |_| {})
}

fn desk_with(entries: u32) -> TestDesk {
    let mut desk = TestDesk::new("http://county.example");
    desk.write(entries, 200);
    desk
}

#[test]
fn everything_arrives_once_and_comes_back_judged() {
    let (desk, county) = (desk_with(7), PaperCounty::new());
    let report = run(&desk, &county).unwrap();
    assert_eq!(report, Report { sent: 7, received: 1, hwm_seq: 7, unjudged: 0 });
    assert_eq!(county.hashes(), desk.hashes());
    let again = run(&desk, &county).unwrap();
    assert_eq!(again, Report { sent: 0, received: 0, hwm_seq: 7, unjudged: 0 });
    assert_eq!(county.batch_sizes.borrow().len(), 1, "nothing is sent twice");
}

#[test]
fn stages_come_in_their_order_with_counts() {
    let (desk, county) = (desk_with(3), PaperCounty::new());
    county.judge_is_slow.set(true);
    let mut seen = Vec::new();
    exchange(&desk.store, &county, &mut |progress| seen.push(progress)).unwrap();
    let expected = [
        (Stage::Connect, 0, 0),
        (Stage::Upload, 0, 3),
        (Stage::Upload, 3, 3),
        (Stage::CountyCheck, 0, 3),
        (Stage::CountyCheck, 3, 3),
        (Stage::Download, 1, 1),
        (Stage::Done, 3, 3),
    ]
    .map(|(stage, done, of)| Progress { stage, done, of });
    assert_eq!(seen, expected);
}

#[test]
fn batches_grow_while_the_line_is_good() {
    let mut desk = TestDesk::new("http://county.example");
    desk.write(200, 4_000);
    let county = PaperCounty::new();
    run(&desk, &county).unwrap();
    assert_eq!(county.hashes(), desk.hashes());
    let sizes = county.batch_sizes.borrow().clone();
    assert!(sizes.windows(2).take(4).all(|pair| pair[1] > pair[0]), "{sizes:?}");
    assert!(sizes.iter().all(|n| *n <= 64), "256 KiB at most: {sizes:?}");
}

#[test]
fn a_lost_answer_is_sent_again_and_stored_once() {
    let desk = desk_with(5);
    let county = PaperCounty::with_faults([Some(Fault::AnswerLost)]);
    let report = run(&desk, &county).unwrap();
    assert_eq!(report.sent, 5);
    assert_eq!(county.hashes(), desk.hashes());
}

#[test]
fn a_line_that_stays_broken_loses_nothing() {
    let desk = desk_with(5);
    let county = PaperCounty::with_faults([Some(Fault::Lost); 5]);
    let end = run(&desk, &county).unwrap_err();
    assert!(matches!(end, SyncError::Line(TransportError::Broken)), "{end}");
    assert_eq!(desk.waiting_from(), 1);
    assert_eq!(run(&desk, &county).unwrap().sent, 5, "the next exchange goes on");
}

#[test]
fn whatever_message_is_hit_every_entry_arrives_once() {
    for fault in [Fault::Lost, Fault::AnswerLost, Fault::Portal, Fault::Away] {
        for hit in 0..8 {
            let mut desk = TestDesk::new("http://county.example");
            desk.write(20, 1_500);
            let county = PaperCounty::with_faults((0..=hit).map(|message| (message == hit).then_some(fault)));
            for _ in 0..3 {
                let _ = run(&desk, &county);
            }
            assert_eq!(county.hashes(), desk.hashes(), "{fault:?} at message {hit}");
            assert_eq!(desk.waiting_from(), 21, "{fault:?} at message {hit}");
        }
    }
}

#[test]
fn a_login_page_takes_nothing_as_delivered() {
    let desk = desk_with(4);
    let county = PaperCounty::with_faults([Some(Fault::Portal)]);
    let end = run(&desk, &county).unwrap_err();
    assert!(
        matches!(&end, SyncError::NotTheCounty { status: 200, content_type } if content_type == "text/html"),
        "{end}"
    );
    assert_eq!(desk.waiting_from(), 1);
    let record = nonghe_sync::Desk::with(&desk.store, |store| store.exchanges().unwrap().remove(0));
    assert!(!record.ok && record.text.zh.contains("登录页"), "{record:?}");
}

#[test]
fn another_county_is_not_believed() {
    let desk = desk_with(4);
    let county = PaperCounty::new();
    *county.signs_with.borrow_mut() = Some(SecretKey::from_random(&[1; 32]));
    assert!(matches!(run(&desk, &county).unwrap_err(), SyncError::OtherCounty));
    assert_eq!(desk.waiting_from(), 1);
}

#[test]
fn each_refusal_has_an_end_of_its_own() {
    for (why, is_expected) in [
        (Refused::Fork, (|end| matches!(end, SyncError::Forked)) as fn(&SyncError) -> bool),
        (Refused::StaleEpoch { epoch: 2 }, |end| matches!(end, SyncError::StaleEpoch { epoch: 2 })),
        (Refused::UnknownEpoch, |end| matches!(end, SyncError::UnknownEpoch)),
        (Refused::Revoked, |end| matches!(end, SyncError::Revoked)),
        (Refused::Unknown, |end| matches!(end, SyncError::UnknownDevice)),
        (Refused::Busy, |end| matches!(end, SyncError::Busy)),
        (Refused::Unavailable, |end| matches!(end, SyncError::Unavailable { .. })),
    ] {
        let (desk, county) = (desk_with(3), PaperCounty::new());
        *county.refuses.borrow_mut() = Some(why);
        let end = run(&desk, &county).unwrap_err();
        assert!(is_expected(&end), "{end}");
        assert_eq!(desk.waiting_from(), 1);
    }
}

#[test]
fn a_restored_county_gets_again_what_it_lost() {
    for kept in [0, 3, 9] {
        let (mut desk, county) = (desk_with(9), PaperCounty::new());
        run(&desk, &county).unwrap();
        county.restore(kept);
        desk.write(1, 200);
        let report = run(&desk, &county).unwrap();
        assert_eq!(county.hashes(), desk.hashes(), "{kept} kept");
        assert_eq!((report.hwm_seq, report.unjudged), (10, 0), "{kept} kept");
    }
}

#[test]
fn a_restore_is_noticed_even_when_nothing_waits() {
    let (desk, county) = (desk_with(9), PaperCounty::new());
    run(&desk, &county).unwrap();
    county.restore(4);
    run(&desk, &county).unwrap();
    assert_eq!(county.hashes(), desk.hashes());
}

#[test]
fn a_damaged_entry_is_named_and_those_before_it_arrive() {
    let (desk, county) = (desk_with(9), PaperCounty::new());
    county.damaged_seq.set(Some(6));
    let end = run(&desk, &county).unwrap_err();
    assert!(matches!(end, SyncError::EntryNotTaken { seq: 6 }), "{end}");
    assert_eq!((county.entries.borrow().len(), desk.waiting_from()), (5, 6));
}

#[test]
fn files_go_before_the_entries_that_name_them() {
    let mut desk = desk_with(2);
    let hash = desk.write_with_file(b"rows");
    let county = PaperCounty::new();
    run(&desk, &county).unwrap();
    assert_eq!(*county.files.borrow(), [hash]);
    assert_eq!(desk.last_seq(), 3);
    // The file is lost on the line: the entry does not go without it.
    let mut desk = desk_with(0);
    desk.write_with_file(b"rows");
    let county = PaperCounty::with_faults([Some(Fault::Portal)]);
    run(&desk, &county).unwrap_err();
    assert!(county.entries.borrow().is_empty());
}
