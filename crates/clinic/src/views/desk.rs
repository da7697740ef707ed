//! The frame around every screen, sign-in, search and the desk.

use super::{EntryState, FormsLeft, MoneyShown, SetupLeft};
use nonghe_domain::Text;
use nonghe_protocol::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who is at the desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OperatorView {
    /// Id.
    pub id: String,
    /// Pinyin initials, the login name.
    pub initials: String,
    /// Name.
    pub name: String,
    /// What they may do.
    #[ts(as = "Vec<String>")]
    pub roles: Vec<Role>,
}

/// State of the program at the start and after sign-in.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SessionView {
    /// The centre; none before provisioning.
    pub centre: Option<Text>,
    /// Data for demonstration.
    pub demonstration: bool,
    /// Data to practise with.
    pub training: bool,
    /// The first start is not finished: the guide comes before the sign-in.
    pub first_start: bool,
    /// Who may practise, with their PINs; only in training.
    pub hint: Option<Text>,
    /// Who is signed in.
    pub operator: Option<OperatorView>,
    /// Program version.
    pub version: String,
    /// Where the data are, for the telephone.
    pub data_dir: String,
}

/// The frame.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FrameView {
    /// The centre.
    pub centre: Text,
    /// Data for demonstration.
    pub demonstration: bool,
    /// Data to practise with: the header is striped, and papers say 练习 无效.
    pub training: bool,
    /// Who is signed in.
    pub operator: OperatorView,
    /// Benefit years that the switch offers, newest first.
    pub years: Vec<i32>,
    /// The current benefit year.
    pub current_year: i32,
    /// Year whose premium is collected now, if a window is open.
    pub season_year: Option<i32>,
    /// The premium of that year is only collected late: its collection window is over.
    pub season_late: bool,
    /// Next document number, short: `R0002318`; of a receipt book where the pack asks for its forms.
    pub next_number: String,
    /// How near the end of the books is, where receipts are printed on their forms.
    pub forms_left: Option<FormsLeftView>,
    /// Today.
    pub today: String,
    /// Badge.
    pub sync: SyncBadge,
}

/// How many forms of receipt books are left.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FormsLeftView {
    /// In all open books.
    pub left: u32,
    /// How near the end is.
    pub level: FormsLeft,
}

/// The badge of the exchange with the county.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SyncBadge {
    /// Entries that the county does not have yet.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Records where a person must act.
    #[ts(type = "number")]
    pub needs_action: u64,
    /// Last exchange that ended with the county's acknowledgement, as `MM-DD hh:mm`.
    pub last_ok: Option<String>,
    /// Whether the last attempt reached the county; `false` is calm, not an error.
    pub online: bool,
    /// Entries done and to do while an exchange runs.
    pub running: Option<Progress>,
    /// Days without contact, once they are more than the pack allows.
    pub overdue_days: Option<u32>,
    /// What to do after weeks without contact, with its code.
    pub long_offline: Option<Text>,
}

/// How far something is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Progress {
    /// Stage, for example `upload`.
    pub stage: String,
    /// Done.
    #[ts(type = "number")]
    pub done: u64,
    /// Of.
    #[ts(type = "number")]
    pub of: u64,
}

/// The desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DeskView {
    /// What the first start left for later.
    pub setup_left: Vec<SetupLeft>,
    /// Drafts that were not finished.
    pub drafts: Vec<DraftView>,
    /// Whose temporary number must be completed soon, the first due in front.
    pub temporary: Vec<TemporaryDue>,
    /// Today's takings by method, then the sum.
    pub takings: Vec<TakingView>,
    /// Sum of the takings.
    pub takings_total: MoneyShown,
    /// How many reversals, voids and refunds are in the takings.
    #[ts(type = "number")]
    pub reversed_count: u64,
    /// What they took out of the takings.
    pub reversed: MoneyShown,
    /// People enrolled in the current year.
    #[ts(type = "number")]
    pub enrolled: u64,
    /// People enrolled for the year of the season, or of the current year.
    #[ts(type = "number")]
    pub enrolled_season: u64,
    /// All people.
    #[ts(type = "number")]
    pub people: u64,
    /// Enrolled in the year of the season, in permille of all people.
    pub enrolled_permille: u32,
    /// Which year that is.
    pub season_year: i32,
    /// People in hospital now.
    #[ts(type = "number")]
    pub in_hospital: u64,
    /// Settlements that the county has not accepted, and the funds' part of them.
    #[ts(type = "number")]
    pub exposure_count: u64,
    /// The funds' part.
    pub exposure: MoneyShown,
    /// Badge.
    pub sync: SyncBadge,
    /// Policy packs.
    pub packs: Vec<PackView>,
    /// Last entries of today.
    pub recent: Vec<JournalRow>,
}

/// Somebody whose identity number is still missing.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TemporaryDue {
    /// The person.
    pub person: String,
    /// Name.
    pub name: String,
    /// The temporary number.
    pub number: String,
    /// The last day for the identity number.
    pub until: String,
    /// Whether that day is over.
    pub overdue: bool,
}

/// A draft.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DraftView {
    /// Which form.
    pub form: String,
    /// Key of the draft.
    pub key: String,
    /// Title as the form gave it.
    pub title: String,
    /// When, `MM-DD hh:mm`.
    pub saved_at: String,
    /// The form's content, as JSON text.
    pub content: String,
}

