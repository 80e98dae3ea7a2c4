//! Unfinished sign-ins at the portal.

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::attempt::PortalAttempt;
use vestibule_identity::identity_center::ids::DirectoryUserId;

use crate::convert::{from_json, json, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "portal_attempts";

/// Writes where an attempt stands.
pub async fn put(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    attempt: &PortalAttempt,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.statement("INSERT INTO portal_attempts (token_hash, attempt, expires_at, user_id) VALUES (?, ?, ?, ?) ON CONFLICT (token_hash) DO UPDATE SET attempt = excluded.attempt, expires_at = excluded.expires_at, user_id = excluded.user_id")
        .bind(token_hash.as_slice())
        .bind(json(attempt)?)
        .bind(millis(expires_at))
        .bind(attempt.user().map(DirectoryUserId::as_str))
        .later()
        .await
}

/// Where an attempt stands, and until when.
pub async fn get(
    connection: &mut impl Reads,
    token_hash: &[u8; 32],
) -> Result<Option<(PortalAttempt, Timestamp)>, StoreError> {
    let row: Option<(String, i64)> =
        sqlx::query_as("SELECT attempt, expires_at FROM portal_attempts WHERE token_hash = ?1")
            .bind(token_hash.as_slice())
            .fetch_optional(connection.ready().await?)
            .await?;
    row.map(|(text, expires_at)| Ok((from_json(TABLE, &text)?, time(TABLE, expires_at)?)))
        .transpose()
}

/// Ends an attempt.
pub async fn delete(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.statement("DELETE FROM portal_attempts WHERE token_hash = ?")
        .bind(token_hash.as_slice())
        .later()
        .await
}

/// Forgets every attempt of a person.
pub async fn delete_of(tx: &mut Tx, user: &DirectoryUserId) -> Result<(), StoreError> {
    tx.statement("DELETE FROM portal_attempts WHERE user_id = ?")
        .bind(user.as_str())
        .later()
        .await
}

/// Forgets attempts left alone.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM portal_attempts WHERE expires_at <= ?")
        .bind(millis(now))
        .later()
        .await
}

/// Forgets every attempt.
pub async fn delete_all(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM portal_attempts")
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
