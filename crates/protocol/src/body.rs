//! What entries say: every fact that a person at the centre states.
//!
//! Kinds grow by addition, and a kind changes only under a new version. Words in an entry are kept as they were said.

use chrono::{NaiveDate, NaiveDateTime};
use nonghe_domain::adjudicate::{Accumulators, Bill, ChargeLine, DatedCategory, Settlement, Standing, StayKind};
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, Money, OperatorId, PersonId, SettlementId, StayId};
use serde::{Deserialize, Serialize};

use crate::book::{BookIssued, BookReturned, NumberSpoiled};
use crate::change::{
    CategoriesChanged, ChangeUndone, CoverChanged, HeadChanged, HouseholdChanged, HouseholdFormed, HouseholdsMerged,
    PeopleMoved, PersonChanged, PersonDied,
};
use crate::hash::Hash;
use crate::paper::DocumentReprinted;
use crate::photograph::PersonPhotographed;
pub use crate::premium::{MemberPremium, MemberRefund, PremiumCollected, PremiumRefunded, PremiumVoided, VoidReason};

/// The program was started: a random nonce makes two copies of one disk differ from their first start on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionOpened {
    /// 128 random bits, hexadecimal.
    pub nonce: String,
    /// Version of the program.
    pub program: String,
}

/// The provisioning file was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisioningAccepted {
    /// Hash of the signed message.
    pub provisioning: Hash,
    /// The centre's code.
    pub centre: String,
}

/// A member of a household as registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Random.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Identity number; absent for a newborn or a lost card.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id_number: Option<IdNumber>,
    /// Temporary number instead.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub temporary_number: Option<String>,
    /// Sex.
    pub sex: Sex,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Relation to the head.
    pub relation: Relation,
    /// Categories with their dates and sources.
    pub categories: Vec<DatedCategory>,
    /// Telephone; empty if none.
    pub phone: String,
}

/// A household with its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Household {
    /// Random.
    pub household: HouseholdId,
    /// Displayed number, such as `H030128`.
    pub number: String,
    /// Village.
    pub village: String,
    /// Group; empty if none.
    pub group: String,
    /// Door number; empty if none.
    pub door: String,
    /// Telephone; empty if none.
    pub phone: String,
}

/// A household was registered with its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdRegistered {
    /// Who registered it.
    pub by: OperatorId,
    /// The household.
    pub household: Household,
    /// Its members, the head first.
    pub members: Vec<Member>,
}

/// Members were added to a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembersAdded {
    /// Who added them.
    pub by: OperatorId,
    /// Where to.
    pub household: HouseholdId,
    /// The new members.
    pub members: Vec<Member>,
}

/// One household of an imported roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterHousehold {
    /// The household.
    pub household: Household,
    /// True if the household was known and only members are added.
    pub known: bool,
    /// Its new members.
    pub members: Vec<Member>,
}

/// A roster was imported: one entry, with the file and the accepted rows kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterImported {
    /// Who imported it.
    pub by: OperatorId,
    /// Hash of the file as it was.
    pub file: Hash,
    /// Hash of the accepted rows: lines of JSON, each a [`RosterHousehold`].
    pub rows: Hash,
    /// Households in the accepted rows.
    pub households: u64,
    /// People in the accepted rows.
    pub people: u64,
    /// Rows that were refused.
    pub refused: u64,
}

/// How money changed hands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentMethod {
    /// 现金
    #[default]
    Cash,
    /// 扫码
    Scan,
    /// 转账
    Transfer,
}

impl PaymentMethod {
    fn is_cash(&self) -> bool {
        *self == Self::Cash
    }
}

/// A document number: centre, device, epoch and counter make it unique without a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentNumber {
    /// The whole number, such as `4101-1-1-0000012`.
    pub full: String,
    /// As people read it, such as `R0000012`.
    pub short: String,
}

