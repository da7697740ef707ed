//! Payments, enrolment, takings.

use super::registry::HEAD;
use super::states::{Verdict, decided};
use super::{collect, money, parsed};
use crate::error::StoreResult;
use crate::open::Store;
use chrono::{NaiveDate, NaiveDateTime};
use nonghe_domain::{HouseholdId, Money, PaymentId, PersonId};
use nonghe_protocol::feed::Counts;
use rusqlite::{Row, params};

/// A payment of a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRecord {
    /// Id.
    pub id: PaymentId,
    /// Household.
    pub household: HouseholdId,
    /// Benefit year.
    pub year: i32,
    /// Receipt, short.
    pub number: String,
    /// How many members.
    pub members: u32,
    /// Paid.
    pub due: Money,
    /// Method.
    pub method: String,
    /// When.
    pub at: NaiveDateTime,
    /// Its entry.
    pub seq: u64,
}

/// A payment as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPayment {
    /// The payment.
    pub payment: PaymentRecord,
    /// Name of the household's head.
    pub head: String,
    /// How many people it enrolled.
    pub enrolled: u32,
    /// How many of them it no longer enrols.
    pub ended: u32,
    /// A void of it counts.
    pub is_void: bool,
    /// A void or refund of it counts.
    pub has_slip: bool,
    /// Where it stands, or the last thing that was done to it.
    pub verdict: Verdict,
}

/// A person's enrolment by a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentRecord {
    /// Whose.
    pub person: PersonId,
    /// The payment.
    pub payment: PaymentId,
    /// First day of benefits; none where the payment told none.
    pub benefits_from: Option<NaiveDate>,
    /// The entry that voided it or paid it back.
    pub ended: Option<u64>,
    /// What the county makes of it.
    pub counts: Counts,
}

/// A slip of a void or refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipRecord {
    /// Its entry.
    pub seq: u64,
    /// The payment.
    pub payment: PaymentId,
    /// Number, short.
    pub number: String,
    /// Whether the whole payment is void; else some or all members were paid back.
    pub is_void: bool,
    /// What went back.
    pub amount: Money,
    /// False once the county has refused it.
    pub counts: bool,
}

/// Money of a day by method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// Method.
    pub method: String,
    /// Money in less money out.
    pub amount: Money,
}

const PAYMENT: &str = "SELECT id, household, year, number, members, due_fen, method, at, seq FROM payment";

/// A number or its last digits without zeros, a day as `2026-11-29`, `20261129` or `1129`, or a name or its initials of
/// anybody in the household. Nothing looks for all.
const WANTED: &str = "(?1 = ''
    OR (number >= upper(?1) AND number < upper(?1) || ':')
    OR (?1 GLOB '[0-9]*' AND (ltrim(substr(number, 2), '0') LIKE ?1 || '%' OR at LIKE ?1 || '%'
        OR replace(substr(at, 1, 10), '-', '') LIKE ?1 || '%'
        OR (length(?1) = 4 AND replace(substr(at, 6, 5), '-', '') = ?1)))
    OR (?1 NOT GLOB '[0-9]*' AND household IN
        (SELECT p.household FROM person p WHERE p.name LIKE ?1 || '%'
         UNION SELECT p.household FROM person_key k CROSS JOIN person p ON p.row = k.person
         WHERE k.key >= ?1 AND k.key < ?1 || char(1114111))))";

fn payment(row: &Row<'_>) -> StoreResult<PaymentRecord> {
    Ok(PaymentRecord {
        id: parsed("payment", &row.get::<_, String>(0)?)?,
        household: parsed("household", &row.get::<_, String>(1)?)?,
        year: row.get(2)?,
        number: row.get(3)?,
        members: row.get(4)?,
        due: money(row.get(5)?)?,
        method: row.get(6)?,
        at: parsed("time", &row.get::<_, String>(7)?.replace(' ', "T"))?,
        seq: row.get::<_, i64>(8)?.unsigned_abs(),
    })
}

