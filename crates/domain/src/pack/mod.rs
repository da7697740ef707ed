//! Policy packs: the rules of a place and year, as data.
//!
//! A pack is a rule text and its catalogues, named by the hash of both. The engine knows no rule of any place: what
//! a county decides stands in its pack, and a pack that does not pass its checks is not a [`Pack`].

mod bundle;
mod catalogue;
mod check;
mod model;
mod wording;

pub use bundle::{Bundle, PackFaults};
pub use catalogue::{Catalogue, CatalogueItem, Diagnosis, ItemClass};
pub use check::Fault;
pub use model::{
    Allocation, Balance, Band, BandAxis, Bonus, BonusStack, Ceiling, CeilingAxis, CeilingPeriod, ChargeRules, Choose,
    Collector, DeductibleCounted, DiseaseList, EnrolmentRules, EnrolmentUnit, FixedPrice, Floor, Fund, Funding, Grade,
    Guarantee, KindLimit, Layer, LayerNames, LimitOrder, LimitPer, Membership, MoneyOf, NamedCode, NewbornBenefits,
    NewbornRule, OverallShare, PayFirstRule, Period, PremiumRules, Raise, RaiseYears, Range, ReferralShare,
    RefundReason, RefundRule, Relief, Rules, Source, Statistic, Subsidy, SubsidyRule, Terms, WaitingRule, When, Whole,
    Whose, Window, YearChoice, YearRule,
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
}
