//! A township of 30,000 people: the entry of a roster against bare inserts of the same rows.
//!
//! Both write an encrypted file with the same settings, tables and indexes, in one transaction. The entry also hashes
//! the chain, keeps the rows, reads them again and computes the keys by which people are found.

#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../../clinic/tests/support/township.rs"]
#[allow(dead_code, reason = "the tests of the import use all of it")]
mod township;

use chrono::NaiveDate;
use criterion::Criterion;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, OperationId, OperatorId, PersonId, Text, pinyin};
use nonghe_protocol::body::{Household, Member, RosterHousehold, RosterImported};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{Provisioning, SecretKey, attachment_hash};
use nonghe_store::{Attachment, NewEntry, Protector, Stamp, Store, village_key};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PEOPLE: usize = 30_000;
const ROUNDS: usize = 5;
const JOURNAL: &str = include_str!("../../../migrations/device/0001_create_journal.sql");
const PROJECTIONS: &str = include_str!("../../../migrations/device/0002_create_projections.sql");

fn main() {
    let roster = Roster::new(PEOPLE);
    let (mut appends, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floors.push(roster.insert_bare());
        appends.push(roster.append());
    }
    let (append, floor) = (median(appends), median(floors));
    println!("entry of {PEOPLE} people: {append:.2?}; bare inserts of the same rows: {floor:.2?}");
    println!("ratio entry / bare inserts: {:.2}", append.as_secs_f64() / floor.as_secs_f64());

    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let repeated = |times: u64, once: &dyn Fn() -> Duration| (0..times).map(|_| once()).sum::<Duration>();
    let mut group = criterion.benchmark_group("import 30,000 people");
    group.bench_function("bare inserts", |b| b.iter_custom(|times| repeated(times, &|| roster.insert_bare())));
    group.bench_function("entry", |b| b.iter_custom(|times| repeated(times, &|| roster.append())));
    group.finish();
    criterion.final_summary();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

/// A roster as accepted rows, and the keys of its names as they are stored.
struct Roster {
    households: Vec<RosterHousehold>,
    rows: Vec<u8>,
    keys: Vec<Vec<BTreeSet<String>>>,
}

impl Roster {
    fn new(people: usize) -> Self {
        let rows = township::roster(people);
        let households: Vec<RosterHousehold> = rows.chunks(4).zip(1..).map(household).collect();
        let lines = households.iter().map(|household| serde_json::to_string(household).unwrap() + "\n");
        let rows = zstd::bulk::compress(lines.collect::<String>().as_bytes(), 3).unwrap();
        let keys = |household: &RosterHousehold| household.members.iter().map(|member| keys(&member.name)).collect();
        Self { keys: households.iter().map(keys).collect(), households, rows }
    }

    /// The entry of the roster, into a database of its own.
    fn append(&self) -> Duration {
        let dir = TempDir::new().unwrap();
        let mut store = provisioned(&dir);
        let attachment = Attachment { content: self.rows.clone(), sent_up: true };
        let body = RosterImported {
            by: OperatorId::from_random([1; 16]),
            file: attachment_hash(&self.rows),
            rows: attachment_hash(&self.rows),
            households: self.households.len() as u64,
            people: PEOPLE as u64,
            refused: 0,
        };
        let op = OperationId::from_random(random());
        let entry = NewEntry { attachments: vec![attachment], ..NewEntry::new(op, body) };
        let biz_date = NaiveDate::from_ymd_opt(2026, 10, 8).unwrap();
        let began = Instant::now();
        store.append(entry, Stamp { wall_ms: 0, mono_ms: 0, biz_date }).unwrap();
        let time = began.elapsed();
        assert_eq!(store.people_count().unwrap(), PEOPLE as u64);
        time
    }

    /// The same rows, computed before, by prepared statements.
    fn insert_bare(&self) -> Duration {
        let dir = TempDir::new().unwrap();
        let mut conn = Connection::open(dir.path().join("floor.db")).unwrap();
        conn.pragma_update(None, "key", format!("x'{}'", hex::encode(random::<32>()))).unwrap();
        conn.pragma_update(None, "journal_mode", "WAL").unwrap();
        conn.pragma_update(None, "synchronous", "FULL").unwrap();
        conn.pragma_update(None, "foreign_keys", "ON").unwrap();
        conn.pragma_update(None, "temp_store", "MEMORY").unwrap();
        conn.pragma_update(None, "cache_size", -32 * 1024).unwrap();
        conn.execute_batch(JOURNAL).unwrap();
        conn.execute_batch(PROJECTIONS).unwrap();
        let villages: BTreeSet<&str> = self.households.iter().map(|row| row.household.village.as_str()).collect();
        let villages: Vec<(&str, String)> = villages.into_iter().map(|name| (name, village_key(name))).collect();
        let values: Vec<Vec<[String; 9]>> = self.households.iter().map(values).collect();
        let began = Instant::now();
        let tx = conn.transaction().unwrap();
        {
            let mut village = tx.prepare("INSERT INTO village (name, keys) VALUES (?1, ?2)").unwrap();
            for (name, keys) in &villages {
                village.execute(params![name, keys]).unwrap();
            }
            let mut household = tx
                .prepare("INSERT INTO household (id, number, village, grp, door, phone, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)")
                .unwrap();
            let mut person = tx
                .prepare(
                    "INSERT INTO person (id, household, name, id_number, temporary_number, sex, birth_date, relation,
                                         phone, categories, seq)
                     VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7, ?8, ?9, 1)",
                )
                .unwrap();
            let mut key = tx.prepare("INSERT INTO person_key (key, person) VALUES (?1, ?2)").unwrap();
            for ((row, members), keys) in self.households.iter().zip(&values).zip(&self.keys) {
                let h = &row.household;
                household.execute(params![members[0][1], h.number, h.village, h.group, h.door, h.phone]).unwrap();
                for (member, keys) in members.iter().zip(keys) {
                    person.execute(rusqlite::params_from_iter(member)).unwrap();
                    let row = tx.last_insert_rowid();
                    for name_key in keys {
                        key.execute(params![name_key, row]).unwrap();
                    }
                }
            }
        }
        tx.commit().unwrap();
        began.elapsed()
    }
}

