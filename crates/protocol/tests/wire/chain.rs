//! Entries and their chain. The golden values freeze version 1: a journal written today must verify for ever.

use crate::support::{chain, device, draft, session, start};
use nonghe_protocol::entry::{Position, body_commitment, envelope_hash};
use nonghe_protocol::{Draft, Entry, EntryError, Hash, Salt};

#[test]
fn the_first_entry_of_a_chain_has_these_bytes_and_this_hash() {
    let entry = &chain(1)[0];
    insta::assert_snapshot!(String::from_utf8(entry.bytes.clone()).unwrap());
    insta::assert_snapshot!(entry.hash);
    insta::assert_snapshot!(entry.body.as_ref().unwrap());
    insta::assert_snapshot!(entry.envelope.body_commit);
    insta::assert_snapshot!(serde_json::to_string(&entry.to_draft()).unwrap());
}

#[test]
fn a_pack_hash_stands_before_the_commitment() {
    let with_pack = Draft { pack_hash: Some(Hash::of("pack", &[])), ..draft(1, &session(1)) };
    let entry = with_pack.at(start()).unwrap();
    insta::assert_snapshot!(entry.hash);
    let text = String::from_utf8(entry.bytes).unwrap();
    assert!(text.find("pack_hash").unwrap() < text.find("body_commit").unwrap(), "{text}");
}

#[test]
fn hashes_of_different_uses_and_of_different_parts_differ() {
    insta::assert_snapshot!(Hash::of("nonghe-entry-1", &[b"abc"]));
    let of = |parts: &[&[u8]]| Hash::of("nonghe-entry-1", parts);
    let all = [
        of(&[b"abc"]),
        of(&[b"ab", b"c"]),
        of(&[b"a", b"bc"]),
        of(&[b"abc", b""]),
        of(&[]),
        of(&[b""]),
        Hash::of("nonghe-entry-2", &[b"abc"]),
    ];
    for (place, hash) in all.iter().enumerate() {
        assert!(!all[..place].contains(hash), "number {place} is the hash of something else too");
    }
}

#[test]
fn an_entry_read_as_stored_is_the_entry_that_was_written() {
    for entry in chain(3) {
        let stored = Entry::from_stored(entry.bytes.clone(), entry.salt, entry.body.clone()).unwrap();
        assert_eq!(stored, entry);
        let place = Position { prev: entry.envelope.prev, seq: entry.envelope.seq, ..start() };
        assert_eq!(entry.to_draft().at(place).unwrap(), entry, "the wire leaves out only what the chain implies");
        assert_eq!(entry.check_follows(&place), Ok(()));
    }
}

#[test]
fn any_changed_byte_of_an_entry_is_detected() {
    let entries = chain(2);
    let (entry, next) = (&entries[0], &entries[1]);
    let place = start();
    for at in 0..entry.bytes.len() {
        for bit in 0..8 {
            let mut bytes = entry.bytes.clone();
            bytes[at] ^= 1 << bit;
            let read = Entry::from_stored(bytes, entry.salt, entry.body.clone());
            // Whatever still reads stands at another place or is not what the next entry follows.
            let unnoticed = read.is_ok_and(|read| {
                read.check_follows(&place).is_ok() && next.check_follows(&read.next_position()).is_ok()
            });
            assert!(!unnoticed, "bit {bit} of byte {at}");
        }
    }
    for at in 0..16 {
        let mut salt = entry.salt;
        salt.0[at] ^= 1;
        let read = Entry::from_stored(entry.bytes.clone(), salt, entry.body.clone());
        assert_eq!(read, Err(EntryError::Body { seq: 1 }), "byte {at} of the salt");
    }
    let body = entry.body.clone().unwrap();
    for at in 0..body.len() {
        let mut bytes = body.clone().into_bytes();
        bytes[at] ^= 1;
        let altered = String::from_utf8(bytes).unwrap();
        let read = Entry::from_stored(entry.bytes.clone(), entry.salt, Some(altered));
        assert_eq!(read, Err(EntryError::Body { seq: 1 }), "byte {at} of the body");
    }
}

#[test]
fn an_entry_follows_only_the_one_before_it() {
    let entries = chain(3);
    let place = entries[0].next_position();
    assert_eq!(entries[1].check_follows(&place), Ok(()));
    for wrong in [
        Position { seq: 3, ..place },
        Position { epoch: 2, ..place },
        Position { prev: Hash::ZERO, ..place },
        Position { dev: crate::support::county().public(), ..place },
    ] {
        assert_eq!(entries[1].check_follows(&wrong), Err(EntryError::Chain { seq: 2 }), "{wrong:?}");
    }
    assert_eq!(entries[2].check_follows(&place), Err(EntryError::Chain { seq: 3 }));
}

#[test]
fn an_erased_body_leaves_the_chain_as_it_was() {
    let entry = chain(1).remove(0);
    let erased = Entry::from_stored(entry.bytes.clone(), entry.salt, None).unwrap();
    assert_eq!((erased.hash, erased.decoded()), (entry.hash, Ok(None)));
    let sent = erased.to_draft();
    assert_eq!(sent.body_commit, Some(entry.envelope.body_commit));
    assert_eq!(sent.at(start()).unwrap().hash, entry.hash, "the county comes to the same hash");
}

#[test]
fn an_entry_has_a_body_or_its_commitment_and_not_both() {
    let whole = draft(1, &session(1));
    let commitment = body_commitment(&whole.salt, whole.body.as_ref().unwrap());
    let both = Draft { body_commit: Some(commitment), ..whole.clone() };
    let neither = Draft { body: None, ..whole };
    for draft in [both, neither] {
        assert_eq!(draft.at(start()), Err(EntryError::NoBody { seq: 1 }));
    }
}

#[test]
fn an_envelope_with_more_fields_or_of_another_version_is_not_read_as_one_of_ours() {
    let entry = chain(1).remove(0);
    let text = String::from_utf8(entry.bytes).unwrap();
    let more = text.replacen('{', "{\"note\":1,", 1);
    assert!(Entry::from_stored(more.into_bytes(), entry.salt, None).is_err());
    let newer = text.replacen("\"v\":1", "\"v\":2", 1);
    assert!(Entry::from_stored(newer.into_bytes(), entry.salt, None).is_err(), "the envelope is frozen");
}

#[test]
fn the_last_number_of_a_chain_does_not_overflow() {
    let last = draft(1, &session(1)).at(Position { seq: u64::MAX, ..start() }).unwrap();
    let next = last.next_position();
    assert!(draft(2, &session(2)).at(next).is_ok(), "an absurd number is for the county to refuse, not to crash on");
}

#[test]
fn a_hash_has_one_text() {
    let hash = envelope_hash(b"{}");
    assert_eq!(hash.to_string().parse(), Ok(hash));
    let upper = hash.to_string().to_uppercase().replacen("SHA256:", "sha256:", 1);
    for text in [upper.as_str(), "", "sha256:", "sha512:00", &hash.to_string()[1..], &format!("{hash}0")] {
        assert!(text.parse::<Hash>().is_err(), "{text}");
    }
    let salt = |text: &str| serde_json::from_value::<Salt>(text.into());
    assert!(salt(&"ab".repeat(16)).is_ok());
    assert!(salt(&"AB".repeat(16)).is_err() && salt("ab").is_err());
    assert!(device().public().to_string().to_uppercase().parse::<nonghe_protocol::PublicKey>().is_err());
}
