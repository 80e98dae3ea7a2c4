//! Failure counters, keyed by a hash of the credential's name.

use vestibule_identity::Timestamp;
use vestibule_identity::lockout::Throttle;

use crate::convert::{from_json, json};
use crate::{Connection, StoreError, Tx};

/// A counter.
pub async fn get(connection: &mut Connection, key: &[u8; 32]) -> Result<Option<Throttle>, StoreError> {
    let row: Option<String> = sqlx::query_scalar("SELECT throttle FROM throttles WHERE key = ?1")
        .bind(key.as_slice())
        .fetch_optional(connection)
        .await?;
    row.map(|text| from_json("throttles", &text)).transpose()
}

/// Writes a counter.
pub async fn put(tx: &mut Tx, key: &[u8; 32], throttle: &Throttle) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO throttles (key, throttle) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET throttle = ?2")
        .bind(key.as_slice())
        .bind(json(throttle)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Forgets a counter.
pub async fn delete(tx: &mut Tx, key: &[u8; 32]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM throttles WHERE key = ?1")
        .bind(key.as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// After the clock was moved back.
pub async fn re_anchor_all(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    let rows: Vec<(Vec<u8>, String)> = sqlx::query_as("SELECT key, throttle FROM throttles")
        .fetch_all(&mut **tx)
        .await?;
    for (key, text) in rows {
        let throttle: Throttle = from_json("throttles", &text)?;
        sqlx::query("UPDATE throttles SET throttle = ?2 WHERE key = ?1")
            .bind(key)
            .bind(json(&throttle.re_anchor(now))?)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
