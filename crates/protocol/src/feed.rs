//! What the county tells a device: pages of items, signed and hash-chained per device.

use crate::hash::Hash;
use crate::keys::{DeviceId, Message};
use chrono::NaiveDate;
use nonghe_domain::adjudicate::{Accumulators, Figures};
use nonghe_domain::{PaymentId, PersonId, SettlementId, Text};
use serde::{Deserialize, Serialize};

/// Asks for the items after a position. Signed by the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRequest {
    /// Which device.
    pub dev: DeviceId,
    /// The last position that the device has applied.
    pub after: u64,
    /// The server epoch of that position; `None` before the first contact.
    pub server_epoch: Option<u32>,
    /// Random, so that no two requests have the same signature.
    pub nonce: String,
}

impl Message for FeedRequest {
    const DOMAIN: &'static str = "nonghe-feed-request-1";
}

/// A page of the feed. Signed by the county. A page and its position are applied in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPage {
    /// Which device.
    pub dev: DeviceId,
    /// The server epoch.
    pub server_epoch: u32,
    /// The position before the first item.
    pub after: u64,
    /// Hash of the item before the first; zero at the beginning.
    pub prev_hash: Hash,
    /// Items in their order, as JSON text: one that an old program cannot read is kept, and blocks nothing else.
    pub items: Vec<String>,
    /// Whether further items wait.
    pub more: bool,
    /// How far the county has judged this device's entries.
    pub judged_seq: u64,
    /// Milliseconds since 1970 by the county's clock.
    pub time_ms: i64,
}

impl Message for FeedPage {
    const DOMAIN: &'static str = "nonghe-feed-page-1";
}

/// The hash of an item that follows another one.
pub fn item_hash(prev: &Hash, item: &str) -> Hash {
    Hash::of("nonghe-feed-item-1", &[prev.as_bytes(), item.as_bytes()])
}

/// What the county says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "item")]
#[expect(clippy::large_enum_variant, reason = "a page holds a few hundred items, and each is read once")]
pub enum FeedItem {
    /// The county has judged entries of this device.
    Disposition {
        /// First entry.
        from_seq: u64,
        /// Last entry.
        to_seq: u64,
        /// What it decided.
        verdict: Verdict,
    },
    /// The county comes to other figures for a settlement. Both stand, and the difference is to be settled. It may be
    /// said again of the same settlement, whenever its totals change before it; then the last counts. Figures that are
    /// the centre's own again say that there is nothing left to settle.
    Adjustment {
        /// The entry of the settlement.
        seq: u64,
        /// Which settlement.
        settlement: SettlementId,
        /// The centre's figures.
        centre: Figures,
        /// The county's figures.
        county: Figures,
        /// What the settlement adds to the accumulators by the county's figures: a reversal takes this back.
        difference: Accumulators,
        /// The person's accumulators as the county has them.
        standing: YearStanding,
        /// Why a settlement that was judged before was decided again; none when it is judged for the first time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<Text>,
    },
    /// A person's accumulators as the county has them.
    Standing(YearStanding),
    /// The county lets the benefits of an enrolment begin on another day than the centre told.
    Benefits {
        /// Whose.
        person: PersonId,
        /// Benefit year.
        year: i32,
        /// First day of benefits.
        from: NaiveDate,
    },
    /// What an enrolment by a payment of this device counts for, wherever that is not what the device assumes. It may
    /// be said again; the last counts.
    Enrolment {
        /// The payment.
        payment: PaymentId,
        /// Whose.
        person: PersonId,
        /// What it counts for.
        counts: Counts,
    },
    /// A word from the county.
    Notice {
        /// In both languages.
        text: Text,
    },
}

/// What the county makes of an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// The person is enrolled by it. A device assumes this until it is told otherwise.
    #[default]
    Enrolled,
    /// The person was already enrolled by another payment, which counts; this one is owed back.
    Double,
    /// The payment was refused: nobody is enrolled by it.
    Refused,
}

impl Counts {
    /// As databases and feeds name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Double => "double",
            Self::Refused => "refused",
        }
    }
}

/// A person's accumulators of a benefit year, as the county has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearStanding {
    /// Whose.
    pub person: PersonId,
    /// Benefit year.
    pub year: i32,
    /// The totals.
    pub accumulators: Accumulators,
    /// The last entry of this device that they include.
    pub as_of_seq: u64,
}

/// What the county decided about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum Verdict {
    /// Checked; the figures agree.
    Accepted,
    /// An unknown kind or version, kept until the county's program knows it.
    Held,
    /// Refused, with the reason in words.
    Refused {
        /// In both languages.
        reason: Text,
    },
}
