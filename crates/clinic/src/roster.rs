//! placeholder while the roster use case is being written
use crate::ClinicResult;
use nonghe_domain::OperatorId;
use nonghe_protocol::Hash;
use nonghe_protocol::body::RosterImported;
use nonghe_store::Attachment;
pub(crate) struct LastReport;
/// p
pub struct RosterProgress { /// s
 pub stage: &'static str, /// d
 pub done: u64, /// o
 pub of: u64 }
pub(crate) fn roster_entry(by: OperatorId, rows_text: &str, file: &Hash, households: u64, people: u64, refused: u64) -> ClinicResult<(RosterImported, Attachment)> {
    let content = zstd::bulk::compress(rows_text.as_bytes(), 9).map_err(nonghe_store::StoreError::from)?;
    let rows = nonghe_protocol::attachment_hash(&content);
    Ok((RosterImported { by, file: *file, rows, households, people, refused }, Attachment { content, sent_up: false }))
}
