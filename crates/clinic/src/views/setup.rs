//! Setting a computer up: first start, devices, training.

use super::{KnownPerson, OperatorView};
use nonghe_domain::Text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far the first start is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FirstStartView {
    /// `passphrase`, `request`, `grant`, `printer`, `reader`, `done`.
    pub step: String,
    /// There is a key without data: the passphrase that was chosen for it is asked again.
    pub key_waits: bool,
    /// The centre, once it is known.
    pub centre: Option<Text>,
    /// Where the data are or will be.
    pub data_dir: String,
    /// What is asked of the county; none before there is a device key.
    pub request: Option<RequestView>,
}

/// What is asked of the county.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RequestView {
    /// First digits of the device's key, to be compared on the telephone.
    pub fingerprint: String,
    /// How the file should be called.
    pub file_name: String,
    /// When it was last written, `YYYY-MM-DD hh:mm`.
    pub written: Option<String>,
}

/// How good a passphrase is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PassphraseView {
    /// In one word.
    pub strength: PassphraseStrength,
    /// What is wrong with it, or praise.
    pub text: Text,
    /// Whether it is taken.
    pub usable: bool,
}

/// How good a passphrase is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum PassphraseStrength {
    /// Not taken.
    Weak,
    /// Taken.
    Fair,
    /// Better.
    Strong,
}

/// What a provisioning file brings, shown before it is accepted.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ProvisioningView {
    /// Names exactly this file.
    pub seal: String,
    /// The centre.
    pub centre: Text,
    /// Its number at the county.
    pub centre_code: String,
    /// Number for questions.
    pub phone: String,
    /// Number of the device within the centre.
    pub device_number: u32,
    /// Its epoch.
    pub epoch: u32,
    /// First digits of the device's key.
    pub fingerprint: String,
    /// First digits of the county's key, to be compared on the telephone.
    pub county_fingerprint: String,
    /// Where the county answers.
    pub county_url: String,
    /// For demonstration.
    pub demonstration: bool,
    /// Who may sign in.
    pub operators: Vec<OperatorView>,
    /// Policy packs.
    pub packs: Vec<GrantedPack>,
    /// Households of the roster.
    #[ts(type = "number")]
    pub households: u64,
    /// People of the roster.
    #[ts(type = "number")]
    pub people: u64,
}

/// A policy pack that a provisioning file brings.
#[derive(Debug, Clone, Serialize, TS)]
pub struct GrantedPack {
    /// Title.
    pub title: Text,
    /// Version as people name it.
    pub version: String,
    /// Benefit year.
    pub benefit_year: i32,
}

/// A step of the first start that was left for later.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SetupLeft {
    /// `printer`, `reader`.
    pub step: String,
    /// In words.
    pub title: Text,
}

/// This computer.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DeviceView {
    /// The centre.
    pub centre: Text,
    /// Its number at the county.
    pub centre_code: String,
    /// Number of the device within the centre.
    pub device_number: u32,
    /// Its epoch.
    pub epoch: u32,
    /// First digits of the device's key.
    pub fingerprint: String,
    /// First digits of the county's key.
    pub county_fingerprint: String,
    /// Data for demonstration.
    pub demonstration: bool,
    /// Data to practise with.
    pub training: bool,
    /// Program version.
    pub version: String,
    /// Where the data are.
    pub data_dir: String,
    /// Path of the line device that the gun is; empty if there is none.
    pub scanner_path: String,
    /// The path comes from the environment and cannot be changed here.
    pub scanner_fixed: bool,
    /// State of the devices.
    pub devices: DeviceStates,
    /// What somebody who helps wants to know, without personal data.
    pub support: String,
}

/// State of the devices, for the dots of the footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct DeviceStates {
    /// The gun.
    pub scanner: DeviceState,
    /// The card reader.
    pub reader: DeviceState,
}

/// State of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum DeviceState {
    /// None is set up.
    Off,
    /// Set up and not there.
    Absent,
    /// There.
    Present,
}

/// A code that a gun read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CodeView {
    /// The code.
    pub code: String,
}

/// What a card says, before anything is checked.
#[derive(Debug, Clone, Deserialize)]
pub struct CardReading {
    /// Name.
    pub name: String,
    /// 男 or 女.
    pub sex: String,
    /// Ethnicity.
    #[serde(default)]
    pub ethnicity: String,
    /// Date of birth, `YYYY-MM-DD` or `YYYYMMDD`.
    pub birth_date: String,
    /// Address.
    #[serde(default)]
    pub address: String,
    /// Identity number.
    pub id_number: String,
    /// Photograph, a data URL.
    #[serde(default)]
    pub photo: Option<String>,
}

/// What a card says, checked.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CardView {
    /// Name.
    pub name: String,
    /// `male` or `female`.
    pub sex: String,
    /// Ethnicity.
    pub ethnicity: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Address.
    pub address: String,
    /// Identity number.
    pub id_number: String,
    /// The person who has this number here.
    pub known: Option<KnownPerson>,
    /// The person here has another name: a person decides which is right.
    pub name_differs: bool,
    /// Photograph, a data URL; kept by nobody unless somebody says so.
    pub photo: Option<String>,
}
