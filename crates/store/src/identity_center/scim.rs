//! Automatic provisioning: the tenant, its access tokens, and what is kept of people for it alone.

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{DirectoryUserId, InstanceId};

use crate::convert::{maybe_time, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "scim_tokens";

/// The tenant: who provisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimTenantRow {
    /// It is part of the endpoint's address.
    pub id: String,
    /// Since when.
    pub created_at: Timestamp,
}

/// An access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimTokenRow {
    /// Names it for an administrator, and in records.
    pub id: Uuid,
    /// Whose.
    pub tenant: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct TokenRow {
    id: Uuid,
    tenant_id: String,
    created_at: i64,
    expires_at: i64,
    last_used_at: Option<i64>,
}

impl TokenRow {
    fn token(self) -> Result<ScimTokenRow, StoreError> {
        Ok(ScimTokenRow {
            id: self.id,
            tenant: self.tenant_id,
            created_at: time(TABLE, self.created_at)?,
            expires_at: time(TABLE, self.expires_at)?,
            last_used_at: maybe_time(TABLE, self.last_used_at)?,
        })
    }
}

/// The tenant, while provisioning is on.
pub async fn tenant(connection: &mut impl Reads) -> Result<Option<ScimTenantRow>, StoreError> {
    let row: Option<(String, i64)> = sqlx::query_as("SELECT id, created_at FROM scim_tenants")
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|(id, created_at)| {
        Ok(ScimTenantRow {
            id,
            created_at: time("scim_tenants", created_at)?,
        })
    })
    .transpose()
}

/// Turns provisioning on; [`StoreError::Conflict`] when it is.
pub async fn insert_tenant(tx: &mut Tx, instance: &InstanceId, tenant: &ScimTenantRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO scim_tenants (id, instance_id, created_at) VALUES (?1, ?2, ?3)")
        .bind(&tenant.id)
        .bind(instance.as_str())
        .bind(millis(tenant.created_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Turns provisioning off; every token goes.
pub async fn delete_tenant(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM scim_tenants")
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Adds a token, of which only the hash is kept.
pub async fn insert_token(tx: &mut Tx, token: &ScimTokenRow, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO scim_tokens (id, token_hash, tenant_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )
    .bind(token.id)
    .bind(token_hash.as_slice())
    .bind(&token.tenant)
    .bind(millis(token.created_at))
    .bind(millis(token.expires_at))
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}

/// Every token, oldest first.
pub async fn tokens(connection: &mut impl Reads) -> Result<Vec<ScimTokenRow>, StoreError> {
    let rows: Vec<TokenRow> = sqlx::query_as(
        "SELECT id, tenant_id, created_at, expires_at, last_used_at FROM scim_tokens ORDER BY created_at, id",
    )
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter().map(TokenRow::token).collect()
}

/// By its hash.
pub async fn token(connection: &mut impl Reads, token_hash: &[u8; 32]) -> Result<Option<ScimTokenRow>, StoreError> {
    let row: Option<TokenRow> = sqlx::query_as(
        "SELECT id, tenant_id, created_at, expires_at, last_used_at FROM scim_tokens WHERE token_hash = ?1",
    )
    .bind(token_hash.as_slice())
    .fetch_optional(connection.ready().await?)
    .await?;
    row.map(TokenRow::token).transpose()
}

/// Notes that it was used.
pub async fn touch(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("UPDATE scim_tokens SET last_used_at = ? WHERE id = ?")
        .bind(millis(now))
        .bind(id)
        .later()
        .await
}

/// Deletes a token; `false` when there is none of this id.
pub async fn delete_token(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM scim_tokens WHERE id = ?1")
        .bind(id)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends every token, whatever the clock will say: the store went back in time, and one that was deleted may be back.
pub async fn expire_everyones(tx: &mut Tx) -> Result<(), StoreError> {
    tx.statement("UPDATE scim_tokens SET expires_at = created_at")
        .later()
        .await
}

/// Forgets tokens that were made after `now`: the clock was moved back.
pub async fn delete_future(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM scim_tokens WHERE created_at > ?")
        .bind(millis(now))
        .later()
        .await
}

/// What is kept of a person for provisioning alone, in JSON.
pub async fn profile(connection: &mut impl Reads, user: &DirectoryUserId) -> Result<Option<String>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT profile FROM scim_profiles WHERE user_id = ?1")
            .bind(user.as_str())
            .fetch_optional(connection.ready().await?)
            .await?,
    )
}

/// Writes it.
pub async fn set_profile(tx: &mut Tx, user: &DirectoryUserId, profile: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO scim_profiles (user_id, profile) VALUES (?1, ?2) ON CONFLICT (user_id) DO UPDATE SET profile = excluded.profile")
        .bind(user.as_str())
        .bind(profile)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
