//! Identity providers of the account.

use axum::extract::{DefaultBodyLimit, Query, State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{IdentityProvider, IdentityProviderDetails, IdentityProviders};
use vestibule_service::identity_providers::{NewProvider, OidcChange, SamlChange};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::{Body, METADATA_BODY_LIMIT};

/// Their routes. A metadata document may be as long as IAM takes it.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create, delete))
        .routes(routes!(details))
        .routes(routes!(update_saml))
        .routes(routes!(update_oidc))
        .layer(DefaultBodyLimit::max(METADATA_BODY_LIMIT))
}

/// Which provider.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProviderQuery {
    /// Its ARN.
    arn: String,
}

/// A provider to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NewProviderForm {
    /// `OpenID` Connect.
    Oidc {
        /// The issuer's address.
        url: String,
        /// Client ids.
        audiences: Vec<String>,
        /// SHA-1 thumbprints of certificates.
        thumbprints: Vec<String>,
    },
    /// SAML 2.0.
    Saml {
        /// Its name.
        name: String,
        /// The metadata document.
        metadata: String,
    },
}

impl From<NewProviderForm> for NewProvider {
    fn from(form: NewProviderForm) -> Self {
        match form {
            NewProviderForm::Oidc {
                url,
                audiences,
                thumbprints,
            } => Self::Oidc {
                url,
                audiences,
                thumbprints,
            },
            NewProviderForm::Saml { name, metadata } => Self::Saml { name, metadata },
        }
    }
}

/// Identity providers, in name order.
#[utoipa::path(get, path = "/api/identity-providers", responses((status = 200, body = IdentityProviders), (status = "default", body = ErrorBody)))]
pub async fn list(State(app): State<App>, caller::From(caller): caller::From) -> Reply<IdentityProviders> {
    plain(app.identity_providers(&caller).await)
}

/// Create an identity provider.
#[utoipa::path(post, path = "/api/identity-providers", request_body = NewProviderForm, responses((status = 200, body = IdentityProvider), (status = "default", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewProviderForm>,
) -> Reply<IdentityProvider> {
    plain(app.create_identity_provider(&caller, form.into()).await)
}

/// An identity provider.
#[utoipa::path(get, path = "/api/identity-providers/details", params(ProviderQuery), responses((status = 200, body = IdentityProviderDetails), (status = "default", body = ErrorBody)))]
pub async fn details(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<ProviderQuery>,
) -> Reply<IdentityProviderDetails> {
    plain(app.identity_provider(&caller, &query.arn).await)
}

/// Delete an identity provider.
#[utoipa::path(delete, path = "/api/identity-providers", params(ProviderQuery), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<ProviderQuery>,
) -> Result<Empty, Refused> {
    empty(app.delete_identity_provider(&caller, &query.arn).await)
}

/// What to change of a SAML provider.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlChangeForm {
    /// New metadata.
    #[serde(default)]
    metadata: Option<String>,
    /// `Allowed` or `Required`.
    #[serde(default)]
    assertion_encryption_mode: Option<String>,
    /// A private key to decrypt with, PEM.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    add_private_key: Option<secrecy::SecretString>,
    /// The id of one to remove.
    #[serde(default)]
    remove_private_key: Option<String>,
}

/// Change a SAML provider: new metadata.
#[utoipa::path(put, path = "/api/identity-providers/saml", operation_id = "update_saml_provider", params(ProviderQuery), request_body = SamlChangeForm, responses((status = 200, body = IdentityProvider), (status = "default", body = ErrorBody)))]
pub async fn update_saml(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<ProviderQuery>,
    Body(form): Body<SamlChangeForm>,
) -> Reply<IdentityProvider> {
    let change = SamlChange {
        metadata: form.metadata,
        encryption_mode: form.assertion_encryption_mode,
        adds_private_key: form.add_private_key.is_some(),
        removes_private_key: form.remove_private_key.is_some(),
    };
    plain(app.update_saml_provider(&caller, &query.arn, change).await)
}

/// What an `OpenID` provider is to have.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OidcChangeForm {
    /// Client ids.
    audiences: Vec<String>,
    /// Thumbprints.
    thumbprints: Vec<String>,
}

/// Set audiences and thumbprints.
#[utoipa::path(put, path = "/api/identity-providers/oidc", operation_id = "update_oidc_provider", params(ProviderQuery), request_body = OidcChangeForm, responses((status = 200, body = IdentityProvider), (status = "default", body = ErrorBody)))]
pub async fn update_oidc(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<ProviderQuery>,
    Body(form): Body<OidcChangeForm>,
) -> Reply<IdentityProvider> {
    let change = OidcChange {
        audiences: form.audiences,
        thumbprints: form.thumbprints,
    };
    plain(app.update_oidc_provider(&caller, &query.arn, change).await)
}
