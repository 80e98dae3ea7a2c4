//! IAM Identity Center: permission sets, and who has them in which account.

use axum::extract::{DefaultBodyLimit, Path, Query, State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_identity::Timestamp;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{
    AccessPage, AssignedPage, AssignmentOutcome, CenterAccountDetails, CenterAccountPage, CenterUnits,
    PermissionSetDetails, PermissionSetPage, PermissionSetView, PredefinedSets, PrincipalKind, ProvisionedPage,
    RequestPage, SetPermissions,
};
use vestibule_service::identity_center::access::{AssignmentForm, ListPart, NewPermissionSet, Principal, SetChange};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::{Body, DOCUMENT_BODY_LIMIT};

/// The routes, some of which take a whole policy document.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sets, create_set))
        .routes(routes!(predefined))
        .routes(routes!(set, update_set, delete_set))
        .routes(routes!(set_permissions))
        .routes(routes!(provisioned, provision))
        .routes(routes!(accounts))
        .routes(routes!(units))
        .routes(routes!(account))
        .routes(routes!(assigned, change_assigned))
        .routes(routes!(assign))
        .routes(routes!(unassign))
        .routes(routes!(requests))
        .routes(routes!(access))
        .layer(DefaultBodyLimit::max(DOCUMENT_BODY_LIMIT))
}

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PartQuery {
    /// A part of the name, ignoring case.
    search: Option<String>,
    /// From 1.
    page: Option<u32>,
}

impl From<PartQuery> for ListPart {
    fn from(query: PartQuery) -> Self {
        Self {
            search: query.search.unwrap_or_default(),
            page: query.page.unwrap_or(1),
        }
    }
}

/// Which accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CenterAccountsQuery {
    /// A part of the name or of the e-mail address, or the id.
    search: Option<String>,
    /// From 1.
    page: Option<u32>,
    /// Only those directly under this unit.
    unit: Option<String>,
}

/// A permission set to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewPermissionSetForm {
    /// Its name.
    name: String,
    /// What it is for.
    description: String,
    /// How long a session lasts, in seconds.
    session_seconds: u64,
    /// Where the console opens; blank for console home.
    relay_state: String,
    /// What it permits.
    permissions: SetPermissions,
}

/// What a permission set is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PermissionSetForm {
    /// What it is for.
    description: String,
    /// How long a session lasts, in seconds.
    session_seconds: u64,
    /// Where the console opens; blank for console home.
    relay_state: String,
    /// When it had been changed last, as it was read.
    #[schema(value_type = String, format = "date-time")]
    expected: Timestamp,
}

/// What a permission set is to permit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetPermissionsForm {
    /// What it permits.
    permissions: SetPermissions,
    /// When it had been changed last, as it was read.
    #[schema(value_type = String, format = "date-time")]
    expected: Timestamp,
}

/// A person or a group.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PrincipalForm {
    /// Which of them.
    kind: PrincipalKind,
    /// The id in the identity store.
    id: String,
}

/// Assignments that are submitted together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentsForm {
    /// At most 10.
    account_ids: Vec<String>,
    /// People and groups.
    principals: Vec<PrincipalForm>,
    /// Permission sets.
    permission_set_ids: Vec<String>,
}

/// What somebody is to have in an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssignedForm {
    /// Who.
    principal: PrincipalForm,
    /// Permission sets.
    permission_set_ids: Vec<String>,
    /// Those that they had, as it was read.
    expected: Vec<String>,
}

impl From<PrincipalForm> for Principal {
    fn from(form: PrincipalForm) -> Self {
        Self {
            kind: form.kind,
            id: form.id,
        }
    }
}

impl From<AssignmentsForm> for AssignmentForm {
    fn from(form: AssignmentsForm) -> Self {
        Self {
            account_ids: form.account_ids,
            principals: form.principals.into_iter().map(Into::into).collect(),
            permission_set_ids: form.permission_set_ids,
        }
    }
}

