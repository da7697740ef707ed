//! Rules that can be read off the text of the sources.

use system_tests::Result;

use crate::workspace::{Source, expect_none, sources};

const RUST: &[&str] = &["crates", "src-tauri", "tests"];
const UI: &[&str] = &["ui/src"];
const LINES_MAX: usize = 500;

fn findings(sources: &[Source], matches: impl Fn(&str) -> bool) -> Vec<String> {
    sources.iter().flat_map(|source| source.lines_where(&matches)).collect()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Whether the word stands in the line as a word of its own.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[test]
fn the_rules_know_no_float_no_clock_and_no_file() -> Result<()> {
    let words = ["f32", "f64", "SystemTime", "Instant", "Utc::now", "Local::now", "std::fs", "std::net", "std::env"];
    let found = findings(&sources(&["crates/domain/src"], &[".rs"])?, |line| {
        !is_comment(line) && words.iter().any(|word| has_word(line, word))
    });
    expect_none("in crates/domain, which is pure", &found)
}

#[test]
fn money_on_the_wire_is_no_float() -> Result<()> {
    let folders = ["crates/protocol/src", "crates/store/src", "crates/clinic/src"];
    let found = findings(&sources(&folders, &[".rs"])?, |line| {
        !is_comment(line) && (has_word(line, "f32") || has_word(line, "f64"))
    });
    expect_none("floats where amounts pass", &found)
}

#[test]
fn sql_stays_in_the_two_crates_that_own_a_database() -> Result<()> {
    let outside: Vec<Source> = sources(&["crates", "src-tauri/src"], &[".rs"])?
        .into_iter()
        .filter(|source| !source.path.starts_with("crates/store/"))
        .filter(|source| !source.path.starts_with("crates/county/"))
        .collect();
    let words = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "];
    let found = findings(&outside, |line| !is_comment(line) && words.iter().any(|word| line.contains(word)));
    expect_none("SQL outside crates/store and crates/county", &found)
}

#[test]
fn one_file_of_the_interface_imports_the_window_library() -> Result<()> {
    let importers: Vec<String> = sources(UI, &[".ts", ".vue"])?
        .iter()
        .filter(|source| !source.path.ends_with(".test.ts") && !source.path.ends_with(".spec.ts"))
        .filter(|source| {
            let imports = |line: &str| !is_comment(line) && line.contains("\"@tauri-apps/api");
            !source.lines_where(imports).is_empty()
        })
        .map(|source| source.path.clone())
        .collect();
    let findings = if importers.len() > 1 { importers } else { Vec::new() };
    expect_none("more than one file imports @tauri-apps/api", &findings)
}

#[test]
fn features_of_the_interface_do_not_import_each_other() -> Result<()> {
    let mut found = Vec::new();
    for source in sources(&["ui/src/features"], &[".ts", ".vue"])? {
        let own = source.path.split('/').nth(3).unwrap_or_default().to_owned();
        found.extend(source.lines_where(|line| {
            let Some((_, path)) = line.split_once(" from \"") else {
                return false;
            };
            let Some((_, below)) = path.split_once("features/") else {
                return false;
            };
            !below.starts_with(&format!("{own}/")) && !below.starts_with(&format!("{own}\""))
        }));
    }
    expect_none("a feature imports another", &found)
}

#[test]
fn files_stay_short_enough_to_read() -> Result<()> {
    let mut all = sources(RUST, &[".rs"])?;
    all.extend(sources(UI, &[".ts", ".vue"])?);
    all.extend(sources(&["migrations"], &[".sql"])?);
    all.extend(sources(&["scripts"], &[".sh"])?);
    let found: Vec<String> = all
        .iter()
        .filter(|source| source.text.lines().count() > LINES_MAX)
        .map(|source| format!("{}: {} lines", source.path, source.text.lines().count()))
        .collect();
    expect_none("files over 500 lines; is there a natural cut?", &found)
}

#[test]
fn names_say_what_a_thing_is() -> Result<()> {
    let vague = ["Manager", "Service", "Helper", "Helpers", "Util", "Utils"];
    let declares = |line: &str| {
        let mut words = line
            .split(|character: char| !character.is_alphanumeric() && character != '_')
            .filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            if ["struct", "enum", "trait", "class", "interface", "type"].contains(&word) {
                return words.next().is_some_and(|name| vague.iter().any(|suffix| name.ends_with(suffix)));
            }
        }
        false
    };
    let mut all = sources(RUST, &[".rs"])?;
    all.extend(sources(UI, &[".ts", ".vue"])?);
    let mut found = findings(&all, |line| !is_comment(line) && declares(line));
    let folders = ["common", "utils", "util", "helpers", "misc"];
    found.extend(
        all.iter()
            .map(|source| &source.path)
            .filter(|path| path.split(['/', '.']).any(|part| folders.contains(&part)))
            .cloned(),
    );
    expect_none("names that say nothing", &found)
}

#[test]
fn nothing_unfinished_or_switched_off_is_left() -> Result<()> {
    // Written in two halves, so that this file does not find itself. A lint that is allowed and a
    // test that is left out with a reason are not among them: Clippy asks for the reason.
    let marks = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["to", "do!("],
        ["unimpl", "emented!("],
        ["#[ig", "nore]"],
        ["@ts-", "ignore"],
        ["eslint-", "disable"],
        ["describe.", "skip("],
        ["it.", "skip("],
        ["it.", "only("],
    ]
    .map(|halves| halves.concat());
    let mut all = sources(RUST, &[".rs"])?;
    all.extend(sources(UI, &[".ts", ".vue"])?);
    all.extend(sources(&["migrations"], &[".sql"])?);
    let found = findings(&all, |line| marks.iter().any(|mark| line.contains(&**mark)));
    expect_none("unfinished, or a check that is switched off", &found)
}

#[test]
fn no_path_of_somebodys_machine_is_left() -> Result<()> {
    let homes = [["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["/wo", "rk/"]].map(|halves| halves.concat());
    let mut all = sources(RUST, &[".rs", ".toml", ".json"])?;
    all.extend(sources(&["ui/src", "ui/scripts"], &[".ts", ".vue", ".mjs"])?);
    all.extend(sources(&["scripts", ".ci", "docs", "migrations"], &[".sh", ".md", ".sql", "run"])?);
    let found = findings(&all, |line| {
        homes.iter().any(|home| {
            line.match_indices(&**home).any(|(start, _)| {
                // A path within something else, such as an address, is not of this machine.
                !line[..start].ends_with(|character: char| character.is_alphanumeric() || "./-_".contains(character))
            })
        })
    });
    expect_none("paths of one machine", &found)
}

#[test]
fn a_word_is_found_only_as_a_word() {
    for (line, found) in [("x: f64,", true), ("f64", true), ("buf64 + f640", false), ("a_f64", false)] {
        assert_eq!(has_word(line, "f64"), found, "{line}");
    }
}
