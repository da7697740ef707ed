//! The decision about a bill.

use super::{Accumulators, is_default};
use crate::money::{Factor, Money, Rate};
use crate::pack::Membership;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why an amount is with the patient. The kinds are never summed early: later layers ask for them one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Kind {
    /// 全自费: outside the catalogue.
    OutsideCatalogue,
    /// 超限价自付: above the price limit.
    AboveLimit,
    /// 先行自付: the class-B share paid first.
    PayFirst,
    /// 转诊先行自付.
    ReferralPayFirst,
    /// 政策范围内费用 that no layer has taken yet.
    Covered,
    /// Under a layer's deductible.
    Deductible,
    /// The patient's share of a band.
    BandShare,
    /// Above a layer's ceiling.
    AboveCeiling,
}

/// What the fund layers decided about one bill. A refusal is a decision, not an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Outcome {
    /// Funds and patient share the bill.
    Settled(Box<Settlement>),
    /// No fund takes part; the patient bears all of it.
    NotCovered(Vec<Refusal>),
}

/// A reason why no fund takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Refusal {
    /// The pack does not hold on the day that decides.
    PackDoesNotCover {
        /// The day.
        date: NaiveDate,
    },
    /// Not enrolled in the benefit year.
    NotEnrolled {
        /// The benefit year.
        year: i32,
    },
    /// Benefits have not begun.
    Waiting {
        /// First day of benefits.
        until: NaiveDate,
    },
    /// The dates are the wrong way round.
    DischargedBeforeAdmitted,
    /// A bill without charges.
    NoCharges,
    /// The pack states only a part of the rules.
    Fragment,
    /// A stay across the year's end, which is settled in two parts.
    CrossesYearEnd {
        /// Last day of the first part.
        last: NaiveDate,
    },
    /// Admitted after the day of death.
    AfterDeath {
        /// The day of death.
        died: NaiveDate,
    },
    /// The membership has ended.
    NotMember {
        /// Its state.
        membership: Membership,
    },
}

/// How one charge was split before the layers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemSplit {
    /// Catalogue code.
    pub item: String,
    /// The whole charge.
    pub amount: Money,
    /// Outside the catalogue.
    pub outside: Money,
    /// Above the price limit.
    pub above_limit: Money,
    /// Paid first by the patient.
    pub pay_first: Money,
    /// What remains to be covered.
    pub covered: Money,
    /// Borne by the hospital, above a fixed price.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hospital: Money,
}

/// What one layer did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LayerShare {
    /// The pack's id of the layer.
    pub layer: String,
    /// What of this bill entered the base.
    pub base: Money,
    /// The same kinds over the year, this bill included, where the layer accumulates.
    pub base_of_year: Money,
    /// What the deductible took of this bill.
    pub deductible: Money,
    /// The deductible that applied.
    pub deductible_line: Money,
    /// Rate of the highest band that this bill reached, bonuses included.
    pub rate: Rate,
    /// What was lost above the ceiling.
    pub above_ceiling: Money,
    /// What the fund pays.
    pub paid: Money,
    /// Which terms applied: their number in the pack, from 1; none if the person is not eligible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<usize>,
    /// How the payment was found.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: Basis,
    /// The parts of the amount in each band, where it reached more than one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<BandShare>,
    /// The patient pays it first and claims it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub claimed: bool,
    /// How the deductible came about, where it is not simply that of the terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<DeductibleLine>,
    /// What bonuses added, where the payment was found by a rate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bonuses: Vec<BonusShare>,
    /// Ceilings that took something; what they took adds up to `above_ceiling`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reached: Vec<Reached>,
    /// What other parts of the same stay were paid, where the payment is a fixed sum for the whole stay.
    #[serde(default, skip_serializing_if = "is_default")]
    pub paid_in_stay: Money,
}

