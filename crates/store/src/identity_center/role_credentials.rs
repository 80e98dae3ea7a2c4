//! Short-term credentials of permission sets. Nothing else that is deleted takes them along: they live until they expire.

use std::collections::BTreeMap;

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{DirectoryUserId, PermissionSetId};
use vestibule_identity::ids::{RoleId, TemporaryKeyId};
use vestibule_identity::names::{AccountId, RoleName};

use super::Page;
use crate::convert::{from_json, json, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "role_credentials";

/// Who handed credentials out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuedBy {
    /// The access portal, in its dialog.
    Portal,
    /// The API that tools use with an access token.
    Cli,
}

impl IssuedBy {
    /// The column's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Cli => "cli",
        }
    }

    fn read(word: &str) -> Result<Self, StoreError> {
        match word {
            "portal" => Ok(Self::Portal),
            "cli" => Ok(Self::Cli),
            _ => Err(StoreError::Row { table: TABLE }),
        }
    }
}

/// Credentials. The secret is sealed for the key's id; the session token is known only by its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct RoleCredentialRow {
    /// `ASIA…`.
    pub key: TemporaryKeyId,
    /// The role's account.
    pub account: AccountId,
    /// The role.
    pub role: RoleId,
    /// Its name when they were issued.
    pub role_name: RoleName,
    /// The permission set.
    pub permission_set: PermissionSetId,
    /// The person.
    pub user: DirectoryUserId,
    /// The person's name, which names the session.
    pub user_name: String,
    /// Session tags.
    pub tags: BTreeMap<String, String>,
    /// The secret, sealed.
    pub sealed: Vec<u8>,
    /// SHA-256 of the session token.
    pub token_hash: [u8; 32],
    /// Who handed them out.
    pub issued_by: IssuedBy,
    /// From when they count.
    pub issued_at: Timestamp,
    /// When they end; nothing ends them earlier.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for RoleCredentialRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RoleCredentialRow")
            .field("key", &self.key)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl RoleCredentialRow {
    /// Whether they count now. Ones from the future (the clock was moved back) do not.
    #[must_use]
    pub fn counts_at(&self, now: Timestamp) -> bool {
        self.issued_at <= now && now < self.expires_at
    }
}

#[derive(FromRow)]
struct Row {
    key_id: String,
    account_id: String,
    role_id: String,
    role_name: String,
    permission_set_id: String,
    user_id: String,
    user_name: String,
    tags: String,
    sealed: Vec<u8>,
    token_hash: Vec<u8>,
    issued_by: String,
    issued_at: i64,
    expires_at: i64,
}

impl Row {
    fn credentials(self) -> Result<RoleCredentialRow, StoreError> {
        Ok(RoleCredentialRow {
            key: TemporaryKeyId::stored(self.key_id),
            account: name(TABLE, self.account_id)?,
            role: RoleId::stored(self.role_id),
            role_name: name(TABLE, self.role_name)?,
            permission_set: PermissionSetId::stored(self.permission_set_id),
            user: DirectoryUserId::stored(self.user_id),
            user_name: self.user_name,
            tags: from_json(TABLE, &self.tags)?,
            sealed: self.sealed,
            token_hash: self
                .token_hash
                .try_into()
                .map_err(|_| StoreError::Row { table: TABLE })?,
            issued_by: IssuedBy::read(&self.issued_by)?,
            issued_at: time(TABLE, self.issued_at)?,
            expires_at: time(TABLE, self.expires_at)?,
        })
    }
}

/// Adds credentials.
pub async fn insert(tx: &mut Tx, row: &RoleCredentialRow) -> Result<(), StoreError> {
    tx.statement("INSERT INTO role_credentials (key_id, account_id, role_id, role_name, permission_set_id, user_id, user_name, tags, sealed, token_hash, issued_by, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(row.key.as_str())
        .bind(row.account.as_str())
        .bind(row.role.as_str())
        .bind(row.role_name.as_str())
        .bind(row.permission_set.as_str())
        .bind(row.user.as_str())
        .bind(&row.user_name)
        .bind(json(&row.tags)?)
        .bind(row.sealed.as_slice())
        .bind(row.token_hash.as_slice())
        .bind(row.issued_by.word())
        .bind(millis(row.issued_at))
        .bind(millis(row.expires_at))
        .later()
        .await
}

/// By the id of the key.
pub async fn by_key(
    connection: &mut impl Reads,
    key: &TemporaryKeyId,
) -> Result<Option<RoleCredentialRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM role_credentials WHERE key_id = ?1")
        .bind(key.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::credentials).transpose()
}

// Ids of keys and accounts, and names of roles, are ASCII: SQLite's lower is enough.
macro_rules! of_user {
    () => {
        "FROM role_credentials WHERE user_id = ?1 AND (?2 = '' OR account_id = ?2 OR instr(lower(key_id), ?2) > 0 OR instr(lower(role_name), ?2) > 0)"
    };
}

/// A page of what was issued to a person, and how much there is: first what counts now, each newest first. Found by key,
/// account and role.
pub async fn of_user(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
    now: Timestamp,
    page: &Page,
) -> Result<(Vec<RoleCredentialRow>, u32), StoreError> {
    let total = sqlx::query_scalar(concat!("SELECT COUNT(*) ", of_user!(), ""))
        .bind(user.as_str())
        .bind(page.folded())
        .fetch_one(connection.ready().await?)
        .await?;
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "SELECT * ",
        of_user!(),
        " ORDER BY issued_at <= ?3 AND ?3 < expires_at DESC, issued_at DESC, key_id LIMIT ?4 OFFSET ?5"
    ))
    .bind(user.as_str())
    .bind(page.folded())
    .bind(millis(now))
    .bind(page.size)
    .bind(page.from)
    .fetch_all(connection.ready().await?)
    .await?;
    let rows = rows.into_iter().map(Row::credentials).collect::<Result<_, _>>()?;
    Ok((rows, total))
}

/// Ends everything, whatever the clock will say: the store went back in time.
pub async fn expire_everyones(tx: &mut Tx) -> Result<(), StoreError> {
    tx.statement("UPDATE role_credentials SET expires_at = issued_at")
        .later()
        .await
}

/// The clock goes back from `left` to `now`: what expired by then stays expired, and what was issued after `now` is forgotten.
pub async fn leave_future(tx: &mut Tx, left: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM role_credentials WHERE issued_at > ?")
        .bind(millis(now))
        .later()
        .await?;
    tx.statement("UPDATE role_credentials SET expires_at = issued_at WHERE expires_at <= ?")
        .bind(millis(left))
        .later()
        .await
}

/// Forgets what expired before `then`.
pub async fn delete_expired(tx: &mut Tx, then: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM role_credentials WHERE expires_at < ?")
        .bind(millis(then))
        .later()
        .await
}
