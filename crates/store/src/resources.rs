//! What the accounts' services hold, for the consoles that only show it.

use std::collections::BTreeMap;

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::names::AccountId;

use crate::convert::{from_json, json, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "resources";

/// A bucket, an instance, a table: whatever a service holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceRow {
    /// Its ARN.
    pub arn: String,
    /// The account that owns it.
    pub account: AccountId,
    /// The service that it is shown in.
    pub service: String,
    /// What it is, within its service.
    pub kind: String,
    /// The ARN of what it is in, as of an object's bucket.
    pub parent: Option<String>,
    /// Its name.
    pub name: String,
    /// The region that it is in.
    pub region: String,
    /// What else is to be said of it.
    pub details: BTreeMap<String, String>,
    /// What it holds, as text.
    pub content: Option<String>,
    /// What it holds and only its readers may know.
    pub sealed: Option<Vec<u8>>,
    /// Its own policy.
    pub policy: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    arn: String,
    account_id: String,
    service: String,
    kind: String,
    parent: Option<String>,
    name: String,
    region: String,
    details: String,
    content: Option<String>,
    sealed: Option<Vec<u8>>,
    policy: Option<String>,
    created_at: i64,
}

impl Row {
    fn resource(self) -> Result<ResourceRow, StoreError> {
        Ok(ResourceRow {
            arn: self.arn,
            account: name(TABLE, self.account_id)?,
            service: self.service,
            kind: self.kind,
            parent: self.parent,
            name: self.name,
            region: self.region,
            details: from_json(TABLE, &self.details)?,
            content: self.content,
            sealed: self.sealed,
            policy: self.policy,
            created_at: time(TABLE, self.created_at)?,
        })
    }
}

/// Adds a resource; [`StoreError::Conflict`] when there is one of this ARN.
pub async fn insert(tx: &mut Tx, resource: &ResourceRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO resources (arn, account_id, service, kind, parent, name, region, details, content, sealed, policy, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")
        .bind(&resource.arn)
        .bind(resource.account.as_str())
        .bind(&resource.service)
        .bind(&resource.kind)
        .bind(resource.parent.as_deref())
        .bind(&resource.name)
        .bind(&resource.region)
        .bind(json(&resource.details)?)
        .bind(resource.content.as_deref())
        .bind(resource.sealed.as_deref())
        .bind(resource.policy.as_deref())
        .bind(millis(resource.created_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By ARN.
pub async fn by_arn(connection: &mut impl Reads, arn: &str) -> Result<Option<ResourceRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM resources WHERE arn = ?1")
        .bind(arn)
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::resource).transpose()
}

/// An account's resources of a kind in name order: those of a region, or of all.
pub async fn of_kind(
    connection: &mut impl Reads,
    account: &AccountId,
    service: &str,
    kind: &str,
    region: Option<&str>,
) -> Result<Vec<ResourceRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT * FROM resources WHERE account_id = ?1 AND service = ?2 AND kind = ?3 AND (?4 IS NULL OR region = ?4) ORDER BY name, arn",
    )
    .bind(account.as_str())
    .bind(service)
    .bind(kind)
    .bind(region)
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter().map(Row::resource).collect()
}

/// What is in a resource, in name order.
pub async fn inside(connection: &mut impl Reads, parent: &str) -> Result<Vec<ResourceRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM resources WHERE parent = ?1 ORDER BY name, arn")
        .bind(parent)
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::resource).collect()
}
