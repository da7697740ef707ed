//! Papers that have not come out are what the projections say and the table beside them does not.

use crate::support::township::Township;
use crate::support::{Folder, day, op, put_back_to_version, stamp};
use nonghe_domain::OperatorId;
use nonghe_protocol::body::DocumentNumber;
use nonghe_protocol::paper::DocumentReprinted;
use nonghe_store::{NewEntry, PrintState, Printing, Unprinted};
use std::collections::BTreeSet;

fn kept(paper: &Unprinted, state: PrintState) -> Printing {
    Printing {
        document: paper.document.clone(),
        subject: paper.subject.clone(),
        seq: paper.seq,
        state,
        reprint: 0,
        printer: "roll".into(),
        copies: 1,
        media: String::new(),
        file: String::new(),
        job: None,
        trouble: None,
        reason: None,
        changed_ms: 0,
    }
}

fn reprinted(number: &str, count: u32) -> DocumentReprinted {
    DocumentReprinted {
        by: OperatorId::from_random([9; 16]),
        document: "receipt".into(),
        number: DocumentNumber { full: format!("4101-1-1-{number}"), short: number.into() },
        count,
        at: day("2026-02-02").and_hms_opt(10, 30, 0).unwrap(),
    }
}

#[test]
fn every_payment_slip_settlement_and_reversal_has_a_paper_until_it_is_out_or_left_aside() {
    let folder = Folder::new();
    let mut township = Township::new(&folder, 3);
    township.live(300);
    let papers = township.store.unprinted().unwrap();
    let of = |document: &str| papers.iter().filter(|paper| paper.document == document).count();
    let reversed = township.settled.iter().filter(|settled| settled.reversed_at.is_some()).count();
    assert_eq!((of("statement"), of("reversal")), (township.settled.len(), reversed));
    let all = township.store.newest_entries(10_000).unwrap();
    let kind = |record: &&nonghe_store::EntryRecord| {
        matches!(&*record.entry.envelope.kind, "premium.voided" | "premium.refunded")
    };
    assert_eq!(of("slip"), all.iter().filter(kind).count());
    assert!(of("slip") > 1, "{} slips prove little", of("slip"));
    assert!(of("receipt") > 3 && reversed > 2, "{} receipts and {reversed} reversals prove little", of("receipt"));
    assert!(papers.is_sorted_by_key(|paper| paper.seq), "in the order of the journal");
    let places: BTreeSet<_> = papers.iter().map(|paper| (&paper.document, &paper.subject)).collect();
    assert_eq!(places.len(), papers.len(), "each once");
    let mut left = papers.len();
    for (paper, state) in papers.iter().zip([
        PrintState::Waiting,
        PrintState::Sending,
        PrintState::AtPrinter,
        PrintState::Held,
        PrintState::Out,
        PrintState::Aside,
    ]) {
        township.store.keep_printing(&kept(paper, state)).unwrap();
        left -= usize::from(state.is_done());
        assert_eq!(township.store.unprinted().unwrap().len(), left, "{state:?}");
        assert_eq!(usize::try_from(township.store.unprinted_count().unwrap()).unwrap(), left, "{state:?}");
    }
    drop(township);
    let store = folder.open();
    assert_eq!(store.unprinted().unwrap().len(), left, "it outlives the program");
    assert_eq!(store.printings_under_way().unwrap().len(), 4);
    assert!(store.verify().unwrap().is_sound(), "what became of papers is no part of a rebuild");
}

#[test]
fn reprints_are_counted_from_the_journal() {
    let folder = Folder::new();
    let mut store = folder.granted();
    assert_eq!(store.reprints("receipt", "R0000012").unwrap(), 0);
    for (number, count) in [(1, 1), (2, 2)] {
        store.append(NewEntry::new(op(number), reprinted("R0000012", count)), stamp()).unwrap();
    }
    assert_eq!(store.reprints("receipt", "R0000012").unwrap(), 2);
    assert_eq!(store.reprints("receipt", "R0000013").unwrap(), 0);
    assert_eq!(store.reprints("statement", "R0000012").unwrap(), 0);
    assert_eq!(store.entries_about("R0000012", 9).unwrap().len(), 2, "the paper's history");
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn papers_from_before_account_was_kept_are_not_asked_for_after_the_migration() {
    let folder = Folder::new();
    let mut township = Township::new(&folder, 5);
    township.is_recent = false;
    township.tells_days = false;
    township.live(0);
    assert!(township.store.unprinted_count().unwrap() > 0);
    let last = township.store.last_seq().unwrap();
    drop(township);
    put_back_to_version(&folder.data(), 6);
    // The program of that version knew no such setting.
    crate::support::raw(&folder.data()).execute("DELETE FROM setting WHERE name = 'papers_after'", []).unwrap();
    let store = folder.open();
    assert_eq!(store.unprinted_count().unwrap(), 0);
    assert!(!store.keeps_account_of(last).unwrap() && store.keeps_account_of(last + 1).unwrap());
    assert!(store.verify().unwrap().is_sound());
}
