//! Remembered accounts, found by selector.

use vestibule_identity::remembered::RememberedAccount;

use crate::convert::{from_json, json};
use crate::{Reads, StoreError, Tx};

/// Starts or rotates a family.
pub async fn put(tx: &mut Tx, selector: &[u8; 16], remembered: &RememberedAccount) -> Result<(), StoreError> {
    tx.statement("INSERT INTO remembered_accounts (selector, remembered) VALUES (?, ?) ON CONFLICT (selector) DO UPDATE SET remembered = excluded.remembered")
        .bind(selector.as_slice())
        .bind(json(remembered)?)
        .later()
        .await
}

/// A family.
pub async fn by_selector(
    connection: &mut impl Reads,
    selector: &[u8; 16],
) -> Result<Option<RememberedAccount>, StoreError> {
    let row: Option<String> = sqlx::query_scalar("SELECT remembered FROM remembered_accounts WHERE selector = ?1")
        .bind(selector.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|text| from_json("remembered_accounts", &text)).transpose()
}

/// Forgets a family.
pub async fn delete(tx: &mut Tx, selector: &[u8; 16]) -> Result<(), StoreError> {
    tx.statement("DELETE FROM remembered_accounts WHERE selector = ?")
        .bind(selector.as_slice())
        .later()
        .await
}

/// Forgets every family.
pub async fn delete_all(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM remembered_accounts")
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
