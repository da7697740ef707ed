//! Settlements: statement, explanation, reversal; and amounts as shown.

use super::CashView;
use nonghe_domain::adjudicate::Explanation;
use nonghe_domain::{Money, Text, words};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An amount for people: digits, grouped, and in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MoneyShown {
    /// Plain, such as `1310.00`.
    pub plain: String,
    /// Grouped, such as `1,310.00`.
    pub shown: String,
    /// In capital numerals.
    pub words: String,
    /// Nothing.
    pub zero: bool,
}

impl From<Money> for MoneyShown {
    fn from(amount: Money) -> Self {
        Self {
            plain: amount.to_string(),
            shown: amount.grouped(),
            words: words::in_words(amount.fen()),
            zero: amount.is_zero(),
        }
    }
}

/// Where a record stands on its way to the county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// 待上传: complete and saved here.
    Waiting,
    /// 已送达: the county has it.
    Delivered,
    /// 已核对: checked by the county.
    Accepted,
    /// 需处理: refused or different.
    NeedsAction,
}

/// A settlement in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SettlementRow {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// When, `YYYY-MM-DD hh:mm`.
    pub at: String,
    /// Person.
    pub person: String,
    /// Name.
    pub name: String,
    /// Total.
    pub total: MoneyShown,
    /// The funds' part.
    pub funds: MoneyShown,
    /// The patient's part.
    pub you_pay: MoneyShown,
    /// Reversed.
    pub reversed: bool,
    /// The county came to other figures.
    pub adjusted: bool,
    /// Where it stands.
    pub state: EntryState,
}

/// A settlement: everything on the statement and on its page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SettlementView {
    /// As in the list.
    pub row: SettlementRow,
    /// Data for demonstration: printed on the paper.
    pub demonstration: bool,
    /// Data to practise with: the paper says 练习 无效.
    pub training: bool,
    /// Centre.
    pub centre: Text,
    /// Number for questions.
    pub phone: String,
    /// Whole number.
    pub full_number: String,
    /// Number of the stay.
    pub stay_number: String,
    /// Id of the stay.
    pub stay: String,
    /// `male` or `female`.
    pub sex: String,
    /// Age.
    pub age: u32,
    /// Masked identity number.
    pub id_number: String,
    /// Village and group.
    pub place: String,
    /// Categories for people; 一般 if none.
    pub category: Text,
    /// Diagnosis name.
    pub diagnosis: Text,
    /// Diagnosis code.
    pub diagnosis_code: String,
    /// Department and bed.
    pub department: String,
    /// Kind of stay.
    pub stay_kind: Text,
    /// Admitted.
    pub admitted: String,
    /// Discharged.
    pub discharged: String,
    /// Days.
    pub days: u32,
    /// Benefit year.
    pub year: i32,
    /// By class of charge, then a sum.
    pub classes: Vec<ChargeClassRow>,
    /// Sums of the classes.
    pub classes_total: ChargeClassRow,
    /// The ladder and the reasons.
    pub ladder: Explanation,
    /// The funds' part.
    pub funds: MoneyShown,
    /// The money at the desk.
    pub cash: CashView,
    /// Method of the cash, for people.
    pub method_name: Text,
    /// Running totals of the year after this bill.
    pub totals: Vec<super::RunningTotal>,
    /// Policy pack and its sources, for the footer.
    pub pack: Text,
    /// Cashier.
    pub cashier: String,
    /// When it was settled.
    pub at: String,
    /// The reversal, if there is one.
    pub reversal: Option<ReversalView>,
    /// The county's figures, if they differ.
    pub adjustment: Option<AdjustmentView>,
    /// What the county said.
    pub county_says: Option<Text>,
}

/// Charges of a class.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChargeClassRow {
    /// Class for people.
    pub name: Text,
    /// Amount.
    pub amount: MoneyShown,
    /// Outside the catalogue.
    pub outside: MoneyShown,
    /// Above the limit.
    pub above_limit: MoneyShown,
    /// Paid first.
    pub pay_first: MoneyShown,
    /// Covered.
    pub covered: MoneyShown,
}

