//! Checks of a rule text as a whole: what each part by itself cannot see.

use super::catalogue::CatalogueItem;
use super::{CeilingPeriod, Layer, NamedCode, PremiumRules, Rules, Subsidy, Terms, When};
use crate::adjudicate::Kind;
use crate::money::Money;
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

/// What is wrong with the rules, and with the items that stand under them.
pub(super) fn pack(rules: &Rules, items: &[CatalogueItem]) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut fault = |zh: String, en: String| found.push(Fault::new("pack.toml", Text::new(zh, en)));
    dates(rules, &mut fault);
    premium(&rules.premium, &mut fault);
    codes(rules, &mut fault);
    for name in cited(rules) {
        if !rules.sources.contains_key(name) {
            fault(
                format!("引用的文件 {name} 没有写在 sources 里"),
                format!("source {name} is cited but not listed under sources"),
            );
        }
    }
    layers(&rules.layers, &mut fault);
    let kinds: BTreeSet<_> = items.iter().map(|item| item.kind.as_str()).collect();
    for kind in kinds.into_iter().filter(|kind| rules.charge_kind(kind).is_none()) {
        fault(
            format!("目录里的费用类别 {kind} 没有定义，请补一段 [[charge_kind]]"),
            format!("the catalogue has items of kind {kind}, which is not defined; add a [[charge_kind]]"),
        );
    }
    found
}

fn dates(rules: &Rules, fault: &mut impl FnMut(String, String)) {
    if rules.effective_until < rules.effective_from {
        fault(
            "生效日期晚于失效日期，请更正 effective_from 或 effective_until".into(),
            "effective_until lies before effective_from; correct one of them".into(),
        );
    }
    if rules.premium.windows.iter().any(|window| window.until < window.from) {
        fault(
            "缴费期的结束早于开始，请更正 premium.window".into(),
            "the premium window ends before it begins; correct premium.window".into(),
        );
    }
}

fn premium(premium: &PremiumRules, fault: &mut impl FnMut(String, String)) {
    let fixed = premium.subsidies.iter().filter_map(|rule| match rule.subsidy {
        Subsidy::Fixed(amount) => Some(amount),
        Subsidy::Full => None,
    });
    if [premium.member, premium.government].into_iter().chain(fixed).any(Money::is_negative) {
        fault("缴费标准和补助不能为负".into(), "premium amounts and subsidies cannot be negative".into());
    }
    for code in doubled(premium.subsidies.iter().map(|rule| rule.category.as_str())) {
        fault(format!("人员类别 {code} 的缴费补助写了两次"), format!("the subsidy of category {code} stands twice"));
    }
}

/// Codes of one kind: where they are defined, and where rules name them.
struct CodeList<'a> {
    zh: &'static str,
    en: &'static str,
    table: &'static str,
    defined: &'a [NamedCode],
    used: BTreeSet<&'a String>,
}

/// Every code is defined once, and what a rule names is defined.
fn codes(rules: &Rules, fault: &mut impl FnMut(String, String)) {
    let conditions: Vec<&When> = rules.layers.iter().flat_map(conditions).collect();
    let subsidised = rules.premium.subsidies.iter().map(|rule| &rule.category);
    let categories = subsidised.chain(conditions.iter().flat_map(|when| &when.category)).collect();
    let tiers = conditions.iter().flat_map(|when| &when.tier).collect();
    let kinds = rules.pay_first.iter().flat_map(|rule| &rule.kinds).collect();
    let lists = [
        CodeList {
            zh: "人员类别", en: "category", table: "category", defined: &rules.categories, used: categories
        },
        CodeList { zh: "机构级别", en: "tier", table: "tier", defined: &rules.tiers, used: tiers },
        CodeList {
            zh: "费用类别", en: "charge kind", table: "charge_kind", defined: &rules.charge_kinds, used: kinds
        },
    ];
    for CodeList { zh, en, table, defined, used } in lists {
        for code in doubled(defined.iter().map(|named| named.code.as_str())) {
            fault(format!("{zh} {code} 写了两次"), format!("{en} {code} stands twice"));
        }
        for code in used.into_iter().filter(|code| !defined.iter().any(|named| named.code == **code)) {
            fault(
                format!("用到的{zh} {code} 没有定义，请补一段 [[{table}]]"),
                format!("{en} {code} is used but not defined; add a [[{table}]]"),
            );
        }
    }
}

fn conditions(layer: &Layer) -> impl Iterator<Item = &When> {
    layer.terms.iter().map(|terms| &terms.when).chain(layer.bonuses.iter().map(|bonus| &bonus.when))
}

fn doubled<'a>(codes: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut known = BTreeSet::new();
    codes.filter(|code| !known.insert(*code)).collect()
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
                format!(
                    "layer {id} builds on the remainder of covered charges, but no earlier layer has covered as its base"
                ),
            );
        }
        for terms in &layer.terms {
            check_terms(id, terms, fault);
        }
    }
}

fn check_terms(id: &str, terms: &Terms, fault: &mut impl FnMut(String, String)) {
    let first_is_zero = terms.bands.first().is_some_and(|band| band.over.is_zero());
    let ascending = terms.bands.windows(2).all(|pair| pair[0].over < pair[1].over);
    if !first_is_zero || !ascending {
        fault(
            format!("基金层 {id} 的分段须从 0.00 开始并逐段递增，不留空档"),
            format!("layer {id}: bands must start over 0.00 and rise, without gaps"),
        );
    }
    if terms.deductible.is_some_and(Money::is_negative)
        || terms.ceilings.iter().any(|ceiling| ceiling.amount.is_some_and(Money::is_negative))
    {
        fault(format!("基金层 {id} 有负数"), format!("layer {id} has a negative amount"));
    }
    if terms.ceilings.iter().any(|ceiling| ceiling.scope.is_some() && ceiling.per != CeilingPeriod::Year) {
        fault(
            format!("基金层 {id}：scope 只用于按年的封顶线（per = \"year\"）"),
            format!("layer {id}: scope belongs to a ceiling per year (per = \"year\")"),
        );
    }
}
