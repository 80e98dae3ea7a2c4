//! People: `/Users`.

use serde_json::Value;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId};
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_store::identity_center::{
    DirectoryUserRow, InstanceRow, directory_groups, directory_pages, directory_users, scim,
};
use vestibule_store::{StoreError, Tx};

use super::error::Halt;
use super::filter::{self, Term};
use super::kept::{resource, shown};
use super::list::Found;
use super::patch::{apply, operations};
use super::resource::{Checked, Resource};
use super::{ScimError, ScimQuery};
use crate::identity_center::admin::{MOST_USERS, forget, sign_out_everywhere};
use crate::identity_center::credentials::forget_mailed;
use crate::{Service, ServiceError};

/// `CreateUser`.
pub(super) async fn create(
    service: &Service,
    tx: &mut Tx,
    instance: &InstanceRow,
    body: Value,
    now: Timestamp,
) -> Result<Value, Halt> {
    let checked = Resource::read(body)?.check()?;
    let id = DirectoryUserId::generate(&instance.store, &*service.entropy);
    free(tx, &checked, None).await?;
    if directory_users::count(tx).await? >= MOST_USERS {
        return Err(ScimError::value("The number of users has reached the limit of 200,000.").into());
    }
    let blank = DirectoryUserRow {
        id,
        user_name: checked.user_name.clone(),
        display_name: String::new(),
        given_name: String::new(),
        family_name: String::new(),
        email: checked.email.clone(),
        email_verified: false,
        enabled: true,
        attributes: std::collections::BTreeMap::new(),
        external_id: None,
        created_by: String::new(),
        created_at: now,
        updated_at: now,
        signed_in_at: None,
    };
    let row = checked.row(blank, now)?;
    directory_users::insert(tx, &row).await.map_err(taken)?;
    let rest = checked.rest()?;
    scim::set_profile(tx, &row.id, &rest).await?;
    Ok(shown(&row, Some(&rest))?)
}

/// `GetUser`.
pub(super) async fn get(tx: &mut Tx, id: &str) -> Result<Value, Halt> {
    let row = the_user(tx, id).await?;
    Ok(view(tx, &row).await?)
}

/// `PutUser`: everything that is not named is gone.
pub(super) async fn put(tx: &mut Tx, id: &str, body: Value, now: Timestamp) -> Result<Value, Halt> {
    let row = the_user(tx, id).await?;
    let checked = Resource::read(body)?.check()?;
    write(tx, row, &checked, now).await
}

/// `PatchUser`.
pub(super) async fn patch(tx: &mut Tx, id: &str, body: Value, now: Timestamp) -> Result<Value, Halt> {
    let row = the_user(tx, id).await?;
    let operations = operations(body)?;
    let rest = scim::profile(tx, &row.id).await?;
    let mut whole = serde_json::to_value(resource(&row, rest.as_deref())?).map_err(ServiceError::from)?;
    apply(&mut whole, operations)?;
    let checked = Resource::read(whole)?.check()?;
    write(tx, row, &checked, now).await
}

/// `DeleteUser`.
pub(super) async fn delete(tx: &mut Tx, id: &str, now: Timestamp) -> Result<(), Halt> {
    let row = the_user(tx, id).await?;
    Ok(forget(tx, &row, now).await?)
}

/// `ListUsers`. <https://docs.aws.amazon.com/singlesignon/latest/developerguide/listusers.html>
pub(super) async fn list(tx: &mut Tx, query: &ScimQuery) -> Result<Value, Halt> {
    let asked = query.read()?;
    let terms = match query.filter.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => filter::parse(text)?,
        _ => Vec::new(),
    };
    let pairs: Vec<(&str, &str)> = terms.iter().map(pair).collect();
    let found = match pairs.as_slice() {
        [] => {
            let (rows, next) = directory_pages::users(tx, "", asked.after.as_deref(), asked.count).await?;
            let mut resources = Vec::new();
            for row in &rows {
                resources.push(view(tx, row).await?);
            }
            let total = directory_users::count(tx).await?;
            Found { resources, total, next }
        }
        [("groups", group)] => {
            let group = DirectoryGroupId::stored((*group).to_owned());
            let (rows, next) = directory_pages::members(tx, &group, "", asked.after.as_deref(), asked.count).await?;
            let mut resources = Vec::new();
            for row in &rows {
                resources.push(view(tx, row).await?);
            }
            let total = directory_groups::count_members(tx, &group).await?;
            Found { resources, total, next }
        }
        terms => one(tx, terms).await?,
    };
    Ok(asked.answer(found))
}

