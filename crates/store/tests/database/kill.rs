//! Killed at any moment, the desk loses nothing that it had called saved.
//!
//! The test starts itself again as a child that appends and names each entry only after `append` came back. The
//! parent kills it at a random moment, opens the folder, and looks for everything that was named.

use crate::support::township::{Random, Township};
use crate::support::{Folder, fill, grant};
use nonghe_store::{Protector, Store};
use std::fs::File;
use std::io::{BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "NONGHE_TEST_KILL_FOLDER";
const SEED: &str = "NONGHE_TEST_KILL_SEED";
const SEEDS: u64 = 20;

/// Not a test by itself: the child's part.
#[test]
fn the_child_appends_until_it_is_killed() {
    let (Ok(folder), Ok(seed)) = (std::env::var(FOLDER), std::env::var(SEED)) else { return };
    let store = Store::open(folder.as_ref(), &Protector::Demonstration).unwrap();
    let mut named = store.last_seq().unwrap();
    let mut township = Township::on(store, seed.parse().unwrap());
    let mut out = std::io::stdout();
    township.household();
    loop {
        let last = township.store.last_seq().unwrap();
        for seq in named + 1..=last {
            let hash = township.store.entry_hash(seq).unwrap().unwrap();
            writeln!(out, "saved {seq} {hash}").unwrap();
        }
        out.flush().unwrap();
        named = last;
        township.step();
    }
}

/// Not a test by itself either: the first start of a new centre.
#[test]
fn the_child_makes_a_new_folder() {
    let (Ok(folder), Err(_)) = (std::env::var(FOLDER), std::env::var(SEED)) else { return };
    drop(Store::create(folder.as_ref(), &Protector::Demonstration).unwrap());
}

#[test]
fn a_creation_that_is_killed_at_any_moment_can_be_tried_again() {
    let (mut untouched, mut begun) = (0, 0);
    for seed in 1..=12 {
        let folder = Folder::new();
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["kill::the_child_makes_a_new_folder", "--exact"])
            .env(FOLDER, folder.data())
            .env_remove(SEED)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the moment when the folder is there, the rest takes some tens of milliseconds.
        for _ in 0..500 {
            if folder.data().exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(Random::new(seed).below(60) as u64));
        process.kill().unwrap();
        process.wait().unwrap();
        let mut store = if Store::exists(&folder.data()) {
            begun += 1;
            folder.open()
        } else {
            untouched += 1;
            Store::create(&folder.data(), &Protector::Demonstration).unwrap()
        };
        grant(&mut store);
        fill(&mut store, 1..=2);
        assert!(store.verify().unwrap().is_sound(), "seed {seed}");
    }
    println!("{untouched} creations were killed before there was a database, {begun} after");
}

fn child(folder: &Folder, seed: u64) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["kill::the_child_appends_until_it_is_killed", "--exact", "--nocapture"])
        .env(FOLDER, folder.data())
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stderr(File::create(folder.file("../child.log")).unwrap())
        .spawn()
        .unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    (child, stdout)
}

/// Lines that name an entry, until the child is gone.
fn named(stdout: impl std::io::BufRead) -> impl Iterator<Item = (u64, String)> {
    stdout.lines().map_while(Result::ok).filter_map(|line| {
        let (seq, hash) = line.split_once("saved ")?.1.split_once(' ')?;
        // The last line may be cut: then it was not named.
        (hash.len() == "sha256:".len() + 64).then(|| (seq.parse().unwrap(), hash.to_owned()))
    })
}

#[test]
fn what_was_called_saved_is_there_after_a_kill_at_any_moment() {
    let folder = Folder::new();
    drop(folder.granted());
    let mut total = 0;
    for seed in 1..=SEEDS {
        let mut random = Random::new(seed);
        let (mut process, stdout) = child(&folder, seed);
        let wait = random.below(25);
        let mut lines = named(stdout);
        let mut saved = Vec::new();
        // Some are killed on their way up, most in the middle of their work.
        if seed % 5 != 0 {
            saved.extend(lines.by_ref().take(1 + random.below(12)));
        }
        std::thread::sleep(Duration::from_millis(wait as u64));
        process.kill().unwrap();
        process.wait().unwrap();
        saved.extend(lines);
        let log = std::fs::read_to_string(folder.file("../child.log")).unwrap();
        assert!(!log.contains("panicked"), "seed {seed}: {log}");
        let store = folder.open();
        for (seq, hash) in &saved {
            let found = store.entry_hash(*seq).unwrap().map(|hash| hash.to_string());
            assert_eq!(found.as_ref(), Some(hash), "seed {seed}: entry {seq} had been called saved");
        }
        let found = store.verify().unwrap();
        assert!(found.is_sound(), "seed {seed}: {found:?}");
        total += saved.len();
    }
    assert!(total > 100, "{total} entries in {SEEDS} lives prove little");
}
