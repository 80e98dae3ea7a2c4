//! Tags of users, roles and policies, by the owner's unique id. Keys are the same whatever their case.

use crate::{Reads, StoreError, Tx};

/// An owner's tags by key.
pub async fn of_owner(connection: &mut impl Reads, owner: &str) -> Result<Vec<(String, String)>, StoreError> {
    Ok(
        sqlx::query_as("SELECT key, value FROM tags WHERE owner = ?1 ORDER BY key_folded")
            .bind(owner)
            .fetch_all(connection.ready().await?)
            .await?,
    )
}

/// Sets a tag, in place of one whose key differs only by case.
pub async fn set(tx: &mut Tx, owner: &str, key: &str, value: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO tags (owner, key, key_folded, value) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (owner, key_folded) DO UPDATE SET key = ?2, value = ?4")
        .bind(owner)
        .bind(key)
        .bind(key.to_lowercase())
        .bind(value)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Removes a tag; says whether there was one.
pub async fn remove(tx: &mut Tx, owner: &str, key: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM tags WHERE owner = ?1 AND key_folded = ?2")
        .bind(owner)
        .bind(key.to_lowercase())
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}
