//! Settlements: the list, the page, the statement.

use crate::adjustments::adjustment_view;
use crate::checks::{age, half_width, place, sex_code};
use crate::discharge::{cash_view, days};
use crate::inpatient::stay_kind_name;
use crate::people::{shown_number, totals};
use crate::session::method_words;
use crate::trial::{after, history};
use crate::views::{CashView, ChargeClassRow, ReversalView, SettlementRow, SettlementView};
use crate::{Clinic, ClinicError, ClinicResult, id};
use nonghe_domain::adjudicate::{ItemSplit, explain_at_desk};
use nonghe_domain::pack::Pack;
use nonghe_domain::{Money, SettlementId, Text};
use nonghe_protocol::Body;
use nonghe_protocol::body::{BillSettled, ReversalReason};
use nonghe_store::{SettlementRecord, Store};
use std::collections::BTreeMap;

const TIME: &str = "%Y-%m-%d %H:%M";
/// Rows of the list.
const ROWS: u32 = 300;

impl Clinic {
    /// The newest settlements, narrowed by name or number.
    pub fn settlement_list(&self, query: &str) -> ClinicResult<Vec<SettlementRow>> {
        self.operator(None)?;
        let store = self.store();
        let query: String = query.trim().chars().map(half_width).collect();
        let found = store.settlements(&query, ROWS)?;
        found.iter().map(|record| self.settlement_row(&store, record)).collect()
    }

    /// A settlement.
    pub fn settlement_view(&self, settlement: &str) -> ClinicResult<SettlementView> {
        self.operator(None)?;
        self.settlement_of(&self.store(), id(settlement)?)
    }

    pub(crate) fn settlement_row(&self, store: &Store, record: &SettlementRecord) -> ClinicResult<SettlementRow> {
        let person = store.person(record.person)?.ok_or(ClinicError::NotFound)?;
        let newest = record.reversal.unwrap_or(record.seq);
        Ok(SettlementRow {
            id: record.id.to_string(),
            number: record.number.clone(),
            at: record.at.format(TIME).to_string(),
            person: record.person.to_string(),
            name: person.name,
            total: record.total.into(),
            funds: record.funds.into(),
            you_pay: record.you_pay.into(),
            reversed: record.reversal.is_some(),
            adjusted: record.county.is_some(),
            state: self.entry_state(store, newest)?,
        })
    }

    pub(crate) fn settlement_of(&self, store: &Store, id: SettlementId) -> ClinicResult<SettlementView> {
        let record = store.settlement(id)?.ok_or(ClinicError::NotFound)?;
        let Body::BillSettled(settled) = store.body(record.seq)? else { return Err(ClinicError::NotFound) };
        let entry = store.entry(record.seq)?.ok_or(ClinicError::NotFound)?;
        let pack = self.pack_by_hash(&entry.envelope.pack_hash.ok_or(ClinicError::NotFound)?)?;
        let stay = store.stay(record.stay)?.ok_or(ClinicError::NotFound)?;
        let person = store.person(record.person)?.ok_or(ClinicError::NotFound)?;
        let household = store.household(person.household)?.ok_or(ClinicError::NotFound)?;
        let granted = self.granted()?;
        let (bill, decision) = (&settled.bill, &settled.decision);
        // A reversed bill counts no longer: its year is the one that stands now.
        let year = match record.reversal {
            Some(_) => history(store, &pack, &person)?,
            None => after(&pack, &settled.history, &decision.difference),
        };
        let (classes, classes_total) = classes(&pack, &settled);
        let county_says = match store.verdict(record.seq)? {
            nonghe_store::Verdict::Refused(reason) => Some(reason),
            _ => None,
        };
        Ok(SettlementView {
            row: self.settlement_row(store, &record)?,
            demonstration: granted.demonstration,
            training: self.training,
            centre: granted.centre.name.clone(),
            phone: granted.centre.phone.clone(),
            full_number: settled.number.full.clone(),
            stay_number: stay.number.clone(),
            stay: stay.id.to_string(),
            sex: sex_code(person.sex).into(),
            age: age(person.birth_date, bill.discharged),
            id_number: shown_number(&person),
            place: place(&household.village, &household.group, ""),
            category: self.categories_line(&person, bill.discharged),
            diagnosis: self.diagnosis_name(&bill.diagnosis),
            diagnosis_code: bill.diagnosis.clone(),
            department: if stay.bed.is_empty() {
                stay.department.clone()
            } else {
                format!("{} {} 床", stay.department, stay.bed)
            },
            stay_kind: stay_kind_name(bill.kind),
            admitted: bill.admitted.to_string(),
            discharged: bill.discharged.to_string(),
            days: days(&stay, bill.discharged),
            year: decision.year,
            classes,
            classes_total,
            ladder: explain_at_desk(&pack, &settled.standing, &settled.history, bill, decision),
            funds: decision.funds_pay().into(),
            cash: cash_of(&settled),
            method_name: method_words(settled.cash.method),
            totals: totals(&pack, &person, &year, bill.discharged),
            pack: pack_line(&pack),
            cashier: self.operator_name(settled.by),
            at: settled.at.format(TIME).to_string(),
            reversal: record.reversal.map(|seq| self.reversal_of(store, seq)).transpose()?,
            adjustment: adjustment_view(&pack, decision, &store.adjustments(record.id)?),
            county_says,
        })
    }

