//! Bytes of a line device as lines: ended by CR, LF or both, of bounded length, of printable text.

/// The longest line, in bytes: a simulated card with its picture.
pub const LINE_BYTES_MAX: usize = 32 * 1024;
/// The longest code, in bytes. The largest QR codes of cards and papers are far shorter.
pub const CODE_BYTES_MAX: usize = 512;

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Longer than any line may be.
    TooLong,
    /// A control character, or no UTF-8.
    NotText,
}

/// Puts bytes together to lines.
#[derive(Debug, Default)]
pub struct Framer {
    bytes: Vec<u8>,
    too_long: bool,
}

impl Framer {
    /// Takes a byte. A line, or what is wrong with it, if the byte ended one. Empty lines are none.
    pub fn push(&mut self, byte: u8) -> Option<Result<String, Fault>> {
        if byte == b'\r' || byte == b'\n' {
            return self.end();
        }
        if self.bytes.len() >= LINE_BYTES_MAX {
            self.too_long = true;
        } else {
            self.bytes.push(byte);
        }
        None
    }

    fn end(&mut self) -> Option<Result<String, Fault>> {
        let bytes = std::mem::take(&mut self.bytes);
        if std::mem::take(&mut self.too_long) {
            return Some(Err(Fault::TooLong));
        }
        if bytes.is_empty() {
            return None;
        }
        let text = String::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control));
        Some(text.map(|text| text.trim().to_owned()).ok_or(Fault::NotText)).filter(|line| *line != Ok(String::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Said = Vec<Result<String, Fault>>;

    fn lines(bytes: &[u8]) -> Said {
        let mut framer = Framer::default();
        bytes.iter().filter_map(|byte| framer.push(*byte)).collect()
    }

    #[test]
    fn a_line_ends_with_cr_or_lf_or_both_and_an_empty_one_is_none() {
        let said = |text: &str| Ok(text.to_owned());
        let rows: [(&[u8], Said); 7] = [
            (b"R0002318\r\n", vec![said("R0002318")]),
            (b"R1\rH2\nA3\n\rP4\r\r\n", vec![said("R1"), said("H2"), said("A3"), said("P4")]),
            (b"R0002318", vec![]),
            (b"\r\n \r\n", vec![]),
            ("\u{738b}\n".as_bytes(), vec![said("\u{738b}")]),
            (b"R1\x07\nR2\n", vec![Err(Fault::NotText), said("R2")]),
            (b"\xcd\xf5\nR2\n", vec![Err(Fault::NotText), said("R2")]),
        ];
        for (bytes, expected) in rows {
            assert_eq!(lines(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_line_has_a_longest_length_and_the_next_one_is_heard_again() {
        for (length, fits) in [(LINE_BYTES_MAX, true), (LINE_BYTES_MAX + 1, false), (LINE_BYTES_MAX * 40, false)] {
            let mut bytes = vec![b'7'; length];
            bytes.extend_from_slice(b"\nR1\n");
            let heard = lines(&bytes);
            assert_eq!(heard.len(), 2, "{length}");
            assert_eq!(heard[0].is_ok(), fits, "{length}");
            assert_eq!(heard[1].as_deref(), Ok("R1"), "{length}");
        }
    }
}
