//! How a paper is set this time: what does not belong to the record that it shows.

use chrono::NaiveDateTime;
use nonghe_clinic::Reprint;
use nonghe_clinic::views::Density;
use nonghe_domain::Lang;
use serde::{Deserialize, Serialize};

/// One issue of a paper: language, moment, marks, and where on the sheet it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Whole where a paper exists in both languages; a gloss on statutory papers.
    pub lang: Lang,
    /// When it is printed.
    pub at: NaiveDateTime,
    /// Printed before: the paper says so.
    pub reprint: Option<Reprint>,
    /// Made in practice: the paper is not valid and says so.
    pub training: bool,
    /// Shift on the sheet.
    pub offset: Offset,
    /// Drawn lighter or darker, for a printer that cannot be told to print so.
    pub density: Density,
    /// 套打: the sheet has the form on it, so the paper has only what is filled in. The preview shows both.
    pub preprinted: bool,
}

impl Issue {
    /// A first issue, unmarked and where the template puts it.
    pub fn first(lang: Lang, at: NaiveDateTime) -> Self {
        Self {
            lang,
            at,
            reprint: None,
            training: false,
            offset: Offset::default(),
            density: Density::Normal,
            preprinted: false,
        }
    }
}

/// How far the whole page moves, in half millimetres: to the right and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Offset {
    /// To the right; negative to the left.
    pub right_half_mm: i32,
    /// Down; negative up.
    pub down_half_mm: i32,
}

/// The paper that a premium receipt is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceiptForm {
    /// Roll of 80 mm; the page is as long as its content.
    #[default]
    Roll,
    /// 241 × 93 mm, a page for each of the three parts.
    Parts,
    /// 241 × 93 mm on carbon paper: one page names all three parts.
    Carbon,
}

impl ReceiptForm {
    /// The pages of three-part paper; carbon paper makes its copies itself, and a roll has one.
    pub(crate) fn copies(self) -> &'static [StatementCopy] {
        match self {
            Self::Roll => &[],
            Self::Parts => &StatementCopy::ALL,
            Self::Carbon => &[StatementCopy::Stub],
        }
    }
}

/// The paper that a statement or a reversal slip is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementForm {
    /// A page for each part.
    #[default]
    A5,
    /// The same in larger type.
    A4,
    /// 241 × 140 mm, a page for each of the three parts.
    Parts,
    /// 241 × 140 mm on carbon paper: one page names all three parts.
    Carbon,
}

impl StatementForm {
    /// The parts that are printed; carbon paper makes its copies itself.
    pub fn copies(self) -> &'static [StatementCopy] {
        if self == Self::Carbon { &[StatementCopy::Stub] } else { &StatementCopy::ALL }
    }
}

/// For whom a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementCopy {
    /// 存根: stays at the centre.
    Stub,
    /// 参保人: for the patient.
    Patient,
    /// 医保办: for the insurance office.
    Office,
}

impl StatementCopy {
    /// The three parts in order.
    pub const ALL: [Self; 3] = [Self::Stub, Self::Patient, Self::Office];
}
