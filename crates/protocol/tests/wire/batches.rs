//! Batches: every changed byte is detected or harmless, and nothing hostile inflates.

use crate::support::{chain, county, device, draft, session, start};
use nonghe_protocol::batch::{MAX_BYTES, MAX_RATIO};
use nonghe_protocol::entry::Position;
use nonghe_protocol::{Batch, BatchError, BatchHeader, Entry, Hash, SecretKey};

/// What the county does with bytes from the line.
fn received(bytes: &[u8]) -> Result<Vec<Entry>, BatchError> {
    let batch = Batch::parse(bytes)?;
    batch.verify_signature()?;
    batch.entries()
}

/// A batch with a payload of one's own making, signed by the device.
fn forged(payload: &[u8], change: impl FnOnce(&mut BatchHeader)) -> Vec<u8> {
    let entries = chain(2);
    let mut header = BatchHeader {
        dev: device().public(),
        epoch: 1,
        from_seq: 1,
        n: 2,
        prev_hash: Hash::ZERO,
        last_hash: entries[1].hash,
        payload_hash: Hash::of("nonghe-payload-1", &[payload]),
    };
    change(&mut header);
    signed(&header, payload, "nonghe-batch-1", &device())
}

fn signed(header: &BatchHeader, payload: &[u8], domain: &str, key: &SecretKey) -> Vec<u8> {
    let text = serde_json::to_string(header).unwrap();
    let signature = key.sign(domain, text.as_bytes());
    [format!("{text}\n{signature}\n").as_bytes(), payload].concat()
}

fn lines(entries: &[Entry]) -> String {
    entries.iter().map(|entry| serde_json::to_string(&entry.to_draft()).unwrap() + "\n").collect()
}

fn compressed(text: &str) -> Vec<u8> {
    zstd::bulk::compress(text.as_bytes(), 3).unwrap()
}

#[test]
fn entries_arrive_as_they_were_sent() {
    for (from, count) in [(0, 1), (0, 7), (3, 4)] {
        let sent = &chain(7)[from..from + count];
        let bytes = Batch::pack(sent, &device()).unwrap();
        assert_eq!(received(&bytes).unwrap(), sent);
        assert_eq!(Batch::parse(&bytes).unwrap().to_bytes(), bytes, "quarantine keeps what came");
    }
    assert!(matches!(Batch::pack(&[], &device()), Err(BatchError::Empty)));
}

#[test]
fn the_header_of_a_batch_has_this_form() {
    let bytes = Batch::pack(&chain(2), &device()).unwrap();
    let mut header = serde_json::to_value(Batch::parse(&bytes).unwrap().header).unwrap();
    // Depends on the release of the compressor, not on the protocol.
    header["payload_hash"] = "…".into();
    insta::assert_json_snapshot!(header);
}

#[test]
fn any_changed_byte_of_a_batch_is_detected() {
    let bytes = Batch::pack(&chain(3), &device()).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut altered = bytes.clone();
            altered[at] ^= 1 << bit;
            assert!(received(&altered).is_err(), "bit {bit} of byte {at} of {}", bytes.len());
        }
    }
}

#[test]
fn a_batch_cut_anywhere_or_with_bytes_behind_it_is_refused() {
    let bytes = Batch::pack(&chain(3), &device()).unwrap();
    for end in 0..bytes.len() {
        assert!(received(&bytes[..end]).is_err(), "cut after {end} of {}", bytes.len());
    }
    assert!(received(&[&bytes[..], b"\n"].concat()).is_err());
    assert!(received(b"<html>Welcome to the hotel</html>\n\n").is_err());
}

