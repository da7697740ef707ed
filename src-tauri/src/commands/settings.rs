//! Settings, the PIN of whoever is at the desk, and rare characters.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::Clinic;
use nonghe_clinic::views::{
    CharacterGroup, OperatorRow, OperatorUnlock, OperatorView, PinChange, RadicalView, SettingsView,
};
use tauri::State;

/// What the settings tell.
#[tauri::command]
pub async fn settings_view(desk: State<'_, Desk>) -> Answer<SettingsView> {
    desk.run(Clinic::settings_view).await
}

/// Another PIN. It is kept on this device and is no entry.
#[tauri::command]
pub async fn operator_pin_change(desk: State<'_, Desk>, input: PinChange) -> Answer<OperatorView> {
    desk.run(move |clinic, now| clinic.operator_pin_change(&input, now)).await
}

/// Who may sign in here, and what each may do.
#[tauri::command]
pub async fn operator_list(desk: State<'_, Desk>) -> Answer<Vec<OperatorRow>> {
    desk.run(Clinic::operators_view).await
}

/// The office lets an operator in again whom wrong PINs keep out.
#[tauri::command]
pub async fn operator_unlock(desk: State<'_, Desk>, input: OperatorUnlock) -> Answer<Vec<OperatorRow>> {
    desk.run(move |clinic, now| clinic.operator_unlock(&input, now)).await
}

/// The radicals by which characters are picked.
#[tauri::command]
pub async fn radicals(desk: State<'_, Desk>) -> Answer<Vec<RadicalView>> {
    desk.run(|clinic, _| clinic.radicals()).await
}

/// The characters of a radical.
#[tauri::command]
pub async fn characters_of(desk: State<'_, Desk>, radical: u8) -> Answer<Vec<CharacterGroup>> {
    desk.run(move |clinic, _| clinic.characters_of(radical)).await
}
