//! AWS Organizations: the tree, units and accounts.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{
    CreatedAccount, DelegationPolicy, OrganizationTree, OrganizationUnit, OrganizationView,
};
use vestibule_service::organization::NewAccount;

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// A unit to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewUnitForm {
    /// The root or unit above.
    parent_id: String,
    /// Its name.
    name: String,
}

/// A unit's new name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnitNameForm {
    /// Its name.
    name: String,
}

/// An account to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewAccountForm {
    /// Its name.
    name: String,
    /// The root user's e-mail address.
    email: String,
    /// The role that the management account may assume in it; blank for `OrganizationAccountAccessRole`.
    role_name: String,
}

/// Where an account goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParentForm {
    /// The root or a unit.
    parent_id: String,
}

/// A delegation policy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DelegationPolicyForm {
    /// The document.
    document: String,
}

/// The organization.
#[utoipa::path(get, path = "/api/organization", responses((status = 200, body = OrganizationView), (status = "default", body = ErrorBody)))]
pub async fn view(State(app): State<App>, caller::From(caller): caller::From) -> Reply<OrganizationView> {
    plain(app.organization(&caller).await)
}

/// Its root, units and accounts.
#[utoipa::path(get, path = "/api/organization/tree", responses((status = 200, body = OrganizationTree), (status = "default", body = ErrorBody)))]
pub async fn tree(State(app): State<App>, caller::From(caller): caller::From) -> Reply<OrganizationTree> {
    plain(app.organization_tree(&caller).await)
}

/// Create a unit.
#[utoipa::path(post, path = "/api/organization/units", request_body = NewUnitForm, responses((status = 200, body = OrganizationUnit), (status = "default", body = ErrorBody)))]
pub async fn create_unit(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewUnitForm>,
) -> Reply<OrganizationUnit> {
    reply(app.create_unit(&caller, &form.parent_id, &form.name).await)
}

/// Rename a unit.
#[utoipa::path(put, path = "/api/organization/units/{unitId}", params(("unitId" = String, Path, description = "ou-…")), request_body = UnitNameForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn rename_unit(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<UnitNameForm>,
) -> Result<Empty, Refused> {
    empty(app.rename_unit(&caller, &id, &form.name).await)
}

/// Delete a unit.
#[utoipa::path(delete, path = "/api/organization/units/{unitId}", params(("unitId" = String, Path, description = "ou-…")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_unit(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.delete_unit(&caller, &id).await)
}

/// Create an account.
#[utoipa::path(post, path = "/api/organization/accounts", request_body = NewAccountForm, responses((status = 200, body = CreatedAccount), (status = "default", body = ErrorBody)))]
pub async fn create_account(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewAccountForm>,
) -> Reply<CreatedAccount> {
    let account = NewAccount {
        name: form.name,
        email: form.email,
        role_name: form.role_name,
    };
    reply(app.create_account(&caller, &account).await)
}

/// Close an account.
#[utoipa::path(delete, path = "/api/organization/accounts/{accountId}", params(("accountId" = String, Path, description = "12 digits")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn close_account(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.close_account(&caller, &id).await)
}

/// Move an account.
#[utoipa::path(put, path = "/api/organization/accounts/{accountId}/parent", params(("accountId" = String, Path, description = "12 digits")), request_body = ParentForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn move_account(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<ParentForm>,
) -> Result<Empty, Refused> {
    empty(app.move_account(&caller, &id, &form.parent_id).await)
}

/// Make an account the delegated administrator of a service.
#[utoipa::path(put, path = "/api/organization/accounts/{accountId}/delegations/{service}", params(("accountId" = String, Path, description = "12 digits"), ("service" = String, Path, description = "Service principal")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delegate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((id, service)): Path<(String, String)>,
) -> Result<Empty, Refused> {
    empty(app.delegate_service(&caller, &id, &service, true).await)
}

/// End that.
#[utoipa::path(delete, path = "/api/organization/accounts/{accountId}/delegations/{service}", params(("accountId" = String, Path, description = "12 digits"), ("service" = String, Path, description = "Service principal")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn end_delegation(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((id, service)): Path<(String, String)>,
) -> Result<Empty, Refused> {
    empty(app.delegate_service(&caller, &id, &service, false).await)
}

/// The policy by which members administer the organization.
#[utoipa::path(get, path = "/api/organization/delegation-policy", responses((status = 200, body = DelegationPolicy), (status = "default", body = ErrorBody)))]
pub async fn delegation_policy(State(app): State<App>, caller::From(caller): caller::From) -> Reply<DelegationPolicy> {
    plain(app.delegation_policy(&caller).await)
}

/// Set it.
#[utoipa::path(put, path = "/api/organization/delegation-policy", request_body = DelegationPolicyForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_delegation_policy(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<DelegationPolicyForm>,
) -> Result<Empty, Refused> {
    empty(app.set_delegation_policy(&caller, &form.document).await)
}

/// Remove it.
#[utoipa::path(delete, path = "/api/organization/delegation-policy", responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_delegation_policy(
    State(app): State<App>,
    caller::From(caller): caller::From,
) -> Result<Empty, Refused> {
    empty(app.delete_delegation_policy(&caller).await)
}
