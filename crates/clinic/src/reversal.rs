//! Reversing a settlement: an opposite entry by two persons. Nothing is deleted.

use crate::later::Forecast;
use crate::money_back;
use crate::registration::tidy;
use crate::settlements::reason_words;
use crate::views::{Choice, LaterShown, ReversalInput, ReversalPlan, SettlementView};
use crate::{Clinic, ClinicError, ClinicResult, Now, done_before, id, next_number, stamp};
use nonghe_domain::{Money, SettlementId, Text};
use nonghe_protocol::Role;
use nonghe_protocol::body::{BillSettled, Body, LaterSettlement, ReversalReason, SettlementReversed};
use nonghe_store::{NewEntry, SettlementRecord, Store};

const KIND: &str = "settlement.reversed";
const REASONS: [(ReversalReason, &str); 6] = [
    (ReversalReason::WrongItem, "wrong-item"),
    (ReversalReason::WrongPerson, "wrong-person"),
    (ReversalReason::Returned, "returned"),
    (ReversalReason::CategoryCorrected, "category-corrected"),
    (ReversalReason::Duplicate, "duplicate"),
    (ReversalReason::Other, "other"),
];

impl Clinic {
    /// What a reversal would do.
    pub fn reversal_plan(&self, settlement: &str) -> ClinicResult<ReversalPlan> {
        self.operator(None)?;
        let store = self.store();
        let record = store.settlement(id(settlement)?)?.ok_or(ClinicError::NotFound)?;
        let settled = settled(&store, &record)?;
        let (returned, paid) = (returned(&settled), settled.cash.method);
        let stopped = stopped(&store, &record)?.map(|error| {
            let words = error.for_people();
            Text::new(format!("{}{}", words.what.zh, words.todo.zh), format!("{} {}", words.what.en, words.todo.en))
        });
        let row = self.settlement_row(&store, &record)?;
        let funds = settled.decision.funds_pay().grouped();
        let mut effects = vec![
            Text::new(format!("撤销基金支付 {funds} 元"), format!("The funds' payment of ¥{funds} is cancelled")),
            Text::new(
                format!("原单 {} 保留并注明，另出红冲单", row.number),
                format!("{} is kept and marked; a reversal slip is issued", row.number),
            ),
        ];
        let forecast = match stopped {
            Some(_) => Forecast::default(),
            None => self.forecast_without(&store, &record)?,
        };
        effects.extend(effects_on_the_year(&forecast));
        effects
            .push(Text::new("改正后须重新办理入院并补录费用", "To settle again, admit again and re-enter the charges"));
        if row.state != crate::views::EntryState::Waiting {
            effects.push(Text::new(
                "原单已送达县级，红冲单另行上传",
                "The county has the original already; the reversal follows",
            ));
        }
        Ok(ReversalPlan {
            ways: money_back::ways(returned, &Text::new(format!(" {} ", row.name), &*row.name), paid),
            method: nonghe_store::method_name(paid).to_owned(),
            settlement: row,
            effects,
            later: self.later_rows(&store, &named(&forecast))?,
            cash_returned: returned.into(),
            stopped,
            reasons: REASONS
                .iter()
                .map(|(reason, code)| Choice { code: (*code).into(), name: reason_words(*reason) })
                .collect(),
        })
    }

