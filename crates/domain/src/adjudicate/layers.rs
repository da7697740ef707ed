//! The fund layers, in the pack's order.
//!
//! A ledger of what is still with the patient, by kind, goes from layer to layer. A layer on covered charges splits
//! them into deductible, band share and what lies above the ceiling; a later layer relieves kinds in the order of its
//! base. So the parts of funds and patient always add up to the total.

use super::accumulators::{Accumulators, accumulator};
use super::bill::{Bill, Standing};
use super::pricing::Priced;
use super::settlement::{Kind, LayerShare, Settlement};
use crate::money::{Money, MoneyError, Rate, Rounding};
use crate::pack::{Accumulate, BandAxis, BonusStack, Ceiling, Layer, Pack, Terms};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn settle(
    pack: &Pack,
    standing: &Standing,
    history: &Accumulators,
    bill: &Bill,
    priced: Priced,
) -> Result<Settlement, MoneyError> {
    let date = pack.rules.year.rule.date_of(bill);
    let mut ledger = priced.kinds.clone();
    put(&mut ledger, Kind::Covered, priced.covered);
    let mut difference = Accumulators::default();
    let mut layers = Vec::with_capacity(pack.rules.layers.len());
    for layer in &pack.rules.layers {
        let case = Case { layer, standing, history, bill, date, rounding: pack.rules.rounding };
        let share = case.share(&ledger)?;
        relieve(&mut ledger, layer, &share);
        if layer.accumulate == Accumulate::Year {
            difference.add_amount(accumulator::base(&layer.id), share.base);
        }
        difference.add_amount(accumulator::deductible(&layer.id), share.deductible);
        difference.add_amount(accumulator::paid(&layer.id), share.paid);
        for scope in scopes(layer, &share) {
            difference.add_amount(accumulator::paid_within(&layer.id, scope), share.paid);
        }
        layers.push(share);
    }
    difference.add_count(accumulator::stays(&bill.tier), 1);
    let you_pay = ledger.values().sum();
    Ok(Settlement {
        year: pack.rules.benefit_year,
        total: priced.total,
        items: priced.items,
        before_layers: priced.kinds,
        covered: priced.covered,
        layers,
        patient: ledger,
        you_pay,
        difference,
    })
}

/// The accounts of their own that the ceilings of the terms keep.
fn scopes<'a>(layer: &'a Layer, share: &LayerShare) -> BTreeSet<&'a str> {
    let terms = share.terms.and_then(|number| layer.terms.get(number - 1));
    terms.into_iter().flat_map(|terms| &terms.ceilings).filter_map(|ceiling| ceiling.scope.as_deref()).collect()
}

struct Case<'a> {
    layer: &'a Layer,
    standing: &'a Standing,
    history: &'a Accumulators,
    bill: &'a Bill,
    date: NaiveDate,
    rounding: Rounding,
}

