//! Identity numbers after GB 11643 and the temporary numbers that stand in for them.
//!
//! An [`IdNumber`] has passed the check digit and carries a real birth date. Whether the area code is in the list of
//! the Ministry of Civil Affairs is a warning only: numbers keep the code of an area that was abolished long ago, and
//! no list has them all.
//!
//! Numbers are personal data: `Debug` shows them masked, and no fault carries what was typed.

use crate::dates::{self, DateFault, EARLIEST_BIRTH_YEAR};
use crate::person::Sex;
use crate::text::Text;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::LazyLock;

const LENGTH: usize = 18;
/// ISO 7064 MOD 11-2: 2^(17 - i) mod 11 for the digit at i.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each weighted sum mod 11.
const CHECK_CHARACTERS: [u8; 11] = *b"10X98765432";

/// Six-digit codes of areas, today's and abolished ones, in order.
static AREA_CODES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../data/area_codes.txt").lines().collect());

/// An identity number: 18 characters, upper-case X, check digit and birth date right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber {
    characters: [u8; LENGTH],
    birth_date: NaiveDate,
}

/// What is wrong with a typed identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// Nothing was typed.
    #[error("no identity number")]
    Empty,
    /// Not 18 characters.
    #[error("identity number has {found} characters")]
    Length {
        /// How many characters there are.
        found: usize,
    },
    /// A number of the first generation, which the new card replaced.
    #[error("identity number of the first generation")]
    Fifteen {
        /// The number on the new card, if the old one has a real birth date. To be read from the card, not taken over.
        upgraded: Option<IdNumber>,
    },
    /// Something else than a digit (or, at the end, X).
    #[error("character {position} of the identity number is not a digit")]
    NotDigits {
        /// Where, from 1.
        position: usize,
    },
    /// Characters 7 to 14 are no date.
    #[error("birth date in the identity number: {0}")]
    NoSuchDate(DateFault),
    /// The last character does not fit the others.
    #[error("check character of the identity number should be {expected}")]
    CheckDigit {
        /// What it should be if the others are right.
        expected: char,
    },
    /// Born after today.
    #[error("birth date in the identity number is after today")]
    BornInFuture,
    /// Born too long ago to be true.
    #[error("birth year {year} in the identity number is too early")]
    BornTooEarly {
        /// The year of birth.
        year: i32,
    },
}

impl IdFault {
    /// The sentence under the field.
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("请输入身份证号", "Enter the ID number."),
            Self::Length { found } => Text::new(
                format!("身份证号应为 18 位，现在有 {found} 位，请核对"),
                format!("An ID number has 18 characters; this one has {found}. Please check."),
            ),
            Self::Fifteen { upgraded: Some(number) } => Text::new(
                format!("这是 15 位旧号，须用新证的 18 位号码；按旧号推算为 {number}，请与新证核对"),
                format!(
                    "This is an old 15-digit number; the 18 characters of the new card are needed. The old number \
                     suggests {number}; check it against the new card."
                ),
            ),
            Self::Fifteen { upgraded: None } => Text::new(
                "这是 15 位旧号，须用新证的 18 位号码",
                "This is an old 15-digit number; the 18 characters of the new card are needed.",
            ),
            Self::NotDigits { position: LENGTH } => Text::new(
                "身份证号最后一位只能是数字或 X，请核对",
                "The last character can only be a digit or X; please check.",
            ),
            Self::NotDigits { position } => Text::new(
                format!("身份证号第 {position} 位不是数字，请核对"),
                format!("Character {position} of the ID number is not a digit; please check."),
            ),
            Self::NoSuchDate(fault) => {
                let Text { zh, en } = fault.text();
                Text::new(
                    format!("身份证号第 7–14 位不是出生日期：{zh}，请核对"),
                    format!("Digits 7–14 of the ID number are not a birth date: {en} Please check."),
                )
            }
            Self::CheckDigit { expected } => Text::new(
                format!("身份证号最后一位应为 {expected}，请核对第 7–14 位出生日期"),
                format!("The last character should be {expected}. Check digits 7–14 (birth date)."),
            ),
            Self::BornInFuture => Text::new(
                "身份证号中的出生日期晚于今天，请核对第 7–14 位",
                "The birth date in the ID number is after today; check digits 7–14.",
            ),
            Self::BornTooEarly { year } => Text::new(
                format!("身份证号中的出生年份 {year} 过早，请核对第 7–10 位"),
                format!("The birth year {year} in the ID number is too early; check digits 7–10."),
            ),
        }
    }
}

