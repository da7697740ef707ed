//! Keys, ids and entries that are the same in every run.

use chrono::{NaiveDate, NaiveDateTime};
use nonghe_domain::OperationId;
use nonghe_protocol::body::SessionOpened;
use nonghe_protocol::entry::Position;
use nonghe_protocol::{Body, Draft, Entry, Hash, Salt, SecretKey};

pub fn device() -> SecretKey {
    SecretKey::from_random(&[1; 32])
}

pub fn county() -> SecretKey {
    SecretKey::from_random(&[2; 32])
}

/// An id that is recognised in a snapshot.
pub fn id<T: std::str::FromStr>(number: u8) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("00000000-0000-4000-8000-0000000000{number:02x}").parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

pub fn draft(number: u8, body: &Body) -> Draft {
    let (kind, kver) = body.kind();
    Draft {
        kind: kind.into(),
        kver,
        op: id::<OperationId>(number),
        boot: "0f".repeat(16),
        mono_ms: 1000 * u64::from(number),
        wall_ms: 1_790_000_000_000 + i64::from(number),
        biz_date: day("2026-10-15"),
        county_seq_seen: 3,
        pack_hash: None,
        salt: Salt([number; 16]),
        body: Some(body.encode().unwrap()),
        body_commit: None,
    }
}

pub fn start() -> Position {
    Position { dev: device().public(), epoch: 1, seq: 1, prev: Hash::ZERO }
}

pub fn session(number: u8) -> Body {
    SessionOpened { nonce: format!("{number:032x}"), program: "0.1.0".into() }.into()
}

/// Entries that follow each other from the first on.
pub fn chain(count: u8) -> Vec<Entry> {
    let mut place = start();
    (1..=count)
        .map(|number| {
            let entry = draft(number, &session(number)).at(place).unwrap();
            place = entry.next_position();
            entry
        })
        .collect()
}
