//! First start: the county's file makes the device able to move money.

mod file;
mod passphrase;
mod steps;

pub use file::PROVISIONING_BYTES_MAX;
pub use passphrase::passphrase_view;
pub use steps::WriteFault;

use crate::error::ProvisioningFault;
use crate::views::{GrantedPack, ProvisioningView};
use crate::{Clinic, ClinicError, ClinicResult, Now, SharedStore, fresh_operation, stamp};
use nonghe_domain::pack::Pack;
use nonghe_protocol::body::{ProvisioningAccepted, RosterHousehold, RosterImported, SessionOpened};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::{DeviceRequest, Hash, Provisioning, Signed, attachment_hash};
use nonghe_store::{Attachment, NewEntry, Stamp, Store};
use std::sync::PoisonError;

const ACCEPTED: &str = "provisioning.accepted";
const ROSTER: &str = "roster.imported";

/// A file that was checked against this device and not kept yet.
struct Checked {
    signed: Signed,
    granted: Provisioning,
    packs: Vec<Pack>,
    roster: Option<NewEntry>,
    households: u64,
    people: u64,
}

impl Clinic {
    /// What this device asks of the county, as the text of a file.
    pub fn device_request(store: &Store, label: &str) -> ClinicResult<String> {
        let key = store.device_key()?;
        let request = DeviceRequest { dev: key.public(), label: label.to_owned() };
        let unreadable = |_| ClinicError::Provisioning(ProvisioningFault::Unreadable);
        let signed = request.signed(&key).map_err(unreadable)?;
        serde_json::to_string_pretty(&signed).map_err(|error| nonghe_store::StoreError::from(error).into())
    }

    /// What a file of the county would bring, after all checks. Nothing is changed.
    pub fn provisioning_view(store: &Store, file: &str, demonstration: bool) -> ClinicResult<ProvisioningView> {
        let Checked { signed, granted, packs, households, people, .. } = check(store, file, demonstration)?;
        Ok(ProvisioningView {
            seal: seal(&signed).to_string(),
            centre: granted.centre.name.clone(),
            centre_code: granted.centre.code.clone(),
            phone: granted.centre.phone.clone(),
            device_number: granted.device_number,
            epoch: granted.epoch,
            fingerprint: granted.dev.fingerprint(),
            county_fingerprint: granted.county_key.fingerprint(),
            county_url: granted.county_url.clone(),
            demonstration: granted.demonstration,
            operators: granted.operators.iter().map(crate::session::operator_view).collect(),
            packs: packs
                .iter()
                .map(|pack| GrantedPack {
                    title: pack.rules.title.clone(),
                    version: pack.rules.version.clone(),
                    benefit_year: pack.rules.benefit_year,
                })
                .collect(),
            households,
            people,
        })
    }

    /// Accepts the county's file. `demonstration` says what the data folder is for.
    pub fn provision(store: &SharedStore, file: &str, demonstration: bool, now: Now) -> ClinicResult<()> {
        let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
        // Read to the end before anything is kept.
        let checked = check(&store, file, demonstration)?;
        if store.provisioned_by()?.is_none() {
            store.keep_provisioning(&checked.signed, &checked.granted)?;
        }
        complete(&mut store, checked, now)
    }

    /// As [`Clinic::provision`], if the file is still the one that was shown.
    pub fn provision_as_shown(
        store: &SharedStore,
        file: &str,
        seen: &str,
        demonstration: bool,
        now: Now,
    ) -> ClinicResult<()> {
        let is_same = serde_json::from_str(file).is_ok_and(|signed| seal(&signed).to_string() == seen);
        if !is_same {
            return Err(ClinicError::Provisioning(ProvisioningFault::Changed));
        }
        Self::provision(store, file, demonstration, now)
    }

