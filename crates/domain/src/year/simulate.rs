//! A year of bills under a draft: what each fund pays more or less, and who wins and who loses.
//!
//! A tally holds sums and a few biggest changes, never the bills, so that a county's year fits in it. Tallies of parts
//! of a year added together are the tally of the whole, whatever the parts and their order.

use super::outturn::{ComparedBill, Pair};
use crate::adjudicate::Refusal;
use crate::money::Money;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// How many of the biggest changes are kept in each direction.
pub const BIGGEST: usize = 10;
/// Starts of the groups by size of the bill, in yuan.
pub const SIZES: [i64; 5] = [0, 100, 1_000, 5_000, 20_000];

/// What a year of bills comes to under two packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Households of the file.
    pub households: u64,
    /// People of the file.
    pub people: u64,
    /// All bills together.
    pub all: Group,
    /// By category of the person on the day of discharge; `""` for none. A bill of a person with two counts twice.
    pub by_category: BTreeMap<String, Group>,
    /// By tier of the facility.
    pub by_tier: BTreeMap<String, Group>,
    /// By total charges: the place in [`SIZES`].
    pub by_size: BTreeMap<usize, Group>,
    /// Households by what they bear in the year.
    pub changed_households: Changes,
    /// People by what they bear in the year.
    pub changed_people: Changes,
    /// Households whose burden passes a line.
    pub burden: Burden,
    /// Bills in which no fund takes part, by the first reason; `""` where a later event left none.
    pub refused: Pair<BTreeMap<String, u64>>,
    /// Charges of items that the catalogue does not list.
    pub unlisted: Pair<u64>,
}

/// Sums over some bills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Group {
    /// How many.
    pub bills: u64,
    /// Total charges.
    pub total: Money,
    /// What each layer pays, in the order of its pack.
    pub paid: Pair<Vec<Money>>,
    /// What patients bear.
    pub you_pay: Pair<Money>,
    /// Bills of which the patient bears less under the second pack.
    pub better: u64,
    /// Bills of which the patient bears more.
    pub worse: u64,
}

/// Who bears less or more under the second pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Changes {
    /// Who bears less.
    pub better: Movers,
    /// Who bears more.
    pub worse: Movers,
    /// Who bears the same.
    pub same: u64,
}

/// Those whose burden changes in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Movers {
    /// How many.
    pub count: u64,
    /// By how much, all together; never negative.
    pub sum: Money,
    /// The biggest changes, the biggest first.
    pub biggest: Vec<Mover>,
}

/// One whose burden changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mover {
    /// Who, as the caller names them.
    pub name: String,
    /// The line of the file.
    pub line: u64,
    /// What they bear in the year.
    pub you_pay: Pair<Money>,
}

impl Mover {
    /// What they bear more under the second pack.
    pub fn change(&self) -> Money {
        self.you_pay.after - self.you_pay.before
    }
}

/// Households whose burden passes a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Burden {
    /// The line: more than this in the year.
    pub over: Money,
    /// How many.
    pub count: Pair<u64>,
    /// Under the second pack only.
    pub new: u64,
    /// Under the first pack only.
    pub relieved: u64,
    /// The biggest burdens under the second pack.
    pub biggest: Vec<Mover>,
}

/// A household's bills as they are added to a tally.
#[derive(Debug, Clone, Copy)]
pub struct Household<'a> {
    /// How lists name it.
    pub name: &'a str,
    /// How lists name its people, in the order of the case.
    pub people: &'a [String],
    /// The line of the file.
    pub line: u64,
    /// Its bills.
    pub bills: &'a [ComparedBill],
}

impl Tally {
    /// An empty tally; an alert for households that bear more than `burden`.
    pub fn new(burden: Money) -> Self {
        Self {
            households: 0,
            people: 0,
            all: Group::default(),
            by_category: BTreeMap::new(),
            by_tier: BTreeMap::new(),
            by_size: BTreeMap::new(),
            changed_households: Changes::default(),
            changed_people: Changes::default(),
            burden: Burden { over: burden, count: Pair::default(), new: 0, relieved: 0, biggest: Vec::new() },
            refused: Pair::default(),
            unlisted: Pair::default(),
        }
    }

