//! What the judge finds of an entry, and how that is said in the feed.

use super::year::Change;
use chrono::NaiveDate;
use nonghe_domain::adjudicate::{Accumulators, Figures};
use nonghe_domain::{PaymentId, PersonId, SettlementId, Text};
use nonghe_protocol::FeedItem;
use nonghe_protocol::feed::{Counts, Verdict, YearStanding};
use std::collections::BTreeMap;

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
    /// Why it was decided again, if it was.
    pub because: Option<Text>,
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
    /// The payment that it gives back.
    Payment,
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
            Self::Payment => "payment",
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
            // Only the totals are others: the money is not.
            Self::Adjusted(adjusted) if adjusted.centre == adjusted.county => "accepted",
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
    /// Totals that the device must be told, because it cannot come to them by itself: the person's first, then those
    /// of the household where the pack counts it.
    pub totals: Vec<Totals>,
    /// Other settlements that it changed, of this device and of others.
    pub changes: Vec<Change>,
    /// Enrolments whose benefits begin on another day than the device told.
    pub benefits: Vec<Benefits>,
    /// Enrolments that count for something else than their device assumes, of this device and of others.
    pub enrolments: Vec<Enrolment>,
}

/// What an enrolment counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolment {
    /// The device that took the payment.
    pub device: i32,
    /// The payment.
    pub payment: PaymentId,
    /// Whose.
    pub person: PersonId,
    /// What it counts for.
    pub counts: Counts,
    /// Benefit year and first day of benefits, where the device may know another one.
    pub begins: Option<(i32, NaiveDate)>,
    /// The payment's entry, if it was refused for this alone and is accepted now.
    pub accepted: Option<u64>,
}

/// From when benefits of an enrolment run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Benefits {
    /// Whose.
    pub person: PersonId,
    /// Benefit year.
    pub year: i32,
    /// First day.
    pub from: NaiveDate,
}

impl Found {
    /// A finding without totals.
    pub fn new(seq: u64, finding: Finding) -> Self {
        Self {
            seq,
            as_of_seq: seq,
            finding,
            totals: Vec::new(),
            changes: Vec::new(),
            benefits: Vec::new(),
            enrolments: Vec::new(),
        }
    }
}

impl Enrolment {
    fn items(&self) -> impl Iterator<Item = FeedItem> {
        let accepted =
            self.accepted.map(|seq| FeedItem::Disposition { from_seq: seq, to_seq: seq, verdict: Verdict::Accepted });
        let Self { payment, person, counts, begins, .. } = *self;
        let begins = begins.map(|(year, from)| FeedItem::Benefits { person, year, from });
        std::iter::once(FeedItem::Enrolment { payment, person, counts }).chain(begins).chain(accepted)
    }
}

impl Adjusted {
    fn item(&self, seq: u64, standing: YearStanding) -> FeedItem {
        FeedItem::Adjustment {
            seq,
            settlement: self.settlement,
            centre: self.centre.clone(),
            county: self.county.clone(),
            difference: self.difference.clone(),
            standing,
            because: self.because.clone(),
        }
    }
}

impl Totals {
    fn as_of(&self, seq: u64) -> YearStanding {
        YearStanding { person: self.person, year: self.year, accumulators: self.accumulators.clone(), as_of_seq: seq }
    }
}

/// What a device is told about its entries in their order. Accepted neighbours are one disposition.
pub fn items(device: i32, founds: &[Found]) -> Vec<FeedItem> {
    let mut items = Vec::new();
    for found in founds {
        let changes: Vec<&Change> = found.changes.iter().filter(|change| change.device == device).collect();
        let mut totals = found.totals.iter();
        match &found.finding {
            Finding::Adjusted(adjusted) if let Some(own) = totals.next() => {
                items.push(adjusted.item(found.seq, own.as_of(found.as_of_seq)));
            }
            Finding::Accepted | Finding::Adjusted(_) => push_disposition(&mut items, found.seq, Verdict::Accepted),
            Finding::Held { .. } => push_disposition(&mut items, found.seq, Verdict::Held),
            Finding::Refused(reason) => {
                push_disposition(&mut items, found.seq, Verdict::Refused { reason: reason.clone() });
            }
        }
        items.extend(found.benefits.iter().map(|Benefits { person, year, from }| FeedItem::Benefits {
            person: *person,
            year: *year,
            from: *from,
        }));
        items.extend(found.enrolments.iter().filter(|enrolment| enrolment.device == device).flat_map(Enrolment::items));
        // An adjustment that follows tells the totals itself.
        let told = |totals: &&Totals| changes.iter().all(|change| change.totals.person != totals.person);
        items.extend(totals.filter(told).map(|totals| FeedItem::Standing(totals.as_of(found.as_of_seq))));
        items.extend(changes.into_iter().map(|change| change.item(found.as_of_seq)));
    }
    items
}

