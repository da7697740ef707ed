//! Logs and metrics. Neither holds personal data: devices appear by the county's own number, people not at all.

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
const SECONDS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
const UPKEEP: Duration = Duration::from_secs(10);

/// One line of JSON per event on standard error. `NONGHE_COUNTY_LOG` filters; only this program speaks by default.
pub fn start_log() {
    let filter = EnvFilter::try_from_env("NONGHE_COUNTY_LOG").unwrap_or_else(|_| EnvFilter::new("nonghe_county=info"));
    let log = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process keeps the first log.
    let _ = log.try_init();
}

/// The recorder of this process; installed once.
pub fn start_metrics() -> Result<PrometheusHandle, BuildError> {
    if let Some(handle) = HANDLE.get() {
        return Ok(handle.clone());
    }
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)?
        .install_recorder()?;
    describe();
    Ok(HANDLE.get_or_init(|| handle).clone())
}

/// Keeps the histograms from growing between two looks at them.
pub async fn keep_up(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        handle.run_upkeep();
    }
}

fn describe() {
    metrics::describe_counter!("nonghe_county_batches_total", "batches by answer");
    metrics::describe_counter!("nonghe_county_entries_total", "entries stored");
    metrics::describe_counter!("nonghe_county_attachments_total", "attachments received");
    metrics::describe_counter!("nonghe_county_quarantined_total", "batches put into quarantine, by reason");
    metrics::describe_counter!("nonghe_county_judged_total", "entries judged, by verdict");
    metrics::describe_counter!(
        "nonghe_county_changed_settlements_total",
        "settlements decided otherwise because something before them in their year changed"
    );
    metrics::describe_counter!("nonghe_county_judge_failures_total", "chunks that could not be judged for now");
    metrics::describe_histogram!("nonghe_county_request_seconds", "time of a request, by route");
    metrics::describe_gauge!("nonghe_county_pool_connections", "connections to the database, by state");
    metrics::describe_gauge!("nonghe_county_unjudged_entries", "entries that wait for the judge");
}
