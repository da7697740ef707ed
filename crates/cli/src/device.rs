//! Setting up a device, and checking what it holds.

use crate::DataArgs;
use crate::failure::Failure;
use crate::open::{self, now};
use nonghe_clinic::Clinic;
use nonghe_store::{Protector, Store};
use std::fs;
use std::path::Path;
use std::sync::PoisonError;

pub fn create(data: &DataArgs) -> Result<(), Failure> {
    let store = Store::create(&data.dir, &Protector::Passphrase(open::passphrase(data)?))?;
    println!("{}", store.device_key()?.public());
    Ok(())
}

pub fn request(data: &DataArgs, label: &str, out: &Path) -> Result<(), Failure> {
    let store = open::store(data)?;
    let store = store.lock().unwrap_or_else(PoisonError::into_inner);
    fs::write(out, Clinic::device_request(&store, label)?)?;
    println!("{}", out.display());
    Ok(())
}

pub fn inspect(data: &DataArgs, file: &Path) -> Result<(), Failure> {
    let demonstration = Store::is_demonstration(&data.dir)?;
    let store = open::store(data)?;
    let text = Clinic::provisioning_file(file)?;
    let store = store.lock().unwrap_or_else(PoisonError::into_inner);
    open::print(&Clinic::provisioning_view(&store, &text, demonstration)?)
}

pub fn provision(data: &DataArgs, file: &Path) -> Result<(), Failure> {
    let demonstration = Store::is_demonstration(&data.dir)?;
    let store = open::store(data)?;
    Clinic::provision(&store, &Clinic::provisioning_file(file)?, demonstration, now())?;
    println!("provisioned");
    Ok(())
}

pub fn verify(data: &DataArgs) -> Result<(), Failure> {
    let store = open::store(data)?;
    let found = store.lock().unwrap_or_else(PoisonError::into_inner).verify()?;
    println!("entries {}, feed items {}, head {}", found.entries, found.feed_items, found.head);
    println!("file: {}", found.integrity);
    for (table, live, rebuilt) in &found.differing {
        println!("table {table}: differs from a rebuild ({live} rows, rebuilt {rebuilt})");
    }
    if found.is_sound() {
        println!("sound: the chain is whole and every table is what the journal says");
        return Ok(());
    }
    let tables: Vec<_> = found.differing.iter().map(|(table, ..)| table.as_str()).collect();
    Err(Failure::NotSound(tables.join(", ")))
}