const ENROLMENT: &str = "SELECT person, payment, benefits_from, ended, counts FROM enrolment";

/// Enrolments that make somebody a member. Whose second premium went back is one by the first, which this device may not
/// have.
pub(crate) const STANDS: &str = "counts <> 'refused' AND (ended IS NULL OR counts = 'double')";

fn enrolment(row: &Row<'_>) -> StoreResult<EnrolmentRecord> {
    let from: Option<String> = row.get(2)?;
    Ok(EnrolmentRecord {
        person: parsed("person", &row.get::<_, String>(0)?)?,
        payment: parsed("payment", &row.get::<_, String>(1)?)?,
        benefits_from: from.map(|from| parsed("date", &from)).transpose()?,
        ended: row.get::<_, Option<i64>>(3)?.map(i64::unsigned_abs),
        counts: match row.get::<_, String>(4)?.as_str() {
            "double" => Counts::Double,
            "refused" => Counts::Refused,
            _ => Counts::Enrolled,
        },
    })
}

const SLIP: &str = "SELECT seq, payment, number, kind, amount_fen, counts FROM premium_slip";

fn slip(row: &Row<'_>) -> StoreResult<SlipRecord> {
    Ok(SlipRecord {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        payment: parsed("payment", &row.get::<_, String>(1)?)?,
        number: row.get(2)?,
        is_void: row.get::<_, String>(3)? == "void",
        amount: money(row.get(4)?)?,
        counts: row.get(5)?,
    })
}

