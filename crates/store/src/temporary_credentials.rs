//! Temporary credentials of STS. Nothing else that is deleted takes them along: they live until they expire. Those of
//! permission sets are in `identity_center::role_credentials`.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::names::AccountId;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::Federation;

use crate::convert::{from_json, json, maybe_time, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "temporary_credentials";

/// The call that made credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StsCall {
    /// `AssumeRole`
    AssumeRole,
    /// `AssumeRoleWithSAML`
    AssumeRoleWithSaml,
    /// `AssumeRoleWithWebIdentity`
    AssumeRoleWithWebIdentity,
    /// `GetFederationToken`
    GetFederationToken,
    /// `GetSessionToken`
    GetSessionToken,
}

impl StsCall {
    /// Its name in the API, which is the column's word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AssumeRole => "AssumeRole",
            Self::AssumeRoleWithSaml => "AssumeRoleWithSAML",
            Self::AssumeRoleWithWebIdentity => "AssumeRoleWithWebIdentity",
            Self::GetFederationToken => "GetFederationToken",
            Self::GetSessionToken => "GetSessionToken",
        }
    }

    fn read(word: &str) -> Result<Self, StoreError> {
        [
            Self::AssumeRole,
            Self::AssumeRoleWithSaml,
            Self::AssumeRoleWithWebIdentity,
            Self::GetFederationToken,
            Self::GetSessionToken,
        ]
        .into_iter()
        .find(|call| call.name() == word)
        .ok_or(StoreError::Row { table: TABLE })
    }
}

/// Credentials. The secret is sealed for the key's id; the session token is known only by its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct TemporaryCredentialRow {
    /// Who acts. Of `GetSessionToken` the user or root user who asked.
    pub principal: Principal,
    /// How that came about; its `key` is the credentials' id, `ASIA…`.
    pub federation: Federation,
    /// Which call made them.
    pub call: StsCall,
    /// When a second factor was proved, if one was.
    pub mfa_at: Option<Timestamp>,
    /// Role chaining: a role's session assumed the role.
    pub chained: bool,
    /// The secret, sealed.
    pub sealed: Vec<u8>,
    /// SHA-256 of the session token.
    pub token_hash: [u8; 32],
    /// From when they count.
    pub issued_at: Timestamp,
    /// When they end; nothing ends them earlier.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for TemporaryCredentialRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TemporaryCredentialRow")
            .field("key", &self.federation.key)
            .field("call", &self.call)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[derive(FromRow)]
struct Row {
    account_id: String,
    principal: String,
    federation: String,
    call: String,
    mfa_at: Option<i64>,
    chained: bool,
    sealed: Vec<u8>,
    token_hash: Vec<u8>,
    issued_at: i64,
    expires_at: i64,
}

impl Row {
    fn credentials(self) -> Result<TemporaryCredentialRow, StoreError> {
        let principal: Principal = from_json(TABLE, &self.principal)?;
        let account: AccountId = name(TABLE, self.account_id)?;
        if *principal.account() != account {
            return Err(StoreError::Row { table: TABLE });
        }
        Ok(TemporaryCredentialRow {
            principal,
            federation: from_json(TABLE, &self.federation)?,
            call: StsCall::read(&self.call)?,
            mfa_at: maybe_time(TABLE, self.mfa_at)?,
            chained: self.chained,
            sealed: self.sealed,
            token_hash: self
                .token_hash
                .try_into()
                .map_err(|_| StoreError::Row { table: TABLE })?,
            issued_at: time(TABLE, self.issued_at)?,
            expires_at: time(TABLE, self.expires_at)?,
        })
    }
}

/// Adds credentials.
pub async fn insert(tx: &mut Tx, row: &TemporaryCredentialRow) -> Result<(), StoreError> {
    tx.statement("INSERT INTO temporary_credentials (key_id, account_id, principal, federation, call, mfa_at, chained, sealed, token_hash, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(row.federation.key.as_str())
        .bind(row.principal.account().as_str())
        .bind(json(&row.principal)?)
        .bind(json(&row.federation)?)
        .bind(row.call.name())
        .bind(row.mfa_at.map(millis))
        .bind(row.chained)
        .bind(row.sealed.as_slice())
        .bind(row.token_hash.as_slice())
        .bind(millis(row.issued_at))
        .bind(millis(row.expires_at))
        .later()
        .await
}

/// By the id of the key.
pub async fn by_key(
    connection: &mut impl Reads,
    key: &TemporaryKeyId,
) -> Result<Option<TemporaryCredentialRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM temporary_credentials WHERE key_id = ?1")
        .bind(key.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::credentials).transpose()
}

/// Forgets what expired before `then`.
pub async fn delete_expired(tx: &mut Tx, then: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM temporary_credentials WHERE expires_at < ?")
        .bind(millis(then))
        .later()
        .await
}

/// Ends everything, whatever the clock will say: the store went back in time.
pub async fn expire_everyones(tx: &mut Tx) -> Result<(), StoreError> {
    tx.statement("UPDATE temporary_credentials SET expires_at = issued_at")
        .later()
        .await
}

/// The clock goes back from `left` to `now`: what expired by then stays expired, and what was issued after `now` is forgotten.
pub async fn leave_future(tx: &mut Tx, left: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM temporary_credentials WHERE issued_at > ?")
        .bind(millis(now))
        .later()
        .await?;
    tx.statement("UPDATE temporary_credentials SET expires_at = issued_at WHERE expires_at <= ?")
        .bind(millis(left))
        .later()
        .await
}
