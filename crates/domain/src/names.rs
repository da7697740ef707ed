//! Names of people.
//!
//! A name is kept character for character, rare ones included. Only the middle dot, which keyboards write in many
//! ways, gets one form, and blanks around the name are cut off. A name with a mark that stands for a lost character
//! (`?`, `*`, U+FFFD) is refused: a name is never replaced.

use crate::text::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The longest name, in characters.
pub const NAME_LENGTH_MAX: usize = 30;
/// The one form of the dot between the parts of a name.
const DOT: char = '·';

/// A person's name: 1 to 30 characters, no digits, blanks or marks; `Debug` shows it masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

/// What is wrong with a typed name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Nothing was typed.
    #[error("no name")]
    Empty,
    /// More than 30 characters.
    #[error("name has {found} characters")]
    TooLong {
        /// How many characters there are.
        found: usize,
    },
    /// A digit or a blank.
    #[error("name has a digit or a blank")]
    DigitOrSpace,
    /// A mark that no name has; often the trace of a lost character.
    #[error("name has the mark {mark:?}")]
    Mark {
        /// The mark.
        mark: char,
    },
    /// A dot that does not stand between two parts.
    #[error("name has a stray dot")]
    StrayDot,
}

impl NameFault {
    /// The sentence under the field.
    pub fn text(&self) -> Text {
        match *self {
            Self::Empty => Text::new("请输入姓名", "Enter the name."),
            Self::TooLong { found } => Text::new(
                format!("姓名最多 {NAME_LENGTH_MAX} 个字，现在有 {found} 个，请核对"),
                format!("A name has at most {NAME_LENGTH_MAX} characters; this one has {found}. Please check."),
            ),
            Self::DigitOrSpace => {
                Text::new("姓名中有数字或空格，请核对", "The name contains a digit or a space; please check.")
            }
            Self::Mark { mark } if is_printable(mark) => Text::new(
                format!("姓名中有符号「{mark}」，请按身份证核对"),
                format!("The name contains the mark “{mark}”; please check it against the ID card."),
            ),
            Self::Mark { .. } => Text::new(
                "姓名中有无法显示的符号，请按身份证核对",
                "The name contains a mark that cannot be shown; please check it against the ID card.",
            ),
            Self::StrayDot => Text::new(
                "姓名中的间隔号只能在两个字之间，请核对",
                "A middle dot must stand between two characters of the name; please check.",
            ),
        }
    }
}

impl PersonName {
    /// Reads a name as typed or as a card states it.
    pub fn parse(typed: &str) -> Result<Self, NameFault> {
        let name: String = typed.trim().chars().map(|c| if is_dot(c) { DOT } else { c }).collect();
        if name.is_empty() {
            return Err(NameFault::Empty);
        }
        for c in name.chars() {
            if c.is_whitespace() || is_digit(c) {
                return Err(NameFault::DigitOrSpace);
            }
            if is_mark(c) {
                return Err(NameFault::Mark { mark: c });
            }
        }
        if name.starts_with(DOT) || name.ends_with(DOT) || name.contains("··") {
            return Err(NameFault::StrayDot);
        }
        let found = name.chars().filter(|c| !is_selector(*c)).count();
        if found > NAME_LENGTH_MAX {
            return Err(NameFault::TooLong { found });
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name for a public list: 王*, 王*明, 欧**明. A name of one character is wholly hidden.
    pub fn mask(&self) -> String {
        let count = self.0.chars().filter(|c| !is_selector(*c)).count();
        let mut shown = String::with_capacity(self.0.len());
        let mut number = 0;
        for c in self.0.chars() {
            // A variation selector goes with the character that it follows.
            if !is_selector(c) {
                number += 1;
            }
            if count > 1 && number == 1 || count > 2 && number == count {
                shown.push(c);
            } else if !is_selector(c) {
                shown.push('*');
            }
        }
        shown
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mask())
    }
}

impl Serialize for PersonName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PersonName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// The dots that keyboards, cards and old systems write between the parts of a name.
pub(crate) fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '･' | '‧' | '∙' | '⋅' | '．' | '\u{0387}')
}

/// Digits of any script. 〇 is a numeral to Unicode and a character to people who bear it.
fn is_digit(c: char) -> bool {
    c.is_numeric() && c != '〇'
}

/// Marks, controls and invisible characters. The selectors and the joiners belong to the spelling of some names.
fn is_mark(c: char) -> bool {
    match c {
        '\u{200C}' | '\u{200D}' | '々' | '〆' | '〇' => false,
        '\u{FF00}'..='\u{FFEF}' | '\u{00A1}'..='\u{00BF}' => !c.is_alphabetic() && c != DOT,
        '×'
        | '÷'
        | '\u{2000}'..='\u{2BFF}'
        | '\u{3000}'..='\u{303F}'
        | '\u{FE10}'..='\u{FE1F}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FEFF}'
        | '\u{FFF0}'..='\u{FFFF}' => true,
        _ => c.is_control() || c.is_ascii_punctuation(),
    }
}

