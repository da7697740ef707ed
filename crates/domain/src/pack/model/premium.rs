//! Premium and enrolment rules of a benefit year.

use super::{When, optional_percentage};
use crate::money::{Money, Rate};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};

/// Premium of the benefit year.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PremiumRules {
    /// Who collects.
    #[serde(default)]
    pub collector: Collector,
    /// Where the numbers of receipts come from.
    #[serde(default)]
    pub receipt_numbers: ReceiptNumbers,
    /// What a member pays.
    #[serde(default)]
    pub member: Money,
    /// What governments add per head.
    #[serde(default)]
    pub government: Money,
    /// How governments share their part, by type of county.
    #[serde(default, rename = "funding")]
    pub funding: Vec<Funding>,
    /// When it is collected.
    #[serde(default, rename = "window", deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Window>"))]
    pub windows: Vec<Window>,
    /// First day of benefits for those enrolled in the window.
    #[serde(default)]
    pub benefits_from: NaiveDate,
    /// Subsidised categories.
    #[serde(default, rename = "subsidy")]
    pub subsidies: Vec<SubsidyRule>,
    /// Grades that a member may choose instead of the plain amount.
    #[serde(default, rename = "grade")]
    pub grades: Vec<Grade>,
    /// What of the money goes where, per head.
    #[serde(default, rename = "allocation")]
    pub allocations: Vec<Allocation>,
    /// Reasons to be enrolled outside the windows, in the order in which the desk numbers them.
    #[serde(default, rename = "special")]
    pub specials: Vec<SpecialRule>,
    /// What is paid back, and when.
    #[serde(default, rename = "refund")]
    pub refunds: Vec<RefundRule>,
    /// Where the amounts stand.
    #[serde(default)]
    pub source: Option<String>,
}

/// Where the numbers of receipts come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReceiptNumbers {
    /// The program counts them.
    #[default]
    Own,
    /// Pre-printed forms: each receipt also has the number of a form from a book that was issued to the window.
    Book,
}

/// Who collects premiums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Collector {
    /// The health centre.
    #[default]
    Centre,
    /// The tax office.
    TaxOffice,
    /// The village.
    Village,
}

/// What each level of government pays per head in a type of county.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Funding {
    /// Type of county, as the notice calls it.
    pub county_type: Text,
    /// The central government.
    #[serde(default)]
    pub central: Money,
    /// The province.
    #[serde(default)]
    pub province: Money,
    /// City and county.
    #[serde(default)]
    pub local: Money,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// Days from and until, both included, in which premiums are collected.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// What a member pays in this window, where it differs.
    #[serde(default)]
    pub member: Option<Money>,
    /// Whether it is for late enrolment, with a waiting period.
    #[serde(default)]
    pub late: bool,
}

impl Window {
    /// Whether a day lies in it.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.until
    }
}

/// A reason to be enrolled outside the windows: the day after payment, or when benefits of the year begin.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpecialRule {
    /// Code in entries.
    pub code: String,
    /// Name for people.
    pub name: Text,
    /// Only within so many days after the event, whose day is day 0; without it nobody asks for the day.
    #[serde(default)]
    pub within_days: Option<u32>,
    /// Last day of payment; without it the last day on which the pack decides.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// What a member pays, where it differs.
    #[serde(default)]
    pub member: Option<Money>,
    /// Whether it waits as late enrolment does.
    #[serde(default)]
    pub waits: bool,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// What a category is given towards the premium.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SubsidyRule {
    /// Which category.
    pub category: String,
    /// How much.
    #[serde(deserialize_with = "subsidy")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub subsidy: Subsidy,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
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

/// A premium grade.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Grade {
    /// Code in entries and conditions.
    pub code: String,
    /// Name for people.
    pub name: Text,
    /// What a member of this grade pays.
    pub member: Money,
}

