//! Stays: admission, charges, deposits, discharge.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::views::{
    AdmissionForm, AdmissionInput, ChargesInput, DepositInput, DiagnosisHit, DischargeView, ItemHit, SettleInput,
    SettlementView, StayRow, StayView,
};
use tauri::State;

/// What the form for an admission offers.
#[tauri::command]
pub async fn admission_form(desk: State<'_, Desk>, person: String) -> Answer<AdmissionForm> {
    desk.run(move |clinic, now| clinic.admission_form(&person, now)).await
}

/// Admits a person.
#[tauri::command]
pub async fn stay_admit(desk: State<'_, Desk>, input: AdmissionInput) -> Answer<StayView> {
    desk.record(move |clinic, now| clinic.stay_admit(&input, now)).await
}

/// Stays: those in hospital, or all.
#[tauri::command]
pub async fn stay_list(desk: State<'_, Desk>, all: bool) -> Answer<Vec<StayRow>> {
    desk.run(move |clinic, now| clinic.stay_list(all, now)).await
}

/// A stay.
#[tauri::command]
pub async fn stay_view(desk: State<'_, Desk>, stay: String) -> Answer<StayView> {
    desk.run(move |clinic, now| clinic.stay_view(&stay, now)).await
}

/// Diagnoses by letters, characters or code.
#[tauri::command]
pub async fn diagnosis_search(desk: State<'_, Desk>, query: String) -> Answer<Vec<DiagnosisHit>> {
    desk.run(move |clinic, now| clinic.diagnosis_search(&query, now)).await
}

/// Items of the catalogue by letters, characters or code.
#[tauri::command]
pub async fn item_search(desk: State<'_, Desk>, query: String) -> Answer<Vec<ItemHit>> {
    desk.run(move |clinic, now| clinic.item_search(&query, now)).await
}

/// Records the charges of a day.
#[tauri::command]
pub async fn charges_record(desk: State<'_, Desk>, input: ChargesInput) -> Answer<StayView> {
    desk.record(move |clinic, now| clinic.charges_record(&input, now)).await
}

/// Withdraws charges.
#[tauri::command]
pub async fn charges_withdraw(desk: State<'_, Desk>, op: String, stay: String, lines: Vec<u32>) -> Answer<StayView> {
    desk.record(move |clinic, now| clinic.charges_withdraw(&op, &stay, &lines, now)).await
}

/// Takes a deposit.
#[tauri::command]
pub async fn deposit_take(desk: State<'_, Desk>, input: DepositInput) -> Answer<StayView> {
    desk.record(move |clinic, now| clinic.deposit_take(&input, now)).await
}

/// A discharge before it is settled.
#[tauri::command]
pub async fn discharge_view(desk: State<'_, Desk>, stay: String, discharged: String) -> Answer<DischargeView> {
    desk.run(move |clinic, now| clinic.discharge_view(&stay, &discharged, now)).await
}

/// Settles a stay.
#[tauri::command]
pub async fn stay_settle(desk: State<'_, Desk>, input: SettleInput) -> Answer<SettlementView> {
    desk.record(move |clinic, now| clinic.stay_settle(&input, now)).await
}
