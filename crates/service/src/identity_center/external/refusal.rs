//! Why the portal does not let somebody in who comes from the company's identity provider. The first sentence is AWS's, where
//! it documents one for the cause; the rest is ours.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/troubleshooting.html>

use vestibule_saml::Refusal;

use super::EMAIL_FORMAT;
use crate::answers::SamlReport;
use crate::{ErrorCode, ServiceError};

/// A refusal at the portal's assertion consumer service, or of a local credential while the company signs people in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExternalRefusal {
    /// Passwords, codes and devices of the directory are no way in.
    #[error(
        "Your organization's identity provider signs you in to this access portal. Passwords, one-time passwords and MFA devices are managed there."
    )]
    Elsewhere,
    /// The directory is the source.
    #[error("This access portal signs people in itself. Start from its sign-in page.")]
    NotExternal,
    /// A rule of SAML.
    #[error("It's not you, it's us. The response of the identity provider was refused: {0}.")]
    Saml(Refusal),
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
    #[error("It's not you, it's us. The response of the identity provider has more than 50,000 characters.")]
    TooLong,
    /// Taken before.
    #[error("It's not you, it's us. This response of the identity provider was used already. Sign in again.")]
    Replayed,
    /// Another kind of name.
    #[error("It's not you, it's us. The NameID has the format {0}, and must have {EMAIL_FORMAT}.")]
    NameIdFormat(String),
    /// Not an address.
    #[error("An unexpected error has occurred. The NameID {0} is not an e-mail address.")]
    NameIdAddress(String),
    /// Nobody's. Nobody is made at sign-in, either.
    #[error(
        "An unexpected error has occurred. No user in IAM Identity Center has the user name {0}. The NameID must be the user name exactly, and users must be provisioned before they sign in."
    )]
    NoSuchUser(String),
    /// Switched off.
    #[error(
        "An unexpected error has occurred. The user {0} is disabled in IAM Identity Center. Ask your administrator."
    )]
    Disabled(String),
    /// An attribute for access control that cannot be a session tag.
    #[error("An unexpected error has occurred. {0}")]
    Attributes(String),
}

/// A refusal, and what led to it where there was a response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{refusal}")]
pub struct ExternalRefused {
    /// Why.
    pub refusal: ExternalRefusal,
    /// Check by check.
    pub report: Option<SamlReport>,
}

impl From<ExternalRefusal> for ServiceError {
    fn from(refusal: ExternalRefusal) -> Self {
        Self::External(Box::new(ExternalRefused { refusal, report: None }))
    }
}

impl ExternalRefusal {
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::Elsewhere => ErrorCode::SignInElsewhere,
            _ => ErrorCode::ExternalSignInRefused,
        }
    }

    /// `errorMessage` of the record. Two are known from records that people have shown:
    /// <https://github.com/goauthentik/authentik/issues/4554> and the test data of Panther's rules.
    pub(crate) fn recorded(&self, request: Option<&str>) -> String {
        match self {
            Self::NameIdFormat(_) => "Response contains invalid name id policy format".to_owned(),
            Self::Saml(Refusal::InResponseTo) => format!(
                "Not a valid response for the provided request id: {}",
                request.unwrap_or("none")
            ),
            Self::Saml(refusal) => refusal.to_string(),
            other => other.to_string(),
        }
    }
}
