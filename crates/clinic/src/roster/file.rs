//! The file of a roster: a copy of it, and its columns.

use super::plan::Refusal;
use crate::ClinicResult;
use nonghe_protocol::attachment_hash;
use nonghe_sheets::{Encoding, Field, FileKind, Limits, Sheet, SheetError};
use nonghe_store::StoreError;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The kind of a file, for people.
pub(super) fn format_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Xlsx => "XLSX",
        FileKind::Csv(Encoding::Utf8) => "CSV (UTF-8)",
        FileKind::Csv(Encoding::Gb18030) => "CSV (GB 18030)",
        FileKind::Csv(Encoding::Utf16) => "CSV (UTF-16)",
        FileKind::Csv(Encoding::Mixed) => "CSV (UTF-8 + GB 18030)",
    }
}

/// The columns of a list.
pub(super) struct Columns {
    pub(super) titles: Vec<String>,
    fields: Vec<Option<Field>>,
    /// Titles of columns that are not read.
    pub(super) unused: Vec<String>,
}

impl Columns {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let columns = sheet.columns();
        let unused = columns.iter().filter(|column| column.field.is_none() && !column.title.is_empty());
        Self {
            titles: sheet.titles(),
            fields: columns.iter().map(|column| column.field).collect(),
            unused: unused.map(|column| column.title.clone()).collect(),
        }
    }

    fn column(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|found| *found == Some(field))
    }

    /// The cell of a field; empty if there is none.
    pub(super) fn cell<'a>(&self, cells: &'a [String], field: Field) -> &'a str {
        self.column(field).and_then(|column| cells.get(column)).map_or("", String::as_str)
    }

    /// Writes into refused rows the number that their household got, so that they find it when imported again.
    pub(super) fn add_household_numbers(&mut self, refusals: &mut [Refusal]) {
        let column = self.column(Field::Household).unwrap_or_else(|| {
            self.titles.push(Field::Household.in_chinese().to_owned());
            self.fields.push(Some(Field::Household));
            self.titles.len() - 1
        });
        for refusal in refusals {
            if let Some(number) = &refusal.household {
                if refusal.cells.len() <= column {
                    refusal.cells.resize(column + 1, String::new());
                }
                refusal.cells[column].clone_from(number);
            }
        }
    }
}

/// A private copy of a file for as long as it is read, so that its hash and its content agree.
pub(super) struct Copy {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

impl Copy {
    pub(super) fn of(from: &Path, dir: &Path, limits: &Limits) -> ClinicResult<Self> {
        let limit = limits.max_bytes.max(limits.max_workbook_bytes);
        let file = File::open(from).map_err(SheetError::from)?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(SheetError::from)?;
        if bytes.len() as u64 > limit {
            let bytes = fs::metadata(from).map_or(limit + 1, |found| found.len());
            return Err(SheetError::TooLarge { bytes, limit }.into());
        }
        fs::create_dir_all(dir).map_err(StoreError::from)?;
        remove_leftovers(dir).map_err(StoreError::from)?;
        let name = attachment_hash(&bytes).to_string().replace(':', "-");
        let copy = Self { path: dir.join(format!("{name}.tmp")), bytes };
        fs::write(&copy.path, &copy.bytes).map_err(StoreError::from)?;
        Ok(copy)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(%error, "the copy of an imported file was not removed");
        }
    }
}

/// Removes the copies of imports that were killed. Nobody else reads here, since one roster is imported at a time.
pub(super) fn remove_leftovers(dir: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "tmp") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
