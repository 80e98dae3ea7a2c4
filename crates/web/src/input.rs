//! Request bodies: JSON of the expected shape and size, or a coded refusal.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use vestibule_service::{ErrorBody, ErrorCode};

use crate::answer::Refused;

/// Largest body any page sends, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(refusal(&rejection)),
        }
    }
}

// Serde's own words may quote the input, and the input may be a password: they are never passed on.
fn refusal(rejection: &JsonRejection) -> Refused {
    let too_large = rejection.status() == http::StatusCode::PAYLOAD_TOO_LARGE;
    let (code, message) = if too_large {
        (
            ErrorCode::PayloadTooLarge,
            "That is more text than any field takes. Nothing was changed.",
        )
    } else {
        (
            ErrorCode::MalformedRequest,
            "The request could not be read. Nothing was changed.",
        )
    };
    Refused(ErrorBody {
        code,
        message: message.to_owned(),
        field: None,
        retry_after_seconds: None,
        challenge: None,
        denial: None,
    })
}
