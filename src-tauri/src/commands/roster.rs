//! Importing a roster.

use crate::desk::Desk;
use crate::errors::Answer;
use crate::news::{News, Tell};
use nonghe_clinic::RosterProgress;
use nonghe_clinic::views::{Progress, RosterReport};
use rfd::AsyncFileDialog;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{Runtime, State, WebviewWindow};

/// What the reader of rosters knows, by the end of a file's name.
const ENDINGS: [&str; 3] = ["xlsx", "csv", "txt"];

/// Lets the clerk choose a file. None if they changed their mind.
#[tauri::command]
pub async fn roster_pick<R: Runtime>(window: WebviewWindow<R>) -> Answer<Option<String>> {
    let dialog = AsyncFileDialog::new()
        .set_parent(&window)
        .set_title("选择名册 · Choose a roster")
        .add_filter("Excel, CSV", &ENDINGS);
    let chosen = dialog.pick_file().await;
    Ok(chosen.map(|file| file.path().display().to_string()))
}

/// Reads a roster and says what an import would do.
#[tauri::command]
pub async fn roster_check(desk: State<'_, Desk>, path: PathBuf) -> Answer<RosterReport> {
    let mut progress = told(desk.tell());
    desk.run(move |clinic, now| clinic.roster_check(&path, now, &mut progress)).await
}

/// Imports a roster.
#[tauri::command]
pub async fn roster_import(desk: State<'_, Desk>, op: String, path: PathBuf) -> Answer<RosterReport> {
    let mut progress = told(desk.tell());
    desk.record(move |clinic, now| clinic.roster_import(&op, &path, now, &mut progress)).await
}

/// Saves the refused rows of the last report as CSV.
#[tauri::command]
pub async fn roster_report_save(desk: State<'_, Desk>) -> Answer<String> {
    desk.run(|clinic, _| Ok(clinic.roster_report_save()?.display().to_string())).await
}

fn told(tell: Arc<Tell>) -> impl FnMut(RosterProgress) + Send + 'static {
    move |progress| {
        let RosterProgress { stage, done, of } = progress;
        tell(News::RosterProgress(Progress { stage: stage.to_owned(), done, of }));
    }
}
