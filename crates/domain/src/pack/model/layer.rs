//! Fund layers: what enters, over what it is counted, and what is paid.

use super::{When, factor, optional_percentage, percentage};
use crate::adjudicate::{Kind, Link};
use crate::money::{Factor, Money, Rate};
use crate::text::Text;
use serde::Deserialize;

/// A fund layer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Layer {
    /// Its id in entries and accumulators.
    pub id: String,
    /// Name for people, such as 基本医保支付.
    pub name: Text,
    /// Which fund it is, for its colour and order on paper.
    #[serde(default)]
    pub fund: Fund,
    /// Which remaining amounts enter, in the order in which a payment relieves them.
    pub base: Vec<Kind>,
    /// Takes only charges of these kinds; with a base of `covered` alone. All kinds if empty.
    #[serde(default)]
    pub charges: Vec<String>,
    /// Over what the bands are counted.
    #[serde(default)]
    pub accumulate: Period,
    /// Whose amounts are counted together.
    #[serde(default)]
    pub counts: Whose,
    /// Over what the deductible is counted.
    #[serde(default)]
    pub deductible_counted: DeductibleCounted,
    /// Stays that follow another and share its deductible.
    #[serde(default)]
    pub deductible_shared: Vec<Link>,
    /// Which terms apply when several hold.
    #[serde(default)]
    pub choose: Choose,
    /// Terms by condition; if none holds the person is not eligible.
    #[serde(default, rename = "terms")]
    pub terms: Vec<Terms>,
    /// Changes of the deductible, each applied to what the ones before it left.
    #[serde(default, rename = "relief")]
    pub reliefs: Vec<Relief>,
    /// Percentage points or a factor on top of the bands.
    #[serde(default, rename = "bonus")]
    pub bonuses: Vec<Bonus>,
    /// Which bonuses count when several hold.
    #[serde(default)]
    pub bonus_stack: BonusStack,
    /// Who pays this layer first and claims it later; nobody if empty.
    #[serde(default, rename = "claimed")]
    pub claimed: Vec<When>,
    /// What is said to a person for whom no terms hold.
    #[serde(default)]
    pub not_eligible: Option<Text>,
    /// What such a person could do.
    #[serde(default)]
    pub advice: Option<Text>,
    /// Accumulator names, made once.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub names: super::LayerNames,
}

/// Which fund a layer is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Fund {
    /// 基本医保
    Basic,
    /// 大病保险
    Serious,
    /// 医疗救助
    Assistance,
    /// 家庭账户: the household's own money.
    Account,
    /// Another one.
    #[default]
    Other,
}

/// Over what amounts are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Period {
    /// Each stay or visit by itself.
    #[default]
    Stay,
    /// The calendar month of the deciding day.
    Month,
    /// The quarter of the deciding day.
    Quarter,
    /// The benefit year; a bill is paid the difference F(now) − F(before).
    Year,
}

/// Whose amounts are counted together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Whose {
    /// One person's.
    #[default]
    Person,
    /// All members of the household.
    Household,
}

/// Over what the deductible is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DeductibleCounted {
    /// As the bands are: each stay, or once on the amount of the period.
    #[default]
    AsBands,
    /// 按次: each stay, also where bands are counted over a longer period.
    Stay,
    /// 按月
    Month,
    /// 按季度
    Quarter,
    /// 按年: what earlier stays of the year paid counts towards one line.
    Year,
    /// 每家医院每年
    FacilityYear,
    /// 按年收取一次不足补齐: a later stay under a dearer line owes only the difference of the lines.
    OnceAYear,
}

/// Which terms apply when several hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Choose {
    /// The first in the pack's order.
    #[default]
    First,
    /// Those that pay most.
    MostFavourable,
}

/// What a layer pays under a condition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Terms {
    /// By which other terms refer to these.
    #[serde(default)]
    pub id: Option<String>,
    /// When they hold.
    #[serde(default)]
    pub when: When,
    /// What the patient bears first. Without it nothing, or that of the terms named by `like`.
    #[serde(default)]
    pub deductible: Option<Money>,
    /// Where the bands are counted from.
    #[serde(default)]
    pub axis: BandAxis,
    /// The bands, from the lowest.
    #[serde(default, rename = "band")]
    pub bands: Vec<Band>,
    /// Takes bands and deductible from the terms of this layer with this id.
    #[serde(default)]
    pub like: Option<String>,
    /// Multiplies what the bands give.
    #[serde(default, deserialize_with = "factor")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub factor: Factor,
    /// A fixed sum instead of bands, once for a stay, at most what of the base counts less the deductible.
    #[serde(default)]
    pub fixed: Option<Money>,
    /// 保底: at least this.
    #[serde(default)]
    pub guarantee: Option<Guarantee>,
    /// Ceilings; the lowest applies.
    #[serde(default, rename = "ceiling")]
    pub ceilings: Vec<Ceiling>,
    /// Where the terms stand.
    #[serde(default)]
    pub source: Option<String>,
}

