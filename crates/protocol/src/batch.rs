//! A batch of entries on its way to the county, and the county's answer.
//!
//! Form: the header's JSON on the first line, the device's signature of that line on the second, then the entries
//! without what the chain implies, one line of JSON each, compressed. The county rebuilds the identical bytes and
//! proves it by the last hash.

use crate::entry::{Draft, Entry, EntryError, Position};
use crate::hash::Hash;
use crate::keys::{DeviceId, KeyError, Message, SecretKey, Signature};
use serde::{Deserialize, Serialize};
use std::io::Read as _;

/// The largest batch on the wire, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The largest ratio of inflated to compressed bytes.
pub const MAX_RATIO: u64 = 50;
/// Ratios are meaningless for a few bytes: a batch may always inflate to this size.
const ALWAYS_INFLATED_BYTES: u64 = 1024 * 1024;
const DOMAIN: &str = "nonghe-batch-1";
const COMPRESSION_LEVEL: i32 = 9;
/// A hostile frame must not make the receiver set aside more than 8 MiB for its window.
const MAX_WINDOW_LOG: u32 = 23;

/// What a batch says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchHeader {
    /// The device that wrote the entries and signs the batch.
    pub dev: DeviceId,
    /// Its epoch.
    pub epoch: u32,
    /// First sequence number.
    pub from_seq: u64,
    /// How many entries.
    pub n: u64,
    /// Hash of the entry before the first.
    pub prev_hash: Hash,
    /// Hash of the last entry.
    pub last_hash: Hash,
    /// Hash of the compressed entries.
    pub payload_hash: Hash,
}

/// A batch that was received: signature not yet checked.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The header.
    pub header: BatchHeader,
    header_text: String,
    signature: Signature,
    payload: Vec<u8>,
}

/// What is wrong with a batch.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// Not the form of a batch.
    #[error("not a batch: {0}")]
    Malformed(&'static str),
    /// Larger than [`MAX_BYTES`], or it inflates too much.
    #[error("the batch is too large")]
    TooLarge,
    /// Signature of other bytes or another key.
    #[error(transparent)]
    Signature(#[from] KeyError),
    /// The payload is not the one that was signed.
    #[error("the payload is not the one that was signed")]
    Payload,
    /// An entry is damaged.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The entries do not come to the announced hash.
    #[error("the entries do not come to the announced hash")]
    LastHash,
    /// Nothing in it.
    #[error("a batch needs at least one entry")]
    Empty,
}

impl Batch {
    /// Packs and signs entries that follow each other.
    pub fn pack(entries: &[Entry], key: &SecretKey) -> Result<Vec<u8>, BatchError> {
        let (first, last) = entries.first().zip(entries.last()).ok_or(BatchError::Empty)?;
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, &entry.to_draft()).map_err(|_| BatchError::Malformed("entry"))?;
            lines.push(b'\n');
        }
        let payload = zstd::bulk::compress(&lines, COMPRESSION_LEVEL).map_err(|_| BatchError::Malformed("payload"))?;
        let header = BatchHeader {
            dev: first.envelope.dev,
            epoch: first.envelope.epoch,
            from_seq: first.envelope.seq,
            n: entries.len() as u64,
            prev_hash: first.envelope.prev,
            last_hash: last.hash,
            payload_hash: Hash::of("nonghe-payload-1", &[&payload]),
        };
        let text = serde_json::to_string(&header).map_err(|_| BatchError::Malformed("header"))?;
        let signature = key.sign(DOMAIN, text.as_bytes());
        let mut bytes = format!("{text}\n{signature}\n").into_bytes();
        bytes.extend_from_slice(&payload);
        Ok(bytes)
    }

    /// Reads the form; trusts nothing yet.
    pub fn parse(bytes: &[u8]) -> Result<Self, BatchError> {
        if bytes.len() > MAX_BYTES {
            return Err(BatchError::TooLarge);
        }
        let mut parts = bytes.splitn(3, |byte| *byte == b'\n');
        let header_text = text_line(parts.next(), "header")?;
        let signature = text_line(parts.next(), "signature")?.parse()?;
        let payload = parts.next().ok_or(BatchError::Malformed("payload"))?.to_vec();
        let header: BatchHeader = serde_json::from_str(&header_text).map_err(|_| BatchError::Malformed("header"))?;
        if header.n == 0 || header.from_seq == 0 {
            return Err(BatchError::Empty);
        }
        // Numbers are kept as signed 64-bit integers: what could never be stored is not taken for a gap.
        if header.from_seq.checked_add(header.n).is_none_or(|end| i64::try_from(end).is_err()) {
            return Err(BatchError::Malformed("header"));
        }
        Ok(Self { header, header_text, signature, payload })
    }

    /// Checks that the device which the header names signed it.
    pub fn verify_signature(&self) -> Result<(), BatchError> {
        self.header.dev.verify(DOMAIN, self.header_text.as_bytes(), &self.signature)?;
        if Hash::of("nonghe-payload-1", &[&self.payload]) == self.header.payload_hash {
            Ok(())
        } else {
            Err(BatchError::Payload)
        }
    }

    /// The bytes as received, for quarantine.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.header_text.as_bytes(), b"\n", self.signature.to_string().as_bytes(), b"\n", &self.payload].concat()
    }

    /// Rebuilds the entries and proves them by the last hash.
    pub fn entries(&self) -> Result<Vec<Entry>, BatchError> {
        let limit = (self.payload.len() as u64).saturating_mul(MAX_RATIO).max(ALWAYS_INFLATED_BYTES);
        let malformed = |_| BatchError::Malformed("payload");
        let mut decoder = zstd::stream::Decoder::new(self.payload.as_slice()).map_err(malformed)?;
        decoder.window_log_max(MAX_WINDOW_LOG).map_err(malformed)?;
        let mut inflated = Vec::new();
        decoder.take(limit + 1).read_to_end(&mut inflated).map_err(malformed)?;
        if inflated.len() as u64 > limit {
            return Err(BatchError::TooLarge);
        }
        let lines = String::from_utf8(inflated).map_err(|_| BatchError::Malformed("payload"))?;
        let BatchHeader { dev, epoch, from_seq, prev_hash, .. } = self.header;
        let mut place = Position { dev, epoch, seq: from_seq, prev: prev_hash };
        let mut entries = Vec::new();
        for line in lines.lines() {
            let draft: Draft = serde_json::from_str(line).map_err(|_| BatchError::Malformed("entry"))?;
            let entry = draft.at(place)?;
            place = entry.next_position();
            entries.push(entry);
        }
        if entries.len() as u64 != self.header.n || place.prev != self.header.last_hash {
            return Err(BatchError::LastHash);
        }
        Ok(entries)
    }
}

