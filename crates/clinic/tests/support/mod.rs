//! A desk for tests: a provisioned demonstration centre in a folder of its own, with the office signed in.

#![allow(dead_code, reason = "each suite uses a part of it")]

pub mod hospital;
pub mod township;

use argon2::password_hash::{PasswordHasher as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use nonghe_clinic::views::SignIn;
use nonghe_clinic::{Clinic, Now, SharedStore};
use nonghe_domain::pack::{Bundle, PackFaults};
use nonghe_domain::{OperationId, OperatorId, Text};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{OperatorRecord, Provisioning, Role, SecretKey};
use nonghe_store::{Protector, Store};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// PIN of every operator.
pub const PIN: &str = "135790";
/// May do everything.
pub const OFFICE: &str = "wzr";
/// Registers households and collects, but imports nothing.
pub const CLERK: &str = "lxm";
/// Collects and settles; the second pair of eyes.
pub const CASHIER: &str = "zjh";

/// 2026-10-08 09:30 in China, within the season of the demonstration pack.
const WALL_MS: i64 = 1_791_423_000_000;

/// A desk, and the folder that lives as long as it does.
pub struct Desk {
    pub clinic: Clinic,
    pub dir: TempDir,
    /// Counts moments and presses, so that each is another one and a run can be repeated.
    count: AtomicU64,
}

impl Desk {
    /// A new centre without people.
    pub fn new() -> Self {
        Self::with_roster(None)
    }

    /// A new centre whose provisioning file brings a roster: lines of JSON.
    pub fn with_roster(roster: Option<String>) -> Self {
        Self::provisioned(roster, vec![pack()])
    }

    /// A new centre under a small pack: the yearly one, and the layers of other files after it.
    pub fn with_small_pack(layers: &[&str]) -> Self {
        Self::provisioned(None, vec![small_pack(layers)])
    }

    /// A new centre under packs of several years, by their rules.
    pub fn with_rules(rules: &[String]) -> Self {
        Self::provisioned(None, rules.iter().map(|rules| small_bundle(rules.clone())).collect())
    }

    fn provisioned(roster: Option<String>, packs: Vec<String>) -> Self {
        let dir = TempDir::new().unwrap();
        let store = Store::create(&dir.path().join("data"), &Protector::Demonstration).unwrap();
        let county = county();
        let granted = provisioning(&store, &county, roster, packs);
        let store: SharedStore = Arc::new(Mutex::new(store));
        let file = serde_json::to_string(&granted.signed(&county).unwrap()).unwrap();
        Clinic::provision(&store, &file, true, Now { wall_ms: WALL_MS, mono_ms: 0 }).unwrap();
        let desk = Self { clinic: Clinic::new(store).unwrap(), dir, count: AtomicU64::new(1) };
        desk.sign_in(OFFICE);
        desk
    }

    /// The same data after the program ended and was started again.
    pub fn restarted(self) -> Self {
        let desk = self.reopened();
        desk.sign_in(OFFICE);
        desk
    }

    /// As [`Desk::restarted`], with nobody signed in.
    pub fn reopened(self) -> Self {
        let Self { clinic, dir, count } = self;
        drop(clinic);
        let store = Store::open(&dir.path().join("data"), &Protector::Demonstration).unwrap();
        Self { clinic: Clinic::new(Arc::new(Mutex::new(store))).unwrap(), dir, count }
    }

    /// Signs an operator in instead of whoever is there.
    pub fn sign_in(&self, initials: &str) {
        self.clinic.sign_in(&SignIn { initials: initials.into(), pin: PIN.into() }, self.now()).unwrap();
    }

    /// The next moment: a second after the last one.
    pub fn now(&self) -> Now {
        let seconds = self.count.fetch_add(1, Ordering::Relaxed);
        Now { wall_ms: WALL_MS + seconds.cast_signed() * 1000, mono_ms: seconds * 1000 }
    }

    /// So many days later. Times that were asked for before stay as they were.
    pub fn days_pass(&self, days: u64) {
        self.count.fetch_add(days * 24 * 3600, Ordering::Relaxed);
    }

    /// The next press of a button.
    pub fn op(&self) -> String {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        OperationId::from_random(u128::from(number).to_be_bytes()).to_string()
    }

    /// Writes a file beside the data.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Looks into the database.
    pub fn store<T>(&self, look: impl FnOnce(&Store) -> T) -> T {
        let store = self.clinic.shared_store();
        let store = store.lock().unwrap();
        look(&store)
    }
}

/// The key of the county.
pub fn county() -> SecretKey {
    SecretKey::from_random(&[7; 32])
}

/// What the county grants to the device of a store.
pub fn provisioning(store: &Store, county: &SecretKey, roster: Option<String>, packs: Vec<String>) -> Provisioning {
    Provisioning {
        demonstration: true,
        centre: Centre {
            code: "4110".into(),
            name: Text::new("槐树镇卫生院", "Huaishu Township Health Centre"),
            tier: "township".into(),
            phone: "0399-5550120".into(),
            area_code: "411099".into(),
        },
        dev: store.device_key().unwrap().public(),
        device_number: 1,
        epoch: 1,
        county_url: "http://127.0.0.1:1".into(),
        county_key: county.public(),
        operators: vec![
            operator(1, OFFICE, "王主任", &[Role::Registration, Role::Cashier, Role::Office]),
            operator(2, CLERK, "李小敏", &[Role::Registration, Role::Cashier]),
            operator(3, CASHIER, "张建华", &[Role::Cashier]),
        ],
        packs,
        roster,
    }
}

fn operator(number: u8, initials: &str, name: &str, roles: &[Role]) -> OperatorRecord {
    // The cheapest hash there is: these tests are not about guessing PINs.
    let params = Params::new(8, 1, 1, None).unwrap();
    let salt = SaltString::encode_b64(&[number; 16]).unwrap();
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    OperatorRecord {
        id: OperatorId::from_random([number; 16]),
        initials: initials.into(),
        name: name.into(),
        roles: roles.to_vec(),
        pin_hash: argon.hash_password(PIN.as_bytes(), &salt).unwrap().to_string(),
    }
}

/// The demonstration pack.
pub fn pack() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/demonstration-2026");
    let bundle = Bundle::assemble(|name| Ok::<_, PackFaults>(std::fs::read(folder.join(name)).ok()));
    bundle.unwrap().to_text().unwrap()
}

/// A file of the small packs.
pub fn small_file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/small-packs");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn small_pack(layers: &[&str]) -> String {
    small_bundle(std::iter::once(&"yearly.toml").chain(layers).map(|name| small_file(name)).collect())
}

fn small_bundle(rules: String) -> String {
    let file = small_file;
    let bundle = Bundle {
        rules,
        drugs: file("drugs.csv"),
        services: file("services.csv"),
        diagnoses: file("diagnoses.csv"),
        ..Bundle::default()
    };
    bundle.to_text().unwrap()
}
