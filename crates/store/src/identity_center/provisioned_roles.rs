//! The roles that permission sets are in accounts.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_identity::ids::RoleId;
use vestibule_identity::names::{AccountId, PolicyName};

use super::Page;
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
    /// The policy that the account lacks, when bringing it up to date failed for that.
    pub missing_policy: Option<String>,
}

/// A provisioned role with its account's name.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ProvisionedIn {
    /// The account.
    pub account_id: String,
    /// Its name.
    pub account: String,
    /// The role's name.
    pub role: String,
    /// The set was changed since.
    pub outdated: bool,
    /// The policy that the account lacks.
    pub missing_policy: Option<String>,
    /// How many people and groups have it there.
    pub principals: u32,
}

#[derive(FromRow)]
struct Row {
    account_id: String,
    permission_set_id: String,
    role_id: String,
    outdated: bool,
    provisioned_at: i64,
    missing_policy: Option<String>,
}

impl Row {
    fn provisioned(self) -> Result<ProvisionedRow, StoreError> {
        Ok(ProvisionedRow {
            account: name(TABLE, self.account_id)?,
            permission_set: PermissionSetId::stored(self.permission_set_id),
            role: RoleId::stored(self.role_id),
            outdated: self.outdated,
            provisioned_at: time(TABLE, self.provisioned_at)?,
            missing_policy: self.missing_policy,
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

/// Every set that is provisioned in an account, with its name, in name order.
pub async fn of_account(
    connection: &mut impl Reads,
    account: &AccountId,
) -> Result<Vec<(ProvisionedRow, String)>, StoreError> {
    let rows: Vec<NamedRow> = sqlx::query_as("SELECT provisioned_roles.*, name FROM provisioned_roles JOIN permission_sets ON id = permission_set_id WHERE account_id = ?1 ORDER BY name_folded")
        .bind(account.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.row.provisioned()?, row.name)))
        .collect()
}

/// How many sets are provisioned in an account.
pub async fn count_of_account(connection: &mut impl Reads, account: &AccountId) -> Result<u32, StoreError> {
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM provisioned_roles WHERE account_id = ?1")
        .bind(account.as_str())
        .fetch_one(connection.ready().await?)
        .await?;
    Ok(count)
}

#[derive(FromRow)]
struct NamedRow {
    #[sqlx(flatten)]
    row: Row,
    name: String,
}

/// Notes that a set has a role in an account, which has nothing yet.
pub async fn insert(tx: &mut Tx, row: &ProvisionedRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO provisioned_roles (account_id, permission_set_id, role_id, outdated, provisioned_at) VALUES (?1, ?2, ?3, ?4, ?5)")
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

/// A policy that the set has and the account lacks.
pub async fn missing_policy(
    connection: &mut impl Reads,
    account: &AccountId,
    set: &PermissionSetId,
) -> Result<Option<String>, StoreError> {
    let arn: Option<String> = sqlx::query_scalar(
        "\
WITH wanted (policy) AS (
  SELECT policy FROM permission_set_policies WHERE permission_set_id = ?1
  UNION SELECT boundary FROM permission_sets WHERE id = ?1 AND boundary IS NOT NULL
), arns (arn) AS (
  SELECT CASE WHEN policy LIKE 'arn:%' THEN policy ELSE 'arn:aws:iam::' || ?2 || ':policy' || policy END FROM wanted
)
SELECT MIN(arn) FROM arns WHERE NOT EXISTS (SELECT 1 FROM managed_policies WHERE managed_policies.arn = arns.arn)",
    )
    .bind(set.as_str())
    .bind(account.as_str())
    .fetch_one(connection.ready().await?)
    .await?;
    Ok(arn)
}

/// What a set has, as its accounts name it: one of the customer's own is named by path and name.
macro_rules! arn {
    ($column:literal) => {
        concat!(
            "CASE WHEN ",
            $column,
            " LIKE 'arn:%' THEN ",
            $column,
            " ELSE 'arn:aws:iam::' || provisioned_roles.account_id || ':policy' || ",
            $column,
            " END"
        )
    };
}
macro_rules! ready {
    () => {
        "permission_set_id = ?1 AND (?2 IS NULL OR account_id = ?2) AND missing_policy IS NULL"
    };
}
macro_rules! owners {
    () => {
        concat!("(SELECT role_id FROM provisioned_roles WHERE ", ready!(), ")")
    };
}

/// In this order. Where a policy is missing, the role stays as it was.
const REFRESH: [&str; 9] = [
    concat!(
        "WITH wanted (policy) AS (SELECT policy FROM permission_set_policies WHERE permission_set_id = ?1 UNION SELECT boundary FROM permission_sets WHERE id = ?1 AND boundary IS NOT NULL) UPDATE provisioned_roles SET outdated = 1, missing_policy = (SELECT MIN(",
        arn!("policy"),
        ") FROM wanted WHERE NOT EXISTS (SELECT 1 FROM managed_policies WHERE arn = ",
        arn!("policy"),
        ")) WHERE permission_set_id = ?1 AND (?2 IS NULL OR account_id = ?2)"
    ),
    concat!("DELETE FROM attached_policies WHERE owner IN ", owners!()),
    concat!(
        "INSERT INTO attached_policies (owner, policy_arn) SELECT role_id, ",
        arn!("policy"),
        " FROM provisioned_roles JOIN permission_set_policies USING (permission_set_id) WHERE ",
        ready!()
    ),
    concat!("DELETE FROM inline_policies WHERE owner IN ", owners!()),
    concat!(
        "INSERT INTO inline_policies (owner, name, document) SELECT role_id, ?3, inline_policy FROM provisioned_roles JOIN permission_sets ON id = permission_set_id WHERE inline_policy IS NOT NULL AND ",
        ready!()
    ),
    concat!("DELETE FROM permissions_boundaries WHERE owner IN ", owners!()),
    concat!(
        "INSERT INTO permissions_boundaries (owner, policy_arn) SELECT role_id, ",
        arn!("boundary"),
        " FROM provisioned_roles JOIN permission_sets ON id = permission_set_id WHERE boundary IS NOT NULL AND ",
        ready!()
    ),
    concat!(
        "UPDATE roles SET description = (SELECT description FROM permission_sets WHERE id = ?1) WHERE id IN ",
        owners!()
    ),
    concat!(
        "UPDATE provisioned_roles SET outdated = 0, provisioned_at = ?4 WHERE ",
        ready!()
    ),
];

/// Makes the roles of a set, all or in one account, exactly what the set is: a few statements, however many accounts
/// there are.
pub async fn refresh(
    tx: &mut Tx,
    set: &PermissionSetId,
    account: Option<&AccountId>,
    inline: &PolicyName,
    now: Timestamp,
) -> Result<(), StoreError> {
    for statement in REFRESH {
        sqlx::query(statement)
            .bind(set.as_str())
            .bind(account.map(AccountId::as_str))
            .bind(inline.as_str())
            .bind(millis(now))
            .execute(tx.ready().await?)
            .await?;
    }
    Ok(())
}

/// Deletes the roles that nobody is assigned any more, all or in one account; their last assignment went. Says how many.
pub async fn delete_unassigned(tx: &mut Tx, account: Option<&AccountId>) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM roles WHERE id IN (SELECT role_id FROM provisioned_roles WHERE (?1 IS NULL OR account_id = ?1) AND NOT EXISTS (SELECT 1 FROM assignments WHERE assignments.account_id = provisioned_roles.account_id AND assignments.permission_set_id = provisioned_roles.permission_set_id))")
        .bind(account.map(AccountId::as_str))
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected())
}

