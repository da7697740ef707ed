//! Tables for a terminal, in which a Chinese character takes two columns.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};
use nonghe_domain::{Lang, Text};
use std::collections::BTreeSet;

/// Columns where the terminal does not say how many it has.
const WIDTH: u16 = 110;
/// Narrower than this a table is no table.
const LEAST_WIDTH: u16 = 60;

/// A table whose cells know on which side they stand.
pub struct TextTable {
    table: Table,
    /// Columns with figures, which are never broken.
    figures: BTreeSet<usize>,
}

/// A cell.
pub enum Field {
    /// Words, to the left.
    Words(String),
    /// A figure, to the right.
    Figure(String),
}

/// Words in a cell.
pub fn words(text: impl Into<String>) -> Field {
    Field::Words(text.into())
}

/// A figure in a cell.
pub fn figure(text: impl Into<String>) -> Field {
    Field::Figure(text.into())
}

impl TextTable {
    /// A table with these headings.
    pub fn new(lang: Lang, headings: &[Text]) -> Self {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width())
            .set_header(headings.iter().map(|heading| heading.get(lang).to_owned()));
        Self { table, figures: BTreeSet::new() }
    }

    /// Columns without lines and headings.
    pub fn plain() -> Self {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width());
        Self { table, figures: BTreeSet::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, fields: impl IntoIterator<Item = Field>) {
        let mut cells = Vec::new();
        for (place, field) in fields.into_iter().enumerate() {
            cells.push(match field {
                Field::Words(text) => Cell::new(text),
                Field::Figure(text) => {
                    self.figures.insert(place);
                    Cell::new(text).set_alignment(CellAlignment::Right)
                }
            });
        }
        self.table.add_row(cells);
    }

    /// Whether it has rows.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The table as lines, without blanks at their ends.
    pub fn lines(mut self) -> String {
        for place in self.figures {
            if let Some(column) = self.table.column_mut(place) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        self.table.trim_fmt()
    }
}

fn width() -> u16 {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<u16>().ok());
    told.unwrap_or(WIDTH).max(LEAST_WIDTH)
}
