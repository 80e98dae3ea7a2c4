//! Groups of users.

use std::collections::HashMap;

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::ids::{GroupId, UserId};
use vestibule_identity::names::{AccountId, GroupName, UserName};

use crate::convert::{millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "groups";

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// `AGPA…`.
    pub id: GroupId,
    /// Its account.
    pub account: AccountId,
    /// Its name, unique in the account ignoring case.
    pub name: GroupName,
    /// When it was created.
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: String,
    account_id: String,
    name: String,
    created_at: i64,
}

impl Row {
    fn group(self) -> Result<GroupRow, StoreError> {
        Ok(GroupRow {
            id: GroupId::stored(self.id),
            account: name(TABLE, self.account_id)?,
            name: name(TABLE, self.name)?,
            created_at: time(TABLE, self.created_at)?,
        })
    }
}

/// Adds a group; [`StoreError::Conflict`] when the account has one of this name, ignoring case.
pub async fn insert(tx: &mut Tx, group: &GroupRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO groups (id, account_id, name, name_folded, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(group.id.as_str())
        .bind(group.account.as_str())
        .bind(group.name.as_str())
        .bind(group.name.folded())
        .bind(millis(group.created_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By name, ignoring case.
pub async fn by_name(
    connection: &mut impl Reads,
    account: &AccountId,
    group: &GroupName,
) -> Result<Option<GroupRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM groups WHERE account_id = ?1 AND name_folded = ?2")
        .bind(account.as_str())
        .bind(group.folded())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::group).transpose()
}

/// All groups of an account, in name order.
pub async fn of_account(connection: &mut impl Reads, account: &AccountId) -> Result<Vec<GroupRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM groups WHERE account_id = ?1 ORDER BY name_folded")
        .bind(account.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::group).collect()
}

/// The groups that a user is in, in name order.
pub async fn of_user(connection: &mut impl Reads, user: &UserId) -> Result<Vec<GroupRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT groups.* FROM group_members JOIN groups ON groups.id = group_id WHERE user_id = ?1 ORDER BY name_folded",
    )
    .bind(user.as_str())
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter().map(Row::group).collect()
}

/// The names of a group's users, in order.
pub async fn members(connection: &mut impl Reads, group: &GroupId) -> Result<Vec<UserName>, StoreError> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT users.name FROM group_members JOIN users ON users.id = user_id WHERE group_id = ?1 ORDER BY name_folded",
    )
    .bind(group.as_str())
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter().map(|(text,)| name(TABLE, text)).collect()
}

/// Puts a user into a group; says whether that changed anything.
pub async fn add_member(tx: &mut Tx, group: &GroupId, user: &UserId) -> Result<bool, StoreError> {
    let done = sqlx::query("INSERT OR IGNORE INTO group_members (group_id, user_id) VALUES (?1, ?2)")
        .bind(group.as_str())
        .bind(user.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a user out of a group; says whether they were in it.
pub async fn remove_member(tx: &mut Tx, group: &GroupId, user: &UserId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM group_members WHERE group_id = ?1 AND user_id = ?2")
        .bind(group.as_str())
        .bind(user.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// How many users each group of an account has, by the group's id; those without any are left out.
pub async fn sizes(connection: &mut impl Reads, account: &AccountId) -> Result<HashMap<String, u32>, StoreError> {
    let rows: Vec<(String, u32)> = sqlx::query_as(
        "SELECT group_id, count(*) FROM group_members JOIN groups ON groups.id = group_id WHERE account_id = ?1 GROUP BY group_id",
    )
    .bind(account.as_str())
    .fetch_all(connection.ready().await?)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Renames a group; [`StoreError::Conflict`] when the account has another one of this name, ignoring case.
pub async fn rename(tx: &mut Tx, group: &GroupId, to: &GroupName) -> Result<(), StoreError> {
    sqlx::query("UPDATE groups SET name = ?2, name_folded = ?3 WHERE id = ?1")
        .bind(group.as_str())
        .bind(to.as_str())
        .bind(to.folded())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes a group with its policies.
pub async fn delete(tx: &mut Tx, group: &GroupId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM groups WHERE id = ?1")
        .bind(group.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
