//! What a file is, by its first bytes. Its name is not asked: systems export web pages called `.xls`.

use crate::error::Foreign;

/// How many bytes are looked at.
pub(crate) const HEAD_BYTES: usize = 8192;

/// A zero byte more often than this means that a file is no text; a single one is damage in a row.
const TEXT_BYTES_PER_ZERO: usize = 16;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An archive; a workbook, if its parts say so.
    Zip,
    /// A compound file: old Excel, or a workbook with a password.
    Compound,
    /// Text, with or without byte order mark.
    Text(Mark),
    /// Something else.
    Foreign(Foreign),
}

/// The byte order mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl Mark {
    /// Bytes of the mark.
    pub(crate) fn len(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Utf8 => 3,
            Self::Utf16Le | Self::Utf16Be => 2,
        }
    }
}

/// Signatures that no text begins with.
const SIGNATURES: [(&[u8], Foreign); 13] = [
    (b"%PDF", Foreign::Pdf),
    (b"\x89PNG", Foreign::Image),
    (b"\xFF\xD8\xFF", Foreign::Image),
    (b"GIF8", Foreign::Image),
    (b"II*\0", Foreign::Image),
    (b"MM\0*", Foreign::Image),
    (b"\x7FELF", Foreign::Executable),
    (b"7z\xBC\xAF\x27\x1C", Foreign::Archive),
    (b"Rar!\x1A", Foreign::Archive),
    (b"\x1F\x8B", Foreign::Archive),
    (b"PK\x05\x06", Foreign::Archive),
    (b"\x28\xB5\x2F\xFD", Foreign::Archive),
    (b"{\\rtf", Foreign::Document),
];

/// Tells the kind of a file by its first [`HEAD_BYTES`].
pub(crate) fn kind(head: &[u8]) -> Kind {
    if head.starts_with(b"PK\x03\x04") {
        return Kind::Zip;
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Kind::Compound;
    }
    if let Some(&(_, foreign)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Kind::Foreign(foreign);
    }
    let mark = match head {
        [0xEF, 0xBB, 0xBF, ..] => Mark::Utf8,
        // With two zero bytes after it, this is the mark of UTF-32.
        [0xFF, 0xFE, 0, 0, ..] => Mark::None,
        [0xFF, 0xFE, ..] => Mark::Utf16Le,
        [0xFE, 0xFF, ..] => Mark::Utf16Be,
        _ => Mark::None,
    };
    let is_wide = matches!(mark, Mark::Utf16Le | Mark::Utf16Be);
    let zeros: usize = head.iter().map(|&byte| usize::from(byte == 0)).sum();
    if !is_wide && zeros * TEXT_BYTES_PER_ZERO > head.len() {
        return Kind::Foreign(binary(head));
    }
    markup(head, mark).map_or(Kind::Text(mark), Kind::Foreign)
}

/// Short signatures that a text might begin with too, told by the zero bytes that follow.
fn binary(head: &[u8]) -> Foreign {
    match head {
        [b'M', b'Z', ..] => Foreign::Executable,
        [b'B', b'M', ..] | [b'R', b'I', b'F', b'F', ..] => Foreign::Image,
        _ => Foreign::Binary,
    }
}

fn markup(head: &[u8], mark: Mark) -> Option<Foreign> {
    let body = head.iter().skip(usize::try_from(mark.len()).unwrap_or(0)).copied().filter(|&byte| byte != 0);
    let text: Vec<u8> = body.skip_while(u8::is_ascii_whitespace).map(|byte| byte.to_ascii_lowercase()).collect();
    let has = |tag: &[u8]| text.windows(tag.len()).any(|window| window == tag);
    if !text.starts_with(b"<") {
        None
    } else if text.starts_with(b"<?xml") && !has(b"<html") {
        Some(Foreign::Xml)
    } else {
        Some(Foreign::Html)
    }
}

/// What a compound file holds, by the names of its streams.
pub(crate) fn compound(bytes: &[u8]) -> Foreign {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window[0] == wide[0] && window == wide)
    };
    if has("EncryptedPackage") {
        Foreign::EncryptedExcel
    } else if has("Workbook") || has("Book") {
        Foreign::OldExcel
    } else {
        Foreign::Document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        for (head, expected) in [
            (&b"PK\x03\x04...."[..], Kind::Zip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Compound),
            (b"%PDF-1.7", Kind::Foreign(Foreign::Pdf)),
            (b"\x89PNG\r\n", Kind::Foreign(Foreign::Image)),
            (b"MZ\x90\0\x03", Kind::Foreign(Foreign::Executable)),
            (b"MZ,name", Kind::Text(Mark::None)),
            (b"\r\n <HTML><table>", Kind::Foreign(Foreign::Html)),
            (b"\xEF\xBB\xBF<table>", Kind::Foreign(Foreign::Html)),
            (b"\xFF\xFE<\0h\0t\0m\0l\0", Kind::Foreign(Foreign::Html)),
            (b"<?xml version='1.0'?><Workbook>", Kind::Foreign(Foreign::Xml)),
            (b"<?xml version='1.0'?><html>", Kind::Foreign(Foreign::Html)),
            (b"\xEF\xBB\xBFname", Kind::Text(Mark::Utf8)),
            (b"\xFF\xFEn\0", Kind::Text(Mark::Utf16Le)),
            (b"\xFE\xFF\0n", Kind::Text(Mark::Utf16Be)),
            (b"\xFF\xFE\0\0n\0\0\0", Kind::Foreign(Foreign::Binary)),
            (b"n\0a\0m\0e\0", Kind::Foreign(Foreign::Binary)),
            (b"name,id", Kind::Text(Mark::None)),
        ] {
            assert_eq!(kind(head), expected, "{}", String::from_utf8_lossy(head));
        }
    }
}
