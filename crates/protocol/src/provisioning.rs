//! The provisioning file: the one thing that makes a centre's program able to move money.
//!
//! The county signs it for one device key, so that a copied file is of no use on another machine.

use crate::keys::{DeviceId, Message, PublicKey};
use nonghe_domain::{OperatorId, Text};
use serde::{Deserialize, Serialize};

/// What the county grants to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisioning {
    /// Data for demonstration. A demonstration and real data never mix.
    pub demonstration: bool,
    /// The centre.
    pub centre: Centre,
    /// The device.
    pub dev: DeviceId,
    /// Its short number within the centre, part of document numbers.
    pub device_number: u32,
    /// Its epoch.
    pub epoch: u32,
    /// Where the county answers.
    pub county_url: String,
    /// The key with which the county signs.
    pub county_key: PublicKey,
    /// Who may work at the desk.
    pub operators: Vec<OperatorRecord>,
    /// Policy packs in force: bundles as JSON text, named by content hash.
    pub packs: Vec<String>,
    /// The roster: lines of JSON, each a [`crate::body::RosterHousehold`]; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub roster: Option<String>,
}

impl Message for Provisioning {
    const DOMAIN: &'static str = "nonghe-provisioning-1";
}

/// A health centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// The county's number of the centre, four digits.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The pack's tier of the centre, such as `township`.
    pub tier: String,
    /// Number for questions.
    pub phone: String,
    /// First six digits of identity numbers of the county.
    pub area_code: String,
}

/// A person who may work at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorRecord {
    /// Random.
    pub id: OperatorId,
    /// Pinyin initials, the login name.
    pub initials: String,
    /// Name.
    pub name: String,
    /// What they may do.
    pub roles: Vec<Role>,
    /// Argon2 hash of the PIN, in PHC form.
    pub pin_hash: String,
}

/// What an operator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 登记员: households.
    Registration,
    /// 收费员: premiums and bills.
    Cashier,
    /// 医保办: reversals, import, exchange with the county.
    Office,
}

/// What a new device asks of the county: signed by its own key, so that the county grants to a key that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceRequest {
    /// The device's public key.
    pub dev: DeviceId,
    /// What its owner calls it.
    pub label: String,
}

impl Message for DeviceRequest {
    const DOMAIN: &'static str = "nonghe-device-request-1";
}
