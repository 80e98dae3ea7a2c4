//! Password recovery links, found by the hash of their token.

use vestibule_identity::names::AccountId;
use vestibule_identity::recovery::RecoveryLink;

use crate::convert::{from_json, json};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "recovery_links";

/// Adds a link.
pub async fn insert(tx: &mut Tx, token_hash: &[u8; 32], link: &RecoveryLink) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO recovery_links (token_hash, account_id, is_pending, link) VALUES (?1, ?2, 1, ?3)")
        .bind(token_hash.as_slice())
        .bind(link.account().as_str())
        .bind(json(link)?)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// A link.
pub async fn by_token(connection: &mut impl Reads, token_hash: &[u8; 32]) -> Result<Option<RecoveryLink>, StoreError> {
    let row: Option<String> = sqlx::query_scalar("SELECT link FROM recovery_links WHERE token_hash = ?1")
        .bind(token_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|text| from_json(TABLE, &text)).transpose()
}

/// Supersedes an account's pending links.
pub async fn supersede_pending(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    let rows = sqlx::query_as("SELECT token_hash, link FROM recovery_links WHERE account_id = ?1 AND is_pending")
        .bind(account.as_str())
        .fetch_all(tx.ready().await?)
        .await?;
    supersede(tx, rows).await
}

/// Supersedes everyone's pending links.
pub async fn supersede_all(tx: &mut Tx) -> Result<(), StoreError> {
    let rows = sqlx::query_as("SELECT token_hash, link FROM recovery_links WHERE is_pending")
        .fetch_all(tx.ready().await?)
        .await?;
    supersede(tx, rows).await
}

async fn supersede(tx: &mut Tx, rows: Vec<(Vec<u8>, String)>) -> Result<(), StoreError> {
    for (token_hash, text) in rows {
        let link: RecoveryLink = from_json(TABLE, &text)?;
        settle(tx, &token_hash, &link.superseded()).await?;
    }
    Ok(())
}

/// Marks a link used: of two users one gets `true`.
pub async fn mark_used(tx: &mut Tx, token_hash: &[u8; 32], link: RecoveryLink) -> Result<bool, StoreError> {
    settle(tx, token_hash, &link.used()).await
}

async fn settle(tx: &mut Tx, token_hash: &[u8], link: &RecoveryLink) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE recovery_links SET is_pending = 0, link = ?2 WHERE token_hash = ?1 AND is_pending")
        .bind(token_hash)
        .bind(json(link)?)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() == 1)
}
