//! Papers on their way out, printers, and the benefit card.

use super::UiError;
use nonghe_domain::Text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the footer says of printing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PrintingView {
    /// Papers that have not come out.
    pub unprinted: u32,
    /// Number of the paper that is at the printer now.
    pub at_printer: Option<String>,
    /// What stands in the way, in a few words.
    pub trouble: Option<Text>,
    /// Whether each printer in use was asked how it is, and no word of it is older than the last look.
    pub checked: bool,
    /// Kinds of paper that go to a printer by themselves; the others open as PDF.
    pub assigned: Vec<String>,
}

/// A paper that has not come out.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UnprintedPaper {
    /// `receipt`, `slip`, `statement`, `reversal`.
    pub document: String,
    /// Id of the payment or settlement; of a slip its short number.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// What it is.
    pub title: Text,
    /// Whose.
    pub name: String,
    /// When the record was made.
    pub at: String,
    /// Which reprint it is; 0 for the first paper.
    pub reprint: u32,
    /// On its way to the printer or in it, without trouble so far.
    pub under_way: bool,
    /// Why it has not come out, in a word or two.
    pub short: Text,
    /// Why it has not come out, what about the money, what to do.
    pub why: UiError,
}

/// How a kind of paper is printed here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrintSetting {
    /// `receipt`, `slip`, `statement`, `reversal`, `itemised`, `explanation`, `card`.
    pub document: String,
    /// Name of the printer; none opens the PDF.
    pub printer: Option<String>,
    /// Paper form, such as `roll`.
    pub form: String,
    /// How many.
    pub copies: u32,
    /// Shift to the right, in half millimetres.
    pub right_half_mm: i32,
    /// Shift down, in half millimetres.
    pub down_half_mm: i32,
    /// How black.
    #[serde(default)]
    pub density: Density,
    /// 套打: the paper in the printer has the form on it already, so only what is filled in is printed.
    #[serde(default)]
    pub preprinted: bool,
    /// Each Chinese heading has its English beside it.
    #[serde(default)]
    pub gloss: bool,
}

/// How black a paper is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// To spare ribbon or toner.
    Light,
    /// As the printer does it by itself.
    #[default]
    Normal,
    /// So that the last part of carbon paper can be read.
    Dark,
}

/// A kind of paper in the settings.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintSettingRow {
    /// What it is called.
    pub name: Text,
    /// Forms to choose from, the usual one first.
    pub forms: Vec<super::Choice>,
    /// Codes of those forms that may be bought with the form on them.
    pub preprintable: Vec<String>,
    /// Whether its headings can have English beside them.
    pub glossable: bool,
    /// How it is printed now.
    pub setting: PrintSetting,
}

/// A printer that the system knows.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrinterView {
    /// Its name.
    pub name: String,
    /// Whether it takes papers now.
    pub ready: bool,
    /// How it is, in a few words.
    pub words: Text,
}

/// Settings of the printers.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrinterSettingsView {
    /// Printers of this computer.
    pub printers: Vec<PrinterView>,
    /// Why they cannot be told, if they cannot.
    pub note: Option<UiError>,
    /// Each kind of paper.
    pub rows: Vec<PrintSettingRow>,
}

/// What became of an order to print.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintedView {
    /// The number of the paper.
    pub number: String,
    /// The printer that has it; none where it is shown as PDF.
    pub printer: Option<String>,
    /// Which reprint it is; 0 for the first paper.
    pub reprint: u32,
    /// Why it waits at its printer, in a few words; none while nothing stands in the way.
    pub trouble: Option<Text>,
    /// The PDF, where no printer is assigned.
    pub document: Option<super::DocumentView>,
}

/// A household's benefit card.
#[derive(Debug, Clone, Serialize)]
pub struct BenefitCardView {
    /// Data for demonstration: printed on the card.
    pub demonstration: bool,
    /// Centre.
    pub centre: Text,
    /// Number for questions.
    pub phone: String,
    /// Displayed number of the household.
    pub number: String,
    /// Head.
    pub head: String,
    /// Village, group and door.
    pub place: String,
    /// Benefit year.
    pub year: i32,
    /// How many members are enrolled in it.
    pub enrolled: u32,
    /// Members.
    pub members: Vec<CardMember>,
    /// What the code carries: the household's number and the centre, and nobody's identity.
    pub code: String,
}

/// A member on a benefit card.
#[derive(Debug, Clone, Serialize)]
pub struct CardMember {
    /// Name.
    pub name: String,
    /// Relation to the head.
    pub relation_name: Text,
    /// Identity number, masked, or the temporary number.
    pub id_number: String,
    /// First day of benefits; none for somebody who is not enrolled.
    pub benefits_from: Option<String>,
}

/// A settlement with its charges, for the itemised list.
#[derive(Debug, Clone, Serialize)]
pub struct ItemisedView {
    /// The settlement.
    #[serde(flatten)]
    pub settlement: super::SettlementView,
    /// Its charges, in the order in which they were recorded.
    pub charges: Vec<ItemisedCharge>,
    /// What the patient bears of them before the layers.
    pub self_paid: super::MoneyShown,
}

/// A charge on the itemised list.
#[derive(Debug, Clone, Serialize)]
pub struct ItemisedCharge {
    /// Day; none where the stay's charges have changed since.
    pub date: Option<String>,
    /// Item code.
    pub item: String,
    /// Name.
    pub name: Text,
    /// Strength and package.
    pub spec: String,
    /// Unit.
    pub unit: String,
    /// 甲, 乙, 丙, or empty if the catalogue does not know it.
    pub class: String,
    /// Price.
    pub price: String,
    /// Quantity.
    pub quantity: String,
    /// Amount.
    pub amount: super::MoneyShown,
    /// What of it the patient bears before the layers.
    pub self_paid: super::MoneyShown,
}
