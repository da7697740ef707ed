//! Appending: once for each press of a button, whole or not at all.

use crate::support::township::Township;
use crate::support::{Folder, Rows, append, apply, day, fill, op, page, raw, rows, session, stamp};
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::premium::PremiumLine;
use nonghe_domain::{HouseholdId, Money, PaymentId, PersonId, Text};
use nonghe_protocol::body::{
    BillSettled, DocumentNumber, Household, HouseholdRegistered, Member, MemberPremium, PaymentMethod,
    PremiumCollected, PremiumVoided, ProvisioningAccepted, ReversalReason, RosterImported, SettlementReversed,
    VoidReason,
};
use nonghe_protocol::feed::Verdict;
use nonghe_protocol::{Body, FeedItem, Hash};
use nonghe_store::{Appended, NewEntry, Protector, Store, StoreError};

fn id<T: std::str::FromStr>(number: u8) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("00000000-0000-4000-8000-0000000000{number:02x}").parse().unwrap()
}

fn member(person: u8, relation: Relation) -> Member {
    Member {
        person: id(person),
        name: "王秀英".into(),
        id_number: None,
        temporary_number: Some(format!("T4101{person:06}")),
        sex: Sex::Female,
        birth_date: day("1962-03-15"),
        relation,
        categories: Vec::new(),
        phone: String::new(),
    }
}

fn household(number: u8, members: Vec<Member>) -> HouseholdRegistered {
    let household = Household {
        household: id(number),
        number: format!("H{number:06}"),
        village: "槐树村".into(),
        group: String::new(),
        door: String::new(),
        phone: String::new(),
    };
    HouseholdRegistered { by: id(99), household, members }
}

fn premium(payment: u8, people: &[u8]) -> PremiumCollected {
    let due = Money::from_yuan(210).unwrap();
    let line = PremiumLine { standard: due, subsidy: Money::ZERO, due, category: None };
    let member = |person: &u8| MemberPremium::new(id::<PersonId>(*person), line.clone());
    PremiumCollected {
        by: id(99),
        payment: id::<PaymentId>(payment),
        household: id::<HouseholdId>(1),
        year: 2026,
        number: DocumentNumber { full: format!("4101-1-1-P{payment:07}"), short: format!("P{payment:07}") },
        members: people.iter().map(member).collect(),
        due,
        method: PaymentMethod::Cash,
        tendered: due,
        change: Money::ZERO,
        fiscal: None,
        at: "2026-02-02T10:00:00".parse().unwrap(),
    }
}

/// A store with a household of two, the first of whom is enrolled.
fn small(folder: &Folder) -> Store {
    let mut store = folder.granted();
    append(&mut store, 1, household(1, vec![member(2, Relation::Head), member(3, Relation::Son)])).unwrap();
    append(&mut store, 2, premium(4, &[2])).unwrap();
    store
}

fn all_rows(folder: &Folder) -> Rows {
    rows(&raw(&folder.data()))
}

#[test]
fn a_repeated_press_finds_the_first_result() {
    let folder = Folder::new();
    let mut store = small(&folder);
    let before = all_rows(&folder);
    for _ in 0..2 {
        let again = append(&mut store, 2, premium(4, &[2])).unwrap();
        assert!(matches!(&again, Appended::AlreadyStored(entry) if entry.envelope.seq == 2), "{again:?}");
    }
    assert_eq!(all_rows(&folder), before);
    drop(store);
    let again = append(&mut folder.open(), 2, premium(4, &[2])).unwrap();
    assert!(matches!(again, Appended::AlreadyStored(_)), "also after a restart");
}

#[test]
fn an_operation_id_belongs_to_one_thing() {
    let folder = Folder::new();
    let mut store = small(&folder);
    assert!(matches!(append(&mut store, 2, session(1)), Err(StoreError::OperationReused)));
    assert_eq!(store.last_seq().unwrap(), 2);
}

