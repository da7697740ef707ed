//! Discharge: the checks, the trial, the settlement.

use crate::checks::{payment_method, tendered, typed_money};
use crate::discharge_checks::checks;
use crate::inpatient::open_stay;
use crate::people::totals;
use crate::trial::after;
use crate::views::{CashView, DischargeView, SettleInput, SettlementView};
use crate::{Clinic, ClinicError, ClinicResult, Now, id, next_number, random, stamp, stay_id, with_pack};
use chrono::{Datelike as _, NaiveDate};
use nonghe_domain::adjudicate::{Settlement, explain_at_desk, refusal_words};
use nonghe_domain::{Money, SettlementId, Text, dates};
use nonghe_protocol::Role;
use nonghe_protocol::body::{BillSettled, Body, PaymentMethod, SettlementCash};
use nonghe_store::{NewEntry, StayRecord, Store};

impl Clinic {
    /// The discharge screen.
    pub fn discharge_view(&self, stay: &str, discharged: &str, now: Now) -> ClinicResult<DischargeView> {
        self.operator(None)?;
        let store = self.store();
        let record = store.stay(stay_id(stay)?)?.ok_or(ClinicError::NotFound)?;
        let discharged = discharge_date(discharged, &record, now)?;
        let case = self.case(&store, &record, discharged, now)?;
        let decision = case.decision()?;
        let deposits = deposits_of(&store, &record)?;
        let checks = checks(&store, &record, &case, now)?;
        let failed = checks.iter().any(|check| check.state == "failed");
        let (ladder, cash, year) = match &decision {
            Ok(settlement) => (
                Some(explain_at_desk(&case.pack, &case.standing, &case.history, &case.bill, settlement)),
                Some(cash_view(deposits, settlement)),
                after(&case.pack, &case.history, &settlement.difference),
            ),
            Err(_) => (None, None, case.history.clone()),
        };
        Ok(DischargeView {
            can_settle: decision.is_ok() && !failed && record.status == "in_hospital",
            discharged: discharged.to_string(),
            checks,
            ladder,
            refused: decision.err().unwrap_or_default().iter().map(refusal_words).collect(),
            cash,
            totals: totals(&case.pack, &case.person, &year, discharged),
            next_number: self.next_short(&store)?,
            tried_at: now.local().format("%H:%M").to_string(),
            stay: self.stay_of(&store, record.id, now)?,
        })
    }

    /// Settles a stay: load, decide, append, view.
    pub fn stay_settle(&self, input: &SettleInput, now: Now) -> ClinicResult<SettlementView> {
        let operator = self.operator(Some(Role::Cashier))?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if let Some(entry) = store.entry_of_operation(op)? {
            return match store.body(entry.envelope.seq)? {
                Body::BillSettled(body) => self.settlement_of(&store, body.settlement),
                _ => Err(ClinicError::NotFound),
            };
        }
        let stay = open_stay(&store, stay_id(&input.stay)?)?;
        let discharged = discharge_date(&input.discharged, &stay, now)?;
        let case = self.case(&store, &stay, discharged, now)?;
        if let Some(failed) = checks(&store, &stay, &case, now)?.into_iter().find(|check| check.state == "failed") {
            return Err(ClinicError::CheckFailed(failed.title));
        }
        let decision = case.decision()?.map_err(ClinicError::NotCovered)?;
        let shown = typed_money("expected_you_pay", &input.expected_you_pay)?;
        if shown != decision.due_at_desk() {
            return Err(ClinicError::AmountChanged { shown, now: decision.due_at_desk() });
        }
        let method = payment_method(&input.method)?;
        let cash = cash(&decision, deposits_of(&store, &stay)?, method, &input.tendered)?;
        let pack = case.pack;
        let body = BillSettled {
            by: operator.id,
            settlement: SettlementId::from_random(random()?),
            stay: stay.id,
            number: next_number(&store, self.granted()?, "R")?,
            standing: case.standing,
            history: case.history,
            bill: case.bill,
            decision,
            cash,
            at: now.local(),
        };
        let settlement = body.settlement;
        let stamp = stamp(&store, now)?;
        store.append(with_pack(NewEntry::new(op, body), &pack)?, stamp)?;
        self.settlement_of(&store, settlement)
    }
}

fn discharge_date(text: &str, stay: &StayRecord, now: Now) -> ClinicResult<NaiveDate> {
    let today = now.today();
    let date = if text.trim().is_empty() {
        today
    } else {
        dates::parse_date(text, today.year(), today).map_err(|fault| ClinicError::field("discharged", fault.text()))?
    };
    if date < stay.admitted_at.date() || date > today {
        let text = Text::new("出院日期应在入院与今天之间", "The discharge lies between admission and today");
        return Err(ClinicError::field("discharged", text));
    }
    Ok(date)
}

pub(crate) fn deposits_of(store: &Store, stay: &StayRecord) -> ClinicResult<Money> {
    Ok(store.deposits(stay.id)?.iter().map(|deposit| deposit.amount).sum())
}

/// Deposits against what is due at the desk.
pub(crate) fn cash_view(deposits: Money, decision: &Settlement) -> CashView {
    let due = decision.due_at_desk();
    let (direction, amount) = match deposits.cmp(&due) {
        std::cmp::Ordering::Greater => ("refund", deposits - due),
        std::cmp::Ordering::Less => ("collect", due - deposits),
        std::cmp::Ordering::Equal => ("even", Money::ZERO),
    };
    CashView {
        deposits: deposits.into(),
        you_pay: due.into(),
        claimed: decision.claimed_later().into(),
        direction: direction.into(),
        amount: amount.into(),
    }
}

fn cash(decision: &Settlement, deposits: Money, method: PaymentMethod, typed: &str) -> ClinicResult<SettlementCash> {
    let due = decision.due_at_desk();
    let collected = (due - deposits).or_zero();
    let refunded = (deposits - due).or_zero();
    let (tendered, change) =
        if collected.is_zero() { (Money::ZERO, Money::ZERO) } else { tendered(method, typed, collected)? };
    Ok(SettlementCash { you_pay: due, deposits, collected, refunded, method, tendered, change })
}

/// Days of a stay: the day of discharge does not count, but a stay has at least one.
pub(crate) fn days(stay: &StayRecord, discharged: NaiveDate) -> u32 {
    u32::try_from((discharged - stay.admitted_at.date()).num_days().max(1)).unwrap_or(1)
}
