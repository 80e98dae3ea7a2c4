//! SCIM 2.0: `https://scim.<region>.amazonaws.com/<tenant>/scim/v2/…`, by which a company pushes its people and groups.
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/supported-apis.html>

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use secrecy::SecretString;
use serde_json::{Value, json};
use vestibule_service::ServiceError;
use vestibule_service::identity_center::external::scim::{ScimCall, ScimOperation, ScimQuery, ScimReply};

use crate::answer::status;
use crate::caller;
use crate::input::DOCUMENT_BODY_LIMIT;
use crate::ui::App;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/{tenant}/scim/v2/{*rest}", any(call))
}

async fn call(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((tenant, rest)): Path<(String, String)>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Some(body) = text(body).await else {
        return answered(StatusCode::PAYLOAD_TOO_LARGE, Some(&oversized()), None);
    };
    let call = ScimCall {
        tenant,
        token: bearer(&parts.headers),
        operation: operation(&parts.method, &rest),
        query: read_query(query.map(|Query(pairs)| pairs).unwrap_or_default()),
        body,
    };
    match app.scim(&caller, call).await {
        Ok(reply) => replied(&reply),
        Err(error) => failed(error),
    }
}

/// Nothing for what is too large; what is no text is no JSON either.
async fn text(body: Body) -> Option<String> {
    let bytes = to_bytes(body, DOCUMENT_BODY_LIMIT).await.ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// RFC 6750 2.1. Two headers are none.
fn bearer(headers: &HeaderMap) -> Option<SecretString> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (all.next(), all.next()) else {
        return None;
    };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned().into())
}

fn operation(method: &Method, rest: &str) -> ScimOperation {
    let parts: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
    let id = |id: &&str| (*id).to_owned();
    match (method.as_str(), parts.as_slice()) {
        ("POST", ["Users"]) => ScimOperation::CreateUser,
        ("GET", ["Users"]) => ScimOperation::ListUsers,
        ("GET", ["Users", one]) => ScimOperation::GetUser(id(one)),
        ("PUT", ["Users", one]) => ScimOperation::PutUser(id(one)),
        ("PATCH", ["Users", one]) => ScimOperation::PatchUser(id(one)),
        ("DELETE", ["Users", one]) => ScimOperation::DeleteUser(id(one)),
        ("POST", ["Groups"]) => ScimOperation::CreateGroup,
        ("GET", ["Groups"]) => ScimOperation::ListGroups,
        ("GET", ["Groups", one]) => ScimOperation::GetGroup(id(one)),
        ("PATCH", ["Groups", one]) => ScimOperation::PatchGroup(id(one)),
        ("DELETE", ["Groups", one]) => ScimOperation::DeleteGroup(id(one)),
        ("GET", ["ServiceProviderConfig"]) => ScimOperation::ServiceProviderConfig,
        ("GET", ["ResourceTypes"]) => ScimOperation::ListResourceTypes,
        ("GET", ["Schemas"]) => ScimOperation::ListSchemas,
        ("GET", ["Schemas", one]) => ScimOperation::GetSchema(id(one)),
        _ => ScimOperation::Unsupported,
    }
}

fn read_query(pairs: Vec<(String, String)>) -> ScimQuery {
    let mut query = ScimQuery::default();
    for (name, value) in pairs {
        match name.as_str() {
            "filter" => query.filter = Some(value),
            "count" => query.count = Some(value),
            "cursor" => query.cursor = Some(value),
            _ => {}
        }
    }
    query
}

fn replied(reply: &ScimReply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answered(status, reply.body.as_ref(), Some(&reply.request.to_string()))
}

fn failed(error: ServiceError) -> Response {
    let body = error.body();
    let status = status(body.code);
    answered(status, Some(&error_body(status, &body.message)), None)
}

fn oversized() -> Value {
    error_body(
        StatusCode::PAYLOAD_TOO_LARGE,
        "The request is larger than any resource.",
    )
}

fn error_body(status: StatusCode, detail: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "detail": detail,
        "status": status.as_u16().to_string(),
    })
}

/// `application/json`, as AWS's examples have it.
fn answered(status: StatusCode, body: Option<&Value>, request: Option<&str>) -> Response {
    let mut response = match body {
        Some(body) => (status, body.to_string()).into_response(),
        None => status.into_response(),
    };
    let headers = response.headers_mut();
    if body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(Ok(value)) = request.map(HeaderValue::from_str) {
        headers.insert("x-amzn-requestid", value);
    }
    response
}
