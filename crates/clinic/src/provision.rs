//! First start: the county's file makes the device able to move money.

use crate::error::ProvisioningFault;
use crate::{Clinic, ClinicError, ClinicResult, Now, SharedStore, fresh_operation, stamp};
use nonghe_domain::pack::Pack;
use nonghe_protocol::body::{ProvisioningAccepted, RosterHousehold, RosterImported, SessionOpened};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::{DeviceRequest, Hash, Provisioning, Signed, attachment_hash};
use nonghe_store::{Attachment, NewEntry, Stamp, Store};
use std::sync::PoisonError;

const ACCEPTED: &str = "provisioning.accepted";
const ROSTER: &str = "roster.imported";

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
        if granted.dev != store.device_key()?.public() {
            return Err(refuse(ProvisioningFault::OtherDevice));
        }
        if granted.demonstration != demonstration {
            return Err(refuse(ProvisioningFault::DemonstrationMixed));
        }
        if granted.packs.iter().any(|bundle| Pack::from_bundle(bundle).is_err()) {
            return Err(refuse(ProvisioningFault::BadPack));
        }
        // Read to the end before anything is kept.
        let roster = granted.roster.as_deref().map(|roster| roster_entry(&granted, roster)).transpose()?;
        match store.provisioned_by()? {
            None => store.keep_provisioning(&signed, &granted)?,
            // Cut short by a power failure: the same file goes on where it stopped.
            Some(kept) if kept == signed && !is_complete(&store, roster.is_some())? => {}
            Some(_) => return Err(refuse(ProvisioningFault::Already)),
        }
        let stamp = stamp(&store, now)?;
        let body = ProvisioningAccepted {
            provisioning: Hash::of("nonghe-provisioning-1", &[signed.message.as_bytes()]),
            centre: granted.centre.code.clone(),
        };
        if !store.has_kind(ACCEPTED)? {
            store.append(NewEntry::new(fresh_operation()?, body), stamp)?;
        }
        if let Some(entry) = roster {
            store.append(entry, stamp)?;
        }
        Ok(())
    }

    /// Notes that the program was started: two copies of one disk differ from here on.
    pub fn open_session(&self, now: Now) -> ClinicResult<()> {
        let mut store = self.store();
        // A start states no day: a clock that is wrong for a moment must not push the days of the desk forward.
        let biz_date = store.last_biz_date()?.unwrap_or_else(|| now.today());
        let stamp = Stamp { biz_date, ..stamp(&store, now)? };
        let body =
            SessionOpened { nonce: hex::encode(crate::random()?), program: env!("CARGO_PKG_VERSION").to_owned() };
        store.append(NewEntry::new(fresh_operation()?, body), stamp)?;
        Ok(())
    }
}

/// Whether everything that a provisioning file brings is in the journal.
fn is_complete(store: &Store, with_roster: bool) -> ClinicResult<bool> {
    Ok(store.has_kind(ACCEPTED)? && (!with_roster || store.has_kind(ROSTER)?))
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
