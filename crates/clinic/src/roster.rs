//! Importing the roster of a township.
//!
//! The file is copied and hashed first, so that what is read is what the entry names. All rows that are in order
//! become one entry, appended in one transaction: whenever the program is killed, all of them are in or none. A row
//! in doubt is refused with its line and reason; refused rows can be saved, corrected and imported again, and find
//! the households that the first import made.
//!
//! While the file is read nobody waits for the database. It is held only to decide and to append, so that nothing can
//! change in between.

mod fault;
mod file;
mod grouping;
mod person;
mod plan;
mod words;

use crate::views::{RefusalCount, RefusedRow, RosterReport};
use crate::{Clinic, ClinicError, ClinicResult, Now, id, stamp};
use chrono::NaiveDateTime;
use fault::Fault;
use file::{Columns, Copy, format_name};
use grouping::Grouping;
use nonghe_domain::{OperationId, OperatorId, Text};
use nonghe_protocol::body::{Body, RosterImported};
use nonghe_protocol::{Hash, Role, attachment_hash};
use nonghe_sheets::report::{ReportError, ReportRow, write_csv};
use nonghe_sheets::{Field, Limits, Line, RowFault, Sheet};
use nonghe_store::{Attachment, NewEntry, Store, StoreError};
use person::{Person, Terms};
use plan::{Candidate, Plan, Refusal, Setting, plan};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};
use ts_rs::TS;

/// Refused rows that a report shows; the file has all.
const REFUSALS_SHOWN: usize = 200;
/// Rows between two reports of progress.
const PROGRESS_ROWS: u64 = 500;
const ZSTD_LEVEL: i32 = 3;
/// Folder in the data folder, for the copy of the file that is being read.
const COPIES: &str = "imports";

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct RosterProgress {
    /// `read`, `check` or `save`.
    pub stage: &'static str,
    /// Rows done in this stage; when saving, people.
    #[ts(type = "number")]
    pub done: u64,
    /// Of how many.
    #[ts(type = "number")]
    pub of: u64,
}

/// Counts rows and reports now and then.
struct Steps<'a> {
    progress: &'a mut dyn FnMut(RosterProgress),
    at: RosterProgress,
}

impl Steps<'_> {
    fn begin(&mut self, stage: &'static str, of: u64) {
        self.at = RosterProgress { stage, done: 0, of };
        (self.progress)(self.at);
    }

    fn step(&mut self) {
        self.at.done += 1;
        if self.at.done.is_multiple_of(PROGRESS_ROWS) || self.at.done == self.at.of {
            (self.progress)(self.at);
        }
    }

    fn finish(&mut self) {
        (self.progress)(RosterProgress { done: self.at.of, ..self.at });
    }
}

/// What the last import or check found, for a repeat of it and for saving the refused rows.
pub(crate) struct LastReport {
    op: Option<OperationId>,
    at: NaiveDateTime,
    report: RosterReport,
    titles: Vec<String>,
    refusals: Vec<Refusal>,
}

/// A roster as read, before the database is asked.
struct Reading {
    format: &'static str,
    columns: Columns,
    bytes: Vec<u8>,
    candidates: Vec<Candidate>,
}

/// Removes what an import left that was killed: a roster in the clear must not lie about until the next one. Whoever
/// has the store open is the only program on the folder.
pub(crate) fn forget_killed_imports(data_dir: &Path) {
    let dir = data_dir.join(COPIES);
    if dir.exists()
        && let Err(error) = file::remove_leftovers(&dir)
    {
        // The desk works without; the next start tries again.
        tracing::warn!(%error, "the copy of a killed import was not removed");
    }
}