#[test]
fn what_cannot_be_stored_whole_is_not_stored_at_all() {
    let folder = Folder::new();
    let mut store = small(&folder);
    let before = all_rows(&folder);
    let unknown = SettlementReversed {
        by: id(99),
        approved_by: id(98),
        settlement: id(77),
        number: DocumentNumber { full: "4101-1-1-V0000001".into(), short: "V0000001".into() },
        reason: ReversalReason::Duplicate,
        note: String::new(),
        cash_returned: Money::ZERO,
        method: PaymentMethod::Cash,
        at: "2026-02-02T10:00:00".parse().unwrap(),
        later: Vec::new(),
    };
    let lost = RosterImported { by: id(99), file: Hash::ZERO, rows: Hash::ZERO, households: 1, people: 1, refused: 0 };
    let cases: Vec<(&str, Body)> = vec![
        ("enrolled twice; the other member comes first and is fine", premium(5, &[3, 2]).into()),
        ("a receipt number twice", PremiumCollected { payment: id(6), ..premium(4, &[3]) }.into()),
        ("a payment twice", premium(4, &[3]).into()),
        ("two heads", household(7, vec![member(8, Relation::Head), member(9, Relation::Head)]).into()),
        ("a person twice", household(7, vec![member(2, Relation::Head)]).into()),
        ("a household number twice", household(1, vec![member(8, Relation::Head)]).into()),
        ("a reversal of nothing", unknown.into()),
        ("a roster whose rows are missing", lost.into()),
    ];
    for (number, (name, body)) in (10..).zip(cases) {
        let refused = append(&mut store, number, body);
        assert!(refused.is_err(), "{name}");
        assert_eq!(all_rows(&folder), before, "{name}");
    }
    let next = append(&mut store, 50, premium(5, &[3])).unwrap();
    assert_eq!(next.entry().envelope.seq, 3, "numbers stay dense");
    assert!(store.verify().unwrap().is_sound());
}

fn voided(payment: u8) -> PremiumVoided {
    PremiumVoided {
        by: id(99),
        approved_by: id(98),
        payment: id(payment),
        number: DocumentNumber { full: "4101-1-1-R0000001".into(), short: "R0000001".into() },
        reason: VoidReason::WrongPerson,
        note: String::new(),
        returned: Money::from_yuan(210).unwrap(),
        method: PaymentMethod::Cash,
        at: "2026-02-02T10:05:00".parse().unwrap(),
    }
}