fn text_line(line: Option<&[u8]>, part: &'static str) -> Result<String, BatchError> {
    line.and_then(|bytes| std::str::from_utf8(bytes).ok()).map(str::to_owned).ok_or(BatchError::Malformed(part))
}

/// The county has the entries up to here, durably. Signed by the county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// Which device.
    pub dev: DeviceId,
    /// Its epoch.
    pub epoch: u32,
    /// High-water mark: the last entry that the county stores.
    pub hwm_seq: u64,
    /// Its hash; zero if there is none.
    pub hwm_hash: Hash,
    /// What the county's off-site backup already holds. The device keeps everything above it.
    pub stable_seq: u64,
    /// Changes when the county's database was restored.
    pub server_epoch: u32,
    /// Milliseconds since 1970 by the county's clock.
    pub time_ms: i64,
}

impl Message for Ack {
    const DOMAIN: &'static str = "nonghe-ack-1";
}

/// Why the county did not take a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "refused")]
pub enum Refused {
    /// 409: entries are missing between the high-water mark and the batch.
    Gap {
        /// The high-water mark.
        hwm_seq: u64,
        /// Its hash.
        hwm_hash: Hash,
    },
    /// 409: another history; kept in quarantine.
    Fork,
    /// 409: an epoch that has been followed by another.
    StaleEpoch {
        /// The epoch in force.
        epoch: u32,
    },
    /// 403: an epoch that was never granted.
    UnknownEpoch,
    /// 403: the device was revoked; kept in quarantine.
    Revoked,
    /// 401: unknown device or bad signature.
    Unknown,
    /// 422: damaged.
    Damaged,
    /// 413: too large.
    TooLarge,
    /// 423: the same device is sending already.
    Busy,
    /// 410: a cursor of another server epoch.
    OtherServerEpoch {
        /// The server epoch in force.
        server_epoch: u32,
    },
    /// 503 or 429: later.
    Unavailable,
}

/// The county's refusal of a request. Signed by the county, so that no box on the line can stop a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Which device, if the request named one.
    pub dev: Option<DeviceId>,
    /// Why.
    pub why: Refused,
    /// The server epoch.
    pub server_epoch: u32,
    /// Milliseconds since 1970 by the county's clock.
    pub time_ms: i64,
}

impl Message for Refusal {
    const DOMAIN: &'static str = "nonghe-refusal-1";
}
