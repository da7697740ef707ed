//! The demonstration pack's rules for an ordinary stay at the township centre, written out by hand: the floor that the
//! engine is measured against. It gives the same [`Settlement`], so that both pay for the same result.

use nonghe_domain::adjudicate::{Accumulators, Bill, ItemSplit, Kind, LayerShare, Settlement, Standing};
use nonghe_domain::money::{Rate, Rounding};
use nonghe_domain::pack::{Catalogue, ItemClass};
use nonghe_domain::{Money, MoneyError};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

struct Line {
    amount: Decimal,
    outside: Decimal,
    above_limit: Decimal,
    pay_first: Decimal,
}

/// Settles a stay of a person who receives the subsistence allowance.
#[expect(clippy::too_many_lines, reason = "one straight line is what it is for")]
pub fn settle(
    catalogue: &Catalogue,
    standing: &Standing,
    year: &Accumulators,
    bill: &Bill,
) -> Result<Settlement, MoneyError> {
    let poor =
        standing.categories.iter().any(|category| category.code == "dibao" && category.holds_on(bill.discharged));
    let (tenth, zero) = (Decimal::new(1, 1), Decimal::ZERO);
    let lines: Vec<Line> = bill
        .lines
        .iter()
        .map(|line| {
            let amount = line.price.decimal() * line.quantity.decimal();
            match catalogue.item(&line.item) {
                Some(item) if item.class != ItemClass::C => {
                    let limit = item.price_limit.map_or(amount, |limit| limit.decimal() * line.quantity.decimal());
                    let within = amount.min(limit);
                    let pay_first = if item.class == ItemClass::B { within * tenth } else { zero };
                    Line { amount, outside: zero, above_limit: amount - within, pay_first }
                }
                _ => Line { amount, outside: amount, above_limit: zero, pay_first: zero },
            }
        })
        .collect();
    let cents = |value: Decimal| Money::rounded(value, Rounding::HalfUp);
    let total = cents(lines.iter().map(|line| line.amount).sum())?;
    let outside = cents(lines.iter().map(|line| line.outside).sum())?;
    let above_limit = cents(lines.iter().map(|line| line.above_limit).sum())?;
    let pay_first = cents(lines.iter().map(|line| line.pay_first).sum())?;
    let covered = total - outside - above_limit - pay_first;

    let basic_deductible = covered.min(Money::from_yuan(200)?);
    let rate = Decimal::new(if poor { 95 } else { 90 }, 2);
    let benefit = cents((covered - basic_deductible).decimal() * rate)?;
    let room = (Money::from_yuan(80_000)? - year.amount("basic.paid")).or_zero();
    let basic = benefit.min(room);
    let above_ceiling = benefit - basic;
    let band_share = covered - basic_deductible - above_ceiling - basic;

    let borne = band_share + basic_deductible + above_ceiling;
    let start = Money::from_yuan(if poor { 5_000 } else { 10_000 })?;
    let before = year.amount("serious.base");
    let after = before + borne;
    let serious_deductible = after.min(start) - before.min(start);
    let half = |amount: Money| cents((amount - start).or_zero().decimal() * Decimal::new(5, 1));
    let mut serious = half(after)? - half(before)?;
    if !poor {
        serious = serious.min((Money::from_yuan(200_000)? - year.amount("serious.paid")).or_zero());
    }

    let mut left = serious;
    let mut take = |amount: Money| {
        let taken = left.min(amount);
        left -= taken;
        amount - taken
    };
    let (band_share, basic_left, above_ceiling_left) = (take(band_share), take(basic_deductible), take(above_ceiling));
    let base = band_share + basic_left + above_ceiling_left;
    let assistance_before = year.amount("assistance.base");
    let mut assistance = Money::ZERO;
    if poor {
        let share = |amount: Money| cents(amount.decimal() * Decimal::new(7, 1));
        assistance = share(assistance_before + base)? - share(assistance_before)?;
        assistance = assistance.min((Money::from_yuan(30_000)? - year.amount("assistance.paid")).or_zero());
    }
    let mut left = assistance;
    let mut take = |amount: Money| {
        let taken = left.min(amount);
        left -= taken;
        amount - taken
    };
    let rest = [
        (Kind::OutsideCatalogue, outside),
        (Kind::AboveLimit, above_limit),
        (Kind::PayFirst, pay_first),
        (Kind::BandShare, take(band_share)),
        (Kind::Deductible, take(basic_left)),
        (Kind::AboveCeiling, take(above_ceiling_left)),
    ];
    let patient: BTreeMap<Kind, Money> = rest.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();

    let mut difference = Accumulators::default();
    difference.add_amount("basic.deductible".to_owned(), basic_deductible);
    difference.add_amount("basic.paid".to_owned(), basic);
    difference.add_amount("serious.base".to_owned(), borne);
    difference.add_amount("serious.deductible".to_owned(), serious_deductible);
    difference.add_amount("serious.paid".to_owned(), serious);
    difference.add_amount("assistance.base".to_owned(), base);
    difference.add_amount("assistance.paid".to_owned(), assistance);
    difference.add_count("stays.township".to_owned(), 1);

    let percent = |hundredths: i64| Rate::new(Decimal::new(hundredths, 2));
    let layers = vec![
        LayerShare {
            layer: "basic".to_owned(),
            base: covered,
            base_of_year: covered,
            deductible: basic_deductible,
            deductible_line: Money::from_yuan(200)?,
            rate: percent(if poor { 95 } else { 90 })?,
            above_ceiling,
            paid: basic,
            terms: Some(1),
            ..LayerShare::default()
        },
        LayerShare {
            layer: "serious".to_owned(),
            base: borne,
            base_of_year: after,
            deductible: serious_deductible,
            deductible_line: start,
            rate: percent(50)?,
            paid: serious,
            terms: Some(if poor { 1 } else { 2 }),
            ..LayerShare::default()
        },
        LayerShare {
            layer: "assistance".to_owned(),
            base,
            base_of_year: assistance_before + base,
            rate: percent(if poor { 70 } else { 0 })?,
            paid: assistance,
            terms: poor.then_some(2),
            ..LayerShare::default()
        },
    ];
    let before_layers = rest[..3].iter().copied().filter(|(_, amount)| !amount.is_zero()).collect();
    let items = items(bill, &lines, [total, outside, above_limit, pay_first]);
    let you_pay = patient.values().sum();
    Ok(Settlement { year: 2026, total, items, before_layers, covered, layers, patient, you_pay, difference, ..empty() })
}

