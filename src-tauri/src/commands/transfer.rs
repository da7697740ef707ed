//! The exchange with the county.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::Clinic;
use nonghe_clinic::views::TransferView;
use tauri::State;

/// The transfer page.
#[tauri::command]
pub async fn transfer_view(desk: State<'_, Desk>) -> Answer<TransferView> {
    let mut view = desk.run(Clinic::transfer_view).await?;
    view.badge.running = desk.running();
    Ok(view)
}

/// Exchanges now. How it goes on is told by events.
#[tauri::command]
pub async fn sync_start(desk: State<'_, Desk>) -> Answer<()> {
    desk.exchange_now().await
}
