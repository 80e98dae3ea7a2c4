//! Signing in at the portal by the company's identity provider: to it, and back.

use axum::extract::{DefaultBodyLimit, State};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{PortalLanding, PortalSamlRequest};
use vestibule_service::identity_center::external::SamlForm;

use super::App;
use crate::answer::{Reply, reply};
use crate::caller;
use crate::input::{Body, DOCUMENT_BODY_LIMIT};

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(take))
        .layer(DefaultBodyLimit::max(DOCUMENT_BODY_LIMIT))
}

/// Where a sign-in leads to.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PortalExternalForm {
    /// A page of the portal, with its fragment; the portal's home if empty.
    #[serde(default)]
    destination: String,
}

/// Begin a sign-in at the company: a form to post there.
#[utoipa::path(post, path = "/api/portal/sign-in/external", operation_id = "portal_external", request_body = PortalExternalForm, responses((status = 200, body = PortalSamlRequest), (status = "default", body = ErrorBody)))]
pub async fn begin(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalExternalForm>,
) -> Reply<PortalSamlRequest> {
    reply(app.portal_external(&caller, &form.destination).await)
}

/// What the browser posts for the identity provider.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalSamlForm {
    /// `SAMLResponse`.
    saml_response: String,
    /// `RelayState`.
    #[serde(default)]
    relay_state: String,
    /// The address that it is posted to.
    address: String,
}

/// The assertion consumer service.
#[utoipa::path(post, path = "/api/portal/saml", operation_id = "portal_saml", request_body = PortalSamlForm, responses((status = 200, body = PortalLanding), (status = "default", body = ErrorBody)))]
pub async fn take(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalSamlForm>,
) -> Reply<PortalLanding> {
    let form = SamlForm {
        saml_response: form.saml_response,
        relay_state: form.relay_state,
        address: form.address,
    };
    reply(app.portal_saml(&caller, form).await)
}
