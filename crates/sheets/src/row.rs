//! A row of a list: text by field.

use crate::fault::RowRefusal;
use crate::field::Field;

/// A row of the list: taken, or refused with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A row whose cells are text.
    Row(Row),
    /// A row that would come out wrong.
    Refused(RowRefusal),
}

/// A row whose cells are text. Whether the text is a valid name or number is for its reader to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number of the row as Excel shows it, from 1.
    pub line: u32,
    pub(crate) cells: Vec<String>,
    pub(crate) layout: Layout,
}

impl Row {
    /// The text of a field; empty if the cell is, or if the list has no such column.
    pub fn get(&self, field: Field) -> &str {
        self.layout.column(field).and_then(|column| self.cells.get(column)).map_or("", String::as_str)
    }

    /// All cells by the columns of the sheet, for a report on this row.
    pub fn cells(&self) -> &[String] {
        &self.cells
    }
}

/// Which column holds which field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    columns: [Option<usize>; Field::ALL.len()],
}

impl Layout {
    /// Puts a field into a column, or tells which column has it already.
    pub(crate) fn place(&mut self, field: Field, column: usize) -> Option<usize> {
        let slot = &mut self.columns[field as usize];
        if slot.is_none() {
            *slot = Some(column);
            return None;
        }
        *slot
    }

    pub(crate) fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }

    /// The fields that have a column, each with it.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (Field, usize)> + Clone {
        Field::ALL.into_iter().filter_map(|field| self.column(field).map(|column| (field, column)))
    }
}
