//! The places that documented protocols name: metadata, sign-on, discovery, keys, codes.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, http};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_company::CompanyErrorBody;
use vestibule_company::oidc::{
    AuthorizeQuery, OauthError, OauthRefusal, TokenAnswer, TokenForm, discovery as discovery_document,
};
use vestibule_company::saml::{CompanyHop, SignOnRequest};

use super::answer::{Body, Posted, Refused, Reply, plain, reply};
use super::{App, caller};

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(metadata))
        .routes(routes!(sign_on))
        .routes(routes!(discovery))
        .routes(routes!(jwks))
        .routes(routes!(authorize))
        .routes(routes!(token))
}

/// SAML metadata.
#[utoipa::path(get, path = "/company/saml/metadata", responses((status = 200, body = String, content_type = "application/samlmetadata+xml"), (status = "default", body = CompanyErrorBody)))]
pub async fn metadata(State(app): State<App>) -> Result<Response, Refused> {
    let headers = [
        (CONTENT_TYPE, "application/samlmetadata+xml"),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, app.metadata().await?).into_response())
}

/// A relying party asks who somebody is. The simulated browser brings its form as JSON.
#[utoipa::path(post, path = "/company/saml/sso", request_body = SignOnRequest, responses((status = 200, body = CompanyHop), (status = "default", body = CompanyErrorBody)))]
pub async fn sign_on(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<SignOnRequest>,
) -> Reply<CompanyHop> {
    reply(app.sign_on(&caller, form).await)
}

/// OpenID Connect discovery.
#[utoipa::path(get, path = "/company/.well-known/openid-configuration", responses((status = 200, body = Value)))]
pub async fn discovery() -> Json<Value> {
    Json(discovery_document())
}

/// Public keys.
#[utoipa::path(get, path = "/company/oauth/jwks", responses((status = 200, body = Value), (status = "default", body = CompanyErrorBody)))]
pub async fn jwks(State(app): State<App>) -> Reply<Value> {
    plain(app.jwks().await)
}

/// A client asks for a code. The simulated browser follows the answer itself.
#[utoipa::path(get, path = "/company/oauth/authorize", params(AuthorizeQuery), responses((status = 200, body = CompanyHop), (status = "default", body = CompanyErrorBody)))]
pub async fn authorize(
    State(app): State<App>,
    caller::From(caller): caller::From,
    RawQuery(query): RawQuery,
) -> Reply<CompanyHop> {
    let query = AuthorizeQuery::read(query.as_deref().unwrap_or_default());
    reply(app.oauth_authorize(&caller, &query).await)
}

/// A code for a token (`application/x-www-form-urlencoded`).
#[utoipa::path(post, path = "/company/oauth/token", responses((status = 200, body = TokenAnswer), (status = 400, body = OauthRefusal)))]
pub async fn token(State(app): State<App>, form: Result<Posted<TokenForm>, Refused>) -> Response {
    let form = match form {
        Ok(Posted(form)) => form,
        Err(refused) => {
            return refuse(OauthRefusal {
                error: OauthError::InvalidRequest,
                error_description: refused.0.message,
            });
        }
    };
    match app.oauth_token(&form).await {
        Ok(answer) => ([(CACHE_CONTROL, "no-store")], Json(answer)).into_response(),
        Err(refusal) => refuse(refusal),
    }
}

/// RFC 6749 5.2.
fn refuse(refusal: OauthRefusal) -> Response {
    let status = match refusal.error {
        OauthError::InvalidClient => http::StatusCode::UNAUTHORIZED,
        OauthError::ServerError => http::StatusCode::INTERNAL_SERVER_ERROR,
        OauthError::InvalidRequest | OauthError::InvalidGrant | OauthError::UnsupportedGrantType => {
            http::StatusCode::BAD_REQUEST
        }
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(refusal)).into_response()
}
