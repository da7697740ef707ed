//! Files that entries name by hash.

use crate::county::{County, now_ms};
use crate::database;
use crate::registry;
use crate::rejection::Rejection;
use nonghe_protocol::{AttachmentAck, DeviceId, Hash, Refused, Signature, attachment, attachment_hash};

/// Keeps a file that a device signed for. Sending it again changes nothing.
pub async fn take(
    county: &County,
    dev: &DeviceId,
    signature: &Signature,
    hash: &Hash,
    bytes: Vec<u8>,
) -> Result<AttachmentAck, Rejection> {
    let client = database::connection(&county.pool).await?;
    let device = registry::device(&client, dev).await?;
    let (hash, dev) = (*hash, *dev);
    let is_signed = dev.verify(attachment::DOMAIN, hash.to_string().as_bytes(), signature).is_ok();
    let Some(device) = device.filter(|_| is_signed) else {
        drop(client);
        county.log_stranger("attachment of an unknown device or with a bad signature", &dev).await?;
        return Err(Rejection::new(&dev, Refused::Unknown));
    };
    if device.is_revoked {
        return Err(Rejection::new(&dev, Refused::Revoked));
    }
    let (bytes, found) = tokio::task::spawn_blocking(move || {
        let found = attachment_hash(&bytes);
        (bytes, found)
    })
    .await
    .map_err(|_| Rejection::new(&dev, Refused::Unavailable))?;
    if found != hash {
        return Err(Rejection::new(&dev, Refused::Damaged));
    }
    client
        .execute(
            "INSERT INTO attachment (hash, device, bytes) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING",
            &[&hash.to_string(), &device.id, &bytes],
        )
        .await?;
    metrics::counter!("nonghe_county_attachments_total").increment(1);
    county.wake.notify_one();
    Ok(AttachmentAck { dev, hash, time_ms: now_ms() })
}