/// Where bands are counted from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BandAxis {
    /// From zero: the deductible lies inside the first band.
    #[default]
    FromZero,
    /// From the deductible.
    AfterDeductible,
}

/// A band: what lies over its start, up to the next band's start.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Band {
    /// The band's start.
    #[serde(default)]
    pub over: Money,
    /// What the fund pays of it.
    #[serde(deserialize_with = "percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Rate,
}

/// The least that is paid, as a share of an amount of the bill.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Guarantee {
    /// The share.
    #[serde(deserialize_with = "percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Rate,
    /// Of what.
    pub of: Whole,
    /// Earlier layers whose payments count towards it.
    #[serde(default)]
    pub with: Vec<String>,
}

/// An amount of the whole bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Whole {
    /// Total charges, what the hospital bears left out.
    Total,
    /// Covered charges.
    Covered,
}

/// The most that a layer pays, or the most cost that it counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ceiling {
    /// Over what it is counted.
    pub per: CeilingPeriod,
    /// The most.
    #[serde(default)]
    pub amount: Option<Money>,
    /// The most, as a share of the stay's covered or total charges.
    #[serde(default, deserialize_with = "optional_percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub share: Option<Rate>,
    /// Of what the share is taken.
    #[serde(default)]
    pub of: Option<Whole>,
    /// The most is what the household still has on this account.
    #[serde(default)]
    pub balance: Option<Balance>,
    /// Whether the benefit is capped, or the cost that counts.
    #[serde(default)]
    pub on: CeilingAxis,
    /// Counts only what was paid under ceilings of this name, such as `injury`; without it, all that the layer paid.
    #[serde(default)]
    pub scope: Option<String>,
    /// Whose payments are counted together.
    #[serde(default)]
    pub counts: Whose,
    /// Earlier layers whose payments are counted too.
    #[serde(default)]
    pub with: Vec<String>,
    /// What lifts the ceiling for one member.
    #[serde(default, rename = "raise")]
    pub raises: Vec<Raise>,
    /// The most that all raises together add, as a share of the amount.
    #[serde(default, deserialize_with = "optional_percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub raised_at_most: Option<Rate>,
}

/// Over what a ceiling is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CeilingPeriod {
    /// Each day of the stay, the first and the last counted as one.
    Day,
    /// Each stay or visit; the parts of a stay in one hospital are counted together.
    Stay,
    /// The calendar month of the deciding day.
    Month,
    /// The quarter of the deciding day.
    Quarter,
    /// The benefit year.
    Year,
}

/// What a ceiling caps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CeilingAxis {
    /// What is paid.
    #[default]
    Benefit,
    /// The cost that counts.
    Cost,
}

/// An account whose balance a person brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Balance {
    /// 家庭账户
    FamilyAccount,
}

/// An incentive that lifts a member's own ceiling.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Raise {
    /// For which years.
    #[serde(rename = "for")]
    pub years: RaiseYears,
    /// Years that give nothing yet.
    #[serde(default)]
    pub after: u32,
    /// For each further year.
    pub each: Money,
    /// Whether an interruption ends what claim-free years gave. Continuous years begin again in any case.
    #[serde(default)]
    pub ends_with_interruption: bool,
}

/// Years that lift a member's own ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RaiseYears {
    /// 连续参保
    Continuous,
    /// 零报销
    ClaimFree,
}

/// A change of the deductible.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Relief {
    /// When it holds.
    #[serde(default)]
    pub when: When,
    /// The deductible becomes this.
    #[serde(default)]
    pub deductible: Option<Money>,
    /// The deductible is multiplied by this.
    #[serde(default, deserialize_with = "optional_percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub rate: Option<Rate>,
    /// Less by this for each earlier admission of the year.
    #[serde(default)]
    pub less_each: Option<Money>,
    /// But never below this.
    #[serde(default)]
    pub least: Money,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// More for those for whom a condition holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bonus {
    /// When it holds.
    #[serde(default)]
    pub when: When,
    /// Only for the share of the covered charges with one of these tags, such as `tcm` or `essential`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How many percentage points are added to each band's rate.
    #[serde(default, deserialize_with = "percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub points: Rate,
    /// Or by what the benefit is multiplied: `"110%"`.
    #[serde(default, deserialize_with = "factor")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub factor: Factor,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// Which bonuses count when several hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BonusStack {
    /// The one that pays most on the bill; of equals the first.
    #[default]
    Highest,
    /// All of them: points are added and factors multiplied, together at most 100 %.
    Sum,
}
