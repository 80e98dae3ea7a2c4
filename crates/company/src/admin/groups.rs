//! Groups and who is in them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::clock::random_uuid;

use super::input;
use super::people::must_have_administrator;
use crate::people::{self, ADMINISTRATORS, GroupRow};
use crate::portal::{BROKER_USERS, BUILDERS, CONTRACTORS};
use crate::{Caller, Company, CompanyError, Tx};

/// A group as administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyGroup {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Ids of its members.
    pub members: Vec<String>,
    /// Whether the portal depends on its name, so that it keeps it and stays.
    pub is_fixed: bool,
}

/// What is said of a group.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct GroupForm {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Ids of its members.
    #[serde(default)]
    pub members: Vec<String>,
}

fn is_fixed(name: &str) -> bool {
    [ADMINISTRATORS, BROKER_USERS, BUILDERS, CONTRACTORS].contains(&name)
}

async fn view(tx: &mut Tx, row: GroupRow) -> Result<CompanyGroup, CompanyError> {
    let members = people::memberships(tx).await?;
    Ok(CompanyGroup {
        members: members
            .into_iter()
            .filter(|(group, _)| *group == row.id)
            .map(|(_, person)| person)
            .collect(),
        is_fixed: is_fixed(&row.name),
        id: row.id,
        name: row.name,
        description: row.description,
    })
}

async fn known(tx: &mut Tx, id: &str) -> Result<GroupRow, CompanyError> {
    people::group(tx, id).await?.ok_or(CompanyError::NoSuchEntity("group"))
}

async fn set_members(tx: &mut Tx, group: &str, members: &[String]) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM members WHERE group_id = ?1")
        .bind(group)
        .execute(&mut **tx)
        .await?;
    for person in members {
        people::by_id(tx, person)
            .await?
            .ok_or(CompanyError::NoSuchEntity("person"))?;
        people::join(tx, group, person).await?;
    }
    Ok(())
}

impl Company {
    /// Every group.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn groups(&self, caller: &Caller) -> Result<Vec<CompanyGroup>, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let mut views = Vec::new();
        for row in people::groups(&mut tx).await? {
            views.push(view(&mut tx, row).await?);
        }
        Ok(views)
    }

    /// Adds a group.
    ///
    /// # Errors
    /// A field error, [`CompanyError::AlreadyExists`], those of [`groups`](Self::groups).
    pub async fn add_group(&self, caller: &Caller, form: GroupForm) -> Result<CompanyGroup, CompanyError> {
        let id = random_uuid(&*self.entropy).to_string();
        self.write_group(caller, id, form, false).await
    }

    /// Changes a group.
    ///
    /// # Errors
    /// As [`add_group`](Self::add_group); [`CompanyError::NoSuchEntity`]; [`CompanyError::DeleteConflict`] for the name of
    /// a group that the portal depends on, and when nobody would be left to administer.
    pub async fn change_group(&self, caller: &Caller, id: &str, form: GroupForm) -> Result<CompanyGroup, CompanyError> {
        self.write_group(caller, id.to_owned(), form, true).await
    }

    async fn write_group(
        &self,
        caller: &Caller,
        id: String,
        form: GroupForm,
        is_known: bool,
    ) -> Result<CompanyGroup, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let row = GroupRow {
            id,
            name: input::name("name", &form.name)?,
            description: input::text("description", &form.description)?,
        };
        if is_known {
            let before = known(&mut tx, &row.id).await?;
            if is_fixed(&before.name) && before.name != row.name {
                return Err(CompanyError::DeleteConflict("The portal depends on this group's name."));
            }
        }
        people::put_group(&mut tx, &row).await?;
        set_members(&mut tx, &row.id, &form.members).await?;
        must_have_administrator(&mut tx).await?;
        let view = view(&mut tx, row).await?;
        tx.commit().await?;
        self.provision_after_change().await;
        Ok(view)
    }

    /// Deletes a group with its mappings.
    ///
    /// # Errors
    /// As [`change_group`](Self::change_group).
    pub async fn delete_group(&self, caller: &Caller, id: &str) -> Result<(), CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let row = known(&mut tx, id).await?;
        if is_fixed(&row.name) {
            return Err(CompanyError::DeleteConflict("The portal depends on this group."));
        }
        sqlx::query("DELETE FROM groups WHERE id = ?1")
            .bind(&row.id)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        self.provision_after_change().await;
        Ok(())
    }
}
