//! Access and refresh tokens.

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;

use crate::convert::{maybe_time, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "oauth_tokens";

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// For the portal's own calls.
    Access,
    /// For the next access token.
    Refresh,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// What it belongs to.
    pub grant: Uuid,
    /// What it is for.
    pub kind: TokenKind,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was used; refresh tokens only.
    pub used_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    grant_id: Uuid,
    kind: String,
    issued_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

/// Keeps a token.
pub async fn insert(tx: &mut Tx, token_hash: &[u8; 32], token: &TokenRow) -> Result<(), StoreError> {
    let kind = match token.kind {
        TokenKind::Access => "access",
        TokenKind::Refresh => "refresh",
    };
    tx.statement("INSERT INTO oauth_tokens (token_hash, grant_id, kind, issued_at, expires_at, used_at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(token_hash.to_vec())
        .bind(token.grant)
        .bind(kind)
        .bind(millis(token.issued_at))
        .bind(millis(token.expires_at))
        .bind(token.used_at.map(millis))
        .later()
        .await
}

/// By its hash.
pub async fn get(connection: &mut impl Reads, token_hash: &[u8; 32]) -> Result<Option<TokenRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM oauth_tokens WHERE token_hash = ?1")
        .bind(token_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|row| {
        Ok(TokenRow {
            grant: row.grant_id,
            kind: if row.kind == "refresh" {
                TokenKind::Refresh
            } else {
                TokenKind::Access
            },
            issued_at: time(TABLE, row.issued_at)?,
            expires_at: time(TABLE, row.expires_at)?,
            used_at: maybe_time(TABLE, row.used_at)?,
        })
    })
    .transpose()
}

/// A refresh token was used. It stays until the grant ends, so that a second use is noticed.
pub async fn set_used(tx: &mut Tx, token_hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
    tx.statement("UPDATE oauth_tokens SET used_at = ? WHERE token_hash = ?")
        .bind(millis(now))
        .bind(token_hash.to_vec())
        .later()
        .await
}
