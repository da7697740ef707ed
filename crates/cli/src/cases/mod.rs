//! Files of cases: one household's year on each line, or one JSON document.
//!
//! A file is read case by case, so that a county's year needs no more memory than a village's. Every fault names the
//! line of the file and how to mend it.

mod fault;
mod file;
mod unknown_codes;
mod unknown_fields;

pub use fault::{CaseFault, replay_words};
pub use file::{CaseFile, RawCase};
pub use unknown_codes::unknown_codes;

use fault::{Words, impossible_total_words};
use nonghe_domain::pack::Pack;
use nonghe_domain::year::{Case, HouseholdCase, OneBill, place_of_fault};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A case and what the file says of it.
pub struct Stated {
    /// The line of the file on which it begins.
    pub line: u64,
    /// The household, where the file names it.
    pub household: Option<String>,
    /// The case.
    pub case: Case,
}

impl RawCase {
    /// Reads the case. `packs` tell to which benefit year the history of a single bill belongs.
    pub fn parse(&self, packs: &[&Pack]) -> Result<Stated, CaseFault> {
        let (household, case) = parse(&self.text, packs).map_err(|words| words.at(self))?;
        if let Some(total) = case.impossible_total() {
            return Err(impossible_total_words(&total).at(self));
        }
        Ok(Stated { line: self.line, household, case })
    }

    /// The same, and nothing in it may be unknown: a slip of the pen in a name is not silently ignored.
    pub fn parse_strictly(&self, packs: &[&Pack]) -> Result<Stated, CaseFault> {
        let stated = self.parse(packs)?;
        match unknown_fields::first(&self.text, is_one_bill(&self.text)) {
            Some(words) => Err(words.at(self)),
            None => Ok(stated),
        }
    }
}

fn parse(text: &str, packs: &[&Pack]) -> Result<(Option<String>, Case), Words> {
    let error = match serde_json::from_str::<HouseholdCase>(text) {
        Ok(stated) => return Ok(stated.into_parts()),
        Err(error) => error,
    };
    if !is_one_bill(text) {
        return Err(Words::of_json(&error, place_of_fault::<HouseholdCase>(text).as_deref()));
    }
    let stated: OneBill = serde_json::from_str(text)
        .map_err(|error| Words::of_json(&error, place_of_fault::<OneBill>(text).as_deref()))?;
    let decides = |pack: &&&Pack| pack.rules.covers(pack.rules.year.rule.date_of(&stated.bill));
    let pack = packs.iter().find(decides).or(packs.first());
    let year = pack.map_or_else(|| chrono::Datelike::year(&stated.bill.discharged), |pack| pack.rules.benefit_year);
    Ok((None, stated.into_case(year)))
}

/// Whether it is the short form, with one bill.
fn is_one_bill(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Form {
        bill: Option<IgnoredAny>,
        events: Option<IgnoredAny>,
    }
    serde_json::from_str::<Form>(text).is_ok_and(|form| form.bill.is_some() && form.events.is_none())
}
