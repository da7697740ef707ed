//! The frame: who is at the desk, what the header shows, search and drafts.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::Clinic;
use nonghe_clinic::views::{DeskView, FrameView, SearchView, SessionView, SignIn};
use tauri::State;

/// State of the program at the start. The interface asks for it first, and again when the clerk wants to try data that
/// could not be opened.
#[tauri::command]
pub async fn session_state(desk: State<'_, Desk>) -> Answer<SessionView> {
    desk.knock().await?;
    state_of(&desk).await
}

/// State of the program. Whoever practises is told who may.
pub async fn state_of(desk: &Desk) -> Answer<SessionView> {
    desk.run(|clinic, _| Ok(shown(clinic.session_state()))).await
}

fn shown(view: SessionView) -> SessionView {
    SessionView { hint: view.training.then(crate::desk::training_hint), ..view }
}

/// The first screen has been drawn and takes keys.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "the shell hands the state over by value")]
pub fn window_shown(desk: State<'_, Desk>) {
    desk.window_usable();
}

/// Signs an operator in.
#[tauri::command]
pub async fn session_sign_in(desk: State<'_, Desk>, input: SignIn) -> Answer<SessionView> {
    desk.run(move |clinic, now| clinic.sign_in(&input, now).map(shown)).await
}

/// Locks the desk. Signing out is the same here.
#[tauri::command]
pub async fn session_lock(desk: State<'_, Desk>) -> Answer<SessionView> {
    desk.run(|clinic, _| Ok(shown(clinic.lock_desk()))).await
}

/// Opens the data with the device's passphrase.
#[tauri::command]
pub async fn store_unlock(desk: State<'_, Desk>, passphrase: String) -> Answer<SessionView> {
    desk.unlock(passphrase).await?;
    state_of(&desk).await
}

/// Version of the program, which can be told even when the data cannot be opened.
#[tauri::command]
pub fn program_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The frame.
#[tauri::command]
pub async fn frame_view(desk: State<'_, Desk>) -> Answer<FrameView> {
    let mut view = desk.run(Clinic::frame_view).await?;
    view.sync.running = desk.running();
    Ok(view)
}

/// The desk.
#[tauri::command]
pub async fn desk_view(desk: State<'_, Desk>) -> Answer<DeskView> {
    let mut view = desk.run(Clinic::desk_view).await?;
    view.sync.running = desk.running();
    Ok(view)
}

/// The one search box.
#[tauri::command]
pub async fn search(desk: State<'_, Desk>, query: String, year: i32) -> Answer<SearchView> {
    desk.run(move |clinic, now| clinic.search(&query, year, now)).await
}

/// Keeps what a form holds.
#[tauri::command]
pub async fn draft_save(
    desk: State<'_, Desk>,
    form: String,
    key: String,
    title: String,
    content: String,
) -> Answer<String> {
    desk.run(move |clinic, now| clinic.draft_save(&form, &key, &title, &content, now)).await
}

/// Lets go of what a form held.
#[tauri::command]
pub async fn draft_drop(desk: State<'_, Desk>, form: String, key: String) -> Answer<()> {
    desk.run(move |clinic, _| clinic.draft_drop(&form, &key)).await
}
