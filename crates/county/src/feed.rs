//! The feed of a device: dense positions and a hash chain, so that the device sees if an item is missing or changed.

use crate::county::{County, hash_from_sql, now_ms};
use crate::database::{self, DatabaseError, from_sql, to_sql};
use crate::registry::{self, Device};
use crate::rejection::Rejection;
use nonghe_protocol::feed::item_hash;
use nonghe_protocol::{FeedItem, FeedPage, FeedRequest, Hash, Refused, Signed};
use tokio_postgres::{Client, Transaction};

/// Items and bytes of a page. A page is applied in one transaction, and must get through on a slow line.
const PAGE_ITEMS: i64 = 500;
const PAGE_BYTES: usize = 128 * 1024;

/// Adds items to the end of a device's feed.
///
/// The head stays locked until the caller commits, so positions are given in the order of commits and a reader never
/// sees a later position before an earlier one.
pub async fn publish(transaction: &Transaction<'_>, device: i32, items: &[FeedItem]) -> Result<(), DatabaseError> {
    if items.is_empty() {
        return Ok(());
    }
    let sql = "SELECT position, hash FROM feed_head WHERE device = $1 FOR UPDATE";
    let row = transaction.query_one(sql, &[&device]).await?;
    let (mut position, mut hash): (i64, Hash) = (row.get(0), hash_from_sql(row.get(1))?);
    let mut positions = Vec::with_capacity(items.len());
    let mut hashes = Vec::with_capacity(items.len());
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        let text = serde_json::to_string(item).map_err(|_| DatabaseError::Value("feed item"))?;
        position += 1;
        hash = item_hash(&hash, &text);
        positions.push(position);
        hashes.push(hash.as_bytes().to_vec());
        texts.push(text);
    }
    transaction
        .execute(
            "INSERT INTO feed_item (device, position, hash, item)
             SELECT $1, position, hash, item FROM unnest($2::bigint[], $3::bytea[], $4::text[]) AS row (position, hash, item)",
            &[&device, &positions, &hashes, &texts],
        )
        .await?;
    transaction
        .execute(
            "UPDATE feed_head SET position = $2, hash = $3 WHERE device = $1",
            &[&device, &position, &hash.as_bytes().as_slice()],
        )
        .await?;
    Ok(())
}

/// The page that a signed request asks for.
pub async fn page(county: &County, request: &Signed) -> Result<FeedPage, Rejection> {
    let client = database::connection(&county.pool).await?;
    let device = registry::device(&client, &request.key).await?;
    let opened = request.open::<FeedRequest>(&request.key).ok().filter(|opened| opened.dev == request.key);
    let Some((device, request)) = device.zip(opened) else {
        drop(client);
        county.log_stranger("feed request of an unknown device or with a bad signature", &request.key).await?;
        return Err(Rejection::new(&request.key, Refused::Unknown));
    };
    if device.is_revoked {
        return Err(Rejection::new(&device.dev, Refused::Revoked));
    }
    let other_epoch = Refused::OtherServerEpoch { server_epoch: county.server_epoch };
    if request.server_epoch.is_some_and(|epoch| epoch != county.server_epoch) {
        return Err(Rejection::new(&device.dev, other_epoch));
    }
    // A position that the county never gave stems from a history that a restore has removed.
    let Some(prev_hash) = hash_at(&client, &device, request.after).await? else {
        return Err(Rejection::new(&device.dev, other_epoch));
    };
    // First the mark and then the items: the judge may commit in between, and the device must not be told that
    // everything is judged on a page that lacks the verdict.
    let judged_seq = judged_seq(&client, &device).await?;
    let (items, more) = items_after(&client, &device, request.after).await?;
    Ok(FeedPage {
        dev: device.dev,
        server_epoch: county.server_epoch,
        after: request.after,
        prev_hash,
        items,
        more,
        judged_seq,
        time_ms: now_ms(),
    })
}

async fn hash_at(client: &Client, device: &Device, position: u64) -> Result<Option<Hash>, DatabaseError> {
    if position == 0 {
        return Ok(Some(Hash::ZERO));
    }
    let Ok(position) = to_sql(position) else {
        return Ok(None);
    };
    let sql = "SELECT hash FROM feed_item WHERE device = $1 AND position = $2";
    let row = client.query_opt(sql, &[&device.id, &position]).await?;
    row.map(|row| hash_from_sql(row.get(0))).transpose()
}

async fn items_after(client: &Client, device: &Device, after: u64) -> Result<(Vec<String>, bool), DatabaseError> {
    let sql = "SELECT item FROM feed_item WHERE device = $1 AND position > $2 ORDER BY position LIMIT $3";
    let rows = client.query(sql, &[&device.id, &to_sql(after)?, &(PAGE_ITEMS + 1)]).await?;
    let texts: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let found = texts.len();
    let items = fitting(texts, usize::try_from(PAGE_ITEMS).unwrap_or(usize::MAX), PAGE_BYTES);
    let more = items.len() < found;
    Ok((items, more))
}

/// As many items as fit, and at least one, so that a long item cannot stop the feed.
fn fitting(texts: Vec<String>, items_max: usize, bytes_max: usize) -> Vec<String> {
    let mut bytes = 0;
    texts
        .into_iter()
        .take(items_max)
        .enumerate()
        .take_while(|(index, text)| {
            bytes += text.len();
            *index == 0 || bytes <= bytes_max
        })
        .map(|(_, text)| text)
        .collect()
}

async fn judged_seq(client: &Client, device: &Device) -> Result<u64, DatabaseError> {
    let sql = "SELECT judged_seq FROM judging WHERE device = $1 AND epoch = $2";
    let row = client.query_opt(sql, &[&device.id, &i64::from(device.epoch)]).await?;
    row.map_or(Ok(0), |row| from_sql(row.get(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_what_fits_and_at_least_one_item() {
        let texts = |sizes: &[usize]| sizes.iter().map(|size| "x".repeat(*size)).collect::<Vec<_>>();
        for (sizes, expected) in
            [(&[][..], 0), (&[500], 1), (&[50, 50], 2), (&[50, 51], 1), (&[10, 10, 10, 10], 3), (&[101, 1], 1)]
        {
            assert_eq!(fitting(texts(sizes), 3, 100).len(), expected, "{sizes:?}");
        }
    }
}
