//! Failure counters, keyed by a hash of the credential's name.

use vestibule_identity::Timestamp;
use vestibule_identity::lockout::Throttle;

use crate::convert::{from_json, json};
use crate::{Reads, StoreError, Tx};

/// A counter.
pub async fn get(connection: &mut impl Reads, key: &[u8; 32]) -> Result<Option<Throttle>, StoreError> {
    let row: Option<String> = sqlx::query_scalar("SELECT throttle FROM throttles WHERE key = ?1")
        .bind(key.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|text| from_json("throttles", &text)).transpose()
}

/// Writes a counter.
pub async fn put(tx: &mut Tx, key: &[u8; 32], throttle: &Throttle) -> Result<(), StoreError> {
    tx.statement("INSERT INTO throttles (key, throttle) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET throttle = excluded.throttle")
        .bind(key.as_slice())
        .bind(json(throttle)?)
        .later()
        .await
}

/// Forgets a counter.
pub async fn delete(tx: &mut Tx, key: &[u8; 32]) -> Result<(), StoreError> {
    tx.statement("DELETE FROM throttles WHERE key = ?")
        .bind(key.as_slice())
        .later()
        .await
}

/// After the clock was moved back.
pub async fn re_anchor_all(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    let rows: Vec<(Vec<u8>, String)> = sqlx::query_as("SELECT key, throttle FROM throttles")
        .fetch_all(tx.ready().await?)
        .await?;
    for (key, text) in rows {
        let throttle: Throttle = from_json("throttles", &text)?;
        sqlx::query("UPDATE throttles SET throttle = ?2 WHERE key = ?1")
            .bind(key)
            .bind(json(&throttle.re_anchor(now))?)
            .execute(tx.ready().await?)
            .await?;
    }
    Ok(())
}
