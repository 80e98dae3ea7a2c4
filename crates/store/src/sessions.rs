//! Console sessions. A token is known only by its hash.

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::mfa::SessionMfa;
use vestibule_identity::names::AccountId;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{EndReason, Federation, RoleSession, Span};

use crate::convert::{from_json, json, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "sessions";

/// A session to add.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Names the session in lists; worth nothing as a credential.
    pub id: Uuid,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Who.
    pub principal: Principal,
    /// The second factor it began with.
    pub mfa: Option<SessionMfa>,
    /// How it came about, where it began with a role.
    pub federation: Option<Federation>,
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
pub struct SessionRow {
    /// Names the session in lists.
    pub id: Uuid,
    /// Who.
    pub principal: Principal,
    /// The second factor it began with.
    pub mfa: Option<SessionMfa>,
    /// How it came about, where it began with a role.
    pub federation: Option<Federation>,
    /// The role it acts as, which may be over.
    pub role: Option<RoleSession>,
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
    principal: String,
    created_at: i64,
    expires_at: i64,
    last_seen_at: i64,
    source_ip: String,
    user_agent: String,
    ended_at: Option<i64>,
    mfa: Option<String>,
    role: Option<String>,
    federation: Option<String>,
}

impl Row {
    fn session(self) -> Result<SessionRow, StoreError> {
        Ok(SessionRow {
            id: self.id,
            principal: from_json(TABLE, &self.principal)?,
            mfa: self.mfa.map(|text| from_json(TABLE, &text)).transpose()?,
            role: self.role.map(|text| from_json(TABLE, &text)).transpose()?,
            federation: self.federation.map(|text| from_json(TABLE, &text)).transpose()?,
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
pub async fn insert(tx: &mut Tx, session: &NewSession) -> Result<(), StoreError> {
    tx.statement("INSERT INTO sessions (id, token_hash, account_id, user_id, principal, created_at, expires_at, last_seen_at, source_ip, user_agent, mfa, federation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(session.id)
        .bind(session.token_hash.as_slice())
        .bind(session.principal.account().as_str())
        .bind(session.principal.key())
        .bind(json(&session.principal)?)
        .bind(millis(session.created_at))
        .bind(millis(session.expires_at))
        .bind(millis(session.created_at))
        .bind(&session.source_ip)
        .bind(&session.user_agent)
        .bind(session.mfa.as_ref().map(json).transpose()?)
        .bind(session.federation.as_ref().map(json).transpose()?)
        .later()
        .await
}

/// By the hash of its token, ended or not.
pub async fn by_token(connection: &mut impl Reads, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM sessions WHERE token_hash = ?1")
        .bind(token_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::session).transpose()
}

/// Begins to act as a role, or no longer does.
pub async fn set_role(tx: &mut Tx, id: Uuid, role: Option<&RoleSession>) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET role = ?2 WHERE id = ?1")
        .bind(id)
        .bind(role.map(json).transpose()?)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Notes that it was used.
pub async fn touch(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("UPDATE sessions SET last_seen_at = ? WHERE id = ?")
        .bind(millis(now))
        .bind(id)
        .later()
        .await
}

/// Ends a session; one that has ended keeps its first reason.
pub async fn end(tx: &mut Tx, id: Uuid, now: Timestamp, reason: EndReason) -> Result<(), StoreError> {
    tx.statement("UPDATE sessions SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL")
        .bind(millis(now))
        .bind(json(&reason)?)
        .bind(id)
        .later()
        .await
}

/// As [`end`], for whoever has its token; there may be none.
pub async fn end_by_token(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    now: Timestamp,
    reason: EndReason,
) -> Result<(), StoreError> {
    tx.statement("UPDATE sessions SET ended_at = ?, end_reason = ? WHERE token_hash = ? AND ended_at IS NULL")
        .bind(millis(now))
        .bind(json(&reason)?)
        .bind(token_hash.as_slice())
        .later()
        .await
}

/// Ends every session of a principal but `except`; says how many.
pub async fn end_all_of(
    tx: &mut Tx,
    principal: &Principal,
    except: Option<Uuid>,
    now: Timestamp,
    reason: EndReason,
) -> Result<u64, StoreError> {
    let done = sqlx::query("UPDATE sessions SET ended_at = ?3, end_reason = ?4 WHERE ended_at IS NULL AND account_id = ?1 AND user_id IS ?2 AND id IS NOT ?5")
        .bind(principal.account().as_str())
        .bind(principal.key())
        .bind(millis(now))
        .bind(json(&reason)?)
        .bind(except)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected())
}

/// Live sessions of a principal, newest first.
pub async fn live_of(
    connection: &mut impl Reads,
    principal: &Principal,
    now: Timestamp,
) -> Result<Vec<SessionRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM sessions WHERE ended_at IS NULL AND account_id = ?1 AND user_id IS ?2 AND created_at <= ?3 AND expires_at > ?3 ORDER BY created_at DESC")
        .bind(principal.account().as_str())
        .bind(principal.key())
        .bind(millis(now))
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::session).collect()
}

/// Ends every session of everyone.
pub async fn end_everyones(tx: &mut Tx, now: Timestamp, reason: EndReason) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET ended_at = ?1, end_reason = ?2 WHERE ended_at IS NULL")
        .bind(millis(now))
        .bind(json(&reason)?)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Ends sessions that began after `now`: the clock was moved back.
pub async fn end_future(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET ended_at = ?1, end_reason = ?2 WHERE ended_at IS NULL AND created_at > ?1")
        .bind(millis(now))
        .bind(json(&EndReason::ClockMovedBack)?)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Ends every session of an account; whoever acts as one of its roles no longer does.
pub async fn end_account(
    tx: &mut Tx,
    account: &AccountId,
    now: Timestamp,
    reason: EndReason,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET ended_at = ?2, end_reason = ?3 WHERE ended_at IS NULL AND account_id = ?1")
        .bind(account.as_str())
        .bind(millis(now))
        .bind(json(&reason)?)
        .execute(tx.ready().await?)
        .await?;
    sqlx::query("UPDATE sessions SET role = NULL WHERE role ->> '$.principal.account' = ?1")
        .bind(account.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
