//! What must hold for any pack and any year of a household's bills.

use crate::random::line;
use crate::slow::books::{Books, Entry, LayerEntry, Over};
use crate::slow::county::{Ceiling, County, Member, Most, Span, Visit};
use crate::slow::draw::{self, Case, Event};
use crate::support::{cases, charge, pack, person, settle, settle_first};
use nonghe_domain::adjudicate::{Accumulators, Bill, ChargeLine, ItemSplit, Kind, Settlement, Standing, accumulator};
use nonghe_domain::pack::Pack;
use nonghe_domain::{Money, Quantity};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use rust_decimal::Decimal;

/// Codes of the catalogue of random counties, and one that it does not know.
const CODES: &[&str] = &["bed", "bed-limited", "herb", "pill", "pill-limited", "scan", "test", "cosmetic", "nowhere"];

/// One settlement of a played year.
struct Played {
    visit: Visit,
    before: Accumulators,
    settlement: Settlement,
}

/// A year as it was played.
struct Play {
    pack: Pack,
    standings: Vec<Standing>,
    settled: Vec<Option<Played>>,
    totals: Vec<Accumulators>,
}

fn play(case: &Case) -> Option<Play> {
    let standings: Vec<_> = case.year.household.iter().map(Member::standing).collect();
    let mut play = Play {
        pack: case.county.pack_if_sound()?,
        totals: vec![Accumulators::default(); standings.len()],
        standings,
        settled: Vec::new(),
    };
    for event in &case.year.events {
        match event {
            Event::Bill(visit) => play.settle(visit, |_, _| {}),
            Event::Reversal(number) => play.reverse(*number),
        }
    }
    Some(play)
}

impl Play {
    fn settle(&mut self, visit: &Visit, then: impl Fn(&Bill, &Settlement)) {
        let who = visit.who;
        let before = self.totals[who].clone().with_household(&self.totals);
        let bill = visit.bill();
        let settlement = settle(&self.pack, &self.standings[who], &before, &bill);
        then(&bill, &settlement);
        self.totals[who] = std::mem::take(&mut self.totals[who]).plus(&settlement.difference);
        self.settled.push(Some(Played { visit: visit.clone(), before, settlement }));
    }

    fn reverse(&mut self, number: usize) {
        if let Some(Played { visit, settlement, .. }) = self.settled[number].take() {
            let totals = &mut self.totals[visit.who];
            *totals = std::mem::take(totals).minus(&settlement.difference);
        }
    }

    fn standing(&self) -> impl Iterator<Item = &Played> {
        self.settled.iter().flatten()
    }
}

/// Everything but the split of single lines.
fn figures(settlement: &Settlement) -> Settlement {
    Settlement { items: Vec::new(), ..settlement.clone() }
}

fn assert_adds_up(settlement: &Settlement) {
    let Settlement { total, covered, referral_share, hospital_pays, you_pay, .. } = *settlement;
    assert_eq!(settlement.funds_pay() + you_pay + hospital_pays, total, "funds, patient and hospital");
    assert_eq!(settlement.patient.values().sum::<Money>(), you_pay, "kinds of the patient");
    let before = settlement.before_layers.values().sum::<Money>();
    assert_eq!(before + covered + hospital_pays, total, "kinds before the layers and covered charges");
    assert!(referral_share <= covered);
    assert_eq!(settlement.due_at_desk() + settlement.funds_pay() - settlement.claimed_later(), total - hospital_pays);
    let mut left = total - hospital_pays;
    for layer in &settlement.layers {
        let parts =
            [layer.base, layer.base_of_year, layer.deductible, layer.deductible_line, layer.paid, layer.above_ceiling];
        assert!(parts.iter().all(|part| !part.is_negative()), "{layer:?}");
        assert!(layer.base <= left, "nothing enters a layer that is not left: {layer:?}");
        assert!(layer.deductible + layer.paid + layer.above_ceiling <= layer.base, "{layer:?}");
        assert!(layer.deductible <= layer.deductible_line, "{layer:?}");
        assert!(
            layer.bands.iter().map(|band| band.amount).sum::<Money>() <= layer.base - layer.deductible,
            "{layer:?}"
        );
        assert!(layer.terms.is_some() || layer.paid.is_zero(), "nobody is paid without terms");
        left -= layer.paid;
    }
    let all = settlement.patient.values().chain(settlement.before_layers.values());
    assert!(all.chain([&you_pay, &covered, &hospital_pays]).all(|part| !part.is_negative()), "{settlement:?}");
}

