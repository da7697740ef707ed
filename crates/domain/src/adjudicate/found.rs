//! Where the figures of a layer's share come from, recorded for its explanation: only what is out of the ordinary.

use super::settlement::{BonusShare, DeductibleLine, Reached};
use super::share::{Case, Extra};
use crate::money::{Factor, Money, Rate};
use crate::pack::{Fund, Terms};
use rust_decimal::Decimal;

impl Case<'_> {
    /// How the line came about, where it is not simply that of the terms.
    pub(super) fn line_found(&self, terms: &Terms, left: Money) -> Option<DeductibleLine> {
        let own = terms.deductible.unwrap_or_default();
        let (mut relieved, mut reliefs) = (own, Vec::new());
        for (number, relief) in (1..).zip(&self.layer.reliefs) {
            if self.facts.holds(&relief.when) {
                let line = self.relieved_by(relief, relieved);
                if line != relieved {
                    reliefs.push(number);
                }
                relieved = line;
            }
        }
        (!reliefs.is_empty() || relieved != left).then_some(DeductibleLine { own, relieved, reliefs })
    }

    /// The ceilings that took something.
    pub(super) fn reached(&self, terms: &Terms, counted: Money, unlimited: Money, paid: Money) -> Vec<Reached> {
        let mut reached = Vec::new();
        let mut lowest = |on_cost: bool, lost: Money, room: Option<Money>| {
            if lost.is_zero() {
                return;
            }
            let ceilings = (1..).zip(&terms.ceilings).filter(|(_, ceiling)| ceiling.caps_cost() == on_cost);
            let lowest = ceilings.map(|(number, ceiling)| (self.ceiling_room(ceiling), number, ceiling)).min_by_key(
                // The first of several that leave the same.
                |(left, number, _)| (*left, *number),
            );
            match (lowest, room) {
                (Some((left, number, ceiling)), room) if room.is_none_or(|room| left <= room) => {
                    reached.push(Reached { ceiling: Some(number), most: self.most(ceiling), left, lost });
                }
                (_, Some(left)) => {
                    // The household's own money takes no room.
                    let earlier = self.facts.rules.layers.iter().zip(self.earlier);
                    let funds = earlier.filter(|(layer, _)| layer.fund != Fund::Account);
                    let paid: Money = funds.map(|(_, share)| share.paid).sum();
                    reached.push(Reached { ceiling: None, most: left + paid, left: left.or_zero(), lost });
                }
                _ => {}
            }
        };
        lowest(true, self.base - counted, None);
        lowest(false, unlimited - paid, self.room);
        reached
    }
}

/// Keeps what a bonus added, in the decimals that are recorded, unless that is nothing.
pub(super) fn keep(extra: &mut Extra, number: usize, points: Decimal, factor: Decimal) {
    let points = Rate::new(points.round_dp(6)).unwrap_or(Rate::ONE);
    let factor = Factor::new(factor.round_dp(6)).unwrap_or_default();
    if !points.decimal().is_zero() || !factor.is_one() {
        extra.found.push(BonusShare { bonus: number, points, factor });
    }
}
