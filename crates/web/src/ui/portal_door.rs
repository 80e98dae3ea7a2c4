//! The portal's door: what may come between a user name and the portal, but for second factors.

use axum::extract::{Query, State};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{PortalLinkView, PortalStep};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// The door's routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(attempt))
        .routes(routes!(new_password))
        .routes(routes!(forgot_password))
        .routes(routes!(security_check))
        .routes(routes!(link, use_link))
}

/// Where the sign-in stands.
#[utoipa::path(get, path = "/api/portal/attempt", operation_id = "portal_attempt", responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn attempt(State(app): State<App>, caller::From(caller): caller::From) -> Reply<PortalStep> {
    reply(app.portal_attempt(&caller).await)
}

/// A password of one's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalNewPassword {
    /// The new password.
    #[schema(value_type = String)]
    new_password: SecretString,
    /// The new password again.
    #[schema(value_type = String)]
    confirm_password: SecretString,
}

/// Choose a password at the first sign-in.
#[utoipa::path(post, path = "/api/portal/sign-in/new-password", operation_id = "portal_new_password", request_body = PortalNewPassword, responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn new_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalNewPassword>,
) -> Reply<PortalStep> {
    reply(
        app.portal_new_password(&caller, form.new_password, &form.confirm_password)
            .await,
    )
}

/// Forgot password.
#[utoipa::path(post, path = "/api/portal/sign-in/forgot-password", operation_id = "portal_forgot_password", responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn forgot_password(State(app): State<App>, caller::From(caller): caller::From) -> Reply<PortalStep> {
    reply(app.forgot_portal_password(&caller).await)
}

/// An answer to the picture.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PortalCheckAnswer {
    /// What was typed.
    answer: String,
}

/// Answer the security check.
#[utoipa::path(post, path = "/api/portal/sign-in/security-check", operation_id = "portal_security_check", request_body = PortalCheckAnswer, responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn security_check(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalCheckAnswer>,
) -> Reply<PortalStep> {
    reply(app.answer_portal_check(&caller, &form.answer).await)
}

/// The link's token.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PortalLinkQuery {
    /// From the link.
    #[param(value_type = String)]
    token: SecretString,
}

/// A password, by a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalLinkForm {
    /// From the link.
    #[schema(value_type = String)]
    token: SecretString,
    /// The new password.
    #[schema(value_type = String)]
    new_password: SecretString,
    /// The new password again.
    #[schema(value_type = String)]
    confirm_password: SecretString,
}

/// Whether a link can be used.
#[utoipa::path(get, path = "/api/portal/link", operation_id = "portal_link", params(PortalLinkQuery), responses((status = 200, body = PortalLinkView), (status = "default", body = ErrorBody)))]
pub async fn link(State(app): State<App>, Query(query): Query<PortalLinkQuery>) -> Reply<PortalLinkView> {
    plain(app.portal_link(&query.token).await)
}

/// Use a link.
#[utoipa::path(post, path = "/api/portal/link", operation_id = "portal_use_link", request_body = PortalLinkForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn use_link(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalLinkForm>,
) -> Result<Empty, Refused> {
    empty(
        app.use_portal_link(&caller, &form.token, form.new_password, &form.confirm_password)
            .await,
    )
}
