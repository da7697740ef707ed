//! A data folder of a granted device, a county with a key, and a look past the store.

pub mod changes;
mod raw;
pub mod township;

#[allow(unused_imports, reason = "the benchmarks migrate nothing")]
pub use raw::put_back_to_version;
pub use raw::{Rows, raw, rows};

use chrono::NaiveDate;
use nonghe_domain::pack::{Bundle, PackFaults};
use nonghe_domain::{OperationId, Text};
use nonghe_protocol::body::SessionOpened;
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{Body, FeedItem, FeedPage, OperatorRecord, Provisioning, SecretKey};
use nonghe_store::{Appended, NewEntry, Protector, Stamp, Store, StoreResult};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder that is gone when the test is over.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        // These tests ask what the program does, not how fast a disk is: memory that looks like one is enough.
        let memory = Path::new("/dev/shm");
        Self(if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() })
    }

    /// A folder on a real disk, for those who measure.
    #[allow(dead_code, reason = "the benchmarks measure, the tests do not")]
    pub fn on_disk(path: &str) -> Self {
        Self(TempDir::new_in(path).unwrap())
    }

    pub fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.data().join(name)
    }

    /// A new store that the county has granted.
    pub fn granted(&self) -> Store {
        let mut store = Store::create(&self.data(), &Protector::Demonstration).unwrap();
        grant(&mut store);
        store
    }

    pub fn open(&self) -> Store {
        Store::open(&self.data(), &Protector::Demonstration).unwrap()
    }
}

pub fn county() -> SecretKey {
    SecretKey::from_random(&[2; 32])
}

/// The files of the pack that ships, in one piece.
pub fn bundle() -> String {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/demonstration-2026"));
    let bundle = Bundle::assemble(|name| Ok::<_, PackFaults>(std::fs::read(folder.join(name)).ok()));
    bundle.unwrap().to_text().unwrap()
}

pub fn grant(store: &mut Store) {
    let granted = Provisioning {
        demonstration: true,
        centre: Centre {
            code: "4101".into(),
            name: Text::new("青山镇卫生院", "Qingshan township centre"),
            tier: "township".into(),
            phone: "0454-0000000".into(),
            area_code: "230800".into(),
        },
        dev: store.device_key().unwrap().public(),
        device_number: 1,
        epoch: 1,
        county_url: "http://127.0.0.1:1".into(),
        county_key: county().public(),
        operators: Vec::<OperatorRecord>::new(),
        packs: vec![bundle()],
        roster: None,
    };
    let signed = granted.signed(&county()).unwrap();
    store.keep_provisioning(&signed, &granted).unwrap();
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn stamp() -> Stamp {
    Stamp { wall_ms: 1_770_000_000_000, mono_ms: 1000, biz_date: day("2026-02-02") }
}

pub fn op(number: u32) -> OperationId {
    OperationId::from_random(u128::from(number).to_be_bytes())
}

pub fn session(number: u32) -> SessionOpened {
    SessionOpened { nonce: format!("{number:032x}"), program: "0.1.0".into() }
}

/// Appends an entry without pack and files.
pub fn append(store: &mut Store, number: u32, body: impl Into<Body>) -> StoreResult<Appended> {
    store.append(NewEntry::new(op(number), body), stamp())
}

/// Appends entries that say nothing.
pub fn fill(store: &mut Store, numbers: std::ops::RangeInclusive<u32>) {
    for number in numbers {
        append(store, number, session(number)).unwrap();
    }
}

/// A page that follows what the store has applied.
pub fn page(store: &Store, items: &[FeedItem]) -> FeedPage {
    page_of(store, items.iter().map(|item| serde_json::to_string(item).unwrap()).collect())
}

pub fn page_of(store: &Store, items: Vec<String>) -> FeedPage {
    let cursor = store.feed_cursor().unwrap();
    FeedPage {
        dev: store.device_key().unwrap().public(),
        server_epoch: cursor.server_epoch.unwrap_or(1),
        after: cursor.after,
        prev_hash: cursor.prev_hash,
        items,
        more: false,
        judged_seq: 0,
        time_ms: 1_770_000_000_000,
    }
}

/// Applies a page as the county signed it.
pub fn apply(store: &mut Store, page: &FeedPage) -> StoreResult<usize> {
    let verbatim = serde_json::to_string(&page.signed(&county()).unwrap()).unwrap();
    store.apply_feed_page(page, &verbatim)
}
