//! Receipts, statements and slips: set, kept as PDF beside the data, and shown.
//!
//! A paper is written under another name first, so that a file with its proper name is always whole.

use crate::errors::{self, Answer};
use crate::platform::{self, Errand};
use crate::printing::PrintQueue;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nonghe_clinic::views::{DocumentView, PrintSetting, PrintedView, UiError};
use nonghe_clinic::{Accounted, Clinic, ClinicError, Now, PrintState, Printing, Reprint, Trouble};
use nonghe_documents::{FontSources, Issue, Offset, Paper, PaperError, Papers, ReceiptForm, StatementCopy};
use nonghe_domain::Lang;
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Set where nothing should open beside the window, as in tests.
const NO_VIEWER: &str = "NONGHE_NO_VIEWER";
const FOLDER: &str = "papers";

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
    /// Of a household and a year.
    Card,
}

impl PaperKind {
    fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Slip => "slip",
            Self::Statement => "statement",
            Self::Explanation => "explanation",
            Self::Reversal => "reversal",
            Self::Card => "card",
        }
    }

    /// The paper, if account is kept of it.
    fn accounted(self) -> Option<Accounted> {
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

/// A paper that was set and kept.
struct Made {
    number: String,
    path: PathBuf,
    media: String,
    paper: Paper,
}

impl Made {
    fn errand<'a>(&'a self, printer: &'a str, copies: u32) -> Errand<'a> {
        Errand { printer, file: &self.path, title: &self.number, copies, media: &self.media }
    }
}

/// Where papers are set and kept.
pub struct PaperTray {
    dir: PathBuf,
    papers: OnceLock<Option<Papers>>,
}

impl PaperTray {
    /// A tray in a data folder.
    pub fn new(data_dir: &Path) -> Self {
        Self { dir: data_dir.join(FOLDER), papers: OnceLock::new() }
    }

    /// Finds the fonts, which takes a while the first time.
    pub fn prepare(&self) -> Option<&Papers> {
        let find = || {
            Papers::new(&FontSources::default())
                .inspect_err(|error| tracing::error!(%error, "no papers can be set"))
                .ok()
        };
        self.papers.get_or_init(find).as_ref()
    }

    /// Prints a paper on the printer that is assigned to its kind, or shows it as PDF. `as_pdf` shows it in any case.
    pub fn print(
        &self,
        clinic: &Clinic,
        queue: Option<&PrintQueue>,
        wanted: &Wanted,
        as_pdf: bool,
        now: Now,
    ) -> Answer<PrintedView> {
        let setting = clinic.print_setting(wanted.kind.name()).map_err(refused)?;
        let printer = setting.printer.as_deref().filter(|_| !as_pdf);
        let Some(accounted) = wanted.kind.accounted() else {
            let made = self.make(clinic, wanted, &setting, None, now)?;
            return match printer {
                Some(printer) => {
                    send_now(&made, printer, setting.copies, wanted.kind)?;
                    Ok(PrintedView { number: made.number, printer: Some(printer.to_owned()), document: None })
                }
                None => Ok(shown(made)),
            };
        };
        take_back(clinic, accounted, &wanted.id, as_pdf)?;
        let order = clinic.paper_order(accounted, &wanted.id, printer.unwrap_or_default(), setting.copies, now);
        let order = order.map_err(refused)?;
        if let Some(queue) = queue.filter(|_| order.under_way) {
            queue.look_now();
            return Ok(PrintedView { number: order.number, printer: setting.printer, document: None });
        }
        let keep = |change: &dyn Fn(&mut Printing)| clinic.paper_set(accounted, &wanted.id, change).map_err(refused);
        let made = match self.make(clinic, wanted, &setting, order.reprint, now) {
            Ok(made) => made,
            Err(why) => {
                keep(&|kept| {
                    kept.state = PrintState::Held;
                    kept.trouble = Some(Trouble::NotMade.code().to_owned());
                })?;
                return Err(why);
            }
        };
        let Some(printer) = printer else {
            keep(&|kept| kept.state = PrintState::Out)?;
            return Ok(shown(made));
        };
        keep(&|kept| {
            kept.file = made.path.display().to_string();
            kept.media.clone_from(&made.media);
        })?;
        if let Some(queue) = queue {
            queue.look_now();
        }
        Ok(PrintedView { number: order.number, printer: Some(printer.to_owned()), document: None })
    }

    /// Prints a page of rulers, or shows it where no printer is chosen.
    pub fn ruler(&self, setting: &PrintSetting, now: Now) -> Answer<PrintedView> {
        let issue = issue(setting, Lang::Zh, None, now);
        let paper = self.press()?.ruler(form(setting), &issue).map_err(|error| not_set(&error))?;
        let made = self.keep("ruler", "test", Lang::Zh, paper)?;
        match &setting.printer {
            Some(printer) => {
                platform::look_at(printer)
                    .and_then(|()| platform::send(&made.errand(printer, 1)))
                    .map_err(errors::not_printed)?;
                Ok(PrintedView { number: made.number, printer: Some(printer.clone()), document: None })
            }
            None => Ok(shown(made)),
        }
    }

    /// Sets a paper and keeps it.
    fn make(
        &self,
        clinic: &Clinic,
        wanted: &Wanted,
        setting: &PrintSetting,
        reprint: Option<Reprint>,
        now: Now,
    ) -> Answer<Made> {
        let issue = Issue { training: clinic.is_training(), ..issue(setting, wanted.lang, reprint, now) };
        let (number, paper) = self.set(clinic, wanted, form(setting), &issue)?;
        if !paper.missing.is_empty() {
            tracing::warn!(count = paper.missing.len(), "characters that no font has were left to be written by hand");
        }
        self.keep(&number, wanted.kind.name(), wanted.lang, paper)
    }

    fn keep(&self, number: &str, kind: &str, lang: Lang, paper: Paper) -> Answer<Made> {
        let path = self.dir.join(file_name(number, kind, lang));
        keep(&path, &paper.pdf).map_err(|error| {
            tracing::error!(%error, "a paper was not kept");
            errors::paper_not_kept()
        })?;
        let (width, height) = paper.size_mm;
        Ok(Made { number: number.to_owned(), media: media(width, height), path, paper })
    }

    /// The paper, and the number under which it is kept.
    fn set(&self, clinic: &Clinic, wanted: &Wanted, form: ReceiptForm, issue: &Issue) -> Answer<(String, Paper)> {
        let papers = self.press()?;
        let settlement = || clinic.settlement_view(&wanted.id).map_err(refused);
        let (number, paper) = match wanted.kind {
            PaperKind::Receipt => {
                let view = clinic.receipt_view(&wanted.id).map_err(refused)?;
                let paper = papers.receipt(&view, form, issue);
                (view.full_number, paper)
            }
            PaperKind::Slip => {
                let view = clinic.receipt_of_slip(&wanted.id).map_err(refused)?;
                let paper = papers.slip(&view, &wanted.id, form, issue);
                let slip = view.slips.into_iter().find(|slip| slip.number == wanted.id);
                (slip.map(|slip| slip.full_number).unwrap_or_default(), paper)
            }
            PaperKind::Statement => {
                let view = settlement()?;
                let paper = papers.statement(&view, &StatementCopy::ALL, issue);
                (view.full_number, paper)
            }
            PaperKind::Explanation => {
                let view = settlement()?;
                let paper = papers.explanation(&view, issue);
                (view.full_number, paper)
            }
            PaperKind::Reversal => {
                let view = settlement()?;
                let paper = papers.reversal_slip(&view, &StatementCopy::ALL, issue);
                (view.full_number, paper)
            }
            PaperKind::Card => {
                let year = wanted.year.ok_or_else(|| refused(ClinicError::NotFound))?;
                let view = clinic.benefit_card_view(&wanted.id, year).map_err(refused)?;
                let paper = papers.benefit_card(&view, issue);
                (view.code, paper)
            }
        };
        Ok((number, paper.map_err(|error| not_set(&error))?))
    }

    fn press(&self) -> Answer<&Papers> {
        self.prepare().ok_or_else(errors::no_font)
    }
}

/// A paper of which no account is kept goes out at once, and whoever ordered it hears at once why it does not.
fn send_now(made: &Made, printer: &str, copies: u32, kind: PaperKind) -> Answer<()> {
    let sent = platform::look_at(printer).and_then(|()| platform::send(&made.errand(printer, copies)));
    sent.map(|_| tracing::debug!(kind = kind.name(), "handed to the printer")).map_err(errors::not_printed)
}

/// Takes a paper back that does not get on, so that it can be ordered anew and comes out once.
fn take_back(clinic: &Clinic, accounted: Accounted, id: &str, as_pdf: bool) -> Answer<()> {
    let under_way = clinic.papers_under_way().map_err(refused)?;
    let kept = under_way.into_iter().find(|kept| kept.document == accounted.code() && kept.subject == id);
    let Some(kept) = kept.filter(|kept| kept.trouble.is_some()) else { return Ok(()) };
    let is_back = match kept.state {
        PrintState::AtPrinter => kept.job.as_deref().is_some_and(platform::cancel),
        PrintState::Waiting => as_pdf,
        _ => false,
    };
    if is_back {
        let trouble = Some(Trouble::Cancelled.code().to_owned());
        let held = Printing { state: PrintState::Held, trouble, ..kept.clone() };
        clinic.paper_went(&kept, &held).map_err(refused)?;
    }
    Ok(())
}

/// Shows a paper as PDF, with pictures of its pages.
fn shown(made: Made) -> PrintedView {
    show(&made.path);
    let document = DocumentView {
        path: made.path.display().to_string(),
        pages: u32::try_from(made.paper.pages).unwrap_or(u32::MAX),
        preview: made.paper.previews.iter().map(|png| data_url(png)).collect(),
    };
    PrintedView { number: made.number, printer: None, document: Some(document) }
}

#[expect(clippy::needless_pass_by_value, reason = "the form in which `map_err` hands it over")]
fn refused(error: ClinicError) -> Box<UiError> {
    errors::refused(&error)
}

fn issue(setting: &PrintSetting, lang: Lang, reprint: Option<Reprint>, now: Now) -> Issue {
    let offset = Offset { right_half_mm: setting.right_half_mm, down_half_mm: setting.down_half_mm };
    Issue { reprint, offset, ..Issue::first(lang, now.local()) }
}

/// The form of a receipt; other papers have one each.
fn form(setting: &PrintSetting) -> ReceiptForm {
    match &*setting.form {
        "parts" => ReceiptForm::Parts,
        "carbon" => ReceiptForm::Carbon,
        _ => ReceiptForm::Roll,
    }
}

/// A sheet as the printing system names it.
fn media(width_mm: u32, height_mm: u32) -> String {
    match (width_mm, height_mm) {
        (148, 210) => "iso_a5_148x210mm".to_owned(),
        (105, 148) => "iso_a6_105x148mm".to_owned(),
        _ => format!("Custom.{width_mm}x{height_mm}mm"),
    }
}

fn not_set(error: &PaperError) -> Box<UiError> {
    match error {
        PaperError::NoChineseFont => errors::no_font(),
        PaperError::NotReversed | PaperError::NoSlip => errors::refused(&ClinicError::NotFound),
        PaperError::View(_) | PaperError::Typeset { .. } | PaperError::Code(_) | PaperError::Preview { .. } => {
            tracing::error!(%error, "a paper was not set");
            errors::paper_not_set()
        }
    }
}

/// Numbers are letters, digits and hyphens; whatever else one held would not belong into a file name.
fn file_name(number: &str, kind: &str, lang: Lang) -> String {
    let safe = |character: char| if character.is_ascii_alphanumeric() || character == '-' { character } else { '_' };
    let number: String = number.chars().map(safe).collect();
    let lang = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    format!("{number}-{kind}-{lang}.pdf")
}

fn keep(path: &Path, pdf: &[u8]) -> io::Result<()> {
    if let Some(dir) = path.parent() {
        platform::make_private_dir(dir)?;
    }
    let unfinished = path.with_extension("pdf.part");
    let mut file = File::create(&unfinished)?;
    file.write_all(pdf)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&unfinished, path)
}

