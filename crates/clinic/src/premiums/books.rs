//! Receipt books: issue, return, the next form, and forms that were spoiled.

use super::receipt::{TIME, said};
use super::validity;
use crate::registration::tidy;
use crate::views::{
    BookInput, BookReturnInput, BookState, BookView, BooksView, Choice, FormView, FormsLeft, FormsLeftView,
    ReceiptView, SkipInput, SpoilInput, SpoiledForms, Validity,
};
use crate::{Clinic, ClinicError, ClinicResult, Now, done_before, id, random, stamp};
use nonghe_domain::pack::{Pack, ReceiptNumbers};
use nonghe_domain::{BookId, PaymentId, Text};
use nonghe_protocol::book::{
    BookIssued, BookReturned, FiscalNumber, NumberSpoiled, SpoilReason, form_count, form_range,
};
use nonghe_protocol::{Body, Role};
use nonghe_store::{BookRecord, NewEntry, Store};

/// From so few forms on the desk warns, unless they are more than half a book: a new small book is no cause for alarm.
const LOW: i64 = 50;
/// From so few forms on it warns louder.
const LAST: i64 = 5;
/// More forms than any box holds: a slip of the finger.
const FORMS_MAX: i64 = 100_000;

const ISSUED: &str = "book.issued";
const RETURNED: &str = "book.returned";
const SPOILED: &str = "number.spoiled";

/// In the order of the digits at the desk.
const REASONS: [(SpoilReason, &str); 4] = [
    (SpoilReason::Misprinted, "misprinted"),
    (SpoilReason::Damaged, "damaged"),
    (SpoilReason::Missing, "missing"),
    (SpoilReason::Other, "other"),
];

/// Whether receipts need a form from a book.
pub(super) fn needs_form(pack: &Pack) -> bool {
    pack.rules.premium.receipt_numbers == ReceiptNumbers::Book
}

/// What is said where a form is needed and no open book has one.
pub(super) fn no_form() -> Text {
    Text::new(
        "本窗口没有可用票据号，请医保办发放（缴费 → 收据本）。可先保存，不收款。",
        "This window has no receipt form left. Ask the office to issue a book (Premiums → Receipt books). The household \
         can be saved without payment.",
    )
}

impl Clinic {
    /// All books.
    pub fn book_list(&self) -> ClinicResult<BooksView> {
        self.operator(None)?;
        self.books_of(&self.store())
    }

    /// Hands a book of forms to this window.
    pub fn book_issue(&self, input: &BookInput, now: Now) -> ClinicResult<BooksView> {
        let operator = self.operator(Some(Role::Office))?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if !done_before(&store, op, ISSUED)? {
            let (first, last) = (digits(&input.first), digits(&input.last));
            let (from, until, width) = typed_range(&first, &last)?;
            if let Some(book) = overlapping(&store.books()?, from, until, width) {
                let (first, last) = (book.form(book.first), book.form(book.last));
                return Err(ClinicError::field(
                    "first",
                    Text::new(
                        format!("与已发放的收据本 {first} 至 {last} 重号，没有发放。"),
                        format!("Book {first} to {last} has some of these numbers; nothing was issued."),
                    ),
                ));
            }
            let book = BookId::from_random(random()?);
            let (by, note, at) = (operator.id, tidy(&input.note), now.local());
            let stamp = stamp(&store, now)?;
            store.append(NewEntry::new(op, BookIssued { by, book, first, last, note, at }), stamp)?;
        }
        self.books_of(&store)
    }

    /// Takes the rest of a book back.
    pub fn book_return(&self, input: &BookReturnInput, now: Now) -> ClinicResult<BooksView> {
        let operator = self.operator(Some(Role::Office))?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if !done_before(&store, op, RETURNED)? {
            let wanted: BookId = id(&input.book)?;
            let book = store.books()?.into_iter().find(|book| book.id == wanted).ok_or(ClinicError::NotFound)?;
            let from = digits(&input.from);
            let number = form_count(&from).filter(|_| from.len() == book.digits);
            let none = book.left() == 0 || book.returned_from.is_some();
            if none || number.is_none_or(|number| number < book.next || number > book.last) {
                let (next, last) = (book.form(book.next), book.form(book.last));
                return Err(ClinicError::field(
                    "from",
                    if none {
                        Text::new(
                            "这一本已退回，或没有可退的号码。",
                            "This book went back before, or has no form left.",
                        )
                    } else {
                        Text::new(
                            format!("起号应在 {next} 至 {last} 之间，没有退回。"),
                            format!("The first number must be from {next} to {last}; nothing was taken back."),
                        )
                    },
                ));
            }
            let reason = tidy(&input.reason);
            if reason.is_empty() {
                return Err(ClinicError::field("reason", Text::new("请填写原因", "Say why")));
            }
            let body = BookReturned { by: operator.id, book: book.id, from, reason, at: now.local() };
            let stamp = stamp(&store, now)?;
            store.append(NewEntry::new(op, body), stamp)?;
        }
        self.books_of(&store)
    }

