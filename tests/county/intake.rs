//! Every row of the table of answers in docs/PROTOCOL.md.

use crate::device::Device;
use crate::world::World;
use nonghe_protocol::{Ack, Refusal, Refused};

#[tokio::test]
async fn next_entries_duplicates_and_overlaps_are_acknowledged_and_stored_once() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(12);
    let url = world.url();
    for (from, to, mark) in [(1, 4, 4), (1, 4, 4), (2, 3, 4), (3, 7, 7), (1, 9, 9), (10, 12, 12), (1, 12, 12)] {
        let ack = device.push(&url, device.batch(from, to)).await;
        assert_eq!(ack.hwm_seq, mark, "after {from}..={to}");
        assert_eq!(ack.stable_seq, 0, "no backup has been declared");
    }
    assert_eq!(world.stored().await, device.entries.iter().map(|entry| entry.hash).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_gap_names_the_mark_and_stores_nothing() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(9);
    device.push(&world.url(), device.batch(1, 3)).await;
    let hwm_hash = device.entries[2].hash;
    for (from, to) in [(5, 9), (9, 9)] {
        let refused = device.push_refused(&world.url(), device.batch(from, to)).await;
        assert_eq!(refused, (409, Refused::Gap { hwm_seq: 3, hwm_hash }));
    }
    assert_eq!(world.count("SELECT count(*) FROM entry").await, 3);
}

#[tokio::test]
async fn another_history_is_kept_aside_and_the_first_one_goes_on() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(4);
    let mut clone = device.clone();
    device.append_many(4);
    clone.append_raw("session.opened", 1, r#"{"nonce":"clone","program":"test"}"#, None);
    clone.append_many(1);
    let url = world.url();
    device.push_all(&url).await;
    for (from, to) in [(1, 6), (5, 5), (6, 6)] {
        assert_eq!(clone.push_refused(&url, clone.batch(from, to)).await, (409, Refused::Fork), "{from}..={to}");
        assert_eq!(clone.push_refused(&url, clone.batch(from, to)).await, (409, Refused::Fork), "sent again");
    }
    assert_eq!(world.count("SELECT count(*) FROM quarantine WHERE reason = 'fork'").await, 3);
    assert_eq!(world.count("SELECT sum(times_seen) FROM quarantine").await, 6, "a repeat fills no disk");
    device.append_many(1);
    assert_eq!(device.push_all(&url).await.hwm_seq, 9);
    assert_eq!(world.stored().await, device.entries.iter().map(|entry| entry.hash).collect::<Vec<_>>());
}

