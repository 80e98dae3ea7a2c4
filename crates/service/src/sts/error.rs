//! How STS refuses (facts 6.3). The codes on the wire are odd in places: they are AWS's.

use vestibule_store::StoreError;

use crate::ServiceError;

/// A refusal of STS.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html>
#[derive(Debug, thiserror::Error)]
pub enum StsError {
    /// Nobody signed the request.
    #[error("Request is missing Authentication Token")]
    MissingAuthenticationToken,
    /// The signature lacks something, or is written wrongly.
    #[error("{0}")]
    IncompleteSignature(String),
    /// The query string is not percent-encoded text.
    #[error("The query string contains a syntax error.")]
    MalformedQueryString,
    /// No such key; an inactive one; a token that is another key's.
    #[error("The security token included in the request is invalid.")]
    InvalidClientTokenId,
    /// The time of temporary credentials is over.
    #[error("The security token included in the request is expired")]
    ExpiredToken,
    /// Another secret, another request, another time or another place.
    #[error("{0}")]
    SignatureDoesNotMatch(String),
    /// There is no `Action`.
    #[error("The request must contain the parameter Action or be a signed request of another protocol.")]
    MissingAction,
    /// There is no such action, or none in this version.
    #[error("Could not find operation {action} for version {version}")]
    InvalidAction {
        /// The action.
        action: String,
        /// The API's version.
        version: String,
    },
    /// A parameter is not what it must be.
    #[error("{0}")]
    ValidationError(String),
    /// Policies refuse, or a rule that no policy can lift.
    #[error("{0}")]
    AccessDenied(String),
    /// A session policy that cannot be read.
    #[error("{0}")]
    MalformedPolicyDocument(String),
    /// Session policies and tags are too large together.
    #[error("Packed size of session policies and tags consumes {0}% of allotted space.")]
    PackedPolicyTooLarge(u32),
    /// A token of an identity provider is not valid.
    #[error("{0}")]
    InvalidIdentityToken(String),
    /// A token of an identity provider is too old.
    #[error("{0}")]
    ExpiredIdentityToken(String),
    /// The identity provider says that the token is no longer good, or what it says is not accepted.
    #[error("{0}")]
    IdpRejectedClaim(String),
    /// The identity provider could not be asked.
    #[error("{0}")]
    IdpCommunicationError(String),
    /// A fault of ours.
    #[error(transparent)]
    Service(ServiceError),
}

impl StsError {
    /// `Code`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingAuthenticationToken => "MissingAuthenticationToken",
            Self::IncompleteSignature(_) => "IncompleteSignature",
            Self::MalformedQueryString => "MalformedQueryString",
            Self::InvalidClientTokenId => "InvalidClientTokenId",
            Self::ExpiredToken => "ExpiredToken",
            Self::SignatureDoesNotMatch(_) => "SignatureDoesNotMatch",
            Self::MissingAction => "MissingAction",
            Self::InvalidAction { .. } => "InvalidAction",
            Self::ValidationError(_) => "ValidationError",
            Self::AccessDenied(_) => "AccessDenied",
            Self::MalformedPolicyDocument(_) => "MalformedPolicyDocument",
            Self::PackedPolicyTooLarge(_) => "PackedPolicyTooLarge",
            Self::InvalidIdentityToken(_) => "InvalidIdentityToken",
            Self::ExpiredIdentityToken(_) => "ExpiredTokenException",
            Self::IdpRejectedClaim(_) => "IDPRejectedClaim",
            Self::IdpCommunicationError(_) => "IDPCommunicationError",
            Self::Service(_) => "InternalFailure",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::MissingAuthenticationToken
            | Self::InvalidClientTokenId
            | Self::ExpiredToken
            | Self::SignatureDoesNotMatch(_)
            | Self::AccessDenied(_)
            | Self::IdpRejectedClaim(_) => 403,
            Self::IncompleteSignature(_)
            | Self::MalformedQueryString
            | Self::MissingAction
            | Self::InvalidAction { .. }
            | Self::ValidationError(_)
            | Self::MalformedPolicyDocument(_)
            | Self::PackedPolicyTooLarge(_)
            | Self::InvalidIdentityToken(_)
            | Self::ExpiredIdentityToken(_)
            | Self::IdpCommunicationError(_) => 400,
            Self::Service(_) => 500,
        }
    }

    /// `Message`. Of faults of ours the log has the cause.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Service(fault) => {
                tracing::error!(error = %fault, "a call of STS failed");
                "The request processing has failed because of an unknown error, exception or failure.".to_owned()
            }
            other => other.to_string(),
        }
    }

    /// `Type`: the sender's fault, and not ours.
    #[must_use]
    pub fn is_senders(&self) -> bool {
        !matches!(self, Self::Service(_))
    }
}

impl From<ServiceError> for StsError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::AccessDenied(denial) => Self::AccessDenied(denial.message),
            other => Self::Service(other),
        }
    }
}

impl From<StoreError> for StsError {
    fn from(error: StoreError) -> Self {
        Self::Service(error.into())
    }
}

impl From<vestibule_credentials::seal::SealError> for StsError {
    fn from(error: vestibule_credentials::seal::SealError) -> Self {
        Self::Service(error.into())
    }
}
