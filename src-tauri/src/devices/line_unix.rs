//! A line device on Unix: a serial port, or a pipe that stands for one.

use nonghe_clinic::{ClinicError, ClinicResult};
use nonghe_domain::Text;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, isatty, tcgetattr, tcsetattr};
use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;
use std::time::Duration;

/// What guns with a real serial port are set to when they are new. A port over USB ignores it.
const BAUD: u32 = 9600;

/// What came within the time.
pub enum Wait {
    /// Nothing.
    Nothing,
    /// Bytes.
    Bytes(Vec<u8>),
    /// The device is gone.
    Gone,
}

/// An open line.
pub struct Line(OwnedFd);

/// Refuses what is there and cannot be a line device. What is not there may be plugged in later.
pub fn check(path: &str) -> ClinicResult<()> {
    match fs::metadata(path) {
        Ok(found) if !is_line(&found) => Err(ClinicError::BadDevice(Text::new(
            "这个路径不是串口设备。扫码枪一般是 /dev/ttyACM0 或 /dev/ttyUSB0。",
            "This path is no serial device. A gun is usually /dev/ttyACM0 or /dev/ttyUSB0.",
        ))),
        _ => Ok(()),
    }
}

fn is_line(found: &fs::Metadata) -> bool {
    found.file_type().is_char_device() || found.file_type().is_fifo()
}

impl Line {
    /// Opens a line.
    pub fn open(path: &Path) -> Result<Self, Errno> {
        let is_pipe = match fs::metadata(path) {
            Ok(found) if is_line(&found) => found.file_type().is_fifo(),
            _ => return Err(Errno::NOENT),
        };
        // A pipe that is open for writing here does not end when whoever writes into it goes.
        let access = if is_pipe { OFlags::RDWR } else { OFlags::RDONLY };
        let flags = access | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let line = rustix::fs::open(path, flags, Mode::empty())?;
        if !is_pipe {
            if !isatty(&line) {
                return Err(Errno::NOTTY);
            }
            // Raw: nothing is echoed to the gun, and nothing it sends is taken for a command.
            let mut settings = tcgetattr(&line)?;
            settings.make_raw();
            settings.set_speed(BAUD)?;
            tcsetattr(&line, OptionalActions::Now, &settings)?;
        }
        Ok(Self(line))
    }

    /// What comes within the time.
    pub fn read(&mut self, patience: Duration) -> Wait {
        let until = Timespec::try_from(patience).unwrap_or(Timespec { tv_sec: 0, tv_nsec: 0 });
        let mut asked = [PollFd::new(&self.0, PollFlags::IN)];
        match poll(&mut asked, Some(&until)) {
            Ok(0) | Err(Errno::INTR) => return Wait::Nothing,
            Ok(_) => {}
            Err(_) => return Wait::Gone,
        }
        let mut bytes = vec![0; 4096];
        match rustix::io::read(&self.0, &mut bytes) {
            Ok(0) => Wait::Gone,
            Ok(count) => {
                bytes.truncate(count);
                Wait::Bytes(bytes)
            }
            Err(Errno::AGAIN | Errno::INTR) => Wait::Nothing,
            Err(_) => Wait::Gone,
        }
    }
}
