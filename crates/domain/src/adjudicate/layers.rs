//! The fund layers, in the pack's order.
//!
//! A ledger of what is still with the patient, by kind, goes from layer to layer. A layer on covered charges alone
//! splits them into deductible, band share and what lies above the ceiling; another layer relieves kinds in the order
//! of its base. So the parts of funds and patient always add up to the total.

use super::accumulators::{Accumulators, accumulator};
use super::facts::Facts;
use super::ledger::Ledger;
use super::pricing::Priced;
use super::settlement::{Kind, LayerShare, Settlement};
use super::share::{Case, Decided};
use crate::money::{Money, MoneyError};
use crate::pack::{Ceiling, Fund, Layer, Period, Terms, Whole};
use std::collections::BTreeMap;

pub(super) fn settle(facts: &Facts<'_>, history: &Accumulators, priced: Priced<'_>) -> Result<Settlement, MoneyError> {
    let rules = facts.rules;
    let payable = facts.total - priced.hospital;
    let referral_share = referral_share(facts, priced.covered)?;
    let mut ledger = Ledger::default();
    for (kind, amount) in priced.kinds {
        ledger.add(kind, amount);
    }
    ledger.add(Kind::ReferralPayFirst, referral_share);
    ledger.add(Kind::Covered, priced.covered - referral_share);
    let by_charges = rules.layers.iter().any(|layer| !layer.charges.is_empty());
    let mut charges = by_charges.then(|| priced.by_charge_kind(priced.covered - referral_share));
    let overall = rules.overall.iter().find(|overall| facts.holds(&overall.when));
    let mut room = overall.map(|overall| whole(overall.of, payable, priced.covered).share_down(overall.rate));
    let mut difference = Accumulators::default();
    let mut layers: Vec<LayerShare> = Vec::with_capacity(rules.layers.len());
    for layer in &rules.layers {
        let base = match &mut charges {
            Some(charges) if layer.base == [Kind::Covered] => {
                of_charges(layer, charges).map(|(_, amount)| *amount).sum()
            }
            _ => ledger.sum_of(&layer.base),
        };
        // The household's own money is no fund's payment.
        let own_money = layer.fund == Fund::Account;
        let limit = room.filter(|_| !own_money);
        let case = Case { layer, facts, history, priced: &priced, payable, earlier: &layers, base, room: limit };
        let Decided { share, counted } = case.decide()?;
        // A layer for which the person is not eligible leaves its charges to the next.
        if let Some(charges) = &mut charges
            && layer.base == [Kind::Covered]
            && share.terms.is_some()
        {
            of_charges(layer, charges).for_each(|(_, amount)| *amount = Money::ZERO);
        }
        if !own_money {
            room = room.map(|room| room - share.paid);
        }
        relieve(&mut ledger, layer, &share);
        count(&mut difference, facts, layer, &share, counted);
        layers.push(share);
    }
    for (name, amount) in &priced.in_stay {
        if let Some(name) = facts.in_stay(name) {
            difference.add_amount(name, *amount);
        }
    }
    count_stay(&mut difference, facts);
    // No total may leave the range in which it can be kept.
    for (name, amount) in &difference.amounts {
        history.amount(name).checked_add(*amount)?;
    }
    let you_pay = ledger.total();
    Ok(Settlement {
        year: rules.benefit_year,
        total: facts.total,
        items: priced.items,
        before_layers: priced.kinds.into_iter().filter(|(_, amount)| !amount.is_zero()).collect(),
        passed_limits: priced.passed_limits,
        covered: priced.covered,
        referral_share,
        hospital_pays: priced.hospital,
        layers,
        patient: ledger.into_map(),
        you_pay,
        difference,
    })
}

/// An amount of the bill of which shares are taken.
pub(super) fn whole(of: Whole, payable: Money, covered: Money) -> Money {
    match of {
        Whole::Total => payable,
        Whole::Covered => covered,
    }
}

fn referral_share(facts: &Facts<'_>, covered: Money) -> Result<Money, MoneyError> {
    let Some(rule) = facts.rules.referral_shares.iter().find(|rule| facts.holds(&rule.when)) else {
        return Ok(Money::ZERO);
    };
    Money::rounded(covered.decimal() * rule.rate.decimal(), facts.rules.rounding)
}

/// The covered charges of a layer's kinds that no earlier layer took.
fn of_charges<'a>(
    layer: &'a Layer,
    charges: &'a mut BTreeMap<String, Money>,
) -> impl Iterator<Item = (&'a String, &'a mut Money)> {
    charges.iter_mut().filter(|(kind, _)| layer.charges.is_empty() || layer.charges.contains(kind))
}

/// What a layer does to the amounts that are with the patient.
pub(super) fn relieve(ledger: &mut Ledger, layer: &Layer, share: &LayerShare) {
    if layer.base == [Kind::Covered] {
        if share.terms.is_some() {
            ledger.take(Kind::Covered, share.base);
            ledger.add(Kind::Deductible, share.deductible);
            ledger.add(Kind::AboveCeiling, share.above_ceiling);
            ledger.add(Kind::BandShare, share.base - share.deductible - share.above_ceiling - share.paid);
        }
        return;
    }
    let mut left = share.paid;
    for kind in &layer.base {
        let relieved = left.min(ledger.get(*kind));
        ledger.take(*kind, relieved);
        left -= relieved;
    }
}

