//! Random counties, households and years.

use super::county::{
    Bonus, Ceiling, Change, Cond, County, Dated, Guarantee, ITEMS, KindLimit, Layer, Member, Most, PayFirst, Raise,
    Range, Relief, Span, Terms, Visit,
};
use super::dice::Dice;
use proptest::collection::vec;
use proptest::prelude::*;

const KINDS: [&str; 3] = ["bed", "drug", "exam"];
const TAGS: [&str; 2] = ["tcm", "essential"];
const SPANS: [Span; 4] = [Span::Year, Span::Stay, Span::Month, Span::Quarter];
const COUNTED: [&str; 7] = ["as-bands", "stay", "month", "quarter", "year", "facility-year", "once-a-year"];
/// What is left by earlier layers, in some orders.
const LEFT: [&[&str]; 6] = [
    &["band-share", "deductible", "above-ceiling"],
    &["deductible", "band-share"],
    &["outside-catalogue"],
    &["pay-first", "above-limit", "band-share"],
    &["above-ceiling", "outside-catalogue", "pay-first", "above-limit", "deductible", "band-share"],
    &["referral-pay-first", "above-ceiling"],
];
/// No amount of a rule is larger, so that one year of bills passes every line.
const MOST: i64 = 30_000;

/// What happens in a year, in the order of the books.
#[derive(Debug, Clone)]
pub enum Event {
    Bill(Box<Visit>),
    /// The settlement of this number is taken back.
    Reversal(usize),
}

/// A county with a pack that passes its checks, and a year of a household under it.
#[derive(Clone)]
pub struct Case {
    pub county: County,
    pub year: Year,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{:#?}", self.county.text(), self.year)
    }
}

pub fn cases() -> impl Strategy<Value = Case> {
    vec(any::<u32>(), 0..900).prop_map(|row| {
        let mut dice = Dice::of(row);
        Case { county: county(&mut dice), year: year(&mut dice) }
    })
}

/// A visit of the first member at the end of the year.
pub fn visits() -> impl Strategy<Value = Visit> {
    vec(any::<u32>(), 0..40).prop_map(|row| visit(&mut Dice::of(row), 0, 360))
}

#[derive(Debug, Clone)]
pub struct Year {
    pub household: Vec<Member>,
    pub events: Vec<Event>,
}

/// Some of the values, with at least one end and something between the ends.
fn range(dice: &mut Dice, least: i64, span: i64) -> Range {
    let end = |dice: &mut Dice| least + dice.below(span);
    let (one, other) = (end(dice), end(dice));
    let (low, high) = (one.min(other), one.max(other) + 2);
    match dice.below(3) {
        0 => Range { start: Some((low, dice.once_in(2))), end: None },
        1 => Range { start: None, end: Some((high, dice.once_in(2))) },
        _ => Range { start: Some((low, dice.once_in(2))), end: Some((high, dice.once_in(2))) },
    }
}

/// A condition that does not hold always.
pub fn cond(dice: &mut Dice, depth: i64) -> Cond {
    let kinds = if depth > 0 { 20 } else { 17 };
    let inner = |dice: &mut Dice| dice.many(1, 2, |dice| cond(dice, depth - 1));
    match dice.below(kinds) {
        0 => Cond::In("category", vec!["poor"]),
        1 => Cond::In("category", vec!["disabled", "poor"]),
        2 => Cond::In("tier", vec!["county", "city"]),
        3 => Cond::In("stay", vec!["ordinary", "injury"]),
        4 => Cond::In("stay", vec!["outpatient", "chronic"]),
        5 => Cond::In("referral", vec!["unfiled"]),
        6 => Cond::In("place", vec!["away"]),
        7 => Cond::In("certificate", vec!["diabetes"]),
        8 => Cond::In("fact", vec!["contract"]),
        9 => Cond::In("grade", vec!["high"]),
        10 => Cond::In("disease", vec!["lungs"]),
        11 => Cond::In("facility", vec!["H1"]),
        12 => Cond::In("follows", vec!["transfer"]),
        13 => Cond::Within("age", range(dice, 0, 80)),
        14 => Cond::Within("total", range(dice, 0, MOST)),
        15 => Cond::Within(dice.one_of(&["admission", "admission_in_tier"]), range(dice, 1, 3)),
        16 => Cond::Within("date", range(dice, 0, 360)),
        17 => Cond::All(inner(dice)),
        18 => Cond::Any(inner(dice)),
        _ => Cond::None(inner(dice)),
    }
}

