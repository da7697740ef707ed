//! Papers of the desk that is open: printed, shown, asked for again.

use super::{Desk, Inner, Open, blocking};
use crate::errors::{self, Answer};
use crate::news::News;
use crate::papers::{PaperTray, Wanted};
use nonghe_clinic::views::{PrintSetting, PrintedView, PrintingView};
use nonghe_clinic::{Clinic, ClinicResult, Now};
use std::path::PathBuf;

impl Desk {
    /// Prints a paper, or shows it as PDF. A reprint is an entry, so the badge and the exchange learn of it.
    pub async fn print(&self, wanted: Wanted, as_pdf: bool) -> Answer<PrintedView> {
        let desk = self.here();
        blocking(move || {
            let open = desk.open()?;
            let now = desk.clock.now();
            let ordered = PaperTray::order(&open.clinic, wanted, as_pdf, now)?;
            if ordered.is_recorded() {
                desk.records_added(&open);
            }
            let printed = desk.papers.issue(&open.clinic, open.queue.as_ref(), &ordered, now);
            desk.printing_changed(&open);
            printed
        })
        .await
    }

    /// Hands the paper that is shown to a printer.
    pub async fn send_shown(&self, path: PathBuf, printer: String) -> Answer<()> {
        let desk = self.here();
        blocking(move || {
            desk.open()?;
            desk.papers.send_shown(&path, &printer)
        })
        .await
    }

    /// Opens the folder in which papers are kept.
    pub async fn open_papers(&self) -> Answer<()> {
        let desk = self.here();
        blocking(move || {
            desk.papers.open_folder();
            Ok(())
        })
        .await
    }

    /// What the footer says of printing.
    pub async fn printing_view(&self) -> Answer<PrintingView> {
        let desk = self.here();
        blocking(move || desk.open()?.printing().map_err(|error| errors::refused(&error))).await
    }

    /// Does something that may wait and needs no data.
    pub async fn beside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
        blocking(move || Ok(work())).await
    }

    /// Prints a page of rulers.
    pub async fn print_ruler(&self, setting: PrintSetting) -> Answer<PrintedView> {
        let desk = self.here();
        blocking(move || {
            desk.open()?;
            desk.papers.ruler(&setting, desk.clock.now())
        })
        .await
    }

    /// As [`Desk::run`], for what changes the papers that wait or how they are printed.
    pub async fn about_papers<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Clinic, Now) -> ClinicResult<T> + Send + 'static,
    ) -> Answer<T> {
        let desk = self.here();
        blocking(move || {
            let open = desk.open()?;
            let done = work(&open.clinic, desk.clock.now()).map_err(|error| errors::refused(&error))?;
            // Another printer may be in use now, and nobody has asked it yet.
            if let Some(queue) = &open.queue {
                queue.look_now();
            }
            desk.printing_changed(&open);
            Ok(done)
        })
        .await
    }
}

impl Open {
    fn printing(&self) -> ClinicResult<PrintingView> {
        self.queue.as_ref().map_or_else(|| self.clinic.printing_view(), |queue| queue.view(&self.clinic))
    }
}

impl Inner {
    fn printing_changed(&self, open: &Open) {
        match open.printing() {
            Ok(view) => (self.tell)(News::Printing(view)),
            Err(error) => tracing::error!(%error, "papers that wait cannot be counted"),
        }
    }
}
