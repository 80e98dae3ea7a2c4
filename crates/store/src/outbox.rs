//! Sealed parcels on their way to people.

use crate::{Connection, StoreError, Tx};

/// Adds a parcel; says its number.
pub async fn push(tx: &mut Tx, kind: &str, sealed: &[u8]) -> Result<i64, StoreError> {
    let done = sqlx::query("INSERT INTO outbox (kind, sealed) VALUES (?1, ?2)")
        .bind(kind)
        .bind(sealed)
        .execute(&mut **tx)
        .await?;
    Ok(done.last_insert_rowid())
}

/// What waits, oldest first.
pub async fn pending(connection: &mut Connection) -> Result<Vec<(i64, String, Vec<u8>)>, StoreError> {
    Ok(
        sqlx::query_as("SELECT number, kind, sealed FROM outbox ORDER BY number")
            .fetch_all(connection)
            .await?,
    )
}

/// A parcel was handed over.
pub async fn delete(tx: &mut Tx, number: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM outbox WHERE number = ?1")
        .bind(number)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
