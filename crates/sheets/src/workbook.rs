//! A list as a workbook (XLSX).
//!
//! The bytes have passed [`crate::package::check`] and stay in memory, so the parser sees what was checked. Like
//! delimited text, a worksheet is read twice: once to find the header and count, then row by row.
//! Formulas are never calculated; the result that the spreadsheet program stored counts.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use crate::cell::Cell;
use crate::error::{Foreign, SheetError};
use crate::fault::{RowFault, RowRefusal};
use crate::header::{self, Header};
use crate::limits::Limits;
use crate::merges::{self, ColumnMerges};
use crate::row::{Line, Row};

type Bytes = Cursor<Vec<u8>>;

/// Rows of a worksheet in the format.
const FORMAT_ROWS: u32 = 1_048_576;

/// Columns of a worksheet in the format.
const FORMAT_COLUMNS: u32 = 16_384;

/// A worksheet with a list, counted and ready to be read.
pub(crate) struct Workbook {
    xlsx: Xlsx<Bytes>,
    list: List,
    limits: Limits,
}

/// Where the list is.
#[derive(Debug)]
struct List {
    worksheet: String,
    header: Header,
    /// The first row below the header, from 0.
    first_row: u32,
    row_count: u32,
    regions: Vec<Dimensions>,
}

impl Workbook {
    /// Opens the list: in the worksheet of this name, or in the only visible one that has a list.
    pub(crate) fn open(bytes: Vec<u8>, worksheet: Option<&str>, limits: &Limits) -> Result<Self, SheetError> {
        // The parser checks some sums only by overflowing, which panics in a debug build.
        catch_unwind(AssertUnwindSafe(|| Self::open_checked(bytes, worksheet, limits))).unwrap_or(Err(OUT_OF_RANGE))
    }