/// How a deductible came about. What earlier stays left of it is the `deductible_line` of the layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeductibleLine {
    /// The deductible that the terms state.
    pub own: Money,
    /// What the reliefs made of it.
    pub relieved: Money,
    /// Which reliefs changed it: their numbers in the layer, from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reliefs: Vec<usize>,
}

/// What a bonus added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BonusShare {
    /// Its number in the layer, from 1.
    pub bonus: usize,
    /// The points, in the measure of the charges that it is for.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub points: Rate,
    /// The factor, in the same measure.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub factor: Factor,
}

/// A ceiling that took something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reached {
    /// Its number in the terms, from 1; none for the overall share of all layers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<usize>,
    /// The ceiling itself, with what lifts it.
    pub most: Money,
    /// What it left to this bill.
    pub left: Money,
    /// What it took.
    pub lost: Money,
}

/// A limit of kinds of charge that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PassedLimit {
    /// Its number in the pack, from 1.
    pub limit: usize,
    /// The most that counts, over all days of the stay.
    pub most: Money,
    /// What of these kinds would count without it.
    pub counted: Money,
}

/// How a payment was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Basis {
    /// By the bands.
    #[default]
    Bands,
    /// A fixed sum.
    Fixed,
    /// The guaranteed share, because the rest came to less.
    Guarantee,
}

/// What lay in one band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BandShare {
    /// The amount.
    pub amount: Money,
    /// Its rate, points included.
    pub rate: Rate,
}

/// A settlement: every figure of the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settlement {
    /// Benefit year whose accumulators it uses.
    pub year: i32,
    /// Total charges.
    pub total: Money,
    /// The split of each charge, in the bill's order.
    pub items: Vec<ItemSplit>,
    /// The patient's part before the layers, by kind.
    pub before_layers: BTreeMap<Kind, Money>,
    /// Limits of kinds of charge that were passed; what lies above them is part of `above-limit`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_limits: Vec<PassedLimit>,
    /// Covered charges: the total less the kinds before the layers and what the hospital bears.
    pub covered: Money,
    /// What of the covered charges the patient pays first for the way of the referral.
    #[serde(default, skip_serializing_if = "is_default")]
    pub referral_share: Money,
    /// Borne by the hospital, above a fixed price.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hospital_pays: Money,
    /// Each layer in the pack's order.
    pub layers: Vec<LayerShare>,
    /// What the patient bears, by kind.
    pub patient: BTreeMap<Kind, Money>,
    /// What the patient bears.
    pub you_pay: Money,
    /// What it adds to the accumulators of the year.
    pub difference: Accumulators,
}

impl Settlement {
    /// What all funds pay.
    pub fn funds_pay(&self) -> Money {
        self.layers.iter().map(|layer| layer.paid).sum()
    }

    /// What funds owe the patient, who pays it at the desk and claims it.
    pub fn claimed_later(&self) -> Money {
        self.layers.iter().filter(|layer| layer.claimed).map(|layer| layer.paid).sum()
    }

    /// What is paid at the desk: the patient's share and what is claimed later.
    pub fn due_at_desk(&self) -> Money {
        self.you_pay + self.claimed_later()
    }

    /// The figures that the centre and the county compare.
    pub fn figures(&self) -> Figures {
        Figures {
            total: self.total,
            covered: self.covered,
            paid: self.layers.iter().map(|layer| (layer.layer.clone(), layer.paid)).collect(),
            you_pay: self.you_pay,
        }
    }
}

/// What must agree to the fen between the centre and the county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// Total charges.
    pub total: Money,
    /// Covered charges.
    pub covered: Money,
    /// What each layer pays, by its id.
    pub paid: BTreeMap<String, Money>,
    /// What the patient bears.
    pub you_pay: Money,
}

impl Figures {
    /// The same bill where no fund takes part: the patient bears all of it.
    #[must_use]
    pub fn unpaid(mut self) -> Self {
        self.covered = Money::ZERO;
        self.paid.values_mut().for_each(|paid| *paid = Money::ZERO);
        self.you_pay = self.total;
        self
    }
}
