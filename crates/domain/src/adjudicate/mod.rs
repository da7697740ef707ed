//! Adjudication: what each fund pays of a bill, what the patient bears, and why.
//!
//! [`adjudicate`] is a pure function of the pack, the person's standing, the year so far and the bill. The parts of
//! the funds and the patient's share add up to the total to the fen, nothing is negative, and no ceiling is passed.

mod accumulators;
mod bill;
mod explain;
mod facts;
mod found;
mod layers;
mod ledger;
mod pricing;
mod settlement;
mod share;

pub use accumulators::{Accumulators, accumulator};
pub use bill::{Bill, ChargeLine, DatedCategory, Episode, Link, Member, Referral, Standing, StayKind};
pub use explain::{
    Explanation, FundPart, Reason, Rest, Row, RowInput, RowItem, RowKind, Sign, explain, explain_at_desk,
    explain_outcome, explain_refusals, explain_without_pack, ladder_text, refusal_words,
};
pub use settlement::{
    BandShare, Basis, BonusShare, DeductibleLine, Figures, ItemSplit, Kind, LayerShare, Outcome, PassedLimit, Reached,
    Refusal, Settlement,
};

use crate::money::{Money, MoneyError};
use crate::pack::{Pack, Rules, When, YearRule};
use chrono::{Datelike as _, NaiveDate};
use facts::Facts;
use pricing::Charges;

/// Decides one bill.
///
/// `history` is the person's benefit year before this bill; where the pack counts households, it also holds their
/// sums ([`Accumulators::with_household`]). A refusal is a decision, not an error; the error is an amount out of
/// range, which only hostile input reaches.
pub fn adjudicate(
    pack: &Pack,
    standing: &Standing,
    history: &Accumulators,
    bill: &Bill,
) -> Result<Outcome, MoneyError> {
    let date = pack.rules.year.rule.date_of(bill);
    let refusals = refusals(pack, standing, bill, date);
    if !refusals.is_empty() {
        return Ok(Outcome::NotCovered(refusals));
    }
    let charges = Charges::of(pack, bill)?;
    settle(pack, &pack.rules, charges, (standing, history, bill))
        .map(|settlement| Outcome::Settled(Box::new(settlement)))
}

/// Decides a bill that is covered. The rules are the pack's, or for an explanation the pack's without one of them.
fn settle(
    pack: &Pack,
    rules: &Rules,
    charges: Charges<'_>,
    (standing, history, bill): (&Standing, &Accumulators, &Bill),
) -> Result<Settlement, MoneyError> {
    let facts = Facts::of(rules, standing, history, bill, charges.total);
    let priced = charges.price(pack, bill, &facts, history)?;
    layers::settle(&facts, history, priced)
}

/// Why no fund takes part.
fn refusals(pack: &Pack, standing: &Standing, bill: &Bill, date: NaiveDate) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if pack.rules.fragment {
        refusals.push(Refusal::Fragment);
    }
    if !pack.rules.covers(date) {
        refusals.push(Refusal::PackDoesNotCover { date });
    }
    if !standing.enrolled {
        refusals.push(Refusal::NotEnrolled { year: pack.rules.benefit_year });
    }
    if !pack.rules.enrolment.covered.contains(&standing.member.membership) {
        refusals.push(Refusal::NotMember { membership: standing.member.membership });
    }
    if let Some(until) = standing.waiting_until.filter(|until| date < *until) {
        refusals.push(Refusal::Waiting { until });
    }
    if let Some(died) = standing.member.died.filter(|died| bill.admitted > *died) {
        refusals.push(Refusal::AfterDeath { died });
    }
    if bill.discharged < bill.admitted {
        refusals.push(Refusal::DischargedBeforeAdmitted);
    }
    if bill.lines.is_empty() {
        refusals.push(Refusal::NoCharges);
    }
    if pack.rules.year.rule == YearRule::Split
        && bill.admitted.year() < bill.discharged.year()
        && let Some(last) = NaiveDate::from_ymd_opt(bill.admitted.year(), 12, 31)
    {
        refusals.push(Refusal::CrossesYearEnd { last });
    }
    refusals
}

/// Whether a condition holds for a person and a bill without charges or history.
pub(crate) fn holds(rules: &Rules, when: &When, standing: &Standing, bill: &Bill, date: NaiveDate) -> bool {
    Facts { rules, standing, bill, date, total: Money::ZERO, admission: 1, admission_in_tier: 1, begins: true }
        .holds(when)
}

/// Fields that say nothing are left out of entries.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
