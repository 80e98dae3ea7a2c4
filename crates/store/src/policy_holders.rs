//! Who has a managed policy: attached, or as permissions boundary.

use sqlx::FromRow;
use vestibule_identity::names::AccountId;

use crate::{Reads, StoreError, Tx};

/// What can have policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
pub enum HolderKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// A role.
    Role,
}

/// One who has a policy.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HolderRow {
    /// What it is.
    pub kind: HolderKind,
    /// Its name.
    pub name: String,
    /// Its unique id.
    pub id: String,
    /// As boundary, and not attached.
    pub is_boundary: bool,
}

/// How often a policy is used in an account.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct UseRow {
    /// The policy.
    pub policy_arn: String,
    /// As boundary, and not attached.
    pub is_boundary: bool,
    /// So often.
    pub uses: i64,
}

macro_rules! of_account {
    ($select:literal) => {
        concat!(
            "\
WITH holders (id, kind, name) AS (
  SELECT id, 'user', name FROM users WHERE account_id = ?1 UNION ALL
  SELECT id, 'group', name FROM groups WHERE account_id = ?1 UNION ALL
  SELECT id, 'role', name FROM roles WHERE account_id = ?1
), uses (owner, policy_arn, is_boundary) AS (
  SELECT owner, policy_arn, FALSE FROM attached_policies UNION ALL
  SELECT owner, policy_arn, TRUE FROM permissions_boundaries
)
",
            $select
        )
    };
}

/// Those of an account who have a policy, in name order.
pub async fn of_policy(
    connection: &mut impl Reads,
    account: &AccountId,
    arn: &str,
) -> Result<Vec<HolderRow>, StoreError> {
    let query = of_account!(
        "SELECT kind, name, id, is_boundary FROM uses JOIN holders ON id = owner WHERE policy_arn = ?2 ORDER BY is_boundary, kind, name"
    );
    Ok(sqlx::query_as(query)
        .bind(account.as_str())
        .bind(arn)
        .fetch_all(connection.ready().await?)
        .await?)
}

/// How often the policies of an account, and AWS's, are used in it.
pub async fn uses(connection: &mut impl Reads, account: &AccountId) -> Result<Vec<UseRow>, StoreError> {
    let query = of_account!(
        "SELECT policy_arn, is_boundary, COUNT(*) AS uses FROM uses JOIN holders ON id = owner GROUP BY 1, 2"
    );
    Ok(sqlx::query_as(query)
        .bind(account.as_str())
        .fetch_all(connection.ready().await?)
        .await?)
}

/// How many managed policies the account has of its own.
pub async fn count_of_account(connection: &mut impl Reads, account: &AccountId) -> Result<i64, StoreError> {
    let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM managed_policies WHERE account_id = ?1")
        .bind(account.as_str())
        .fetch_one(connection.ready().await?)
        .await?;
    Ok(count)
}

/// Deletes a policy with its versions; nothing may have it.
pub async fn delete_policy(tx: &mut Tx, arn: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM managed_policies WHERE arn = ?1")
        .bind(arn)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
