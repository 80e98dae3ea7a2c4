//! IAM users.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::ids::UserId;
use vestibule_identity::names::{AccountId, UserName};
use vestibule_identity::user::IamUser;

use crate::convert::{maybe_time, millis, name, time};
use crate::login_profiles::password_row;
use crate::{PasswordRow, Reads, StoreError, Tx};

const TABLE: &str = "users";

#[derive(FromRow)]
pub(crate) struct Row {
    id: String,
    account_id: String,
    name: String,
    created_at: i64,
    password_last_used: Option<i64>,
}

impl Row {
    pub(crate) fn user(self) -> Result<IamUser, StoreError> {
        Ok(IamUser {
            id: UserId::stored(self.id),
            account: name(TABLE, self.account_id)?,
            name: name(TABLE, self.name)?,
            created_at: time(TABLE, self.created_at)?,
            password_last_used: maybe_time(TABLE, self.password_last_used)?,
        })
    }
}

#[derive(FromRow)]
struct PageRow {
    #[sqlx(flatten)]
    user: Row,
    phc: Option<String>,
    profile_created_at: Option<i64>,
    changed_at: Option<i64>,
    reset_required: Option<bool>,
}

/// A user with the console password, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The user.
    pub user: IamUser,
    /// The console password.
    pub password: Option<PasswordRow>,
}

/// Adds a user; [`StoreError::Conflict`] when the account has one of this name, ignoring case.
pub async fn insert(tx: &mut Tx, user: &IamUser) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO users (id, account_id, name, name_folded, created_at, password_last_used) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(user.id.as_str())
        .bind(user.account.as_str())
        .bind(user.name.as_str())
        .bind(user.name.folded())
        .bind(millis(user.created_at))
        .bind(user.password_last_used.map(millis))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By name, ignoring case.
pub async fn by_name(
    connection: &mut impl Reads,
    account: &AccountId,
    user_name: &UserName,
) -> Result<Option<IamUser>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM users WHERE account_id = ?1 AND name_folded = ?2")
        .bind(account.as_str())
        .bind(user_name.folded())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::user).transpose()
}

/// By id.
pub async fn by_id(connection: &mut impl Reads, id: &UserId) -> Result<Option<IamUser>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM users WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::user).transpose()
}

/// Users in name order: those whose name begins with `prefix`, after the folded name `after`.
pub async fn page(
    connection: &mut impl Reads,
    account: &AccountId,
    prefix: Option<&str>,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<UserRow>, StoreError> {
    let prefix = prefix.unwrap_or_default().to_ascii_lowercase();
    // The first text after every text with this prefix, and one lower bound: the index then serves the whole search.
    let end = format!("{prefix}\u{10ffff}");
    let start = match after {
        Some(after) if after >= prefix.as_str() => format!("{after}\0"),
        _ => prefix,
    };
    let rows: Vec<PageRow> = sqlx::query_as(
        "SELECT users.*, phc, login_profiles.created_at AS profile_created_at, changed_at, reset_required FROM users LEFT JOIN login_profiles ON user_id = users.id WHERE account_id = ?1 AND name_folded >= ?2 AND name_folded < ?3 ORDER BY name_folded LIMIT ?4",
    )
    .bind(account.as_str())
    .bind(start)
    .bind(end)
    .bind(limit)
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter()
        .map(|row| {
            let password = match (row.phc, row.profile_created_at, row.changed_at, row.reset_required) {
                (Some(phc), Some(created), Some(changed), Some(reset)) => {
                    Some(password_row(TABLE, (phc, created, changed, reset))?)
                }
                _ => None,
            };
            Ok(UserRow {
                user: row.user.user()?,
                password,
            })
        })
        .collect()
}

/// Notes when the password was last used.
pub async fn set_password_last_used(tx: &mut Tx, id: &UserId, used: Timestamp) -> Result<(), StoreError> {
    tx.statement("UPDATE users SET password_last_used = ? WHERE id = ?")
        .bind(millis(used))
        .bind(id.as_str())
        .later()
        .await
}

/// Deletes a user with password and history.
pub async fn delete(tx: &mut Tx, id: &UserId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM users WHERE id = ?1")
        .bind(id.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