impl IdNumber {
    /// Reads a number as typed, scanned or pasted.
    pub fn parse(typed: &str) -> Result<Self, IdFault> {
        let typed = normalise_typed(typed);
        if typed.is_empty() {
            return Err(IdFault::Empty);
        }
        if typed.len() == 15 && typed.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdFault::Fifteen { upgraded: upgraded(&typed) });
        }
        let found = typed.chars().count();
        if found != LENGTH {
            return Err(IdFault::Length { found });
        }
        let is_allowed = |(i, c): (usize, char)| c.is_ascii_digit() || i == LENGTH - 1 && c == 'X';
        if let Some(i) = typed.chars().enumerate().position(|at| !is_allowed(at)) {
            return Err(IdFault::NotDigits { position: i + 1 });
        }
        let mut characters = [0; LENGTH];
        characters.copy_from_slice(typed.as_bytes());
        let birth_date = birth_date(&characters).map_err(IdFault::NoSuchDate)?;
        let expected = check_character(&characters);
        if characters[LENGTH - 1] != expected {
            return Err(IdFault::CheckDigit { expected: expected.into() });
        }
        Ok(Self { characters, birth_date })
    }

    /// Refuses a birth after `today` or before [`EARLIEST_BIRTH_YEAR`].
    pub fn check_against(&self, today: NaiveDate) -> Result<(), IdFault> {
        if self.birth_date > today {
            Err(IdFault::BornInFuture)
        } else if self.birth_date.year() < EARLIEST_BIRTH_YEAR {
            Err(IdFault::BornTooEarly { year: self.birth_date.year() })
        } else {
            Ok(())
        }
    }

    /// The full number.
    pub fn as_str(&self) -> &str {
        // Always ASCII; the default is never taken.
        str::from_utf8(&self.characters).unwrap_or_default()
    }

    /// The number as screens and papers show it: `4110**********3021`.
    pub fn masked(&self) -> String {
        let full = self.as_str();
        format!("{}**********{}", &full[..4], &full[14..])
    }

    /// Date of birth.
    pub fn birth_date(&self) -> NaiveDate {
        self.birth_date
    }

    /// Sex, from the seventeenth digit.
    pub fn sex(&self) -> Sex {
        if number_of(&self.characters[16..17]) % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The code of the area where the number was given out.
    pub fn area_code(&self) -> &str {
        &self.as_str()[..6]
    }

    /// Whether the area code is in the list. If not, a warning.
    pub fn area_is_known(&self) -> bool {
        AREA_CODES.binary_search(&self.area_code()).is_ok()
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl Serialize for IdNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Accepts the stored form alone, so that one number has one spelling on the wire.
impl<'de> Deserialize<'de> for IdNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = Self::parse(&text).map_err(serde::de::Error::custom)?;
        if number.as_str() == text {
            Ok(number)
        } else {
            Err(serde::de::Error::custom("identity number is not in its stored form"))
        }
    }
}

