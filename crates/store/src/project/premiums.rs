//! Payments, the enrolments that they make, and what voids and refunds end.

use super::{At, method_name};
use crate::error::{StoreError, StoreResult};
use nonghe_domain::{Money, PaymentId};
use nonghe_protocol::body::{DocumentNumber, PaymentMethod, PremiumCollected, PremiumRefunded, PremiumVoided};
use nonghe_protocol::feed::Counts;
use rusqlite::{Connection, params};

impl At<'_> {
    pub(super) fn premium_collected(&self, body: &PremiumCollected) -> StoreResult<()> {
        self.execute(
            "INSERT INTO payment (id, household, year, number, members, due_fen, method, at, seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                body.payment.to_string(),
                body.household.to_string(),
                body.year,
                body.number.short,
                i64::try_from(body.members.len()).unwrap_or(i64::MAX),
                body.due.fen(),
                method_name(body.method),
                body.at.to_string(),
                self.seq
            ],
        )?;
        for member in &body.members {
            self.execute(
                "INSERT INTO enrolment (payment, person, year, benefits_from) VALUES (?1, ?2, ?3, ?4)",
                params![
                    body.payment.to_string(),
                    member.person.to_string(),
                    body.year,
                    member.benefits_from.map(|from| from.to_string())
                ],
            )?;
        }
        if let Some(form) = &body.fiscal {
            self.form_used(body.payment, form)?;
        }
        self.numbered(&body.number)?;
        self.took(body.method, body.due)?;
        self.about(&body.household)
    }

    pub(super) fn premium_voided(&self, body: &PremiumVoided) -> StoreResult<()> {
        let ended = self.execute(
            "UPDATE enrolment SET ended = ?2 WHERE payment = ?1 AND ended IS NULL",
            params![body.payment.to_string(), self.seq],
        )?;
        if ended == 0 {
            return Err(StoreError::Unreadable(format!("payment {} enrols nobody", body.payment)));
        }
        self.premium_slip(body.payment, &body.number, "void", body.returned, body.method)
    }

    pub(super) fn premium_refunded(&self, body: &PremiumRefunded) -> StoreResult<()> {
        for member in &body.members {
            let ended = self.execute(
                "UPDATE enrolment SET ended = ?3 WHERE payment = ?1 AND person = ?2 AND ended IS NULL",
                params![body.payment.to_string(), member.person.to_string(), self.seq],
            )?;
            // The desk asks first. This holds even if two desks ever ask at once.
            if ended != 1 {
                return Err(StoreError::Unreadable(format!("payment {} does not enrol the person", body.payment)));
            }
        }
        self.premium_slip(body.payment, &body.number, "refund", body.returned, body.method)
    }

    fn premium_slip(
        &self,
        payment: PaymentId,
        number: &DocumentNumber,
        kind: &str,
        returned: Money,
        method: PaymentMethod,
    ) -> StoreResult<()> {
        let id = payment.to_string();
        self.execute(
            "INSERT INTO premium_slip (seq, payment, number, kind, amount_fen, counts) VALUES (?1, ?2, ?3, ?4, ?5, 1)",
            params![self.seq, id, number.short, kind, returned.fen()],
        )?;
        self.numbered(number)?;
        self.took(method, Money::ZERO - returned)?;
        self.about(&id)?;
        let household: String =
            self.conn.query_row("SELECT household FROM payment WHERE id = ?1", [&id], |row| row.get(0))?;
        self.about(&household)
    }
}

/// A void or refund that the county refused counts for nothing: the enrolment stands, unless the person has been
/// enrolled anew since. The money that went back at the desk did go back.
pub(super) fn uncount_slip(conn: &Connection, seq: i64) -> StoreResult<()> {
    if conn.prepare_cached("UPDATE premium_slip SET counts = 0 WHERE seq = ?1")?.execute([seq])? > 0 {
        conn.prepare_cached(
            "UPDATE enrolment SET ended = NULL WHERE ended = ?1 AND NOT EXISTS
                 (SELECT 1 FROM enrolment anew WHERE anew.person = enrolment.person AND anew.year = enrolment.year
                  AND anew.ended IS NULL AND anew.counts <> 'refused')",
        )?
        .execute([seq])?;
    }
    Ok(())
}

/// What the county makes of an enrolment. Where the person has been enrolled anew since, a refusal stands.
pub(super) fn counts_for(conn: &Connection, payment: &str, person: &str, counts: Counts) -> StoreResult<()> {
    conn.prepare_cached(
        "UPDATE enrolment SET counts = ?3 WHERE payment = ?1 AND person = ?2 AND (?3 = 'refused' OR NOT EXISTS
             (SELECT 1 FROM enrolment anew WHERE anew.person = enrolment.person AND anew.year = enrolment.year
              AND anew.payment <> enrolment.payment AND anew.ended IS NULL AND anew.counts <> 'refused'))",
    )?
    .execute(params![payment, person, counts.name()])?;
    Ok(())
}

/// The county lets benefits begin on another day.
pub(super) fn benefits_from(conn: &Connection, person: &str, year: i32, from: &str) -> StoreResult<()> {
    conn.prepare_cached("UPDATE enrolment SET benefits_from = ?3 WHERE person = ?1 AND year = ?2 AND ended IS NULL")?
        .execute(params![person, year, from])?;
    Ok(())
}
