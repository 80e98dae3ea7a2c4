//! "This is a trusted device": which person trusts which browser, and the address that it was at. Several people may
//! trust one browser. The browser's token is known only by its hash.

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryUserId;

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "trusted_browsers";

/// Notes that a person trusts a browser at this address; another address replaces the one before.
pub async fn put(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    user: &DirectoryUserId,
    source_ip: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.statement("INSERT INTO trusted_browsers (token_hash, user_id, source_ip, trusted_at) VALUES (?, ?, ?, ?) ON CONFLICT (token_hash, user_id) DO UPDATE SET source_ip = excluded.source_ip, trusted_at = excluded.trusted_at")
        .bind(token_hash.as_slice())
        .bind(user.as_str())
        .bind(source_ip)
        .bind(millis(now))
        .later()
        .await
}

/// The address at which a person trusted a browser, and when.
pub async fn get(
    connection: &mut impl Reads,
    token_hash: &[u8; 32],
    user: &DirectoryUserId,
) -> Result<Option<(String, Timestamp)>, StoreError> {
    let row: Option<(String, i64)> =
        sqlx::query_as("SELECT source_ip, trusted_at FROM trusted_browsers WHERE token_hash = ?1 AND user_id = ?2")
            .bind(token_hash.as_slice())
            .bind(user.as_str())
            .fetch_optional(connection.ready().await?)
            .await?;
    row.map(|(source_ip, at)| Ok((source_ip, time(TABLE, at)?))).transpose()
}

/// Whether anybody trusts this browser: its token was handed out here.
pub async fn is_known(connection: &mut impl Reads, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT 1 FROM trusted_browsers WHERE token_hash = ?1 LIMIT 1")
        .bind(token_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    Ok(found.is_some())
}
