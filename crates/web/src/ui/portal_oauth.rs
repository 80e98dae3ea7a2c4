//! Letting tools in: the pages' half of OAuth. The tools' half has no socket yet.

use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{DevicePage, OauthConsent, OauthDecision, OauthRedirect};

use super::App;
use crate::answer::{Reply, plain, reply};
use crate::caller;
use crate::input::Body;

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(authorize))
        .routes(routes!(open))
        .routes(routes!(decide))
        .routes(routes!(device_page))
        .routes(routes!(device))
}

/// What stands in the address that a tool sent the browser to.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OauthAuthorizeForm {
    /// What follows the question mark.
    query: String,
}

/// A tool's sign-in arrives.
#[utoipa::path(post, path = "/api/portal/oauth/authorize", operation_id = "portal_oauth_authorize", request_body = OauthAuthorizeForm, responses((status = 200, body = OauthRedirect), (status = "default", body = ErrorBody)))]
pub async fn authorize(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<OauthAuthorizeForm>,
) -> Reply<OauthRedirect> {
    reply(app.oauth_authorize(&caller, &form.query).await)
}

/// Which consent page.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OauthRequestForm {
    /// Its name.
    request: String,
}

/// Open a consent page.
#[utoipa::path(post, path = "/api/portal/oauth/consent", operation_id = "portal_oauth_consent", request_body = OauthRequestForm, responses((status = 200, body = OauthConsent), (status = "default", body = ErrorBody)))]
pub async fn open(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<OauthRequestForm>,
) -> Reply<OauthConsent> {
    plain(app.oauth_open_consent(&caller, &form.request).await)
}

/// The answer to a consent page.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OauthDecisionForm {
    /// Its name.
    request: String,
    /// Allow it, or not.
    allow: bool,
}

/// Allow a tool what it asks for, or not.
#[utoipa::path(post, path = "/api/portal/oauth/decision", operation_id = "portal_oauth_decision", request_body = OauthDecisionForm, responses((status = 200, body = OauthDecision), (status = "default", body = ErrorBody)))]
pub async fn decide(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<OauthDecisionForm>,
) -> Reply<OauthDecision> {
    plain(app.oauth_decide(&caller, &form.request, form.allow).await)
}

/// The code that came with the address.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct DeviceCodeQuery {
    /// Perhaps empty.
    #[serde(default)]
    user_code: String,
}

/// Where a device's code is typed.
#[utoipa::path(get, path = "/api/portal/oauth/device", operation_id = "portal_oauth_device_page", params(DeviceCodeQuery), responses((status = 200, body = DevicePage), (status = "default", body = ErrorBody)))]
pub async fn device_page(State(app): State<App>, Query(query): Query<DeviceCodeQuery>) -> Reply<DevicePage> {
    plain(app.oauth_device_page(&query.user_code).await)
}

/// A device's code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeviceCodeForm {
    /// As typed.
    user_code: String,
}

/// Confirm a device's code.
#[utoipa::path(post, path = "/api/portal/oauth/device", operation_id = "portal_oauth_device", request_body = DeviceCodeForm, responses((status = 200, body = OauthConsent), (status = "default", body = ErrorBody)))]
pub async fn device(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<DeviceCodeForm>,
) -> Reply<OauthConsent> {
    reply(app.oauth_confirm_device(&caller, &form.user_code).await)
}
