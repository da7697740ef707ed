//! Granting: centres, devices and what a provisioning file brings.

use crate::county::{self, StartError};
use crate::county_key::CountyKey;
use crate::database::DatabaseError;
use crate::judge::people::{self, Registered};
use crate::packs::{self, PackError, world};
use nonghe_domain::Text;
use nonghe_protocol::body::RosterHousehold;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{DeviceId, DeviceRequest, Hash, KeyError, OperatorRecord, Provisioning, Role, Signed};
use std::path::PathBuf;
use tokio_postgres::{Client, Transaction};

/// Why nothing was granted.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// A file cannot be read or written.
    #[error("cannot open {path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not the file that was asked for.
    #[error("{what} is not readable: {fault}")]
    Form {
        /// What was expected.
        what: &'static str,
        /// Why.
        fault: String,
    },
    /// Not signed by whom it should be.
    #[error("the file is not for this county: {0}")]
    Signature(#[from] KeyError),
    /// Demonstration and real data never mix.
    #[error("the provisioning file is {found}, but the county key is {expected}")]
    OtherWorld {
        /// What the file is.
        found: &'static str,
        /// What the key is.
        expected: &'static str,
    },
    /// The device is known with other particulars.
    #[error("the device {dev} is already registered for centre {centre} with another number or epoch")]
    OtherGrant {
        /// The device.
        dev: String,
        /// Its centre.
        centre: String,
    },
    /// The device number is taken.
    #[error("another device of centre {centre} has the number {number}")]
    NumberTaken {
        /// The centre.
        centre: String,
        /// The number.
        number: u32,
    },
    /// No such centre.
    #[error("the county has no centre {0}; add it with `nonghe-county centre add`")]
    NoCentre(String),
    /// A pack does not pass.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Database and key do not belong together.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<tokio_postgres::Error> for GrantError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

/// What came of a provisioning file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The device.
    pub dev: DeviceId,
    /// Its centre.
    pub centre: String,
    /// Whether it was registered before.
    pub was_known: bool,
    /// People of the roster.
    pub people: usize,
}

/// Registers the device of a provisioning file that this county signed, with its centre, packs and roster.
/// Accepting the same file again changes nothing.
pub async fn accept(client: &mut Client, key: &CountyKey, file: &Signed) -> Result<Accepted, GrantError> {
    county::claim(client, key).await?;
    let grant: Provisioning = file.open(&key.public())?;
    if grant.demonstration != key.demonstration {
        return Err(GrantError::OtherWorld { found: world(grant.demonstration), expected: world(key.demonstration) });
    }
    let transaction = client.transaction().await?;
    add_centre(&transaction, &grant.centre).await?;
    for pack in &grant.packs {
        packs::add(&transaction, pack, key.demonstration).await?;
    }
    add_operators(&transaction, &grant.centre.code, &grant.operators).await?;
    let was_known = add_device(&transaction, &grant, "").await?;
    let mut people = 0;
    if let Some(roster) = &grant.roster {
        let mut registered = Registered::default();
        for line in roster.lines().filter(|line| !line.trim().is_empty()) {
            let household: RosterHousehold = serde_json::from_str(line).map_err(|fault| GrantError::Form {
                what: "the roster of the provisioning file",
                fault: fault.to_string(),
            })?;
            registered.add_roster_household(&household);
        }
        people = registered.people();
        people::store(&transaction, &grant.centre.code, &registered).await?;
    }
    transaction.commit().await?;
    Ok(Accepted { dev: grant.dev, centre: grant.centre.code, was_known, people })
}

/// Registers a centre, or changes its particulars.
pub async fn add_centre(transaction: &Transaction<'_>, centre: &Centre) -> Result<(), GrantError> {
    transaction
        .execute(
            "INSERT INTO centre (code, name_zh, name_en, tier, phone, area_code) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
                 tier = excluded.tier, phone = excluded.phone, area_code = excluded.area_code",
            &[&centre.code, &centre.name.zh, &centre.name.en, &centre.tier, &centre.phone, &centre.area_code],
        )
        .await?;
    Ok(())
}

async fn add_operators(
    transaction: &Transaction<'_>,
    centre: &str,
    operators: &[OperatorRecord],
) -> Result<(), GrantError> {
    for operator in operators {
        let roles: Vec<&str> = operator
            .roles
            .iter()
            .map(|role| match role {
                Role::Registration => "registration",
                Role::Cashier => "cashier",
                Role::Office => "office",
            })
            .collect();
        transaction
            .execute(
                "INSERT INTO operator (id, centre, roles) VALUES ($1::text::uuid, $2, $3)
                 ON CONFLICT (id) DO UPDATE SET roles = excluded.roles",
                &[&operator.id.to_string(), &centre, &roles],
            )
            .await?;
    }
    Ok(())
}

