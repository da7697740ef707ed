//! Importing a township of 30,000 people: the whole of it, as a user does it, against bare inserts of the rows that it
//! writes.
//!
//! The whole is the program: it starts, opens the file, reads and checks every row, appends the entry with all its
//! projections, and reports. The floor is one transaction of prepared inserts of the very rows that the program wrote
//! about households, people and their keys, into an equal database with the same settings, tables and indexes. Both
//! begin with a copy of the same township, in turns, in one run.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use nonghe_sheets::report::{ReportRow, write_xlsx};
use rusqlite::{Connection, params_from_iter, types::Value};
use serde_json::Value as Json;
use system_tests::{
    Context, Failure, Result, benchmark,
    centre::{Centre, text},
    open_demonstration_database, roster,
};
use tempfile::TempDir;

const PEOPLE: usize = 30_000;
const ROUNDS: usize = 5;
const PROMISE: f64 = 4.0;

#[tokio::main]
async fn main() -> Result<()> {
    benchmark::expect_release_programs()?;
    let centre = Centre::new().await?;
    let rows = roster::rows(PEOPLE);
    let csv = centre.scratch("roster.csv");
    roster::write_csv(&csv, &rows)?;
    let xlsx = centre.scratch("roster.xlsx");
    let numbered = (2..).zip(&rows).map(|(line, cells)| ReportRow { line, reason: "", cells });
    write_xlsx(&xlsx, &roster::TITLES.map(str::to_owned), numbered).context("cannot write the workbook")?;

    let (mut from_csv, mut from_xlsx, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let township = copy_of(&centre.dir())?;
        from_csv.push(import(&centre, &township, &csv).await?);
        let written = Written::of(&centre.dir(), township.path())?;
        bare.push(written.insert_into(&copy_of(&centre.dir())?)?);
        from_xlsx.push(import(&centre, &copy_of(&centre.dir())?, &xlsx).await?);
    }
    println!("import of {PEOPLE} people, {ROUNDS} rounds in turns, medians");
    let floor = benchmark::report("bare inserts of the same rows", &mut bare);
    for (name, times) in [("CSV, from the start of the program", &mut from_csv), ("XLSX, likewise", &mut from_xlsx)] {
        let whole = benchmark::report(name, times);
        benchmark::ratio(&format!("{name} / bare inserts"), whole, floor, PROMISE);
    }
    Ok(())
}

/// A copy of a township in which nobody works.
fn copy_of(data_dir: &Path) -> Result<TempDir> {
    let copy = tempfile::tempdir().context("no temporary folder")?;
    for file in fs::read_dir(data_dir).context("no township")? {
        let file = file.context("no township")?;
        if file.path().is_file() {
            fs::copy(file.path(), copy.path().join(file.file_name())).context("cannot copy the township")?;
        }
    }
    Ok(copy)
}

/// The whole import, as one command.
async fn import(centre: &Centre, township: &TempDir, file: &Path) -> Result<Duration> {
    let cli = centre.cli().env("NONGHE_DATA_DIR", township.path());
    let began = Instant::now();
    let report: Json = cli.json(["roster", "import", text(file)]).await?;
    let time = began.elapsed();
    if report["people"] == PEOPLE && report["refused"] == 0 {
        return Ok(time);
    }
    Err(Failure::new(format!("not everybody was imported: {report}")))
}

/// What an import wrote, value by value.
struct Written {
    villages: Vec<Vec<Value>>,
    households: Vec<Vec<Value>>,
    /// Each with the keys by which they are found.
    people: Vec<(Vec<Value>, Vec<Value>)>,
}

impl Written {
    fn of(before: &Path, after: &Path) -> Result<Self> {
        let (before, after) = (open(before)?, open(after)?);
        let known = |sql: &str| -> Result<Vec<Value>> { Ok(rows(&before, sql)?.into_iter().flatten().collect()) };
        let (villages, households) = (known("SELECT name FROM village")?, known("SELECT id FROM household")?);
        let last = known("SELECT max(row) FROM person")?;
        let last = last.first().and_then(|value| if let Value::Integer(row) = value { Some(*row) } else { None });
        let last = last.unwrap_or_default();

        let mut keys: BTreeMap<i64, Vec<Value>> = BTreeMap::new();
        for row in rows(&after, &format!("SELECT person, key FROM person_key WHERE person > {last}"))? {
            if let [Value::Integer(person), key] = &row[..] {
                keys.entry(*person).or_default().push(key.clone());
            }
        }
        let people = rows(&after, &format!("SELECT * FROM person WHERE row > {last} ORDER BY row"))?;
        let with_keys = |person: Vec<Value>| {
            let Value::Integer(row) = person[0] else { return (person, Vec::new()) };
            let keys = keys.remove(&row).unwrap_or_default();
            (person, keys)
        };
        let new = |rows: Vec<Vec<Value>>, known: &[Value]| -> Vec<Vec<Value>> {
            rows.into_iter().filter(|row| !known.contains(&row[0])).collect()
        };
        let in_order = "SELECT household.* FROM household JOIN person ON household = household.id AND relation = 'head'
                        ORDER BY row";
        Ok(Self {
            villages: new(rows(&after, "SELECT * FROM village")?, &villages),
            households: new(rows(&after, in_order)?, &households),
            people: people.into_iter().map(with_keys).collect(),
        })
    }

    /// The same rows by prepared statements, in one transaction.
    fn insert_into(&self, township: &TempDir) -> Result<Duration> {
        let mut database = open(township.path())?;
        let began = Instant::now();
        let transaction = database.transaction().context("no transaction")?;
        let insert = || -> rusqlite::Result<()> {
            let statement = |table: &str, row: &[Value]| {
                let places = vec!["?"; row.len()].join(", ");
                transaction.prepare(&format!("INSERT INTO {table} VALUES ({places})"))
            };
            for (table, rows) in [("village", &self.villages), ("household", &self.households)] {
                let Some(first) = rows.first() else { continue };
                let mut insert = statement(table, first)?;
                for row in rows {
                    insert.execute(params_from_iter(row))?;
                }
            }
            let mut person = statement("person", &self.people[0].0)?;
            let mut person_key = transaction.prepare("INSERT INTO person_key (key, person) VALUES (?, ?)")?;
            for (row, keys) in &self.people {
                person.execute(params_from_iter(row))?;
                for key in keys {
                    person_key.execute([key, &row[0]])?;
                }
            }
            Ok(())
        };
        insert().context("bare inserts")?;
        transaction.commit().context("bare inserts")?;
        let time = began.elapsed();
        let count: usize = self.people.len();
        if count == PEOPLE { Ok(time) } else { Err(Failure::new(format!("{count} people for the bare inserts"))) }
    }
}

/// A database of a township, with the settings of the program.
fn open(data_dir: &Path) -> Result<Connection> {
    let database = open_demonstration_database(data_dir)?;
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                    PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -32768;";
    database.execute_batch(settings).context("the settings of the database")?;
    Ok(database)
}

fn rows(database: &Connection, sql: &str) -> Result<Vec<Vec<Value>>> {
    let read = || -> rusqlite::Result<Vec<Vec<Value>>> {
        let mut statement = database.prepare(sql)?;
        let columns = statement.column_count();
        statement.query_map([], |row| (0..columns).map(|column| row.get(column)).collect())?.collect()
    };
    read().context(sql)
}
