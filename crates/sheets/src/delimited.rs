//! A list as delimited text: CSV, or what Excel calls "Unicode text".
//!
//! The file is read twice. The first reading counts the rows, so that a list that is too long is refused before
//! anything of it is imported, and hears every row about the encoding; it keeps nothing. The second gives the
//! rows one by one, so memory does not grow with the file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::detect::Mark;
use crate::encoding::{self, Encoding, Hearing, Witness};
use crate::error::SheetError;
use crate::fault::{RowFault, RowRefusal};
use crate::header::{self, Header};
use crate::limits::Limits;
use crate::records::{Excess, Record, Records};
use crate::row::{Line, Row};
use crate::text;
use crate::utf16::Utf16Reader;

/// Delimiters that spreadsheet programs write; the first wins where the header does not tell.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

const BUFFER_BYTES: usize = 64 << 10;

/// A list as delimited text, counted and ready to be read.
#[derive(Debug)]
pub(crate) struct Delimited {
    file: File,
    mark: Mark,
    delimiter: u8,
    /// The header as bytes: printed lists repeat it on each page.
    titles: Record,
    limits: Limits,
    pub(crate) encoding: Encoding,
    pub(crate) header: Header,
    pub(crate) row_count: u32,
}

/// The first rows of a file, split by one delimiter.
struct Opening {
    delimiter: u8,
    rows: Vec<Record>,
    titles: Vec<Vec<String>>,
}

impl Delimited {
    pub(crate) fn open(file: File, mark: Mark, limits: &Limits) -> Result<Self, SheetError> {
        let mut best: Option<(usize, usize, Opening)> = None;
        let mut rows_searched = 0;
        for delimiter in DELIMITERS {
            let opening = Opening::read(&file, mark, delimiter, limits)?;
            rows_searched = rows_searched.max(opening.rows.len());
            if let Some((row, count)) = header::best(&opening.titles)
                && best.as_ref().is_none_or(|(_, most, _)| count > *most)
            {
                best = Some((row, count, opening));
            }
        }
        let Some((row, _, mut opening)) = best else {
            return Err(if rows_searched == 0 { SheetError::Empty } else { SheetError::NoHeader { rows_searched } });
        };
        let titles = opening.rows.swap_remove(row);
        if titles.excess == Some(Excess::Cells) {
            return Err(SheetError::TooManyColumns { limit: limits.max_columns });
        }
        let header = Header::of(opening.titles.swap_remove(row), limits.max_columns)?;
        let mut sheet = Self {
            file,
            mark,
            delimiter: opening.delimiter,
            titles,
            limits: *limits,
            encoding: Encoding::Utf16,
            header,
            row_count: 0,
        };
        sheet.survey()?;
        Ok(sheet)
    }

    /// Counts the rows and finds the encoding.
    fn survey(&mut self) -> Result<(), SheetError> {
        let mut hearing = Hearing::new(self.mark == Mark::Utf8);
        let is_wide = matches!(self.mark, Mark::Utf16Le | Mark::Utf16Be);
        let mut row_count = 0_u32;
        let mut records = Records::new(source(&self.file, self.mark)?, self.delimiter, self.limits.max_columns);
        let mut record = Record::default();
        while records.read(&mut record)? {
            if !is_wide {
                hearing.add(&Witness::of(record.cells()));
            }
            if self.is_data(&record) {
                row_count += 1;
                if row_count > self.limits.max_rows {
                    return Err(SheetError::TooManyRows { limit: self.limits.max_rows });
                }
            }
        }
        drop(records);
        if row_count == 0 {
            return Err(SheetError::NoRows);
        }
        self.row_count = row_count;
        if !is_wide {
            self.encoding = hearing.verdict();
        }
        Ok(())
    }