/// A reversal.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReversalView {
    /// Number of the slip.
    pub number: String,
    /// Its whole number.
    pub full_number: String,
    /// When.
    pub at: String,
    /// Why, for people.
    pub reason: Text,
    /// In words.
    pub note: String,
    /// Who reversed it.
    pub by: String,
    /// Who approved it.
    pub approved_by: String,
    /// What the patient got back.
    pub cash_returned: MoneyShown,
    /// How, for people.
    pub method_name: Text,
    /// Later settlements that it changes, as they were shown before it.
    pub later: Vec<LaterRow>,
    /// Where it stands.
    pub state: EntryState,
}

/// A later settlement that a reversal changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LaterRow {
    /// Id.
    pub settlement: String,
    /// Number.
    pub number: String,
    /// Day, `YYYY-MM-DD`.
    pub at: String,
    /// Name; the household's other members count where the pack counts households.
    pub name: String,
    /// What the patient bears as it stands.
    pub you_pay: MoneyShown,
    /// What the patient is expected to bear.
    pub expected: MoneyShown,
    /// Expected less what stands.
    pub difference: MoneyShown,
}

/// The centre's and the county's figures side by side.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AdjustmentView {
    /// Rows.
    pub rows: Vec<AdjustmentRow>,
    /// One sentence that names both amounts, and who owes whom how much.
    pub sentence: Text,
    /// What becomes of the part that the patient claims from a fund, if that is another too.
    pub claimed: Option<Text>,
    /// Whether the county's figures are still others than the centre's.
    pub open: bool,
    /// Everything that the county said, the last of which counts.
    pub history: Vec<AdjustmentStep>,
}

/// What the county once said.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AdjustmentStep {
    /// What the patient bears by it.
    pub you_pay: MoneyShown,
    /// Why it was decided again; none for the first time.
    pub because: Option<Text>,
}

/// One figure.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AdjustmentRow {
    /// What.
    pub name: Text,
    /// The centre's.
    pub centre: MoneyShown,
    /// The county's.
    pub county: MoneyShown,
    /// County less centre.
    pub difference: MoneyShown,
    /// Whether they differ.
    pub differs: bool,
}

/// A paper that was set and kept.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DocumentView {
    /// Where the PDF is kept.
    pub path: String,
    /// How many pages it has.
    pub pages: u32,
    /// Each page as a picture, as a `data:` address.
    pub preview: Vec<String>,
}

/// What a reversal would do.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReversalPlan {
    /// The settlement.
    pub settlement: SettlementRow,
    /// What will happen, one sentence each.
    pub effects: Vec<Text>,
    /// Later settlements that it changes, and what they would come to.
    pub later: Vec<LaterRow>,
    /// Money back to the patient (negative: from the patient).
    pub cash_returned: MoneyShown,
    /// How it can change hands, in the order of the digits.
    pub ways: Vec<super::WayBack>,
    /// How the settlement was paid, and is paid back unless another way is chosen: a code of the ways.
    pub method: String,
    /// Why it cannot be reversed now.
    pub stopped: Option<Text>,
    /// Reasons in the order of their digits.
    pub reasons: Vec<super::Choice>,
}

/// Reversing a settlement.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ReversalInput {
    /// Made before the first press.
    pub op: String,
    /// Settlement.
    pub settlement: String,
    /// Reason code.
    pub reason: String,
    /// In words; required for `other`.
    pub note: String,
    /// `cash`, `scan`, `transfer`; empty for the way in which it was paid.
    #[serde(default)]
    pub method: String,
    /// Initials of the second operator.
    pub second_initials: String,
    /// PIN of the second operator.
    pub second_pin: String,
    /// Later settlements as the screen showed them; if they changed meanwhile, nothing is reversed.
    #[serde(default)]
    pub later: Vec<LaterShown>,
}

/// A later settlement as the screen showed it.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct LaterShown {
    /// Settlement.
    pub settlement: String,
    /// What the patient would bear, plain.
    pub expected: String,
}
