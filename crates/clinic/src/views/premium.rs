//! Premiums: what is due, receipts, and what is given back.

use super::{EntryState, MoneyShown};
use nonghe_domain::Text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a household would pay.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PremiumQuote {
    /// Benefit year.
    pub year: i32,
    /// Members in order; those paid already are not due.
    pub lines: Vec<PremiumLineView>,
    /// Sum of the standards of the selected members.
    pub standard: MoneyShown,
    /// Sum of subsidies.
    pub subsidy: MoneyShown,
    /// Sum due.
    pub due: MoneyShown,
    /// How many are selected.
    pub selected: u32,
    /// How many are neither selected nor paid.
    pub unpaid: u32,
    /// How many have paid.
    pub paid: u32,
    /// Why nothing can be collected.
    pub closed: Option<Text>,
    /// Why nothing can be collected from those who are selected, such as a household that enrols only as a whole.
    pub blocked: Option<Text>,
    /// Most of what is due buys no benefits in the year: who and how much.
    pub warning: Option<Text>,
    /// Benefit years that are collected now, the latest first.
    pub open_years: Vec<i32>,
    /// Reasons to be enrolled outside the windows, in the order of their digits; empty while a window is open.
    pub specials: Vec<SpecialChoice>,
    /// The reason that is chosen.
    pub special: Option<SpecialInput>,
    /// First day of benefits.
    pub benefits_from: Option<String>,
    /// The number that the receipt will get: that of the form, where forms from books are used. Empty where no book has
    /// a form left.
    pub next_number: String,
    /// The form that it is printed on; none where the pack uses no books, or where no book has one.
    pub form: Option<super::FormView>,
}

/// A member's premium.
#[derive(Debug, Clone, Serialize, TS)]
#[expect(clippy::struct_excessive_bools, reason = "marks of a row, each of which the list shows by itself")]
pub struct PremiumLineView {
    /// Whose.
    pub person: String,
    /// Name.
    pub name: String,
    /// Relation for people.
    pub relation_name: Text,
    /// Age.
    pub age: u32,
    /// Selected to be paid now.
    pub selected: bool,
    /// Paid already.
    pub paid: bool,
    /// The member amount.
    pub standard: MoneyShown,
    /// Paid by another fund.
    pub subsidy: MoneyShown,
    /// Due.
    pub due: MoneyShown,
    /// Category that gives the subsidy.
    pub category: Option<Text>,
    /// First day of benefits; none where it is not known.
    pub benefits_from: Option<String>,
    /// The wait outlasts the year: it is paid for and nothing of it is left.
    pub nothing: bool,
    /// How long the person waits for benefits, why, and what shortens it; none for those who do not wait.
    pub waiting: Option<Text>,
    /// What an interruption took from the person's own ceiling, one sentence each.
    pub lost: Vec<Text>,
    /// Why this member cannot pay now, though others may.
    pub closed: Option<Text>,
    /// Insurance elsewhere, for which the person is not ticked unless the clerk does.
    pub elsewhere: Option<Text>,
    /// The reason for which the person is enrolled outside the windows.
    pub special: Option<Text>,
    /// Voided or paid back: the receipt no longer enrols the person.
    pub ended: bool,
    /// The county does not count the person as enrolled by this receipt, and why.
    pub county: Option<Text>,
}

/// A reason to be enrolled outside the windows.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SpecialChoice {
    /// Code in entries.
    pub code: String,
    /// Name for people.
    pub name: Text,
    /// Whether the day of the event is asked.
    pub needs_day: bool,
    /// Within what it is paid, for people.
    pub hint: Option<Text>,
}

/// A chosen reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SpecialInput {
    /// Code.
    pub code: String,
    /// Day of the event as typed; empty where it is not asked.
    #[serde(default)]
    pub since: String,
}

/// Collecting a premium.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PremiumInput {
    /// Made before the first press: a repeat returns the first result.
    pub op: String,
    /// Household.
    pub household: String,
    /// Benefit year.
    pub year: i32,
    /// Members who pay now.
    pub persons: Vec<String>,
    /// `cash`, `scan`, `transfer`.
    pub method: String,
    /// Handed over, as typed.
    pub tendered: String,
    /// What the screen showed as due; if the rules changed meanwhile, nothing is taken.
    pub expected_due: String,
    /// The reason for which it is paid outside the windows.
    #[serde(default)]
    pub special: Option<SpecialInput>,
    /// The number on the paper, as the cashier sees it; needed for the first form of a book.
    #[serde(default)]
    pub fiscal_number: Option<String>,
}

/// A payment in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PaymentRow {
    /// Id.
    pub id: String,
    /// Household.
    pub household: String,
    /// Name of the head.
    pub head: String,
    /// Receipt number.
    pub number: String,
    /// Benefit year.
    pub year: i32,
    /// Members paid for.
    pub members: u32,
    /// Due and paid.
    pub due: MoneyShown,
    /// `cash`, `scan`, `transfer`.
    pub method: String,
    /// When, `YYYY-MM-DD hh:mm`.
    pub at: String,
    /// Whether it still counts.
    pub validity: Validity,
    /// Where it stands.
    pub state: EntryState,
}

/// Which payments are looked for.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct PaymentQuery {
    /// A number, a day, a name or initials; empty for all.
    #[serde(default)]
    pub text: String,
    /// How many rows are shown already.
    #[serde(default)]
    pub from: u32,
}

