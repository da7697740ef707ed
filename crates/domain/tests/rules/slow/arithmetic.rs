//! A slow, obvious second implementation of the layers, written from the description of the rules alone.

use super::books::{Books, Entry, LayerEntry, Over};
use super::county::{Ceiling, Change, County, Layer, Member, Most, Span, Terms, Visit};
use super::facts::Facts;
use super::fraction::Fraction;
use super::pricing::{self, Priced};
use std::collections::BTreeMap;

/// What a bill should come to.
#[derive(Debug, Clone)]
pub struct Expected {
    pub total: i64,
    pub before_layers: [(&'static str, i64); 3],
    pub covered: i64,
    pub referral_share: i64,
    pub hospital: i64,
    pub layers: Vec<LayerEntry>,
    /// What the patient bears, by kind.
    pub patient: BTreeMap<&'static str, i64>,
    pub you_pay: i64,
    pub at_desk: i64,
    /// The same for the books.
    pub entry: Entry,
}

/// One bill on its way through the layers.
struct Way<'a> {
    county: &'a County,
    books: &'a Books,
    member: &'a Member,
    visit: &'a Visit,
    facts: Facts<'a>,
    priced: Priced,
    done: Vec<LayerEntry>,
    /// What all layers together may still pay.
    room: Option<i64>,
}

pub fn settle(county: &County, household: &[Member], books: &Books, visit: &Visit) -> Expected {
    let member = &household[visit.who];
    let (admission, in_tier) = (books.admission(visit, None), books.admission(visit, Some(visit.tier)));
    let facts = Facts { visit, day: county.day(visit), total: pricing::total(visit), admission, in_tier };
    let priced = pricing::price(county, member, visit, &facts, books);
    let covered = priced.covered;
    let first = |list: &[(super::county::Cond, i64)]| {
        list.iter().find(|(when, _)| facts.holds(member, when)).map(|(_, value)| *value)
    };
    let referral = first(&county.referral_shares).unwrap_or(0);
    let referral_share = (Fraction::whole(covered) * Fraction::thousandths(referral)).fen(county.rounding);
    let overall = county.overall.iter().find(|(when, ..)| facts.holds(member, when));
    let payable = priced.total - priced.hospital;
    let room = overall.map(|(_, rate, of_total)| {
        (Fraction::whole(if *of_total { payable } else { covered }) * Fraction::thousandths(*rate)).floor()
    });
    let mut way = Way { county, books, member, visit, facts, priced, done: Vec::new(), room };
    let patient = way.through_the_layers(referral_share);
    let you_pay = patient.values().sum();
    let claimed: i64 = way.done.iter().filter(|layer| layer.claimed).map(|layer| layer.paid).sum();
    Expected {
        total: way.priced.total,
        before_layers: way.before_layers(),
        covered,
        referral_share,
        hospital: way.priced.hospital,
        layers: way.done.clone(),
        patient,
        you_pay,
        at_desk: you_pay + claimed,
        entry: Entry {
            who: visit.who,
            day: way.facts.day,
            tier: visit.tier,
            facility: visit.facility.unwrap_or(""),
            episode: visit.episode.map(|(name, ..)| name),
            hospital: visit.hospital(),
            in_bed: visit.is_inpatient(),
            admission: visit.is_inpatient() && books.opens(visit),
            under_price: way.priced.under_price,
            under_limits: way.priced.under_limits,
            layers: way.done,
        },
    }
}

/// What a layer did to what is with the patient, kind by kind.
fn relieve(patient: &mut BTreeMap<&'static str, i64>, layer: &Layer, entry: &LayerEntry) {
    let mut move_to = |kind: &str, fen: i64| *patient.get_mut(kind).unwrap() += fen;
    if layer.base == ["covered"] {
        move_to("covered", -entry.base);
        move_to("deductible", entry.deductible);
        move_to("above-ceiling", entry.above_ceiling);
        move_to("band-share", entry.base - entry.deductible - entry.paid - entry.above_ceiling);
        return;
    }
    let mut left = entry.paid;
    for kind in &layer.base {
        let relieved = left.min(patient[kind]);
        *patient.get_mut(kind).unwrap() -= relieved;
        left -= relieved;
    }
    assert_eq!(left, 0, "a layer never pays more than its base");
}

impl Way<'_> {
    fn before_layers(&self) -> [(&'static str, i64); 3] {
        let Priced { outside, above_limit, pay_first, .. } = self.priced;
        [("outside-catalogue", outside), ("above-limit", above_limit), ("pay-first", pay_first)]
    }

    /// Goes through all layers, and gives what is with the patient at the end.
    fn through_the_layers(&mut self, referral_share: i64) -> BTreeMap<&'static str, i64> {
        let county = self.county;
        let covered = self.priced.covered - referral_share;
        let mut patient = BTreeMap::from(self.before_layers());
        patient.extend([("referral-pay-first", referral_share), ("covered", covered)]);
        patient.extend([("deductible", 0), ("band-share", 0), ("above-ceiling", 0)]);
        // Covered charges by kind of charge, where a layer asks for some kinds alone.
        let apart = county.layers.iter().any(|layer| !layer.charges.is_empty());
        let mut pots = apart.then(|| self.priced.by_kind(covered));
        for (number, layer) in county.layers.iter().enumerate() {
            let wanted = |kind: &str| layer.charges.is_empty() || layer.charges.contains(&kind);
            let base = match &pots {
                Some(pots) if layer.base == ["covered"] => {
                    pots.iter().filter(|(kind, _)| wanted(kind)).map(|(_, fen)| *fen).sum()
                }
                _ => layer.base.iter().map(|kind| patient[kind]).sum(),
            };
            let entry = self.layer(number, layer, base);
            if entry.terms.is_some() {
                if let Some(pots) = pots.as_mut().filter(|_| layer.base == ["covered"]) {
                    pots.retain(|kind, _| !wanted(kind));
                }
                relieve(&mut patient, layer, &entry);
            }
            if !layer.own_money {
                self.room = self.room.map(|room| room - entry.paid);
            }
            self.done.push(entry);
        }
        patient
    }

