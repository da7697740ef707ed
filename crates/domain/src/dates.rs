//! Dates as clerks type them.
//!
//! A typed date is read in one way only or refused with the reason; it is never repaired.

use crate::identity::half_width;
use crate::text::Text;
use chrono::{Datelike, Days, NaiveDate};

/// Nobody in the books is born before this year.
pub const EARLIEST_BIRTH_YEAR: i32 = 1880;
/// Other dates stand in these years; anything else is a slip of the keyboard.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// What is wrong with a typed date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// Nothing was typed.
    #[error("no date")]
    Empty,
    /// None of the accepted forms.
    #[error("not in an accepted form")]
    Form,
    /// The month is not between 1 and 12.
    #[error("no month {month}")]
    NoSuchMonth {
        /// The month as typed.
        month: u32,
    },
    /// The month never has that day.
    #[error("no day {day} in month {month}")]
    NoSuchDay {
        /// The month as typed.
        month: u32,
        /// The day as typed.
        day: u32,
    },
    /// 29 February of a year that has none.
    #[error("{year} has no 29 February")]
    NotALeapYear {
        /// The year as typed.
        year: i32,
    },
    /// A year that cannot be meant.
    #[error("year {year} is out of range")]
    Year {
        /// The year as typed.
        year: i32,
    },
    /// A birth after today.
    #[error("birth date is after today")]
    BornInFuture,
}

impl DateFault {
    /// The sentence under the field.
    pub fn text(&self) -> Text {
        match *self {
            Self::Empty => Text::new("请输入日期", "Enter a date."),
            Self::Form => Text::new(
                "日期请按年月日输入 8 位数字，例如 19620315",
                "Type the date as 8 digits, year month day, such as 19620315.",
            ),
            Self::NoSuchMonth { month } => Text::new(format!("没有 {month} 月"), format!("There is no month {month}.")),
            Self::NoSuchDay { month, day } => {
                Text::new(format!("没有 {month} 月 {day} 日"), format!("There is no day {day} in month {month}."))
            }
            Self::NotALeapYear { year } => {
                Text::new(format!("{year} 年没有 2 月 29 日"), format!("There is no 29 February in {year}."))
            }
            Self::Year { year } => {
                Text::new(format!("年份 {year} 不对，请核对"), format!("Year {year} cannot be right; please check."))
            }
            Self::BornInFuture => Text::new("出生日期晚于今天，请核对", "The birth date is after today; please check."),
        }
    }
}

