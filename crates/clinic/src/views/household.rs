//! Households, people and premiums.

use super::{EnrolmentChip, EntryState, MoneyShown, PaymentRow, PremiumQuote, SettlementRow};
use nonghe_domain::Text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A choice in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Choice {
    /// Code in entries.
    pub code: String,
    /// Name for people.
    pub name: Text,
}

/// A village, and how its name is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VillageSpelled {
    /// In characters.
    pub name: String,
    /// In letters.
    pub pinyin: String,
}

/// What the registration form needs.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RegistrationForm {
    /// Villages known here, last used first.
    pub villages: Vec<String>,
    /// Group of the last household.
    pub last_group: String,
    /// The number that the household will get.
    pub next_household_number: String,
    /// Relations in the order of their digits.
    pub relations: Vec<Choice>,
    /// Categories of the pack; the office assigns them.
    pub categories: Vec<Choice>,
    /// Whether the operator speaks for the office, and so may state categories.
    pub office: bool,
    /// Days within which the number of somebody registered without one must be there.
    pub temporary_days: Option<u32>,
    /// Year whose premium is collected now, if a window is open.
    pub season_year: Option<i32>,
}

/// A typed identity number, checked.
#[derive(Debug, Clone, Serialize, TS)]
pub struct IdCheck {
    /// Normalised, complete number, if valid.
    pub id_number: Option<String>,
    /// Date of birth.
    pub birth_date: Option<String>,
    /// Age today.
    pub age: Option<u32>,
    /// `male` or `female`.
    pub sex: Option<String>,
    /// What is wrong.
    pub fault: Option<Text>,
    /// Something to look at that does not stop.
    pub warning: Option<Text>,
    /// The person who already has it.
    pub known: Option<KnownPerson>,
}

/// A person known already.
#[derive(Debug, Clone, Serialize, TS)]
pub struct KnownPerson {
    /// Id.
    pub person: String,
    /// Household.
    pub household: String,
    /// Name.
    pub name: String,
    /// Whose household, and where, for people.
    pub place: Text,
    /// Whether the person can be moved here instead of registered again.
    pub can_move: bool,
}

/// A member as typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberInput {
    /// Identity number as typed; empty asks for a temporary number.
    pub id_number: String,
    /// Name.
    pub name: String,
    /// `male` or `female`; needed only without an identity number.
    pub sex: Option<String>,
    /// Date of birth as typed; needed only without an identity number.
    pub birth_date: Option<String>,
    /// Relation code.
    pub relation: String,
    /// Category codes, without `general`.
    pub categories: Vec<String>,
    /// Telephone.
    pub phone: String,
    /// Somebody who is known and moves here with the history; the other fields but the relation are not asked then.
    #[serde(default)]
    pub person: Option<String>,
}

/// A household as typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HouseholdInput {
    /// Village.
    pub village: String,
    /// Group.
    pub group: String,
    /// Door number.
    pub door: String,
    /// Telephone.
    pub phone: String,
    /// Members, the head among them.
    pub members: Vec<MemberInput>,
}

/// A household's page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HouseholdView {
    /// Id.
    pub id: String,
    /// Displayed number.
    pub number: String,
    /// Village.
    pub village: String,
    /// Group.
    pub group: String,
    /// Door number.
    pub door: String,
    /// Village, group and door, as shown.
    pub place: String,
    /// Telephone.
    pub phone: String,
    /// Name of the head.
    pub head: String,
    /// Members.
    pub members: Vec<MemberView>,
    /// The shown benefit year.
    pub year: i32,
    /// Premium of the shown year.
    pub premium: PremiumQuote,
    /// What was paid for the shown year, less what went back.
    pub paid: MoneyShown,
    /// Payments, newest first.
    pub payments: Vec<PaymentRow>,
    /// Changes, newest first.
    pub history: Vec<super::ChangeRow>,
    /// People who moved away or died, the latest first.
    pub former: Vec<FormerMember>,
    /// Why it is no longer there, if it was merged or nobody is left.
    pub ended: Option<Text>,
    /// Where the newest entry about it stands.
    pub state: EntryState,
}

/// Somebody who was a member.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FormerMember {
    /// Id.
    pub person: String,
    /// Name.
    pub name: String,
    /// Moved away or died, and when.
    pub presence: Text,
}

/// A member.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MemberView {
    /// Id.
    pub person: String,
    /// Name.
    pub name: String,
    /// Masked identity number, or the temporary one.
    pub id_number: String,
    /// Without an identity number.
    pub temporary: bool,
    /// `male` or `female`.
    pub sex: String,
    /// Date of birth.
    pub birth_date: String,
    /// Age.
    pub age: u32,
    /// Relation code.
    pub relation: String,
    /// Digit of the relation, 1 to 9.
    pub relation_digit: u32,
    /// Relation for people.
    pub relation_name: Text,
    /// Categories for people, with source and date.
    pub categories: Vec<CategoryView>,
    /// Telephone.
    pub phone: String,
    /// Enrolment by year.
    pub enrolment: Vec<EnrolmentChip>,
}

/// A category of a person.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CategoryView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: Option<String>,
    /// Where it comes from.
    pub source: String,
}

/// A person's page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PersonView {
    /// The person, as a member.
    pub member: MemberView,
    /// Household.
    pub household: String,
    /// Household number.
    pub household_number: String,
    /// Head.
    pub head: String,
    /// Village, group and door.
    pub place: String,
    /// The shown year.
    pub year: i32,
    /// Running totals of the year.
    pub totals: Vec<RunningTotal>,
    /// Settlements, newest first.
    pub settlements: Vec<SettlementRow>,
    /// Insurance elsewhere, with dates and sources.
    pub cover: Vec<CategoryView>,
    /// The stay, if in hospital now.
    pub stay: Option<String>,
    /// Moved away or died, and when; none for a member of a household.
    pub presence: Option<Text>,
    /// The day by which a temporary number must be completed.
    pub temporary_until: Option<String>,
    /// Changes, newest first.
    pub history: Vec<super::ChangeRow>,
    /// Whether the pack in force keeps photographs.
    pub photographs: bool,
    /// Which photograph there is, where they are kept; the picture is asked for by itself.
    pub photo: Option<String>,
}

/// A running total of the year.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RunningTotal {
    /// What.
    pub name: Text,
    /// Layer, for its colour: `basic`, `serious`, `assistance`, `other`.
    pub fund: String,
    /// So far.
    pub used: MoneyShown,
    /// Limit or start line.
    pub limit: Option<MoneyShown>,
    /// Of a start line: what is left until it is reached.
    pub left: Option<MoneyShown>,
    /// Used in permille of the limit.
    pub permille: u32,
}

/// Cash given and change.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashChange {
    /// To give back.
    pub change: MoneyShown,
    /// Missing.
    pub short: Option<MoneyShown>,
}
