//! Receipts, statements and slips: set, kept as PDF beside the data, and shown.
//!
//! A paper is written under another name first, so that a file with its proper name is always whole.

mod kinds;
mod shelf;

use crate::errors::{self, Answer};
use crate::platform::{self, Errand};
use crate::printing::{PrintQueue, density_option};
pub use kinds::{PaperKind, Wanted};
use kinds::{media, receipt_form, sheet_mm, statement_form};
use nonghe_clinic::views::{Density, DocumentView, PrintSetting, PrintedView, UiError};
use nonghe_clinic::{Accounted, Clinic, ClinicError, Now, PaperOrder, PrintState, Printing, Reprint, Trouble};
use nonghe_documents::{FontSources, Issue, Offset, Paper, PaperError, Papers};
use nonghe_domain::Lang;
use shelf::{data_url, file_name, keep, show};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

const FOLDER: &str = "papers";

/// A paper that was set and kept.
#[derive(Clone)]
struct Made {
    number: String,
    path: PathBuf,
    media: String,
    paper: Paper,
}

impl Made {
    fn errand<'a>(&'a self, printer: &'a str, copies: u32, density: Option<&'a str>) -> Errand<'a> {
        Errand { printer, file: &self.path, title: &self.number, copies, media: &self.media, density }
    }
}

/// A paper that is ordered, before it is set.
pub struct Ordered {
    wanted: Wanted,
    setting: PrintSetting,
    /// Goes to this printer; without one it is shown.
    printer: Option<String>,
    /// Of a paper of which account is kept.
    order: Option<(Accounted, PaperOrder)>,
}

impl Ordered {
    /// Whether the order itself is an entry.
    pub fn is_recorded(&self) -> bool {
        self.order.as_ref().is_some_and(|(_, order)| order.is_recorded)
    }

    fn reprint(&self) -> Option<&Reprint> {
        self.order.as_ref().and_then(|(_, order)| order.reprint.as_ref())
    }

    fn printed(&self, number: &str, trouble: Option<Trouble>) -> PrintedView {
        PrintedView {
            number: number.to_owned(),
            printer: self.printer.clone(),
            reprint: self.reprint().map_or(0, |reprint| reprint.count),
            trouble: trouble.map(Trouble::in_short),
            document: None,
        }
    }
}

/// What is shown on the screen now, and may be handed to a printer from there.
struct Shown {
    path: PathBuf,
    title: String,
    media: String,
    copies: u32,
}

/// Where papers are set and kept.
pub struct PaperTray {
    dir: PathBuf,
    papers: OnceLock<Option<Papers>>,
    shown: Mutex<Option<Shown>>,
}

impl PaperTray {
    /// A tray in a data folder.
    pub fn new(data_dir: &Path) -> Self {
        Self { dir: data_dir.join(FOLDER), papers: OnceLock::new(), shown: Mutex::default() }
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

    /// Orders a paper for the printer that is assigned to its kind, or to be shown. `as_pdf` shows it in any case.
    pub fn order(clinic: &Clinic, wanted: Wanted, as_pdf: bool, now: Now) -> Answer<Ordered> {
        let setting = clinic.print_setting(wanted.kind.name()).map_err(refused)?;
        let printer = setting.printer.clone().filter(|_| !as_pdf);
        let order = match wanted.kind.accounted() {
            None => None,
            Some(accounted) => {
                take_back(clinic, accounted, &wanted.id, as_pdf)?;
                let printer = printer.as_deref().unwrap_or_default();
                let order = clinic.paper_order(accounted, &wanted.id, printer, setting.copies, now);
                Some((accounted, order.map_err(refused)?))
            }
        };
        Ok(Ordered { wanted, setting, printer, order })
    }

    /// Sets a paper that was ordered, and hands it to its printer or shows it.
    pub fn issue(
        &self,
        clinic: &Clinic,
        queue: Option<&PrintQueue>,
        ordered: &Ordered,
        now: Now,
    ) -> Answer<PrintedView> {
        let Some((accounted, order)) = &ordered.order else {
            let made = self.make(clinic, ordered, now)?;
            let Some(printer) = &ordered.printer else { return Ok(self.shown(made, ordered)) };
            send_now(&made, printer, &ordered.setting)?;
            return Ok(ordered.printed(&made.number, None));
        };
        if let Some(queue) = queue.filter(|_| order.under_way) {
            queue.look_now();
            return Ok(ordered.printed(&order.number, ordered.trouble()));
        }
        let id = &ordered.wanted.id;
        let note = |change: &dyn Fn(&mut Printing)| clinic.paper_set(*accounted, id, change).map_err(refused);
        let made = match self.make(clinic, ordered, now) {
            Ok(made) => made,
            Err(why) => {
                note(&|kept| {
                    kept.state = PrintState::Held;
                    kept.trouble = Some(Trouble::NotMade.code().to_owned());
                })?;
                return Err(why);
            }
        };
        if ordered.printer.is_none() {
            note(&|kept| kept.state = PrintState::Out)?;
            return Ok(self.shown(made, ordered));
        }
        note(&|kept| {
            kept.file = made.path.display().to_string();
            kept.media.clone_from(&made.media);
        })?;
        if let Some(queue) = queue {
            queue.look_now();
        }
        Ok(ordered.printed(&order.number, ordered.trouble()))
    }

    /// Hands the paper that is shown to a printer, as it is: no other issue of it.
    pub fn send_shown(&self, path: &Path, printer: &str) -> Answer<()> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = shown.as_ref().filter(|shown| shown.path == path).ok_or_else(|| refused(ClinicError::NotFound))?;
        let errand = Errand {
            printer,
            file: &shown.path,
            title: &shown.title,
            copies: shown.copies,
            media: &shown.media,
            density: None,
        };
        platform::look_at(printer).and_then(|()| platform::send(&errand)).map(drop).map_err(errors::not_printed)
    }

