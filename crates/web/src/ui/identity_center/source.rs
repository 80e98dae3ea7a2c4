//! The identity source: the directory, or the company's identity provider.

use axum::extract::{DefaultBodyLimit, Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{CenterCertificate, CenterSource, ScimNewToken};
use vestibule_service::identity_center::external::ProviderForm;

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::{Body, DOCUMENT_BODY_LIMIT};

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(view))
        .routes(routes!(use_external))
        .routes(routes!(use_directory))
        .routes(routes!(update_provider))
        .routes(routes!(import_certificate))
        .routes(routes!(delete_certificate))
        .routes(routes!(enable_provisioning))
        .routes(routes!(disable_provisioning))
        .routes(routes!(create_token))
        .routes(routes!(delete_token))
        .layer(DefaultBodyLimit::max(DOCUMENT_BODY_LIMIT))
}

/// What is known of the identity provider.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum CenterProviderForm {
    /// By its metadata file.
    Metadata {
        /// XML.
        metadata: String,
    },
    /// Field by field.
    Hand {
        /// Where it takes requests.
        #[serde(rename = "signInUrl")]
        sign_in_url: String,
        /// Its entity id.
        issuer: String,
        /// PEM, or base64 alone.
        certificate: String,
    },
}

impl From<CenterProviderForm> for ProviderForm {
    fn from(form: CenterProviderForm) -> Self {
        match form {
            CenterProviderForm::Metadata { metadata } => Self::Metadata(metadata),
            CenterProviderForm::Hand {
                sign_in_url,
                issuer,
                certificate,
            } => Self::ByHand {
                sign_in_url,
                issuer,
                certificate,
            },
        }
    }
}

/// A change to a company's identity provider.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterExternalForm {
    /// The provider.
    provider: CenterProviderForm,
    /// `ACCEPT`.
    confirm: String,
}

/// A change back to the directory.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterDirectoryForm {
    /// `ACCEPT`.
    confirm: String,
}

/// A certificate to import.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterCertificateForm {
    /// PEM, or base64 alone.
    certificate: String,
}

/// The source.
#[utoipa::path(get, path = "/api/identity-center/source", operation_id = "center_source", responses((status = 200, body = CenterSource), (status = "default", body = ErrorBody)))]
pub async fn view(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CenterSource> {
    plain(app.center_source(&caller).await)
}

/// Let the company sign people in.
#[utoipa::path(put, path = "/api/identity-center/source/external", operation_id = "center_use_external", request_body = CenterExternalForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn use_external(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterExternalForm>,
) -> Result<Empty, Refused> {
    empty(
        app.center_use_external(&caller, form.provider.into(), &form.confirm)
            .await,
    )
}

/// Let the directory sign people in again.
#[utoipa::path(put, path = "/api/identity-center/source/directory", operation_id = "center_use_directory", request_body = CenterDirectoryForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn use_directory(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterDirectoryForm>,
) -> Result<Empty, Refused> {
    empty(app.center_use_directory(&caller, &form.confirm).await)
}

/// Change what is known of the provider.
#[utoipa::path(put, path = "/api/identity-center/source/provider", operation_id = "center_update_provider", request_body = CenterProviderForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn update_provider(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterProviderForm>,
) -> Result<Empty, Refused> {
    empty(app.center_update_provider(&caller, form.into()).await)
}

/// Import a certificate.
#[utoipa::path(post, path = "/api/identity-center/source/certificates", operation_id = "center_import_certificate", request_body = CenterCertificateForm, responses((status = 200, body = CenterCertificate), (status = "default", body = ErrorBody)))]
pub async fn import_certificate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterCertificateForm>,
) -> Reply<CenterCertificate> {
    reply(app.center_import_certificate(&caller, &form.certificate).await)
}

/// Delete a certificate.
#[utoipa::path(delete, path = "/api/identity-center/source/certificates/{id}", operation_id = "center_delete_certificate", params(("id" = String, Path, description = "Certificate id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_certificate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<Uuid>,
) -> Result<Empty, Refused> {
    empty(app.center_delete_certificate(&caller, id).await)
}

/// Turn automatic provisioning on.
#[utoipa::path(post, path = "/api/identity-center/provisioning", operation_id = "center_enable_provisioning", responses((status = 200, body = ScimNewToken), (status = "default", body = ErrorBody)))]
pub async fn enable_provisioning(State(app): State<App>, caller::From(caller): caller::From) -> Reply<ScimNewToken> {
    reply(app.center_enable_provisioning(&caller).await)
}

/// An end of automatic provisioning.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterDisableForm {
    /// `DISABLE`.
    confirm: String,
}

/// Turn it off.
#[utoipa::path(post, path = "/api/identity-center/provisioning/disable", operation_id = "center_disable_provisioning", request_body = CenterDisableForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn disable_provisioning(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterDisableForm>,
) -> Result<Empty, Refused> {
    empty(app.center_disable_provisioning(&caller, &form.confirm).await)
}

/// Make another access token.
#[utoipa::path(post, path = "/api/identity-center/provisioning/tokens", operation_id = "center_create_scim_token", responses((status = 200, body = ScimNewToken), (status = "default", body = ErrorBody)))]
pub async fn create_token(State(app): State<App>, caller::From(caller): caller::From) -> Reply<ScimNewToken> {
    reply(app.center_create_scim_token(&caller).await)
}

/// Delete an access token.
#[utoipa::path(delete, path = "/api/identity-center/provisioning/tokens/{id}", operation_id = "center_delete_scim_token", params(("id" = String, Path, description = "Token id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_token(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<Uuid>,
) -> Result<Empty, Refused> {
    empty(app.center_delete_scim_token(&caller, id).await)
}
