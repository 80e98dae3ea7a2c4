//! Sign-in tokens of the federation endpoint, by hash. What they begin is the caller's, in JSON.

use vestibule_identity::Timestamp;

use crate::convert::{millis, time};
use crate::{Reads as _, StoreError, Tx};

/// Keeps a token.
pub async fn insert(tx: &mut Tx, token_hash: &[u8; 32], entry: &str, expires_at: Timestamp) -> Result<(), StoreError> {
    tx.statement("INSERT INTO sign_in_tokens (token_hash, entry, expires_at) VALUES (?, ?, ?)")
        .bind(token_hash.as_slice())
        .bind(entry.to_owned())
        .bind(millis(expires_at))
        .later()
        .await
}

/// Takes a token away: of two takers one gets it. With it goes every other whose time is over.
pub async fn take(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(String, Timestamp)>, StoreError> {
    let row: Option<(String, i64)> =
        sqlx::query_as("DELETE FROM sign_in_tokens WHERE token_hash = ?1 RETURNING entry, expires_at")
            .bind(token_hash.as_slice())
            .fetch_optional(tx.ready().await?)
            .await?;
    tx.statement("DELETE FROM sign_in_tokens WHERE expires_at <= ?")
        .bind(millis(now))
        .later()
        .await?;
    row.map(|(entry, expires_at)| Ok((entry, time("sign_in_tokens", expires_at)?)))
        .transpose()
}

/// Forgets tokens that last beyond `latest`: the clock was moved back since they were issued.
pub async fn delete_future(tx: &mut Tx, latest: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM sign_in_tokens WHERE expires_at > ?")
        .bind(millis(latest))
        .later()
        .await
}

/// Forgets every token.
pub async fn delete_all(tx: &mut Tx) -> Result<(), StoreError> {
    tx.statement("DELETE FROM sign_in_tokens").later().await
}
