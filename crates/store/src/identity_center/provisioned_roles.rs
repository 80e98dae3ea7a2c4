//! The roles that permission sets are in accounts.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_identity::ids::RoleId;
use vestibule_identity::names::AccountId;

use crate::convert::{millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "provisioned_roles";

/// A provisioned role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionedRow {
    /// The account.
    pub account: AccountId,
    /// The permission set.
    pub permission_set: PermissionSetId,
    /// The role.
    pub role: RoleId,
    /// The set was changed since.
    pub outdated: bool,
    /// When it was provisioned.
    pub provisioned_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    account_id: String,
    permission_set_id: String,
    role_id: String,
    outdated: bool,
    provisioned_at: i64,
}

impl Row {
    fn provisioned(self) -> Result<ProvisionedRow, StoreError> {
        Ok(ProvisionedRow {
            account: name(TABLE, self.account_id)?,
            permission_set: PermissionSetId::stored(self.permission_set_id),
            role: RoleId::stored(self.role_id),
            outdated: self.outdated,
            provisioned_at: time(TABLE, self.provisioned_at)?,
        })
    }
}

/// The role of a set in an account.
pub async fn get(
    connection: &mut impl Reads,
    account: &AccountId,
    set: &PermissionSetId,
) -> Result<Option<ProvisionedRow>, StoreError> {
    let row: Option<Row> =
        sqlx::query_as("SELECT * FROM provisioned_roles WHERE account_id = ?1 AND permission_set_id = ?2")
            .bind(account.as_str())
            .bind(set.as_str())
            .fetch_optional(connection.ready().await?)
            .await?;
    row.map(Row::provisioned).transpose()
}

/// Every account that a set is provisioned in.
pub async fn of_set(connection: &mut impl Reads, set: &PermissionSetId) -> Result<Vec<ProvisionedRow>, StoreError> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT * FROM provisioned_roles WHERE permission_set_id = ?1 ORDER BY account_id")
            .bind(set.as_str())
            .fetch_all(connection.ready().await?)
            .await?;
    rows.into_iter().map(Row::provisioned).collect()
}

/// Notes that a set is provisioned as it is now.
pub async fn put(tx: &mut Tx, row: &ProvisionedRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO provisioned_roles (account_id, permission_set_id, role_id, outdated, provisioned_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (account_id, permission_set_id) DO UPDATE SET role_id = excluded.role_id, outdated = excluded.outdated, provisioned_at = excluded.provisioned_at")
        .bind(row.account.as_str())
        .bind(row.permission_set.as_str())
        .bind(row.role.as_str())
        .bind(row.outdated)
        .bind(millis(row.provisioned_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// The set was changed: its roles are not what it is.
pub async fn mark_outdated(tx: &mut Tx, set: &PermissionSetId) -> Result<(), StoreError> {
    sqlx::query("UPDATE provisioned_roles SET outdated = 1 WHERE permission_set_id = ?1")
        .bind(set.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
