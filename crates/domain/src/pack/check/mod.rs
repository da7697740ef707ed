//! Checks of the rules as a whole: what each part by itself cannot see.

mod amounts;
mod ceilings;
mod charges;
mod codes;
mod conditions;
mod dates;
mod floors;
mod implication;
mod items;
mod layers;
mod premium;
mod sources;
mod terms;
mod unused;

use super::fault::{self, Fault, RuleText, Severity, Words};
use super::tree::{Node, Path};
use super::{CatalogueItem, Rules, When};

/// What is wrong with the rules, and what somebody should look at.
pub(super) fn pack(rules: &Rules, tree: &Node, texts: &[RuleText<'_>]) -> Vec<Fault> {
    let mut check = Check { rules, tree, texts, found: Vec::new() };
    completeness(&mut check);
    codes::check(&mut check);
    sources::check(&mut check);
    amounts::check(&mut check);
    conditions::check(&mut check);
    dates::check(&mut check);
    premium::check(&mut check);
    charges::check(&mut check);
    layers::check(&mut check);
    floors::check(&mut check);
    unused::check(&mut check);
    check.found
}

/// What rules ask of items and no item of the catalogue has.
pub(super) fn words_of_items<'a>(
    rules: &Rules,
    tree: &Node,
    texts: &[RuleText<'_>],
    items: impl Iterator<Item = &'a CatalogueItem>,
) -> Vec<Fault> {
    let mut check = Check { rules, tree, texts, found: Vec::new() };
    items::check(&mut check, items);
    check.found
}

/// The rules under check, and what was found.
struct Check<'a> {
    rules: &'a Rules,
    tree: &'a Node,
    texts: &'a [RuleText<'a>],
    found: Vec<Fault>,
}

impl Check<'_> {
    /// The pack is refused for what stands there.
    fn error(&mut self, at: &Path, words: Words) {
        self.found.push(fault::at(self.texts, Severity::Error, self.tree.locate(at), words));
    }

    /// Somebody should look at what stands there.
    fn warning(&mut self, at: &Path, words: Words) {
        self.found.push(fault::at(self.texts, Severity::Warning, self.tree.locate(at), words));
    }

    /// Whether the text, or one that it inherits, says it.
    fn states(&self, at: &Path) -> bool {
        self.tree.get(at).is_some()
    }
}

/// What a pack that decides bills cannot do without.
fn completeness(check: &mut Check<'_>) {
    if check.rules.fragment {
        return;
    }
    let parts = [
        ("premium", "缴费规则 [premium]", "no [premium]"),
        ("tier", "机构级别 [[tier]]", "no [[tier]]"),
        ("layer", "基金层 [[layer]]", "no [[layer]]"),
    ];
    for (key, zh, en) in parts {
        if check.tree.entry(key).is_none_or(|entry| entry.node.elements().is_empty()) {
            let words = Words::new(
                format!("缺少{zh}，这个政策包不能单独结算。"),
                format!("There is {en}, so the pack cannot decide a bill."),
                "请补上；只写一部分规则、供别的包继承的，请写 fragment = true。",
                "Add it; a pack that states only a part, for others to inherit, says fragment = true.",
            );
            check.error(&Path::default(), words);
        }
    }
}

/// Every condition of the rules, those inside others as well, with where it stands.
fn conditions_of(rules: &Rules) -> Vec<(Path, &When)> {
    let mut found = Vec::new();
    let mut add = |at: Path, when| nested(at, when, &mut found);
    let list = |key: &str, number: usize| Path::of(key).nth(number).key("when");
    for (number, limit) in rules.kind_limits.iter().enumerate() {
        add(list("kind_limit", number), &limit.when);
    }
    for (number, share) in rules.referral_shares.iter().enumerate() {
        add(list("referral_share", number), &share.when);
    }
    for (number, price) in rules.fixed_prices.iter().enumerate() {
        add(list("fixed_price", number), &price.when);
    }
    for (number, overall) in rules.overall.iter().enumerate() {
        add(list("overall", number), &overall.when);
    }
    for (number, layer) in rules.layers.iter().enumerate() {
        let at = Path::of("layer").nth(number);
        for (number, terms) in layer.terms.iter().enumerate() {
            add(at.key("terms").nth(number).key("when"), &terms.when);
        }
        for (number, relief) in layer.reliefs.iter().enumerate() {
            add(at.key("relief").nth(number).key("when"), &relief.when);
        }
        for (number, bonus) in layer.bonuses.iter().enumerate() {
            add(at.key("bonus").nth(number).key("when"), &bonus.when);
        }
        for (number, claimed) in layer.claimed.iter().enumerate() {
            add(at.key("claimed").nth(number), claimed);
        }
    }
    for (number, exempt) in rules.enrolment.waiting.iter().flat_map(|waiting| &waiting.exemptions).enumerate() {
        add(Path::of("enrolment").key("waiting").key("exempt").nth(number), exempt);
    }
    found
}

fn nested<'a>(at: Path, when: &'a When, found: &mut Vec<(Path, &'a When)>) {
    for (key, inner) in [("all", &when.all), ("any", &when.any), ("none", &when.none)] {
        for (number, inner) in inner.iter().enumerate() {
            nested(at.key(key).nth(number), inner, found);
        }
    }
    found.push((at, when));
}
