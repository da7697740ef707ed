//! A desk with a real database, granted by a county of the test's own.

use nonghe_domain::{OperationId, Text};
use nonghe_protocol::body::SessionOpened;
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{Provisioning, SecretKey, attachment_hash};
use nonghe_store::{Attachment, NewEntry, Protector, Stamp, Store};
use nonghe_sync::Desk as _;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// The county's key in these tests.
pub fn county_key() -> SecretKey {
    SecretKey::from_random(&[9; 32])
}

/// A desk and its folder.
pub struct TestDesk {
    pub store: Arc<Mutex<Store>>,
    written: u32,
    _folder: TempDir,
}

impl TestDesk {
    pub fn new(county_url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("data"), &Protector::Demonstration).unwrap();
        let county = county_key();
        let grant = Provisioning {
            demonstration: true,
            centre: Centre {
                code: "4101".to_owned(),
                name: Text::new("槐树镇卫生院", "Huaishu"),
                tier: "township".to_owned(),
                phone: String::new(),
                area_code: "230800".to_owned(),
            },
            dev: store.device_key().unwrap().public(),
            device_number: 1,
            epoch: 1,
            county_url: county_url.to_owned(),
            county_key: county.public(),
            operators: Vec::new(),
            packs: Vec::new(),
            roster: None,
        };
        store.keep_provisioning(&grant.signed(&county).unwrap(), &grant).unwrap();
        Self { store: Arc::new(Mutex::new(store)), written: 0, _folder: folder }
    }

    /// Appends entries; the text of each is about `bytes` long.
    pub fn write(&mut self, entries: u32, bytes: usize) {
        for _ in 0..entries {
            let entry = self.next(bytes);
            self.store.with(|store| store.append(entry, stamp()).unwrap());
        }
    }

    /// Appends an entry with a file that the county needs.
    pub fn write_with_file(&mut self, content: &[u8]) -> nonghe_protocol::Hash {
        let mut entry = self.next(10);
        entry.attachments.push(Attachment { content: content.to_vec(), sent_up: true });
        self.store.with(|store| store.append(entry, stamp()).unwrap());
        attachment_hash(content)
    }

    fn next(&mut self, bytes: usize) -> NewEntry {
        self.written += 1;
        let mut bits = [0; 16];
        bits[..4].copy_from_slice(&self.written.to_be_bytes());
        // Digits that do not compress well, so that sizes on the wire follow the sizes here.
        let letters: Vec<char> = ('a'..='z').collect();
        let nonce = (0..bytes).map(|i| letters[(i * i * 7 + i + self.written as usize) % letters.len()]).collect();
        NewEntry::new(OperationId::from_random(bits), SessionOpened { nonce, program: "test".to_owned() })
    }

    pub fn last_seq(&self) -> u64 {
        self.store.with(|store| store.last_seq().unwrap())
    }

    pub fn waiting_from(&self) -> u64 {
        self.store.with(|store| store.waiting_from().unwrap())
    }

    /// Hashes of the whole journal.
    pub fn hashes(&self) -> Vec<nonghe_protocol::Hash> {
        self.store.with(|store| store.entries(1, usize::MAX).unwrap().iter().map(|entry| entry.hash).collect())
    }
}

fn stamp() -> Stamp {
    Stamp { wall_ms: 1_790_000_000_000, mono_ms: 1, biz_date: "2026-10-08".parse().unwrap() }
}
