//! Links in mail to people of the identity store, found by the hash of their token.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::identity_center::link::{DirectoryLink, LinkPurpose};

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "directory_links";

#[derive(FromRow)]
struct Row {
    user_id: String,
    purpose: String,
    sent_at: i64,
    expires_at: i64,
    settled: bool,
}

impl Row {
    fn link(self) -> Result<Option<DirectoryLink>, StoreError> {
        let Some(purpose) = LinkPurpose::from_word(&self.purpose) else {
            return Ok(None);
        };
        Ok(Some(DirectoryLink {
            user: DirectoryUserId::stored(self.user_id),
            purpose,
            sent_at: time(TABLE, self.sent_at)?,
            expires_at: time(TABLE, self.expires_at)?,
            settled: self.settled,
        }))
    }
}

/// Keeps a link; earlier ones of the same person and purpose are replaced.
pub async fn insert(tx: &mut Tx, token_hash: &[u8; 32], link: &DirectoryLink) -> Result<(), StoreError> {
    tx.statement(
        "UPDATE directory_links SET replaced = 1 WHERE user_id = ? AND purpose = ? AND used_at IS NULL AND NOT replaced",
    )
    .bind(link.user.as_str())
    .bind(link.purpose.word())
    .later()
    .await?;
    tx.statement(
        "INSERT INTO directory_links (token_hash, user_id, purpose, sent_at, expires_at) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(token_hash.as_slice())
    .bind(link.user.as_str())
    .bind(link.purpose.word())
    .bind(millis(link.sent_at))
    .bind(millis(link.expires_at))
    .later()
    .await
}

/// A link.
pub async fn by_token(connection: &mut impl Reads, token_hash: &[u8; 32]) -> Result<Option<DirectoryLink>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT user_id, purpose, sent_at, expires_at, (used_at IS NOT NULL OR replaced) AS settled FROM directory_links WHERE token_hash = ?1")
        .bind(token_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    Ok(row.map(Row::link).transpose()?.flatten())
}

/// Uses a link: of two users one gets `true`.
pub async fn use_once(tx: &mut Tx, token_hash: &[u8; 32], now: Timestamp) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE directory_links SET used_at = ?2 WHERE token_hash = ?1 AND used_at IS NULL AND NOT replaced",
    )
    .bind(token_hash.as_slice())
    .bind(millis(now))
    .execute(tx.ready().await?)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces every link of a person that was not used.
pub async fn replace_all_of(tx: &mut Tx, user: &DirectoryUserId) -> Result<(), StoreError> {
    tx.statement("UPDATE directory_links SET replaced = 1 WHERE user_id = ? AND used_at IS NULL")
        .bind(user.as_str())
        .later()
        .await
}

/// Replaces every link of everyone.
pub async fn replace_everyones(tx: &mut Tx) -> Result<(), StoreError> {
    tx.statement("UPDATE directory_links SET replaced = 1 WHERE used_at IS NULL")
        .later()
        .await
}
