//! Sealed parcels on their way to people.

use crate::{Reads, StoreError, Tx};

/// Adds a parcel; says its number.
pub async fn push(tx: &mut Tx, kind: &str, sealed: &[u8]) -> Result<i64, StoreError> {
    let done = sqlx::query("INSERT INTO outbox (kind, sealed) VALUES (?1, ?2)")
        .bind(kind)
        .bind(sealed)
        .execute(tx.ready().await?)
        .await?;
    tx.end.parcels = true;
    Ok(done.last_insert_rowid())
}

/// What waits, oldest first.
pub async fn pending(connection: &mut impl Reads) -> Result<Vec<(i64, String, Vec<u8>)>, StoreError> {
    Ok(
        sqlx::query_as("SELECT number, kind, sealed FROM outbox ORDER BY number")
            .fetch_all(connection.ready().await?)
            .await?,
    )
}

/// This parcel was handed over, and so were all before it.
pub async fn delete_through(tx: &mut Tx, number: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM outbox WHERE number <= ?1")
        .bind(number)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// More parcels than are ever sent between a copy of the store and its return.
const GAP: i64 = 1 << 32;

/// Leaves out numbers that may have been given to parcels which this store does not remember: whoever receives parcels
/// takes a number once.
pub async fn leave_gap(tx: &mut Tx) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE sqlite_sequence SET seq = seq + ?1 WHERE name = 'outbox'")
        .bind(GAP)
        .execute(tx.ready().await?)
        .await?;
    if done.rows_affected() == 0 {
        sqlx::query("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?1)")
            .bind(GAP)
            .execute(tx.ready().await?)
            .await?;
    }
    Ok(())
}
