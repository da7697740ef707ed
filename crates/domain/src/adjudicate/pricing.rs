//! From charges to covered charges: outside the catalogue, above the limit, paid first.
//!
//! Each kind is summed exactly over the bill and rounded once, so that neither the order of the lines nor a line
//! split in two changes a figure. What a single line shows is allocated by largest remainder.

use super::accumulators::{Accumulators, accumulator};
use super::bill::Bill;
use super::facts::Facts;
use super::settlement::{ItemSplit, Kind, PassedLimit};
use crate::money::{Money, MoneyError, Rate, Rounding};
use crate::pack::{CatalogueItem, ItemClass, LimitOrder, LimitPer, Pack};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A bill split into kinds, before the layers.
pub(super) struct Priced<'a> {
    pub(super) kinds: [(Kind, Money); 3],
    pub(super) covered: Money,
    pub(super) hospital: Money,
    pub(super) items: Vec<ItemSplit>,
    pub(super) passed_limits: Vec<PassedLimit>,
    /// What counted under rules that hold once for a stay, by name.
    pub(super) in_stay: Vec<(String, Money)>,
    exact: Vec<Exact<'a>>,
}

/// A bill whose lines are multiplied out.
pub(super) struct Charges<'a> {
    pub(super) total: Money,
    exact: Vec<Exact<'a>>,
}

/// Exact amounts of one line.
#[derive(Clone, Copy)]
struct Exact<'a> {
    item: Option<&'a CatalogueItem>,
    quantity: Decimal,
    amount: Decimal,
    outside: Decimal,
    above_limit: Decimal,
    pay_first: Decimal,
}

impl Exact<'_> {
    fn covered(&self) -> Decimal {
        self.amount - self.outside - self.above_limit - self.pay_first
    }
}

/// One kind's amount of a line.
type Part = fn(&Exact) -> Decimal;

impl<'a> Charges<'a> {
    /// Multiplies out the lines of a bill.
    pub(super) fn of(pack: &'a Pack, bill: &Bill) -> Result<Self, MoneyError> {
        Self::of_items(bill, |_, code| pack.catalogue.item(code))
    }

    /// The same with the item that stands behind the code of each line, by its place.
    pub(super) fn of_items(
        bill: &Bill,
        item_of: impl Fn(usize, &str) -> Option<&'a CatalogueItem>,
    ) -> Result<Self, MoneyError> {
        let exact = bill
            .lines
            .iter()
            .enumerate()
            .map(|(place, line)| {
                let quantity = line.quantity.decimal();
                let amount = line.price.decimal().checked_mul(quantity).ok_or(MoneyError::OutOfRange)?;
                let item = item_of(place, &line.item).filter(|item| item.class != ItemClass::C);
                let none = Decimal::ZERO;
                Ok(Exact { item, quantity, amount, outside: none, above_limit: none, pay_first: none })
            })
            .collect::<Result<Vec<_>, MoneyError>>()?;
        // Charges are whole fen whatever the pack says about shares.
        let total = Money::rounded(exact.iter().map(|line| line.amount).sum(), Rounding::HalfUp)?;
        Ok(Self { total, exact })
    }

