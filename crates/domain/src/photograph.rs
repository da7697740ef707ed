//! Photographs of people: looked at before anybody keeps them.
//!
//! Only what the picture says of itself is read, never its content: a small JPEG with one size and an end.

use crate::text::Text;

/// The largest picture that is kept: it travels over lines of a few kilobytes a second.
pub const MAX_BYTES: usize = 64 * 1024;
/// Twice the width of the picture that the desk makes, so that one from elsewhere fits too.
pub const MAX_WIDTH: u16 = 600;
/// As [`MAX_WIDTH`].
pub const MAX_HEIGHT: u16 = 800;

/// Why a picture is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotographFault {
    /// No bytes.
    #[error("the picture is empty")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("the picture has more than 64 KB")]
    TooManyBytes,
    /// Another format, or none.
    #[error("the picture is no JPEG")]
    NotJpeg,
    /// It begins as a JPEG, and does not go on as one.
    #[error("the picture is damaged")]
    Damaged,
    /// Wider or higher than is kept.
    #[error("the picture is larger than 600 × 800")]
    TooLarge {
        /// In pixels.
        width: u16,
        /// In pixels.
        height: u16,
    },
}

impl PhotographFault {
    /// As people read it.
    pub fn text(self) -> Text {
        match self {
            Self::Empty => Text::new("照片是空的", "The picture is empty"),
            Self::TooManyBytes => Text::new("照片超过 64 KB", "The picture has more than 64 KB"),
            Self::NotJpeg => Text::new("这个文件不是 JPEG 照片", "The file is no JPEG picture"),
            Self::Damaged => Text::new("照片文件不完整", "The picture is incomplete"),
            Self::TooLarge { width, height } => Text::new(
                format!("照片为 {width}×{height}，最大可存 {MAX_WIDTH}×{MAX_HEIGHT}"),
                format!("The picture is {width}×{height}; at most {MAX_WIDTH}×{MAX_HEIGHT} is kept"),
            ),
        }
    }
}

const START: [u8; 2] = [0xFF, 0xD8];
const END: [u8; 2] = [0xFF, 0xD9];
const START_OF_SCAN: u8 = 0xDA;

/// Width and height of a picture that may be kept.
pub fn check(bytes: &[u8]) -> Result<(u16, u16), PhotographFault> {
    if bytes.is_empty() {
        return Err(PhotographFault::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(PhotographFault::TooManyBytes);
    }
    if !bytes.starts_with(&START) {
        return Err(PhotographFault::NotJpeg);
    }
    let (width, height) = size(&bytes[START.len()..]).ok_or(PhotographFault::Damaged)?;
    if width == 0 || height == 0 || !bytes.ends_with(&END) {
        return Err(PhotographFault::Damaged);
    }
    if width > MAX_WIDTH || height > MAX_HEIGHT {
        return Err(PhotographFault::TooLarge { width, height });
    }
    Ok((width, height))
}

/// Size in the frame header; none unless pixels follow it. Segments are a marker, their length and their content.
fn size(mut rest: &[u8]) -> Option<(u16, u16)> {
    let mut found = None;
    loop {
        let (&first, after) = rest.split_first()?;
        if first != 0xFF {
            return None;
        }
        // Further FF in front of a marker fill up.
        let (&marker, after) = after.iter().position(|byte| *byte != 0xFF).and_then(|at| after[at..].split_first())?;
        let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
        let content = after.get(2..length)?;
        if marker == START_OF_SCAN {
            return found;
        }
        if is_frame(marker) {
            let number = |at: usize| Some(u16::from_be_bytes([*content.get(at)?, *content.get(at + 1)?]));
            found = Some((number(3)?, number(1)?));
        }
        rest = &after[length..];
    }
}

/// Frame headers are C0 to CF but three: Huffman tables, an extension and arithmetic coding.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bones of a picture: comment, frame, scan, end.
    fn picture(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xFE, 0, 4, b'h', b'i', 0xFF, 0xFF, 0xC0, 0, 8, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 0xFF, 0xDA, 0, 3, 1, 0x55, 0xFF, 0xD9]);
        bytes
    }

    #[test]
    fn the_largest_picture_is_kept_and_a_larger_one_is_not() {
        assert_eq!(check(&picture(300, 375)), Ok((300, 375)));
        assert_eq!(check(&picture(600, 800)), Ok((600, 800)));
        assert_eq!(check(&picture(601, 800)), Err(PhotographFault::TooLarge { width: 601, height: 800 }));
        assert_eq!(check(&picture(600, 801)), Err(PhotographFault::TooLarge { width: 600, height: 801 }));
        let fill = |bytes: usize| {
            let mut picture = picture(300, 375);
            let end = picture.split_off(picture.len() - 2);
            picture.resize(bytes - 2, 0x55);
            [picture, end].concat()
        };
        assert_eq!(check(&fill(MAX_BYTES)), Ok((300, 375)));
        assert_eq!(check(&fill(MAX_BYTES + 1)), Err(PhotographFault::TooManyBytes));
    }

    #[test]
    fn what_is_no_picture_says_so() {
        assert_eq!(check(b""), Err(PhotographFault::Empty));
        for other in [&b"GIF89a\x01\x00\x01\x00"[..], b"\x89PNG\r\n\x1a\n", b"BM", b"<svg>", &[0xFF], &[0]] {
            assert_eq!(check(other), Err(PhotographFault::NotJpeg), "{other:?}");
        }
        for size in [(0, 375), (300, 0)] {
            assert_eq!(check(&picture(size.0, size.1)), Err(PhotographFault::Damaged));
        }
    }

    #[test]
    fn a_picture_cut_anywhere_is_damaged() {
        let whole = picture(300, 375);
        for end in 2..whole.len() {
            assert_eq!(check(&whole[..end]), Err(PhotographFault::Damaged), "cut at {end}");
        }
        let mut no_frame = whole.clone();
        no_frame[10] = 0xC4;
        assert_eq!(check(&no_frame), Err(PhotographFault::Damaged), "tables are no frame");
        for length in [0, 1] {
            let mut short = whole.clone();
            short[5] = length;
            assert_eq!(check(&short), Err(PhotographFault::Damaged), "a segment shorter than its length");
        }
    }
}
