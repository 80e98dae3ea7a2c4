//! Service control policies and resource control policies, and what they are attached to.

use sqlx::FromRow;
use vestibule_identity::Timestamp;

use crate::convert::millis;
use crate::{Reads, StoreError, Tx};

/// A service control policy or resource control policy.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ControlPolicyRow {
    /// `p-…`.
    pub id: String,
    /// `service` or `resource`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The document.
    pub document: String,
    /// AWS made it: nobody may change it.
    pub is_aws: bool,
}

/// Adds a control policy.
pub async fn insert(tx: &mut Tx, policy: &ControlPolicyRow, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO control_policies (id, kind, name, description, document, is_aws, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(&policy.id)
        .bind(&policy.kind)
        .bind(&policy.name)
        .bind(&policy.description)
        .bind(&policy.document)
        .bind(policy.is_aws)
        .bind(millis(now))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Attaches a control policy to the root, a unit or an account; says whether it was not attached before.
pub async fn attach(tx: &mut Tx, target: &str, policy: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("INSERT OR IGNORE INTO control_attachments (target, policy_id) VALUES (?1, ?2)")
        .bind(target)
        .bind(policy)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// The policies of a kind, AWS's first, then in name order.
pub async fn of_kind(connection: &mut impl Reads, kind: &str) -> Result<Vec<ControlPolicyRow>, StoreError> {
    Ok(
        sqlx::query_as("SELECT * FROM control_policies WHERE kind = ?1 ORDER BY is_aws DESC, name")
            .bind(kind)
            .fetch_all(connection.ready().await?)
            .await?,
    )
}

/// By id.
pub async fn by_id(connection: &mut impl Reads, id: &str) -> Result<Option<ControlPolicyRow>, StoreError> {
    Ok(sqlx::query_as("SELECT * FROM control_policies WHERE id = ?1")
        .bind(id)
        .fetch_optional(connection.ready().await?)
        .await?)
}

/// Changes name, description and document.
pub async fn update(tx: &mut Tx, policy: &ControlPolicyRow) -> Result<(), StoreError> {
    sqlx::query("UPDATE control_policies SET name = ?2, description = ?3, document = ?4 WHERE id = ?1")
        .bind(&policy.id)
        .bind(&policy.name)
        .bind(&policy.description)
        .bind(&policy.document)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes a policy that is attached nowhere.
pub async fn delete(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM control_policies WHERE id = ?1")
        .bind(id)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Detaches; says whether it was attached.
pub async fn detach(tx: &mut Tx, target: &str, policy: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM control_attachments WHERE target = ?1 AND policy_id = ?2")
        .bind(target)
        .bind(policy)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Detaches every policy of a kind from everything.
pub async fn detach_kind(tx: &mut Tx, kind: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM control_attachments WHERE policy_id IN (SELECT id FROM control_policies WHERE kind = ?1)")
        .bind(kind)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// The policies of a kind that are attached to a target itself, AWS's first, then in name order.
pub async fn attached_to(
    connection: &mut impl Reads,
    target: &str,
    kind: &str,
) -> Result<Vec<ControlPolicyRow>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT control_policies.* FROM control_policies JOIN control_attachments ON policy_id = id WHERE target = ?1 AND kind = ?2 ORDER BY is_aws DESC, name",
    )
    .bind(target)
    .bind(kind)
    .fetch_all(connection.ready().await?)
    .await?)
}

/// What a policy is attached to: ids of the root, of units and of accounts.
pub async fn targets_of(connection: &mut impl Reads, policy: &str) -> Result<Vec<String>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT target FROM control_attachments WHERE policy_id = ?1 ORDER BY target")
            .bind(policy)
            .fetch_all(connection.ready().await?)
            .await?,
    )
}

/// Switches a kind of policies on or off.
pub async fn set_kind_on(tx: &mut Tx, kind: &str, on: bool) -> Result<(), StoreError> {
    let statement = if kind == "service" {
        "UPDATE organization SET service_control_on = ?1"
    } else {
        "UPDATE organization SET resource_control_on = ?1"
    };
    sqlx::query(statement).bind(on).execute(tx.ready().await?).await?;
    Ok(())
}
