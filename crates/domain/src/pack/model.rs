//! The parts of a rule text. Every switch has a named default, and unknown keys are refused.

use super::catalogue::ItemClass;
use crate::adjudicate::{Bill, DatedCategory, Kind, Referral, StayKind};
use crate::money::{Money, Rate, Rounding};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// The rules of a place and benefit year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Stable name of the pack, such as `demonstration-2026`.
    pub id: String,
    /// Its version, as people name it: `2026-10`.
    pub version: String,
    /// Name for people.
    pub title: Text,
    /// Only for demonstration data.
    #[serde(default)]
    pub demonstration: bool,
    /// Region it is for.
    pub region: Text,
    /// Scheme, such as `resident`.
    pub scheme: String,
    /// Benefit year.
    pub benefit_year: i32,
    /// First day on which its rules decide.
    pub effective_from: NaiveDate,
    /// Last day.
    pub effective_until: NaiveDate,
    /// Where the rules come from, by a short name.
    pub sources: BTreeMap<String, Source>,
    /// Which date chooses pack and accumulators.
    #[serde(default)]
    pub year: YearChoice,
    /// How a share becomes an amount.
    #[serde(default)]
    pub rounding: Rounding,
    /// Premium of this benefit year.
    pub premium: PremiumRules,
    /// Categories of persons.
    #[serde(default, rename = "category")]
    pub categories: Vec<NamedCode>,
    /// Tiers of facilities.
    #[serde(default, rename = "tier")]
    pub tiers: Vec<NamedCode>,
    /// Kinds of charges, in the order of the statement.
    #[serde(default, rename = "charge_kind")]
    pub charge_kinds: Vec<NamedCode>,
    /// Pay-first shares by class.
    #[serde(default, rename = "pay_first")]
    pub pay_first: Vec<PayFirstRule>,
    /// The fund layers, in order.
    #[serde(rename = "layer")]
    pub layers: Vec<Layer>,
    /// Days without contact with the county after which the desk reminds.
    #[serde(default = "default_reminder_days")]
    pub sync_reminder_days: u32,
    /// Days within which a temporary number must be completed.
    #[serde(default = "default_temporary_days")]
    pub temporary_number_days: u32,
}

fn default_reminder_days() -> u32 {
    7
}

fn default_temporary_days() -> u32 {
    90
}

impl Rules {
    /// Whether the rules decide on a day.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.effective_from <= date && date <= self.effective_until
    }

    /// A layer by its id.
    pub fn layer(&self, id: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.id == id)
    }

    /// A tier by its code.
    pub fn tier(&self, code: &str) -> Option<&NamedCode> {
        self.tiers.iter().find(|tier| tier.code == code)
    }

    /// A kind of charge by its code.
    pub fn charge_kind(&self, code: &str) -> Option<&NamedCode> {
        self.charge_kinds.iter().find(|kind| kind.code == code)
    }

    /// A category by its code.
    pub fn category(&self, code: &str) -> Option<&NamedCode> {
        self.categories.iter().find(|category| category.code == code)
    }
}

/// A public source of a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Document, as it is cited.
    pub document: Text,
    /// Article or section.
    #[serde(default)]
    pub article: String,
}

/// Which date chooses pack and accumulators.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearChoice {
    /// The rule.
    pub rule: YearRule,
}

/// A date of a stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum YearRule {
    /// Day of admission.
    Admission,
    /// Day of discharge.
    #[default]
    Discharge,
    /// Day of settlement.
    Settlement,
}

impl YearRule {
    /// The deciding day of a bill.
    pub fn date_of(self, bill: &Bill) -> NaiveDate {
        match self {
            Self::Admission => bill.admitted,
            Self::Discharge => bill.discharged,
            Self::Settlement => bill.settled,
        }
    }
}

/// Premium of the benefit year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumRules {
    /// Who collects.
    #[serde(default)]
    pub collector: Collector,
    /// What a member pays.
    pub member: Money,
    /// What governments add per head.
    #[serde(default)]
    pub government: Money,
    /// When it is collected.
    pub window: Window,
    /// First day of benefits for those enrolled in the window.
    pub benefits_from: NaiveDate,
    /// Subsidised categories.
    #[serde(default, rename = "subsidy")]
    pub subsidies: Vec<SubsidyRule>,
    /// Where the amounts stand.
    #[serde(default)]
    pub source: Option<String>,
}

/// Who collects premiums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Collector {
    /// The health centre.
    #[default]
    Centre,
    /// The tax office.
    TaxOffice,
    /// The village.
    Village,
}

/// Days from and until, both included.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// What a category is given towards the premium.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubsidyRule {
    /// Which category.
    pub category: String,
    /// How much.
    #[serde(deserialize_with = "subsidy")]
    pub subsidy: Subsidy,
}

