//! The organization's tree and its control policies.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::names::AccountId;

use crate::convert::millis;
use crate::{Reads, StoreError, Tx};

/// The root or an organizational unit.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct UnitRow {
    /// `r-…` or `ou-…`.
    pub id: String,
    /// The unit above; none for the root.
    pub parent_id: Option<String>,
    /// Its name, unique among its siblings.
    pub name: String,
}

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

/// Makes the organization and its root.
pub async fn create(
    tx: &mut Tx,
    id: &str,
    management: &AccountId,
    root: &UnitRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO organization (id, management_account, root_credentials_off, root_sessions, created_at) VALUES (?1, ?2, 0, 0, ?3)")
        .bind(id)
        .bind(management.as_str())
        .bind(millis(now))
        .execute(tx.ready().await?)
        .await?;
    insert_unit(tx, root, now).await
}

/// Adds a unit.
pub async fn insert_unit(tx: &mut Tx, unit: &UnitRow, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO organizational_units (id, parent_id, name, created_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(&unit.id)
        .bind(unit.parent_id.as_deref())
        .bind(&unit.name)
        .bind(millis(now))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// The root and all units, the root first.
pub async fn units(connection: &mut impl Reads) -> Result<Vec<UnitRow>, StoreError> {
    Ok(
        sqlx::query_as("SELECT id, parent_id, name FROM organizational_units ORDER BY parent_id IS NOT NULL, name")
            .fetch_all(connection.ready().await?)
            .await?,
    )
}

/// Puts an account under a unit.
pub async fn place_account(tx: &mut Tx, account: &AccountId, unit: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET unit_id = ?2, joined_at = COALESCE(joined_at, ?3) WHERE id = ?1")
        .bind(account.as_str())
        .bind(unit)
        .bind(millis(now))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Adds a control policy.
pub async fn insert_policy(tx: &mut Tx, policy: &ControlPolicyRow, now: Timestamp) -> Result<(), StoreError> {
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
