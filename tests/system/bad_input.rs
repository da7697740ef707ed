//! What goes wrong at a desk: each has a clear message, nothing lost, nothing half done.

use std::fs;

use serde_json::json;
use system_tests::{Context, Result, open_demonstration_database};

use system_tests::centre::{Centre, household_of_five, identity_number, member, op, text};

#[tokio::test]
async fn identity_numbers_are_put_right_or_refused_with_the_reason() -> Result<()> {
    let centre = Centre::new().await?;
    let number = identity_number("19620315", 302);
    let full_width: String =
        number.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect::<String>();
    let x_number = (1..400)
        .map(|sequence| identity_number("19620315", sequence))
        .find(|number| number.ends_with('X'))
        .context("a number that ends in X")?;
    for (typed, expected) in [(full_width, &number), (x_number.to_lowercase(), &x_number)] {
        let check = centre.call("id_check", json!({ "text": typed })).await?;
        assert_eq!(check["id_number"], json!(expected), "{typed} is understood");
    }
    let mut wrong = number.clone();
    wrong.replace_range(17.., if number.ends_with('1') { "2" } else { "1" });
    for (typed, words) in [(wrong.as_str(), "最后一位应为"), ("411099196213151234", "月"), ("41109919", "18")] {
        let check = centre.call("id_check", json!({ "text": typed })).await?;
        let fault = check["fault"]["zh"].as_str().unwrap_or_default().to_owned();
        assert!(fault.contains(words), "{typed}: {fault}");
    }
    Ok(())
}

#[tokio::test]
async fn a_household_with_a_fault_is_not_half_registered() -> Result<()> {
    let centre = Centre::new().await?;
    let before = centre.transfer().await?["badge"]["waiting"].clone();
    let mut two_heads = household_of_five();
    two_heads["members"][3]["relation"] = json!("head");
    let mut twice = household_of_five();
    twice["members"][4]["id_number"] = twice["members"][0]["id_number"].clone();
    for (input, words) in [(two_heads, "一户只能有一位户主"), (twice, "重复")] {
        let refusal = centre.refused("household_register", json!({ "op": op(), "input": input })).await?;
        assert_eq!(refusal.code, "E-2104");
        assert!(refusal.zh.contains(words), "{}", refusal.zh);
    }
    assert_eq!(centre.transfer().await?["badge"]["waiting"], before, "nothing was written");

    centre.call("household_register", json!({ "op": op(), "input": household_of_five() })).await?;
    let number = identity_number("19680412", 951);
    let again = json!({ "village": "石桥村", "group": "1", "door": "", "phone": "",
                        "members": [member(&number, "王建国", "head", &[])] });
    let refusal = centre.refused("household_register", json!({ "op": op(), "input": again })).await?;
    assert_eq!(refusal.code, "E-2110", "a person known here is not registered twice");
    assert!(refusal.zh.contains("槐树村3组"), "{}", refusal.zh);
    Ok(())
}

#[tokio::test]
async fn a_newer_database_a_wrong_passphrase_and_a_damaged_file_are_refused_and_left_alone() -> Result<()> {
    let centre = Centre::new().await?;
    let database = open_demonstration_database(&centre.dir())?;
    database.pragma_update(None, "user_version", 999).context("cannot alter the database")?;
    drop(database);
    let refusal = centre.refused("session_state", json!({})).await?;
    assert_eq!(refusal.code, "E-9002", "{}", refusal.zh);
    assert!(refusal.zh.contains("999"), "it names the version: {}", refusal.zh);

    let file = centre.dir().join("nonghe.db");
    let mut bytes = fs::read(&file).context("no database file")?;
    bytes[..4096].fill(7);
    fs::write(&file, &bytes).context("cannot damage the file")?;
    for name in ["nonghe.db-wal", "nonghe.db-shm"] {
        let _ = fs::remove_file(centre.dir().join(name));
    }
    let refusal = centre.refused("session_state", json!({})).await?;
    assert_eq!(refusal.code, "E-9003", "{}", refusal.zh);
    assert_eq!(fs::read(&file).context("no database file")?, bytes, "the damaged file is left as it is");

    let dir = centre.scratch("real");
    let create = ["device", "create", "--dir", text(&dir), "--passphrase", "correct horse"];
    centre.run(&create).await?;
    let refusal = centre.refused_command(&["verify", "--dir", text(&dir), "--passphrase", "wrong horse"]).await?;
    assert_eq!(refusal.code, "E-9004", "{}", refusal.zh);
    Ok(())
}

#[tokio::test]
async fn a_provisioning_file_of_another_centre_changes_nothing() -> Result<()> {
    let (centre, other) = (Centre::new().await?, Centre::new().await?);
    let dir = centre.scratch("real");
    centre.run(&["device", "create", "--dir", text(&dir), "--passphrase", "p"]).await?;
    let theirs = other.dir().join("provisioning.nhp");
    let provision =
        |file: &str| ["device", "provision", file, "--dir", text(&dir), "--passphrase", "p"].map(str::to_owned);
    let refused = async |file: &str| {
        let arguments = provision(file);
        centre.refused_command(&arguments.each_ref().map(String::as_str)).await
    };
    assert_eq!(refused(text(&theirs)).await?.code, "E-6014", "made for another device");

    let altered = centre.scratch("altered.nhp");
    let file = fs::read_to_string(&theirs).context("no provisioning file")?.replace("4110", "4111");
    fs::write(&altered, file).context("cannot write")?;
    assert_eq!(refused(text(&altered)).await?.code, "E-6015", "altered after it was signed");

    fs::write(&altered, [0x1f, 0x8b, 0xff, 0x00]).context("cannot write")?;
    assert_eq!(refused(text(&altered)).await?.code, "E-6013", "not such a file at all");
    Ok(())
}
