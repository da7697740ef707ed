//! What the interface calls is what the shell offers, no more and no less.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn source(path: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names of the commands that `ui/src/ipc` calls: the first text after each `call<…>(`.
fn called() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = files
        .filter(|path| path.extension().is_some_and(|end| end == "ts"))
        .map(|path| fs::read_to_string(path).unwrap());
    let names = |text: String| -> Vec<String> {
        let calls = text.split("call<").skip(1).filter_map(|call| call.split_once(">("));
        let quoted = calls.filter_map(|(_, rest)| rest.trim_start().strip_prefix('"'));
        quoted.filter_map(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned()).collect()
    };
    texts.flat_map(names).collect()
}

/// Names of the commands that the shell registers.
fn offered() -> BTreeSet<String> {
    let text = source("src/commands/mod.rs");
    let (_, list) = text.split_once("generate_handler![").unwrap();
    let (list, _) = list.split_once(']').unwrap();
    let names = list.split(',').map(str::trim).filter(|path| !path.is_empty());
    names.filter_map(|path| path.rsplit("::").next()).map(str::to_owned).collect()
}

/// Names of the events that are heard or told.
fn quoted_after(text: &str, mark: &str) -> BTreeSet<String> {
    let after = text.split(mark).skip(1).filter_map(|rest| rest.split_once('"'));
    after.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_command_of_the_interface_is_offered_and_every_offered_one_is_known() {
    let (called, offered) = (called(), offered());
    assert!(called.len() > 40, "only {} calls were recognised", called.len());
    let missing: Vec<_> = called.difference(&offered).collect();
    assert!(missing.is_empty(), "the interface calls what is not offered: {missing:?}");
    let idle: Vec<_> = offered.difference(&called).collect();
    assert!(idle.is_empty(), "offered, and nothing calls it: {idle:?}");
}

#[test]
fn every_event_that_the_interface_hears_is_told() {
    let heard = quoted_after(&source("../ui/src/ipc/events.ts").replace("hear(\"", "\u{1}"), "\u{1}");
    let told = quoted_after(&source("src/news.rs").replace("=> \"", "\u{1}"), "\u{1}");
    assert_eq!(heard, told);
}