    /// Adds a household. Gives back what it bears in the year, for lists of those who pass the line.
    pub fn add(&mut self, household: &Household<'_>) -> Pair<Money> {
        self.households += 1;
        self.people += u64::try_from(household.people.len()).unwrap_or_default();
        let mut of_people = vec![Pair::<Money>::default(); household.people.len()];
        let mut of_household = Pair::<Money>::default();
        for bill in household.bills {
            self.add_bill(bill);
            let you_pay = Pair { before: bill.outturn.before.you_pay, after: bill.outturn.after.you_pay };
            if let Some(person) = of_people.get_mut(bill.outturn.before.person) {
                person.add(you_pay);
            }
            of_household.add(you_pay);
        }
        let mover = |name: &str, you_pay| Mover { name: name.to_owned(), line: household.line, you_pay };
        self.changed_households.add(mover(household.name, of_household));
        for (name, you_pay) in household.people.iter().zip(of_people) {
            self.changed_people.add(mover(name, you_pay));
        }
        self.burden.add(mover(household.name, of_household));
        of_household
    }

    fn add_bill(&mut self, bill: &ComparedBill) {
        self.all.add_bill(bill);
        if bill.categories.is_empty() {
            group(&mut self.by_category, "").add_bill(bill);
        }
        for category in &bill.categories {
            group(&mut self.by_category, category).add_bill(bill);
        }
        group(&mut self.by_tier, &bill.tier).add_bill(bill);
        self.by_size.entry(size_of(bill.outturn.before.total)).or_default().add_bill(bill);
        let Pair { before, after } = &bill.outturn;
        let sides = [(before, &mut self.refused.before), (after, &mut self.refused.after)];
        for (outturn, refused) in sides.into_iter().filter(|(outturn, _)| !outturn.covered) {
            let reason = outturn.refusal.as_ref().map_or("", Refusal::code);
            *refused.entry(reason.to_owned()).or_default() += 1;
        }
        self.unlisted.before += before.unlisted;
        self.unlisted.after += after.unlisted;
    }

    /// Adds the tally of another part of the year.
    pub fn merge(&mut self, other: Self) {
        self.households += other.households;
        self.people += other.people;
        self.all.merge(&other.all);
        merge_groups(&mut self.by_category, other.by_category);
        merge_groups(&mut self.by_tier, other.by_tier);
        merge_groups(&mut self.by_size, other.by_size);
        self.changed_households.merge(other.changed_households);
        self.changed_people.merge(other.changed_people);
        self.burden.merge(other.burden);
        for (sums, others) in
            [(&mut self.refused.before, other.refused.before), (&mut self.refused.after, other.refused.after)]
        {
            for (reason, count) in others {
                *sums.entry(reason).or_default() += count;
            }
        }
        self.unlisted.before += other.unlisted.before;
        self.unlisted.after += other.unlisted.after;
    }
}

/// The group of a size: the last start that the total reaches.
fn size_of(total: Money) -> usize {
    SIZES.iter().rposition(|start| total.fen() >= start * 100).unwrap_or_default()
}

fn group<'a>(groups: &'a mut BTreeMap<String, Group>, code: &str) -> &'a mut Group {
    if !groups.contains_key(code) {
        groups.insert(code.to_owned(), Group::default());
    }
    groups.entry(code.to_owned()).or_default()
}

fn merge_groups<K: Ord>(groups: &mut BTreeMap<K, Group>, others: BTreeMap<K, Group>) {
    for (key, other) in others {
        groups.entry(key).or_default().merge(&other);
    }
}

impl Pair<Money> {
    fn add(&mut self, other: Self) {
        self.before += other.before;
        self.after += other.after;
    }

    /// By how much the second is more than the first.
    pub fn change(&self) -> Money {
        self.after - self.before
    }
}

impl Group {
    fn add_bill(&mut self, bill: &ComparedBill) {
        let Pair { before, after } = &bill.outturn;
        self.bills += 1;
        self.total += before.total;
        add_all(&mut self.paid.before, &before.paid);
        add_all(&mut self.paid.after, &after.paid);
        self.you_pay.add(Pair { before: before.you_pay, after: after.you_pay });
        self.better += u64::from(bill.change().is_negative());
        self.worse += u64::from(bill.change() > Money::ZERO);
    }