impl Case<'_> {
    fn share(&self, ledger: &BTreeMap<Kind, Money>) -> Result<LayerShare, MoneyError> {
        let layer = self.layer;
        let base: Money = layer.base.iter().filter_map(|kind| ledger.get(kind)).sum();
        let before = match layer.accumulate {
            Accumulate::Stay => Money::ZERO,
            Accumulate::Year => self.history.amount(&accumulator::base(&layer.id)).or_zero(),
        };
        let after = before.checked_add(base)?;
        let Some(number) = layer.terms.iter().position(|terms| self.holds(&terms.when)) else {
            return Ok(LayerShare {
                layer: layer.id.clone(),
                base,
                base_of_year: after,
                deductible: Money::ZERO,
                deductible_line: Money::ZERO,
                rate: Rate::default(),
                above_ceiling: Money::ZERO,
                paid: Money::ZERO,
                terms: None,
            });
        };
        let terms = &layer.terms[number];
        let points = self.points();
        let deductible = after.min(terms.deductible) - before.min(terms.deductible);
        let formula = |amount| Money::rounded(benefit(terms, points, amount), self.rounding);
        let unlimited = (formula(after)? - formula(before)?).min(base - deductible);
        let paid = self.within_ceilings(terms, unlimited);
        Ok(LayerShare {
            layer: layer.id.clone(),
            base,
            base_of_year: after,
            deductible,
            deductible_line: terms.deductible,
            rate: reached_rate(terms, points, after),
            above_ceiling: unlimited - paid,
            paid,
            terms: Some(number + 1),
        })
    }

    fn holds(&self, when: &crate::pack::When) -> bool {
        when.holds(self.bill, &self.standing.categories, self.date)
    }

    fn points(&self) -> Decimal {
        let holding = self.layer.bonuses.iter().filter(|bonus| self.holds(&bonus.when));
        let points = holding.map(|bonus| bonus.points.decimal());
        match self.layer.bonus_stack {
            BonusStack::Highest => points.max().unwrap_or_default(),
            BonusStack::Sum => points.sum(),
        }
    }

    /// What counts towards a ceiling. Totals that a correction left below nothing open no room above it.
    fn paid_before(&self, ceiling: &Ceiling) -> Money {
        let layer = &self.layer.id;
        let name = match &ceiling.scope {
            Some(scope) => accumulator::paid_within(layer, scope),
            None => accumulator::paid(layer),
        };
        self.history.amount(&name).or_zero()
    }

    fn within_ceilings(&self, terms: &Terms, unlimited: Money) -> Money {
        terms.ceilings.iter().fold(unlimited, |paid, ceiling| {
            let room = match ceiling.per {
                Accumulate::Stay => ceiling.amount,
                Accumulate::Year => (ceiling.amount - self.paid_before(ceiling)).or_zero(),
            };
            paid.min(room)
        })
    }
}

/// The exact benefit of an amount counted from zero, before ceilings.
fn benefit(terms: &Terms, points: Decimal, amount: Money) -> Decimal {
    segments(terms, amount).map(|(part, rate)| part * with_points(rate, points)).sum()
}

/// The rate of the highest band that an amount reaches.
fn reached_rate(terms: &Terms, points: Decimal, amount: Money) -> Rate {
    let reached = segments(terms, amount).filter(|(part, _)| !part.is_zero()).last();
    let rate = reached.map_or_else(|| terms.bands[0].rate, |(_, rate)| rate);
    Rate::new(with_points(rate, points)).unwrap_or(Rate::ONE)
}

fn with_points(rate: Rate, points: Decimal) -> Decimal {
    (rate.decimal() + points).min(Decimal::ONE)
}

/// What of an amount lies in each band, with the band's rate.
fn segments(terms: &Terms, amount: Money) -> impl Iterator<Item = (Decimal, Rate)> + '_ {
    let (amount, floor) = match terms.axis {
        BandAxis::FromZero => (amount, terms.deductible),
        BandAxis::AfterDeductible => ((amount - terms.deductible).or_zero(), Money::ZERO),
    };
    let ends = terms.bands.iter().skip(1).map(|band| Some(band.over)).chain([None]);
    terms.bands.iter().zip(ends).map(move |(band, end)| {
        let from = band.over.max(floor);
        let to = end.map_or(amount, |end| end.min(amount));
        ((to - from).or_zero().decimal(), band.rate)
    })
}

fn relieve(ledger: &mut BTreeMap<Kind, Money>, layer: &Layer, share: &LayerShare) {
    if layer.base.contains(&Kind::Covered) && share.terms.is_some() {
        ledger.remove(&Kind::Covered);
        put(ledger, Kind::Deductible, share.deductible);
        put(ledger, Kind::AboveCeiling, share.above_ceiling);
        put(ledger, Kind::BandShare, share.base - share.deductible - share.above_ceiling - share.paid);
        return;
    }
    let mut left = share.paid;
    for kind in &layer.base {
        let Some(amount) = ledger.get_mut(kind) else { continue };
        let relieved = left.min(*amount);
        *amount -= relieved;
        left -= relieved;
        if amount.is_zero() {
            ledger.remove(kind);
        }
    }
}

fn put(ledger: &mut BTreeMap<Kind, Money>, kind: Kind, amount: Money) {
    if !amount.is_zero() {
        *ledger.entry(kind).or_default() += amount;
    }
}
