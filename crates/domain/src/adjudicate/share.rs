//! What one layer does with its base.

use super::accumulators::{Accumulators, accumulator};
use super::facts::Facts;
use super::found;
use super::layers::whole;
use super::pricing::Priced;
use super::settlement::{BandShare, Basis, BonusShare, LayerShare};
use crate::money::{Money, MoneyError, Rate};
use crate::pack::{
    BandAxis, Bonus, BonusStack, Ceiling, CeilingAxis, CeilingPeriod, Choose, DeductibleCounted, Layer, Period,
    RaiseYears, Relief, Terms, Whose,
};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// Decimals up to which a share is exact. The part of the charges that carries a tag may be a fraction without an end,
/// whose last digit must not decide a half fen.
const EXACT: u32 = 18;

impl Default for Extra {
    fn default() -> Self {
        Self { points: Decimal::ZERO, factor: Decimal::ONE, found: Vec::new() }
    }
}

impl Extra {
    fn of(number: usize, points: Decimal, factor: Decimal) -> Self {
        let mut extra = Self::default();
        extra.add(number, points, factor);
        extra
    }

    fn add(&mut self, number: usize, points: Decimal, factor: Decimal) {
        found::keep(self, number, points, factor);
        self.points += points;
        self.factor *= factor;
    }
}

/// A layer and all that it decides by.
pub(super) struct Case<'a> {
    pub(super) layer: &'a Layer,
    pub(super) facts: &'a Facts<'a>,
    pub(super) history: &'a Accumulators,
    pub(super) priced: &'a Priced<'a>,
    /// Total charges without what the hospital bears.
    pub(super) payable: Money,
    /// The layers before this one.
    pub(super) earlier: &'a [LayerShare],
    /// What of this bill enters.
    pub(super) base: Money,
    /// What the overall share leaves.
    pub(super) room: Option<Money>,
}

/// What bonuses add to the bands.
pub(super) struct Extra {
    pub(super) points: Decimal,
    pub(super) factor: Decimal,
    /// The bonuses that count.
    pub(super) found: Vec<BonusShare>,
}

/// What a layer does, and what of its base counts over its period: none without terms, and nothing above a ceiling on
/// the cost.
pub(super) struct Decided {
    pub(super) share: LayerShare,
    pub(super) counted: Money,
}

