//! What is defined in this pack and used by nothing in it.

use super::{Check, Path};
use crate::pack::fault::Words;
use crate::pack::tree::{Node, Value};
use std::collections::BTreeSet;

pub(super) fn check(check: &mut Check<'_>) {
    // A fragment, and what is inherited, defines things for others.
    if check.rules.fragment {
        return;
    }
    let mut named = BTreeSet::new();
    check.tree.visit(&Path::default(), &mut |at, node| {
        if let Value::Text(text) = &node.value {
            let key = at.steps().iter().rev().find_map(|step| match step {
                crate::pack::tree::Step::Key(key) => Some(key.clone()),
                crate::pack::tree::Step::Nth(_) => None,
            });
            named.insert((key.unwrap_or_default(), text.clone()));
        }
    });
    let is_named = |key: &str, code: &str| named.contains(&(key.to_owned(), code.to_owned()));
    let mut unused = Vec::new();
    for (list, zh, en, key) in [
        ("place", "地点", "place", "place"),
        ("fact", "事实", "fact", "fact"),
        ("certificate", "慢特病证明", "certificate", "certificate"),
        ("disease_list", "病种目录", "disease list", "disease"),
    ] {
        let elements = check.tree.entry(list).map(|entry| entry.node.elements()).unwrap_or_default();
        for (number, element) in elements.iter().enumerate().filter(|(_, element)| element.place.file == 0) {
            let code = element.text_of("code").unwrap_or_default();
            if !is_named(key, code) {
                unused.push((Path::of(list).nth(number), zh, en, code.to_owned()));
            }
        }
    }
    let sources = own_entries(check.tree, "sources").filter(|name| !is_named("source", name));
    unused.extend(sources.map(|name| (Path::of("sources").key(name), "文件", "source", name.to_owned())));
    for (at, zh, en, code) in unused {
        let words = Words::new(
            format!("{zh} {code} 没有被任何规则用到。"),
            format!("No rule names the {en} {code}."),
            "请在相应的规则里写上它，或删去这一段。",
            "Name it where it belongs, or remove it.",
        );
        check.warning(&at, words);
    }
}

/// The names in a table that this pack states itself.
fn own_entries<'a>(tree: &'a Node, table: &str) -> impl Iterator<Item = &'a str> {
    let entries = tree.entry(table).map(|entry| entry.node.entries()).unwrap_or_default();
    entries.iter().filter(|entry| entry.place.file == 0).map(|entry| entry.key.as_str())
}
