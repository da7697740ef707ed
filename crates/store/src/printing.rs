//! Which papers came out.
//!
//! Which papers ought to come out is derived from the projections, so that a payment whose program died before it could
//! print is found like any other. What became of a paper is kept here, beside the journal and apart from it.

use crate::error::{StoreError, StoreResult};
use crate::journal::sql;
use crate::open::Store;
use rusqlite::{OptionalExtension as _, Row, params};

const PAPERS_AFTER: &str = "papers_after";
const SETTING: &str = "printing.";

/// Where a paper is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintState {
    /// To be sent to the printer.
    Waiting,
    /// Being handed over to the printing system.
    Sending,
    /// A job of the printing system.
    AtPrinter,
    /// A person decides what becomes of it.
    Held,
    /// It came out, or was shown as PDF.
    Out,
    /// Nobody wants it.
    Aside,
}

impl PrintState {
    const ALL: [Self; 6] = [Self::Waiting, Self::Sending, Self::AtPrinter, Self::Held, Self::Out, Self::Aside];

    fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::AtPrinter => "at_printer",
            Self::Held => "held",
            Self::Out => "out",
            Self::Aside => "aside",
        }
    }

    /// Whether nothing more is to be done.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Out | Self::Aside)
    }
}

/// What became of the last issue of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printing {
    /// Which paper: `receipt`, `slip`, `statement`, `reversal`.
    pub document: String,
    /// Id of the payment or settlement; of a slip its short number.
    pub subject: String,
    /// The entry that the paper tells of.
    pub seq: u64,
    /// Where it is.
    pub state: PrintState,
    /// Which reprint is meant; 0 for the first paper.
    pub reprint: u32,
    /// Name of the printer; empty for a PDF.
    pub printer: String,
    /// How many of it.
    pub copies: u32,
    /// Size of the sheet, as the printing system names it.
    pub media: String,
    /// The PDF.
    pub file: String,
    /// The printing system's job.
    pub job: Option<String>,
    /// Why it has not come out, as a word.
    pub trouble: Option<String>,
    /// Why it was left aside.
    pub reason: Option<String>,
    /// When this last changed, in milliseconds since 1970.
    pub changed_ms: i64,
}

/// A paper that has not come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprinted {
    /// Which paper.
    pub document: String,
    /// Id of the payment or settlement; of a slip its short number.
    pub subject: String,
    /// The entry that it tells of.
    pub seq: u64,
    /// What became of it so far; nothing if nobody ever tried.
    pub printing: Option<Printing>,
}

const PRINTING: &str =
    "SELECT document, subject, seq, state, reprint, printer, copies, media, file, job, trouble, reason,
                               changed_ms FROM printing";
/// Papers that nobody tried to print, and those that are on their way.
const UNPRINTED: &str = "WITH paper (document, subject, seq) AS (
         SELECT 'receipt', id, seq FROM payment WHERE seq > ?1
         UNION ALL SELECT 'slip', number, seq FROM premium_slip WHERE seq > ?1
         UNION ALL SELECT 'statement', id, seq FROM settlement WHERE seq > ?1
         UNION ALL SELECT 'reversal', id, reversal FROM settlement WHERE reversal > ?1
     )
     SELECT document, subject, seq FROM paper WHERE NOT EXISTS
         (SELECT 1 FROM printing p WHERE p.document = paper.document AND p.subject = paper.subject)
     UNION ALL
     SELECT document, subject, seq FROM printing WHERE state NOT IN ('out', 'aside')";

fn printing(row: &Row<'_>) -> StoreResult<Printing> {
    let state: String = row.get(3)?;
    let state = PrintState::ALL.into_iter().find(|each| each.name() == state);
    Ok(Printing {
        document: row.get(0)?,
        subject: row.get(1)?,
        seq: row.get::<_, i64>(2)?.unsigned_abs(),
        state: state.ok_or_else(|| StoreError::Unreadable("state of a paper".into()))?,
        reprint: row.get(4)?,
        printer: row.get(5)?,
        copies: row.get(6)?,
        media: row.get(7)?,
        file: row.get(8)?,
        job: row.get(9)?,
        trouble: row.get(10)?,
        reason: row.get(11)?,
        changed_ms: row.get(12)?,
    })
}

