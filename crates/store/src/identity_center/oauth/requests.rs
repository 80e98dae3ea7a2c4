//! Consent pages that wait for an answer. What is asked for is the caller's, in JSON.

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "oauth_requests";

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// SHA-256 of its id.
    pub id_hash: [u8; 32],
    /// Whose.
    pub client: String,
    /// What for.
    pub asks: String,
    /// SHA-256 of what marks the browser that it came by.
    pub browser_hash: [u8; 32],
    /// The portal session that opened it; only that one may answer.
    pub session: Option<Uuid>,
    /// When it came.
    pub asked_at: Timestamp,
    /// Until when it may be answered.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id_hash: Vec<u8>,
    client_id: String,
    asks: String,
    browser_hash: Vec<u8>,
    session_id: Option<Uuid>,
    asked_at: i64,
    expires_at: i64,
}

fn hash(bytes: Vec<u8>) -> Result<[u8; 32], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Row { table: TABLE })
}

impl Row {
    fn request(self) -> Result<RequestRow, StoreError> {
        Ok(RequestRow {
            id_hash: hash(self.id_hash)?,
            client: self.client_id,
            asks: self.asks,
            browser_hash: hash(self.browser_hash)?,
            session: self.session_id,
            asked_at: time(TABLE, self.asked_at)?,
            expires_at: time(TABLE, self.expires_at)?,
        })
    }
}

/// Keeps a request.
pub async fn insert(tx: &mut Tx, request: &RequestRow) -> Result<(), StoreError> {
    tx.statement("INSERT INTO oauth_requests (id_hash, client_id, asks, browser_hash, session_id, asked_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(request.id_hash.to_vec())
        .bind(request.client.clone())
        .bind(request.asks.clone())
        .bind(request.browser_hash.to_vec())
        .bind(request.session)
        .bind(millis(request.asked_at))
        .bind(millis(request.expires_at))
        .later()
        .await
}

/// By the hash of its id.
pub async fn get(connection: &mut impl Reads, id_hash: &[u8; 32]) -> Result<Option<RequestRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM oauth_requests WHERE id_hash = ?1")
        .bind(id_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::request).transpose()
}

/// From now on it is this session's.
pub async fn bind(tx: &mut Tx, id_hash: &[u8; 32], session: Uuid) -> Result<(), StoreError> {
    tx.statement("UPDATE oauth_requests SET session_id = ? WHERE id_hash = ? AND session_id IS NULL")
        .bind(session)
        .bind(id_hash.to_vec())
        .later()
        .await
}

/// It was answered.
pub async fn delete(tx: &mut Tx, id_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.statement("DELETE FROM oauth_requests WHERE id_hash = ?")
        .bind(id_hash.to_vec())
        .later()
        .await
}
