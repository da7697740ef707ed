//! A township of 30,000 people in which something of everything has happened.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use system_tests::{
    Context, Result,
    centre::{Centre, as_text, identity_number, member, op, registered_and_paid, text},
    roster,
};

const PEOPLE: usize = 30_000;

/// The township, and what a screen is about.
pub struct LargeTownship {
    centre: Centre,
    pub household: String,
    pub unpaid: String,
    pub person: String,
    pub payment: String,
    pub stay: String,
    pub settlement: String,
    pub newcomer: String,
}

impl LargeTownship {
    pub async fn new() -> Result<Self> {
        let centre = Centre::new().await?;
        let file = centre.scratch("roster.csv");
        roster::write_csv(&file, &roster::rows(PEOPLE))?;
        let report: Value = centre.cli().json(["roster", "import", text(&file)]).await?;
        assert_eq!((&report["people"], &report["refused"]), (&json!(PEOPLE), &json!(0)), "everybody is in the file");

        let (household, persons, receipt) = registered_and_paid(&centre).await?;
        let stay = stay_with_charges(&centre, &persons[2]).await?;
        let settled = stay_with_charges(&centre, &persons[1]).await?;
        let settlement = settle(&centre, &settled).await?;
        let unpaid = centre.call("household_register", json!({ "op": op(), "input": household_of_three() })).await?;
        Ok(Self {
            household: as_text(&household["id"]),
            unpaid: as_text(&unpaid["id"]),
            person: persons[1].clone(),
            payment: as_text(&receipt["id"]),
            stay,
            settlement,
            newcomer: persons[0].clone(),
            centre,
        })
    }

    pub fn dir(&self) -> PathBuf {
        self.centre.dir()
    }
}

/// With a long village name and a name of four characters, for whoever cuts text off.
fn household_of_three() -> Value {
    json!({ "village": "槐树村", "group": "12", "door": "118附2", "phone": "13800002222", "members": [
        member(&identity_number("19750412", 961), "欧阳建国", "head", &[]),
        member(&identity_number("19770903", 962), "尉迟恭敏", "spouse", &[]),
        member(&identity_number("20240308", 966), "欧阳梓涵", "daughter", &["dibao"]),
    ] })
}

async fn stay_with_charges(centre: &Centre, person: &str) -> Result<String> {
    let diagnosis = centre.call("diagnosis_search", json!({ "query": "肺炎" })).await?[0]["code"].clone();
    let input = json!({ "op": op(), "person": person, "department": "内科", "doctor": "陈立", "bed": "8",
                        "diagnosis": diagnosis, "stay_kind": "ordinary", "admitted_at": "" });
    let stay = as_text(&centre.call("stay_admit", json!({ "input": input })).await?["row"]["id"]);
    for (query, quantity) in
        [("腹股沟疝修补术", "1"), ("疝修补补片", "1"), ("床位", "1"), ("阿莫西林", "4"), ("二级护理", "1")]
    {
        let item = centre.call("item_search", json!({ "query": query })).await?[0].clone();
        let lines = json!([{ "item": item["code"], "quantity": quantity, "price": item["price"] }]);
        let input = json!({ "op": op(), "stay": stay, "date": "", "lines": lines });
        centre.call("charges_record", json!({ "input": input })).await?;
    }
    let deposit = json!({ "op": op(), "stay": stay, "amount": "500.00", "method": "cash" });
    centre.call("deposit_take", json!({ "input": deposit })).await?;
    Ok(stay)
}

async fn settle(centre: &Centre, stay: &str) -> Result<String> {
    let view = centre.call("discharge_view", json!({ "stay": stay, "discharged": "" })).await?;
    let input = json!({ "op": op(), "stay": stay, "discharged": "", "method": "cash", "tendered": "",
                        "expected_you_pay": view["cash"]["you_pay"]["plain"] });
    let settled = centre.call("stay_settle", json!({ "input": input })).await?;
    Ok(as_text(&settled["row"]["id"]))
}

/// The addresses of all screens, as the interface's router has them.
pub fn routes(repository: &Path) -> Result<Vec<String>> {
    let router = std::fs::read_to_string(repository.join("ui/src/router.ts")).context("no router")?;
    let path = |line: &str| {
        let (_, rest) = line.split_once("path: \"")?;
        let (path, behind) = rest.split_once('"')?;
        behind.contains("component:").then(|| path.to_owned())
    };
    Ok(router.lines().filter_map(path).collect())
}
