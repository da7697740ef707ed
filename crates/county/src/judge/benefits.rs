//! From when benefits run, by what the county knows of a person: birth, categories and the years before.

use super::totals::{person_id, read_json};
use crate::database::DatabaseError;
use chrono::NaiveDate;
use deadpool_postgres::Transaction;
use nonghe_domain::PersonId;
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::enrolment::{Enrolling, missed_years, start};
use nonghe_domain::pack::Pack;
use nonghe_protocol::body::{MemberPremium, PremiumCollected};
use std::collections::BTreeMap;

/// People whom the county knows.
pub type Known = BTreeMap<PersonId, Facts>;

/// What the county knows of a person.
#[derive(Debug, Clone)]
pub struct Facts {
    birth_date: NaiveDate,
    categories: Vec<DatedCategory>,
    /// Years with an enrolment that counts.
    enrolled: Vec<i32>,
}

/// What the county knows of people. Whom it does not know is not in it.
pub async fn known(
    transaction: &Transaction<'_>,
    people: impl Iterator<Item = PersonId>,
) -> Result<Known, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "SELECT p.id::text, p.birth_date, p.categories,
                    ARRAY (SELECT benefit_year FROM enrolment n WHERE n.person = p.id AND n.state = 'active')
             FROM person p WHERE p.id = ANY ($1::text[]::uuid[])",
        )
        .await?;
    let ids: Vec<String> = people.map(|person| person.to_string()).collect();
    let mut known = Known::new();
    for row in transaction.query(&statement, &[&ids]).await? {
        let facts = Facts { birth_date: row.get(1), categories: read_json(row.get(2))?, enrolled: row.get(3) };
        known.insert(person_id(row.get(0))?, facts);
    }
    Ok(known)
}

/// A member as the rules of enrolment see it, without categories and years before.
pub fn enrolling<'a>(paid: NaiveDate, member: &'a MemberPremium, known: &Known) -> Enrolling<'a> {
    Enrolling {
        // Somebody whom the county does not know is no newborn.
        birth_date: known.get(&member.person).map_or(NaiveDate::MIN, |facts| facts.birth_date),
        paid,
        categories: &[],
        missed_years: 0,
        repaid_years: 0,
        left_employee_cover: None,
        special: member.special.as_ref(),
    }
}

/// Members whose benefits begin on another day than the centre told. Nothing is said of those whom the county does not
/// know, and of payments of earlier programs, which told no day.
pub fn corrected(
    pack: &Pack,
    paid: NaiveDate,
    body: &PremiumCollected,
    known: &Known,
) -> BTreeMap<PersonId, NaiveDate> {
    let corrected = |member: &MemberPremium| {
        let (told, facts) = (member.benefits_from?, known.get(&member.person)?);
        let person = Enrolling {
            categories: &facts.categories,
            missed_years: missed_years(&facts.enrolled, body.year),
            ..enrolling(paid, member, known)
        };
        let from = start(pack, &person)?.benefits_from;
        (from != told).then_some((member.person, from))
    };
    body.members.iter().filter_map(corrected).collect()
}

/// The first day of benefits of the enrolment that counts; none without one, or if no day was told.
pub async fn begins(
    transaction: &Transaction<'_>,
    person: PersonId,
    year: i32,
) -> Result<Option<NaiveDate>, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "SELECT benefits_from FROM enrolment
             WHERE person = $1::text::uuid AND benefit_year = $2 AND state = 'active'",
        )
        .await?;
    let row = transaction.query_opt(&statement, &[&person.to_string(), &year]).await?;
    Ok(row.and_then(|row| row.get(0)))
}
