//! Receipt books: each number once.

use crate::support::{Folder, append, apply, page};
use nonghe_domain::{BookId, OperatorId, PaymentId, Text};
use nonghe_protocol::FeedItem;
use nonghe_protocol::book::{BookIssued, BookReturned, NumberSpoiled, SpoilReason};
use nonghe_protocol::feed::Verdict;
use nonghe_store::Store;

fn book(number: u8) -> BookId {
    BookId::from_random([number; 16])
}

fn issued(number: u8, first: &str, last: &str) -> BookIssued {
    BookIssued {
        by: OperatorId::from_random([99; 16]),
        book: book(number),
        first: first.into(),
        last: last.into(),
        note: String::new(),
        at: "2026-02-02T09:00:00".parse().unwrap(),
    }
}

fn returned(number: u8, from: &str) -> BookReturned {
    let BookIssued { by, book, at, .. } = issued(number, "", "");
    BookReturned { by, book, from: from.into(), reason: "年末".into(), at }
}

fn spoiled(number: u8, from: &str, until: &str) -> NumberSpoiled {
    let BookIssued { by, book, at, .. } = issued(number, "", "");
    NumberSpoiled {
        by,
        book,
        from: from.into(),
        until: until.into(),
        reason: SpoilReason::Missing,
        note: String::new(),
        payment: None,
        instead: None,
        at,
    }
}

/// Number of the next form of each book, and how many are left.
fn left(store: &Store) -> Vec<(String, i64)> {
    store.books().unwrap().iter().map(|book| (book.form(book.next), book.left())).collect()
}

#[test]
fn ranges_of_books_never_share_a_number_also_after_a_return() {
    let folder = Folder::new();
    let mut store = folder.granted();
    append(&mut store, 1, issued(1, "0000101", "0000200")).unwrap();
    append(&mut store, 2, returned(1, "0000101")).unwrap();
    for (press, (first, last)) in
        (3..).zip([("0000200", "0000300"), ("0000001", "0000101"), ("0000150", "0000150"), ("0000001", "0000999")])
    {
        assert!(append(&mut store, press, issued(2, first, last)).is_err(), "{first} to {last}");
    }
    for bad in [("12a", "200"), ("200", "199"), ("01", "200"), ("", "")] {
        assert!(append(&mut store, 8, issued(2, bad.0, bad.1)).is_err(), "{bad:?}");
    }
    append(&mut store, 9, issued(2, "0000201", "0000300")).unwrap();
    append(&mut store, 10, issued(3, "101", "200")).unwrap();
    assert_eq!(left(&store), [("0000101".into(), 0), ("0000201".into(), 100), ("101".into(), 100)]);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn what_is_spoiled_or_returned_is_gone_and_nothing_is_gone_twice() {
    let folder = Folder::new();
    let mut store = folder.granted();
    append(&mut store, 1, issued(1, "0001", "0010")).unwrap();
    append(&mut store, 2, spoiled(1, "0001", "0003")).unwrap();
    assert_eq!(left(&store), [("0004".into(), 7)]);
    assert!(append(&mut store, 3, spoiled(1, "0003", "0004")).is_err(), "0003 is spoiled");
    assert!(append(&mut store, 4, spoiled(1, "0010", "0011")).is_err(), "0011 is not of the book");
    assert!(append(&mut store, 5, spoiled(1, "004", "004")).is_err(), "other digits");
    assert!(append(&mut store, 6, spoiled(2, "0004", "0004")).is_err(), "no such book");
    assert!(append(&mut store, 7, returned(1, "0003")).is_err(), "0003 is gone");
    assert!(append(&mut store, 8, returned(1, "0011")).is_err(), "0011 is not of the book");
    append(&mut store, 9, returned(1, "0010")).unwrap();
    assert!(append(&mut store, 10, returned(1, "0009")).is_err(), "a book goes back once");
    assert!(append(&mut store, 11, spoiled(1, "0010", "0010")).is_err(), "0010 went back");
    append(&mut store, 12, spoiled(1, "0004", "0009")).unwrap();
    assert_eq!(left(&store), [("0010".into(), 0)]);
    assert_eq!(store.form_of(PaymentId::from_random([1; 16])).unwrap(), None);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn nothing_is_taken_from_a_book_that_the_county_refused_and_its_free_numbers_can_be_issued_again() {
    let folder = Folder::new();
    let mut store = folder.granted();
    append(&mut store, 1, issued(1, "0001", "0010")).unwrap();
    let seq = store.last_seq().unwrap();
    append(&mut store, 2, spoiled(1, "0001", "0001")).unwrap();
    let verdict = Verdict::Refused { reason: Text::new("重号", "Numbers twice") };
    let said = page(&store, &[FeedItem::Disposition { from_seq: seq, to_seq: seq, verdict }]);
    apply(&mut store, &said).unwrap();
    assert_eq!(left(&store), [("0002".into(), 0)]);
    assert!(append(&mut store, 3, issued(2, "0001", "0010")).is_err(), "0001 is gone");
    append(&mut store, 4, issued(2, "0002", "0010")).unwrap();
    assert_eq!(left(&store)[1], ("0002".into(), 9));
    assert!(store.verify().unwrap().is_sound());
}
