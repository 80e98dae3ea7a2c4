//! How much of what an account has.

use sqlx::FromRow;
use vestibule_identity::names::AccountId;

use crate::{Reads, StoreError};

/// What `GetAccountSummary` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Counts {
    /// Users.
    pub users: u32,
    /// Groups.
    pub groups: u32,
    /// Roles.
    pub roles: u32,
    /// The account's own managed policies.
    pub policies: u32,
    /// MFA devices that are made, whether assigned or not.
    pub mfa_devices: u32,
    /// MFA devices that are assigned to users and the root user.
    pub mfa_devices_in_use: u32,
    /// MFA devices that are assigned to the root user.
    pub root_mfa_devices: u32,
    /// The root user's access keys, active or not.
    pub root_access_keys: u32,
}

/// Counts what an account has.
pub async fn of_account(connection: &mut impl Reads, account: &AccountId) -> Result<Counts, StoreError> {
    Ok(sqlx::query_as(
        "\
SELECT (SELECT count(*) FROM users WHERE account_id = ?1) AS users,
  (SELECT count(*) FROM groups WHERE account_id = ?1) AS groups,
  (SELECT count(*) FROM roles WHERE account_id = ?1) AS roles,
  (SELECT count(*) FROM managed_policies WHERE account_id = ?1) AS policies,
  (SELECT count(*) FROM mfa_devices WHERE account_id = ?1) AS mfa_devices,
  (SELECT count(*) FROM mfa_devices WHERE account_id = ?1 AND enabled_at IS NOT NULL) AS mfa_devices_in_use,
  (SELECT count(*) FROM mfa_devices WHERE account_id = ?1 AND user_id IS NULL AND enabled_at IS NOT NULL) AS root_mfa_devices,
  (SELECT count(*) FROM access_keys WHERE account_id = ?1 AND user_id IS NULL) AS root_access_keys",
    )
    .bind(account.as_str())
    .fetch_one(connection.ready().await?)
    .await?)
}
