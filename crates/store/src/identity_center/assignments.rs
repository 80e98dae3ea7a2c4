//! Who has which permission set in which account.

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId, PermissionSetId};
use vestibule_identity::names::AccountId;

use crate::convert::{millis, name};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "assignments";

/// Whom an assignment is to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignee {
    /// A person.
    User(DirectoryUserId),
    /// Everyone in a group.
    Group(DirectoryGroupId),
}

impl Assignee {
    /// One read back from the store.
    pub(crate) fn stored(kind: &str, id: String) -> Self {
        if kind == "user" {
            Self::User(DirectoryUserId::stored(id))
        } else {
            Self::Group(DirectoryGroupId::stored(id))
        }
    }

    /// The id of the person or the group.
    #[must_use]
    pub fn id(&self) -> &str {
        self.columns().1
    }

    pub(crate) fn columns(&self) -> (&'static str, &str) {
        match self {
            Self::User(id) => ("user", id.as_str()),
            Self::Group(id) => ("group", id.as_str()),
        }
    }
}

/// An assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRow {
    /// The account.
    pub account: AccountId,
    /// The permission set.
    pub permission_set: PermissionSetId,
    /// To whom.
    pub assignee: Assignee,
}

/// A permission set that a person has in an account, directly or by a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    /// The account.
    pub account: AccountId,
    /// The permission set.
    pub permission_set: PermissionSetId,
    /// Its name.
    pub name: String,
}

/// Adds an assignment; `false` when it is there.
pub async fn insert(tx: &mut Tx, assignment: &AssignmentRow, at: Timestamp) -> Result<bool, StoreError> {
    let (kind, id) = assignment.assignee.columns();
    let done = sqlx::query("INSERT OR IGNORE INTO assignments (account_id, permission_set_id, principal_kind, principal_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(assignment.account.as_str())
        .bind(assignment.permission_set.as_str())
        .bind(kind)
        .bind(id)
        .bind(millis(at))
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes an assignment away; `false` when it was not there.
pub async fn delete(tx: &mut Tx, assignment: &AssignmentRow) -> Result<bool, StoreError> {
    let (kind, id) = assignment.assignee.columns();
    let done = sqlx::query("DELETE FROM assignments WHERE account_id = ?1 AND permission_set_id = ?2 AND principal_kind = ?3 AND principal_id = ?4")
        .bind(assignment.account.as_str())
        .bind(assignment.permission_set.as_str())
        .bind(kind)
        .bind(id)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

// CROSS JOIN keeps the order: from the person's groups to their assignments, never through everyone's.

/// Every set that a person has in one account, in name order.
pub async fn of_user_in(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
    account: &AccountId,
) -> Result<Vec<GrantRow>, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT id, name FROM permission_sets WHERE id IN (SELECT permission_set_id FROM assignments WHERE account_id = ?2 AND principal_kind = 'user' AND principal_id = ?1 UNION SELECT permission_set_id FROM directory_memberships CROSS JOIN assignments ON principal_kind = 'group' AND principal_id = group_id WHERE user_id = ?1 AND account_id = ?2) ORDER BY name_folded")
        .bind(user.as_str())
        .bind(account.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| GrantRow {
            account: account.clone(),
            permission_set: PermissionSetId::stored(id),
            name,
        })
        .collect())
}

/// Every set that a person has in any account.
pub async fn of_user(connection: &mut impl Reads, user: &DirectoryUserId) -> Result<Vec<GrantRow>, StoreError> {
    let rows: Vec<(String, String, String)> = sqlx::query_as("SELECT account_id, permission_set_id, name FROM (SELECT account_id, permission_set_id FROM assignments WHERE principal_kind = 'user' AND principal_id = ?1 UNION SELECT account_id, permission_set_id FROM directory_memberships CROSS JOIN assignments ON principal_kind = 'group' AND principal_id = group_id WHERE user_id = ?1) JOIN permission_sets ON id = permission_set_id ORDER BY account_id, name_folded")
        .bind(user.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter()
        .map(|(account, set, set_name)| {
            Ok(GrantRow {
                account: name(TABLE, account)?,
                permission_set: PermissionSetId::stored(set),
                name: set_name,
            })
        })
        .collect()
}

/// Whether anyone is assigned this set anywhere.
pub async fn any_of_set(connection: &mut impl Reads, set: &PermissionSetId) -> Result<bool, StoreError> {
    let found: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM assignments WHERE permission_set_id = ?1)")
        .bind(set.as_str())
        .fetch_one(connection.ready().await?)
        .await?;
    Ok(found)
}

/// Whether this person or group, by themselves, are assigned anything in an account, or elsewhere a set that is provisioned
/// in it.
pub async fn reaches(
    connection: &mut impl Reads,
    assignee: &Assignee,
    account: &AccountId,
) -> Result<bool, StoreError> {
    let (kind, id) = assignee.columns();
    let found: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM assignments WHERE principal_kind = ?1 AND principal_id = ?2 AND (account_id = ?3 OR permission_set_id IN (SELECT permission_set_id FROM provisioned_roles WHERE account_id = ?3)))")
        .bind(kind)
        .bind(id)
        .bind(account.as_str())
        .fetch_one(connection.ready().await?)
        .await?;
    Ok(found)
}

/// What exactly this person or group is assigned in an account, by nobody else.
pub async fn of_assignee_in(
    connection: &mut impl Reads,
    assignee: &Assignee,
    account: &AccountId,
) -> Result<Vec<PermissionSetId>, StoreError> {
    let (kind, id) = assignee.columns();
    let sets: Vec<String> = sqlx::query_scalar("SELECT permission_set_id FROM assignments WHERE principal_kind = ?1 AND principal_id = ?2 AND account_id = ?3 ORDER BY permission_set_id")
        .bind(kind)
        .bind(id)
        .bind(account.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    Ok(sets.into_iter().map(PermissionSetId::stored).collect())
}

/// How the person or group is called, if there is one.
pub async fn name_of(connection: &mut impl Reads, assignee: &Assignee) -> Result<Option<String>, StoreError> {
    let query = match assignee {
        Assignee::User(_) => "SELECT user_name FROM directory_users WHERE id = ?1",
        Assignee::Group(_) => "SELECT name FROM directory_groups WHERE id = ?1",
    };
    Ok(sqlx::query_scalar(query)
        .bind(assignee.id())
        .fetch_optional(connection.ready().await?)
        .await?)
}