/// A real date, or which part of it is not.
pub(crate) fn date(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateFault> {
    if !(1..=12).contains(&month) {
        return Err(DateFault::NoSuchMonth { month });
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or({
        if (month, day) == (2, 29) { DateFault::NotALeapYear { year } } else { DateFault::NoSuchDay { month, day } }
    })
}

/// A birth date: `19620315`, `620315`, or with separators `1962-03-15`.
///
/// Six digits mean the latest such date that is not after today.
pub fn parse_birth(typed: &str, today: NaiveDate) -> Result<NaiveDate, DateFault> {
    let typed = cleaned(typed);
    let (year, month, day) = match digits(&typed) {
        Some((number, 6)) => {
            let (short_year, month, day) = split(number);
            let year = today.year().div_euclid(100) * 100 + short_year;
            let is_past = (year, month, day) <= (today.year(), today.month(), today.day());
            (if is_past { year } else { year - 100 }, month, day)
        }
        _ => whole_date(&typed)?,
    };
    if year < EARLIEST_BIRTH_YEAR {
        return Err(DateFault::Year { year });
    }
    let birth = date(year, month, day)?;
    if birth > today { Err(DateFault::BornInFuture) } else { Ok(birth) }
}

/// Any other date: `20261008`, `1008` in the shown year, `.` for today, `-1` for yesterday and so on up to `-99`, or
/// with separators `2026-10-08`.
pub fn parse_date(typed: &str, shown_year: i32, today: NaiveDate) -> Result<NaiveDate, DateFault> {
    let typed = cleaned(typed);
    if typed == "." || typed == "。" {
        return Ok(today);
    }
    if let Some((days, 1 | 2)) = typed.strip_prefix('-').and_then(digits) {
        return today.checked_sub_days(Days::new(days.into())).ok_or(DateFault::Form);
    }
    let (year, month, day) = match digits(&typed) {
        Some((number, 4)) => {
            let (_, month, day) = split(number);
            (shown_year, month, day)
        }
        _ => whole_date(&typed)?,
    };
    if YEARS.contains(&year) { date(year, month, day) } else { Err(DateFault::Year { year }) }
}

/// A day as it stands in a sentence. Tables have `2026-11-22`.
pub fn in_words(day: NaiveDate) -> Text {
    Text::new(format!("{} 年 {} 月 {} 日", day.year(), day.month(), day.day()), day.format("%-d %B %Y").to_string())
}

/// Half-width, without blanks.
fn cleaned(typed: &str) -> String {
    typed.chars().map(half_width).filter(|c| !c.is_whitespace()).collect()
}

/// Eight digits, or three numbers between separators with the year first and in full.
fn whole_date(cleaned: &str) -> Result<(i32, u32, u32), DateFault> {
    if cleaned.is_empty() {
        return Err(DateFault::Empty);
    }
    if let Some((number, 8)) = digits(cleaned) {
        return Ok(split(number));
    }
    let plain = cleaned.strip_suffix('日').unwrap_or(cleaned);
    let mut parts = plain.split(['-', '/', '.', '年', '月']).map(digits);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Some((year, 4))), Some(Some((month, 1 | 2))), Some(Some((day, 1 | 2))), None) => {
            Ok((i32::try_from(year).map_err(|_| DateFault::Form)?, month, day))
        }
        _ => Err(DateFault::Form),
    }
}

