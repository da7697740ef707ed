//! How far the county is: acknowledgements and pages of the feed.

use crate::support::{Folder, apply, county, fill, page, page_of, raw, rows};
use nonghe_domain::Text;
use nonghe_protocol::feed::Verdict as Said;
use nonghe_protocol::{Ack, FeedItem, FeedPage, Hash};
use nonghe_store::{ExchangeRecord, Store, StoreError, Verdict};

fn ack(store: &Store, seq: u64, server_epoch: u32) -> Ack {
    Ack {
        dev: store.device_key().unwrap().public(),
        epoch: 1,
        hwm_seq: seq,
        hwm_hash: store.entry_hash(seq).unwrap().unwrap_or(Hash::ZERO),
        stable_seq: seq / 2,
        server_epoch,
        time_ms: 1_770_000_000_000,
    }
}

fn accepted(from_seq: u64, to_seq: u64) -> FeedItem {
    FeedItem::Disposition { from_seq, to_seq, verdict: Said::Accepted }
}

#[test]
fn an_acknowledgement_counts_if_its_mark_lies_on_this_chain() {
    let folder = Folder::new();
    let mut store = folder.granted();
    fill(&mut store, 1..=5);
    assert_eq!(store.waiting_from().unwrap(), 1);
    store.accept_ack(&ack(&store, 0, 1)).unwrap();
    store.accept_ack(&ack(&store, 3, 1)).unwrap();
    store.accept_ack(&ack(&store, 3, 1)).unwrap();
    assert_eq!((store.waiting_from().unwrap(), store.exchange_state().unwrap().stable_seq), (4, 1));
    assert_eq!(store.verdict(3).unwrap(), Verdict::Delivered);
    assert_eq!(store.verdict(4).unwrap(), Verdict::Waiting);
    let other = Hash::of("other", &[]);
    for (name, wrong) in [
        ("another entry at 4", Ack { hwm_hash: other, ..ack(&store, 4, 1) }),
        ("beyond the end", Ack { hwm_hash: other, ..ack(&store, 6, 1) }),
        ("the hash of another place", Ack { hwm_seq: 4, ..ack(&store, 5, 1) }),
        ("a mark that falls", ack(&store, 2, 1)),
        ("nothing, with a hash", Ack { hwm_seq: 0, ..ack(&store, 4, 1) }),
        ("a fork, even at a restored county", Ack { hwm_hash: other, ..ack(&store, 2, 2) }),
    ] {
        let before = store.exchange_state().unwrap();
        assert!(matches!(store.accept_ack(&wrong), Err(StoreError::OtherChain { .. })), "{name}");
        assert_eq!(store.exchange_state().unwrap(), before, "{name}");
    }
}

#[test]
fn a_restored_county_is_sent_again_what_it_lost_and_read_from_its_beginning() {
    let folder = Folder::new();
    let mut store = folder.granted();
    fill(&mut store, 1..=5);
    store.accept_ack(&ack(&store, 5, 1)).unwrap();
    let first = FeedPage { judged_seq: 5, ..page(&store, &[accepted(1, 5)]) };
    apply(&mut store, &first).unwrap();
    store.accept_ack(&ack(&store, 2, 2)).unwrap();
    let state = store.exchange_state().unwrap();
    assert_eq!((state.hwm_seq, state.judged_seq, state.server_epoch), (2, 0, Some(2)));
    assert_eq!(store.feed_cursor().unwrap().after, 0);
    let old = FeedPage { server_epoch: 1, ..page(&store, &[accepted(1, 1)]) };
    assert!(matches!(apply(&mut store, &old), Err(StoreError::FeedOutOfOrder)), "a page of the county's former life");
    let again = FeedPage { judged_seq: 2, ..page(&store, &[accepted(1, 2)]) };
    assert_eq!(apply(&mut store, &again).unwrap(), 1);
    assert_eq!(store.verdict(5).unwrap(), Verdict::Accepted, "what was said stands until something else is said");
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_page_that_does_not_follow_changes_nothing() {
    let folder = Folder::new();
    let mut store = folder.granted();
    fill(&mut store, 1..=3);
    let first = page(&store, &[accepted(1, 1), accepted(2, 2)]);
    assert_eq!(apply(&mut store, &first).unwrap(), 2);
    let before = rows(&raw(&folder.data()));
    let next = page(&store, &[accepted(3, 3)]);
    for (name, wrong) in [
        ("the same page again", first.clone()),
        ("a page too far", FeedPage { after: 3, ..next.clone() }),
        ("another history", FeedPage { prev_hash: Hash::of("other", &[]), ..next.clone() }),
        ("another life of the county", FeedPage { server_epoch: 2, ..next.clone() }),
    ] {
        assert!(matches!(apply(&mut store, &wrong), Err(StoreError::FeedOutOfOrder)), "{name}");
        assert_eq!(rows(&raw(&folder.data())), before, "{name}");
    }
    assert_eq!(apply(&mut store, &next).unwrap(), 1);
    let empty = page(&store, &[]);
    assert_eq!(apply(&mut store, &empty).unwrap(), 0, "nothing new is no fault");
}

#[test]
fn a_page_and_its_cursor_are_one() {
    let folder = Folder::new();
    let mut store = folder.granted();
    fill(&mut store, 1..=3);
    let trip = "CREATE TRIGGER trip BEFORE INSERT ON verdict WHEN NEW.seq = 3 BEGIN SELECT RAISE(ABORT, 'trip'); END";
    raw(&folder.data()).execute_batch(trip).unwrap();
    let before = rows(&raw(&folder.data()));
    let all = page(&store, &[accepted(1, 1), accepted(2, 2), accepted(3, 3)]);
    assert!(apply(&mut store, &all).is_err());
    assert_eq!(rows(&raw(&folder.data())), before, "neither the items before the third nor the cursor");
    raw(&folder.data()).execute_batch("DROP TRIGGER trip").unwrap();
    assert_eq!(apply(&mut store, &all).unwrap(), 3, "and the page can be applied later");
}

#[test]
fn an_item_from_the_future_is_kept_and_blocks_nothing() {
    let folder = Folder::new();
    let mut store = folder.granted();
    fill(&mut store, 1..=2);
    let known = serde_json::to_string(&accepted(1, 2)).unwrap();
    let strange = r#"{"item":"catalogue","rows":7}"#;
    let pages = page_of(&store, vec![strange.into(), known, "not json".into()]);
    assert_eq!(apply(&mut store, &pages).unwrap(), 3);
    assert_eq!(store.verdict(2).unwrap(), Verdict::Accepted);
    assert!(rows(&raw(&folder.data()))["feed_item"].iter().any(|row| row.contains("catalogue")));
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_verdict_on_entries_that_do_not_exist_ends_at_the_journal() {
    let folder = Folder::new();
    let mut store = folder.granted();
    fill(&mut store, 1..=2);
    let all = page(&store, &[accepted(0, u64::MAX)]);
    apply(&mut store, &all).unwrap();
    assert_eq!(store.accepted_count().unwrap(), 2);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn the_last_hundred_exchanges_are_remembered() {
    let folder = Folder::new();
    let mut store = folder.granted();
    for at_ms in 1..=130 {
        store.record_exchange(&ExchangeRecord { at_ms, ok: at_ms == 7, text: Text::new("断网", "No line") }).unwrap();
    }
    let records = store.exchanges().unwrap();
    assert_eq!((records.len(), records[0].at_ms, records[99].at_ms), (100, 130, 31));
    assert_eq!(store.exchange_state().unwrap().last_ok_ms, Some(7));
    assert_eq!(store.identity().unwrap().county_key, county().public());
}
