//! Receipts, statements, explanation sheets and reversal slips as PDF.
//!
//! A paper shows what a view says and computes nothing: the same view and the same moment give the same bytes. A
//! character that no font has is never lost silently: the paper asks for it to be written in by hand, and
//! [`Paper::missing`] tells the caller.

mod code128;
mod fonts;
mod sheet;

pub use fonts::FontSources;

use chrono::NaiveDateTime;
use code128::Code128;
use fonts::Fonts;
use nonghe_clinic::views::{ReceiptView, SettlementView};
use nonghe_domain::Lang;
use serde::Serialize;
use sheet::{Data, Press, Template};

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// No font with Chinese characters.
    #[error("no font with chinese characters was found; install one, for example the package fonts-noto-cjk")]
    NoChineseFont,
    /// A reversal slip was asked for a settlement that stands.
    #[error("the settlement was not reversed")]
    NotReversed,
    /// The view does not become JSON.
    #[error("the view cannot be handed to a template")]
    View(#[from] serde_json::Error),
    /// A template is wrong.
    #[error("template {template} failed: {message}")]
    Typeset {
        /// File name of the template.
        template: &'static str,
        /// What typst says.
        message: String,
    },
    /// A page could not be drawn.
    #[error("a page cannot be drawn: {message}")]
    Preview {
        /// What the encoder says.
        message: String,
    },
}

/// A finished paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The PDF, with its fonts inside.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Each page as PNG, 144 dots an inch.
    pub previews: Vec<Vec<u8>>,
    /// Characters that no font has, in order; the paper names them by their code.
    pub missing: Vec<char>,
}

/// For whom a copy of a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementCopy {
    /// 第一联 存根: stays at the centre.
    Stub,
    /// 第二联 参保人: for the patient.
    Patient,
    /// 第三联 医保办: for the insurance office.
    Office,
}

impl StatementCopy {
    /// The three parts in order.
    pub const ALL: [Self; 3] = [Self::Stub, Self::Patient, Self::Office];
}

/// Sets papers. Finding the fonts takes a while, so one instance serves the whole program; it can be shared.
pub struct Papers {
    press: Press,
}

impl Papers {
    /// Finds fonts and reads the templates.
    pub fn new(fonts: &FontSources) -> Result<Self, PaperError> {
        Ok(Self { press: Press::new(Fonts::find(fonts)?) })
    }

    /// A premium receipt for the 80 mm roll. In English its headings have a gloss; the receipt itself is Chinese.
    pub fn receipt(&self, view: &ReceiptView, lang: Lang, at: NaiveDateTime) -> Result<Paper, PaperError> {
        let code = Code128::new(&view.number);
        self.press.print(Template::Receipt, self.data(view, lang, at, code, &[]), at)
    }

    /// A discharge statement, an A5 page for each copy. In English its headings have a gloss.
    pub fn statement(
        &self,
        view: &SettlementView,
        copies: &[StatementCopy],
        lang: Lang,
        at: NaiveDateTime,
    ) -> Result<Paper, PaperError> {
        let code = Code128::new(&view.row.number);
        self.press.print(Template::Statement, self.data(view, lang, at, code, copies), at)
    }

    /// The explanation of a settlement in large type, whole in either language.
    pub fn explanation(&self, view: &SettlementView, lang: Lang, at: NaiveDateTime) -> Result<Paper, PaperError> {
        self.press.print(Template::Explanation, self.data(view, lang, at, None, &[]), at)
    }

    /// The slip that reverses a settlement, an A5 page for each copy.
    pub fn reversal_slip(
        &self,
        view: &SettlementView,
        copies: &[StatementCopy],
        lang: Lang,
        at: NaiveDateTime,
    ) -> Result<Paper, PaperError> {
        let reversal = view.reversal.as_ref().ok_or(PaperError::NotReversed)?;
        let code = Code128::new(&reversal.number);
        self.press.print(Template::Reversal, self.data(view, lang, at, code, copies), at)
    }

    fn data<'a, T>(
        &'a self,
        view: &'a T,
        lang: Lang,
        at: NaiveDateTime,
        code: Option<Code128>,
        copies: &'a [StatementCopy],
    ) -> Data<'a, T> {
        let printed = at.format("%Y-%m-%d %H:%M").to_string();
        Data { view, lang, printed, fonts: self.press.families(), code, copies, missing: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
