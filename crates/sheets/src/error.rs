//! Why a whole file is not taken. Nothing of it is read then.

use std::fmt;
use std::io;

use thiserror::Error;

use crate::field::Field;

/// Why a file is not taken.
#[derive(Debug, Error)]
pub enum SheetError {
    /// The file cannot be opened or read.
    #[error("the file cannot be read")]
    Io(#[from] io::Error),
    /// The file has no bytes, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than is read.
    #[error("the file has {bytes} bytes, and at most {limit} are read")]
    TooLarge {
        /// Size of the file.
        bytes: u64,
        /// Largest size.
        limit: u64,
    },
    /// The list has more rows than are read.
    #[error("the list has more than {limit} rows")]
    TooManyRows {
        /// Most rows.
        limit: u32,
    },
    /// The header has more columns than are read.
    #[error("the list has more than {limit} columns")]
    TooManyColumns {
        /// Most columns.
        limit: usize,
    },
    /// The file is of another kind, whatever its name says.
    #[error("the file is not an XLSX or CSV list but {0}")]
    Foreign(Foreign),
    /// The parts of the workbook inflate to more bytes than are read.
    #[error("the workbook inflates to more than {limit} bytes")]
    InflatesTooFar {
        /// Most bytes.
        limit: u64,
    },
    /// A part of the workbook inflates more steeply than a list does.
    #[error("a part of the workbook inflates to more than {limit} times its size")]
    InflatesTooSteeply {
        /// Highest ratio.
        limit: u64,
    },
    /// The workbook contradicts itself or its format.
    #[error("the workbook is damaged: {0}")]
    Damaged(&'static str),
    /// No worksheet of the name, or none that is visible.
    #[error("the workbook has no such worksheet")]
    NoWorksheet,
    /// More than one visible worksheet holds a list.
    #[error("more than one worksheet holds a list: {}", .names.join(", "))]
    SeveralWorksheets {
        /// The names of those worksheets.
        names: Vec<String>,
    },
    /// None of the first rows has titles that are known.
    #[error("none of the first {rows_searched} rows has the titles of a list")]
    NoHeader {
        /// How many rows were searched.
        rows_searched: usize,
    },
    /// The header lacks columns that a list must have.
    #[error("the header has {}; it lacks {}", listed(.found), listed(.missing))]
    MissingColumns {
        /// The fields that were found.
        found: Vec<Field>,
        /// The columns that must be added.
        missing: Vec<Required>,
    },
    /// Two columns mean the same field.
    #[error("the columns {first} and {second} both mean {field}")]
    DuplicateColumn {
        /// What both mean.
        field: Field,
        /// Letter of the first column, as Excel shows it.
        first: String,
        /// Letter of the second column.
        second: String,
    },
    /// There is a header and nothing below it.
    #[error("the list has a header and no rows")]
    NoRows,
    /// The file was changed or removed while it was being read.
    #[error("the file changed while it was being read")]
    Changed,
}

impl SheetError {
    /// What happened, in Chinese.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::Io(_) => "无法读取文件".into(),
            Self::Empty => "文件是空的".into(),
            Self::TooLarge { bytes, limit } => format!("文件有 {bytes} 字节，超过上限 {limit} 字节"),
            Self::TooManyRows { limit } => format!("名单超过 {limit} 行，请分成几个文件"),
            Self::TooManyColumns { limit } => format!("名单超过 {limit} 列"),
            Self::Foreign(foreign) => format!("文件不是 XLSX 或 CSV 名单，而是{}", foreign.in_chinese()),
            Self::InflatesTooFar { limit } => format!("工作簿解压后超过 {limit} 字节，未打开"),
            Self::InflatesTooSteeply { limit } => format!("工作簿中有内容解压后超过原来的 {limit} 倍，未打开"),
            Self::Damaged(_) => "工作簿已损坏，请用表格软件打开并另存后再导入".into(),
            Self::NoWorksheet => "工作簿中没有这个工作表".into(),
            Self::SeveralWorksheets { names } => {
                format!("有几个工作表都是名单：{}，请选择其中一个", names.join("、"))
            }
            Self::NoHeader { rows_searched } => format!("前 {rows_searched} 行中没有找到表头"),
            Self::MissingColumns { found, missing } => format!(
                "表头有：{}；缺少：{}",
                joined(found.iter().map(|field| field.in_chinese().to_owned())),
                joined(missing.iter().map(Required::in_chinese))
            ),
            Self::DuplicateColumn { field, first, second } => {
                format!("{first} 列和 {second} 列都是“{}”", field.in_chinese())
            }
            Self::NoRows => "名单只有表头，没有内容".into(),
            Self::Changed => "读取时文件被改动或移除，请重新导入".into(),
        }
    }
}

