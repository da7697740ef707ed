//! Receipt books: ranges of a centre do not overlap, and a number is used once, from a book of the device.

use super::finding::{Finding, WaitsFor};
use super::{Case, is_repeat};
use crate::database::DatabaseError;
use deadpool_postgres::Transaction;
use nonghe_domain::pack::{Pack, ReceiptNumbers};
use nonghe_domain::{BookId, PaymentId, Text};
use nonghe_protocol::body::PremiumCollected;
use nonghe_protocol::book::{
    BookIssued, BookReturned, FiscalNumber, NumberSpoiled, form_count, form_number, form_range,
};

/// A book as the county keeps it.
struct Book {
    digits: usize,
    first: i64,
    last: i64,
    returned_from: Option<i64>,
}

impl Book {
    /// A book of the device that speaks.
    async fn load(transaction: &Transaction<'_>, case: &Case<'_>, id: BookId) -> Result<Option<Self>, DatabaseError> {
        let sql = "SELECT digits, first, last, returned_from FROM receipt_book
                   WHERE id = $1::text::uuid AND device = $2";
        let row = transaction.query_opt(sql, &[&id.to_string(), &case.docket.device]).await?;
        row.map(|row| {
            Ok(Self {
                digits: usize::try_from(row.get::<_, i32>(0)).map_err(|_| DatabaseError::Value("digits"))?,
                first: row.get(1),
                last: row.get(2),
                returned_from: row.get(3),
            })
        })
        .transpose()
    }

    /// Whether the numbers are of this book and did not go back.
    fn has(&self, (from, until, digits): (i64, i64, usize)) -> bool {
        let end = self.returned_from.unwrap_or(self.last + 1);
        digits == self.digits && from >= self.first && until < end
    }
}

/// Judges the issue of a book.
pub async fn issued(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    body: &BookIssued,
) -> Result<Finding, DatabaseError> {
    let (first, last) = (&body.first, &body.last);
    let Some((from, until, digits)) = form_range(first, last) else {
        return Ok(Finding::refused(
            format!("收据本 {first} 至 {last} 的起止号不成立，没有登记，请退回后重新发放"),
            format!(
                "{first} to {last} is no range of numbers; the book was not recorded. Return it and issue it anew."
            ),
        ));
    };
    let digits = i32::try_from(digits).map_err(|_| DatabaseError::Value("digits"))?;
    let sql = "SELECT first, last FROM receipt_book WHERE centre = $1 AND digits = $2 AND first <= $4 AND last >= $3
               ORDER BY first LIMIT 1";
    let other = transaction.query_opt(sql, &[&case.docket.centre, &digits, &from, &until]).await?;
    if let Some(row) = other {
        let width = first.len();
        let (start, end) = (form_number(row.get(0), width), form_number(row.get(1), width));
        return Ok(Finding::refused(
            format!("收据本 {first} 至 {last} 与本院已发放的 {start} 至 {end} 重号，没有登记，请停用并退回"),
            format!(
                "Book {first} to {last} has numbers of book {start} to {end} of this centre; it was not recorded. \
                 Stop using it and give it back."
            ),
        ));
    }
    if is_repeat(transaction, case).await? || is_known(transaction, body.book).await? {
        return Ok(again());
    }
    let sql = "INSERT INTO receipt_book (id, centre, device, epoch, seq, digits, first, last)
               VALUES ($1::text::uuid, $2, $3, $4, $5, $6, $7, $8)";
    let (book, epoch) = (body.book.to_string(), i64::from(case.docket.epoch));
    let docket = case.docket;
    transaction
        .execute(sql, &[&book, &docket.centre, &docket.device, &epoch, &case.seq, &digits, &from, &until])
        .await?;
    Ok(Finding::Accepted)
}

/// Judges a return.
pub async fn returned(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    body: &BookReturned,
) -> Result<Finding, DatabaseError> {
    let from = &body.from;
    let Some(book) = Book::load(transaction, case, body.book).await? else { return Ok(unknown(from)) };
    let number = form_count(from).filter(|number| book.has((*number, *number, from.len())));
    let Some(number) = number.filter(|_| book.returned_from.is_none()) else {
        return Ok(Finding::refused(
            format!("退回的号码 {from} 不在该收据本内，或该本已退回，没有登记"),
            format!("Number {from} is not of that book, or the book went back before; the return was not recorded."),
        ));
    };
    let sql = "SELECT EXISTS (SELECT FROM fiscal_number WHERE book = $1::text::uuid AND last >= $2)";
    let id = body.book.to_string();
    if transaction.query_one(sql, &[&id, &number]).await?.get(0) {
        return Ok(Finding::refused(
            format!("退回的号码 {from} 及以后已有使用，没有登记"),
            format!("Number {from} or one after it is in use; the return was not recorded."),
        ));
    }
    let sql = "UPDATE receipt_book SET returned_from = $2 WHERE id = $1::text::uuid";
    transaction.execute(sql, &[&id, &number]).await?;
    Ok(Finding::Accepted)
}

