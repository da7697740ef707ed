//! The journal entry: an envelope with a fixed set of fields, and a body beside it.
//!
//! Invariants: the envelope's bytes are written once and verified as stored; the envelope commits to the body by a
//! salted hash, so that a body can lawfully be erased while the chain still verifies.

use crate::body::Body;
use crate::hash::{Hash, read_hex};
use crate::keys::DeviceId;
use chrono::NaiveDate;
use nonghe_domain::OperationId;
use serde::{Deserialize, Serialize};

/// Version of the envelope. It is frozen; kinds have versions of their own.
pub const ENVELOPE_VERSION: u32 = 1;

/// Sixteen random bytes that keep a body from being guessed by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 16]);

impl Serialize for Salt {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut bytes = [0; 16];
        read_hex(&String::deserialize(deserializer)?, &mut bytes)
            .map_err(|_| serde::de::Error::custom("not a salt"))?;
        Ok(Self(bytes))
    }
}

/// The fixed fields of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Version of the envelope.
    pub v: u32,
    /// The device, by its key.
    pub dev: DeviceId,
    /// Granted by the county.
    pub epoch: u32,
    /// Dense from 1 within an epoch's chain.
    pub seq: u64,
    /// Hash of the entry before; zero before the first.
    pub prev: Hash,
    /// What the body is.
    pub kind: String,
    /// Version of that kind.
    pub kver: u32,
    /// The press of a button that caused it. A repeat finds the entry by this.
    pub op: OperationId,
    /// Which start of the program.
    pub boot: String,
    /// Milliseconds since that start, from a clock that never goes back.
    pub mono_ms: u64,
    /// Milliseconds since 1970 by the wall clock. Orders nothing.
    pub wall_ms: i64,
    /// The day it counts for.
    pub biz_date: NaiveDate,
    /// How far the feed had been applied.
    pub county_seq_seen: u64,
    /// The policy pack in force, where the body depends on one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pack_hash: Option<Hash>,
    /// Hash of salt and body.
    pub body_commit: Hash,
}

/// What an entry says that its chain does not imply. This is also its form on the wire: one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// See [`Envelope::kind`].
    pub kind: String,
    /// See [`Envelope::kver`].
    pub kver: u32,
    /// See [`Envelope::op`].
    pub op: OperationId,
    /// See [`Envelope::boot`].
    pub boot: String,
    /// See [`Envelope::mono_ms`].
    pub mono_ms: u64,
    /// See [`Envelope::wall_ms`].
    pub wall_ms: i64,
    /// See [`Envelope::biz_date`].
    pub biz_date: NaiveDate,
    /// See [`Envelope::county_seq_seen`].
    pub county_seq_seen: u64,
    /// See [`Envelope::pack_hash`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pack_hash: Option<Hash>,
    /// Random.
    pub salt: Salt,
    /// The body's JSON text, verbatim; absent after a lawful erasure.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub body: Option<String>,
    /// Stands in for an erased body.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub body_commit: Option<Hash>,
}

/// Where an entry stands: what its chain implies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The device.
    pub dev: DeviceId,
    /// Its epoch.
    pub epoch: u32,
    /// Its sequence number.
    pub seq: u64,
    /// Hash of the entry before.
    pub prev: Hash,
}

/// An entry as stored: bytes, hash, salt and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The envelope, decoded.
    pub envelope: Envelope,
    /// The envelope's bytes, as hashed.
    pub bytes: Vec<u8>,
    /// Hash of the bytes.
    pub hash: Hash,
    /// Random.
    pub salt: Salt,
    /// The body's JSON text, unless erased.
    pub body: Option<String>,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The envelope is not the JSON that is expected.
    #[error("the envelope of an entry is not readable: {0}")]
    Envelope(String),
    /// The body is not what the envelope committed to.
    #[error("the body of entry {seq} is not the one that was committed to")]
    Body {
        /// Which entry.
        seq: u64,
    },
    /// Neither body nor commitment.
    #[error("entry {seq} has neither a body nor a commitment")]
    NoBody {
        /// Which entry.
        seq: u64,
    },
    /// The envelope stands at another place of the chain.
    #[error("entry {seq} does not follow the entry before it")]
    Chain {
        /// Which entry.
        seq: u64,
    },
}