/// The columns of a household's members, as text.
fn values(row: &RosterHousehold) -> Vec<[String; 9]> {
    let value = |member: &Member| {
        [
            member.person.to_string(),
            row.household.household.to_string(),
            member.name.clone(),
            member.id_number.unwrap().to_string(),
            if member.sex == Sex::Male { "male".into() } else { "female".into() },
            member.birth_date.to_string(),
            serde_json::to_string(&member.relation).unwrap().trim_matches('"').to_owned(),
            member.phone.clone(),
            "[]".into(),
        ]
    };
    row.members.iter().map(value).collect()
}

fn household((rows, number): (&[Vec<String>], u64)) -> RosterHousehold {
    let relations = [Relation::Head, Relation::Spouse, Relation::Son, Relation::Daughter];
    let member = |(row, relation): (&Vec<String>, Relation)| {
        let id_number = IdNumber::parse(&row[4]).unwrap();
        Member {
            person: PersonId::from_random(random()),
            name: row[3].clone(),
            id_number: Some(id_number),
            temporary_number: None,
            sex: id_number.sex(),
            birth_date: id_number.birth_date(),
            relation,
            categories: Vec::new(),
            phone: row[8].clone(),
        }
    };
    RosterHousehold {
        household: Household {
            household: HouseholdId::from_random(random()),
            number: format!("H{number:06}"),
            village: rows[0][1].clone(),
            group: rows[0][2].clone(),
            door: String::new(),
            phone: rows[0][8].clone(),
        },
        known: false,
        members: rows.iter().zip(relations).map(member).collect(),
    }
}

/// The keys that the store keeps of a name.
fn keys(name: &str) -> BTreeSet<String> {
    let found = pinyin::person_keys(name);
    let mut keys: BTreeSet<String> = found.initials.into_iter().chain(found.full).chain(found.mixed).collect();
    keys.extend(name.char_indices().map(|(start, _)| name[start..].to_owned()));
    keys
}

fn provisioned(dir: &TempDir) -> Store {
    let mut store = Store::create(&dir.path().join("data"), &Protector::Demonstration).unwrap();
    let county = SecretKey::from_random(&[7; 32]);
    let granted = Provisioning {
        demonstration: true,
        centre: Centre {
            code: "4110".into(),
            name: Text::new("槐树镇卫生院", "Huaishu Township Health Centre"),
            tier: "township".into(),
            phone: String::new(),
            area_code: "411099".into(),
        },
        dev: store.device_key().unwrap().public(),
        device_number: 1,
        epoch: 1,
        county_url: String::new(),
        county_key: county.public(),
        operators: Vec::new(),
        packs: Vec::new(),
        roster: None,
    };
    store.keep_provisioning(&granted.signed(&county).unwrap(), &granted).unwrap();
    store
}
