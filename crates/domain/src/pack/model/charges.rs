//! What counts: pay-first shares, limits by kind of charge, fixed prices, first shares of a referral.

use super::{When, percentage};
use crate::money::{Money, Rate};
use crate::pack::ItemClass;
use serde::Deserialize;

/// How charges become covered charges.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChargeRules {
    /// Whether the price limit is applied before the pay-first share, or after it.
    pub limit: LimitOrder,
}

/// Whether the price limit is applied before the pay-first share, or after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LimitOrder {
    /// The share is taken of what lies within the limit.
    #[default]
    BeforeShare,
    /// The share is taken of the whole price, and the limit applied to the rest.
    AfterShare,
}

/// The share of a class that the patient pays first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayFirstRule {
    /// Classes of the catalogue; `class = "乙"` or a list.
    #[serde(deserialize_with = "class_or_classes")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<ItemClass>"))]
    pub class: Vec<ItemClass>,
    /// Kinds of item; all kinds if empty.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Origins of item, such as `imported`; all if empty.
    #[serde(default)]
    pub origins: Vec<String>,
    /// The share.
    #[serde(deserialize_with = "percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Rate,
    /// Where the rule stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// The most of a kind of charge that counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KindLimit {
    /// Kinds of charge that are counted together.
    pub kinds: Vec<String>,
    /// When it holds.
    #[serde(default)]
    pub when: When,
    /// Each stay, or each day of it.
    pub per: LimitPer,
    /// The most.
    pub amount: Money,
    /// Where the rule stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// Over what a limit of a kind of charge is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LimitPer {
    /// Each stay or visit; the parts of a stay in one hospital are counted together.
    Stay,
    /// Each day of the stay, the first and the last counted as one.
    Day,
}

/// A share of the covered charges that the patient pays before every layer, for the way of the referral.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReferralShare {
    /// When it holds; the first that holds applies.
    pub when: When,
    /// The share.
    #[serde(deserialize_with = "percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Rate,
    /// Where the rule stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// 单病种定额: a fixed price of a stay. All of it is covered whatever the class, and the hospital bears what lies above.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FixedPrice {
    /// When it holds; the first that holds applies.
    pub when: When,
    /// The price.
    pub price: Money,
    /// Where the rule stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// The overall share of a bill that all layers together may pay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OverallShare {
    /// When it holds; the first that holds applies.
    #[serde(default)]
    pub when: When,
    /// The share.
    #[serde(deserialize_with = "percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Rate,
    /// Of what.
    pub of: super::Whole,
    /// Where the rule stands.
    #[serde(default)]
    pub source: Option<String>,
}

fn class_or_classes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<ItemClass>, D::Error> {
    struct Classes;
    impl<'de> serde::de::Visitor<'de> for Classes {
        type Value = Vec<ItemClass>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a class, or a list of classes")
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Vec<ItemClass>, E> {
            ItemClass::deserialize(serde::de::value::StrDeserializer::new(text)).map(|class| vec![class])
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, seq: A) -> Result<Vec<ItemClass>, A::Error> {
            Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))
        }
    }
    deserializer.deserialize_any(Classes)
}
