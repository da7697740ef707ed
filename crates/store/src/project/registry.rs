//! Households and people.

use super::At;
use crate::error::{StoreError, StoreResult};
use crate::journal::attachment;
use crate::read::registry::village_key;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, pinyin};
use nonghe_protocol::body::{Household, HouseholdRegistered, Member, MembersAdded, RosterHousehold, RosterImported};
use rusqlite::params;
use std::collections::BTreeSet;

/// Accepted rows of a roster inflate to at most this size.
const ROSTER_MAX_BYTES: usize = 512 * 1024 * 1024;

impl At<'_> {
    pub(super) fn household_registered(&self, body: &HouseholdRegistered) -> StoreResult<()> {
        self.household(&body.household)?;
        for member in &body.members {
            self.member(body.household.household, member)?;
        }
        self.about(&body.household.household)
    }

    pub(super) fn members_added(&self, body: &MembersAdded) -> StoreResult<()> {
        for member in &body.members {
            self.member(body.household, member)?;
        }
        self.about(&body.household)
    }

    pub(super) fn roster_imported(&self, body: &RosterImported) -> StoreResult<()> {
        let rows = attachment(self.conn, &body.rows)?;
        let text = zstd::bulk::decompress(&rows, ROSTER_MAX_BYTES)?;
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let household: RosterHousehold = serde_json::from_slice(line)?;
            if household.known {
                // A household that had ended lives again with its new members.
                self.execute(
                    "UPDATE household SET end_on = NULL, end_into = NULL WHERE id = ?1 AND end_on IS NOT NULL",
                    [household.household.household.to_string()],
                )?;
            } else {
                self.household(&household.household)?;
            }
            for member in &household.members {
                self.member(household.household.household, member)?;
            }
        }
        Ok(())
    }

    pub(super) fn household(&self, household: &Household) -> StoreResult<()> {
        self.execute(
            "INSERT INTO household (id, number, village, grp, door, phone, seq, first_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            params![
                household.household.to_string(),
                household.number,
                household.village,
                household.group,
                household.door,
                household.phone,
                self.seq
            ],
        )?;
        self.execute(
            "INSERT OR IGNORE INTO village (name, keys) VALUES (?1, ?2)",
            params![household.village, village_key(&household.village)],
        )?;
        let digits = household.number.trim_start_matches('H');
        self.counted("H", digits.parse().unwrap_or(0))
    }

    pub(super) fn member(&self, household: HouseholdId, member: &Member) -> StoreResult<()> {
        self.execute(
            "INSERT INTO person (id, household, name, id_number, temporary_number, sex, birth_date, relation, phone,
                                 categories, seq, first_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)",
            params![
                member.person.to_string(),
                household.to_string(),
                member.name,
                member.id_number.as_ref().map(ToString::to_string),
                member.temporary_number,
                sex_name(member.sex),
                member.birth_date.to_string(),
                code(member.relation)?,
                member.phone,
                serde_json::to_string(&member.categories)?,
                self.seq
            ],
        )?;
        let row = self.conn.last_insert_rowid();
        self.keys_of(row, &member.name)?;
        if let Some(number) = &member.temporary_number {
            let serial: String = number.chars().rev().take(6).collect::<Vec<_>>().into_iter().rev().collect();
            self.counted("T", serial.parse().unwrap_or(0))?;
        }
        Ok(())
    }

    /// Writes the keys by which a row is found.
    pub(super) fn keys_of(&self, row: i64, name: &str) -> StoreResult<()> {
        for key in keys(name) {
            self.execute("INSERT INTO person_key (key, person) VALUES (?1, ?2)", params![key, row])?;
        }
        Ok(())
    }
}

/// All keys of a name: pinyin in every reading, and the characters from each place on.
fn keys(name: &str) -> BTreeSet<String> {
    let found = pinyin::person_keys(name);
    let mut keys: BTreeSet<String> =
        found.initials.into_iter().chain(found.full).chain(found.mixed).filter(|key| !key.is_empty()).collect();
    keys.extend(name.char_indices().map(|(start, _)| name[start..].to_owned()));
    keys
}

pub(super) fn sex_name(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

pub(super) fn code(relation: Relation) -> StoreResult<String> {
    match serde_json::to_value(relation)? {
        serde_json::Value::String(code) => Ok(code),
        _ => Err(StoreError::Unreadable("relation".into())),
    }
}
