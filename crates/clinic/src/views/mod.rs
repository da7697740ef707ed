//! What the screens, the papers and the command line show, and what they ask for.
//!
//! Amounts are decimal strings and sentences come in both languages, so that whoever shows a view neither computes
//! nor composes. The TypeScript types of the interface are generated from here.

mod changes;
mod desk;
mod household;
mod inpatient;
mod printing;
mod roster;
mod settlement;
mod transfer;

pub use changes::*;
pub use desk::*;
pub use household::*;
pub use inpatient::*;
pub use printing::*;
pub use roster::*;
pub use settlement::*;
pub use transfer::*;
