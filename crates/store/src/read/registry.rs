//! Households and people.

use super::premiums::STANDS;
use super::{collect, parsed};
use crate::error::{StoreError, StoreResult};
use crate::open::Store;
use chrono::NaiveDate;
use nonghe_domain::adjudicate::{Accumulators, DatedCategory};
use nonghe_domain::enrolment::CoverElsewhere;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, PersonId, pinyin};
use nonghe_protocol::Hash;
use nonghe_protocol::change::{HouseholdEnd, Presence, Stands};
use rusqlite::{OptionalExtension as _, Row, params};

/// A household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdRecord {
    /// Id.
    pub id: HouseholdId,
    /// Displayed number.
    pub number: String,
    /// Village.
    pub village: String,
    /// Group; empty if none.
    pub group: String,
    /// Door number; empty if none.
    pub door: String,
    /// Telephone; empty if none.
    pub phone: String,
    /// Newest entry that wrote it.
    pub seq: u64,
    /// Its end, if it was merged or nobody is left.
    pub end: Option<HouseholdEnd>,
    /// The entry that registered it.
    pub first_seq: u64,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// Id.
    pub id: PersonId,
    /// Household.
    pub household: HouseholdId,
    /// Name.
    pub name: String,
    /// Identity number.
    pub id_number: Option<IdNumber>,
    /// Temporary number instead.
    pub temporary_number: Option<String>,
    /// Sex.
    pub sex: Sex,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Relation to the head.
    pub relation: Relation,
    /// Telephone; empty if none.
    pub phone: String,
    /// Categories.
    pub categories: Vec<DatedCategory>,
    /// Insurance elsewhere.
    pub cover: Vec<CoverElsewhere>,
    /// Newest entry that wrote it.
    pub seq: u64,
    /// Whether here.
    pub stands: Stands,
    /// The entry that registered it.
    pub first_seq: u64,
}

impl PersonRecord {
    /// Whether the person is a member of a household here.
    pub fn is_here(&self) -> bool {
        self.stands.presence == Presence::Here
    }
}

/// A household as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdRow {
    /// The household.
    pub household: HouseholdRecord,
    /// Name of the head, or of who was it when nobody is left.
    pub head: String,
    /// How many members are here.
    pub members: u32,
    /// How many of them are enrolled in the year.
    pub enrolled: u32,
}

const HOUSEHOLD: &str = "SELECT id, number, village, grp, door, phone, seq, end_on, end_into, first_seq FROM household";
/// Whose household it is: the head's name, else the first member's, else that of who left it or died last.
pub(super) const HEAD: &str = "coalesce(
    (SELECT name FROM person WHERE household = ?1 AND presence = 'here' ORDER BY relation <> 'head', row LIMIT 1),
    (SELECT name FROM person WHERE household = ?1 AND presence IN ('away', 'dead') ORDER BY since DESC, row LIMIT 1),
    '')";
const PERSON: &str = "SELECT id, household, name, id_number, temporary_number, sex, birth_date, relation, phone,
                             categories, seq, presence, since, first_seq, cover FROM person";

/// Pinyin initials of a village, every reading, separated by blanks.
pub fn village_key(village: &str) -> String {
    pinyin::place_keys(village).initials.join(" ")
}

fn household(row: &Row<'_>) -> StoreResult<HouseholdRecord> {
    Ok(HouseholdRecord {
        id: parsed("household", &row.get::<_, String>(0)?)?,
        number: row.get(1)?,
        village: row.get(2)?,
        group: row.get(3)?,
        door: row.get(4)?,
        phone: row.get(5)?,
        seq: row.get::<_, i64>(6)?.unsigned_abs(),
        end: end(row.get(7)?, row.get(8)?)?,
        first_seq: row.get::<_, i64>(9)?.unsigned_abs(),
    })
}

fn end(on: Option<String>, into: Option<String>) -> StoreResult<Option<HouseholdEnd>> {
    let Some(on) = on else { return Ok(None) };
    let into = into.map(|into| parsed("household", &into)).transpose()?;
    Ok(Some(HouseholdEnd { on: parsed("date", &on)?, into }))
}

