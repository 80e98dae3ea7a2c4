//! Who is calling: the cookies that the company knows.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use cookie::Cookie;
use http::header::COOKIE;
use http::request::Parts;
use vestibule_company::Caller;
use vestibule_credentials::token::Token;

/// The session.
pub const SESSION_COOKIE: &str = "__Host-company-session";
/// A sign-in that is not finished.
pub const ATTEMPT_COOKIE: &str = "__Host-company-attempt";

/// Extractor for the browser that asks. Garbage and foreign cookies count as no cookie.
#[derive(Debug)]
pub struct From(pub Caller);

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let mut caller = Caller::default();
        let headers = parts.headers.get_all(COOKIE);
        let cookies = headers
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok);
        for cookie in cookies {
            match cookie.name() {
                SESSION_COOKIE => caller.session = Token::parse(cookie.value()),
                ATTEMPT_COOKIE => caller.attempt = Token::parse(cookie.value()),
                _ => {}
            }
        }
        Ok(Self(caller))
    }
}
