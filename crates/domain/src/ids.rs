//! Random identifiers. They mean nothing but identity: numbers that people read are attributes.
//!
//! This crate only carries ids; whoever has a source of randomness makes them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// An id from 128 random bits.
            pub fn from_random(bits: [u8; 16]) -> Self {
                Self(uuid::Builder::from_random_bytes(bits).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// A person. The identity number is an attribute: it may be missing, corrected, or found twice.
    PersonId
);
id!(
    /// A household. Its displayed number is an attribute.
    HouseholdId
);
id!(
    /// A person at the desk who answers for entries.
    OperatorId
);
id!(
    /// A premium payment of a household.
    PaymentId
);
id!(
    /// A book of pre-printed receipts.
    BookId
);
id!(
    /// A hospital stay: an episode of care.
    StayId
);
id!(
    /// The charges of a stay, as one bill.
    BillId
);
id!(
    /// A settlement: the decision and the money.
    SettlementId
);
id!(
    /// One press of a button. A repeat with the same id returns the first result.
    OperationId
);
