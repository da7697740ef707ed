//! Premiums and their receipts.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::Clinic;
use nonghe_clinic::views::{
    CashChange, GiveBackInput, GiveBackPlan, GiveBackQuery, MemberInput, PaymentPage, PaymentQuery, PremiumInput,
    PremiumQuote, ReceiptView, SpecialInput,
};
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
    persons: Option<Vec<String>>,
    special: Option<SpecialInput>,
) -> Answer<PremiumQuote> {
    let quote =
        move |clinic: &Clinic, now| clinic.premium_quote(&household, year, persons.as_deref(), special.as_ref(), now);
    desk.run(quote).await
}

/// Collects a premium.
#[tauri::command]
pub async fn premium_collect(desk: State<'_, Desk>, input: PremiumInput) -> Answer<ReceiptView> {
    desk.record(move |clinic, now| clinic.premium_collect(&input, now)).await
}

/// What a void or a refund would do.
#[tauri::command]
pub async fn give_back_plan(desk: State<'_, Desk>, query: GiveBackQuery) -> Answer<GiveBackPlan> {
    desk.run(move |clinic, now| clinic.give_back_plan(&query, now)).await
}

/// Voids a payment of today.
#[tauri::command]
pub async fn premium_void(desk: State<'_, Desk>, input: GiveBackInput) -> Answer<ReceiptView> {
    desk.record(move |clinic, now| clinic.premium_void(&input, now)).await
}

/// Pays members back.
#[tauri::command]
pub async fn premium_refund(desk: State<'_, Desk>, input: GiveBackInput) -> Answer<ReceiptView> {
    desk.record(move |clinic, now| clinic.premium_refund(&input, now)).await
}

/// Payments, newest first.
#[tauri::command]
pub async fn payment_list(desk: State<'_, Desk>, query: PaymentQuery) -> Answer<PaymentPage> {
    desk.run(move |clinic, _| clinic.payment_list(&query)).await
}

/// The receipt of a payment.
#[tauri::command]
pub async fn receipt_view(desk: State<'_, Desk>, payment: String) -> Answer<ReceiptView> {
    desk.run(move |clinic, _| clinic.receipt_view(&payment)).await
}
