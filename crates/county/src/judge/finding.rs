//! What the judge finds of an entry, and how that is said in the feed.

use nonghe_domain::adjudicate::{Accumulators, Figures};
use nonghe_domain::{PersonId, SettlementId, Text};
use nonghe_protocol::FeedItem;
use nonghe_protocol::feed::{Verdict, YearStanding};

/// What the county finds of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Checked; the figures agree.
    Accepted,
    /// The county comes to other figures.
    Adjusted(Box<Adjusted>),
    /// It cannot be judged yet.
    Held {
        /// What it waits for.
        waits_for: WaitsFor,
        /// Which one.
        what: String,
    },
    /// It does not count.
    Refused(Text),
}

/// Both figures of a settlement that do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjusted {
    /// Which settlement.
    pub settlement: SettlementId,
    /// The centre's figures.
    pub centre: Figures,
    /// The county's.
    pub county: Figures,
    /// What the county added to the totals.
    pub difference: Accumulators,
}

/// What a held entry waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// A program that knows the kind.
    Kind,
    /// The body, which was erased.
    Body,
    /// A pack.
    Pack,
    /// An attachment.
    Attachment,
    /// The settlement that it reverses.
    Settlement,
    /// The registration of the person or household that it speaks of.
    Registry,
    /// Another version of this program, because this one failed at it.
    Repair,
}

impl WaitsFor {
    /// As the database names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Body => "body",
            Self::Pack => "pack",
            Self::Attachment => "attachment",
            Self::Settlement => "settlement",
            Self::Registry => "registry",
            Self::Repair => "repair",
        }
    }
}

impl Finding {
    /// Held for something.
    pub fn held(waits_for: WaitsFor, what: impl Into<String>) -> Self {
        Self::Held { waits_for, what: what.into() }
    }

    /// Refused for a reason.
    pub fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused(Text::new(zh, en))
    }

    /// As the database and the metrics name it.
    pub fn verdict(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Adjusted(_) => "adjusted",
            Self::Held { .. } => "held",
            Self::Refused(_) => "refused",
        }
    }

    /// Why it was refused.
    pub fn reason(&self) -> Option<&Text> {
        match self {
            Self::Refused(reason) => Some(reason),
            _ => None,
        }
    }
}

/// A body of a known kind that is not what the kind should be.
pub fn unreadable() -> Finding {
    Finding::refused(
        "县里读不懂这条记录的内容，没有计入。请致电县医保局",
        "The county cannot read this record, and it was not counted. Please call the county office.",
    )
}

/// A person's totals after an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Whose.
    pub person: PersonId,
    /// Benefit year.
    pub year: i32,
    /// The totals.
    pub accumulators: Accumulators,
}

/// An entry and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which entry.
    pub seq: u64,
    /// The last entry of the device that the totals include.
    pub as_of_seq: u64,
    /// What was found.
    pub finding: Finding,
    /// Totals that the device must be told, because it cannot come to them by itself.
    pub totals: Option<Totals>,
}

impl Found {
    /// A finding without totals.
    pub fn new(seq: u64, finding: Finding) -> Self {
        Self { seq, as_of_seq: seq, finding, totals: None }
    }
}

/// What the device is told about entries in their order. Accepted neighbours are one disposition.
pub fn items(founds: &[Found]) -> Vec<FeedItem> {
    let mut items = Vec::new();
    for found in founds {
        let standing = found.totals.as_ref().map(|totals| YearStanding {
            person: totals.person,
            year: totals.year,
            accumulators: totals.accumulators.clone(),
            as_of_seq: found.as_of_seq,
        });
        match (&found.finding, standing) {
            (Finding::Adjusted(adjusted), Some(standing)) => items.push(FeedItem::Adjustment {
                seq: found.seq,
                settlement: adjusted.settlement,
                centre: adjusted.centre.clone(),
                county: adjusted.county.clone(),
                difference: adjusted.difference.clone(),
                standing,
            }),
            (finding, standing) => {
                let verdict = match finding {
                    Finding::Accepted | Finding::Adjusted(_) => Verdict::Accepted,
                    Finding::Held { .. } => Verdict::Held,
                    Finding::Refused(reason) => Verdict::Refused { reason: reason.clone() },
                };
                push_disposition(&mut items, found.seq, verdict);
                items.extend(standing.map(FeedItem::Standing));
            }
        }
    }
    items
}

fn push_disposition(items: &mut Vec<FeedItem>, seq: u64, verdict: Verdict) {
    if let Some(FeedItem::Disposition { to_seq, verdict: last, .. }) = items.last_mut()
        && *last == verdict
        && *last == Verdict::Accepted
        && to_seq.checked_add(1) == Some(seq)
    {
        *to_seq = seq;
        return;
    }
    items.push(FeedItem::Disposition { from_seq: seq, to_seq: seq, verdict });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(founds: &[Found]) -> Vec<(u64, u64, &'static str)> {
        items(founds)
            .iter()
            .filter_map(|item| match item {
                FeedItem::Disposition { from_seq, to_seq, verdict } => Some((
                    *from_seq,
                    *to_seq,
                    match verdict {
                        Verdict::Accepted => "accepted",
                        Verdict::Held => "held",
                        Verdict::Refused { .. } => "refused",
                    },
                )),
                FeedItem::Standing(_) => Some((0, 0, "standing")),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn accepted_neighbours_are_one_disposition() {
        let accepted = |seq| Found::new(seq, Finding::Accepted);
        let held = |seq| Found::new(seq, Finding::held(WaitsFor::Pack, "p"));
        let refused = |seq| Found::new(seq, Finding::refused("否", "no"));
        assert_eq!(ranges(&[accepted(1), accepted(2), accepted(3)]), [(1, 3, "accepted")]);
        assert_eq!(
            ranges(&[accepted(1), held(2), held(3), accepted(4), refused(5), accepted(6), accepted(7)]),
            [
                (1, 1, "accepted"),
                (2, 2, "held"),
                (3, 3, "held"),
                (4, 4, "accepted"),
                (5, 5, "refused"),
                (6, 7, "accepted")
            ]
        );
        assert_eq!(ranges(&[accepted(4), accepted(9)]), [(4, 4, "accepted"), (9, 9, "accepted")]);
        assert_eq!(ranges(&[]), []);
    }

    #[test]
    fn totals_follow_the_disposition_that_they_belong_to() {
        let mut second = Found::new(2, Finding::Accepted);
        second.totals =
            Some(Totals { person: PersonId::from_random([1; 16]), year: 2026, accumulators: Accumulators::default() });
        let founds = [Found::new(1, Finding::Accepted), second, Found::new(3, Finding::Accepted)];
        assert_eq!(ranges(&founds), [(1, 2, "accepted"), (0, 0, "standing"), (3, 3, "accepted")]);
    }
}
