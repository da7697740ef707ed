//! A demonstration township, and a year of people who do not exist.

mod cases;

pub use cases::{CasesArgs, cases};

use crate::failure::Failure;
use crate::open;
use crate::pack::{PackFolder, usable};
use nonghe_demonstration::{OPERATORS, Purpose, role_name};
use nonghe_domain::Lang;
use std::path::Path;

/// Makes a township in a folder that is empty or does not exist.
pub fn create(dir: &Path, people: usize, training: bool) -> Result<(), Failure> {
    let purpose = if training { Purpose::Training } else { Purpose::Demonstration };
    nonghe_demonstration::create(dir, people, purpose, open::now())?;
    tell_operators();
    Ok(())
}

/// Makes a township under another pack than the demonstration's.
pub fn create_under(pack: &Path, dir: &Path, people: usize, lang: Lang) -> Result<(), Failure> {
    let folder = PackFolder::read(pack)?;
    let bundle = folder.bundle.clone();
    usable(folder, lang)?;
    nonghe_demonstration::create_under(&bundle, dir, people, open::now())?;
    tell_operators();
    Ok(())
}

fn tell_operators() {
    println!("演示操作员 · demonstration operators:");
    for (initials, pin, name, roles) in OPERATORS {
        println!("  {initials:<4} PIN {pin}   {name} ({})", role_name(roles));
    }
}
