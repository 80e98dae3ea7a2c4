//! Authorization codes.

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::oauth::redirect::LoopbackUri;

use crate::convert::{millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "oauth_codes";

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// Whose.
    pub client: String,
    /// The portal session that allowed it.
    pub session: Uuid,
    /// Where it was sent to.
    pub redirect: LoopbackUri,
    /// The challenge, in JSON.
    pub challenge: String,
    /// When.
    pub issued_at: Timestamp,
    /// Until when it may be redeemed.
    pub expires_at: Timestamp,
    /// Somebody tried to redeem it.
    pub spent: bool,
    /// What it was redeemed for.
    pub grant: Option<Uuid>,
}

#[derive(FromRow)]
struct Row {
    client_id: String,
    session_id: Uuid,
    redirect: String,
    challenge: String,
    issued_at: i64,
    expires_at: i64,
    spent: bool,
    grant_id: Option<Uuid>,
}

/// Keeps a code.
pub async fn insert(tx: &mut Tx, code_hash: &[u8; 32], code: &CodeRow) -> Result<(), StoreError> {
    tx.statement("INSERT INTO oauth_codes (code_hash, client_id, session_id, redirect, challenge, issued_at, expires_at, spent, grant_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(code_hash.to_vec())
        .bind(code.client.clone())
        .bind(code.session)
        .bind(code.redirect.as_str().to_owned())
        .bind(code.challenge.clone())
        .bind(millis(code.issued_at))
        .bind(millis(code.expires_at))
        .bind(code.spent)
        .bind(code.grant)
        .later()
        .await
}

/// By its hash, spent or not.
pub async fn get(connection: &mut impl Reads, code_hash: &[u8; 32]) -> Result<Option<CodeRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM oauth_codes WHERE code_hash = ?1")
        .bind(code_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|row| {
        Ok(CodeRow {
            client: row.client_id,
            session: row.session_id,
            redirect: name(TABLE, row.redirect)?,
            challenge: row.challenge,
            issued_at: time(TABLE, row.issued_at)?,
            expires_at: time(TABLE, row.expires_at)?,
            spent: row.spent,
            grant: row.grant_id,
        })
    })
    .transpose()
}

/// It is not redeemed again, whatever comes of this.
pub async fn spend(tx: &mut Tx, code_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.statement("UPDATE oauth_codes SET spent = 1 WHERE code_hash = ?")
        .bind(code_hash.to_vec())
        .later()
        .await
}

/// What it was redeemed for.
pub async fn redeemed(tx: &mut Tx, code_hash: &[u8; 32], grant: Uuid) -> Result<(), StoreError> {
    tx.statement("UPDATE oauth_codes SET grant_id = ? WHERE code_hash = ?")
        .bind(grant)
        .bind(code_hash.to_vec())
        .later()
        .await
}
