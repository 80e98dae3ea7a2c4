//! What people allowed clients.

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;

use crate::convert::{maybe_time, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "oauth_grants";

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    /// Its id.
    pub id: Uuid,
    /// To whom.
    pub client: String,
    /// The portal session that it stands on.
    pub session: Uuid,
    /// When it was given.
    pub begun_at: Timestamp,
    /// When the portal session ends by itself.
    pub ends_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    client_id: String,
    session_id: Uuid,
    begun_at: i64,
    ends_at: i64,
    revoked_at: Option<i64>,
}

/// Adds a grant.
pub async fn insert(tx: &mut Tx, grant: &GrantRow) -> Result<(), StoreError> {
    tx.statement(
        "INSERT INTO oauth_grants (id, client_id, session_id, begun_at, ends_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(grant.id)
    .bind(grant.client.clone())
    .bind(grant.session)
    .bind(millis(grant.begun_at))
    .bind(millis(grant.ends_at))
    .bind(grant.revoked_at.map(millis))
    .later()
    .await
}

/// By id, revoked or not.
pub async fn by_id(connection: &mut impl Reads, id: Uuid) -> Result<Option<GrantRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM oauth_grants WHERE id = ?1")
        .bind(id)
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|row| {
        Ok(GrantRow {
            id: row.id,
            client: row.client_id,
            session: row.session_id,
            begun_at: time(TABLE, row.begun_at)?,
            ends_at: time(TABLE, row.ends_at)?,
            revoked_at: maybe_time(TABLE, row.revoked_at)?,
        })
    })
    .transpose()
}

/// Takes a grant back, and with it all of its tokens.
pub async fn revoke(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("UPDATE oauth_grants SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
        .bind(millis(now))
        .bind(id)
        .later()
        .await
}
