//! Opening a data folder: what is opened, what is refused, and that a refusal leaves everything as it was.

use crate::support::{Folder, append, fill, grant, raw, session};
use nonghe_store::{KeyError, Protector, SCHEMA_VERSION, Store, StoreError};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const PASSPHRASE: Protector<'_> = Protector::Passphrase("槐树 下 的 井");

/// All files of a folder, without the lock.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = fs::read_dir(dir).unwrap().map(|file| file.unwrap().path());
    let kept = names.filter(|path| !path.ends_with("nonghe.lock"));
    kept.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect()
}

#[test]
fn a_folder_is_made_once_and_opened_by_its_passphrase() {
    let folder = Folder::new();
    assert!(matches!(Store::open(&folder.data(), &PASSPHRASE), Err(StoreError::Missing(_))));
    assert!(!Store::exists(&folder.data()));
    drop(Store::create(&folder.data(), &PASSPHRASE).unwrap());
    assert!(Store::exists(&folder.data()));
    assert!(!Store::is_demonstration(&folder.data()).unwrap());
    let before = files(&folder.data());
    assert!(matches!(Store::create(&folder.data(), &PASSPHRASE), Err(StoreError::Exists(_))));
    for wrong in [Protector::Passphrase("槐树 下 的 井 "), Protector::Passphrase(""), Protector::Demonstration] {
        let refused = Store::open(&folder.data(), &wrong);
        assert!(matches!(refused, Err(StoreError::Key(KeyError::WrongPassphrase))), "{refused:?}");
    }
    assert_eq!(files(&folder.data()), before, "a wrong passphrase changes nothing");
    Store::open(&folder.data(), &PASSPHRASE).unwrap();
}

#[test]
fn one_program_at_a_time() {
    let folder = Folder::new();
    let store = folder.granted();
    for _ in 0..2 {
        assert!(matches!(Store::open(&folder.data(), &Protector::Demonstration), Err(StoreError::InUse)));
    }
    drop(store);
    folder.open();
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let folder = Folder::new();
    fill(&mut folder.granted(), 1..=3);
    raw(&folder.data()).pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
    let before = files(&folder.data());
    let refused = Store::open(&folder.data(), &Protector::Demonstration);
    assert!(matches!(refused, Err(StoreError::TooNew { found, supported }) if found == supported + 1), "{refused:?}");
    assert_eq!(files(&folder.data())["nonghe.db"], before["nonghe.db"]);
    raw(&folder.data()).pragma_update(None, "user_version", SCHEMA_VERSION).unwrap();
    assert_eq!(folder.open().last_seq().unwrap(), 3, "nothing was lost");
}

#[test]
fn a_migration_in_another_form_is_refused() {
    let folder = Folder::new();
    drop(folder.granted());
    for version in 1..=SCHEMA_VERSION {
        let conn = raw(&folder.data());
        let swap = |from: &str, to: &str| {
            let sql = "UPDATE migration SET checksum = replace(checksum, ?2, ?3) WHERE version = ?1";
            assert_eq!(conn.execute(sql, rusqlite::params![version, from, to]).unwrap(), 1);
        };
        swap("sha256:", "sha257:");
        let refused = Store::open(&folder.data(), &Protector::Demonstration);
        assert!(matches!(refused, Err(StoreError::MigrationChanged(found)) if found == version), "{refused:?}");
        swap("sha257:", "sha256:");
        folder.open();
    }
}

#[test]
fn a_file_that_is_no_database_of_ours_is_refused_and_left_alone() {
    let garbage: Vec<u8> = (0..8192_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let plain = {
        let dir = tempfile::tempdir().unwrap();
        let conn = rusqlite::Connection::open(dir.path().join("x.db")).unwrap();
        conn.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);").unwrap();
        drop(conn);
        fs::read(dir.path().join("x.db")).unwrap()
    };
    for content in [garbage, plain, b"<html>".repeat(1000)] {
        let folder = Folder::new();
        drop(folder.granted());
        fs::write(folder.file("nonghe.db"), &content).unwrap();
        let refused = Store::open(&folder.data(), &Protector::Demonstration);
        assert!(matches!(refused, Err(StoreError::Damaged)), "{refused:?}");
        assert_eq!(fs::read(folder.file("nonghe.db")).unwrap(), content, "left as it is");
    }
}

