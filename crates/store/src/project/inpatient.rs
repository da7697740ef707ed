//! Stays, charges, settlements and reversals.

use super::feed::add_to_standing;
use super::{At, method_name};
use crate::error::{StoreError, StoreResult};
use nonghe_domain::Money;
use nonghe_domain::adjudicate::Accumulators;
use nonghe_protocol::body::{
    BillSettled, ChargesRecorded, ChargesWithdrawn, DepositTaken, SettlementReversed, StayAdmitted,
};
use rusqlite::params;

impl At<'_> {
    pub(super) fn stay_admitted(&self, body: &StayAdmitted) -> StoreResult<()> {
        self.execute(
            "INSERT INTO stay (id, person, number, status, department, doctor, bed, diagnosis, stay_kind, admitted_at, seq)
             VALUES (?1, ?2, ?3, 'in_hospital', ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                body.stay.to_string(),
                body.person.to_string(),
                body.number.short,
                body.department,
                body.doctor,
                body.bed,
                body.diagnosis,
                serde_json::to_string(&body.stay_kind)?.trim_matches('"'),
                body.admitted_at.to_string(),
                self.seq
            ],
        )?;
        self.numbered(&body.number)?;
        self.about(&body.stay)?;
        self.about(&body.person)
    }

    pub(super) fn charges_recorded(&self, body: &ChargesRecorded) -> StoreResult<()> {
        for numbered in &body.charges {
            let charge = &numbered.charge;
            self.execute(
                "INSERT INTO charge (stay, line, date, item, name_zh, name_en, price, quantity, withdrawn)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
                params![
                    body.stay.to_string(),
                    numbered.line,
                    body.date.to_string(),
                    charge.item,
                    charge.name.zh,
                    charge.name.en,
                    charge.price.to_string(),
                    charge.quantity.to_string()
                ],
            )?;
        }
        self.about(&body.stay)
    }

    pub(super) fn charges_withdrawn(&self, body: &ChargesWithdrawn) -> StoreResult<()> {
        for line in &body.lines {
            self.execute(
                "UPDATE charge SET withdrawn = 1 WHERE stay = ?1 AND line = ?2",
                params![body.stay.to_string(), line],
            )?;
        }
        self.about(&body.stay)
    }

    pub(super) fn deposit_taken(&self, body: &DepositTaken) -> StoreResult<()> {
        self.execute(
            "INSERT INTO deposit (seq, stay, number, at, method, amount_fen) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                self.seq,
                body.stay.to_string(),
                body.number.short,
                body.at.to_string(),
                method_name(body.method),
                body.amount.fen()
            ],
        )?;
        self.numbered(&body.number)?;
        self.took(body.method, body.amount)?;
        self.about(&body.stay)
    }

    pub(super) fn bill_settled(&self, body: &BillSettled) -> StoreResult<()> {
        let decision = &body.decision;
        let person = body.standing.person.to_string();
        self.execute(
            "INSERT INTO settlement (id, stay, person, year, number, at, total_fen, funds_fen, you_pay_fen, difference,
                                     claimed_fen, seq, counted)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
                     (SELECT json_group_array(id) FROM (
                          SELECT id FROM person
                          WHERE household = (SELECT household FROM person WHERE id = ?3)
                            AND (presence <> 'withdrawn' OR id = ?3) ORDER BY row)))",
            params![
                body.settlement.to_string(),
                body.stay.to_string(),
                person,
                decision.year,
                body.number.short,
                body.at.to_string(),
                decision.total.fen(),
                decision.funds_pay().fen(),
                decision.you_pay.fen(),
                serde_json::to_string(&decision.difference)?,
                decision.claimed_later().fen(),
                self.seq
            ],
        )?;
        let settled = self.execute(
            "UPDATE stay SET status = 'settled', settlement = ?2 WHERE id = ?1 AND status = 'in_hospital'",
            params![body.stay.to_string(), body.settlement.to_string()],
        )?;
        // The desk asks first. This holds even if two desks ever ask at once.
        if settled != 1 {
            return Err(StoreError::Unreadable(format!("stay {} is not open", body.stay)));
        }
        add_to_standing(self.conn, &person, decision.year, |year| year.plus(&decision.difference))?;
        self.numbered(&body.number)?;
        self.took(body.cash.method, body.cash.collected - body.cash.refunded)?;
        self.about(&body.settlement)?;
        self.about(&body.stay)?;
        self.about(&body.standing.person)
    }

    pub(super) fn settlement_reversed(&self, body: &SettlementReversed) -> StoreResult<()> {
        let id = body.settlement.to_string();
        let (person, year, stay, difference): (String, i32, String, String) = self.conn.query_row(
            "SELECT person, year, stay, difference FROM settlement WHERE id = ?1 AND reversal IS NULL",
            [&id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let difference: Accumulators = serde_json::from_str(&difference)?;
        self.execute("UPDATE settlement SET reversal = ?2 WHERE id = ?1", params![id, self.seq])?;
        self.execute("UPDATE stay SET status = 'reversed' WHERE id = ?1", [&stay])?;
        add_to_standing(self.conn, &person, year, |totals| totals.minus(&difference))?;
        self.numbered(&body.number)?;
        self.took(body.method, Money::ZERO - body.cash_returned)?;
        self.about(&body.settlement)?;
        self.about(&stay)?;
        self.about(&person)
    }
}