    /// The paper in the printer has a higher number: the forms before it are spoiled.
    pub fn form_skip(&self, input: &SkipInput, now: Now) -> ClinicResult<BooksView> {
        let by = self.operator_with_forms()?;
        let op = id(&input.op)?;
        let mut store = self.store();
        if !done_before(&store, op, SPOILED)? {
            let book = next_book(&store)?.ok_or(ClinicError::NoForm)?;
            let typed = digits(&input.number);
            let number = form_count(&typed).filter(|_| typed.len() == book.digits);
            let end = book.next + book.left();
            let Some(number) = number.filter(|number| *number > book.next && *number < end) else {
                let (next, last) = (book.form(book.next), book.form(end - 1));
                return Err(ClinicError::field(
                    "number",
                    Text::new(
                        format!("号码应大于 {next}，不超过本册的 {last}，没有改号。"),
                        format!(
                            "The number must be above {next} and at most {last} of this book; nothing was changed."
                        ),
                    ),
                ));
            };
            let (reason, note) = why(&input.reason, &input.note)?;
            let body = NumberSpoiled {
                by,
                book: book.id,
                from: book.form(book.next),
                until: book.form(number - 1),
                reason,
                note,
                payment: None,
                instead: None,
                at: now.local(),
            };
            let stamp = stamp(&store, now)?;
            store.append(NewEntry::new(op, body), stamp)?;
        }
        self.books_of(&store)
    }

    /// The form of a payment is spoiled: the payment gets the next number, and the old one is kept with the reason.
    pub fn form_spoil(&self, input: &SpoilInput, now: Now) -> ClinicResult<ReceiptView> {
        let by = self.operator_with_forms()?;
        let (op, payment) = (id(&input.op)?, id::<PaymentId>(&input.payment)?);
        let mut store = self.store();
        if !done_before(&store, op, SPOILED)? {
            let (book, number) = store.form_of(payment)?.ok_or(ClinicError::NotFound)?;
            if validity(&store.enrolments_of(payment)?, &store.slips_of(payment)?) == Validity::Voided {
                return Err(ClinicError::Form(Text::new(
                    "收据已作废，不再换号。",
                    "The receipt is void; it gets no other number.",
                )));
            }
            let (reason, note) = why(&input.reason, &input.note)?;
            let next = next_book(&store)?.ok_or(ClinicError::NoForm)?;
            let body = NumberSpoiled {
                by,
                book,
                from: number.clone(),
                until: number,
                reason,
                note,
                payment: Some(payment),
                instead: Some(FiscalNumber { book: next.id, number: next.form(next.next) }),
                at: now.local(),
            };
            let stamp = stamp(&store, now)?;
            store.append(NewEntry::new(op, body), stamp)?;
        }
        let seq = store.payment(payment)?.ok_or(ClinicError::NotFound)?.seq;
        let body = store.body(seq)?;
        self.receipt_of(&store, seq, &body)
    }

    /// Forms of a payment that were spoiled, the newest first.
    pub fn spoiled_forms(&self, payment: &str) -> ClinicResult<Vec<SpoiledForms>> {
        self.operator(None)?;
        self.spoiled_of(&self.store(), Some(id(payment)?))
    }

    /// Whoever takes money or answers for the books.
    fn operator_with_forms(&self) -> ClinicResult<nonghe_domain::OperatorId> {
        let operator = self.operator(None)?;
        let may = operator.roles.iter().any(|role| matches!(role, Role::Office | Role::Cashier));
        if may { Ok(operator.id) } else { Err(ClinicError::NotAllowed(Role::Cashier)) }
    }

