//! What the county knows of a person, where it decides: from when benefits run, and with what standing a bill is
//! decided.

use super::totals::{person_id, read_json};
use crate::database::DatabaseError;
use chrono::NaiveDate;
use deadpool_postgres::Transaction;
use nonghe_domain::PersonId;
use nonghe_domain::adjudicate::{DatedCategory, Standing};
use nonghe_domain::enrolment::{CoverElsewhere, Enrolling, left_employee_cover, missed_years, start, years_before};
use nonghe_domain::pack::{Pack, Rules};
use nonghe_protocol::body::{MemberPremium, PremiumCollected};
use std::collections::BTreeMap;
use tokio_postgres::Row;

/// People whom the county knows.
pub type Known = BTreeMap<PersonId, Facts>;

/// What the county knows of a person.
#[derive(Debug, Clone)]
pub struct Facts {
    birth_date: NaiveDate,
    categories: Vec<DatedCategory>,
    /// Years with an enrolment that counts.
    enrolled: Vec<i32>,
    cover: Vec<CoverElsewhere>,
}

/// What the county knows of people. Whom it does not know is not in it.
pub async fn known(
    transaction: &Transaction<'_>,
    people: impl Iterator<Item = PersonId>,
) -> Result<Known, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "SELECT p.id::text, p.birth_date, p.categories,
                    ARRAY (SELECT benefit_year FROM enrolment n WHERE n.person = p.id AND n.state = 'active'),
                    p.cover
             FROM person p WHERE p.id = ANY ($1::text[]::uuid[])",
        )
        .await?;
    let ids: Vec<String> = people.map(|person| person.to_string()).collect();
    let mut known = Known::new();
    for row in transaction.query(&statement, &[&ids]).await? {
        let facts = Facts {
            birth_date: row.get(1),
            categories: read_json(row.get(2))?,
            enrolled: row.get(3),
            cover: read_json(row.get(4))?,
        };
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
        left_employee_cover: known.get(&member.person).and_then(|facts| left_employee_cover(&facts.cover, paid)),
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

/// What the county has on record of a person that decides a bill. Of whom it knows nothing, the entry is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnRecord {
    /// Whether an enrolment of the year counts; none if the county has heard of no payment at all.
    enrolled: Option<bool>,
    /// First day of benefits, if it was told.
    begins: Option<NaiveDate>,
    person: Option<Person>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    birth_date: NaiveDate,
    categories: Vec<DatedCategory>,
    died: Option<NaiveDate>,
    /// Years with an enrolment that counts.
    enrolled: Vec<i32>,
    /// Years in which a fund paid.
    claimed: Vec<i32>,
}

impl OnRecord {
    /// A person as a bill of a benefit year sees it on its day. A newborn's enrolment for the next year covers from
    /// birth.
    pub async fn of(
        transaction: &Transaction<'_>,
        person: PersonId,
        year: i32,
        day: NaiveDate,
    ) -> Result<Self, DatabaseError> {
        let id = person.to_string();
        let statement = transaction
            .prepare_cached(
                "SELECT bool_or(state = 'active'), min(benefits_from) FILTER (WHERE state = 'active') FROM enrolment
                 WHERE person = $1::text::uuid
                   AND (benefit_year = $2 OR (benefit_year = $2 + 1 AND benefits_from <= $3))",
            )
            .await?;
        let row = transaction.query_one(&statement, &[&id, &year, &day]).await?;
        let (enrolled, begins) = (row.get(0), row.get(1));
        let statement = transaction
            .prepare_cached(
                "SELECT p.birth_date, p.categories, CASE p.presence WHEN 'dead' THEN p.since END,
                        ARRAY (SELECT benefit_year FROM enrolment n WHERE n.person = p.id AND n.state = 'active'),
                        ARRAY (SELECT DISTINCT benefit_year FROM settlement s
                               WHERE s.person = p.id AND s.reversed_by IS NULL AND s.state <> 'refused'
                                 AND EXISTS (SELECT FROM jsonb_each_text(s.county_figures -> 'paid') paid
                                             WHERE paid.value::numeric <> 0))
                 FROM person p WHERE p.id = $1::text::uuid",
            )
            .await?;
        let row = transaction.query_opt(&statement, &[&id]).await?;
        let person = |row: Row| {
            Ok::<_, DatabaseError>(Person {
                birth_date: row.get(0),
                categories: read_json(row.get(1))?,
                died: row.get(2),
                enrolled: row.get(3),
                claimed: row.get(4),
            })
        };
        Ok(Self { enrolled, begins, person: row.map(person).transpose()? })
    }

    /// The standing of an entry, corrected by what the county knows.
    pub fn correct(&self, rules: &Rules, said: &Standing) -> Standing {
        let mut standing = said.clone();
        standing.enrolled = self.enrolled.unwrap_or(said.enrolled);
        if self.begins.is_some() {
            standing.waiting_until = self.begins.filter(|begins| *begins > rules.premium.benefits_from);
        }
        if let Some(person) = &self.person {
            let before = years_before(rules, &person.enrolled, &person.claimed);
            standing.birth_date = person.birth_date;
            standing.categories.clone_from(&person.categories);
            standing.member.died = person.died;
            standing.member.continuous_years = before.continuous;
            standing.member.claim_free_years = before.claim_free;
        }
        standing
    }
}
