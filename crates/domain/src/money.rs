//! Exact amounts.
//!
//! Money is a decimal at scale 2 with a maximum; unit prices, quantities and rates have types of their own, so that
//! no one adds a price to an amount. There is no floating point here.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

/// What is wrong with an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a decimal number.
    #[error("not a decimal number")]
    NotANumber,
    /// More decimals than the type holds.
    #[error("more than {max} decimals")]
    TooPrecise {
        /// How many decimals are allowed.
        max: u32,
    },
    /// Outside the range of the type.
    #[error("amount out of range")]
    OutOfRange,
}

/// Chinese yuan, exact to the fen. Invariants: scale is 2, |value| ≤ [`Money::MAX_FEN`].
///
/// `rust_decimal` rounds silently near its own limit, hence the maximum: every sum or product of amounts within it
/// stays exact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The smallest amount.
    pub const FEN: Self = Self(1);
    /// The largest amount in fen: one thousand billion yuan, above any fund's year.
    pub const MAX_FEN: i64 = 100_000_000_000_000;

    /// An amount from integer fen.
    pub fn from_fen(fen: i64) -> Result<Self, MoneyError> {
        if fen.checked_abs().is_some_and(|size| size <= Self::MAX_FEN) {
            Ok(Self(fen))
        } else {
            Err(MoneyError::OutOfRange)
        }
    }

    /// An amount in whole yuan.
    pub fn from_yuan(yuan: i64) -> Result<Self, MoneyError> {
        yuan.checked_mul(100).ok_or(MoneyError::OutOfRange).and_then(Self::from_fen)
    }

    /// Integer fen, as stored.
    pub fn fen(self) -> i64 {
        self.0
    }

    /// The exact decimal, in yuan.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// An exact decimal that already has at most two decimals.
    pub fn from_decimal(value: Decimal) -> Result<Self, MoneyError> {
        let mut scaled = value.normalize();
        if scaled.scale() > 2 {
            return Err(MoneyError::TooPrecise { max: 2 });
        }
        scaled.rescale(2);
        i64::try_from(scaled.mantissa()).map_err(|_| MoneyError::OutOfRange).and_then(Self::from_fen)
    }

    /// An exact decimal, rounded once by the named rule.
    pub fn rounded(value: Decimal, rounding: Rounding) -> Result<Self, MoneyError> {
        let rounded = match rounding {
            Rounding::HalfUp => value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero),
            Rounding::HalfEven => value.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven),
            Rounding::DownToYuan => value.round_dp_with_strategy(0, RoundingStrategy::ToZero),
        };
        Self::from_decimal(rounded)
    }

    /// A share of an amount, cut down to the fen: for limits that must not be passed.
    #[must_use]
    pub fn share_down(self, rate: Rate) -> Self {
        let fen = (Decimal::from(self.0) * rate.decimal()).floor();
        i64::try_from(fen.mantissa()).map_or(self, Self)
    }

    /// An amount a number of times, within the range.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(count)).clamp(-Self::MAX_FEN, Self::MAX_FEN))
    }

    /// Whether nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether below nothing.
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The amount, or nothing if it is negative.
    #[must_use]
    pub fn or_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// A sum that must stay in range.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_add(other.0).ok_or(MoneyError::OutOfRange).and_then(Self::from_fen)
    }

    /// With thousands separators, as shown to people: `1,310.00`.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("−", rest));
        let (yuan, fen) = digits.split_once('.').unwrap_or((digits, "00"));
        let mut out = String::from(sign);
        for (i, digit) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        out.push('.');
        out.push_str(fen);
        out
    }
}

/// How an exact share becomes an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rounding {
    /// Half a fen goes up.
    #[default]
    HalfUp,
    /// Half a fen goes to the even fen.
    HalfEven,
    /// Down to whole yuan.
    DownToYuan,
}

// Amounts are bounded where they enter, so sums of a bill cannot overflow 64 bits; the saturating form makes that
// hold for hostile input too, and the engine checks its totals against the range.
impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Self> for Money {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        parse_plain(text).and_then(Self::from_decimal)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = String::deserialize(deserializer)?.parse();
        let most = Self(Self::MAX_FEN);
        read.map_err(|error| unreadable(error, format_args!("-{most} to {most}")))
    }
}

