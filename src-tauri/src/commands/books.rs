//! Receipt books and spoiled forms.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::views::{BookInput, BookReturnInput, BooksView, ReceiptView, SkipInput, SpoilInput, SpoiledForms};
use tauri::State;

/// All books.
#[tauri::command]
pub async fn book_list(desk: State<'_, Desk>) -> Answer<BooksView> {
    desk.run(|clinic, _| clinic.book_list()).await
}

/// Issues a book.
#[tauri::command]
pub async fn book_issue(desk: State<'_, Desk>, input: BookInput) -> Answer<BooksView> {
    desk.record(move |clinic, now| clinic.book_issue(&input, now)).await
}

/// Takes the rest of a book back.
#[tauri::command]
pub async fn book_return(desk: State<'_, Desk>, input: BookReturnInput) -> Answer<BooksView> {
    desk.record(move |clinic, now| clinic.book_return(&input, now)).await
}

/// Spoils the forms below the one in the printer.
#[tauri::command]
pub async fn form_skip(desk: State<'_, Desk>, input: SkipInput) -> Answer<BooksView> {
    desk.record(move |clinic, now| clinic.form_skip(&input, now)).await
}

/// Gives a payment another form.
#[tauri::command]
pub async fn form_spoil(desk: State<'_, Desk>, input: SpoilInput) -> Answer<ReceiptView> {
    desk.record(move |clinic, now| clinic.form_spoil(&input, now)).await
}

/// Spoiled forms of a payment.
#[tauri::command]
pub async fn spoiled_forms(desk: State<'_, Desk>, payment: String) -> Answer<Vec<SpoiledForms>> {
    desk.run(move |clinic, _| clinic.spoiled_forms(&payment)).await
}
