//! The row of a deductible: over what it is counted, what earlier stays paid of it, and why it is lower than usual.

use super::{Explainer, Row, RowInput, RowKind, Sign};
use crate::adjudicate::LayerShare;
use crate::money::Money;
use crate::pack::{DeductibleCounted, Layer, Period, Relief, Terms};
use crate::text::Text;

/// Over what a deductible is counted, as a person meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Stay,
    Episode,
    Month,
    Quarter,
    Year,
    FacilityYear,
    OnceAYear,
}

impl Explainer<'_> {
    /// The row, where the terms know a deductible.
    pub(super) fn deductible_row(&self, layer: &Layer, terms: &Terms, share: &LayerShare) -> Option<Row> {
        let own = terms.deductible.unwrap_or_default();
        let relieved = share.line.as_ref().map_or(share.deductible_line, |line| line.relieved);
        if own.is_zero() && relieved.is_zero() && share.deductible.is_zero() {
            return None;
        }
        let over = self.over(layer, share);
        let before = (relieved - share.deductible_line).or_zero();
        let mut inputs = vec![RowInput::new("起付线", "Deductible", relieved.grouped())];
        if relieved != own {
            inputs.insert(0, RowInput::new("规定的起付线", "Deductible of the rule", own.grouped()));
        }
        if !before.is_zero() {
            inputs.push(RowInput::new("此前已付", "Paid before", before.grouped()));
        }
        inputs.push(RowInput::new("进入本项的费用", "Charges that enter", share.base.grouped()));
        Some(Row {
            sign: Sign::Minus,
            note: self.deductible_note(own, relieved, before),
            formula: Some(formula(over, relieved, before, share.deductible)),
            because: self.relief_sentences(layer, share),
            rule: Some(self.source(terms.source.as_deref())),
            inputs,
            ..self.row(
                &format!("{}.deductible", layer.id),
                RowKind::SelfPaid,
                share.deductible,
                Text::new("起付线", "Deductible"),
            )
        })
    }

    fn over(&self, layer: &Layer, share: &LayerShare) -> Over {
        let earlier_paid = share.line.as_ref().is_some_and(|line| line.relieved != share.deductible_line);
        match (layer.deductible_counted, layer.accumulate) {
            (DeductibleCounted::Month, _) | (DeductibleCounted::AsBands, Period::Month) => Over::Month,
            (DeductibleCounted::Quarter, _) | (DeductibleCounted::AsBands, Period::Quarter) => Over::Quarter,
            (DeductibleCounted::Year, _) | (DeductibleCounted::AsBands, Period::Year) => Over::Year,
            (DeductibleCounted::FacilityYear, _) => Over::FacilityYear,
            (DeductibleCounted::OnceAYear, _) => Over::OnceAYear,
            (DeductibleCounted::Stay | DeductibleCounted::AsBands, _) if earlier_paid => Over::Episode,
            (DeductibleCounted::Stay | DeductibleCounted::AsBands, _) => Over::Stay,
        }
    }

    /// Short: the tier, unless the line is another than that of the tier.
    fn deductible_note(&self, own: Money, relieved: Money, before: Money) -> Option<Text> {
        let (was, now) = (own.grouped(), relieved.grouped());
        if !before.is_zero() {
            let paid = before.grouped();
            return Some(Text::new(
                format!("{now} 元，此前已付 {paid} 元"),
                format!("¥{now}, of which ¥{paid} was paid before"),
            ));
        }
        if relieved < own {
            return Some(Text::new(format!("由 {was} 元降为 {now} 元"), format!("¥{now} instead of ¥{was}")));
        }
        if relieved > own {
            return Some(Text::new(format!("由 {was} 元提高到 {now} 元"), format!("¥{now} instead of ¥{was}")));
        }
        self.pack.rules.tier(&self.bill.tier).map(|tier| tier.name.clone())
    }

    /// One sentence for each change of the line, in the order in which they were applied.
    pub(super) fn relief_sentences(&self, layer: &Layer, share: &LayerShare) -> Vec<Text> {
        let numbers = share.line.iter().flat_map(|line| &line.reliefs);
        let reliefs = numbers.filter_map(|number| layer.reliefs.get(number.checked_sub(1)?));
        reliefs.map(|relief| self.relief_sentence(relief)).collect()
    }

    fn relief_sentence(&self, relief: &Relief) -> Text {
        let by = self.met_by(&relief.when).unwrap_or_else(|| Text::new("规定", "The rules"));
        match (relief.deductible, relief.rate, relief.less_each) {
            (Some(amount), _, _) if amount.is_zero() => {
                Text::new(format!("{}：免起付线。", by.zh), format!("{}: no deductible.", by.en))
            }
            (Some(amount), _, _) => {
                let amount = amount.grouped();
                Text::new(
                    format!("{}：起付线为 {amount} 元。", by.zh),
                    format!("{}: the deductible is ¥{amount}.", by.en),
                )
            }
            (_, Some(rate), _) => {
                let rate = rate.percent();
                Text::new(
                    format!("{}：起付线按 {rate} 收取。", by.zh),
                    format!("{}: the deductible is {rate} of what it is otherwise.", by.en),
                )
            }
            (_, _, Some(each)) => {
                let (each, number) = (each.grouped(), self.facts.admission);
                Text::new(
                    format!("本年度第 {number} 次住院：每多住一次，起付线减 {each} 元。"),
                    format!("Admission {number} of the year: each further one lowers the deductible by ¥{each}."),
                )
            }
            _ => Text::new(format!("{}：起付线有调整。", by.zh), format!("{}: the deductible is changed.", by.en)),
        }
    }
}

