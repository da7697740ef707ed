//! What an explanation says of everything that a layer can do.

mod any_county;
mod scratch;

use crate::support::{settle, settle_first};
use nonghe_domain::adjudicate::{Accumulators, Bill, Explanation, Row, Settlement, Standing, explain};
use nonghe_domain::pack::Pack;

/// The explanation of a person's first bill of the year.
fn explained(pack: &Pack, person: &Standing, bill: &Bill) -> Explanation {
    after(pack, person, &[], bill)
}

/// The explanation of a bill after others of the same person.
fn after(pack: &Pack, person: &Standing, earlier: &[Bill], bill: &Bill) -> Explanation {
    let history = earlier.iter().fold(Accumulators::default(), |year, bill| {
        let difference = settle(pack, person, &year, bill).difference;
        year.plus(&difference)
    });
    explain(pack, person, &history, bill, &settle(pack, person, &history, bill))
}

#[track_caller]
fn row<'a>(words: &'a Explanation, id: &str) -> &'a Row {
    let known: Vec<_> = words.rows.iter().map(|row| row.id.as_str()).collect();
    words.rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id} in {known:?}"))
}
