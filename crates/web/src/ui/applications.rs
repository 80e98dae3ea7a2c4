//! Applications: their tiles in the portal, the portal's answer to an application, and the demo applications' own pages.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{ApplicationEntry, ApplicationPage, ApplicationRedirect, PortalApplications};
use vestibule_service::demo_application::Callback;
use vestibule_service::identity_center::applications::AuthorizeApplication;

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// Their routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(tiles))
        .routes(routes!(open))
        .routes(routes!(authorize))
        .routes(routes!(page))
        .routes(routes!(saml))
        .routes(routes!(start))
        .routes(routes!(callback))
        .routes(routes!(sign_out))
}

/// What the person may sign in to.
#[utoipa::path(get, path = "/api/portal/applications", operation_id = "portal_applications", responses((status = 200, body = PortalApplications), (status = "default", body = ErrorBody)))]
pub async fn tiles(State(app): State<App>, caller::From(caller): caller::From) -> Reply<PortalApplications> {
    plain(app.portal_applications(&caller).await)
}

/// How to open an application.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OpenApplication {
    /// The response is shown first ("administrator mode").
    #[serde(default)]
    readable: bool,
}

/// Open an application.
#[utoipa::path(post, path = "/api/portal/applications/{id}/open", operation_id = "portal_open_application", params(("id" = String, Path)), request_body = OpenApplication, responses((status = 200, body = ApplicationEntry), (status = "default", body = ErrorBody)))]
pub async fn open(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<OpenApplication>,
) -> Reply<ApplicationEntry> {
    plain(app.portal_open_application(&caller, &id, form.readable).await)
}

/// An authorization request of an application. What is missing is empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub struct ApplicationAuthorization {
    /// `client_id`.
    client_id: String,
    /// `redirect_uri`.
    redirect_uri: String,
    /// `response_type`.
    response_type: String,
    /// `scope`.
    scope: String,
    /// `state`.
    state: String,
    /// `nonce`.
    nonce: String,
    /// `code_challenge`.
    code_challenge: String,
    /// `code_challenge_method`.
    code_challenge_method: String,
}

/// Tell an application who is signed in.
#[utoipa::path(post, path = "/api/portal/applications/authorize", operation_id = "portal_authorize_application", request_body = ApplicationAuthorization, responses((status = 200, body = ApplicationRedirect), (status = "default", body = ErrorBody)))]
pub async fn authorize(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<ApplicationAuthorization>,
) -> Reply<ApplicationRedirect> {
    let form = AuthorizeApplication {
        client_id: form.client_id,
        redirect_uri: form.redirect_uri,
        response_type: form.response_type,
        scope: form.scope,
        state: form.state,
        nonce: form.nonce,
        code_challenge: form.code_challenge,
        code_challenge_method: form.code_challenge_method,
    };
    plain(app.portal_authorize_application(&caller, form).await)
}

/// A demo application's page.
#[utoipa::path(get, path = "/api/application/{id}", operation_id = "application_page", params(("id" = String, Path)), responses((status = 200, body = ApplicationPage), (status = "default", body = ErrorBody)))]
pub async fn page(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<ApplicationPage> {
    reply(app.application_page(&caller, &id).await)
}

/// What the browser posts to an application.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PostedResponse {
    /// `SAMLResponse`, base64.
    saml_response: String,
    /// `RelayState`.
    #[serde(default)]
    relay_state: String,
}

/// A demo application's assertion consumer service.
#[utoipa::path(post, path = "/api/application/{id}/saml", operation_id = "application_saml", params(("id" = String, Path)), request_body = PostedResponse, responses((status = 200, body = ApplicationRedirect), (status = "default", body = ErrorBody)))]
pub async fn saml(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<PostedResponse>,
) -> Reply<ApplicationRedirect> {
    reply(
        app.application_saml(&caller, &id, &form.saml_response, &form.relay_state)
            .await,
    )
}

/// A demo application begins a sign-in.
#[utoipa::path(post, path = "/api/application/{id}/start", operation_id = "application_start", params(("id" = String, Path)), responses((status = 200, body = ApplicationRedirect), (status = "default", body = ErrorBody)))]
pub async fn start(State(app): State<App>, Path(id): Path<String>) -> Reply<ApplicationRedirect> {
    reply(app.application_start(&id).await)
}

/// What comes back to an application.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ApplicationCallback {
    /// `code`.
    code: String,
    /// `state`.
    state: String,
    /// `error`.
    error: String,
}

/// A demo application's redirect address.
#[utoipa::path(post, path = "/api/application/{id}/callback", operation_id = "application_callback", params(("id" = String, Path)), request_body = ApplicationCallback, responses((status = 200, body = ApplicationRedirect), (status = "default", body = ErrorBody)))]
pub async fn callback(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<ApplicationCallback>,
) -> Reply<ApplicationRedirect> {
    let form = Callback {
        code: form.code,
        state: form.state,
        error: form.error,
    };
    reply(app.application_callback(&caller, &id, form).await)
}

/// Sign out of a demo application.
#[utoipa::path(post, path = "/api/application/{id}/sign-out", operation_id = "application_sign_out", params(("id" = String, Path)), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn sign_out(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(_id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.application_sign_out(&caller).await)
}
