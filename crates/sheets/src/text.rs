//! What a cell's text looks like once it is read.
//!
//! Text that leaves this module has no control character, no character that was lost on its way here, and none
//! that only one computer's font can show. Full-width digits and letters stay: whether they are allowed depends
//! on the field, and its reader decides that.

use crate::fault::RowFault;
use crate::field::Field;
use crate::hanzi;

/// The error values that spreadsheet programs write in place of a result.
const ERROR_VALUES: [&str; 9] =
    ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];

/// The text of a cell of a known column, or why its row cannot be taken.
pub(crate) fn read(field: Field, raw: &str, max_chars: usize) -> Result<String, RowFault> {
    let text = unforced(trimmed(raw));
    let mut clean = String::with_capacity(text.len());
    let mut chars = 0;
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        let c = hanzi::standard(c);
        match c {
            '\n' | '\t' => clean.push(' '),
            '\r' => {}
            '\u{FFFD}' => return Err(RowFault::LostCharacter(field)),
            _ if c.is_control() => return Err(RowFault::ControlCharacter(field)),
            _ if hanzi::is_private_use(c) => return Err(RowFault::PrivateCharacter(field)),
            _ => clean.push(c),
        }
        chars += 1;
        if chars > max_chars {
            return Err(RowFault::CellTooLong(field));
        }
    }
    if ERROR_VALUES.contains(&clean.as_str()) {
        return Err(RowFault::ErrorValue(field));
    }
    if field != Field::Name && has_lost_digits(&clean) {
        return Err(RowFault::DigitsLost(field));
    }
    Ok(clean)
}

/// The text of a title, or of a cell that is only shown again: characters are kept or dropped, never refused.
pub(crate) fn lenient(raw: &str) -> String {
    trimmed(raw).chars().filter(|&c| !is_invisible(c)).map(hanzi::standard).collect()
}

/// Without white space at both ends; U+3000 and U+00A0 are white space to Unicode.
fn trimmed(raw: &str) -> &str {
    raw.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Format characters that come along when text is copied, and that nobody sees: `U+202D` before an identity
/// number is the classic. Joiners stay, because some scripts need them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// Without the tricks that keep Excel from reading a text as a number or a formula: `="0123"`, and an
/// apostrophe in front of a digit or of what could begin a formula. Our own reports write the latter.
fn unforced(text: &str) -> &str {
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'))
        && !inner.contains('"')
    {
        return trimmed(inner);
    }
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || "=+-@＝＋－＠".contains(c)) => rest,
        _ => text,
    }
}

/// True for `4.11023E+17`: what remains of a long number after a spreadsheet program saved it as text.
fn has_lost_digits(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once("E+") else {
        return false;
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    is_number(exponent) && is_number(&mantissa.replacen('.', "", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(raw: &str) -> Result<String, RowFault> {
        read(Field::Name, raw, 20)
    }

    #[test]
    fn text_is_trimmed_and_standard() {
        for (raw, expected) in [
            ("\u{3000} 张三\u{A0}\t", "张三"),
            ("\u{E81E}生", "\u{9FB4}生"),
            ("\u{2FBA}超", "馬超"),
            ("\u{2EE2}超", "马超"),
            ("张\r\n三", "张 三"),
            ("\u{202D}张三\u{202C}", "张三"),
            ("Ｗ张１", "Ｗ张１"),
            ("𠮷䶮㛃", "𠮷䶮㛃"),
        ] {
            assert_eq!(name(raw).as_deref(), Ok(expected), "{raw:?}");
        }
    }

    #[test]
    fn what_would_be_wrong_on_a_receipt_is_refused() {
        for (raw, expected) in [
            ("张\0三", RowFault::ControlCharacter(Field::Name)),
            ("张\u{85}三", RowFault::ControlCharacter(Field::Name)),
            ("张\u{FFFD}", RowFault::LostCharacter(Field::Name)),
            ("张\u{E000}", RowFault::PrivateCharacter(Field::Name)),
            ("#N/A", RowFault::ErrorValue(Field::Name)),
            ("一二三四五六七八九十一二三四五六七八九十一", RowFault::CellTooLong(Field::Name)),
        ] {
            assert_eq!(name(raw), Err(expected), "{raw:?}");
        }
        assert!(name("一二三四五六七八九十一二三四五六七八九十").is_ok(), "the limit is inclusive");
    }

    #[test]
    fn a_formula_is_text_and_the_forcing_tricks_are_undone() {
        for (raw, expected) in [
            ("=1+1", "=1+1"),
            ("@SUM(A1)", "@SUM(A1)"),
            ("=\"110101199003071234\"", "110101199003071234"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("'0012", "0012"),
            ("'=1+1", "=1+1"),
            ("'quoted", "'quoted"),
            ("\t110101199003071234", "110101199003071234"),
        ] {
            assert_eq!(name(raw).as_deref(), Ok(expected), "{raw:?}");
        }
    }

    #[test]
    fn a_number_in_scientific_notation_has_lost_its_digits() {
        for raw in ["4.11023E+17", "4E+17", "1.3812345678E+10"] {
            assert_eq!(read(Field::IdNumber, raw, 50), Err(RowFault::DigitsLost(Field::IdNumber)), "{raw}");
        }
        for raw in ["1E12", "E+17", "4.E+", "4.1.1E+17", "41E+1栋"] {
            assert!(read(Field::Door, raw, 50).is_ok(), "{raw}");
        }
    }
}
