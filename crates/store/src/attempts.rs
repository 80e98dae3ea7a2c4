//! Unfinished sign-ins.

use vestibule_identity::Timestamp;
use vestibule_identity::principal::Principal;
use vestibule_identity::sign_in::Attempt;

use crate::convert::{from_json, json, millis, time};
use crate::{Reads, StoreError, Tx};

/// Writes where an attempt stands.
pub async fn put(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    attempt: &Attempt,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.statement("INSERT INTO attempts (token_hash, attempt, expires_at, owner) VALUES (?, ?, ?, ?) ON CONFLICT (token_hash) DO UPDATE SET attempt = excluded.attempt, expires_at = excluded.expires_at, owner = excluded.owner")
        .bind(token_hash.as_slice())
        .bind(json(attempt)?)
        .bind(millis(expires_at))
        .bind(attempt.password_given_by())
        .later()
        .await
}

/// Where an attempt stands, and until when.
pub async fn get(
    connection: &mut impl Reads,
    token_hash: &[u8; 32],
) -> Result<Option<(Attempt, Timestamp)>, StoreError> {
    let row: Option<(String, i64)> = sqlx::query_as("SELECT attempt, expires_at FROM attempts WHERE token_hash = ?1")
        .bind(token_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|(text, expires_at)| Ok((from_json("attempts", &text)?, time("attempts", expires_at)?)))
        .transpose()
}

/// Takes an attempt away: of two takers one gets it.
pub async fn take(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<Option<Attempt>, StoreError> {
    let row: Option<String> = sqlx::query_scalar("DELETE FROM attempts WHERE token_hash = ?1 RETURNING attempt")
        .bind(token_hash.as_slice())
        .fetch_optional(tx.ready().await?)
        .await?;
    row.map(|text| from_json("attempts", &text)).transpose()
}

/// Ends an attempt that was read in this transaction.
pub async fn delete(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.statement("DELETE FROM attempts WHERE token_hash = ?")
        .bind(token_hash.as_slice())
        .later()
        .await
}

/// Forgets every attempt in which this principal's password was given.
pub async fn delete_of(tx: &mut Tx, principal: &Principal) -> Result<(), StoreError> {
    let owner = principal
        .key()
        .unwrap_or_else(|| principal.account().as_str().to_owned());
    sqlx::query("DELETE FROM attempts WHERE owner = ?1")
        .bind(owner)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Forgets attempts left alone.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM attempts WHERE expires_at <= ?")
        .bind(millis(now))
        .later()
        .await
}

/// Forgets every attempt.
pub async fn delete_all(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM attempts").execute(tx.ready().await?).await?;
    Ok(())
}
