//! From the company's answer to an HTTP response, and from a request to what a use case takes.

use axum::Json;
use axum::extract::rejection::{FormRejection, JsonRejection};
use axum::extract::{Form, FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use vestibule_company::{Answer, CompanyError, CompanyErrorBody, CompanyErrorCode, CookieChange};

use super::caller::{ATTEMPT_COOKIE, SESSION_COOKIE};
use crate::answer::set_cookie;

/// A use case's answer on its way out.
#[derive(Debug)]
pub struct Answered<T>(Answer<T>);

/// A refusal on its way out.
#[derive(Debug)]
pub struct Refused(pub CompanyErrorBody);

/// What a handler returns.
pub type Reply<T> = Result<Answered<T>, Refused>;

impl From<CompanyError> for Refused {
    fn from(error: CompanyError) -> Self {
        let body = error.body();
        if body.code == CompanyErrorCode::Internal {
            tracing::error!(%error, "the company could not answer");
        }
        Self(body)
    }
}

/// Wraps an answer for the way out.
pub fn reply<T>(result: Result<Answer<T>, CompanyError>) -> Reply<T> {
    Ok(Answered(result?))
}

/// Wraps a plain value for the way out.
pub fn plain<T>(result: Result<T, CompanyError>) -> Reply<T> {
    Ok(Answered(Answer::new(result?)))
}

impl<T: Serialize> IntoResponse for Answered<T> {
    fn into_response(self) -> Response {
        let Answer { body, cookies } = self.0;
        finish(Json(body).into_response(), &cookies)
    }
}

/// A body-less answer that may still set cookies.
#[derive(Debug)]
pub struct Empty(Answer<()>);

impl IntoResponse for Empty {
    fn into_response(self) -> Response {
        finish(StatusCode::NO_CONTENT.into_response(), &self.0.cookies)
    }
}

/// Wraps a body-less answer.
pub fn empty(result: Result<Answer<()>, CompanyError>) -> Result<Empty, Refused> {
    Ok(Empty(result?))
}

/// Wraps the answer of something that was done.
pub fn done(result: Result<(), CompanyError>) -> Result<Empty, Refused> {
    empty(result.map(Answer::new))
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        finish((status(self.0.code), Json(self.0)).into_response(), &[])
    }
}

fn finish(mut response: Response, cookies: &[CookieChange]) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for change in cookies {
        let text = match change {
            CookieChange::SetSession { token, seconds } => set_cookie(SESSION_COOKIE, token.reveal(), *seconds),
            CookieChange::ClearSession => set_cookie(SESSION_COOKIE, String::new(), 0),
            CookieChange::SetAttempt { token, seconds } => set_cookie(ATTEMPT_COOKIE, token.reveal(), *seconds),
            CookieChange::ClearAttempt => set_cookie(ATTEMPT_COOKIE, String::new(), 0),
        };
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.append(SET_COOKIE, value);
        }
    }
    response
}

/// The HTTP status of each code.
#[must_use]
pub fn status(code: CompanyErrorCode) -> StatusCode {
    match code {
        CompanyErrorCode::InvalidInput | CompanyErrorCode::CodeInvalid | CompanyErrorCode::CodeUsed => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        CompanyErrorCode::MalformedRequest | CompanyErrorCode::RequestRefused => StatusCode::BAD_REQUEST,
        CompanyErrorCode::AuthenticationFailed | CompanyErrorCode::NotSignedIn => StatusCode::UNAUTHORIZED,
        CompanyErrorCode::AccessDenied | CompanyErrorCode::CredentialDisabled => StatusCode::FORBIDDEN,
        CompanyErrorCode::NoSuchEntity => StatusCode::NOT_FOUND,
        CompanyErrorCode::AttemptExpired
        | CompanyErrorCode::EntityAlreadyExists
        | CompanyErrorCode::DeleteConflict
        | CompanyErrorCode::NotConfigured => StatusCode::CONFLICT,
        CompanyErrorCode::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
        CompanyErrorCode::RemoteRefused | CompanyErrorCode::Unreachable => StatusCode::BAD_GATEWAY,
        CompanyErrorCode::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        CompanyErrorCode::StoreFull => StatusCode::INSUFFICIENT_STORAGE,
        CompanyErrorCode::StoreCorrupt
        | CompanyErrorCode::StoreReadOnly
        | CompanyErrorCode::StoreNewer
        | CompanyErrorCode::StoreUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        CompanyErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(unreadable(JsonRejection::status(&rejection))),
        }
    }
}

/// A form, as browsers and clients post it where a protocol says so.
#[derive(Debug)]
pub struct Posted<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        match Form::<T>::from_request(request, state).await {
            Ok(Form(value)) => Ok(Self(value)),
            Err(rejection) => Err(unreadable(FormRejection::status(&rejection))),
        }
    }
}

// The framework's own words may quote the input, and the input may be a password: they are never passed on.
fn unreadable(status: StatusCode) -> Refused {
    let (code, message) = if status == StatusCode::PAYLOAD_TOO_LARGE {
        (
            CompanyErrorCode::PayloadTooLarge,
            "That is more text than any field takes. Nothing was changed.",
        )
    } else {
        (
            CompanyErrorCode::MalformedRequest,
            "The request could not be read. Nothing was changed.",
        )
    };
    Refused(CompanyErrorBody {
        code,
        message: message.to_owned(),
        field: None,
        retry_after_seconds: None,
        remote: None,
    })
}
