//! More than the server can take: it says so, and what it says yes to is stored.

use crate::world::World;
use nonghe_protocol::Refused;
use std::time::Duration;

#[tokio::test]
async fn the_same_device_twice_at_once_is_told_to_wait() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(3);
    let other = world.connect().await;
    other.batch_execute("BEGIN; SELECT 1 FROM device FOR NO KEY UPDATE").await.unwrap();
    let answer = device.post(&world.url(), "/v1/batches", device.whole()).await.unwrap();
    assert_eq!((answer.status, answer.retry_after.as_deref()), (423, Some("10")));
    other.batch_execute("ROLLBACK").await.unwrap();
    assert_eq!(device.push_all(&world.url()).await.hwm_seq, 3);
}

#[tokio::test]
async fn an_exhausted_pool_is_503_and_nothing_is_acknowledged_that_is_not_stored() {
    let mut world = World::start_with(&[("NONGHE_COUNTY_POOL_SIZE", "2")]).await;
    let mut devices = Vec::new();
    for _ in 0..5 {
        let mut device = world.device().await;
        device.append_many(2);
        devices.push(device);
    }
    let url = world.url();
    let blocker = world.connect().await;
    blocker.batch_execute("BEGIN; LOCK TABLE entry IN SHARE MODE").await.unwrap();
    let sent: Vec<_> = devices
        .iter()
        .map(|device| {
            let (device, url) = (device.clone(), url.clone());
            tokio::spawn(async move { device.post(&url, "/v1/batches", device.whole()).await.unwrap() })
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(5)).await;
    blocker.batch_execute("ROLLBACK").await.unwrap();
    let (mut taken, mut later) = (0, 0);
    for answer in sent {
        let answer = answer.await.unwrap();
        match answer.status {
            200 => taken += 1,
            503 => {
                assert_eq!(answer.retry_after.as_deref(), Some("10"));
                later += 1;
            }
            other => panic!("{other}: {answer:?}"),
        }
    }
    assert!(later > 0 && taken > 0, "{taken} taken, {later} told to come later");
    assert_eq!(world.count("SELECT count(*) FROM entry").await, 2 * taken);
    for device in &devices {
        assert_eq!(device.push_all(&url).await.hwm_seq, 2);
    }
}

#[tokio::test]
async fn without_its_database_the_server_is_unwell_and_refuses_politely() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(1);
    let database = world.database.clone();
    let close = format!(
        "ALTER DATABASE {database} ALLOW_CONNECTIONS false;
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
    );
    world.cluster.execute("postgres", &close).await.unwrap();
    let (status, _) = world.county.get("/healthz").await.unwrap();
    assert_eq!(status, 503);
    assert_eq!(device.push_refused(&world.url(), device.whole()).await, (503, Refused::Unavailable));
    world.cluster.execute("postgres", &format!("ALTER DATABASE {database} ALLOW_CONNECTIONS true")).await.unwrap();
    assert_eq!(device.push_all(&world.url()).await.hwm_seq, 1);
    let (status, metrics) = world.county.get("/metrics").await.unwrap();
    assert_eq!(status, 200);
    for name in
        ["nonghe_county_batches_total", "nonghe_county_request_seconds_bucket", "nonghe_county_pool_connections"]
    {
        assert!(metrics.contains(name), "{name} is missing in\n{metrics}");
    }
    let log = world.county.process().log();
    assert!(!log.contains("postgresql://"), "the log shows no password");
}
