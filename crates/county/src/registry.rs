//! The devices that the county knows.

use crate::database::{DatabaseError, epoch_from_sql};
use nonghe_protocol::DeviceId;
use tokio_postgres::{Client, Row};

/// A device that was granted something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// The county's own short name of it.
    pub id: i32,
    /// Its key.
    pub dev: DeviceId,
    /// Code of its centre.
    pub centre: String,
    /// The epoch in force.
    pub epoch: u32,
    /// Whether it may no longer write.
    pub is_revoked: bool,
}

pub(crate) const DEVICE_COLUMNS: &str = "id, dev, centre, epoch, revoked_at IS NOT NULL";

/// A device by its key.
pub async fn device(client: &Client, dev: &DeviceId) -> Result<Option<Device>, DatabaseError> {
    let sql = format!("SELECT {DEVICE_COLUMNS} FROM device WHERE dev = $1");
    client.query_opt(&sql, &[&dev.to_string()]).await?.as_ref().map(from_row).transpose()
}

/// A device from [`DEVICE_COLUMNS`].
pub(crate) fn from_row(row: &Row) -> Result<Device, DatabaseError> {
    Ok(Device {
        id: row.get(0),
        dev: row.get::<_, &str>(1).parse().map_err(|_| DatabaseError::Value("device key"))?,
        centre: row.get(2),
        epoch: epoch_from_sql(row.get(3))?,
        is_revoked: row.get(4),
    })
}

/// Withdraws a device's right to write. What it still sends is kept in quarantine. False if it had none.
pub async fn revoke(client: &Client, dev: &DeviceId) -> Result<bool, DatabaseError> {
    let sql = "UPDATE device SET revoked_at = now() WHERE dev = $1 AND revoked_at IS NULL";
    Ok(client.execute(sql, &[&dev.to_string()]).await? == 1)
}
