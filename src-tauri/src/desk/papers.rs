//! Papers of the desk that is open: printed, shown, asked for again.

use super::{Desk, Inner, Open, blocking};
use crate::errors::{self, Answer};
use crate::news::News;
use crate::papers::Wanted;
use nonghe_clinic::views::{PrintSetting, PrintedView};
use nonghe_clinic::{Clinic, ClinicResult, Now};

impl Desk {
    /// Prints a paper, or shows it as PDF. A reprint is an entry, so the badge and the exchange learn of it.
    pub async fn print(&self, wanted: Wanted, as_pdf: bool) -> Answer<PrintedView> {
        let desk = self.here();
        blocking(move || {
            let open = desk.open()?;
            let before = desk.waiting(&open);
            let now = desk.clock.now();
            let printed = desk.papers.print(&open.clinic, open.queue.as_ref(), &wanted, as_pdf, now);
            if desk.waiting(&open) != before {
                desk.records_added(&open);
            }
            desk.printing_changed(&open);
            printed
        })
        .await
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
            desk.printing_changed(&open);
            Ok(done)
        })
        .await
    }
}

impl Inner {
    /// How many records wait for the county, to see whether a reprint was added.
    fn waiting(&self, open: &Open) -> Option<u64> {
        open.clinic.sync_badge(self.clock.now()).ok().map(|badge| badge.waiting)
    }

    fn printing_changed(&self, open: &Open) {
        match open.clinic.printing_view() {
            Ok(view) => (self.tell)(News::Printing(view)),
            Err(error) => tracing::error!(%error, "papers that wait cannot be counted"),
        }
    }
}
