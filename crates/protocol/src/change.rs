//! Changes of people and households that are known already: each field from what to what.
//!
//! A change says only what it changes, so that the county can see, field by field, whether it still meets what it
//! speaks of. An undo is a change of its own that goes the other way.

use crate::body::{Household, Member};
use chrono::NaiveDate;
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::enrolment::CoverElsewhere;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, OperatorId, PersonId};
use serde::{Deserialize, Serialize};

/// A field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromTo<T> {
    /// What it was.
    pub from: T,
    /// What it is now.
    pub to: T,
}

impl<T: PartialEq> FromTo<T> {
    /// The change, if it is one.
    pub fn new(from: T, to: T) -> Option<Self> {
        (from != to).then_some(Self { from, to })
    }

    /// The other way.
    #[must_use]
    pub fn back(self) -> Self {
        Self { from: self.to, to: self.from }
    }
}

/// Whether somebody lives here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// A member of a household here.
    Here,
    /// 迁出: moved away.
    Away,
    /// 死亡.
    Dead,
    /// 登记有误: the registration was taken back.
    Withdrawn,
}

/// Presence, and since when. The day stands for a member who is here too: of the registration it is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stands {
    /// Whether here.
    pub presence: Presence,
    /// The day of the move or of the death; none for somebody who is here.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<NaiveDate>,
}

impl Stands {
    /// A member of a household.
    pub const HERE: Self = Self { presence: Presence::Here, since: None };
}

/// What a change does to a person. Only fields that change are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// Who.
    pub person: PersonId,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<FromTo<String>>,
    /// Identity number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id_number: Option<FromTo<Option<IdNumber>>>,
    /// Temporary number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub temporary_number: Option<FromTo<Option<String>>>,
    /// Sex.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sex: Option<FromTo<Sex>>,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub birth_date: Option<FromTo<NaiveDate>>,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<FromTo<String>>,
    /// Categories.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub categories: Option<FromTo<Vec<DatedCategory>>>,
    /// Insurance elsewhere.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cover: Option<FromTo<Vec<CoverElsewhere>>>,
    /// Household.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub household: Option<FromTo<HouseholdId>>,
    /// Relation to the head.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub relation: Option<FromTo<Relation>>,
    /// Whether here.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stands: Option<FromTo<Stands>>,
}

impl PersonChange {
    /// No change yet.
    pub fn of(person: PersonId) -> Self {
        Self {
            person,
            name: None,
            id_number: None,
            temporary_number: None,
            sex: None,
            birth_date: None,
            phone: None,
            categories: None,
            cover: None,
            household: None,
            relation: None,
            stands: None,
        }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        *self == Self::of(self.person)
    }

    /// The other way.
    #[must_use]
    pub fn back(self) -> Self {
        Self {
            person: self.person,
            name: self.name.map(FromTo::back),
            id_number: self.id_number.map(FromTo::back),
            temporary_number: self.temporary_number.map(FromTo::back),
            sex: self.sex.map(FromTo::back),
            birth_date: self.birth_date.map(FromTo::back),
            phone: self.phone.map(FromTo::back),
            categories: self.categories.map(FromTo::back),
            cover: self.cover.map(FromTo::back),
            household: self.household.map(FromTo::back),
            relation: self.relation.map(FromTo::back),
            stands: self.stands.map(FromTo::back),
        }
    }
}

/// The end of a household: it was merged into another one, or nobody is left in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdEnd {
    /// The day.
    pub on: NaiveDate,
    /// The household that it was merged into.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub into: Option<HouseholdId>,
}

/// What a change does to a household. Only fields that change are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdChange {
    /// Which.
    pub household: HouseholdId,
    /// Village.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub village: Option<FromTo<String>>,
    /// Group.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<FromTo<String>>,
    /// Door number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub door: Option<FromTo<String>>,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<FromTo<String>>,
    /// Its end.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub end: Option<FromTo<Option<HouseholdEnd>>>,
}

impl HouseholdChange {
    /// No change yet.
    pub fn of(household: HouseholdId) -> Self {
        Self { household, village: None, group: None, door: None, phone: None, end: None }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        *self == Self::of(self.household)
    }

    /// The other way.
    #[must_use]
    pub fn back(self) -> Self {
        Self {
            household: self.household,
            village: self.village.map(FromTo::back),
            group: self.group.map(FromTo::back),
            door: self.door.map(FromTo::back),
            phone: self.phone.map(FromTo::back),
            end: self.end.map(FromTo::back),
        }
    }
}

/// New members of a household that come with a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// Where to.
    pub household: HouseholdId,
    /// Who.
    pub members: Vec<Member>,
}

/// A change of people and households, whatever its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Who made it.
    pub by: OperatorId,
    /// The day from which it holds.
    pub on: NaiveDate,
    /// Why, in words; may be empty.
    pub note: String,
    /// A household that is made by it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub made: Option<Household>,
    /// People who are registered by it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub joined: Option<Joined>,
    /// Households that it changes.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub households: Vec<HouseholdChange>,
    /// People whom it changes.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub people: Vec<PersonChange>,
    /// The entry of this device that it takes back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undoes: Option<u64>,
}

impl Change {
    /// Nothing yet.
    pub fn new(by: OperatorId, on: NaiveDate, note: String) -> Self {
        Self { by, on, note, made: None, joined: None, households: Vec::new(), people: Vec::new(), undoes: None }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.made.is_none() && self.joined.is_none() && self.households.is_empty() && self.people.is_empty()
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Change);
        )*

        impl crate::body::Body {
            /// The change of people and households that an entry states.
            pub fn change(&self) -> Option<&Change> {
                match self {
                    $(Self::$name(body) => Some(&body.0),)*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    /// Facts about a person were corrected or completed.
    PersonChanged;
    /// People moved in, out, or to another household here.
    PeopleMoved;
    /// A person died.
    PersonDied;
    /// The office stated a person's categories.
    CategoriesChanged;
    /// The office stated where else a person is or was insured.
    CoverChanged;
    /// Facts about a household were changed.
    HouseholdChanged;
    /// A household has another head, or its first one.
    HeadChanged;
    /// A household was formed with people who are known: by a split, or by a registration that moves them in.
    HouseholdFormed;
    /// A household was merged into another one.
    HouseholdsMerged;
    /// A change was taken back.
    ChangeUndone;
}