#[tokio::test]
async fn strangers_and_bad_signatures_leave_a_line_in_the_log_and_nothing_else() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(2);
    let mut stranger = Device::new(200, World::county_key());
    stranger.append_many(2);
    let url = world.url();
    assert_eq!(stranger.push_refused(&url, stranger.whole()).await, (401, Refused::Unknown));
    // The header names the device, but another key signed it.
    let (ours, theirs) = (device.whole(), stranger.whole());
    let line = |bytes: &[u8], number: usize| bytes.split(|byte| *byte == b'\n').nth(number).unwrap().to_vec();
    let payload = ours.splitn(3, |byte| *byte == b'\n').nth(2).unwrap();
    let forged = [&line(&ours, 0)[..], b"\n", &line(&theirs, 1), b"\n", payload].concat();
    assert_eq!(device.push_refused(&url, forged).await, (401, Refused::Unknown));
    assert_eq!(stranger.feed_answer(&url, 0, None).await.status, 401);
    assert_eq!(stranger.attach(&url, b"file").await.status, 401);
    assert_eq!(world.count("SELECT count(*) FROM security_log").await, 4);
    for table in ["entry", "quarantine", "attachment"] {
        assert_eq!(world.count(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
}

#[tokio::test]
async fn revoked_devices_and_other_epochs_are_kept_aside() {
    let mut world = World::start().await;
    let url = world.url();
    let mut revoked = world.device().await;
    revoked.append_many(3);
    revoked.push(&url, revoked.batch(1, 2)).await;
    world.administer(&["device", "revoke", "--device", &revoked.key.public().to_string()]).await.unwrap();
    assert_eq!(revoked.push_refused(&url, revoked.batch(3, 3)).await, (403, Refused::Revoked));
    assert_eq!(revoked.feed_answer(&url, 0, None).await.status, 403);
    assert!(world.administer(&["device", "revoke", "--device", &revoked.key.public().to_string()]).await.is_err());

    let mut device = world.device().await;
    device.append_many(3);
    device.push(&url, device.batch(1, 2)).await;
    let mut never = device.in_epoch(7);
    never.append_many(1);
    assert_eq!(never.push_refused(&url, never.whole()).await, (403, Refused::UnknownEpoch));
    world
        .execute(
            "INSERT INTO chain (device, epoch, hwm_hash) SELECT id, 2, decode(repeat('00', 32), 'hex') FROM device WHERE number = 2;
             INSERT INTO judging (device, epoch) SELECT id, 2 FROM device WHERE number = 2;
             UPDATE device SET epoch = 2 WHERE number = 2",
        )
        .await;
    assert_eq!(device.push_refused(&url, device.batch(3, 3)).await, (409, Refused::StaleEpoch { epoch: 2 }));
    let mut next = device.in_epoch(2);
    next.append_many(1);
    assert_eq!(next.push_all(&url).await.hwm_seq, 1);
    let kept = "SELECT string_agg(reason, ',' ORDER BY id) = 'revoked,stale-epoch' FROM quarantine";
    let client = world.connect().await;
    assert!(client.query_one(kept, &[]).await.unwrap().get::<_, bool>(0));
}

#[tokio::test]
async fn damage_and_size_are_refused_before_anything_is_stored() {
    let mut world = World::start().await;
    let url = world.url();
    let mut device = world.device().await;
    device.append_many(20);
    let good = device.whole();
    let payload_at = good.len() - 10;
    let mut flipped = good.clone();
    flipped[payload_at] ^= 1;
    assert_eq!(device.push_refused(&url, flipped).await, (422, Refused::Damaged));
    for body in [Vec::new(), b"{}".to_vec(), good[..good.len() - 1].to_vec(), vec![0xFF; 100]] {
        assert_eq!(device.push_refused(&url, body).await, (422, Refused::Damaged));
    }
    let mut bomb = device.clone();
    bomb.append_raw("session.opened", 1, &"字".repeat(2_000_000), None);
    let batch = bomb.batch(21, 21);
    assert!(batch.len() < 100_000, "it looks small");
    assert_eq!(bomb.push_refused(&url, batch).await, (413, Refused::TooLarge));
    assert_eq!(device.push_refused(&url, vec![b'x'; 8 * 1024 * 1024 + 1]).await, (413, Refused::TooLarge));
    assert_eq!(world.count("SELECT count(*) FROM entry").await, 0);
    assert_eq!(device.push(&url, good).await.hwm_seq, 20, "the undamaged batch is taken");
}

#[tokio::test]
async fn what_no_desk_would_write_is_stored_all_the_same() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_raw("kind\0of\0old", 7, "not even JSON \0", None);
    device.append_raw("session.opened", 4_000_000_000, "{}", None);
    device.append_raw("", 0, "", None);
    assert_eq!(device.push_all(&world.url()).await.hwm_seq, 3);
    device.feed(&world.url()).await;
    assert_eq!(world.count("SELECT count(*) FROM held WHERE waits_for = 'kind'").await, 3);
}

#[tokio::test]
async fn attachments_are_kept_once_and_proved_by_their_hash() {
    let mut world = World::start().await;
    let device = world.device().await;
    let url = world.url();
    for _ in 0..2 {
        assert_eq!(device.attach(&url, b"rows").await.status, 200);
    }
    let hash = nonghe_protocol::attachment_hash(b"other");
    let signature = device.key.sign(nonghe_protocol::attachment::DOMAIN, hash.to_string().as_bytes());
    let headers = [("nonghe-device", device.key.public().to_string()), ("nonghe-signature", signature.to_string())];
    let answer = device.post_with(&url, &format!("/v1/attachments/{hash}"), &headers, b"rows".to_vec()).await.unwrap();
    assert_eq!((answer.status, answer.open::<Refusal>(&World::county_key()).why), (422, Refused::Damaged));
    assert_eq!(world.count("SELECT count(*) FROM attachment").await, 1);
}

#[tokio::test]
async fn a_restored_database_begins_a_new_server_epoch() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(6);
    let url = world.url();
    let before: Ack = device.push(&url, device.batch(1, 4)).await;
    device.feed_so_far(&url).await;
    // The backup held two entries. Nobody may edit the journal, so the test takes the triggers away for the moment.
    world
        .execute(
            "SET session_replication_role = replica;
             DELETE FROM feed_item; DELETE FROM judgement; DELETE FROM entry WHERE seq > 2;
             UPDATE feed_head SET position = 0, hash = decode(repeat('00', 32), 'hex');
             UPDATE judging SET judged_seq = 0;
             UPDATE chain SET hwm_seq = 2, hwm_hash = (SELECT hash FROM entry WHERE seq = 2)",
        )
        .await;
    world.administer(&["restored"]).await.unwrap();
    world.county.restart().await.unwrap();
    let answer = device.feed_answer(&url, 1, Some(before.server_epoch)).await;
    let refusal: Refusal = answer.open(&World::county_key());
    assert_eq!(answer.status, 410);
    assert!(matches!(refusal.why, Refused::OtherServerEpoch { server_epoch } if server_epoch > before.server_epoch));
    let (status, gap) = device.push_refused(&url, device.batch(5, 6)).await;
    assert_eq!((status, gap), (409, Refused::Gap { hwm_seq: 2, hwm_hash: device.entries[1].hash }));
    let after = device.push(&url, device.batch(3, 6)).await;
    assert!(after.server_epoch > before.server_epoch);
    assert_eq!(world.stored().await.len(), 6);
    device.feed(&url).await;
}

#[tokio::test]
async fn the_journal_of_the_county_refuses_to_be_edited() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(2);
    device.push_all(&world.url()).await;
    device.feed(&world.url()).await;
    for sql in ["UPDATE entry SET body = NULL", "DELETE FROM entry", "TRUNCATE entry CASCADE", "DELETE FROM feed_item"]
    {
        assert!(world.cluster.execute(&world.database, sql).await.is_err(), "{sql}");
    }
}
