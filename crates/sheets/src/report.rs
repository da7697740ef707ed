//! The rows that were not taken, for the office to correct and import again.
//!
//! Nothing that the office opens can run: in CSV a cell that Excel would take for a formula gets an apostrophe,
//! and a number that Excel would shorten or turn into a date gets a tab, both of which the reader removes. In
//! XLSX every cell is text. A report appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use thiserror::Error;

/// The titles in front of those of the list.
const OWN_TITLES: [&str; 2] = ["行号 line", "原因 reason"];

/// Whole numbers with more digits are shown as `1.1E+11` by Excel.
const PLAIN_DIGITS: usize = 11;

/// Why a report cannot be written.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The file cannot be written.
    #[error("the report cannot be written")]
    Io(#[from] io::Error),
    /// The worksheet cannot take the rows: it has at most 1,048,576.
    #[error("the report does not fit into a worksheet")]
    Workbook(#[from] XlsxError),
}

/// A row that was not taken.
#[derive(Debug, Clone, Copy)]
pub struct ReportRow<'a> {
    /// Number of the row in the list.
    pub line: u32,
    /// The reason, in the language of the office.
    pub reason: &'a str,
    /// The cells as they were.
    pub cells: &'a [String],
}

/// Writes a report as CSV in UTF-8 with byte order mark, as Excel expects it.
pub fn write_csv<'a>(
    path: &Path,
    titles: &[String],
    rows: impl IntoIterator<Item = ReportRow<'a>>,
) -> Result<(), ReportError> {
    let part = part_of(path);
    let mut file = BufWriter::new(File::create(&part)?);
    file.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(file);
    let own = OWN_TITLES.iter().map(|&title| title.to_owned());
    writer.write_record(own.chain(titles.iter().map(|title| safe(title)))).map_err(io::Error::from)?;
    for row in rows {
        let own = [row.line.to_string(), safe(row.reason)].into_iter();
        writer.write_record(own.chain(row.cells.iter().map(|cell| safe(cell)))).map_err(io::Error::from)?;
    }
    let file = writer.into_inner().map_err(|error| io::Error::from(error.error().kind()))?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    drop(file);
    Ok(fs::rename(part, path)?)
}

/// Writes a report as a workbook in which every cell of the list is text.
pub fn write_xlsx<'a>(
    path: &Path,
    titles: &[String],
    rows: impl IntoIterator<Item = ReportRow<'a>>,
) -> Result<(), ReportError> {
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_bold();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let titles = OWN_TITLES.iter().copied().chain(titles.iter().map(String::as_str));
    for (column, title) in (0_u16..).zip(titles) {
        sheet.write_string_with_format(0, column, title, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_column_width(1, 40)?;
    for (index, row) in (1_u32..).zip(rows) {
        sheet.write_number(index, 0, row.line)?;
        sheet.write_string(index, 1, row.reason)?;
        for (column, cell) in (2_u16..).zip(row.cells) {
            sheet.write_string_with_format(index, column, cell, &text)?;
        }
    }
    let part = part_of(path);
    workbook.save(&part)?;
    Ok(fs::rename(part, path)?)
}

/// Where a report grows until it is whole: beside its place, so that it only needs a new name.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// A cell that Excel shows as it is and never calculates.
fn safe(cell: &str) -> String {
    let cell: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let begins_formula = cell.trim_start().starts_with(|c: char| "=+-@＝＋－＠".contains(c));
    if begins_formula {
        format!("'{cell}")
    } else if is_changed_by_excel(&cell) {
        format!("\t{cell}")
    } else {
        cell
    }
}

/// True for a text of digits that Excel would shorten, strip of its zeros, or read as a date or a fraction.
fn is_changed_by_excel(cell: &str) -> bool {
    let is_numeric = cell.starts_with(|c: char| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || "-/.:,eE+ ".contains(c));
    let is_plain = cell.bytes().all(|b| b.is_ascii_digit()) && cell.len() <= PLAIN_DIGITS;
    is_numeric && !(is_plain && (cell == "0" || !cell.starts_with('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_no_number_is_changed() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            ("  +cmd", "'  +cmd"),
            ("＝1", "'＝1"),
            ("\t=1", "' =1"),
            ("张三", "张三"),
            ("12", "12"),
            ("0", "0"),
            ("0012", "\t0012"),
            ("13812345678", "13812345678"),
            ("110101199003071234", "\t110101199003071234"),
            ("11010119900307123X", "11010119900307123X"),
            ("3-12", "\t3-12"),
            ("1/2", "\t1/2"),
            ("1990-03-07", "\t1990-03-07"),
            ("12E5", "\t12E5"),
            ("a\r\nb", "a  b"),
        ] {
            assert_eq!(safe(cell), expected, "{cell:?}");
        }
    }
}