fn assert_lines_add_up(settlement: &Settlement) {
    let column = |part: fn(&ItemSplit) -> Money| settlement.items.iter().map(part).sum::<Money>();
    let kind = |kind| settlement.before_layers.get(&kind).copied().unwrap_or_default();
    assert_eq!(column(|item| item.amount), settlement.total);
    assert_eq!(column(|item| item.outside), kind(Kind::OutsideCatalogue));
    assert_eq!(column(|item| item.above_limit), kind(Kind::AboveLimit));
    assert_eq!(column(|item| item.pay_first), kind(Kind::PayFirst));
    assert_eq!(column(|item| item.covered), settlement.covered);
    assert_eq!(column(|item| item.hospital), settlement.hospital_pays);
    for item in &settlement.items {
        let parts = [item.outside, item.above_limit, item.pay_first, item.covered, item.hospital];
        assert!(parts.iter().all(|part| !part.is_negative()), "{item:?}");
        assert_eq!(parts.iter().sum::<Money>(), item.amount, "{item:?}");
    }
}

/// What an engine's settlement looks like in the books of the slow arithmetic.
fn entry(county: &County, visit: &Visit, settlement: &Settlement) -> Entry {
    let layer = |(share, layer): (&nonghe_domain::adjudicate::LayerShare, &crate::slow::county::Layer)| {
        let ceilings = share.terms.map(|number| &layer.terms[number - 1].ceilings);
        LayerEntry {
            terms: share.terms,
            // At least this much counted.
            counted: (share.paid + share.deductible).fen(),
            paid: share.paid.fen(),
            accounts: ceilings
                .into_iter()
                .flatten()
                .filter_map(|ceiling| ceiling.scope.map(|scope| (ceiling.on_cost, scope)))
                .collect(),
            ..LayerEntry::default()
        }
    };
    Entry {
        who: visit.who,
        day: county.day(visit),
        tier: visit.tier,
        facility: "",
        episode: None,
        hospital: "",
        in_bed: false,
        admission: false,
        under_price: 0,
        under_limits: Vec::new(),
        layers: settlement.layers.iter().zip(&county.layers).map(layer).collect(),
    }
}

/// The most that a ceiling with a fixed amount allows a member.
fn most(case: &Case, visit: &Visit, ceiling: &Ceiling) -> Option<i64> {
    let member = &case.year.household[visit.who];
    let years = |claim_free| if claim_free { member.claim_free_years } else { member.continuous_years };
    match ceiling.most {
        Most::Fen(fen) => {
            let raises = ceiling.raises.iter().map(|raise| raise.each * (years(raise.claim_free) - raise.after).max(0));
            let raised: i64 = raises.sum();
            let raised = ceiling.raised_at_most.map_or(raised, |most| raised.min(fen * most / 1000));
            Some(if ceiling.per == Span::Day { fen * visit.days() } else { fen + raised })
        }
        Most::FamilyAccount => Some(member.family_account),
        Most::Share(..) => None,
    }
}

/// Counts from the settlements themselves, never from totals, whether a ceiling was passed.
fn assert_within_ceilings(case: &Case, play: &Play) {
    let mut books = Books::default();
    for Played { visit, settlement, .. } in play.settled.iter().flatten() {
        let now = entry(&case.county, visit, settlement);
        let day = now.day;
        books.entries.push(Some(now.clone()));
        for (number, (layer, share)) in case.county.layers.iter().zip(&now.layers).enumerate() {
            let Some(terms) = share.terms.filter(|_| share.paid > 0) else { continue };
            for ceiling in &layer.terms[terms - 1].ceilings {
                let Some(most) = most(case, visit, ceiling) else { continue };
                let amount = |entry: &LayerEntry| if ceiling.on_cost { entry.counted } else { entry.paid };
                let under_it = |entry: &LayerEntry| {
                    ceiling.scope.is_none_or(|scope| entry.accounts.contains(&(ceiling.on_cost, scope)))
                };
                let household = ceiling.household || matches!(ceiling.most, Most::FamilyAccount);
                let over = Over { who: visit.who, household, day, span: ceiling.per };
                let by_itself = matches!(ceiling.per, Span::Day | Span::Stay);
                let with = |other: &usize| {
                    if by_itself { now.layers[*other].paid } else { books.sum(over, *other, |entry| entry.paid) }
                };
                let own = if by_itself {
                    amount(share)
                } else {
                    books.sum(over, number, |entry| if under_it(entry) { amount(entry) } else { 0 })
                };
                let used = own + ceiling.with.iter().map(with).sum::<i64>();
                assert!(used <= most, "layer l{number} of {visit:?}: {used} of {most} under {ceiling:?}");
            }
        }
    }
}

