//! Second factors of users and root users. A row without `enabled_at` is a virtual device that nobody has proved yet.

use std::collections::BTreeSet;

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::ids::UserId;
use vestibule_identity::mfa::totp::TotpState;
use vestibule_identity::mfa::{DeviceOwner, MfaKind};
use vestibule_identity::names::{AccountId, DeviceName};
use vestibule_identity::principal::Principal;

use crate::convert::{from_json, json, maybe_time, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "mfa_devices";

/// What a device proves itself with.
#[derive(Clone, PartialEq, Eq)]
pub enum MfaSecret {
    /// A sealed seed and what is known of the device's clock; no clock before the device is enabled.
    Totp {
        /// The seed, sealed for the device's serial number.
        sealed: Vec<u8>,
        /// The device's clock.
        state: Option<TotpState>,
    },
    /// A public key.
    Passkey {
        /// The credential id, unique among all users.
        credential_id: Vec<u8>,
        /// The key with its counter, JSON.
        credential: String,
    },
}

impl std::fmt::Debug for MfaSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Totp { .. } => "Totp",
            Self::Passkey { .. } => "Passkey",
        })
    }
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MfaDeviceRow {
    /// Opaque id.
    pub id: Uuid,
    /// Whose it is.
    pub owner: DeviceOwner,
    /// Its kind.
    pub kind: MfaKind,
    /// Its name.
    pub name: DeviceName,
    /// ARN or serial number, unique ignoring case.
    pub serial: String,
    /// What it proves itself with.
    pub secret: MfaSecret,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was assigned; `None` while it is not.
    pub enabled_at: Option<Timestamp>,
}

#[derive(FromRow)]
pub(crate) struct Row {
    id: Uuid,
    account_id: Option<String>,
    user_id: Option<String>,
    directory_user_id: Option<String>,
    kind: String,
    name: String,
    serial: String,
    sealed: Option<Vec<u8>>,
    totp: Option<String>,
    credential_id: Option<Vec<u8>>,
    credential: Option<String>,
    created_at: i64,
    enabled_at: Option<i64>,
}

impl Row {
    pub(crate) fn device(self) -> Result<MfaDeviceRow, StoreError> {
        let secret = match (self.sealed, self.credential_id, self.credential) {
            (Some(sealed), None, None) => MfaSecret::Totp {
                sealed,
                state: self.totp.map(|text| from_json(TABLE, &text)).transpose()?,
            },
            (None, Some(credential_id), Some(credential)) => MfaSecret::Passkey {
                credential_id,
                credential,
            },
            _ => return Err(StoreError::Row { table: TABLE }),
        };
        let owner = match (self.account_id, self.user_id, self.directory_user_id) {
            (Some(account), None, None) => DeviceOwner::Root(name(TABLE, account)?),
            (Some(account), Some(user), None) => DeviceOwner::IamUser {
                account: name(TABLE, account)?,
                user: UserId::stored(user),
            },
            (None, None, Some(user)) => DeviceOwner::DirectoryUser(DirectoryUserId::stored(user)),
            _ => return Err(StoreError::Row { table: TABLE }),
        };
        Ok(MfaDeviceRow {
            id: self.id,
            owner,
            kind: from_json(TABLE, &self.kind)?,
            name: name(TABLE, self.name)?,
            serial: self.serial,
            secret,
            created_at: time(TABLE, self.created_at)?,
            enabled_at: maybe_time(TABLE, self.enabled_at)?,
        })
    }
}

/// An owner as the table has it: account, IAM user, person of the identity store.
fn columns(owner: &DeviceOwner) -> (Option<&str>, Option<&str>, Option<&str>) {
    match owner {
        DeviceOwner::Root(account) => (Some(account.as_str()), None, None),
        DeviceOwner::IamUser { account, user } => (Some(account.as_str()), Some(user.as_str()), None),
        DeviceOwner::DirectoryUser(user) => (None, None, Some(user.as_str())),
    }
}

/// The form in which serial numbers are compared.
#[must_use]
pub fn folded(serial: &str) -> String {
    serial.to_ascii_lowercase()
}

