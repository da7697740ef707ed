//! The benefit engine against hand arithmetic, published examples, an oracle and random packs.
#![expect(clippy::unwrap_used, reason = "tests")]

mod author;
mod contradictions;
mod corpus;
mod demonstration;
mod explanation;
mod faults;
mod hostile;
mod inputs;
mod oracle;
mod packs;
mod premiums;
mod properties;
mod published;
mod random;
mod separate_ceilings;
mod shares_per_item;
mod slow;
mod support;
