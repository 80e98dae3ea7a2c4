//! Who has access to what: by account, by person, by group.

use sqlx::FromRow;
use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_identity::names::AccountId;

use super::Page;
use super::assignments::Assignee;
use crate::{Reads, StoreError};

/// An account of the organization in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ListedAccount {
    /// 12 digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The root user's e-mail address.
    pub email: String,
    /// The root or unit it is under.
    pub unit_id: String,
    /// Nobody enters it any more.
    pub is_suspended: bool,
    /// How many permission sets are provisioned in it.
    pub permission_sets: u32,
    /// How many of them are not what they are now.
    pub outdated: u32,
}

macro_rules! accounts {
    () => {
        "FROM accounts WHERE unit_id IS NOT NULL AND (?1 = '' OR id = ?1 OR instr(lower(name), ?1) > 0 OR instr(email_folded, ?1) > 0) AND (?2 IS NULL OR unit_id = ?2)"
    };
}

/// A page of the organization's accounts in name order, of all or of one unit, and how many there are.
pub async fn accounts(
    connection: &mut impl Reads,
    page: &Page,
    unit: Option<&str>,
) -> Result<(Vec<ListedAccount>, u32), StoreError> {
    let total = sqlx::query_scalar(concat!("SELECT COUNT(*) ", accounts!(), ""))
        .bind(page.folded())
        .bind(unit)
        .fetch_one(connection.ready().await?)
        .await?;
    let rows = sqlx::query_as(concat!("SELECT id, name, email, unit_id, status = 'suspended' AS is_suspended, (SELECT COUNT(*) FROM provisioned_roles WHERE account_id = accounts.id) AS permission_sets, (SELECT COUNT(*) FROM provisioned_roles WHERE account_id = accounts.id AND provisioned_roles.outdated) AS outdated ", accounts!(), " ORDER BY name, id LIMIT ?3 OFFSET ?4"))
        .bind(page.folded())
        .bind(unit)
        .bind(page.size)
        .bind(page.from)
        .fetch_all(connection.ready().await?)
        .await?;
    Ok((rows, total))
}

/// One account of the organization.
pub async fn account(connection: &mut impl Reads, id: &str) -> Result<Option<ListedAccount>, StoreError> {
    Ok(sqlx::query_as("SELECT id, name, email, unit_id, status = 'suspended' AS is_suspended, (SELECT COUNT(*) FROM provisioned_roles WHERE account_id = accounts.id) AS permission_sets, (SELECT COUNT(*) FROM provisioned_roles WHERE account_id = accounts.id AND provisioned_roles.outdated) AS outdated FROM accounts WHERE unit_id IS NOT NULL AND id = ?1")
        .bind(id)
        .fetch_optional(connection.ready().await?)
        .await?)
}

/// How many accounts stand directly under each unit.
pub async fn accounts_of_units(connection: &mut impl Reads) -> Result<Vec<(String, u32)>, StoreError> {
    Ok(
        sqlx::query_as("SELECT unit_id, COUNT(*) FROM accounts WHERE unit_id IS NOT NULL GROUP BY unit_id")
            .fetch_all(connection.ready().await?)
            .await?,
    )
}

/// A person or group with what they have in one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedHere {
    /// Who.
    pub assignee: Assignee,
    /// User name, or the group's name.
    pub name: String,
    /// Permission sets by id and name.
    pub permission_sets: Vec<(PermissionSetId, String)>,
}

#[derive(FromRow)]
struct HereRow {
    kind: String,
    id: String,
    shown: String,
    sets: String,
}

/// People and groups that are assigned something in an account. By their folded names: SQLite folds ASCII only.
macro_rules! here {
    () => {
        "FROM (SELECT principal_kind AS kind, principal_id AS id, COALESCE(user_name, directory_groups.name, principal_id) AS shown, COALESCE(user_name_folded, directory_groups.name_folded, principal_id) AS folded, group_concat(permission_set_id || ' ' || permission_sets.name, char(10)) AS sets FROM assignments JOIN permission_sets ON permission_sets.id = permission_set_id LEFT JOIN directory_users ON principal_kind = 'user' AND directory_users.id = principal_id LEFT JOIN directory_groups ON principal_kind = 'group' AND directory_groups.id = principal_id WHERE account_id = ?1 GROUP BY principal_kind, principal_id) WHERE ?2 = '' OR instr(folded, ?2) > 0"
    };
}

