//! Event records.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::event::{EventRecord, Outcome};
use vestibule_identity::names::AccountId;

use crate::convert::{json, millis, time};
use crate::{Reads, StoreError, Tx};

/// Which events; every absent field matches all.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Event name, whole.
    pub name: Option<String>,
    /// User name as recorded, whole.
    pub user_name: Option<String>,
    /// Success or failure.
    pub outcome: Option<Outcome>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not after.
    pub to: Option<Timestamp>,
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Position; grows.
    pub seq: i64,
    /// When.
    pub time: Timestamp,
    /// Event name.
    pub name: String,
    /// User name as recorded.
    pub user_name: Option<String>,
    /// Success or failure.
    pub outcome: Outcome,
    /// The whole record.
    pub json: String,
}

#[derive(FromRow)]
struct Row {
    seq: i64,
    time: i64,
    name: String,
    user_name: Option<String>,
    is_success: bool,
    record: String,
}

/// Appends a record to its account's history.
pub async fn append(tx: &mut Tx, record: &EventRecord) -> Result<(), StoreError> {
    tx.statement("INSERT INTO events (account_id, time, name, user_name, is_success, record) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(record.account().as_str())
        .bind(millis(record.time()))
        .bind(record.name())
        .bind(record.user_name())
        .bind(record.outcome() == Outcome::Success)
        .bind(json(record)?)
        .later()
        .await
}

/// Events of an account before a position, newest first.
pub async fn page(
    connection: &mut impl Reads,
    account: &AccountId,
    filter: &EventFilter,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<EventRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT seq, time, name, user_name, is_success, record FROM events WHERE account_id = ?1 AND seq < ?2 AND (?3 IS NULL OR name = ?3) AND (?4 IS NULL OR user_name = ?4) AND (?5 IS NULL OR is_success = ?5) AND (?6 IS NULL OR time >= ?6) AND (?7 IS NULL OR time <= ?7) ORDER BY seq DESC LIMIT ?8",
    )
    .bind(account.as_str())
    .bind(before.unwrap_or(i64::MAX))
    .bind(&filter.name)
    .bind(&filter.user_name)
    .bind(filter.outcome.map(|outcome| outcome == Outcome::Success))
    .bind(filter.from.map(millis))
    .bind(filter.to.map(millis))
    .bind(limit)
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EventRow {
                seq: row.seq,
                time: time("events", row.time)?,
                name: row.name,
                user_name: row.user_name,
                outcome: if row.is_success {
                    Outcome::Success
                } else {
                    Outcome::Failure
                },
                json: row.record,
            })
        })
        .collect()
}
