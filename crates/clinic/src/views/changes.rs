//! Changes of people and households: what the forms ask for, what they name, and the change log.

use super::{Choice, JournalRow, MemberView};
use nonghe_domain::Text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Facts about a person as corrected. What is left out stays as it is.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct PersonChangeInput {
    /// Made before the first press: a repeat returns the first result.
    pub op: String,
    /// Who.
    pub person: String,
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
    /// Identity number; sex and birth date follow from it.
    #[serde(default)]
    pub id_number: Option<String>,
    /// `male` or `female`; only for somebody without an identity number.
    #[serde(default)]
    pub sex: Option<String>,
    /// Date of birth as typed; only for somebody without an identity number.
    #[serde(default)]
    pub birth_date: Option<String>,
    /// Relation code; the head is changed elsewhere.
    #[serde(default)]
    pub relation: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// A person's photograph as it is set.
#[derive(Clone, Default, Deserialize, TS)]
pub struct PhotographInput {
    /// Made before the first press.
    pub op: String,
    /// Whose.
    pub person: String,
    /// The picture, a JPEG in Base64; none takes it away.
    pub photo: Option<String>,
    /// Why it is taken away.
    #[serde(default)]
    pub reason: String,
}

/// A category as the office states it.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CategoryInput {
    /// Code in the pack.
    pub code: String,
    /// First day, as typed.
    pub from: String,
    /// Last day, as typed; empty while it lasts.
    pub until: String,
    /// Where it comes from, as a list of the county's civil affairs office.
    pub source: String,
}

/// All categories of a person.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CategoriesInput {
    /// Made before the first press.
    pub op: String,
    /// Who.
    pub person: String,
    /// Those that hold or held; none is a general member.
    pub categories: Vec<CategoryInput>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// All insurance that a person has or had elsewhere.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CoverInput {
    /// Made before the first press.
    pub op: String,
    /// Who.
    pub person: String,
    /// `employee` or `other`, dated and with its source.
    pub cover: Vec<CategoryInput>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// A relation that was chosen by hand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RelationInput {
    /// Whose.
    pub person: String,
    /// Relation code.
    pub relation: String,
}

/// People move.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct MoveInput {
    /// Made before the first press.
    pub op: String,
    /// Who moves: members of one household.
    pub persons: Vec<String>,
    /// The household here that they move to; none if they move away.
    #[serde(default)]
    pub to: Option<String>,
    /// The day, as typed; empty is today.
    #[serde(default)]
    pub on: String,
    /// Relations to the head there; others become `other`.
    #[serde(default)]
    pub relations: Vec<RelationInput>,
    /// Who becomes head of the household that the head leaves; none takes the one suggested.
    #[serde(default)]
    pub new_head: Option<String>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// A person died.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct DeathInput {
    /// Made before the first press.
    pub op: String,
    /// Who.
    pub person: String,
    /// The day, as typed; empty is today.
    #[serde(default)]
    pub on: String,
    /// Who becomes head, if it was the head; none takes the one suggested.
    #[serde(default)]
    pub new_head: Option<String>,
    /// Why, or by what paper.
    #[serde(default)]
    pub note: String,
}

/// A household gets another head, or its first one.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct HeadInput {
    /// Made before the first press.
    pub op: String,
    /// Which household.
    pub household: String,
    /// The new head.
    pub head: String,
    /// Relations to the new head that are not those suggested.
    #[serde(default)]
    pub relations: Vec<RelationInput>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// Facts about a household.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct HouseholdChangeInput {
    /// Made before the first press.
    pub op: String,
    /// Which household.
    pub household: String,
    /// Village.
    pub village: String,
    /// Group.
    pub group: String,
    /// Door number.
    pub door: String,
    /// Telephone.
    pub phone: String,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// Members of a household form one of their own.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct SplitInput {
    /// Made before the first press.
    pub op: String,
    /// The household that they leave.
    pub household: String,
    /// Who leaves.
    pub persons: Vec<String>,
    /// Who of them becomes head.
    pub head: String,
    /// Village of the new household.
    pub village: String,
    /// Group.
    pub group: String,
    /// Door number.
    pub door: String,
    /// Telephone.
    pub phone: String,
    /// Relations to the new head that are not those suggested.
    #[serde(default)]
    pub relations: Vec<RelationInput>,
    /// Who becomes head of those who stay, if the head leaves; none takes the one suggested.
    #[serde(default)]
    pub new_head: Option<String>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// A household is merged into another one.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct MergeInput {
    /// Made before the first press.
    pub op: String,
    /// The household that ends.
    pub household: String,
    /// The household that all its members join.
    pub into: String,
    /// Relations to the head there; others become `other`.
    #[serde(default)]
    pub relations: Vec<RelationInput>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// A change that is saved.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangeView {
    /// Its entry, by which it can be taken back.
    #[ts(type = "number")]
    pub seq: u64,
    /// What was done.
    pub title: Text,
    /// To whom.
    pub subject: String,
    /// The household to show next.
    pub household: String,
}

/// A field of a change.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FieldChange {
    /// Name of the person, or number of the household.
    pub whose: String,
    /// Which field.
    pub field: Text,
    /// Before.
    pub from: Text,
    /// After.
    pub to: Text,
}

/// A line of the change log.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangeRow {
    /// The entry.
    pub row: JournalRow,
    /// Who made it.
    pub by: String,
    /// Why.
    pub note: String,
    /// From what to what.
    pub changes: Vec<FieldChange>,
    /// Taken back by a later entry.
    pub undone: bool,
    /// Whether it can be taken back now.
    pub can_undo: bool,
}

/// Somebody who could become head.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Successor {
    /// Who.
    pub person: String,
    /// Name.
    pub name: String,
    /// Relation to the present head.
    pub relation_name: Text,
    /// Age.
    pub age: u32,
}

/// What the forms about a person need.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PersonForm {
    /// The person.
    pub member: MemberView,
    /// Whether here, and if not since when: for people; none for a member of a household.
    pub presence: Option<Text>,
    /// Relations in the order of their digits.
    pub relations: Vec<Choice>,
    /// Categories of the pack; only the office states them.
    pub categories: Vec<Choice>,
    /// Kinds of insurance elsewhere.
    pub cover_kinds: Vec<Choice>,
    /// Insurance elsewhere, as it stands.
    pub cover: Vec<super::CategoryView>,
    /// Whether the operator may state categories and insurance elsewhere.
    pub office: bool,
    /// Who could become head after this person, the suggested one first; empty if this is not the head.
    pub successors: Vec<Successor>,
    /// What a move to another household here means for premium and rights.
    pub when_moved: Text,
    /// What a move away means.
    pub when_away: Text,
    /// What a death means.
    pub when_dead: Text,
}

/// Somebody of the same name and birth date, beside whom a new record is looked at.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Namesake {
    /// Who.
    pub person: String,
    /// Household.
    pub household: String,
    /// Name.
    pub name: String,
    /// `male` or `female`.
    pub sex: String,
    /// Date of birth.
    pub birth_date: String,
    /// Masked identity number, or the temporary one.
    pub id_number: String,
    /// Where, and in whose household.
    pub place: Text,
    /// Whether the person could be moved instead of registered again.
    pub can_move: bool,
}