/// Takings of a method.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TakingView {
    /// `cash`, `scan`, `transfer`.
    pub method: String,
    /// Money in less money out.
    pub amount: MoneyShown,
}

/// A policy pack in force.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PackView {
    /// Title.
    pub title: Text,
    /// Version as people name it.
    pub version: String,
    /// Benefit year.
    pub benefit_year: i32,
    /// First day.
    pub effective_from: String,
    /// Last day.
    pub effective_until: String,
    /// In force today.
    pub in_force: bool,
    /// Content hash, first digits.
    pub hash: String,
    /// Only for demonstration.
    pub demonstration: bool,
}

/// One entry of the journal.
#[derive(Debug, Clone, Serialize, TS)]
pub struct JournalRow {
    /// Sequence number.
    #[ts(type = "number")]
    pub seq: u64,
    /// Kind.
    pub kind: String,
    /// Kind, for people.
    pub title: Text,
    /// What it is about: a name, a number.
    pub subject: String,
    /// When, `MM-DD hh:mm`.
    pub at: String,
    /// Where it stands.
    pub state: EntryState,
    /// Why, if a person must act or the county said something.
    pub reason: Option<Text>,
    /// The screen that has the record, as an address within the program.
    pub target: Option<String>,
}

/// What a search found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SearchView {
    /// People.
    pub people: Vec<PersonHit>,
    /// Households.
    pub households: Vec<HouseholdHit>,
    /// Receipts, statements and stays.
    pub documents: Vec<DocumentHit>,
    /// A complete, valid identity number that is not known here: it can be carried into a new registration.
    pub new_id_number: Option<String>,
    /// What is wrong with a complete identity number that nobody has.
    pub id_fault: Option<Text>,
    /// There are more people than the list has rows for.
    pub more: bool,
}

/// A person found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PersonHit {
    /// Id.
    pub id: String,
    /// Household.
    pub household: String,
    /// Name.
    pub name: String,
    /// Name of the head; none if this is the head.
    pub head: Option<String>,
    /// `male` or `female`.
    pub sex: String,
    /// Date of birth.
    pub birth_date: String,
    /// Age in years.
    pub age: u32,
    /// Village and group, as shown.
    pub place: String,
    /// Masked identity number.
    pub id_number: String,
    /// Enrolment by year.
    pub enrolment: Vec<EnrolmentChip>,
    /// Moved away or died, and when; none for a member of a household.
    pub presence: Option<Text>,
}

/// Enrolment in a year.
#[derive(Debug, Clone, Serialize, TS)]
pub struct EnrolmentChip {
    /// Benefit year.
    pub year: i32,
    /// Whether enrolled.
    pub enrolled: bool,
}

/// A household found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HouseholdHit {
    /// Id.
    pub id: String,
    /// Displayed number.
    pub number: String,
    /// Name of the head.
    pub head: String,
    /// Village and group, as shown.
    pub place: String,
    /// Members.
    pub members: u32,
    /// Members enrolled in the shown year.
    pub enrolled: u32,
    /// The shown year.
    pub year: i32,
}

/// A document found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DocumentHit {
    /// `payment`, `settlement`, `stay`.
    pub kind: String,
    /// Id of what it opens.
    pub id: String,
    /// Household for a payment.
    pub household: Option<String>,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// One line about it.
    pub note: Text,
    /// Where it stands.
    pub state: Option<EntryState>,
}

/// Another PIN for whoever is at the desk.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PinChange {
    /// The one that holds now.
    pub old: String,
    /// Six digits.
    pub new: String,
    /// The same six digits again.
    pub again: String,
}

/// An operator, for the office.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OperatorRow {
    /// Id.
    pub id: String,
    /// Initials, which is the login.
    pub initials: String,
    /// Name.
    pub name: String,
    /// What they may do.
    pub roles: Vec<RoleView>,
    /// Until when wrong PINs keep them out, `hh:mm`.
    pub locked_until: Option<String>,
}

/// A role in words.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RoleView {
    /// Its name.
    pub name: Text,
    /// An example of its work.
    pub example: Text,
}

/// The office lets somebody in again whom wrong PINs keep out.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct OperatorUnlock {
    /// Whom.
    pub operator: String,
    /// PIN of the office, who is at the desk.
    pub pin: String,
}

/// What the settings tell: the centre, its packs, the program.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SettingsView {
    /// The centre.
    pub centre: Text,
    /// Its code.
    pub centre_code: String,
    /// Its telephone, which helps when the program does not.
    pub phone: String,
    /// Which of the centre's devices this is.
    pub device_number: u32,
    /// Granted by the county.
    pub epoch: u32,
    /// Program version.
    pub version: String,
    /// Where the data are.
    pub data_dir: String,
    /// Policy packs, the newest year first.
    pub packs: Vec<PackView>,
}

/// A radical of characters.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RadicalView {
    /// From 1 to 214.
    pub number: u8,
    /// Its forms, each with its strokes.
    pub forms: Vec<RadicalForm>,
}

/// A form of a radical.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RadicalForm {
    /// The form.
    pub form: String,
    /// Its strokes.
    pub strokes: u8,
}

/// Characters of a radical with the same number of strokes beside it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CharacterGroup {
    /// Strokes without the radical.
    pub strokes: u8,
    /// The characters, one after the other.
    pub characters: String,
}

/// Signing in.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SignIn {
    /// Login name.
    pub initials: String,
    /// Six digits.
    pub pin: String,
}
