//! Calls that ring: which sign-in attempt each is for.

use vestibule_identity::Timestamp;

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

/// Notes a call; the attempt's earlier calls ring no more.
pub async fn put(
    tx: &mut Tx,
    call_hash: &[u8; 32],
    attempt_hash: &[u8; 32],
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM phone_calls WHERE attempt_hash = ?1")
        .bind(attempt_hash.as_slice())
        .execute(tx.ready().await?)
        .await?;
    sqlx::query("INSERT INTO phone_calls (call_hash, attempt_hash, expires_at) VALUES (?1, ?2, ?3)")
        .bind(call_hash.as_slice())
        .bind(attempt_hash.as_slice())
        .bind(millis(expires_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Takes a call away, answered or not: the attempt it is for, and until when it rang.
pub async fn take(tx: &mut Tx, call_hash: &[u8; 32]) -> Result<Option<([u8; 32], Timestamp)>, StoreError> {
    let row: Option<(Vec<u8>, i64)> =
        sqlx::query_as("DELETE FROM phone_calls WHERE call_hash = ?1 RETURNING attempt_hash, expires_at")
            .bind(call_hash.as_slice())
            .fetch_optional(tx.ready().await?)
            .await?;
    row.map(|(attempt, expires_at)| {
        let attempt = attempt
            .try_into()
            .map_err(|_| StoreError::Row { table: "phone_calls" })?;
        Ok((attempt, time("phone_calls", expires_at)?))
    })
    .transpose()
}

/// Forgets every call.
pub async fn delete_all(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM phone_calls")
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
