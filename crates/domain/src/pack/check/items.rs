//! Words that rules ask of items: origins and tags.

use super::{Check, Path};
use crate::pack::CatalogueItem;
use crate::pack::fault::Words;
use std::collections::BTreeSet;

pub(super) fn check<'a>(check: &mut Check<'_>, items: impl Iterator<Item = &'a CatalogueItem>) {
    let mut origins = BTreeSet::new();
    let mut tags = BTreeSet::new();
    let mut count = 0_usize;
    for item in items {
        count += 1;
        origins.insert(item.origin.as_str());
        tags.extend(item.tags.split_ascii_whitespace());
    }
    // A fragment has no catalogue, and an empty one is told as that.
    if count == 0 {
        return;
    }
    let rules = check.rules;
    for (number, rule) in rules.pay_first.iter().enumerate() {
        asked(check, &rule.origins, &origins, "origin", &Path::of("pay_first").nth(number).key("origins"));
    }
    for (number, layer) in rules.layers.iter().enumerate() {
        let at = Path::of("layer").nth(number).key("bonus");
        for (number, bonus) in layer.bonuses.iter().enumerate() {
            asked(check, &bonus.tags, &tags, "tags", &at.nth(number).key("tags"));
        }
    }
}

fn asked(check: &mut Check<'_>, words: &[String], known: &BTreeSet<&str>, column: &str, at: &Path) {
    for (number, word) in words.iter().enumerate().filter(|(_, word)| !known.contains(word.as_str())) {
        let words = Words::new(
            format!("目录的 {column} 列里没有一项写着 {word}，这条规则对它不起作用。"),
            format!("No item of the catalogue has {word} in its column {column}, so the rule does nothing for it."),
            format!("请在 drugs.csv 或 services.csv 的 {column} 列里标出这些项目，或更正这个词。"),
            format!("Mark the items in the column {column} of drugs.csv or services.csv, or correct the word."),
        );
        check.warning(&at.nth(number), words);
    }
}
