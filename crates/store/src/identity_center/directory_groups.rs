//! The groups of the identity store.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId};
use vestibule_identity::identity_center::names::DirectoryGroupName;

use crate::convert::{millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "directory_groups";

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryGroupRow {
    /// Opaque id.
    pub id: DirectoryGroupId,
    /// Unique ignoring case.
    pub name: DirectoryGroupName,
    /// What it is for.
    pub description: String,
    /// The id that a provisioning system gave.
    pub external_id: Option<String>,
    /// `manual`, or `scim`.
    pub created_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When something about it changed.
    pub updated_at: Timestamp,
}

#[derive(FromRow)]
pub(crate) struct Row {
    id: String,
    name: String,
    description: String,
    external_id: Option<String>,
    created_by: String,
    created_at: i64,
    updated_at: i64,
}

impl Row {
    pub(crate) fn group(self) -> Result<DirectoryGroupRow, StoreError> {
        Ok(DirectoryGroupRow {
            id: DirectoryGroupId::stored(self.id),
            name: name(TABLE, self.name)?,
            description: self.description,
            external_id: self.external_id,
            created_by: self.created_by,
            created_at: time(TABLE, self.created_at)?,
            updated_at: time(TABLE, self.updated_at)?,
        })
    }
}

/// Adds a group; [`StoreError::Conflict`] when the name is taken.
pub async fn insert(tx: &mut Tx, group: &DirectoryGroupRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO directory_groups (id, name, name_folded, description, external_id, created_by, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(group.id.as_str())
        .bind(group.name.as_str())
        .bind(group.name.folded())
        .bind(&group.description)
        .bind(&group.external_id)
        .bind(&group.created_by)
        .bind(millis(group.created_at))
        .bind(millis(group.updated_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By id.
pub async fn by_id(
    connection: &mut impl Reads,
    id: &DirectoryGroupId,
) -> Result<Option<DirectoryGroupRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM directory_groups WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::group).transpose()
}

/// By name, ignoring case.
pub async fn by_name(
    connection: &mut impl Reads,
    name: &DirectoryGroupName,
) -> Result<Option<DirectoryGroupRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM directory_groups WHERE name_folded = ?1")
        .bind(name.folded())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::group).transpose()
}

/// By the id that a provisioning system gave.
pub async fn by_external_id(
    connection: &mut impl Reads,
    external_id: &str,
) -> Result<Option<DirectoryGroupRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM directory_groups WHERE external_id = ?1")
        .bind(external_id)
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::group).transpose()
}

/// How many people are in a group.
pub async fn count_members(connection: &mut impl Reads, group: &DirectoryGroupId) -> Result<u32, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT count(*) FROM directory_memberships WHERE group_id = ?1")
            .bind(group.as_str())
            .fetch_one(connection.ready().await?)
            .await?,
    )
}

/// Whether a person is in a group.
pub async fn has_member(
    connection: &mut impl Reads,
    group: &DirectoryGroupId,
    user: &DirectoryUserId,
) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM directory_memberships WHERE group_id = ?1 AND user_id = ?2)")
            .bind(group.as_str())
            .bind(user.as_str())
            .fetch_one(connection.ready().await?)
            .await?,
    )
}

/// Puts a person into a group; `false` when they are in it.
pub async fn add_member(
    tx: &mut Tx,
    group: &DirectoryGroupId,
    user: &DirectoryUserId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let done =
        sqlx::query("INSERT OR IGNORE INTO directory_memberships (group_id, user_id, added_at) VALUES (?1, ?2, ?3)")
            .bind(group.as_str())
            .bind(user.as_str())
            .bind(millis(at))
            .execute(tx.ready().await?)
            .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a person out of a group; `false` when they were not in it.
pub async fn remove_member(tx: &mut Tx, group: &DirectoryGroupId, user: &DirectoryUserId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM directory_memberships WHERE group_id = ?1 AND user_id = ?2")
        .bind(group.as_str())
        .bind(user.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// The groups of a person, in name order.
pub async fn of_user(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
) -> Result<Vec<DirectoryGroupRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT directory_groups.* FROM directory_memberships JOIN directory_groups ON id = group_id WHERE user_id = ?1 ORDER BY name_folded")
        .bind(user.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::group).collect()
}

/// How many groups there are.
pub async fn count(connection: &mut impl Reads) -> Result<u32, StoreError> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM directory_groups")
        .fetch_one(connection.ready().await?)
        .await?)
}

/// Writes name and description; [`StoreError::Conflict`] when the name is taken.
pub async fn update(tx: &mut Tx, group: &DirectoryGroupRow) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE directory_groups SET name = ?2, name_folded = ?3, description = ?4, updated_at = ?5 WHERE id = ?1",
    )
    .bind(group.id.as_str())
    .bind(group.name.as_str())
    .bind(group.name.folded())
    .bind(&group.description)
    .bind(millis(group.updated_at))
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}

/// What a provisioning system may change: the name, its own id, and who looks after the group. [`StoreError::Conflict`] when
/// one is taken.
pub async fn provision(tx: &mut Tx, group: &DirectoryGroupRow) -> Result<(), StoreError> {
    update(tx, group).await?;
    sqlx::query("UPDATE directory_groups SET external_id = ?2, created_by = ?3 WHERE id = ?1")
        .bind(group.id.as_str())
        .bind(&group.external_id)
        .bind(&group.created_by)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes a group with its memberships and assignments.
pub async fn delete(tx: &mut Tx, id: &DirectoryGroupId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM directory_groups WHERE id = ?1")
        .bind(id.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
