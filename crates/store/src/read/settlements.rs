//! Settlements.

use super::{collect, money, parsed};
use crate::error::StoreResult;
use crate::open::Store;
use chrono::NaiveDateTime;
use nonghe_domain::adjudicate::{Accumulators, Figures};
use nonghe_domain::{Money, PersonId, SettlementId, StayId, Text};
use rusqlite::{Row, params};

/// A settlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementRecord {
    /// Id.
    pub id: SettlementId,
    /// Stay.
    pub stay: StayId,
    /// Whose.
    pub person: PersonId,
    /// Benefit year.
    pub year: i32,
    /// Number, short.
    pub number: String,
    /// When.
    pub at: NaiveDateTime,
    /// Total charges.
    pub total: Money,
    /// The funds' part.
    pub funds: Money,
    /// The patient's part.
    pub you_pay: Money,
    /// Entry of its reversal.
    pub reversal: Option<u64>,
    /// What it adds to the totals of the year, by the county's figures once there is an adjustment.
    pub difference: Accumulators,
    /// The county's figures, if they differ.
    pub county: Option<Figures>,
    /// Its entry.
    pub seq: u64,
    /// Whose totals counted; empty for settlements of earlier programs.
    pub counted: Vec<PersonId>,
}

/// What the county once said of a settlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentRecord {
    /// The centre's.
    pub centre: Figures,
    /// The county's.
    pub county: Figures,
    /// Why it was decided again, if it was.
    pub because: Option<Text>,
}

const SETTLEMENT: &str = "SELECT id, stay, person, year, number, at, total_fen, funds_fen, you_pay_fen, reversal,
                                 adjustment, seq, difference, counted FROM settlement";

fn settlement(row: &Row<'_>) -> StoreResult<SettlementRecord> {
    let adjustment: Option<String> = row.get(10)?;
    let figures: Option<(Figures, Figures)> = adjustment.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(SettlementRecord {
        id: parsed("settlement", &row.get::<_, String>(0)?)?,
        stay: parsed("stay", &row.get::<_, String>(1)?)?,
        person: parsed("person", &row.get::<_, String>(2)?)?,
        year: row.get(3)?,
        number: row.get(4)?,
        at: parsed("time", &row.get::<_, String>(5)?.replace(' ', "T"))?,
        total: money(row.get(6)?)?,
        funds: money(row.get(7)?)?,
        you_pay: money(row.get(8)?)?,
        reversal: row.get::<_, Option<i64>>(9)?.map(i64::unsigned_abs),
        difference: serde_json::from_str(&row.get::<_, String>(12)?)?,
        county: figures.map(|(_, county)| county),
        seq: row.get::<_, i64>(11)?.unsigned_abs(),
        counted: match row.get::<_, Option<String>>(13)? {
            Some(counted) => serde_json::from_str(&counted)?,
            None => Vec::new(),
        },
    })
}

impl Store {
    /// A settlement.
    pub fn settlement(&self, id: SettlementId) -> StoreResult<Option<SettlementRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{SETTLEMENT} WHERE id = ?1"))?;
        Ok(collect(statement.query([id.to_string()])?, settlement)?.pop())
    }

    /// The newest settlements of which the number begins with a text or the name contains it.
    pub fn settlements(&self, query: &str, limit: u32) -> StoreResult<Vec<SettlementRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{SETTLEMENT} WHERE ?1 = '' OR substr(number, 1, length(?1)) = upper(?1) OR EXISTS
                 (SELECT 1 FROM person WHERE person.id = settlement.person AND instr(lower(name), lower(?1)))
             ORDER BY seq DESC LIMIT ?2"
        ))?;
        collect(statement.query(params![query, limit])?, settlement)
    }

    /// Settlements of a person, newest first.
    pub fn settlements_of(&self, person: PersonId) -> StoreResult<Vec<SettlementRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{SETTLEMENT} WHERE person = ?1 ORDER BY seq DESC"))?;
        collect(statement.query([person.to_string()])?, settlement)
    }

    /// Settlements of a person and year after an entry that stand and were not refused.
    pub fn settlements_after(&self, person: PersonId, year: i32, seq: u64) -> StoreResult<Vec<SettlementRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{SETTLEMENT} WHERE person = ?1 AND year = ?2 AND seq > ?3 AND reversal IS NULL AND NOT EXISTS
                 (SELECT 1 FROM verdict WHERE verdict.seq = settlement.seq AND verdict = 'refused') ORDER BY seq"
        ))?;
        collect(statement.query(params![person.to_string(), year, crate::journal::sql(seq)])?, settlement)
    }

    /// Settlements of a year after an entry that stand and counted a person, the person's own included.
    pub fn settlements_counting(&self, person: PersonId, year: i32, seq: u64) -> StoreResult<Vec<SettlementRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{SETTLEMENT} WHERE year = ?2 AND seq > ?3 AND reversal IS NULL
               AND (person = ?1 OR EXISTS (SELECT 1 FROM json_each(counted) WHERE value = ?1)) AND NOT EXISTS
                 (SELECT 1 FROM verdict WHERE verdict.seq = settlement.seq AND verdict = 'refused') ORDER BY seq"
        ))?;
        collect(statement.query(params![person.to_string(), year, crate::journal::sql(seq)])?, settlement)
    }

    /// Years in which a fund paid for a person.
    pub fn claimed_years(&self, person: PersonId) -> StoreResult<Vec<i32>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT year FROM settlement WHERE person = ?1 AND reversal IS NULL AND funds_fen <> 0 AND NOT EXISTS
                 (SELECT 1 FROM verdict WHERE verdict.seq = settlement.seq AND verdict = 'refused') ORDER BY year",
        )?;
        collect(statement.query([person.to_string()])?, |row| Ok(row.get(0)?))
    }

    /// Everything that the county said of a settlement, the last of which counts.
    pub fn adjustments(&self, id: SettlementId) -> StoreResult<Vec<AdjustmentRecord>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT figures, because FROM adjustment WHERE settlement = ?1 ORDER BY number")?;
        collect(statement.query([id.to_string()])?, |row| {
            let (centre, county) = serde_json::from_str(&row.get::<_, String>(0)?)?;
            let because: Option<String> = row.get(1)?;
            let because = because.map(|text| serde_json::from_str(&text)).transpose()?;
            Ok(AdjustmentRecord { centre, county, because })
        })
    }

    /// Settlements with other figures at the county, newest first.
    pub fn adjusted_settlements(&self) -> StoreResult<Vec<SettlementRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{SETTLEMENT} WHERE adjustment IS NOT NULL AND reversal IS NULL ORDER BY seq DESC"
        ))?;
        collect(statement.query([])?, settlement)
    }

    /// Number of settlements that the county has not judged, and what the centre fronts of the funds' part.
    pub fn exposure(&self) -> StoreResult<(u64, Money)> {
        let (count, funds): (i64, i64) = self.conn.query_row(
            "SELECT count(*), coalesce(sum(funds_fen - claimed_fen), 0) FROM settlement
             WHERE reversal IS NULL AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.seq = settlement.seq)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok((count.unsigned_abs(), money(funds)?))
    }
}