#[test]
fn a_key_file_that_is_none_is_refused_and_left_alone() {
    let folder = Folder::new();
    drop(folder.granted());
    let good = fs::read_to_string(folder.file("nonghe.key")).unwrap();
    let cost = |by: &str| good.replace("\"memory_kib\": 19456", &format!("\"memory_kib\": {by}"));
    for (content, wrong_passphrase) in [
        (String::new(), false),
        ("{}".into(), false),
        (good.replace("nonghe-key-1", "nonghe-key-2"), false),
        (cost("4294967295"), false),
        (good.replace("\"wrapped\": \"", "\"wrapped\": \"00"), true),
    ] {
        assert_ne!(content, good);
        fs::write(folder.file("nonghe.key"), &content).unwrap();
        match Store::open(&folder.data(), &Protector::Demonstration) {
            Err(StoreError::Key(KeyError::WrongPassphrase)) => assert!(wrong_passphrase, "{content}"),
            Err(StoreError::Key(KeyError::Unreadable)) => assert!(!wrong_passphrase, "{content}"),
            other => panic!("{content}: {other:?}"),
        }
        assert_eq!(fs::read_to_string(folder.file("nonghe.key")).unwrap(), content);
    }
    fs::remove_file(folder.file("nonghe.key")).unwrap();
    let refused = Store::open(&folder.data(), &Protector::Demonstration);
    assert!(matches!(refused, Err(StoreError::Key(KeyError::Unreadable))), "the database is there: {refused:?}");
    assert!(matches!(Store::create(&folder.data(), &Protector::Demonstration), Err(StoreError::Exists(_))));
    fs::write(folder.file("nonghe.key"), good).unwrap();
    folder.open();
}

#[test]
fn a_creation_that_was_cut_short_is_completed() {
    // Killed after the key file: there is no database yet, and nothing that could be lost.
    let folder = Folder::new();
    drop(Store::create(&folder.data(), &PASSPHRASE).unwrap());
    let key = fs::read(folder.file("nonghe.key")).unwrap();
    for name in ["nonghe.db", "nonghe.db-wal", "nonghe.db-shm"] {
        let _ = fs::remove_file(folder.file(name));
    }
    assert!(!Store::exists(&folder.data()), "there is no database");
    let wrong = Store::create(&folder.data(), &Protector::Demonstration);
    assert!(matches!(wrong, Err(StoreError::Key(KeyError::WrongPassphrase))), "{wrong:?}");
    let store = Store::create(&folder.data(), &PASSPHRASE).unwrap();
    assert_eq!(fs::read(folder.file("nonghe.key")).unwrap(), key, "a key is never replaced: a database may come back");
    drop(store);

    // Killed while the key file was written: it has its name only when it is whole.
    let folder = Folder::new();
    fs::create_dir_all(folder.data()).unwrap();
    fs::write(folder.file("nonghe.key.new"), b"{\"format\":").unwrap();
    drop(Store::create(&folder.data(), &PASSPHRASE).unwrap());
    Store::open(&folder.data(), &PASSPHRASE).unwrap();
    assert!(!folder.file("nonghe.key.new").exists(), "nothing is left lying about");

    // Killed after the tables, before the device had a key.
    let folder = Folder::new();
    drop(Store::create(&folder.data(), &Protector::Demonstration).unwrap());
    raw(&folder.data()).execute("DELETE FROM setting WHERE name = 'device_secret'", []).unwrap();
    let mut store = folder.open();
    let device = store.device_key().unwrap().public();
    grant(&mut store);
    append(&mut store, 1, session(1)).unwrap();
    drop(store);
    assert_eq!(folder.open().device_key().unwrap().public(), device, "one device, one key");
}

#[test]
fn a_device_that_lost_its_key_does_not_become_another_one() {
    let folder = Folder::new();
    fill(&mut folder.granted(), 1..=2);
    raw(&folder.data()).execute("DELETE FROM setting WHERE name = 'device_secret'", []).unwrap();
    assert!(matches!(Store::open(&folder.data(), &Protector::Demonstration), Err(StoreError::Unreadable(_))));
}

#[test]
fn a_grant_that_is_kept_again_does_not_begin_the_chain_again() {
    let folder = Folder::new();
    let mut store = folder.granted();
    fill(&mut store, 1..=2);
    grant(&mut store);
    let third = append(&mut store, 3, session(3)).unwrap();
    assert_eq!(third.entry().envelope.seq, 3);
    assert!(store.verify().unwrap().is_sound());
}
