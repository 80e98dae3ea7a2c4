//! Long-term access keys of users and root users.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::ids::{AccessKeyId, UserId};
use vestibule_identity::names::AccountId;

use crate::convert::{maybe_time, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "access_keys";

/// A key. The secret is sealed: a signature can only be checked by who knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessKeyRow {
    /// `AKIA…`.
    pub id: AccessKeyId,
    /// The owner's account.
    pub account: AccountId,
    /// The owner; `None` for the root user.
    pub user: Option<UserId>,
    /// The secret, sealed for the id.
    pub sealed: Vec<u8>,
    /// Whether it may be used.
    pub is_active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was made, activated or deactivated last.
    pub changed_at: Timestamp,
    /// Its last use: when, of which service, in which region.
    pub last_used: Option<KeyUse>,
}

/// The last use of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// When.
    pub at: Timestamp,
    /// The service's namespace, for example `s3`.
    pub service: String,
    /// Where.
    pub region: String,
}

impl std::fmt::Debug for AccessKeyRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AccessKeyRow")
            .field("id", &self.id)
            .field("is_active", &self.is_active)
            .finish_non_exhaustive()
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    account_id: String,
    user_id: Option<String>,
    sealed: Vec<u8>,
    is_active: bool,
    created_at: i64,
    changed_at: i64,
    last_used_at: Option<i64>,
    last_used_service: Option<String>,
    last_used_region: Option<String>,
}

impl Row {
    fn key(self) -> Result<AccessKeyRow, StoreError> {
        let at = maybe_time(TABLE, self.last_used_at)?;
        let last_used = match (at, self.last_used_service, self.last_used_region) {
            (Some(at), Some(service), Some(region)) => Some(KeyUse { at, service, region }),
            _ => None,
        };
        Ok(AccessKeyRow {
            id: AccessKeyId::stored(self.id),
            account: name(TABLE, self.account_id)?,
            user: self.user_id.map(UserId::stored),
            sealed: self.sealed,
            is_active: self.is_active,
            created_at: time(TABLE, self.created_at)?,
            changed_at: time(TABLE, self.changed_at)?,
            last_used,
        })
    }
}

/// Adds a key.
pub async fn insert(tx: &mut Tx, key: &AccessKeyRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO access_keys (id, account_id, user_id, sealed, is_active, created_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(key.id.as_str())
        .bind(key.account.as_str())
        .bind(key.user.as_ref().map(UserId::as_str))
        .bind(&key.sealed)
        .bind(key.is_active)
        .bind(millis(key.created_at))
        .bind(millis(key.changed_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// The keys of a user, or of the account's root user, oldest first.
pub async fn of_owner(
    connection: &mut impl Reads,
    account: &AccountId,
    user: Option<&UserId>,
) -> Result<Vec<AccessKeyRow>, StoreError> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT * FROM access_keys WHERE account_id = ?1 AND user_id IS ?2 ORDER BY created_at, id")
            .bind(account.as_str())
            .bind(user.map(UserId::as_str))
            .fetch_all(connection.ready().await?)
            .await?;
    rows.into_iter().map(Row::key).collect()
}

/// By its id.
pub async fn by_id(connection: &mut impl Reads, id: &AccessKeyId) -> Result<Option<AccessKeyRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM access_keys WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::key).transpose()
}

/// Every key of an account, oldest first.
pub async fn of_account(connection: &mut impl Reads, account: &AccountId) -> Result<Vec<AccessKeyRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM access_keys WHERE account_id = ?1 ORDER BY created_at, id")
        .bind(account.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::key).collect()
}

/// Activates or deactivates a key.
pub async fn set_active(tx: &mut Tx, id: &AccessKeyId, is_active: bool, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE access_keys SET is_active = ?2, changed_at = ?3 WHERE id = ?1")
        .bind(id.as_str())
        .bind(is_active)
        .bind(millis(at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Notes a use.
pub async fn set_last_used(tx: &mut Tx, id: &AccessKeyId, used: &KeyUse) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE access_keys SET last_used_at = ?2, last_used_service = ?3, last_used_region = ?4 WHERE id = ?1",
    )
    .bind(id.as_str())
    .bind(millis(used.at))
    .bind(&used.service)
    .bind(&used.region)
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}

/// Deletes a key.
pub async fn delete(tx: &mut Tx, id: &AccessKeyId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM access_keys WHERE id = ?1")
        .bind(id.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
