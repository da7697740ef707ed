//! One search box: people, households, documents. Always local.
//!
//! Letters and characters are prefixes of stored keys; digits are parts of identity numbers. Each query reads a
//! bounded number of index entries, so that it stays quick while somebody types.

use super::registry::{PersonRecord, person};
use super::{collect, parsed};
use crate::error::StoreResult;
use crate::open::Store;
use nonghe_domain::HouseholdId;
use rusqlite::params;

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// People.
    pub people: Vec<PersonRecord>,
    /// Ids of households, as text.
    pub households: Vec<String>,
    /// Ids of payments, by their own number or that of a slip.
    pub payments: Vec<String>,
    /// Ids of settlements.
    pub settlements: Vec<String>,
    /// Ids of stays.
    pub stays: Vec<String>,
    /// Ids of stays by the receipt of a deposit, with that receipt's number.
    pub deposits: Vec<(String, String)>,
}

const PERSON: &str = "SELECT p.id, p.household, p.name, p.id_number, p.temporary_number, p.sex, p.birth_date,
                             p.relation, p.phone, p.categories, p.seq, p.presence, p.since, p.first_seq,
                             p.cover FROM";
/// Names that begin with the same letters are many: so many keys are looked at before the best are chosen.
const CANDIDATES: u32 = 400;
const CANDIDATES_THERE: u32 = 100;
/// Names, or households of a place, from which on there are many.
const WALKED: u32 = 1000;
/// That the household `h` is in a village ?3, by characters or initials, and in a group ?4 if one is given.
const PLACE: &str =
    "h.village IN (SELECT name FROM village WHERE ' ' || keys LIKE '% ' || ?3 || '%' OR name LIKE ?3 || '%')
                     AND (?4 = '' OR h.grp = ?4)";
/// Digits of the area in front of an identity number.
const AREA_DIGITS: usize = 6;