/// What a reader is told: where a number is out of range, which range that is.
fn unreadable<E: serde::de::Error>(error: MoneyError, range: fmt::Arguments<'_>) -> E {
    match error {
        MoneyError::OutOfRange => E::custom(format_args!("{error}: {range}")),
        _ => E::custom(error),
    }
}

/// Digits with an optional sign and point; no exponents, separators or blanks.
fn parse_plain(text: &str) -> Result<Decimal, MoneyError> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let plain = unsigned.starts_with(|c: char| c.is_ascii_digit())
        && unsigned.ends_with(|c: char| c.is_ascii_digit())
        && unsigned.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !plain || unsigned.len() > 24 {
        return Err(MoneyError::NotANumber);
    }
    Decimal::from_str_exact(text).map_err(|_| MoneyError::NotANumber)
}

macro_rules! scaled_decimal {
    ($(#[$doc:meta])* $name:ident, $scale:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Decimal);

        impl $name {
            /// A value in range with few enough decimals, never negative.
            pub fn new(value: Decimal) -> Result<Self, MoneyError> {
                let value = value.normalize();
                if value.scale() > $scale {
                    return Err(MoneyError::TooPrecise { max: $scale });
                }
                if value.is_sign_negative() && !value.is_zero() || value > Decimal::from($max) {
                    return Err(MoneyError::OutOfRange);
                }
                Ok(Self(value))
            }

            /// The exact value.
            pub fn decimal(self) -> Decimal {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = MoneyError;
            fn from_str(text: &str) -> Result<Self, MoneyError> {
                parse_plain(text).and_then(Self::new)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let read = String::deserialize(deserializer)?.parse();
                read.map_err(|error| unreadable(error, format_args!("0 to {}", $max)))
            }
        }
    };
}

scaled_decimal!(
    /// Yuan for one unit of an item, up to six decimals.
    #[derive(Default)]
    UnitPrice, 6, 10_000_000
);
scaled_decimal!(
    /// How many units of an item, up to four decimals.
    #[derive(Default)]
    Quantity, 4, 1_000_000
);
scaled_decimal!(
    /// A share between 0 and 1, up to six decimals. Packs write it as a percentage.
    #[derive(Default)]
    Rate, 6, 1
);

scaled_decimal!(
    /// What a benefit is multiplied by, from 0 to 10. Packs write it as a percentage: `110%`.
    Factor, 6, 10
);

impl Default for Factor {
    fn default() -> Self {
        Self(Decimal::ONE)
    }
}

impl Factor {
    /// A factor written as a percentage, such as `110%`.
    pub fn from_percentage(text: &str) -> Result<Self, MoneyError> {
        let digits = text.strip_suffix('%').ok_or(MoneyError::NotANumber)?;
        Self::new(parse_plain(digits)? / Decimal::ONE_HUNDRED)
    }

    /// As a percentage for people: `110%`.
    pub fn percent(self) -> String {
        format!("{}%", (self.0 * Decimal::ONE_HUNDRED).normalize())
    }

    /// Whether it changes nothing.
    pub fn is_one(self) -> bool {
        self.0 == Decimal::ONE
    }
}

impl Rate {
    /// The whole.
    pub const ONE: Self = Self(Decimal::ONE);

    /// A rate written as a percentage, such as `85%`.
    pub fn from_percentage(text: &str) -> Result<Self, MoneyError> {
        let digits = text.strip_suffix('%').ok_or(MoneyError::NotANumber)?;
        Self::new(parse_plain(digits)? / Decimal::ONE_HUNDRED)
    }

    /// As a percentage for people: `85%`.
    pub fn percent(self) -> String {
        format!("{}%", (self.0 * Decimal::ONE_HUNDRED).normalize())
    }
}

impl UnitPrice {
    /// What a quantity costs: the exact product, rounded once.
    ///
    /// The peer that pays 19.00 for 19.99 truncates here.
    pub fn times(self, quantity: Quantity, rounding: Rounding) -> Result<Money, MoneyError> {
        let product = self.0.checked_mul(quantity.0).ok_or(MoneyError::OutOfRange)?;
        Money::rounded(product, rounding)
    }
}

/// In JSON and TOML every number is a text, so that no reader makes a float of it.
#[cfg(feature = "schema")]
mod schema {
    use super::{Factor, Money, Quantity, Rate, UnitPrice};
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use std::borrow::Cow;

    macro_rules! decimal_text {
        ($($name:ident, $pattern:literal, $says:literal;)*) => {$(
            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }
                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "string", "pattern": $pattern, "description": $says })
                }
            }
        )*};
    }
    decimal_text! {
        Money, "^-?[0-9]+(\\.[0-9]{1,2})?$", "Yuan, at most two decimals.";
        UnitPrice, "^[0-9]+(\\.[0-9]{1,6})?$", "Yuan for one unit, at most six decimals.";
        Quantity, "^[0-9]+(\\.[0-9]{1,4})?$", "Units, at most four decimals.";
        Rate, "^(0(\\.[0-9]{1,6})?|1)$", "A share between 0 and 1.";
        Factor, "^[0-9]+(\\.[0-9]{1,6})?$", "A factor between 0 and 10.";
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn one_unit_at_nineteen_ninety_nine_costs_nineteen_ninety_nine() {
        let price: UnitPrice = "19.99".parse().unwrap();
        assert_eq!(price.times("1".parse().unwrap(), Rounding::HalfUp).unwrap(), money("19.99"));
    }

    #[test]
    fn amounts_keep_two_decimals_and_refuse_more() {
        for (text, expected) in [("0", "0.00"), ("-0.05", "-0.05"), ("1310", "1310.00"), ("2.5", "2.50")] {
            assert_eq!(money(text).to_string(), expected, "{text}");
        }
        for text in ["", ".", "1.", ".5", "1e3", "1,000.00", " 1", "0.001", "１", "NaN", "--1"] {
            assert!(text.parse::<Money>().is_err(), "{text:?} is not an amount");
        }
    }

    #[test]
    fn an_amount_is_written_in_at_most_twenty_four_characters() {
        let padded = |zeros: usize| format!("{}1.50", "0".repeat(zeros)).parse::<Money>();
        assert_eq!(padded(19), Ok(money("1.50")), "23 characters");
        assert_eq!(padded(20), Ok(money("1.50")), "24 characters");
        assert_eq!(padded(21), Err(MoneyError::NotANumber), "25 characters");
    }

    #[test]
    fn whole_yuan_are_a_hundred_fen_and_below_nothing_is_negative() {
        assert_eq!(Money::from_yuan(210), Ok(money("210.00")));
        assert_eq!(Money::from_yuan(i64::MAX), Err(MoneyError::OutOfRange));
        let signs = ["-0.01", "0.00", "0.01"].map(|text| money(text).is_negative());
        assert_eq!(signs, [true, false, false]);
    }

    #[test]
    fn the_maximum_is_the_last_amount_in_range() {
        assert!(Money::from_fen(Money::MAX_FEN).is_ok());
        assert_eq!(Money::from_fen(Money::MAX_FEN + 1), Err(MoneyError::OutOfRange));
        assert_eq!(Money::from_fen(i64::MIN), Err(MoneyError::OutOfRange));
    }

    #[test]
    fn half_a_fen_goes_where_the_rule_says() {
        let half: Decimal = "0.125".parse().unwrap();
        assert_eq!(Money::rounded(half, Rounding::HalfUp).unwrap(), money("0.13"));
        assert_eq!(Money::rounded(half, Rounding::HalfEven).unwrap(), money("0.12"));
        assert_eq!(Money::rounded("9.99".parse().unwrap(), Rounding::DownToYuan).unwrap(), money("9.00"));
    }

    #[test]
    fn thousands_are_grouped_for_people() {
        for (text, shown) in
            [("0.5", "0.50"), ("999.99", "999.99"), ("1310", "1,310.00"), ("-1234567.8", "−1,234,567.80")]
        {
            assert_eq!(money(text).grouped(), shown);
        }
    }
}
