//! Line devices on Windows are not there yet: a gun works as a keyboard.

use nonghe_clinic::{ClinicError, ClinicResult};
use nonghe_domain::Text;
use std::io;
use std::path::Path;
use std::time::Duration;

/// What came within the time.
pub enum Wait {
    /// Nothing.
    Nothing,
    /// Bytes.
    Bytes(Vec<u8>),
    /// The device is gone.
    Gone,
}

/// An open line. There is none.
pub struct Line;

/// Refuses every path.
pub fn check(path: &str) -> ClinicResult<()> {
    if path.is_empty() {
        return Ok(());
    }
    Err(ClinicError::BadDevice(Text::new(
        "Windows 上还不能直接读串口扫码枪。",
        "Reading a serial gun directly is not possible on Windows yet.",
    )))
}

impl Line {
    /// Opens nothing.
    pub fn open(_path: &Path) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Nothing comes.
    pub fn read(&mut self, patience: Duration) -> Wait {
        std::thread::sleep(patience);
        Wait::Gone
    }
}
