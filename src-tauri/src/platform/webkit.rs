//! What is set on the web view of Linux.

use tauri::Webview;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

/// Lets the processor paint the page instead of composing it of layers. Without a graphics card, layers are put together
/// by a program that stands in for one, which costs the wait of several frames and some 150 MB.
pub fn paint_by_processor(view: &Webview) {
    let done = view.with_webview(|platform| {
        if let Some(settings) = platform.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = done {
        tracing::warn!(%error, "the web view paints as it likes");
    }
}
