//! First start: the county's file makes the device able to move money.

use crate::error::ProvisioningFault;
use crate::{Clinic, ClinicError, ClinicResult, Now, SharedStore, fresh_operation, stamp};
use nonghe_domain::pack::Pack;
use nonghe_protocol::body::{ProvisioningAccepted, RosterHousehold, RosterImported, SessionOpened};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::{DeviceRequest, Hash, Provisioning, Signed, attachment_hash};
use nonghe_store::{Attachment, NewEntry, Store};
use std::sync::PoisonError;

impl Clinic {
    /// What this device asks of the county, as the text of a file.
    pub fn device_request(store: &Store, label: &str) -> ClinicResult<String> {
        let key = store.device_key()?;
        let request = DeviceRequest { dev: key.public(), label: label.to_owned() };
        let unreadable = |_| ClinicError::Provisioning(ProvisioningFault::Unreadable);
        let signed = request.signed(&key).map_err(unreadable)?;
        serde_json::to_string_pretty(&signed).map_err(|error| nonghe_store::StoreError::from(error).into())
    }

    /// Accepts the county's file. `demonstration` says what the data folder is for.
    pub fn provision(store: &SharedStore, file: &str, demonstration: bool, now: Now) -> ClinicResult<()> {
        let refuse = |fault| ClinicError::Provisioning(fault);
        let signed: Signed = serde_json::from_str(file).map_err(|_| refuse(ProvisioningFault::Unreadable))?;
        // The file itself brings the county's key: trust begins here, with a file handed over in person.
        let granted: Provisioning = signed.open(&signed.key).map_err(|_| refuse(ProvisioningFault::BadSignature))?;
        if granted.county_key != signed.key {
            return Err(refuse(ProvisioningFault::BadSignature));
        }
        let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
        if store.provisioning()?.is_some() {
            return Err(refuse(ProvisioningFault::Already));
        }
        if granted.dev != store.device_key()?.public() {
            return Err(refuse(ProvisioningFault::OtherDevice));
        }
        if granted.demonstration != demonstration {
            return Err(refuse(ProvisioningFault::DemonstrationMixed));
        }
        if granted.packs.iter().any(|bundle| Pack::from_bundle(bundle).is_err()) {
            return Err(refuse(ProvisioningFault::BadPack));
        }
        store.keep_provisioning(&signed, &granted)?;
        let stamp = stamp(&store, now)?;
        let body = ProvisioningAccepted {
            provisioning: Hash::of("nonghe-provisioning-1", &[signed.message.as_bytes()]),
            centre: granted.centre.code.clone(),
        };
        store.append(NewEntry::new(fresh_operation()?, body), stamp)?;
        if let Some(roster) = &granted.roster {
            let entry = roster_entry(&granted, roster)?;
            store.append(entry, stamp)?;
        }
        Ok(())
    }

    /// Notes that the program was started: two copies of one disk differ from here on.
    pub fn open_session(&self, now: Now) -> ClinicResult<()> {
        let mut store = self.store();
        let stamp = stamp(&store, now)?;
        let body =
            SessionOpened { nonce: hex::encode(crate::random()?), program: env!("CARGO_PKG_VERSION").to_owned() };
        store.append(NewEntry::new(fresh_operation()?, body), stamp)?;
        Ok(())
    }
}

fn roster_entry(granted: &Provisioning, roster: &str) -> ClinicResult<NewEntry> {
    let (mut households, mut people) = (0, 0);
    for line in roster.lines() {
        let row: RosterHousehold =
            serde_json::from_str(line).map_err(|_| ClinicError::Provisioning(ProvisioningFault::Unreadable))?;
        households += 1;
        people += row.members.len() as u64;
    }
    let by = granted
        .operators
        .first()
        .map(|operator| operator.id)
        .ok_or(ClinicError::Provisioning(ProvisioningFault::Unreadable))?;
    crate::roster::roster_entry(by, roster, &attachment_hash(roster.as_bytes()), households, people, 0)
        .and_then(|(body, attachment)| into_entry(body, vec![attachment]))
}

pub(crate) fn into_entry(body: RosterImported, attachments: Vec<Attachment>) -> ClinicResult<NewEntry> {
    Ok(NewEntry { attachments, ..NewEntry::new(fresh_operation()?, body) })
}
