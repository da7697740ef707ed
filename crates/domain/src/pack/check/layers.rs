//! Fund layers: what enters, and over what it is counted.

use super::implication::admits_tier;
use super::{Check, Path, ceilings, terms};
use crate::adjudicate::Kind;
use crate::pack::fault::Words;
use crate::pack::{Bonus, DeductibleCounted, Layer, Period, Relief, Whose};
use std::collections::BTreeSet;

pub(super) fn check(check: &mut Check<'_>) {
    let rules = check.rules;
    for (number, layer) in rules.layers.iter().enumerate() {
        let at = Path::of("layer").nth(number);
        let earlier = &rules.layers[..number];
        base(check, layer, earlier, &at);
        if layer.terms.is_empty() {
            let words = Words::new(
                format!("基金层 {} 没有待遇 [[layer.terms]]，永远不支付。", layer.id),
                format!("Layer {} has no [[layer.terms]], so it never pays.", layer.id),
                "请补上待遇；继承来的层不再适用的，请写进 without。",
                "Add terms; name a layer that is inherited and no longer holds under without.",
            );
            check.error(&at, words);
        }
        counted(check, layer, &at);
        for (number, relief) in layer.reliefs.iter().enumerate() {
            relieves(check, relief, &at.key("relief").nth(number));
        }
        for (number, bonus) in layer.bonuses.iter().enumerate() {
            adds(check, bonus, &at.key("bonus").nth(number));
        }
        terms::check(check, layer, earlier, &at.key("terms"));
        ceilings::check(check, layer, earlier, &at.key("terms"));
    }
    if !rules.fragment {
        tiers_without_terms(check);
    }
}

fn base(check: &mut Check<'_>, layer: &Layer, earlier: &[Layer], at: &Path) {
    let id = &layer.id;
    let at_base = at.key("base");
    if layer.base.is_empty() {
        let words = Words::new(
            format!("基金层 {id} 的 base 是空的，没有任何费用进入。"),
            format!("The base of layer {id} is empty, so nothing enters it."),
            "请写明哪些费用进入，例如 base = [\"covered\"]。",
            "Name what enters, such as base = [\"covered\"].",
        );
        check.error(&at_base, words);
    }
    let mut known = BTreeSet::new();
    for (number, kind) in layer.base.iter().enumerate() {
        let place = at_base.nth(number);
        if !known.insert(kind) {
            let words = Words::new(
                format!("基金层 {id} 的 base 有重复项。"),
                format!("Layer {id} names a kind twice in its base."),
                "请删去重复的一项。",
                "Remove one of them.",
            );
            check.error(&place, words);
        }
        // One cause is told once: what else the base names comes of the same split.
        let of_a_split = |kind: &Kind| matches!(kind, Kind::Deductible | Kind::BandShare | Kind::AboveCeiling);
        let is_first = of_a_split(kind) && !layer.base[..number].iter().any(of_a_split);
        if is_first && !earlier.iter().any(|layer| layer.base == [Kind::Covered]) && !check.rules.fragment {
            let words = Words::new(
                format!("基金层 {id} 用到起付线、自付段或超封顶部分，但前面没有 base = [\"covered\"] 的层。"),
                format!(
                    "Layer {id} builds on what another left of the covered charges, but no earlier layer has base = [\"covered\"]."
                ),
                "请把以 covered 为基数的层放在前面，或把这里改为 covered。",
                "Put a layer with base = [\"covered\"] before it, or write covered here.",
            );
            check.error(&place, words);
        }
    }
    if layer.base == [Kind::Covered]
        && let Some(before) = earlier.iter().find(|earlier| takes_all(earlier))
    {
        let before = &before.id;
        let words = Words::new(
            format!("基金层 {before} 对所有人都已取走全部 covered，基金层 {id} 永远没有可付的。"),
            format!("Layer {before} takes all that is covered from everybody, so nothing is left for layer {id}."),
            "请写明它付的是哪一部分，例如 base = [\"band-share\", \"deductible\"]，或调整各层的顺序。",
            "Name the part that it pays, such as base = [\"band-share\", \"deductible\"], or change the order of the layers.",
        );
        check.warning(&at_base, words);
    }
    if !layer.charges.is_empty() && layer.base != [Kind::Covered] {
        let words = Words::new(
            format!("基金层 {id} 限定了费用类别，但 base 不是单独的 covered。"),
            format!("Layer {id} takes only some kinds of charges, but its base is not covered alone."),
            "请写 base = [\"covered\"]，或删去 charges：其他部分不再按费用类别区分。",
            "Write base = [\"covered\"], or remove charges: the other parts are not kept by kind of charge.",
        );
        check.error(&at.key("charges"), words);
    }
}

