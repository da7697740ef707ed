//! Terms that are stated as like others of their layer.

use super::{Layer, Terms};

/// Gives terms with `like` what they take from the terms of that name. What they take from others that are like
/// others in turn is not defined; the checks refuse it.
pub(super) fn fill(layer: &mut Layer) {
    for number in 0..layer.terms.len() {
        let Some(pattern) = pattern(layer, number).cloned() else { continue };
        let terms = &mut layer.terms[number];
        terms.bands = pattern.bands;
        terms.axis = pattern.axis;
        terms.deductible = terms.deductible.or(pattern.deductible);
        terms.fixed = terms.fixed.or(pattern.fixed);
        terms.guarantee = terms.guarantee.take().or(pattern.guarantee);
    }
}

/// The terms after which others are made.
fn pattern(layer: &Layer, number: usize) -> Option<&Terms> {
    let name = layer.terms[number].like.as_ref()?;
    layer.terms.iter().find(|terms| terms.id.as_ref() == Some(name) && terms.like.is_none())
}