impl Case<'_> {
    pub(super) fn decide(&self) -> Result<Decided, MoneyError> {
        let holding = self.layer.terms.iter().enumerate().filter(|(_, terms)| self.facts.holds(&terms.when));
        let choices = if self.layer.choose == Choose::First { 1 } else { usize::MAX };
        let extras = self.extras();
        let mut best: Option<Decided> = None;
        for terms in holding.take(choices) {
            for extra in &extras {
                let decided = self.under(terms, extra)?;
                // Of what pays the same the first counts.
                if best.as_ref().is_none_or(|best| decided.share.paid > best.share.paid) {
                    best = Some(decided);
                }
            }
        }
        Ok(best.unwrap_or_else(|| self.nothing()))
    }

    /// The person is not eligible.
    fn nothing(&self) -> Decided {
        let share = LayerShare {
            layer: self.layer.id.clone(),
            base: self.base,
            base_of_year: self.counted_before(&self.layer.names.base),
            ..LayerShare::default()
        };
        Decided { share, counted: Money::ZERO }
    }

    fn under(&self, (place, terms): (usize, &Terms), extra: &Extra) -> Result<Decided, MoneyError> {
        let layer = self.layer;
        let before_all = self.counted_before(&layer.names.base);
        let counted = self.within_cost(terms);
        let (line, mut deductible, from, to) = self.deductible(terms, before_all, counted)?;
        let floor = if self.is_on_the_axis() { line } else { Money::ZERO };
        let rounding = self.facts.rules.rounding;
        let factor = terms.factor.decimal() * extra.factor;
        let mut basis = Basis::Bands;
        let paid_in_stay = match terms.fixed {
            Some(_) => self.facts.before_in_stay(self.history, &layer.names.paid),
            None => Money::ZERO,
        };
        let mut unlimited = if let Some(fixed) = terms.fixed {
            basis = Basis::Fixed;
            Money::rounded((fixed.decimal() * factor).round_dp(EXACT), rounding)? - paid_in_stay
        } else {
            let benefit = |amount| -> Result<Money, MoneyError> {
                let exact: Decimal =
                    segments(terms, floor, amount).map(|(part, rate)| part * with_points(rate, extra.points)).sum();
                let exact = exact.checked_mul(factor).ok_or(MoneyError::OutOfRange)?;
                Money::rounded(exact.round_dp(EXACT), rounding)
            };
            benefit(to)? - benefit(from)?
        };
        unlimited = unlimited.or_zero().min(counted - deductible);
        if let Some(guarantee) = &terms.guarantee {
            let of = whole(guarantee.of, self.payable, self.priced.covered);
            let least = Money::rounded(of.decimal() * guarantee.rate.decimal(), rounding)?;
            let least = (least - self.paid_by_earlier(&guarantee.with)).or_zero().min(counted);
            if least > unlimited {
                basis = Basis::Guarantee;
                unlimited = least;
                deductible = deductible.min(counted - least);
            }
        }
        let paid = self.within_ceilings(terms, unlimited);
        let share = LayerShare {
            layer: layer.id.clone(),
            base: self.base,
            base_of_year: before_all.checked_add(counted)?,
            deductible,
            deductible_line: line,
            rate: reached_rate(terms, floor, extra, to),
            above_ceiling: unlimited - paid + (self.base - counted),
            paid,
            terms: Some(place + 1),
            basis,
            bands: if basis == Basis::Bands { bands(terms, floor, extra, from, to)? } else { Vec::new() },
            claimed: layer.claimed.iter().any(|when| self.facts.holds(when)),
            line: self.line_found(terms, line),
            bonuses: if basis == Basis::Bands { extra.found.clone() } else { Vec::new() },
            reached: self.reached(terms, counted, unlimited, paid),
            paid_in_stay,
        };
        Ok(Decided { share, counted })
    }

    /// Whether the deductible lies on the axis of the bands.
    fn is_on_the_axis(&self) -> bool {
        self.layer.accumulate == Period::Stay || self.layer.deductible_counted == DeductibleCounted::AsBands
    }

    /// The line that applies, what it takes of this bill, and from where to where the bands are counted.
    fn deductible(
        &self,
        terms: &Terms,
        before: Money,
        counted: Money,
    ) -> Result<(Money, Money, Money, Money), MoneyError> {
        let names = &self.layer.names;
        let line = self.relieved(terms.deductible.unwrap_or_default());
        let by_stay = self.layer.accumulate == Period::Stay;
        let taken = match self.layer.deductible_counted {
            DeductibleCounted::AsBands if !by_stay => {
                let after = before.checked_add(counted)?;
                return Ok((line, after.min(line) - before.min(line), before, after));
            }
            DeductibleCounted::AsBands | DeductibleCounted::Stay => self.taken_in_episode(),
            DeductibleCounted::Month => self.together(&accumulator::in_month(&names.deductible, self.facts.date)),
            DeductibleCounted::Quarter => self.together(&accumulator::in_quarter(&names.deductible, self.facts.date)),
            DeductibleCounted::Year => self.together(&names.deductible),
            DeductibleCounted::FacilityYear => {
                let facility = self.facts.bill.facility.as_deref().unwrap_or_default();
                self.together(&accumulator::in_facility(&names.deductible, facility))
            }
            DeductibleCounted::OnceAYear => self.together(&names.line),
        };
        let left = (line - taken).or_zero();
        let deductible = counted.min(left);
        if by_stay {
            return Ok((left, deductible, Money::ZERO, counted));
        }
        let before = (before - self.counted_before(&names.deductible)).or_zero();
        Ok((left, deductible, before, before.checked_add(counted - deductible)?))
    }

    fn relieved(&self, line: Money) -> Money {
        let holding = self.layer.reliefs.iter().filter(|relief| self.facts.holds(&relief.when));
        holding.fold(line, |line, relief| self.relieved_by(relief, line))
    }

    pub(super) fn relieved_by(&self, relief: &Relief, line: Money) -> Money {
        let changed = match (relief.deductible, relief.rate, relief.less_each) {
            (Some(amount), _, _) => amount,
            (_, Some(rate), _) => line.share_down(rate),
            (_, _, Some(each)) => line - each.times(self.facts.admission.saturating_sub(1)),
            _ => line,
        };
        changed.max(relief.least.min(line)).or_zero()
    }

    /// What other parts of the same episode paid, where they share the deductible.
    fn taken_in_episode(&self) -> Money {
        match &self.facts.bill.episode {
            Some(part) if self.layer.deductible_shared.contains(&part.link) => {
                self.amount(&accumulator::in_episode(&self.layer.names.deductible, &part.id))
            }
            _ => Money::ZERO,
        }
    }

    /// What may be added to the bands: each bonus that holds by itself where one alone counts, else all together. Points
    /// and factors compare only by what they pay on the bill.
    fn extras(&self) -> Vec<Extra> {
        let bonuses = (1..).zip(&self.layer.bonuses).filter(|(_, bonus)| self.facts.holds(&bonus.when));
        let mut extras: Vec<Extra> = Vec::new();
        for (number, bonus) in bonuses {
            let (points, factor) = self.bonus(bonus);
            match (self.layer.bonus_stack, extras.first_mut()) {
                (BonusStack::Sum, Some(all)) => all.add(number, points, factor),
                _ => extras.push(Extra::of(number, points, factor)),
            }
        }
        if extras.is_empty() {
            extras.push(Extra::default());
        }
        for extra in &mut extras {
            extra.points = extra.points.min(Decimal::ONE);
            extra.factor = extra.factor.min(Decimal::TEN);
        }
        extras
    }

    /// Points and factor of a bonus, in the measure of the charges that it is for.
    fn bonus(&self, bonus: &Bonus) -> (Decimal, Decimal) {
        let (points, factor) = (bonus.points.decimal(), bonus.factor.decimal());
        if bonus.tags.is_empty() {
            return (points, factor);
        }
        let share = self.priced.tagged_share(&bonus.tags);
        (points * share, Decimal::ONE + (factor - Decimal::ONE) * share)
    }

    fn amount(&self, name: &str) -> Money {
        self.history.amount(name).or_zero()
    }

    fn amount_of(&self, name: &str, whose: Whose) -> Money {
        match whose {
            Whose::Person => self.amount(name),
            Whose::Household => self.amount(&accumulator::of_household(name)),
        }
    }

    /// An amount of those whose amounts the layer counts together.
    fn together(&self, name: &str) -> Money {
        self.amount_of(name, self.layer.counts)
    }

    /// What the layer counted before this bill over its own period.
    fn counted_before(&self, name: &str) -> Money {
        let name = match self.layer.accumulate {
            Period::Stay => return Money::ZERO,
            Period::Month => Cow::Owned(accumulator::in_month(name, self.facts.date)),
            Period::Quarter => Cow::Owned(accumulator::in_quarter(name, self.facts.date)),
            Period::Year => Cow::Borrowed(name),
        };
        self.together(&name)
    }

    fn paid_by_earlier(&self, layers: &[String]) -> Money {
        self.earlier.iter().filter(|share| layers.contains(&share.layer)).map(|share| share.paid).sum()
    }

    /// The part of the base that ceilings on the cost let count.
    fn within_cost(&self, terms: &Terms) -> Money {
        let caps = terms.ceilings.iter().filter(|ceiling| ceiling.caps_cost());
        caps.fold(self.base, |counted, ceiling| counted.min(self.ceiling_room(ceiling)))
    }

    fn within_ceilings(&self, terms: &Terms, unlimited: Money) -> Money {
        let caps = terms.ceilings.iter().filter(|ceiling| !ceiling.caps_cost());
        let paid = caps.fold(unlimited, |paid, ceiling| paid.min(self.ceiling_room(ceiling)));
        self.room.map_or(paid, |room| paid.min(room.or_zero()))
    }

    /// What a ceiling leaves. Totals that a correction left below nothing open no room above it.
    pub(super) fn ceiling_room(&self, ceiling: &Ceiling) -> Money {
        let mut used = if ceiling.caps_cost() { Money::ZERO } else { self.paid_by_earlier(&ceiling.with) };
        let accounts = || {
            let own = ceiling.account(self.layer);
            let others = ceiling.with.iter().map(|layer| accumulator::paid(layer));
            std::iter::once(own).chain(others)
        };
        let date = self.facts.date;
        match ceiling.per {
            CeilingPeriod::Day => {}
            // A share of each part's charges adds up to the share of the whole.
            CeilingPeriod::Stay if ceiling.share.is_some() => {}
            CeilingPeriod::Stay => {
                used += accounts().map(|name| self.facts.before_in_stay(self.history, &name)).sum();
            }
            CeilingPeriod::Month => {
                let months = accounts().map(|name| accumulator::in_month(&name, date));
                used += months.map(|name| self.amount_of(&name, ceiling.whose())).sum();
            }
            CeilingPeriod::Quarter => {
                let quarters = accounts().map(|name| accumulator::in_quarter(&name, date));
                used += quarters.map(|name| self.amount_of(&name, ceiling.whose())).sum();
            }
            CeilingPeriod::Year if ceiling.scope.is_none() && ceiling.with.is_empty() && !ceiling.caps_cost() => {
                used += self.amount_of(&self.layer.names.paid, ceiling.whose());
            }
            CeilingPeriod::Year => used += accounts().map(|name| self.amount_of(&name, ceiling.whose())).sum(),
        }
        (self.most(ceiling) - used).or_zero()
    }

    /// The ceiling itself, with what lifts it.
    pub(super) fn most(&self, ceiling: &Ceiling) -> Money {
        if ceiling.balance.is_some() {
            return self.facts.standing.member.family_account.or_zero();
        }
        if let (Some(share), Some(of)) = (ceiling.share, ceiling.of) {
            return whole(of, self.payable, self.priced.covered).share_down(share);
        }
        let amount = ceiling.amount.unwrap_or_default();
        let amount = if ceiling.per == CeilingPeriod::Day { amount.times(self.facts.bill.days()) } else { amount };
        let raised: Money = ceiling
            .raises
            .iter()
            .map(|raise| {
                let member = &self.facts.standing.member;
                let years = match raise.years {
                    RaiseYears::Continuous => member.continuous_years,
                    RaiseYears::ClaimFree => member.claim_free_years,
                };
                raise.each.times(years.saturating_sub(raise.after))
            })
            .sum();
        amount + ceiling.raised_at_most.map_or(raised, |most| raised.min(amount.share_down(most)))
    }
}