/// Judges spoiled forms.
pub async fn spoiled(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    body: &NumberSpoiled,
) -> Result<Finding, DatabaseError> {
    let (from, until) = (&body.from, &body.until);
    let Some(book) = Book::load(transaction, case, body.book).await? else { return Ok(unknown(from)) };
    let Some(range) = form_range(from, until).filter(|range| book.has(*range)) else { return Ok(unknown(from)) };
    let Some(payment) = body.payment else {
        if !take(transaction, case, body.book, range, None).await? {
            return Ok(used(from, until));
        }
        return Ok(Finding::Accepted);
    };
    let id = payment.to_string();
    let sql = "SELECT EXISTS (SELECT FROM payment WHERE id = $1::text::uuid)";
    if !transaction.query_one(sql, &[&id]).await?.get::<_, bool>(0) {
        return Ok(Finding::held(WaitsFor::Payment, id));
    }
    let sql = "UPDATE fiscal_number SET state = 'spoiled'
               WHERE book = $1::text::uuid AND first = $2 AND payment = $3::text::uuid AND state = 'used'";
    if transaction.execute(sql, &[&body.book.to_string(), &range.0, &id]).await? == 0 {
        return Ok(Finding::refused(
            format!("作废的票号 {from} 不是该收据的号码，或已作废，没有登记，请核对票面"),
            format!(
                "Number {from} is not that of the receipt, or is spoiled already; nothing was recorded. Check the paper."
            ),
        ));
    }
    let problem = match &body.instead {
        Some(form) => number(transaction, case, payment, form).await?,
        None => None,
    };
    Ok(problem.map_or(Finding::Accepted, |text| Finding::refused(text.zh, text.en)))
}

/// Takes the number of a payment, or says what is wrong with it. The payment counts in any case: the money was paid.
pub async fn of_payment(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    pack: &Pack,
    body: &PremiumCollected,
) -> Result<Option<Text>, DatabaseError> {
    match &body.fiscal {
        Some(form) => number(transaction, case, body.payment, form).await,
        None if pack.rules.premium.receipt_numbers == ReceiptNumbers::Book => Ok(Some(Text::new(
            format!("收据 {} 没有收据本的票号，收款不变，请核对票面并联系医保办", body.number.short),
            format!(
                "Receipt {} has no number from a receipt book. The payment stands; check the paper and call the office.",
                body.number.short
            ),
        ))),
        None => Ok(None),
    }
}

async fn number(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    payment: PaymentId,
    form: &FiscalNumber,
) -> Result<Option<Text>, DatabaseError> {
    let said = &form.number;
    let book = Book::load(transaction, case, form.book).await?;
    let Some(range) = form_range(said, said).filter(|range| book.is_some_and(|book| book.has(*range))) else {
        return Ok(Some(Text::new(
            format!("票号 {said} 不在发给本机的收据本内，收款不变，请核对票面并联系医保办"),
            format!(
                "Number {said} is not of a book issued to this device. The payment stands; check the paper and call \
                 the office."
            ),
        )));
    };
    let taken = take(transaction, case, form.book, range, Some(payment)).await?;
    Ok((!taken).then(|| {
        Text::new(
            format!("票号 {said} 已经用过，收款不变，请核对票面并作废换号"),
            format!("Number {said} is in use already. The payment stands; check the paper and give it another form."),
        )
    }))
}

/// Takes numbers that are free. False if one of them is not.
async fn take(
    transaction: &Transaction<'_>,
    case: &Case<'_>,
    book: BookId,
    (from, until, _): (i64, i64, usize),
    payment: Option<PaymentId>,
) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO fiscal_number (book, first, last, payment, state, device, epoch, seq)
               SELECT $1::text::uuid, $2, $3, $4::text::uuid,
                      CASE WHEN $4::text IS NULL THEN 'spoiled' ELSE 'used' END, $5, $6, $7
               WHERE NOT EXISTS (SELECT FROM fiscal_number
                                 WHERE book = $1::text::uuid AND first <= $3 AND last >= $2)";
    let payment = payment.map(|payment| payment.to_string());
    let epoch = i64::from(case.docket.epoch);
    let taken = transaction
        .execute(sql, &[&book.to_string(), &from, &until, &payment, &case.docket.device, &epoch, &case.seq])
        .await?;
    Ok(taken == 1)
}

async fn is_known(transaction: &Transaction<'_>, book: BookId) -> Result<bool, DatabaseError> {
    let sql = "SELECT EXISTS (SELECT FROM receipt_book WHERE id = $1::text::uuid)";
    Ok(transaction.query_one(sql, &[&book.to_string()]).await?.get(0))
}

fn again() -> Finding {
    Finding::refused("这一本已经登记过，不再登记", "This book was recorded already; it is not recorded again.")
}

fn unknown(number: &str) -> Finding {
    Finding::refused(
        format!("票号 {number} 不在发给本机的收据本内，没有登记，请核对票面并联系医保办"),
        format!("Number {number} is not of a book issued to this device; nothing was recorded. Check the paper."),
    )
}

fn used(from: &str, until: &str) -> Finding {
    Finding::refused(
        format!("票号 {from} 至 {until} 中有已经用过的，没有登记，请核对票面"),
        format!("Some of the numbers {from} to {until} are in use; nothing was recorded. Check the paper."),
    )
}
