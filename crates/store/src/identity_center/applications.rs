//! Applications, and who is assigned to them.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::application::{ApplicationSignIn, AttributeMapping};
use vestibule_identity::identity_center::ids::{ApplicationId, DirectoryUserId};
use vestibule_identity::identity_center::names::ApplicationName;

use super::Page;
use super::assignments::Assignee;
use crate::convert::{from_json, json, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "applications";

/// An application.
#[derive(Clone, PartialEq, Eq)]
pub struct ApplicationRow {
    /// `apl-…`.
    pub id: ApplicationId,
    /// Unique ignoring case.
    pub name: ApplicationName,
    /// What it is for.
    pub description: String,
    /// Whether people may sign in to it.
    pub enabled: bool,
    /// Only who is assigned may; otherwise everyone.
    pub requires_assignment: bool,
    /// How it is signed in to.
    pub sign_in: ApplicationSignIn,
    /// What it is told.
    pub attributes: Vec<AttributeMapping>,
    /// The key that signs what it is told, sealed for its id.
    pub sealed_key: Vec<u8>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was changed.
    pub updated_at: Timestamp,
}

impl std::fmt::Debug for ApplicationRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ApplicationRow")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    description: String,
    enabled: bool,
    requires_assignment: bool,
    sign_in: String,
    attributes: String,
    sealed_key: Vec<u8>,
    created_at: i64,
    updated_at: i64,
}

impl Row {
    fn application(self) -> Result<ApplicationRow, StoreError> {
        Ok(ApplicationRow {
            id: ApplicationId::stored(self.id),
            name: name(TABLE, self.name)?,
            description: self.description,
            enabled: self.enabled,
            requires_assignment: self.requires_assignment,
            sign_in: from_json(TABLE, &self.sign_in)?,
            attributes: from_json(TABLE, &self.attributes)?,
            sealed_key: self.sealed_key,
            created_at: time(TABLE, self.created_at)?,
            updated_at: time(TABLE, self.updated_at)?,
        })
    }
}

/// Who is assigned, with what lists show of them.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AssignedRow {
    /// `user` or `group`.
    pub principal_kind: String,
    /// Their id.
    pub principal_id: String,
    /// User name, or the group's name.
    pub name: String,
    /// Display name, or the group's description.
    pub detail: String,
}

fn columns(assignee: &Assignee) -> (&'static str, &str) {
    match assignee {
        Assignee::User(id) => ("user", id.as_str()),
        Assignee::Group(id) => ("group", id.as_str()),
    }
}

/// Adds an application; [`StoreError::Conflict`] when the name is taken.
pub async fn insert(tx: &mut Tx, row: &ApplicationRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO applications (id, name, name_folded, description, enabled, requires_assignment, sign_in, attributes, sealed_key, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        .bind(row.id.as_str())
        .bind(row.name.as_str())
        .bind(row.name.folded())
        .bind(&row.description)
        .bind(row.enabled)
        .bind(row.requires_assignment)
        .bind(json(&row.sign_in)?)
        .bind(json(&row.attributes)?)
        .bind(&row.sealed_key)
        .bind(millis(row.created_at))
        .bind(millis(row.updated_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Writes what of an application may change; [`StoreError::Conflict`] when the name is taken.
pub async fn update(tx: &mut Tx, row: &ApplicationRow) -> Result<(), StoreError> {
    sqlx::query("UPDATE applications SET name = ?2, name_folded = ?3, description = ?4, enabled = ?5, requires_assignment = ?6, sign_in = ?7, attributes = ?8, updated_at = ?9 WHERE id = ?1")
        .bind(row.id.as_str())
        .bind(row.name.as_str())
        .bind(row.name.folded())
        .bind(&row.description)
        .bind(row.enabled)
        .bind(row.requires_assignment)
        .bind(json(&row.sign_in)?)
        .bind(json(&row.attributes)?)
        .bind(millis(row.updated_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Deletes an application with everything of it.
pub async fn delete(tx: &mut Tx, id: &ApplicationId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM applications WHERE id = ?1")
        .bind(id.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By id.
pub async fn by_id(connection: &mut impl Reads, id: &ApplicationId) -> Result<Option<ApplicationRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM applications WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::application).transpose()
}

/// All, in name order.
pub async fn all(connection: &mut impl Reads) -> Result<Vec<ApplicationRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM applications ORDER BY name_folded")
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::application).collect()
}

/// How many there are.
pub async fn count(connection: &mut impl Reads) -> Result<u32, StoreError> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM applications")
        .fetch_one(connection.ready().await?)
        .await?)
}

/// What a person may sign in to, in name order: what they or their groups are assigned to, and what needs no assignment.
const OF_USER: &str = "enabled AND (NOT requires_assignment OR id IN (SELECT application_id FROM application_assignments WHERE principal_kind = 'user' AND principal_id = ?1 UNION SELECT application_id FROM directory_memberships JOIN application_assignments ON principal_kind = 'group' AND principal_id = group_id WHERE user_id = ?1))";

/// What a person may sign in to, in name order.
pub async fn of_user(connection: &mut impl Reads, user: &DirectoryUserId) -> Result<Vec<ApplicationRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT * FROM applications WHERE {OF_USER} ORDER BY name_folded"
    )))
    .bind(user.as_str())
    .fetch_all(connection.ready().await?)
    .await?;
    rows.into_iter().map(Row::application).collect()
}

