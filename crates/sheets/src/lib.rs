//! Lists of people from XLSX and CSV, and reports about them.
//!
//! A file from outside becomes rows of text by column, or a clear error. Three promises:
//! - *Nothing comes out wrong.* A row that would be misread (its encoding, a number that lost its digits, a
//!   formula's error, a merged cell) is refused with its line and reason; the other rows are taken.
//! - *Nothing happens before the file is known.* Kind, size, inflation, header and number of rows are checked
//!   first, and a file that is refused has given no row.
//! - *Nothing costs more than the file is worth.* Memory is bounded by [`Limits`], whatever the file says.
//!
//! The crate knows columns, not people: whether an identity number is valid is not its business.
//!
//! CSV may be UTF-8, GB 18030 or UTF-16 with byte order mark, separated by comma, tab or semicolon. In a file that
//! mixes encodings, rows that are certain are taken and the others refused; `encoding.rs` has the rule. Of a
//! workbook the only visible worksheet with a list is read; hidden worksheets are not looked at, hidden rows are rows like others.

mod cell;
mod delimited;
mod detect;
mod encoding;
mod error;
mod fault;
mod field;
mod hanzi;
mod header;
mod limits;
mod merges;
mod package;
mod records;
pub mod report;
mod row;
mod text;
mod utf16;
mod workbook;

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use delimited::{Delimited, DelimitedRows};
use detect::Kind;
use workbook::{Workbook, WorkbookRows};

pub use encoding::Encoding;
pub use error::{Foreign, Required, SheetError};
pub use fault::{RowFault, RowRefusal};
pub use field::Field;
pub use header::Column;
pub use limits::Limits;
pub use row::{Line, Row};

/// Opens a list, whatever the name of its file: checks it, finds its header and counts its rows.
pub fn open(path: &Path, limits: &Limits) -> Result<Sheet, SheetError> {
    open_file(path, None, limits)
}

/// Opens the list in one worksheet of a workbook. A file of text has no worksheets.
pub fn open_worksheet(path: &Path, worksheet: &str, limits: &Limits) -> Result<Sheet, SheetError> {
    open_file(path, Some(worksheet), limits)
}

fn open_file(path: &Path, worksheet: Option<&str>, limits: &Limits) -> Result<Sheet, SheetError> {
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    if bytes == 0 {
        return Err(SheetError::Empty);
    }
    let mut head = Vec::new();
    file.by_ref().take(detect::HEAD_BYTES as u64).read_to_end(&mut head)?;
    let kind = detect::kind(&head);
    let limit = match kind {
        Kind::Text(_) => limits.max_bytes,
        Kind::Zip | Kind::Compound => limits.max_workbook_bytes,
        Kind::Foreign(foreign) => return Err(SheetError::Foreign(foreign)),
    };
    if bytes > limit {
        return Err(SheetError::TooLarge { bytes, limit });
    }
    let body = match kind {
        Kind::Text(_) if worksheet.is_some() => return Err(SheetError::NoWorksheet),
        Kind::Text(mark) => Body::Delimited(Box::new(Delimited::open(file, mark, limits)?)),
        Kind::Zip => {
            let bytes = whole(file, limit)?;
            package::check(&bytes, limits)?;
            Body::Workbook(Box::new(Workbook::open(bytes, worksheet, limits)?))
        }
        Kind::Compound => return Err(SheetError::Foreign(detect::compound(&whole(file, limit)?))),
        Kind::Foreign(foreign) => return Err(SheetError::Foreign(foreign)),
    };
    Ok(Sheet { body })
}

/// All bytes of a file, no more than the limit even if it grows meanwhile.
fn whole(mut file: File, limit: u64) -> Result<Vec<u8>, SheetError> {
    file.rewind()?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(SheetError::Changed) } else { Ok(bytes) }
}

/// A list, checked and counted.
pub struct Sheet {
    body: Body,
}

enum Body {
    Delimited(Box<Delimited>),
    Workbook(Box<Workbook>),
}

/// What kind of file a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A workbook.
    Xlsx,
    /// Delimited text.
    Csv(Encoding),
}

impl Sheet {
    /// What kind of file the list is.
    pub fn kind(&self) -> FileKind {
        match &self.body {
            Body::Delimited(sheet) => FileKind::Csv(sheet.encoding),
            Body::Workbook(_) => FileKind::Xlsx,
        }
    }

    /// All columns of the header. A column without a field is not read.
    pub fn columns(&self) -> &[Column] {
        match &self.body {
            Body::Delimited(sheet) => &sheet.header.columns,
            Body::Workbook(workbook) => &workbook.header().columns,
        }
    }

    /// The titles of all columns, for a report.
    pub fn titles(&self) -> Vec<String> {
        self.columns().iter().map(|column| column.title.clone()).collect()
    }

    /// True if the list has a column for the field.
    pub fn has(&self, field: Field) -> bool {
        self.columns().iter().any(|column| column.field == Some(field))
    }

    /// How many rows [`Sheet::rows`] gives, taken and refused.
    pub fn row_count(&self) -> u32 {
        match &self.body {
            Body::Delimited(sheet) => sheet.row_count,
            Body::Workbook(workbook) => workbook.row_count(),
        }
    }

    /// Reads the rows from the first. Blank rows and repetitions of the header are left out.
    pub fn rows(&mut self) -> Result<Rows<'_>, SheetError> {
        let source = match &mut self.body {
            Body::Delimited(sheet) => Source::Delimited(sheet.rows()?),
            Body::Workbook(workbook) => Source::Workbook(Box::new(workbook.rows()?)),
        };
        Ok(Rows { source, is_finished: false })
    }
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet").field("kind", &self.kind()).field("row_count", &self.row_count()).finish()
    }
}

/// The rows of a list, one at a time.
///
/// An error ends them: the file was changed or taken away, and what was read so far is not the whole list.
pub struct Rows<'a> {
    source: Source<'a>,
    is_finished: bool,
}

enum Source<'a> {
    Delimited(DelimitedRows<'a>),
    Workbook(Box<WorkbookRows<'a>>),
}

impl Iterator for Rows<'_> {
    type Item = Result<Line, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_finished {
            return None;
        }
        let next = match &mut self.source {
            Source::Delimited(rows) => rows.next_line(),
            Source::Workbook(rows) => rows.next_line(),
        };
        self.is_finished = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}
