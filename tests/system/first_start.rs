//! From an empty computer to the first premium, with a county that has never heard of it: headless, as a person at the
//! county and one at the centre would do it.

use std::fs;

use serde_json::{Value, json};
use system_tests::centre::{as_text, household_of_five, op, text};
use system_tests::{
    Context, CountyProcess, CountySettings, Demonstration, NongheCli, PostgresCluster, Result, repository_dir,
};

/// A county for real data with a centre and no device.
struct County {
    folder: tempfile::TempDir,
    process: CountyProcess,
    cluster: PostgresCluster,
}

impl County {
    async fn new() -> Result<Self> {
        let cluster = PostgresCluster::start().await?;
        let folder = tempfile::tempdir().context("no temporary folder")?;
        let key = folder.path().join("county.key");
        let text = format!("{{\"demonstration\": false, \"secret\": \"{}\"}}", hex::encode([3; 32]));
        fs::write(&key, text).context("cannot write the key")?;
        let mut settings = CountySettings::new(cluster.database("county").await?, key)?;
        settings.environment.push(("NONGHE_COUNTY_URL".into(), format!("http://127.0.0.1:{}", settings.port)));
        let process = CountyProcess::start(settings).await?;
        let centre = [
            "centre",
            "add",
            "--code",
            "4110",
            "--name-zh",
            "槐树镇卫生院",
            "--name-en",
            "Huaishu Township Health Centre",
            "--phone",
            "0374-12393",
            "--area-code",
            "411099",
        ];
        process.settings().administer(centre).await?.succeeded()?;
        let pack = real_pack(folder.path())?;
        process.settings().administer(["pack", "add", &pack]).await?.succeeded()?;
        Ok(Self { folder, process, cluster })
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    async fn count(&self, sql: &str) -> Result<i64> {
        let database = self.cluster.connect("county").await?;
        Ok(database.query_one(sql, &[]).await.context("cannot ask the county")?.get(0))
    }
}

/// The demonstration's rules as if a county had put them in force.
fn real_pack(folder: &std::path::Path) -> Result<String> {
    let (from, to) = (repository_dir().join("packs/demonstration-2026"), folder.join("pack"));
    fs::create_dir(&to).context("no folder for the pack")?;
    for file in fs::read_dir(&from).context("no pack")?.flatten() {
        fs::copy(file.path(), to.join(file.file_name())).context("cannot copy the pack")?;
    }
    let rules = to.join("pack.toml");
    let text = fs::read_to_string(&rules).context("no rules")?;
    assert!(text.contains("demonstration = true"));
    fs::write(&rules, text.replace("demonstration = true", "demonstration = false")).context("cannot write")?;
    Ok(to.display().to_string())
}

/// The operators of a demonstration, with their PINs, as the county's list has them.
async fn operators(county: &County) -> Result<Demonstration> {
    let township = county.folder.path().join("township");
    let made = NongheCli::new().run(["demo", "create", "--people", "20", "--dir", text(&township)]).await?;
    made.succeeded()?;
    let file = fs::read_to_string(township.join("provisioning.nhp")).context("no provisioning file")?;
    let signed: Value = serde_json::from_str(&file).context("no JSON")?;
    let granted: Value = serde_json::from_str(&as_text(&signed["message"])).context("no JSON")?;
    fs::write(county.path("operators.json"), granted["operators"].to_string()).context("cannot write")?;
    Demonstration::read(&township)
}

#[tokio::test]
async fn a_new_computer_asks_the_county_is_granted_and_works() -> Result<()> {
    let county = County::new().await?;
    let people = operators(&county).await?;
    let who = people.operator(0)?;
    let (data, request, grant) = (county.path("data"), county.path("ask.nhr"), county.path("grant.nhp"));
    let cli = NongheCli::new()
        .env("NONGHE_DATA_DIR", &data)
        .env("NONGHE_PASSPHRASE", "seven quiet rivers")
        .env("NONGHE_OPERATOR", &who.initials)
        .env("NONGHE_PIN", &who.pin);
    cli.run(["device", "create"]).await?.succeeded()?;
    cli.run(["device", "request", "--label", "收费窗口1", "--out", &request]).await?.succeeded()?;
    // Nothing that moves money works before the county has granted it.
    let early =
        cli.run(["call", "household_register", &json!({ "op": op(), "input": household_of_five() }).to_string()]);
    assert!(early.await?.stderr.contains("E-6010"));

    let enrol = ["device", "enrol", "--request", &request, "--centre", "4110"];
    let lists = county.path("operators.json");
    let enrol = enrol.into_iter().chain(["--operators", &lists, "--out", &grant]);
    let said = county.process.settings().administer(enrol).await?.succeeded()?.stdout;
    let shown = cli.json(["device", "inspect", &grant]).await?;
    for key in ["fingerprint", "county_fingerprint"] {
        assert!(said.contains(&as_text(&shown[key])), "both sides read the same digits: {said} {shown}");
    }
    assert_eq!(shown["centre"]["zh"], json!("槐树镇卫生院"));
    assert_eq!((&shown["device_number"], &shown["epoch"]), (&json!(1), &json!(1)));
    assert_eq!(shown["operators"].as_array().map(Vec::len), Some(3));
    assert_eq!(shown["packs"].as_array().map(Vec::len), Some(1));

    cli.run(["device", "provision", &grant]).await?.succeeded()?;
    let household =
        cli.json(["call", "household_register", &json!({ "op": op(), "input": household_of_five() }).to_string()]);
    assert_eq!(household.await?["number"], json!("H000001"));
    cli.run(["sync"]).await?.succeeded()?;
    assert_eq!(county.count("SELECT count(*) FROM entry WHERE kind = 'household.registered'").await?, 1);
    cli.run(["verify"]).await?.succeeded()?;
    Ok(())
}

#[tokio::test]
async fn a_county_is_out_of_reach_for_training_data_whatever_they_are_told() -> Result<()> {
    let county = County::new().await?;
    let data = county.path("training");
    let made = NongheCli::new().run(["demo", "create", "--training", "--people", "20", "--dir", &data]).await?;
    made.succeeded()?;
    for name in ["provisioning.nhp", "county-demonstration.key"] {
        assert!(!std::path::Path::new(&data).join(name).exists(), "nobody can bring training data to a county");
    }
    let cli = NongheCli::new().env("NONGHE_DATA_DIR", &data).env("NONGHE_COUNTY_URL", county.process.url());
    let refused = cli.run(["sync"]).await?;
    assert!(!refused.status.success() && refused.stderr.contains("E-6029"), "{}", refused.stderr);
    assert_eq!(county.count("SELECT count(*) FROM quarantine").await?, 0);
    assert_eq!(county.count("SELECT count(*) FROM entry").await?, 0);
    let who = Demonstration::read(std::path::Path::new(&data))?;
    let who = who.operator(0)?;
    let cli = cli.env("NONGHE_OPERATOR", &who.initials).env("NONGHE_PIN", &who.pin);
    let state = cli.json(["call", "session_state", "{}"]).await?;
    assert_eq!((&state["training"], &state["demonstration"]), (&json!(true), &json!(true)));
    let payments = cli.json(["call", "payment_list", "{}"]).await?;
    let receipt = cli.json(["call", "receipt_view", &json!({ "payment": payments[0]["id"] }).to_string()]).await?;
    assert_eq!(receipt["training"], json!(true), "the paper says so");
    Ok(())
}