    /// Splits the charges into kinds.
    pub(super) fn price(
        mut self,
        pack: &Pack,
        bill: &Bill,
        facts: &Facts<'_>,
        history: &Accumulators,
    ) -> Result<Priced<'a>, MoneyError> {
        let fixed_price = pack.rules.fixed_prices.iter().find(|fixed| facts.holds(&fixed.when));
        let mut sums = [Decimal::ZERO; 3];
        let mut hospital = Money::ZERO;
        let mut passed_limits = Vec::new();
        let mut in_stay = Vec::new();
        if let Some(fixed) = fixed_price {
            let left = (fixed.price - facts.before_in_stay(history, accumulator::FIXED_PRICE)).or_zero();
            hospital = (self.total - left).or_zero();
            in_stay.push((accumulator::FIXED_PRICE.to_owned(), self.total - hospital));
        } else {
            for line in &mut self.exact {
                split(pack, line);
            }
            let limited = limit_kinds(pack, facts, history, &mut self.exact, &mut in_stay)?;
            for line in &self.exact {
                sums[0] += line.outside;
                sums[1] += line.above_limit;
                sums[2] += line.pay_first;
            }
            // Groups above their limit are counted as a whole: a division per line would depend on their order.
            if let Some(limited) = limited {
                sums[1] = limited.above_limit;
                sums[2] = limited.pay_first;
                passed_limits = limited.passed()?;
            }
        }
        let mut lines = LineSplit::of(self.total, self.exact.iter().map(|line| line.amount).collect());
        let mut left = self.total - hospital;
        let mut hospital_column = Vec::new();
        if !hospital.is_zero() {
            let share = hospital.decimal() / self.total.decimal();
            let weights: Vec<Decimal> = self.exact.iter().map(|line| line.amount * share).collect();
            hospital_column = lines.take(hospital, &weights);
        }
        let parts: [(Kind, Part); 3] = [
            (Kind::OutsideCatalogue, |line| line.outside),
            (Kind::AboveLimit, |line| line.above_limit),
            (Kind::PayFirst, |line| line.pay_first),
        ];
        let mut kinds = [(Kind::OutsideCatalogue, Money::ZERO); 3];
        let mut columns: [Vec<Money>; 3] = Default::default();
        for (place, (kind, part)) in parts.into_iter().enumerate() {
            let sum = Money::rounded(sums[place], Rounding::HalfUp)?.min(left);
            left -= sum;
            kinds[place] = (kind, sum);
            if !sum.is_zero() {
                let weights: Vec<Decimal> = self.exact.iter().map(part).collect();
                columns[place] = lines.take(sum, &weights);
            }
        }
        let shown = |column: &[Money], i: usize| column.get(i).copied().unwrap_or_default();
        let items = bill
            .lines
            .iter()
            .enumerate()
            .map(|(i, line)| ItemSplit {
                item: line.item.clone(),
                amount: lines.amounts[i],
                outside: shown(&columns[0], i),
                above_limit: shown(&columns[1], i),
                pay_first: shown(&columns[2], i),
                covered: lines.room[i],
                hospital: shown(&hospital_column, i),
            })
            .collect();
        Ok(Priced { kinds, covered: left, hospital, items, passed_limits, in_stay, exact: self.exact })
    }
}

impl Priced<'_> {
    /// What of an amount of covered charges belongs to each kind of charge.
    pub(super) fn by_charge_kind(&self, covered: Money) -> BTreeMap<String, Money> {
        let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
        for line in &self.exact {
            *sums.entry(line.item.map_or("", |item| item.kind.as_str())).or_default() += line.covered();
        }
        let whole: Decimal = sums.values().sum();
        let share = |sum: &Decimal| if whole.is_zero() { Decimal::ZERO } else { covered.decimal() * sum / whole };
        let weights: Vec<Decimal> = sums.values().map(share).collect();
        let parts = allocate(covered, &weights, None);
        sums.into_keys().map(str::to_owned).zip(parts).collect()
    }

    /// Which share of the covered charges carries one of these tags.
    pub(super) fn tagged_share(&self, tags: &[String]) -> Decimal {
        let (mut tagged, mut all) = (Decimal::ZERO, Decimal::ZERO);
        for line in &self.exact {
            let covered = line.covered();
            all += covered;
            if line.item.is_some_and(|item| item.has_tag(tags)) {
                tagged += covered;
            }
        }
        if all.is_zero() { Decimal::ZERO } else { (tagged / all).min(Decimal::ONE) }
    }
}

/// What the limits of kinds of charge made of a bill.
struct Limited {
    above_limit: Decimal,
    pay_first: Decimal,
    /// Number of the limit, the limit, and what would count without it.
    passed: Vec<(usize, Money, Decimal)>,
}

