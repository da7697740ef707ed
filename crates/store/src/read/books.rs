//! Receipt books.

use super::{collect, parsed};
use crate::error::StoreResult;
use crate::open::Store;
use nonghe_domain::{BookId, PaymentId};
use nonghe_protocol::book::form_number;
use rusqlite::{Row, params};

/// A book of pre-printed receipts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRecord {
    /// Id.
    pub id: BookId,
    /// The entry that issued it.
    pub seq: u64,
    /// Its first number.
    pub first: i64,
    /// Its last number.
    pub last: i64,
    /// How many digits stand on a form.
    pub digits: usize,
    /// What was noted when it was issued.
    pub note: String,
    /// From this number on it went back.
    pub returned_from: Option<i64>,
    /// The county refused it.
    pub refused: bool,
    /// The lowest number that is neither used nor spoiled.
    pub next: i64,
    /// How many forms belong to payments.
    pub used: i64,
    /// How many forms were spoiled.
    pub spoiled: i64,
}

impl BookRecord {
    /// How many forms can still be used.
    pub fn left(&self) -> i64 {
        let end = self.returned_from.unwrap_or(self.last + 1);
        if self.refused { 0 } else { (end - self.next).max(0) }
    }

    /// A number as it stands on a form of this book.
    pub fn form(&self, number: i64) -> String {
        form_number(number, self.digits)
    }
}

/// The form of a receipt that was voided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidedForm {
    /// The entry that voided it.
    pub seq: u64,
    /// Number on the paper.
    pub number: String,
}

/// Numbers are taken in order, so what follows the highest that is gone is the lowest that is free.
const BOOK: &str = "SELECT b.id, b.seq, b.first, b.last, b.digits, b.note, b.returned_from, b.refused,
    coalesce((SELECT max(n.last) + 1 FROM fiscal_number n WHERE n.book = b.id), b.first),
    (SELECT count(*) FROM fiscal_number n WHERE n.book = b.id AND n.spoiled IS NULL),
    (SELECT coalesce(sum(n.last - n.first + 1), 0) FROM fiscal_number n WHERE n.book = b.id AND n.spoiled IS NOT NULL)
    FROM receipt_book b ORDER BY b.seq";

fn width(digits: u32) -> usize {
    usize::try_from(digits).unwrap_or_default()
}

fn book(row: &Row<'_>) -> StoreResult<BookRecord> {
    Ok(BookRecord {
        id: parsed("book", &row.get::<_, String>(0)?)?,
        seq: row.get::<_, i64>(1)?.unsigned_abs(),
        first: row.get(2)?,
        last: row.get(3)?,
        digits: width(row.get(4)?),
        note: row.get(5)?,
        returned_from: row.get(6)?,
        refused: row.get(7)?,
        next: row.get(8)?,
        used: row.get(9)?,
        spoiled: row.get(10)?,
    })
}

impl Store {
    /// All books, in the order of issue.
    pub fn books(&self) -> StoreResult<Vec<BookRecord>> {
        let mut statement = self.conn.prepare_cached(BOOK)?;
        collect(statement.query([])?, book)
    }

    /// The form of a payment that counts: its book and its number.
    pub fn form_of(&self, payment: PaymentId) -> StoreResult<Option<(BookId, String)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT n.book, n.first, b.digits FROM fiscal_number n JOIN receipt_book b ON b.id = n.book
             WHERE n.payment = ?1 AND n.spoiled IS NULL",
        )?;
        let form = |row: &Row<'_>| {
            Ok((parsed("book", &row.get::<_, String>(0)?)?, form_number(row.get(1)?, width(row.get(2)?))))
        };
        Ok(collect(statement.query([payment.to_string()])?, form)?.pop())
    }

    /// Forms of receipts that were voided.
    pub fn voided_forms(&self) -> StoreResult<Vec<VoidedForm>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.seq, n.first, b.digits FROM premium_slip s
             JOIN fiscal_number n ON n.payment = s.payment AND n.spoiled IS NULL
             JOIN receipt_book b ON b.id = n.book WHERE s.kind = 'void' AND s.counts ORDER BY s.seq",
        )?;
        collect(statement.query([])?, |row| {
            let number = form_number(row.get(1)?, width(row.get(2)?));
            Ok(VoidedForm { seq: row.get::<_, i64>(0)?.unsigned_abs(), number })
        })
    }

    /// Payments that have or had the form of this number, written out as on the paper.
    pub fn payments_by_form(&self, number: &str) -> StoreResult<Vec<PaymentId>> {
        let Ok(form) = number.parse::<i64>() else { return Ok(Vec::new()) };
        let mut statement = self.conn.prepare_cached(
            "SELECT n.payment FROM receipt_book b CROSS JOIN fiscal_number n ON n.book = b.id AND n.first = ?1
             WHERE b.digits = ?2 AND n.payment IS NOT NULL ORDER BY b.seq DESC LIMIT 6",
        )?;
        let digits = i64::try_from(number.len()).unwrap_or_default();
        collect(statement.query(params![form, digits])?, |row| parsed("payment", &row.get::<_, String>(0)?))
    }

    /// Entries that spoiled forms: of a payment, or of blank forms and payments alike. The oldest first.
    pub fn spoiled(&self, payment: Option<PaymentId>) -> StoreResult<Vec<u64>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT spoiled FROM fiscal_number WHERE spoiled IS NOT NULL AND (?1 IS NULL OR payment = ?1)
             ORDER BY spoiled",
        )?;
        let payment = payment.map(|payment| payment.to_string());
        collect(statement.query(params![payment])?, |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))
    }
}
