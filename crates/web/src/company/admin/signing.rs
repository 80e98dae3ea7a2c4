//! SAML, OpenID Connect, certificates and keys.

use axum::extract::{Path, State};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_company::CompanyErrorBody;
use vestibule_company::admin::oidc::{BuildForm, ClientForm, OidcAdministration};
use vestibule_company::admin::saml::{NewKeyForm, SamlAdministration, SessionTagsForm};
use vestibule_company::oidc::OidcSettings;
use vestibule_company::settings::{IdentityCenterSettings, SamlSettings};

use crate::company::answer::{Body, Reply, plain};
use crate::company::{App, caller};

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(saml, set_saml))
        .routes(routes!(set_identity_center))
        .routes(routes!(set_tags))
        .routes(routes!(add_certificate))
        .routes(routes!(activate_certificate))
        .routes(routes!(remove_certificate))
        .routes(routes!(oidc, set_oidc))
        .routes(routes!(add_key))
        .routes(routes!(activate_key))
        .routes(routes!(remove_key))
        .routes(routes!(put_client, delete_client))
        .routes(routes!(put_build))
}

/// SAML settings, tags and certificates.
#[utoipa::path(get, path = "/company/api/admin/saml", responses((status = 200, body = SamlAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn saml(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SamlAdministration> {
    plain(app.saml_administration(&caller).await)
}

/// Change what the console is told.
#[utoipa::path(put, path = "/company/api/admin/saml", request_body = SamlSettings, responses((status = 200, body = SamlAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn set_saml(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<SamlSettings>,
) -> Reply<SamlAdministration> {
    plain(app.set_saml(&caller, form).await)
}

/// Change where Identity Center is.
#[utoipa::path(put, path = "/company/api/admin/saml/identity-center", request_body = IdentityCenterSettings, responses((status = 200, body = SamlAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn set_identity_center(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<IdentityCenterSettings>,
) -> Reply<SamlAdministration> {
    plain(app.set_identity_center(&caller, form).await)
}

/// Change the session tags.
#[utoipa::path(put, path = "/company/api/admin/saml/tags", request_body = SessionTagsForm, responses((status = 200, body = SamlAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn set_tags(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<SessionTagsForm>,
) -> Reply<SamlAdministration> {
    plain(app.set_session_tags(&caller, &form).await)
}

/// Add the next certificate.
#[utoipa::path(post, path = "/company/api/admin/saml/certificates", request_body = NewKeyForm, responses((status = 200, body = SamlAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn add_certificate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewKeyForm>,
) -> Reply<SamlAdministration> {
    plain(app.add_certificate(&caller, form).await)
}

/// Let a certificate's key sign.
#[utoipa::path(post, path = "/company/api/admin/saml/certificates/{id}/activate", params(("id" = String, Path)), responses((status = 200, body = SamlAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn activate_certificate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<SamlAdministration> {
    plain(app.activate_certificate(&caller, &id).await)
}

/// Take a certificate out of the metadata.
#[utoipa::path(delete, path = "/company/api/admin/saml/certificates/{id}", params(("id" = String, Path)), responses((status = 200, body = SamlAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn remove_certificate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<SamlAdministration> {
    plain(app.remove_certificate(&caller, &id).await)
}

/// OpenID Connect settings, keys, clients and builds.
#[utoipa::path(get, path = "/company/api/admin/oidc", responses((status = 200, body = OidcAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn oidc(State(app): State<App>, caller::From(caller): caller::From) -> Reply<OidcAdministration> {
    plain(app.oidc_administration(&caller).await)
}

/// Change how ID tokens are made.
#[utoipa::path(put, path = "/company/api/admin/oidc", request_body = OidcSettings, responses((status = 200, body = OidcAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn set_oidc(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<OidcSettings>,
) -> Reply<OidcAdministration> {
    plain(app.set_oidc(&caller, form).await)
}

/// Add the next key of ID tokens.
#[utoipa::path(post, path = "/company/api/admin/oidc/keys", request_body = NewKeyForm, responses((status = 200, body = OidcAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn add_key(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewKeyForm>,
) -> Reply<OidcAdministration> {
    plain(app.add_token_key(&caller, form).await)
}

/// Let a key sign ID tokens.
#[utoipa::path(post, path = "/company/api/admin/oidc/keys/{id}/activate", params(("id" = String, Path)), responses((status = 200, body = OidcAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn activate_key(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<OidcAdministration> {
    plain(app.activate_token_key(&caller, &id).await)
}

/// Take a key out of what is published.
#[utoipa::path(delete, path = "/company/api/admin/oidc/keys/{id}", params(("id" = String, Path)), responses((status = 200, body = OidcAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn remove_key(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<OidcAdministration> {
    plain(app.remove_token_key(&caller, &id).await)
}

/// Register a client, or change it.
#[utoipa::path(put, path = "/company/api/admin/oidc/clients/{id}", params(("id" = String, Path)), request_body = ClientForm, responses((status = 200, body = OidcAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn put_client(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<ClientForm>,
) -> Reply<OidcAdministration> {
    plain(app.put_client(&caller, &id, &form).await)
}

/// Forget a client.
#[utoipa::path(delete, path = "/company/api/admin/oidc/clients/{id}", params(("id" = String, Path)), responses((status = 200, body = OidcAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn delete_client(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<OidcAdministration> {
    plain(app.delete_client(&caller, &id).await)
}

/// Add a build job, or change it.
#[utoipa::path(put, path = "/company/api/admin/oidc/builds/{id}", params(("id" = String, Path)), request_body = BuildForm, responses((status = 200, body = OidcAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn put_build(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<BuildForm>,
) -> Reply<OidcAdministration> {
    plain(app.put_build(&caller, &id, &form).await)
}