/// A page of the accounts that a set is provisioned in, in name order, and how many there are.
pub async fn page_of_set(
    connection: &mut impl Reads,
    set: &PermissionSetId,
    page: &Page,
) -> Result<(Vec<ProvisionedIn>, u32), StoreError> {
    let total = sqlx::query_scalar("SELECT COUNT(*) FROM provisioned_roles JOIN accounts ON accounts.id = provisioned_roles.account_id WHERE permission_set_id = ?1 AND (?2 = '' OR accounts.id = ?2 OR instr(lower(accounts.name), ?2) > 0)")
        .bind(set.as_str())
        .bind(page.folded())
        .fetch_one(connection.ready().await?)
        .await?;
    let rows = sqlx::query_as("SELECT provisioned_roles.account_id, accounts.name AS account, roles.name AS role, outdated, missing_policy, (SELECT COUNT(*) FROM assignments WHERE assignments.account_id = provisioned_roles.account_id AND assignments.permission_set_id = ?1) AS principals FROM provisioned_roles JOIN accounts ON accounts.id = provisioned_roles.account_id JOIN roles ON roles.id = role_id WHERE permission_set_id = ?1 AND (?2 = '' OR accounts.id = ?2 OR instr(lower(accounts.name), ?2) > 0) ORDER BY accounts.name, accounts.id LIMIT ?3 OFFSET ?4")
        .bind(set.as_str())
        .bind(page.folded())
        .bind(page.size)
        .bind(page.from)
        .fetch_all(connection.ready().await?)
        .await?;
    Ok((rows, total))
}
