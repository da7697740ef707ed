//! The list of payments.

use super::receipt::{TIME, standing};
use crate::checks::half_width;
use crate::journal_words::state;
use crate::views::{PaymentPage, PaymentQuery, PaymentRow};
use crate::{Clinic, ClinicResult};
use nonghe_store::ListedPayment;

/// So many rows come at once; the screen asks for the next ones when it nears the end.
const ROWS: u32 = 100;

impl Clinic {
    /// Payments by number, day, name or initials, the newest first.
    pub fn payment_list(&self, query: &PaymentQuery) -> ClinicResult<PaymentPage> {
        self.operator(None)?;
        // Blanks, full width and capitals are slips of the hand; % and _ are no wildcards here.
        let wanted: String = query.text.trim().chars().filter(|c| !matches!(c, '%' | '_')).map(half_width).collect();
        let (rows, all) = self.store().payments(&wanted.to_lowercase(), query.from, ROWS)?;
        Ok(PaymentPage { rows: rows.into_iter().map(row).collect(), all })
    }
}

fn row(listed: ListedPayment) -> PaymentRow {
    let payment = listed.payment;
    PaymentRow {
        id: payment.id.to_string(),
        household: payment.household.to_string(),
        head: listed.head,
        number: payment.number,
        year: payment.year,
        members: payment.members,
        due: payment.due.into(),
        method: payment.method,
        at: payment.at.format(TIME).to_string(),
        validity: standing(listed.enrolled, listed.ended, listed.is_void, listed.has_slip),
        state: state(&listed.verdict),
    }
}