/// A number of one to eight digits and how many digits it was typed with.
fn digits(text: &str) -> Option<(u32, usize)> {
    let is_number = (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten().map(|number| (number, text.len()))
}

/// Year, month and day of a number such as 19620315.
fn split(number: u32) -> (i32, u32, u32) {
    let year = i32::try_from(number / 10_000).unwrap_or(i32::MAX);
    (year, number / 100 % 100, number % 100)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_in_a_sentence_is_written_out() {
        let words = in_words(day("2026-03-09"));
        assert_eq!((&*words.zh, &*words.en), ("2026 年 3 月 9 日", "9 March 2026"));
    }

    #[test]
    fn birth_dates_are_typed_in_eight_or_six_digits_or_with_separators() {
        let today = day("2026-10-08");
        for (typed, expected) in [
            ("19620315", "1962-03-15"),
            ("１９６２０３１５", "1962-03-15"),
            (" 1962 0315 ", "1962-03-15"),
            ("1962-03-15", "1962-03-15"),
            ("1962-3-5", "1962-03-05"),
            ("1962/3/15", "1962-03-15"),
            ("1962.03.15", "1962-03-15"),
            ("1962年3月15日", "1962-03-15"),
            ("18800101", "1880-01-01"),
            ("20000229", "2000-02-29"),
            ("20261008", "2026-10-08"),
        ] {
            assert_eq!(parse_birth(typed, today), Ok(day(expected)), "{typed:?}");
        }
    }

    #[test]
    fn six_digits_mean_the_latest_such_birth_up_to_today() {
        let today = day("2026-10-08");
        for (typed, expected) in [
            ("620315", "1962-03-15"),
            ("000229", "2000-02-29"),
            ("261008", "2026-10-08"),
            ("261009", "1926-10-09"),
            ("270101", "1927-01-01"),
        ] {
            assert_eq!(parse_birth(typed, today), Ok(day(expected)), "{typed}");
        }
    }

    #[test]
    fn a_birth_that_cannot_be_is_refused_with_the_reason() {
        let today = day("2026-10-08");
        for (typed, fault) in [
            ("", DateFault::Empty),
            ("  ", DateFault::Empty),
            ("19620230", DateFault::NoSuchDay { month: 2, day: 30 }),
            ("620230", DateFault::NoSuchDay { month: 2, day: 30 }),
            ("19620431", DateFault::NoSuchDay { month: 4, day: 31 }),
            ("19620400", DateFault::NoSuchDay { month: 4, day: 0 }),
            ("19630229", DateFault::NotALeapYear { year: 1963 }),
            ("19000229", DateFault::NotALeapYear { year: 1900 }),
            ("19621301", DateFault::NoSuchMonth { month: 13 }),
            ("19620001", DateFault::NoSuchMonth { month: 0 }),
            ("18791231", DateFault::Year { year: 1879 }),
            ("20261009", DateFault::BornInFuture),
            ("1962031", DateFault::Form),
            ("0315", DateFault::Form),
            ("62-03-15", DateFault::Form),
            ("1962-03-15-1", DateFault::Form),
            ("1962年", DateFault::Form),
            ("二月三十", DateFault::Form),
            ("1962031a", DateFault::Form),
            (".", DateFault::Form),
            ("-1", DateFault::Form),
        ] {
            assert_eq!(parse_birth(typed, today), Err(fault), "{typed:?}");
        }
    }

    #[test]
    fn other_dates_have_short_forms() {
        let today = day("2027-01-01");
        for (typed, expected) in [
            (".", "2027-01-01"),
            ("．", "2027-01-01"),
            ("。", "2027-01-01"),
            ("-1", "2026-12-31"),
            ("－1", "2026-12-31"),
            ("-0", "2027-01-01"),
            ("-99", "2026-09-24"),
            ("1008", "2026-10-08"),
            ("20271008", "2027-10-08"),
            ("2027-10-08", "2027-10-08"),
            ("19000101", "1900-01-01"),
            ("21991231", "2199-12-31"),
        ] {
            assert_eq!(parse_date(typed, 2026, today), Ok(day(expected)), "{typed:?}");
        }
        assert_eq!(parse_date("0229", 2028, today), Ok(day("2028-02-29")));
    }

    #[test]
    fn a_date_in_no_form_is_refused() {
        let today = day("2027-01-01");
        for (typed, fault) in [
            ("", DateFault::Empty),
            ("0229", DateFault::NotALeapYear { year: 2026 }),
            ("0230", DateFault::NoSuchDay { month: 2, day: 30 }),
            ("1301", DateFault::NoSuchMonth { month: 13 }),
            ("18991231", DateFault::Year { year: 1899 }),
            ("22000101", DateFault::Year { year: 2200 }),
            ("620315", DateFault::Form),
            ("-", DateFault::Form),
            ("-100", DateFault::Form),
            ("--1", DateFault::Form),
            ("..", DateFault::Form),
            ("108", DateFault::Form),
        ] {
            assert_eq!(parse_date(typed, 2026, today), Err(fault), "{typed:?}");
        }
    }

    #[test]
    fn the_sentence_names_the_day_that_does_not_exist() {
        assert_eq!(DateFault::NoSuchDay { month: 2, day: 30 }.text().zh, "没有 2 月 30 日");
        assert_eq!(DateFault::NotALeapYear { year: 1963 }.text().zh, "1963 年没有 2 月 29 日");
    }

    proptest! {
        #[test]
        fn nothing_typed_can_break_the_reading(typed in ".{0,12}", year in 1900..2200) {
            let today = day("2026-10-08");
            let _ = parse_birth(&typed, today);
            let _ = parse_date(&typed, year, today);
        }

        #[test]
        fn every_day_is_read_back_from_its_digits(offset in 0_u64..100_000) {
            let date = day("1900-01-01") + Days::new(offset);
            prop_assert_eq!(parse_date(&date.format("%Y%m%d").to_string(), 2026, date), Ok(date));
            prop_assert_eq!(parse_birth(&date.to_string(), date), Ok(date));
        }
    }
}
