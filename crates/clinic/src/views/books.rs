//! Receipt books and the numbers of pre-printed forms.

use super::{Choice, EntryState};
use nonghe_domain::Text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How near the end of the forms is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FormsLeft {
    /// Enough.
    Plenty,
    /// At most 50 are left, and at most half of a book.
    Low,
    /// At most 5 are left.
    Last,
}

/// The form that the next receipt is printed on.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FormView {
    /// Number on the paper.
    pub number: String,
    /// The book as people name it: first to last.
    pub book: String,
    /// Nothing was taken from the book yet: the number on the paper is confirmed once.
    pub confirm: bool,
    /// How many forms are left in all open books.
    pub left: u32,
    /// How near the end is.
    pub level: FormsLeft,
    /// Why forms are spoiled, in the order of their digits.
    pub reasons: Vec<Choice>,
}

/// All books of this window.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BooksView {
    /// In the order of issue.
    pub books: Vec<BookView>,
    /// Spoiled forms and those of voided receipts, the newest first.
    pub spoiled: Vec<SpoiledForms>,
    /// The next form; none if no open book has one.
    pub next: Option<FormView>,
    /// A policy pack asks for numbers from books.
    pub in_use: bool,
    /// Whether the operator issues books and takes them back.
    pub may_issue: bool,
}

/// A book.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BookView {
    /// Id.
    pub id: String,
    /// First number.
    pub first: String,
    /// Last number.
    pub last: String,
    /// Forms that belong to payments.
    pub used: u32,
    /// Spoiled forms.
    pub spoiled: u32,
    /// Forms that can still be used.
    pub left: u32,
    /// The lowest form that can still be used.
    pub next: Option<String>,
    /// Where it stands.
    pub state: BookState,
    /// From this number on it went back.
    pub returned_from: Option<String>,
    /// Noted at the issue.
    pub note: String,
    /// When it was issued.
    pub at: String,
    /// Who issued it.
    pub by: String,
    /// What the county said, if it refused.
    pub county_says: Option<Text>,
    /// Where the entry stands.
    pub entry: EntryState,
}

/// Where a book stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BookState {
    /// Numbers are taken from it, or will be after the books before it.
    Open,
    /// All its numbers are gone.
    Full,
    /// The rest went back.
    Returned,
    /// The county refused it.
    Refused,
}

/// Forms that were spoiled together.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SpoiledForms {
    /// The first number.
    pub from: String,
    /// The last number; of one form the same.
    pub until: String,
    /// Why, for people.
    pub reason: Text,
    /// In words.
    pub note: String,
    /// Receipt of the payment whose form it was.
    pub receipt: Option<String>,
    /// The number that it has instead.
    pub instead: Option<String>,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: String,
    /// What the county said, if it refused.
    pub county_says: Option<Text>,
}

/// Issuing a book.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct BookInput {
    /// Made before the first press.
    pub op: String,
    /// First number as printed.
    pub first: String,
    /// Last number as printed.
    pub last: String,
    /// In words.
    pub note: String,
}

/// Taking the rest of a book back.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct BookReturnInput {
    /// Made before the first press.
    pub op: String,
    /// Which book.
    pub book: String,
    /// The first number that goes back.
    pub from: String,
    /// Why, in words.
    pub reason: String,
}

/// The paper has a higher number: those before it are spoiled.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SkipInput {
    /// Made before the first press.
    pub op: String,
    /// The number on the paper.
    pub number: String,
    /// Reason code.
    pub reason: String,
    /// In words; required for `other`.
    pub note: String,
}

/// The form of a payment is spoiled, and the payment gets the next number.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SpoilInput {
    /// Made before the first press.
    pub op: String,
    /// The payment.
    pub payment: String,
    /// Reason code.
    pub reason: String,
    /// In words; required for `other`.
    pub note: String,
}
