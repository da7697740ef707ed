//! Receipt books of the township: issued, given back, forms spoiled.

use super::Township;
use nonghe_domain::BookId;
use nonghe_protocol::book::{BookIssued, BookReturned, FiscalNumber, NumberSpoiled, SpoilReason, form_number};
use nonghe_store::BookRecord;

const DIGITS: usize = 7;

impl Township {
    /// The form of the next receipt; none while no book is open, as at the centres that use none.
    pub(super) fn next_form(&self) -> Option<FiscalNumber> {
        let book = self.open_book()?;
        Some(FiscalNumber { book: book.id, number: book.form(book.next) })
    }

    fn open_book(&self) -> Option<BookRecord> {
        self.store.books().unwrap().into_iter().find(|book| book.left() > 0)
    }

    /// Something about books.
    pub(super) fn books(&mut self) {
        let (by, at) = (self.id(), self.at());
        let Some(book) = self.open_book() else { return self.issue() };
        match self.random.below(4) {
            0 => self.issue(),
            1 if book.returned_from.is_none() => {
                let from = book.form(book.next + i64::try_from(self.random.below(3)).unwrap().min(book.left() - 1));
                self.append(BookReturned { by, book: book.id, from, reason: "年末交回".into(), at });
            }
            2 => {
                let until = book.next + i64::try_from(self.random.below(2)).unwrap().min(book.left() - 1);
                let (from, until) = (book.form(book.next), book.form(until));
                let (reason, note) = (SpoilReason::Missing, String::new());
                let (payment, instead) = (None, None);
                self.append(NumberSpoiled { by, book: book.id, from, until, reason, note, payment, instead, at });
            }
            _ => self.spoil(),
        }
    }

    fn issue(&mut self) {
        let (by, book, at) = (self.id(), self.id::<BookId>(), self.at());
        let before = self.store.books().unwrap().iter().map(|book| book.last).max().unwrap_or(0);
        let (first, last) = (before + 1, before + 1 + i64::try_from(self.random.below(9)).unwrap());
        let (first, last) = (form_number(first, DIGITS), form_number(last, DIGITS));
        self.append(BookIssued { by, book, first, last, note: String::new(), at });
    }

    /// The newest payment with a form gets the next one.
    fn spoil(&mut self) {
        let payments = self.store.payments("", 0, 20).unwrap().0;
        let form =
            payments.iter().find_map(|paid| Some((paid.payment.id, self.store.form_of(paid.payment.id).unwrap()?)));
        let Some((payment, (book, number))) = form else { return };
        let (by, at) = (self.id(), self.at());
        let instead = self.next_form();
        let (reason, note) = (SpoilReason::Other, "印章盖偏".to_owned());
        let (from, payment) = (number.clone(), Some(payment));
        self.append(NumberSpoiled { by, book, from, until: number, reason, note, payment, instead, at });
    }
}
