//! A year in its order: what each event decides, and which earlier decisions it changes.
//!
//! A change in the middle of a year is never silent: every later settlement that it affects is decided again from the
//! changed totals, and comes back as an adjustment that names both figures. docs/PACKS.md has the answers for people.

mod case;
mod case_file;
mod outturn;
mod replay;
mod simulate;
mod split;

pub use case::{Case, CasePerson, Event, Settle, YearTotals};
pub use case_file::{HouseholdCase, ImpossibleTotal, OneBill, place_of_fault};
pub use outturn::{ComparedBill, Outturn, Pair, compare, outturn, year_of_cases};
pub use replay::{Adjustment, Decision, Replay, ReplayError, Step, TotalsOf, replay};
pub use simulate::{BIGGEST, Burden, Changes, Group, Household, Mover, Movers, SIZES, Tally};
pub use split::split_at_year_end;