/// What other devices must be told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Elsewhere<'a> {
    enrolments: Vec<&'a Enrolment>,
    changes: Vec<&'a Change>,
}

impl Elsewhere<'_> {
    /// The items for a device whose entries up to a sequence number are in the county's totals.
    pub fn items(&self, as_of_seq: u64) -> Vec<FeedItem> {
        let enrolments = self.enrolments.iter().flat_map(|enrolment| enrolment.items());
        enrolments.chain(self.changes.iter().map(|change| change.item(as_of_seq))).collect()
    }
}

/// What was changed of devices other than the one that is told anyway, in its order.
pub fn elsewhere(own: Option<i32>, founds: &[Found]) -> BTreeMap<i32, Elsewhere<'_>> {
    let mut elsewhere: BTreeMap<i32, Elsewhere<'_>> = BTreeMap::new();
    for found in founds {
        for enrolment in found.enrolments.iter().filter(|enrolment| Some(enrolment.device) != own) {
            elsewhere.entry(enrolment.device).or_default().enrolments.push(enrolment);
        }
        for change in found.changes.iter().filter(|change| Some(change.device) != own) {
            elsewhere.entry(change.device).or_default().changes.push(change);
        }
    }
    elsewhere
}

impl Change {
    /// What the device that settled is told, if the totals include its entries up to a sequence number.
    fn item(&self, as_of_seq: u64) -> FeedItem {
        self.adjusted.item(self.seq, self.totals.as_of(as_of_seq))
    }
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
    use nonghe_domain::Money;

    const DEVICE: i32 = 3;

    fn ranges(founds: &[Found]) -> Vec<(u64, u64, &'static str)> {
        items(DEVICE, founds)
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
                FeedItem::Adjustment { seq, standing, .. } => Some((*seq, standing.as_of_seq, "adjustment")),
                FeedItem::Benefits { .. } => Some((0, 0, "benefits")),
                FeedItem::Enrolment { .. } | FeedItem::Notice { .. } => None,
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

    fn totals(person: u8) -> Totals {
        let person = PersonId::from_random([person; 16]);
        Totals { person, year: 2026, accumulators: Accumulators::default() }
    }

    #[test]
    fn totals_follow_the_disposition_that_they_belong_to() {
        let mut second = Found::new(2, Finding::Accepted);
        second.totals = vec![totals(1)];
        let founds = [Found::new(1, Finding::Accepted), second, Found::new(3, Finding::Accepted)];
        assert_eq!(ranges(&founds), [(1, 2, "accepted"), (0, 0, "standing"), (3, 3, "accepted")]);
    }

    #[test]
    fn changed_settlements_follow_with_the_totals_and_those_of_other_devices_go_there() {
        let figures = Figures { total: Money::ZERO, covered: Money::ZERO, paid: BTreeMap::new(), you_pay: Money::ZERO };
        let change = |device, seq, person| Change {
            device,
            seq,
            totals: totals(person),
            adjusted: Adjusted {
                settlement: SettlementId::from_random([9; 16]),
                centre: figures.clone(),
                county: figures.clone(),
                difference: Accumulators::default(),
                because: None,
            },
        };
        let mut reversal = Found::new(7, Finding::Accepted);
        reversal.totals = vec![totals(1), totals(2)];
        reversal.changes = vec![change(DEVICE, 4, 1), change(8, 4, 2), change(DEVICE, 5, 1)];
        let founds = [reversal];
        let expected = [(7, 7, "accepted"), (0, 0, "standing"), (4, 7, "adjustment"), (5, 7, "adjustment")];
        assert_eq!(ranges(&founds), expected, "the totals of the second person are told by no adjustment here");
        let elsewhere = elsewhere(Some(DEVICE), &founds);
        assert_eq!(elsewhere.keys().collect::<Vec<_>>(), [&8]);
        assert_eq!(elsewhere[&8].changes, [&founds[0].changes[1]]);
    }
}
