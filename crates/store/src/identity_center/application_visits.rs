//! Signing in to applications: authorization codes, the sessions of people, and the assertions that were taken.

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::ApplicationId;

use crate::convert::{maybe_time, millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "application_sessions";

/// A person signed in to an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationSessionRow {
    /// The application.
    pub application: ApplicationId,
    /// What the application was told, JSON of the caller's.
    pub claims: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When the portal session that it came from ended or ends; nothing where that session is not known.
    pub portal_end: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    application_id: String,
    claims: String,
    began_at: i64,
    portal_end: Option<i64>,
}

/// Keeps an authorization code or a sign-in that began; what it means is the caller's, in JSON. Others whose time is over
/// go: anybody may begin.
pub async fn put_code(
    tx: &mut Tx,
    hash: &[u8; 32],
    application: &ApplicationId,
    code: &str,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    forget_expired(tx, now).await?;
    tx.statement("INSERT INTO application_codes (code_hash, application_id, code, expires_at) VALUES (?, ?, ?, ?)")
        .bind(hash.as_slice())
        .bind(application.as_str())
        .bind(code.to_owned())
        .bind(millis(expires_at))
        .later()
        .await
}

/// Takes one away: of two takers one gets it. With it goes every other whose time is over.
pub async fn take_code(
    tx: &mut Tx,
    hash: &[u8; 32],
    application: &ApplicationId,
    now: Timestamp,
) -> Result<Option<(String, Timestamp)>, StoreError> {
    let row: Option<(String, i64)> = sqlx::query_as(
        "DELETE FROM application_codes WHERE code_hash = ?1 AND application_id = ?2 RETURNING code, expires_at",
    )
    .bind(hash.as_slice())
    .bind(application.as_str())
    .fetch_optional(tx.ready().await?)
    .await?;
    forget_expired(tx, now).await?;
    row.map(|(code, expires_at)| Ok((code, time("application_codes", expires_at)?)))
        .transpose()
}

async fn forget_expired(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM application_codes WHERE expires_at <= ?")
        .bind(millis(now))
        .later()
        .await
}

/// Forgets every code and every session: the store went back in time.
pub async fn forget_everyones(tx: &mut Tx) -> Result<(), StoreError> {
    tx.statement("DELETE FROM application_codes").later().await?;
    tx.statement("DELETE FROM application_sessions").later().await
}

/// Notes that an assertion was taken; `false` when it was before. Those are forgotten that nobody would take any more,
/// whichever clock holds: `over` is the earlier one.
pub async fn take_assertion(
    tx: &mut Tx,
    application: &ApplicationId,
    assertion: &str,
    good_until: Timestamp,
    over: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT OR IGNORE INTO application_assertions (application_id, assertion_id, good_until) VALUES (?1, ?2, ?3)",
    )
    .bind(application.as_str())
    .bind(assertion)
    .bind(millis(good_until))
    .execute(tx.ready().await?)
    .await?;
    tx.statement("DELETE FROM application_assertions WHERE good_until <= ?")
        .bind(millis(over))
        .later()
        .await?;
    Ok(done.rows_affected() > 0)
}

/// A person who signs in to an application.
#[derive(Debug)]
pub struct NewApplicationSession<'a> {
    /// Of its cookie.
    pub token_hash: [u8; 32],
    /// The application.
    pub application: &'a ApplicationId,
    /// The portal session that it comes from.
    pub portal_session: Uuid,
    /// The authorization code that it was had for.
    pub code_hash: Option<[u8; 32]>,
    /// What the application was told, JSON of the caller's.
    pub claims: String,
    /// When it begins.
    pub at: Timestamp,
}

/// A session of an application begins.
pub async fn begin(tx: &mut Tx, session: NewApplicationSession<'_>) -> Result<(), StoreError> {
    tx.statement("INSERT INTO application_sessions (token_hash, application_id, portal_session, code_hash, claims, began_at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(session.token_hash.to_vec())
        .bind(session.application.as_str().to_owned())
        .bind(session.portal_session)
        .bind(session.code_hash.map(|hash| hash.to_vec()))
        .bind(session.claims)
        .bind(millis(session.at))
        .later()
        .await
}

/// Ends what was had for a code.
pub async fn end_of_code(tx: &mut Tx, code_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.statement("DELETE FROM application_sessions WHERE code_hash = ?")
        .bind(code_hash.as_slice())
        .later()
        .await
}

/// A session, with the end of the portal session that it came from.
pub async fn session(
    connection: &mut impl Reads,
    token_hash: &[u8; 32],
) -> Result<Option<ApplicationSessionRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT application_id, claims, began_at, coalesce(portal_ended_at, (SELECT min(coalesce(ended_at, expires_at), expires_at) FROM portal_sessions WHERE portal_sessions.id = portal_session), began_at) AS portal_end FROM application_sessions WHERE token_hash = ?1")
        .bind(token_hash.as_slice())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(|row| {
        Ok(ApplicationSessionRow {
            application: ApplicationId::stored(row.application_id),
            claims: row.claims,
            began_at: time(TABLE, row.began_at)?,
            portal_end: maybe_time(TABLE, row.portal_end)?,
        })
    })
    .transpose()
}

/// Ends what began after `now`: the clock was moved back. Portal sessions that were ended after it ended now.
pub async fn end_future(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.statement("DELETE FROM application_sessions WHERE began_at > ?")
        .bind(millis(now))
        .later()
        .await?;
    tx.statement("UPDATE application_sessions SET portal_ended_at = ? WHERE portal_ended_at > ?")
        .bind(millis(now))
        .bind(millis(now))
        .later()
        .await
}

/// Signs out of an application.
pub async fn end(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.statement("DELETE FROM application_sessions WHERE token_hash = ?")
        .bind(token_hash.as_slice())
        .later()
        .await
}
