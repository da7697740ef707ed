//! Reading a file of cases piece by piece.

use super::fault::{CaseFault, Words};
use crate::failure::Failure;
use nonghe_domain::Text;
use nonghe_domain::pack::Pack;
use nonghe_domain::year::year_of_cases;
use serde_json::value::RawValue;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A household's year is smaller; what is longer is no line of cases.
const MOST_BYTES_OF_LINE: usize = 8 * 1024 * 1024;
/// A `.json` file is read as a whole.
const MOST_BYTES_OF_DOCUMENT: u64 = 64 * 1024 * 1024;
/// From so many cases at the beginning the year of the file is told.
const CASES_FOR_YEAR: usize = 200;
const BYTES_FOR_YEAR: usize = 8 * 1024 * 1024;

/// A case as it stands in the file.
pub struct RawCase {
    /// The line on which it begins.
    pub line: u64,
    /// Its text.
    pub text: String,
}

/// A file of cases.
pub struct CaseFile {
    cases: Cases,
    /// What was read ahead.
    ahead: VecDeque<Result<RawCase, CaseFault>>,
    read: Arc<AtomicU64>,
    size: Option<u64>,
}

enum Cases {
    Lines(Lines),
    Document(std::vec::IntoIter<RawCase>),
}

/// Bytes that are counted as they pass.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl CaseFile {
    /// Opens a file: lines of JSON, perhaps packed with zstd, or a `.json` document; `-` is standard input.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let read = Arc::new(AtomicU64::new(0));
        let shown = path.display();
        let unreadable = |error: io::Error| unreadable(path, &error);
        let (source, size): (Box<dyn Read + Send>, _) = if path == Path::new("-") {
            (Box::new(io::stdin()), None)
        } else {
            let file = File::open(path).map_err(unreadable)?;
            let size = file.metadata().map_err(unreadable)?.len();
            (Box::new(file), Some(size))
        };
        let mut bytes: Box<dyn BufRead + Send> =
            Box::new(BufReader::with_capacity(1 << 16, Counted { inner: source, read: Arc::clone(&read) }));
        if is_zstd(bytes.fill_buf().map_err(unreadable)?) {
            let unpacked = zstd::Decoder::with_buffer(bytes).map_err(unreadable)?;
            bytes = Box::new(BufReader::with_capacity(1 << 16, unpacked));
        }
        if let Some((what_zh, what_en)) = foreign(bytes.fill_buf().map_err(unreadable)?) {
            return Err(Failure::unusable(
                Text::new(
                    format!("{shown} 是{what_zh}，不是病例文件。"),
                    format!("{shown} is {what_en}, not a file of cases."),
                ),
                Text::new(
                    "病例文件是 UTF-8 文本，每行一户（.jsonl，可用 zstd 压缩成 .jsonl.zst），或一个 .json 文件；样子见 docs/CASES.md。",
                    "A file of cases is UTF-8 text with one household on each line (.jsonl, or .jsonl.zst packed with zstd), or one .json document; docs/CASES.md shows how.",
                ),
            ));
        }
        let cases = if path.extension().is_some_and(|extension| extension == "json") {
            Cases::Document(document(bytes, path)?.into_iter())
        } else {
            Cases::Lines(Lines { bytes, number: 0 })
        };
        let mut file = Self { cases, ahead: VecDeque::new(), read, size };
        let first = file.next_case();
        if first.is_none() {
            return Err(Failure::unusable(
                Text::new(format!("{shown} 是空的，没有病例。"), format!("{shown} is empty; there is no case in it.")),
                Text::new(
                    "请检查文件；nonghe demo cases 可以生成样例。",
                    "Check the file; `nonghe demo cases` makes an example.",
                ),
            ));
        }
        file.ahead.extend(first);
        Ok(file)
    }

    /// Bytes read so far, for whoever shows the progress.
    pub fn progress(&self) -> (Arc<AtomicU64>, Option<u64>) {
        (Arc::clone(&self.read), self.size)
    }

    /// The year in which most bills of the first cases end. Nothing is taken from the file.
    pub fn year(&mut self, packs: &[&Pack]) -> Option<i32> {
        let mut bytes = 0;
        while self.ahead.len() < CASES_FOR_YEAR && bytes < BYTES_FOR_YEAR {
            let Some(next) = self.next_case() else { break };
            bytes += next.as_ref().map_or(0, |case| case.text.len());
            self.ahead.push_back(next);
        }
        let readable = self.ahead.iter().flatten().filter_map(|case| Some(case.parse(packs).ok()?.case));
        let cases: Vec<_> = readable.collect();
        year_of_cases(&cases)
    }

    fn next_case(&mut self) -> Option<Result<RawCase, CaseFault>> {
        match &mut self.cases {
            Cases::Lines(lines) => lines.next(),
            Cases::Document(cases) => cases.next().map(Ok),
        }
    }
}

impl Iterator for CaseFile {
    type Item = Result<RawCase, CaseFault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.ahead.pop_front().or_else(|| self.next_case())
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    Failure::unusable(
        Text::new(format!("读不了 {shown}：{error}。"), format!("{shown} cannot be read: {error}.")),
        Text::new(
            "请检查路径和权限；文件也可能损坏或没有传完，请重新取得。",
            "Check the path and its permissions; the file may also be damaged or cut off, then get it again.",
        ),
    )
}

