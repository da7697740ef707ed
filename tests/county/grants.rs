//! What the administrator does: granting, and a database that is not this program's.

use crate::device::Device;
use crate::world::World;
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::{DeviceRequest, Provisioning, Signed};
use std::fs;

#[tokio::test]
async fn a_grant_is_checked_and_worlds_do_not_mix() {
    let mut world = World::start().await;
    let device = world.device().await;
    let again = world.provisioning_file(&device, Vec::new(), true);
    let output = world.administer(&["device", "accept", "--provisioning", again.to_str().unwrap()]).await.unwrap();
    assert!(output.contains("already accepted"), "{output}");
    let real = world.provisioning_file(&device, Vec::new(), false);
    let error = world.administer(&["device", "accept", "--provisioning", real.to_str().unwrap()]).await.unwrap_err();
    assert!(error.contains("for real data"), "{error}");
    let again = world.provisioning_file(&device, Vec::new(), true);
    for (key, words) in [
        (format!(r#"{{"demonstration":true,"secret":"{}"}}"#, "08".repeat(32)), "belongs to the county key"),
        (format!(r#"{{"demonstration":false,"secret":"{}"}}"#, "09".repeat(32)), "for demonstration"),
        ("{}".to_owned(), "is not a county key"),
    ] {
        let path = world.folder.path().join("other.key");
        fs::write(&path, key).unwrap();
        let mut settings = world.county.settings().clone();
        settings.key = path;
        let finished =
            settings.administer(["device", "accept", "--provisioning", again.to_str().unwrap()]).await.unwrap();
        assert!(!finished.status.success() && finished.stderr.contains(words), "{}", finished.stderr);
    }
}

#[tokio::test]
async fn an_altered_provisioning_file_is_refused() {
    let mut world = World::start().await;
    let device = world.device().await;
    let path = world.provisioning_file(&device, Vec::new(), true);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("4101", "4102")).unwrap();
    let error = world.administer(&["device", "accept", "--provisioning", path.to_str().unwrap()]).await.unwrap_err();
    assert!(error.contains("the signature does not match"), "{error}");
    assert_eq!(world.count("SELECT count(*) FROM centre").await, 1, "nothing of it is kept");
}

#[tokio::test]
async fn a_device_that_asks_is_granted_its_own_number_and_can_write() {
    let mut world = World::start_with(&[("NONGHE_COUNTY_URL", "https://county.example")]).await;
    world.device().await;
    let mut device = Device::new(77, World::county_key());
    let request = DeviceRequest { dev: device.key.public(), label: "窗口二".to_owned() };
    let folder = world.folder.path().to_owned();
    let (asked, operators, out) =
        (folder.join("request.json"), folder.join("operators.json"), folder.join("grant.json"));
    fs::write(&asked, serde_json::to_string(&request.signed(&device.key).unwrap()).unwrap()).unwrap();
    fs::write(&operators, "[]").unwrap();
    let arguments = |centre: &'static str| {
        let path = |path: &std::path::Path| path.to_str().unwrap().to_owned();
        let (asked, operators, out) = (path(&asked), path(&operators), path(&out));
        ["device", "enrol", "--request", &asked, "--centre", centre, "--operators", &operators, "--out", &out]
            .map(str::to_owned)
    };
    let enrol = |centre| {
        let settings = world.county.settings().clone();
        async move { settings.administer(arguments(centre)).await.unwrap() }
    };
    let nowhere = enrol("9999").await;
    assert!(nowhere.stderr.contains("no centre 9999"), "{}", nowhere.stderr);
    let granted = enrol("4101").await;
    assert!(granted.status.success(), "{}", granted.stderr);
    let signed: Signed = serde_json::from_str(&fs::read_to_string(folder.join("grant.json")).unwrap()).unwrap();
    let grant: Provisioning = signed.open(&World::county_key()).unwrap();
    assert_eq!((grant.dev, grant.device_number, grant.epoch), (device.key.public(), 2, 1));
    assert_eq!(grant.county_url, "https://county.example");
    assert_eq!(grant.packs.len(), 1, "the packs in force");
    device.append_many(1);
    assert_eq!(device.push_all(&world.url()).await.hwm_seq, 1);
    assert!(!enrol("4101").await.status.success(), "a device is enrolled once");
}

#[tokio::test]
async fn a_database_of_a_newer_program_or_with_another_past_is_refused() {
    let world = World::start().await;
    for (sql, words) in [
        ("INSERT INTO migration VALUES (99, '0099_from_the_future', 'sha256:00')", "newer than this program supports"),
        (
            "DELETE FROM migration WHERE number = 99; UPDATE migration SET checksum = 'sha256:00' WHERE number = 2",
            "0002_create_journal was applied in another form",
        ),
    ] {
        world.execute(sql).await;
        for command in ["migrate", "serve"] {
            let error = world.administer(&[command]).await.unwrap_err();
            assert!(error.contains(words), "{command}: {error}");
        }
    }
}
