//! The books of a household: every settlement that stands. Whatever a rule asks of the past is counted from them anew,
//! so nothing can be forgotten, counted twice, or left behind by a reversal.

use super::county::{Span, Visit};

/// What an earlier settlement did.
#[derive(Debug, Clone)]
pub struct Entry {
    pub who: usize,
    pub day: i64,
    pub tier: &'static str,
    pub facility: &'static str,
    pub episode: Option<&'static str>,
    pub hospital: &'static str,
    pub in_bed: bool,
    /// It opened a stay in a bed.
    pub admission: bool,
    /// What was left to pay under a fixed price, if there was one.
    pub under_price: i64,
    /// What counted under limits of a stay, by their kinds of charge.
    pub under_limits: Vec<(Vec<&'static str>, i64)>,
    pub layers: Vec<LayerEntry>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayerEntry {
    /// Number of the terms that held, from 1.
    pub terms: Option<usize>,
    /// What was offered.
    pub base: i64,
    /// What of it counted: none if no terms held, and nothing above a ceiling on the cost.
    pub counted: i64,
    pub deductible: i64,
    pub line: i64,
    pub paid: i64,
    pub above_ceiling: i64,
    pub basis: &'static str,
    pub claimed: bool,
    /// Accounts of their own under which it counts: whether on the cost, and the name.
    pub accounts: Vec<(bool, &'static str)>,
}

#[derive(Debug, Clone, Default)]
pub struct Books {
    pub entries: Vec<Option<Entry>>,
}

/// Whose entries of when.
#[derive(Debug, Clone, Copy)]
pub struct Over {
    pub who: usize,
    pub household: bool,
    pub day: i64,
    pub span: Span,
}

impl Books {
    fn standing(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten()
    }

    /// Entries of a span before this bill; a stay has none before it.
    fn over(&self, over: Over) -> impl Iterator<Item = &Entry> {
        self.standing().filter(move |entry| {
            let same = match over.span {
                Span::Day | Span::Stay => false,
                Span::Month => month(entry.day) == month(over.day),
                Span::Quarter => (month(entry.day)).div_euclid(3) == month(over.day).div_euclid(3),
                Span::Year => true,
            };
            same && (over.household || entry.who == over.who)
        })
    }

    /// The sum of an amount of a layer over a span.
    pub fn sum(&self, over: Over, layer: usize, amount: impl Fn(&LayerEntry) -> i64) -> i64 {
        self.over(over).map(|entry| amount(&entry.layers[layer])).sum()
    }

    /// What a layer's deductible took in one facility in the year.
    pub fn deductible_in(&self, over: Over, layer: usize, facility: &str) -> i64 {
        let there = self.over(Over { span: Span::Year, ..over }).filter(|entry| entry.facility == facility);
        there.map(|entry| entry.layers[layer].deductible).sum()
    }

    /// What a layer's deductible took from earlier parts of an episode of a person.
    pub fn deductible_of_episode(&self, who: usize, layer: usize, episode: &str) -> i64 {
        let parts = self.standing().filter(|entry| entry.who == who && entry.episode == Some(episode));
        parts.map(|entry| entry.layers[layer].deductible).sum()
    }

    /// The sum over what was settled of the stay that a visit goes on with: the same episode in the same hospital.
    pub fn in_stay(&self, visit: &Visit, amount: impl Fn(&Entry) -> i64) -> i64 {
        let Some((episode, _, "interim")) = visit.episode else { return 0 };
        let same = |entry: &&Entry| {
            entry.who == visit.who && entry.episode == Some(episode) && entry.hospital == visit.hospital()
        };
        self.standing().filter(same).map(amount).sum()
    }

    /// Whether nobody of the books lay in a bed for this episode of the person.
    pub fn opens(&self, visit: &Visit) -> bool {
        let Some((episode, ..)) = visit.episode else { return true };
        !self.standing().any(|entry| entry.who == visit.who && entry.in_bed && entry.episode == Some(episode))
    }

    /// Which admission a visit is, from 1, among those of a tier or all; a further part of a stay belongs to the last.
    pub fn admission(&self, visit: &Visit, tier: Option<&str>) -> i64 {
        let counts =
            |entry: &&Entry| entry.who == visit.who && entry.admission && tier.is_none_or(|tier| entry.tier == tier);
        let earlier: i64 = self.standing().filter(counts).count().try_into().unwrap();
        if self.opens(visit) { earlier + 1 } else { earlier.max(1) }
    }
}

/// Months since the beginning of 2026.
fn month(day: i64) -> i64 {
    use chrono::Datelike as _;
    let date = super::text::date(day);
    i64::from(date.year() - 2026) * 12 + i64::from(date.month0())
}
