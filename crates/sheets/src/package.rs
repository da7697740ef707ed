//! The archive around a workbook, checked before anything believes it.
//!
//! Every part is inflated once and thrown away, so the limits hold for what is really there and not for what
//! the archive declares. The same reading looks for the few things that would make the parser reserve memory
//! out of proportion: it trusts the count that the shared strings declare, and keeps all styles.

use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::error::{Foreign, SheetError};
use crate::limits::Limits;

/// A workbook has some ten parts, and one for each worksheet and picture.
const MAX_PARTS: usize = 4096;

/// Below this size a part may be as steep as it likes: an empty style sheet is.
const RATIO_FREE_BYTES: u64 = 1 << 20;

/// Texts of a workbook; the parser reserves memory for as many as are declared.
const MAX_SHARED_STRINGS: u64 = 8_000_000;

/// Tags of the style sheet, the workbook part and the relations; the parser keeps a record for each.
const MAX_KEPT_TAGS: u64 = 400_000;

const CHUNK_BYTES: usize = 64 << 10;

/// Refuses an archive that is no workbook, or that would cost too much to read.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| UNREADABLE)?;
    if let Some(foreign) = foreign(&archive) {
        return Err(SheetError::Foreign(foreign));
    }
    if archive.len() > MAX_PARTS {
        return Err(SheetError::Damaged("it has too many parts"));
    }
    if archive.has_overlapping_entries().map_err(|_| UNREADABLE)? {
        return Err(SheetError::Damaged("its parts overlap"));
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| UNREADABLE)?;
        if total + part.size() > limits.max_inflated_bytes {
            return Err(SheetError::InflatesTooFar { limit: limits.max_inflated_bytes });
        }
        let packed = part.compressed_size().max(1);
        let scan = Scan::of(&part.name().map_err(|_| UNREADABLE)?);
        total = inflate(part, packed, total, scan, limits)?;
    }
    Ok(())
}

const UNREADABLE: SheetError = SheetError::Damaged("its archive cannot be read");

/// Reads a part to its end and gives the new total.
fn inflate(mut part: impl Read, packed: u64, before: u64, mut scan: Scan, limits: &Limits) -> Result<u64, SheetError> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut size = 0_u64;
    loop {
        let count = part.read(&mut chunk).map_err(|_| UNREADABLE)?;
        if count == 0 {
            return Ok(before + size);
        }
        size += count as u64;
        if before + size > limits.max_inflated_bytes {
            return Err(SheetError::InflatesTooFar { limit: limits.max_inflated_bytes });
        }
        if size > RATIO_FREE_BYTES && size / packed > limits.max_inflate_ratio {
            return Err(SheetError::InflatesTooSteeply { limit: limits.max_inflate_ratio });
        }
        scan.feed(&chunk[..count])?;
    }
}

/// What the archive is, if it is no workbook.
fn foreign(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<Foreign> {
    let names: Vec<String> = archive
        .file_names_raw()
        .map(|name| String::from_utf8_lossy(name).replace('\\', "/").to_ascii_lowercase())
        .collect();
    let has = |part: &str| names.iter().any(|name| name == part);
    let has_folder = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.xml") {
        None
    } else if has("xl/workbook.bin") {
        Some(Foreign::BinaryExcel)
    } else if has_folder("word/") || has_folder("ppt/") {
        Some(Foreign::Document)
    } else if has("mimetype") && has("content.xml") {
        Some(Foreign::OpenDocument)
    } else {
        Some(Foreign::Archive)
    }
}

/// Looks at a part while it is inflated.
struct Scan {
    is_xml: bool,
    max_tags: u64,
    tags: u64,
    declared: Option<Declared>,
}

/// Follows `uniqueCount="…"` through the shared strings.
#[derive(Default)]
struct Declared {
    matched: usize,
    value: Option<u64>,
    is_quoted: bool,
}

const DECLARATION: &[u8] = b"uniqueCount";

impl Scan {
    fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let is_strings = name.ends_with("sharedstrings.xml");
        let has_extension = |end| Path::new(&name).extension().is_some_and(|extension| extension == end);
        let is_kept = has_extension("rels") || name.ends_with("styles.xml") || name.ends_with("workbook.xml");
        Self {
            is_xml: has_extension("rels") || has_extension("xml"),
            max_tags: if is_strings {
                MAX_SHARED_STRINGS * 4
            } else if is_kept {
                MAX_KEPT_TAGS
            } else {
                u64::MAX
            },
            tags: 0,
            declared: is_strings.then(Declared::default),
        }
    }

    fn feed(&mut self, chunk: &[u8]) -> Result<(), SheetError> {
        if !self.is_xml {
            return Ok(());
        }
        // Neither is allowed in UTF-8 XML; other encodings could hide from this scan what the parser would see.
        if chunk.iter().any(|&byte| byte == 0 || byte == 0x1B) {
            return Err(SheetError::Damaged("a part is not in UTF-8"));
        }
        if self.max_tags < u64::MAX {
            self.tags += chunk.iter().map(|&byte| u64::from(byte == b'<')).sum::<u64>();
        }
        let is_excessive = match &mut self.declared {
            Some(declared) => chunk.iter().any(|&byte| declared.feed(byte)),
            None => false,
        };
        if is_excessive || self.tags > self.max_tags {
            return Err(SheetError::Damaged("a part has more entries than a list needs"));
        }
        Ok(())
    }
}

impl Declared {
    /// True as soon as a declared count is too high.
    fn feed(&mut self, byte: u8) -> bool {
        if self.matched == DECLARATION.len() {
            return self.feed_value(byte);
        }
        self.matched =
            if byte == DECLARATION[self.matched] { self.matched + 1 } else { usize::from(byte == DECLARATION[0]) };
        if self.matched == DECLARATION.len() {
            *self = Self { matched: self.matched, ..Self::default() };
        }
        false
    }

    fn feed_value(&mut self, byte: u8) -> bool {
        match byte {
            b'"' | b'\'' if !self.is_quoted => self.is_quoted = true,
            b'"' | b'\'' | b'<' | b'>' => *self = Self::default(),
            b'0'..=b'9' if self.is_quoted => {
                let value = self.value.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(byte - b'0'));
                self.value = Some(value);
                return value > MAX_SHARED_STRINGS;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_excessive(text: &str) -> bool {
        let mut declared = Declared::default();
        text.bytes().any(|byte| declared.feed(byte))
    }

    #[test]
    fn declared_counts_are_found_however_they_are_written() {
        for (text, expected) in [
            ("<sst count=\"9999999999\" uniqueCount=\"8000000\">", false),
            ("<sst uniqueCount=\"8000001\">", true),
            ("<!-- uniqueCount > --><sst uniqueCount = '99999999999999999999999'>", true),
            ("<x:sst uunique=\"\" uniqueCount=\"3\"/><si><t>99999999999</t></si>", false),
        ] {
            assert_eq!(is_excessive(text), expected, "{text}");
        }
    }
}
