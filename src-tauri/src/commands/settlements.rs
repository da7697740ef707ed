//! Settlements and their reversals.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::views::{ReversalInput, ReversalPlan, SettlementRow, SettlementView};
use tauri::State;

/// Settlements, newest first.
#[tauri::command]
pub async fn settlement_list(desk: State<'_, Desk>, query: String) -> Answer<Vec<SettlementRow>> {
    desk.run(move |clinic, _| clinic.settlement_list(&query)).await
}

/// A settlement.
#[tauri::command]
pub async fn settlement_view(desk: State<'_, Desk>, settlement: String) -> Answer<SettlementView> {
    desk.run(move |clinic, _| clinic.settlement_view(&settlement)).await
}

/// What a reversal would do.
#[tauri::command]
pub async fn reversal_plan(desk: State<'_, Desk>, settlement: String) -> Answer<ReversalPlan> {
    desk.run(move |clinic, _| clinic.reversal_plan(&settlement)).await
}

/// Reverses a settlement with a second operator.
#[tauri::command]
pub async fn settlement_reverse(desk: State<'_, Desk>, input: ReversalInput) -> Answer<SettlementView> {
    desk.record(move |clinic, now| clinic.settlement_reverse(&input, now)).await
}
