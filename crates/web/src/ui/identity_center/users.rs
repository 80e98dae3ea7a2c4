//! The people of the identity store.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{CenterUserAdded, CenterUserDetails, CenterUserGroups, CenterUserPage};
use vestibule_service::identity_center::admin::{FirstPassword, NewPerson, PersonForm};

use super::{App, ListQuery};
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// How somebody who is added comes by a password.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum CenterFirstPassword {
    /// By a mail with instructions.
    Invite,
    /// By a one-time password.
    OneTime,
    /// Not at all, as people whom the API or SCIM makes.
    None,
}

/// Somebody to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewCenterUserForm {
    /// Cannot be changed later.
    user_name: String,
    /// First name.
    given_name: String,
    /// Last name.
    family_name: String,
    /// What lists show.
    display_name: String,
    /// Primary address.
    email: String,
    /// Further attributes.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    /// Groups to put the person into, by id.
    #[serde(default)]
    groups: Vec<String>,
    /// How the person comes by a password.
    password: CenterFirstPassword,
}

/// What can be changed of a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterUserForm {
    /// First name.
    given_name: String,
    /// Last name.
    family_name: String,
    /// What lists show.
    display_name: String,
    /// Primary address.
    email: String,
    /// All further attributes.
    attributes: BTreeMap<String, String>,
}

/// Whether a person may sign in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct EnabledForm {
    /// Yes or no.
    enabled: bool,
}

/// Groups of a person.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterGroupIdsForm {
    /// By id.
    groups: Vec<String>,
}

/// People, a page at a time.
#[utoipa::path(get, path = "/api/identity-center/users", operation_id = "center_users", params(ListQuery), responses((status = 200, body = CenterUserPage), (status = "default", body = ErrorBody)))]
pub async fn list(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<ListQuery>,
) -> Reply<CenterUserPage> {
    plain(app.center_users(&caller, query.find(), query.after.as_deref()).await)
}

/// Add somebody.
#[utoipa::path(post, path = "/api/identity-center/users", operation_id = "center_add_user", request_body = NewCenterUserForm, responses((status = 200, body = CenterUserAdded), (status = "default", body = ErrorBody)))]
pub async fn add(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewCenterUserForm>,
) -> Reply<CenterUserAdded> {
    let person = NewPerson {
        user_name: form.user_name,
        given_name: form.given_name,
        family_name: form.family_name,
        display_name: form.display_name,
        email: form.email,
        attributes: form.attributes,
        groups: form.groups,
        password: match form.password {
            CenterFirstPassword::Invite => FirstPassword::Invite,
            CenterFirstPassword::OneTime => FirstPassword::OneTime,
            CenterFirstPassword::None => FirstPassword::None,
        },
    };
    reply(app.center_add_user(&caller, person).await)
}

/// A person.
#[utoipa::path(get, path = "/api/identity-center/users/{id}", operation_id = "center_user", params(("id" = String, Path, description = "User id")), responses((status = 200, body = CenterUserDetails), (status = "default", body = ErrorBody)))]
pub async fn view(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<CenterUserDetails> {
    plain(app.center_user(&caller, &id).await)
}

/// Change a person.
#[utoipa::path(put, path = "/api/identity-center/users/{id}", operation_id = "center_update_user", params(("id" = String, Path, description = "User id")), request_body = CenterUserForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn update(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<CenterUserForm>,
) -> Result<Empty, Refused> {
    let form = PersonForm {
        given_name: form.given_name,
        family_name: form.family_name,
        display_name: form.display_name,
        email: form.email,
        attributes: form.attributes,
    };
    empty(app.center_update_user(&caller, &id, form).await)
}

/// Delete a person.
#[utoipa::path(delete, path = "/api/identity-center/users/{id}", operation_id = "center_delete_user", params(("id" = String, Path, description = "User id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.center_delete_user(&caller, &id).await)
}

/// Let a person in again, or no more.
#[utoipa::path(put, path = "/api/identity-center/users/{id}/enabled", operation_id = "center_set_user_enabled", params(("id" = String, Path, description = "User id")), request_body = EnabledForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_enabled(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<EnabledForm>,
) -> Result<Empty, Refused> {
    empty(app.center_set_user_enabled(&caller, &id, form.enabled).await)
}

/// The groups of a person.
#[utoipa::path(get, path = "/api/identity-center/users/{id}/groups", operation_id = "center_user_groups", params(("id" = String, Path, description = "User id")), responses((status = 200, body = CenterUserGroups), (status = "default", body = ErrorBody)))]
pub async fn groups(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<CenterUserGroups> {
    plain(app.center_groups_of(&caller, &id).await)
}

/// Put a person into groups.
#[utoipa::path(post, path = "/api/identity-center/users/{id}/groups/add", operation_id = "center_user_join", params(("id" = String, Path, description = "User id")), request_body = CenterGroupIdsForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn join(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<CenterGroupIdsForm>,
) -> Result<Empty, Refused> {
    empty(app.center_join(&caller, &form.groups, &[id]).await)
}

/// Take a person out of groups.
#[utoipa::path(post, path = "/api/identity-center/users/{id}/groups/remove", operation_id = "center_user_leave", params(("id" = String, Path, description = "User id")), request_body = CenterGroupIdsForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn leave(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<CenterGroupIdsForm>,
) -> Result<Empty, Refused> {
    empty(app.center_leave(&caller, &form.groups, &[id]).await)
}
