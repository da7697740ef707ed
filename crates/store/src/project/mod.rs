//! From entries and feed items to the tables that the screens read.
//!
//! A projection depends on the journal and the feed alone, never on the clock, so that a rebuild comes out identical.

mod books;
mod changes;
mod feed;
mod inpatient;
mod premiums;
mod registry;

pub(crate) use feed::item;

use crate::error::StoreResult;
use nonghe_domain::Money;
use nonghe_protocol::body::{DocumentNumber, PaymentMethod};
use nonghe_protocol::paper::DocumentReprinted;
use nonghe_protocol::{Body, Entry};
use rusqlite::{Connection, params};

/// Tables that a rebuild must reproduce.
pub(crate) const TABLES: [&str; 24] = [
    "household",
    "village",
    "person",
    "person_key",
    "payment",
    "enrolment",
    "premium_slip",
    "receipt_book",
    "fiscal_number",
    "stay",
    "charge",
    "deposit",
    "settlement",
    "adjustment",
    "standing",
    "takings",
    "counter",
    "about",
    "verdict",
    "feed_item",
    "attachment",
    "undone",
    "reprint",
    "photograph",
];

/// Applies an entry.
pub(crate) fn entry(conn: &Connection, entry: &Entry, body: &Body) -> StoreResult<()> {
    let at = At { conn, seq: crate::journal::sql(entry.envelope.seq), entry };
    match body {
        Body::SessionOpened(_) | Body::ProvisioningAccepted(_) => Ok(()),
        Body::HouseholdRegistered(body) => at.household_registered(body),
        Body::MembersAdded(body) => at.members_added(body),
        Body::RosterImported(body) => at.roster_imported(body),
        Body::PremiumCollected(body) => at.premium_collected(body),
        Body::PremiumVoided(body) => at.premium_voided(body),
        Body::PremiumRefunded(body) => at.premium_refunded(body),
        Body::BookIssued(body) => at.book_issued(body),
        Body::BookReturned(body) => at.book_returned(body),
        Body::NumberSpoiled(body) => at.number_spoiled(body),
        Body::StayAdmitted(body) => at.stay_admitted(body),
        Body::ChargesRecorded(body) => at.charges_recorded(body),
        Body::ChargesWithdrawn(body) => at.charges_withdrawn(body),
        Body::DepositTaken(body) => at.deposit_taken(body),
        Body::BillSettled(body) => at.bill_settled(body),
        Body::SettlementReversed(body) => at.settlement_reversed(body),
        Body::DocumentReprinted(body) => at.document_reprinted(body),
        Body::PersonPhotographed(body) => at.person_photographed(body),
        Body::PersonChanged(_)
        | Body::PeopleMoved(_)
        | Body::PersonDied(_)
        | Body::CategoriesChanged(_)
        | Body::CoverChanged(_)
        | Body::HouseholdChanged(_)
        | Body::HeadChanged(_)
        | Body::HouseholdFormed(_)
        | Body::HouseholdsMerged(_)
        | Body::ChangeUndone(_) => body.change().map_or(Ok(()), |change| at.changed(change)),
    }
}

/// An entry on its way into the tables.
struct At<'a> {
    conn: &'a Connection,
    seq: i64,
    entry: &'a Entry,
}

impl At<'_> {
    fn execute(&self, sql: &str, values: impl rusqlite::Params) -> StoreResult<usize> {
        Ok(self.conn.prepare_cached(sql)?.execute(values)?)
    }

    /// Notes that the entry speaks of something.
    fn about(&self, object: &impl ToString) -> StoreResult<()> {
        self.execute(
            "INSERT OR IGNORE INTO about (object, seq) VALUES (?1, ?2)",
            params![object.to_string(), self.seq],
        )?;
        Ok(())
    }

    /// Moves a counter up to a number that was given out.
    fn counted(&self, name: &str, number: i64) -> StoreResult<()> {
        self.execute(
            "INSERT INTO counter (name, last) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)",
            params![name, number],
        )?;
        Ok(())
    }

    fn numbered(&self, number: &DocumentNumber) -> StoreResult<()> {
        let digits = number.short.trim_start_matches(|c: char| !c.is_ascii_digit());
        let letter = &number.short[..number.short.len() - digits.len()];
        self.counted(letter, digits.parse().unwrap_or(0))
    }

    fn took(&self, method: PaymentMethod, amount: Money) -> StoreResult<()> {
        if amount.is_zero() {
            return Ok(());
        }
        self.execute(
            "INSERT INTO takings (seq, biz_date, method, amount_fen) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (seq, method) DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen",
            params![self.seq, self.entry.envelope.biz_date.to_string(), method_name(method), amount.fen()],
        )?;
        Ok(())
    }

    fn document_reprinted(&self, body: &DocumentReprinted) -> StoreResult<()> {
        self.execute(
            "INSERT INTO reprint (seq, document, number, count, ordered_by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![self.seq, body.document, body.number.short, body.count, body.by.to_string(), body.at.to_string()],
        )?;
        self.about(&body.number.short)
    }
}

/// A payment method as tables and the interface name it.
pub fn method_name(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Cash => "cash",
        PaymentMethod::Scan => "scan",
        PaymentMethod::Transfer => "transfer",
    }
}