/// Some payments of a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PaymentPage {
    /// The newest first.
    pub rows: Vec<PaymentRow>,
    /// How many there are in all.
    pub all: u32,
}

/// Whether a payment still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// As it was taken.
    Valid,
    /// 已作废
    Voided,
    /// 部分退费: some members were paid back.
    PartlyRefunded,
    /// 已退: all members were paid back.
    Refunded,
}

/// A receipt: everything on the paper.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReceiptView {
    /// Id of the payment.
    pub id: String,
    /// Data for demonstration: printed on the paper.
    pub demonstration: bool,
    /// Data to practise with: the paper says 练习 无效.
    pub training: bool,
    /// Centre.
    pub centre: Text,
    /// Number for questions.
    pub phone: String,
    /// Short number.
    pub number: String,
    /// Whole number.
    pub full_number: String,
    /// Benefit year.
    pub year: i32,
    /// When.
    pub at: String,
    /// Head.
    pub head: String,
    /// Household number.
    pub household_number: String,
    /// Household id.
    pub household: String,
    /// Village, group and door.
    pub place: String,
    /// Members.
    pub lines: Vec<PremiumLineView>,
    /// Sum of standards.
    pub standard: MoneyShown,
    /// Sum of subsidies.
    pub subsidy: MoneyShown,
    /// Paid.
    pub due: MoneyShown,
    /// `cash`, `scan`, `transfer`.
    pub method: String,
    /// For people.
    pub method_name: Text,
    /// Handed over.
    pub tendered: MoneyShown,
    /// Given back.
    pub change: MoneyShown,
    /// First day of benefits: of the members, the earliest.
    pub benefits_from: String,
    /// Cashier.
    pub cashier: String,
    /// Number of the pre-printed form, where the county uses receipt books.
    pub fiscal_number: Option<String>,
    /// Whether it still counts.
    pub validity: Validity,
    /// Slips of voids and refunds, the oldest first.
    pub slips: Vec<SlipView>,
    /// Whether it still enrols somebody, so that it can be voided or paid back.
    pub can_give_back: bool,
    /// What the county said, if it refused.
    pub county_says: Option<Text>,
    /// Where it stands.
    pub state: EntryState,
}

/// A slip of a void or refund.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SlipView {
    /// `void` or `refund`.
    pub kind: String,
    /// Short number.
    pub number: String,
    /// Whole number.
    pub full_number: String,
    /// When.
    pub at: String,
    /// Why, for people.
    pub reason: Text,
    /// In words.
    pub note: String,
    /// Members concerned.
    pub names: Vec<String>,
    /// What went back of each, in the order of the names.
    pub amounts: Vec<MoneyShown>,
    /// Who did it.
    pub by: String,
    /// Who approved it.
    pub approved_by: String,
    /// What went back.
    pub returned: MoneyShown,
    /// How it went back, for people.
    pub method_name: Text,
    /// False once the county has refused it.
    pub counts: bool,
    /// What the county said, if it refused.
    pub county_says: Option<Text>,
    /// Where it stands.
    pub state: EntryState,
}

/// What a void or refund would do.
#[derive(Debug, Clone, Serialize, TS)]
pub struct GiveBackPlan {
    /// `void` or `refund`.
    pub kind: String,
    /// The payment.
    pub payment: PaymentRow,
    /// Members; of a void all are concerned.
    pub members: Vec<GiveBackLine>,
    /// What will happen, one sentence each.
    pub effects: Vec<Text>,
    /// Money back.
    pub returned: MoneyShown,
    /// How it can go back, in the order of the digits.
    pub ways: Vec<super::WayBack>,
    /// How it was paid, and goes back unless another way is chosen: a code of the ways.
    pub method: String,
    /// Why it cannot be done now.
    pub stopped: Option<Text>,
    /// Reasons in the order of their digits.
    pub reasons: Vec<super::Choice>,
}

/// A way in which money goes back.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WayBack {
    /// `cash`, `scan`, `transfer`.
    pub method: String,
    /// What will happen with the money.
    pub effect: Text,
}

/// A member of a payment that is given back.
#[derive(Debug, Clone, Serialize, TS)]
pub struct GiveBackLine {
    /// Whose.
    pub person: String,
    /// Name.
    pub name: String,
    /// What was paid.
    pub paid: MoneyShown,
    /// What goes back by the pack.
    pub back: MoneyShown,
    /// Chosen.
    pub selected: bool,
    /// Why this member cannot be chosen.
    pub stopped: Option<Text>,
}

/// Asking what a void or refund would do.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct GiveBackQuery {
    /// `void` or `refund`; empty asks for what the day allows.
    pub kind: String,
    /// Payment.
    pub payment: String,
    /// Reason code; empty while none is chosen.
    pub reason: String,
    /// Members who are paid back; none stands for all that can be.
    pub persons: Option<Vec<String>>,
}

/// Voiding a payment, or paying members back.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct GiveBackInput {
    /// Made before the first press.
    pub op: String,
    /// Payment.
    pub payment: String,
    /// Reason code.
    pub reason: String,
    /// In words; required for `other`.
    pub note: String,
    /// Members who are paid back; of a void all are.
    #[serde(default)]
    pub persons: Vec<String>,
    /// What the screen showed as the money back, plain.
    pub expected: String,
    /// `cash`, `scan`, `transfer`; empty for the way in which it was paid.
    #[serde(default)]
    pub method: String,
    /// Initials of the second operator.
    pub second_initials: String,
    /// PIN of the second operator.
    pub second_pin: String,
}
