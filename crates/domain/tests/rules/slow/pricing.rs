//! Charges as covered charges, slowly.

use super::books::Books;
use super::county::{County, ITEMS, Item, Member, Visit};
use super::facts::Facts;
use super::fraction::Fraction;
use std::collections::BTreeMap;

/// A line in exact fen.
pub struct Line {
    pub item: Option<Item>,
    pub outside: Fraction,
    pub above_limit: Fraction,
    pub pay_first: Fraction,
    pub covered: Fraction,
}

/// A bill before the layers, in whole fen.
pub struct Priced {
    pub total: i64,
    pub outside: i64,
    pub above_limit: i64,
    pub pay_first: i64,
    pub covered: i64,
    pub hospital: i64,
    pub lines: Vec<Line>,
    /// What was left to pay under a fixed price.
    pub under_price: i64,
    /// What counted under limits of a stay, by their kinds of charge.
    pub under_limits: Vec<(Vec<&'static str>, i64)>,
}

fn item(code: &str) -> Option<Item> {
    ITEMS.into_iter().find(|item| item.0 == code && item.1 != '丙')
}

/// Thousandths of a yuan times tenths of a unit, in fen.
fn amount(price: i64, quantity: i64) -> Fraction {
    Fraction::new(i128::from(price) * i128::from(quantity), 100)
}

pub fn total(visit: &Visit) -> i64 {
    visit.lines.iter().map(|(_, price, quantity)| amount(*price, *quantity)).sum::<Fraction>().fen("half-up")
}

fn allows(list: &[&str], value: &str) -> bool {
    list.is_empty() || list.contains(&value)
}

fn share_paid_first(county: &County, (_, class, kind, _, origin, _): Item) -> Fraction {
    let fits = county
        .pay_first
        .iter()
        .find(|rule| rule.classes.contains(&class) && allows(&rule.kinds, kind) && allows(&rule.origins, origin));
    fits.map_or(Fraction::ZERO, |rule| Fraction::thousandths(rule.thousandths))
}

fn line(county: &County, (code, price, quantity): (&'static str, i64, i64), all_counts: bool) -> Line {
    let charged = amount(price, quantity);
    let none = Fraction::ZERO;
    let found = item(code);
    if all_counts {
        return Line { item: found, outside: none, above_limit: none, pay_first: none, covered: charged };
    }
    let Some(known) = found else {
        return Line { item: None, outside: charged, above_limit: none, pay_first: none, covered: none };
    };
    let rate = share_paid_first(county, known);
    let limit = known.3.map(|limit| amount(limit, quantity));
    let above = |amount: Fraction| limit.map_or(none, |limit| (amount - limit).max(none));
    if county.limit_after_share {
        let pay_first = charged * rate;
        let above_limit = above(charged - pay_first);
        return Line { item: found, outside: none, above_limit, pay_first, covered: charged - pay_first - above_limit };
    }
    let above_limit = above(charged);
    let pay_first = (charged - above_limit) * rate;
    Line { item: found, outside: none, above_limit, pay_first, covered: charged - pay_first - above_limit }
}

pub fn price(county: &County, member: &Member, visit: &Visit, facts: &Facts<'_>, books: &Books) -> Priced {
    let total = total(visit);
    let fixed = county.fixed_prices.iter().find(|(when, _)| facts.holds(member, when));
    let mut lines: Vec<_> = visit.lines.iter().map(|charge| line(county, *charge, fixed.is_some())).collect();
    if let Some((_, price)) = fixed {
        let covered = total.min((price - books.in_stay(visit, |entry| entry.under_price)).max(0));
        let (outside, above_limit, pay_first, under_limits) = (0, 0, 0, Vec::new());
        let (hospital, under_price) = (total - covered, covered);
        return Priced { total, outside, above_limit, pay_first, covered, hospital, lines, under_price, under_limits };
    }
    let mut under_limits = Vec::new();
    let mut grouped = vec![false; lines.len()];
    for limit in county.kind_limits.iter().filter(|limit| facts.holds(member, &limit.when)) {
        let before = books.in_stay(visit, |entry| {
            let same = entry.under_limits.iter().filter(|(kinds, _)| *kinds == limit.kinds);
            same.map(|(_, fen)| fen).sum()
        });
        let most = Fraction::whole(if limit.by_day { limit.fen * visit.days() } else { (limit.fen - before).max(0) });
        let group: Vec<usize> = (0..lines.len())
            .filter(|place| !grouped[*place] && lines[*place].item.is_some_and(|item| limit.kinds.contains(&item.2)))
            .collect();
        // Before the share is taken, what is limited is the charge; afterwards, what would be covered.
        let counts = |line: &Line| {
            if county.limit_after_share { line.covered } else { line.covered + line.pay_first }
        };
        let counted: Fraction = group.iter().map(|place| counts(&lines[*place])).sum();
        if !limit.by_day {
            under_limits.push((limit.kinds.clone(), counted.min(most).fen("half-up")));
        }
        for place in group {
            grouped[place] = true;
            if counted > most {
                let line = &mut lines[place];
                line.above_limit = line.above_limit + counts(line) * (Fraction::ONE - most / counted);
                line.covered = line.covered * most / counted;
                if !county.limit_after_share {
                    line.pay_first = line.pay_first * most / counted;
                }
            }
        }
    }
    // Each kind is rounded once, and what rounding up gives too much is taken from the last.
    let mut left = total;
    let mut kind = |part: fn(&Line) -> Fraction| {
        let fen = lines.iter().map(part).sum::<Fraction>().fen("half-up").min(left);
        left -= fen;
        fen
    };
    let outside = kind(|line| line.outside);
    let above_limit = kind(|line| line.above_limit);
    let pay_first = kind(|line| line.pay_first);
    let (covered, hospital, under_price) = (left, 0, 0);
    Priced { total, outside, above_limit, pay_first, covered, hospital, lines, under_price, under_limits }
}

impl Priced {
    /// Which share of the covered charges carries one of the tags.
    pub fn tagged(&self, tags: &[&str]) -> Fraction {
        let has =
            |line: &&Line| line.item.is_some_and(|item| item.5.split_ascii_whitespace().any(|tag| tags.contains(&tag)));
        let all: Fraction = self.lines.iter().map(|line| line.covered).sum();
        let tagged: Fraction = self.lines.iter().filter(has).map(|line| line.covered).sum();
        if all.is_zero() { all } else { tagged / all }
    }

    /// Covered fen by kind of charge: each its part cut down, then one fen each to those that lost most.
    pub fn by_kind(&self, covered: i64) -> BTreeMap<&'static str, i64> {
        let mut exact: BTreeMap<&str, Fraction> = BTreeMap::new();
        for line in &self.lines {
            let kind = line.item.map_or("", |item| item.2);
            let sum = exact.entry(kind).or_insert(Fraction::ZERO);
            *sum = *sum + line.covered;
        }
        let all: Fraction = exact.values().copied().sum();
        if all.is_zero() {
            return exact.into_keys().map(|kind| (kind, 0)).collect();
        }
        let parts: Vec<_> = exact.into_iter().map(|(kind, sum)| (kind, sum * Fraction::whole(covered) / all)).collect();
        let missing = covered - parts.iter().map(|(_, part)| part.floor()).sum::<i64>();
        let mut by_rest: Vec<_> = parts.iter().collect();
        by_rest.sort_by_key(|(kind, part)| (std::cmp::Reverse(part.rest()), *kind));
        let lucky: Vec<_> = by_rest.iter().take(missing.try_into().unwrap()).map(|(kind, _)| *kind).collect();
        parts.iter().map(|(kind, part)| (*kind, part.floor() + i64::from(lucky.contains(kind)))).collect()
    }
}