impl Store {
    /// People whose name matches letters or characters, narrowed by village initials and group.
    pub fn people_by_name(&self, key: &str, place: Option<(&str, &str)>, limit: u32) -> StoreResult<Vec<PersonRecord>> {
        let upper = format!("{key}\u{10ffff}");
        if let Some((village, group)) = place {
            return self.people_by_name_and_place(key, &upper, village, group, limit);
        }
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} (SELECT person, min(key) AS key FROM
                       (SELECT person, key FROM person_key WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT ?3)
                       GROUP BY person) k
             JOIN person p ON p.row = k.person
             ORDER BY length(k.key), k.key, p.name, p.birth_date LIMIT ?4"
        ))?;
        collect(statement.query(params![key, upper, CANDIDATES, limit])?, person)
    }

    fn people_by_name_and_place(
        &self,
        key: &str,
        upper: &str,
        village: &str,
        group: &str,
        limit: u32,
    ) -> StoreResult<Vec<PersonRecord>> {
        let mut order = self.conn.prepare_cached(&format!(
            "SELECT (SELECT count(*) FROM (SELECT 1 FROM person_key WHERE key >= ?1 AND key < ?2 LIMIT ?5)) < ?5
                 OR (SELECT count(*) FROM (SELECT 1 FROM household h WHERE {PLACE} LIMIT ?5)) = ?5"
        ))?;
        let in_order: bool = order.query_row(params![key, upper, village, group, WALKED], |row| row.get(0))?;
        let hits = if in_order {
            // Few names, or a place where every few of them live: they are tried in order until there are enough.
            format!(
                "SELECT k.person, k.key FROM person_key k CROSS JOIN person p ON p.row = k.person
                 CROSS JOIN household h ON h.id = p.household
                 WHERE k.key >= ?1 AND k.key < ?2 AND {PLACE} ORDER BY k.key LIMIT ?5"
            )
        } else {
            // Many names and a small place: two indexes tell who lives there.
            format!(
                "SELECT person, key FROM person_key WHERE key >= ?1 AND key < ?2 AND person IN (
                     SELECT p.row FROM household h CROSS JOIN person p INDEXED BY person_by_household
                     ON p.household = h.id WHERE {PLACE})
                 ORDER BY key LIMIT ?5"
            )
        };
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} (SELECT person, min(key) AS key FROM ({hits}) GROUP BY person) k
             JOIN person p ON p.row = k.person
             ORDER BY length(k.key), k.key, p.name, p.birth_date LIMIT ?6"
        ))?;
        collect(statement.query(params![key, upper, village, group, CANDIDATES_THERE, limit])?, person)
    }

    /// People whose identity number begins with digits or contains them, or whose phone begins with them.
    pub fn people_by_digits(&self, digits: &str, limit: u32) -> StoreResult<Vec<PersonRecord>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} person p WHERE p.row IN (
                 SELECT row FROM (SELECT row FROM person WHERE id_number >= ?1 AND id_number < ?1 || ':' LIMIT ?2)
                 UNION SELECT row FROM (SELECT row FROM person
                                        WHERE phone <> '' AND phone >= ?1 AND phone < ?1 || ':' LIMIT ?2))
             ORDER BY p.id_number LIMIT ?2"
        ))?;
        let begin = collect(statement.query(params![digits, limit])?, person)?;
        // Longer than an area code, what somebody's number begins with is hardly in the middle of another one.
        let is_meant = !begin.is_empty() && digits.len() > AREA_DIGITS;
        if is_meant || begin.len() >= limit as usize {
            return Ok(begin);
        }
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} (SELECT row FROM person INDEXED BY sqlite_autoindex_person_2
                       WHERE instr(id_number, ?1) > 0 LIMIT ?2) k
             JOIN person p ON p.row = k.row ORDER BY p.id_number"
        ))?;
        let mut found = begin;
        for within in collect(statement.query(params![digits, limit])?, person)? {
            if found.len() < limit as usize && found.iter().all(|person| person.id != within.id) {
                found.push(within);
            }
        }
        Ok(found)
    }

    /// People whose id begins with these hexadecimal digits, which are written without hyphens.
    pub fn people_by_code(&self, digits: &str, limit: u32) -> StoreResult<Vec<PersonRecord>> {
        let mut begin = String::with_capacity(36);
        for (at, digit) in digits.chars().enumerate() {
            if matches!(at, 8 | 12 | 16 | 20) {
                begin.push('-');
            }
            begin.push(digit);
        }
        let mut statement = self.conn.prepare_cached(&format!(
            "{PERSON} person p WHERE p.id >= ?1 AND p.id < ?1 || 'g' ORDER BY p.id LIMIT ?2"
        ))?;
        collect(statement.query(params![begin, limit])?, person)
    }

    /// Documents and households by the beginning of their number.
    pub fn by_number(&self, number: &str, limit: u32) -> StoreResult<Found> {
        let ids = |table: &str| -> StoreResult<Vec<String>> {
            let mut statement = self.conn.prepare_cached(&format!(
                "SELECT id FROM {table} WHERE number >= ?1 AND number < ?1 || ':' ORDER BY number LIMIT ?2"
            ))?;
            let rows = statement.query_map(params![number, limit], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let mut payments = ids("payment")?;
        let mut statement = self.conn.prepare_cached(
            "SELECT payment FROM premium_slip WHERE number >= ?1 AND number < ?1 || ':' ORDER BY number LIMIT ?2",
        )?;
        let rows = statement.query_map(params![number, limit], |row| row.get::<_, String>(0))?;
        for payment in rows {
            let payment = payment?;
            if !payments.contains(&payment) {
                payments.push(payment);
            }
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT stay, number FROM deposit WHERE number >= ?1 AND number < ?1 || ':' ORDER BY number LIMIT ?2",
        )?;
        let rows = statement.query_map(params![number, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Found {
            people: Vec::new(),
            households: ids("household")?,
            payments,
            settlements: ids("settlement")?,
            stays: ids("stay")?,
            deposits: rows.collect::<Result<_, _>>()?,
        })
    }

    /// Households by number, village (characters or initials) or head; the newest first when nothing is asked for.
    pub fn household_ids(&self, query: &str, limit: u32) -> StoreResult<Vec<HouseholdId>> {
        let id = |row: &rusqlite::Row<'_>| parsed("household", &row.get::<_, String>(0)?);
        if query.is_empty() {
            let mut newest = self
                .conn
                .prepare_cached("SELECT id FROM household WHERE end_on IS NULL ORDER BY seq DESC, number LIMIT ?1")?;
            return collect(newest.query([limit])?, id);
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM household WHERE end_on IS NULL AND id IN (
                 SELECT * FROM (SELECT id FROM household WHERE number >= upper(?1) AND number < upper(?1) || ':'
                                ORDER BY number LIMIT ?2)
                 UNION SELECT * FROM (SELECT id FROM household WHERE village IN
                                          (SELECT name FROM village
                                           WHERE ' ' || keys LIKE '% ' || ?1 || '%' OR name LIKE ?1 || '%') LIMIT ?2)
                 UNION SELECT * FROM (SELECT p.household FROM person_key k CROSS JOIN person p ON p.row = k.person
                                      WHERE k.key >= ?1 AND k.key < ?1 || char(1114111) AND p.relation = 'head'
                                      ORDER BY k.key LIMIT ?2))
             ORDER BY number LIMIT ?2",
        )?;
        collect(statement.query(params![query, limit])?, id)
    }
}