#[test]
fn a_signature_counts_only_for_its_own_use_and_key() {
    let entries = chain(2);
    let payload = compressed(&lines(&entries));
    let header = Batch::parse(&forged(&payload, |_| ())).unwrap().header;
    for (domain, key, good) in [
        ("nonghe-batch-1", device(), true),
        ("nonghe-batch-2", device(), false),
        ("nonghe-feed-request-1", device(), false),
        ("nonghe-batch-1", county(), false),
    ] {
        let found = received(&signed(&header, &payload, domain, &key));
        assert_eq!(found.is_ok(), good, "{domain}");
        assert!(good || matches!(found, Err(BatchError::Signature(_))), "{domain}: {found:?}");
    }
}

/// Changes a header before it is signed again.
type Forge = fn(&mut BatchHeader);

#[test]
fn a_header_that_contradicts_its_entries_is_refused() {
    let payload = compressed(&lines(&chain(2)));
    assert!(received(&forged(&payload, |_| ())).is_ok());
    let cases: [(&str, Forge); 6] = [
        ("fewer", |header| header.n = 1),
        ("more", |header| header.n = 3),
        ("another start", |header| header.from_seq = 2),
        ("another history", |header| header.prev_hash = Hash::of("other", &[])),
        ("another end", |header| header.last_hash = Hash::ZERO),
        ("another epoch", |header| header.epoch = 2),
    ];
    for (name, change) in cases {
        assert!(matches!(received(&forged(&payload, change)), Err(BatchError::LastHash)), "{name}");
    }
    for change in [(|header| header.n = 0) as fn(&mut BatchHeader), |header| header.from_seq = 0] {
        assert!(matches!(received(&forged(&payload, change)), Err(BatchError::Empty)));
    }
}

#[test]
fn the_end_of_all_numbers_is_refused_without_a_panic() {
    let last = draft(1, &session(1)).at(Position { seq: u64::MAX, ..start() }).unwrap();
    let payload = compressed(&lines(std::slice::from_ref(&last)));
    for (from_seq, n) in [(u64::MAX, 1), (1, u64::MAX), (1 << 63, 1)] {
        let found = received(&forged(&payload, |header| {
            (header.from_seq, header.n, header.last_hash) = (from_seq, n, last.hash);
        }));
        assert!(matches!(found, Err(BatchError::Malformed("header"))), "{n} from {from_seq}: {found:?}");
    }
}

#[test]
fn a_payload_that_is_no_list_of_entries_is_refused() {
    let garbage = [
        Vec::new(),
        b"not zstd".to_vec(),
        compressed("not json\n"),
        compressed("{}\n{}\n"),
        zstd::bulk::compress(&[0xff, 0xfe, b'\n'], 3).unwrap(),
        compressed(&lines(&chain(2)).replace("\"kver\":1", "\"kver\":1,\"more\":2")),
    ];
    for payload in garbage {
        assert!(received(&forged(&payload, |_| ())).is_err(), "{payload:?}");
    }
}

#[test]
fn what_inflates_too_much_is_refused_before_it_fills_the_memory() {
    // 64 MiB of blanks are a few thousand bytes compressed: more than the ratio and more than is always allowed.
    let bomb = zstd::bulk::compress(&vec![b' '; 64 * 1024 * 1024], 3).unwrap();
    let ratio = 64 * 1024 * 1024 / bomb.len() as u64;
    assert!(ratio > MAX_RATIO, "a bomb needs a ratio above {MAX_RATIO}, this one has {ratio}");
    assert!(matches!(received(&forged(&bomb, |_| ())), Err(BatchError::TooLarge)));
    // Frames one after another are one payload.
    let row = [bomb.clone(), bomb].concat();
    assert!(matches!(received(&forged(&row, |_| ())), Err(BatchError::TooLarge)));
    let large = vec![0; MAX_BYTES + 1];
    assert!(matches!(Batch::parse(&large), Err(BatchError::TooLarge)));
}

#[test]
fn a_small_batch_of_very_similar_entries_is_no_bomb() {
    // Two hundred openings compress far better than fifty to one in their boilerplate, but stay under a megabyte.
    let entries = chain(200);
    let bytes = Batch::pack(&entries, &device()).unwrap();
    assert_eq!(received(&bytes).unwrap().len(), 200);
}