    fn open_checked(bytes: Vec<u8>, worksheet: Option<&str>, limits: &Limits) -> Result<Self, SheetError> {
        let mut xlsx = Xlsx::new(Cursor::new(bytes)).map_err(|error| damage(&error))?;
        let names: Vec<String> = xlsx
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .filter(|sheet| worksheet.map_or(sheet.visible == SheetVisible::Visible, |name| sheet.name == name))
            .map(|sheet| sheet.name.clone())
            .collect();
        let mut lists = Vec::new();
        let mut first_error = None;
        for name in names {
            match List::find(&mut xlsx, name, limits) {
                Ok(list) => lists.push(list),
                // A worksheet of remarks may stand beside the list, but a list with a fault must not be passed over.
                Err(error @ (SheetError::NoHeader { .. } | SheetError::Empty | SheetError::NoRows)) => {
                    first_error.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        match lists.len() {
            0 => Err(first_error.unwrap_or(SheetError::NoWorksheet)),
            1 => Ok(Self { xlsx, list: lists.swap_remove(0), limits: *limits }),
            _ => Err(SheetError::SeveralWorksheets { names: lists.into_iter().map(|list| list.worksheet).collect() }),
        }
    }

    pub(crate) fn header(&self) -> &Header {
        &self.list.header
    }

    pub(crate) fn row_count(&self) -> u32 {
        self.list.row_count
    }

    pub(crate) fn rows(&mut self) -> Result<WorkbookRows<'_>, SheetError> {
        let list = &self.list;
        let merges = list
            .header
            .layout
            .fields()
            .map(|(field, column)| (column, ColumnMerges::of(field, column, list.first_row, &list.regions)))
            .collect();
        let reader = RowReader::new(&mut self.xlsx, &list.worksheet, self.limits.max_columns)?;
        Ok(WorkbookRows { reader, list, merges, max_chars: self.limits.max_cell_chars })
    }
}

impl List {
    fn find(xlsx: &mut Xlsx<Bytes>, worksheet: String, limits: &Limits) -> Result<Self, SheetError> {
        let regions = xlsx.merge_cells_by_sheet_name(&worksheet).map_err(|error| damage(&error))?;
        if regions.iter().any(|region| region.start.0 > region.end.0 || region.start.1 > region.end.1) {
            return Err(OUT_OF_RANGE);
        }
        let mut reader = RowReader::new(xlsx, &worksheet, limits.max_columns)?;
        let mut opening: Vec<RawRow<'_>> = Vec::new();
        while opening.len() < header::ROWS_SEARCHED
            && let Some(row) = reader.next_row()?
        {
            if row.cells.iter().any(|cell| !cell.is_blank()) {
                opening.push(row);
            }
        }
        let Some(lowest) = opening.last() else {
            return Err(SheetError::Empty);
        };
        let above: Vec<_> = regions.iter().filter(|region| region.start.0 <= lowest.index).copied().collect();
        let mut titles: Vec<_> = opening.iter().map(|row| titles(row, &opening, &above)).collect();
        let Some((at, _)) = header::best(&titles) else {
            return Err(SheetError::NoHeader { rows_searched: opening.len() });
        };
        if opening[at].is_too_wide {
            return Err(SheetError::TooManyColumns { limit: limits.max_columns });
        }
        let header = Header::of(titles.swap_remove(at), limits.max_columns)?;
        let first_row = merges::last_row_of_header(opening[at].index, &above).saturating_add(1);
        let mut list = Self { worksheet, header, first_row, row_count: 0, regions };
        for row in opening {
            list.count(&row, limits)?;
        }
        while let Some(row) = reader.next_row()? {
            list.count(&row, limits)?;
        }
        if list.row_count == 0 { Err(SheetError::NoRows) } else { Ok(list) }
    }

    fn count(&mut self, row: &RawRow<'_>, limits: &Limits) -> Result<(), SheetError> {
        self.row_count += u32::from(self.is_data(row));
        if self.row_count > limits.max_rows {
            return Err(SheetError::TooManyRows { limit: limits.max_rows });
        }
        Ok(())
    }

    /// True for a row below the header in which a known column has something, unless it is the header again.
    fn is_data(&self, row: &RawRow<'_>) -> bool {
        let columns = &self.header.columns;
        let mut known = self.header.layout.fields().map(|(_, column)| column);
        row.index >= self.first_row
            && known.clone().any(|column| !row.cell(column).is_blank())
            && !known.all(|column| row.cell(column).shown() == columns[column].title)
    }
}

/// The texts of a row that may be the header. A title two rows high shows in both.
fn titles(row: &RawRow<'_>, opening: &[RawRow<'_>], regions: &[Dimensions]) -> Vec<String> {
    let text = |column| {
        let (index, column) = merges::anchor(row.index, column, regions);
        opening.iter().find(|row| row.index == index).map_or_else(String::new, |row| row.cell(column).shown())
    };
    let width = opening.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    (0..width).map(text).collect()
}

/// A row of a worksheet.
#[derive(Debug)]
struct RawRow<'a> {
    /// From 0.
    index: u32,
    cells: Vec<Cell<'a>>,
    /// True if there was something beyond the columns that are kept.
    is_too_wide: bool,
}

impl<'a> RawRow<'a> {
    fn cell(&self, column: usize) -> &Cell<'a> {
        self.cells.get(column).unwrap_or(&Cell::EMPTY)
    }
}

/// Groups the cells of a worksheet into rows.
struct RowReader<'a> {
    cells: XlsxCellReader<'a, Bytes>,
    pending: Option<(u32, usize, Cell<'a>)>,
    max_columns: usize,
}

impl<'a> RowReader<'a> {
    fn new(xlsx: &'a mut Xlsx<Bytes>, worksheet: &str, max_columns: usize) -> Result<Self, SheetError> {
        let cells = xlsx.worksheet_cells_reader(worksheet).map_err(|error| damage(&error))?;
        let mut reader = Self { cells, pending: None, max_columns };
        reader.pending = reader.next_cell()?;
        Ok(reader)
    }

