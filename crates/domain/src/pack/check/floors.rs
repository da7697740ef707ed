//! What a higher level prescribes: least rates, and the most that incentives lift a ceiling.

use super::implication::{Counted, ends};
use super::{Check, Path};
use crate::pack::fault::Words;
use crate::pack::{Band, Floor, RaiseLimit, Rules, Terms};
use chrono::NaiveDate;
use rust_decimal::Decimal;

pub(super) fn check(check: &mut Check<'_>) {
    let rules = check.rules;
    for floor in &rules.floors {
        for (number, layer) in rules.layers.iter().enumerate().filter(|(_, layer)| layer.fund == floor.fund) {
            let meets = |terms: &Terms| meet(rules, (floor.from, floor.until), terms);
            for (place, terms) in layer.terms.iter().enumerate().filter(|(_, terms)| meets(terms)) {
                let Some((band, rate)) = lowest(terms) else { continue };
                if rate < floor.rate.decimal() {
                    let at = Path::of("layer").nth(number).key("terms").nth(place);
                    let stated =
                        if terms.like.is_some() { at.key("like") } else { at.key("band").nth(band).key("rate") };
                    check.warning(&stated, below(rules, floor, &layer.id, rate));
                }
            }
        }
    }
    raises(check);
    for (number, floor) in rules.floors.iter().enumerate() {
        if floor.until.is_some_and(|until| until < floor.from) {
            let words = Words::new(
                "下限的截止日期早于起始日期。",
                "The floor ends before it begins.",
                "请更正 from 或 until。",
                "Correct from or until.",
            );
            check.error(&Path::of("floor").nth(number).key("until"), words);
        }
    }
    for (number, limit) in rules.raise_limits.iter().enumerate() {
        if limit.until.is_some_and(|until| until < limit.from) {
            let words = Words::new(
                "提高幅度限制的截止日期早于起始日期。",
                "The limit of raises ends before it begins.",
                "请更正 from 或 until。",
                "Correct from or until.",
            );
            check.error(&Path::of("raise_limit").nth(number).key("until"), words);
        }
    }
}

/// Ceilings that incentives may lift by more than a higher level allows.
fn raises(check: &mut Check<'_>) {
    let rules = check.rules;
    for limit in &rules.raise_limits {
        for (number, layer) in rules.layers.iter().enumerate().filter(|(_, layer)| layer.fund == limit.fund) {
            let meets = |terms: &Terms| meet(rules, (limit.from, limit.until), terms);
            for (place, terms) in layer.terms.iter().enumerate().filter(|(_, terms)| meets(terms)) {
                let at = Path::of("layer").nth(number).key("terms").nth(place).key("ceiling");
                let raised = terms.ceilings.iter().enumerate().filter(|(_, ceiling)| !ceiling.raises.is_empty());
                for (place, ceiling) in raised {
                    let at = at.nth(place);
                    match ceiling.raised_at_most {
                        Some(most) if most <= limit.raised_at_most => {}
                        Some(_) => check.warning(&at.key("raised_at_most"), too_high(rules, limit, &layer.id)),
                        None => check.warning(&at.key("raise"), too_high(rules, limit, &layer.id)),
                    }
                }
            }
        }
    }
}

fn too_high(rules: &Rules, limit: &RaiseLimit, layer: &str) -> Words {
    let most = limit.raised_at_most.percent();
    let (zh, en) = match limit.source.as_ref().and_then(|name| rules.sources.get(name)) {
        Some(source) => (format!("（{}）", source.document.zh), format!(" ({})", source.document.en)),
        None => Default::default(),
    };
    Words::new(
        format!("基金层 {layer} 的封顶线提高幅度可能超过上级规定的 {most}{zh}。"),
        format!("The ceiling of layer {layer} may be raised by more than the {most} of the higher level{en}."),
        format!("请写 raised_at_most = \"{most}\" 或更低；上级规定只作提示，本地文件确有依据可以不管。"),
        format!(
            "Write raised_at_most = \"{most}\" or less; this is a warning only, leave it where the local notice says so."
        ),
    )
}

/// Whether there is a day in force on which both a rule of these days and the terms hold.
fn meet(rules: &Rules, (from, until): (NaiveDate, Option<NaiveDate>), terms: &Terms) -> bool {
    let (begins, ends_with) = (from.number(), until.map_or(i64::MAX, Counted::number));
    let (from, until) = terms.when.date.as_ref().map_or((i64::MIN, i64::MAX), ends);
    let first = [from, begins, rules.effective_from.number()].into_iter().max();
    let last = [until, ends_with, rules.effective_until.number()].into_iter().min();
    first <= last
}

/// The lowest rate of any band, bonuses not counted. A first band that pays nothing is a deductible in another form.
fn lowest(terms: &Terms) -> Option<(usize, Decimal)> {
    let is_deductible =
        |number: usize, band: &Band| number == 0 && band.rate.decimal().is_zero() && terms.bands.len() > 1;
    let rates = terms.bands.iter().enumerate().filter(|(number, band)| !is_deductible(*number, band));
    rates.map(|(number, band)| (number, band.rate.decimal() * terms.factor.decimal())).min_by_key(|(_, rate)| *rate)
}

fn below(rules: &Rules, floor: &Floor, layer: &str, rate: Decimal) -> Words {
    let percent = format!("{}%", (rate * Decimal::ONE_HUNDRED).normalize());
    let least = floor.rate.percent();
    let source = floor.source.as_ref().and_then(|name| rules.sources.get(name));
    let mend_zh = "上级规定只作提示；请核对本地文件，确有依据可以不管。";
    let mend_en =
        "The rule of the higher level is a warning only; check the local notice, and leave it where that says so.";
    match source {
        Some(source) => Words::new(
            format!("基金层 {layer} 的支付比例 {percent} 低于上级规定的下限 {least}（{}）。", source.document.zh),
            format!("Layer {layer} pays {percent}, less than the floor of {least} ({}).", source.document.en),
            mend_zh,
            mend_en,
        ),
        None => Words::new(
            format!("基金层 {layer} 的支付比例 {percent} 低于上级规定的下限 {least}。"),
            format!("Layer {layer} pays {percent}, less than the floor of {least}."),
            mend_zh,
            mend_en,
        ),
    }
}
