//! The benefit engine against hand arithmetic, published examples, an oracle and random packs.
#![expect(clippy::unwrap_used, reason = "tests")]

mod demonstration;
mod faults;
mod hostile;
mod oracle;
mod premiums;
mod properties;
mod published;
mod random;
mod separate_ceilings;
mod shares_per_item;
mod support;
