//! Files to open, and what came out of them in a form that is easy to compare.

use std::fs;
use std::path::PathBuf;

use nonghe_sheets::{Field, Limits, Line, RowFault, Sheet, SheetError};
use tempfile::TempDir;

/// A folder for the files of one test.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Opens these bytes under a name that says nothing.
    pub fn open(&self, bytes: &[u8]) -> Result<Sheet, SheetError> {
        nonghe_sheets::open(&self.file("list", bytes), &Limits::default())
    }
}

/// All lines of a sheet; their number must be the one that was announced.
pub fn lines(sheet: &mut Sheet) -> Vec<Line> {
    let announced = sheet.row_count() as usize;
    let lines: Vec<_> = sheet.rows().unwrap().map(Result::unwrap).collect();
    assert_eq!(lines.len(), announced, "the announced count is exact");
    lines
}

/// The rows taken, as (line, texts of these fields).
pub fn taken(lines: &[Line], fields: &[Field]) -> Vec<(u32, Vec<String>)> {
    let texts = |line: &Line| match line {
        Line::Row(row) => Some((row.line, fields.iter().map(|&field| row.get(field).to_owned()).collect())),
        Line::Refused(_) => None,
    };
    lines.iter().filter_map(texts).collect()
}

/// The names of the rows taken.
pub fn names(lines: &[Line]) -> Vec<String> {
    taken(lines, &[Field::Name]).into_iter().map(|(_, texts)| texts.concat()).collect()
}

/// The rows refused, as (line, fault).
pub fn faults(lines: &[Line]) -> Vec<(u32, RowFault)> {
    let fault = |line: &Line| match line {
        Line::Row(_) => None,
        Line::Refused(refusal) => Some((refusal.line, refusal.fault)),
    };
    lines.iter().filter_map(fault).collect()
}