impl Store {
    /// A payment.
    pub fn payment(&self, id: PaymentId) -> StoreResult<Option<PaymentRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{PAYMENT} WHERE id = ?1"))?;
        Ok(collect(statement.query([id.to_string()])?, payment)?.pop())
    }

    /// Payments of a household, newest first.
    pub fn payments_of(&self, household: HouseholdId) -> StoreResult<Vec<PaymentRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{PAYMENT} WHERE household = ?1 ORDER BY seq DESC"))?;
        collect(statement.query([household.to_string()])?, payment)
    }

    /// Payments that are looked for, the newest first, and how many there are in all. Everything that a list says of
    /// them comes in one query: a season has thousands.
    pub fn payments(&self, wanted: &str, from: u32, limit: u32) -> StoreResult<(Vec<ListedPayment>, u32)> {
        let mut count = self.conn.prepare_cached(&format!("SELECT count(*) FROM payment WHERE {WANTED}"))?;
        let all = count.query_row([wanted], |row| row.get(0))?;
        let head = HEAD.replace("?1", "payment.household");
        let sql = format!(
            "SELECT found.*, v.verdict, v.reason_zh, v.reason_en FROM
                 (SELECT id, household, year, number, members, due_fen, method, at, seq, {head},
                         (SELECT count(*) FROM enrolment e WHERE e.payment = payment.id),
                         (SELECT count(e.ended) FROM enrolment e WHERE e.payment = payment.id),
                         EXISTS (SELECT 1 FROM premium_slip s
                                 WHERE s.payment = payment.id AND s.counts AND s.kind = 'void'),
                         EXISTS (SELECT 1 FROM premium_slip s WHERE s.payment = payment.id AND s.counts),
                         coalesce((SELECT max(s.seq) FROM premium_slip s WHERE s.payment = payment.id), seq) AS last
                  FROM payment WHERE {WANTED} ORDER BY seq DESC LIMIT ?3 OFFSET ?2) found
             LEFT JOIN verdict v ON v.seq = found.last ORDER BY found.seq DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let sent = self.exchange_state()?.hwm_seq;
        let listed = |row: &Row<'_>| {
            let last = row.get::<_, i64>(14)?.unsigned_abs();
            let verdict = match row.get::<_, Option<String>>(15)? {
                Some(verdict) => decided((verdict, row.get(16)?, row.get(17)?)),
                None if last > sent => Verdict::Waiting,
                None => Verdict::Delivered,
            };
            Ok(ListedPayment {
                payment: payment(row)?,
                head: row.get(9)?,
                enrolled: row.get(10)?,
                ended: row.get(11)?,
                is_void: row.get(12)?,
                has_slip: row.get(13)?,
                verdict,
            })
        };
        Ok((collect(statement.query(params![wanted, from, limit])?, listed)?, all))
    }

    /// A person's enrolment for a year.
    pub fn enrolment(&self, person: PersonId, year: i32) -> StoreResult<Option<EnrolmentRecord>> {
        let mut statement =
            self.conn.prepare_cached(&format!("{ENROLMENT} WHERE person = ?1 AND year = ?2 AND {STANDS}"))?;
        Ok(collect(statement.query(params![person.to_string(), year])?, enrolment)?.pop())
    }

    /// The enrolment by which a person is covered on a day of a benefit year: that of the year, or a newborn's of the
    /// next one, whose benefits run from birth.
    pub fn covering(&self, person: PersonId, year: i32, day: NaiveDate) -> StoreResult<Option<EnrolmentRecord>> {
        if let Some(own) = self.enrolment(person, year)? {
            return Ok(Some(own));
        }
        let next = self.enrolment(person, year.saturating_add(1))?;
        Ok(next.filter(|next| next.benefits_from.is_some_and(|from| from <= day)))
    }

    /// Everybody whom a payment enrolled, those included whose enrolment has ended.
    pub fn enrolments_of(&self, payment: PaymentId) -> StoreResult<Vec<EnrolmentRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{ENROLMENT} WHERE payment = ?1 ORDER BY person"))?;
        collect(statement.query([payment.to_string()])?, enrolment)
    }

    /// A slip of a void or refund by its short number.
    pub fn slip(&self, number: &str) -> StoreResult<Option<SlipRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{SLIP} WHERE number = ?1"))?;
        Ok(collect(statement.query([number])?, slip)?.pop())
    }

    /// Slips of voids and refunds of a payment, the oldest first.
    pub fn slips_of(&self, payment: PaymentId) -> StoreResult<Vec<SlipRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{SLIP} WHERE payment = ?1 ORDER BY seq"))?;
        collect(statement.query([payment.to_string()])?, slip)
    }

    /// Years for which a person is enrolled.
    pub fn enrolled_years(&self, person: PersonId) -> StoreResult<Vec<i32>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT DISTINCT year FROM enrolment WHERE person = ?1 AND {STANDS} ORDER BY year"
        ))?;
        let rows = statement.query_map([person.to_string()], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many people are enrolled for a year.
    pub fn enrolled_count(&self, year: i32) -> StoreResult<u64> {
        let mut statement = self
            .conn
            .prepare_cached(&format!("SELECT count(DISTINCT person) FROM enrolment WHERE year = ?1 AND {STANDS}"))?;
        let count: i64 = statement.query_row([year], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// How many reversals, voids and refunds a day's takings contain, and what they come to.
    pub fn takings_reversed(&self, date: NaiveDate) -> StoreResult<(u64, Money)> {
        let mut statement = self.conn.prepare_cached(
            "SELECT count(DISTINCT seq), coalesce(sum(amount_fen), 0) FROM takings JOIN journal USING (seq)
             WHERE takings.biz_date = ?1
               AND kind IN ('settlement.reversed', 'premium.voided', 'premium.refunded')",
        )?;
        let (count, fen): (i64, i64) = statement.query_row([date.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count.unsigned_abs(), money(fen)?))
    }

    /// Takings of a day by method.
    pub fn takings(&self, date: NaiveDate) -> StoreResult<Vec<Taking>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT method, sum(amount_fen) FROM takings WHERE biz_date = ?1 GROUP BY method ORDER BY method",
        )?;
        collect(statement.query([date.to_string()])?, |row| {
            Ok(Taking { method: row.get(0)?, amount: money(row.get(1)?)? })
        })
    }
}
