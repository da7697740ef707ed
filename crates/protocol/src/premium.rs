//! Entries about premiums: collected, voided, paid back.

use crate::body::{DocumentNumber, PaymentMethod};
use crate::book::FiscalNumber;
use chrono::{NaiveDate, NaiveDateTime};
use nonghe_domain::enrolment::Special;
use nonghe_domain::pack::RefundReason;
use nonghe_domain::premium::PremiumLine;
use nonghe_domain::{HouseholdId, Money, OperatorId, PaymentId, PersonId};
use serde::{Deserialize, Serialize};

/// The premium of members of a household was collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumCollected {
    /// Who collected it.
    pub by: OperatorId,
    /// The payment.
    pub payment: PaymentId,
    /// The household.
    pub household: HouseholdId,
    /// Benefit year.
    pub year: i32,
    /// Receipt.
    pub number: DocumentNumber,
    /// Per member, in the order of the receipt.
    pub members: Vec<MemberPremium>,
    /// What was due.
    pub due: Money,
    /// How it was paid.
    pub method: PaymentMethod,
    /// What was handed over.
    pub tendered: Money,
    /// What was given back.
    pub change: Money,
    /// Number of the pre-printed form; absent where the pack uses none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fiscal: Option<FiscalNumber>,
    /// When.
    pub at: NaiveDateTime,
}

/// The premium of one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberPremium {
    /// Who is enrolled by it.
    pub person: PersonId,
    /// The figures under the pack.
    pub premium: PremiumLine,
    /// First day of benefits, as it was told before the payment; absent in entries of programs that did not tell it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub benefits_from: Option<NaiveDate>,
    /// The reason of the pack for which the person is enrolled outside the windows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub special: Option<Special>,
}

impl MemberPremium {
    /// A premium of which no more is said than the figures.
    pub fn new(person: PersonId, premium: PremiumLine) -> Self {
        Self { person, premium, benefits_from: None, special: None }
    }
}

/// A whole payment was voided on the day on which it was taken: it was a mistake, and the money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumVoided {
    /// Who voided it.
    pub by: OperatorId,
    /// Who approved it.
    pub approved_by: OperatorId,
    /// Which payment.
    pub payment: PaymentId,
    /// Number of the slip.
    pub number: DocumentNumber,
    /// Why.
    pub reason: VoidReason,
    /// In words; empty unless the reason asks for it.
    pub note: String,
    /// What was given back: all that was paid.
    pub returned: Money,
    /// How it was given back.
    pub method: PaymentMethod,
    /// When.
    pub at: NaiveDateTime,
}

/// Why a payment was voided. The order is the numbering of the list at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoidReason {
    /// 收错人
    WrongPerson,
    /// 收错年度
    WrongYear,
    /// 金额或类别有误
    WrongAmount,
    /// 重复收费
    Duplicate,
    /// 当场不缴了
    NotWanted,
    /// 其他
    Other,
}

/// The premium of members was paid back for a reason of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumRefunded {
    /// Who paid it back.
    pub by: OperatorId,
    /// Who approved it.
    pub approved_by: OperatorId,
    /// Of which payment.
    pub payment: PaymentId,
    /// Number of the slip.
    pub number: DocumentNumber,
    /// Why.
    pub reason: RefundReason,
    /// In words; mostly empty.
    pub note: String,
    /// Per member, in the order of the receipt.
    pub members: Vec<MemberRefund>,
    /// What was given back.
    pub returned: Money,
    /// How it was given back.
    pub method: PaymentMethod,
    /// When.
    pub at: NaiveDateTime,
}

/// What one member gets back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberRefund {
    /// Who is no longer enrolled by the payment.
    pub person: PersonId,
    /// How much by the pack.
    pub amount: Money,
}