impl Ceiling {
    /// Whether the cost that counts is capped, not the benefit.
    pub(super) fn caps_cost(&self) -> bool {
        self.on == CeilingAxis::Cost
    }

    /// The account on which it counts.
    pub(super) fn account(&self, layer: &Layer) -> String {
        match (&self.scope, self.on) {
            (Some(scope), CeilingAxis::Benefit) => accumulator::paid_within(&layer.id, scope),
            (Some(scope), CeilingAxis::Cost) => accumulator::base_within(&layer.id, scope),
            (None, CeilingAxis::Benefit) => layer.names.paid.clone(),
            (None, CeilingAxis::Cost) => layer.names.base.clone(),
        }
    }

    fn whose(&self) -> Whose {
        if self.balance.is_some() { Whose::Household } else { self.counts }
    }
}

/// The rate of the highest band that an amount reaches.
fn reached_rate(terms: &Terms, floor: Money, extra: &Extra, amount: Money) -> Rate {
    let reached = segments(terms, floor, amount).filter(|(part, _)| !part.is_zero()).last();
    let first = || terms.bands.first().map_or(Rate::default(), |band| band.rate);
    rate_with_points(reached.map_or_else(first, |(_, rate)| rate), extra)
}

fn rate_with_points(rate: Rate, extra: &Extra) -> Rate {
    if extra.points.is_zero() {
        return rate;
    }
    Rate::new(with_points(rate, extra.points).round_dp(6)).unwrap_or(Rate::ONE)
}