    fn layer(&self, number: usize, layer: &Layer, base: i64) -> LayerEntry {
        let holding = layer.terms.iter().enumerate().filter(|(_, terms)| self.facts.holds(self.member, &terms.when));
        let bonuses = self.bonuses(layer);
        let with_its_best_bonus = |(place, terms)| {
            let with_each = bonuses.iter().map(|more| self.under(number, layer, (place, terms), *more, base));
            with_each.reduce(more_paid).unwrap()
        };
        let mut options = holding.map(with_its_best_bonus);
        let Some(first) = options.next() else {
            return LayerEntry { base, basis: "bands", ..LayerEntry::default() };
        };
        let mut chosen = options.filter(|_| layer.most_favourable).fold(first, more_paid);
        chosen.claimed = layer.claimed.iter().any(|when| self.facts.holds(self.member, when));
        chosen
    }

    fn over(&self, span: Span, household: bool) -> Over {
        Over { who: self.visit.who, household, day: self.facts.day, span }
    }

    fn under(
        &self,
        number: usize,
        layer: &Layer,
        (place, terms): (usize, &Terms),
        (points, factor): (Fraction, Fraction),
        base: i64,
    ) -> LayerEntry {
        let rule = terms.like.map_or(terms, |like| &layer.terms[like]);
        let span = self.over(layer.over, layer.household);
        let on_cost = || terms.ceilings.iter().filter(|ceiling| ceiling.on_cost);
        let counted = on_cost().fold(base, |counted, ceiling| counted.min(self.left_under(number, ceiling)));
        let before = self.books.sum(span, number, |entry| entry.counted);
        let taken_before = self.books.sum(span, number, |entry| entry.deductible);

        let line = self.relieved(layer, rule.deductible.unwrap_or(0));
        let once_on_the_axis = layer.over != Span::Stay && layer.deductible_counted == "as-bands";
        let left = if once_on_the_axis { line } else { (line - self.already_taken(number, layer)).max(0) };
        let mut deductible =
            if once_on_the_axis { (before + counted).min(line) - before.min(line) } else { counted.min(left) };
        // From where to where this bill lies on the axis of the bands, and the start line on that axis.
        let (from, to, floor) = if once_on_the_axis {
            (before, before + counted, line)
        } else if layer.over == Span::Stay {
            (0, counted, left)
        } else {
            let from = (before - taken_before).max(0);
            (from, from + counted - deductible, 0)
        };
        let factor = factor * Fraction::thousandths(terms.factor);
        let rounding = self.county.rounding;
        let mut basis = "bands";
        let mut paid = if let Some(fixed) = terms.fixed {
            basis = "fixed";
            let paid_in_other_parts = self.books.in_stay(self.visit, |entry| entry.layers[number].paid);
            (Fraction::whole(fixed) * factor).fen(rounding) - paid_in_other_parts
        } else {
            let benefit = |amount| (in_bands(rule, floor, points, amount) * factor).fen(rounding);
            benefit(to) - benefit(from)
        };
        paid = paid.min(counted - deductible).max(0);
        if let Some(least) = terms.guarantee.as_ref().or(rule.guarantee.as_ref()) {
            let of = if least.of_total { self.priced.total - self.priced.hospital } else { self.priced.covered };
            let share = (Fraction::whole(of) * Fraction::thousandths(least.thousandths)).fen(rounding);
            let others: i64 = least.with.iter().map(|other| self.done[*other].paid).sum();
            let guaranteed = (share - others).max(0).min(counted);
            if guaranteed > paid {
                basis = "guarantee";
                paid = guaranteed;
                deductible = deductible.min(counted - paid);
            }
        }
        let unlimited = paid;
        for ceiling in terms.ceilings.iter().filter(|ceiling| !ceiling.on_cost) {
            paid = paid.min(self.left_under(number, ceiling));
        }
        if let Some(room) = self.room.filter(|_| !layer.own_money) {
            paid = paid.min(room.max(0));
        }
        let account = |ceiling: &Ceiling| ceiling.scope.map(|scope| (ceiling.on_cost, scope));
        LayerEntry {
            terms: Some(place + 1),
            base,
            counted,
            deductible,
            line: left,
            paid,
            above_ceiling: unlimited - paid + base - counted,
            basis,
            claimed: false,
            accounts: terms.ceilings.iter().filter_map(account).collect(),
        }
    }