/// A person was admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StayAdmitted {
    /// Who admitted.
    pub by: OperatorId,
    /// The stay.
    pub stay: StayId,
    /// Whose.
    pub person: PersonId,
    /// Displayed number, such as `A0000418`.
    pub number: DocumentNumber,
    /// Department.
    pub department: String,
    /// Doctor.
    pub doctor: String,
    /// Bed; empty if none yet.
    pub bed: String,
    /// Insurance diagnosis code.
    pub diagnosis: String,
    /// Kind of stay.
    pub stay_kind: StayKind,
    /// When.
    pub admitted_at: NaiveDateTime,
}

/// A charge with its number within the stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberedCharge {
    /// From 1 within the stay.
    pub line: u32,
    /// The charge.
    pub charge: ChargeLine,
}

/// Charges of a day were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargesRecorded {
    /// Who recorded them.
    pub by: OperatorId,
    /// The stay.
    pub stay: StayId,
    /// The day they count for.
    pub date: NaiveDate,
    /// The charges.
    pub charges: Vec<NumberedCharge>,
}

/// Charges were withdrawn before the settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargesWithdrawn {
    /// Who withdrew them.
    pub by: OperatorId,
    /// The stay.
    pub stay: StayId,
    /// Numbers of the lines.
    pub lines: Vec<u32>,
}

/// A deposit for a stay was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepositTaken {
    /// Who took it.
    pub by: OperatorId,
    /// The stay.
    pub stay: StayId,
    /// Receipt.
    pub number: DocumentNumber,
    /// How much.
    pub amount: Money,
    /// How it was paid.
    pub method: PaymentMethod,
    /// When.
    pub at: NaiveDateTime,
}

/// A stay was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillSettled {
    /// Who settled it.
    pub by: OperatorId,
    /// The settlement.
    pub settlement: SettlementId,
    /// The stay.
    pub stay: StayId,
    /// Number of the statement.
    pub number: DocumentNumber,
    /// Standing that was used.
    pub standing: Standing,
    /// The year before this bill, as the centre had it.
    pub history: Accumulators,
    /// The charges and facts.
    pub bill: Bill,
    /// The decision, as the centre made it.
    pub decision: Settlement,
    /// The money at the desk.
    pub cash: SettlementCash,
    /// When.
    pub at: NaiveDateTime,
}

/// The money at the desk when a stay is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettlementCash {
    /// What is due at the desk: what the patient bears, and what the patient pays first and claims from a fund.
    pub you_pay: Money,
    /// Deposits taken before.
    pub deposits: Money,
    /// Paid by the patient now; nothing if the deposits suffice.
    pub collected: Money,
    /// Given back to the patient now.
    pub refunded: Money,
    /// How.
    pub method: PaymentMethod,
    /// What was handed over.
    pub tendered: Money,
    /// What was given back of that.
    pub change: Money,
}

/// A settlement was reversed: an opposite entry that keeps the link, the reason and the two names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettlementReversed {
    /// Who reversed it.
    pub by: OperatorId,
    /// Who approved it.
    pub approved_by: OperatorId,
    /// Which settlement.
    pub settlement: SettlementId,
    /// Number of the reversal slip.
    pub number: DocumentNumber,
    /// Why.
    pub reason: ReversalReason,
    /// In words; empty unless the reason asks for it.
    pub note: String,
    /// What the patient gets back (negative: gives back).
    pub cash_returned: Money,
    /// How it changes hands. Entries of before methods were told are of cash.
    #[serde(default, skip_serializing_if = "PaymentMethod::is_cash")]
    pub method: PaymentMethod,
    /// When.
    pub at: NaiveDateTime,
    /// Later settlements that build on it, as the desk showed them to both persons. The county decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<LaterSettlement>,
}

/// A later settlement that a reversal changes, and what the desk expects of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaterSettlement {
    /// Which settlement.
    pub settlement: SettlementId,
    /// What the patient bears as it stands.
    pub you_pay: Money,
    /// What the patient is expected to bear without the reversed settlement.
    pub expected: Money,
}

/// Why a settlement was reversed. The order is the numbering of the list at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReversalReason {
    /// 录错项目
    WrongItem,
    /// 录错人
    WrongPerson,
    /// 退药退检查
    Returned,
    /// 类别更正
    CategoryCorrected,
    /// 重复
    Duplicate,
    /// 其他
    Other,
}