/// A column that a list must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// This very column.
    Column(Field),
    /// The household number or, where it is missing, the village.
    HouseholdOrVillage,
}

impl Required {
    /// The column in Chinese.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::Column(field) => field.in_chinese().into(),
            Self::HouseholdOrVillage => {
                format!("{}或{}", Field::Household.in_chinese(), Field::Village.in_chinese())
            }
        }
    }
}

impl fmt::Display for Required {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(field) => field.fmt(f),
            Self::HouseholdOrVillage => write!(f, "{} or {}", Field::Household, Field::Village),
        }
    }
}

/// A kind of file that is not read, told by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Excel 97–2003 (`.xls`).
    OldExcel,
    /// A workbook with a password.
    EncryptedExcel,
    /// A binary workbook (`.xlsb`).
    BinaryExcel,
    /// XML of Excel 2003, or any other XML.
    Xml,
    /// A web page; hospital systems like to call it `.xls`.
    Html,
    /// A workbook of the OpenDocument format.
    OpenDocument,
    /// A document of a word processor or of slides.
    Document,
    /// PDF.
    Pdf,
    /// A picture.
    Image,
    /// A program.
    Executable,
    /// An archive of files.
    Archive,
    /// Bytes that are not text; UTF-16 without its byte order mark looks like that too.
    Binary,
}

impl Foreign {
    /// The kind in Chinese.
    pub fn in_chinese(self) -> &'static str {
        match self {
            Self::OldExcel => "旧版 Excel 文件（xls），请另存为 xlsx",
            Self::EncryptedExcel => "设有密码的工作簿，请取消密码后保存",
            Self::BinaryExcel => "二进制工作簿（xlsb），请另存为 xlsx",
            Self::Xml => "XML 文件，请用表格软件打开并另存为 xlsx",
            Self::Html => "网页（HTML），请用表格软件打开并另存为 xlsx",
            Self::OpenDocument => "OpenDocument 文件，请另存为 xlsx",
            Self::Document => "文字处理或演示文稿文件",
            Self::Pdf => "PDF 文件",
            Self::Image => "图片",
            Self::Executable => "程序文件",
            Self::Archive => "压缩包，请先解压",
            Self::Binary => "无法识别的二进制文件",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OldExcel => "an old Excel file (xls); save it as xlsx",
            Self::EncryptedExcel => "a workbook with a password; save it without",
            Self::BinaryExcel => "a binary workbook (xlsb); save it as xlsx",
            Self::Xml => "an XML file; open it in a spreadsheet program and save it as xlsx",
            Self::Html => "a web page (HTML); open it in a spreadsheet program and save it as xlsx",
            Self::OpenDocument => "an OpenDocument file; save it as xlsx",
            Self::Document => "a document",
            Self::Pdf => "a PDF file",
            Self::Image => "a picture",
            Self::Executable => "a program",
            Self::Archive => "an archive; unpack it first",
            Self::Binary => "a binary file of unknown kind",
        })
    }
}

fn listed(items: &[impl ToString]) -> String {
    if items.is_empty() {
        return "nothing".into();
    }
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn joined(items: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = items.collect();
    if items.is_empty() { "无".into() } else { items.join("、") }
}
