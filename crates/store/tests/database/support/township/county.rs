//! The county of the township: it judges, corrects, and counts what hospitals elsewhere settled.

use super::super::{apply, page};
use super::{Settled, Township};
use nonghe_domain::adjudicate::Accumulators;
use nonghe_domain::{Money, PersonId, Text};
use nonghe_protocol::FeedItem;
use nonghe_protocol::feed::{Counts, Verdict, YearStanding};

impl Township {
    /// The county judges, corrects, and counts what hospitals elsewhere settled.
    pub fn county_speaks(&mut self) {
        let last = self.store.last_seq().unwrap();
        let mut items = Vec::new();
        for _ in 0..=self.random.below(3) {
            let seq = 1 + self.random.below(usize::try_from(last).unwrap()) as u64;
            let verdict = match self.random.below(5) {
                0 => Verdict::Held,
                1 => Verdict::Refused { reason: Text::new("重复参保", "Enrolled twice") },
                _ => Verdict::Accepted,
            };
            if matches!(verdict, Verdict::Refused { .. }) {
                // What the county refused counts for nothing.
                for settled in self.settled.iter_mut().filter(|settled| (seq..=seq + 2).contains(&settled.seq)) {
                    settled.difference = Accumulators::default();
                }
            }
            items.push(FeedItem::Disposition { from_seq: seq, to_seq: seq + 2, verdict });
        }
        if !self.settled.is_empty() {
            let at = self.random.below(self.settled.len());
            items.push(if self.random.below(2) == 0 { self.adjustment(at) } else { self.counted(at) });
        }
        if !self.people.is_empty() {
            let (person, _) = *self.random.pick(&self.people);
            items.push(FeedItem::Benefits { person, year: 2026, from: self.date });
        }
        if !self.paid.is_empty() {
            let counts = *self.random.pick(&[Counts::Enrolled, Counts::Double]);
            let (payment, person, _) = *self.random.pick(&self.paid);
            items.push(FeedItem::Enrolment { payment, person, counts });
        }
        items.push(FeedItem::Notice { text: Text::new("通知", "Notice") });
        let mut page = page(&self.store, &items);
        page.items.push(r#"{"item":"from-the-future","value":1}"#.into());
        page.judged_seq = last;
        apply(&mut self.store, &page).unwrap();
    }

    /// The county comes to other figures for a settlement.
    fn adjustment(&mut self, at: usize) -> FeedItem {
        let one = Money::from_yuan(1).unwrap();
        self.settled[at].difference.add_amount("basic.paid".into(), one);
        let Settled { seq, id: settlement, .. } = self.settled[at];
        let difference = self.settled[at].difference.clone();
        let figures = |you_pay| nonghe_domain::adjudicate::Figures {
            total: one,
            covered: one,
            paid: std::collections::BTreeMap::new(),
            you_pay,
        };
        // Said when it was judged, or later because something before it had changed; perhaps with the centre's figures.
        let again = self.random.below(2) == 0;
        let as_of_seq = if again { self.store.last_seq().unwrap() } else { seq };
        let because = again.then(|| Text::new("此前的一笔结算已红冲", "An earlier settlement was reversed"));
        let standing = self.standing_as_of(self.settled[at].person, as_of_seq);
        let (centre, county) = (figures(one), figures(if self.random.below(3) == 0 { one } else { Money::ZERO }));
        FeedItem::Adjustment { seq, settlement, centre, county, difference, standing, because }
    }

    fn counted(&mut self, at: usize) -> FeedItem {
        let (person, seq) = (self.settled[at].person, self.settled[at].seq);
        let elsewhere = self.outside.entry(person).or_default();
        elsewhere.add_amount("basic.paid".into(), Money::from_yuan(7).unwrap());
        // What the county had seen lies anywhere before now.
        let as_of = if self.random.below(2) == 0 { seq } else { seq - 1 };
        FeedItem::Standing(self.standing_as_of(person, as_of))
    }

    fn standing_as_of(&self, person: PersonId, as_of_seq: u64) -> YearStanding {
        let accumulators = self.total_of(person, as_of_seq);
        YearStanding { person, year: 2026, accumulators, as_of_seq }
    }

    /// A person's year by the model: elsewhere, and every settlement that stands.
    pub fn total_of(&self, person: PersonId, as_of_seq: u64) -> Accumulators {
        let standing = self.settled.iter().filter(|settled| {
            settled.person == person
                && settled.seq <= as_of_seq
                && settled.reversed_at.is_none_or(|reversed| reversed > as_of_seq)
        });
        let elsewhere = self.outside.get(&person).cloned().unwrap_or_default();
        standing.fold(elsewhere, |sum, settled| sum.plus(&settled.difference))
    }
}
