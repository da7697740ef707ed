//! Imported rosters: the entry names the accepted rows by their hash.

use super::finding::{Finding, WaitsFor, unreadable};
use super::people::{self, Registered};
use crate::database::DatabaseError;
use nonghe_protocol::body::{RosterHousehold, RosterImported};
use std::io::Read as _;
use tokio_postgres::Transaction;

const ZSTD_MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// A million people, generously; a bomb stops here.
const INFLATED_MAX_BYTES: u64 = 512 * 1024 * 1024;

/// Registers the people of the rows, if the rows are here and as many as the entry says.
pub async fn judge(
    transaction: &Transaction<'_>,
    centre: &str,
    body: &RosterImported,
) -> Result<Finding, DatabaseError> {
    let hash = body.rows.to_string();
    let row = transaction.query_opt("SELECT bytes FROM attachment WHERE hash = $1", &[&hash]).await?;
    let Some(row) = row else {
        return Ok(Finding::held(WaitsFor::Attachment, hash));
    };
    let bytes: Vec<u8> = row.get(0);
    let read = tokio::task::spawn_blocking(move || read_rows(&bytes)).await.ok().flatten();
    let Some(registered) = read else {
        return Ok(unreadable());
    };
    let (households, people) = (registered.households() as u64, registered.people() as u64);
    if people != body.people {
        return Ok(Finding::refused(
            format!("名册文件里有 {people} 人，记录写的是 {} 人，没有计入。请致电县医保局", body.people),
            format!(
                "The roster file has {people} people and the record says {}; it was not counted. Please call the \
                 county office.",
                body.people
            ),
        ));
    }
    people::store(transaction, centre, &registered).await?;
    tracing::info!(centre, households, people, "a roster was registered");
    Ok(Finding::Accepted)
}

/// Lines of JSON, compressed or not.
fn read_rows(bytes: &[u8]) -> Option<Registered> {
    let mut text = Vec::new();
    if bytes.starts_with(&ZSTD_MAGIC) {
        let decoder = zstd::stream::Decoder::new(bytes).ok()?;
        decoder.take(INFLATED_MAX_BYTES + 1).read_to_end(&mut text).ok()?;
        if text.len() as u64 > INFLATED_MAX_BYTES {
            return None;
        }
    } else {
        text.extend_from_slice(bytes);
    }
    let mut registered = Registered::default();
    for line in std::str::from_utf8(&text).ok()?.lines().filter(|line| !line.trim().is_empty()) {
        registered.add_roster_household(&serde_json::from_str::<RosterHousehold>(line).ok()?);
    }
    Some(registered)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const LINE: &str = r#"{"household":{"household":"018f0000-0000-4000-8000-000000000001","number":"H1","village":"V",
        "group":"","door":"","phone":""},"known":false,"members":[{"person":"018f0000-0000-4000-8000-000000000002",
        "name":"王明","sex":"male","birth_date":"1962-03-15","relation":"head","categories":[],"phone":""}]}"#;

    #[test]
    fn rows_are_read_plain_and_compressed_and_damage_is_seen() {
        let line = LINE.replace('\n', "");
        let plain = format!("{line}\n\n");
        let packed = zstd::bulk::compress(plain.as_bytes(), 3).unwrap();
        for bytes in [plain.as_bytes(), &packed] {
            let registered = read_rows(bytes).unwrap();
            assert_eq!((registered.households(), registered.people()), (1, 1));
        }
        assert!(read_rows(&packed[..packed.len() - 2]).is_none(), "a cut file");
        assert!(read_rows(b"{}\n").is_none(), "another form");
        assert!(read_rows(&[0xFF]).is_none(), "no text");
    }
}
