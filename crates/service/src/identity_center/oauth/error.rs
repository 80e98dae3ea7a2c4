//! How tools and people are refused.

use crate::{ErrorCode, ServiceError};

/// A refusal of the OIDC calls (facts 3.6). `InvalidRequestRegionException` is missing: there is one region.
/// <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html#API_CreateToken_Errors>
#[derive(Debug, thiserror::Error)]
pub enum OauthError {
    /// Something is missing or wrong.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// Client id or secret is wrong, or the registration is too old.
    #[error("Invalid client provided")]
    InvalidClient,
    /// A code, device code or refresh token that is wrong, too old, used, or somebody else's.
    #[error("Invalid grant provided")]
    InvalidGrant,
    /// The client did not register this way to get tokens.
    #[error("The client is not authorized to request tokens this way")]
    UnauthorizedClient,
    /// There is no such way.
    #[error("The grant type is not supported")]
    UnsupportedGrantType,
    /// A scope that does not exist, or too many.
    #[error("{0}")]
    InvalidScope(&'static str),
    /// Nobody has answered yet.
    #[error("The authorization request is still pending")]
    AuthorizationPending,
    /// The device asks too often.
    #[error("The client is polling too fast; add 5 seconds to the interval")]
    SlowDown,
    /// The person said no.
    #[error("The request was denied")]
    AccessDenied,
    /// The device's time is over.
    #[error("The device code has expired")]
    ExpiredToken,
    /// What a client registers is wrong.
    #[error("{0}")]
    InvalidClientMetadata(&'static str),
    /// A redirect that leads out of this computer, or is written in an odd way.
    #[error("A redirect URI must be http://127.0.0.1 or http://[::1], with a path and without a fragment")]
    InvalidRedirectUri,
    /// A fault of ours.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl OauthError {
    /// `x-amzn-ErrorType`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "InvalidRequestException",
            Self::InvalidClient => "InvalidClientException",
            Self::InvalidGrant => "InvalidGrantException",
            Self::UnauthorizedClient => "UnauthorizedClientException",
            Self::UnsupportedGrantType => "UnsupportedGrantTypeException",
            Self::InvalidScope(_) => "InvalidScopeException",
            Self::AuthorizationPending => "AuthorizationPendingException",
            Self::SlowDown => "SlowDownException",
            Self::AccessDenied => "AccessDeniedException",
            Self::ExpiredToken => "ExpiredTokenException",
            Self::InvalidClientMetadata(_) => "InvalidClientMetadataException",
            Self::InvalidRedirectUri => "InvalidRedirectUriException",
            Self::Service(_) => "InternalServerException",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            Self::Service(_) => 500,
            _ => 400,
        }
    }

    /// `error` of the body.
    #[must_use]
    pub fn error(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope(_) => "invalid_scope",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::AccessDenied => "access_denied",
            Self::ExpiredToken => "expired_token",
            Self::InvalidClientMetadata(_) => "invalid_client_metadata",
            Self::InvalidRedirectUri => "invalid_redirect_uri",
            Self::Service(_) => "server_error",
        }
    }

    /// Whether it is a refusal, and not a fault of ours.
    pub(super) fn is_refusal(&self) -> bool {
        !matches!(self, Self::Service(_))
    }
}

impl From<vestibule_store::StoreError> for OauthError {
    fn from(error: vestibule_store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// A refusal of the portal's calls (facts 3.8).
#[derive(Debug, thiserror::Error)]
pub enum SsoError {
    /// Something is missing or wrong.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// The token is wrong or over, or the portal session behind it is.
    #[error("Session token not found or invalid")]
    Unauthorized,
    /// Not assigned, or nothing of this name. It is in no model, and seen.
    #[error("No access")]
    Forbidden,
    /// A fault of ours.
    #[error(transparent)]
    Service(ServiceError),
}

impl SsoError {
    /// `x-amzn-ErrorType`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "InvalidRequestException",
            Self::Unauthorized => "UnauthorizedException",
            Self::Forbidden => "ForbiddenException",
            Self::Service(_) => "InternalServerException",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::InvalidRequest(_) => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::Service(_) => 500,
        }
    }
}

impl From<ServiceError> for SsoError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NoPortalAccess => Self::Forbidden,
            ServiceError::NotSignedIn => Self::Unauthorized,
            other => Self::Service(other),
        }
    }
}

impl From<vestibule_store::StoreError> for SsoError {
    fn from(error: vestibule_store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// Why a person cannot allow what a tool asks for. The words are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsentRefusal {
    /// The address has no known client, or a redirect that it did not register: nobody is sent there
    /// (RFC 6749 4.1.2.1).
    #[error("{0}")]
    Authorization(&'static str),
    /// It was answered, or its ten minutes are over.
    #[error("This request was answered already, or is more than ten minutes old. Start the sign-in again in the tool.")]
    Gone,
    /// Somebody else opened it.
    #[error(
        "This request was opened in another browser or by someone else, and only they can answer it. If it is yours, start the sign-in again in the tool."
    )]
    Foreign,
}

impl ConsentRefusal {
    pub(crate) fn code(self) -> ErrorCode {
        match self {
            Self::Authorization(_) => ErrorCode::AuthorizationRefused,
            Self::Gone => ErrorCode::ConsentGone,
            Self::Foreign => ErrorCode::ConsentForeign,
        }
    }
}
