//! From charges to covered charges: outside the catalogue, above the limit, paid first.
//!
//! Each kind is summed exactly over the bill and rounded once, so that neither the order of the lines nor a line
//! split in two changes a figure. What a single line shows is allocated by largest remainder.

use super::bill::Bill;
use super::settlement::{ItemSplit, Kind};
use crate::money::{Money, MoneyError, Rate, Rounding};
use crate::pack::{CatalogueItem, ItemClass, Pack};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A bill split into kinds, before the layers.
pub(super) struct Priced {
    pub(super) total: Money,
    pub(super) kinds: BTreeMap<Kind, Money>,
    pub(super) covered: Money,
    pub(super) items: Vec<ItemSplit>,
}

/// Exact amounts of one line.
#[derive(Clone, Copy, Default)]
struct Exact {
    amount: Decimal,
    outside: Decimal,
    above_limit: Decimal,
    pay_first: Decimal,
}

/// One kind's amount of a line.
type Part = fn(&Exact) -> Decimal;

pub(super) fn price(pack: &Pack, bill: &Bill) -> Result<Priced, MoneyError> {
    let exact = bill
        .lines
        .iter()
        .map(|line| {
            let quantity = line.quantity.decimal();
            let amount = line.price.decimal().checked_mul(quantity).ok_or(MoneyError::OutOfRange)?;
            Ok(split(pack, pack.catalogue.item(&line.item), amount, quantity))
        })
        .collect::<Result<Vec<_>, MoneyError>>()?;
    // Charges are whole fen whatever the pack says about shares.
    let total = Money::rounded(exact.iter().map(|line| line.amount).sum(), Rounding::HalfUp)?;
    let mut split = LineSplit::of(total, exact.iter().map(|line| line.amount).collect());
    let mut left = total;
    let mut kinds = BTreeMap::new();
    let mut columns = Vec::new();
    let parts: [(Kind, Part); 3] = [
        (Kind::OutsideCatalogue, |line| line.outside),
        (Kind::AboveLimit, |line| line.above_limit),
        (Kind::PayFirst, |line| line.pay_first),
    ];
    for (kind, part) in parts {
        let weights: Vec<Decimal> = exact.iter().map(part).collect();
        let sum = Money::rounded(weights.iter().copied().sum(), Rounding::HalfUp)?.min(left);
        left -= sum;
        if !sum.is_zero() {
            kinds.insert(kind, sum);
        }
        columns.push(split.take(sum, &weights));
    }
    let items = bill
        .lines
        .iter()
        .enumerate()
        .map(|(i, line)| ItemSplit {
            item: line.item.clone(),
            amount: split.amounts[i],
            outside: columns[0][i],
            above_limit: columns[1][i],
            pay_first: columns[2][i],
            covered: split.room[i],
        })
        .collect();
    Ok(Priced { total, kinds, covered: left, items })
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

fn split(pack: &Pack, item: Option<&CatalogueItem>, amount: Decimal, quantity: Decimal) -> Exact {
    let Some(item) = item.filter(|item| item.class != ItemClass::C) else {
        return Exact { amount, outside: amount, ..Exact::default() };
    };
    let limit = item.price_limit.map_or(amount, |limit| limit.decimal() * quantity);
    let within = amount.min(limit);
    let pay_first = within * pay_first_rate(pack, item).decimal();
    Exact { amount, outside: Decimal::ZERO, above_limit: amount - within, pay_first }
}

/// The share of an item that the patient pays first: the first rule that fits.
pub(super) fn pay_first_rate(pack: &Pack, item: &CatalogueItem) -> Rate {
    let fits = |kinds: &[String]| kinds.is_empty() || kinds.contains(&item.kind);
    pack.rules
        .pay_first
        .iter()
        .find(|rule| rule.class == item.class && fits(&rule.kinds))
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
