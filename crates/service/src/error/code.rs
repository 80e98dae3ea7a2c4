//! Codes of refusals.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ServiceError, store_code};

/// Stable codes the front end matches on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorCode {
    /// A field does not hold what it must.
    InvalidInput,
    /// Wrong account, user or password, or any other reason not to let in.
    AuthenticationFailed,
    /// No account has this root e-mail address (AWS reveals this).
    AccountDoesNotExist,
    /// The root password was right, but the account is suspended.
    AccountSuspended,
    /// Wait before trying again.
    TooManyAttempts,
    /// One hundred consecutive failures: an administrator or recovery must set a new password.
    CredentialDisabled,
    /// The sign-in was left too long, or belongs to another browser.
    AttemptExpired,
    /// The security check was answered wrongly; the body holds a new one.
    SecurityCheckFailed,
    /// The new password breaks the rules listed in the message.
    PasswordPolicyViolation,
    /// AWS's one combined refusal at a forced change.
    ChangePasswordRefused,
    /// The password is past a hard expiry: only an administrator can reset it.
    PasswordExpired,
    /// The recovery link is too old.
    RecoveryLinkExpired,
    /// The recovery link was used or replaced.
    RecoveryLinkUsed,
    /// The recovery link was never issued.
    RecoveryLinkInvalid,
    /// The code is not the device's.
    MfaCodeInvalid,
    /// The code was accepted before.
    MfaCodeUsed,
    /// A security key's answer was refused.
    MfaRefused,
    /// There are as many devices as there may be.
    MfaLimitExceeded,
    /// The phone cannot be called, or was answered wrongly.
    PhoneRefused,
    /// No live session.
    NotSignedIn,
    /// Signed in, but not allowed.
    AccessDenied,
    /// A role has no password, device or key of its own.
    RoleHasNone,
    /// Switching to this role is not possible for this person.
    SwitchRoleRefused,
    /// Five identities are signed in.
    TooManySessions,
    /// The name is taken.
    EntityAlreadyExists,
    /// Nothing has this name.
    NoSuchEntity,
    /// A policy document that cannot be saved; the body holds everything that is wrong with it.
    MalformedPolicy,
    /// It is in use, so it cannot be deleted.
    DeleteConflict,
    /// A quota is reached.
    LimitExceeded,
    /// Only AWS may change it.
    UnmodifiableEntity,
    /// Someone else changed it meanwhile.
    ConcurrentModification,
    /// The code is not that of the mail.
    MailCodeInvalid,
    /// The code of the mail is over.
    MailCodeExpired,
    /// No organization has a portal at this address.
    NoSuchPortal,
    /// This account or permission set is not assigned to the person.
    NoPortalAccess,
    /// The sign-in token was used, is too old, or was never issued.
    SignInTokenInvalid,
    /// A SAML response lets nobody in; the body holds the report.
    SamlRefused,
    /// Encrypted assertions and their private keys are not taken here.
    EncryptionNotOffered,
    /// A tool asked to sign in with an address that is not right.
    AuthorizationRefused,
    /// A consent page that was answered, or is too old.
    ConsentGone,
    /// A consent page that somebody else opened, or another browser.
    ConsentForeign,
    /// An application did not let the person in, or was not told who it is.
    ApplicationRefused,
    /// The company's identity provider signs people in: nothing of the directory is a way in.
    SignInElsewhere,
    /// What the company's identity provider said lets nobody in.
    ExternalSignInRefused,
    /// A rule of the organization forbids it.
    ConstraintViolation,
    /// The desk's security key refused; never said by the service.
    KeyRefused,
    /// The PIN is not that of the security key.
    KeyPinWrong,
    /// Wrong PINs blocked the security key.
    KeyPinBlocked,
    /// The desk's browser stopped a site that asked for another site's key.
    KeyOrigin,
    /// The security key holds nothing for this site and user.
    KeyNoCredential,
    /// The security key is registered already.
    KeyExcluded,
    /// The request body is larger than anything the pages send.
    PayloadTooLarge,
    /// The request is not one the pages send.
    MalformedRequest,
    /// The store file is damaged.
    StoreCorrupt,
    /// The store cannot be written.
    StoreReadOnly,
    /// The disk is full.
    StoreFull,
    /// The store was written by a newer version.
    StoreNewer,
    /// The store lost something that was committed; `retryAfterSeconds` says how long that is dangerous.
    StoreRolledBack,
    /// Another process holds the store.
    StoreBusy,
    /// The store cannot be opened or read.
    StoreUnavailable,
    /// A fault of ours.
    Internal,
}