/// What each line shows, each column spread by largest remainder.
fn items(bill: &Bill, lines: &[Line], sums: [Money; 4]) -> Vec<ItemSplit> {
    let parts: [fn(&Line) -> Decimal; 4] =
        [|line| line.amount, |line| line.outside, |line| line.above_limit, |line| line.pay_first];
    let mut columns: [Vec<i64>; 4] = Default::default();
    for ((column, part), sum) in columns.iter_mut().zip(parts).zip(sums) {
        let fen: Vec<Decimal> = lines.iter().map(|line| part(line) * Decimal::ONE_HUNDRED).collect();
        column.extend(fen.iter().map(|fen| i64::try_from(fen.floor().mantissa()).unwrap_or(0)));
        let mut missing = sum.fen() - column.iter().sum::<i64>();
        let mut order: Vec<usize> = (0..fen.len()).collect();
        order.sort_by(|a, b| fen[*b].fract().cmp(&fen[*a].fract()).then(a.cmp(b)));
        for place in order {
            if missing > 0 && !fen[place].is_zero() {
                column[place] += 1;
                missing -= 1;
            }
        }
    }
    let money = |fen: i64| Money::from_fen(fen).unwrap_or_default();
    let line = |(i, line): (usize, &nonghe_domain::adjudicate::ChargeLine)| {
        let [amount, outside, above_limit, pay_first] = [0, 1, 2, 3].map(|column| money(columns[column][i]));
        let covered = amount - outside - above_limit - pay_first;
        ItemSplit { item: line.item.clone(), amount, outside, above_limit, pay_first, covered, ..ItemSplit::default() }
    };
    bill.lines.iter().enumerate().map(line).collect()
}

fn empty() -> Settlement {
    Settlement {
        year: 0,
        total: Money::ZERO,
        items: Vec::new(),
        before_layers: BTreeMap::new(),
        passed_limits: Vec::new(),
        covered: Money::ZERO,
        referral_share: Money::ZERO,
        hospital_pays: Money::ZERO,
        layers: Vec::new(),
        patient: BTreeMap::new(),
        you_pay: Money::ZERO,
        difference: Accumulators::default(),
    }
}