fn data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

/// Shows a file in the system's viewer, if there is one. The paper is kept either way.
fn show(path: &Path) {
    if std::env::var_os(NO_VIEWER).is_some() {
        return;
    }
    let Some(mut command) = platform::viewer_of(path) else { return };
    match command.spawn() {
        // Somebody has to wait for a child, or it stays in the process table.
        Ok(mut viewer) => drop(std::thread::spawn(move || viewer.wait())),
        Err(error) => tracing::warn!(%error, "the viewer does not start"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_number_cannot_lead_out_of_the_folder() {
        for (number, name) in [
            ("230828001-1-1-R0000012", "230828001-1-1-R0000012-receipt-zh.pdf"),
            ("../../etc/x", "______etc_x-receipt-zh.pdf"),
        ] {
            assert_eq!(file_name(number, "receipt", Lang::Zh), name);
        }
    }

    #[test]
    fn sheets_with_a_name_are_asked_for_by_it() {
        for (size, name) in [
            ((148, 210), "iso_a5_148x210mm"),
            ((105, 148), "iso_a6_105x148mm"),
            ((80, 213), "Custom.80x213mm"),
            ((241, 93), "Custom.241x93mm"),
        ] {
            assert_eq!(media(size.0, size.1), name);
        }
    }

    #[test]
    fn a_paper_that_is_printed_again_replaces_the_first_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FOLDER).join("x.pdf");
        keep(&path, b"first").unwrap();
        keep(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing unfinished is left");
    }

    #[test]
    fn a_preview_is_an_image_that_the_page_can_show_without_a_file() {
        assert_eq!(data_url(b"\x89PNG"), "data:image/png;base64,iVBORw==");
    }
}
