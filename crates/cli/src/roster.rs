//! Rosters from the command line.

use crate::DeskArgs;
use crate::failure::Failure;
use crate::open::{self, now, print};
use nonghe_clinic::{RosterProgress, fresh_operation};
use std::path::Path;

pub fn check(desk: &DeskArgs, file: &Path) -> Result<(), Failure> {
    let clinic = open::desk(desk)?;
    print(&clinic.roster_check(file, now(), &mut report)?)
}

pub fn import(desk: &DeskArgs, file: &Path, op: Option<&str>) -> Result<(), Failure> {
    let clinic = open::desk(desk)?;
    let op = op.map_or_else(|| fresh_operation().map(|op| op.to_string()), |op| Ok(op.to_owned()))?;
    print(&clinic.roster_import(&op, file, now(), &mut report)?)?;
    match clinic.roster_report_save() {
        Ok(path) => eprintln!("refused rows: {}", path.display()),
        Err(nonghe_clinic::ClinicError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn report(progress: RosterProgress) {
    eprint!("\r{} {}/{}   ", progress.stage, progress.done, progress.of);
    if progress.done >= progress.of {
        eprintln!();
    }
}
