//! Rows of delimited text as bytes, with quotation marks (RFC 4180).
//!
//! The bounds are the reason for an own reader: a row never holds more than [`MAX_RECORD_BYTES`], and never more
//! cells than asked for, whatever the file contains; and a quotation mark that is never closed is noticed.
//! UTF-8 and GB 18030 can both be split before they are decoded: no byte of a longer character is a
//! delimiter, a quotation mark or a line end.

use std::io::{self, BufRead};

/// Most bytes of a row. A roster's row has some hundred.
pub(crate) const MAX_RECORD_BYTES: usize = 1 << 20;

/// Splits a byte stream into rows.
pub(crate) struct Records<R> {
    reader: R,
    delimiter: u8,
    max_cells: usize,
    line: u32,
    after_cr: bool,
}

/// One row. It is reused from row to row.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Number of the row as Excel shows it, from 1: blank rows count, line breaks in a cell do not.
    pub(crate) line: u32,
    /// Line breaks inside of quoted cells.
    pub(crate) breaks: u32,
    /// Delimiters inside of quoted cells after a line break.
    pub(crate) swallowed_delimiters: usize,
    /// What does not fit.
    pub(crate) excess: Option<Excess>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// What does not fit into a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    /// More cells than asked for.
    Cells,
    /// More bytes than a row may have.
    Bytes,
    /// The file ended within a quoted cell.
    OpenQuote,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// After a quotation mark in a quoted cell: its end, or the first half of a doubled one.
    QuoteSeen,
}

impl Record {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of a cell; empty where the row has fewer cells.
    pub(crate) fn cell(&self, index: usize) -> &[u8] {
        let Some(&end) = self.ends.get(index) else { return &[] };
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..end]
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// True if both rows have the same cells.
    pub(crate) fn same_cells(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.ends == other.ends
    }

    fn clear(&mut self, line: u32) {
        *self = Self {
            line,
            bytes: std::mem::take(&mut self.bytes),
            ends: std::mem::take(&mut self.ends),
            ..Self::default()
        };
        self.bytes.clear();
        self.ends.clear();
    }

    fn push(&mut self, byte: u8) {
        if self.bytes.len() < MAX_RECORD_BYTES {
            self.bytes.push(byte);
        } else {
            self.excess = Some(Excess::Bytes);
        }
    }

    fn end_cell(&mut self, max_cells: usize) {
        if self.ends.len() < max_cells {
            self.ends.push(self.bytes.len());
        } else {
            self.excess.get_or_insert(Excess::Cells);
            self.bytes.truncate(self.ends.last().copied().unwrap_or(0));
        }
    }
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(reader: R, delimiter: u8, max_cells: usize) -> Self {
        Self { reader, delimiter, max_cells, line: 0, after_cr: false }
    }

    /// Reads the next row; `false` at the end of the file. Blank rows are rows.
    pub(crate) fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        record.clear(self.line.saturating_add(1));
        let mut state = State::CellStart;
        let mut is_started = false;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(is_started && self.finish(record, state));
            }
            let mut used = 0;
            for &byte in buffer {
                used += 1;
                if std::mem::take(&mut self.after_cr) && byte == b'\n' {
                    continue;
                }
                is_started = true;
                if state != State::Quoted && matches!(byte, b'\n' | b'\r') {
                    self.after_cr = byte == b'\r';
                    self.line += 1;
                    self.reader.consume(used);
                    record.end_cell(self.max_cells);
                    return Ok(true);
                }
                state = step(record, state, byte, self.delimiter, self.max_cells);
            }
            self.reader.consume(used);
        }
    }

    fn finish(&mut self, record: &mut Record, state: State) -> bool {
        self.line += 1;
        record.end_cell(self.max_cells);
        if state == State::Quoted {
            record.excess = Some(Excess::OpenQuote);
        }
        true
    }
}

fn step(record: &mut Record, state: State, byte: u8, delimiter: u8, max_cells: usize) -> State {
    match (state, byte) {
        (State::CellStart, b'"') => State::Quoted,
        (State::Quoted, b'"') => State::QuoteSeen,
        (State::QuoteSeen, b'"') => {
            record.push(byte);
            State::Quoted
        }
        (State::Quoted, _) => {
            if byte == b'\n' {
                record.breaks += 1;
            } else if byte == delimiter && record.breaks > 0 {
                record.swallowed_delimiters += 1;
            }
            record.push(byte);
            State::Quoted
        }
        (_, _) if byte == delimiter => {
            record.end_cell(max_cells);
            State::CellStart
        }
        (_, _) => {
            record.push(byte);
            State::Plain
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// Rows as (line, cells), read through buffers of `size` bytes.
    fn rows(text: &str, size: usize) -> Vec<(u32, Vec<String>)> {
        let reader = io::BufReader::with_capacity(size, text.as_bytes());
        let mut records = Records::new(reader, b',', 3);
        let mut record = Record::default();
        let mut rows = Vec::new();
        while records.read(&mut record).unwrap() {
            let cells = record.cells().map(|cell| String::from_utf8(cell.to_vec()).unwrap()).collect();
            rows.push((record.line, cells));
        }
        rows
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        let whole = rows(text, 4096);
        assert_eq!(whole, rows(text, 1), "the result depends on the buffer: {text:?}");
        whole.into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn quotation_marks_delimiters_and_line_ends() {
        for (text, expected) in [
            ("a,b\nc,d\n", vec![vec!["a", "b"], vec!["c", "d"]]),
            ("a,b\r\nc,d", vec![vec!["a", "b"], vec!["c", "d"]]),
            ("a\rb\r", vec![vec!["a"], vec!["b"]]),
            ("\"a,\"\"b\"\"\r\nc\",d", vec![vec!["a,\"b\"\r\nc", "d"]]),
            ("5\" pipe,b", vec![vec!["5\" pipe", "b"]]),
            ("\"a\"x,b", vec![vec!["ax", "b"]]),
            (",\n\n,", vec![vec!["", ""], vec![""], vec!["", ""]]),
            ("", vec![]),
            ("\"\"", vec![vec![""]]),
        ] {
            assert_eq!(cells(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_count_as_excel_counts_them() {
        let lines: Vec<_> = rows("a\r\n\r\n\"b\nb\"\r\nc", 64).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 2, 3, 4], "a blank row counts, a break in a cell does not");
    }

    #[test]
    fn what_does_not_fit_is_noticed_and_not_kept() {
        let mut record = Record::default();
        for (text, excess) in [
            ("a,b,c".to_owned(), None),
            ("a,b,c,d".to_owned(), Some(Excess::Cells)),
            ("x".repeat(MAX_RECORD_BYTES), None),
            ("x".repeat(MAX_RECORD_BYTES + 1), Some(Excess::Bytes)),
            ("a,\"b\nc,d".to_owned(), Some(Excess::OpenQuote)),
        ] {
            let mut records = Records::new(text.as_bytes(), b',', 3);
            assert!(records.read(&mut record).unwrap());
            assert_eq!(record.excess, excess, "{} bytes", text.len());
            assert!(record.len() <= 3 && record.bytes.len() <= MAX_RECORD_BYTES);
        }
    }
}