impl Limited {
    fn passed(&self) -> Result<Vec<PassedLimit>, MoneyError> {
        let limits = self.passed.iter();
        limits
            .map(|(limit, most, counted)| {
                Ok(PassedLimit { limit: *limit, most: *most, counted: Money::rounded(*counted, Rounding::HalfUp)? })
            })
            .collect()
    }
}

/// Applies the limits of kinds of charge, and gives the sums above limits and paid first if one was passed. What counted
/// under limits of a stay is added to `in_stay`.
fn limit_kinds(
    pack: &Pack,
    facts: &Facts<'_>,
    history: &Accumulators,
    lines: &mut [Exact<'_>],
    in_stay: &mut Vec<(String, Money)>,
) -> Result<Option<Limited>, MoneyError> {
    let mut taken = vec![false; if pack.rules.kind_limits.is_empty() { 0 } else { lines.len() }];
    let mut passed = Vec::new();
    let (mut above_sum, mut first_sum) = (Decimal::ZERO, Decimal::ZERO);
    for (number, limit) in (1..).zip(&pack.rules.kind_limits).filter(|(_, limit)| facts.holds(&limit.when)) {
        let name = accumulator::kind_limit(&limit.kinds);
        let limited = match limit.per {
            LimitPer::Day => limit.amount.times(facts.bill.days()),
            LimitPer::Stay => (limit.amount - facts.before_in_stay(history, &name)).or_zero(),
        };
        let most = limited.decimal();
        let of_kind = |line: &Exact<'_>| line.item.is_some_and(|item| limit.kinds.contains(&item.kind));
        let places: Vec<usize> = (0..lines.len()).filter(|i| !taken[*i] && of_kind(&lines[*i])).collect();
        let sum = |part: fn(&Exact<'_>) -> Decimal| places.iter().map(|i| part(&lines[*i])).sum::<Decimal>();
        let (above, first) = (sum(|line| line.above_limit), sum(|line| line.pay_first));
        let before_share = pack.rules.charges.limit == LimitOrder::BeforeShare;
        let counted = if before_share {
            sum(|line| line.amount - line.above_limit)
        } else {
            places.iter().map(|i| lines[*i].covered()).sum()
        };
        if limit.per == LimitPer::Stay {
            in_stay.push((name, Money::rounded(counted.min(most), Rounding::HalfUp)?));
        }
        let (mut group_above, mut group_first) = (above, first);
        if counted > most {
            passed.push((number, limited, counted));
            group_above += counted - most;
            let kept = most / counted;
            if before_share {
                group_first = first * most / counted;
            }
            for i in &places {
                let line = &mut lines[*i];
                let within = if before_share { line.amount - line.above_limit } else { line.covered() };
                line.above_limit += within - within * kept;
                if before_share {
                    line.pay_first *= kept;
                }
            }
        }
        above_sum += group_above;
        first_sum += group_first;
        for place in places {
            taken[place] = true;
        }
    }
    if passed.is_empty() {
        return Ok(None);
    }
    let rest = || lines.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(line, _)| line);
    Ok(Some(Limited {
        above_limit: above_sum + rest().map(|line| line.above_limit).sum::<Decimal>(),
        pay_first: first_sum + rest().map(|line| line.pay_first).sum::<Decimal>(),
        passed,
    }))
}

/// What the lines of a bill show: their amounts add up to the total, and their parts to the kinds.
struct LineSplit {
    exact: Vec<Decimal>,
    amounts: Vec<Money>,
    /// What of each line no kind has taken yet.
    room: Vec<Money>,
}

impl LineSplit {
    fn of(total: Money, exact: Vec<Decimal>) -> Self {
        let amounts = allocate(total, &exact, None);
        Self { room: amounts.clone(), exact, amounts }
    }

    /// Takes the sum of a kind from the lines that have a part in it.
    fn take(&mut self, sum: Money, weights: &[Decimal]) -> Vec<Money> {
        let mut column = allocate(sum, weights, Some(&self.room));
        // Lines of a few thousandths of a yuan may have been rounded away although their kind came to a fen: then a
        // line that was rounded up lends it.
        while column.iter().sum::<Money>() < sum {
            let lacking = |i: &usize| weights[*i] - column[*i].decimal();
            let surplus = |i: &usize| self.amounts[*i].decimal() - self.exact[*i];
            let to = (0..weights.len()).filter(|i| !weights[*i].is_zero()).max_by_key(lacking);
            let from = (0..weights.len()).filter(|i| self.room[*i] > column[*i]).max_by_key(surplus);
            let Some((from, to)) = from.zip(to) else { break };
            for line in [&mut self.amounts, &mut self.room] {
                line[from] -= Money::FEN;
                line[to] += Money::FEN;
            }
            column[to] += Money::FEN;
        }
        for (room, taken) in self.room.iter_mut().zip(&column) {
            *room -= *taken;
        }
        column
    }
}

fn split(pack: &Pack, line: &mut Exact<'_>) {
    let Some(item) = line.item else {
        line.outside = line.amount;
        return;
    };
    let rate = pay_first_rate(pack, item).decimal();
    let limit = item.price_limit.map(|limit| limit.decimal() * line.quantity);
    match pack.rules.charges.limit {
        LimitOrder::BeforeShare => {
            let within = limit.map_or(line.amount, |limit| line.amount.min(limit));
            line.above_limit = line.amount - within;
            line.pay_first = within * rate;
        }
        LimitOrder::AfterShare => {
            line.pay_first = line.amount * rate;
            let rest = line.amount - line.pay_first;
            line.above_limit = limit.map_or(Decimal::ZERO, |limit| (rest - limit).max(Decimal::ZERO));
        }
    }
}

/// The share of an item that the patient pays first: the first rule that fits.
pub(super) fn pay_first_rate(pack: &Pack, item: &CatalogueItem) -> Rate {
    let fits = |list: &[String], value: &String| list.is_empty() || list.contains(value);
    pack.rules
        .pay_first
        .iter()
        .find(|rule| {
            rule.class.contains(&item.class) && fits(&rule.kinds, &item.kind) && fits(&rule.origins, &item.origin)
        })
        .map_or_else(Rate::default, |rule| rule.rate)
}

/// Spreads a sum over weights by largest remainder, within the room of each place.
fn allocate(sum: Money, weights: &[Decimal], room: Option<&[Money]>) -> Vec<Money> {
    let fen: Vec<Decimal> = weights.iter().map(|weight| *weight * Decimal::ONE_HUNDRED).collect();
    let cap = |i: usize| room.map_or(Money::MAX_FEN, |room| room[i].fen());
    let mut parts: Vec<i64> = fen
        .iter()
        .enumerate()
        .map(|(i, fen)| i64::try_from(fen.floor().mantissa()).unwrap_or(Money::MAX_FEN).min(cap(i)))
        .collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| fen[*b].fract().cmp(&fen[*a].fract()).then(a.cmp(b)));
    let mut missing = sum.fen() - parts.iter().sum::<i64>();
    while missing > 0 {
        let mut moved = false;
        for &i in &order {
            if missing > 0 && parts[i] < cap(i) && !weights[i].is_zero() {
                parts[i] += 1;
                missing -= 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    while missing < 0 {
        let Some(&i) = order.iter().rev().find(|i| parts[**i] > 0) else { break };
        parts[i] -= 1;
        missing += 1;
    }
    parts.into_iter().map(|fen| Money::from_fen(fen).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn money(fen: &[i64]) -> Vec<Money> {
        fen.iter().map(|fen| Money::from_fen(*fen).unwrap()).collect()
    }

    fn fen(amounts: &[Money]) -> Vec<i64> {
        amounts.iter().map(|amount| amount.fen()).collect()
    }

    #[test]
    fn a_sum_is_spread_by_largest_remainder_within_the_room_of_each_place() {
        for (sum, weights, room, expected) in [
            // One fen is over, and it is the first of the largest remainder's.
            (4, vec!["0.014", "0.014", "0.012"], None, vec![2, 1, 1]),
            (4, vec!["0.012", "0.014", "0.014"], None, vec![1, 2, 1]),
            // The largest remainder has no room left.
            (3, vec!["0.019", "0.011"], Some(vec![1, 2]), vec![1, 2]),
            // A place without a weight takes nothing, however much room it has.
            (2, vec!["0.019", "0"], Some(vec![1, 5]), vec![1, 0]),
            // Less than the whole fen of all: the last of the smallest remainder gives one back, if it has one.
            (5, vec!["0.02", "0.02", "0.02"], None, vec![2, 2, 1]),
            (5, vec!["0.03", "0.03", "0"], None, vec![3, 2, 0]),
        ] {
            let room = room.map(|room| money(&room));
            let parts = allocate(Money::from_fen(sum).unwrap(), &decimals(&weights), room.as_deref());
            assert_eq!(fen(&parts), expected, "{sum} over {weights:?}");
        }
    }

    /// The amounts of the lines after each kind has taken its sum, and what is left of them.
    fn split(lines: &[&str], total: i64, kinds: &[(i64, &[&str])]) -> (Vec<i64>, Vec<i64>) {
        let mut split = LineSplit::of(Money::from_fen(total).unwrap(), decimals(lines));
        for (sum, weights) in kinds {
            let column = split.take(Money::from_fen(*sum).unwrap(), &decimals(weights));
            assert_eq!(fen(&column).iter().sum::<i64>(), *sum);
        }
        (fen(&split.amounts), fen(&split.room))
    }

    #[test]
    fn the_line_that_was_rounded_up_most_lends_its_fen_to_the_one_that_lacks_most() {
        let lines = ["0.006", "0.0095", "0.0045"];
        let last = ["0", "0", "0.0045"];
        // The first was rounded up by 0.004, the second by 0.0005.
        assert_eq!(split(&lines, 2, &[(1, &last)]), (vec![0, 1, 1], vec![0, 1, 0]));
        // What another kind has taken already is not there to be lent.
        assert_eq!(split(&lines, 2, &[(1, &["0.006", "0", "0"]), (1, &last)]), (vec![1, 0, 1], vec![0, 0, 0]));
        // By how much counts, not in which measure: the second was rounded up by 0.005 of 0.995.
        let lines = ["0.0095", "0.995", "0.0045", "0.001"];
        assert_eq!(split(&lines, 101, &[(1, &["0", "0", "0.0045", "0"])]), (vec![1, 99, 1, 0], vec![1, 99, 0, 0]));
        // The third lacks 0.0045, the fourth 0.005.
        let lines = ["0.0055", "0.0095", "0.0145", "0.005"];
        let both: &[&str] = &["0", "0", "0.0145", "0.005"];
        assert_eq!(split(&lines, 3, &[(2, both)]), (vec![0, 1, 1, 1], vec![0, 1, 0, 0]));
    }

    fn decimals(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn a_sum_is_spread_to_the_fen_by_largest_remainder() {
        let cases: [(&str, &[&str], &[&str]); 3] = [
            ("2.01", &["1.005", "1.005"], &["1.01", "1.00"]),
            ("10.00", &["3.333", "3.333", "3.334"], &["3.33", "3.33", "3.34"]),
            ("0.00", &["0.004"], &["0.00"]),
        ];
        for (sum, weights, expected) in cases {
            let parts = allocate(sum.parse().unwrap(), &decimals(weights), None);
            let expected: Vec<Money> = expected.iter().map(|text| text.parse().unwrap()).collect();
            assert_eq!(parts, expected, "{sum} over {weights:?}");
        }
    }
}
