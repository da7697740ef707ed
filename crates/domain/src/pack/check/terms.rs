//! Terms of a layer: bands, what they are like, what they guarantee, and whether they ever apply.

use super::implication::implies;
use super::{Check, Path};
use crate::pack::fault::Words;
use crate::pack::{Choose, Layer, Terms};

pub(super) fn check(check: &mut Check<'_>, layer: &Layer, earlier: &[Layer], at: &Path) {
    for (number, terms) in layer.terms.iter().enumerate() {
        let at = at.nth(number);
        like(check, layer, terms, &at);
        what_is_paid(check, layer, terms, &at);
        bands(check, layer, terms, &at);
        if let Some(guarantee) = &terms.guarantee {
            are_earlier(check, &guarantee.with, earlier, &at.key("guarantee").key("with"));
        }
        if layer.choose == Choose::First {
            reached(check, layer, number, &at);
        }
    }
}

/// Layers that are named must come before this one, because only those have decided already.
///
/// The heir of a fragment may state them.
pub(super) fn are_earlier(check: &mut Check<'_>, named: &[String], earlier: &[Layer], at: &Path) {
    if check.rules.fragment {
        return;
    }
    for (number, id) in named.iter().enumerate().filter(|(_, id)| !earlier.iter().any(|layer| layer.id == **id)) {
        let words = Words::new(
            format!("with 里的 {id} 不是前面的基金层。"),
            format!("{id} under with is no earlier layer."),
            "with 只能写排在前面的基金层的 id；请更正，或调整各层的顺序。",
            "Name layers that stand before this one, or change the order of the layers.",
        );
        check.error(&at.nth(number), words);
    }
}

fn like(check: &mut Check<'_>, layer: &Layer, terms: &Terms, at: &Path) {
    let Some(name) = &terms.like else { return };
    let pattern = layer.terms.iter().find(|terms| terms.id.as_ref() == Some(name));
    match pattern {
        None => {
            let words = Words::new(
                format!("like 指的待遇 {name} 在基金层 {} 里没有。", layer.id),
                format!("No terms of layer {} have the id {name}.", layer.id),
                format!("请给作为样板的那一条写上 id = \"{name}\"，或更正 like。"),
                format!("Give the terms that are meant id = \"{name}\", or correct like."),
            );
            check.error(&at.key("like"), words);
        }
        Some(pattern) if pattern.like.is_some() => {
            let words = Words::new(
                format!("{name} 自己也写了 like，不能再作样板。"),
                format!("The terms {name} are like others themselves."),
                "like 只能指一条自己写全的待遇。",
                "Name terms that state their bands themselves.",
            );
            check.error(&at.key("like"), words);
        }
        Some(_) => {}
    }
    for key in ["band", "axis", "fixed"] {
        if !check.states(&at.key(key)) {
            continue;
        }
        let words = Words::new(
            format!("写了 like 又写了 `{key}`，两者矛盾。"),
            format!("`{key}` contradicts like, which takes it from other terms."),
            format!("请删去 like 或 `{key}`。"),
            format!("Remove like or `{key}`."),
        );
        check.error(&at.key(key), words);
    }
}

fn what_is_paid(check: &mut Check<'_>, layer: &Layer, terms: &Terms, at: &Path) {
    if !terms.bands.is_empty() && terms.fixed.is_some() && terms.like.is_none() {
        let words = Words::new(
            "分段（band）和定额（fixed）不能同时写。",
            "Terms pay by bands or a fixed sum, not both.",
            "请删去其中一个。",
            "Remove one of them.",
        );
        check.error(&at.key("fixed"), words);
    }
    let pays = !terms.bands.is_empty() || terms.fixed.is_some() || terms.guarantee.is_some() || terms.like.is_some();
    if !pays {
        let words = Words::new(
            format!("基金层 {} 的这条待遇没有写支付多少。", layer.id),
            format!("These terms of layer {} do not say what is paid.", layer.id),
            "请写 band、fixed、guarantee 或 like 之一，例如 band = [{ rate = \"60%\" }]；确实不付的写 rate = \"0%\"。",
            "State band, fixed, guarantee or like, such as band = [{ rate = \"60%\" }]; write rate = \"0%\" where nothing is paid.",
        );
        check.error(at, words);
    }
}

fn bands(check: &mut Check<'_>, layer: &Layer, terms: &Terms, at: &Path) {
    // Bands that come from other terms are told there.
    if terms.like.is_some() {
        return;
    }
    let at = at.key("band");
    if terms.bands.first().is_some_and(|band| !band.over.is_zero()) {
        let words = Words::new(
            format!("基金层 {} 的第一段不是从 0.00 开始，前面留了空档。", layer.id),
            format!("The first band of layer {} does not start over 0.00, which leaves a gap.", layer.id),
            "请让第一段从 0 开始（可以不写 over）；不支付的部分写 rate = \"0%\"。",
            "Let the first band start at nothing, without over; write rate = \"0%\" for what is not paid.",
        );
        check.error(&at.nth(0).key("over"), words);
    }
    for (number, pair) in terms.bands.windows(2).enumerate() {
        if pair[1].over <= pair[0].over {
            let words = Words::new(
                format!("基金层 {} 的这一段从 {} 开始，没有高于前一段的 {}。", layer.id, pair[1].over, pair[0].over),
                format!(
                    "This band of layer {} starts over {}, which is not above {} of the band before.",
                    layer.id, pair[1].over, pair[0].over
                ),
                "请按 over 由小到大排列，每段的起点各不相同。",
                "Put the bands in the order of over, each with a start of its own.",
            );
            check.error(&at.nth(number + 1).key("over"), words);
        }
    }
}

/// With the first that holds, terms after wider ones never apply.
fn reached(check: &mut Check<'_>, layer: &Layer, number: usize, at: &Path) {
    let when = &layer.terms[number].when;
    let Some(wider) = layer.terms[..number].iter().position(|terms| implies(when, &terms.when)) else { return };
    let (id, wider) = (&layer.id, wider + 1);
    let words = Words::new(
        format!("基金层 {id} 的这条待遇永远用不到：第 {wider} 条已包括它的全部情形，而且先适用。"),
        format!("These terms of layer {id} never apply: number {wider} takes all of their cases first."),
        "请把条件窄的放在前面；若应取最优惠的一条，请写 choose = \"most-favourable\"。",
        "Put the narrower terms first; where the better ones should win, write choose = \"most-favourable\".",
    );
    check.error(at, words);
}