/// `"full"` or an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subsidy {
    /// The whole member amount.
    Full,
    /// A fixed amount, at most the member amount.
    Fixed(Money),
}

fn subsidy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Subsidy, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text == "full" {
        return Ok(Subsidy::Full);
    }
    text.parse()
        .map(Subsidy::Fixed)
        .map_err(|_| serde::de::Error::custom("expected \"full\" or an amount such as \"320.00\""))
}

/// A code in entries with its name for people.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedCode {
    /// Code in entries.
    pub code: String,
    /// Name for people.
    pub name: Text,
}

/// The share of a class that the patient pays first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayFirstRule {
    /// Class of the catalogue.
    pub class: ItemClass,
    /// Kinds of item; all kinds if empty.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The share.
    #[serde(deserialize_with = "percentage")]
    pub rate: Rate,
    /// Where the rule stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// A fund layer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Its id in entries and accumulators.
    pub id: String,
    /// Name for people, such as 基本医保支付.
    pub name: Text,
    /// Which remaining amounts enter, in the order in which a payment relieves them.
    pub base: Vec<Kind>,
    /// Over what the base and the deductible are counted.
    #[serde(default)]
    pub accumulate: Accumulate,
    /// Terms by condition; the first that holds applies, none means not eligible.
    #[serde(rename = "terms")]
    pub terms: Vec<Terms>,
    /// Percentage points on top of the bands.
    #[serde(default, rename = "bonus")]
    pub bonuses: Vec<Bonus>,
    /// Which bonuses count when several hold.
    #[serde(default)]
    pub bonus_stack: BonusStack,
    /// Which fund it is, for its colour and order on paper.
    #[serde(default)]
    pub fund: Fund,
    /// What is said to a person for whom no terms hold.
    #[serde(default)]
    pub not_eligible: Option<Text>,
    /// What such a person could do.
    #[serde(default)]
    pub advice: Option<Text>,
}

/// Which fund a layer is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fund {
    /// 基本医保
    Basic,
    /// 大病保险
    Serious,
    /// 医疗救助
    Assistance,
    /// Another one.
    #[default]
    Other,
}

/// Over what amounts are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Accumulate {
    /// Each stay by itself.
    #[default]
    Stay,
    /// The benefit year; a bill is paid the difference F(now) − F(before).
    Year,
}

/// What a layer pays under a condition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// When they hold.
    #[serde(default)]
    pub when: When,
    /// What the patient bears first.
    #[serde(default)]
    pub deductible: Money,
    /// Where the bands are counted from.
    #[serde(default)]
    pub axis: BandAxis,
    /// The bands, from the lowest.
    #[serde(rename = "band")]
    pub bands: Vec<Band>,
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
pub struct Band {
    /// The band's start.
    #[serde(default)]
    pub over: Money,
    /// What the fund pays of it.
    #[serde(deserialize_with = "percentage")]
    pub rate: Rate,
}

/// The most that a layer pays.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// Over what it is counted.
    pub per: Accumulate,
    /// The most.
    pub amount: Money,
    /// Counts only what was paid under ceilings of this name, such as `injury`; without it, all that the layer paid.
    #[serde(default)]
    pub scope: Option<String>,
}

/// Percentage points for those for whom a condition holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bonus {
    /// When it holds.
    pub when: When,
    /// How many points.
    #[serde(deserialize_with = "percentage")]
    pub points: Rate,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// Which bonuses count when several hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BonusStack {
    /// The largest.
    #[default]
    Highest,
    /// All of them, together at most 100 %.
    Sum,
}

/// A condition: every list that is given must contain the case. An empty condition always holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Tiers of the facility.
    #[serde(default)]
    pub tier: Vec<String>,
    /// Categories, any of which the person has on the deciding day.
    #[serde(default)]
    pub category: Vec<String>,
    /// Referral states.
    #[serde(default)]
    pub referral: Vec<Referral>,
    /// Kinds of stay.
    #[serde(default)]
    pub stay: Vec<StayKind>,
}

impl When {
    /// Whether the condition holds for a bill of a person.
    pub fn holds(&self, bill: &Bill, categories: &[DatedCategory], date: NaiveDate) -> bool {
        fn allows<T: PartialEq>(list: &[T], value: &T) -> bool {
            list.is_empty() || list.contains(value)
        }
        let has = |code: &String| categories.iter().any(|category| category.code == *code && category.holds_on(date));
        allows(&self.tier, &bill.tier)
            && allows(&self.referral, &bill.referral)
            && allows(&self.stay, &bill.kind)
            && (self.category.is_empty() || self.category.iter().any(has))
    }
}

/// A rate written as a percentage: `"85%"`.
fn percentage<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rate, D::Error> {
    let text = String::deserialize(deserializer)?;
    Rate::from_percentage(&text)
        .map_err(|_| serde::de::Error::custom("expected a percentage from \"0%\" to \"100%\", at most four decimals"))
}