/// Registers the device. True if exactly this grant was registered before.
async fn add_device(transaction: &Transaction<'_>, grant: &Provisioning, label: &str) -> Result<bool, GrantError> {
    let (dev, number) = (grant.dev.to_string(), i32::try_from(grant.device_number).unwrap_or(i32::MAX));
    let epoch = i64::from(grant.epoch);
    let known = transaction
        .query_opt("SELECT centre, number, epoch FROM device WHERE dev = $1", &[&dev])
        .await?
        .map(|row| (row.get::<_, String>(0), row.get::<_, i32>(1), row.get::<_, i64>(2)));
    if let Some((centre, known_number, known_epoch)) = known {
        let is_same = centre == grant.centre.code && known_number == number && known_epoch == epoch;
        return if is_same { Ok(true) } else { Err(GrantError::OtherGrant { dev, centre }) };
    }
    let row = transaction
        .query_opt(
            "INSERT INTO device (dev, centre, number, label, epoch, demonstration) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (centre, number) DO NOTHING RETURNING id",
            &[&dev, &grant.centre.code, &number, &label, &epoch, &grant.demonstration],
        )
        .await?;
    let Some(row) = row else {
        return Err(GrantError::NumberTaken { centre: grant.centre.code.clone(), number: grant.device_number });
    };
    let id: i32 = row.get(0);
    let zero = Hash::ZERO.as_bytes().as_slice();
    let chain = "INSERT INTO chain (device, epoch, hwm_hash) VALUES ($1, $2, $3)";
    transaction.execute(chain, &[&id, &epoch, &zero]).await?;
    transaction.execute("INSERT INTO judging (device, epoch) VALUES ($1, $2)", &[&id, &epoch]).await?;
    transaction.execute("INSERT INTO feed_head (device, hash) VALUES ($1, $2)", &[&id, &zero]).await?;
    Ok(false)
}

/// What a new device of a centre is granted.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// Code of the centre.
    pub centre: String,
    /// Where the device reaches this county.
    pub county_url: String,
    /// Who may work at the desk.
    pub operators: Vec<OperatorRecord>,
}

/// Grants a device what it needs to move money: registers it and signs its provisioning file.
pub async fn enrol(
    client: &mut Client,
    key: &CountyKey,
    request: &Signed,
    enrolment: Enrolment,
) -> Result<Signed, GrantError> {
    county::claim(client, key).await?;
    // The request is signed with the key that it names: a grant goes only to a key that exists.
    let asked: DeviceRequest = request.open(&request.key)?;
    if asked.dev != request.key {
        return Err(KeyError::OtherKey.into());
    }
    let transaction = client.transaction().await?;
    let centre = centre(&transaction, &enrolment.centre).await?;
    let sql = "SELECT coalesce(max(number), 0) + 1 FROM device WHERE centre = $1";
    let number: i32 = transaction.query_one(sql, &[&centre.code]).await?.get(0);
    let grant = Provisioning {
        demonstration: key.demonstration,
        centre,
        dev: asked.dev,
        device_number: u32::try_from(number).map_err(|_| DatabaseError::Value("device number"))?,
        epoch: 1,
        county_url: enrolment.county_url,
        county_key: key.public(),
        operators: enrolment.operators,
        packs: packs::bundles(&transaction).await?,
        roster: None,
    };
    if add_device(&transaction, &grant, &asked.label).await? {
        return Err(GrantError::OtherGrant { dev: grant.dev.to_string(), centre: grant.centre.code });
    }
    add_operators(&transaction, &grant.centre.code, &grant.operators).await?;
    transaction.commit().await?;
    Ok(key.sign(&grant)?)
}

async fn centre(transaction: &Transaction<'_>, code: &str) -> Result<Centre, GrantError> {
    // Locked, so that two devices that are enrolled at once do not get one number.
    let sql = "SELECT name_zh, name_en, tier, phone, area_code FROM centre WHERE code = $1 FOR UPDATE";
    let row = transaction.query_opt(sql, &[&code]).await?.ok_or_else(|| GrantError::NoCentre(code.to_owned()))?;
    Ok(Centre {
        code: code.to_owned(),
        name: Text::new(row.get::<_, String>(0), row.get::<_, String>(1)),
        tier: row.get(2),
        phone: row.get(3),
        area_code: row.get(4),
    })
}