    /// Opens the folder in which papers are kept.
    pub fn open_folder(&self) {
        show(&self.dir);
    }

    /// Prints a page of rulers, or shows it where no printer is chosen.
    pub fn ruler(&self, setting: &PrintSetting, now: Now) -> Answer<PrintedView> {
        let (width, height) = sheet_mm(setting);
        let paper = self.press()?.ruler(width, height, &issue(setting, Lang::Zh, None, now));
        let made = self.keep("ruler", "test", Lang::Zh, paper.map_err(|error| not_set(&error))?)?;
        let wanted = Wanted { kind: PaperKind::Receipt, id: String::new(), year: None, lang: Lang::Zh };
        let ordered = Ordered { wanted, setting: setting.clone(), printer: setting.printer.clone(), order: None };
        let Some(printer) = &setting.printer else { return Ok(self.shown(made, &ordered)) };
        send_now(&made, printer, &PrintSetting { copies: 1, ..setting.clone() })?;
        Ok(ordered.printed(&made.number, None))
    }

    /// Sets a paper and keeps it.
    fn make(&self, clinic: &Clinic, ordered: &Ordered, now: Now) -> Answer<Made> {
        let Ordered { wanted, setting, .. } = ordered;
        let lang = if setting.gloss && wanted.kind.is_statutory() { Lang::En } else { wanted.lang };
        // Where the printer cannot be told to print lighter or darker, the paper is drawn so.
        let told = ordered.printer.as_ref().and_then(|printer| density_option(printer, setting.density));
        let density = if told.is_some() { Density::Normal } else { setting.density };
        let issue =
            Issue { training: clinic.is_training(), density, ..issue(setting, lang, ordered.reprint().cloned(), now) };
        let (number, paper) = self.set(clinic, wanted, setting, &issue)?;
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
    fn set(&self, clinic: &Clinic, wanted: &Wanted, setting: &PrintSetting, issue: &Issue) -> Answer<(String, Paper)> {
        let papers = self.press()?;
        let settlement = || clinic.settlement_view(&wanted.id).map_err(refused);
        let (number, paper) = match wanted.kind {
            PaperKind::Receipt => {
                let view = clinic.receipt_view(&wanted.id).map_err(refused)?;
                let paper = papers.receipt(&view, receipt_form(setting), issue);
                (view.full_number, paper)
            }
            PaperKind::Slip => {
                let view = clinic.receipt_of_slip(&wanted.id).map_err(refused)?;
                let paper = papers.slip(&view, &wanted.id, receipt_form(setting), issue);
                let slip = view.slips.into_iter().find(|slip| slip.number == wanted.id);
                (slip.map(|slip| slip.full_number).unwrap_or_default(), paper)
            }
            PaperKind::Statement => {
                let view = settlement()?;
                let form = statement_form(setting);
                let paper = papers.statement(&view, form, form.copies(), issue);
                (view.full_number, paper)
            }
            PaperKind::Explanation => {
                let view = settlement()?;
                let paper = papers.explanation(&view, issue);
                (view.full_number, paper)
            }
            PaperKind::Reversal => {
                let view = settlement()?;
                let form = statement_form(setting);
                let paper = papers.reversal_slip(&view, form, form.copies(), issue);
                // Of the slip itself: the settlement's own number names its statement.
                (view.reversal.map(|reversal| reversal.full_number).unwrap_or_default(), paper)
            }
            PaperKind::Itemised => {
                let view = clinic.itemised_view(&wanted.id).map_err(refused)?;
                let paper = papers.itemised(&view, issue);
                (view.settlement.full_number, paper)
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

    /// Shows a paper as PDF, with pictures of its pages.
    fn shown(&self, made: Made, ordered: &Ordered) -> PrintedView {
        show(&made.path);
        let document = DocumentView {
            path: made.path.display().to_string(),
            pages: u32::try_from(made.paper.pages).unwrap_or(u32::MAX),
            preview: made.paper.previews.iter().map(|png| data_url(png)).collect(),
        };
        let view = PrintedView { printer: None, document: Some(document), ..ordered.printed(&made.number, None) };
        let (title, copies) = (made.number, ordered.setting.copies);
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Shown { path: made.path, title, media: made.media, copies });
        view
    }
}

/// A paper of which no account is kept goes out at once, and whoever ordered it hears at once why it does not.
fn send_now(made: &Made, printer: &str, setting: &PrintSetting) -> Answer<()> {
    let density = density_option(printer, setting.density);
    let errand = made.errand(printer, setting.copies, density.as_deref());
    let sent = platform::look_at(printer).and_then(|()| platform::send(&errand));
    sent.map(|_| tracing::debug!(number = made.number, "handed to the printer")).map_err(errors::not_printed)
}

impl Ordered {
    /// What keeps its printer from printing now: whoever ordered hears it at once, and the paper waits.
    fn trouble(&self) -> Option<Trouble> {
        self.printer.as_deref().and_then(|printer| platform::look_at(printer).err())
    }
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

#[expect(clippy::needless_pass_by_value, reason = "the form in which `map_err` hands it over")]
fn refused(error: ClinicError) -> Box<UiError> {
    errors::refused(&error)
}

fn issue(setting: &PrintSetting, lang: Lang, reprint: Option<Reprint>, now: Now) -> Issue {
    let offset = Offset { right_half_mm: setting.right_half_mm, down_half_mm: setting.down_half_mm };
    Issue { reprint, offset, preprinted: setting.preprinted, ..Issue::first(lang, now.local()) }
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
