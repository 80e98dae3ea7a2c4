//! Versions of managed policies: at most one of them counts.

use sqlx::FromRow;
use vestibule_identity::Timestamp;

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "policy_versions";

/// A version of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// From 1.
    pub version: i64,
    /// Its text.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    version: i64,
    document: String,
    created_at: i64,
}

/// All versions, newest first.
pub async fn of_policy(connection: &mut impl Reads, arn: &str) -> Result<Vec<VersionRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT version, document, created_at FROM policy_versions WHERE arn = ?1 ORDER BY version DESC",
    )
    .bind(arn)
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(VersionRow {
                version: row.version,
                document: row.document,
                created_at: time(TABLE, row.created_at)?,
            })
        })
        .collect()
}

/// Adds the newest version; it counts only once it is [made the default](set_default).
pub async fn insert(tx: &mut Tx, arn: &str, version: &VersionRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO policy_versions (arn, version, document, created_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(arn)
        .bind(version.version)
        .bind(&version.document)
        .bind(millis(version.created_at))
        .execute(tx.ready().await?)
        .await?;
    sqlx::query("UPDATE managed_policies SET latest_version = ?2 WHERE arn = ?1")
        .bind(arn)
        .bind(version.version)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Makes a version the one that counts.
pub async fn set_default(tx: &mut Tx, arn: &str, version: i64, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE managed_policies SET default_version = ?2, updated_at = ?3 WHERE arn = ?1")
        .bind(arn)
        .bind(version)
        .bind(millis(at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes a version.
pub async fn delete(tx: &mut Tx, arn: &str, version: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM policy_versions WHERE arn = ?1 AND version = ?2")
        .bind(arn)
        .bind(version)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
