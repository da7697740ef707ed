//! Which encoding a list is written in, and its text.
//!
//! A name that is misread is worse than a row that is not taken, so each row is a witness and doubt refuses it.
//!
//! A row is a *certain* witness for one encoding if its bytes are valid in it, look like Chinese in it, have at
//! least [`CERTAIN_HANZI`] ideographs, and the other encoding does not read them equally well. "Look like
//! Chinese" means for UTF-8: ideographs and the punctuation around them; for GB 18030: nothing outside the
//! GB 2312 part, in which practically all text is written, while UTF-8 misread as GB 18030 leaves it at once.
//!
//! - Certain witnesses for UTF-8 alone, or a byte order mark: the file is UTF-8; a cell that is not is refused.
//! - Certain witnesses for GB 18030 alone: likewise, and rare characters of four bytes are read as well.
//! - Certain witnesses for both (two lists were joined): each of these rows is read in its own encoding, rows of
//!   pure ASCII are read, and all other rows are refused as ambiguous.
//! - No certain witness (a few rows with titles in English): UTF-8 if all rows are plausible in it, else
//!   GB 18030 if all rows are valid in it, else as with both.

use encoding_rs::GB18030;

/// How many ideographs a row must have to settle in which encoding it is. Two or three could be chance.
pub(crate) const CERTAIN_HANZI: usize = 4;

/// The encoding of a whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// GB 18030, which contains GBK and GB 2312.
    Gb18030,
    /// UTF-16 with byte order mark.
    Utf16,
    /// Some rows are UTF-8 and others GB 18030.
    Mixed,
}

/// What the bytes of one row say about their encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Witness {
    utf8: Reading,
    gb18030: Reading,
    is_ascii: bool,
}

/// How well bytes read in one encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reading {
    is_valid: bool,
    is_plausible: bool,
    hanzi: usize,
}

impl Witness {
    /// Weighs the cells of a row. Each is weighed alone, because half a character ends with its cell.
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut witness = Self { utf8: Reading::NOTHING, gb18030: Reading::NOTHING, is_ascii: true };
        for cell in cells.filter(|cell| !cell.is_ascii()) {
            witness.is_ascii = false;
            witness.utf8.add(utf8_reading(cell));
            witness.gb18030.add(gb18030_reading(cell));
        }
        witness
    }

    fn is_certainly_utf8(&self) -> bool {
        self.utf8.is_chinese() && !(self.gb18030.is_valid && self.gb18030.is_plausible)
    }

    fn is_certainly_gb18030(&self) -> bool {
        self.gb18030.is_chinese() && !self.utf8.is_valid
    }
}

impl Reading {
    const NOTHING: Self = Self { is_valid: true, is_plausible: true, hanzi: 0 };
    const INVALID: Self = Self { is_valid: false, is_plausible: false, hanzi: 0 };

    fn add(&mut self, other: Self) {
        self.is_valid &= other.is_valid;
        self.is_plausible &= other.is_plausible;
        self.hanzi += other.hanzi;
    }

    fn is_chinese(&self) -> bool {
        self.is_valid && self.is_plausible && self.hanzi >= CERTAIN_HANZI
    }
}

fn utf8_reading(bytes: &[u8]) -> Reading {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Reading::INVALID;
    };
    let mut reading = Reading::NOTHING;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => reading.hanzi += 1,
            '\u{A0}' | '\u{B7}' | '\u{2000}'..='\u{33FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FFEF}' => {}
            _ => reading.is_plausible = false,
        }
    }
    reading
}

fn gb18030_reading(bytes: &[u8]) -> Reading {
    let mut reading = Reading::NOTHING;
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        at += match (lead, &bytes[at + 1..]) {
            (0..=0x7F, _) => 1,
            (0xB0..=0xF7, [0xA1..=0xFE, ..]) => {
                reading.hanzi += 1;
                2
            }
            (0xA1..=0xA9, [0xA1..=0xFE, ..]) => 2,
            (0x81..=0xFE, [0x40..=0x7E | 0x80..=0xFE, ..]) => {
                reading.is_plausible = false;
                2
            }
            (0x81..=0xFE, [0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..]) => {
                reading.is_plausible = false;
                4
            }
            _ => return Reading::INVALID,
        };
    }
    reading
}

/// Gathers the witnesses of a file.
#[derive(Debug, Clone)]
pub(crate) struct Hearing {
    has_utf8_mark: bool,
    certain_utf8: u32,
    certain_gb18030: u32,
    implausible_utf8: u32,
    invalid_gb18030: u32,
}

impl Hearing {
    pub(crate) fn new(has_utf8_mark: bool) -> Self {
        Self { has_utf8_mark, certain_utf8: 0, certain_gb18030: 0, implausible_utf8: 0, invalid_gb18030: 0 }
    }