    fn merge(&mut self, other: &Self) {
        self.bills += other.bills;
        self.total += other.total;
        add_all(&mut self.paid.before, &other.paid.before);
        add_all(&mut self.paid.after, &other.paid.after);
        self.you_pay.add(other.you_pay);
        self.better += other.better;
        self.worse += other.worse;
    }

    /// What all funds pay.
    pub fn funds(&self) -> Pair<Money> {
        Pair { before: self.paid.before.iter().sum(), after: self.paid.after.iter().sum() }
    }
}

fn add_all(sums: &mut Vec<Money>, amounts: &[Money]) {
    if sums.len() < amounts.len() {
        sums.resize(amounts.len(), Money::ZERO);
    }
    for (sum, amount) in sums.iter_mut().zip(amounts) {
        *sum += *amount;
    }
}

impl Changes {
    fn add(&mut self, mover: Mover) {
        let change = mover.change();
        if change.is_zero() {
            self.same += 1;
        } else if change.is_negative() {
            self.better.add(mover);
        } else {
            self.worse.add(mover);
        }
    }

    fn merge(&mut self, other: Self) {
        self.better.merge(other.better);
        self.worse.merge(other.worse);
        self.same += other.same;
    }
}

impl Movers {
    fn add(&mut self, mover: Mover) {
        self.count += 1;
        self.sum += size(mover.change());
        keep(&mut self.biggest, mover, Mover::change);
    }

    fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.sum += other.sum;
        for mover in other.biggest {
            keep(&mut self.biggest, mover, Mover::change);
        }
    }
}

impl Burden {
    fn add(&mut self, mover: Mover) {
        let passes = Pair { before: mover.you_pay.before > self.over, after: mover.you_pay.after > self.over };
        self.count.before += u64::from(passes.before);
        self.count.after += u64::from(passes.after);
        self.new += u64::from(passes.after && !passes.before);
        self.relieved += u64::from(passes.before && !passes.after);
        if passes.after {
            keep(&mut self.biggest, mover, |mover| mover.you_pay.after);
        }
    }

    fn merge(&mut self, other: Self) {
        self.count.before += other.count.before;
        self.count.after += other.count.after;
        self.new += other.new;
        self.relieved += other.relieved;
        for mover in other.biggest {
            keep(&mut self.biggest, mover, |mover| mover.you_pay.after);
        }
    }
}

fn size(change: Money) -> Money {
    if change.is_negative() { -change } else { change }
}

/// Keeps the biggest few. Equals stand in the order of the file, so that parts may come in any order.
fn keep(biggest: &mut Vec<Mover>, mover: Mover, by: fn(&Mover) -> Money) {
    let comes_before = |known: &Mover| {
        let order = size(by(&mover)).cmp(&size(by(known))).then(known.line.cmp(&mover.line));
        order.then_with(|| known.name.cmp(&mover.name)) == Ordering::Less
    };
    let place = biggest.partition_point(comes_before);
    if place < BIGGEST {
        biggest.insert(place, mover);
        biggest.truncate(BIGGEST);
    }
}

impl Refusal {
    /// Its name in files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PackDoesNotCover { .. } => "pack-does-not-cover",
            Self::NotEnrolled { .. } => "not-enrolled",
            Self::Waiting { .. } => "waiting",
            Self::DischargedBeforeAdmitted => "discharged-before-admitted",
            Self::NoCharges => "no-charges",
            Self::Fragment => "fragment",
            Self::CrossesYearEnd { .. } => "crosses-year-end",
            Self::AfterDeath { .. } => "after-death",
            Self::NotMember { .. } => "not-member",
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::year::outturn::Outturn;
    use proptest::prelude::*;

    fn outturn(paid: i64, you_pay: i64) -> Outturn {
        Outturn {
            id: "s".into(),
            person: 0,
            total: Money::from_fen(paid + you_pay).unwrap(),
            paid: vec![Money::from_fen(paid).unwrap()],
            you_pay: Money::from_fen(you_pay).unwrap(),
            covered: paid > 0,
            refusal: None,
            unlisted: 1,
        }
    }

