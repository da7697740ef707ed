//! Totals of a benefit year as the county has them. Only the judge changes them, and there is one at a time.

use crate::database::DatabaseError;
use deadpool_postgres::Transaction;
use nonghe_domain::PersonId;
use nonghe_domain::adjudicate::Accumulators;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use tokio_postgres::types::Json;

/// Everybody whose year counts for a person's household as it is registered now, the person included.
///
/// Those who died in it or moved away stay in its sums, so that nothing is paid twice. Somebody whom the county does not
/// know is a household of one.
pub async fn household(transaction: &Transaction<'_>, person: PersonId) -> Result<Vec<PersonId>, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "SELECT id::text FROM person WHERE presence <> 'withdrawn'
               AND household = (SELECT household FROM person WHERE id = $1::text::uuid)",
        )
        .await?;
    let rows = transaction.query(&statement, &[&person.to_string()]).await?;
    let mut members = rows.iter().map(|row| person_id(row.get(0))).collect::<Result<Vec<_>, _>>()?;
    if !members.contains(&person) {
        members.push(person);
    }
    Ok(members)
}

/// What people have in a year; nothing for those who had nothing yet.
pub async fn of(
    transaction: &Transaction<'_>,
    people: &[PersonId],
    year: i32,
) -> Result<BTreeMap<PersonId, Accumulators>, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "SELECT person::text, totals FROM accumulators
             WHERE person = ANY ($1::text[]::uuid[]) AND benefit_year = $2",
        )
        .await?;
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let mut totals: BTreeMap<_, _> = people.iter().map(|person| (*person, Accumulators::default())).collect();
    for row in transaction.query(&statement, &[&ids, &year]).await? {
        totals.insert(person_id(row.get(0))?, read_json(row.get(1))?);
    }
    Ok(totals)
}

/// Keeps what a person has.
pub async fn set(
    transaction: &Transaction<'_>,
    person: PersonId,
    year: i32,
    totals: &Accumulators,
) -> Result<(), DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "INSERT INTO accumulators (person, benefit_year, totals) VALUES ($1::text::uuid, $2, $3)
             ON CONFLICT (person, benefit_year) DO UPDATE SET totals = excluded.totals",
        )
        .await?;
    transaction.execute(&statement, &[&person.to_string(), &year, &to_json(totals)?]).await?;
    Ok(())
}

pub(super) fn person_id(text: &str) -> Result<PersonId, DatabaseError> {
    text.parse().map_err(|_| DatabaseError::Value("person id"))
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<Json<serde_json::Value>, DatabaseError> {
    serde_json::to_value(value).map(Json).map_err(|_| DatabaseError::Value("amount"))
}

pub(super) fn read_json<T: DeserializeOwned>(Json(value): Json<serde_json::Value>) -> Result<T, DatabaseError> {
    serde_json::from_value(value).map_err(|_| DatabaseError::Value("amount"))
}
