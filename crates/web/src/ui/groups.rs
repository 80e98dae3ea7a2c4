//! Groups of the account's users.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{GroupDetails, GroupList, GroupView, UserGroups};
use vestibule_service::groups::NewGroup;

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// A group to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewGroupForm {
    /// Its name.
    group_name: String,
    /// Users to put into it.
    #[serde(default)]
    users: Vec<String>,
    /// Managed policies to attach, by ARN.
    #[serde(default)]
    policies: Vec<String>,
}

/// A group's new name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupNameForm {
    /// 1 to 128 letters, digits and `+ = , . @ _ -`.
    group_name: String,
}

/// Users of a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserNamesForm {
    /// IAM user names.
    user_names: Vec<String>,
}

/// Groups of a user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupNamesForm {
    /// Group names.
    group_names: Vec<String>,
}

/// Groups, in name order.
#[utoipa::path(get, path = "/api/groups", responses((status = 200, body = GroupList), (status = "default", body = ErrorBody)))]
pub async fn list(State(app): State<App>, caller::From(caller): caller::From) -> Reply<GroupList> {
    plain(app.groups(&caller).await)
}

/// Create a group.
#[utoipa::path(post, path = "/api/groups", request_body = NewGroupForm, responses((status = 200, body = GroupView), (status = "default", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewGroupForm>,
) -> Reply<GroupView> {
    let group = NewGroup {
        group_name: form.group_name,
        users: form.users,
        policies: form.policies,
    };
    plain(app.create_group(&caller, group).await)
}

/// A group with its users.
#[utoipa::path(get, path = "/api/groups/{groupName}", params(("groupName" = String, Path, description = "Group name")), responses((status = 200, body = GroupDetails), (status = "default", body = ErrorBody)))]
pub async fn view(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<GroupDetails> {
    plain(app.group(&caller, &name).await)
}

/// Rename a group.
#[utoipa::path(put, path = "/api/groups/{groupName}", params(("groupName" = String, Path, description = "Group name")), request_body = GroupNameForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn rename(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<GroupNameForm>,
) -> Result<Empty, Refused> {
    empty(app.rename_group(&caller, &name, &form.group_name).await)
}

/// Delete a group; its users stay.
#[utoipa::path(delete, path = "/api/groups/{groupName}", params(("groupName" = String, Path, description = "Group name")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.delete_group(&caller, &name).await)
}

/// Put users into a group.
#[utoipa::path(post, path = "/api/groups/{groupName}/users", params(("groupName" = String, Path, description = "Group name")), request_body = UserNamesForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn add_users(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<UserNamesForm>,
) -> Result<Empty, Refused> {
    empty(app.add_to_groups(&caller, &form.user_names, &[name]).await)
}

/// Take users out of a group.
#[utoipa::path(post, path = "/api/groups/{groupName}/users/remove", params(("groupName" = String, Path, description = "Group name")), request_body = UserNamesForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn remove_users(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<UserNamesForm>,
) -> Result<Empty, Refused> {
    empty(app.remove_from_groups(&caller, &form.user_names, &[name]).await)
}

/// The groups that a user is in.
#[utoipa::path(get, path = "/api/users/{userName}/groups", params(("userName" = String, Path, description = "IAM user name")), responses((status = 200, body = UserGroups), (status = "default", body = ErrorBody)))]
pub async fn of_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<UserGroups> {
    plain(app.groups_of_user(&caller, &name).await)
}

/// Put a user into groups.
#[utoipa::path(post, path = "/api/users/{userName}/groups", params(("userName" = String, Path, description = "IAM user name")), request_body = GroupNamesForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn add_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<GroupNamesForm>,
) -> Result<Empty, Refused> {
    empty(app.add_to_groups(&caller, &[name], &form.group_names).await)
}

/// Take a user out of groups.
#[utoipa::path(post, path = "/api/users/{userName}/groups/remove", params(("userName" = String, Path, description = "IAM user name")), request_body = GroupNamesForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn remove_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<GroupNamesForm>,
) -> Result<Empty, Refused> {
    empty(app.remove_from_groups(&caller, &[name], &form.group_names).await)
}
