//! Service and resource control policies.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use vestibule_service::ErrorBody;
use vestibule_service::answers::{ControlPolicyEntry, ControlPolicyList, ControlPolicyView, TargetPolicies};
use vestibule_service::organization::{ControlPolicyText, NewControlPolicy, PolicyKind};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// Which kind.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct KindQuery {
    /// Service or resource control policies.
    kind: PolicyKind,
}

/// A policy to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewControlPolicyForm {
    /// Its kind.
    kind: PolicyKind,
    /// Unique among its kind.
    name: String,
    /// What it is for.
    description: String,
    /// The document.
    document: String,
}

/// A changed policy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlPolicyForm {
    /// Unique among its kind.
    name: String,
    /// What it is for.
    description: String,
    /// The document.
    document: String,
    /// The document that was read before it was changed.
    expected: String,
}

/// The policies of a kind.
#[utoipa::path(get, path = "/api/organization/policies", params(KindQuery), responses((status = 200, body = ControlPolicyList), (status = "default", body = ErrorBody)))]
pub async fn list(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<KindQuery>,
) -> Reply<ControlPolicyList> {
    plain(app.control_policies(&caller, query.kind).await)
}

/// Create a policy.
#[utoipa::path(post, path = "/api/organization/policies", request_body = NewControlPolicyForm, responses((status = 200, body = ControlPolicyEntry), (status = "default", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewControlPolicyForm>,
) -> Reply<ControlPolicyEntry> {
    let policy = NewControlPolicy {
        kind: form.kind,
        text: ControlPolicyText {
            name: form.name,
            description: form.description,
            document: form.document,
        },
    };
    reply(app.create_control_policy(&caller, policy).await)
}

/// A policy, its document and its targets.
#[utoipa::path(get, path = "/api/organization/policies/{policyId}", params(("policyId" = String, Path, description = "p-…")), responses((status = 200, body = ControlPolicyView), (status = "default", body = ErrorBody)))]
pub async fn view(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<ControlPolicyView> {
    plain(app.control_policy(&caller, &id).await)
}

/// Change a policy.
#[utoipa::path(put, path = "/api/organization/policies/{policyId}", params(("policyId" = String, Path, description = "p-…")), request_body = ControlPolicyForm, responses((status = 200, body = ControlPolicyEntry), (status = "default", body = ErrorBody)))]
pub async fn update(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<ControlPolicyForm>,
) -> Reply<ControlPolicyEntry> {
    let text = ControlPolicyText {
        name: form.name,
        description: form.description,
        document: form.document,
    };
    reply(app.update_control_policy(&caller, &id, text, &form.expected).await)
}

/// Delete a policy.
#[utoipa::path(delete, path = "/api/organization/policies/{policyId}", params(("policyId" = String, Path, description = "p-…")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.delete_control_policy(&caller, &id).await)
}

/// Switch a kind of policies on.
#[utoipa::path(put, path = "/api/organization/policy-types/{kind}", params(("kind" = PolicyKind, Path, description = "Service or resource control policies")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn enable_kind(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(kind): Path<PolicyKind>,
) -> Result<Empty, Refused> {
    empty(app.switch_policy_kind(&caller, kind, true).await)
}

/// Switch a kind of policies off.
#[utoipa::path(delete, path = "/api/organization/policy-types/{kind}", params(("kind" = PolicyKind, Path, description = "Service or resource control policies")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn disable_kind(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(kind): Path<PolicyKind>,
) -> Result<Empty, Refused> {
    empty(app.switch_policy_kind(&caller, kind, false).await)
}

/// The policies of a kind that bear on the root, a unit or an account.
#[utoipa::path(get, path = "/api/organization/targets/{targetId}/policies", params(("targetId" = String, Path, description = "r-…, ou-… or 12 digits"), KindQuery), responses((status = 200, body = TargetPolicies), (status = "default", body = ErrorBody)))]
pub async fn of_target(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(target): Path<String>,
    Query(query): Query<KindQuery>,
) -> Reply<TargetPolicies> {
    plain(app.target_policies(&caller, &target, query.kind).await)
}

/// Attach a policy.
#[utoipa::path(put, path = "/api/organization/targets/{targetId}/policies/{policyId}", params(("targetId" = String, Path, description = "r-…, ou-… or 12 digits"), ("policyId" = String, Path, description = "p-…")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn attach(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((target, policy)): Path<(String, String)>,
) -> Result<Empty, Refused> {
    empty(app.attach_control_policy(&caller, &target, &policy).await)
}

/// Detach a policy.
#[utoipa::path(delete, path = "/api/organization/targets/{targetId}/policies/{policyId}", params(("targetId" = String, Path, description = "r-…, ou-… or 12 digits"), ("policyId" = String, Path, description = "p-…")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn detach(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((target, policy)): Path<(String, String)>,
) -> Result<Empty, Refused> {
    empty(app.detach_control_policy(&caller, &target, &policy).await)
}