/// Permission sets, in name order.
#[utoipa::path(get, path = "/api/identity-center/permission-sets", operation_id = "center_permission_sets", params(PartQuery), responses((status = 200, body = PermissionSetPage), (status = "default", body = ErrorBody)))]
pub async fn sets(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<PartQuery>,
) -> Reply<PermissionSetPage> {
    plain(app.permission_sets(&caller, &query.into()).await)
}

/// Create a permission set.
#[utoipa::path(post, path = "/api/identity-center/permission-sets", operation_id = "center_create_permission_set", request_body = NewPermissionSetForm, responses((status = 200, body = PermissionSetView), (status = "default", body = ErrorBody)))]
pub async fn create_set(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewPermissionSetForm>,
) -> Reply<PermissionSetView> {
    let new = NewPermissionSet {
        name: form.name,
        description: form.description,
        session_seconds: form.session_seconds,
        relay_state: form.relay_state,
        permissions: form.permissions,
    };
    plain(app.create_permission_set(&caller, new).await)
}

/// The permission sets that AWS suggests.
#[utoipa::path(get, path = "/api/identity-center/predefined-permission-sets", operation_id = "center_predefined", responses((status = 200, body = PredefinedSets), (status = "default", body = ErrorBody)))]
pub async fn predefined(State(app): State<App>, caller::From(caller): caller::From) -> Reply<PredefinedSets> {
    plain(app.predefined_sets(&caller).await)
}

/// A permission set.
#[utoipa::path(get, path = "/api/identity-center/permission-sets/{setId}", operation_id = "center_permission_set", params(("setId" = String, Path, description = "ps-…")), responses((status = 200, body = PermissionSetDetails), (status = "default", body = ErrorBody)))]
pub async fn set(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<PermissionSetDetails> {
    plain(app.permission_set(&caller, &id).await)
}

/// Set description, duration and relay state.
#[utoipa::path(put, path = "/api/identity-center/permission-sets/{setId}", operation_id = "center_update_permission_set", params(("setId" = String, Path, description = "ps-…")), request_body = PermissionSetForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn update_set(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<PermissionSetForm>,
) -> Result<Empty, Refused> {
    let change = SetChange {
        description: form.description,
        session_seconds: form.session_seconds,
        relay_state: form.relay_state,
        expected: form.expected,
    };
    empty(app.update_permission_set(&caller, &id, change).await)
}

/// Delete a permission set that nobody has.
#[utoipa::path(delete, path = "/api/identity-center/permission-sets/{setId}", operation_id = "center_delete_permission_set", params(("setId" = String, Path, description = "ps-…")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_set(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.delete_permission_set(&caller, &id).await)
}

/// Set what a permission set permits.
#[utoipa::path(put, path = "/api/identity-center/permission-sets/{setId}/permissions", operation_id = "center_set_permissions", params(("setId" = String, Path, description = "ps-…")), request_body = SetPermissionsForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_permissions(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<SetPermissionsForm>,
) -> Result<Empty, Refused> {
    empty(
        app.set_permissions(&caller, &id, &form.permissions, form.expected)
            .await,
    )
}

/// The accounts that a permission set is provisioned in.
#[utoipa::path(get, path = "/api/identity-center/permission-sets/{setId}/accounts", operation_id = "center_provisioned", params(("setId" = String, Path, description = "ps-…"), PartQuery), responses((status = 200, body = ProvisionedPage), (status = "default", body = ErrorBody)))]
pub async fn provisioned(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Query(query): Query<PartQuery>,
) -> Reply<ProvisionedPage> {
    plain(app.provisioned_accounts(&caller, &id, &query.into()).await)
}

/// Bring its roles up to date.
#[utoipa::path(post, path = "/api/identity-center/permission-sets/{setId}/accounts", operation_id = "center_provision", params(("setId" = String, Path, description = "ps-…")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn provision(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.provision_permission_set(&caller, &id).await)
}