/// A number in the form of the card: half-width, X in upper case, without blanks, hyphens and invisible characters.
pub fn normalise_typed(typed: &str) -> String {
    typed
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !is_hyphen(*c) && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The ASCII form of a full-width letter, digit or mark, and of the full-width blank.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The value of a few ASCII digits.
fn number_of(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

fn birth_date(characters: &[u8; LENGTH]) -> Result<NaiveDate, DateFault> {
    let year = i32::try_from(number_of(&characters[6..10])).map_err(|_| DateFault::Form)?;
    dates::date(year, number_of(&characters[10..12]), number_of(&characters[12..14]))
}

fn check_character(characters: &[u8; LENGTH]) -> u8 {
    let sum: u32 = characters.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK_CHARACTERS[sum as usize % CHECK_CHARACTERS.len()]
}

/// The number of the second generation for 15 digits: the century is 19, and the check character is new.
///
/// The serials 996 to 999 belong to people who were a hundred years old when numbers began; their century is unsure.
fn upgraded(old: &str) -> Option<IdNumber> {
    if &old[12..] >= "996" {
        return None;
    }
    let mut characters = [b'0'; LENGTH];
    characters[..6].copy_from_slice(&old.as_bytes()[..6]);
    characters[6..8].copy_from_slice(b"19");
    characters[8..17].copy_from_slice(&old.as_bytes()[6..]);
    let birth_date = birth_date(&characters).ok()?;
    characters[17] = check_character(&characters);
    Some(IdNumber { characters, birth_date })
}

/// A number for somebody without an identity number yet: `T`, the code of the centre, six digits of a serial.
///
/// It can never be read as an [`IdNumber`], which begins with a digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemporaryNumber {
    centre_code: String,
    serial: u32,
}

/// What is wrong with a temporary number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TemporaryNumberFault {
    /// Not `T`, a centre code and six digits.
    #[error("temporary number is not T, centre code and six digits")]
    Form,
    /// The centre code is not 1 to 20 capital letters and digits.
    #[error("centre code is not 1 to 20 capital letters and digits")]
    CentreCode,
    /// The serial is not in 1 to 999999.
    #[error("serial of a temporary number is out of range")]
    Serial,
}

impl TemporaryNumberFault {
    /// The sentence under the field.
    pub fn text(&self) -> Text {
        match self {
            Self::Form => Text::new(
                "临时编号应为 T、机构代码和 6 位序号，请核对",
                "A temporary number is T, the code of the centre and six digits; please check.",
            ),
            Self::CentreCode => Text::new(
                "机构代码应为 1–20 位大写字母或数字，请核对",
                "The code of the centre is 1 to 20 capital letters or digits; please check.",
            ),
            Self::Serial => Text::new(
                "临时编号的序号应在 000001 到 999999 之间，请核对",
                "The serial of a temporary number lies between 000001 and 999999; please check.",
            ),
        }
    }
}

impl TemporaryNumber {
    /// The highest serial of a centre.
    pub const SERIAL_MAX: u32 = 999_999;

    /// The number that a centre gives out.
    pub fn new(centre_code: &str, serial: u32) -> Result<Self, TemporaryNumberFault> {
        let is_code = (1..=20).contains(&centre_code.len())
            && centre_code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if !is_code {
            return Err(TemporaryNumberFault::CentreCode);
        }
        if !(1..=Self::SERIAL_MAX).contains(&serial) {
            return Err(TemporaryNumberFault::Serial);
        }
        Ok(Self { centre_code: centre_code.to_owned(), serial })
    }

    /// Reads a number as typed or scanned.
    pub fn parse(typed: &str) -> Result<Self, TemporaryNumberFault> {
        let typed = normalise_typed(typed);
        let rest = typed.strip_prefix('T').ok_or(TemporaryNumberFault::Form)?;
        let (centre_code, serial) = rest
            .len()
            .checked_sub(6)
            .and_then(|at| rest.split_at_checked(at))
            .filter(|(_, serial)| serial.bytes().all(|b| b.is_ascii_digit()))
            .ok_or(TemporaryNumberFault::Form)?;
        Self::new(centre_code, number_of(serial.as_bytes()))
    }

    /// The code of the centre that gave it out.
    pub fn centre_code(&self) -> &str {
        &self.centre_code
    }

    /// The serial, counted by the centre from 1.
    pub fn serial(&self) -> u32 {
        self.serial
    }
}

impl fmt::Display for TemporaryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{}{:06}", self.centre_code, self.serial)
    }
}

impl Serialize for TemporaryNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TemporaryNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