    fn reversal_of(&self, store: &Store, seq: u64) -> ClinicResult<ReversalView> {
        let Body::SettlementReversed(body) = store.body(seq)? else { return Err(ClinicError::NotFound) };
        Ok(ReversalView {
            number: body.number.short.clone(),
            full_number: body.number.full.clone(),
            at: body.at.format(TIME).to_string(),
            reason: reason_words(body.reason),
            note: body.note.clone(),
            by: self.operator_name(body.by),
            approved_by: self.operator_name(body.approved_by),
            cash_returned: body.cash_returned.into(),
            method_name: method_words(body.method),
            later: self.later_rows(store, &body.later)?,
            state: self.entry_state(store, seq)?,
        })
    }
}

fn cash_of(settled: &BillSettled) -> CashView {
    cash_view(settled.cash.deposits, &settled.decision)
}

fn pack_line(pack: &Pack) -> Text {
    let documents: Vec<_> = pack.rules.sources.values().map(|source| &source.document).collect();
    let join =
        |part: fn(&Text) -> &str, comma: &str| documents.iter().map(|text| part(text)).collect::<Vec<_>>().join(comma);
    let version = &pack.rules.version;
    Text::new(
        format!("依据 {}，政策包 {version}", join(|text| &text.zh, "、")),
        format!("By {}; policy pack {version}", join(|text| &text.en, ", ")),
    )
}

fn classes(pack: &Pack, settled: &BillSettled) -> (Vec<ChargeClassRow>, ChargeClassRow) {
    let mut sums: BTreeMap<usize, [Money; 5]> = BTreeMap::new();
    let kinds = &pack.rules.charge_kinds;
    for split in &settled.decision.items {
        let kind = pack.catalogue.item(&split.item).map_or("", |item| item.kind.as_str());
        let place = kinds.iter().position(|known| known.code == kind).unwrap_or(kinds.len());
        let sum = sums.entry(place).or_default();
        for (sum, part) in sum.iter_mut().zip(columns(split)) {
            *sum += part;
        }
    }
    let name = |place: usize| kinds.get(place).map_or_else(|| Text::new("其他费", "Other"), |kind| kind.name.clone());
    let mut whole = [Money::ZERO; 5];
    for sum in sums.values() {
        for (whole, part) in whole.iter_mut().zip(sum) {
            *whole += *part;
        }
    }
    let rows = sums.into_iter().map(|(place, sum)| class_row(name(place), sum)).collect();
    (rows, class_row(Text::new("合计", "Total"), whole))
}

fn columns(split: &ItemSplit) -> [Money; 5] {
    [split.amount, split.outside, split.above_limit, split.pay_first, split.covered]
}

fn class_row(name: Text, [amount, outside, above_limit, pay_first, covered]: [Money; 5]) -> ChargeClassRow {
    ChargeClassRow {
        name,
        amount: amount.into(),
        outside: outside.into(),
        above_limit: above_limit.into(),
        pay_first: pay_first.into(),
        covered: covered.into(),
    }
}

/// A reason of a reversal in words.
pub(crate) fn reason_words(reason: ReversalReason) -> Text {
    match reason {
        ReversalReason::WrongItem => Text::new("录错项目", "Wrong item"),
        ReversalReason::WrongPerson => Text::new("录错人", "Wrong person"),
        ReversalReason::Returned => Text::new("退药退检查", "Drugs or tests returned"),
        ReversalReason::CategoryCorrected => Text::new("类别更正", "Category corrected"),
        ReversalReason::Duplicate => Text::new("重复", "Duplicate"),
        ReversalReason::Other => Text::new("其他", "Other"),
    }
}
