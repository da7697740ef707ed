//! Lists as they come from villages, hospitals and people who mean harm.
#![expect(clippy::unwrap_used, reason = "tests")]

mod csv_lists;
mod hostile;
mod reports;
mod support;
mod workbooks;
