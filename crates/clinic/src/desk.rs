//! The frame, the desk, and drafts.

use crate::session::operator_view;
use crate::views::{DeskView, DraftView, FrameView, PackView, SyncBadge, TakingView, TemporaryDue};
use crate::{Clinic, ClinicResult, Now, local_time};
use chrono::NaiveDate;
use nonghe_domain::{Money, Text};
use nonghe_store::{Draft, Store};

const DAY_MS: i64 = 24 * 3600 * 1000;
/// After so many days without the county somebody is told what to do.
const LONG_OFFLINE_DAYS: u32 = 21;
/// A temporary number is told so many days before its identity number is due.
const TEMPORARY_SOON_DAYS: i64 = 30;
/// Rows of temporary numbers.
const TEMPORARY_ROWS: usize = 9;
/// Rows of recent entries.
const RECENT: u32 = 12;

impl Clinic {
    /// The frame.
    pub fn frame_view(&self, now: Now) -> ClinicResult<FrameView> {
        let operator = self.operator(None)?;
        let granted = self.granted()?;
        let store = self.store();
        let current_year = self.year_of(now.today());
        let mut years: Vec<i32> = self.packs.iter().map(|pack| pack.rules.benefit_year).collect();
        years.push(current_year);
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let season_year = self.season_year(now.today());
        let (next_number, forms_left) = self.next_shown(&store, season_year)?;
        Ok(FrameView {
            centre: granted.centre.name.clone(),
            demonstration: granted.demonstration,
            training: self.training,
            operator: operator_view(&operator),
            years,
            current_year,
            season_year,
            season_late: season_year.is_some_and(|year| self.is_late(year, now.today())),
            next_number,
            forms_left,
            today: now.today().to_string(),
            sync: self.badge_of(&store, now)?,
        })
    }

    /// The badge, from the tables and never from memory.
    pub fn sync_badge(&self, now: Now) -> ClinicResult<SyncBadge> {
        self.badge_of(&self.store(), now)
    }

    pub(crate) fn badge_of(&self, store: &Store, now: Now) -> ClinicResult<SyncBadge> {
        let state = store.exchange_state()?;
        let last = store.exchanges()?.into_iter().next();
        let limit_days = self.packs.iter().map(|pack| pack.rules.sync_reminder_days).min().unwrap_or(7);
        // A desk that never met the county counts from its oldest record.
        let since_ms = match state.last_ok_ms {
            Some(at) => Some(at),
            None => store.waiting_by_kind()?.oldest_ms,
        };
        let days = since_ms.map_or(0, |at| u32::try_from((now.wall_ms - at) / DAY_MS).unwrap_or(0));
        Ok(SyncBadge {
            waiting: store.last_seq()?.saturating_sub(state.hwm_seq),
            needs_action: store.needing_action_count()?,
            last_ok: state.last_ok_ms.map(|at| local_time(at).format("%m-%d %H:%M").to_string()),
            online: last.is_some_and(|exchange| exchange.ok),
            running: None,
            overdue_days: (days >= limit_days).then_some(days),
            long_offline: (days >= LONG_OFFLINE_DAYS).then(|| long_offline(days)),
        })
    }

    /// The desk.
    pub fn desk_view(&self, now: Now) -> ClinicResult<DeskView> {
        self.operator(None)?;
        let store = self.store();
        let today = now.today();
        let takings = store.takings(today)?;
        let year = self.year_of(today);
        let season_year = self.season_year(today).unwrap_or(year);
        let people = store.people_count()?;
        let enrolled_season = store.enrolled_count(season_year)?;
        let permille = (enrolled_season * 1000).checked_div(people).unwrap_or(0);
        let (exposure_count, exposure) = store.exposure()?;
        let in_hospital = store.stays(true, 1000)?.len() as u64;
        let recent = store.newest_work(RECENT)?;
        let (reversed_count, reversed) = store.takings_reversed(today)?;
        Ok(DeskView {
            setup_left: Self::setup_left(&store)?,
            drafts: store.drafts()?.into_iter().map(draft_view).collect(),
            temporary: self.temporary_due(&store, today)?,
            takings_total: takings.iter().map(|taking| taking.amount).sum::<Money>().into(),
            reversed_count,
            reversed: reversed.into(),
            takings: takings
                .into_iter()
                .map(|taking| TakingView { method: taking.method, amount: taking.amount.into() })
                .collect(),
            enrolled: store.enrolled_count(year)?,
            enrolled_season,
            people,
            enrolled_permille: u32::try_from(permille).unwrap_or(1000),
            season_year,
            in_hospital,
            exposure_count,
            exposure: exposure.into(),
            sync: self.badge_of(&store, now)?,
            packs: self.packs.iter().map(|pack| pack_view(pack, now)).collect(),
            recent: recent.iter().map(|entry| self.journal_row(&store, entry)).collect::<ClinicResult<_>>()?,
        })
    }

    /// Temporary numbers whose last day is near or over.
    fn temporary_due(&self, store: &Store, today: NaiveDate) -> ClinicResult<Vec<TemporaryDue>> {
        let mut due = Vec::new();
        for person in store.people_without_id_number()? {
            let Some(until) = self.temporary_until(store, &person)? else { continue };
            if until.signed_duration_since(today).num_days() <= TEMPORARY_SOON_DAYS {
                due.push((until, person));
            }
        }
        due.sort_by_key(|(until, person)| (*until, person.first_seq));
        let rows = due.into_iter().take(TEMPORARY_ROWS).map(|(until, person)| TemporaryDue {
            person: person.id.to_string(),
            name: person.name,
            number: person.temporary_number.unwrap_or_default(),
            until: until.to_string(),
            overdue: until < today,
        });
        Ok(rows.collect())
    }

    /// Keeps what a form holds, and says the time of day at which it was kept.
    pub fn draft_save(&self, form: &str, key: &str, title: &str, content: &str, now: Now) -> ClinicResult<String> {
        self.operator(None)?;
        let draft = Draft {
            form: form.to_owned(),
            key: key.to_owned(),
            title: title.to_owned(),
            content: content.to_owned(),
            saved_ms: now.wall_ms,
        };
        self.store().keep_draft(&draft)?;
        Ok(local_time(now.wall_ms).format("%H:%M").to_string())
    }

    /// Lets go of what a form held.
    pub fn draft_drop(&self, form: &str, key: &str) -> ClinicResult<()> {
        self.operator(None)?;
        Ok(self.store().drop_draft(form, key)?)
    }
}

fn long_offline(days: u32) -> Text {
    Text::new(
        format!("离线已满 {days} 天（E-6002）。业务可继续；请尽快同步。"),
        format!("{days} days offline (E-6002). You can go on working; please sync soon."),
    )
}

fn draft_view(draft: Draft) -> DraftView {
    DraftView {
        saved_at: local_time(draft.saved_ms).format("%m-%d %H:%M").to_string(),
        form: draft.form,
        key: draft.key,
        title: draft.title,
        content: draft.content,
    }
}

pub(crate) fn pack_view(pack: &nonghe_domain::pack::Pack, now: Now) -> PackView {
    let rules = &pack.rules;
    PackView {
        title: rules.title.clone(),
        version: rules.version.clone(),
        benefit_year: rules.benefit_year,
        effective_from: rules.effective_from.to_string(),
        effective_until: rules.effective_until.to_string(),
        in_force: rules.covers(now.today()),
        hash: pack.hash.trim_start_matches("sha256:").chars().take(8).collect(),
        demonstration: rules.demonstration,
    }
}
