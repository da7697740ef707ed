//! What an explanation is made of: rows, reasons, the parts of the bar.

use crate::pack::Fund;
use crate::text::Text;
use serde::Serialize;

/// How a row enters the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Sign {
    /// A starting amount.
    #[serde(rename = "")]
    None,
    /// Taken away.
    #[serde(rename = "−")]
    Minus,
    /// A share of what stands above.
    #[serde(rename = "×")]
    Times,
    /// Added by a further fund.
    #[serde(rename = "+")]
    Plus,
    /// A result.
    #[serde(rename = "=")]
    Equals,
}

impl Sign {
    /// As it is shown.
    pub fn shown(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Minus => "−",
            Self::Times => "×",
            Self::Plus => "+",
            Self::Equals => "=",
        }
    }
}

/// What a row or part is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RowKind {
    /// The whole.
    Total,
    /// Borne by the patient.
    #[serde(rename = "self")]
    SelfPaid,
    /// Borne by the hospital.
    Hospital,
    /// A sum on the way.
    Subtotal,
    /// Basic insurance.
    Basic,
    /// Serious-illness insurance.
    Serious,
    /// Medical assistance.
    Assistance,
    /// The household's own money on its account.
    Account,
    /// Another fund.
    Other,
    /// What the patient bears.
    Due,
    /// Paid first by the patient and claimed later.
    Claim,
    /// What is paid at the desk, where it is more than the patient bears.
    Desk,
}

impl RowKind {
    /// Whether the patient is relieved by it: a fund, the household's account, the hospital.
    pub fn pays(self) -> bool {
        matches!(self, Self::Basic | Self::Serious | Self::Assistance | Self::Account | Self::Other | Self::Hospital)
    }
}

impl From<Fund> for RowKind {
    fn from(fund: Fund) -> Self {
        match fund {
            Fund::Basic => Self::Basic,
            Fund::Serious => Self::Serious,
            Fund::Assistance => Self::Assistance,
            Fund::Account => Self::Account,
            Fund::Other => Self::Other,
        }
    }
}

/// A row of the ladder.
///
/// The total, less the rows before `covered`, is `covered`; the total, less what the hospital bears and every
/// `paid` row, is `you-pay`; `you-pay` and `claim-later` are `pay-now`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// Stable name.
    pub id: String,
    /// How it enters the sum.
    pub sign: Sign,
    /// The field's term.
    pub label: Text,
    /// In plain words.
    pub plain: Text,
    /// Why this figure, short.
    pub note: Option<Text>,
    /// Yuan, plain.
    pub amount: String,
    /// Yuan, grouped.
    pub shown: String,
    /// What it is.
    pub kind: RowKind,
    /// Nothing.
    pub zero: bool,
    /// Where the bar starts, in permille of the total.
    pub bar_from: u32,
    /// How long it is.
    pub bar_width: u32,
    /// Document and article; for what the catalogue decides, the pack. None for a mere sum.
    pub rule: Option<Text>,
    /// The formula.
    pub formula: Option<Text>,
    /// What else decided it, one sentence each.
    pub because: Vec<Text>,
    /// The amounts and rates that entered.
    pub inputs: Vec<RowInput>,
    /// Items behind it.
    pub items: Vec<RowItem>,
}

/// An amount, rate or count that entered a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowInput {
    /// What it is.
    pub name: Text,
    /// As shown: `1,070.00`, `85%`, `3`.
    pub value: String,
}

impl RowInput {
    pub(super) fn new(zh: &str, en: &str, value: String) -> Self {
        Self { name: Text::new(zh, en), value }
    }
}

/// An item behind a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowItem {
    /// Name.
    pub name: Text,
    /// Yuan, grouped.
    pub amount: String,
}

/// One of the biggest reasons why the patient pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// What.
    pub title: Text,
    /// More about it.
    pub detail: Text,
    /// Yuan, grouped.
    pub amount: String,
}

/// What the reasons that are told leave, so that their sum closes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rest {
    /// Of what.
    pub what: Text,
    /// Yuan, grouped.
    pub amount: String,
}

/// A part of the bar over the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FundPart {
    /// Who pays.
    pub name: Text,
    /// What it is.
    pub kind: RowKind,
    /// Yuan, grouped.
    pub amount: String,
    /// Share of the total, `70.4%`.
    pub percent: String,
    /// The same in permille.
    pub permille: u32,
}

/// The whole explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// The ladder.
    pub rows: Vec<Row>,
    /// The biggest reasons, largest first; what an overall limit would take in any case stands after the others.
    pub reasons: Vec<Reason>,
    /// What remains beside them.
    pub rest: Option<Rest>,
    /// What could be done.
    pub advice: Vec<Text>,
    /// One sentence.
    pub sentence: Text,
    /// What is paid at the desk now, where a part of it is claimed later.
    pub at_desk: Option<Text>,
    /// Why no fund takes part, if none does.
    pub refused: Vec<Text>,
    /// The funds' part of the total.
    pub share_of_total: String,
    /// The funds' part of the covered charges.
    pub share_of_covered: String,
    /// Who pays which part.
    pub bar: Vec<FundPart>,
    /// Switches that the pack leaves at their named defaults.
    pub defaults: Vec<Text>,
}