fn shuffled(lines: &[ChargeLine], seed: u64) -> Vec<ChargeLine> {
    let mut lines: Vec<_> = lines.to_vec();
    let mut state = seed | 1;
    for i in (1..lines.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        lines.swap(i, usize::try_from(state >> 33).unwrap() % (i + 1));
    }
    lines
}

/// Each line in two parts of its quantity.
fn split(lines: &[ChargeLine]) -> Vec<ChargeLine> {
    let tenth = |quantity: Quantity| (quantity.decimal() / Decimal::TEN).round_dp(4);
    let part = |line: &ChargeLine, quantity| ChargeLine { quantity: Quantity::new(quantity).unwrap(), ..line.clone() };
    lines
        .iter()
        .flat_map(|line| {
            let first = tenth(line.quantity);
            [part(line, first), part(line, line.quantity.decimal() - first)]
        })
        .collect()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_year_adds_up_and_passes_no_ceiling(case in draw::cases()) {
        let played = play(&case);
        prop_assume!(played.is_some(), "one of its rules never applies");
        let play = played.unwrap();
        for Played { settlement, .. } in play.standing() {
            assert_adds_up(settlement);
            assert_lines_add_up(settlement);
        }
        // A reversal may leave a later settlement with more than a ceiling would have let it have; that one is then
        // recomputed by adjustment. Without a reversal no ceiling is passed at any moment.
        if play.settled.iter().all(Option::is_some) {
            assert_within_ceilings(&case, &play);
        }
    }

    #[test]
    fn totals_are_the_sum_of_the_settlements_that_stand(case in draw::cases(), which in any::<Index>()) {
        let played = play(&case);
        prop_assume!(played.is_some(), "one of its rules never applies");
        let mut play = played.unwrap();
        let sum = |play: &Play, who: usize| {
            let own = play.standing().filter(|played| played.visit.who == who);
            own.fold(Accumulators::default(), |sum, played| sum.plus(&played.settlement.difference))
        };
        for who in 0..play.totals.len() {
            prop_assert_eq!(&play.totals[who], &sum(&play, who), "replayed from the settlements that stand");
        }
        // One more reversal, of any settlement of the year, and then of all.
        let reversed = which.index(play.settled.len());
        play.reverse(reversed);
        for who in 0..play.totals.len() {
            prop_assert_eq!(&play.totals[who], &sum(&play, who), "after the reversal of {}", reversed);
        }
        for number in 0..play.settled.len() {
            play.reverse(number);
        }
        prop_assert!(play.totals.iter().all(|totals| *totals == Accumulators::default()), "nothing is left behind");
    }

    #[test]
    fn the_newest_settlement_undone_is_as_if_it_had_never_been(case in draw::cases(), visit in draw::visits()) {
        let played = play(&case);
        prop_assume!(played.is_some(), "one of its rules never applies");
        let mut play = played.unwrap();
        let before = play.totals.clone();
        for _ in 0..2 {
            play.settle(&visit, |_, _| {});
            play.reverse(play.settled.len() - 1);
            prop_assert_eq!(&play.totals, &before);
        }
    }

    #[test]
    fn a_settlement_depends_on_nothing_but_what_it_is_given(case in draw::cases()) {
        let played = play(&case);
        prop_assume!(played.is_some(), "one of its rules never applies");
        let play = played.unwrap();
        let again = case.county.pack();
        for Played { visit, before, settlement } in play.standing() {
            let mut history = before.clone();
            history.add_amount(accumulator::paid("another-layer"), Money::from_fen(123_456).unwrap());
            history.add_amount(accumulator::of_household("another-layer.paid"), Money::from_fen(123_456).unwrap());
            history.add_count("visits.another-tier".into(), 7);
            prop_assert_eq!(&settle(&again, &play.standings[visit.who], &history, &visit.bill()), settlement);
        }
    }

    #[test]
    fn neither_the_order_of_the_lines_nor_a_line_in_two_parts_changes_a_figure(
        case in draw::cases(), more in vec(line(CODES), 0..6), seed in any::<u64>()
    ) {
        let played = play(&case);
        prop_assume!(played.is_some(), "one of its rules never applies");
        let play = played.unwrap();
        for Played { visit, before, .. } in play.standing() {
            let mut bill = visit.bill();
            bill.lines.extend(more.iter().cloned());
            let standing = &play.standings[visit.who];
            let plain = settle(&play.pack, standing, before, &bill);
            assert_adds_up(&plain);
            assert_lines_add_up(&plain);
            for lines in [shuffled(&bill.lines, seed), split(&bill.lines)] {
                let settlement = settle(&play.pack, standing, before, &Bill { lines, ..bill.clone() });
                assert_lines_add_up(&settlement);
                prop_assert_eq!(figures(&settlement), figures(&plain));
            }
        }
    }

    #[test]
    fn the_most_favourable_terms_never_pay_less_than_the_first(case in draw::cases()) {
        let with = |most_favourable| {
            let mut county = case.county.clone();
            county.layers[0].most_favourable = most_favourable;
            county
        };
        let packs = (with(false).pack_if_sound(), with(true).pack_if_sound());
        prop_assume!(packs.0.is_some(), "one of its rules never applies");
        let (first, best) = (packs.0.unwrap(), packs.1.unwrap());
        for event in &case.year.events {
            if let Event::Bill(visit) = event {
                let standing = case.year.household[visit.who].standing();
                let paid = |pack| settle_first(pack, &standing, &visit.bill()).layers[0].paid;
                prop_assert!(paid(&best) >= paid(&first), "{:?}", visit);
            }
        }
    }

    #[test]
    fn who_fronts_the_money_changes_no_figure(case in draw::cases()) {
        let mut claimed = case.clone();
        for layer in &mut claimed.county.layers {
            layer.claimed = vec![crate::slow::county::Cond::Always];
        }
        let (plain, played) = (play(&case), play(&claimed));
        prop_assume!(plain.is_some() && played.is_some(), "one of its rules never applies");
        let (plain, played) = (plain.unwrap(), played.unwrap());
        for (plain, claimed) in plain.standing().zip(played.standing()) {
            prop_assert_eq!(plain.settlement.figures(), claimed.settlement.figures());
            prop_assert_eq!(&plain.settlement.difference, &claimed.settlement.difference);
            prop_assert_eq!(claimed.settlement.due_at_desk(), claimed.settlement.total - claimed.settlement.hospital_pays);
        }
    }
}