/// Whether a layer leaves nothing of the covered charges to later ones, whoever the person is.
fn takes_all(layer: &Layer) -> bool {
    let for_all = layer.terms.iter().any(|terms| terms.when.is_always());
    layer.base == [Kind::Covered] && layer.charges.is_empty() && for_all
}

fn counted(check: &mut Check<'_>, layer: &Layer, at: &Path) {
    let each_stay = layer.accumulate == Period::Stay
        && matches!(layer.deductible_counted, DeductibleCounted::AsBands | DeductibleCounted::Stay);
    if layer.counts == Whose::Household && each_stay {
        let words = Words::new(
            format!("基金层 {} 按家庭累计（counts），但每次单独计算，没有可累计的。", layer.id),
            format!(
                "Layer {} counts the household together, but each stay by itself, so nothing is added up.",
                layer.id
            ),
            "请写 accumulate = \"year\"（或月、季度），或删去 counts。",
            "Write accumulate = \"year\" (or month, quarter), or remove counts.",
        );
        check.error(&at.key("counts"), words);
    }
}

fn relieves(check: &mut Check<'_>, relief: &Relief, at: &Path) {
    let stated = [relief.deductible.is_some(), relief.rate.is_some(), relief.less_each.is_some()];
    if stated.into_iter().filter(|is| *is).count() != 1 {
        let words = Words::new(
            "一条起付线优惠要且只能改变一样。",
            "A relief changes exactly one thing about the deductible.",
            "请在 deductible（改为多少）、rate（乘以多少）、less_each（每次住院递减多少）中只写一个。",
            "State only one of deductible (becomes), rate (is multiplied by) and less_each (less for each admission).",
        );
        check.error(at, words);
    } else if relief.deductible.is_some() && check.states(&at.key("least")) {
        let words = Words::new(
            "起付线已定为一个数，least 不起作用。",
            "The deductible becomes a fixed amount, so least has no effect.",
            "请删去 least。",
            "Remove least.",
        );
        check.error(&at.key("least"), words);
    }
}

fn adds(check: &mut Check<'_>, bonus: &Bonus, at: &Path) {
    if !check.states(&at.key("points")) && !check.states(&at.key("factor")) {
        let words = Words::new(
            "这条加成没有写加多少。",
            "The bonus says nothing of how much it adds.",
            "请写 points = \"5%\"（提高几个百分点），或 factor = \"110%\"（乘以多少）。",
            "State points = \"5%\" (percentage points), or factor = \"110%\" (by what the benefit is multiplied).",
        );
        check.error(at, words);
    }
    let is_less = check.states(&at.key("factor")) && bonus.factor < crate::money::Factor::default();
    if is_less {
        let words = Words::new(
            "加成的 factor 小于 100%，待遇反而降低。",
            "The factor of the bonus is below 100 %, so it lowers the benefit.",
            "如果有意降低，请给这些人单独写一条待遇，并用 like 和 factor。",
            "Where less is meant, state terms of their own with like and factor.",
        );
        check.warning(&at.key("factor"), words);
    }
}

/// A tier in which the first layer never pays.
fn tiers_without_terms(check: &mut Check<'_>) {
    let rules = check.rules;
    let Some(number) = rules.layers.iter().position(|layer| layer.base == [Kind::Covered]) else { return };
    let layer = &rules.layers[number];
    for tier in &rules.tiers {
        if !layer.terms.is_empty() && !layer.terms.iter().any(|terms| admits_tier(&terms.when, &tier.code)) {
            let code = &tier.code;
            let words = Words::new(
                format!("{}（{code}）在基金层 {} 没有任何待遇，在那里就诊得不到支付。", tier.name.zh, layer.id),
                format!("{} ({code}) has no terms in layer {}, so nothing is paid there.", tier.name.en, layer.id),
                "如果有意如此可以不管；否则请补一条 [[layer.terms]]。",
                "If that is meant, leave it; else add [[layer.terms]] for it.",
            );
            check.warning(&Path::of("layer").nth(number), words);
        }
    }
}
