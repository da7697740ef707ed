//! What a use case can answer instead of a view, and how people read it.

mod words;

use crate::provision::WriteFault;
use nonghe_domain::adjudicate::Refusal;
use nonghe_domain::money::MoneyError;
use nonghe_domain::photograph::PhotographFault;
use nonghe_domain::{Money, Text};
use nonghe_protocol::Role;
use nonghe_sheets::SheetError;
use nonghe_store::StoreError;

/// A result of a use case.
pub type ClinicResult<T> = Result<T, ClinicError>;

/// What a use case can answer instead of a view.
#[derive(Debug, thiserror::Error)]
pub enum ClinicError {
    /// An input is not valid.
    #[error("the input {field} is not valid")]
    Field {
        /// Its name.
        field: String,
        /// What is wrong with it.
        text: Text,
    },
    /// The identity number belongs to somebody who is known already.
    #[error("the person is known already")]
    KnownPerson {
        /// Which input.
        field: String,
        /// Where, for people.
        place: Text,
    },
    /// A change cannot be taken back.
    #[error("the change cannot be taken back")]
    CannotUndo(Text),
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// Wrong initials or PIN.
    #[error("wrong initials or PIN")]
    WrongPin {
        /// Tries that are left.
        left: u32,
    },
    /// Too many wrong PINs.
    #[error("too many wrong PINs")]
    PinLocked {
        /// Minutes until the next try.
        minutes: u64,
    },
    /// The operator may not do this.
    #[error("the operator may not do this")]
    NotAllowed(Role),
    /// Refused for a reason that has an input of its own on the screen.
    #[error("{error}")]
    At {
        /// Which input.
        field: &'static str,
        /// The reason.
        error: Box<Self>,
    },
    /// The second operator must be another person.
    #[error("the second operator is the first one")]
    SameOperator,
    /// What is asked for is not here.
    #[error("not found")]
    NotFound,
    /// No provisioning file has been accepted.
    #[error("the device is not provisioned")]
    NotProvisioned,
    /// A provisioning file that cannot be used.
    #[error("the provisioning file cannot be used: {0}")]
    Provisioning(ProvisioningFault),
    /// A file for the county could not be written.
    #[error("the file could not be written: {0:?}")]
    NotWritten(WriteFault),
    /// A passphrase that cannot be used.
    #[error("the passphrase cannot be used")]
    Passphrase(Text),
    /// A picture that is not kept.
    #[error("the photograph cannot be kept: {0}")]
    BadPhotograph(PhotographFault),
    /// The pack keeps no photographs.
    #[error("the pack keeps no photographs")]
    NoPhotographs,
    /// A card that says what cannot be.
    #[error("the card cannot be used")]
    BadCard(Text),
    /// A path that is no line device.
    #[error("the path is no line device")]
    BadDevice(Text),
    /// No pack for a year.
    #[error("no policy pack for {year}")]
    NoPack {
        /// Benefit year.
        year: i32,
    },
    /// Premiums are not collected now.
    #[error("the collection window is closed")]
    WindowClosed(Text),
    /// The household is enrolled only as a whole.
    #[error("the household is enrolled only as a whole")]
    NotWhole(Text),
    /// A payment cannot be voided or paid back.
    #[error("the payment cannot be given back")]
    CannotGiveBack(Text),
    /// No open book has a form.
    #[error("no receipt form is left")]
    NoForm,
    /// Another form than the screen showed, or one that was not confirmed.
    #[error("the number of the form is another one")]
    Form(Text),
    /// A member has paid already.
    #[error("paid already")]
    AlreadyPaid {
        /// Who.
        name: String,
    },
    /// The amount is another one than the screen showed.
    #[error("the amount has changed")]
    AmountChanged {
        /// What the screen showed.
        shown: Money,
        /// What it is now.
        now: Money,
    },
    /// Less was handed over than is due.
    #[error("less was handed over than is due")]
    TenderedTooLittle {
        /// What is missing.
        missing: Money,
    },
    /// The person is in hospital already.
    #[error("in hospital already")]
    InHospital {
        /// Number of the stay.
        number: String,
    },
    /// The stay is settled already.
    #[error("settled already")]
    AlreadySettled {
        /// Number of the statement.
        number: String,
    },
    /// The stay is closed.
    #[error("the stay is closed")]
    StayClosed,
    /// No fund takes part.
    #[error("not covered")]
    NotCovered(Vec<Refusal>),
    /// A check stops the settlement.
    #[error("a check stops the settlement")]
    CheckFailed(Text),
    /// The settlement is reversed already.
    #[error("reversed already")]
    AlreadyReversed {
        /// Number of the reversal slip.
        number: String,
    },
    /// What a reversal does to later settlements is not what was shown.
    #[error("what becomes of later settlements has changed")]
    LaterChanged,
    /// An amount is out of range.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A spreadsheet cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// Nothing in a roster can be imported.
    #[error("no row of the roster can be imported")]
    EmptyRoster,
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a provisioning file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvisioningFault {
    /// Not a provisioning file.
    Unreadable,
    /// The signature does not match.
    BadSignature,
    /// For another device or centre.
    OtherDevice,
    /// Demonstration data and real data do not mix.
    DemonstrationMixed,
    /// A file was accepted before.
    Already,
    /// A pack in it does not pass.
    BadPack,
    /// Nobody could sign in.
    NoOperators,
    /// Nothing of that name, or a folder.
    NoFile,
    /// This user may not read it.
    NotPermitted,
    /// Nothing in it.
    Empty,
    /// Much larger than any such file.
    TooLarge,
    /// Saved again in another encoding.
    OtherEncoding,
    /// Not the file any more that was shown.
    Changed,
}

impl std::fmt::Display for ProvisioningFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "not readable",
            Self::BadSignature => "bad signature",
            Self::OtherDevice => "for another device",
            Self::DemonstrationMixed => "demonstration and real data mixed",
            Self::Already => "already provisioned",
            Self::BadPack => "a policy pack does not pass",
            Self::NoOperators => "nobody could sign in",
            Self::NoFile => "not a file",
            Self::NotPermitted => "not permitted",
            Self::Empty => "empty",
            Self::TooLarge => "too large",
            Self::OtherEncoding => "in another encoding",
            Self::Changed => "changed since it was shown",
        })
    }
}

impl ClinicError {
    pub(crate) fn field(field: impl Into<String>, text: Text) -> Self {
        Self::Field { field: field.into(), text }
    }

    pub(crate) fn at(self, field: &'static str) -> Self {
        Self::At { field, error: Box::new(self) }
    }
}
