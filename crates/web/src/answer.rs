//! From a use case's answer to an HTTP response: status, cookies, `no-store`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use cookie::{Cookie, SameSite};
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use vestibule_service::{Answer, CookieChange, ErrorBody, ErrorCode, ServiceError, SessionLabel};

use crate::caller::{
    APPLICATION_ATTEMPT_COOKIE, APPLICATION_COOKIE, ATTEMPT_COOKIE, CONSENT_COOKIE, LABELLED_SESSION_COOKIE,
    MULTI_SESSION_COOKIE, PORTAL_ATTEMPT_COOKIE, PORTAL_COOKIE, PORTAL_USER_COOKIE, RECENT_ROLES_COOKIE,
    REMEMBERED_COOKIE, SESSION_COOKIE, TRUSTED_COOKIE,
};

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
        | ErrorCode::MailCodeInvalid
        | ErrorCode::MfaRefused
        | ErrorCode::PhoneRefused
        | ErrorCode::KeyRefused
        | ErrorCode::KeyPinWrong
        | ErrorCode::KeyPinBlocked => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::MalformedRequest
        | ErrorCode::MalformedPolicy
        | ErrorCode::AuthorizationRefused
        | ErrorCode::EncryptionNotOffered
        | ErrorCode::RecoveryLinkInvalid => StatusCode::BAD_REQUEST,
        ErrorCode::AuthenticationFailed | ErrorCode::NotSignedIn => StatusCode::UNAUTHORIZED,
        ErrorCode::AccountDoesNotExist
        | ErrorCode::NoSuchEntity
        | ErrorCode::NoSuchPortal
        | ErrorCode::KeyNoCredential => StatusCode::NOT_FOUND,
        ErrorCode::AccountSuspended
        | ErrorCode::CredentialDisabled
        | ErrorCode::ChangePasswordRefused
        | ErrorCode::PasswordExpired
        | ErrorCode::AccessDenied
        | ErrorCode::NoPortalAccess
        | ErrorCode::ConsentForeign
        | ErrorCode::ApplicationRefused
        | ErrorCode::SamlRefused
        | ErrorCode::ExternalSignInRefused
        | ErrorCode::RoleHasNone
        | ErrorCode::SwitchRoleRefused
        | ErrorCode::KeyOrigin => StatusCode::FORBIDDEN,
        ErrorCode::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::MailCodeExpired
        | ErrorCode::RecoveryLinkExpired
        | ErrorCode::RecoveryLinkUsed
        | ErrorCode::ConsentGone
        | ErrorCode::SignInTokenInvalid => StatusCode::GONE,
        ErrorCode::AttemptExpired
        | ErrorCode::EntityAlreadyExists
        | ErrorCode::DeleteConflict
        | ErrorCode::LimitExceeded
        | ErrorCode::ConcurrentModification
        | ErrorCode::UnmodifiableEntity
        | ErrorCode::ConstraintViolation
        | ErrorCode::SignInElsewhere
        | ErrorCode::MfaLimitExceeded
        | ErrorCode::TooManySessions
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

pub(crate) fn write_cookies(response: &mut Response, changes: &[CookieChange]) {
    for text in changes.iter().flat_map(set_cookies) {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}

fn set_cookies(change: &CookieChange) -> Vec<String> {
    let gone = |name: &str| vec![set_cookie(name, String::new(), 0)];
    match change {
        CookieChange::SetSession { token, seconds } => vec![set_cookie(SESSION_COOKIE, token.reveal(), *seconds)],
        CookieChange::SetLabelledSession { label, token, seconds } => vec![
            set_cookie(&labelled(label), token.reveal(), *seconds),
            multi_session(Some(label)),
        ],
        CookieChange::SetMultiSession(newest) => vec![multi_session(newest.as_ref())],
        CookieChange::SetAttempt { token, seconds } => vec![set_cookie(ATTEMPT_COOKIE, token.reveal(), *seconds)],
        CookieChange::SetRemembered { cookie, seconds } => {
            vec![set_cookie(REMEMBERED_COOKIE, cookie.reveal(), *seconds)]
        }
        CookieChange::SetRecentRoles { value, seconds } => {
            vec![set_cookie(RECENT_ROLES_COOKIE, value.clone(), *seconds)]
        }
        CookieChange::SetPortalSession { token, seconds } => {
            vec![set_cookie(PORTAL_COOKIE, token.reveal(), *seconds)]
        }
        CookieChange::SetPortalAttempt { token, seconds } => {
            vec![set_cookie(PORTAL_ATTEMPT_COOKIE, token.reveal(), *seconds)]
        }
        CookieChange::SetTrusted { token, seconds } => vec![set_cookie(TRUSTED_COOKIE, token.reveal(), *seconds)],
        CookieChange::SetConsent { token, seconds } => vec![set_cookie(CONSENT_COOKIE, token.reveal(), *seconds)],
        CookieChange::SetPortalUser { user_name, seconds } => {
            vec![set_cookie(PORTAL_USER_COOKIE, user_name.clone(), *seconds)]
        }
        CookieChange::SetApplication { token, seconds } => {
            vec![set_cookie(APPLICATION_COOKIE, token.reveal(), *seconds)]
        }
        CookieChange::SetApplicationAttempt { token, seconds } => {
            vec![set_cookie(APPLICATION_ATTEMPT_COOKIE, token.reveal(), *seconds)]
        }
        CookieChange::ClearApplication => gone(APPLICATION_COOKIE),
        CookieChange::ClearApplicationAttempt => gone(APPLICATION_ATTEMPT_COOKIE),
        CookieChange::ClearPortalSession => gone(PORTAL_COOKIE),
        CookieChange::ClearPortalAttempt => gone(PORTAL_ATTEMPT_COOKIE),
        CookieChange::ClearPortalUser => gone(PORTAL_USER_COOKIE),
        CookieChange::ClearSession => gone(SESSION_COOKIE),
        CookieChange::ClearLabelledSession(label) => gone(&labelled(label)),
        CookieChange::ClearMultiSession => gone(MULTI_SESSION_COOKIE),
        CookieChange::ClearAttempt => gone(ATTEMPT_COOKIE),
        CookieChange::ClearRemembered => gone(REMEMBERED_COOKIE),
    }
}

fn labelled(label: &SessionLabel) -> String {
    format!("{LABELLED_SESSION_COOKIE}{}", label.as_str())
}

/// The choice lasts a year; AWS documents no time.
fn multi_session(newest: Option<&SessionLabel>) -> String {
    const YEAR: i64 = 365 * 24 * 60 * 60;
    let value = newest.map_or("on", SessionLabel::as_str).to_owned();
    set_cookie(MULTI_SESSION_COOKIE, value, YEAR)
}

/// `__Host-` cookies: Secure, `HttpOnly`, Path=/ and no Domain (RFC 6265bis section 4.1.3.2).
pub(crate) fn set_cookie(name: &str, value: String, max_age: i64) -> String {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(max_age))
        .build()
        .to_string()
}
