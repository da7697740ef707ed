//! From the rule texts of a bundle to its rules.

use super::fault::{self, Fault, Place, RuleText, Severity, Words};
use super::tree::{Ancestry, Node, Path, fill_statistics, merged, parse, read};
use super::{LayerNames, Rules, like, wording};

/// After so many faults, or readings, the rest is left for the next time.
const MAX_FAULTS: usize = 20;
const MAX_READINGS: usize = 60;

/// The rules of a pack over those that it inherits, and the tree that knows where each part stands.
pub(super) fn rules(texts: &[RuleText<'_>]) -> Result<(Rules, Node), Vec<Fault>> {
    let told = |(place, words): (Place, Words)| fault::at(texts, Severity::Error, place, words);
    let mut trees = Vec::new();
    let mut faults = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        match parse(text.text, number) {
            Ok(tree) => trees.push(tree),
            Err((span, words)) => faults.push(text.fault(Severity::Error, span, words)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let ancestry = Ancestry::new(trees).map_err(|misfit| vec![told(misfit)])?;
    let (mut tree, misfits) = merged(ancestry);
    faults.extend(misfits.into_iter().map(told));
    faults.extend(fill_statistics(&mut tree).into_iter().map(told));
    let rules = typed(&tree, &mut |place, words| faults.push(told((place, words))));
    match rules {
        Some(mut rules) if faults.is_empty() => {
            for layer in &mut rules.layers {
                like::fill(layer);
            }
            LayerNames::give(&mut rules.layers);
            Ok((rules, tree))
        }
        _ => Err(faults),
    }
}

/// The types of the rules, or every fault that keeps them from being read: what cannot be read is told and left out,
/// and the rest is read again.
fn typed(tree: &Node, tell: &mut impl FnMut(Place, Words)) -> Option<Rules> {
    let mut rest = tree.clone();
    let mut left_out: Vec<(Place, String)> = Vec::new();
    let mut told = 0;
    for _ in 0..MAX_READINGS {
        let error = match read(&rest) {
            Ok(rules) => return Some(rules).filter(|_| told == 0),
            Err(error) => error,
        };
        let missing = error.message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let follows = missing.is_some_and(|key| left_out.contains(&(rest.locate(&error.path), key.to_owned())));
        if !follows {
            told += 1;
            tell(error.place, wording::of_rules(&error.message));
        }
        if let Some(key) = error.path.last_key() {
            left_out.push((rest.locate(&error.path.parent()), key.to_owned()));
        }
        if error.path == Path::default() || told >= MAX_FAULTS || !rest.remove(&error.path) {
            break;
        }
    }
    None
}
