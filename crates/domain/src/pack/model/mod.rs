//! The parts of a rule text. Every switch has a named default, and unknown keys are refused.

mod charges;
mod condition;
mod layer;
mod names;
mod premium;

pub use charges::{
    ChargeRules, FixedPrice, KindLimit, LimitOrder, LimitPer, OverallShare, PayFirstRule, ReferralShare,
};
pub use condition::{Range, When};
pub use layer::{
    Balance, Band, BandAxis, Bonus, BonusStack, Ceiling, CeilingAxis, CeilingPeriod, Choose, DeductibleCounted, Fund,
    Guarantee, Layer, Period, Raise, RaiseYears, Relief, Terms, Whole, Whose,
};
pub use names::LayerNames;
pub use premium::{
    Allocation, Collector, EnrolmentRules, EnrolmentUnit, Funding, Grade, Membership, MoneyOf, NewbornBenefits,
    NewbornRule, Photographs, PremiumRules, ReceiptNumbers, RefundReason, RefundRule, SpecialRule, Subsidy,
    SubsidyRule, WaitingRule, Window,
};

use crate::adjudicate::Bill;
use crate::money::{Factor, Money, Rate, Rounding};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// The rules of a place and benefit year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// States only a part of a place's rules: it is checked and can be inherited, but decides no bill.
    #[serde(default)]
    pub fragment: bool,
    /// The pack whose rules hold where this one is silent.
    #[serde(default)]
    pub inherits: Option<String>,
    /// Parts of the inherited pack that do not hold here, such as `layer.tilt`.
    #[serde(default)]
    pub without: Vec<String>,
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
    /// What is unusual about it, for readers.
    #[serde(default)]
    pub note: Option<Text>,
    /// Where the rules come from, by a short name.
    #[serde(default)]
    pub sources: BTreeMap<String, Source>,
    /// Published figures on which amounts are built, by a short name.
    #[serde(default)]
    pub statistics: BTreeMap<String, Statistic>,
    /// Which date chooses pack and accumulators.
    #[serde(default)]
    pub year: YearChoice,
    /// How a share becomes an amount.
    #[serde(default)]
    pub rounding: Rounding,
    /// Premium of this benefit year.
    #[serde(default)]
    pub premium: PremiumRules,
    /// Enrolment and waiting.
    #[serde(default)]
    pub enrolment: EnrolmentRules,
    /// Categories of persons.
    #[serde(default, rename = "category")]
    pub categories: Vec<NamedCode>,
    /// Tiers of facilities.
    #[serde(default, rename = "tier")]
    pub tiers: Vec<NamedCode>,
    /// Places of facilities.
    #[serde(default, rename = "place")]
    pub places: Vec<NamedCode>,
    /// Certificates of chronic diseases.
    #[serde(default, rename = "certificate")]
    pub certificates: Vec<NamedCode>,
    /// Facts that a bill may state.
    #[serde(default, rename = "fact")]
    pub facts: Vec<NamedCode>,
    /// Lists of diseases.
    #[serde(default, rename = "disease_list")]
    pub disease_lists: Vec<DiseaseList>,
    /// Kinds of charges, in the order of the statement.
    #[serde(default, rename = "charge_kind")]
    pub charge_kinds: Vec<NamedCode>,
    /// Kinds of charges of which a stay has one a day: a second one stops the settlement at the desk.
    #[serde(default)]
    pub once_a_day: Vec<String>,
    /// How charges become covered charges.
    #[serde(default)]
    pub charges: ChargeRules,
    /// Pay-first shares by class, kind and origin; the first that fits applies.
    #[serde(default, rename = "pay_first")]
    pub pay_first: Vec<PayFirstRule>,
    /// Limits by kind of charge.
    #[serde(default, rename = "kind_limit")]
    pub kind_limits: Vec<KindLimit>,
    /// First shares by referral.
    #[serde(default, rename = "referral_share")]
    pub referral_shares: Vec<ReferralShare>,
    /// Fixed prices.
    #[serde(default, rename = "fixed_price")]
    pub fixed_prices: Vec<FixedPrice>,
    /// The fund layers, in order.
    #[serde(default, rename = "layer")]
    pub layers: Vec<Layer>,
    /// What all layers together may pay.
    #[serde(default, rename = "overall")]
    pub overall: Vec<OverallShare>,
    /// Floors that a higher level sets, for a warning.
    #[serde(default, rename = "floor")]
    pub floors: Vec<Floor>,
    /// The most by which a higher level lets incentives lift a ceiling, for a warning.
    #[serde(default, rename = "raise_limit")]
    pub raise_limits: Vec<RaiseLimit>,
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

    /// Whether any amount is counted over a household.
    pub fn counts_households(&self) -> bool {
        self.layers.iter().any(|layer| {
            layer.counts == Whose::Household
                || layer.terms.iter().flat_map(|terms| &terms.ceilings).any(Ceiling::counts_household)
        })
    }
}

