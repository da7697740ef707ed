//! How good a passphrase of a device is, in words.
//!
//! An estimate of what a guesser must try, in bits, from length and kinds of characters. It errs towards weak: the
//! key file may be copied, and then only the passphrase stands before the data.

use crate::views::{PassphraseStrength, PassphraseView};
use nonghe_domain::Text;
use std::collections::BTreeSet;

/// The fewest characters.
const LENGTH_MIN: usize = 10;
const FAIR_BITS: u32 = 40;
const STRONG_BITS: u32 = 64;
/// What guessers try first, in small letters.
const GUESSED: [&str; 12] =
    ["1234", "4321", "abcd", "qwer", "asdf", "1qaz", "password", "admin", "nonghe", "111", "000", "888"];

/// How good a passphrase is.
pub fn passphrase_view(typed: &str) -> PassphraseView {
    let weak = |fault: Text| PassphraseView { strength: PassphraseStrength::Weak, text: fault, usable: false };
    let length = typed.chars().count();
    if typed.chars().any(char::is_control) || typed.trim() != typed {
        return weak(Text::new(
            "口令首尾不能有空格，也不能有看不见的字符",
            "No blanks at either end and no invisible characters, please.",
        ));
    }
    if length < LENGTH_MIN {
        return weak(Text::new(
            format!("太短：至少 {LENGTH_MIN} 个字符，现在 {length} 个"),
            format!("Too short: at least {LENGTH_MIN} characters, {length} so far."),
        ));
    }
    let bits = bits(typed);
    if bits < FAIR_BITS {
        return weak(Text::new(
            "太容易猜：再长一些，不要用连号、生日或常用词",
            "Too easy to guess: make it longer, without sequences, birthdays or common words.",
        ));
    }
    if bits < STRONG_BITS {
        let text = Text::new("可以用；再加一两个词更好", "Usable; another word or two would be better.");
        return PassphraseView { strength: PassphraseStrength::Fair, text, usable: true };
    }
    let text = Text::new("很好", "Very good.");
    PassphraseView { strength: PassphraseStrength::Strong, text, usable: true }
}

fn bits(typed: &str) -> u32 {
    let of_kind = |is: fn(&char) -> bool| typed.chars().any(|character| is(&character));
    let mut each = 0;
    if of_kind(char::is_ascii_digit) {
        each += 3;
    }
    if of_kind(char::is_ascii_lowercase) || of_kind(char::is_ascii_uppercase) {
        each = each.max(2) + 2;
    }
    if of_kind(char::is_ascii_lowercase) && of_kind(char::is_ascii_uppercase) {
        each += 1;
    }
    if typed.chars().any(|character| !character.is_alphanumeric()) {
        each += 1;
    }
    if !typed.is_ascii() {
        each += 5;
    }
    let distinct: BTreeSet<char> = typed.chars().collect();
    // A character that comes again and again adds little.
    let counted = typed.chars().count().min(distinct.len() * 2);
    let small = typed.to_lowercase();
    let guessed: usize = GUESSED.iter().map(|part| small.matches(part).count() * part.len()).sum();
    each * u32::try_from(counted.saturating_sub(guessed)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_weak_fair_or_strong_by_what_a_guesser_must_try() {
        let rows = [
            ("", PassphraseStrength::Weak),
            ("a quiet r", PassphraseStrength::Weak),
            (" quiet rivers run", PassphraseStrength::Weak),
            ("quiet\trivers run", PassphraseStrength::Weak),
            ("19680412196", PassphraseStrength::Weak),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", PassphraseStrength::Weak),
            ("password1234", PassphraseStrength::Weak),
            ("1234567890123456", PassphraseStrength::Weak),
            ("qwertyuiop", PassphraseStrength::Weak),
            ("槐树镇卫生院收费窗口", PassphraseStrength::Fair),
            ("willowgate", PassphraseStrength::Fair),
            ("seven quiet rivers", PassphraseStrength::Strong),
            ("Liu7-gu8-Huai3-shu9", PassphraseStrength::Strong),
        ];
        for (typed, expected) in rows {
            let found = passphrase_view(typed);
            assert_eq!(found.strength, expected, "{typed:?}");
            assert_eq!(found.usable, expected != PassphraseStrength::Weak, "{typed:?}");
        }
    }
}
