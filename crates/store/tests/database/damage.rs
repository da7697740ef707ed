//! A flipped byte on the disk is detected or harmless.

use crate::support::township::{Random, Township};
use crate::support::{Folder, fill};
use nonghe_store::{Protector, Store};
use std::fs;

#[test]
fn a_flipped_byte_of_the_database_is_detected_or_harmless() {
    let folder = Folder::new();
    let mut township = Township::new(&folder, 3);
    township.live(60);
    let sound = township.store.verify().unwrap();
    township.store.checkpoint().unwrap();
    drop(township);
    let pristine = fs::read(folder.file("nonghe.db")).unwrap();
    let mut random = Random::new(11);
    let first_page = [0, 15, 16, 24, 28, 100, 4000, 4095];
    let places: Vec<_> = first_page.into_iter().chain((0..24).map(|_| random.below(pristine.len()))).collect();
    let mut detected = 0;
    for place in places {
        let mut bytes = pristine.clone();
        bytes[place] ^= 1 << random.below(8);
        fs::write(folder.file("nonghe.db"), &bytes).unwrap();
        match Store::open(&folder.data(), &Protector::Demonstration).and_then(|store| store.verify()) {
            Ok(found) => assert!(found == sound || !found.is_sound(), "byte {place}: {found:?}"),
            Err(_) => detected += 1,
        }
    }
    assert!(detected > 20, "pages are authenticated, so nearly every flip is told: {detected}");
}

#[test]
fn a_database_cut_short_is_not_taken_for_a_smaller_one() {
    let folder = Folder::new();
    let mut store = folder.granted();
    fill(&mut store, 1..=40);
    let sound = store.verify().unwrap();
    store.checkpoint().unwrap();
    drop(store);
    let pristine = fs::read(folder.file("nonghe.db")).unwrap();
    for pages in 1..pristine.len() / 4096 {
        fs::write(folder.file("nonghe.db"), &pristine[..pages * 4096]).unwrap();
        let found = Store::open(&folder.data(), &Protector::Demonstration).and_then(|store| store.verify());
        assert!(
            found.as_ref().is_ok_and(|found| *found == sound)
                || found.is_err()
                || found.is_ok_and(|found| !found.is_sound()),
            "{pages} pages"
        );
    }
}

#[test]
fn a_flipped_byte_of_the_log_loses_at_most_what_came_after_it() {
    // SQLite ends its log at the first frame whose checksum is wrong. What is left must be a true beginning; that
    // something is missing at the end is what the anchor outside the database will tell.
    let folder = Folder::new();
    let mut store = folder.granted();
    store.checkpoint().unwrap();
    fill(&mut store, 1..=20);
    let (db, wal) = (fs::read(folder.file("nonghe.db")).unwrap(), fs::read(folder.file("nonghe.db-wal")).unwrap());
    let chain = store.entries(1, usize::MAX).unwrap();
    drop(store);
    let mut random = Random::new(12);
    for _ in 0..16 {
        let place = random.below(wal.len());
        let mut bytes = wal.clone();
        bytes[place] ^= 1;
        fs::write(folder.file("nonghe.db"), &db).unwrap();
        fs::write(folder.file("nonghe.db-wal"), &bytes).unwrap();
        let _ = fs::remove_file(folder.file("nonghe.db-shm"));
        let Ok(store) = Store::open(&folder.data(), &Protector::Demonstration) else { continue };
        let Ok(left) = store.entries(1, usize::MAX) else { continue };
        assert_eq!(left, chain[..left.len()], "byte {place}");
    }
}
