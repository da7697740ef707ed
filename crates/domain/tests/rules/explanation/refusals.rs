//! Bills in which no fund takes part.

use super::layer;
use crate::support::{bill, charge, day, person};
use nonghe_domain::adjudicate::{
    Accumulators, Outcome, Refusal, Standing, adjudicate, explain_outcome, ladder_text, refusal_words,
};
use nonghe_domain::pack::Membership;
use nonghe_domain::{Lang, Text};

#[test]
fn a_refusal_is_a_ladder_of_two_rows_and_its_reasons() {
    let pack = layer("", "band = [{ rate = \"90%\" }]");
    let waiting = Standing { enrolled: false, waiting_until: Some(day("2026-06-01")), ..person(&[]) };
    let stay = bill(vec![charge("A", "1234.50")]);
    let outcome = adjudicate(&pack, &waiting, &Accumulators::default(), &stay).unwrap();
    assert!(matches!(outcome, Outcome::NotCovered(_)));
    let words = explain_outcome(&pack, &waiting, &Accumulators::default(), &stay, &outcome).unwrap();
    let rows: Vec<_> = words.rows.iter().map(|row| (row.id.as_str(), row.shown.as_str())).collect();
    assert_eq!(rows, [("total", "1,234.50"), ("you-pay", "1,234.50")]);
    assert_eq!(
        words.refused,
        [
            Text::new("未参加 2026 年度。", "Not enrolled for 2026."),
            Text::new("还在等待期，2026-06-01 起享受待遇。", "Still waiting: benefits begin on 2026-06-01."),
        ]
    );
    assert_eq!(words.share_of_total, "0.0%");
    let text = ladder_text(&words, Lang::Zh);
    assert!(text.contains("没有基金支付的原因\n  · 未参加 2026 年度。\n  · 还在等待期"), "{text}");
}

#[test]
fn every_refusal_is_a_sentence_of_its_own() {
    let membership =
        [Membership::Dead, Membership::Withdrawn, Membership::Provisional, Membership::Converted, Membership::Active];
    let refusals: Vec<_> = [
        Refusal::PackDoesNotCover { date: day("2027-01-01") },
        Refusal::NotEnrolled { year: 2026 },
        Refusal::Waiting { until: day("2026-06-01") },
        Refusal::DischargedBeforeAdmitted,
        Refusal::NoCharges,
        Refusal::Fragment,
        Refusal::CrossesYearEnd { last: day("2026-12-31") },
        Refusal::AfterDeath { died: day("2026-01-01") },
    ]
    .into_iter()
    .chain(membership.map(|membership| Refusal::NotMember { membership }))
    .collect();
    let mut words: Vec<_> = refusals.iter().map(refusal_words).collect();
    for text in &words {
        assert!(text.zh.ends_with('。') && text.en.ends_with('.'), "{text:?}");
    }
    words.sort_by(|a, b| a.zh.cmp(&b.zh));
    words.dedup();
    assert_eq!(words.len(), refusals.len(), "each is told in other words");
}