    /// The form for a receipt, if the pack asks for one. `confirmed` is the number that the cashier sees on the paper.
    pub(super) fn form_for(
        &self,
        store: &Store,
        pack: &Pack,
        confirmed: Option<&str>,
    ) -> ClinicResult<Option<FiscalNumber>> {
        if !needs_form(pack) {
            return Ok(None);
        }
        let book = next_book(store)?.ok_or(ClinicError::NoForm)?;
        let number = book.form(book.next);
        match confirmed {
            Some(seen) if digits(seen) != number => Err(ClinicError::Form(Text::new(
                format!("轮到的票据号是 {number}，屏幕上是 {seen}。"),
                format!("The form whose turn it is has number {number}, the screen showed {seen}."),
            ))),
            None if book.next == book.first => Err(ClinicError::Form(Text::new(
                format!("新收据本 {number} 起，还没有核对纸上号码。"),
                format!("The book that begins with {number} is new; the number on the paper was not confirmed yet."),
            ))),
            _ => Ok(Some(FiscalNumber { book: book.id, number })),
        }
    }

    /// The form that the screen shows before the money is taken.
    pub(super) fn form_view(&self, store: &Store) -> ClinicResult<Option<FormView>> {
        let books = store.books()?;
        let left: i64 = books.iter().map(BookRecord::left).sum();
        let mut open = books.iter().filter(|book| book.left() > 0);
        let last_size = open.clone().next_back().map_or(0, |book| book.last - book.first + 1);
        let low = LOW.min(last_size / 2);
        Ok(open.next().map(|book| FormView {
            number: book.form(book.next),
            book: format!("{}–{}", book.form(book.first), book.form(book.last)),
            confirm: book.next == book.first,
            left: count(left),
            level: match left {
                left if left <= LAST => FormsLeft::Last,
                left if left <= low => FormsLeft::Low,
                _ => FormsLeft::Plenty,
            },
            reasons: REASONS
                .iter()
                .map(|(reason, code)| Choice { code: (*code).into(), name: words(*reason) })
                .collect(),
        }))
    }

    /// The number that the next receipt of a season gets, as people read it on the paper, and where it stands on a form
    /// of a book how many are left.
    pub(crate) fn next_shown(&self, store: &Store, year: Option<i32>) -> ClinicResult<(String, Option<FormsLeftView>)> {
        match year.map(|year| self.pack(year)).transpose()? {
            Some(pack) if needs_form(&pack) => Ok(match self.form_view(store)? {
                Some(form) => (form.number, Some(FormsLeftView { left: form.left, level: form.level })),
                None => ("—".to_owned(), Some(FormsLeftView { left: 0, level: FormsLeft::Last })),
            }),
            _ => Ok((self.next_short(store)?, None)),
        }
    }

    fn books_of(&self, store: &Store) -> ClinicResult<BooksView> {
        let operator = self.operator(None)?;
        Ok(BooksView {
            books: store.books()?.iter().map(|book| self.book_view(store, book)).collect::<ClinicResult<_>>()?,
            spoiled: self.gone(store)?,
            next: self.form_view(store)?,
            in_use: self.packs.iter().any(|pack| needs_form(pack)),
            may_issue: operator.roles.contains(&Role::Office),
        })
    }

    fn book_view(&self, store: &Store, book: &BookRecord) -> ClinicResult<BookView> {
        let Body::BookIssued(issued) = store.body(book.seq)? else { return Err(ClinicError::NotFound) };
        let left = book.left();
        let state = match (book.refused, left > 0, book.returned_from) {
            (true, ..) => BookState::Refused,
            (_, true, _) => BookState::Open,
            (_, _, Some(_)) => BookState::Returned,
            _ => BookState::Full,
        };
        Ok(BookView {
            id: book.id.to_string(),
            first: book.form(book.first),
            last: book.form(book.last),
            used: count(book.used),
            spoiled: count(book.spoiled),
            left: count(left),
            next: (left > 0).then(|| book.form(book.next)),
            state,
            returned_from: book.returned_from.map(|from| book.form(from)),
            note: book.note.clone(),
            at: issued.at.format(TIME).to_string(),
            by: self.operator_name(issued.by),
            county_says: said(store, book.seq)?,
            entry: self.entry_state(store, book.seq)?,
        })
    }