fn is_zstd(start: &[u8]) -> bool {
    start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}

/// What a file is that cannot be one of cases.
fn foreign(start: &[u8]) -> Option<(&'static str, &'static str)> {
    let known: [(&[u8], _, _); 6] = [
        (b"PK\x03\x04", "压缩包或 Excel 表格", "an archive or a spreadsheet"),
        (b"\xd0\xcf\x11\xe0", "旧格式的 Excel 或 Word 文件", "an old spreadsheet or document"),
        (b"\x1f\x8b", "gzip 压缩文件", "packed with gzip"),
        (b"%PDF", "PDF 文件", "a PDF"),
        (b"SQLite format 3", "数据库", "a database"),
        (b"\xff\xfe", "UTF-16 编码的文本", "text in UTF-16"),
    ];
    known
        .into_iter()
        .find(|(magic, ..)| start.starts_with(magic))
        .map(|(_, zh, en)| (zh, en))
        .or_else(|| start.starts_with(b"\xfe\xff").then_some(("UTF-16 编码的文本", "text in UTF-16")))
}

/// Lines of a file, read within bounds.
struct Lines {
    bytes: Box<dyn BufRead + Send>,
    number: u64,
}

impl Iterator for Lines {
    type Item = Result<RawCase, CaseFault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut line = Vec::new();
            let most = MOST_BYTES_OF_LINE as u64 + 1;
            let read = self.bytes.by_ref().take(most).read_until(b'\n', &mut line);
            self.number += 1;
            if let Err(error) = read {
                return Some(Err(self.unreadable(&error)));
            }
            if line.is_empty() {
                return None;
            }
            if line.len() > MOST_BYTES_OF_LINE {
                return Some(Err(self.too_long()));
            }
            let start = if self.number == 1 { line.strip_prefix(b"\xef\xbb\xbf").map_or(0, |_| 3) } else { 0 };
            match std::str::from_utf8(&line[start..]) {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => return Some(Ok(RawCase { line: self.number, text: text.trim_end().to_owned() })),
                Err(_) => return Some(Err(not_utf8(self.number))),
            }
        }
    }
}

impl Lines {
    /// Leaves the rest of the line behind.
    fn too_long(&mut self) -> CaseFault {
        let fault = CaseFault::new(
            self.number,
            Text::new("这一行超过 8 MiB。", "The line has more than 8 MiB."),
            Text::new(
                "每行只写一户；如果整个文件是一个 JSON 数组，请把扩展名改成 .json，或拆成每行一户。",
                "A line holds one household; if the whole file is one JSON list, name it .json, or put each household on a line of its own.",
            ),
        );
        if let Err(error) = self.bytes.skip_until(b'\n') {
            return self.unreadable(&error);
        }
        fault
    }

    /// The rest of the file is given up, so that nothing waits for it for ever.
    fn unreadable(&mut self, error: &io::Error) -> CaseFault {
        self.bytes = Box::new(io::empty());
        CaseFault::new(
            self.number,
            Text::new(format!("文件读不下去了：{error}。"), format!("The file cannot be read on: {error}.")),
            Text::new("文件可能损坏或没有传完，请重新取得。", "It may be damaged or cut off; get it again."),
        )
    }
}

fn not_utf8(line: u64) -> CaseFault {
    CaseFault::new(
        line,
        Text::new("不是 UTF-8 文字，可能是 GB18030 编码。", "This is not UTF-8; it may be GB18030."),
        Text::new("请把文件另存为 UTF-8。", "Save the file as UTF-8."),
    )
}

/// The cases of a JSON document: one, or a list of them.
fn document(bytes: impl Read, path: &Path) -> Result<Vec<RawCase>, Failure> {
    let mut text = Vec::new();
    let read = bytes.take(MOST_BYTES_OF_DOCUMENT + 1).read_to_end(&mut text);
    read.map_err(|error| unreadable(path, &error))?;
    if text.len() as u64 > MOST_BYTES_OF_DOCUMENT {
        let shown = path.display();
        return Err(Failure::unusable(
            Text::new(format!("{shown} 超过 64 MiB。"), format!("{shown} has more than 64 MiB.")),
            Text::new(
                "大文件请写成每行一户（.jsonl），可以边读边算。",
                "Put each household on a line of its own (.jsonl); such a file is read piece by piece.",
            ),
        ));
    }
    let text = String::from_utf8(text).map_err(|error| {
        let readable = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        not_utf8(1 + String::from_utf8_lossy(readable).matches('\n').count() as u64)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    if !text.trim_start().starts_with('[') {
        return Ok(vec![RawCase { line: 1, text: text.to_owned() }]);
    }
    let whole = RawCase { line: 1, text: String::new() };
    let cases: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| Words::of_json(&error, None).at(&whole))?;
    let line_of = |case: &RawValue| {
        let before = case.get().as_ptr().addr() - text.as_ptr().addr();
        1 + text[..before].matches('\n').count() as u64
    };
    Ok(cases.into_iter().map(|case| RawCase { line: line_of(case), text: case.get().to_owned() }).collect())
}
