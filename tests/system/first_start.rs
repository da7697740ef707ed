//! From an empty computer to the first premium, with a county that has never heard of it: headless, as a person at the
//! county and one at the centre would do it.

use serde_json::json;
use system_tests::centre::{as_text, household_of_five, op, text};
use system_tests::{Demonstration, NongheCli, Office, Result};

#[tokio::test]
async fn a_new_computer_asks_the_county_is_granted_and_works() -> Result<()> {
    let office = Office::new().await?;
    let who = office.operator(0)?;
    let (request, grant) = (office.path("ask.nhr"), office.path("grant.nhp"));
    let cli = NongheCli::new()
        .env("NONGHE_DATA_DIR", office.path("data"))
        .env("NONGHE_PASSPHRASE", "seven quiet rivers")
        .env("NONGHE_OPERATOR", &who.initials)
        .env("NONGHE_PIN", &who.pin);
    cli.run(["device", "create"]).await?.succeeded()?;
    cli.run(["device", "request", "--label", "收费窗口1", "--out", text(&request)]).await?.succeeded()?;
    // Nothing that moves money works before the county has granted it.
    let household = json!({ "op": op(), "input": household_of_five() }).to_string();
    let early = cli.run(["call", "household_register", &household]).await?;
    assert!(early.stderr.contains("E-6010"));

    let said = office.enrol(&request, &grant).await?;
    let shown = cli.json(["device", "inspect", text(&grant)]).await?;
    for key in ["fingerprint", "county_fingerprint"] {
        assert!(said.contains(&as_text(&shown[key])), "both sides read the same digits: {said} {shown}");
    }
    assert_eq!(shown["centre"]["zh"], json!("槐树镇卫生院"));
    assert_eq!((&shown["device_number"], &shown["epoch"]), (&json!(1), &json!(1)));
    assert_eq!(shown["operators"].as_array().map(Vec::len), Some(3));
    assert_eq!(shown["packs"].as_array().map(Vec::len), Some(1));

    cli.run(["device", "provision", text(&grant)]).await?.succeeded()?;
    let household = cli.json(["call", "household_register", &household]).await?;
    assert_eq!(household["number"], json!("H000001"));
    cli.run(["sync"]).await?.succeeded()?;
    assert_eq!(office.count("SELECT count(*) FROM entry WHERE kind = 'household.registered'").await?, 1);
    cli.run(["verify"]).await?.succeeded()?;
    Ok(())
}

#[tokio::test]
async fn a_county_is_out_of_reach_for_training_data_whatever_they_are_told() -> Result<()> {
    let office = Office::new().await?;
    let data = office.path("training");
    let made = NongheCli::new().run(["demo", "create", "--training", "--people", "20", "--dir", text(&data)]).await?;
    made.succeeded()?;
    for name in ["provisioning.nhp", "county-demonstration.key"] {
        assert!(!data.join(name).exists(), "nobody can bring training data to a county");
    }
    let cli = NongheCli::new().env("NONGHE_DATA_DIR", &data).env("NONGHE_COUNTY_URL", office.process.url());
    let refused = cli.run(["sync"]).await?;
    assert!(!refused.status.success() && refused.stderr.contains("E-6029"), "{}", refused.stderr);
    assert_eq!(office.count("SELECT count(*) FROM quarantine").await?, 0);
    assert_eq!(office.count("SELECT count(*) FROM entry").await?, 0);
    let who = Demonstration::read(&data)?;
    let who = who.operator(0)?;
    let cli = cli.env("NONGHE_OPERATOR", &who.initials).env("NONGHE_PIN", &who.pin);
    let state = cli.json(["call", "session_state", "{}"]).await?;
    assert_eq!((&state["training"], &state["demonstration"]), (&json!(true), &json!(true)));
    let payments = cli.json(["call", "payment_list", r#"{"query":{}}"#]).await?;
    let receipt =
        cli.json(["call", "receipt_view", &json!({ "payment": payments["rows"][0]["id"] }).to_string()]).await?;
    assert_eq!(receipt["training"], json!(true), "the paper says so");
    Ok(())
}
