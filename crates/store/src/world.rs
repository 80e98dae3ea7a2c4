//! The world row and the settings.

use uuid::Uuid;
use vestibule_identity::Timestamp;

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

/// The world this store holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldRow {
    /// Changes with every new world.
    pub id: Uuid,
    /// When it was made.
    pub created_at: Timestamp,
    /// Cost of its password hashes, as JSON.
    pub hash_cost: String,
}

/// The world, if one was made.
pub async fn get(connection: &mut impl Reads) -> Result<Option<WorldRow>, StoreError> {
    let row: Option<(Uuid, i64, String)> = sqlx::query_as("SELECT id, created_at, hash_cost FROM world")
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|(id, created_at, hash_cost)| {
        Ok(WorldRow {
            id,
            created_at: time("world", created_at)?,
            hash_cost,
        })
    })
    .transpose()
}

/// Writes the world row of an empty store.
pub async fn create(tx: &mut Tx, row: &WorldRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO world (id, created_at, hash_cost) VALUES (?1, ?2, ?3)")
        .bind(row.id)
        .bind(millis(row.created_at))
        .bind(&row.hash_cost)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes every row of every table.
pub async fn wipe(tx: &mut Tx) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM world",
        "DELETE FROM settings",
        "DELETE FROM throttles",
        "DELETE FROM attempts",
        "DELETE FROM sessions",
        "DELETE FROM remembered_accounts",
        "DELETE FROM events",
        "DELETE FROM outbox",
        "DELETE FROM identity_center",
        "DELETE FROM assignments",
        "DELETE FROM permission_sets",
        "DELETE FROM provisioning_requests",
        "DELETE FROM directory_groups",
        "DELETE FROM directory_users",
        "DELETE FROM applications",
        "DELETE FROM role_credentials",
        "DELETE FROM temporary_credentials",
        "DELETE FROM portal_attempts",
        "DELETE FROM sign_in_tokens",
        "DELETE FROM oauth_clients",
        "DELETE FROM organization",
        "DELETE FROM control_attachments",
        "DELETE FROM control_policies",
        "DELETE FROM attached_policies",
        "DELETE FROM permissions_boundaries",
        "DELETE FROM inline_policies",
        "DELETE FROM accounts",
        "DELETE FROM organizational_units",
        "DELETE FROM managed_policies",
        "DELETE FROM tags",
        "DELETE FROM totp_used_steps",
        "DELETE FROM hardware_tokens",
        "DELETE FROM phone_calls",
        "DELETE FROM saml_assertions",
    ] {
        sqlx::query(statement).execute(tx.ready().await?).await?;
    }
    Ok(())
}

/// A setting.
pub async fn setting(connection: &mut impl Reads, name: &str) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar("SELECT value FROM settings WHERE name = ?1")
        .bind(name)
        .fetch_optional(connection.ready().await?)
        .await?)
}

/// Writes a setting.
pub async fn set_setting(tx: &mut Tx, name: &str, value: &str) -> Result<(), StoreError> {
    tx.statement(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .later()
    .await
}
