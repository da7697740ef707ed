//! What the shell tells the window without being asked.

use nonghe_clinic::views::{CardView, CodeView, DeviceStates, PrintingView, Progress, SyncBadge, UiError};
use nonghe_domain::Text;
use serde::Serialize;

/// One message, with its payload as the interface reads it.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum News {
    /// The badge has changed.
    Badge(SyncBadge),
    /// An exchange with the county goes on.
    SyncProgress(Progress),
    /// An exchange ended.
    SyncDone {
        /// With the county's acknowledgement.
        ok: bool,
        /// What happened, where the records are, what to do.
        text: Text,
    },
    /// Papers are on their way, came out, or do not get on.
    Printing(PrintingView),
    /// A roster is being read or imported.
    RosterProgress(Progress),
    /// The gun read a code.
    DeviceCode(CodeView),
    /// A card was laid, and what it says was checked.
    DevicePerson(Box<CardView>),
    /// A device came or went.
    DeviceStates(DeviceStates),
    /// A card or a code that cannot be used.
    DeviceTrouble(Box<UiError>),
}

impl News {
    /// Name of the event.
    pub fn event(&self) -> &'static str {
        match self {
            Self::Badge(_) => "badge",
            Self::SyncProgress(_) => "sync-progress",
            Self::SyncDone { .. } => "sync-done",
            Self::Printing(_) => "printing",
            Self::RosterProgress(_) => "roster-progress",
            Self::DeviceCode(_) => "device:code",
            Self::DevicePerson(_) => "device:person",
            Self::DeviceStates(_) => "device:state",
            Self::DeviceTrouble(_) => "device:trouble",
        }
    }
}

/// Tells the window.
pub type Tell = dyn Fn(News) + Send + Sync;
