//! The people of the identity store.

use std::collections::BTreeMap;

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_identity::names::EmailAddress;

use crate::convert::{from_json, json, maybe_time, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "directory_users";

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryUserRow {
    /// Opaque id.
    pub id: DirectoryUserId,
    /// Unique ignoring case; only a provisioning system changes it.
    pub user_name: DirectoryUserName,
    /// What lists show.
    pub display_name: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// Primary address, unique ignoring case.
    pub email: EmailAddress,
    /// Whether the address was verified by a link or code.
    pub email_verified: bool,
    /// Whether the person may sign in.
    pub enabled: bool,
    /// Further attributes (`department`, `costCenter`, …), for access control.
    pub attributes: BTreeMap<String, String>,
    /// The id that a provisioning system gave.
    pub external_id: Option<String>,
    /// `manual`, or `scim`.
    pub created_by: String,
    /// When the person was added.
    pub created_at: Timestamp,
    /// When something about the person changed.
    pub updated_at: Timestamp,
    /// When the person first signed in; an invitation is pending before.
    pub signed_in_at: Option<Timestamp>,
}

#[derive(FromRow)]
pub(crate) struct Row {
    id: String,
    user_name: String,
    display_name: String,
    given_name: String,
    family_name: String,
    email: String,
    email_verified: bool,
    enabled: bool,
    attributes: String,
    external_id: Option<String>,
    created_by: String,
    created_at: i64,
    updated_at: i64,
    signed_in_at: Option<i64>,
}

impl Row {
    pub(crate) fn user(self) -> Result<DirectoryUserRow, StoreError> {
        Ok(DirectoryUserRow {
            id: DirectoryUserId::stored(self.id),
            user_name: name(TABLE, self.user_name)?,
            display_name: self.display_name,
            given_name: self.given_name,
            family_name: self.family_name,
            email: name(TABLE, self.email)?,
            email_verified: self.email_verified,
            enabled: self.enabled,
            attributes: from_json(TABLE, &self.attributes)?,
            external_id: self.external_id,
            created_by: self.created_by,
            created_at: time(TABLE, self.created_at)?,
            updated_at: time(TABLE, self.updated_at)?,
            signed_in_at: maybe_time(TABLE, self.signed_in_at)?,
        })
    }
}

/// Adds a person; [`StoreError::Conflict`] when user name or address is taken.
pub async fn insert(tx: &mut Tx, user: &DirectoryUserRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO directory_users (id, user_name, user_name_folded, display_name, display_folded, given_name, family_name, email, email_folded, email_verified, enabled, attributes, external_id, created_by, created_at, updated_at, signed_in_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)")
        .bind(user.id.as_str())
        .bind(user.user_name.as_str())
        .bind(user.user_name.folded())
        .bind(&user.display_name)
        .bind(user.display_name.to_lowercase())
        .bind(&user.given_name)
        .bind(&user.family_name)
        .bind(user.email.as_str())
        .bind(user.email.folded())
        .bind(user.email_verified)
        .bind(user.enabled)
        .bind(json(&user.attributes)?)
        .bind(&user.external_id)
        .bind(&user.created_by)
        .bind(millis(user.created_at))
        .bind(millis(user.updated_at))
        .bind(user.signed_in_at.map(millis))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By user name, ignoring case.
pub async fn by_user_name(
    connection: &mut impl Reads,
    user_name: &DirectoryUserName,
) -> Result<Option<DirectoryUserRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM directory_users WHERE user_name_folded = ?1")
        .bind(user_name.folded())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::user).transpose()
}

/// By address, ignoring case.
pub async fn by_email(
    connection: &mut impl Reads,
    email: &EmailAddress,
) -> Result<Option<DirectoryUserRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM directory_users WHERE email_folded = ?1")
        .bind(email.folded())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::user).transpose()
}

/// By the id that a provisioning system gave.
pub async fn by_external_id(
    connection: &mut impl Reads,
    external_id: &str,
) -> Result<Option<DirectoryUserRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM directory_users WHERE external_id = ?1")
        .bind(external_id)
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::user).transpose()
}

/// By id.
pub async fn by_id(connection: &mut impl Reads, id: &DirectoryUserId) -> Result<Option<DirectoryUserRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM directory_users WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::user).transpose()
}

/// Notes a first sign-in.
pub async fn set_signed_in(tx: &mut Tx, id: &DirectoryUserId, at: Timestamp) -> Result<(), StoreError> {
    tx.statement("UPDATE directory_users SET signed_in_at = coalesce(signed_in_at, ?) WHERE id = ?")
        .bind(millis(at))
        .bind(id.as_str())
        .later()
        .await
}

/// The address was verified.
pub async fn set_email_verified(tx: &mut Tx, id: &DirectoryUserId) -> Result<(), StoreError> {
    tx.statement("UPDATE directory_users SET email_verified = 1 WHERE id = ?")
        .bind(id.as_str())
        .later()
        .await
}

/// How many people there are.
pub async fn count(connection: &mut impl Reads) -> Result<u32, StoreError> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM directory_users")
        .fetch_one(connection.ready().await?)
        .await?)
}

/// Writes what can be changed of a person; [`StoreError::Conflict`] when the address is taken.
pub async fn update(tx: &mut Tx, user: &DirectoryUserRow) -> Result<(), StoreError> {
    sqlx::query("UPDATE directory_users SET display_name = ?2, display_folded = ?3, given_name = ?4, family_name = ?5, email = ?6, email_folded = ?7, email_verified = ?8, enabled = ?9, attributes = ?10, updated_at = ?11 WHERE id = ?1")
        .bind(user.id.as_str())
        .bind(&user.display_name)
        .bind(user.display_name.to_lowercase())
        .bind(&user.given_name)
        .bind(&user.family_name)
        .bind(user.email.as_str())
        .bind(user.email.folded())
        .bind(user.email_verified)
        .bind(user.enabled)
        .bind(json(&user.attributes)?)
        .bind(millis(user.updated_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// What a provisioning system may change besides: user name, its own id, and who looks after the person.
/// [`StoreError::Conflict`] when one is taken.
pub async fn provision(tx: &mut Tx, user: &DirectoryUserRow) -> Result<(), StoreError> {
    update(tx, user).await?;
    sqlx::query(
        "UPDATE directory_users SET user_name = ?2, user_name_folded = ?3, external_id = ?4, created_by = ?5 WHERE id = ?1",
    )
    .bind(user.id.as_str())
    .bind(user.user_name.as_str())
    .bind(user.user_name.folded())
    .bind(&user.external_id)
    .bind(&user.created_by)
    .execute(tx.ready().await?)
    .await?;
    // Members are listed by name.
    sqlx::query("UPDATE directory_memberships SET member_folded = ?2 WHERE user_id = ?1")
        .bind(user.id.as_str())
        .bind(user.user_name.folded())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes a person with everything that is theirs: password, devices, sessions, memberships, assignments.
pub async fn delete(tx: &mut Tx, id: &DirectoryUserId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM directory_users WHERE id = ?1")
        .bind(id.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