    pub(crate) fn add(&mut self, witness: &Witness) {
        let count = |total: &mut u32, is_so: bool| *total = total.saturating_add(u32::from(is_so));
        count(&mut self.certain_utf8, witness.is_certainly_utf8());
        count(&mut self.certain_gb18030, witness.is_certainly_gb18030());
        count(&mut self.implausible_utf8, !(witness.utf8.is_valid && witness.utf8.is_plausible));
        count(&mut self.invalid_gb18030, !witness.gb18030.is_valid);
    }

    pub(crate) fn verdict(&self) -> Encoding {
        match (self.has_utf8_mark || self.certain_utf8 > 0, self.certain_gb18030 > 0) {
            (true, false) => Encoding::Utf8,
            (false, true) => Encoding::Gb18030,
            (false, false) if self.implausible_utf8 == 0 => Encoding::Utf8,
            (false, false) if self.invalid_gb18030 == 0 => Encoding::Gb18030,
            _ => Encoding::Mixed,
        }
    }
}

/// The encoding of one row in a file of this encoding; `None` if it cannot be told.
pub(crate) fn of_row<'a>(file: Encoding, cells: impl Iterator<Item = &'a [u8]>) -> Option<Encoding> {
    if file != Encoding::Mixed {
        return Some(file);
    }
    let witness = Witness::of(cells);
    if witness.is_ascii || witness.is_certainly_utf8() {
        Some(Encoding::Utf8)
    } else if witness.is_certainly_gb18030() {
        Some(Encoding::Gb18030)
    } else {
        None
    }
}

/// The text of a cell, or `None` if something would be lost. UTF-16 has become UTF-8 before it comes here.
pub(crate) fn decode(encoding: Encoding, bytes: &[u8]) -> Option<String> {
    match encoding {
        Encoding::Utf8 | Encoding::Utf16 => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Encoding::Gb18030 => gb18030(bytes),
        Encoding::Mixed => None,
    }
}

/// The text of a cell for showing only.
pub(crate) fn decode_lossy(encoding: Option<Encoding>, bytes: &[u8]) -> String {
    match encoding {
        Some(Encoding::Gb18030) => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn gb18030(bytes: &[u8]) -> Option<String> {
    // The decoder reads a lone 0x80 as the euro sign of a Windows code page; in a name it is damage.
    if !gb18030_reading(bytes).is_valid {
        return None;
    }
    GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    fn verdict(rows: &[&[u8]]) -> Encoding {
        let mut hearing = Hearing::new(false);
        for row in rows {
            hearing.add(&Witness::of(row.split(|&b| b == b',')));
        }
        hearing.verdict()
    }

    #[test]
    fn the_encoding_follows_from_certain_rows() {
        let (utf8, gb) = ("户号,姓名,身份证号".as_bytes().to_vec(), gb("户号,姓名,身份证号"));
        for (rows, expected) in [
            (vec![&b"name,id"[..]], Encoding::Utf8),
            (vec![&utf8[..]], Encoding::Utf8),
            (vec![&gb[..]], Encoding::Gb18030),
            (vec![&gb[..], &utf8[..]], Encoding::Mixed),
            (vec![&b"name,id"[..], "张三".as_bytes()], Encoding::Utf8),
            (vec![&b"name,id"[..], &[0xD5, 0xC5, 0xC8, 0xFD]], Encoding::Gb18030),
        ] {
            assert_eq!(verdict(&rows), expected, "{rows:?}");
        }
    }

    #[test]
    fn gb_text_that_happens_to_be_valid_utf8_stays_gb() {
        // A possible name, whose GBK bytes are valid UTF-8 as well: ½÷.
        let accident = gb("陆梅");
        assert!(std::str::from_utf8(&accident).is_ok());
        assert_eq!(verdict(&[&gb("姓名,身份证号"), &accident]), Encoding::Gb18030);
        assert_eq!(verdict(&[b"name,id", &accident]), Encoding::Gb18030);
        assert_eq!(of_row(Encoding::Mixed, [&accident[..]].into_iter()), None);
    }

    #[test]
    fn a_cut_character_in_utf8_does_not_make_the_file_gb() {
        let mut cut = "河南省信阳市光山县槐树镇".as_bytes().to_vec();
        cut.pop();
        assert_eq!(verdict(&["户号,姓名,身份证号".as_bytes(), &cut]), Encoding::Utf8);
        assert_eq!(decode(Encoding::Utf8, &cut), None);
    }

    #[test]
    fn rare_characters_of_four_bytes_are_read() {
        for name in ["𠮷", "䶮", "㛃", "喆堃"] {
            assert_eq!(decode(Encoding::Gb18030, &gb(name)).as_deref(), Some(name));
        }
        assert_eq!(decode(Encoding::Gb18030, &[0x80]), None);
        assert_eq!(decode(Encoding::Gb18030, &[0xD5]), None);
    }
}
