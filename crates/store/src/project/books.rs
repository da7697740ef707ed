//! Receipt books and the numbers that are taken from them.

use super::At;
use crate::error::{StoreError, StoreResult};
use nonghe_domain::PaymentId;
use nonghe_protocol::book::{BookIssued, BookReturned, FiscalNumber, NumberSpoiled, form_count, form_range};
use rusqlite::{Connection, params};

/// Numbers of a book that nobody has used or spoiled and that did not go back.
const FREE: &str = "EXISTS (SELECT 1 FROM receipt_book b WHERE b.id = ?1 AND b.digits = ?4
         AND ?2 >= b.first AND ?3 <= b.last AND (b.returned_from IS NULL OR ?3 < b.returned_from))
     AND NOT EXISTS (SELECT 1 FROM fiscal_number n WHERE n.book = ?1 AND n.first <= ?3 AND n.last >= ?2)";

impl At<'_> {
    pub(super) fn book_issued(&self, body: &BookIssued) -> StoreResult<()> {
        let (first, last, digits) = range(&body.first, &body.last)?;
        let issued = self.execute(
            "INSERT INTO receipt_book (id, seq, first, last, digits, note) SELECT ?1, ?2, ?3, ?4, ?5, ?6
             WHERE NOT EXISTS (SELECT 1 FROM receipt_book b
                               WHERE b.digits = ?5 AND b.first <= ?4 AND b.last >= ?3 AND b.refused = 0)
               AND NOT EXISTS (SELECT 1 FROM fiscal_number n JOIN receipt_book b ON b.id = n.book
                               WHERE b.digits = ?5 AND n.first <= ?4 AND n.last >= ?3)",
            params![body.book.to_string(), self.seq, first, last, signed(digits), body.note],
        )?;
        changed(issued, || format!("numbers {} to {} were issued before", body.first, body.last))?;
        self.about(&body.book)
    }

    pub(super) fn book_returned(&self, body: &BookReturned) -> StoreResult<()> {
        let from = form_count(&body.from).ok_or_else(|| StoreError::Unreadable(format!("form {:?}", body.from)))?;
        let returned = self.execute(
            "UPDATE receipt_book SET returned_from = ?2
             WHERE id = ?1 AND returned_from IS NULL AND ?2 BETWEEN first AND last
               AND NOT EXISTS (SELECT 1 FROM fiscal_number n WHERE n.book = ?1 AND n.last >= ?2)",
            params![body.book.to_string(), from],
        )?;
        changed(returned, || format!("number {} cannot go back", body.from))?;
        self.about(&body.book)
    }

    pub(super) fn number_spoiled(&self, body: &NumberSpoiled) -> StoreResult<()> {
        let (book, (first, last, digits)) = (body.book.to_string(), range(&body.from, &body.until)?);
        let spoiled = match body.payment {
            None => self.execute(
                &format!("INSERT INTO fiscal_number (book, first, last, spoiled) SELECT ?1, ?2, ?3, ?5 WHERE {FREE}"),
                params![book, first, last, signed(digits), self.seq],
            )?,
            Some(payment) => self.execute(
                "UPDATE fiscal_number SET spoiled = ?3
                 WHERE book = ?1 AND first = ?2 AND payment = ?4 AND spoiled IS NULL",
                params![book, first, self.seq, payment.to_string()],
            )?,
        };
        changed(spoiled, || format!("numbers {} to {} cannot be spoiled", body.from, body.until))?;
        if let Some((payment, instead)) = body.payment.zip(body.instead.as_ref()) {
            self.form_used(payment, instead)?;
        }
        if let Some(payment) = body.payment {
            self.about(&payment)?;
        }
        self.about(&body.book)
    }

    /// A form belongs to a payment from now on.
    pub(super) fn form_used(&self, payment: PaymentId, form: &FiscalNumber) -> StoreResult<()> {
        let (number, _, digits) = range(&form.number, &form.number)?;
        let used = self.execute(
            &format!("INSERT INTO fiscal_number (book, first, last, payment) SELECT ?1, ?2, ?3, ?5 WHERE {FREE}"),
            params![form.book.to_string(), number, number, signed(digits), payment.to_string()],
        )?;
        // The desk asks first. This holds even if two desks ever ask at once.
        changed(used, || format!("number {} is not free", form.number))?;
        self.about(&form.book)
    }
}

fn range(first: &str, last: &str) -> StoreResult<(i64, i64, usize)> {
    form_range(first, last).ok_or_else(|| StoreError::Unreadable(format!("forms {first:?} to {last:?}")))
}

fn signed(digits: usize) -> i64 {
    i64::try_from(digits).unwrap_or(i64::MAX)
}

fn changed(rows: usize, why: impl FnOnce() -> String) -> StoreResult<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Unreadable(why())) }
}

/// Nothing more is taken from a book that the county refused. What was taken from it stays.
pub(super) fn refuse_book(conn: &Connection, seq: i64) -> StoreResult<()> {
    conn.prepare_cached("UPDATE receipt_book SET refused = 1 WHERE seq = ?1")?.execute([seq])?;
    Ok(())
}
