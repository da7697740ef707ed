//! What each system does in its own way.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub use unix::{make_private_dir, viewer_of};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub use windows::{make_private_dir, viewer_of};
