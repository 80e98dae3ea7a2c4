//! The documented places of AWS, for tools and brokers: what any client of AWS would ask.
//!
//! - `sts`: the AWS Query protocol at `/`; `xml`: its answers.
//! - `federation`: `/federation`, where credentials become a way into the console.
//! - `metadata`: `/static/saml-metadata.xml`, which identity providers are given.
//! - `scim`: where a company pushes its people and groups.

mod federation;
mod metadata;
mod scim;
mod sts;
mod xml;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use http::HeaderMap;
use http::request::Parts;
use vestibule_service::sts::SignedRequest;

use crate::ui::App;

/// A SAML response of 100,000 characters, each of which may take three in a form.
const BODY_LIMIT: usize = 512 * 1024;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(sts::call).post(sts::call))
        .route("/federation", get(federation::by_address).post(federation::by_form))
        .route("/static/saml-metadata.xml", get(metadata::of_sign_in))
        .merge(scim::router())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// The request as its signature covers it. A header that is no text is nothing that could have been signed.
fn as_sent(parts: &Parts, body: &[u8]) -> SignedRequest {
    let text = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        Some((
            name.as_str().to_owned(),
            std::str::from_utf8(value.as_bytes()).ok()?.to_owned(),
        ))
    };
    SignedRequest {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.iter().filter_map(text).collect(),
        body: body.to_vec(),
    }
}

/// Whether a body is a form.
fn is_form(headers: &HeaderMap) -> bool {
    let value = headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value.is_some_and(|value| {
        let kind = value.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

/// The pairs of a form (WHATWG URL, `application/x-www-form-urlencoded`).
fn form_pairs(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body).into_owned().collect()
}
