//! Households and people as the centres registered them.

use crate::database::DatabaseError;
use nonghe_domain::HouseholdId;
use nonghe_domain::person::Sex;
use nonghe_protocol::body::{Household, Member, RosterHousehold};
use tokio_postgres::Transaction;

/// Rows of one statement: it bounds the memory of an imported roster.
const ROWS: usize = 2_000;

/// Households and people, column by column, for few statements whatever their number.
#[derive(Debug, Default)]
pub struct Registered {
    households: Vec<[String; 6]>,
    people: Vec<PersonRow>,
}

#[derive(Debug)]
struct PersonRow {
    id: String,
    household: String,
    name: String,
    id_number: Option<String>,
    temporary_number: Option<String>,
    sex: &'static str,
    birth_date: chrono::NaiveDate,
    relation: String,
    phone: String,
    categories: serde_json::Value,
}

impl Registered {
    /// How many people.
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// How many households.
    pub fn households(&self) -> usize {
        self.households.len()
    }

    /// Adds a household.
    pub fn add_household(&mut self, household: &Household) {
        self.households.push([
            household.household.to_string(),
            household.number.clone(),
            household.village.clone(),
            household.group.clone(),
            household.door.clone(),
            household.phone.clone(),
        ]);
    }

    /// Adds people of a household.
    pub fn add_members(&mut self, household: HouseholdId, members: &[Member]) {
        let household = household.to_string();
        self.people.extend(members.iter().map(|member| PersonRow {
            id: member.person.to_string(),
            household: household.clone(),
            name: member.name.clone(),
            id_number: member.id_number.map(|number| number.to_string()),
            temporary_number: member.temporary_number.clone(),
            sex: match member.sex {
                Sex::Male => "male",
                Sex::Female => "female",
            },
            birth_date: member.birth_date,
            relation: name_of(&member.relation),
            phone: member.phone.clone(),
            categories: serde_json::to_value(&member.categories).unwrap_or_default(),
        }));
    }

    /// Adds a household of a roster.
    pub fn add_roster_household(&mut self, household: &RosterHousehold) {
        if !household.known {
            self.add_household(&household.household);
        }
        self.add_members(household.household.household, &household.members);
    }
}

/// The name under which a plain enum is written.
fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Stores what is new. What is known stays as it was first stated; corrections have entries of their own.
pub async fn store(transaction: &Transaction<'_>, centre: &str, registered: &Registered) -> Result<(), DatabaseError> {
    for rows in registered.households.chunks(ROWS) {
        let column = |index: usize| -> Vec<&str> { rows.iter().map(|row| row[index].as_str()).collect() };
        transaction
            .execute(
                "INSERT INTO household (id, number, village, village_group, door, phone, centre)
                 SELECT id::uuid, number, village, village_group, door, phone, $7
                 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
                      AS row (id, number, village, village_group, door, phone)
                 ON CONFLICT (id) DO NOTHING",
                &[&column(0), &column(1), &column(2), &column(3), &column(4), &column(5), &centre],
            )
            .await?;
    }
    for rows in registered.people.chunks(ROWS) {
        store_people(transaction, centre, rows).await?;
        // A household that had ended lives again with its new members.
        let households: Vec<&str> = rows.iter().map(|row| row.household.as_str()).collect();
        let sql = "UPDATE household SET ended = NULL WHERE ended IS NOT NULL AND id = ANY ($1::text[]::uuid[])";
        transaction.execute(sql, &[&households]).await?;
    }
    Ok(())
}

async fn store_people(transaction: &Transaction<'_>, centre: &str, rows: &[PersonRow]) -> Result<(), DatabaseError> {
    let text = |of: fn(&PersonRow) -> &str| -> Vec<&str> { rows.iter().map(of).collect() };
    let optional = |of: fn(&PersonRow) -> Option<&str>| -> Vec<Option<&str>> { rows.iter().map(of).collect() };
    let births: Vec<chrono::NaiveDate> = rows.iter().map(|row| row.birth_date).collect();
    let categories: Vec<&serde_json::Value> = rows.iter().map(|row| &row.categories).collect();
    transaction
        .execute(
            "INSERT INTO person (id, household, name, id_number, temporary_number, sex, birth_date, relation, phone,
                                 categories, centre)
             SELECT id::uuid, household::uuid, name, id_number, temporary_number, sex, birth_date, relation, phone,
                    categories, $11
             FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[],
                         $8::text[], $9::text[], $10::jsonb[])
                  AS row (id, household, name, id_number, temporary_number, sex, birth_date, relation, phone, categories)
             ON CONFLICT (id) DO NOTHING",
            &[
                &text(|row| &row.id),
                &text(|row| &row.household),
                &text(|row| &row.name),
                &optional(|row| row.id_number.as_deref()),
                &optional(|row| row.temporary_number.as_deref()),
                &text(|row| row.sex),
                &births,
                &text(|row| &row.relation),
                &text(|row| &row.phone),
                &categories,
                &centre,
            ],
        )
        .await?;
    Ok(())
}
