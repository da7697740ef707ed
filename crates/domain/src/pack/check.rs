//! Checks of a rule text as a whole: what each part by itself cannot see.

use super::{Layer, Rules};
use crate::adjudicate::Kind;
use crate::text::Text;
use std::collections::BTreeSet;

/// Something wrong with a pack, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which file of the pack.
    pub file: &'static str,
    /// Line, where it is known.
    pub line: Option<usize>,
    /// What is wrong and how to mend it.
    pub text: Text,
}

impl Fault {
    pub(super) fn new(file: &'static str, text: Text) -> Self {
        Self { file, line: None, text }
    }
}

pub(super) fn rules(rules: &Rules) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut fault = |zh: String, en: String| found.push(Fault::new("pack.toml", Text::new(zh, en)));
    if rules.effective_until < rules.effective_from {
        fault(
            "生效日期晚于失效日期，请更正 effective_from 或 effective_until".into(),
            "effective_until lies before effective_from; correct one of them".into(),
        );
    }
    if rules.premium.window.until < rules.premium.window.from {
        fault(
            "缴费期的结束早于开始，请更正 premium.window".into(),
            "the premium window ends before it begins; correct premium.window".into(),
        );
    }
    let mut known = BTreeSet::new();
    for category in &rules.categories {
        if !known.insert(category.code.as_str()) {
            fault(format!("人员类别 {} 写了两次", category.code), format!("category {} stands twice", category.code));
        }
    }
    let mut named = rules.premium.subsidies.iter().map(|rule| &rule.category).collect::<Vec<_>>();
    let conditions = |layer: &'_ Layer| {
        let terms = layer.terms.iter().map(|terms| terms.when.clone());
        terms.chain(layer.bonuses.iter().map(|bonus| bonus.when.clone())).collect::<Vec<_>>()
    };
    let whens: Vec<_> = rules.layers.iter().flat_map(conditions).collect();
    named.extend(whens.iter().flat_map(|when| &when.category));
    for code in named {
        if !known.contains(code.as_str()) {
            fault(
                format!("用到的人员类别 {code} 没有定义，请补一段 [[category]]"),
                format!("category {code} is used but not defined; add a [[category]]"),
            );
        }
    }
    for name in cited(rules) {
        if !rules.sources.contains_key(name) {
            fault(
                format!("引用的文件 {name} 没有写在 sources 里"),
                format!("source {name} is cited but not listed under sources"),
            );
        }
    }
    layers(&rules.layers, &mut fault);
    found
}

fn cited(rules: &Rules) -> impl Iterator<Item = &String> {
    let terms = rules.layers.iter().flat_map(|layer| layer.terms.iter().filter_map(|terms| terms.source.as_ref()));
    let bonuses = rules.layers.iter().flat_map(|layer| layer.bonuses.iter().filter_map(|bonus| bonus.source.as_ref()));
    let shares = rules.pay_first.iter().filter_map(|rule| rule.source.as_ref());
    rules.premium.source.iter().chain(shares).chain(terms).chain(bonuses)
}

fn layers(layers: &[Layer], fault: &mut impl FnMut(String, String)) {
    if layers.is_empty() {
        fault("至少要有一层基金 [[layer]]".into(), "at least one [[layer]] is needed".into());
    }
    let mut ids = BTreeSet::new();
    for (place, layer) in layers.iter().enumerate() {
        let id = &layer.id;
        if !ids.insert(id) {
            fault(format!("基金层 {id} 写了两次"), format!("layer {id} stands twice"));
        }
        if layer.base.is_empty() || layer.terms.is_empty() {
            fault(format!("基金层 {id} 缺少 base 或 terms"), format!("layer {id} needs a base and terms"));
        }
        if layer.base.contains(&Kind::Covered) && layer.base.len() > 1 {
            fault(
                format!("基金层 {id} 的 base 里，covered 不能和其他项并列"),
                format!("layer {id}: covered cannot stand beside other kinds in a base"),
            );
        }
        let distinct: BTreeSet<_> = layer.base.iter().collect();
        if distinct.len() != layer.base.len() {
            fault(format!("基金层 {id} 的 base 有重复项"), format!("layer {id} names a kind twice in its base"));
        }
        let split = [Kind::Deductible, Kind::BandShare, Kind::AboveCeiling];
        let covered_before = layers[..place].iter().any(|earlier| earlier.base.contains(&Kind::Covered));
        if layer.base.iter().any(|kind| split.contains(kind)) && !covered_before {
            fault(
                format!("基金层 {id} 用到起付线或自付段，但前面没有以 covered 为基数的层"),
                format!("layer {id} builds on the remainder of covered charges, but no earlier layer has covered as its base"),
            );
        }
        for terms in &layer.terms {
            let first_is_zero = terms.bands.first().is_some_and(|band| band.over.is_zero());
            let ascending = terms.bands.windows(2).all(|pair| pair[0].over < pair[1].over);
            if !first_is_zero || !ascending {
                fault(
                    format!("基金层 {id} 的分段须从 0.00 开始并逐段递增，不留空档"),
                    format!("layer {id}: bands must start over 0.00 and rise, without gaps"),
                );
            }
            let negative = terms.deductible.is_negative() || terms.ceilings.iter().any(|ceiling| ceiling.amount.is_negative());
            if negative {
                fault(format!("基金层 {id} 有负数"), format!("layer {id} has a negative amount"));
            }
        }
    }
}
