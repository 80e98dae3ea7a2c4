//! Identity providers of the account.

use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use vestibule_service::ErrorBody;
use vestibule_service::answers::{IdentityProvider, IdentityProviderDetails, IdentityProviders};
use vestibule_service::identity_providers::NewProvider;

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

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
