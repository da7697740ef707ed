//! A person's totals of the benefit year.
//!
//! A settlement changes them by a difference and a reversal takes that difference back, so a year replayed from its
//! bills comes out the same.

use crate::money::Money;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Amounts and counts by name. A name that is absent counts as nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Accumulators {
    /// Amounts, such as `basic.paid`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub amounts: BTreeMap<String, Money>,
    /// Counts, such as `stays.township`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<String, i64>,
}

/// The accumulator names of a layer.
pub mod accumulator {
    /// What the layer paid in the year.
    pub fn paid(layer: &str) -> String {
        format!("{layer}.paid")
    }

    /// What the layer paid in the year under ceilings with an account of their own.
    pub fn paid_within(layer: &str, scope: &str) -> String {
        format!("{layer}.paid.{scope}")
    }

    /// What entered the layer's base in the year.
    pub fn base(layer: &str) -> String {
        format!("{layer}.base")
    }

    /// What the layer's deductible took in the year.
    pub fn deductible(layer: &str) -> String {
        format!("{layer}.deductible")
    }

    /// Stays of the year in a tier.
    pub fn stays(tier: &str) -> String {
        format!("stays.{tier}")
    }
}

impl Accumulators {
    /// An amount.
    pub fn amount(&self, name: &str) -> Money {
        self.amounts.get(name).copied().unwrap_or_default()
    }

    /// A count.
    pub fn count(&self, name: &str) -> i64 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// Adds to an amount. What comes to nothing is left out, so that equal totals have equal bytes.
    pub fn add_amount(&mut self, name: String, amount: Money) {
        let sum = self.amount(&name) + amount;
        if sum.is_zero() {
            self.amounts.remove(&name);
        } else {
            self.amounts.insert(name, sum);
        }
    }

    /// Adds to a count.
    pub fn add_count(&mut self, name: String, count: i64) {
        let sum = self.count(&name).saturating_add(count);
        if sum == 0 {
            self.counts.remove(&name);
        } else {
            self.counts.insert(name, sum);
        }
    }

    /// These totals with a difference added.
    #[must_use]
    pub fn plus(mut self, difference: &Self) -> Self {
        for (name, amount) in &difference.amounts {
            self.add_amount(name.clone(), *amount);
        }
        for (name, count) in &difference.counts {
            self.add_count(name.clone(), *count);
        }
        self
    }

    /// These totals with a difference taken back.
    #[must_use]
    pub fn minus(mut self, difference: &Self) -> Self {
        for (name, amount) in &difference.amounts {
            self.add_amount(name.clone(), -*amount);
        }
        for (name, count) in &difference.counts {
            self.add_count(name.clone(), -*count);
        }
        self
    }
}