#[test]
fn whoever_was_enrolled_by_a_voided_payment_can_be_enrolled_again_and_the_drawer_is_even() {
    let folder = Folder::new();
    let mut store = small(&folder);
    let person = id::<PersonId>(2);
    append(&mut store, 3, voided(4)).unwrap();
    assert_eq!(store.enrolment(person, 2026).unwrap(), None);
    assert_eq!(store.takings(day("2026-02-02")).unwrap()[0].amount, Money::ZERO);
    let before = all_rows(&folder);
    let again = PremiumVoided { number: DocumentNumber { full: "R2".into(), short: "R0000002".into() }, ..voided(4) };
    assert!(append(&mut store, 4, again).is_err(), "a payment is voided once");
    assert!(append(&mut store, 5, voided(7)).is_err(), "a payment that was never taken");
    assert_eq!(all_rows(&folder), before);
    append(&mut store, 6, premium(8, &[2])).unwrap();
    assert_eq!(store.enrolment(person, 2026).unwrap().unwrap().payment, id::<PaymentId>(8));
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_void_that_the_county_refuses_counts_for_nothing_unless_the_person_was_enrolled_anew() {
    let refused = |seq| FeedItem::Disposition {
        from_seq: seq,
        to_seq: seq,
        verdict: Verdict::Refused { reason: Text::new("在用", "In use") },
    };
    for anew in [false, true] {
        let folder = Folder::new();
        let mut store = small(&folder);
        append(&mut store, 3, voided(4)).unwrap();
        if anew {
            append(&mut store, 4, premium(8, &[2])).unwrap();
        }
        let said = page(&store, &[refused(3)]);
        apply(&mut store, &said).unwrap();
        let payment = store.enrolment(id(2), 2026).unwrap().unwrap().payment;
        assert_eq!(payment, id::<PaymentId>(if anew { 8 } else { 4 }), "enrolled anew: {anew}");
        assert!(!store.slips_of(id(4)).unwrap()[0].counts);
        assert!(store.verify().unwrap().is_sound());
    }
}

#[test]
fn a_stay_is_settled_once() {
    let folder = Folder::new();
    let mut township = Township::new(&folder, 2);
    township.stay_with(3);
    township.settle();
    let seq = township.store.last_seq().unwrap();
    let Body::BillSettled(first) = township.store.body(seq).unwrap() else { panic!("entry {seq} settles") };
    let number = DocumentNumber { full: "4101-1-1-R0000099".into(), short: "R0000099".into() };
    let again = BillSettled { settlement: id(50), number, ..*first };
    let elsewhere = BillSettled { stay: id(51), ..again.clone() };
    let before = all_rows(&folder);
    for (number, body) in [(900, again), (901, elsewhere)] {
        assert!(append(&mut township.store, number, body).is_err(), "press {number}");
        assert_eq!(all_rows(&folder), before, "press {number}");
    }
}

#[test]
fn the_journal_is_neither_edited_nor_deleted() {
    let folder = Folder::new();
    let mut township = Township::new(&folder, 1);
    township.live(20);
    township.roster();
    township.county_speaks();
    drop(township);
    let conn = raw(&folder.data());
    for (table, column) in [("journal", "body"), ("journal", "seq"), ("attachment", "content"), ("feed_item", "item")] {
        for sql in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"),
        ] {
            let refused = conn.execute(&sql, []);
            assert!(refused.is_err(), "{sql}: {refused:?}");
        }
    }
}

#[test]
fn nothing_is_appended_before_the_county_granted() {
    let folder = Folder::new();
    let mut store = Store::create(&folder.data(), &Protector::Demonstration).unwrap();
    assert!(matches!(append(&mut store, 1, session(1)), Err(StoreError::NotProvisioned)));
    assert!(matches!(store.identity(), Err(StoreError::NotProvisioned)));
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn the_chain_goes_on_after_a_restart() {
    let folder = Folder::new();
    fill(&mut folder.granted(), 1..=3);
    let mut store = folder.open();
    fill(&mut store, 4..=6);
    let entries = store.entries(1, usize::MAX).unwrap();
    assert_eq!(entries.len(), 6);
    for pair in entries.windows(2) {
        assert_eq!(pair[1].check_follows(&pair[0].next_position()), Ok(()));
    }
    assert_ne!(entries[2].envelope.boot, entries[3].envelope.boot, "two starts can be told apart");
    assert_eq!(store.entries(3, 0).unwrap().len(), 1, "at least one, however small the batch");
    assert_eq!(store.entries(7, 1000).unwrap().len(), 0);
    assert_eq!(store.entry(7).unwrap(), None);
    assert_eq!(store.last_biz_date().unwrap(), Some(stamp().biz_date));
    let found = store.entry_of_operation(op(4)).unwrap().unwrap();
    assert_eq!(found, entries[3]);
    assert_eq!(store.body(4).unwrap(), Body::from(session(4)));
}

#[test]
fn an_entry_of_an_unknown_day_keeps_what_it_was_told() {
    let folder = Folder::new();
    let mut store = folder.granted();
    let body = ProvisioningAccepted { provisioning: Hash::ZERO, centre: "4101".into() };
    let stored = store.append(NewEntry::new(op(1), body), stamp()).unwrap();
    let envelope = &stored.entry().envelope;
    assert_eq!((envelope.wall_ms, envelope.mono_ms, envelope.epoch), (stamp().wall_ms, stamp().mono_ms, 1));
    assert_eq!(envelope.dev, store.device_key().unwrap().public());
}
