//! What Identity Center refuses its administrators besides what policies deny. Where no words are documented they are
//! those of the documentation about the rule.

use crate::ErrorCode;

/// A refusal by a rule of the instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CenterRefusal {
    /// `AccessDeniedException`: neither the management account nor its delegate.
    #[error(
        "You don't have permissions to access this resource. IAM Identity Center is administered from the management account or by its delegated administrator."
    )]
    NotAdministrator,
    /// A delegate does what is the management account's.
    #[error("Only the management account can do this. This account is a delegated administrator.")]
    ManagementOnly,
    /// Passwords and devices are the company's own.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/mfa-getting-started.html>
    #[error("The identity source is an external identity provider: passwords and MFA are managed there.")]
    ExternalSource,
    /// There is no provider to say anything about.
    #[error("The identity source is the Identity Center directory. Change the identity source first.")]
    DirectorySource,
    /// Provisioning would go on.
    #[error("Delete the access tokens before you disable automatic provisioning.")]
    TokensLeft,
    /// What is pushed is changed where it comes from.
    #[error(
        "This was provisioned by the external identity provider. Make changes there: they come here with the next synchronization."
    )]
    Provisioned,
    /// Nobody could sign in any more.
    #[error("This is the only certificate of the identity provider. Import another one first.")]
    LastCertificate,
    /// Somebody who accepted needs no invitation.
    #[error("This person has accepted the invitation. Reset the password instead.")]
    NotPending,
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html>
    #[error(
        "You cannot delete, modify, remove, or assign permission sets that are provisioned in the management account. This account is a delegated administrator."
    )]
    OfManagement,
}

impl CenterRefusal {
    pub(crate) fn code(self) -> ErrorCode {
        match self {
            Self::NotAdministrator | Self::ManagementOnly | Self::OfManagement => ErrorCode::AccessDenied,
            Self::ExternalSource
            | Self::DirectorySource
            | Self::TokensLeft
            | Self::Provisioned
            | Self::LastCertificate
            | Self::NotPending => ErrorCode::ConstraintViolation,
        }
    }
}
