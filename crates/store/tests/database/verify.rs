//! `verify` calls sound what is sound, and finds what somebody altered with the key in hand.

use crate::support::township::Township;
use crate::support::{Folder, apply, page, put_back_to_version, raw};
use nonghe_protocol::feed::Counts;
use nonghe_protocol::{FeedItem, attachment_hash};
use nonghe_store::{Protector, Store, StoreError, Verified};
use rusqlite::Connection;

fn lived(seed: u64) -> Folder {
    let folder = Folder::new();
    let mut township = Township::new(&folder, seed);
    township.live(120);
    township.stay_with(8);
    township.roster();
    township.county_speaks();
    township.household();
    let person = township.people[0].0;
    let first = township.photograph(person, Some(b"one"), None);
    township.photograph(person, None, Some(first));
    township.photograph(person, Some(b"two"), None);
    folder
}

/// Runs SQL behind the back of the triggers.
fn alter(conn: &Connection, sql: &str) {
    let triggers: Vec<(String, String)> = conn
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let changed = conn.execute(sql, []).unwrap();
    assert!(changed > 0, "{sql} changed nothing, so it proves nothing");
    for (_, sql) in &triggers {
        conn.execute_batch(sql).unwrap();
    }
}

fn differing(found: &Verified) -> Vec<&str> {
    found.differing.iter().map(|(table, ..)| table.as_str()).collect()
}

#[test]
fn a_mixed_year_is_sound_before_and_after_a_restart() {
    for seed in 1..=4 {
        let folder = Folder::new();
        let mut township = Township::new(&folder, seed);
        for _ in 0..3 {
            township.live(60);
            let found = township.store.verify().unwrap();
            assert!(found.is_sound(), "seed {seed}: {found:?}");
        }
        let found = township.store.verify().unwrap();
        assert_eq!(found.entries, township.store.last_seq().unwrap());
        assert!(found.entries > 100 && found.feed_items > 20, "seed {seed}: {found:?}");
        drop(township);
        assert_eq!(folder.open().verify().unwrap(), found, "seed {seed}");
    }
}

#[test]
fn an_altered_row_of_any_table_is_found() {
    let folder = lived(5);
    let pristine = std::fs::read(folder.file("nonghe.db")).unwrap();
    for (table, sql) in [
        ("household", "UPDATE household SET door = door || '1'"),
        ("village", "UPDATE village SET keys = 'x'"),
        ("person", "UPDATE person SET name = '王五' WHERE row = 1"),
        ("person", "UPDATE person SET categories = '[]' WHERE categories <> '[]'"),
        ("person_key", "DELETE FROM person_key WHERE person = 1"),
        ("payment", "UPDATE payment SET due_fen = due_fen + 1"),
        ("enrolment", "DELETE FROM enrolment WHERE person = (SELECT min(person) FROM enrolment)"),
        ("enrolment", "DELETE FROM enrolment WHERE ended IS NOT NULL"),
        ("enrolment", "UPDATE enrolment SET benefits_from = '2026-01-01'"),
        ("premium_slip", "UPDATE premium_slip SET counts = 1 - counts"),
        ("stay", "UPDATE stay SET bed = '4'"),
        ("charge", "UPDATE charge SET withdrawn = 1 - withdrawn WHERE line = 1"),
        ("settlement", "UPDATE settlement SET you_pay_fen = you_pay_fen - 1"),
        ("adjustment", "UPDATE adjustment SET because = NULL, figures = figures || ' '"),
        ("standing", "UPDATE standing SET accumulators = '{}'"),
        ("takings", "UPDATE takings SET amount_fen = amount_fen - 1"),
        ("counter", "UPDATE counter SET last = last + 1"),
        ("about", "DELETE FROM about WHERE seq = 1"),
        ("verdict", "UPDATE verdict SET verdict = 'accepted' WHERE verdict <> 'accepted'"),
        ("photograph", "UPDATE photograph SET hash = 'sha256:0'"),
        ("photograph", "DELETE FROM photograph"),
        ("journal", "UPDATE journal SET wall_ms = wall_ms + 1 WHERE seq = 3"),
        ("journal", "UPDATE journal SET kind = 'session.opened' WHERE kind <> 'session.opened'"),
        ("journal", "UPDATE journal SET hash = zeroblob(32) WHERE seq = (SELECT max(seq) FROM journal)"),
        ("journal", "UPDATE journal SET op = 'x' WHERE seq = 1"),
        ("feed_page", "UPDATE feed_page SET signed = replace(signed, 'Notice', 'Nothing')"),
        ("feed_page", "DELETE FROM feed_page WHERE first_position = 1"),
    ] {
        alter(&raw(&folder.data()), sql);
        let found = folder.open().verify().unwrap();
        assert!(!found.is_sound() && differing(&found).contains(&table), "{sql}: {found:?}");
        std::fs::write(folder.file("nonghe.db"), &pristine).unwrap();
    }
    assert!(folder.open().verify().unwrap().is_sound());
}

