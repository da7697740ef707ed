//! The rules of Nonghe: money, identity numbers, people, policy packs, adjudication and its explanation.
//!
//! Pure by contract: no file, no clock, no randomness, no floating point. Time and ids are arguments. The county
//! adjudicates again with this same crate and must get the same figures to the fen.

pub mod adjudicate;
pub mod dates;
pub mod enrolment;
pub mod han;
pub mod identity;
pub mod ids;
pub mod money;
pub mod names;
pub mod pack;
pub mod person;
pub mod photograph;
pub mod pinyin;
pub mod premium;
pub mod text;
pub mod words;
pub mod year;

pub use ids::{BillId, BookId, HouseholdId, OperationId, OperatorId, PaymentId, PersonId, SettlementId, StayId};
pub use money::{Money, MoneyError, Quantity, Rate, UnitPrice};
pub use text::{Lang, Text};
