//! A county with a database of its own, and devices that it knows.

use crate::device::Device;
use nonghe_domain::Text;
use nonghe_domain::pack::{Bundle, Pack, PackFaults};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{Hash, Provisioning, PublicKey, SecretKey};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use system_tests::{CountyProcess, CountySettings, PostgresCluster, repository_dir};
use tempfile::TempDir;
use tokio::sync::Mutex;
use tokio_postgres::Client;

const COUNTY_SECRET: [u8; 32] = [9; 32];

/// The tests that run at the same time share a cluster; it ends with the last of them.
async fn shared_cluster() -> Arc<PostgresCluster> {
    static SHARED: Mutex<Weak<PostgresCluster>> = Mutex::const_new(Weak::new());
    let mut shared = SHARED.lock().await;
    if let Some(cluster) = shared.upgrade() {
        return cluster;
    }
    let cluster = Arc::new(PostgresCluster::start().await.unwrap());
    *shared = Arc::downgrade(&cluster);
    cluster
}

/// A name that no other test has.
fn database_name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(1);
    format!("county_{}", MADE.fetch_add(1, Ordering::Relaxed))
}

pub struct World {
    // The server ends before its database does.
    pub county: CountyProcess,
    pub cluster: Arc<PostgresCluster>,
    pub database: String,
    pub folder: TempDir,
    granted: u8,
}

impl World {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    pub async fn start_with(environment: &[(&str, &str)]) -> Self {
        Self::start_on("", environment).await
    }

    /// A county whose database an earlier program has left behind.
    pub async fn start_on(earlier: &str, environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (cluster, database) = (shared_cluster().await, database_name());
        let url = cluster.database(&database).await.unwrap();
        cluster.connect(&database).await.unwrap().batch_execute(earlier).await.unwrap();
        let key = folder.path().join("county.key");
        fs::write(&key, format!(r#"{{"demonstration":true,"secret":"{}"}}"#, hex::encode(COUNTY_SECRET))).unwrap();
        let mut settings = CountySettings::new(url, key).unwrap();
        settings.environment.extend(environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        settings.administer(["migrate"]).await.unwrap().succeeded().unwrap();
        let county = CountyProcess::start(settings).await.unwrap();
        Self { county, cluster, database, folder, granted: 0 }
    }

    pub fn url(&self) -> String {
        self.county.url()
    }

    pub fn county_key() -> PublicKey {
        SecretKey::from_random(&COUNTY_SECRET).public()
    }

    /// A device of centre 4101 that the county knows.
    pub async fn device(&mut self) -> Device {
        self.device_with_packs(vec![pack_bundle()]).await
    }

    pub async fn device_with_packs(&mut self, packs: Vec<String>) -> Device {
        self.granted += 1;
        let device = Device::new(self.granted, Self::county_key());
        let path = self.provisioning_file(&device, packs, true);
        let accepted = self.administer(&["device", "accept", "--provisioning", path.to_str().unwrap()]).await;
        assert!(accepted.is_ok(), "{accepted:?}");
        device
    }

    pub fn provisioning_file(&self, device: &Device, packs: Vec<String>, is_demonstration: bool) -> PathBuf {
        let county = SecretKey::from_random(&COUNTY_SECRET);
        let grant = Provisioning {
            demonstration: is_demonstration,
            centre: Centre {
                code: "4101".to_owned(),
                name: Text::new("槐树镇卫生院", "Huaishu"),
                tier: "township".to_owned(),
                phone: String::new(),
                area_code: "230800".to_owned(),
            },
            dev: device.key.public(),
            device_number: u32::from(self.granted),
            epoch: 1,
            county_url: self.url(),
            county_key: county.public(),
            operators: Vec::new(),
            packs,
            roster: None,
        };
        let path = self.folder.path().join(format!("device-{}.json", self.granted));
        fs::write(&path, serde_json::to_string(&grant.signed(&county).unwrap()).unwrap()).unwrap();
        path
    }

    /// Runs a command of the administrator: its output, or its errors.
    pub async fn administer(&self, arguments: &[&str]) -> Result<String, String> {
        let finished = self.county.settings().administer(arguments).await.unwrap();
        if finished.status.success() { Ok(finished.stdout) } else { Err(finished.stderr) }
    }

    /// A connection to the county's database.
    pub async fn connect(&self) -> Client {
        self.cluster.connect(&self.database).await.unwrap()
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let client = self.connect().await;
        client.query_one(sql, &[]).await.unwrap().get(0)
    }

    pub async fn execute(&self, sql: &str) {
        self.cluster.execute(&self.database, sql).await.unwrap();
    }

    /// Hashes of all entries that the county stores, in their order.
    pub async fn stored(&self) -> Vec<Hash> {
        let client = self.connect().await;
        let rows =
            client.query("SELECT encode(hash, 'hex') FROM entry ORDER BY device, epoch, seq", &[]).await.unwrap();
        rows.iter().map(|row| format!("sha256:{}", row.get::<_, String>(0)).parse().unwrap()).collect()
    }
}

fn pack_folder() -> PathBuf {
    repository_dir().join("packs/demonstration-2026")
}

/// The bundle of the demonstration pack.
pub fn pack_bundle() -> String {
    let bundle = Bundle::assemble(|name| Ok::<_, PackFaults>(fs::read(pack_folder().join(name)).ok()));
    bundle.unwrap().to_text().unwrap()
}

/// The demonstration pack, and the hash by which entries name it.
pub fn pack() -> (Pack, Hash) {
    let pack = Pack::from_bundle(&pack_bundle()).unwrap();
    let hash = pack.hash.parse().unwrap();
    (pack, hash)
}