/// A page of those who have something in an account, groups first, and how many there are.
pub async fn of_account(
    connection: &mut impl Reads,
    account: &AccountId,
    page: &Page,
) -> Result<(Vec<AssignedHere>, u32), StoreError> {
    let total = sqlx::query_scalar(concat!("SELECT COUNT(*) ", here!(), ""))
        .bind(account.as_str())
        .bind(page.folded())
        .fetch_one(connection.ready().await?)
        .await?;
    let rows: Vec<HereRow> = sqlx::query_as(concat!(
        "SELECT kind, id, shown, sets ",
        here!(),
        " ORDER BY kind, folded, id LIMIT ?3 OFFSET ?4"
    ))
    .bind(account.as_str())
    .bind(page.folded())
    .bind(page.size)
    .bind(page.from)
    .fetch_all(connection.ready().await?)
    .await?;
    Ok((rows.into_iter().map(HereRow::assigned).collect(), total))
}

impl HereRow {
    fn assigned(self) -> AssignedHere {
        let mut permission_sets: Vec<(PermissionSetId, String)> = self
            .sets
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(id, name)| (PermissionSetId::stored(id.to_owned()), name.to_owned()))
            .collect();
        permission_sets.sort_by_key(|(_, name)| name.to_lowercase());
        AssignedHere {
            assignee: Assignee::stored(&self.kind, self.id),
            name: self.shown,
            permission_sets,
        }
    }
}

/// A permission set in an account, and by which group it is had.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AccessRow {
    /// The account.
    pub account_id: String,
    /// Its name.
    pub account: String,
    /// The permission set.
    pub permission_set_id: String,
    /// Its name.
    pub permission_set: String,
    /// The group by which it is had; none when it is had directly.
    pub by_group: Option<String>,
}

macro_rules! of_user {
    () => {
        "(SELECT account_id, permission_set_id, NULL AS by_group FROM assignments WHERE principal_kind = 'user' AND principal_id = ?1 UNION ALL SELECT account_id, permission_set_id, directory_groups.name FROM directory_memberships JOIN directory_groups ON directory_groups.id = group_id JOIN assignments ON principal_kind = 'group' AND principal_id = group_id WHERE user_id = ?1)"
    };
}
macro_rules! of_group {
    () => {
        "(SELECT account_id, permission_set_id, NULL AS by_group FROM assignments WHERE principal_kind = 'group' AND principal_id = ?1)"
    };
}

macro_rules! had {
    ($from:ident) => {
        concat!("FROM ", $from!(), " AS had JOIN accounts ON accounts.id = had.account_id JOIN permission_sets ON permission_sets.id = had.permission_set_id WHERE ?2 = '' OR accounts.id = ?2 OR instr(lower(accounts.name), ?2) > 0 OR instr(permission_sets.name_folded, ?2) > 0")
    };
}
macro_rules! count_of {
    ($from:ident) => {
        concat!("SELECT COUNT(*) ", had!($from))
    };
}
macro_rules! select_of {
    ($from:ident) => {
        concat!("SELECT accounts.id AS account_id, accounts.name AS account, permission_sets.id AS permission_set_id, permission_sets.name AS permission_set, by_group ", had!($from), " ORDER BY accounts.name, accounts.id, permission_sets.name_folded, by_group LIMIT ?3 OFFSET ?4")
    };
}

/// A page of what a person (also by groups) or a group has, by account, and how much there is.
pub async fn of_assignee(
    connection: &mut impl Reads,
    assignee: &Assignee,
    page: &Page,
) -> Result<(Vec<AccessRow>, u32), StoreError> {
    let (count, select, id) = match assignee {
        Assignee::User(id) => (count_of!(of_user), select_of!(of_user), id.as_str()),
        Assignee::Group(id) => (count_of!(of_group), select_of!(of_group), id.as_str()),
    };
    let total = sqlx::query_scalar(count)
        .bind(id)
        .bind(page.folded())
        .fetch_one(connection.ready().await?)
        .await?;
    let rows = sqlx::query_as(select)
        .bind(id)
        .bind(page.folded())
        .bind(page.size)
        .bind(page.from)
        .fetch_all(connection.ready().await?)
        .await?;
    Ok((rows, total))
}
