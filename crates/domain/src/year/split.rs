//! A stay across the year's end, in two parts.

use crate::adjudicate::{Bill, ChargeLine, Episode, Link};
use chrono::{Datelike as _, NaiveDate};

/// The parts of a bill up to 31 December and from 1 January, each with the charges of its days.
///
/// They are parts of one episode, so that what is taken or paid once for a stay is so once for all of them: of this one,
/// or of the bill's own if it is a part already. A part without charges is none. The night of 31 December belongs to the
/// part that ends on that day. A bill that does not cross a year's end comes back whole.
pub fn split_at_year_end(
    bill: &Bill,
    episode: &str,
    charged_on: impl Fn(usize, &ChargeLine) -> NaiveDate,
) -> Vec<Bill> {
    let (first, last) = (bill.admitted.year(), bill.discharged.year());
    if first == last {
        return vec![bill.clone()];
    }
    let whole = bill.episode.clone().unwrap_or_else(|| Episode {
        id: episode.to_owned(),
        part: 1,
        link: Link::Interim,
        goes_on: false,
    });
    let mut parts: Vec<Bill> = Vec::new();
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
        let earlier = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        parts.push(Bill {
            admitted: bill.admitted.max(from),
            discharged: bill.discharged.min(until),
            lines,
            episode: Some(Episode {
                part: whole.part.saturating_add(earlier),
                link: if parts.is_empty() { whole.link } else { Link::Interim },
                goes_on: year < last || whole.goes_on,
                ..whole.clone()
            }),
            ..bill.clone()
        });
    }
    if parts.is_empty() { vec![bill.clone()] } else { parts }
}
