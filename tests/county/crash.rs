//! The server dies, and the answer is lost: every entry is there once.

use crate::device::Device;
use crate::world::World;
use nonghe_protocol::Hash;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

/// A line that carries one request to the county and swallows the answer. It tells when the county has answered.
fn swallowing_line(county: &str) -> (String, mpsc::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let county = county.trim_start_matches("http://").to_owned();
    let (tell, answered) = mpsc::channel();
    std::thread::spawn(move || {
        for device in listener.incoming() {
            let (mut device, mut upstream) = (device.unwrap(), TcpStream::connect(&county).unwrap());
            let (mut from_device, mut to_county) = (device.try_clone().unwrap(), upstream.try_clone().unwrap());
            std::thread::spawn(move || {
                let mut bytes = [0; 4096];
                while let Ok(read @ 1..) = from_device.read(&mut bytes) {
                    if to_county.write_all(&bytes[..read]).is_err() {
                        break;
                    }
                }
            });
            let mut first = [0; 1];
            let has_answered = upstream.read(&mut first).is_ok_and(|read| read == 1);
            if has_answered {
                let _ = tell.send(());
            }
            let _ = device.flush();
            let _ = device.shutdown(Shutdown::Both);
        }
    });
    (url, answered)
}

fn hashes(device: &Device) -> Vec<Hash> {
    device.entries.iter().map(|entry| entry.hash).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_is_given_again() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(5);
    let (line, answered) = swallowing_line(&world.url());
    assert!(device.post(&line, "/v1/batches", device.whole()).await.is_err(), "no answer came through");
    answered.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(world.stored().await, hashes(&device), "but the county had stored it");
    device.append_many(2);
    assert_eq!(device.push_all(&world.url()).await.hwm_seq, 7);
    assert_eq!(world.stored().await, hashes(&device));
    device.feed(&world.url()).await;
    assert_eq!(world.count("SELECT count(*) FROM judgement").await, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_after_storing_and_before_answering_has_it_once() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(5);
    let (line, answered) = swallowing_line(&world.url());
    assert!(device.post(&line, "/v1/batches", device.whole()).await.is_err());
    answered.recv_timeout(Duration::from_secs(10)).unwrap();
    world.county.kill().unwrap();
    assert!(device.post(&world.url(), "/v1/batches", device.whole()).await.is_err(), "nobody is there");
    world.county.restart().await.unwrap();
    assert_eq!(device.push_all(&world.url()).await.hwm_seq, 5);
    assert_eq!(world.stored().await, hashes(&device));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_again_and_again_judges_every_entry_once() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let url = world.url();
    device.append_many(600);
    let mut sent = 0;
    for (round, pause_ms) in [15, 40, 5, 80, 25, 60].into_iter().enumerate() {
        let pusher = {
            let (device, url) = (device.clone(), url.clone());
            tokio::spawn(async move {
                let mut acknowledged = 0;
                for to in (10..=600).step_by(10) {
                    match device.post(&url, "/v1/batches", device.batch(to - 9, to)).await {
                        // Below the mark everything is a duplicate; above it the next batch is the one to send.
                        Ok(answer) if answer.status == 200 => acknowledged = to,
                        _ => break,
                    }
                }
                acknowledged
            })
        };
        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        world.county.kill().unwrap();
        sent = sent.max(pusher.await.unwrap());
        let stored = world.count("SELECT count(*) FROM entry").await;
        assert!(stored >= i64::try_from(sent).unwrap(), "round {round}: {sent} acknowledged, {stored} stored");
        world.county.restart().await.unwrap();
    }
    assert_eq!(device.push_all(&url).await.hwm_seq, 600);
    assert_eq!(world.stored().await, hashes(&device));
    let mut next = 1;
    for item in device.feed(&url).await {
        let nonghe_protocol::FeedItem::Disposition { from_seq, to_seq, .. } = item else { panic!("{item:?}") };
        assert_eq!(from_seq, next, "every entry is judged once, in order");
        next = to_seq + 1;
    }
    assert_eq!(next, 601);
}