impl Store {
    /// What became of the last issue of a paper.
    pub fn printing(&self, document: &str, subject: &str) -> StoreResult<Option<Printing>> {
        let sql = format!("{PRINTING} WHERE document = ?1 AND subject = ?2");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([document, subject])?;
        rows.next()?.map(printing).transpose()
    }

    /// Keeps what became of a paper.
    pub fn keep_printing(&mut self, kept: &Printing) -> StoreResult<()> {
        self.conn.execute(
            "INSERT OR REPLACE INTO printing (document, subject, seq, state, reprint, printer, copies, media, file, job,
                                              trouble, reason, changed_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                kept.document,
                kept.subject,
                sql(kept.seq),
                kept.state.name(),
                kept.reprint,
                kept.printer,
                kept.copies,
                kept.media,
                kept.file,
                kept.job,
                kept.trouble,
                kept.reason,
                kept.changed_ms
            ],
        )?;
        Ok(())
    }

    /// Papers on their way, the one that was ordered first in front.
    pub fn printings_under_way(&self) -> StoreResult<Vec<Printing>> {
        let sql = format!("{PRINTING} WHERE state NOT IN ('out', 'aside') ORDER BY changed_ms, seq, document");
        let mut statement = self.conn.prepare_cached(&sql)?;
        super::read::collect(statement.query([])?, printing)
    }

    /// Papers that have not come out, the oldest first.
    pub fn unprinted(&self) -> StoreResult<Vec<Unprinted>> {
        let sql = format!("{UNPRINTED} ORDER BY seq, document");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([self.papers_after()?], |row| {
            Ok(Unprinted {
                document: row.get(0)?,
                subject: row.get(1)?,
                seq: row.get::<_, i64>(2)?.unsigned_abs(),
                printing: None,
            })
        })?;
        let mut papers: Vec<Unprinted> = rows.collect::<Result<_, _>>()?;
        for paper in &mut papers {
            paper.printing = self.printing(&paper.document, &paper.subject)?;
        }
        Ok(papers)
    }

    /// How many papers have not come out.
    pub fn unprinted_count(&self) -> StoreResult<u32> {
        let mut statement = self.conn.prepare_cached(&format!("SELECT count(*) FROM ({UNPRINTED})"))?;
        Ok(statement.query_row([self.papers_after()?], |row| row.get(0))?)
    }

    /// From now on, papers of what is in the journal already are not asked for.
    pub fn leave_earlier_papers(&mut self) -> StoreResult<()> {
        let last = self.last_seq()?;
        self.set_setting(PAPERS_AFTER, &last.to_string())
    }

    /// Whether account of papers was kept already when an entry was made.
    pub fn keeps_account_of(&self, seq: u64) -> StoreResult<bool> {
        Ok(sql(seq) > self.papers_after()?)
    }

    fn papers_after(&self) -> StoreResult<i64> {
        Ok(self.setting(PAPERS_AFTER)?.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    /// How often a paper was ordered again.
    pub fn reprints(&self, document: &str, number: &str) -> StoreResult<u32> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT coalesce(max(count), 0) FROM reprint WHERE document = ?1 AND number = ?2")?;
        Ok(statement.query_row([document, number], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// How a kind of paper is printed here, as the caller wrote it.
    pub fn print_setting(&self, document: &str) -> StoreResult<Option<String>> {
        self.setting(&format!("{SETTING}{document}"))
    }

    /// Keeps how a kind of paper is printed here.
    pub fn keep_print_setting(&mut self, document: &str, text: &str) -> StoreResult<()> {
        self.set_setting(&format!("{SETTING}{document}"), text)
    }
}
