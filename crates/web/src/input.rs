//! Request bodies: JSON of the expected shape and size, or a coded refusal.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use vestibule_service::{ErrorBody, ErrorCode};

use crate::answer::Refused;

/// Largest body any page sends, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// Largest body with a policy document in it: every quotation mark and line end of the text may take two bytes.
pub const DOCUMENT_BODY_LIMIT: usize = 320 * 1024;

/// Largest body with a SAML response in it: base64 takes a third more than the 256 KiB that a response may have.
pub const RESPONSE_BODY_LIMIT: usize = 384 * 1024;

/// Largest body with SAML metadata in it: IAM takes 10,000,000 characters (facts 2.2 of federation), of which some take two
/// bytes in JSON.
pub const METADATA_BODY_LIMIT: usize = 12 * 1024 * 1024;

/// What the IAM API takes as a policy document, in characters.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html>
const DOCUMENT_LIMIT: usize = 131_072;

/// A policy document as it was sent.
#[derive(Debug, serde::Deserialize)]
pub struct Document(String);

impl Document {
    /// The text.
    ///
    /// # Errors
    /// [`ErrorCode::PayloadTooLarge`]: it is longer than the IAM API takes.
    pub fn accepted(self) -> Result<String, Refused> {
        if self.0.chars().count() > DOCUMENT_LIMIT {
            return Err(too_large());
        }
        Ok(self.0)
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
            Err(rejection) => Err(refusal(&rejection)),
        }
    }
}

// Serde's own words may quote the input, and the input may be a password: they are never passed on.
fn refusal(rejection: &JsonRejection) -> Refused {
    if rejection.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    refuse(
        ErrorCode::MalformedRequest,
        "The request could not be read. Nothing was changed.",
    )
}

fn too_large() -> Refused {
    refuse(
        ErrorCode::PayloadTooLarge,
        "That is more text than any field takes. Nothing was changed.",
    )
}

fn refuse(code: ErrorCode, message: &str) -> Refused {
    Refused(ErrorBody {
        code,
        message: message.to_owned(),
        field: None,
        retry_after_seconds: None,
        challenge: None,
        denial: None,
        problems: None,
        report: None,
    })
}
