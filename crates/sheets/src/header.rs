//! The header: which column holds what.
//!
//! Real lists begin with titles and remarks, so the header is the row among the first [`ROWS_SEARCHED`] that
//! names most fields. No field has two columns, and the columns without which nobody can be registered exist.

use crate::error::{Required, SheetError};
use crate::field::Field;
use crate::row::Layout;

/// How many rows that are not blank may come before the header, and itself.
pub(crate) const ROWS_SEARCHED: usize = 10;

/// Fewer known titles than this are chance: a remark such as “姓名” above the list.
const TITLES_NEEDED: usize = 2;

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its letter in Excel.
    pub letter: String,
    /// Its title as the file has it.
    pub title: String,
    /// What it holds, or nothing that is read.
    pub field: Option<Field>,
}

/// The columns of a file, checked.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) columns: Vec<Column>,
    pub(crate) layout: Layout,
}

impl Header {
    /// The header that these titles make.
    pub(crate) fn of(mut titles: Vec<String>, max_columns: usize) -> Result<Self, SheetError> {
        while titles.last().is_some_and(String::is_empty) {
            titles.pop();
        }
        if titles.len() > max_columns {
            return Err(SheetError::TooManyColumns { limit: max_columns });
        }
        let mut layout = Layout::default();
        let mut columns = Vec::with_capacity(titles.len());
        for (index, title) in titles.into_iter().enumerate() {
            let field = Field::of_title(&title);
            if let Some(field) = field
                && let Some(first) = layout.place(field, index)
            {
                return Err(SheetError::DuplicateColumn { field, first: letter(first), second: letter(index) });
            }
            columns.push(Column { letter: letter(index), title, field });
        }
        let missing = missing(&layout);
        if missing.is_empty() {
            Ok(Self { columns, layout })
        } else {
            let found = Field::ALL.into_iter().filter(|&field| layout.column(field).is_some()).collect();
            Err(SheetError::MissingColumns { found, missing })
        }
    }
}

/// The row that names most fields, and how many; the first of equals. `None` if no row is a header.
pub(crate) fn best(rows: &[Vec<String>]) -> Option<(usize, usize)> {
    let named = rows.iter().enumerate().map(|(index, titles)| (index, fields_named(titles)));
    named.filter(|&(_, count)| count >= TITLES_NEEDED).min_by_key(|&(index, count)| (std::cmp::Reverse(count), index))
}

/// How many different fields these titles name.
pub(crate) fn fields_named(titles: &[String]) -> usize {
    let mut seen = [false; Field::ALL.len()];
    for field in titles.iter().filter_map(|title| Field::of_title(title)) {
        seen[field as usize] = true;
    }
    seen.into_iter().filter(|&is_seen| is_seen).count()
}

fn missing(layout: &Layout) -> Vec<Required> {
    let mut missing: Vec<_> = [Field::Name, Field::IdNumber]
        .into_iter()
        .filter(|&field| layout.column(field).is_none())
        .map(Required::Column)
        .collect();
    if layout.column(Field::Household).is_none() && layout.column(Field::Village).is_none() {
        missing.push(Required::HouseholdOrVillage);
    }
    missing
}

/// The name of a column in Excel: A, B … Z, AA.
fn letter(index: usize) -> String {
    let mut name = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        name.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    name
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_named_as_excel_names_them() {
        for (index, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(index), expected);
        }
    }

    #[test]
    fn the_header_is_the_row_that_names_most() {
        let rows = [titles("槐树镇参保名单"), titles("姓名,备注"), titles("户号,姓名,身份证号"), titles("1,张三,4")];
        assert_eq!(best(&rows), Some((2, 3)));
        assert_eq!(best(&rows[..2]), None, "one known title is no header");
    }

    #[test]
    fn required_columns_are_named_when_they_are_missing() {
        for (text, expected) in [
            ("姓名,性别", vec![Required::Column(Field::IdNumber), Required::HouseholdOrVillage]),
            ("户号,身份证号", vec![Required::Column(Field::Name)]),
        ] {
            let Err(SheetError::MissingColumns { missing, .. }) = Header::of(titles(text), 20) else {
                panic!("{text} was taken");
            };
            assert_eq!(missing, expected, "{text}");
        }
        for text in ["户号,姓名,身份证号", "村,姓名,身份证号,,"] {
            assert_eq!(Header::of(titles(text), 20).unwrap().columns.len(), 3, "{text}");
        }
    }

    #[test]
    fn two_columns_for_one_field_are_refused_by_their_letters() {
        let error = Header::of(titles("户号,姓名,身份证号,家庭编号"), 20).unwrap_err();
        assert_eq!(error.to_string(), "the columns A and D both mean household number");
    }
}