impl Ceiling {
    /// Whether the payments of the whole household are counted.
    pub fn counts_household(&self) -> bool {
        self.counts == Whose::Household || self.balance.is_some()
    }
}

/// A public source of a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// Document, as it is cited.
    pub document: Text,
    /// Article or section.
    #[serde(default)]
    pub article: String,
    /// Address, where it is public.
    #[serde(default)]
    pub address: Option<String>,
    /// How far it can be trusted, in words.
    #[serde(default)]
    pub quality: Option<Text>,
}

/// A published figure, such as the income per head of the year before. An amount written as
/// `{ statistic = "income", rate = "50%" }` is that share of it, rounded to whole yuan.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statistic {
    /// What it is.
    pub name: Text,
    /// The figure.
    pub amount: Money,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// Which date chooses pack and accumulators.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct YearChoice {
    /// The rule.
    pub rule: YearRule,
}

/// A date of a stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum YearRule {
    /// Day of admission.
    Admission,
    /// Day of discharge.
    #[default]
    Discharge,
    /// Day of settlement.
    Settlement,
    /// A stay across the year's end is settled in two parts, each by its own year.
    Split,
}

impl YearRule {
    /// The deciding day of a bill.
    pub fn date_of(self, bill: &Bill) -> NaiveDate {
        match self {
            Self::Admission => bill.admitted,
            Self::Discharge | Self::Split => bill.discharged,
            Self::Settlement => bill.settled,
        }
    }
}

/// A code in entries with its name for people.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedCode {
    /// Code in entries.
    pub code: String,
    /// Name for people.
    pub name: Text,
}

/// A list of diseases by their diagnosis codes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiseaseList {
    /// Code in conditions.
    pub code: String,
    /// Name for people.
    pub name: Text,
    /// Beginnings of the diagnosis codes: `A15` stands for all that begin with it.
    pub diagnoses: Vec<String>,
}

/// The least rate that a higher level prescribes; a layer below it is warned of, not refused.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Floor {
    /// Which fund.
    pub fund: Fund,
    /// The least rate of any band.
    #[serde(deserialize_with = "percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Rate,
    /// From which day.
    pub from: NaiveDate,
    /// Until which day.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// The most by which a higher level lets incentives lift a member's own ceiling in a fund.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RaiseLimit {
    /// Which fund.
    pub fund: Fund,
    /// The most, as a share of the ceiling.
    #[serde(deserialize_with = "percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub raised_at_most: Rate,
    /// From which day.
    pub from: NaiveDate,
    /// Until which day.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// A rate written as a percentage: `"85%"`.
fn percentage<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rate, D::Error> {
    let text = String::deserialize(deserializer)?;
    Rate::from_percentage(&text)
        .map_err(|_| serde::de::Error::custom("expected a percentage from \"0%\" to \"100%\", at most four decimals"))
}

fn optional_percentage<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Rate>, D::Error> {
    percentage(deserializer).map(Some)
}

/// A factor written as a percentage: `"110%"`.
fn factor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Factor, D::Error> {
    let text = String::deserialize(deserializer)?;
    Factor::from_percentage(&text)
        .map_err(|_| serde::de::Error::custom("expected a factor from \"0%\" to \"1000%\", at most four decimals"))
}
