//! What the endpoint refuses, in the words of records that AWS documents where there are some.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/scim-logging-using-cloudtrail.html>

use serde_json::{Value, json};
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_store::StoreError;

use crate::ServiceError;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScimError {
    /// `ValidationException`.
    #[error("{words}")]
    Validation {
        /// What is wrong.
        words: String,
        /// RFC 7644 3.12, table 9.
        scim_type: &'static str,
    },
    /// `UnauthorizedException`.
    #[error("Authorization header is invalid or missing, or the tenant ID is incorrect.")]
    Unauthorized,
    /// `ResourceNotFoundException`.
    #[error("{0} not found.")]
    NotFound(String),
    /// `ConflictException`.
    #[error("Duplicate {0}")]
    Conflict(&'static str),
}

impl ScimError {
    pub(super) fn value(words: impl Into<String>) -> Self {
        Self::of("invalidValue", words)
    }

    pub(super) fn syntax(words: impl Into<String>) -> Self {
        Self::of("invalidSyntax", words)
    }

    pub(super) fn path(words: impl Into<String>) -> Self {
        Self::of("invalidPath", words)
    }

    pub(super) fn mutability(words: impl Into<String>) -> Self {
        Self::of("mutability", words)
    }

    pub(super) fn no_target(words: impl Into<String>) -> Self {
        Self::of("noTarget", words)
    }

    pub(super) fn filter() -> Self {
        Self::of("invalidFilter", "Invalid Filter format")
    }

    fn of(scim_type: &'static str, words: impl Into<String>) -> Self {
        Self::Validation {
            words: words.into(),
            scim_type,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Validation { .. } => 400,
            Self::Unauthorized => 401,
            Self::NotFound(_) => 404,
            Self::Conflict(_) => 409,
        }
    }

    /// As records name it.
    pub(super) fn exception(&self) -> &'static str {
        match self {
            Self::Validation { .. } => "ValidationException",
            Self::Unauthorized => "UnauthorizedException",
            Self::NotFound(_) => "ResourceNotFoundException",
            Self::Conflict(_) => "ConflictException",
        }
    }

    /// RFC 7644 3.12, and what Identity Center adds: `schema`, `exceptionRequestId`, `timeStamp`
    /// (<https://github.com/slashdevops/idp-scim-sync/issues/30>).
    pub(super) fn body(&self, request: Uuid, now: Timestamp) -> Value {
        let scim_type = match self {
            Self::Validation { scim_type, .. } => Some(*scim_type),
            Self::Conflict(_) => Some("uniqueness"),
            Self::Unauthorized | Self::NotFound(_) => None,
        };
        let schema = "urn:ietf:params:scim:api:messages:2.0:Error";
        let mut body = json!({
            "schemas": [schema], "schema": [schema], "detail": self.to_string(), "status": self.status().to_string(),
            "exceptionRequestId": request, "timeStamp": now.strftime("%Y-%m-%d %H:%M:%S%.3f").to_string(),
        });
        if let (Some(scim_type), Some(fields)) = (scim_type, body.as_object_mut()) {
            fields.insert("scimType".to_owned(), json!(scim_type));
        }
        body
    }
}

/// Why an operation goes no further.
pub(super) enum Halt {
    /// A refusal.
    Refused(ScimError),
    /// A fault of ours.
    Fault(ServiceError),
}

impl From<ScimError> for Halt {
    fn from(error: ScimError) -> Self {
        Self::Refused(error)
    }
}

impl From<ServiceError> for Halt {
    fn from(error: ServiceError) -> Self {
        Self::Fault(error)
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}