    /// A bill of a total, of which the patient bears a part before and another after.
    fn bill(total: i64, before: i64, after: i64) -> ComparedBill {
        let share = |you_pay: i64| outturn(total - you_pay.min(total), you_pay.min(total));
        let categories = if total % 3 == 0 { vec!["poor".to_owned(), "old".to_owned()] } else { Vec::new() };
        ComparedBill {
            tier: ["township", "county"][usize::from(total % 2 == 0)].into(),
            discharged: chrono::NaiveDate::default(),
            categories,
            outturn: Pair { before: share(before), after: share(after) },
        }
    }

    fn tally(households: &[(u64, Vec<ComparedBill>)]) -> Tally {
        let mut tally = Tally::new(Money::from_fen(500_000).unwrap());
        for (line, bills) in households {
            let name = format!("H{line}");
            let people = [format!("{name}-1")];
            tally.add(&Household { name: &name, people: &people, line: *line, bills });
        }
        tally
    }

    fn households() -> impl Strategy<Value = Vec<(u64, Vec<ComparedBill>)>> {
        let bills = prop::collection::vec((0_i64..3_000_000, 0_i64..3_000_000, 0_i64..3_000_000), 0..4);
        let bills = bills.prop_map(|bills| bills.into_iter().map(|(total, a, b)| bill(total, a, b)).collect());
        prop::collection::vec(bills, 0..40).prop_map(|years: Vec<_>| (1..).zip(years).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_tally_of_parts_is_that_of_the_whole_in_any_order(
            all in households(),
            parts in prop::collection::vec(0_usize..4, 40),
            order in Just([0_usize, 1, 2, 3]).prop_shuffle(),
        ) {
            let mut sum = tally(&[]);
            for part in order {
                let own: Vec<_> = all.iter().zip(&parts).filter(|(_, of)| **of == part).map(|(one, _)| one.clone()).collect();
                sum.merge(tally(&own));
            }
            prop_assert_eq!(sum, tally(&all));
        }

        #[test]
        fn what_funds_and_patients_pay_is_the_total(all in households()) {
            let tally = tally(&all);
            for group in [&tally.all].into_iter().chain(tally.by_tier.values()).chain(tally.by_size.values()) {
                let funds = group.funds();
                prop_assert_eq!(funds.before + group.you_pay.before, group.total);
                prop_assert_eq!(funds.after + group.you_pay.after, group.total);
            }
            let Changes { better, worse, same } = &tally.changed_households;
            prop_assert_eq!(better.count + worse.count + same, tally.households);
            prop_assert_eq!(worse.sum - better.sum, tally.all.you_pay.change());
            let burden = &tally.burden;
            prop_assert_eq!(burden.count.before + burden.new, burden.count.after + burden.relieved);
        }

        #[test]
        fn the_biggest_are_the_biggest(all in households()) {
            let changes = tally(&all).changed_households;
            for movers in [changes.better, changes.worse] {
                let sizes: Vec<Money> = movers.biggest.iter().map(|mover| size(mover.change())).collect();
                prop_assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]));
                prop_assert_eq!(sizes.len() as u64, movers.count.min(BIGGEST as u64));
                let rest = movers.sum - sizes.iter().copied().sum::<Money>();
                let smallest = sizes.last().copied().unwrap_or_default();
                let others = u32::try_from(movers.count - sizes.len() as u64).unwrap();
                prop_assert!(rest <= smallest.times(others));
            }
        }
    }

    #[test]
    fn a_bill_belongs_to_the_size_that_it_reaches() {
        for (yuan, place) in [
            ("0.00", 0),
            ("99.99", 0),
            ("100.00", 1),
            ("999.99", 1),
            ("1000.00", 2),
            ("5000.00", 3),
            ("19999.99", 3),
            ("20000.00", 4),
        ] {
            assert_eq!(size_of(yuan.parse().unwrap()), place, "{yuan}");
        }
    }

    #[test]
    fn a_burden_passes_the_line_only_above_it() {
        for (fen, alerts) in [(500_000, 0), (500_001, 1)] {
            let tally = tally(&[(1, vec![bill(fen, fen, fen)])]);
            assert_eq!(tally.burden.count, Pair { before: alerts, after: alerts }, "{fen} fen");
        }
    }
}
