//! What became of requests to assign, to take away, and to provision.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_identity::names::AccountId;

use super::assignments::Assignee;
use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "provisioning_requests";

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// `CreateAccountAssignment`.
    Assign,
    /// `DeleteAccountAssignment`.
    Remove,
    /// `ProvisionPermissionSet`.
    Provision,
}

impl RequestKind {
    fn word(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Remove => "remove",
            Self::Provision => "provision",
        }
    }

    fn read(word: &str) -> Option<Self> {
        [Self::Assign, Self::Remove, Self::Provision]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

/// A request and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// A UUID.
    pub request_id: String,
    /// What was asked for.
    pub kind: RequestKind,
    /// The account; none when all of them were meant.
    pub account: Option<String>,
    /// The permission set.
    pub permission_set: String,
    /// The person or group, as it was called.
    pub principal: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A request to note.
#[derive(Debug)]
pub struct NewRequest<'a> {
    /// A UUID.
    pub request_id: &'a str,
    /// What was asked for.
    pub kind: RequestKind,
    /// The account; none when all of them are meant.
    pub account: Option<&'a AccountId>,
    /// The permission set.
    pub set: &'a PermissionSetId,
    /// Its name.
    pub set_name: &'a str,
    /// Who, and how they are called.
    pub principal: Option<(&'a Assignee, &'a str)>,
    /// Why it failed.
    pub failure: Option<&'a str>,
}

/// How many are kept. AWS keeps the status of requests for a while and documents no time.
const KEPT: i64 = 10_000;

/// Notes a request.
pub async fn insert(tx: &mut Tx, request: &NewRequest<'_>, at: Timestamp) -> Result<(), StoreError> {
    let principal = request.principal.map(|(assignee, name)| (assignee.columns(), name));
    let seq = sqlx::query("INSERT INTO provisioning_requests (request_id, kind, account_id, permission_set_id, permission_set, principal_kind, principal_id, principal, failure, requested_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
        .bind(request.request_id)
        .bind(request.kind.word())
        .bind(request.account.map(AccountId::as_str))
        .bind(request.set.as_str())
        .bind(request.set_name)
        .bind(principal.map(|((kind, _), _)| kind))
        .bind(principal.map(|((_, id), _)| id))
        .bind(principal.map(|(_, name)| name))
        .bind(request.failure)
        .bind(millis(at))
        .execute(tx.ready().await?)
        .await?
        .last_insert_rowid();
    sqlx::query("DELETE FROM provisioning_requests WHERE seq <= ?1")
        .bind(seq.saturating_sub(KEPT))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    request_id: String,
    kind: String,
    account: Option<String>,
    permission_set: String,
    principal: Option<String>,
    failure: Option<String>,
    requested_at: i64,
}

/// A page of them, newest first, and how many are kept.
pub async fn page(connection: &mut impl Reads, from: u32, size: u32) -> Result<(Vec<RequestRow>, u32), StoreError> {
    let total = sqlx::query_scalar("SELECT COUNT(*) FROM provisioning_requests")
        .fetch_one(connection.ready().await?)
        .await?;
    let rows: Vec<Row> = sqlx::query_as("SELECT request_id, kind, COALESCE(accounts.name || ' (' || account_id || ')', account_id) AS account, permission_set, principal, failure, requested_at FROM provisioning_requests LEFT JOIN accounts ON accounts.id = account_id ORDER BY seq DESC LIMIT ?1 OFFSET ?2")
        .bind(size)
        .bind(from)
        .fetch_all(connection.ready().await?)
        .await?;
    let requests = rows.into_iter().map(|row| {
        Ok(RequestRow {
            kind: RequestKind::read(&row.kind).ok_or(StoreError::Row { table: TABLE })?,
            at: time(TABLE, row.requested_at)?,
            request_id: row.request_id,
            account: row.account,
            permission_set: row.permission_set,
            principal: row.principal,
            failure: row.failure,
        })
    });
    Ok((requests.collect::<Result<_, StoreError>>()?, total))
}