fn sometimes(dice: &mut Dice) -> Cond {
    if dice.once_in(2) { cond(dice, 1) } else { Cond::Always }
}

pub fn county(dice: &mut Dice) -> County {
    let layers = 1 + dice.below(4);
    let mut county = County {
        rounding: dice.one_of(&["half-up", "half-even", "down-to-yuan"]),
        year: dice.one_of(&["discharge", "admission", "settlement", "split"]),
        ..County::default()
    };
    for number in 0..layers {
        county.layers.push(layer(dice, usize::try_from(number).unwrap()));
    }
    county.limit_after_share = dice.once_in(2);
    county.pay_first = dice.many(0, 4, |dice| PayFirst {
        classes: dice.one_of(&[vec!['乙'], vec!['甲', '乙'], vec!['乙', '丙']]),
        kinds: dice.some(3, |dice| dice.subset(&KINDS)).unwrap_or_default(),
        origins: dice.some(3, |dice| dice.subset(&["domestic", "imported"])).unwrap_or_default(),
        thousandths: dice.thousandths(1000),
    });
    county.kind_limits = dice.many(0, 3, |dice| KindLimit {
        kinds: dice.one_of(&[vec!["bed"], vec!["drug"], vec!["drug", "exam"]]),
        when: sometimes(dice),
        by_day: dice.once_in(2),
        fen: dice.fen(MOST / 3),
    });
    county.referral_shares = dice.many(0, 3, |dice| (cond(dice, 1), dice.thousandths(300)));
    if dice.once_in(5) {
        county.fixed_prices = dice.many(1, 2, |dice| (cond(dice, 1), 1 + dice.fen(MOST)));
    }
    if dice.once_in(3) {
        county.overall = dice.many(0, 2, |dice| (cond(dice, 1), dice.thousandths(1000), dice.once_in(2)));
        county.overall.push((Cond::Always, 1000 - dice.thousandths(1000), dice.once_in(2)));
    }
    county
}

pub fn layer(dice: &mut Dice, number: usize) -> Layer {
    let covered = number == 0 || dice.once_in(4);
    let base = if covered { vec!["covered"] } else { dice.one_of(&LEFT).to_vec() };
    let charges = if covered { dice.some(4, |dice| dice.subset(&KINDS)).unwrap_or_default() } else { Vec::new() };
    let mut terms: Vec<Terms> = dice.many(0, 3, |dice| Terms { when: cond(dice, 2), ..some_terms(dice, number) });
    // Without terms for the rest the layer is closed to many.
    if terms.is_empty() || !dice.once_in(4) {
        terms.push(some_terms(dice, number));
    }
    // A tier may be a factor on another tier's result.
    for place in 1..terms.len() {
        let plain = |terms: &Terms| terms.like.is_none() && terms.fixed.is_none();
        if dice.once_in(5) && plain(&terms[place - 1]) && plain(&terms[place]) {
            terms[place].like = Some(place - 1);
            terms[place].factor = dice.thousandths(1000);
        }
    }
    let (over, deductible_counted) = (dice.one_of(&SPANS), dice.one_of(&COUNTED));
    // What stands by itself is not counted over a household.
    let by_itself = over == Span::Stay && ["as-bands", "stay"].contains(&deductible_counted);
    Layer {
        base,
        charges,
        over,
        household: dice.once_in(4) && !by_itself,
        deductible_counted,
        shared: dice.subset(&["interim", "transfer"]),
        most_favourable: dice.once_in(3),
        terms,
        reliefs: dice.many(0, 3, relief),
        bonuses: dice.many(0, 3, |dice| {
            let points = dice.once_in(2);
            Bonus {
                when: sometimes(dice),
                tags: dice.some(2, |dice| dice.subset(&TAGS)).unwrap_or_default(),
                points: if points { 1 + dice.thousandths(299) } else { 0 },
                factor: if points { 1000 } else { dice.one_of(&[1100, 1250, 1333, 2000, 800]) },
            }
        }),
        sum_bonuses: dice.once_in(2),
        claimed: dice.some(3, |dice| cond(dice, 1)).into_iter().collect(),
        own_money: dice.once_in(5),
    }
}