#[test]
fn an_annual_layer_pays_the_same_in_one_bill_or_in_many() {
    // Bands from zero over the year: what is paid in all depends on the year's cost alone, up to a fen a bill.
    let annual = pack(
        r#"
        [[layer]]
        id = "annual"
        name = { zh = "年度", en = "Annual" }
        base = ["covered"]
        accumulate = "year"
        [[layer.terms]]
        deductible = "500.00"
        band = [{ rate = "30%" }, { over = "5000.00", rate = "40%" }, { over = "20000.00", rate = "50%" }]
        "#,
    );
    let farmer = person(&[]);
    let pay = |amounts: &[&str]| {
        let mut year = Accumulators::default();
        for amount in amounts {
            let settlement = settle(&annual, &farmer, &year, &crate::support::bill(vec![charge("A", amount)]));
            year = year.plus(&settlement.difference);
        }
        year.amount("annual.paid")
    };
    // 4,500 × 30 % + 15,000 × 40 % + 10,000 × 50 % = 1,350 + 6,000 + 5,000.
    for amounts in [&["30000.00"][..], &["10000.00", "20000.00"], &["499.99", "0.01", "4500.00", "25000.00"]] {
        assert_eq!(pay(amounts), crate::support::money("12350.00"), "{amounts:?}");
    }
}