/// Adds a device; [`StoreError::Conflict`] when its serial number or credential id is taken.
pub async fn insert(tx: &mut Tx, device: &MfaDeviceRow) -> Result<(), StoreError> {
    let (sealed, totp, credential_id, credential) = match &device.secret {
        MfaSecret::Totp { sealed, state } => (Some(sealed), state.map(|state| json(&state)).transpose()?, None, None),
        MfaSecret::Passkey {
            credential_id,
            credential,
        } => (None, None, Some(credential_id), Some(credential)),
    };
    let (account, user, directory_user) = columns(&device.owner);
    sqlx::query("INSERT INTO mfa_devices (id, account_id, user_id, directory_user_id, kind, name, serial, serial_folded, sealed, totp, credential_id, credential, created_at, enabled_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")
        .bind(device.id)
        .bind(account)
        .bind(user)
        .bind(directory_user)
        .bind(json(&device.kind)?)
        .bind(device.name.as_str())
        .bind(&device.serial)
        .bind(folded(&device.serial))
        .bind(sealed)
        .bind(totp)
        .bind(credential_id)
        .bind(credential)
        .bind(millis(device.created_at))
        .bind(device.enabled_at.map(millis))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Devices of a principal, assigned or not, oldest first; a role has none.
pub async fn of_principal(connection: &mut impl Reads, owner: &Principal) -> Result<Vec<MfaDeviceRow>, StoreError> {
    match DeviceOwner::of(owner) {
        Some(owner) => of_owner(connection, &owner).await,
        None => Ok(Vec::new()),
    }
}

/// Devices of an owner, assigned or not, oldest first.
pub async fn of_owner(connection: &mut impl Reads, owner: &DeviceOwner) -> Result<Vec<MfaDeviceRow>, StoreError> {
    let (account, user, directory_user) = columns(owner);
    let rows: Vec<Row> = match directory_user {
        Some(person) => {
            sqlx::query_as("SELECT * FROM mfa_devices WHERE directory_user_id = ?1 ORDER BY created_at, name, id")
                .bind(person)
                .fetch_all(connection.ready().await?)
                .await?
        }
        None => {
            sqlx::query_as(
                "SELECT * FROM mfa_devices WHERE account_id = ?1 AND user_id IS ?2 ORDER BY created_at, name, id",
            )
            .bind(account)
            .bind(user)
            .fetch_all(connection.ready().await?)
            .await?
        }
    };
    rows.into_iter().map(Row::device).collect()
}

/// By serial number, ignoring case.
pub async fn by_serial(connection: &mut impl Reads, serial: &str) -> Result<Option<MfaDeviceRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM mfa_devices WHERE serial_folded = ?1")
        .bind(folded(serial))
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::device).transpose()
}

/// Writes what is known of a device's clock; a device that is written the first time is thereby assigned.
pub async fn set_totp(
    tx: &mut Tx,
    id: Uuid,
    state: &TotpState,
    enabled_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.statement("UPDATE mfa_devices SET totp = ?, enabled_at = coalesce(?, enabled_at) WHERE id = ?")
        .bind(json(state)?)
        .bind(enabled_at.map(millis))
        .bind(id)
        .later()
        .await
}

/// Writes a key's new counter.
pub async fn set_credential(tx: &mut Tx, id: Uuid, credential: &str) -> Result<(), StoreError> {
    tx.statement("UPDATE mfa_devices SET credential = ? WHERE id = ?")
        .bind(credential.to_owned())
        .bind(id)
        .later()
        .await
}

/// Gives a device another name.
pub async fn rename(tx: &mut Tx, id: Uuid, name: &DeviceName) -> Result<(), StoreError> {
    tx.statement("UPDATE mfa_devices SET name = ? WHERE id = ?")
        .bind(name.as_str())
        .bind(id)
        .later()
        .await
}

/// Deletes a device.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM mfa_devices WHERE id = ?1")
        .bind(id)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// What is known of every device's clock, with the device's id and serial number.
pub async fn all_totp(connection: &mut impl Reads) -> Result<Vec<(Uuid, String, TotpState)>, StoreError> {
    let rows: Vec<(Uuid, String, String)> =
        sqlx::query_as("SELECT id, serial, totp FROM mfa_devices WHERE totp IS NOT NULL")
            .fetch_all(connection.ready().await?)
            .await?;
    rows.into_iter()
        .map(|(id, serial, text)| Ok((id, serial, from_json(TABLE, &text)?)))
        .collect()
}

/// Changes what is known of every device's clock.
pub async fn map_all_totp(tx: &mut Tx, change: impl Fn(TotpState) -> TotpState) -> Result<(), StoreError> {
    for (id, _, state) in all_totp(tx).await? {
        set_totp(tx, id, &change(state), None).await?;
    }
    Ok(())
}

/// The users of an account who have an assigned device, by id; the root user's is empty.
pub async fn owners(connection: &mut impl Reads, account: &AccountId) -> Result<BTreeSet<String>, StoreError> {
    let rows: Vec<(Option<String>,)> =
        sqlx::query_as("SELECT DISTINCT user_id FROM mfa_devices WHERE account_id = ?1 AND enabled_at IS NOT NULL")
            .bind(account.as_str())
            .fetch_all(connection.ready().await?)
            .await?;
    Ok(rows.into_iter().map(|(id,)| id.unwrap_or_default()).collect())
}
