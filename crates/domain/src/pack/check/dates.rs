//! The days of effect, and terms by date that leave some of them without any.

use super::implication::{Counted, ends, implies};
use super::{Check, Path};
use crate::pack::fault::Words;
use crate::pack::{Layer, When, YearRule};
use chrono::{Datelike as _, Months, NaiveDate};

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
    } else {
        days_left_out(check);
    }
    if rules.year.rule == YearRule::Split {
        let words = Words::new(
            "跨年度住院拆成两段结算；本版窗口只能把一次住院整体结算，所以这样的住院在窗口结不了（引擎、nonghe adjudicate 和 pack simulate 可以）。",
            "A stay across the year's end is settled in two parts, but the desk of this release settles a stay whole, so such a \
             stay cannot be settled at the window; the engine, `nonghe adjudicate` and `nonghe pack simulate` can.",
            "文件没有要求拆分的，请写 admission、discharge 或 settlement；要求拆分的，这样的住院要在窗口以外结算。",
            "If the notice does not ask for it, write admission, discharge or settlement; if it does, such stays are settled \
             outside the window.",
        );
        check.warning(&Path::of("year").key("rule"), words);
    }
    for (number, layer) in rules.layers.iter().enumerate() {
        holes(check, layer, &Path::of("layer").nth(number).key("terms"));
    }
}

/// Days at the end of the benefit year on which the pack does not hold. Those before it are an older edition's, and packs
/// for twelve months follow each other whatever their days.
fn days_left_out(check: &mut Check<'_>) {
    let rules = check.rules;
    let (from, until, year) = (rules.effective_from, rules.effective_until, rules.benefit_year);
    let twelve_months = from.checked_add_months(Months::new(12)).and_then(|next| next.pred_opt());
    if rules.fragment || twelve_months.is_none_or(|last| until >= last) {
        return;
    }
    let Some((first, last)) = until.succ_opt().zip(NaiveDate::from_ymd_opt(year, 12, 31)) else { return };
    if first <= last {
        let words = Words::new(
            format!("待遇年度 {year} 的 {first} 至 {last} 不在有效期内，这些天的单据不能按这个政策包结算。"),
            format!(
                "The pack does not hold from {first} to {last}, days of its benefit year {year}: no bill of these days is \
                 settled by it."
            ),
            "那些天由另一个政策包管的可以不管；否则请更正 effective_until。",
            "If another pack holds on these days, leave it; else correct effective_until.",
        );
        check.warning(&Path::of("effective_until"), words);
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