/// One of them, if the person may.
pub async fn one_of_user(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
    id: &ApplicationId,
) -> Result<Option<ApplicationRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT * FROM applications WHERE id = ?2 AND {OF_USER}"
    )))
    .bind(user.as_str())
    .bind(id.as_str())
    .fetch_optional(connection.ready().await?)
    .await?;
    row.map(Row::application).transpose()
}

/// Assigns; `false` when it was so.
pub async fn assign(tx: &mut Tx, id: &ApplicationId, to: &Assignee, at: Timestamp) -> Result<bool, StoreError> {
    let (kind, principal) = columns(to);
    let done = sqlx::query("INSERT OR IGNORE INTO application_assignments (application_id, principal_kind, principal_id, created_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(id.as_str())
        .bind(kind)
        .bind(principal)
        .bind(millis(at))
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes an assignment away; `false` when there was none.
pub async fn unassign(tx: &mut Tx, id: &ApplicationId, from: &Assignee) -> Result<bool, StoreError> {
    let (kind, principal) = columns(from);
    let done = sqlx::query(
        "DELETE FROM application_assignments WHERE application_id = ?1 AND principal_kind = ?2 AND principal_id = ?3",
    )
    .bind(id.as_str())
    .bind(kind)
    .bind(principal)
    .execute(tx.ready().await?)
    .await?;
    Ok(done.rows_affected() > 0)
}

// CROSS JOIN keeps the order: from what is assigned to who that is, never through everybody.
macro_rules! assigned {
    () => {
        "FROM (SELECT principal_kind, principal_id, name, description AS detail, name_folded AS folded, '' AS display_folded FROM application_assignments CROSS JOIN directory_groups ON directory_groups.id = principal_id WHERE application_id = ?1 AND principal_kind = 'group' UNION ALL SELECT principal_kind, principal_id, user_name, display_name, user_name_folded, display_folded FROM application_assignments CROSS JOIN directory_users ON directory_users.id = principal_id WHERE application_id = ?1 AND principal_kind = 'user') WHERE ?2 = '' OR instr(folded, ?2) > 0 OR instr(display_folded, ?2) > 0"
    };
}

/// A page of who is assigned, groups first, each in name order, and how many there are. People are found by their display
/// name, too.
pub async fn assigned(
    connection: &mut impl Reads,
    id: &ApplicationId,
    page: &Page,
) -> Result<(Vec<AssignedRow>, u32), StoreError> {
    let total = sqlx::query_scalar(concat!("SELECT COUNT(*) ", assigned!(), ""))
        .bind(id.as_str())
        .bind(page.folded())
        .fetch_one(connection.ready().await?)
        .await?;
    let rows = sqlx::query_as(concat!(
        "SELECT principal_kind, principal_id, name, detail ",
        assigned!(),
        " ORDER BY principal_kind, folded, principal_id LIMIT ?3 OFFSET ?4"
    ))
    .bind(id.as_str())
    .bind(page.folded())
    .bind(page.size)
    .bind(page.from)
    .fetch_all(connection.ready().await?)
    .await?;
    Ok((rows, total))
}
