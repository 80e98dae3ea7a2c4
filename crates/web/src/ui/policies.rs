//! Policies: the account's and AWS's, their versions, and what is wrong with a document.

use axum::extract::{DefaultBodyLimit, Path, Query, State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{
    HolderPolicies, Holders, InlinePolicy, PolicyChecked, PolicyDetail, PolicyPage, PolicyView, Simulated, Simulation,
    VersionDocument, VersionView,
};
use vestibule_service::policies::{
    Bounded, DocumentKind, NewBoundary, NewDefault, NewInline, NewPolicy, NewVersion, PolicyFilter, PolicyScope,
};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::{Body, DOCUMENT_BODY_LIMIT, Document};

/// The routes, some of which take a whole policy document.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(detail, delete))
        .routes(routes!(version, add_version, delete_version))
        .routes(routes!(set_default))
        .routes(routes!(validate))
        .routes(routes!(simulate))
        .routes(routes!(of_holder, attach, detach))
        .routes(routes!(inline, put_inline, delete_inline))
        .routes(routes!(put_boundary, delete_boundary))
        .layer(DefaultBodyLimit::max(DOCUMENT_BODY_LIMIT))
}

/// Which policies.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PoliciesQuery {
    /// A part of the name, ignoring case.
    search: Option<String>,
    /// Whose.
    #[param(inline)]
    scope: Option<PolicyScope>,
    /// From 1.
    page: Option<usize>,
}

/// Which policy.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PolicyQuery {
    /// Its ARN.
    arn: String,
}

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase")]
pub struct VersionQuery {
    /// The policy's ARN.
    arn: String,
    /// `v1`, `v2`…
    #[param(rename = "versionId")]
    version_id: String,
}

/// A policy to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewPolicyForm {
    /// Its name.
    policy_name: String,
    /// What it is for.
    #[serde(default)]
    description: String,
    /// What it says.
    #[schema(value_type = String)]
    document: Document,
}

/// A version to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewVersionForm {
    /// The policy.
    policy_arn: String,
    /// What it shall say.
    #[schema(value_type = String)]
    document: Document,
    /// It counts at once.
    set_as_default: bool,
    /// The default version that was read before.
    expected: String,
    /// A version that goes to make room; `null` while there are fewer than five.
    replacing: Option<String>,
}

/// The version that shall count.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DefaultVersionForm {
    /// The policy.
    policy_arn: String,
    /// The version.
    version_id: String,
    /// The default version that was read before.
    expected: String,
}

/// A document to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ValidateForm {
    /// The document.
    #[schema(value_type = String)]
    document: Document,
    /// What it is to be.
    kind: DocumentKind,
}

/// A policy to attach.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachForm {
    /// The policy.
    policy_arn: String,
}

/// Which policy to detach.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase")]
pub struct DetachQuery {
    /// Its ARN.
    #[param(rename = "policyArn")]
    policy_arn: String,
}

/// An embedded policy to save.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InlineForm {
    /// What it shall say.
    #[schema(value_type = String)]
    document: Document,
    /// What it was read as before; `null` for a new one.
    expected: Option<String>,
}

/// A boundary to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoundaryForm {
    /// The policy.
    policy_arn: String,
    /// The boundary that was read before; `null` if there was none.
    expected: Option<String>,
}

/// Managed policies, in name order.
#[utoipa::path(get, path = "/api/policies", params(PoliciesQuery), responses((status = 200, body = PolicyPage), (status = "default", body = ErrorBody)))]
pub async fn list(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<PoliciesQuery>,
) -> Reply<PolicyPage> {
    let filter = PolicyFilter {
        search: query.search.unwrap_or_default(),
        scope: query.scope.unwrap_or_default(),
        page: query.page.unwrap_or(1),
    };
    plain(app.policies(&caller, &filter).await)
}

/// Create a policy.
#[utoipa::path(post, path = "/api/policies", request_body = NewPolicyForm, responses((status = 200, body = PolicyView), (status = "default", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewPolicyForm>,
) -> Reply<PolicyView> {
    let new = NewPolicy {
        policy_name: form.policy_name,
        description: form.description,
        document: form.document.accepted()?,
    };
    plain(app.create_policy(&caller, new).await)
}

/// A policy with its document, versions and those who have it.
#[utoipa::path(get, path = "/api/policies/details", params(PolicyQuery), responses((status = 200, body = PolicyDetail), (status = "default", body = ErrorBody)))]
pub async fn detail(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<PolicyQuery>,
) -> Reply<PolicyDetail> {
    plain(app.policy(&caller, &query.arn).await)
}

/// Delete a policy that nobody has.
#[utoipa::path(delete, path = "/api/policies/details", params(PolicyQuery), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<PolicyQuery>,
) -> Result<Empty, Refused> {
    empty(app.delete_policy(&caller, &query.arn).await)
}

/// What a version says.
#[utoipa::path(get, path = "/api/policies/versions", params(VersionQuery), responses((status = 200, body = VersionDocument), (status = "default", body = ErrorBody)))]
pub async fn version(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<VersionQuery>,
) -> Reply<VersionDocument> {
    plain(app.policy_version(&caller, &query.arn, &query.version_id).await)
}

/// Add a version.
#[utoipa::path(post, path = "/api/policies/versions", request_body = NewVersionForm, responses((status = 200, body = VersionView), (status = "default", body = ErrorBody)))]
pub async fn add_version(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewVersionForm>,
) -> Reply<VersionView> {
    let new = NewVersion {
        policy_arn: form.policy_arn,
        document: form.document.accepted()?,
        set_as_default: form.set_as_default,
        expected: form.expected,
        replacing: form.replacing,
    };
    plain(app.create_policy_version(&caller, new).await)
}

