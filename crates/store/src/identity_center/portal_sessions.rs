//! Sessions of the access portal. A token is known only by its hash.

use std::collections::BTreeMap;

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::mfa::SessionMfa;
use vestibule_identity::session::{EndReason, Span};

use crate::convert::{from_json, json, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "portal_sessions";

/// A session to add.
#[derive(Debug, Clone)]
pub struct NewPortalSession {
    /// Names the session in lists; worth nothing as a credential.
    pub id: Uuid,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Whose.
    pub user: DirectoryUserId,
    /// The second factor it began with.
    pub mfa: Option<SessionMfa>,
    /// Attributes for access control that the company's identity provider sent along.
    pub tags: BTreeMap<String, String>,
    /// Its beginning.
    pub created_at: Timestamp,
    /// Its end.
    pub expires_at: Timestamp,
    /// The browser's address.
    pub source_ip: String,
    /// The browser.
    pub user_agent: String,
}

/// A stored session.
#[derive(Debug, Clone)]
pub struct PortalSessionRow {
    /// Names the session in lists.
    pub id: Uuid,
    /// Whose.
    pub user: DirectoryUserId,
    /// The second factor it began with.
    pub mfa: Option<SessionMfa>,
    /// Attributes for access control that the company's identity provider sent along.
    pub tags: BTreeMap<String, String>,
    /// Beginning, end, and whether it was ended.
    pub span: Span,
    /// When it was last used, to a minute.
    pub last_seen_at: Timestamp,
    /// The browser's address.
    pub source_ip: String,
    /// The browser.
    pub user_agent: String,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    user_id: String,
    mfa: Option<String>,
    tags: String,
    created_at: i64,
    expires_at: i64,
    last_seen_at: i64,
    source_ip: String,
    user_agent: String,
    ended_at: Option<i64>,
}

impl Row {
    fn session(self) -> Result<PortalSessionRow, StoreError> {
        Ok(PortalSessionRow {
            id: self.id,
            user: DirectoryUserId::stored(self.user_id),
            mfa: self.mfa.map(|text| from_json(TABLE, &text)).transpose()?,
            tags: from_json(TABLE, &self.tags)?,
            span: Span {
                created_at: time(TABLE, self.created_at)?,
                expires_at: time(TABLE, self.expires_at)?,
                ended: self.ended_at.is_some(),
            },
            last_seen_at: time(TABLE, self.last_seen_at)?,
            source_ip: self.source_ip,
            user_agent: self.user_agent,
        })
    }
}

/// Adds a session.
pub async fn insert(tx: &mut Tx, session: &NewPortalSession) -> Result<(), StoreError> {
    tx.statement("INSERT INTO portal_sessions (id, token_hash, user_id, created_at, expires_at, last_seen_at, source_ip, user_agent, mfa, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(session.id)
        .bind(session.token_hash.as_slice())
        .bind(session.user.as_str())
        .bind(millis(session.created_at))
        .bind(millis(session.expires_at))
        .bind(millis(session.created_at))
        .bind(&session.source_ip)
        .bind(&session.user_agent)
        .bind(session.mfa.as_ref().map(json).transpose()?)
        .bind(json(&session.tags)?)
        .later()
        .await
}

/// By the hash of its token, ended or not.
pub async fn by_token(
    connection: &mut impl Reads,
    token_hash: &[u8; 32],
) -> Result<Option<PortalSessionRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM portal_sessions WHERE token_hash = ?1")
        .bind(token_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::session).transpose()
}

/// By its id, ended or not.
pub async fn by_id(connection: &mut impl Reads, id: Uuid) -> Result<Option<PortalSessionRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM portal_sessions WHERE id = ?1")
        .bind(id)
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::session).transpose()
}

/// Live sessions of a person, newest first.
pub async fn live_of(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
    now: Timestamp,
) -> Result<Vec<PortalSessionRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM portal_sessions WHERE ended_at IS NULL AND user_id = ?1 AND created_at <= ?2 AND expires_at > ?2 ORDER BY created_at DESC")
        .bind(user.as_str())
        .bind(millis(now))
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::session).collect()
}

/// Ends a session; one that has ended keeps its first reason. One that expired ended when it expired, however late that is
/// noted: what came from it lives on from there.
pub async fn end(tx: &mut Tx, id: Uuid, now: Timestamp, reason: EndReason) -> Result<(), StoreError> {
    tx.statement(
        "UPDATE portal_sessions SET ended_at = min(?, expires_at), end_reason = ? WHERE id = ? AND ended_at IS NULL",
    )
    .bind(millis(now))
    .bind(json(&reason)?)
    .bind(id)
    .later()
    .await
}

/// Ends every session of a person but `except`, in the same way.
pub async fn end_all_of(
    tx: &mut Tx,
    user: &DirectoryUserId,
    except: Option<Uuid>,
    now: Timestamp,
    reason: EndReason,
) -> Result<(), StoreError> {
    tx.statement(
        "UPDATE portal_sessions SET ended_at = min(?, expires_at), end_reason = ? WHERE user_id = ? AND id IS NOT ? AND ended_at IS NULL",
    )
    .bind(millis(now))
    .bind(json(&reason)?)
    .bind(user.as_str())
    .bind(except)
    .later()
    .await
}

/// Ends every session of everyone, in the same way.
pub async fn end_everyones(tx: &mut Tx, now: Timestamp, reason: EndReason) -> Result<(), StoreError> {
    tx.statement("UPDATE portal_sessions SET ended_at = min(?, expires_at), end_reason = ? WHERE ended_at IS NULL")
        .bind(millis(now))
        .bind(json(&reason)?)
        .later()
        .await
}

/// Ends sessions that began after `now`: the clock was moved back. Those that were ended after it ended now, and those that
/// were used after it were used now.
pub async fn end_future(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("UPDATE portal_sessions SET ended_at = ?, end_reason = ? WHERE ended_at IS NULL AND created_at > ?")
        .bind(millis(now))
        .bind(json(&EndReason::ClockMovedBack)?)
        .bind(millis(now))
        .later()
        .await?;
    tx.statement("UPDATE portal_sessions SET ended_at = ? WHERE ended_at > ?")
        .bind(millis(now))
        .bind(millis(now))
        .later()
        .await?;
    tx.statement("UPDATE portal_sessions SET last_seen_at = ? WHERE last_seen_at > ?")
        .bind(millis(now))
        .bind(millis(now))
        .later()
        .await
}

/// Notes that it was used.
pub async fn touch(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("UPDATE portal_sessions SET last_seen_at = ? WHERE id = ?")
        .bind(millis(now))
        .bind(id)
        .later()
        .await
}
