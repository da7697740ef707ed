//! Changes of people and households that are known.
//!
//! What a change says is written as it is said; whether it may be said was decided before.

use super::At;
use super::registry::{code, sex_name};
use crate::error::{StoreError, StoreResult};
use crate::read::registry::village_key;
use nonghe_protocol::change::{Change, HouseholdChange, PersonChange, Presence};
use nonghe_protocol::photograph::PersonPhotographed;
use rusqlite::{OptionalExtension as _, params};

impl At<'_> {
    pub(super) fn changed(&self, change: &Change) -> StoreResult<()> {
        if let Some(made) = &change.made {
            self.household(made)?;
            self.about(&made.household)?;
        }
        for household in &change.households {
            self.household_changed(household)?;
        }
        // One head a household holds after the whole change, not between its steps: whoever it concerns steps aside
        // first, and then takes the new place.
        for person in &change.people {
            let id = person.person.to_string();
            self.execute("UPDATE person SET relation = '-' || relation WHERE id = ?1", [id])?;
        }
        for person in &change.people {
            self.person_changed(person)?;
        }
        if let Some(joined) = &change.joined {
            for member in &joined.members {
                self.member(joined.household, member)?;
            }
            self.about(&joined.household)?;
        }
        self.undoes(change.undoes)
    }

    pub(super) fn person_photographed(&self, body: &PersonPhotographed) -> StoreResult<()> {
        let person = body.person.to_string();
        match &body.photo.to {
            Some(hash) => self.execute(
                "INSERT INTO photograph (person, hash, seq) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, seq = excluded.seq",
                params![person, hash.to_string(), self.seq],
            )?,
            None => self.execute("DELETE FROM photograph WHERE person = ?1", [&person])?,
        };
        self.about(&person)?;
        self.undoes(body.undoes)
    }

    fn undoes(&self, undone: Option<u64>) -> StoreResult<()> {
        if let Some(undone) = undone {
            let undone = crate::journal::sql(undone);
            self.execute("INSERT INTO undone (seq, undo) VALUES (?1, ?2)", params![undone, self.seq])?;
        }
        Ok(())
    }

    fn household_changed(&self, change: &HouseholdChange) -> StoreResult<()> {
        let id = change.household.to_string();
        let set = |column: &str, value: Option<&str>| self.set("household", column, &id, value);
        for (column, field) in
            [("village", &change.village), ("grp", &change.group), ("door", &change.door), ("phone", &change.phone)]
        {
            if let Some(field) = field {
                set(column, Some(&field.to))?;
            }
        }
        if let Some(village) = &change.village {
            self.execute(
                "INSERT OR IGNORE INTO village (name, keys) VALUES (?1, ?2)",
                params![village.to, village_key(&village.to)],
            )?;
        }
        if let Some(end) = &change.end {
            set("end_on", end.to.map(|end| end.on.to_string()).as_deref())?;
            set("end_into", end.to.and_then(|end| end.into).map(|into| into.to_string()).as_deref())?;
        }
        self.written("household", &id)?;
        self.about(&change.household)
    }

    fn person_changed(&self, change: &PersonChange) -> StoreResult<()> {
        let id = change.person.to_string();
        let set = |column: &str, value: Option<&str>| self.set("person", column, &id, value);
        if let Some(name) = &change.name {
            self.renamed(&id, &name.to)?;
        }
        if let Some(number) = &change.id_number {
            set("id_number", number.to.map(|number| number.to_string()).as_deref())?;
        }
        if let Some(number) = &change.temporary_number {
            set("temporary_number", number.to.as_deref())?;
        }
        if let Some(sex) = &change.sex {
            set("sex", Some(sex_name(sex.to)))?;
        }
        if let Some(birth) = &change.birth_date {
            set("birth_date", Some(&birth.to.to_string()))?;
        }
        if let Some(phone) = &change.phone {
            set("phone", Some(&phone.to))?;
        }
        if let Some(categories) = &change.categories {
            set("categories", Some(&serde_json::to_string(&categories.to)?))?;
        }
        if let Some(cover) = &change.cover {
            set("cover", Some(&serde_json::to_string(&cover.to)?))?;
        }
        self.moved(&id, change)?;
        self.written("person", &id)?;
        self.about(&change.person)?;
        if let Some(household) = &change.household {
            self.about(&household.from)?;
        }
        // Of the household in which the person is now the history tells it too.
        let household: String = self
            .conn
            .prepare_cached("SELECT household FROM person WHERE id = ?1")?
            .query_row([&id], |row| row.get(0))?;
        self.about(&household)
    }

    /// Household, relation and presence change at once: one head a household is true of the three together.
    fn moved(&self, id: &str, change: &PersonChange) -> StoreResult<()> {
        let relation = change.relation.as_ref().map(|relation| code(relation.to)).transpose()?;
        let household = change.household.as_ref().map(|household| household.to.to_string());
        let stands = change.stands.as_ref().map(|stands| stands.to);
        self.execute(
            "UPDATE person SET relation = coalesce(?2, ltrim(relation, '-')), household = coalesce(?3, household),
                    presence = coalesce(?4, presence), since = iif(?4 IS NULL, since, ?5) WHERE id = ?1",
            params![
                id,
                relation,
                household,
                stands.map(|stands| presence_name(stands.presence)),
                stands.and_then(|stands| stands.since).map(|since| since.to_string())
            ],
        )?;
        Ok(())
    }

    fn renamed(&self, id: &str, name: &str) -> StoreResult<()> {
        self.set("person", "name", id, Some(name))?;
        let mut statement = self.conn.prepare_cached("SELECT row FROM person WHERE id = ?1")?;
        let row: Option<i64> = statement.query_row([id], |row| row.get(0)).optional()?;
        let row = row.ok_or_else(|| unknown("person", id))?;
        self.execute("DELETE FROM person_key WHERE person = ?1", [row])?;
        self.keys_of(row, name)
    }

    /// Writes one column. The names of table and column are those of this file.
    fn set(&self, table: &str, column: &str, id: &str, value: Option<&str>) -> StoreResult<()> {
        self.execute(&format!("UPDATE {table} SET {column} = ?2 WHERE id = ?1"), params![id, value])?;
        Ok(())
    }

    fn written(&self, table: &str, id: &str) -> StoreResult<()> {
        match self.execute(&format!("UPDATE {table} SET seq = ?2 WHERE id = ?1"), params![id, self.seq])? {
            0 => Err(unknown(table, id)),
            _ => Ok(()),
        }
    }
}

fn unknown(table: &str, id: &str) -> StoreError {
    StoreError::Unreadable(format!("{table} {id} is not here"))
}

/// As the table names it.
pub(crate) fn presence_name(presence: Presence) -> &'static str {
    match presence {
        Presence::Here => "here",
        Presence::Away => "away",
        Presence::Dead => "dead",
        Presence::Withdrawn => "withdrawn",
    }
}
