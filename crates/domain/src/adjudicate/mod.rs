//! Adjudication: what each fund pays of a bill, what the patient bears, and why.
//!
//! [`adjudicate`] is a pure function of the pack, the person's standing, the year so far and the bill. The parts of
//! the funds and the patient's share add up to the total to the fen, nothing is negative, and no ceiling is passed.

mod accumulators;
mod bill;
mod explain;
mod layers;
mod pricing;
mod settlement;

pub use accumulators::{Accumulators, accumulator};
pub use bill::{Bill, ChargeLine, DatedCategory, Referral, Standing, StayKind};
pub use explain::{Explanation, FundPart, Reason, Row, RowItem, RowKind, Sign, explain};
pub use settlement::{Figures, ItemSplit, Kind, LayerShare, Outcome, Refusal, Settlement};

use crate::money::MoneyError;
use crate::pack::Pack;

/// Decides one bill.
///
/// `history` is the person's benefit year before this bill. A refusal is a decision, not an error; the error is an
/// amount out of range, which only hostile input reaches.
pub fn adjudicate(
    pack: &Pack,
    standing: &Standing,
    history: &Accumulators,
    bill: &Bill,
) -> Result<Outcome, MoneyError> {
    let mut refusals = Vec::new();
    let date = pack.rules.year.rule.date_of(bill);
    if !pack.rules.covers(date) {
        refusals.push(Refusal::PackDoesNotCover { date });
    }
    if !standing.enrolled {
        refusals.push(Refusal::NotEnrolled { year: pack.rules.benefit_year });
    }
    if let Some(until) = standing.waiting_until.filter(|until| date < *until) {
        refusals.push(Refusal::Waiting { until });
    }
    if bill.discharged < bill.admitted {
        refusals.push(Refusal::DischargedBeforeAdmitted);
    }
    if bill.lines.is_empty() {
        refusals.push(Refusal::NoCharges);
    }
    if !refusals.is_empty() {
        return Ok(Outcome::NotCovered(refusals));
    }
    let priced = pricing::price(pack, bill)?;
    layers::settle(pack, standing, history, bill, priced).map(|settlement| Outcome::Settled(Box::new(settlement)))
}
