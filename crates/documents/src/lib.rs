//! Receipts and their slips, statements, itemised charges, explanation sheets, reversal slips and benefit cards as PDF.
//!
//! A paper shows what a view says and computes nothing: the same view and the same moment give the same bytes. A
//! character that no font has is never lost silently: the paper asks for it to be written in by hand, and
//! [`Paper::missing`] tells the caller.

mod code128;
mod fonts;
mod issue;
mod sheet;

pub use fonts::FontSources;
pub use issue::{Issue, Offset, ReceiptForm, StatementCopy, StatementForm};
pub use nonghe_clinic::Reprint;
pub use nonghe_clinic::views::Density;

use code128::Code128;
use fonts::Fonts;
use nonghe_clinic::views::{BenefitCardView, ItemisedView, ReceiptView, SettlementView, SlipView};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
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
    /// A slip was asked for that the payment does not have.
    #[error("the payment has no such slip")]
    NoSlip,
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
    /// A text does not fit into a QR code.
    #[error("the qr code cannot be made: {0}")]
    Code(String),
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
    /// Width and height of the first page in whole millimetres, rounded up: a roll is cut behind the last line.
    pub size_mm: (u32, u32),
    /// Each page as PNG, 144 dots an inch.
    pub previews: Vec<Vec<u8>>,
    /// Characters that no font has, in order; the paper names them by their code.
    pub missing: Vec<char>,
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

    /// A premium receipt. In English its headings have a gloss; the receipt itself is Chinese.
    pub fn receipt(&self, view: &ReceiptView, form: ReceiptForm, issue: &Issue) -> Result<Paper, PaperError> {
        let template = if form == ReceiptForm::Roll { Template::Receipt } else { Template::ReceiptParts };
        let code = Code128::new(&view.number);
        let carbon = form == ReceiptForm::Carbon;
        self.press.print(template, Data { code, copies: form.copies(), carbon, ..self.data(view, issue) }, issue.at)
    }

    /// 作废凭证 or 退费凭证: the slip of a void or refund, told by its short number, on the paper of receipts.
    pub fn slip(
        &self,
        view: &ReceiptView,
        number: &str,
        form: ReceiptForm,
        issue: &Issue,
    ) -> Result<Paper, PaperError> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            receipt: &'a ReceiptView,
            slip: &'a SlipView,
        }
        let slip = view.slips.iter().find(|slip| slip.number == number).ok_or(PaperError::NoSlip)?;
        let template = if form == ReceiptForm::Roll { Template::Slip } else { Template::SlipParts };
        let code = Code128::new(number);
        let carbon = form == ReceiptForm::Carbon;
        let view = View { receipt: view, slip };
        self.press.print(template, Data { code, copies: form.copies(), carbon, ..self.data(&view, issue) }, issue.at)
    }

    /// A discharge statement, a page for each copy. In English its headings have a gloss.
    pub fn statement(
        &self,
        view: &SettlementView,
        form: StatementForm,
        copies: &[StatementCopy],
        issue: &Issue,
    ) -> Result<Paper, PaperError> {
        let code = Code128::new(&view.row.number);
        let carbon = form == StatementForm::Carbon;
        let form = Some(form);
        self.press.print(Template::Statement, Data { code, copies, carbon, form, ..self.data(view, issue) }, issue.at)
    }

    /// The charges of a settlement, A4, with as many pages as they need. In English its headings have a gloss.
    pub fn itemised(&self, view: &ItemisedView, issue: &Issue) -> Result<Paper, PaperError> {
        let code = Code128::new(&view.settlement.row.number);
        self.press.print(Template::Itemised, Data { code, ..self.data(view, issue) }, issue.at)
    }

    /// The explanation of a settlement in large type, whole in either language.
    pub fn explanation(&self, view: &SettlementView, issue: &Issue) -> Result<Paper, PaperError> {
        self.press.print(Template::Explanation, self.data(view, issue), issue.at)
    }

    /// The slip that reverses a settlement, on the paper of statements, a page for each copy.
    pub fn reversal_slip(
        &self,
        view: &SettlementView,
        form: StatementForm,
        copies: &[StatementCopy],
        issue: &Issue,
    ) -> Result<Paper, PaperError> {
        let reversal = view.reversal.as_ref().ok_or(PaperError::NotReversed)?;
        let code = Code128::new(&reversal.number);
        let carbon = form == StatementForm::Carbon;
        let form = Some(form);
        self.press.print(Template::Reversal, Data { code, copies, carbon, form, ..self.data(view, issue) }, issue.at)
    }

    /// A household's benefit card, A6. Its QR code names the household and the centre, and nobody.
    pub fn benefit_card(&self, view: &BenefitCardView, issue: &Issue) -> Result<Paper, PaperError> {
        let qr = Some(qr_code(&view.code)?);
        self.press.print(Template::Card, Data { qr, ..self.data(view, issue) }, issue.at)
    }

    /// A page of rulers as large as the form, to see how far a printer is off. It is itself moved by the offset.
    pub fn ruler(&self, width_mm: u32, height_mm: u32, issue: &Issue) -> Result<Paper, PaperError> {
        #[derive(Serialize)]
        struct View {
            demonstration: bool,
            width: u32,
            height: u32,
            centre: nonghe_domain::Text,
        }
        let centre = nonghe_domain::Text::new("农合", "Nonghe");
        let view = View { demonstration: false, width: width_mm, height: height_mm, centre };
        self.press.print(Template::Ruler, self.data(&view, issue), issue.at)
    }

    fn data<'a, T>(&'a self, view: &'a T, issue: &'a Issue) -> Data<'a, T> {
        Data {
            view,
            lang: issue.lang,
            printed: issue.at.format("%Y-%m-%d %H:%M").to_string(),
            fonts: self.press.families(),
            code: None,
            qr: None,
            copies: &[],
            carbon: false,
            form: None,
            density: issue.density,
            preprinted: issue.preprinted,
            reprint: issue.reprint.as_ref(),
            training: issue.training,
            offset: issue.offset,
            missing: Vec::new(),
        }
    }
}

/// A QR code as SVG, with the quiet zone that scanners need.
fn qr_code(text: &str) -> Result<String, PaperError> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| PaperError::Code(error.to_string()))?;
    Ok(code.render::<svg::Color<'_>>().quiet_zone(true).build())
}

#[cfg(test)]
mod tests;
