//! What the device is: its key, and what the county granted.

use crate::error::{StoreError, StoreResult, random};
use crate::open::Store;
use nonghe_domain::OperatorId;
use nonghe_domain::pack::Pack;
use nonghe_protocol::{DeviceId, Provisioning, PublicKey, SecretKey, Signed};
use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

const DEVICE_SECRET: &str = "device_secret";
const PROVISIONING: &str = "provisioning";
/// Followed by the operator's id.
const PIN: &str = "pin:";
/// Followed by the operator's id.
const WRONG_PINS: &str = "wrong_pins:";

/// A PIN that an operator chose in place of the one that the county gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenPin {
    /// Hash of the PIN that it replaced: once the county gives another one, that counts.
    pub replaces: String,
    /// Argon2 hash in PHC form.
    pub hash: String,
}

/// Wrong PINs in a row. They outlive the program, or a restart would give new tries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongPins {
    /// How many.
    pub tries: u32,
    /// When the last was, in milliseconds since 1970.
    pub last_wall_ms: i64,
}

/// What this computer remembers about itself. It is no fact of the centre, so it is no entry and never leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    /// The guided first start: present since it began in the window.
    FirstStart,
    /// When the request to the county was written.
    RequestWritten,
    /// What the first start left of the printer.
    PrinterStep,
    /// What the first start left of the reader and the gun.
    ReaderStep,
    /// Path of the line device that the gun is.
    ScannerPath,
    /// These data are for training.
    Training,
}

impl Preference {
    /// The prefix keeps them apart from the device's secrets.
    fn name(self) -> &'static str {
        match self {
            Self::FirstStart => "desk.first_start",
            Self::RequestWritten => "desk.request_written",
            Self::PrinterStep => "desk.printer_step",
            Self::ReaderStep => "desk.reader_step",
            Self::ScannerPath => "desk.scanner_path",
            Self::Training => "desk.training",
        }
    }
}

/// What the exchange with the county needs.
#[derive(Debug, Clone)]
pub struct DeviceIdentity {
    /// Signs batches.
    pub key: SecretKey,
    /// Its public half.
    pub dev: DeviceId,
    /// Granted by the county.
    pub epoch: u32,
    /// Signs what the county says.
    pub county_key: PublicKey,
    /// Where the county answers.
    pub county_url: String,
    /// The centre's code.
    pub centre: String,
}

impl Store {
    pub(crate) fn setting(&self, name: &str) -> StoreResult<Option<String>> {
        let mut statement = self.conn.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    pub(crate) fn set_setting(&self, name: &str, value: &str) -> StoreResult<()> {
        self.conn.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![name, value],
        )?;
        Ok(())
    }

    /// What this computer remembers.
    pub fn preference(&self, of: Preference) -> StoreResult<Option<String>> {
        self.setting(of.name())
    }

    /// Remembers something, in place of what was remembered before.
    pub fn keep_preference(&mut self, of: Preference, value: &str) -> StoreResult<()> {
        self.set_setting(of.name(), value)
    }

    /// Whether these data are for training. They never meet a county.
    pub fn is_training(&self) -> StoreResult<bool> {
        Ok(self.preference(Preference::Training)?.is_some())
    }

    /// The PIN that an operator chose, if they did.
    pub fn chosen_pin(&self, operator: OperatorId) -> StoreResult<Option<ChosenPin>> {
        Ok(self.setting(&format!("{PIN}{operator}"))?.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Keeps the PIN that an operator chose. It stays on this device and in no entry.
    pub fn choose_pin(&mut self, operator: OperatorId, pin: &ChosenPin) -> StoreResult<()> {
        self.set_setting(&format!("{PIN}{operator}"), &serde_json::to_string(pin)?)
    }

    /// Wrong PINs of an operator since the last right one.
    pub fn wrong_pins(&self, operator: OperatorId) -> StoreResult<WrongPins> {
        let kept = self.setting(&format!("{WRONG_PINS}{operator}"))?;
        Ok(kept.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
    }

    /// Keeps the wrong PINs of an operator.
    pub fn keep_wrong_pins(&mut self, operator: OperatorId, wrong: WrongPins) -> StoreResult<()> {
        self.set_setting(&format!("{WRONG_PINS}{operator}"), &serde_json::to_string(&wrong)?)
    }

    /// Gives a new device its key. One that the county has granted never gets another: it would be another device.
    pub(crate) fn ensure_device_key(&mut self) -> StoreResult<()> {
        if self.setting(DEVICE_SECRET)?.is_some() || self.setting(PROVISIONING)?.is_some() {
            return Ok(());
        }
        let bits: [u8; 32] = random()?;
        self.set_setting(DEVICE_SECRET, &hex::encode(bits))
    }

    /// The device's key.
    pub fn device_key(&self) -> StoreResult<SecretKey> {
        let text = self.setting(DEVICE_SECRET)?.ok_or_else(|| StoreError::Unreadable("device key".into()))?;
        let mut bits = [0; 32];
        hex::decode_to_slice(text, &mut bits).map_err(|_| StoreError::Unreadable("device key".into()))?;
        Ok(SecretKey::from_random(&bits))
    }

    /// The provisioning file that was kept, as it was signed.
    pub fn provisioned_by(&self) -> StoreResult<Option<Signed>> {
        Ok(self.setting(PROVISIONING)?.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// What the county granted, if it has.
    pub fn provisioning(&self) -> StoreResult<Option<Provisioning>> {
        let Some(text) = self.setting(PROVISIONING)? else { return Ok(None) };
        let signed: Signed = serde_json::from_str(&text)?;
        let key = signed.key;
        signed.open(&key).map(Some).map_err(|error| StoreError::Unreadable(error.to_string()))
    }

    /// Keeps a provisioning file whose signature and addressee were checked, with its packs.
    pub fn keep_provisioning(&mut self, signed: &Signed, granted: &Provisioning) -> StoreResult<()> {
        let text = serde_json::to_string(signed)?;
        let tx = self.conn.transaction()?;
        tx.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![PROVISIONING, text],
        )?;
        for bundle in &granted.packs {
            let pack = Pack::from_bundle(bundle).map_err(|faults| StoreError::Unreadable(faults.to_string()))?;
            tx.execute("INSERT OR IGNORE INTO pack (hash, bundle) VALUES (?1, ?2)", params![pack.hash, bundle])?;
        }
        tx.commit()?;
        self.head = self.read_head()?;
        Ok(())
    }

    /// The packs that the county signed, in the order in which they came.
    pub fn packs(&self) -> StoreResult<Vec<Pack>> {
        let mut statement = self.conn.prepare("SELECT bundle FROM pack ORDER BY rowid")?;
        let bundles = statement.query_map([], |row| row.get::<_, String>(0))?;
        bundles
            .map(|bundle| Pack::from_bundle(&bundle?).map_err(|faults| StoreError::Unreadable(faults.to_string())))
            .collect()
    }

    pub(crate) fn identity_if_provisioned(&self) -> StoreResult<Option<DeviceIdentity>> {
        let Some(granted) = self.provisioning()? else { return Ok(None) };
        let key = self.device_key()?;
        Ok(Some(DeviceIdentity {
            dev: key.public(),
            key,
            epoch: granted.epoch,
            county_key: granted.county_key,
            county_url: granted.county_url,
            centre: granted.centre.code,
        }))
    }

    /// What the exchange with the county needs. Training data have no such thing, whoever asks.
    pub fn identity(&self) -> StoreResult<DeviceIdentity> {
        if self.is_training()? {
            return Err(StoreError::Training);
        }
        self.identity_if_provisioned()?.ok_or(StoreError::NotProvisioned)
    }
}
