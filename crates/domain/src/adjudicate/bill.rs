//! What a bill and its person look like to the rules.
//!
//! Fields that came later are left out where they say nothing, so that older entries keep their bytes.

use super::is_default;
use crate::ids::PersonId;
use crate::money::{Money, Quantity, UnitPrice};
use crate::pack::Membership;
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the engine needs of a person at a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standing {
    /// Whose.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub person: PersonId,
    /// For rules by age.
    pub birth_date: NaiveDate,
    /// Enrolled in the benefit year of the pack.
    pub enrolled: bool,
    /// Benefits begin on this day, if there is a waiting period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_until: Option<NaiveDate>,
    /// Categories with their dates; several may hold at once.
    #[serde(default)]
    pub categories: Vec<DatedCategory>,
    /// Certificates of chronic diseases with their dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<DatedCategory>,
    /// What else the rules may ask of a person.
    #[serde(flatten)]
    pub member: Member,
}

/// Facts of a membership that only some packs ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// State of the membership.
    #[serde(default, skip_serializing_if = "is_default")]
    pub membership: Membership,
    /// Premium grade, if the pack has grades.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Years of continuous enrolment before this one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub continuous_years: u32,
    /// Years without any payment of a fund before this one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub claim_free_years: u32,
    /// The household's family account at the beginning of the year.
    #[serde(default, skip_serializing_if = "is_default")]
    pub family_account: Money,
    /// Day of death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died: Option<NaiveDate>,
}

/// A category that a person has from a date, as a list of the county states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DatedCategory {
    /// The pack's code.
    pub code: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, if it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Where it comes from, for people.
    pub source: String,
}

impl DatedCategory {
    /// Whether it holds on a day.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }
}

/// How a person came to be treated where the stay was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Referral {
    /// Treated at home: no referral needed.
    #[default]
    Local,
    /// Away with a referral on file.
    Filed,
    /// Away without one.
    Unfiled,
    /// Emergency, which counts as referred.
    Emergency,
}

/// What kind of stay or visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum StayKind {
    /// 普通
    #[default]
    Ordinary,
    /// 外伤
    Injury,
    /// 生育
    Birth,
    /// 门诊
    Outpatient,
    /// 门诊慢特病
    Chronic,
}

impl StayKind {
    /// Whether a bed is occupied, so that it counts as an admission.
    pub fn is_inpatient(self) -> bool {
        matches!(self, Self::Ordinary | Self::Injury | Self::Birth)
    }
}

/// How a stay follows another of the same illness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Link {
    /// 中途结算: the same stay, settled in parts.
    Interim,
    /// 转院: transferred from another facility.
    Transfer,
}

/// A stay that is settled as a part of a longer one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Episode {
    /// The same for all parts.
    pub id: String,
    /// Which part, from 1.
    pub part: u32,
    /// How this part is linked to the others.
    pub link: Link,
    /// The stay goes on after the last day of this part, so that the night after it belongs to this part: where a stay is
    /// split at the year's end, the next part begins on the day after.
    #[serde(default, skip_serializing_if = "is_default")]
    pub goes_on: bool,
}

/// The charges of one stay or visit and the facts that the rules ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bill {
    /// The pack's tier of the facility, such as `township`.
    pub tier: String,
    /// Kind of stay.
    #[serde(default)]
    pub kind: StayKind,
    /// Referral state.
    #[serde(default)]
    pub referral: Referral,
    /// First day.
    pub admitted: NaiveDate,
    /// Last day.
    pub discharged: NaiveDate,
    /// Day of the settlement.
    pub settled: NaiveDate,
    /// Insurance diagnosis code.
    pub diagnosis: String,
    /// The charges.
    pub lines: Vec<ChargeLine>,
    /// The pack's place of the facility, where rules depend on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Code of the facility, where rules depend on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facility: Option<String>,
    /// Facts of the pack that hold, such as a test result.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// The longer stay that this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<Episode>,
}

impl Bill {
    /// Days of the stay, the first and the last counted as one; a visit has one.
    ///
    /// The days of the parts of a stay add up to those of the whole, so the last day of a part counts where the next part
    /// begins on the day after, and a later part that ends on its first day has none.
    pub fn days(&self) -> u32 {
        let goes_on = self.episode.as_ref().is_some_and(|episode| episode.goes_on);
        let nights = self.discharged.signed_duration_since(self.admitted).num_days();
        let days = u32::try_from(nights).unwrap_or_default() + u32::from(goes_on);
        let same_stay = self.kind.is_inpatient() && self.continues().is_some_and(|part| part.link == Link::Interim);
        if same_stay { days } else { days.max(1) }
    }

    /// Whether it goes on where an earlier part of the same stay or illness ended.
    pub fn continues(&self) -> Option<&Episode> {
        self.episode.as_ref().filter(|episode| episode.part > 1)
    }
}

/// One charge: a quantity of an item of the catalogue at a price.
///
/// Class and limit are looked up in the pack's catalogue, never taken from the line: the county must be able to
/// decide from the same facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChargeLine {
    /// Catalogue code.
    pub item: String,
    /// Name as charged, for an item that the catalogue does not know.
    #[serde(default)]
    pub name: Text,
    /// Yuan for one unit.
    pub price: UnitPrice,
    /// How many units.
    pub quantity: Quantity,
}