fn pair(term: &Term) -> (&str, &str) {
    (&term.attribute, &term.value)
}

/// A question that one person at most answers to.
async fn one(tx: &mut Tx, terms: &[(&str, &str)]) -> Result<Found, Halt> {
    let row = match terms {
        [("userName", name)] => match DirectoryUserName::parse(name) {
            Ok(name) => directory_users::by_user_name(tx, &name).await?,
            Err(_) => None,
        },
        [("externalId", id)] => directory_users::by_external_id(tx, id).await?,
        [("id", id)] => by_id(tx, id).await?,
        [("id", id), ("manager", manager)] | [("manager", manager), ("id", id)] => {
            let is_led = |row: &DirectoryUserRow| row.attributes.get("manager").is_some_and(|held| held == manager);
            by_id(tx, id).await?.filter(is_led)
        }
        _ => return Err(ScimError::filter().into()),
    };
    Ok(match row {
        Some(row) => Found::of(Some(view(tx, &row).await?)),
        None => Found::of(None),
    })
}

async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<DirectoryUserRow>, StoreError> {
    directory_users::by_id(tx, &DirectoryUserId::stored(id.to_owned())).await
}

async fn the_user(tx: &mut Tx, id: &str) -> Result<DirectoryUserRow, Halt> {
    let found = by_id(tx, id).await?;
    found.ok_or_else(|| ScimError::NotFound(format!("User {id}")).into())
}

async fn view(tx: &mut Tx, row: &DirectoryUserRow) -> Result<Value, ServiceError> {
    let rest = scim::profile(tx, &row.id).await?;
    shown(row, rest.as_deref())
}

/// Writes a changed person. Whoever is switched off is signed out, as by an administrator.
async fn write(tx: &mut Tx, known: DirectoryUserRow, checked: &Checked, now: Timestamp) -> Result<Value, Halt> {
    free(tx, checked, Some(&known.id)).await?;
    let (was_enabled, address) = (known.enabled, known.email.folded());
    let row = checked.row(known, now)?;
    directory_users::provision(tx, &row).await.map_err(taken)?;
    let rest = checked.rest()?;
    scim::set_profile(tx, &row.id, &rest).await?;
    if was_enabled && !row.enabled {
        sign_out_everywhere(tx, &row.id, now).await?;
    }
    if row.email.folded() != address {
        forget_mailed(tx, &row.id).await?;
    }
    Ok(shown(&row, Some(&rest))?)
}

/// User name, address and the provider's id are one person's.
async fn free(tx: &mut Tx, checked: &Checked, own: Option<&DirectoryUserId>) -> Result<(), Halt> {
    let is_other = |row: Option<DirectoryUserRow>| row.is_some_and(|row| Some(&row.id) != own);
    if is_other(directory_users::by_user_name(tx, &checked.user_name).await?) {
        return Err(ScimError::Conflict("UserName").into());
    }
    if is_other(directory_users::by_email(tx, &checked.email).await?) {
        return Err(ScimError::Conflict("Email").into());
    }
    if let Some(id) = &checked.resource.external_id
        && is_other(directory_users::by_external_id(tx, id).await?)
    {
        return Err(ScimError::Conflict("ExternalId").into());
    }
    Ok(())
}

fn taken(error: StoreError) -> Halt {
    match error {
        StoreError::Conflict => ScimError::Conflict("UserName").into(),
        other => other.into(),
    }
}
