//! Amounts in the capital numerals that banks require on receipts.
//!
//! The words state the same amount as the figure beside them, to the fen, and leave no gap in which a digit could be
//! added: they begin right after 人民币 and close with 整 unless they reach 分.
//!
//! 零 is written
//! - once for any run of zeros between two other digits of the yuan, except where the run ends just before a full
//!   group (10 7000 is 壹拾万柒仟, as it is spoken);
//! - between 元 and 角 if the yuan end in zero (1680.32, 100000.50), where the bank rule leaves the choice;
//! - between 元 and 分 if there is no 角 (16409.02).
//!
//! Amounts below one yuan begin with their first digit: 伍角整, 伍分.

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
/// Places above the ones, the largest first. 万 and 亿 count in groups, so what stands before them is a number itself.
const PLACES: [(u64, char); 5] = [(100_000_000, '亿'), (10_000, '万'), (1_000, '仟'), (100, '佰'), (10, '拾')];

/// An amount of fen in capital numerals: `人民币壹仟肆佰零玖元伍角整`.
pub fn in_words(fen: i64) -> String {
    let mut out = String::from("人民币");
    if fen < 0 {
        out.push('负');
    }
    let size = fen.unsigned_abs();
    let (yuan, jiao, fen) = (size / 100, size / 10 % 10, size % 10);
    if yuan > 0 || size == 0 {
        push_integer(&mut out, yuan);
        out.push('元');
    }
    let has_gap = match (jiao, fen) {
        (0, 0) => false,
        (0, _) => true,
        _ => yuan % 10 == 0,
    };
    if yuan > 0 && has_gap {
        out.push('零');
    }
    if jiao > 0 {
        push_digit(&mut out, jiao);
        out.push('角');
    }
    if fen > 0 {
        push_digit(&mut out, fen);
        out.push('分');
    } else {
        out.push('整');
    }
    out
}

fn push_integer(out: &mut String, number: u64) {
    if number < 10 {
        push_digit(out, number);
        return;
    }
    let Some(&(unit, name)) = PLACES.iter().find(|(unit, _)| number >= *unit) else {
        return;
    };
    push_integer(out, number / unit);
    out.push(name);
    let rest = number % unit;
    if rest > 0 {
        if rest < unit / 10 {
            out.push('零');
        }
        push_integer(out, rest);
    }
}

fn push_digit(out: &mut String, digit: u64) {
    out.extend(usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads words back by adding up what each unit multiplies, which knows nothing of how they are written.
    fn fen_of_words(words: &str) -> Option<i128> {
        let words = words.strip_prefix("人民币")?;
        let (sign, words) = words.strip_prefix('负').map_or((1, words), |rest| (-1, rest));
        let (mut total, mut integer, mut section, mut digit) = (0, 0, 0, 0);
        for c in words.chars() {
            match c {
                '零' | '整' => {}
                '拾' => section += std::mem::take(&mut digit) * 10,
                '佰' => section += std::mem::take(&mut digit) * 100,
                '仟' => section += std::mem::take(&mut digit) * 1_000,
                '万' => {
                    integer += (std::mem::take(&mut section) + std::mem::take(&mut digit)) * 10_000;
                }
                '亿' => {
                    integer = (integer + std::mem::take(&mut section) + std::mem::take(&mut digit)) * 100_000_000;
                }
                '元' => {
                    total += (integer + std::mem::take(&mut section) + std::mem::take(&mut digit)) * 100;
                }
                '角' => total += std::mem::take(&mut digit) * 10,
                '分' => total += std::mem::take(&mut digit),
                other => {
                    digit = i128::try_from(DIGITS.iter().position(|known| *known == other)?).ok()?;
                }
            }
        }
        Some(sign * total)
    }

    #[test]
    fn words_follow_the_bank_rules() {
        for (fen, words) in [
            (0, "人民币零元整"),
            (5, "人民币伍分"),
            (50, "人民币伍角整"),
            (55, "人民币伍角伍分"),
            (200_000, "人民币贰仟元整"),
            (140_950, "人民币壹仟肆佰零玖元伍角整"),
            (600_714, "人民币陆仟零柒元壹角肆分"),
            (168_032, "人民币壹仟陆佰捌拾元零叁角贰分"),
            (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
            (10_000_050, "人民币壹拾万元零伍角整"),
            (10_700_053, "人民币壹拾万柒仟元零伍角叁分"),
            (10_070_000, "人民币壹拾万零柒佰元整"),
            (100, "人民币壹元整"),
            (1_000, "人民币壹拾元整"),
            (101, "人民币壹元零壹分"),
            (1_001, "人民币壹拾元零壹分"),
            (131_000, "人民币壹仟叁佰壹拾元整"),
            (10_000_500_000, "人民币壹亿零伍仟元整"),
            (100_050_000_000, "人民币壹拾亿零伍拾万元整"),
            (100_000_000_000_000, "人民币壹万亿元整"),
            (99_999_999_999_999, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ] {
            assert_eq!(in_words(fen), words, "{fen} fen");
        }
    }

    #[test]
    fn an_amount_paid_back_says_so_before_its_digits() {
        assert_eq!(in_words(-140_950), "人民币负壹仟肆佰零玖元伍角整");
        assert_eq!(in_words(-5), "人民币负伍分");
    }

    #[test]
    fn the_ends_of_the_range_have_words() {
        for fen in [i64::MIN, i64::MAX] {
            assert_eq!(fen_of_words(&in_words(fen)), Some(i128::from(fen)));
        }
    }

    proptest! {
        #[test]
        fn words_state_the_amount(fen in any::<i64>(), small in -100_000_000_i64..100_000_000) {
            for fen in [fen, small] {
                prop_assert_eq!(fen_of_words(&in_words(fen)), Some(i128::from(fen)));
            }
        }

        #[test]
        fn no_words_have_two_zeros_in_a_row_or_a_gap_at_the_start(fen in 1_i64..10_000_000_000) {
            let words = in_words(fen);
            prop_assert!(!words.contains("零零") && !words.starts_with("人民币零"), "{}", words);
            prop_assert!(!words.contains("零元") && !words.contains("零万") && !words.contains("零整"), "{}", words);
        }
    }
}
