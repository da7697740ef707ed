//! Papers, the queue of those that have not come out, and printers.

use crate::desk::Desk;
use crate::errors::{self, Answer};
use crate::papers::{PaperKind, Wanted};
use crate::platform;
use nonghe_clinic::Clinic;
use nonghe_clinic::views::{PrintSetting, PrintedView, PrinterSettingsView, PrinterView, PrintingView, UnprintedPaper};
use nonghe_domain::{Lang, Text};
use std::path::PathBuf;
use tauri::State;

/// Prints a paper on its printer; where none is assigned, shows it as PDF.
#[tauri::command]
pub async fn document_print(
    desk: State<'_, Desk>,
    kind: PaperKind,
    id: String,
    year: Option<i32>,
    lang: Lang,
) -> Answer<PrintedView> {
    desk.print(Wanted { kind, id, year, lang }, false).await
}

/// Shows a paper as PDF, whatever printer it has.
#[tauri::command]
pub async fn document_open(
    desk: State<'_, Desk>,
    kind: PaperKind,
    id: String,
    year: Option<i32>,
    lang: Lang,
) -> Answer<PrintedView> {
    desk.print(Wanted { kind, id, year, lang }, true).await
}

/// Hands the PDF that is shown to a printer, as it is.
#[tauri::command]
pub async fn document_send(desk: State<'_, Desk>, path: PathBuf, printer: String) -> Answer<()> {
    desk.send_shown(path, printer).await
}

/// Opens the folder in which papers are kept.
#[tauri::command]
pub async fn papers_folder(desk: State<'_, Desk>) -> Answer<()> {
    desk.open_papers().await
}

/// What the footer says of printing.
#[tauri::command]
pub async fn printing_view(desk: State<'_, Desk>) -> Answer<PrintingView> {
    desk.printing_view().await
}

/// Papers that have not come out.
#[tauri::command]
pub async fn print_queue(desk: State<'_, Desk>) -> Answer<Vec<UnprintedPaper>> {
    desk.run(|clinic, _| clinic.print_queue()).await
}

/// Leaves a paper aside.
#[tauri::command]
pub async fn paper_leave_aside(
    desk: State<'_, Desk>,
    document: String,
    subject: String,
    reason: String,
    note: String,
) -> Answer<Vec<UnprintedPaper>> {
    desk.about_papers(move |clinic, now| {
        clinic.paper_leave_aside(&document, &subject, &reason, &note, now)?;
        clinic.print_queue()
    })
    .await
}

/// Puts a paper that was left aside back into the list.
#[tauri::command]
pub async fn paper_want_again(desk: State<'_, Desk>, document: String, subject: String) -> Answer<Vec<UnprintedPaper>> {
    desk.about_papers(move |clinic, now| {
        clinic.paper_want_again(&document, &subject, now)?;
        clinic.print_queue()
    })
    .await
}

/// Printers, and how each kind of paper is printed.
#[tauri::command]
pub async fn printer_settings(desk: State<'_, Desk>) -> Answer<PrinterSettingsView> {
    let rows = desk.run(|clinic, _| clinic.print_settings()).await?;
    // Asking the printing system may take a while: the data are not held meanwhile.
    let found = desk.beside(platform::printers).await?;
    let (printers, note) = match found {
        Ok(printers) => (printers.into_iter().map(printer_view).collect(), None),
        Err(trouble) => (Vec::new(), Some(*errors::no_printers(trouble))),
    };
    Ok(PrinterSettingsView { printers, note, rows })
}

/// Keeps how a kind of paper is printed.
#[tauri::command]
pub async fn printer_setting_save(desk: State<'_, Desk>, setting: PrintSetting) -> Answer<PrintingView> {
    desk.about_papers(move |clinic: &Clinic, _| clinic.print_setting_keep(&setting)).await?;
    desk.printing_view().await
}

/// Prints a page of rulers with a setting that need not be kept yet.
#[tauri::command]
pub async fn printer_test(desk: State<'_, Desk>, setting: PrintSetting) -> Answer<PrintedView> {
    desk.print_ruler(setting).await
}

fn printer_view(printer: platform::Printer) -> PrinterView {
    let words = printer.trouble.map_or_else(|| Text::new("就绪", "Ready"), nonghe_clinic::Trouble::in_short);
    PrinterView { name: printer.name, ready: printer.trouble.is_none(), words }
}
