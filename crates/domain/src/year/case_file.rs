//! The forms in which a file states a case: a household and its year, or one bill of one person.

use super::case::{Case, CasePerson, Event, Settle, YearTotals};
use crate::adjudicate::{Accumulators, Bill};
use crate::text::Text;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

/// A household and what happened to it in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HouseholdCase {
    /// By which lists name the household; the line of the file otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<String>,
    /// What the case is about, for readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// The members of the household.
    pub people: Vec<CasePerson>,
    /// What happened, in the order in which it became known.
    pub events: Vec<Event>,
}

/// One bill of one person: the short form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OneBill {
    /// What the case is about, for readers.
    #[serde(default)]
    pub title: Option<Text>,
    /// Whose bill; the `id` may be left out.
    #[serde(deserialize_with = "without_id")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "person_without_id"))]
    pub person: CasePerson,
    /// The bill.
    pub bill: Bill,
    /// The person's totals of the benefit year before this bill.
    #[serde(default)]
    pub history: Option<Accumulators>,
}

/// What the only person and the only settlement of the short form are called.
const ONLY_PERSON: &str = "person";
const ONLY_BILL: &str = "bill";

impl HouseholdCase {
    /// The household's name and its case.
    pub fn into_parts(self) -> (Option<String>, Case) {
        (self.household, Case { people: self.people, events: self.events })
    }
}

impl OneBill {
    /// The same as a case with one settlement. `year` is the benefit year to which the history belongs.
    pub fn into_case(self, year: i32) -> Case {
        let mut person = self.person;
        if let Some(totals) = self.history {
            person.history = Some(YearTotals { year, totals });
        }
        let settle =
            Settle { id: ONLY_BILL.to_owned(), person: person.id.clone(), bill: self.bill, charged_on: Vec::new() };
        Case { people: vec![person], events: vec![Event::Settle(Box::new(settle))] }
    }
}

/// Where a text is not of a form: `events[0].settle.bill.lines[2].price`, as far as it can be told.
pub fn place_of_fault<T: DeserializeOwned>(text: &str) -> Option<String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let error = serde_path_to_error::deserialize::<_, T>(&mut reader).err()?;
    let path = error.path().to_string();
    (path != ".").then_some(path)
}

/// No year has more stays or visits: a count beyond it is a slip, and could not be added to.
const COUNT_MAX: i64 = 1_000_000;

/// A total that no year can have before a bill: less than nothing, or more than can be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpossibleTotal {
    /// Whose.
    pub person: String,
    /// Its name, such as `basic.paid`.
    pub name: String,
    /// What the case states.
    pub stated: String,
}

impl Case {
    /// The first total of a person's history that is impossible. What a settlement adds may be negative, what all
    /// settlements left may not.
    pub fn impossible_total(&self) -> Option<ImpossibleTotal> {
        let of_person = |person: &CasePerson| {
            let totals = person.history.as_ref().map(|history| &history.totals);
            let amounts = totals.into_iter().flat_map(|totals| &totals.amounts);
            let amounts = amounts.filter(|(_, amount)| amount.is_negative());
            let counts = totals
                .into_iter()
                .flat_map(|totals| &totals.counts)
                .filter(|(_, count)| !(0..=COUNT_MAX).contains(*count));
            let mut stated = amounts
                .map(|(name, amount)| (name, amount.to_string()))
                .chain(counts.map(|(name, count)| (name, count.to_string())));
            let (name, stated) = stated.next()?;
            Some(ImpossibleTotal { person: person.id.clone(), name: name.clone(), stated })
        };
        self.people.iter().find_map(of_person)
    }
}

/// A person whose id may be missing.
fn without_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CasePerson, D::Error> {
    let mut person = serde_json::Value::deserialize(deserializer)?;
    if let Some(fields) = person.as_object_mut() {
        fields.entry("id").or_insert_with(|| ONLY_PERSON.into());
    }
    serde_json::from_value(person).map_err(serde::de::Error::custom)
}

#[cfg(feature = "schema")]
fn person_without_id(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let mut schema = <CasePerson as schemars::JsonSchema>::json_schema(generator);
    if let Some(required) = schema.get_mut("required").and_then(|required| required.as_array_mut()) {
        required.retain(|name| name != "id");
    }
    schema
}
