//! The county server as its administrator meets it.

use std::{fs, time::Duration};

use system_tests::{Context, CountyProcess, CountySettings, PostgresCluster, Result};

#[tokio::test]
async fn a_county_server_is_well_again_after_it_was_killed() -> Result<()> {
    let cluster = PostgresCluster::start().await?;
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let key = folder.path().join("county.key");
    let secret = hex::encode([7; 32]);
    let text = format!("{{\"demonstration\": true, \"secret\": \"{secret}\"}}");
    fs::write(&key, text).context("cannot write the key")?;

    let settings = CountySettings::new(cluster.database("county").await?, key)?;
    let mut county = CountyProcess::start(settings).await?;
    let address = county.url();
    county.kill()?;
    assert!(county.get("/healthz").await.is_err(), "a killed server answers nothing");

    county.restart().await?;
    assert_eq!(county.url(), address, "devices find it where it was");
    let (status, _) = county.get("/healthz").await?;
    assert_eq!(status, 200);

    let ended = county.process().stop("TERM", Duration::from_secs(10))?;
    assert!(ended.success(), "it ends in order when it is asked to: {ended}");
    Ok(())
}
