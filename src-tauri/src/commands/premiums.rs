//! Premiums and their receipts.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::views::{CashChange, MemberInput, PaymentRow, PremiumInput, PremiumQuote, ReceiptView};
use tauri::State;

/// What to give back.
#[tauri::command]
pub async fn cash_change(desk: State<'_, Desk>, due: String, tendered: String) -> Answer<CashChange> {
    desk.run(move |clinic, _| clinic.cash_change(&due, &tendered)).await
}

/// The premium of people who are typed but not registered yet.
#[tauri::command]
pub async fn premium_draft(desk: State<'_, Desk>, members: Vec<MemberInput>, year: i32) -> Answer<PremiumQuote> {
    desk.run(move |clinic, now| clinic.premium_draft(&members, year, now)).await
}

/// The premium of a household.
#[tauri::command]
pub async fn premium_quote(
    desk: State<'_, Desk>,
    household: String,
    year: i32,
    persons: Vec<String>,
) -> Answer<PremiumQuote> {
    desk.run(move |clinic, now| clinic.premium_quote(&household, year, &persons, now)).await
}

/// Collects a premium.
#[tauri::command]
pub async fn premium_collect(desk: State<'_, Desk>, input: PremiumInput) -> Answer<ReceiptView> {
    desk.record(move |clinic, now| clinic.premium_collect(&input, now)).await
}

/// Payments, newest first.
#[tauri::command]
pub async fn payment_list(desk: State<'_, Desk>) -> Answer<Vec<PaymentRow>> {
    desk.run(|clinic, _| clinic.payment_list()).await
}

/// The receipt of a payment.
#[tauri::command]
pub async fn receipt_view(desk: State<'_, Desk>, payment: String) -> Answer<ReceiptView> {
    desk.run(move |clinic, _| clinic.receipt_view(&payment)).await
}
