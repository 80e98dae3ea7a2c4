//! Roles of the account.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{RoleDetails, RoleList, RoleSummary, Tag};
use vestibule_service::roles::{NewRole, RoleChange, TrustChange};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// A role to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewRoleForm {
    /// Its name.
    role_name: String,
    /// Its path; `/` if absent.
    path: Option<String>,
    /// What it is for.
    description: String,
    /// Who may assume it: a policy document.
    trust_policy: String,
    /// The longest session, in seconds.
    max_session_seconds: u64,
    /// Managed policies to attach.
    policy_arns: Vec<String>,
    /// Tags.
    tags: Vec<Tag>,
}

/// A description and a duration.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleForm {
    /// What it is for.
    description: String,
    /// The longest session, in seconds.
    max_session_seconds: u64,
}

/// A trust policy.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TrustPolicyForm {
    /// The document.
    document: String,
    /// The document that was read before.
    expected: String,
}

/// A role's tags.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RoleTagsForm {
    /// What they should be.
    tags: Vec<Tag>,
    /// What they were when they were read.
    expected: Vec<Tag>,
}

/// Roles, in name order.
#[utoipa::path(get, path = "/api/roles", responses((status = 200, body = RoleList), (status = "default", body = ErrorBody)))]
pub async fn list(State(app): State<App>, caller::From(caller): caller::From) -> Reply<RoleList> {
    plain(app.roles(&caller).await)
}

/// Create a role.
#[utoipa::path(post, path = "/api/roles", request_body = NewRoleForm, responses((status = 200, body = RoleSummary), (status = "default", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewRoleForm>,
) -> Reply<RoleSummary> {
    let role = NewRole {
        role_name: form.role_name,
        path: form.path,
        description: form.description,
        trust_policy: form.trust_policy,
        max_session_seconds: form.max_session_seconds,
        policy_arns: form.policy_arns,
        tags: form.tags,
    };
    plain(app.create_role(&caller, role).await)
}

/// A role.
#[utoipa::path(get, path = "/api/roles/{roleName}", params(("roleName" = String, Path, description = "Role name")), responses((status = 200, body = RoleDetails), (status = "default", body = ErrorBody)))]
pub async fn details(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<RoleDetails> {
    plain(app.role(&caller, &name).await)
}

/// Set description and longest session.
#[utoipa::path(put, path = "/api/roles/{roleName}", params(("roleName" = String, Path, description = "Role name")), request_body = RoleForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn update(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<RoleForm>,
) -> Result<Empty, Refused> {
    let change = RoleChange {
        description: form.description,
        max_session_seconds: form.max_session_seconds,
    };
    empty(app.update_role(&caller, &name, change).await)
}

/// Delete a role, with its policies detached.
#[utoipa::path(delete, path = "/api/roles/{roleName}", params(("roleName" = String, Path, description = "Role name")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.delete_role(&caller, &name).await)
}

/// Set who may assume a role.
#[utoipa::path(put, path = "/api/roles/{roleName}/trust-policy", params(("roleName" = String, Path, description = "Role name")), request_body = TrustPolicyForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_trust_policy(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<TrustPolicyForm>,
) -> Result<Empty, Refused> {
    let change = TrustChange {
        document: form.document,
        expected: form.expected,
    };
    empty(app.set_trust_policy(&caller, &name, change).await)
}

/// Set a role's tags.
#[utoipa::path(put, path = "/api/roles/{roleName}/tags", params(("roleName" = String, Path, description = "Role name")), request_body = RoleTagsForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_tags(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<RoleTagsForm>,
) -> Result<Empty, Refused> {
    empty(app.set_role_tags(&caller, &name, &form.tags, &form.expected).await)
}
