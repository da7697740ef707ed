//! Papers.

use crate::desk::Desk;
use crate::errors::Answer;
use crate::papers::PaperKind;
use nonghe_clinic::views::DocumentView;
use nonghe_domain::Lang;
use tauri::State;

/// Sets a paper, keeps it as PDF and shows it.
#[tauri::command]
pub async fn document_open(desk: State<'_, Desk>, kind: PaperKind, id: String, lang: Lang) -> Answer<DocumentView> {
    desk.print(move |tray, clinic, now| tray.document(clinic, kind, &id, lang, now)).await
}