    fn next_cell(&mut self) -> Result<Option<(u32, usize, Cell<'a>)>, SheetError> {
        let record = self.cells.next_cell_with_formula_metadata().map_err(|error| damage(&error))?;
        let Some(record) = record else { return Ok(None) };
        let (row, column) = record.pos;
        if row >= FORMAT_ROWS || column >= FORMAT_COLUMNS {
            return Err(OUT_OF_RANGE);
        }
        let cell = Cell { value: record.value, has_formula: record.formula.is_some() };
        Ok(Some((row, column as usize, cell)))
    }

    fn next_row(&mut self) -> Result<Option<RawRow<'a>>, SheetError> {
        let Some((index, ..)) = self.pending else {
            return Ok(None);
        };
        let mut row = RawRow { index, cells: Vec::new(), is_too_wide: false };
        while let Some((_, column, cell)) = self.pending.take_if(|(at, ..)| *at == index) {
            if column < self.max_columns {
                if row.cells.len() <= column {
                    row.cells.resize(column + 1, Cell::EMPTY);
                }
                row.cells[column] = cell;
            } else {
                row.is_too_wide |= !cell.is_blank();
            }
            self.pending = self.next_cell()?;
        }
        if self.pending.as_ref().is_some_and(|(next, ..)| *next < index) {
            return Err(SheetError::Damaged("its rows are not in order"));
        }
        Ok(Some(row))
    }
}

/// The rows of a worksheet.
pub(crate) struct WorkbookRows<'a> {
    reader: RowReader<'a>,
    list: &'a List,
    merges: Vec<(usize, ColumnMerges)>,
    max_chars: usize,
}

impl WorkbookRows<'_> {
    pub(crate) fn next_line(&mut self) -> Result<Option<Line>, SheetError> {
        while let Some(row) = self.reader.next_row()? {
            // Also a row that is no data may be the first of a merged region.
            let read = self.read(&row);
            if self.list.is_data(&row) {
                return Ok(Some(self.line(&row, read)));
            }
        }
        Ok(None)
    }

    /// The texts of the known columns, or the first fault.
    fn read(&mut self, row: &RawRow<'_>) -> Result<Vec<(usize, String)>, RowFault> {
        let mut texts = Vec::with_capacity(self.merges.len());
        let mut fault = None;
        for (column, merges) in &mut self.merges {
            match merges.read(row.index, row.cell(*column), self.max_chars) {
                Ok(text) => texts.push((*column, text)),
                Err(found) => fault = fault.or(Some(found)),
            }
        }
        fault.map_or(Ok(texts), Err)
    }

    fn line(&self, row: &RawRow<'_>, read: Result<Vec<(usize, String)>, RowFault>) -> Line {
        let width = self.list.header.columns.len();
        let shown = |column| row.cell(column).shown().chars().take(self.max_chars).collect();
        let mut cells: Vec<String> = (0..width).map(shown).collect();
        let line = row.index.saturating_add(1);
        match read {
            Ok(texts) => {
                for (column, text) in texts {
                    cells[column] = text;
                }
                Line::Row(Row { line, cells, layout: self.list.header.layout })
            }
            Err(fault) => Line::Refused(RowRefusal { line, fault, cells }),
        }
    }
}

const OUT_OF_RANGE: SheetError = SheetError::Damaged("a part has figures that are out of range");

/// What is wrong with a workbook, without quoting from it: its cells are personal data.
fn damage(error: &XlsxError) -> SheetError {
    match error {
        XlsxError::Password => SheetError::Foreign(Foreign::EncryptedExcel),
        XlsxError::Io(_) | XlsxError::Zip(_) => SheetError::Damaged("its archive cannot be read"),
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) | XlsxError::Encoding(_) => {
            SheetError::Damaged("a part is not well-formed XML")
        }
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound | XlsxError::WorksheetNotFound(_) => {
            SheetError::Damaged("a part is missing")
        }
        _ => SheetError::Damaged("a part has content that the format does not allow"),
    }
}
