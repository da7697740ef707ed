//! The exchange with the county, as the desk sees it.

use crate::journal_words::kind_name;
use crate::views::{ExchangeRow, TransferView, WaitingRow};
use crate::{Clinic, ClinicResult, Now, local_time};

/// Rows of the list of entries.
const ENTRIES: u32 = 200;

impl Clinic {
    /// The transfer page.
    pub fn transfer_view(&self, now: Now) -> ClinicResult<TransferView> {
        self.operator(None)?;
        let granted = self.granted()?;
        let store = self.store();
        let waiting = store.waiting_by_kind()?;
        let state = store.exchange_state()?;
        let accepted = store.accepted_count()?;
        let needs_action = store.entries_needing_action(ENTRIES)?;
        let pack = self.pack(self.year_of(now.today())).ok();
        Ok(TransferView {
            badge: self.badge_of(&store, now)?,
            waiting: waiting
                .kinds
                .into_iter()
                .map(|(kind, count)| WaitingRow { title: kind_name(&kind), kind, count })
                .collect(),
            oldest: waiting.oldest_ms.map(|at| local_time(at).format("%m-%d %H:%M").to_string()),
            size: size(waiting.bytes),
            pack: pack.map(|pack| pack.rules.version.clone()).unwrap_or_default(),
            entries: store
                .newest_entries(ENTRIES)?
                .iter()
                .map(|entry| self.journal_row(&store, entry))
                .collect::<ClinicResult<_>>()?,
            needs_action: needs_action
                .iter()
                .map(|entry| self.journal_row(&store, entry))
                .collect::<ClinicResult<_>>()?,
            accepted,
            delivered: state.hwm_seq.saturating_sub(state.judged_seq.min(state.hwm_seq)),
            adjustments: store
                .adjusted_settlements()?
                .iter()
                .map(|record| self.settlement_row(&store, record))
                .collect::<ClinicResult<_>>()?,
            exchanges: store
                .exchanges()?
                .into_iter()
                .map(|exchange| ExchangeRow {
                    at: local_time(exchange.at_ms).format("%m-%d %H:%M").to_string(),
                    ok: exchange.ok,
                    text: exchange.text,
                })
                .collect(),
            county_url: granted.county_url.clone(),
            device: granted.dev.short(),
        })
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}
