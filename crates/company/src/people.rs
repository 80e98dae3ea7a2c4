//! People and groups as the store has them.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use utoipa::ToSchema;

use crate::{CompanyError, Tx};

/// Who may administer the company's single sign-on.
pub const ADMINISTRATORS: &str = "sso-administrators";

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct PersonRow {
    pub(crate) id: String,
    pub(crate) user_name: String,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) email: String,
    pub(crate) department: String,
    pub(crate) cost_centre: String,
    pub(crate) title: String,
    pub(crate) enabled: bool,
    pub(crate) created_at: i64,
}

impl PersonRow {
    pub(crate) fn display_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }
}

/// What is known of a person, from which attributes and tags are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PersonAttribute {
    /// User name.
    UserName,
    /// E-mail address.
    Email,
    /// Department.
    Department,
    /// Cost centre.
    CostCentre,
    /// Title.
    Title,
}

impl PersonAttribute {
    pub(crate) fn of(self, person: &PersonRow) -> &str {
        match self {
            Self::UserName => &person.user_name,
            Self::Email => &person.email,
            Self::Department => &person.department,
            Self::CostCentre => &person.cost_centre,
            Self::Title => &person.title,
        }
    }
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct GroupRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
}

pub(crate) async fn by_user_name(tx: &mut Tx, user_name: &str) -> Result<Option<PersonRow>, CompanyError> {
    Ok(sqlx::query_as("SELECT * FROM people WHERE user_name = ?1")
        .bind(user_name)
        .fetch_optional(&mut **tx)
        .await?)
}

pub(crate) async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<PersonRow>, CompanyError> {
    Ok(sqlx::query_as("SELECT * FROM people WHERE id = ?1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?)
}

pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<PersonRow>, CompanyError> {
    Ok(sqlx::query_as("SELECT * FROM people ORDER BY user_name")
        .fetch_all(&mut **tx)
        .await?)
}

/// The hash of a person's password.
pub(crate) async fn password(tx: &mut Tx, id: &str) -> Result<Option<String>, CompanyError> {
    let found: Option<Option<String>> = sqlx::query_scalar("SELECT password FROM people WHERE id = ?1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(found.flatten())
}

pub(crate) async fn set_password(tx: &mut Tx, id: &str, phc: &str) -> Result<(), CompanyError> {
    sqlx::query("UPDATE people SET password = ?2 WHERE id = ?1")
        .bind(id)
        .bind(phc)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Writes a person, new or known; the password is another matter.
pub(crate) async fn put(tx: &mut Tx, person: &PersonRow) -> Result<(), CompanyError> {
    sqlx::query("INSERT INTO people (id, user_name, given_name, family_name, email, department, cost_centre, title, enabled, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO UPDATE SET user_name = ?2, given_name = ?3, family_name = ?4, email = ?5, department = ?6, cost_centre = ?7, title = ?8, enabled = ?9")
        .bind(&person.id)
        .bind(&person.user_name)
        .bind(&person.given_name)
        .bind(&person.family_name)
        .bind(&person.email)
        .bind(&person.department)
        .bind(&person.cost_centre)
        .bind(&person.title)
        .bind(person.enabled)
        .bind(person.created_at)
        .execute(&mut **tx)
        .await
        .map_err(|error| taken(error, "person"))?;
    Ok(())
}

fn taken(error: sqlx::Error, what: &'static str) -> CompanyError {
    if crate::error::is_taken(&error) {
        CompanyError::AlreadyExists(what)
    } else {
        error.into()
    }
}

pub(crate) async fn groups(tx: &mut Tx) -> Result<Vec<GroupRow>, CompanyError> {
    Ok(sqlx::query_as("SELECT id, name, description FROM groups ORDER BY name")
        .fetch_all(&mut **tx)
        .await?)
}

pub(crate) async fn group(tx: &mut Tx, id: &str) -> Result<Option<GroupRow>, CompanyError> {
    Ok(sqlx::query_as("SELECT id, name, description FROM groups WHERE id = ?1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?)
}

/// Writes a group, new or known.
pub(crate) async fn put_group(tx: &mut Tx, group: &GroupRow) -> Result<(), CompanyError> {
    sqlx::query("INSERT INTO groups (id, name, description) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET name = ?2, description = ?3")
        .bind(&group.id)
        .bind(&group.name)
        .bind(&group.description)
        .execute(&mut **tx)
        .await
        .map_err(|error| taken(error, "group"))?;
    Ok(())
}

/// The groups that a person is in.
pub(crate) async fn groups_of(tx: &mut Tx, person: &str) -> Result<Vec<GroupRow>, CompanyError> {
    Ok(sqlx::query_as("SELECT g.id, g.name, g.description FROM groups g JOIN members m ON m.group_id = g.id WHERE m.person_id = ?1 ORDER BY g.name")
        .bind(person)
        .fetch_all(&mut **tx)
        .await?)
}

/// Who is in which group, as pairs of group and person.
pub(crate) async fn memberships(tx: &mut Tx) -> Result<Vec<(String, String)>, CompanyError> {
    Ok(
        sqlx::query_as("SELECT group_id, person_id FROM members ORDER BY group_id, person_id")
            .fetch_all(&mut **tx)
            .await?,
    )
}

pub(crate) async fn join(tx: &mut Tx, group: &str, person: &str) -> Result<(), CompanyError> {
    sqlx::query("INSERT INTO members (group_id, person_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
        .bind(group)
        .bind(person)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether a person is in the group of this name.
pub(crate) async fn is_in(tx: &mut Tx, person: &str, group_name: &str) -> Result<bool, CompanyError> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT 1 FROM members m JOIN groups g ON g.id = m.group_id WHERE m.person_id = ?1 AND g.name = ?2",
    )
    .bind(person)
    .bind(group_name)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.is_some())
}
