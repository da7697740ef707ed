//! Entries about receipt books: pre-printed forms whose numbers the county counts.

use chrono::NaiveDateTime;
use nonghe_domain::{BookId, OperatorId, PaymentId};
use serde::{Deserialize, Serialize};

/// The number of a pre-printed form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiscalNumber {
    /// The book that it comes from.
    pub book: BookId,
    /// As it is printed on the form, with its leading zeros.
    pub number: String,
}

/// A book of forms was handed to this window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookIssued {
    /// Who handed it out.
    pub by: OperatorId,
    /// The book.
    pub book: BookId,
    /// Number of its first form.
    pub first: String,
    /// Number of its last form, with as many digits.
    pub last: String,
    /// In words; mostly empty.
    pub note: String,
    /// When.
    pub at: NaiveDateTime,
}

/// The rest of a book went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookReturned {
    /// Who took it back.
    pub by: OperatorId,
    /// Which book.
    pub book: BookId,
    /// The first number that went back; all after it went with it.
    pub from: String,
    /// Why, in words.
    pub reason: String,
    /// When.
    pub at: NaiveDateTime,
}

/// Forms were spoiled: their numbers are never used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberSpoiled {
    /// Who says so.
    pub by: OperatorId,
    /// Of which book.
    pub book: BookId,
    /// The first number.
    pub from: String,
    /// The last number; of one form the same.
    pub until: String,
    /// Why.
    pub reason: SpoilReason,
    /// In words; empty unless the reason asks for it.
    pub note: String,
    /// The payment whose form it was; absent if the form was blank.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub payment: Option<PaymentId>,
    /// The number that this payment has instead.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instead: Option<FiscalNumber>,
    /// When.
    pub at: NaiveDateTime,
}

/// Why a form was spoiled. The order is the numbering of the list at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpoilReason {
    /// 打印错位或不清
    Misprinted,
    /// 卡纸或破损
    Damaged,
    /// 缺号或遗失
    Missing,
    /// 其他
    Other,
}

/// Most digits that a form's number has.
const DIGITS_MAX: usize = 12;

/// The number on a form as a count, if it is nothing but digits.
pub fn form_count(number: &str) -> Option<i64> {
    let plain = (1..=DIGITS_MAX).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| number.parse().ok()).flatten()
}

/// A count as it is printed on forms with so many digits.
pub fn form_number(count: i64, digits: usize) -> String {
    format!("{count:0digits$}")
}

/// The ends of a range and its digits, if both ends have as many digits and stand in order.
pub fn form_range(first: &str, last: &str) -> Option<(i64, i64, usize)> {
    let (from, until) = (form_count(first)?, form_count(last)?);
    (first.len() == last.len() && from <= until).then_some((from, until, first.len()))
}
