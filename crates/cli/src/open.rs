//! Opening the data folder and signing in.

use crate::failure::Failure;
use crate::{DataArgs, DeskArgs};
use nonghe_clinic::views::SignIn;
use nonghe_clinic::{Clinic, Now, SharedStore};
use nonghe_store::{Protector, Store};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The moment, by this machine's clocks.
pub fn now() -> Now {
    let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Now {
        wall_ms: i64::try_from(wall.as_millis()).unwrap_or(i64::MAX),
        mono_ms: u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX),
    }
}

/// Opens the store.
pub fn store(data: &DataArgs) -> Result<SharedStore, Failure> {
    let store = if Store::exists(&data.dir) && Store::is_demonstration(&data.dir)? {
        Store::open(&data.dir, &Protector::Demonstration)?
    } else {
        Store::open(&data.dir, &Protector::Passphrase(passphrase(data)?))?
    };
    Ok(Arc::new(Mutex::new(store)))
}

/// The device passphrase.
pub fn passphrase(data: &DataArgs) -> Result<&str, Failure> {
    data.passphrase
        .as_deref()
        .filter(|passphrase| !passphrase.is_empty())
        .ok_or_else(|| Failure::Usage("a device passphrase is needed: --passphrase or NONGHE_PASSPHRASE".into()))
}

/// Opens the desk and signs in, if an operator is named.
pub fn desk(desk: &DeskArgs) -> Result<Clinic, Failure> {
    let clinic = Clinic::new(store(&desk.data)?)?;
    if let (Some(initials), Some(pin)) = (&desk.initials, &desk.pin) {
        clinic.sign_in(&SignIn { initials: initials.clone(), pin: pin.clone() }, now())?;
    }
    Ok(clinic)
}

/// Prints a view.
pub fn print(view: &impl serde::Serialize) -> Result<(), Failure> {
    println!("{}", serde_json::to_string_pretty(view)?);
    Ok(())
}
