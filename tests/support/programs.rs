//! Where the built programs are, and where tests leave what a person may want to look at.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{Context, Failure, Result};

/// The top folder of the repository.
pub fn repository_dir() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}

fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository_dir().join("target"), |dir| repository_dir().join(dir))
}

/// The path of a program of this workspace, built beforehand: `nonghe`, `nonghe-county` or
/// `nonghe-desktop`. `NONGHE_BIN_DIR` names another folder, such as that of a release build.
pub fn program(name: &str) -> Result<PathBuf> {
    let dir = env::var_os("NONGHE_BIN_DIR").map_or_else(|| target_dir().join("debug"), PathBuf::from);
    let path = dir.join(name);
    if path.is_file() {
        return Ok(path);
    }
    Err(Failure::new(format!("{} is not built; build the workspace first, as scripts/test.sh does", path.display())))
}

/// A folder below `target/` for pictures, page sources and logs, made if it is missing.
pub fn artefact_dir(name: &str) -> Result<PathBuf> {
    let dir = target_dir().join(name);
    fs::create_dir_all(&dir).context(format_args!("cannot make {}", dir.display()))?;
    Ok(dir)
}
