//! Sign-ins of devices.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::oauth::device::DeviceFlow;

use crate::convert::{from_json, json, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "oauth_devices";

/// A device's sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// SHA-256 of the device's code.
    pub device_hash: [u8; 32],
    /// Keyed hash of the code that a person types.
    pub user_hash: [u8; 32],
    /// Whose.
    pub client: String,
    /// Where it stands.
    pub flow: DeviceFlow,
    /// When it began.
    pub issued_at: Timestamp,
    /// Until when it may be finished.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    device_hash: Vec<u8>,
    user_hash: Vec<u8>,
    client_id: String,
    flow: String,
    issued_at: i64,
    expires_at: i64,
}

fn hash(bytes: Vec<u8>) -> Result<[u8; 32], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Row { table: TABLE })
}

impl Row {
    fn device(self) -> Result<DeviceRow, StoreError> {
        Ok(DeviceRow {
            device_hash: hash(self.device_hash)?,
            user_hash: hash(self.user_hash)?,
            client: self.client_id,
            flow: from_json(TABLE, &self.flow)?,
            issued_at: time(TABLE, self.issued_at)?,
            expires_at: time(TABLE, self.expires_at)?,
        })
    }
}

/// Begins a device's sign-in.
pub async fn insert(tx: &mut Tx, device: &DeviceRow) -> Result<(), StoreError> {
    tx.statement("INSERT INTO oauth_devices (device_hash, user_hash, client_id, flow, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(device.device_hash.to_vec())
        .bind(device.user_hash.to_vec())
        .bind(device.client.clone())
        .bind(json(&device.flow)?)
        .bind(millis(device.issued_at))
        .bind(millis(device.expires_at))
        .later()
        .await
}

/// By the device's code.
pub async fn get(connection: &mut impl Reads, device_hash: &[u8; 32]) -> Result<Option<DeviceRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM oauth_devices WHERE device_hash = ?1")
        .bind(device_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::device).transpose()
}

/// By the code that a person typed.
pub async fn by_user_code(connection: &mut impl Reads, user_hash: &[u8; 32]) -> Result<Option<DeviceRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM oauth_devices WHERE user_hash = ?1")
        .bind(user_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::device).transpose()
}

/// Where it stands now.
pub async fn set_flow(tx: &mut Tx, device_hash: &[u8; 32], flow: &DeviceFlow) -> Result<(), StoreError> {
    tx.statement("UPDATE oauth_devices SET flow = ? WHERE device_hash = ?")
        .bind(json(flow)?)
        .bind(device_hash.to_vec())
        .later()
        .await
}