pub(super) fn person(row: &Row<'_>) -> StoreResult<PersonRecord> {
    let id_number: Option<String> = row.get(3)?;
    let relation: String = row.get(7)?;
    let presence: String = row.get(11)?;
    let since: Option<String> = row.get(12)?;
    Ok(PersonRecord {
        id: parsed("person", &row.get::<_, String>(0)?)?,
        household: parsed("household", &row.get::<_, String>(1)?)?,
        name: row.get(2)?,
        id_number: id_number
            .map(|text| IdNumber::parse(&text).map_err(|_| StoreError::Unreadable("identity number".into())))
            .transpose()?,
        temporary_number: row.get(4)?,
        sex: if row.get::<_, String>(5)? == "male" { Sex::Male } else { Sex::Female },
        birth_date: parsed("birth date", &row.get::<_, String>(6)?)?,
        relation: serde_json::from_value(relation.into())?,
        phone: row.get(8)?,
        categories: serde_json::from_str(&row.get::<_, String>(9)?)?,
        cover: serde_json::from_str(&row.get::<_, String>(14)?)?,
        seq: row.get::<_, i64>(10)?.unsigned_abs(),
        stands: Stands {
            presence: serde_json::from_value(presence.into())?,
            since: since.map(|since| parsed("date", &since)).transpose()?,
        },
        first_seq: row.get::<_, i64>(13)?.unsigned_abs(),
    })
}