fn with_points(rate: Rate, points: Decimal) -> Decimal {
    (rate.decimal() + points).min(Decimal::ONE)
}

/// The parts of this bill in each band, where there is more than one.
fn bands(terms: &Terms, floor: Money, extra: &Extra, from: Money, to: Money) -> Result<Vec<BandShare>, MoneyError> {
    if terms.bands.len() < 2 {
        return Ok(Vec::new());
    }
    let before = segments(terms, floor, from);
    let mut parts = Vec::new();
    for ((now, rate), (before, _)) in segments(terms, floor, to).zip(before) {
        let amount = Money::from_decimal(now - before)?;
        if !amount.is_zero() {
            parts.push(BandShare { amount, rate: rate_with_points(rate, extra) });
        }
    }
    if parts.len() < 2 {
        parts.clear();
    }
    Ok(parts)
}

/// What of an amount lies in each band, with the band's rate.
fn segments(terms: &Terms, line: Money, amount: Money) -> impl Iterator<Item = (Decimal, Rate)> + '_ {
    let (amount, floor) = match terms.axis {
        BandAxis::FromZero => (amount, line),
        BandAxis::AfterDeductible => ((amount - line).or_zero(), Money::ZERO),
    };
    let ends = terms.bands.iter().skip(1).map(|band| Some(band.over)).chain([None]);
    terms.bands.iter().zip(ends).map(move |(band, end)| {
        let from = band.over.max(floor);
        let to = end.map_or(amount, |end| end.min(amount));
        ((to - from).or_zero().decimal(), band.rate)
    })
}
