//! Codes of errors are read out on the telephone: each says one thing.

use std::collections::BTreeMap;

use system_tests::Result;

use crate::workspace::sources;

/// A fault of the program has one code wherever it is caught.
const UNEXPECTED: &str = "E-9001";

/// The codes that a source gives, each as often as it stands there.
fn codes(text: &str) -> Vec<String> {
    let parts = text.split("\"E-").skip(1).filter_map(|rest| rest.split('"').next());
    parts
        .filter(|code| code.len() == 4 && code.bytes().all(|each| each.is_ascii_digit()))
        .map(|code| format!("E-{code}"))
        .collect()
}

#[test]
fn no_code_is_given_to_two_errors() -> Result<()> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources(&["crates", "src-tauri/src"], &[".rs"])? {
        let path = source.path.replace('\\', "/");
        if path.contains("/tests/") || path.ends_with("tests.rs") {
            continue;
        }
        let said = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for code in codes(said) {
            places.entry(code).or_default().push(path.clone());
        }
    }
    assert!(places.len() > 60, "the codes are found, not {}", places.len());
    places.retain(|code, places| code != UNEXPECTED && places.len() > 1);
    assert!(places.is_empty(), "one code for two errors: {places:?}");
    Ok(())
}