fn relief(dice: &mut Dice) -> Relief {
    let least = dice.some(2, |dice| dice.fen(MOST / 6)).unwrap_or(0);
    let (change, least) = match dice.below(3) {
        0 => (Change::LessEach(dice.fen(MOST / 6)), least),
        1 => (Change::To(dice.fen(MOST / 3)), 0),
        _ => (Change::Times(dice.thousandths(1000)), least),
    };
    Relief { when: sometimes(dice), change, least }
}

fn some_terms(dice: &mut Dice, number: usize) -> Terms {
    let mut starts = dice.many(0, 3, |dice| 1 + dice.fen(MOST));
    starts.push(0);
    starts.sort_unstable();
    starts.dedup();
    let bands = starts.into_iter().map(|start| (start, 1000 - dice.thousandths(1000))).collect();
    let fixed = dice.some(10, |dice| dice.fen(MOST / 2));
    Terms {
        deductible: dice.some(2, |dice| dice.fen(MOST / 3)),
        after_deductible: fixed.is_none() && dice.once_in(2),
        fixed,
        factor: dice.some(6, |dice| dice.one_of(&[800, 600, 1250])).unwrap_or(1000),
        guarantee: dice.some(6, |dice| Guarantee {
            thousandths: dice.thousandths(1000),
            of_total: dice.once_in(2),
            with: earlier(dice, number),
        }),
        ceilings: dice.many(0, 3, |dice| ceiling(dice, number)),
        ..Terms::plain(bands)
    }
}

fn earlier(dice: &mut Dice, number: usize) -> Vec<usize> {
    let all: Vec<usize> = (0..number).collect();
    dice.some(3, |dice| dice.subset(&all)).unwrap_or_default()
}

fn ceiling(dice: &mut Dice, number: usize) -> Ceiling {
    let per = dice.one_of(&[Span::Year, Span::Stay, Span::Month, Span::Quarter, Span::Day]);
    let most = match dice.below(10) {
        8 if per == Span::Stay => Most::Share(dice.thousandths(1000), dice.once_in(2)),
        9 if per == Span::Year => Most::FamilyAccount,
        _ => Most::Fen(if per == Span::Day { dice.fen(MOST / 10) } else { dice.fen(MOST) }),
    };
    let counted = !matches!(per, Span::Day | Span::Stay);
    let plain = matches!(most, Most::Fen(_));
    let on_cost = plain && dice.once_in(3);
    Ceiling {
        per,
        on_cost,
        scope: dice.some(4, |dice| dice.one_of(&["injury", "chronic"])).filter(|_| plain && counted),
        household: plain && counted && dice.once_in(3),
        with: if plain && !on_cost { earlier(dice, number) } else { Vec::new() },
        raises: dice
            .some(4, |dice| {
                dice.many(1, 2, |dice| Raise {
                    claim_free: dice.once_in(2),
                    after: dice.below(5),
                    each: dice.fen(MOST / 10),
                })
            })
            .filter(|_| plain && per == Span::Year)
            .unwrap_or_default(),
        raised_at_most: dice.some(2, |dice| dice.thousandths(400)).filter(|_| plain && per == Span::Year),
        most,
    }
    .without_idle_limit()
}