macro_rules! bodies {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $version:literal;)*) => {
        /// The body of an entry, by its kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Body {
            $($(#[$doc])* $name(Box<$name>),)*
        }

        $(impl From<$name> for Body {
            fn from(body: $name) -> Self {
                Self::$name(Box::new(body))
            }
        })*

        impl Body {
            /// Kinds and versions that this program writes.
            pub const KINDS: &'static [(&'static str, u32)] = &[$(($kind, $version)),*];

            /// The kind and its version.
            pub fn kind(&self) -> (&'static str, u32) {
                match self {
                    $(Self::$name(_) => ($kind, $version),)*
                }
            }

            /// The JSON text that an entry commits to.
            pub fn encode(&self) -> Result<String, serde_json::Error> {
                match self {
                    $(Self::$name(body) => serde_json::to_string(body),)*
                }
            }

            /// Reads a body. `None` for a kind or version that this program does not know.
            pub fn decode(kind: &str, version: u32, text: &str) -> Result<Option<Self>, serde_json::Error> {
                match (kind, version) {
                    $(($kind, $version) => serde_json::from_str(text).map(|body| Some(Self::$name(body))),)*
                    _ => Ok(None),
                }
            }
        }
    };
}

bodies! {
    /// See [`SessionOpened`].
    SessionOpened = "session.opened", 1;
    /// See [`ProvisioningAccepted`].
    ProvisioningAccepted = "provisioning.accepted", 1;
    /// See [`HouseholdRegistered`].
    HouseholdRegistered = "household.registered", 1;
    /// See [`MembersAdded`].
    MembersAdded = "members.added", 1;
    /// See [`RosterImported`].
    RosterImported = "roster.imported", 1;
    /// See [`PremiumCollected`].
    PremiumCollected = "premium.collected", 1;
    /// See [`PremiumVoided`].
    PremiumVoided = "premium.voided", 1;
    /// See [`PremiumRefunded`].
    PremiumRefunded = "premium.refunded", 1;
    /// See [`BookIssued`].
    BookIssued = "book.issued", 1;
    /// See [`BookReturned`].
    BookReturned = "book.returned", 1;
    /// See [`NumberSpoiled`].
    NumberSpoiled = "number.spoiled", 1;
    /// See [`StayAdmitted`].
    StayAdmitted = "stay.admitted", 1;
    /// See [`ChargesRecorded`].
    ChargesRecorded = "charges.recorded", 1;
    /// See [`ChargesWithdrawn`].
    ChargesWithdrawn = "charges.withdrawn", 1;
    /// See [`DepositTaken`].
    DepositTaken = "deposit.taken", 1;
    /// See [`BillSettled`].
    BillSettled = "bill.settled", 1;
    /// See [`SettlementReversed`].
    SettlementReversed = "settlement.reversed", 1;
    /// See [`PersonChanged`].
    PersonChanged = "person.changed", 1;
    /// See [`PeopleMoved`].
    PeopleMoved = "people.moved", 1;
    /// See [`PersonDied`].
    PersonDied = "person.died", 1;
    /// See [`CategoriesChanged`].
    CategoriesChanged = "categories.changed", 1;
    /// See [`CoverChanged`].
    CoverChanged = "cover.changed", 1;
    /// See [`HouseholdChanged`].
    HouseholdChanged = "household.changed", 1;
    /// See [`HeadChanged`].
    HeadChanged = "head.changed", 1;
    /// See [`HouseholdFormed`].
    HouseholdFormed = "household.formed", 1;
    /// See [`HouseholdsMerged`].
    HouseholdsMerged = "households.merged", 1;
    /// See [`ChangeUndone`].
    ChangeUndone = "change.undone", 1;
    /// See [`DocumentReprinted`].
    DocumentReprinted = "document.reprinted", 1;
    /// See [`PersonPhotographed`].
    PersonPhotographed = "person.photographed", 1;
}
