//! Which papers there are, and on what they are printed.

use nonghe_clinic::Accounted;
use nonghe_clinic::views::PrintSetting;
use nonghe_documents::{ReceiptForm, StatementForm};
use nonghe_domain::Lang;
use serde::Deserialize;

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PaperKind {
    /// Of a premium payment.
    Receipt,
    /// Of a void or refund.
    Slip,
    /// Of a settlement.
    Statement,
    /// Of a settlement, in large type.
    Explanation,
    /// Of a reversed settlement.
    Reversal,
    /// Of a settlement, charge by charge.
    Itemised,
    /// Of a household and a year.
    Card,
}

impl PaperKind {
    /// Its name in settings and file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Slip => "slip",
            Self::Statement => "statement",
            Self::Explanation => "explanation",
            Self::Reversal => "reversal",
            Self::Itemised => "itemised",
            Self::Card => "card",
        }
    }

    /// Whether the sheet is Chinese by law, so that English can only stand beside its headings.
    pub fn is_statutory(self) -> bool {
        self != Self::Explanation
    }

    /// The paper, if account is kept of it.
    pub fn accounted(self) -> Option<Accounted> {
        Accounted::of_code(self.name())
    }
}

/// A paper that somebody wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which.
    pub kind: PaperKind,
    /// Id of the payment, settlement or household; of a slip its short number.
    pub id: String,
    /// Benefit year, of a card.
    pub year: Option<i32>,
    /// Language.
    pub lang: Lang,
}

/// The form of a receipt or its slip.
pub fn receipt_form(setting: &PrintSetting) -> ReceiptForm {
    match &*setting.form {
        "parts" => ReceiptForm::Parts,
        "carbon" => ReceiptForm::Carbon,
        _ => ReceiptForm::Roll,
    }
}

/// The form of a statement or a reversal slip.
pub fn statement_form(setting: &PrintSetting) -> StatementForm {
    match &*setting.form {
        "a4" => StatementForm::A4,
        "parts" => StatementForm::Parts,
        "carbon" => StatementForm::Carbon,
        _ => StatementForm::A5,
    }
}

/// Width and height in millimetres of the sheet that is in the printer. A roll has no height: so much of it is used.
pub fn sheet_mm(setting: &PrintSetting) -> (u32, u32) {
    match (&*setting.form, &*setting.document) {
        ("parts" | "carbon", "receipt" | "slip") => (241, 93),
        ("parts" | "carbon", _) => (241, 140),
        ("a4", _) => (210, 297),
        ("a5", _) => (148, 210),
        ("a6", _) => (105, 148),
        _ => (80, 110),
    }
}

/// A sheet as the printing system names it.
pub fn media(width_mm: u32, height_mm: u32) -> String {
    match (width_mm, height_mm) {
        (210, 297) => "iso_a4_210x297mm".to_owned(),
        (148, 210) => "iso_a5_148x210mm".to_owned(),
        (105, 148) => "iso_a6_105x148mm".to_owned(),
        _ => format!("Custom.{width_mm}x{height_mm}mm"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_with_a_name_are_asked_for_by_it() {
        for (size, name) in [
            ((210, 297), "iso_a4_210x297mm"),
            ((148, 210), "iso_a5_148x210mm"),
            ((105, 148), "iso_a6_105x148mm"),
            ((80, 213), "Custom.80x213mm"),
            ((241, 93), "Custom.241x93mm"),
        ] {
            assert_eq!(media(size.0, size.1), name);
        }
    }

    #[test]
    fn every_form_of_every_paper_has_the_size_of_its_sheet() {
        let setting = |document: &str, form: &str| PrintSetting {
            document: document.to_owned(),
            printer: None,
            form: form.to_owned(),
            copies: 1,
            right_half_mm: 0,
            down_half_mm: 0,
            density: nonghe_clinic::views::Density::Normal,
            preprinted: false,
            gloss: false,
        };
        for (document, form, size) in [
            ("receipt", "roll", (80, 110)),
            ("receipt", "parts", (241, 93)),
            ("slip", "carbon", (241, 93)),
            ("statement", "a5", (148, 210)),
            ("statement", "a4", (210, 297)),
            ("statement", "parts", (241, 140)),
            ("reversal", "carbon", (241, 140)),
            ("itemised", "a4", (210, 297)),
            ("card", "a6", (105, 148)),
        ] {
            assert_eq!(sheet_mm(&setting(document, form)), size, "{document} on {form}");
        }
    }
}