impl Ceiling {
    /// A limit of the raises stands beside raises alone.
    fn without_idle_limit(mut self) -> Self {
        if self.raises.is_empty() {
            self.raised_at_most = None;
        }
        self
    }
}

fn dated(dice: &mut Dice, codes: &[&'static str]) -> Vec<Dated> {
    let mut dated = Vec::new();
    for code in dice.subset(codes) {
        let from = dice.some(2, |dice| dice.below(200)).unwrap_or(0);
        dated.push((code, from, dice.some(3, |dice| from + dice.below(200))));
    }
    dated
}

pub fn member(dice: &mut Dice) -> Member {
    Member {
        born: (
            1946 + i32::try_from(dice.below(80)).unwrap(),
            1 + u32::try_from(dice.below(12)).unwrap(),
            1 + u32::try_from(dice.below(28)).unwrap(),
        ),
        categories: dated(dice, &["poor", "disabled"]),
        certificates: dated(dice, &["diabetes"]),
        grade: dice.some(3, |_| "high"),
        continuous_years: dice.below(8),
        claim_free_years: dice.below(4),
        family_account: 0,
    }
}

/// A visit of this person that ends on this day.
pub fn visit(dice: &mut Dice, who: usize, day: i64) -> Visit {
    let codes: Vec<&str> = ITEMS.iter().map(|item| item.0).chain(["unknown"]).collect();
    let discharged = day.min(364);
    let admitted = (discharged - dice.some(2, |dice| dice.below(12)).unwrap_or(0)).max(0);
    let mut visit = Visit {
        who,
        lines: dice.many(1, 5, |dice| (dice.one_of(&codes), 10 * dice.below(6_000), 10 * (1 + dice.below(4)))),
        tier: dice.one_of(&["township", "county", "city"]),
        kind: dice.one_of(&["ordinary", "injury", "birth", "outpatient", "chronic"]),
        referral: dice.one_of(&["local", "filed", "unfiled", "emergency"]),
        place: dice.some(3, |dice| dice.one_of(&["home", "away"])),
        facility: dice.some(2, |dice| dice.one_of(&["H1", "H2"])),
        admitted,
        discharged,
        settled: (discharged + dice.some(4, |dice| dice.below(40)).unwrap_or(0)).min(364),
        diagnosis: dice.one_of(&["I10.x00", "A15.000", "J18.900", "A16.000"]),
        facts: dice.some(3, |_| "contract").into_iter().collect(),
        episode: dice
            .some(3, |dice| (dice.one_of(&["E1", "E2"]), 1 + dice.below(3), dice.one_of(&["interim", "transfer"]))),
        goes_on: false,
    };
    visit.goes_on = visit.episode.is_some() && dice.once_in(4);
    // Prices and quantities with parts that are no whole fen.
    for (_, price, quantity) in &mut visit.lines {
        *price += dice.some(4, |dice| dice.below(10)).unwrap_or(0);
        *quantity += dice.some(4, |dice| dice.below(10)).unwrap_or(0);
    }
    visit
}

pub fn year(dice: &mut Dice) -> Year {
    let mut household = dice.many(1, 3, member);
    let account = dice.fen(MOST / 3);
    for member in &mut household {
        member.family_account = account;
    }
    let members = household.len().try_into().unwrap();
    let count = 1 + dice.below(7);
    let (mut day, mut events, mut settled) = (0, Vec::new(), 0);
    for _ in 0..count {
        day += dice.below(70);
        let who = usize::try_from(dice.below(members)).unwrap();
        events.push(Event::Bill(Box::new(visit(dice, who, day))));
        settled += 1;
        if dice.once_in(6) {
            events.push(Event::Reversal(usize::try_from(dice.below(settled)).unwrap()));
        }
    }
    Year { household, events }
}
