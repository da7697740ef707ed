//! Setting the computer up: first start, devices, training.

use crate::desk::Desk;
use crate::devices;
use crate::errors::Answer;
use nonghe_clinic::passphrase_view;
use nonghe_clinic::views::{DeviceStates, DeviceView, FirstStartView, PassphraseView, ProvisioningView, SessionView};
use rfd::AsyncFileDialog;
use std::path::PathBuf;
use tauri::{Runtime, State, WebviewWindow};

/// How far the first start is.
#[tauri::command]
pub async fn first_start_view(desk: State<'_, Desk>) -> Answer<FirstStartView> {
    desk.first_start().await
}

/// How good a passphrase is.
#[tauri::command]
pub fn passphrase_check(passphrase: &str) -> PassphraseView {
    passphrase_view(passphrase)
}

/// Makes the encrypted data and the device's key.
#[tauri::command]
pub async fn device_create(desk: State<'_, Desk>, passphrase: String, again: String) -> Answer<FirstStartView> {
    desk.create_device(passphrase, again).await
}

/// Lets the clerk choose where the request goes. None if they changed their mind.
#[tauri::command]
pub async fn request_pick<R: Runtime>(window: WebviewWindow<R>, file_name: String) -> Answer<Option<String>> {
    let dialog = AsyncFileDialog::new()
        .set_parent(&window)
        .set_title("保存申请文件 · Save the request")
        .set_file_name(&file_name);
    let chosen = dialog.save_file().await;
    Ok(chosen.map(|file| file.path().display().to_string()))
}

/// Writes the request to the county.
#[tauri::command]
pub async fn request_write(desk: State<'_, Desk>, path: PathBuf, label: String) -> Answer<FirstStartView> {
    desk.run(move |clinic, now| clinic.request_write(&path, &label, now).and_then(|()| clinic.first_start())).await
}

/// Lets the clerk choose the county's file. None if they changed their mind.
#[tauri::command]
pub async fn provisioning_pick<R: Runtime>(window: WebviewWindow<R>) -> Answer<Option<String>> {
    let dialog = AsyncFileDialog::new()
        .set_parent(&window)
        .set_title("选择开通文件 · Choose the provisioning file")
        .add_filter("nhp, json", &["nhp", "json"])
        .add_filter("*", &["*"]);
    let chosen = dialog.pick_file().await;
    Ok(chosen.map(|file| file.path().display().to_string()))
}

/// What a file of the county would bring.
#[tauri::command]
pub async fn provisioning_check(desk: State<'_, Desk>, path: PathBuf) -> Answer<ProvisioningView> {
    desk.provisioning_check(path).await
}

/// Accepts the file of the county that was shown.
#[tauri::command]
pub async fn provisioning_accept(desk: State<'_, Desk>, path: PathBuf, seal: String) -> Answer<FirstStartView> {
    desk.provisioning_accept(path, seal).await
}

/// Notes what became of a step that may be left for later.
#[tauri::command]
pub async fn setup_step(desk: State<'_, Desk>, step: String, left: bool) -> Answer<FirstStartView> {
    desk.run(move |clinic, _| clinic.setup_step(&step, left).and_then(|()| clinic.first_start())).await
}

/// This computer.
#[tauri::command]
pub async fn device_view(desk: State<'_, Desk>) -> Answer<DeviceView> {
    let mut view = desk.run(|clinic, _| clinic.device_view()).await?;
    view.devices = desk.devices();
    if let Some(path) = devices::fixed_path() {
        view.scanner_path = path;
        view.scanner_fixed = true;
    }
    Ok(view)
}

/// State of the devices, for whoever did not hear the last news.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "the shell hands the state over by value")]
pub fn device_states(desk: State<'_, Desk>) -> DeviceStates {
    desk.devices()
}

/// Keeps where the gun is.
#[tauri::command]
pub async fn scanner_save(desk: State<'_, Desk>, path: String) -> Answer<DeviceStates> {
    desk.keep_scanner(path).await?;
    Ok(desk.devices())
}

/// Goes to the training data.
#[tauri::command]
pub async fn training_enter(desk: State<'_, Desk>) -> Answer<SessionView> {
    desk.training_enter().await?;
    super::session::state_of(&desk).await
}

/// Goes back to the centre's data.
#[tauri::command]
pub async fn training_leave(desk: State<'_, Desk>) -> Answer<SessionView> {
    desk.training_leave().await?;
    super::session::state_of(&desk).await
}

/// Makes the training data anew.
#[tauri::command]
pub async fn training_reset(desk: State<'_, Desk>) -> Answer<SessionView> {
    desk.training_reset().await?;
    super::session::state_of(&desk).await
}