impl ServiceError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Invalid { .. } => ErrorCode::InvalidInput,
            Self::AuthenticationFailed | Self::PortalAuthenticationFailed => ErrorCode::AuthenticationFailed,
            Self::AccountDoesNotExist => ErrorCode::AccountDoesNotExist,
            Self::AccountSuspended => ErrorCode::AccountSuspended,
            Self::TooManyAttempts { .. } => ErrorCode::TooManyAttempts,
            Self::CredentialDisabled => ErrorCode::CredentialDisabled,
            Self::AttemptExpired => ErrorCode::AttemptExpired,
            Self::SecurityCheckFailed { .. } => ErrorCode::SecurityCheckFailed,
            Self::PasswordPolicyViolation { .. } => ErrorCode::PasswordPolicyViolation,
            Self::ChangePasswordRefused => ErrorCode::ChangePasswordRefused,
            Self::PasswordExpired => ErrorCode::PasswordExpired,
            Self::RecoveryLinkExpired => ErrorCode::RecoveryLinkExpired,
            Self::RecoveryLinkUsed => ErrorCode::RecoveryLinkUsed,
            Self::RecoveryLinkInvalid => ErrorCode::RecoveryLinkInvalid,
            Self::MfaCodeInvalid { .. } => ErrorCode::MfaCodeInvalid,
            Self::MfaCodeUsed { .. } => ErrorCode::MfaCodeUsed,
            Self::MfaRefused(_) => ErrorCode::MfaRefused,
            Self::MfaLimitExceeded | Self::PortalMfaLimit { .. } => ErrorCode::MfaLimitExceeded,
            Self::PhoneRefused => ErrorCode::PhoneRefused,
            Self::NotSignedIn => ErrorCode::NotSignedIn,
            Self::AccessDenied(_)
            | Self::OwnDevice
            | Self::OutsideAccount
            | Self::MfaTypeNotAllowed
            | Self::DevicesNotShown => ErrorCode::AccessDenied,
            Self::RoleHasNone => ErrorCode::RoleHasNone,
            Self::TooManySessions => ErrorCode::TooManySessions,
            Self::SwitchRoleRefused(_) | Self::RootCannotSwitch => ErrorCode::SwitchRoleRefused,
            Self::AlreadyExists { .. } => ErrorCode::EntityAlreadyExists,
            Self::NoSuchEntity { .. } => ErrorCode::NoSuchEntity,
            Self::MalformedPolicy(error) if error.first.code() == "LimitExceeded" => ErrorCode::LimitExceeded,
            Self::MalformedPolicy(_) => ErrorCode::MalformedPolicy,
            Self::DeleteConflict(_) | Self::InUse(_) => ErrorCode::DeleteConflict,
            Self::LimitExceeded { .. } | Self::LimitReached(_) => ErrorCode::LimitExceeded,
            Self::ProtectedRole(_) | Self::ProtectedProvider(_) => ErrorCode::UnmodifiableEntity,
            Self::ConcurrentModification => ErrorCode::ConcurrentModification,
            Self::MailCodeInvalid => ErrorCode::MailCodeInvalid,
            Self::MailCodeExpired => ErrorCode::MailCodeExpired,
            Self::PortalLink(refusal) => refusal.code(),
            Self::NoSuchPortal => ErrorCode::NoSuchPortal,
            Self::NoPortalAccess => ErrorCode::NoPortalAccess,
            Self::SignInTokenInvalid => ErrorCode::SignInTokenInvalid,
            Self::Saml(_) => ErrorCode::SamlRefused,
            Self::EncryptionNotOffered => ErrorCode::EncryptionNotOffered,
            Self::Consent(refusal) => refusal.code(),
            Self::Application(_) => ErrorCode::ApplicationRefused,
            Self::External(refused) => refused.refusal.code(),
            Self::IdentityCenter(refusal) => refusal.code(),
            Self::Organization(refusal) => refusal.code(),
            Self::RolledBack { .. } => ErrorCode::StoreRolledBack,
            Self::Store(error) => store_code(error),
            Self::Hash(_)
            | Self::Seal(_)
            | Self::StoredCertificate
            | Self::ApplicationKey
            | Self::DemoKey(_)
            | Self::Encoding(_)
            | Self::Worker
            | Self::NoWorld
            | Self::UnknownAction { .. }
            | Self::StoredPolicy => ErrorCode::Internal,
        }
    }
}
