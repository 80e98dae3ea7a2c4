//! The groups of the identity store.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{CenterGroup, CenterGroupPage, CenterUserPage};
use vestibule_service::identity_center::admin::GroupForm;

use super::{App, ListQuery};
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// A group to make.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewCenterGroupForm {
    /// Its name.
    name: String,
    /// What it is for; may be empty.
    description: String,
    /// Members, by id.
    #[serde(default)]
    users: Vec<String>,
}

/// What can be changed of a group.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterGroupForm {
    /// Its name.
    name: String,
    /// What it is for; may be empty.
    description: String,
}

/// Members of a group.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterUserIdsForm {
    /// By id.
    users: Vec<String>,
}

/// Groups, a page at a time.
#[utoipa::path(get, path = "/api/identity-center/groups", operation_id = "center_groups", params(ListQuery), responses((status = 200, body = CenterGroupPage), (status = "default", body = ErrorBody)))]
pub async fn list(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<ListQuery>,
) -> Reply<CenterGroupPage> {
    plain(app.center_groups(&caller, query.find(), query.after.as_deref()).await)
}

/// Make a group.
#[utoipa::path(post, path = "/api/identity-center/groups", operation_id = "center_create_group", request_body = NewCenterGroupForm, responses((status = 200, body = CenterGroup), (status = "default", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewCenterGroupForm>,
) -> Reply<CenterGroup> {
    let NewCenterGroupForm {
        name,
        description,
        users,
    } = form;
    reply(
        app.center_create_group(&caller, &GroupForm { name, description }, &users)
            .await,
    )
}

/// A group.
#[utoipa::path(get, path = "/api/identity-center/groups/{id}", operation_id = "center_group", params(("id" = String, Path, description = "Group id")), responses((status = 200, body = CenterGroup), (status = "default", body = ErrorBody)))]
pub async fn view(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<CenterGroup> {
    plain(app.center_group(&caller, &id).await)
}

/// Change a group.
#[utoipa::path(put, path = "/api/identity-center/groups/{id}", operation_id = "center_update_group", params(("id" = String, Path, description = "Group id")), request_body = CenterGroupForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn update(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<CenterGroupForm>,
) -> Result<Empty, Refused> {
    let CenterGroupForm { name, description } = form;
    empty(
        app.center_update_group(&caller, &id, &GroupForm { name, description })
            .await,
    )
}

/// Delete a group; its people stay.
#[utoipa::path(delete, path = "/api/identity-center/groups/{id}", operation_id = "center_delete_group", params(("id" = String, Path, description = "Group id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.center_delete_group(&caller, &id).await)
}

/// Members, a page at a time.
#[utoipa::path(get, path = "/api/identity-center/groups/{id}/members", operation_id = "center_members", params(("id" = String, Path, description = "Group id"), ListQuery), responses((status = 200, body = CenterUserPage), (status = "default", body = ErrorBody)))]
pub async fn members(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Query(query): Query<ListQuery>,
) -> Reply<CenterUserPage> {
    plain(
        app.center_members(&caller, &id, query.find(), query.after.as_deref())
            .await,
    )
}

/// Put people into a group.
#[utoipa::path(post, path = "/api/identity-center/groups/{id}/members/add", operation_id = "center_add_members", params(("id" = String, Path, description = "Group id")), request_body = CenterUserIdsForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn add_members(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<CenterUserIdsForm>,
) -> Result<Empty, Refused> {
    empty(app.center_join(&caller, &[id], &form.users).await)
}

/// Take people out of a group.
#[utoipa::path(post, path = "/api/identity-center/groups/{id}/members/remove", operation_id = "center_remove_members", params(("id" = String, Path, description = "Group id")), request_body = CenterUserIdsForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn remove_members(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<CenterUserIdsForm>,
) -> Result<Empty, Refused> {
    empty(app.center_leave(&caller, &[id], &form.users).await)
}
