//! Tables for a terminal, in which a Chinese character takes two columns.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};
use nonghe_domain::{Lang, Text};

/// Columns where the terminal does not say how many it has.
const WIDTH: u16 = 110;
/// Narrower than this a table is no table.
const LEAST_WIDTH: u16 = 60;

/// A table whose cells know on which side they stand. A column in which nothing stands is left out.
pub struct TextTable {
    /// None for columns without lines.
    headings: Option<Vec<String>>,
    rows: Vec<Vec<Field>>,
}

/// A cell.
pub enum Field {
    /// Words, to the left.
    Words(String),
    /// A figure, to the right and never broken.
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

impl Field {
    fn text(&self) -> &str {
        match self {
            Self::Words(text) | Self::Figure(text) => text,
        }
    }
}

impl TextTable {
    /// A table with these headings.
    pub fn new(lang: Lang, headings: &[Text]) -> Self {
        let headings = headings.iter().map(|heading| heading.get(lang).to_owned()).collect();
        Self { headings: Some(headings), rows: Vec::new() }
    }

    /// Columns without lines and headings.
    pub fn plain() -> Self {
        Self { headings: None, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, fields: impl IntoIterator<Item = Field>) {
        self.rows.push(fields.into_iter().collect());
    }

    /// Whether it has rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines, without blanks at their ends.
    pub fn lines(self) -> String {
        let width_in_columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let says =
            |place: usize| self.rows.iter().any(|row| row.get(place).is_some_and(|field| !field.text().is_empty()));
        let shown: Vec<usize> = (0..width_in_columns).filter(|place| says(*place)).collect();
        let is_figure = |place: usize| self.rows.iter().any(|row| matches!(row.get(place), Some(Field::Figure(_))));
        let figures: Vec<usize> = (0..shown.len()).filter(|place| is_figure(shown[*place])).collect();
        let mut table = Table::new();
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width());
        match &self.headings {
            Some(headings) => {
                table.load_style(presets::UTF8_FULL_CONDENSED);
                table.set_header(shown.iter().map(|place| headings.get(*place).map_or("", String::as_str)));
            }
            None => {
                table.load_style(presets::NOTHING);
            }
        }
        for row in &self.rows {
            table.add_row(shown.iter().filter_map(|place| row.get(*place)).map(|field| match field {
                Field::Words(text) => Cell::new(text),
                Field::Figure(text) => Cell::new(text).set_alignment(CellAlignment::Right),
            }));
        }
        for place in figures {
            if let Some(column) = table.column_mut(place) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        table.trim_fmt()
    }
}

fn width() -> u16 {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<u16>().ok());
    told.unwrap_or(WIDTH).max(LEAST_WIDTH)
}