    /// What the deductible took before, over what it is counted.
    fn already_taken(&self, number: usize, layer: &Layer) -> i64 {
        let over = |span| self.over(span, layer.household);
        match layer.deductible_counted {
            "as-bands" | "stay" => match self.visit.episode {
                Some((name, _, link)) if layer.shared.contains(&link) => {
                    self.books.deductible_of_episode(self.visit.who, number, name)
                }
                _ => 0,
            },
            "month" => self.books.sum(over(Span::Month), number, |entry| entry.deductible),
            "quarter" => self.books.sum(over(Span::Quarter), number, |entry| entry.deductible),
            "year" => self.books.sum(over(Span::Year), number, |entry| entry.deductible),
            "facility-year" => self.books.deductible_in(over(Span::Year), number, self.visit.facility.unwrap_or("")),
            "once-a-year" => self.books.sum(over(Span::Year), number, |entry| entry.line),
            other => panic!("no way of counting {other}"),
        }
    }

    fn relieved(&self, layer: &Layer, line: i64) -> i64 {
        let mut now = line;
        for relief in layer.reliefs.iter().filter(|relief| self.facts.holds(self.member, &relief.when)) {
            let changed = match relief.change {
                Change::To(fen) => fen,
                Change::Times(rate) => (Fraction::whole(now) * Fraction::thousandths(rate)).floor(),
                Change::LessEach(fen) => now - fen * (self.facts.admission - 1),
            };
            now = changed.max(relief.least.min(now)).max(0);
        }
        now
    }

