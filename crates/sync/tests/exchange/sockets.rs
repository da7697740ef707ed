//! Real sockets: a login page, a server that hangs up, and the background thread.

use crate::desk::TestDesk;
use nonghe_sync::{Event, Http, SyncError, TransportError, exchange, run_background};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::Duration;

const PORTAL: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 20\r\n\
                      Connection: close\r\n\r\n<html>Welcome</html>";
const REDIRECT: &str = "HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\
                        Connection: close\r\n\r\n";

/// A server that gives one answer to whoever comes. Returns its address and how many came.
fn server(answer: &'static str) -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let visits = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&visits);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = serve(stream.unwrap(), answer);
        }
    });
    (url, visits)
}

fn serve(mut stream: TcpStream, answer: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(50)))?;
    let mut bytes = [0; 4096];
    // Reads what comes until it pauses, so that closing does not reset the line under the answer.
    while stream.read(&mut bytes).is_ok_and(|read| read > 0) {}
    stream.write_all(answer.as_bytes())
}

#[test]
fn a_captive_portal_is_not_the_county() {
    for (answer, status, content_type) in [(PORTAL, 200, "text/html; charset=utf-8"), (REDIRECT, 302, "")] {
        let (url, _) = server(answer);
        let mut desk = TestDesk::new(&url);
        desk.write(3, 100);
        let end = exchange(&desk.store, &Http::new(&url).unwrap(), &mut |_| {}).unwrap_err();
        assert!(
            matches!(&end, SyncError::NotTheCounty { status: found, content_type: kind }
                if *found == status && kind == content_type),
            "{end:?}"
        );
        assert_eq!(desk.waiting_from(), 1, "nothing is taken as delivered");
    }
}

#[test]
fn a_server_that_hangs_up_breaks_the_line() {
    let (url, visits) = server("");
    let mut desk = TestDesk::new(&url);
    desk.write(3, 100);
    let end = exchange(&desk.store, &Http::new(&url).unwrap(), &mut |_| {}).unwrap_err();
    assert!(matches!(end, SyncError::Line(TransportError::Broken)), "{end:?}");
    assert!(visits.load(Ordering::SeqCst) >= 5, "it was tried again in smaller parts");
    assert_eq!(desk.waiting_from(), 1);
}

#[test]
fn the_background_tries_at_once_says_why_it_failed_and_hurries_when_asked() {
    let (url, visits) = server(PORTAL);
    let mut desk = TestDesk::new(&url);
    desk.write(1, 100);
    let (heard, events) = mpsc::channel();
    let background = run_background(Arc::clone(&desk.store), Http::new, move |event| {
        let _ = heard.send(event);
    })
    .unwrap();
    let failure = || loop {
        match events.recv_timeout(Duration::from_secs(20)).unwrap() {
            Event::Failed { text, next } => break (text, next),
            Event::Progress(_) => {}
            Event::Finished { .. } => panic!("a portal is no county"),
        }
    };
    let (text, next) = failure();
    assert!(text.en.contains("login page"), "{text:?}");
    assert!((30..=45).contains(&next.as_secs().max(30)), "the next attempt is due: {next:?}");
    background.records_waiting();
    background.now();
    failure();
    assert_eq!(visits.load(Ordering::SeqCst), 2);
    background.stop();
    assert!(events.recv_timeout(Duration::from_secs(5)).is_err(), "the thread has ended");
}

#[test]
fn a_listener_that_panics_does_not_end_the_attempts() {
    let (url, _) = server(PORTAL);
    let desk = TestDesk::new(&url);
    let told = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&told);
    let background = run_background(Arc::clone(&desk.store), Http::new, move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        panic!("a planted fault");
    })
    .unwrap();
    // Each attempt tells of its start and of its end, and the listener panics both times.
    for expected in [2, 4, 6] {
        for _ in 0..500 {
            if told.load(Ordering::SeqCst) >= expected {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(told.load(Ordering::SeqCst), expected);
        background.now();
    }
    background.stop();
}
