//! A demonstration township, and a year of people who do not exist.

mod cases;

pub use cases::{CasesArgs, cases};

use crate::failure::Failure;
use crate::open;
use nonghe_demonstration::{OPERATORS, Purpose, role_name};
use std::path::Path;

/// Makes a township in a folder that is empty or does not exist.
pub fn create(dir: &Path, people: usize, training: bool) -> Result<(), Failure> {
    let purpose = if training { Purpose::Training } else { Purpose::Demonstration };
    nonghe_demonstration::create(dir, people, purpose, open::now())?;
    println!("演示操作员 · demonstration operators:");
    for (initials, pin, name, roles) in OPERATORS {
        println!("  {initials:<4} PIN {pin}   {name} ({})", role_name(roles));
    }
    Ok(())
}