impl Store {
    /// A household.
    pub fn household(&self, id: HouseholdId) -> StoreResult<Option<HouseholdRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{HOUSEHOLD} WHERE id = ?1"))?;
        Ok(collect(statement.query([id.to_string()])?, household)?.pop())
    }

    /// A household by its displayed number.
    pub fn household_by_number(&self, number: &str) -> StoreResult<Option<HouseholdRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{HOUSEHOLD} WHERE number = ?1"))?;
        Ok(collect(statement.query([number])?, household)?.pop())
    }

    /// A household and what a list says of its people, in one query: a list has hundreds.
    pub fn household_row(&self, id: HouseholdId, year: i32) -> StoreResult<Option<HouseholdRow>> {
        let sql = format!(
            "SELECT id, number, village, grp, door, phone, seq, end_on, end_into, first_seq, {HEAD},
                    (SELECT count(*) FROM person WHERE household = ?1 AND presence = 'here'),
                    (SELECT count(DISTINCT person.id) FROM person CROSS JOIN enrolment ON enrolment.person = person.id
                     WHERE person.household = ?1 AND enrolment.year = ?2 AND {STANDS})
             FROM household WHERE id = ?1"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let row = |row: &Row<'_>| {
            Ok(HouseholdRow {
                household: household(row)?,
                head: row.get(10)?,
                members: row.get(11)?,
                enrolled: row.get(12)?,
            })
        };
        Ok(collect(statement.query(params![id.to_string(), year])?, row)?.pop())
    }

    /// Whose household it is; empty where nobody ever was in it.
    pub fn head_name(&self, household: HouseholdId) -> StoreResult<String> {
        let mut statement = self.conn.prepare_cached(&format!("SELECT {HEAD}"))?;
        Ok(statement.query_row([household.to_string()], |row| row.get(0))?)
    }

    /// Members in the order in which they were registered; the head comes first.
    pub fn members(&self, id: HouseholdId) -> StoreResult<Vec<PersonRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} WHERE household = ?1 AND presence = 'here' ORDER BY relation <> 'head', row"
        ))?;
        collect(statement.query([id.to_string()])?, person)
    }

    /// Everybody whose year counts for the household of a person, the person included.
    ///
    /// Those who died in it or moved away stay in its sums, so that nothing is paid twice.
    pub fn counted_with(&self, person: &PersonRecord) -> StoreResult<Vec<PersonId>> {
        let sql = "SELECT id FROM person WHERE household = ?1 AND (presence <> 'withdrawn' OR id = ?2) ORDER BY row";
        let mut statement = self.conn.prepare_cached(sql)?;
        let ids = params![person.household.to_string(), person.id.to_string()];
        collect(statement.query(ids)?, |row| parsed("person", &row.get::<_, String>(0)?))
    }

    /// People who moved away from a household or died in it, the latest first.
    pub fn former_members(&self, id: HouseholdId) -> StoreResult<Vec<PersonRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} WHERE household = ?1 AND presence IN ('away', 'dead') ORDER BY since DESC, row"
        ))?;
        collect(statement.query([id.to_string()])?, person)
    }

    /// People of a name and a date of birth, in the order in which they were registered.
    pub fn namesakes(&self, name: &str, birth_date: NaiveDate) -> StoreResult<Vec<PersonRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} WHERE name = ?1 AND birth_date = ?2 AND presence <> 'withdrawn' ORDER BY row LIMIT 9"
        ))?;
        collect(statement.query([name, &birth_date.to_string()])?, person)
    }

    /// The entry that took an entry back.
    pub fn undone_by(&self, seq: u64) -> StoreResult<Option<u64>> {
        let mut statement = self.conn.prepare_cached("SELECT undo FROM undone WHERE seq = ?1")?;
        let undo: Option<i64> = statement.query_row([crate::journal::sql(seq)], |row| row.get(0)).optional()?;
        Ok(undo.map(i64::unsigned_abs))
    }

    /// A person.
    pub fn person(&self, id: PersonId) -> StoreResult<Option<PersonRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{PERSON} WHERE id = ?1"))?;
        Ok(collect(statement.query([id.to_string()])?, person)?.pop())
    }

    /// Hash of a person's photograph.
    pub fn photograph_of(&self, id: PersonId) -> StoreResult<Option<Hash>> {
        let mut statement = self.conn.prepare_cached("SELECT hash FROM photograph WHERE person = ?1")?;
        let hash: Option<String> = statement.query_row([id.to_string()], |row| row.get(0)).optional()?;
        hash.map(|hash| hash.parse().map_err(|_| StoreError::Unreadable("photograph hash".into()))).transpose()
    }

    /// The person who has an identity number.
    pub fn person_by_id_number(&self, number: &IdNumber) -> StoreResult<Option<PersonRecord>> {
        let mut statement = self.conn.prepare_cached(&format!("{PERSON} WHERE id_number = ?1"))?;
        Ok(collect(statement.query([number.to_string()])?, person)?.pop())
    }

    /// Members of households here who have a temporary number instead, those registered first in front.
    pub fn people_without_id_number(&self) -> StoreResult<Vec<PersonRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} WHERE id_number IS NULL AND temporary_number IS NOT NULL AND presence = 'here' ORDER BY first_seq, row"
        ))?;
        collect(statement.query([])?, person)
    }

    /// People whose temporary number begins so.
    pub fn people_by_temporary_number(&self, number: &str, most: u32) -> StoreResult<Vec<PersonRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} WHERE temporary_number >= ?1 AND temporary_number < ?1 || 'Z' ORDER BY temporary_number LIMIT ?2"
        ))?;
        collect(statement.query(params![number, most])?, person)
    }

    /// Identity numbers of all people, for a bulk import.
    pub fn id_numbers(&self) -> StoreResult<Vec<String>> {
        let mut statement = self.conn.prepare("SELECT id_number FROM person WHERE id_number IS NOT NULL")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Numbers of all households, with their ids and whether they have a head, for a bulk import. The number of a
    /// household that was merged stands for the one that it was merged into.
    pub fn household_numbers(&self) -> StoreResult<Vec<(String, HouseholdId, bool)>> {
        let mut statement = self.conn.prepare(
            "SELECT h.number, h.home, EXISTS (SELECT 1 FROM person
                                              WHERE household = h.home AND relation = 'head' AND presence = 'here')
             FROM (SELECT number, coalesce(end_into, id) AS home FROM household) h",
        )?;
        collect(statement.query([])?, |row| {
            Ok((row.get(0)?, parsed("household", &row.get::<_, String>(1)?)?, row.get(2)?))
        })
    }

    /// Villages, by name.
    pub fn villages(&self) -> StoreResult<Vec<String>> {
        let mut statement = self.conn.prepare_cached("SELECT name FROM village ORDER BY name")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The household that was registered last.
    pub fn newest_household(&self) -> StoreResult<Option<HouseholdRecord>> {
        let mut statement = self
            .conn
            .prepare_cached(&format!("{HOUSEHOLD} WHERE first_seq = (SELECT max(first_seq) FROM household) LIMIT 1"))?;
        Ok(collect(statement.query([])?, household)?.pop())
    }

    /// Number of people who are members of households here.
    pub fn people_count(&self) -> StoreResult<u64> {
        let count: i64 =
            self.conn.query_row("SELECT count(*) FROM person WHERE presence = 'here'", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// A person's totals of a year.
    pub fn standing(&self, person: PersonId, year: i32) -> StoreResult<Accumulators> {
        let mut statement =
            self.conn.prepare_cached("SELECT accumulators FROM standing WHERE person = ?1 AND year = ?2")?;
        let found: Option<String> =
            statement.query_row(params![person.to_string(), year], |row| row.get(0)).optional()?;
        Ok(found.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
    }

    /// The last counter of a kind of number.
    pub fn last_number(&self, name: &str) -> StoreResult<u64> {
        let mut statement = self.conn.prepare_cached("SELECT last FROM counter WHERE name = ?1")?;
        let last: Option<i64> = statement.query_row([name], |row| row.get(0)).optional()?;
        Ok(last.unwrap_or(0).unsigned_abs())
    }
}