fn formula(over: Over, line: Money, before: Money, now: Money) -> Text {
    let (line, paid, now) = (line.grouped(), before.grouped(), now.grouped());
    let first = before.is_zero();
    let (zh, en) = match (over, first) {
        (Over::Stay | Over::Episode, true) => {
            (format!("每次先自付 {line} 元，这次 {now} 元"), format!("¥{line} of each stay is yours first: ¥{now}"))
        }
        (Over::Stay | Over::Episode, false) => (
            format!("连续的几次合收一个起付线 {line} 元，前面已付 {paid} 元，这次 {now} 元"),
            format!("Stays that follow each other share one deductible of ¥{line}; ¥{paid} was paid, now ¥{now}"),
        ),
        (Over::Month, true) => {
            (format!("每月先自付 {line} 元，这次 {now} 元"), format!("¥{line} of each month is yours first: ¥{now}"))
        }
        (Over::Month, false) => (
            format!("每月先自付 {line} 元，本月已付 {paid} 元，这次 {now} 元"),
            format!("¥{line} of each month is yours first; ¥{paid} was paid this month, now ¥{now}"),
        ),
        (Over::Quarter, true) => (
            format!("每季度先自付 {line} 元，这次 {now} 元"),
            format!("¥{line} of each quarter is yours first: ¥{now}"),
        ),
        (Over::Quarter, false) => (
            format!("每季度先自付 {line} 元，本季度已付 {paid} 元，这次 {now} 元"),
            format!("¥{line} of each quarter is yours first; ¥{paid} was paid this quarter, now ¥{now}"),
        ),
        (Over::Year, true) => {
            (format!("全年先自付 {line} 元，这次 {now} 元"), format!("¥{line} of the year is yours first: ¥{now}"))
        }
        (Over::Year, false) => (
            format!("全年先自付 {line} 元，今年已付 {paid} 元，这次 {now} 元"),
            format!("¥{line} of the year is yours first; ¥{paid} was paid this year, now ¥{now}"),
        ),
        (Over::FacilityYear, true) => (
            format!("同一家医院全年收一次起付线 {line} 元，这次 {now} 元"),
            format!("¥{line} once a year in each hospital: ¥{now}"),
        ),
        (Over::FacilityYear, false) => (
            format!("同一家医院全年收一次起付线 {line} 元，今年在这里已付 {paid} 元，这次 {now} 元"),
            format!("¥{line} once a year in each hospital; ¥{paid} was paid here this year, now ¥{now}"),
        ),
        (Over::OnceAYear, true) => (
            format!("全年只收一次起付线 {line} 元，这次 {now} 元"),
            format!("A deductible of ¥{line} once a year: ¥{now}"),
        ),
        (Over::OnceAYear, false) => (
            format!("全年只收一次起付线，今年已收 {paid} 元，现在的起付线 {line} 元，这次补 {now} 元"),
            format!("One deductible a year; ¥{paid} was charged, it is ¥{line} now, so ¥{now} is added"),
        ),
    };
    Text::new(zh, en)
}