/// The organization's accounts, in name order.
#[utoipa::path(get, path = "/api/identity-center/accounts", operation_id = "center_accounts", params(CenterAccountsQuery), responses((status = 200, body = CenterAccountPage), (status = "default", body = ErrorBody)))]
pub async fn accounts(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<CenterAccountsQuery>,
) -> Reply<CenterAccountPage> {
    let part = ListPart {
        search: query.search.unwrap_or_default(),
        page: query.page.unwrap_or(1),
    };
    plain(app.center_accounts(&caller, &part, query.unit.as_deref()).await)
}

/// The organization's units.
#[utoipa::path(get, path = "/api/identity-center/units", operation_id = "center_units", responses((status = 200, body = CenterUnits), (status = "default", body = ErrorBody)))]
pub async fn units(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CenterUnits> {
    plain(app.center_units(&caller).await)
}

/// An account with what is provisioned in it.
#[utoipa::path(get, path = "/api/identity-center/accounts/{accountId}", operation_id = "center_account", params(("accountId" = String, Path, description = "12 digits")), responses((status = 200, body = CenterAccountDetails), (status = "default", body = ErrorBody)))]
pub async fn account(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<CenterAccountDetails> {
    plain(app.center_account(&caller, &id).await)
}

/// Who has something in an account.
#[utoipa::path(get, path = "/api/identity-center/accounts/{accountId}/assignments", operation_id = "center_assigned", params(("accountId" = String, Path, description = "12 digits"), PartQuery), responses((status = 200, body = AssignedPage), (status = "default", body = ErrorBody)))]
pub async fn assigned(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Query(query): Query<PartQuery>,
) -> Reply<AssignedPage> {
    plain(app.account_assignments(&caller, &id, &query.into()).await)
}

/// Set what somebody has in an account.
#[utoipa::path(put, path = "/api/identity-center/accounts/{accountId}/assignments", operation_id = "center_change_assigned", params(("accountId" = String, Path, description = "12 digits")), request_body = AssignedForm, responses((status = 200, body = AssignmentOutcome), (status = "default", body = ErrorBody)))]
pub async fn change_assigned(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<AssignedForm>,
) -> Reply<AssignmentOutcome> {
    let principal = form.principal.into();
    reply(
        app.change_assignments(&caller, &id, &principal, &form.permission_set_ids, &form.expected)
            .await,
    )
}

/// Assign permission sets to people and groups in accounts.
#[utoipa::path(post, path = "/api/identity-center/assignments", operation_id = "center_assign", request_body = AssignmentsForm, responses((status = 200, body = AssignmentOutcome), (status = "default", body = ErrorBody)))]
pub async fn assign(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<AssignmentsForm>,
) -> Reply<AssignmentOutcome> {
    reply(app.assign(&caller, &form.into()).await)
}

/// Take them away.
#[utoipa::path(post, path = "/api/identity-center/assignments/remove", operation_id = "center_unassign", request_body = AssignmentsForm, responses((status = 200, body = AssignmentOutcome), (status = "default", body = ErrorBody)))]
pub async fn unassign(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<AssignmentsForm>,
) -> Reply<AssignmentOutcome> {
    reply(app.unassign(&caller, &form.into()).await)
}

/// What became of requests, newest first.
#[utoipa::path(get, path = "/api/identity-center/provisioning", operation_id = "center_requests", params(PartQuery), responses((status = 200, body = RequestPage), (status = "default", body = ErrorBody)))]
pub async fn requests(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<PartQuery>,
) -> Reply<RequestPage> {
    plain(app.provisioning_requests(&caller, query.page.unwrap_or(1)).await)
}

/// What a person or a group has.
#[utoipa::path(get, path = "/api/identity-center/access/{kind}/{principalId}", operation_id = "center_access", params(("kind" = PrincipalKind, Path, description = "user or group"), ("principalId" = String, Path, description = "Id in the identity store"), PartQuery), responses((status = 200, body = AccessPage), (status = "default", body = ErrorBody)))]
pub async fn access(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((kind, id)): Path<(PrincipalKind, String)>,
    Query(query): Query<PartQuery>,
) -> Reply<AccessPage> {
    plain(app.access_of(&caller, &Principal { kind, id }, &query.into()).await)
}
