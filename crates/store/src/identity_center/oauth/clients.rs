//! Clients.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::oauth::grant::GrantType;
use vestibule_identity::identity_center::oauth::redirect::LoopbackUri;
use vestibule_identity::identity_center::oauth::scope::Scope;

use crate::convert::{from_json, json, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "oauth_clients";

/// What a client registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// How it may get tokens.
    pub grant_types: Vec<GrantType>,
    /// Where its codes may be sent.
    pub redirects: Vec<LoopbackUri>,
    /// What its tokens are good for; none for a client of the old kind.
    pub scopes: Vec<Scope>,
}

/// A client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    /// Its id.
    pub id: String,
    /// SHA-256 of its secret.
    pub secret_hash: [u8; 32],
    /// What it calls itself.
    pub name: String,
    /// What it registered.
    pub registration: Registration,
    /// When.
    pub issued_at: Timestamp,
    /// When it must register again.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: String,
    secret_hash: Vec<u8>,
    name: String,
    registration: String,
    issued_at: i64,
    expires_at: i64,
}

impl Row {
    fn client(self) -> Result<ClientRow, StoreError> {
        Ok(ClientRow {
            id: self.id,
            secret_hash: self
                .secret_hash
                .try_into()
                .map_err(|_| StoreError::Row { table: TABLE })?,
            name: self.name,
            registration: from_json(TABLE, &self.registration)?,
            issued_at: time(TABLE, self.issued_at)?,
            expires_at: time(TABLE, self.expires_at)?,
        })
    }
}

/// Adds a client.
pub async fn insert(tx: &mut Tx, client: &ClientRow) -> Result<(), StoreError> {
    tx.statement("INSERT INTO oauth_clients (id, secret_hash, name, registration, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(client.id.clone())
        .bind(client.secret_hash.to_vec())
        .bind(client.name.clone())
        .bind(json(&client.registration)?)
        .bind(millis(client.issued_at))
        .bind(millis(client.expires_at))
        .later()
        .await
}

/// By id.
pub async fn by_id(connection: &mut impl Reads, id: &str) -> Result<Option<ClientRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM oauth_clients WHERE id = ?1")
        .bind(id)
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::client).transpose()
}
