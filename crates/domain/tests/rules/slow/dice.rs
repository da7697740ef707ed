//! Choices from a row of random numbers.
//!
//! proptest draws the row and shortens it when a test fails. A row that has run out gives nothing but zeros, and zero
//! is always the plainest choice, so what is left of a failing case is small.

#[derive(Debug, Clone)]
pub struct Dice {
    row: Vec<u32>,
    at: usize,
}

impl Dice {
    pub fn of(row: Vec<u32>) -> Self {
        Self { row, at: 0 }
    }

    fn next(&mut self) -> u32 {
        self.at += 1;
        self.row.get(self.at - 1).copied().unwrap_or(0)
    }

    /// 0 to one below the count.
    pub fn below(&mut self, count: i64) -> i64 {
        i64::from(self.next()) % count
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: i64) -> bool {
        self.below(times) == times - 1
    }

    pub fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(choices.len().try_into().unwrap())).unwrap()].clone()
    }

    pub fn some<T>(&mut self, times: i64, choose: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.once_in(times).then(|| choose(self))
    }

    /// At least the least, fewer than least and spread together.
    pub fn many<T>(&mut self, least: i64, spread: i64, mut choose: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = least + self.below(spread);
        (0..count).map(|_| choose(self)).collect()
    }

    /// Some of the choices, each as likely as not, in their order.
    pub fn subset<T: Clone>(&mut self, choices: &[T]) -> Vec<T> {
        choices.iter().filter(|_| self.once_in(2)).cloned().collect()
    }

    /// Fen below a most: whole yuan more often than not.
    pub fn fen(&mut self, below: i64) -> i64 {
        let fen = self.below(below);
        if self.once_in(3) { fen } else { fen / 100 * 100 }
    }

    /// Thousandths up to a most: multiples of fifty more often than not.
    pub fn thousandths(&mut self, most: i64) -> i64 {
        let rate = self.below(most + 1);
        if self.once_in(4) { rate } else { rate / 50 * 50 }
    }
}
