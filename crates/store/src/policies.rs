//! Managed policies with their versions, what is attached to whom, inline policies, and permissions boundaries.
//!
//! An owner is a user, a group or a role, by unique id.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::ids::{PolicyId, policy_arn};
use vestibule_identity::names::{AccountId, Path, PolicyName};

use crate::convert::{millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "managed_policies";

/// A managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRow {
    /// `ANPA…`.
    pub id: PolicyId,
    /// Its account; none for AWS's own.
    pub account: Option<AccountId>,
    /// Where it stands.
    pub path: Path,
    /// Its name, unique in the account ignoring case.
    pub name: PolicyName,
    /// What it is for.
    pub description: String,
    /// The version that counts, from 1.
    pub default_version: i64,
    /// The newest version; numbers are never used twice.
    pub latest_version: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its default version last changed.
    pub updated_at: Timestamp,
}

impl PolicyRow {
    /// The policy's ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        policy_arn(self.account.as_ref(), &self.path, &self.name)
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    account_id: Option<String>,
    path: String,
    name: String,
    description: String,
    default_version: i64,
    latest_version: i64,
    created_at: i64,
    updated_at: i64,
}

impl Row {
    fn policy(self) -> Result<PolicyRow, StoreError> {
        Ok(PolicyRow {
            id: PolicyId::stored(self.id),
            account: self.account_id.map(|id| name(TABLE, id)).transpose()?,
            path: name(TABLE, self.path)?,
            name: name(TABLE, self.name)?,
            description: self.description,
            default_version: self.default_version,
            latest_version: self.latest_version,
            created_at: time(TABLE, self.created_at)?,
            updated_at: time(TABLE, self.updated_at)?,
        })
    }
}

/// Adds a policy with its first version; [`StoreError::Conflict`] when the account has one of this name, ignoring case.
pub async fn insert(tx: &mut Tx, policy: &PolicyRow, document: &str) -> Result<(), StoreError> {
    let arn = policy.arn();
    sqlx::query("INSERT INTO managed_policies (arn, id, account_id, path, name, name_folded, description, default_version, latest_version, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        .bind(&arn)
        .bind(policy.id.as_str())
        .bind(policy.account.as_ref().map(AccountId::as_str))
        .bind(policy.path.as_str())
        .bind(policy.name.as_str())
        .bind(policy.name.folded())
        .bind(&policy.description)
        .bind(policy.default_version)
        .bind(policy.latest_version)
        .bind(millis(policy.created_at))
        .bind(millis(policy.updated_at))
        .execute(tx.ready().await?)
        .await?;
    add_version(tx, &arn, policy.default_version, document, policy.created_at).await
}

async fn add_version(tx: &mut Tx, arn: &str, version: i64, document: &str, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO policy_versions (arn, version, document, created_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(arn)
        .bind(version)
        .bind(document)
        .bind(millis(at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By ARN.
pub async fn by_arn(connection: &mut impl Reads, arn: &str) -> Result<Option<PolicyRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM managed_policies WHERE arn = ?1")
        .bind(arn)
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::policy).transpose()
}

/// AWS's policies and the account's own, in name order.
pub async fn of_account(connection: &mut impl Reads, account: &AccountId) -> Result<Vec<PolicyRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT * FROM managed_policies WHERE account_id = ?1 OR account_id IS NULL ORDER BY name_folded",
    )
    .bind(account.as_str())
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter().map(Row::policy).collect()
}

/// The text of a version.
pub async fn document(connection: &mut impl Reads, arn: &str, version: i64) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = sqlx::query_as("SELECT document FROM policy_versions WHERE arn = ?1 AND version = ?2")
        .bind(arn)
        .bind(version)
        .fetch_optional(connection.ready().await?)
        .await?;
    Ok(row.map(|(text,)| text))
}

/// Attaches a policy; says whether it was not attached before.
pub async fn attach(tx: &mut Tx, owner: &str, arn: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("INSERT OR IGNORE INTO attached_policies (owner, policy_arn) VALUES (?1, ?2)")
        .bind(owner)
        .bind(arn)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Detaches a policy; says whether it was attached.
pub async fn detach(tx: &mut Tx, owner: &str, arn: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM attached_policies WHERE owner = ?1 AND policy_arn = ?2")
        .bind(owner)
        .bind(arn)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// The policies attached to an owner, in name order.
pub async fn attached_to(connection: &mut impl Reads, owner: &str) -> Result<Vec<PolicyRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT managed_policies.* FROM attached_policies JOIN managed_policies ON arn = policy_arn WHERE owner = ?1 ORDER BY name_folded",
    )
    .bind(owner)
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter().map(Row::policy).collect()
}

/// Sets an inline policy.
pub async fn put_inline(tx: &mut Tx, owner: &str, policy: &PolicyName, document: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO inline_policies (owner, name, document) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET document = ?3")
        .bind(owner)
        .bind(policy.as_str())
        .bind(document)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes an inline policy; says whether there was one.
pub async fn delete_inline(tx: &mut Tx, owner: &str, policy: &PolicyName) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM inline_policies WHERE owner = ?1 AND name = ?2")
        .bind(owner)
        .bind(policy.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// An owner's inline policies, in name order: name and document.
pub async fn inline_of(connection: &mut impl Reads, owner: &str) -> Result<Vec<(PolicyName, String)>, StoreError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT name, document FROM inline_policies WHERE owner = ?1 ORDER BY name")
            .bind(owner)
            .fetch_all(connection.ready().await?)
            .await?;
    rows.into_iter()
        .map(|(text, document)| Ok((name("inline_policies", text)?, document)))
        .collect()
}

/// The text of an inline policy.
pub async fn inline(
    connection: &mut impl Reads,
    owner: &str,
    policy: &PolicyName,
) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = sqlx::query_as("SELECT document FROM inline_policies WHERE owner = ?1 AND name = ?2")
        .bind(owner)
        .bind(policy.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    Ok(row.map(|(document,)| document))
}

/// Sets or removes a permissions boundary.
pub async fn set_boundary(tx: &mut Tx, owner: &str, arn: Option<&str>) -> Result<(), StoreError> {
    let query = match arn {
        Some(arn) => sqlx::query(
            "INSERT INTO permissions_boundaries (owner, policy_arn) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET policy_arn = ?2",
        )
        .bind(owner)
        .bind(arn),
        None => sqlx::query("DELETE FROM permissions_boundaries WHERE owner = ?1").bind(owner),
    };
    query.execute(tx.ready().await?).await?;
    Ok(())
}

/// An owner's permissions boundary.
pub async fn boundary_of(connection: &mut impl Reads, owner: &str) -> Result<Option<PolicyRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT managed_policies.* FROM permissions_boundaries JOIN managed_policies ON arn = policy_arn WHERE owner = ?1",
    )
    .bind(owner)
    .fetch_optional(connection.ready().await?)
    .await?;
    row.map(Row::policy).transpose()
}
