//! Why a row is not taken. A refusal is data: it has a line, a reason in both languages, and the cells as they
//! were, so that the office can correct them.

use std::fmt;

use crate::field::Field;

/// A row that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRefusal {
    /// Number of the row as Excel shows it, from 1.
    pub line: u32,
    /// The reason.
    pub fault: RowFault,
    /// The cells as far as they can be shown, by the columns of the sheet.
    pub cells: Vec<String>,
}

/// Why a row is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowFault {
    /// Bytes that are no text in the encoding of the file.
    Undecodable,
    /// The file mixes encodings, and this row could be read in more than one.
    AmbiguousEncoding,
    /// More cells than the header has titles: an unquoted delimiter has shifted them.
    TooManyCells,
    /// The row is longer than any row of a roster.
    RowTooLong,
    /// A quotation mark is opened and not closed, so that following lines became part of this row.
    QuoteNotClosed {
        /// The last line that was swallowed.
        last_line: u32,
    },
    /// A control character in the cell.
    ControlCharacter(Field),
    /// A character was already lost (`U+FFFD`) when the file was written.
    LostCharacter(Field),
    /// A private-use character without a standard one: only the font of one computer shows it.
    PrivateCharacter(Field),
    /// More characters than a cell may have.
    CellTooLong(Field),
    /// The spreadsheet program kept the text as a number, and its last digits are lost.
    DigitsLost(Field),
    /// The spreadsheet program made a date or a time of the text.
    BecameDate(Field),
    /// A date before 1900 or after 9999, as a serial number.
    DateOutOfRange(Field),
    /// The cell holds an error value such as `#REF!`.
    ErrorValue(Field),
    /// The cell holds a formula that was never calculated.
    FormulaWithoutResult(Field),
    /// The cell is merged with another column.
    MergedAcross(Field),
    /// The cell of a person is merged with that of another row.
    MergedDown(Field),
}

impl RowFault {
    /// The reason in Chinese, for the report.
    pub fn in_chinese(&self) -> String {
        let cell = |field: &Field, what: &str| format!("“{}”{what}", field.in_chinese());
        match self {
            Self::Undecodable => "本行文字无法按文件的编码读出，为避免姓名变成乱码，未导入".into(),
            Self::AmbiguousEncoding => "文件混有多种编码，本行无法确定是哪一种，为避免姓名变成乱码，未导入".into(),
            Self::TooManyCells => "本行的单元格多于表头，可能某个单元格中有未加引号的分隔符".into(),
            Self::RowTooLong => "本行过长".into(),
            Self::QuoteNotClosed { last_line } => {
                format!("引号没有成对，本行起至第 {last_line} 行被连成一行，均未导入")
            }
            Self::ControlCharacter(field) => cell(field, "中有控制字符"),
            Self::LostCharacter(field) => cell(field, "中有文字已经丢失（显示为 �）"),
            Self::PrivateCharacter(field) => cell(field, "中有自造字，其他电脑无法显示，请改用标准汉字"),
            Self::CellTooLong(field) => cell(field, "过长"),
            Self::DigitsLost(field) => cell(field, "被存成了数值，末尾几位已丢失，请改为文本格式后重新填写"),
            Self::BecameDate(field) => cell(field, "被表格软件改成了日期，请改为文本格式后重新填写"),
            Self::DateOutOfRange(field) => cell(field, "的日期超出范围"),
            Self::ErrorValue(field) => cell(field, "是错误值（如 #REF!）"),
            Self::FormulaWithoutResult(field) => cell(field, "是尚未计算的公式，请用表格软件打开并保存后再导入"),
            Self::MergedAcross(field) => cell(field, "与其他列合并了单元格"),
            Self::MergedDown(field) => cell(field, "与其他行合并了单元格"),
        }
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecodable => f.write_str("the row is not text in the encoding of the file"),
            Self::AmbiguousEncoding => {
                f.write_str("the file mixes encodings, and which one this row has cannot be told")
            }
            Self::TooManyCells => {
                f.write_str("the row has more cells than the header; a delimiter may lack its quotation marks")
            }
            Self::RowTooLong => f.write_str("the row is too long"),
            Self::QuoteNotClosed { last_line } => {
                write!(f, "a quotation mark is not closed; lines up to {last_line} became one row and were not read")
            }
            Self::ControlCharacter(field) => write!(f, "{field}: has a control character"),
            Self::LostCharacter(field) => write!(f, "{field}: a character was already lost when the file was written"),
            Self::PrivateCharacter(field) => {
                write!(f, "{field}: has a character that only the computer of its author can show")
            }
            Self::CellTooLong(field) => write!(f, "{field}: too long"),
            Self::DigitsLost(field) => write!(f, "{field}: stored as a number; its last digits are lost"),
            Self::BecameDate(field) => write!(f, "{field}: the spreadsheet program turned it into a date"),
            Self::DateOutOfRange(field) => write!(f, "{field}: the date is out of range"),
            Self::ErrorValue(field) => write!(f, "{field}: holds an error value"),
            Self::FormulaWithoutResult(field) => write!(f, "{field}: holds a formula that was never calculated"),
            Self::MergedAcross(field) => write!(f, "{field}: merged with another column"),
            Self::MergedDown(field) => write!(f, "{field}: merged with another row"),
        }
    }
}