impl Clinic {
    /// Reads a roster and says what an import would do. `progress` must not call the clinic.
    pub fn roster_check(
        &self,
        path: &Path,
        now: Now,
        progress: &mut dyn FnMut(RosterProgress),
    ) -> ClinicResult<RosterReport> {
        self.operator(Some(Role::Office))?;
        let mut last = self.last_roster();
        let mut steps = steps(progress);
        let mut reading = self.roster_read(path, now, &mut steps)?;
        let rows = std::mem::take(&mut reading.candidates);
        let plan = self.roster_plan(&self.store(), rows, now, &mut steps)?;
        let (report, refusals) = reading.report(path, plan, false);
        let titles = reading.columns.titles;
        *last = Some(LastReport { op: None, at: now.local(), report: report.clone(), titles, refusals });
        Ok(report)
    }

    /// Imports a roster: all rows that are in order, in one entry. `progress` must not call the clinic.
    ///
    /// A repeat with the same operation id gives the first result. After a restart it has the figures without the
    /// refused rows.
    pub fn roster_import(
        &self,
        op: &str,
        path: &Path,
        now: Now,
        progress: &mut dyn FnMut(RosterProgress),
    ) -> ClinicResult<RosterReport> {
        let operator = self.operator(Some(Role::Office))?;
        let op = id(op)?;
        // One roster at a time: a second press waits here and finds the first result.
        let mut last = self.last_roster();
        if let Some(body) = imported_before(&self.store(), op)? {
            let same = last.as_ref().filter(|last| last.op == Some(op));
            return Ok(same.map_or_else(|| report_of(path, &body), |last| last.report.clone()));
        }
        let mut steps = steps(progress);
        let mut reading = self.roster_read(path, now, &mut steps)?;
        let rows = std::mem::take(&mut reading.candidates);

        let mut store = self.store();
        let mut plan = self.roster_plan(&store, rows, now, &mut steps)?;
        let is_empty = plan.people == 0;
        if !is_empty {
            steps.begin("save", plan.people);
            reading.append(&mut store, operator.id, op, &plan, now)?;
            steps.finish();
        }
        drop(store);

        reading.columns.add_household_numbers(&mut plan.refusals);
        let (report, refusals) = reading.report(path, plan, !is_empty);
        let titles = reading.columns.titles;
        *last = Some(LastReport { op: Some(op), at: now.local(), report: report.clone(), titles, refusals });
        if is_empty { Err(ClinicError::EmptyRoster) } else { Ok(report) }
    }

    /// Saves the refused rows of the last check or import as CSV, with the reasons in both languages.
    pub fn roster_report_save(&self) -> ClinicResult<PathBuf> {
        self.operator(Some(Role::Office))?;
        let last = self.last_roster();
        let last = last.as_ref().filter(|last| !last.refusals.is_empty()).ok_or(ClinicError::NotFound)?;
        let dir = self.store().dir().join("reports");
        fs::create_dir_all(&dir).map_err(StoreError::from)?;
        let path = dir.join(format!("roster-refused-{}.csv", last.at.format("%Y%m%d-%H%M%S")));
        let rows: Vec<(u32, String, Vec<String>)> = last
            .refusals
            .iter()
            .map(|refusal| {
                let Text { zh, en } = refusal.fault.text();
                (refusal.line, zh, std::iter::once(en).chain(refusal.cells.iter().cloned()).collect())
            })
            .collect();
        let titles: Vec<String> =
            std::iter::once("Reason in English".to_owned()).chain(last.titles.iter().cloned()).collect();
        let rows = rows.iter().map(|(line, reason, cells)| ReportRow { line: *line, reason, cells });
        write_csv(&path, &titles, rows).map_err(|error| match error {
            ReportError::Io(error) => StoreError::File(error),
            other @ ReportError::Workbook(_) => StoreError::Unreadable(other.to_string()),
        })?;
        Ok(path)
    }

