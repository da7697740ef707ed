//! Merged cells below the header.
//!
//! Lists for printing merge the household's cells over its members: such a value stands for every row it covers.
//! Any other merge hides cells, and which person they belonged to cannot be known.

use calamine::Dimensions;

use crate::cell::Cell;
use crate::fault::RowFault;
use crate::field::Field;

/// The merged regions that touch one column, followed from row to row.
#[derive(Debug, Clone)]
pub(crate) struct ColumnMerges {
    field: Field,
    /// By first row, and each at most once.
    regions: Vec<Region>,
    current: usize,
    /// The value of the current region.
    filled: Option<Result<String, RowFault>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Region {
    first: u32,
    last: u32,
    is_across: bool,
}

impl ColumnMerges {
    /// Those of all regions that touch a column from a row on.
    pub(crate) fn of(field: Field, column: usize, from_row: u32, regions: &[Dimensions]) -> Self {
        let mut regions: Vec<_> = regions
            .iter()
            .filter(|region| region.end.0 >= from_row && is_within(column, region) && region.start != region.end)
            .map(|region| Region {
                first: region.start.0,
                last: region.end.0,
                is_across: region.start.1 != region.end.1,
            })
            .collect();
        regions.sort_unstable();
        Self { field, regions, current: 0, filled: None }
    }

    /// The text of the cell in a row, with what a region over it says. Rows must come in ascending order.
    pub(crate) fn read(&mut self, row: u32, cell: &Cell<'_>, max_chars: usize) -> Result<String, RowFault> {
        while self.regions.get(self.current).is_some_and(|region| region.last < row) {
            self.current += 1;
            self.filled = None;
        }
        match self.regions.get(self.current) {
            Some(region) if region.first <= row => {
                if region.is_across {
                    return Err(RowFault::MergedAcross(self.field));
                }
                if !self.field.is_shared_by_household() {
                    return Err(RowFault::MergedDown(self.field));
                }
                // Only the first row of a region has the value; if that row has no cell at all, the value is empty.
                let own = if region.first == row { cell } else { &Cell::EMPTY };
                self.filled.get_or_insert_with(|| own.read(self.field, max_chars)).clone()
            }
            _ => cell.read(self.field, max_chars),
        }
    }
}

/// The last row that a region over a cell of this row reaches: a header may be two rows high.
pub(crate) fn last_row_of_header(row: u32, regions: &[Dimensions]) -> u32 {
    let over = regions.iter().filter(|region| region.start.0 <= row && region.end.0 >= row);
    over.map(|region| region.end.0).max().unwrap_or(row)
}

/// The cell whose value shows at a position: the first of its region, or itself.
pub(crate) fn anchor(row: u32, column: usize, regions: &[Dimensions]) -> (u32, usize) {
    regions
        .iter()
        .find(|region| region.start.0 < row && region.end.0 >= row && region.start.1 as usize == column)
        .map_or((row, column), |region| (region.start.0, column))
}

fn is_within(column: usize, region: &Dimensions) -> bool {
    (region.start.1 as usize..=region.end.1 as usize).contains(&column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::DataRef;

    fn region(first: u32, last: u32, left: u32, right: u32) -> Dimensions {
        Dimensions::new((first, left), (last, right))
    }

    #[test]
    fn a_household_value_fills_down_over_its_region_only() {
        let regions = [region(5, 7, 0, 0), region(8, 9, 0, 0)];
        let mut merges = ColumnMerges::of(Field::Household, 0, 2, &regions);
        let typed = |text| Cell { value: DataRef::SharedString(text), has_formula: false };
        for (row, cell, expected) in [
            (4, typed("H0"), "H0"),
            (5, typed("H1"), "H1"),
            (6, Cell::EMPTY, "H1"),
            (7, typed("hidden"), "H1"),
            (9, typed("hidden"), ""),
            (10, Cell::EMPTY, ""),
        ] {
            assert_eq!(merges.read(row, &cell, 50).as_deref(), Ok(expected), "row {row}");
        }
    }

    #[test]
    fn other_merges_are_refused() {
        let across = ColumnMerges::of(Field::Household, 1, 2, &[region(5, 6, 0, 1)]).read(6, &Cell::EMPTY, 50);
        assert_eq!(across, Err(RowFault::MergedAcross(Field::Household)));
        let down = ColumnMerges::of(Field::Name, 0, 2, &[region(5, 6, 0, 0)]).read(5, &Cell::EMPTY, 50);
        assert_eq!(down, Err(RowFault::MergedDown(Field::Name)));
    }

    #[test]
    fn a_header_may_be_two_rows_high() {
        let regions = [region(0, 0, 0, 5), region(1, 2, 0, 0)];
        assert_eq!(last_row_of_header(1, &regions), 2);
        assert_eq!(last_row_of_header(3, &regions), 3);
        assert_eq!(anchor(2, 0, &regions), (1, 0));
        assert_eq!(anchor(2, 1, &regions), (2, 1));
    }
}
