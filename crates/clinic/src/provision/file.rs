//! The file that a provisioning comes in, before anything in it is believed.

use crate::error::ProvisioningFault;
use crate::{Clinic, ClinicError, ClinicResult};
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

/// The largest file that is read, in bytes. One with 30,000 people has about ten million.
pub const PROVISIONING_BYTES_MAX: u64 = 40 * 1024 * 1024;

impl Clinic {
    /// The text of a provisioning file. Nothing but a plain file of a sensible size is opened.
    pub fn provisioning_file(path: &Path) -> ClinicResult<String> {
        let found = fs::metadata(path).map_err(|error| refuse(fault_of(error.kind())))?;
        if !found.is_file() {
            return Err(refuse(ProvisioningFault::NoFile));
        }
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(PROVISIONING_BYTES_MAX + 1).read_to_end(&mut bytes));
        read.map_err(|error| refuse(fault_of(error.kind())))?;
        if bytes.len() as u64 > PROVISIONING_BYTES_MAX {
            return Err(refuse(ProvisioningFault::TooLarge));
        }
        text_of(bytes)
    }
}

fn text_of(bytes: Vec<u8>) -> ClinicResult<String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refuse(ProvisioningFault::Empty));
    }
    let has_text_only = !bytes.contains(&0);
    let text = String::from_utf8(bytes).map_err(|error| {
        let is_json = error.as_bytes().trim_ascii_start().starts_with(b"{");
        // A file that was cut off may end within a character.
        let is_cut_off = error.utf8_error().error_len().is_none();
        refuse(if has_text_only && is_json && !is_cut_off {
            ProvisioningFault::OtherEncoding
        } else {
            ProvisioningFault::Unreadable
        })
    })?;
    // An editor that only looked at the file and saved it may leave this mark; what is signed is not touched by it.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn fault_of(kind: ErrorKind) -> ProvisioningFault {
    match kind {
        ErrorKind::PermissionDenied => ProvisioningFault::NotPermitted,
        _ => ProvisioningFault::NoFile,
    }
}

fn refuse(fault: ProvisioningFault) -> ClinicError {
    ClinicError::Provisioning(fault)
}
