//! What holds for the explanation of any bill under any rules.

use crate::slow::draw::{self, Event};
use crate::support::{cases, settle};
use nonghe_domain::adjudicate::{Accumulators, Basis, Explanation, Row, RowKind, Settlement, explain, ladder_text};
use nonghe_domain::pack::Pack;
use nonghe_domain::{Lang, Money, Text};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn money(row: &Row) -> Money {
    row.amount.parse().unwrap()
}

/// The sum of the rows whose name fits.
fn sum(words: &Explanation, fits: impl Fn(&str) -> bool) -> Money {
    words.rows.iter().filter(|row| fits(&row.id)).map(money).sum()
}

fn assert_ladder_adds_up(words: &Explanation, settlement: &Settlement) {
    let one = |id: &str| sum(words, |known| known == id);
    let self_paid = sum(words, |id| {
        ["outside-catalogue", "above-limit", "pay-first"].contains(&id) || id.starts_with("kind-limit.")
    });
    assert_eq!(one("total") - self_paid - one("hospital"), one("covered"));
    let layers_pay = settlement.layers.iter().map(|share| one(&format!("{}.paid", share.layer))).sum();
    assert_eq!(one("total") - one("hospital") - layers_pay, one("you-pay"));
    assert_eq!(one("referral-share"), settlement.referral_share);
    if words.at_desk.is_some() {
        assert_eq!(one("you-pay") + one("claim-later"), one("pay-now"));
        assert_eq!(one("pay-now"), settlement.due_at_desk());
    } else {
        assert_eq!(settlement.due_at_desk(), one("you-pay"));
    }
    for share in &settlement.layers {
        let of = |part: &str| sum(words, |id| id == format!("{}.{part}", share.layer));
        assert_eq!(of("paid"), share.paid);
        assert_eq!(of("above-ceiling") + of("above-cost-ceiling"), share.above_ceiling, "{share:?}");
    }
    for row in words.rows.iter().filter(|row| !row.items.is_empty()) {
        let items = row.items.iter().map(|item| item.amount.replace(',', "").parse::<Money>().unwrap()).sum::<Money>();
        assert_eq!(items, money(row), "items of {}", row.id);
    }
}

fn assert_whole(text: &Text) {
    for language in [&text.zh, &text.en] {
        assert!(!language.is_empty() && !language.contains("  ") && language.trim() == language, "{text:?}");
    }
    let chinese = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    assert!(!text.en.contains(chinese), "{text:?}");
}

/// Rows say where they come from, and every text is there in both languages.
fn assert_says_where_from(words: &Explanation) {
    let mut ids: Vec<_> = words.rows.iter().map(|row| &row.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), words.rows.len(), "each row has a name of its own");
    for row in &words.rows {
        let sum = [RowKind::Total, RowKind::Subtotal, RowKind::Due, RowKind::Claim, RowKind::Desk].contains(&row.kind);
        assert_eq!(row.rule.is_some(), !sum, "{row:?}");
        assert!(row.formula.is_some() && !row.inputs.is_empty(), "{row:?}");
        let texts = [&row.label, &row.plain].into_iter().chain(&row.note).chain(&row.formula).chain(&row.rule);
        texts.chain(&row.because).chain(row.inputs.iter().map(|input| &input.name)).for_each(assert_whole);
        for sentence in &row.because {
            assert!(sentence.zh.ends_with('。') && sentence.en.ends_with('.'), "{sentence:?}");
        }
        assert!(row.bar_from <= 1000 && row.bar_from + row.bar_width <= 1001, "bars stay in the picture: {row:?}");
    }
    let texts = words.advice.iter().chain(&words.defaults).chain(&words.at_desk).chain([&words.sentence]);
    let reasons = words.reasons.iter().flat_map(|reason| [&reason.title, &reason.detail]);
    texts.chain(reasons).chain(words.rest.as_ref().map(|rest| &rest.what)).for_each(assert_whole);
    assert!(words.reasons.len() <= 3);
    let told = words.reasons.iter().map(|reason| &reason.amount).chain(words.rest.as_ref().map(|rest| &rest.amount));
    let told = told.map(|amount| amount.replace(',', "").parse::<Money>().unwrap()).sum::<Money>();
    assert_eq!(told, sum(words, |id| id == "you-pay"), "the reasons and what they leave are all that is paid");
    assert!(words.bar.iter().map(|part| part.permille).sum::<u32>() <= 1000);
    for lang in [Lang::Zh, Lang::En] {
        let text = ladder_text(words, lang);
        assert!(words.rows.iter().all(|row| text.contains(&row.shown)), "{text}");
    }
}

/// The amounts and rates that a row names come to what was paid and what the ceilings took of it.
fn assert_formulas_give_the_amounts(pack: &Pack, words: &Explanation, settlement: &Settlement) {
    for (layer, share) in pack.rules.layers.iter().zip(&settlement.layers) {
        let Some(terms) = share.terms.map(|number| &layer.terms[number - 1]) else { continue };
        if share.basis != Basis::Bands {
            continue;
        }
        let row = words.rows.iter().find(|row| row.id == format!("{}.paid", layer.id)).unwrap();
        let values = |name: &str| -> Vec<Decimal> {
            let named = row.inputs.iter().filter(|input| input.name.zh == name);
            named.map(|input| input.value.replace([',', '%'], "").parse().unwrap()).collect()
        };
        let (amounts, rates) = (values("按比例支付的费用"), values("支付比例"));
        let mut exact: Decimal =
            amounts.iter().zip(&rates).map(|(amount, rate)| amount * rate / Decimal::ONE_HUNDRED).sum();
        for factor in values("系数") {
            exact = exact * factor / Decimal::ONE_HUNDRED;
        }
        let on_cost = |number: usize| terms.ceilings[number - 1].on == nonghe_domain::pack::CeilingAxis::Cost;
        let lost = share.reached.iter().filter(|reached| !reached.ceiling.is_some_and(on_cost));
        let found = share.paid + lost.map(|reached| reached.lost).sum();
        let exact = exact.min(amounts.iter().sum());
        let whole_yuan = pack.rules.rounding == nonghe_domain::money::Rounding::DownToYuan;
        let allowed = Decimal::from(u8::from(whole_yuan)) + Decimal::new(1, 2);
        assert!((exact - found.decimal()).abs() <= allowed, "{exact} and {found}: {row:?}\n{share:?}");
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn every_bill_is_explained_to_the_fen(case in draw::cases()) {
        let pack = case.county.pack_if_sound();
        prop_assume!(pack.is_some(), "one of its rules never applies");
        let (pack, year) = (pack.unwrap(), &case.year);
        let standings: Vec<_> = year.household.iter().map(crate::slow::county::Member::standing).collect();
        let mut totals = vec![Accumulators::default(); standings.len()];
        for event in &year.events {
            let Event::Bill(visit) = event else { continue };
            let (standing, bill) = (&standings[visit.who], visit.bill());
            let history = totals[visit.who].clone().with_household(&totals);
            let settlement = settle(&pack, standing, &history, &bill);
            let words = explain(&pack, standing, &history, &bill, &settlement);
            assert_ladder_adds_up(&words, &settlement);
            assert_says_where_from(&words);
            assert_formulas_give_the_amounts(&pack, &words, &settlement);
            totals[visit.who] = std::mem::take(&mut totals[visit.who]).plus(&settlement.difference);
        }
    }
}
