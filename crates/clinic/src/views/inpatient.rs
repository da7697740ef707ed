//! Stays: admission, charges, discharge.

use super::{Choice, EntryState, MoneyShown, RunningTotal};
use nonghe_domain::Text;
use nonghe_domain::adjudicate::Explanation;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the admission form needs.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AdmissionForm {
    /// Person.
    pub person: String,
    /// Name.
    pub name: String,
    /// `male` or `female`.
    pub sex: String,
    /// Age.
    pub age: u32,
    /// Village and group.
    pub place: String,
    /// Masked identity number.
    pub id_number: String,
    /// Enrolled in the current year.
    pub enrolled: bool,
    /// Current benefit year.
    pub year: i32,
    /// Deductible of this stay.
    pub deductible: MoneyShown,
    /// Categories, for people.
    pub categories: Vec<Text>,
    /// Running totals of the year.
    pub totals: Vec<RunningTotal>,
    /// Last department.
    pub department: String,
    /// Last doctor.
    pub doctor: String,
    /// Now, `YYYY-MM-DD hh:mm`.
    pub admitted_at: String,
    /// Kinds of stay.
    pub stay_kinds: Vec<Choice>,
    /// Already in hospital here: this stay.
    pub stay: Option<String>,
}

/// Admitting a person.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct AdmissionInput {
    /// Made before the first press.
    pub op: String,
    /// Person.
    pub person: String,
    /// Department.
    pub department: String,
    /// Doctor.
    pub doctor: String,
    /// Bed.
    pub bed: String,
    /// Diagnosis code.
    pub diagnosis: String,
    /// Kind of stay.
    pub stay_kind: String,
    /// When, as typed `YYYY-MM-DD hh:mm`; empty means now.
    pub admitted_at: String,
}

/// A diagnosis found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DiagnosisHit {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
}

/// An item found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ItemHit {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Strength and package.
    pub spec: String,
    /// Unit.
    pub unit: String,
    /// 甲, 乙 or 丙.
    pub class: String,
    /// Kind code.
    pub kind: String,
    /// Kind for people.
    pub kind_name: Text,
    /// Price.
    pub price: String,
    /// Price limit.
    pub price_limit: Option<String>,
}

/// A stay in the list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StayRow {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Person.
    pub person: String,
    /// Name.
    pub name: String,
    /// Department.
    pub department: String,
    /// Bed.
    pub bed: String,
    /// Diagnosis for people.
    pub diagnosis: Text,
    /// Admitted, `YYYY-MM-DD`.
    pub admitted: String,
    /// Days so far.
    pub days: u32,
    /// Charges so far.
    pub charges: MoneyShown,
    /// Deposits.
    pub deposits: MoneyShown,
    /// In hospital, and the patient's part so far is more than the deposits.
    pub low_balance: bool,
    /// `in_hospital`, `settled`, `reversed`.
    pub status: String,
    /// Where the newest entry about it stands.
    pub state: EntryState,
}

/// A stay with its charges.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StayView {
    /// As in the list.
    pub row: StayRow,
    /// `male` or `female`.
    pub sex: String,
    /// Age.
    pub age: u32,
    /// Village and group.
    pub place: String,
    /// Masked identity number.
    pub id_number: String,
    /// Enrolled in the deciding year.
    pub enrolled: bool,
    /// Benefit year.
    pub year: i32,
    /// Doctor.
    pub doctor: String,
    /// Kind of stay for people.
    pub stay_kind: Text,
    /// Charges in order.
    pub charges: Vec<ChargeView>,
    /// Deposits.
    pub deposits: Vec<DepositView>,
    /// What a settlement now would come to.
    pub trial: Option<TrialStrip>,
    /// Its settlement, once settled.
    pub settlement: Option<String>,
}

/// A charge.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChargeView {
    /// Number within the stay.
    pub line: u32,
    /// Day.
    pub date: String,
    /// Item code.
    pub item: String,
    /// Name.
    pub name: Text,
    /// Strength and package.
    pub spec: String,
    /// Unit.
    pub unit: String,
    /// 甲, 乙, 丙, or empty if the catalogue does not know it.
    pub class: String,
    /// Price.
    pub price: String,
    /// Price limit.
    pub price_limit: Option<String>,
    /// Quantity.
    pub quantity: String,
    /// Amount.
    pub amount: MoneyShown,
    /// What of it the patient bears before the layers.
    pub self_paid: MoneyShown,
}

/// A deposit.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DepositView {
    /// Receipt number.
    pub number: String,
    /// When.
    pub at: String,
    /// `cash`, `scan`, `transfer`.
    pub method: String,
    /// For people.
    pub method_name: Text,
    /// Amount.
    pub amount: MoneyShown,
}

/// The strip under the charges.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TrialStrip {
    /// Total.
    pub total: MoneyShown,
    /// Covered charges.
    pub covered: MoneyShown,
    /// What the funds would pay.
    pub funds: MoneyShown,
    /// What the patient would bear.
    pub you_pay: MoneyShown,
}

/// New charges.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChargesInput {
    /// Made before the first press.
    pub op: String,
    /// Stay.
    pub stay: String,
    /// Day, as typed.
    pub date: String,
    /// Lines.
    pub lines: Vec<ChargeInput>,
}

/// A new charge.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChargeInput {
    /// Item code.
    pub item: String,
    /// Quantity as typed.
    pub quantity: String,
    /// Price as typed; the catalogue's if empty.
    pub price: String,
}

/// A new deposit.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct DepositInput {
    /// Made before the first press.
    pub op: String,
    /// Stay.
    pub stay: String,
    /// Amount as typed.
    pub amount: String,
    /// `cash`, `scan`, `transfer`.
    pub method: String,
}

/// The discharge screen.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DischargeView {
    /// The stay.
    pub stay: StayView,
    /// Day of discharge.
    pub discharged: String,
    /// Checks.
    pub checks: Vec<CheckView>,
    /// No check stops.
    pub can_settle: bool,
    /// The ladder; none if the bill is not covered.
    pub ladder: Option<Explanation>,
    /// Why no fund takes part.
    pub refused: Vec<Text>,
    /// The money.
    pub cash: Option<CashView>,
    /// Running totals of the year, this bill included.
    pub totals: Vec<RunningTotal>,
    /// The number that the statement will get.
    pub next_number: String,
    /// Time of the trial, `hh:mm`.
    pub tried_at: String,
}

/// A check before the settlement.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CheckView {
    /// Code.
    pub code: String,
    /// `passed`, `warning`, `failed`.
    pub state: String,
    /// What.
    pub title: Text,
    /// More about it.
    pub detail: Option<Text>,
}

/// Deposits against what is due at the desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashView {
    /// Deposits together.
    pub deposits: MoneyShown,
    /// What is due at the desk: what the patient bears, and what the patient pays first and claims.
    pub you_pay: MoneyShown,
    /// The part of it that the patient claims from a fund later.
    pub claimed: MoneyShown,
    /// `refund`, `collect` or `even`.
    pub direction: String,
    /// How much is refunded or collected.
    pub amount: MoneyShown,
}

/// Settling a stay.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SettleInput {
    /// Made before the first press.
    pub op: String,
    /// Stay.
    pub stay: String,
    /// Day of discharge, as typed.
    pub discharged: String,
    /// `cash`, `scan`, `transfer`.
    pub method: String,
    /// Handed over, as typed; empty when money is given back.
    pub tendered: String,
    /// What the screen showed as the patient's part; if it changed meanwhile, nothing is settled.
    pub expected_you_pay: String,
}
