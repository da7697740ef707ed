//! What crosses the wire between a centre and its county: journal entries, batches, acknowledgements, feed pages and
//! the provisioning file.
//!
//! Bytes are hashed, signed, stored and verified as they are; nothing is re-serialised before it is checked.
//! Kinds grow by addition; the envelope is frozen.

pub mod attachment;
pub mod batch;
pub mod body;
pub mod book;
pub mod change;
pub mod entry;
pub mod feed;
pub mod hash;
pub mod keys;
pub mod paper;
pub mod photograph;
mod premium;
pub mod provisioning;

pub use attachment::{AttachmentAck, attachment_hash};
pub use batch::{Ack, Batch, BatchError, BatchHeader, Refusal, Refused};
pub use body::Body;
pub use entry::{Draft, Entry, EntryError, Envelope, Salt};
pub use feed::{FeedItem, FeedPage, FeedRequest};
pub use hash::Hash;
pub use keys::{DeviceId, KeyError, PublicKey, SecretKey, Signature, Signed};
pub use provisioning::{DeviceRequest, OperatorRecord, Provisioning, Role};
