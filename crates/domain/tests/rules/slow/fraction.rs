//! Exact fractions: nothing is ever rounded until it becomes whole fen.

use std::iter::Sum;
use std::ops::{Add, Div, Mul, Sub};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    pub const ZERO: Self = Self { over: 0, under: 1 };
    pub const ONE: Self = Self { over: 1, under: 1 };

    pub fn new(over: i128, under: i128) -> Self {
        let divisor = common(over.abs(), under.abs()).max(1) * under.signum();
        Self { over: over / divisor, under: under / divisor }
    }

    pub fn whole(value: i64) -> Self {
        Self { over: value.into(), under: 1 }
    }

    pub fn thousandths(value: i64) -> Self {
        Self::new(value.into(), 1000)
    }

    pub fn is_zero(self) -> bool {
        self.over == 0
    }

    pub fn floor(self) -> i64 {
        self.over.div_euclid(self.under).try_into().unwrap()
    }

    /// What lies above the whole part.
    pub fn rest(self) -> Self {
        self - Self::whole(self.floor())
    }

    /// Whole fen by the named rule; never of a negative amount.
    pub fn fen(self, rounding: &str) -> i64 {
        let (floor, rest) = (self.floor(), self.rest());
        let half = Self::new(1, 2);
        match rounding {
            "down-to-yuan" => floor.div_euclid(100) * 100,
            "half-even" if rest == half => floor + floor % 2,
            "half-up" | "half-even" => floor + i64::from(rest >= half),
            other => panic!("no rounding {other}"),
        }
    }
}

fn common(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common(b, a % b) }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (*self - *other).over.cmp(&0)
    }
}

// Overflow panics in a debug build: a case too large for this arithmetic fails loudly.
impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let divisor = common(self.under, other.under);
        let (mine, theirs) = (other.under / divisor, self.under / divisor);
        Self::new(self.over * mine + other.over * theirs, self.under * mine)
    }
}

impl Sub for Fraction {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Self { over: -other.over, under: other.under }
    }
}

impl Mul for Fraction {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let (a, b) = (Self::new(self.over, other.under), Self::new(other.over, self.under));
        Self::new(a.over * b.over, a.under * b.under)
    }
}

impl Div for Fraction {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let upside_down = Self::new(other.under, other.over);
        Self::mul(self, upside_down)
    }
}

impl Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

#[test]
fn fractions_are_exact() {
    let third = Fraction::new(1, 3);
    assert_eq!(third + third + third, Fraction::ONE);
    assert_eq!(Fraction::new(-6, -4), Fraction::new(3, 2));
    assert!(Fraction::new(1, 3) < Fraction::new(334, 1000));
    for (over, half_up, half_even, down) in [(2005, 201, 200, 200), (2015, 202, 202, 200), (1999, 200, 200, 100)] {
        let amount = Fraction::new(over, 10);
        let rounded = ["half-up", "half-even", "down-to-yuan"].map(|rounding| amount.fen(rounding));
        assert_eq!(rounded, [half_up, half_even, down], "{over} tenths of a fen");
    }
}