    /// Points and factors of which one pair is added: those of each bonus, or of all of them.
    fn bonuses(&self, layer: &Layer) -> Vec<(Fraction, Fraction)> {
        let holding = layer.bonuses.iter().filter(|bonus| self.facts.holds(self.member, &bonus.when));
        let each: Vec<_> = holding
            .map(|bonus| {
                let share = if bonus.tags.is_empty() { Fraction::ONE } else { self.priced.tagged(&bonus.tags) };
                let factor = Fraction::ONE + Fraction::thousandths(bonus.factor - 1000) * share;
                (Fraction::thousandths(bonus.points) * share, factor)
            })
            .collect();
        let pairs = if layer.sum_bonuses || each.is_empty() {
            let points = each.iter().map(|(points, _)| *points).sum::<Fraction>();
            vec![(points, each.iter().map(|(_, factor)| *factor).fold(Fraction::ONE, std::ops::Mul::mul))]
        } else {
            each
        };
        pairs.into_iter().map(|(points, factor)| (points.min(Fraction::ONE), factor.min(Fraction::whole(10)))).collect()
    }

    /// What a ceiling leaves for this bill.
    fn left_under(&self, number: usize, ceiling: &Ceiling) -> i64 {
        let most = match ceiling.most {
            Most::FamilyAccount => self.member.family_account,
            Most::Share(rate, of_total) => {
                let of = if of_total { self.priced.total - self.priced.hospital } else { self.priced.covered };
                (Fraction::whole(of) * Fraction::thousandths(rate)).floor()
            }
            Most::Fen(fen) => {
                let fen = if ceiling.per == Span::Day { fen * self.visit.days() } else { fen };
                let raised: i64 = ceiling
                    .raises
                    .iter()
                    .map(|raise| {
                        let years =
                            if raise.claim_free { self.member.claim_free_years } else { self.member.continuous_years };
                        raise.each * (years - raise.after).max(0)
                    })
                    .sum();
                let at_most = ceiling.raised_at_most;
                fen + at_most
                    .map_or(raised, |most| raised.min((Fraction::whole(fen) * Fraction::thousandths(most)).floor()))
            }
        };
        let household = ceiling.household || matches!(ceiling.most, Most::FamilyAccount);
        let over = self.over(ceiling.per, household);
        let amount = |entry: &LayerEntry| if ceiling.on_cost { entry.counted } else { entry.paid };
        let under_it = |entry: &LayerEntry| {
            let counts = ceiling.scope.is_none_or(|scope| entry.accounts.contains(&(ceiling.on_cost, scope)));
            if counts { amount(entry) } else { 0 }
        };
        let mut used = self.books.sum(over, number, under_it);
        for other in &ceiling.with {
            used += self.done[*other].paid + self.books.sum(over, *other, |entry| entry.paid);
        }
        if ceiling.per == Span::Stay && matches!(ceiling.most, Most::Fen(_)) {
            used += self.books.in_stay(self.visit, |entry| {
                let with: i64 = ceiling.with.iter().map(|other| entry.layers[*other].paid).sum();
                amount(&entry.layers[number]) + with
            });
        }
        (most - used).max(0)
    }
}

/// The one that pays more, the first of equals.
fn more_paid(one: LayerEntry, other: LayerEntry) -> LayerEntry {
    if other.paid > one.paid { other } else { one }
}

/// What bands give of the first fen of an amount, before factors.
pub fn in_bands(terms: &Terms, floor: i64, points: Fraction, amount: i64) -> Fraction {
    let (start, end) = if terms.after_deductible { (0, (amount - floor).max(0)) } else { (floor, amount) };
    let mut sum = Fraction::ZERO;
    for (place, (over, rate)) in terms.bands.iter().enumerate() {
        let until = terms.bands.get(place + 1).map_or(i64::MAX, |(next, _)| *next);
        let inside = (end.min(until) - start.max(*over)).max(0);
        let rate = (Fraction::thousandths(*rate) + points).min(Fraction::ONE);
        sum = sum + Fraction::whole(inside) * rate;
    }
    sum
}
