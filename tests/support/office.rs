//! A county office for real data: a centre, a pack, a list of operators, and no device yet.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    Context, CountyProcess, CountySettings, Demonstration, DemonstrationOperator, NongheCli, PostgresCluster, Result,
    centre::{as_text, text},
    repository_dir,
};

/// The office, its server and its papers. All of it ends with the value.
pub struct Office {
    folder: TempDir,
    /// The server.
    pub process: CountyProcess,
    cluster: PostgresCluster,
    operators: Demonstration,
}

impl Office {
    /// A county with the centre 4110, whose key is for real data.
    pub async fn new() -> Result<Self> {
        let cluster = PostgresCluster::start().await?;
        let folder = tempfile::tempdir().context("no temporary folder")?;
        let key = folder.path().join("county.key");
        let secret = format!("{{\"demonstration\": false, \"secret\": \"{}\"}}", hex::encode([3; 32]));
        fs::write(&key, secret).context("cannot write the key")?;
        let mut settings = CountySettings::new(cluster.database("county").await?, key)?;
        settings.environment.push(("NONGHE_COUNTY_URL".into(), format!("http://127.0.0.1:{}", settings.port)));
        let process = CountyProcess::start(settings).await?;
        let names = ["--name-zh", "槐树镇卫生院", "--name-en", "Huaishu Township Health Centre"];
        let centre = ["centre", "add", "--code", "4110", "--phone", "0374-12393", "--area-code", "411099"];
        process.settings().administer(centre.into_iter().chain(names)).await?.succeeded()?;
        let pack = real_pack(folder.path())?;
        process.settings().administer(["pack", "add", &pack]).await?.succeeded()?;
        let operators = operators(folder.path()).await?;
        Ok(Self { folder, process, cluster, operators })
    }

    /// A path that is gone after the test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Somebody of the list of operators.
    pub fn operator(&self, place: usize) -> Result<&DemonstrationOperator> {
        self.operators.operator(place)
    }

    /// Grants what a device asks for, and returns what the office reads on its screen.
    pub async fn enrol(&self, request: &Path, grant: &Path) -> Result<String> {
        let lists = self.path("operators.json");
        let enrol = ["device", "enrol", "--centre", "4110", "--request", text(request), "--out", text(grant)];
        let enrol = enrol.into_iter().chain(["--operators", text(&lists)]);
        Ok(self.process.settings().administer(enrol).await?.succeeded()?.stdout)
    }

    /// Asks the county's database for a number.
    pub async fn count(&self, sql: &str) -> Result<i64> {
        let database = self.cluster.connect("county").await?;
        Ok(database.query_one(sql, &[]).await.context("cannot ask the county")?.get(0))
    }
}

/// The demonstration's rules as if a county had put them in force.
fn real_pack(folder: &Path) -> Result<String> {
    let (from, to) = (repository_dir().join("packs/demonstration-2026"), folder.join("pack"));
    fs::create_dir(&to).context("no folder for the pack")?;
    for file in fs::read_dir(&from).context("no pack")?.flatten() {
        fs::copy(file.path(), to.join(file.file_name())).context("cannot copy the pack")?;
    }
    let rules = to.join("pack.toml");
    let demonstration = fs::read_to_string(&rules).context("no rules")?;
    let real = demonstration.replace("\ndemonstration = true", "\ndemonstration = false");
    fs::write(&rules, real).context("cannot write")?;
    Ok(to.display().to_string())
}

/// The operators of a demonstration, whose PINs are known, as the county's list has them.
async fn operators(folder: &Path) -> Result<Demonstration> {
    let township = folder.join("township");
    let made = NongheCli::new().run(["demo", "create", "--people", "20", "--dir", text(&township)]).await?;
    made.succeeded()?;
    let file = fs::read_to_string(township.join("provisioning.nhp")).context("no provisioning file")?;
    let signed: Value = serde_json::from_str(&file).context("no JSON")?;
    let granted: Value = serde_json::from_str(&as_text(&signed["message"])).context("no JSON")?;
    fs::write(folder.join("operators.json"), granted["operators"].to_string()).context("cannot write")?;
    Demonstration::read(&township)
}
