//! The days of effect, and terms by date that leave some of them without any.

use super::implication::{Counted, ends, implies};
use super::{Check, Path};
use crate::pack::fault::Words;
use crate::pack::{Layer, When};
use chrono::{Datelike as _, NaiveDate};

pub(super) fn check(check: &mut Check<'_>) {
    let rules = check.rules;
    let (from, until) = (rules.effective_from, rules.effective_until);
    if until < from {
        let words = Words::new(
            format!("失效日期 {until} 早于生效日期 {from}。"),
            format!("effective_until, {until}, lies before effective_from, {from}."),
            "请更正 effective_from 或 effective_until。",
            "Correct one of them.",
        );
        check.error(&Path::of("effective_until"), words);
        return;
    }
    let year = rules.benefit_year;
    if until.year() < year || year < from.year() {
        let words = Words::new(
            format!("有效期 {from} 至 {until} 不包括待遇年度 {year} 的任何一天。"),
            format!("The days of effect, {from} to {until}, hold no day of the benefit year {year}."),
            "请核对 benefit_year、effective_from 和 effective_until。",
            "Check benefit_year, effective_from and effective_until.",
        );
        check.warning(&Path::of("benefit_year"), words);
    }
    for (number, layer) in rules.layers.iter().enumerate() {
        holes(check, layer, &Path::of("layer").nth(number).key("terms"));
    }
}

/// A rule that ends on a day, or begins on one, with nothing before or after it.
fn holes(check: &mut Check<'_>, layer: &Layer, at: &Path) {
    let mut seen: Vec<When> = Vec::new();
    for (number, terms) in layer.terms.iter().enumerate().filter(|(_, terms)| terms.when.date.is_some()) {
        let case = dateless(&terms.when);
        if seen.contains(&case) {
            continue;
        }
        let hole = first_hole(check, layer, &case);
        seen.push(case);
        if let Some((first, last)) = hole {
            let words = Words::new(
                format!("基金层 {}：{first} 至 {last} 没有适用的待遇。", layer.id),
                format!("Layer {}: from {first} to {last} no terms hold for this case.", layer.id),
                "如果有意如此可以不管；否则请调整日期，或在后面补一条不带日期的待遇。",
                "If that is meant, leave it; else change the days, or add terms without a date after these.",
            );
            check.warning(&at.nth(number).key("when").key("date"), words);
        }
    }
}

fn dateless(when: &When) -> When {
    When { date: None, ..when.clone() }
}

/// The first days of effect on which no terms hold for a case.
fn first_hole(check: &Check<'_>, layer: &Layer, case: &When) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = (check.rules.effective_from.number(), check.rules.effective_until.number());
    let mut spans: Vec<_> = layer
        .terms
        .iter()
        .filter(|terms| implies(case, &dateless(&terms.when)))
        .map(|terms| terms.when.date.as_ref().map_or((i64::MIN, i64::MAX), ends))
        .filter(|(from, until)| from <= until)
        .collect();
    spans.sort_unstable();
    let mut next = first;
    for (from, until) in spans {
        if from > next {
            return Some((day(next)?, day(last.min(from - 1))?));
        }
        next = next.max(until.saturating_add(1));
    }
    if next <= last { Some((day(next)?, day(last)?)) } else { None }
}

fn day(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}