#[test]
fn the_newest_photograph_counts_and_the_same_rebuilt() {
    let folder = Folder::new();
    let mut township = Township::new(&folder, 10);
    township.live(5);
    let (one, other) = (township.people[0].0, township.people[1].0);
    let hash = |content: &[u8]| Some(attachment_hash(content));
    let first = township.photograph(one, Some(b"one"), None);
    township.photograph(other, Some(b"other"), None);
    let second = township.photograph(one, Some(b"two"), None);
    assert_eq!(township.store.photograph_of(one).unwrap(), hash(b"two"));
    // Taken back: the picture before it, whose bytes are here already.
    township.photograph(one, Some(b"one"), Some(second));
    assert_eq!(township.store.photograph_of(one).unwrap(), hash(b"one"));
    assert_eq!(township.store.attachments_between(first, first).unwrap(), [hash(b"one").unwrap()]);
    assert!(township.store.undone_by(second).unwrap().is_some());
    township.photograph(other, None, None);
    assert_eq!(township.store.photograph_of(other).unwrap(), None);
    assert!(township.store.verify().unwrap().is_sound());
    drop(township);
    let store = folder.open();
    assert_eq!(store.photograph_of(one).unwrap(), hash(b"one"));
    assert_eq!(store.attachment(&hash(b"one").unwrap()).unwrap(), b"one");
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_feed_that_was_rewritten_whole_is_found() {
    // Item and hash both altered, as someone would who knows the format: the page that the county signed tells.
    let folder = lived(6);
    let conn = raw(&folder.data());
    alter(&conn, "UPDATE feed_item SET item = replace(item, 'accepted', 'held') WHERE item LIKE '%accepted%'");
    drop(conn);
    let found = folder.open().verify().unwrap();
    assert!(differing(&found).contains(&"feed_page"), "{found:?}");
}

#[test]
fn an_altered_journal_does_not_verify() {
    let folder = lived(7);
    let pristine = std::fs::read(folder.file("nonghe.db")).unwrap();
    for sql in [
        "UPDATE journal SET body = replace(body, '槐树村', '重石村') WHERE body LIKE '%槐树村%'",
        "UPDATE journal SET bytes = CAST(replace(CAST(bytes AS TEXT), '2026-01', '2025-01') AS BLOB) WHERE seq = 2",
        "UPDATE journal SET salt = zeroblob(16) WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 4",
        "UPDATE journal SET seq = seq + 1000000 WHERE seq = 2",
        "UPDATE attachment SET content = zeroblob(3) WHERE hash = (SELECT min(hash) FROM attachment WHERE sent_up)",
    ] {
        alter(&raw(&folder.data()), sql);
        let found = Store::open(&folder.data(), &Protector::Demonstration).and_then(|store| store.verify());
        let told = match &found {
            // An attachment that no table is rebuilt from is another one than before.
            Ok(verified) => differing(verified) == ["attachment"] && sql.starts_with("UPDATE attachment"),
            Err(StoreError::Entry(_) | StoreError::Unreadable(_) | StoreError::AttachmentMissing(_)) => true,
            Err(_) => false,
        };
        assert!(told, "{sql}: {found:?}");
        std::fs::write(folder.file("nonghe.db"), &pristine).unwrap();
    }
}

#[test]
fn the_newest_entry_is_protected_by_its_hash_too() {
    // No entry follows it yet whose `prev` would tell.
    let folder = lived(8);
    let newest = "WHERE seq = (SELECT max(seq) FROM journal)";
    alter(
        &raw(&folder.data()),
        &format!(
            "UPDATE journal SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"mono_ms\":', '\"mono_ms\":1') AS BLOB) {newest}"
        ),
    );
    let found = folder.open().verify().unwrap();
    assert!(differing(&found).contains(&"journal"), "{found:?}");
}

#[test]
fn a_lawfully_erased_body_leaves_the_chain_whole() {
    let folder = lived(9);
    let conn = raw(&folder.data());
    alter(
        &conn,
        "UPDATE journal SET body = NULL WHERE seq = (SELECT min(seq) FROM journal WHERE kind = 'session.opened')",
    );
    drop(conn);
    assert!(folder.open().verify().unwrap().is_sound(), "an opening has no projections");
}

#[test]
fn what_an_older_program_could_not_read_of_the_feed_counts_after_the_upgrade() {
    let folder = Folder::new();
    let mut township = Township::new(&folder, 11);
    township.live(30);
    let (payment, person, _) = township.paid[0];
    let items = [FeedItem::Enrolment { payment, person, counts: Counts::Refused }];
    let page = page(&township.store, &items);
    apply(&mut township.store, &page).unwrap();
    let covered = |store: &Store| store.enrolment(person, 2026).unwrap().is_some();
    assert!(!covered(&township.store));
    drop(township);
    // The program before this one had no column for it, and kept the item.
    put_back_to_version(&folder.data(), 9);
    let store = folder.open();
    assert!(!covered(&store), "nobody is enrolled by a refused payment");
    let found = store.verify().unwrap();
    assert!(found.is_sound(), "{found:?}");
    drop(store);
    // The program was ended between the new tables and their rows: the next start makes up for it, once.
    alter(&raw(&folder.data()), "UPDATE enrolment SET counts = 'enrolled'");
    alter(&raw(&folder.data()), "INSERT INTO setting (name, value) VALUES ('rebuild-due', '')");
    let store = folder.open();
    assert!(!covered(&store) && store.verify().unwrap().is_sound());
    drop(store);
    alter(&raw(&folder.data()), "UPDATE enrolment SET counts = 'double'");
    assert!(!folder.open().verify().unwrap().is_sound(), "no start without an upgrade hides what was altered");
}