    /// Goes on with a provisioning that a power failure cut short: the file is kept, so nobody has to bring it again.
    pub fn finish_provisioning(store: &SharedStore, now: Now) -> ClinicResult<()> {
        let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(signed) = store.provisioned_by()? else { return Ok(()) };
        let granted: Provisioning =
            signed.open(&signed.key).map_err(|_| ClinicError::Provisioning(ProvisioningFault::BadSignature))?;
        if is_complete(&store, granted.roster.is_some())? {
            return Ok(());
        }
        let (roster, households, people) = roster_of(&granted)?;
        complete(&mut store, Checked { signed, granted, packs: Vec::new(), roster, households, people }, now)
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

fn check(store: &Store, file: &str, demonstration: bool) -> ClinicResult<Checked> {
    let refuse = |fault| ClinicError::Provisioning(fault);
    let signed: Signed = serde_json::from_str(file).map_err(|_| refuse(ProvisioningFault::Unreadable))?;
    // The file itself brings the county's key: trust begins here, with a file handed over in person.
    let granted: Provisioning = signed.open(&signed.key).map_err(|_| refuse(ProvisioningFault::BadSignature))?;
    if granted.county_key != signed.key {
        return Err(refuse(ProvisioningFault::BadSignature));
    }
    if granted.dev != store.device_key()?.public() {
        return Err(refuse(ProvisioningFault::OtherDevice));
    }
    if granted.demonstration != demonstration {
        return Err(refuse(ProvisioningFault::DemonstrationMixed));
    }
    if granted.operators.is_empty() {
        return Err(refuse(ProvisioningFault::NoOperators));
    }
    let packs: Result<Vec<_>, _> = granted.packs.iter().map(|bundle| Pack::from_bundle(bundle)).collect();
    let packs = packs.map_err(|_| refuse(ProvisioningFault::BadPack))?;
    let (roster, households, people) = roster_of(&granted)?;
    match store.provisioned_by()? {
        None => {}
        // Cut short by a power failure: the same file goes on where it stopped.
        Some(kept) if kept == signed && !is_complete(store, roster.is_some())? => {}
        Some(_) => return Err(refuse(ProvisioningFault::Already)),
    }
    Ok(Checked { signed, granted, packs, roster, households, people })
}

/// Adds what is missing of the entries that a kept file brings.
fn complete(store: &mut Store, checked: Checked, now: Now) -> ClinicResult<()> {
    let stamp = stamp(store, now)?;
    let body =
        ProvisioningAccepted { provisioning: seal(&checked.signed), centre: checked.granted.centre.code.clone() };
    if !store.has_kind(ACCEPTED)? {
        store.append(NewEntry::new(fresh_operation()?, body), stamp)?;
    }
    if let Some(entry) = checked.roster {
        store.append(entry, stamp)?;
    }
    Ok(())
}

/// Names exactly this file.
fn seal(signed: &Signed) -> Hash {
    Hash::of("nonghe-provisioning-1", &[signed.message.as_bytes()])
}

/// Whether everything that a provisioning file brings is in the journal.
fn is_complete(store: &Store, with_roster: bool) -> ClinicResult<bool> {
    Ok(store.has_kind(ACCEPTED)? && (!with_roster || store.has_kind(ROSTER)?))
}

/// The entry of the roster, with how many households and people it has.
fn roster_of(granted: &Provisioning) -> ClinicResult<(Option<NewEntry>, u64, u64)> {
    let Some(roster) = &granted.roster else { return Ok((None, 0, 0)) };
    let unreadable = || ClinicError::Provisioning(ProvisioningFault::Unreadable);
    let (mut households, mut people) = (0, 0);
    for line in roster.lines() {
        let row: RosterHousehold = serde_json::from_str(line).map_err(|_| unreadable())?;
        households += 1;
        people += row.members.len() as u64;
    }
    let by = granted.operators.first().map(|operator| operator.id).ok_or_else(unreadable)?;
    let hash = attachment_hash(roster.as_bytes());
    let entry = crate::roster::roster_entry(by, roster, &hash, households, people, 0)
        .and_then(|(body, attachment)| into_entry(body, vec![attachment]))?;
    Ok((Some(entry), households, people))
}

pub(crate) fn into_entry(body: RosterImported, attachments: Vec<Attachment>) -> ClinicResult<NewEntry> {
    Ok(NewEntry { attachments, ..NewEntry::new(fresh_operation()?, body) })
}
