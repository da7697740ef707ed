//! How fast the county stores and judges, as a ratio to bare inserts of the same bytes. Not part of the test command:
//! `cargo test -p system-tests --test county -- --ignored --nocapture throughput`.

use crate::bodies::{person, settled};
use crate::world::{World, pack};
use nonghe_domain::adjudicate::Accumulators;
use std::time::{Duration, Instant};

const ENTRIES: u64 = 20_000;
const A_BATCH: u64 = 500;
const BILLS: u64 = 2_000;

fn per_second(count: u64, time: Duration) -> u128 {
    u128::from(count) * 1_000_000 / time.as_micros().max(1)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn throughput() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(ENTRIES);
    let batches: Vec<Vec<u8>> =
        (0..ENTRIES / A_BATCH).map(|index| device.batch(index * A_BATCH + 1, (index + 1) * A_BATCH)).collect();
    let client = world.connect().await;
    client.batch_execute("CREATE TABLE bare (seq bigint PRIMARY KEY, envelope bytea, body bytea)").await.unwrap();
    let started = Instant::now();
    for entries in device.entries.chunks(usize::try_from(A_BATCH).unwrap()) {
        let seqs: Vec<i64> = entries.iter().map(|entry| i64::try_from(entry.envelope.seq).unwrap()).collect();
        let envelopes: Vec<&[u8]> = entries.iter().map(|entry| entry.bytes.as_slice()).collect();
        let bodies: Vec<&[u8]> = entries.iter().map(|entry| entry.body.as_deref().unwrap().as_bytes()).collect();
        let sql = "INSERT INTO bare SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bytea[])";
        client.execute(sql, &[&seqs, &envelopes, &bodies]).await.unwrap();
    }
    let bare = started.elapsed();
    let started = Instant::now();
    for batch in batches {
        device.push(&world.url(), batch).await;
    }
    let stored = started.elapsed();
    device.feed(&world.url()).await;
    let judged = started.elapsed();
    println!("bare inserts        {:>8} entries/s", per_second(ENTRIES, bare));
    println!("stored              {:>8} entries/s, ratio {:.2}", per_second(ENTRIES, stored), ratio(stored, bare));
    println!("stored and judged   {:>8} entries/s, ratio {:.2}", per_second(ENTRIES, judged), ratio(judged, bare));

    let (pack, hash) = pack();
    let mut settling = world.device().await;
    for _ in 0..BILLS {
        let who = person(&mut settling);
        let bill = settled(&mut settling, &pack, who, &Accumulators::default(), "300");
        settling.append(bill, Some(hash));
    }
    let started = Instant::now();
    for from in (1..=BILLS).step_by(100) {
        settling.push(&world.url(), settling.batch(from, from + 99)).await;
    }
    settling.feed(&world.url()).await;
    println!("settlements judged  {:>8} entries/s", per_second(BILLS, started.elapsed()));
}

fn ratio(time: Duration, bare: Duration) -> f64 {
    time.as_secs_f64() / bare.as_secs_f64()
}