    fn last_roster(&self) -> MutexGuard<'_, Option<LastReport>> {
        self.roster.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn roster_read(&self, path: &Path, now: Now, steps: &mut Steps<'_>) -> ClinicResult<Reading> {
        let limits = Limits::default();
        let dir = self.store().dir().join(COPIES);
        let year = self.season_year(now.today()).unwrap_or_else(|| self.year_of(now.today()));
        let pack = self.pack(year).ok();
        let mut copy = Copy::of(path, &dir, &limits)?;
        let mut sheet = nonghe_sheets::open(&copy.path, &limits)?;
        let columns = Columns::of(&sheet);
        let today = now.today();
        let rules = pack.as_deref().map(|pack| &*pack.rules);
        let terms = Terms { rules, today, categories_from: self.categories_from(today) };
        let candidates = read_rows(&mut sheet, &columns, &terms, steps)?;
        let bytes = std::mem::take(&mut copy.bytes);
        Ok(Reading { format: format_name(sheet.kind()), columns, bytes, candidates })
    }

    fn roster_plan(&self, store: &Store, rows: Vec<Candidate>, now: Now, steps: &mut Steps<'_>) -> ClinicResult<Plan> {
        let granted = self.granted()?;
        let (centre, device) = (&granted.centre.code, granted.device_number);
        let setting = Setting { store, centre, device, today: now.today() };
        plan(rows, &setting, steps)
    }
}

fn steps(progress: &mut dyn FnMut(RosterProgress)) -> Steps<'_> {
    Steps { progress, at: RosterProgress { stage: "read", done: 0, of: 0 } }
}

fn read_rows(
    sheet: &mut Sheet,
    columns: &Columns,
    terms: &Terms<'_>,
    steps: &mut Steps<'_>,
) -> ClinicResult<Vec<Candidate>> {
    let rows = sheet.row_count();
    steps.begin("read", rows.into());
    let mut grouping = Grouping::default();
    let mut candidates = Vec::with_capacity(rows as usize);
    for line in sheet.rows()? {
        candidates.push(match line? {
            Line::Row(row) => {
                let place = grouping.place(row.line, |field| row.get(field));
                let outcome = if place.is_too_long { Err(Fault::AddressTooLong) } else { Person::read(&row, terms) };
                Candidate { line: row.line, cells: row.cells().to_vec(), place: Some(place), outcome }
            }
            Line::Refused(refusal) => {
                let place = if tells_household(refusal.fault) {
                    Some(grouping.place(refusal.line, |field| columns.cell(&refusal.cells, field)))
                } else {
                    grouping.interrupt();
                    None
                };
                let outcome = Err(Fault::Unreadable(refusal.fault));
                Candidate { line: refusal.line, cells: refusal.cells, place, outcome }
            }
        });
        steps.step();
    }
    Ok(candidates)
}

/// Whether a row that cannot be read still says for certain which household it belongs to.
fn tells_household(fault: RowFault) -> bool {
    let field = match fault {
        RowFault::Undecodable
        | RowFault::AmbiguousEncoding
        | RowFault::TooManyCells
        | RowFault::RowTooLong
        | RowFault::QuoteNotClosed { .. } => return false,
        RowFault::ControlCharacter(field)
        | RowFault::LostCharacter(field)
        | RowFault::PrivateCharacter(field)
        | RowFault::CellTooLong(field)
        | RowFault::DigitsLost(field)
        | RowFault::BecameDate(field)
        | RowFault::DateOutOfRange(field)
        | RowFault::ErrorValue(field)
        | RowFault::FormulaWithoutResult(field)
        | RowFault::MergedAcross(field)
        | RowFault::MergedDown(field) => field,
    };
    let tells = [Field::Household, Field::Village, Field::Group, Field::Door, Field::Relation];
    !tells.contains(&field)
}

