//! What the screens, the papers and the command line show, and what they ask for.
//!
//! Amounts are decimal strings and sentences come in both languages, so that whoever shows a view neither computes
//! nor composes. The TypeScript types of the interface are generated from here.

mod books;
mod changes;
mod desk;
mod household;
mod inpatient;
mod premium;
mod printing;
mod roster;
mod settlement;
mod setup;
mod transfer;

pub use books::*;
pub use changes::*;
pub use desk::*;
pub use household::*;
pub use inpatient::*;
pub use premium::*;
pub use printing::*;
pub use roster::*;
pub use settlement::*;
pub use setup::*;
pub use transfer::*;
