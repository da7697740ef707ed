//! What a bill and its person look like to the rules.

use crate::ids::PersonId;
use crate::money::{Quantity, UnitPrice};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the engine needs of a person at a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whose.
    pub person: PersonId,
    /// For rules by age.
    pub birth_date: NaiveDate,
    /// Enrolled in the benefit year of the pack.
    pub enrolled: bool,
    /// Benefits begin on this day, if there is a waiting period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_until: Option<NaiveDate>,
    /// Categories with their dates; several may hold at once.
    pub categories: Vec<DatedCategory>,
}

/// A category that a person has from a date, as a list of the county states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// What kind of stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StayKind {
    /// 普通
    #[default]
    Ordinary,
    /// 外伤
    Injury,
    /// 生育
    Birth,
}

/// The charges of one stay and the facts that the rules ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// The pack's tier of the facility, such as `township`.
    pub tier: String,
    /// Kind of stay.
    pub kind: StayKind,
    /// Referral state.
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
}

/// One charge: a quantity of an item of the catalogue at a price.
///
/// Class and limit are looked up in the pack's catalogue, never taken from the line: the county must be able to
/// decide from the same facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeLine {
    /// Catalogue code.
    pub item: String,
    /// Name as charged, for an item that the catalogue does not know.
    pub name: Text,
    /// Yuan for one unit.
    pub price: UnitPrice,
    /// How many units.
    pub quantity: Quantity,
}