    pub(crate) fn rows(&self) -> Result<DelimitedRows<'_>, SheetError> {
        let records = Records::new(source(&self.file, self.mark)?, self.delimiter, self.limits.max_columns);
        Ok(DelimitedRows { sheet: self, records, record: Record::default(), left: self.row_count })
    }

    /// True for a row below the header in which a known column has something. A row that does not fit is data:
    /// it must be refused, not overlooked.
    fn is_data(&self, record: &Record) -> bool {
        record.line > self.titles.line
            && !record.same_cells(&self.titles)
            && (record.excess.is_some()
                || self.header.layout.fields().any(|(_, column)| !is_blank(record.cell(column))))
    }

    fn line(&self, record: &Record) -> Line {
        let encoding = encoding::of_row(self.encoding, record.cells());
        match self.cells(record, encoding) {
            Ok(cells) => Line::Row(Row { line: record.line, cells, layout: self.header.layout }),
            Err(fault) => Line::Refused(RowRefusal {
                line: record.line,
                fault,
                cells: record.cells().map(|cell| self.shown(encoding, cell)).collect(),
            }),
        }
    }

    fn cells(&self, record: &Record, encoding: Option<Encoding>) -> Result<Vec<String>, RowFault> {
        if let Some(fault) = self.shape_fault(record) {
            return Err(fault);
        }
        let row_encoding = encoding.ok_or_else(|| ambiguous(record))?;
        let read = |(index, column): (usize, &header::Column)| {
            let raw = record.cell(index);
            let Some(field) = column.field else {
                return Ok(self.shown(encoding, raw));
            };
            let text = encoding::decode(row_encoding, raw).ok_or(RowFault::Undecodable)?;
            text::read(field, &text, self.limits.max_cell_chars)
        };
        self.header.columns.iter().enumerate().map(read).collect()
    }

    /// A row whose cells are not where the header says, as far as that can be noticed.
    fn shape_fault(&self, record: &Record) -> Option<RowFault> {
        let width = self.header.columns.len();
        let last_line = record.line.saturating_add(record.breaks);
        match record.excess {
            Some(Excess::Bytes) => Some(RowFault::RowTooLong),
            Some(Excess::OpenQuote) => Some(RowFault::QuoteNotClosed { last_line }),
            // A quoted cell that contains a line with as many delimiters as the list has is a line of the list.
            _ if record.breaks > 0 && record.swallowed_delimiters + 1 >= width => {
                Some(RowFault::QuoteNotClosed { last_line })
            }
            Some(Excess::Cells) => Some(RowFault::TooManyCells),
            None => {
                record.cells().skip(self.titles.len()).any(|cell| !is_blank(cell)).then_some(RowFault::TooManyCells)
            }
        }
    }

    fn shown(&self, encoding: Option<Encoding>, raw: &[u8]) -> String {
        text::lenient(&encoding::decode_lossy(encoding, raw)).chars().take(self.limits.max_cell_chars).collect()
    }
}

impl Opening {
    fn read(file: &File, mark: Mark, delimiter: u8, limits: &Limits) -> Result<Self, SheetError> {
        let mut opening = Self { delimiter, rows: Vec::new(), titles: Vec::new() };
        let mut records = Records::new(source(file, mark)?, delimiter, limits.max_columns);
        while opening.rows.len() < header::ROWS_SEARCHED {
            let mut record = Record::default();
            if !records.read(&mut record)? {
                break;
            }
            if record.cells().any(|cell| !is_blank(cell)) {
                opening.titles.push(titles(&record));
                opening.rows.push(record);
            }
        }
        Ok(opening)
    }
}

/// The texts of a row that may be the header, in the encoding in which it names more fields.
fn titles(record: &Record) -> Vec<String> {
    let read = |encoding| -> Vec<String> {
        record.cells().map(|cell| text::lenient(&encoding::decode_lossy(Some(encoding), cell))).collect()
    };
    let (utf8, gb18030) = (read(Encoding::Utf8), read(Encoding::Gb18030));
    if header::fields_named(&gb18030) > header::fields_named(&utf8) { gb18030 } else { utf8 }
}

/// Which of the two a row is that no encoding claims for certain.
fn ambiguous(record: &Record) -> RowFault {
    let is_text_in = |encoding| record.cells().all(|cell| encoding::decode(encoding, cell).is_some());
    if is_text_in(Encoding::Utf8) || is_text_in(Encoding::Gb18030) {
        RowFault::AmbiguousEncoding
    } else {
        RowFault::Undecodable
    }
}

/// True for a cell of white space only: ASCII, and U+3000 as UTF-8 or GB 18030 writes it.
fn is_blank(mut cell: &[u8]) -> bool {
    loop {
        cell = match cell {
            [] => return true,
            [first, rest @ ..] if first.is_ascii_whitespace() => rest,
            [0xE3, 0x80, 0x80, rest @ ..] | [0xA1, 0xA1, rest @ ..] => rest,
            _ => return false,
        };
    }
}

/// The bytes of the text from its beginning, UTF-16 as UTF-8.
fn source(mut file: &File, mark: Mark) -> io::Result<Box<dyn BufRead + '_>> {
    file.seek(SeekFrom::Start(mark.len()))?;
    let wide = |encoding| BufReader::with_capacity(BUFFER_BYTES, Utf16Reader::new(file, encoding));
    Ok(match mark {
        Mark::None | Mark::Utf8 => Box::new(BufReader::with_capacity(BUFFER_BYTES, file)),
        Mark::Utf16Le => Box::new(wide(UTF_16LE)),
        Mark::Utf16Be => Box::new(wide(UTF_16BE)),
    })
}

/// The rows of a list as delimited text.
pub(crate) struct DelimitedRows<'a> {
    sheet: &'a Delimited,
    records: Records<Box<dyn BufRead + 'a>>,
    record: Record,
    left: u32,
}

impl DelimitedRows<'_> {
    /// The next row. A file that ends early, or has more rows than were counted, was changed meanwhile.
    pub(crate) fn next_line(&mut self) -> Result<Option<Line>, SheetError> {
        while self.records.read(&mut self.record)? {
            if self.sheet.is_data(&self.record) {
                self.left = self.left.checked_sub(1).ok_or(SheetError::Changed)?;
                return Ok(Some(self.sheet.line(&self.record)));
            }
        }
        if self.left > 0 { Err(SheetError::Changed) } else { Ok(None) }
    }
}