impl Reading {
    fn append(
        &mut self,
        store: &mut Store,
        by: OperatorId,
        op: OperationId,
        plan: &Plan,
        now: Now,
    ) -> ClinicResult<()> {
        let file = attachment_hash(&self.bytes);
        let refused = plan.refusals.len() as u64;
        let (body, rows) = roster_entry(by, &plan.rows, &file, plan.households, plan.people, refused)?;
        let file = Attachment { content: std::mem::take(&mut self.bytes), sent_up: false };
        let entry = NewEntry { attachments: vec![rows, file], ..NewEntry::new(op, body) };
        let stamp = stamp(store, now)?;
        store.append(entry, stamp)?;
        if let Err(error) = store.checkpoint() {
            // The import is durable; a long log costs disk space until the next one.
            tracing::warn!(%error, "the write-ahead log was not shortened after an import");
        }
        Ok(())
    }

    fn report(&self, path: &Path, plan: Plan, imported: bool) -> (RosterReport, Vec<Refusal>) {
        let mut refusals = plan.refusals;
        refusals.sort_by_key(|refusal| refusal.line);
        let shown = refusals.iter().take(REFUSALS_SHOWN).map(|refusal| RefusedRow {
            line: refusal.line.into(),
            name: self.columns.cell(&refusal.cells, Field::Name).to_owned(),
            reason: refusal.fault.text(),
        });
        let report = RosterReport {
            file: file_name(path),
            format: self.format.to_owned(),
            rows: plan.people + refusals.len() as u64,
            households: plan.new_households,
            people: plan.people,
            refused: refusals.len() as u64,
            reasons: reasons(&refusals, plan.phones_left_out),
            refusals: shown.collect(),
            imported,
            unused_columns: self.columns.unused.clone(),
        };
        (report, refusals)
    }
}

/// The refusals by reason, the commonest first; then what was left out of rows that were taken.
fn reasons(refusals: &[Refusal], phones_left_out: u64) -> Vec<RefusalCount> {
    let mut counts: BTreeMap<&'static str, RefusalCount> = BTreeMap::new();
    for refusal in refusals {
        let (code, reason) = refusal.fault.group();
        let count = counts.entry(code).or_insert_with(|| RefusalCount { code: code.to_owned(), reason, count: 0 });
        count.count += 1;
    }
    let mut counts: Vec<RefusalCount> = counts.into_values().collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    if phones_left_out > 0 {
        counts.push(RefusalCount {
            code: "phone_left_out".into(),
            reason: Text::new(
                "电话不是手机号：人已导入，电话未记",
                "Not a mobile number: imported without the telephone",
            ),
            count: phones_left_out,
        });
    }
    counts
}

/// The entry of a roster, and its rows as they are kept beside it.
pub(crate) fn roster_entry(
    by: OperatorId,
    rows_text: &str,
    file: &Hash,
    households: u64,
    people: u64,
    refused: u64,
) -> ClinicResult<(RosterImported, Attachment)> {
    let content = zstd::bulk::compress(rows_text.as_bytes(), ZSTD_LEVEL).map_err(StoreError::from)?;
    let rows = attachment_hash(&content);
    let body = RosterImported { by, file: *file, rows, households, people, refused };
    Ok((body, Attachment { content, sent_up: true }))
}

fn imported_before(store: &Store, op: OperationId) -> ClinicResult<Option<RosterImported>> {
    let Some(entry) = store.entry_of_operation(op)? else { return Ok(None) };
    match entry.decoded().map_err(StoreError::from)? {
        Some(Body::RosterImported(body)) => Ok(Some(*body)),
        _ => Err(StoreError::OperationReused.into()),
    }
}

/// The report of an import of which only the entry is left.
fn report_of(path: &Path, body: &RosterImported) -> RosterReport {
    let not_kept = RefusalCount {
        code: "not_kept".into(),
        reason: Text::new(
            "退回明细未保留，可再检查一次该文件",
            "The refused rows were not kept; check the file again to see them",
        ),
        count: body.refused,
    };
    RosterReport {
        file: file_name(path),
        format: String::new(),
        rows: body.people + body.refused,
        households: body.households,
        people: body.people,
        refused: body.refused,
        reasons: if body.refused > 0 { vec![not_kept] } else { Vec::new() },
        refusals: Vec::new(),
        imported: true,
        unused_columns: Vec::new(),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
