//! Standard output, whose reader may have seen enough.

use crate::failure::Failure;
use std::io::{self, ErrorKind, Write as _};

/// Writes text. A reader that closed the pipe, such as `head`, is no failure.
pub fn put(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
