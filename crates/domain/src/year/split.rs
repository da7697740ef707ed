//! A stay across the year's end, in two parts.

use crate::adjudicate::{Bill, ChargeLine, Episode, Link};
use chrono::{Datelike as _, NaiveDate};

/// The parts of a bill up to 31 December and from 1 January, each with the charges of its days.
///
/// They are parts of one episode, so that a pack can let them share the deductible. A part without charges is none. A
/// bill that does not cross a year's end comes back whole.
pub fn split_at_year_end(
    bill: &Bill,
    episode: &str,
    charged_on: impl Fn(usize, &ChargeLine) -> NaiveDate,
) -> Vec<Bill> {
    let (first, last) = (bill.admitted.year(), bill.discharged.year());
    let mut parts = Vec::new();
    for year in first..=last {
        let within = |(place, line): &(usize, &ChargeLine)| charged_on(*place, line).year().clamp(first, last) == year;
        let lines: Vec<ChargeLine> =
            bill.lines.iter().enumerate().filter(within).map(|(_, line)| line.clone()).collect();
        let (Some(from), Some(until)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
        else {
            continue;
        };
        if lines.is_empty() {
            continue;
        }
        let part = u32::try_from(parts.len()).unwrap_or(u32::MAX).saturating_add(1);
        parts.push(Bill {
            admitted: bill.admitted.max(from),
            discharged: bill.discharged.min(until),
            lines,
            episode: Some(Episode { id: episode.to_owned(), part, link: Link::Interim }),
            ..bill.clone()
        });
    }
    match parts.as_mut_slice() {
        [] => vec![bill.clone()],
        [only] if first == last => {
            only.episode.clone_from(&bill.episode);
            parts
        }
        _ => parts,
    }
}