/// Delete a version that does not count.
#[utoipa::path(delete, path = "/api/policies/versions", params(VersionQuery), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_version(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<VersionQuery>,
) -> Result<Empty, Refused> {
    empty(app.delete_policy_version(&caller, &query.arn, &query.version_id).await)
}

/// Make a version the one that counts.
#[utoipa::path(put, path = "/api/policies/default-version", request_body = DefaultVersionForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_default(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<DefaultVersionForm>,
) -> Result<Empty, Refused> {
    let new = NewDefault {
        policy_arn: form.policy_arn,
        version_id: form.version_id,
        expected: form.expected,
    };
    empty(app.set_default_policy_version(&caller, new).await)
}

/// What is wrong with a document.
#[utoipa::path(post, path = "/api/policies/validate", request_body = ValidateForm, responses((status = 200, body = PolicyChecked), (status = "default", body = ErrorBody)))]
pub async fn validate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<ValidateForm>,
) -> Reply<PolicyChecked> {
    let document = form.document.accepted()?;
    plain(app.check_policy(&caller, &document, form.kind).await)
}

/// What policies would say.
#[utoipa::path(post, path = "/api/policies/simulate", request_body = Simulation, responses((status = 200, body = Simulated), (status = "default", body = ErrorBody)))]
pub async fn simulate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(simulation): Body<Simulation>,
) -> Reply<Simulated> {
    plain(app.simulate(&caller, &simulation).await)
}

/// The policies of a user, group or role.
#[utoipa::path(get, path = "/api/{holders}/{name}/policies", params(("holders" = inline(Holders), Path, description = "Kind"), ("name" = String, Path, description = "Name")), responses((status = 200, body = HolderPolicies), (status = "default", body = ErrorBody)))]
pub async fn of_holder(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((holders, name)): Path<(Holders, String)>,
) -> Reply<HolderPolicies> {
    plain(app.holder_policies(&caller, holders, &name).await)
}

/// Attach a policy.
#[utoipa::path(post, path = "/api/{holders}/{name}/policies", params(("holders" = inline(Holders), Path, description = "Kind"), ("name" = String, Path, description = "Name")), request_body = AttachForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn attach(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((holders, name)): Path<(Holders, String)>,
    Body(form): Body<AttachForm>,
) -> Result<Empty, Refused> {
    empty(app.attach_policy(&caller, holders, &name, &form.policy_arn).await)
}

/// Detach a policy.
#[utoipa::path(delete, path = "/api/{holders}/{name}/policies", params(("holders" = inline(Holders), Path, description = "Kind"), ("name" = String, Path, description = "Name"), DetachQuery), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn detach(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((holders, name)): Path<(Holders, String)>,
    Query(query): Query<DetachQuery>,
) -> Result<Empty, Refused> {
    empty(app.detach_policy(&caller, holders, &name, &query.policy_arn).await)
}

/// What an embedded policy says.
#[utoipa::path(get, path = "/api/{holders}/{name}/inline-policies/{policyName}", params(("holders" = inline(Holders), Path, description = "Kind"), ("name" = String, Path, description = "Name"), ("policyName" = String, Path, description = "Policy name")), responses((status = 200, body = InlinePolicy), (status = "default", body = ErrorBody)))]
pub async fn inline(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((holders, name, policy)): Path<(Holders, String, String)>,
) -> Reply<InlinePolicy> {
    plain(app.inline_policy(&caller, holders, &name, &policy).await)
}

/// Create or change an embedded policy.
#[utoipa::path(put, path = "/api/{holders}/{name}/inline-policies/{policyName}", params(("holders" = inline(Holders), Path, description = "Kind"), ("name" = String, Path, description = "Name"), ("policyName" = String, Path, description = "Policy name")), request_body = InlineForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn put_inline(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((holders, name, policy_name)): Path<(Holders, String, String)>,
    Body(form): Body<InlineForm>,
) -> Result<Empty, Refused> {
    let new = NewInline {
        policy_name,
        document: form.document.accepted()?,
        expected: form.expected,
    };
    empty(app.put_inline_policy(&caller, holders, &name, new).await)
}

/// Delete an embedded policy.
#[utoipa::path(delete, path = "/api/{holders}/{name}/inline-policies/{policyName}", params(("holders" = inline(Holders), Path, description = "Kind"), ("name" = String, Path, description = "Name"), ("policyName" = String, Path, description = "Policy name")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_inline(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((holders, name, policy)): Path<(Holders, String, String)>,
) -> Result<Empty, Refused> {
    empty(app.delete_inline_policy(&caller, holders, &name, &policy).await)
}

/// Set a permissions boundary.
#[utoipa::path(put, path = "/api/{holders}/{name}/boundary", params(("holders" = inline(Bounded), Path, description = "Kind"), ("name" = String, Path, description = "Name")), request_body = BoundaryForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn put_boundary(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((bounded, name)): Path<(Bounded, String)>,
    Body(form): Body<BoundaryForm>,
) -> Result<Empty, Refused> {
    let new = NewBoundary {
        policy_arn: form.policy_arn,
        expected: form.expected,
    };
    empty(app.put_boundary(&caller, bounded, &name, new).await)
}

/// Remove a permissions boundary.
#[utoipa::path(delete, path = "/api/{holders}/{name}/boundary", params(("holders" = inline(Bounded), Path, description = "Kind"), ("name" = String, Path, description = "Name")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_boundary(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((bounded, name)): Path<(Bounded, String)>,
) -> Result<Empty, Refused> {
    empty(app.delete_boundary(&caller, bounded, &name).await)
}
