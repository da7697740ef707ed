//! The exchange with the county from the command line.

use crate::DataArgs;
use crate::failure::Failure;
use crate::open::{self, print};
use nonghe_sync::{Http, Progress, exchange};
use serde_json::json;
use std::sync::PoisonError;

/// Address of the county for tests and for a county that moved; the provisioning file's otherwise.
const COUNTY_URL: &str = "NONGHE_COUNTY_URL";

pub fn now(data: &DataArgs) -> Result<(), Failure> {
    let store = open::store(data)?;
    let granted = store.lock().unwrap_or_else(PoisonError::into_inner).identity()?.county_url;
    let url = std::env::var(COUNTY_URL).unwrap_or(granted);
    let http = Http::new(&url).map_err(|error| Failure::Exchange(nonghe_sync::SyncError::from(error).text()))?;
    let mut show = |progress: Progress| eprintln!("{:?} {}/{}", progress.stage, progress.done, progress.of);
    let report = exchange(&store, &http, &mut show).map_err(|error| Failure::Exchange(error.text()))?;
    let (sent, received, unjudged) = (report.sent, report.received, report.unjudged);
    print(
        &json!({ "sent": sent, "received": received, "hwm_seq": report.hwm_seq, "unjudged": unjudged, "text": report.text() }),
    )
}
