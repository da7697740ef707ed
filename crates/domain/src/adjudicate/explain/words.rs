//! The sentences of an explanation, whole in both languages.

use super::RowItem;
use crate::adjudicate::settlement::{Kind, LayerShare};
use crate::money::Money;
use crate::pack::{Layer, Period};
use crate::text::Text;

pub(super) fn before_layers_words(kind: Kind, rate: Option<&str>) -> (&'static str, Text, Text) {
    match (kind, rate) {
        (Kind::OutsideCatalogue, _) => (
            "outside-catalogue",
            Text::new("全自费", "Not covered"),
            Text::new("不在目录的项目", "Items outside the catalogue"),
        ),
        (Kind::AboveLimit, _) => (
            "above-limit",
            Text::new("超限价自付", "Above price limit"),
            Text::new("超过限价的部分", "Above the price limit"),
        ),
        (_, Some(rate)) => (
            "pay-first",
            Text::new(format!("乙类先行自付 {rate}"), format!("Pay-first share {rate}")),
            Text::new(format!("乙类先自付 {rate}"), format!("Class B: you pay {rate} first")),
        ),
        (_, None) => (
            "pay-first",
            Text::new("乙类先行自付", "Pay-first share"),
            Text::new("乙类先自付", "Class B: you pay a share first"),
        ),
    }
}

/// Why a layer pays what it pays, short and as a formula.
pub(super) fn layer_notes(layer: &Layer, share: &LayerShare) -> (Option<Text>, Option<Text>) {
    if share.terms.is_none() {
        return (layer.not_eligible.clone(), None);
    }
    let rate = share.rate.percent();
    let bands = share.terms.and_then(|number| layer.terms.get(number - 1)).map_or(0, |terms| terms.bands.len());
    if layer.accumulate == Period::Year && share.base_of_year <= share.deductible_line {
        let left = (share.deductible_line - share.base_of_year).grouped();
        let (so_far, line) = (share.base_of_year.grouped(), share.deductible_line.grouped());
        return (
            Some(Text::new(format!("距起付还差 {left}"), format!("¥{left} below the start line"))),
            Some(Text::new(
                format!("今年累计 {so_far} 元，满 {line} 元起付"),
                format!("¥{so_far} so far this year; payment starts above ¥{line}"),
            )),
        );
    }
    if share.base <= share.deductible && !share.deductible.is_zero() {
        let note = Text::new("没有超过起付线", "Not above the deductible");
        return (Some(note.clone()), Some(note));
    }
    let counted = (share.base - share.deductible).or_zero().grouped();
    if bands > 1 {
        let note =
            Text::new(format!("{counted} 元分段计算，最高 {rate}"), format!("¥{counted} in bands, up to {rate}"));
        return (Some(note.clone()), Some(note));
    }
    let note = Text::new(format!("{counted} 元 × {rate}"), format!("¥{counted} × {rate}"));
    if share.above_ceiling.is_zero() {
        return (Some(note.clone()), Some(note));
    }
    let lost = share.above_ceiling.grouped();
    let capped = Text::new(
        format!("{counted} 元 × {rate}，超封顶线 {lost} 元"),
        format!("¥{counted} × {rate}, ¥{lost} above the ceiling"),
    );
    // The part above the ceiling has a row of its own.
    (Some(note), Some(capped))
}

pub(super) fn reason_words(kind: Kind, count: usize) -> (Text, Text) {
    let none = Text::default();
    match kind {
        Kind::OutsideCatalogue => {
            (Text::new(format!("{count} 项不在医保目录"), format!("{} outside the catalogue", items_en(count))), none)
        }
        Kind::AboveLimit => {
            (Text::new(format!("{count} 项超过限价"), format!("{} above the price limit", items_en(count))), none)
        }
        Kind::PayFirst => (
            Text::new(format!("{count} 项乙类先自付一部分"), format!("{} with a share paid first", items_en(count))),
            none,
        ),
        Kind::ReferralPayFirst => (
            Text::new("转诊先自付", "Share paid first after a referral"),
            Text::new("按转诊情况先自付一部分", "A first share that depends on the referral"),
        ),
        Kind::Deductible => (
            Text::new("起付线", "Deductible"),
            Text::new("报销从起付线以上开始", "Reimbursement begins above this amount"),
        ),
        Kind::BandShare | Kind::Covered => (
            Text::new("报销比例以外的部分", "Your share of the covered charges"),
            Text::new(
                "起付线以上按比例报销，其余自己付",
                "The fund pays its rate above the deductible; the rest is yours",
            ),
        ),
        Kind::AboveCeiling => (
            Text::new("超过封顶线", "Above the annual ceiling"),
            Text::new("基金全年最多支付到封顶线", "The fund pays up to its ceiling for the year"),
        ),
    }
}

/// The first three items with their amounts.
pub(super) fn named(items: &[RowItem]) -> Text {
    let list = |name: fn(&Text) -> &String, comma: &str| {
        let shown: Vec<_> = items.iter().take(3).map(|item| format!("{} {}", name(&item.name), item.amount)).collect();
        shown.join(comma)
    };
    let (zh, en) = (list(|name| &name.zh, "、"), list(|name| &name.en, ", "));
    match items.len().saturating_sub(3) {
        0 => Text::new(zh, en),
        more => Text::new(format!("{zh}，另有 {more} 项"), format!("{en} and {more} more")),
    }
}

pub(super) fn items_en(count: usize) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}

pub(super) fn permille(part: Money, whole: Money) -> u32 {
    if whole.is_zero() {
        return 0;
    }
    u32::try_from(part.fen().max(0).saturating_mul(1000) / whole.fen()).unwrap_or(1000)
}

pub(super) fn percent(part: Money, whole: Money) -> String {
    if whole.is_zero() {
        return "0%".to_owned();
    }
    let exact = part.decimal() * rust_decimal::Decimal::ONE_HUNDRED / whole.decimal();
    format!("{:.1}%", exact.round_dp(1))
}
