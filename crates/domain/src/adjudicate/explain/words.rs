//! Terms and small texts that several parts of an explanation use.

use super::RowItem;
use crate::adjudicate::{Kind, Referral};
use crate::money::Money;
use crate::pack::Whole;
use crate::text::Text;

/// A kind of self-paid amount as the field calls it.
pub(super) fn kind_words(kind: Kind) -> Text {
    let (zh, en) = match kind {
        Kind::OutsideCatalogue => ("全自费", "Not covered"),
        Kind::AboveLimit => ("超限价自付", "Above price limit"),
        Kind::PayFirst => ("先行自付", "Pay-first share"),
        Kind::ReferralPayFirst => ("转诊先行自付", "Referral pay-first share"),
        Kind::Covered => ("政策范围内费用", "Covered charges"),
        Kind::Deductible => ("起付线", "Deductible"),
        Kind::BandShare => ("比例自付", "Share by rate"),
        Kind::AboveCeiling => ("超封顶线", "Above the ceiling"),
    };
    Text::new(zh, en)
}

/// An amount of the bill of which shares are taken.
pub(super) fn whole_words(of: Whole) -> Text {
    match of {
        Whole::Total => Text::new("总费用", "total charges"),
        Whole::Covered => Text::new("政策范围内费用", "covered charges"),
    }
}

/// The same as the name of an amount.
pub(super) fn whole_name(of: Whole) -> Text {
    match of {
        Whole::Total => Text::new("总费用", "Total charges"),
        Whole::Covered => Text::new("政策范围内费用", "Covered charges"),
    }
}

/// How a person came to be treated where the stay was.
pub(super) fn referral_words(referral: Referral) -> Text {
    let (zh, en) = match referral {
        Referral::Local => ("在本地就医", "Treated at home"),
        Referral::Filed => ("外出就医已备案", "Away with a referral on file"),
        Referral::Unfiled => ("外出就医未备案", "Away without a referral on file"),
        Referral::Emergency => ("急诊", "Emergency"),
    };
    Text::new(zh, en)
}

/// Names one after the other.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a Text>) -> Text {
    let (zh, en): (Vec<_>, Vec<_>) = names.into_iter().map(|name| (name.zh.as_str(), name.en.as_str())).unzip();
    Text::new(zh.join("、"), en.join(", "))
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