/// Hash of salt and body.
pub fn body_commitment(salt: &Salt, body: &str) -> Hash {
    Hash::of("nonghe-body-1", &[&salt.0, body.as_bytes()])
}

/// Hash of an envelope's bytes.
pub fn envelope_hash(bytes: &[u8]) -> Hash {
    Hash::of("nonghe-entry-1", &[bytes])
}

impl Draft {
    /// Puts the draft at its place in the chain. The device and the county both come here, so they get the same bytes.
    pub fn at(self, place: Position) -> Result<Entry, EntryError> {
        let body_commit = match (&self.body, self.body_commit) {
            (Some(body), None) => body_commitment(&self.salt, body),
            (None, Some(commitment)) => commitment,
            _ => return Err(EntryError::NoBody { seq: place.seq }),
        };
        let envelope = Envelope {
            v: ENVELOPE_VERSION,
            dev: place.dev,
            epoch: place.epoch,
            seq: place.seq,
            prev: place.prev,
            kind: self.kind,
            kver: self.kver,
            op: self.op,
            boot: self.boot,
            mono_ms: self.mono_ms,
            wall_ms: self.wall_ms,
            biz_date: self.biz_date,
            county_seq_seen: self.county_seq_seen,
            pack_hash: self.pack_hash,
            body_commit,
        };
        let bytes = serde_json::to_vec(&envelope).map_err(|error| EntryError::Envelope(error.to_string()))?;
        let hash = envelope_hash(&bytes);
        Ok(Entry { envelope, bytes, hash, salt: self.salt, body: self.body })
    }
}

impl Entry {
    /// Reads an entry as it was stored, and verifies it against itself.
    pub fn from_stored(bytes: Vec<u8>, salt: Salt, body: Option<String>) -> Result<Self, EntryError> {
        let envelope: Envelope =
            serde_json::from_slice(&bytes).map_err(|error| EntryError::Envelope(error.to_string()))?;
        if envelope.v != ENVELOPE_VERSION {
            return Err(EntryError::Envelope(format!("version {}", envelope.v)));
        }
        if let Some(body) = &body
            && body_commitment(&salt, body) != envelope.body_commit
        {
            return Err(EntryError::Body { seq: envelope.seq });
        }
        let hash = envelope_hash(&bytes);
        Ok(Self { envelope, bytes, hash, salt, body })
    }

    /// Checks that the entry follows another one of the same chain.
    pub fn check_follows(&self, place: &Position) -> Result<(), EntryError> {
        let Envelope { dev, epoch, seq, prev, .. } = self.envelope;
        if (Position { dev, epoch, seq, prev }) == *place { Ok(()) } else { Err(EntryError::Chain { seq }) }
    }

    /// Where the next entry stands. No chain reaches the last number: nothing could follow it.
    pub fn next_position(&self) -> Position {
        let Envelope { dev, epoch, seq, .. } = self.envelope;
        Position { dev, epoch, seq: seq.saturating_add(1), prev: self.hash }
    }

    /// The form on the wire.
    pub fn to_draft(&self) -> Draft {
        let envelope = self.envelope.clone();
        Draft {
            kind: envelope.kind,
            kver: envelope.kver,
            op: envelope.op,
            boot: envelope.boot,
            mono_ms: envelope.mono_ms,
            wall_ms: envelope.wall_ms,
            biz_date: envelope.biz_date,
            county_seq_seen: envelope.county_seq_seen,
            pack_hash: envelope.pack_hash,
            salt: self.salt,
            body_commit: self.body.is_none().then_some(envelope.body_commit),
            body: self.body.clone(),
        }
    }

    /// The body, decoded by the entry's kind and version. `None` for a kind that this program does not know, or an
    /// erased body.
    pub fn decoded(&self) -> Result<Option<Body>, EntryError> {
        let Some(text) = &self.body else { return Ok(None) };
        Body::decode(&self.envelope.kind, self.envelope.kver, text)
            .map_err(|_| EntryError::Body { seq: self.envelope.seq })
    }
}
