//! Failure counters, under a keyed hash of the credential's name. Names are as they were typed, and people type passwords
//! into the wrong box: a hash that anybody can compute would tell them to whoever has the file.

use hmac::Mac as _;
use vestibule_identity::Timestamp;
use vestibule_identity::lockout::Throttle;

use crate::convert::{from_json, json};
use crate::mac::MacKey;
use crate::{Connection, Reads, StoreError, Tx};

/// The key of the counter of a credential with this name.
pub(crate) fn counter_of(names: &MacKey, name: &[u8]) -> [u8; 32] {
    names.of(name).finalize().into_bytes().into()
}

/// Keys the counters of a store from before there was a key.
pub(crate) async fn key_older(connection: &mut Connection, names: &MacKey) -> Result<(), StoreError> {
    let is_older: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'unkeyed_throttles')")
            .fetch_one(&mut *connection)
            .await?;
    if !is_older {
        return Ok(());
    }
    let older: Vec<(Vec<u8>, String)> = sqlx::query_as("SELECT key, throttle FROM unkeyed_throttles")
        .fetch_all(&mut *connection)
        .await?;
    for (name, throttle) in older {
        sqlx::query("INSERT INTO throttles (key, throttle) VALUES (?1, ?2)")
            .bind(counter_of(names, &name).as_slice())
            .bind(throttle)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("DROP TABLE unkeyed_throttles")
        .execute(&mut *connection)
        .await?;
    Ok(())
}

/// A counter.
pub async fn get(connection: &mut impl Reads, name: &[u8; 32]) -> Result<Option<Throttle>, StoreError> {
    let key = connection.counter_of(name);
    let row: Option<String> = sqlx::query_scalar("SELECT throttle FROM throttles WHERE key = ?1")
        .bind(key.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|text| from_json("throttles", &text)).transpose()
}

/// Writes a counter.
pub async fn put(tx: &mut Tx, name: &[u8; 32], throttle: &Throttle) -> Result<(), StoreError> {
    let key = tx.counter_of(name);
    tx.statement("INSERT INTO throttles (key, throttle) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET throttle = excluded.throttle")
        .bind(key.as_slice())
        .bind(json(throttle)?)
        .later()
        .await
}

/// Forgets a counter.
pub async fn delete(tx: &mut Tx, name: &[u8; 32]) -> Result<(), StoreError> {
    let key = tx.counter_of(name);
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
