//! Roles.

use std::time::Duration;

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::ids::{RoleId, role_arn};
use vestibule_identity::names::{AccountId, Path, RoleName};

use crate::convert::{maybe_time, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "roles";

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// `AROA…`.
    pub id: RoleId,
    /// Its account.
    pub account: AccountId,
    /// Where it stands.
    pub path: Path,
    /// Its name, unique in the account ignoring case.
    pub name: RoleName,
    /// What it is for.
    pub description: String,
    /// Who may assume it.
    pub trust_policy: String,
    /// The longest session.
    pub max_session: Duration,
    /// When it was created.
    pub created_at: Timestamp,
    /// When a session of it was last used.
    pub last_used_at: Option<Timestamp>,
}

impl RoleRow {
    /// The role's ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        role_arn(&self.account, &self.path, &self.name)
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    account_id: String,
    path: String,
    name: String,
    description: String,
    trust_policy: String,
    max_session_seconds: i64,
    created_at: i64,
    last_used_at: Option<i64>,
}

impl Row {
    fn role(self) -> Result<RoleRow, StoreError> {
        Ok(RoleRow {
            id: RoleId::stored(self.id),
            account: name(TABLE, self.account_id)?,
            path: name(TABLE, self.path)?,
            name: name(TABLE, self.name)?,
            description: self.description,
            trust_policy: self.trust_policy,
            max_session: Duration::from_secs(u64::try_from(self.max_session_seconds).unwrap_or_default()),
            created_at: time(TABLE, self.created_at)?,
            last_used_at: maybe_time(TABLE, self.last_used_at)?,
        })
    }
}

/// Adds a role; [`StoreError::Conflict`] when the account has one of this name, ignoring case.
pub async fn insert(tx: &mut Tx, role: &RoleRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO roles (id, account_id, path, name, name_folded, description, trust_policy, max_session_seconds, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        .bind(role.id.as_str())
        .bind(role.account.as_str())
        .bind(role.path.as_str())
        .bind(role.name.as_str())
        .bind(role.name.folded())
        .bind(&role.description)
        .bind(&role.trust_policy)
        .bind(i64::try_from(role.max_session.as_secs()).unwrap_or(i64::MAX))
        .bind(millis(role.created_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By name, ignoring case.
pub async fn by_name(
    connection: &mut impl Reads,
    account: &AccountId,
    role: &RoleName,
) -> Result<Option<RoleRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM roles WHERE account_id = ?1 AND name_folded = ?2")
        .bind(account.as_str())
        .bind(role.folded())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::role).transpose()
}

/// By id.
pub async fn by_id(connection: &mut impl Reads, id: &RoleId) -> Result<Option<RoleRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM roles WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::role).transpose()
}

/// All roles of an account, in name order.
pub async fn of_account(connection: &mut impl Reads, account: &AccountId) -> Result<Vec<RoleRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM roles WHERE account_id = ?1 ORDER BY name_folded")
        .bind(account.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::role).collect()
}

/// Notes that a session of it was used.
pub async fn touch(tx: &mut Tx, id: &RoleId, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE roles SET last_used_at = ?2 WHERE id = ?1")
        .bind(id.as_str())
        .bind(millis(now))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Writes description, trust policy and longest session.
pub async fn update(tx: &mut Tx, role: &RoleRow) -> Result<(), StoreError> {
    sqlx::query("UPDATE roles SET description = ?2, trust_policy = ?3, max_session_seconds = ?4 WHERE id = ?1")
        .bind(role.id.as_str())
        .bind(&role.description)
        .bind(&role.trust_policy)
        .bind(i64::try_from(role.max_session.as_secs()).unwrap_or(i64::MAX))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes a role with what is attached to it.
pub async fn delete(tx: &mut Tx, id: &RoleId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM roles WHERE id = ?1")
        .bind(id.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
