//! The organization's tree: units, accounts, delegated administrators, and what is switched on.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::names::AccountId;

use crate::convert::{maybe_time, millis};
use crate::{Reads, StoreError, Tx, accounts};

const TABLE: &str = "accounts";

/// An account as a member of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The account.
    pub account: Account,
    /// The root or unit it is under.
    pub unit_id: String,
    /// When it joined.
    pub joined_at: Option<Timestamp>,
    /// The organization created it, rather than invited it.
    pub was_created: bool,
    /// Its root user has no credentials and may not recover any.
    pub root_recovery_off: bool,
}

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

/// All accounts of the organization, in name order.
pub async fn members(connection: &mut impl Reads) -> Result<Vec<MemberRow>, StoreError> {
    let rows: Vec<(String, String, Option<i64>, bool, bool)> = sqlx::query_as(
        "SELECT id, unit_id, joined_at, was_created, root_recovery_off FROM accounts WHERE unit_id IS NOT NULL ORDER BY name, id",
    )
    .fetch_all(connection.ready().await?)
    .await?;
    let mut members = Vec::with_capacity(rows.len());
    for (id, unit_id, joined_at, was_created, root_recovery_off) in rows {
        let id = crate::convert::name(TABLE, id)?;
        let account = accounts::by_id(connection, &id)
            .await?
            .ok_or(StoreError::Row { table: TABLE })?;
        members.push(MemberRow {
            account,
            unit_id,
            joined_at: maybe_time(TABLE, joined_at)?,
            was_created,
            root_recovery_off,
        });
    }
    Ok(members)
}

/// A unit or the root.
pub async fn unit(connection: &mut impl Reads, id: &str) -> Result<Option<UnitRow>, StoreError> {
    Ok(
        sqlx::query_as("SELECT id, parent_id, name FROM organizational_units WHERE id = ?1")
            .bind(id)
            .fetch_optional(connection.ready().await?)
            .await?,
    )
}

/// Renames a unit.
pub async fn rename_unit(tx: &mut Tx, id: &str, name: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE organizational_units SET name = ?2 WHERE id = ?1")
        .bind(id)
        .bind(name)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes a unit and what is attached to it.
pub async fn delete_unit(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM control_attachments WHERE target = ?1",
        "DELETE FROM organizational_units WHERE id = ?1",
    ] {
        sqlx::query(statement).bind(id).execute(tx.ready().await?).await?;
    }
    Ok(())
}

/// Notes that the organization created the account.
pub async fn set_was_created(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET was_created = 1 WHERE id = ?1")
        .bind(account.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Whether the account's root user may not recover a password.
pub async fn root_recovery_off(connection: &mut impl Reads, account: &AccountId) -> Result<bool, StoreError> {
    let off: Option<bool> = sqlx::query_scalar("SELECT root_recovery_off FROM accounts WHERE id = ?1")
        .bind(account.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    Ok(off.unwrap_or(false))
}

/// Forbids or allows the account's root user to recover a password.
pub async fn set_root_recovery_off(tx: &mut Tx, account: &AccountId, off: bool) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET root_recovery_off = ?2 WHERE id = ?1")
        .bind(account.as_str())
        .bind(off)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Switches the two halves of centralized root access.
pub async fn set_root_access(tx: &mut Tx, credentials_off: bool, sessions: bool) -> Result<(), StoreError> {
    sqlx::query("UPDATE organization SET root_credentials_off = ?1, root_sessions = ?2")
        .bind(credentials_off)
        .bind(sessions)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Sets or removes the policy by which the organization delegates its administration.
pub async fn set_delegation_policy(tx: &mut Tx, document: Option<&str>) -> Result<(), StoreError> {
    sqlx::query("UPDATE organization SET delegation_policy = ?1")
        .bind(document)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// The delegated administrators: account and service, in that order.
pub async fn delegations(connection: &mut impl Reads) -> Result<Vec<(String, String)>, StoreError> {
    Ok(
        sqlx::query_as("SELECT account_id, service FROM delegated_administrators ORDER BY account_id, service")
            .fetch_all(connection.ready().await?)
            .await?,
    )
}

/// Makes an account the delegated administrator of a service; says whether it was not before.
pub async fn delegate(tx: &mut Tx, account: &AccountId, service: &str, now: Timestamp) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT OR IGNORE INTO delegated_administrators (account_id, service, enabled_at) VALUES (?1, ?2, ?3)",
    )
    .bind(account.as_str())
    .bind(service)
    .bind(millis(now))
    .execute(tx.ready().await?)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends that; says whether it was.
pub async fn end_delegation(tx: &mut Tx, account: &AccountId, service: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM delegated_administrators WHERE account_id = ?1 AND service = ?2")
        .bind(account.as_str())
        .bind(service)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}
