//! Photographs: the entry names the picture by its hash. The county keeps both and decides nothing by them.

use super::finding::{Finding, WaitsFor};
use crate::database::DatabaseError;
use nonghe_domain::photograph;
use nonghe_protocol::photograph::PersonPhotographed;
use tokio_postgres::Transaction;

/// Accepts a photograph of a person of the centre, once person and picture are here.
pub async fn judge(
    transaction: &Transaction<'_>,
    centre: &str,
    body: &PersonPhotographed,
) -> Result<Finding, DatabaseError> {
    let person = body.person.to_string();
    let sql = "SELECT centre FROM person WHERE id = $1::text::uuid";
    let Some(row) = transaction.query_opt(sql, &[&person]).await? else {
        return Ok(Finding::held(WaitsFor::Registry, person));
    };
    if row.get::<_, &str>(0) != centre {
        return Ok(Finding::refused(
            "这张照片是别的卫生院登记的人，没有计入。请由登记的卫生院办理",
            "The photograph is of a person whom another centre registered, and it was not counted. That centre sets it.",
        ));
    }
    let Some(photo) = body.photo.to else { return Ok(Finding::Accepted) };
    let hash = photo.to_string();
    let Some(row) = transaction.query_opt("SELECT bytes FROM attachment WHERE hash = $1", &[&hash]).await? else {
        return Ok(Finding::held(WaitsFor::Attachment, hash));
    };
    Ok(match photograph::check(row.get(0)) {
        Ok(_) => Finding::Accepted,
        Err(fault) => {
            let fault = fault.text();
            Finding::refused(
                format!("{}，没有计入。请重新设置照片", fault.zh),
                format!("{}; it was not counted. Please set the photograph again.", fault.en),
            )
        }
    })
}
