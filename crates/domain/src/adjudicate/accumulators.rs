//! A person's totals of the benefit year.
//!
//! A settlement changes them by a difference and a reversal takes that difference back, so a year replayed from its
//! bills comes out the same.

use crate::money::Money;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Amounts and counts by name. A name that is absent counts as nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    use chrono::{Datelike as _, NaiveDate};

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

    /// What entered the base under cost ceilings with an account of their own.
    pub fn base_within(layer: &str, scope: &str) -> String {
        format!("{layer}.base.{scope}")
    }

    /// What the layer's deductible took in the year.
    pub fn deductible(layer: &str) -> String {
        format!("{layer}.deductible")
    }

    /// The deductible lines that were charged in the year.
    pub fn line(layer: &str) -> String {
        format!("{layer}.line")
    }

    /// Stays of the year in a tier.
    pub fn stays(tier: &str) -> String {
        format!("{STAYS}{tier}")
    }

    /// Visits of the year in a tier.
    pub fn visits(tier: &str) -> String {
        format!("visits.{tier}")
    }

    /// What all counts of stays begin with.
    pub const STAYS: &str = "stays.";

    /// The part of a name that falls into a month.
    pub fn in_month(name: &str, date: NaiveDate) -> String {
        format!("{name}@{:04}-{:02}", date.year(), date.month())
    }

    /// The part of a name that falls into a quarter.
    pub fn in_quarter(name: &str, date: NaiveDate) -> String {
        format!("{name}@{:04}-q{}", date.year(), date.month0() / 3 + 1)
    }

    /// The part of a name in one facility.
    pub fn in_facility(name: &str, facility: &str) -> String {
        format!("{name}@facility:{facility}")
    }

    /// The part of a name in one episode.
    pub fn in_episode(name: &str, episode: &str) -> String {
        format!("{name}@episode:{episode}")
    }

    /// The part of a name in one stay: what the parts of an episode came to in one hospital.
    pub fn in_stay(name: &str, hospital: &str, episode: &str) -> String {
        in_episode(&format!("{name}@stay:{hospital}"), episode)
    }

    /// How many parts of an episode in a bed were settled.
    pub fn parts(episode: &str) -> String {
        in_episode("parts", episode)
    }

    /// What counted under a limit per stay of these kinds of charge.
    pub fn kind_limit(kinds: &[String]) -> String {
        format!("kind-limit:{}", kinds.join("+"))
    }

    /// What a fixed price left to patient and funds.
    pub const FIXED_PRICE: &str = "fixed-price";

    /// The household's sum of a name.
    pub fn of_household(name: &str) -> String {
        format!("{HOUSEHOLD}{name}")
    }

    /// What all sums of a household begin with.
    pub const HOUSEHOLD: &str = "household:";
}

impl Accumulators {
    /// An amount.
    pub fn amount(&self, name: &str) -> Money {
        self.amounts.get(name).copied().unwrap_or_default()
    }

    /// The totals as rules that count a household see them: the person's own, and the sums of all members' amounts.
    ///
    /// The sums are never part of a difference, so they follow the members' totals whatever is reversed.
    #[must_use]
    pub fn with_household<'a>(&self, members: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut totals = self.clone();
        for member in members {
            for (name, amount) in &member.amounts {
                totals.add_amount(accumulator::of_household(name), *amount);
            }
        }
        totals
    }

    /// What belongs to one episode, for a part of it that is settled in the next year.
    #[must_use]
    pub fn of_episode(&self, episode: &str) -> Self {
        let ending = accumulator::in_episode("", episode);
        let mut kept = self.clone();
        kept.amounts.retain(|name, _| name.ends_with(&ending));
        kept.counts.retain(|name, _| name.ends_with(&ending));
        kept
    }

    /// How many admissions the year has had.
    pub fn admissions(&self) -> i64 {
        let stays = self.counts.range(accumulator::STAYS.to_owned()..);
        let counts = stays.take_while(|(name, _)| name.starts_with(accumulator::STAYS)).map(|(_, count)| *count);
        counts.fold(0, i64::saturating_add)
    }

    /// A count.
    pub fn count(&self, name: &str) -> i64 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// Adds to an amount. What comes to nothing is left out, so that equal totals have equal bytes.
    pub fn add_amount(&mut self, name: String, amount: Money) {
        if amount.is_zero() {
            return;
        }
        match self.amounts.entry(name) {
            Entry::Vacant(place) => {
                place.insert(amount);
            }
            Entry::Occupied(mut place) => {
                *place.get_mut() += amount;
                if place.get().is_zero() {
                    place.remove();
                }
            }
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
            self.add_count(name.clone(), count.saturating_neg());
        }
        self
    }
}
