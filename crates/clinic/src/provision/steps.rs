//! How far the first start is. It is read from the data each time, so that a program that was killed goes on where it
//! stopped.

use crate::views::{FirstStartView, RequestView, SetupLeft};
use crate::{Clinic, ClinicError, ClinicResult, Now};
use nonghe_domain::Text;
use nonghe_protocol::DeviceId;
use nonghe_store::{Preference, Store};
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// What is remembered of a first start that the guide leads.
const GUIDED: &str = "guided";
/// The ending of a request's file.
const ENDING: &str = "nhr";
/// The longest name of a device, in characters.
const LABEL_MAX: usize = 30;
const SKIPPED: &str = "skipped";
const DONE: &str = "done";

impl Clinic {
    /// How far the first start is, on data that are open.
    pub fn first_start(&self) -> ClinicResult<FirstStartView> {
        let store = self.store();
        let dev: DeviceId = store.device_key()?.public();
        let (printer, reader) = (store.preference(Preference::PrinterStep)?, store.preference(Preference::ReaderStep)?);
        let written = store.preference(Preference::RequestWritten)?;
        let step = if self.granted.is_none() {
            if written.is_some() { "grant" } else { "request" }
        } else if store.preference(Preference::FirstStart)?.is_none() {
            "done"
        } else if printer.is_none() {
            "printer"
        } else if reader.is_none() {
            "reader"
        } else {
            "done"
        };
        Ok(FirstStartView {
            step: step.to_owned(),
            key_waits: false,
            centre: self.granted.as_ref().map(|granted| granted.centre.name.clone()),
            data_dir: store.dir().display().to_string(),
            request: Some(RequestView {
                fingerprint: dev.fingerprint(),
                file_name: format!("nonghe-{}.{ENDING}", dev.short()),
                written,
            }),
        })
    }

    /// Writes what this device asks of the county into a file, and reads it back.
    ///
    /// Another file of that name stays as it is, unless it is such a request.
    pub fn request_write(&self, path: &Path, label: &str, now: Now) -> ClinicResult<()> {
        let label = label.trim();
        if label.is_empty() || label.chars().count() > LABEL_MAX || label.chars().any(char::is_control) {
            let text = Text::new(
                format!("请写 1–{LABEL_MAX} 个字，例如 收费窗口1"),
                format!("1 to {LABEL_MAX} characters, please, for example Window 1."),
            );
            return Err(ClinicError::field("label", text));
        }
        let mut store = self.store();
        let text = Self::device_request(&store, label)?;
        write_whole(path, &text).map_err(|fault| ClinicError::NotWritten(fault).at("path"))?;
        store.keep_preference(Preference::RequestWritten, &now.local().format("%Y-%m-%d %H:%M").to_string())?;
        Ok(())
    }

    /// Notes that the guide is used, so that it leads on to the steps after the grant.
    pub fn guide_begun(&self) -> ClinicResult<()> {
        Ok(self.store().keep_preference(Preference::FirstStart, GUIDED)?)
    }

    /// Notes what became of a step that may be left for later: the printer, or the reader and the gun.
    pub fn setup_step(&self, step: &str, left: bool) -> ClinicResult<()> {
        let preference = preference_of(step)?;
        Ok(self.store().keep_preference(preference, if left { SKIPPED } else { DONE })?)
    }

    /// Steps of the first start that were left for later.
    pub(crate) fn setup_left(store: &Store) -> ClinicResult<Vec<SetupLeft>> {
        let rows = [
            (
                Preference::PrinterStep,
                "printer",
                Text::new("打印机还没有设置和试打", "The printer has not been set up and tried"),
            ),
            (
                Preference::ReaderStep,
                "reader",
                Text::new("读卡器和扫码枪还没有试过", "Card reader and bar-code gun have not been tried"),
            ),
        ];
        let mut left = Vec::new();
        for (preference, step, title) in rows {
            if store.preference(preference)?.as_deref() == Some(SKIPPED) {
                left.push(SetupLeft { step: step.to_owned(), title });
            }
        }
        Ok(left)
    }
}

fn preference_of(step: &str) -> ClinicResult<Preference> {
    match step {
        "printer" => Ok(Preference::PrinterStep),
        "reader" => Ok(Preference::ReaderStep),
        _ => Err(ClinicError::NotFound),
    }
}

/// Why a file could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteFault {
    /// The folder is not there, or it is no place for a file.
    NoFolder,
    /// This user may not write there.
    NotPermitted,
    /// Another file has that name.
    Taken,
    /// Full, removed, or broken.
    Failed,
}

fn write_whole(path: &Path, text: &str) -> Result<(), WriteFault> {
    let fault = |error: std::io::Error| match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => WriteFault::NotPermitted,
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory => WriteFault::NoFolder,
        _ => WriteFault::Failed,
    };
    if !path.is_absolute() || path.is_dir() {
        return Err(WriteFault::NoFolder);
    }
    if path.exists() && !is_request(path) {
        return Err(WriteFault::Taken);
    }
    // Under another name first: a file with the proper name is always whole.
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let mut file = File::create(&unfinished).map_err(fault)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)?;
    drop(file);
    fs::rename(&unfinished, path).map_err(fault)?;
    // A stick that was pulled out, or one that only seems to write, is noticed here and not at the county.
    match fs::read_to_string(path) {
        Ok(read) if read == text => Ok(()),
        _ => Err(WriteFault::Failed),
    }
}

/// Whether a file is such a request, of this device or another.
fn is_request(path: &Path) -> bool {
    let is_small = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() < 4096);
    is_small
        && fs::read_to_string(path).is_ok_and(|text| {
            serde_json::from_str::<nonghe_protocol::Signed>(&text)
                .is_ok_and(|signed| signed.open::<nonghe_protocol::DeviceRequest>(&signed.key).is_ok())
        })
}
