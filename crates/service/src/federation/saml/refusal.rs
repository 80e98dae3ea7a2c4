//! Why a SAML response lets nobody in, in AWS's words (facts 2.3).
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html>

use vestibule_saml::Check;

use crate::answers::SamlReport;

/// The refusal. Its words are those of the API; the sign-in page says more: see [`page_words`](Self::page_words).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SamlRefusal {
    /// No response, not one that may be, or without a role. Also a response that was used: AWS documents no words for that.
    #[error("Your request included an invalid SAML response. To logout, click here.")]
    Response,
    /// Not signed, or not by the provider.
    #[error("Response signature invalid")]
    Signature,
    /// The provider's metadata is of somebody else.
    #[error("Issuer not present in specified provider")]
    Issuer,
    /// For somebody else.
    #[error("Response does not contain the required audience.")]
    Audience,
    /// No such provider.
    #[error("Specified provider doesn't exist.")]
    NoProvider,
    /// Too old.
    #[error("Token must be redeemed within 5 minutes of issuance")]
    TooLate,
    /// Role, trust policy, conditions, or no `NameID`.
    #[error("Not authorized to perform sts:AssumeRoleWithSAML")]
    NotAuthorized,
    /// No `RoleSessionName`.
    #[error("RoleSessionName is required in AuthnResponse")]
    SessionNameMissing,
    /// A `RoleSessionName` that is none.
    #[error("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{{2,64}}")]
    SessionName,
    /// A `SourceIdentity` that is none.
    #[error("Source Identity must match [a-zA-Z_0-9+=,.@-]{{2,256}} and not begin with \"aws:\"")]
    SourceIdentity,
    /// A `SessionDuration` that is none. The words are ours.
    #[error("SessionDuration in AuthnResponse must be a number of seconds between 900 and 43200")]
    SessionDuration,
    /// Session tags that are none; the words are ours.
    #[error("PrincipalTag in AuthnResponse is not valid: {0}")]
    Tags(String),
    /// Longer than the role allows.
    #[error("Requested DurationSeconds exceeds MaxSessionDuration set for this role.")]
    Duration,
    /// The role that is asked for is not in the response.
    #[error("SAML Assertion doesn't contain the requested Role and Metadata in the attributes")]
    NotNamed,
}

impl SamlRefusal {
    /// What AWS says of a check that failed.
    pub(super) fn of(check: Check) -> Self {
        match check {
            Check::Encoding
            | Check::Shape
            | Check::Status
            | Check::OneAssertion
            | Check::InResponseTo
            | Check::Confirmation
            | Check::Authentication
            | Check::Issued
            | Check::NotBefore => Self::Response,
            Check::Signed | Check::Algorithm | Check::Signature | Check::Certificate => Self::Signature,
            Check::Issuer => Self::Issuer,
            Check::Destination | Check::Audience | Check::Recipient => Self::Audience,
            Check::NameId => Self::NotAuthorized,
            Check::Age | Check::Expiry => Self::TooLate,
        }
    }

    /// `<Code>` of the API, and the HTTP status (facts 6.3).
    #[must_use]
    pub fn code(&self) -> (&'static str, u16) {
        match self {
            Self::NotAuthorized => ("AccessDenied", 403),
            Self::TooLate => ("ExpiredTokenException", 400),
            Self::Duration => ("ValidationError", 400),
            Self::Response
            | Self::Signature
            | Self::Issuer
            | Self::Audience
            | Self::NoProvider
            | Self::SessionNameMissing
            | Self::SessionName
            | Self::SourceIdentity
            | Self::SessionDuration
            | Self::Tags(_)
            | Self::NotNamed => ("InvalidIdentityToken", 400),
        }
    }

    /// The words of the sign-in page. Some name the service that refused, as documented.
    #[must_use]
    pub fn page_words(&self) -> String {
        match self {
            Self::Response | Self::Audience | Self::NoProvider | Self::Duration => self.to_string(),
            Self::Issuer => format!(
                "Failed to assume role: {self} (service: AWSOpenIdDiscoveryService; status code: 400; error code: AuthSamlInvalidSamlResponseException)"
            ),
            Self::Signature
            | Self::TooLate
            | Self::NotAuthorized
            | Self::SessionNameMissing
            | Self::SessionName
            | Self::SourceIdentity
            | Self::SessionDuration
            | Self::Tags(_)
            | Self::NotNamed => {
                let (code, status) = self.code();
                format!("{self} (service: AWSSecurityTokenService; status code: {status}; error code: {code})")
            }
        }
    }
}

/// A refusal with what led to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .refusal.page_words())]
pub struct SamlRefused {
    /// In AWS's words.
    pub refusal: SamlRefusal,
    /// Check by check.
    pub report: SamlReport,
}
