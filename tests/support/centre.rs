//! A centre with its county, both as real programs.

use std::path::{Path, PathBuf};

use crate::{
    Context, CountyProcess, CountySettings, Demonstration, Failure, NongheCli, PostgresCluster, Result, Running,
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// People of the township: enough for a desk, few enough for a test.
const PEOPLE: &str = "200";

/// A demonstration township in a folder of its own, worked with through the command line.
pub struct Centre {
    folder: TempDir,
    cli: NongheCli,
}

/// A refusal as a person reads it.
#[derive(Debug)]
pub struct Refusal {
    /// Such as `E-2104`.
    pub code: String,
    /// What happened.
    pub zh: String,
}

impl Centre {
    /// A new township, without a county.
    pub async fn new() -> Result<Self> {
        let folder = tempfile::tempdir().context("no temporary folder")?;
        let dir = folder.path().join("data");
        let made = NongheCli::new().run(["demo", "create", "--people", PEOPLE, "--dir", text(&dir)]).await?;
        made.succeeded()?;
        let operators = Demonstration::read(&dir)?;
        let first = operators.operator(0)?;
        let cli = NongheCli::new()
            .env("NONGHE_DATA_DIR", &dir)
            .env("NONGHE_OPERATOR", &first.initials)
            .env("NONGHE_PIN", &first.pin)
            // Nothing listens there until a county is connected.
            .env("NONGHE_COUNTY_URL", "http://127.0.0.1:9");
        Ok(Self { folder, cli })
    }

    /// The data folder.
    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The command line of this centre, for a call with other settings.
    pub fn cli(&self) -> NongheCli {
        self.cli.clone()
    }

    /// A path beside the data that is gone after the test.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Who may sign in.
    pub fn operators(&self) -> Result<Demonstration> {
        Demonstration::read(&self.dir())
    }

    /// From now on exchanges go to this county.
    pub fn connect(&mut self, url: &str) {
        let cli = std::mem::replace(&mut self.cli, NongheCli::new());
        self.cli = cli.env("NONGHE_COUNTY_URL", url);
    }

    /// Calls a use case.
    pub async fn call(&self, name: &str, arguments: Value) -> Result<Value> {
        self.cli.json(["call", name, &arguments.to_string()]).await
    }

    /// A call that must be refused.
    pub async fn refused(&self, name: &str, arguments: Value) -> Result<Refusal> {
        self.refused_command(&["call", name, &arguments.to_string()]).await
    }

    /// A command that must be refused.
    pub async fn refused_command(&self, arguments: &[&str]) -> Result<Refusal> {
        let finished = self.cli.run(arguments.iter().copied()).await?;
        if finished.status.success() {
            return Err(Failure::new(format!("{arguments:?} was not refused: {}", finished.stdout)));
        }
        let end = finished.stderr.rfind('}').context("no coded error on standard error")?;
        let start = finished.stderr.find("{\n").context("no coded error on standard error")?;
        let error: Value = serde_json::from_str(&finished.stderr[start..=end]).context(&finished.stderr)?;
        Ok(Refusal { code: as_text(&error["code"]), zh: as_text(&error["what"]["zh"]) })
    }

    /// Starts a command and leaves it running.
    pub fn start(&self, arguments: &[&str]) -> Result<Running> {
        self.cli.start(arguments.iter().copied())
    }

    /// Runs a command that must succeed.
    pub async fn run(&self, arguments: &[&str]) -> Result<String> {
        Ok(self.cli.run(arguments.iter().copied()).await?.succeeded()?.stdout)
    }

    /// Exchanges records with the county.
    pub async fn sync(&self) -> Result<Value> {
        self.cli.json(["sync"]).await
    }

    /// Exchanges until the county has judged everything, as the background exchange would.
    pub async fn sync_until_judged(&self) -> Result<()> {
        for _ in 0..20 {
            if self.sync().await?["unjudged"] == json!(0) {
                return Ok(());
            }
        }
        Err(Failure::new("the county did not judge everything"))
    }

    /// The transfer page.
    pub async fn transfer(&self) -> Result<Value> {
        self.call("transfer_view", json!({})).await
    }

    /// The text of a paper, as somebody who prints it reads it.
    pub async fn paper(&self, kind: &str, id: &str) -> Result<String> {
        let out = self.scratch(&format!("{kind}-{id}.pdf"));
        self.run(&["paper", kind, id, "--out", text(&out)]).await?;
        let read = tokio::process::Command::new("pdftotext").arg("-layout").arg(&out).arg("-").output().await;
        let read = read.context("pdftotext does not start")?;
        Ok(String::from_utf8_lossy(&read.stdout).into_owned())
    }
}

/// A county that knows the centre. The cluster ends with it.
pub struct County {
    /// The server.
    pub process: CountyProcess,
    /// Its database server.
    pub cluster: PostgresCluster,
}

impl County {
    /// A new county that accepts the centre, and to which the centre is connected.
    pub async fn of(centre: &mut Centre) -> Result<Self> {
        let cluster = PostgresCluster::start().await?;
        let database_url = cluster.database("county").await?;
        let settings = CountySettings::new(database_url, centre.dir().join("county-demonstration.key"))?;
        settings.administer(["migrate"]).await?.succeeded()?;
        let provisioning = centre.dir().join("provisioning.nhp");
        settings.administer(["device", "accept", "--provisioning", text(&provisioning)]).await?.succeeded()?;
        let process = CountyProcess::start(settings).await?;
        centre.connect(&process.url());
        Ok(Self { process, cluster })
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

/// A JSON text, or nothing.
pub fn as_text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// An operation id, as a screen makes one before the first press.
pub fn op() -> String {
    let mut bytes = [0; 16];
    // Only distinct, not secret: the address of a fresh box and the clock are enough for a test.
    let clock =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos().to_be_bytes();
    let fresh = Box::new(0_u8);
    bytes[..8].copy_from_slice(&clock[8..]);
    bytes[8..].copy_from_slice(&(std::ptr::from_ref(&*fresh) as u64).to_be_bytes());
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A number with a right check digit in the area that no county has.
pub fn identity_number(birth: &str, sequence: u32) -> String {
    let digits = format!("411099{birth}{sequence:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = "10X98765432".chars().nth(sum as usize % 11).unwrap_or('?');
    format!("{digits}{check}")
}

/// A member of a household as typed.
pub fn member(number: &str, name: &str, relation: &str, categories: &[&str]) -> Value {
    json!({ "id_number": number, "name": name, "sex": null, "birth_date": null, "relation": relation,
            "categories": categories, "phone": "" })
}

/// A household of five, one of them with the subsistence allowance.
pub fn household_of_five() -> Value {
    json!({ "village": "槐树村", "group": "3", "door": "12", "phone": "13800001111", "members": [
        member(&identity_number("19680412", 951), "王建国", "head", &[]),
        member(&identity_number("19700903", 952), "李秀兰", "spouse", &[]),
        member(&identity_number("19440217", 953), "王德厚", "father", &["dibao"]),
        member(&identity_number("19930618", 955), "单小明", "son", &[]),
        member(&identity_number("20200308", 956), "王梓涵", "grandchild", &[]),
    ] })
}

/// Registers the household of five and collects its premium. Returns household, persons and receipt.
pub async fn registered_and_paid(centre: &Centre) -> Result<(Value, Vec<String>, Value)> {
    let arguments = json!({ "op": op(), "input": household_of_five() });
    let household = centre.call("household_register", arguments).await?;
    let persons: Vec<String> =
        household["members"].as_array().into_iter().flatten().map(|member| as_text(&member["person"])).collect();
    let input = json!({ "op": op(), "household": household["id"], "year": household["year"], "persons": persons,
                        "method": "cash", "tendered": "1000", "expected_due": household["premium"]["due"]["plain"] });
    let receipt = centre.call("premium_collect", json!({ "input": input })).await?;
    Ok((household, persons, receipt))
}

/// Admits a person and charges so many times 100 yuan of one service of class A. Returns the stay.
pub async fn stay_with_charges(centre: &Centre, person: &str, quantity: &str) -> Result<String> {
    let diagnosis = centre.call("diagnosis_search", json!({ "query": "肺炎" })).await?[0]["code"].clone();
    let input = json!({ "op": op(), "person": person, "department": "内科", "doctor": "陈立", "bed": "8",
                        "diagnosis": diagnosis, "stay_kind": "ordinary", "admitted_at": "" });
    let stay = as_text(&centre.call("stay_admit", json!({ "input": input })).await?["row"]["id"]);
    let service = centre.call("item_search", json!({ "query": "胸部透视" })).await?[0]["code"].clone();
    let lines = json!([{ "item": service, "quantity": quantity, "price": "100" }]);
    let input = json!({ "op": op(), "stay": stay, "date": "", "lines": lines });
    centre.call("charges_record", json!({ "input": input })).await?;
    Ok(stay)
}

/// The input of a settlement that was shown with an amount.
pub fn settle_input(stay: &str, you_pay: &str) -> Value {
    json!({ "op": op(), "stay": stay, "discharged": "", "method": "cash", "tendered": "", "expected_you_pay": you_pay })
}

/// What the discharge screen shows as the patient's part.
pub async fn you_pay(centre: &Centre, stay: &str) -> Result<String> {
    let view = centre.call("discharge_view", json!({ "stay": stay, "discharged": "" })).await?;
    Ok(as_text(&view["cash"]["you_pay"]["plain"]))
}

/// A person's totals of the year.
pub async fn totals(centre: &Centre, person: &str) -> Result<Value> {
    Ok(centre.call("person_view", json!({ "person": person, "year": 2026 })).await?["totals"].clone())
}
