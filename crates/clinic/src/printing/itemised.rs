//! 费用清单: what a settlement was settled from, charge by charge.

use crate::views::{ItemisedCharge, ItemisedView};
use crate::{Clinic, ClinicError, ClinicResult, id};
use nonghe_protocol::Body;

impl Clinic {
    /// The charges of a settlement, as they were settled: what the stay has had since then changes nothing.
    pub fn itemised_view(&self, settlement: &str) -> ClinicResult<ItemisedView> {
        self.operator(None)?;
        let store = self.store();
        let record = store.settlement(id(settlement)?)?.ok_or(ClinicError::NotFound)?;
        let Body::BillSettled(settled) = store.body(record.seq)? else { return Err(ClinicError::NotFound) };
        let entry = store.entry(record.seq)?.ok_or(ClinicError::NotFound)?;
        let pack = self.pack_by_hash(&entry.envelope.pack_hash.ok_or(ClinicError::NotFound)?)?;
        let recorded = store.charges(record.stay)?;
        let lines = &settled.bill.lines;
        // A bill does not keep the day of a charge. Where the stay's charges are no longer those, none is told.
        let is_same =
            recorded.len() == lines.len() && recorded.iter().zip(lines).all(|(kept, line)| kept.charge == *line);
        let charge = |(place, line): (usize, &nonghe_domain::adjudicate::ChargeLine)| {
            let split = settled.decision.items.get(place).ok_or(ClinicError::NotFound)?;
            let item = pack.catalogue.item(&line.item);
            Ok(ItemisedCharge {
                date: recorded.get(place).filter(|_| is_same).map(|kept| kept.date.to_string()),
                item: line.item.clone(),
                name: line.name.clone(),
                spec: item.map(|item| item.spec.clone()).unwrap_or_default(),
                unit: item.map(|item| item.unit.clone()).unwrap_or_default(),
                class: item.map(|item| item.class.name().to_owned()).unwrap_or_default(),
                price: line.price.to_string(),
                quantity: line.quantity.to_string(),
                amount: split.amount.into(),
                self_paid: (split.amount - split.covered - split.hospital).into(),
            })
        };
        let charges = lines.iter().enumerate().map(charge).collect::<ClinicResult<Vec<_>>>()?;
        let self_paid = settled
            .decision
            .items
            .iter()
            .map(|split| split.amount - split.covered - split.hospital)
            .sum::<nonghe_domain::Money>();
        Ok(ItemisedView { settlement: self.settlement_of(&store, record.id)?, charges, self_paid: self_paid.into() })
    }
}
