//! Permission sets.

use std::time::Duration;

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_identity::identity_center::names::PermissionSetName;

use super::Page;
use crate::convert::{millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "permission_sets";

/// A permission set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionSetRow {
    /// `ps-…`.
    pub id: PermissionSetId,
    /// Unique ignoring case.
    pub name: PermissionSetName,
    /// What it is for.
    pub description: String,
    /// How long a session lasts, 1 to 12 hours.
    pub session: Duration,
    /// Where the console opens; empty for console home.
    pub relay_state: String,
    /// Its inline policy.
    pub inline_policy: Option<String>,
    /// Its boundary: an AWS policy's ARN, or path and name of one that each account has.
    pub boundary: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed.
    pub updated_at: Timestamp,
}

#[derive(FromRow)]
pub(crate) struct Row {
    id: String,
    name: String,
    description: String,
    session_seconds: i64,
    relay_state: String,
    inline_policy: Option<String>,
    boundary: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl Row {
    pub(crate) fn set(self) -> Result<PermissionSetRow, StoreError> {
        Ok(PermissionSetRow {
            id: PermissionSetId::stored(self.id),
            name: name(TABLE, self.name)?,
            description: self.description,
            session: Duration::from_secs(u64::try_from(self.session_seconds).unwrap_or_default()),
            relay_state: self.relay_state,
            inline_policy: self.inline_policy,
            boundary: self.boundary,
            created_at: time(TABLE, self.created_at)?,
            updated_at: time(TABLE, self.updated_at)?,
        })
    }
}

/// Adds a permission set; [`StoreError::Conflict`] when the name is taken.
pub async fn insert(tx: &mut Tx, set: &PermissionSetRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO permission_sets (id, name, name_folded, description, session_seconds, relay_state, inline_policy, boundary, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
        .bind(set.id.as_str())
        .bind(set.name.as_str())
        .bind(set.name.folded())
        .bind(&set.description)
        .bind(i64::try_from(set.session.as_secs()).unwrap_or(i64::MAX))
        .bind(&set.relay_state)
        .bind(&set.inline_policy)
        .bind(&set.boundary)
        .bind(millis(set.created_at))
        .bind(millis(set.updated_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By id.
pub async fn by_id(connection: &mut impl Reads, id: &PermissionSetId) -> Result<Option<PermissionSetRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM permission_sets WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::set).transpose()
}

/// By name, ignoring case.
pub async fn by_name(
    connection: &mut impl Reads,
    set: &PermissionSetName,
) -> Result<Option<PermissionSetRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM permission_sets WHERE name_folded = ?1")
        .bind(set.folded())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::set).transpose()
}

/// Attaches a policy: an AWS policy's ARN, or path and name of one that each account has. `false` when it is attached.
pub async fn attach(tx: &mut Tx, set: &PermissionSetId, policy: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("INSERT OR IGNORE INTO permission_set_policies (permission_set_id, policy) VALUES (?1, ?2)")
        .bind(set.as_str())
        .bind(policy)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// What is attached.
pub async fn attached(connection: &mut impl Reads, set: &PermissionSetId) -> Result<Vec<String>, StoreError> {
    let rows =
        sqlx::query_scalar("SELECT policy FROM permission_set_policies WHERE permission_set_id = ?1 ORDER BY policy")
            .bind(set.as_str())
            .fetch_all(connection.ready().await?)
            .await?;
    Ok(rows)
}

/// A permission set in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSet {
    /// The set.
    pub set: PermissionSetRow,
    /// How many accounts it is provisioned in.
    pub accounts: u32,
    /// In how many of them it is not what it is now.
    pub outdated: u32,
}

#[derive(FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    set: Row,
    accounts: u32,
    outdated: u32,
}

/// A page of the sets in name order, and how many there are.
pub async fn page(connection: &mut impl Reads, page: &Page) -> Result<(Vec<ListedSet>, u32), StoreError> {
    let total = sqlx::query_scalar("SELECT COUNT(*) FROM permission_sets WHERE ?1 = '' OR instr(name_folded, ?1) > 0")
        .bind(page.folded())
        .fetch_one(connection.ready().await?)
        .await?;
    let rows: Vec<ListedRow> = sqlx::query_as("SELECT *, (SELECT COUNT(*) FROM provisioned_roles WHERE permission_set_id = permission_sets.id) AS accounts, (SELECT COUNT(*) FROM provisioned_roles WHERE permission_set_id = permission_sets.id AND provisioned_roles.outdated) AS outdated FROM permission_sets WHERE ?1 = '' OR instr(name_folded, ?1) > 0 ORDER BY name_folded LIMIT ?2 OFFSET ?3")
        .bind(page.folded())
        .bind(page.size)
        .bind(page.from)
        .fetch_all(connection.ready().await?)
        .await?;
    let sets = rows.into_iter().map(|row| {
        Ok(ListedSet {
            set: row.set.set()?,
            accounts: row.accounts,
            outdated: row.outdated,
        })
    });
    Ok((sets.collect::<Result<_, StoreError>>()?, total))
}

/// How many there are.
pub async fn count(connection: &mut impl Reads) -> Result<usize, StoreError> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM permission_sets")
        .fetch_one(connection.ready().await?)
        .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Writes everything but the name, which stays.
pub async fn update(tx: &mut Tx, set: &PermissionSetRow) -> Result<(), StoreError> {
    sqlx::query("UPDATE permission_sets SET description = ?2, session_seconds = ?3, relay_state = ?4, inline_policy = ?5, boundary = ?6, updated_at = ?7 WHERE id = ?1")
        .bind(set.id.as_str())
        .bind(&set.description)
        .bind(i64::try_from(set.session.as_secs()).unwrap_or(i64::MAX))
        .bind(&set.relay_state)
        .bind(&set.inline_policy)
        .bind(&set.boundary)
        .bind(millis(set.updated_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Detaches a policy; `false` when it was not attached.
pub async fn detach(tx: &mut Tx, set: &PermissionSetId, policy: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM permission_set_policies WHERE permission_set_id = ?1 AND policy = ?2")
        .bind(set.as_str())
        .bind(policy)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes a set that nobody has.
pub async fn delete(tx: &mut Tx, set: &PermissionSetId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM permission_sets WHERE id = ?1")
        .bind(set.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// A set with how many accounts it is provisioned in.
pub async fn listed(connection: &mut impl Reads, set: PermissionSetRow) -> Result<ListedSet, StoreError> {
    let (accounts, outdated): (u32, Option<u32>) =
        sqlx::query_as("SELECT COUNT(*), SUM(outdated) FROM provisioned_roles WHERE permission_set_id = ?1")
            .bind(set.id.as_str())
            .fetch_one(connection.ready().await?)
            .await?;
    Ok(ListedSet {
        set,
        accounts,
        outdated: outdated.unwrap_or(0),
    })
}