/// Variation selectors choose the shape of the character before them.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_printable(mark: char) -> bool {
    !mark.is_control()
        && !matches!(mark, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn name(typed: &str) -> PersonName {
        PersonName::parse(typed).unwrap()
    }

    #[test]
    fn names_are_kept_character_for_character() {
        for typed in [
            "王",
            "王小明",
            "欧阳建明",
            "𠮷田",
            "䶮",
            "武〇",
            "买买提·吐尔逊",
            "葛\u{E0101}洪",
            "\u{E863}",
            "Anna",
            "བསྟན་འཛིན",
        ] {
            assert_eq!(name(typed).as_str(), typed);
        }
        assert_eq!(name("\u{3000}王小明 ").as_str(), "王小明", "cards pad names with blanks");
    }

    #[test]
    fn all_middle_dots_become_one() {
        for dot in ['·', '•', '・', '･', '‧', '∙', '⋅', '．'] {
            assert_eq!(name(&format!("买买提{dot}吐尔逊")).as_str(), "买买提·吐尔逊", "{dot:?}");
        }
    }

    #[test]
    fn a_name_has_at_most_thirty_characters() {
        assert!(PersonName::parse(&"𠮷".repeat(30)).is_ok());
        assert_eq!(PersonName::parse(&"𠮷".repeat(31)), Err(NameFault::TooLong { found: 31 }));
        assert!(PersonName::parse(&"葛\u{E0101}".repeat(30)).is_ok(), "a selector is no character of its own");
    }

    #[test]
    fn digits_blanks_and_marks_are_refused() {
        for (typed, fault) in [
            ("", NameFault::Empty),
            (" \t", NameFault::Empty),
            ("王2明", NameFault::DigitOrSpace),
            ("王２明", NameFault::DigitOrSpace),
            ("王 明", NameFault::DigitOrSpace),
            ("王\u{3000}明", NameFault::DigitOrSpace),
            ("王\n明", NameFault::DigitOrSpace),
            ("王\u{7}明", NameFault::Mark { mark: '\u{7}' }),
            ("王?明", NameFault::Mark { mark: '?' }),
            ("王？明", NameFault::Mark { mark: '？' }),
            ("王*", NameFault::Mark { mark: '*' }),
            ("王\u{FFFD}", NameFault::Mark { mark: '\u{FFFD}' }),
            ("王\u{200B}明", NameFault::Mark { mark: '\u{200B}' }),
            ("王（小）", NameFault::Mark { mark: '（' }),
            ("王、明", NameFault::Mark { mark: '、' }),
            ("=王明", NameFault::Mark { mark: '=' }),
            ("·吐尔逊", NameFault::StrayDot),
            ("买买提·", NameFault::StrayDot),
            ("买买提··吐尔逊", NameFault::StrayDot),
        ] {
            assert_eq!(PersonName::parse(typed), Err(fault), "{typed:?}");
        }
        assert_eq!(NameFault::DigitOrSpace.text().zh, "姓名中有数字或空格，请核对");
    }

    #[test]
    fn public_lists_show_the_first_and_the_last_character_at_most() {
        for (full, masked) in [
            ("王", "*"),
            ("王明", "王*"),
            ("王小明", "王*明"),
            ("欧阳建明", "欧**明"),
            ("买买提·吐尔逊", "买*****逊"),
            ("𠮷小䶮", "𠮷*䶮"),
            ("葛\u{E0101}洪", "葛\u{E0101}*"),
            ("王葛\u{E0101}明", "王*明"),
        ] {
            assert_eq!(name(full).mask(), masked, "{full}");
            assert_eq!(format!("{:?}", name(full)), masked, "debug output shows no name");
        }
    }

    #[test]
    fn names_cross_json_as_checked_strings() {
        assert_eq!(serde_json::to_string(&name("王小明")).unwrap(), r#""王小明""#);
        assert!(serde_json::from_str::<PersonName>(r#""王2""#).is_err());
    }

    proptest! {
        #[test]
        fn a_parsed_name_parses_to_itself(typed in ".{0,40}") {
            if let Ok(parsed) = PersonName::parse(&typed) {
                prop_assert_eq!(PersonName::parse(parsed.as_str()), Ok(parsed.clone()));
                prop_assert!(parsed.mask().contains('*'));
            }
        }
    }
}