/// Adds what the layer did to the totals.
fn count(difference: &mut Accumulators, facts: &Facts<'_>, layer: &Layer, share: &LayerShare, counted: Money) {
    let names = &layer.names;
    let mut add = |name: &str, amount: Money| {
        if amount.is_zero() {
            return;
        }
        difference.add_amount(name.to_owned(), amount);
        if names.months {
            difference.add_amount(accumulator::in_month(name, facts.date), amount);
        }
        if names.quarters {
            difference.add_amount(accumulator::in_quarter(name, facts.date), amount);
        }
    };
    if names.counts_base {
        add(&names.base, counted);
    }
    add(&names.deductible, share.deductible);
    add(&names.paid, share.paid);
    for (scope, amount) in scopes(layer, share, counted) {
        add(&scope, amount);
    }
    if names.facilities {
        let facility = facts.bill.facility.as_deref().unwrap_or_default();
        difference.add_amount(accumulator::in_facility(&names.deductible, facility), share.deductible);
    }
    if names.lines {
        difference.add_amount(names.line.clone(), share.deductible_line);
    }
    let in_stay = |name: &str| facts.in_stay(name).filter(|_| names.stays);
    if let Some(name) = in_stay(&names.paid) {
        difference.add_amount(name, share.paid);
    }
    if let Some(name) = in_stay(&names.base).filter(|_| names.counts_base) {
        difference.add_amount(name, counted);
    }
    // What follows says by its own link whether it shares the deductible.
    if let Some(episode) = facts.bill.episode.as_ref().filter(|_| !layer.deductible_shared.is_empty()) {
        difference.add_amount(accumulator::in_episode(&names.deductible, &episode.id), share.deductible);
    }
}

/// The accounts of their own that the ceilings of the terms keep, each once.
fn scopes(layer: &Layer, share: &LayerShare, counted: Money) -> BTreeMap<String, Money> {
    let terms: Option<&Terms> = share.terms.and_then(|number| layer.terms.get(number - 1));
    let named = terms.into_iter().flat_map(|terms| &terms.ceilings).filter(|ceiling| ceiling.scope.is_some());
    named
        .map(|ceiling| {
            let amount = if ceiling.caps_cost() { counted } else { share.paid };
            (ceiling.account(layer), amount)
        })
        .collect()
}

fn count_stay(difference: &mut Accumulators, facts: &Facts<'_>) {
    let bill = facts.bill;
    if !bill.kind.is_inpatient() {
        difference.add_count(accumulator::visits(&bill.tier), 1);
        return;
    }
    if facts.begins {
        difference.add_count(accumulator::stays(&bill.tier), 1);
    }
    if let Some(episode) = &bill.episode {
        difference.add_count(accumulator::parts(&episode.id), 1);
    }
}

impl crate::pack::LayerNames {
    /// Gives each layer its names, and which of them the rules ask for.
    pub fn give(layers: &mut [Layer]) {
        let names: Vec<Self> = layers.iter().map(|layer| Self::of(layer, layers)).collect();
        for (layer, names) in layers.iter_mut().zip(names) {
            layer.names = names;
        }
    }

    fn of(layer: &Layer, layers: &[Layer]) -> Self {
        use crate::pack::{CeilingPeriod, DeductibleCounted};
        let ceilings = || layer.terms.iter().flat_map(|terms| &terms.ceilings);
        // Ceilings of other layers count what this one paid over their own period.
        let all = layers.iter().flat_map(|layer| &layer.terms).flat_map(|terms| &terms.ceilings);
        let with: Vec<&Ceiling> = all.filter(|ceiling| ceiling.with.contains(&layer.id)).collect();
        let caps = |period| ceilings().chain(with.iter().copied()).any(|ceiling| ceiling.per == period);
        Self {
            base: accumulator::base(&layer.id),
            deductible: accumulator::deductible(&layer.id),
            line: accumulator::line(&layer.id),
            paid: accumulator::paid(&layer.id),
            counts_base: layer.accumulate != Period::Stay || ceilings().any(Ceiling::caps_cost),
            months: layer.accumulate == Period::Month
                || layer.deductible_counted == DeductibleCounted::Month
                || caps(CeilingPeriod::Month),
            quarters: layer.accumulate == Period::Quarter
                || layer.deductible_counted == DeductibleCounted::Quarter
                || caps(CeilingPeriod::Quarter),
            stays: caps(CeilingPeriod::Stay) || layer.terms.iter().any(|terms| terms.fixed.is_some()),
            facilities: layer.deductible_counted == DeductibleCounted::FacilityYear,
            lines: layer.deductible_counted == DeductibleCounted::OnceAYear,
        }
    }
}
