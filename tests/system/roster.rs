//! A roster of the township from the command line.

use std::fmt::Write as _;
use std::fs;

use serde_json::json;
use system_tests::centre::{Centre, County, identity_number, text};
use system_tests::{Context, Result};

#[tokio::test]
async fn a_roster_is_imported_once_and_its_refused_rows_say_why() -> Result<()> {
    let mut centre = Centre::new().await?;
    let before = centre.call("desk_view", json!({})).await?["people"].as_u64().unwrap_or_default();
    let mut roster = String::from("户号,村,组,姓名,身份证号,与户主关系\r\n");
    for household in 1..=50 {
        let head = identity_number("19550107", household * 2 - 1);
        let spouse = identity_number("19561224", household * 2);
        let _ =
            write!(roster, "{household},柳河村,1,汪学民,{head},户主\r\n{household},柳河村,1,覃小妹,{spouse},妻\r\n");
    }
    let right = identity_number("19620315", 302);
    let wrong = format!("{}{}", &right[..17], if right.ends_with('0') { '1' } else { '0' });
    let twice = identity_number("19550107", 1);
    let second_head = identity_number("19700101", 801);
    let _ = write!(
        roster,
        "1,柳河村,1,王某,{wrong},子\r\n2,柳河村,1,汪学民,{twice},子\r\n3,柳河村,1,李某,{second_head},户主\r\n"
    );
    let file = centre.scratch("名册.csv");
    fs::write(&file, roster).context("cannot write the roster")?;

    let checked: serde_json::Value =
        serde_json::from_str(&centre.run(&["roster", "check", text(&file)]).await?).context("report")?;
    assert_eq!(checked["imported"], json!(false));
    assert_eq!(checked["people"], json!(100));
    let imported: serde_json::Value =
        serde_json::from_str(&centre.run(&["roster", "import", text(&file)]).await?).context("report")?;
    assert_eq!(imported["people"], json!(100), "{imported}");
    assert_eq!(imported["refused"], json!(3), "{imported}");
    assert_eq!(imported["refusals"].as_array().map(Vec::len), Some(3));
    assert_eq!(centre.call("desk_view", json!({})).await?["people"], json!(before + 100));

    let found = centre.call("search", json!({ "query": "txm lh1", "year": 2026 })).await?;
    assert_eq!(found["people"][0]["name"], "覃小妹", "found by another reading of the surname: {found}");
    let refusal = centre.refused_command(&["roster", "import", text(&file)]).await?;
    assert_eq!(refusal.code, "E-7002", "the same file again brings nobody: {}", refusal.zh);

    let county = County::of(&mut centre).await?;
    centre.sync_until_judged().await?;
    assert_eq!(centre.transfer().await?["badge"]["needs_action"], json!(0));
    let database = county.cluster.connect("county").await?;
    let row = database.query_one("SELECT count(*) FROM person", &[]).await.context("cannot ask the county")?;
    assert_eq!(row.get::<_, i64>(0).unsigned_abs(), before + 100, "the county knows the same people");
    centre.run(&["verify"]).await?;
    Ok(())
}

#[tokio::test]
async fn files_that_are_no_rosters_are_refused_and_change_nothing() -> Result<()> {
    let centre = Centre::new().await?;
    let before = centre.transfer().await?["badge"]["waiting"].clone();
    let html = "<html><body><table><tr><td>姓名</td></tr></table></body></html>";
    let files: [(&str, &[u8]); 4] = [
        ("empty.xlsx", b""),
        ("page.xls", html.as_bytes()),
        ("program.csv", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("header.csv", "姓名,性别\r\n王某,男\r\n".as_bytes()),
    ];
    for (name, content) in files {
        let file = centre.scratch(name);
        fs::write(&file, content).context("cannot write")?;
        let refusal = centre.refused_command(&["roster", "import", text(&file)]).await?;
        assert_eq!(refusal.code, "E-7001", "{name}: {}", refusal.zh);
    }
    assert_eq!(centre.transfer().await?["badge"]["waiting"], before);
    Ok(())
}
