//! Files that an entry names by their hash and that travel beside the journal.

use crate::hash::Hash;
use crate::keys::{DeviceId, Message};
use serde::{Deserialize, Serialize};

/// The name under which attachments are hashed, and under which a device signs the hash's text.
pub const DOMAIN: &str = "nonghe-attachment-1";

/// The hash of an attachment.
pub fn attachment_hash(content: &[u8]) -> Hash {
    Hash::of(DOMAIN, &[content])
}

/// The county holds an attachment, durably. Signed by the county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentAck {
    /// Which device sent it.
    pub dev: DeviceId,
    /// Hash of the content.
    pub hash: Hash,
    /// Milliseconds since 1970 by the county's clock.
    pub time_ms: i64,
}

impl Message for AttachmentAck {
    const DOMAIN: &'static str = "nonghe-attachment-ack-1";
}
