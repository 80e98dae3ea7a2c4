//! Where SAML responses are posted.

use axum::extract::{DefaultBodyLimit, State};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{SamlInspection, SamlStep};
use vestibule_service::federation::saml::{Inspect, SamlPost};

use super::App;
use crate::answer::{Reply, plain, reply};
use crate::caller;
use crate::input::{Body, RESPONSE_BODY_LIMIT};

/// Its routes. A response may be larger than what other pages send.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in))
        .routes(routes!(inspect))
        .layer(DefaultBodyLimit::max(RESPONSE_BODY_LIMIT))
}

/// What a browser posts to `https://signin.aws.amazon.com/saml`. The response is a credential: none of it is for a log.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlSignInForm {
    /// `SAMLResponse`, base64.
    saml_response: String,
    /// `RelayState`.
    #[serde(default)]
    relay_state: String,
    /// `roleIndex`: the ARN of the role that was chosen.
    #[serde(default)]
    role_index: Option<String>,
    /// The address that it was posted to, if it was not the global one.
    #[serde(default)]
    address: Option<String>,
}

/// Sign in with a SAML response.
#[utoipa::path(post, path = "/api/saml", operation_id = "saml_sign_in", request_body = SamlSignInForm, responses((status = 200, body = SamlStep), (status = "default", body = ErrorBody)))]
pub async fn sign_in(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<SamlSignInForm>,
) -> Reply<SamlStep> {
    let post = SamlPost {
        response: form.saml_response,
        relay_state: form.relay_state,
        role: form.role_index,
        address: form.address,
    };
    reply(app.saml_sign_in(&caller, post).await)
}

/// A response to look at.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlInspectForm {
    /// `SAMLResponse` in base64, or its XML.
    saml_response: String,
    /// The ARN of the provider that it is held against.
    provider_arn: String,
    /// The endpoint that it is meant for, if it is not the global one.
    #[serde(default)]
    address: Option<String>,
}

/// Judge a SAML response without signing in.
#[utoipa::path(post, path = "/api/saml/inspect", operation_id = "saml_inspect", request_body = SamlInspectForm, responses((status = 200, body = SamlInspection), (status = "default", body = ErrorBody)))]
pub async fn inspect(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<SamlInspectForm>,
) -> Reply<SamlInspection> {
    let form = Inspect {
        response: form.saml_response,
        provider: form.provider_arn,
        address: form.address,
    };
    plain(app.inspect_saml(&caller, form).await)
}
