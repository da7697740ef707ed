//! What the make targets do for a newcomer, as far as a test can repeat it.

use std::{fs, path::Path, process::Command};

use system_tests::{Context, Demonstration, Result, repository_dir};

/// Runs a function of `scripts/lib.sh`, as the make targets do.
fn ensure_demonstration(dir: &Path) -> Result<()> {
    let script = "set -euo pipefail; source scripts/lib.sh; ensure_demonstration \"$1\"";
    let run = Command::new("bash").args(["-c", script, "bash"]).arg(dir).current_dir(repository_dir()).output();
    let run = run.context("bash does not start")?;
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    Ok(())
}

#[test]
fn the_first_start_makes_a_township_and_the_second_leaves_it_alone() -> Result<()> {
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let township = folder.path().join("data").join("township");
    ensure_demonstration(&township)?;
    let operator = Demonstration::read(&township)?.operator(0)?.clone();
    let said = fs::read_to_string(township.join("operators.txt")).context("nobody is told the operators")?;
    assert!(said.contains(&operator.initials) && said.contains(&operator.pin), "{said}");

    let written = fs::metadata(township.join("demonstration.json")).and_then(|file| file.modified());
    let written = written.context("no demonstration")?;
    ensure_demonstration(&township)?;
    let later = fs::metadata(township.join("demonstration.json")).and_then(|file| file.modified());
    assert_eq!(later.context("no demonstration")?, written, "it is made once");
    let beside = fs::read_dir(folder.path().join("data")).context("no folder")?.count();
    assert_eq!(beside, 1, "nothing half made is left beside it");
    Ok(())
}