    /// Reverses a settlement.
    pub fn settlement_reverse(&self, input: &ReversalInput, now: Now) -> ClinicResult<SettlementView> {
        let operator = self.operator(None)?;
        if !may_reverse(&operator.roles) {
            return Err(ClinicError::NotAllowed(Role::Cashier));
        }
        let (op, settlement) = (id(&input.op)?, id::<SettlementId>(&input.settlement)?);
        let reason = REASONS
            .iter()
            .find(|(_, code)| *code == input.reason)
            .map(|(reason, _)| *reason)
            .ok_or_else(|| ClinicError::field("reason", Text::new("请选择红冲原因", "Choose a reason")))?;
        let note = tidy(&input.note);
        if reason == ReversalReason::Other && note.is_empty() {
            return Err(ClinicError::field(
                "note",
                Text::new("选择「其他」时请写明原因", "Write the reason when you choose Other"),
            ));
        }
        // A repeat finds the first result before the PIN is asked again.
        if done_before(&self.store(), op, KIND)? {
            return self.settlement_of(&self.store(), settlement);
        }
        let second =
            self.authorise(&input.second_initials, &input.second_pin, now).map_err(|error| error.at("second_pin"))?;
        if second.id == operator.id {
            return Err(ClinicError::SameOperator);
        }
        if !may_reverse(&second.roles) {
            return Err(ClinicError::NotAllowed(Role::Office).at("second_initials"));
        }
        let mut store = self.store();
        if done_before(&store, op, KIND)? {
            return self.settlement_of(&store, settlement);
        }
        let record = store.settlement(settlement)?.ok_or(ClinicError::NotFound)?;
        if let Some(error) = stopped(&store, &record)? {
            return Err(error);
        }
        let later = named(&self.forecast_without(&store, &record)?);
        if !is_what_was_shown(&later, &input.later) {
            return Err(ClinicError::LaterChanged);
        }
        let settled = settled(&store, &record)?;
        let body = SettlementReversed {
            by: operator.id,
            approved_by: second.id,
            settlement,
            number: next_number(&store, self.granted()?, "R")?,
            reason,
            note,
            cash_returned: returned(&settled),
            method: money_back::chosen(&input.method, settled.cash.method)?,
            at: now.local(),
            later,
        };
        let stamp = stamp(&store, now)?;
        store.append(NewEntry::new(op, body), stamp)?;
        self.settlement_of(&store, settlement)
    }
}

/// What becomes of the year and of what was settled after.
fn effects_on_the_year(forecast: &Forecast) -> Vec<Text> {
    let (affected, unaffected) = (forecast.affected.len(), forecast.unaffected);
    let mut effects = Vec::new();
    if affected + unaffected == 0 {
        effects.push(Text::new("年度累计恢复到结算之前", "The totals of the year return to what they were before"));
    } else {
        effects.push(Text::new("年度累计减去这一笔", "The totals of the year lose this settlement"));
    }
    if affected > 0 {
        effects.push(Text::new(
            format!("其后 {affected} 笔结算由县级按新的累计重新核算，下表是预计，以县级调整为准"),
            format!(
                "The county decides {affected} later settlement(s) again from the new totals; the table is what to \
                 expect, and the county's adjustments count"
            ),
        ));
    }
    if unaffected > 0 {
        effects.push(Text::new(
            format!("其后有 {unaffected} 笔结算预计金额不变"),
            format!("{unaffected} later settlement(s) should not change"),
        ));
    }
    effects
}

fn named(forecast: &Forecast) -> Vec<LaterSettlement> {
    forecast.affected.iter().map(crate::later::Later::named).collect()
}

/// Whether both persons saw what the entry will say.
fn is_what_was_shown(later: &[LaterSettlement], shown: &[LaterShown]) -> bool {
    let expected = |later: &LaterSettlement| (later.settlement.to_string(), later.expected.to_string());
    later.iter().map(expected).eq(shown.iter().map(|shown| (shown.settlement.clone(), shown.expected.clone())))
}

/// Both persons of a reversal answer for money.
fn may_reverse(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::Office | Role::Cashier))
}

fn settled(store: &Store, record: &SettlementRecord) -> ClinicResult<BillSettled> {
    match store.body(record.seq)? {
        Body::BillSettled(body) => Ok(*body),
        _ => Err(ClinicError::NotFound),
    }
}

/// What the patient gets back: all that was paid at the desk for this stay, deposits included, less what was refunded.
fn returned(settled: &BillSettled) -> Money {
    settled.cash.deposits + settled.cash.collected - settled.cash.refunded
}

/// Why a settlement cannot be reversed now.
fn stopped(store: &Store, record: &SettlementRecord) -> ClinicResult<Option<ClinicError>> {
    if let Some(seq) = record.reversal {
        let number = match store.body(seq)? {
            Body::SettlementReversed(body) => body.number.short,
            _ => String::new(),
        };
        return Ok(Some(ClinicError::AlreadyReversed { number }));
    }
    Ok(None)
}