/// What of a head's money goes to an account or fund of its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allocation {
    /// Whose money.
    pub from: MoneyOf,
    /// Where it goes.
    pub to: Text,
    /// How much.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Or which share of it.
    #[serde(default, deserialize_with = "optional_percentage")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub rate: Option<Rate>,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// Whose money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MoneyOf {
    /// What the member pays.
    Member,
    /// What governments pay.
    Government,
    /// Both together.
    Pool,
}

/// When a premium is paid back.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefundRule {
    /// Why.
    pub reason: RefundReason,
    /// Last day on which it is asked for; always without it.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Only if no fund has paid for the person in the year.
    #[serde(default)]
    pub unused: bool,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// Why a premium is paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RefundReason {
    /// Enrolled twice.
    DoubleEnrolment,
    /// Died before benefits began.
    Death,
    /// Covered as an employee.
    EmployeeCover,
    /// Withdrawn by the member.
    Withdrawal,
}

/// Who is enrolled, and from when benefits run.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EnrolmentRules {
    /// What is enrolled together.
    pub unit: EnrolmentUnit,
    /// States of membership under which funds pay.
    pub covered: Vec<Membership>,
    /// Newborn rules; the first within whose days the payment falls applies.
    #[serde(rename = "newborn")]
    pub newborns: Vec<NewbornRule>,
    /// What late or interrupted enrolment waits.
    pub waiting: Option<WaitingRule>,
    /// Whether photographs of people are kept.
    pub photographs: Photographs,
}

impl Default for EnrolmentRules {
    fn default() -> Self {
        Self {
            unit: EnrolmentUnit::default(),
            covered: vec![Membership::Active, Membership::Provisional],
            newborns: Vec::new(),
            waiting: None,
            photographs: Photographs::default(),
        }
    }
}

/// What is enrolled together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EnrolmentUnit {
    /// The household; members who are left out are named.
    #[default]
    Household,
    /// The household, and only as a whole.
    WholeHousehold,
    /// Each person.
    Person,
}

/// Whether photographs of people are kept. They change no right and no amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Photographs {
    /// None is asked for and none is kept.
    #[default]
    None,
    /// The desk may keep one of each person, and the county receives it.
    Kept,
}

/// State of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Membership {
    /// 正常
    #[default]
    Active,
    /// 死亡
    Dead,
    /// 退合
    Withdrawn,
    /// 过渡: paid, not yet on the county's list.
    Provisional,
    /// 农转非
    Converted,
}

/// From when benefits of a newborn run.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewbornRule {
    /// Paid within so many days; the day of birth is day 0.
    pub within_days: u32,
    /// From when benefits run.
    pub benefits: NewbornBenefits,
}

/// From when benefits of a newborn run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NewbornBenefits {
    /// From birth, also where birth lies in the year before the benefit year.
    Birth,
    /// From the day after payment.
    DayAfterPayment,
}

/// What late or interrupted enrolment waits.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitingRule {
    /// Months that nothing shortens.
    #[serde(default)]
    pub fixed_months: u32,
    /// Further months for each missed year.
    #[serde(default)]
    pub months_per_missed_year: u32,
    /// Months that each year paid back takes off the further months.
    #[serde(default)]
    pub months_off_per_repaid_year: u32,
    /// With at least so many missed years …
    #[serde(default)]
    pub long_break_years: Option<u32>,
    /// … at least so many months remain after paying back.
    #[serde(default)]
    pub long_break_months: u32,
    /// Who does not wait.
    #[serde(default, rename = "exempt")]
    pub exemptions: Vec<When>,
    /// Nor who left employee cover at most so many months before.
    #[serde(default)]
    pub after_employee_months: Option<u32>,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// A list, or one table for a list of one.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Window>, D::Error> {
    struct Windows;
    impl<'de> serde::de::Visitor<'de> for Windows {
        type Value = Vec<Window>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a window, or a list of windows")
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, seq: A) -> Result<Vec<Window>, A::Error> {
            Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Vec<Window>, A::Error> {
            Window::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(|window| vec![window])
        }
    }
    deserializer.deserialize_any(Windows)
}