    /// Forms that were spoiled, and those whose receipts were voided, the newest first.
    fn gone(&self, store: &Store) -> ClinicResult<Vec<SpoiledForms>> {
        let mut forms = self.spoiled_of(store, None)?;
        for voided in store.voided_forms()? {
            let Body::PremiumVoided(body) = store.body(voided.seq)? else { return Err(ClinicError::NotFound) };
            forms.push(SpoiledForms {
                from: voided.number.clone(),
                until: voided.number,
                reason: Text::new(
                    format!("收据作废，作废单 {}", body.number.short),
                    format!("Receipt voided by slip {}", body.number.short),
                ),
                note: String::new(),
                receipt: store.payment(body.payment)?.map(|receipt| receipt.number),
                instead: None,
                by: self.operator_name(body.by),
                at: body.at.format(TIME).to_string(),
                county_says: said(store, voided.seq)?,
            });
        }
        forms.sort_by(|a, b| b.at.cmp(&a.at));
        Ok(forms)
    }

    fn spoiled_of(&self, store: &Store, payment: Option<PaymentId>) -> ClinicResult<Vec<SpoiledForms>> {
        let mut forms = Vec::new();
        for seq in store.spoiled(payment)?.into_iter().rev() {
            let Body::NumberSpoiled(body) = store.body(seq)? else { return Err(ClinicError::NotFound) };
            let receipt = body.payment.map(|payment| store.payment(payment)).transpose()?.flatten();
            forms.push(SpoiledForms {
                from: body.from,
                until: body.until,
                reason: words(body.reason),
                note: body.note,
                receipt: receipt.map(|receipt| receipt.number),
                instead: body.instead.map(|form| form.number),
                by: self.operator_name(body.by),
                at: body.at.format(TIME).to_string(),
                county_says: said(store, seq)?,
            });
        }
        Ok(forms)
    }
}

/// The first open book in the order of issue.
fn next_book(store: &Store) -> ClinicResult<Option<BookRecord>> {
    Ok(store.books()?.into_iter().find(|book| book.left() > 0))
}

/// Digits as typed, of either width.
fn digits(typed: &str) -> String {
    let half = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        _ => c,
    };
    typed.trim().chars().map(half).collect()
}

fn typed_range(first: &str, last: &str) -> ClinicResult<(i64, i64, usize)> {
    for (field, number) in [("first", first), ("last", last)] {
        if form_count(number).is_none() {
            return Err(ClinicError::field(
                field,
                Text::new("请照票面填写号码，1 至 12 位数字。", "Type the number as printed, 1 to 12 digits."),
            ));
        }
    }
    let range = form_range(first, last).filter(|(from, until, _)| until - from < FORMS_MAX);
    range.ok_or_else(|| {
        ClinicError::field(
            "last",
            Text::new(
                "止号应与起号位数相同，不小于起号，一本最多 100000 张。",
                "The last number has as many digits as the first, is not below it, and a book has at most 100,000 forms.",
            ),
        )
    })
}

/// A book with some of the numbers: also one that went back; one that the county refused only if forms of it are gone.
fn overlapping(books: &[BookRecord], from: i64, until: i64, digits: usize) -> Option<&BookRecord> {
    let end = |book: &BookRecord| if book.refused { book.next - 1 } else { book.last };
    books.iter().find(|book| book.digits == digits && book.first <= until && end(book) >= from)
}

fn why(code: &str, note: &str) -> ClinicResult<(SpoilReason, String)> {
    let found = REASONS.iter().find(|(_, known)| *known == code).map(|(reason, _)| *reason);
    let reason = found.ok_or_else(|| ClinicError::field("reason", Text::new("请选择原因", "Choose a reason")))?;
    let note = tidy(note);
    if reason == SpoilReason::Other && note.is_empty() {
        return Err(ClinicError::field("note", Text::new("请说明原因", "Say why")));
    }
    Ok((reason, note))
}

fn words(reason: SpoilReason) -> Text {
    match reason {
        SpoilReason::Misprinted => Text::new("打印错位或不清", "Misprinted"),
        SpoilReason::Damaged => Text::new("卡纸或破损", "Jammed or torn"),
        SpoilReason::Missing => Text::new("缺号或遗失", "Missing or lost"),
        SpoilReason::Other => Text::new("其他", "Other"),
    }
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
