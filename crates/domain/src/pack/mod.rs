//! Policy packs: the rules of a place and year, as data.
//!
//! A pack is a rule text, those that it inherits, and its catalogues, named by the hash of all. The engine knows no
//! rule of any place: what a county decides stands in its pack, and a pack that does not pass its checks is not a
//! [`Pack`].

mod bundle;
mod catalogue;
mod check;
mod defaults;
mod fault;
mod like;
mod model;
mod read;
mod tables;
mod tree;
mod wording;

pub use bundle::Bundle;
pub use catalogue::{Catalogue, CatalogueItem, Diagnosis, ItemClass};
pub use defaults::DefaultUsed;
pub use fault::{Fault, PackFaults, Severity};
pub use model::{
    Allocation, Balance, Band, BandAxis, Bonus, BonusStack, Ceiling, CeilingAxis, CeilingPeriod, ChargeRules, Choose,
    Collector, DeductibleCounted, DiseaseList, EnrolmentRules, EnrolmentUnit, FixedPrice, Floor, Fund, Funding, Grade,
    Guarantee, KindLimit, Layer, LayerNames, LimitOrder, LimitPer, Membership, MoneyOf, NamedCode, NewbornBenefits,
    NewbornRule, OverallShare, PayFirstRule, Period, Photographs, PremiumRules, Raise, RaiseLimit, RaiseYears, Range,
    ReceiptNumbers, ReferralShare, RefundReason, RefundRule, Relief, Rules, Source, SpecialRule, Statistic, Subsidy,
    SubsidyRule, Terms, WaitingRule, When, Whole, Whose, Window, YearChoice, YearRule,
};

use std::sync::Arc;

/// A checked pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The rules.
    pub rules: Arc<Rules>,
    /// The items and diagnoses.
    pub catalogue: Arc<Catalogue>,
    /// Content hash of the bundle, as `sha256:` and digits.
    pub hash: String,
    /// What somebody should look at, though the pack can be used.
    pub warnings: Arc<Vec<Fault>>,
    /// The switches that the rule text leaves to their default.
    pub defaults: Arc<Vec<DefaultUsed>>,
}
