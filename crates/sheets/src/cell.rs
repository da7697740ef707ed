//! The value of a cell of a workbook, as text.
//!
//! A spreadsheet program keeps what looks like a number as a number of 15 digits and what looks like a date as a
//! count of days. Where that has lost what was typed, the row is refused; the rest becomes what was typed.

use calamine::{DataRef, ExcelDateTime};

use crate::fault::RowFault;
use crate::field::Field;
use crate::text;

/// Whole numbers from here on do not fit into the 15 digits that Excel keeps.
const DIGITS_LOST_FROM: f64 = 1e15;

/// Days from 1900-01-01 to 9999-12-31 as Excel counts them.
const DATE_SERIALS: std::ops::Range<f64> = 1.0..2_958_466.0;

/// A cell of a workbook.
#[derive(Debug, Clone)]
pub(crate) struct Cell<'a> {
    pub(crate) value: DataRef<'a>,
    pub(crate) has_formula: bool,
}

impl Cell<'_> {
    pub(crate) const EMPTY: Self = Self { value: DataRef::Empty, has_formula: false };

    /// True if there is nothing that anybody typed.
    pub(crate) fn is_blank(&self) -> bool {
        match &self.value {
            DataRef::Empty => !self.has_formula,
            DataRef::String(text) => text.trim().is_empty(),
            DataRef::SharedString(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The text of a cell of a known column. The result of a formula counts as the text.
    pub(crate) fn read(&self, field: Field, max_chars: usize) -> Result<String, RowFault> {
        match &self.value {
            DataRef::Empty if self.has_formula => Err(RowFault::FormulaWithoutResult(field)),
            DataRef::Error(_) => Err(RowFault::ErrorValue(field)),
            DataRef::Float(number) if number.abs() >= DIGITS_LOST_FROM => Err(RowFault::DigitsLost(field)),
            DataRef::DateTime(date) if field == Field::BirthDate && date.is_datetime() => {
                iso_date(date).ok_or(RowFault::DateOutOfRange(field))
            }
            DataRef::DateTimeIso(date) if field == Field::BirthDate => text::read(field, date, max_chars),
            DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
                Err(RowFault::BecameDate(field))
            }
            _ => text::read(field, &self.plain(), max_chars),
        }
    }

    /// The text of a cell for showing only.
    pub(crate) fn shown(&self) -> String {
        text::lenient(&self.plain())
    }

    fn plain(&self) -> String {
        match &self.value {
            DataRef::Empty => String::new(),
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) if number.abs() >= DIGITS_LOST_FROM => format!("{number:E}"),
            DataRef::Float(number) => number.to_string(),
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
            DataRef::DateTime(date) => iso_date(date).unwrap_or_else(|| date.as_f64().to_string()),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
            DataRef::Error(error) => error.to_string(),
        }
    }
}

/// A date as `1990-03-07`, with its time if it has one.
fn iso_date(date: &ExcelDateTime) -> Option<String> {
    if !DATE_SERIALS.contains(&date.as_f64()) {
        return None;
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    Some(if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTimeType};

    fn cell(value: DataRef<'_>) -> Cell<'_> {
        Cell { value, has_formula: false }
    }

    #[test]
    fn numbers_keep_their_digits_or_are_refused() {
        for (number, expected) in [
            (12.0, Ok("12")),
            (110_101_900_307_123.0, Ok("110101900307123")),
            (999_999_999_999_999.0, Ok("999999999999999")),
            (1e15, Err(RowFault::DigitsLost(Field::IdNumber))),
            (4.110_23e17, Err(RowFault::DigitsLost(Field::IdNumber))),
            (3.5, Ok("3.5")),
        ] {
            let read = cell(DataRef::Float(number)).read(Field::IdNumber, 50);
            assert_eq!(read.as_deref().map_err(|&fault| fault), expected, "{number}");
        }
    }

    #[test]
    fn a_date_is_a_date_in_its_own_column_only() {
        let date = |serial, kind| cell(DataRef::DateTime(ExcelDateTime::new(serial, kind, false)));
        for (serial, field, expected) in [
            (32939.0, Field::BirthDate, Ok("1990-03-07")),
            (32939.5, Field::BirthDate, Ok("1990-03-07 12:00:00")),
            (0.5, Field::BirthDate, Err(RowFault::DateOutOfRange(Field::BirthDate))),
            (-3.0, Field::BirthDate, Err(RowFault::DateOutOfRange(Field::BirthDate))),
            (3e6, Field::BirthDate, Err(RowFault::DateOutOfRange(Field::BirthDate))),
            (32939.0, Field::Door, Err(RowFault::BecameDate(Field::Door))),
        ] {
            let read = date(serial, ExcelDateTimeType::DateTime).read(field, 50);
            assert_eq!(read.as_deref().map_err(|&fault| fault), expected, "{serial} as {field}");
        }
        let duration = date(1.5, ExcelDateTimeType::TimeDelta).read(Field::BirthDate, 50);
        assert_eq!(duration, Err(RowFault::BecameDate(Field::BirthDate)));
    }

    #[test]
    fn errors_and_formulas_without_result_are_refused() {
        let error = cell(DataRef::Error(CellErrorType::Ref)).read(Field::Name, 50);
        assert_eq!(error, Err(RowFault::ErrorValue(Field::Name)));
        let formula = Cell { value: DataRef::Empty, has_formula: true };
        assert_eq!(formula.read(Field::Name, 50), Err(RowFault::FormulaWithoutResult(Field::Name)));
        assert!(!formula.is_blank() && Cell::EMPTY.is_blank());
    }
}
