//! From a use case's answer to an HTTP response: status, cookies, `no-store`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use cookie::{Cookie, SameSite};
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use vestibule_service::{Answer, CookieChange, ErrorBody, ErrorCode, ServiceError};

use crate::caller::{ATTEMPT_COOKIE, REMEMBERED_COOKIE, SESSION_COOKIE};

/// A use case's answer on its way out.
#[derive(Debug)]
pub struct Answered<T>(pub Answer<T>);

/// A refusal on its way out.
#[derive(Debug)]
pub struct Refused(pub ErrorBody);

/// What a handler returns.
pub type Reply<T> = Result<Answered<T>, Refused>;

impl From<ServiceError> for Refused {
    fn from(error: ServiceError) -> Self {
        Self(error.body())
    }
}

/// Wraps a service result for the way out.
pub fn reply<T>(result: Result<Answer<T>, ServiceError>) -> Reply<T> {
    Ok(Answered(result?))
}

/// Wraps a plain value for the way out.
pub fn plain<T>(result: Result<T, ServiceError>) -> Reply<T> {
    Ok(Answered(Answer::new(result?)))
}

/// Something that can be a body.
pub trait IntoBody {
    /// The response without cookies.
    fn into_body(self) -> Response;
}

impl<T: Serialize> IntoBody for T {
    fn into_body(self) -> Response {
        Json(self).into_response()
    }
}

impl<T: IntoBody> IntoResponse for Answered<T> {
    fn into_response(self) -> Response {
        let mut response = self.0.body.into_body();
        write_cookies(&mut response, &self.0.cookies);
        no_store(&mut response);
        response
    }
}

/// A body-less answer that may still set cookies.
#[derive(Debug)]
pub struct Empty(pub Answer<()>);

impl IntoResponse for Empty {
    fn into_response(self) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        write_cookies(&mut response, &self.0.cookies);
        no_store(&mut response);
        response
    }
}

/// Wraps a body-less service result.
pub fn empty(result: Result<Answer<()>, ServiceError>) -> Result<Empty, Refused> {
    Ok(Empty(result?))
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = (status(self.0.code), Json(self.0)).into_response();
        no_store(&mut response);
        response
    }
}

/// The HTTP status of each code.
#[must_use]
pub fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::InvalidInput
        | ErrorCode::PasswordPolicyViolation
        | ErrorCode::SecurityCheckFailed
        | ErrorCode::MfaCodeInvalid
        | ErrorCode::MfaCodeUsed
        | ErrorCode::MfaRefused
        | ErrorCode::PhoneRefused
        | ErrorCode::KeyRefused
        | ErrorCode::KeyPinWrong
        | ErrorCode::KeyPinBlocked => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::MalformedRequest | ErrorCode::RecoveryLinkInvalid => StatusCode::BAD_REQUEST,
        ErrorCode::AuthenticationFailed | ErrorCode::NotSignedIn => StatusCode::UNAUTHORIZED,
        ErrorCode::AccountDoesNotExist | ErrorCode::NoSuchEntity | ErrorCode::KeyNoCredential => StatusCode::NOT_FOUND,
        ErrorCode::AccountSuspended
        | ErrorCode::CredentialDisabled
        | ErrorCode::ChangePasswordRefused
        | ErrorCode::PasswordExpired
        | ErrorCode::AccessDenied
        | ErrorCode::RoleHasNone
        | ErrorCode::KeyOrigin => StatusCode::FORBIDDEN,
        ErrorCode::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::RecoveryLinkExpired | ErrorCode::RecoveryLinkUsed => StatusCode::GONE,
        ErrorCode::AttemptExpired
        | ErrorCode::EntityAlreadyExists
        | ErrorCode::MfaLimitExceeded
        | ErrorCode::KeyExcluded => StatusCode::CONFLICT,
        ErrorCode::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::StoreFull => StatusCode::INSUFFICIENT_STORAGE,
        ErrorCode::StoreCorrupt
        | ErrorCode::StoreReadOnly
        | ErrorCode::StoreNewer
        | ErrorCode::StoreRolledBack
        | ErrorCode::StoreBusy
        | ErrorCode::StoreUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn no_store(response: &mut Response) {
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

fn write_cookies(response: &mut Response, changes: &[CookieChange]) {
    for change in changes {
        if let Ok(value) = HeaderValue::from_str(&set_cookie(change)) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}

/// `__Host-` cookies: Secure, `HttpOnly`, Path=/ and no Domain (RFC 6265bis section 4.1.3.2).
fn set_cookie(change: &CookieChange) -> String {
    let (name, value, max_age) = match change {
        CookieChange::SetSession { token, seconds } => (SESSION_COOKIE, token.reveal(), *seconds),
        CookieChange::SetAttempt { token, seconds } => (ATTEMPT_COOKIE, token.reveal(), *seconds),
        CookieChange::SetRemembered { cookie, seconds } => (REMEMBERED_COOKIE, cookie.reveal(), *seconds),
        CookieChange::ClearSession => (SESSION_COOKIE, String::new(), 0),
        CookieChange::ClearAttempt => (ATTEMPT_COOKIE, String::new(), 0),
        CookieChange::ClearRemembered => (REMEMBERED_COOKIE, String::new(), 0),
    };
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(max_age))
        .build()
        .to_string()
}
