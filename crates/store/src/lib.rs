//! The device database.
//!
//! One encrypted file holds the journal and its projections, so that one transaction keeps them in step. What a
//! screen calls saved is committed with WAL and `synchronous = FULL`. Only this crate contains SQL of the device.

mod drafts;
mod error;
mod exchange;
mod journal;
mod key_file;
mod migrate;
mod open;
mod printing;
mod project;
mod read;
mod rebuild;
mod settings;
mod verify;

pub use drafts::Draft;
pub use error::{StoreError, StoreResult};
pub use exchange::{ExchangeRecord, ExchangeState, FeedCursor};
pub use journal::{Appended, Attachment, NewEntry, Stamp};
pub use key_file::{KeyError, Protector};
pub use migrate::SCHEMA_VERSION;
pub use open::Store;
pub use printing::{PrintState, Printing, Unprinted};
pub use project::method_name;
pub use read::books::BookRecord;
pub use read::inpatient::{ChargeRecord, DepositRecord, StayRecord};
pub use read::premiums::{EnrolmentRecord, ListedPayment, PaymentRecord, SlipRecord, Taking};
pub use read::registry::{HouseholdRecord, HouseholdRow, PersonRecord, village_key};
pub use read::search::Found;
pub use read::settlements::{AdjustmentRecord, SettlementRecord};
pub use read::states::{EntryRecord, Verdict, Waiting};
pub use settings::{ChosenPin, DeviceIdentity, Preference, WrongPins};
pub use verify::Verified;
