//! Stays with charges and deposits.

use super::{collect, money, parsed};
use crate::error::StoreResult;
use crate::open::Store;
use chrono::{NaiveDate, NaiveDateTime};
use nonghe_domain::adjudicate::{ChargeLine, StayKind};
use nonghe_domain::{Money, PersonId, SettlementId, StayId, Text};
use rusqlite::Row;

/// A stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayRecord {
    /// Id.
    pub id: StayId,
    /// Whose.
    pub person: PersonId,
    /// Number, short.
    pub number: String,
    /// `in_hospital`, `settled` or `reversed`.
    pub status: String,
    /// Department.
    pub department: String,
    /// Doctor.
    pub doctor: String,
    /// Bed.
    pub bed: String,
    /// Diagnosis code.
    pub diagnosis: String,
    /// Kind.
    pub stay_kind: StayKind,
    /// When.
    pub admitted_at: NaiveDateTime,
    /// Its settlement.
    pub settlement: Option<SettlementId>,
    /// Entry of the admission.
    pub seq: u64,
}

/// A charge of a stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRecord {
    /// Number within the stay.
    pub line: u32,
    /// Day.
    pub date: NaiveDate,
    /// The charge.
    pub charge: ChargeLine,
}

/// A deposit of a stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepositRecord {
    /// Receipt, short.
    pub number: String,
    /// When.
    pub at: NaiveDateTime,
    /// Method.
    pub method: String,
    /// Amount.
    pub amount: Money,
}

const STAY: &str = "SELECT id, person, number, status, department, doctor, bed, diagnosis, stay_kind, admitted_at,
                           settlement, seq FROM stay";

fn stay(row: &Row<'_>) -> StoreResult<StayRecord> {
    let kind: String = row.get(8)?;
    let settlement: Option<String> = row.get(10)?;
    Ok(StayRecord {
        id: parsed("stay", &row.get::<_, String>(0)?)?,
        person: parsed("person", &row.get::<_, String>(1)?)?,
        number: row.get(2)?,
        status: row.get(3)?,
        department: row.get(4)?,
        doctor: row.get(5)?,
        bed: row.get(6)?,
        diagnosis: row.get(7)?,
        stay_kind: serde_json::from_value(kind.into())?,
        admitted_at: parsed("time", &row.get::<_, String>(9)?.replace(' ', "T"))?,
        settlement: settlement.map(|id| parsed("settlement", &id)).transpose()?,
        seq: row.get::<_, i64>(11)?.unsigned_abs(),
    })
}

impl Store {
    /// A stay.
    pub fn stay(&self, id: StayId) -> StoreResult<Option<StayRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{STAY} WHERE id = ?1"))?;
        Ok(collect(statement.query([id.to_string()])?, stay)?.pop())
    }

    /// Stays in hospital, or the newest of all.
    pub fn stays(&self, only_open: bool, limit: u32) -> StoreResult<Vec<StayRecord>> {
        let filter = if only_open { "WHERE status = 'in_hospital'" } else { "" };
        let mut statement =
            self.conn.prepare_cached(&format!("{STAY} {filter} ORDER BY admitted_at DESC, number DESC LIMIT ?1"))?;
        collect(statement.query([limit])?, stay)
    }

    /// The stay in which a person is now.
    pub fn open_stay(&self, person: PersonId) -> StoreResult<Option<StayRecord>> {
        let mut statement =
            self.conn.prepare_cached(&format!("{STAY} WHERE person = ?1 AND status = 'in_hospital'"))?;
        Ok(collect(statement.query([person.to_string()])?, stay)?.pop())
    }

    /// The newest stay of all: department and doctor are likely the same again.
    pub fn newest_stay(&self) -> StoreResult<Option<StayRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{STAY} ORDER BY seq DESC LIMIT 1"))?;
        Ok(collect(statement.query([])?, stay)?.pop())
    }

    /// Charges that stand, in order.
    pub fn charges(&self, id: StayId) -> StoreResult<Vec<ChargeRecord>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT line, date, item, name_zh, name_en, price, quantity FROM charge
             WHERE stay = ?1 AND NOT withdrawn ORDER BY line",
        )?;
        collect(statement.query([id.to_string()])?, |row| {
            Ok(ChargeRecord {
                line: row.get(0)?,
                date: parsed("date", &row.get::<_, String>(1)?)?,
                charge: ChargeLine {
                    item: row.get(2)?,
                    name: Text { zh: row.get(3)?, en: row.get(4)? },
                    price: parsed("price", &row.get::<_, String>(5)?)?,
                    quantity: parsed("quantity", &row.get::<_, String>(6)?)?,
                },
            })
        })
    }

    /// The last line number of a stay, withdrawn ones included.
    pub fn last_charge_line(&self, id: StayId) -> StoreResult<u32> {
        let mut statement = self.conn.prepare_cached("SELECT coalesce(max(line), 0) FROM charge WHERE stay = ?1")?;
        Ok(statement.query_row([id.to_string()], |row| row.get(0))?)
    }

    /// Deposits in order.
    pub fn deposits(&self, id: StayId) -> StoreResult<Vec<DepositRecord>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT number, at, method, amount_fen FROM deposit WHERE stay = ?1 ORDER BY seq")?;
        collect(statement.query([id.to_string()])?, |row| {
            Ok(DepositRecord {
                number: row.get(0)?,
                at: parsed("time", &row.get::<_, String>(1)?.replace(' ', "T"))?,
                method: row.get(2)?,
                amount: money(row.get(3)?)?,
            })
        })
    }
}
