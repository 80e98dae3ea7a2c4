//! Every way a use case can refuse, with the code and the words a person sees.

mod words;

use crate::answers::Challenge;
use serde::Serialize;
use utoipa::ToSchema;
use vestibule_credentials::webauthn::WebauthnError;
use vestibule_identity::names::NameError;
use vestibule_identity::password_policy::PolicyError;
use vestibule_store::StoreError;
use words::{already_exists, does_not_exist, wait_words};
pub use words::{store_code, store_words};

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
    /// The name is taken.
    EntityAlreadyExists,
    /// Nothing has this name.
    NoSuchEntity,
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

/// The body of every refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// Stable code.
    pub code: ErrorCode,
    /// Words for the person.
    pub message: String,
    /// The form field at fault, in camel case.
    pub field: Option<String>,
    /// Seconds to wait before the next try.
    pub retry_after_seconds: Option<u32>,
    /// A fresh security check after a wrong answer.
    pub challenge: Option<Challenge>,
    /// What was decided and why, when policies refused.
    pub denial: Option<Denial>,
}

/// A decision of policies against someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Denial {
    /// AWS's words.
    pub message: String,
    /// Who asked, an ARN.
    pub principal: String,
    /// For what, for example `iam:CreateUser`.
    pub action: String,
    /// On what, an ARN or `*`.
    pub resource: String,
    /// A statement denies; otherwise none allows.
    pub explicit: bool,
    /// The statements that decided and the policies that did not allow, a sentence each.
    pub reasons: Vec<String>,
}

/// What an act on an entity ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// An account alias.
    AccountAlias,
    /// An IAM user.
    User,
    /// A user's console password.
    LoginProfile,
    /// A custom password policy.
    PasswordPolicy,
    /// An MFA device.
    MfaDevice,
    /// A console session.
    Session,
}

/// Why a use case refused.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// A field is wrong; `message` says what is allowed.
    #[error("{message}")]
    Invalid {
        /// Field name as the API spells it.
        field: &'static str,
        /// Words for the person.
        message: String,
    },
    /// The one message for every wrong combination (facts 3.5).
    #[error("Your authentication information is incorrect. Please try again.")]
    AuthenticationFailed,
    /// Root step one reveals this (facts 2.2).
    #[error("An AWS account with that sign-in information does not exist. Try again or create a new account.")]
    AccountDoesNotExist,
    /// Said only after a right root password.
    #[error("This account is suspended. Contact support to reactivate it before signing in to the console.")]
    AccountSuspended,
    /// The throttle (NIST SP 800-63B-4 section 3.2.2; AWS documents none).
    #[error("Too many failed attempts. Wait {} before you try again.", wait_words(*.seconds))]
    TooManyAttempts {
        /// Seconds until the next try is looked at.
        seconds: u32,
    },
    /// The limit of 100 consecutive failures is reached.
    #[error(
        "This sign-in is disabled after 100 failed attempts in a row. An IAM user needs a new password from the administrator; a root user can use Forgot password."
    )]
    CredentialDisabled,
    /// The attempt cookie is missing, foreign, used or too old.
    #[error("This sign-in has expired. Start again from the sign-in page.")]
    AttemptExpired,
    /// Wrong answer; the picture is thrown away.
    #[error("The characters you entered were not right. Try again with the new image.")]
    SecurityCheckFailed {
        /// The next challenge.
        challenge: Box<Challenge>,
    },
    /// The new password breaks rules.
    #[error("{message}")]
    PasswordPolicyViolation {
        /// Field name as the API spells it.
        field: &'static str,
        /// Which rules, in words.
        message: String,
    },
    /// One message for both causes at a forced change (facts 3.3).
    #[error(
        "Either user is not authorized to perform iam:ChangePassword or entered password does not comply with account password policy set by administrator"
    )]
    ChangePasswordRefused,
    /// Hard expiry (facts 3.2).
    #[error("Your password has expired. Contact your administrator to have it reset.")]
    PasswordExpired,
    /// The link's 30 minutes are over.
    #[error("This link has expired. Ask for a new one from the sign-in page.")]
    RecoveryLinkExpired,
    /// The link was used, or a newer one was asked for.
    #[error("This link was already used or replaced by a newer one. Ask for a new one from the sign-in page.")]
    RecoveryLinkUsed,
    /// No such link.
    #[error(
        "This link is not valid. Open it from the mail again, in the browser that asked for it, or ask for a new one."
    )]
    RecoveryLinkInvalid,
    /// The code is not the device's. AWS's words for a device; at sign-in those of every wrong credential (facts 4.2, 3.5).
    #[error("{}", words::code_invalid(.field))]
    MfaCodeInvalid {
        /// Field name as the API spells it.
        field: &'static str,
    },
    /// A step is accepted once (RFC 6238 section 5.2).
    #[error("This code was used already. Wait for the next one.")]
    MfaCodeUsed {
        /// Field name as the API spells it.
        field: &'static str,
    },
    /// A security key's answer was refused.
    #[error("The answer was refused: {0}.")]
    MfaRefused(#[from] KeyRefusal),
    /// Eight devices (facts 4.1).
    #[error("Cannot exceed quota for MFA devices per user: 8. Remove a device first.")]
    MfaLimitExceeded,
    /// The call was not answered with the digits of the page.
    #[error("The digits were not typed into the phone, or were not those on this page. Call again.")]
    PhoneRefused,
    /// No live session.
    #[error("You are signed out. Sign in to continue.")]
    NotSignedIn,
    /// A policy decision (facts 7.2).
    #[error("{}", .0.message)]
    AccessDenied(Box<Denial>),
    /// One's own device is removed with the password, on Security credentials.
    #[error("Remove your own device on the Security credentials page, where your password is asked for.")]
    OwnDevice,
    /// A role has no credentials of its own.
    #[error("A role has no password, MFA device or key of its own. Switch back to see yours.")]
    RoleHasNone,
    /// An action whose name the policy engine does not read.
    #[error("the action {name} cannot be decided")]
    UnknownAction {
        /// The name.
        name: &'static str,
    },
    /// A stored policy does not read back.
    #[error("a stored policy could not be read back")]
    StoredPolicy,
    /// The name is taken.
    #[error("{}", already_exists(*.entity, .name))]
    AlreadyExists {
        /// What kind of thing.
        entity: Entity,
        /// Its name.
        name: String,
    },
    /// Nothing has this name.
    #[error("{}", does_not_exist(*.entity, .name))]
    NoSuchEntity {
        /// What kind of thing.
        entity: Entity,
        /// Its name.
        name: String,
    },
    /// The store went back in time, and what came back with it may still be used.
    #[error("the store went back in time")]
    RolledBack {
        /// How long until it cannot.
        left: std::time::Duration,
    },
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing failed.
    #[error("a password could not be checked")]
    Hash(#[from] vestibule_credentials::password::HashError),
    /// Sealed data did not open.
    #[error("a sealed value did not open")]
    Seal(#[from] vestibule_credentials::seal::SealError),
    /// A demo key could not be made.
    #[error("a demo security key could not be made")]
    DemoKey(#[from] vestibule_credentials::security_key::KeyError),
    /// A value the service wrote itself does not read back.
    #[error("stored data could not be read back: {0}")]
    Encoding(#[from] serde_json::Error),
    /// A worker thread went away.
    #[error("a worker stopped before it answered")]
    Worker,
    /// The store is open but holds no world.
    #[error("the store holds no world")]
    NoWorld,
}

/// Why a security key's answer was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// The answer did not pass.
    #[error(transparent)]
    Webauthn(#[from] WebauthnError),
    /// The page that asked is none of the service's.
    #[error("it was made for a site that is not ours")]
    ForeignSite,
    /// There is no ceremony: used, replaced by a newer one, or older than five minutes.
    #[error("the request it answers was already used or is too old; start again")]
    NoCeremony,
    /// The credential is registered, to this person or another.
    #[error("the security key is registered already")]
    Registered,
}

/// Words for a field's error text: our own, or those of the name or policy rule that is broken.
#[derive(Debug)]
pub struct FieldError(String);

impl From<&str> for FieldError {
    fn from(words: &str) -> Self {
        Self(words.to_owned())
    }
}

impl From<NameError> for FieldError {
    fn from(error: NameError) -> Self {
        Self(error.to_string())
    }
}

impl From<PolicyError> for FieldError {
    fn from(error: PolicyError) -> Self {
        Self(error.to_string())
    }
}

impl ServiceError {
    /// A field error.
    pub fn invalid(field: &'static str, message: impl Into<FieldError>) -> Self {
        Self::Invalid {
            field,
            message: message.into().0,
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Invalid { .. } => ErrorCode::InvalidInput,
            Self::AuthenticationFailed => ErrorCode::AuthenticationFailed,
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
            Self::MfaLimitExceeded => ErrorCode::MfaLimitExceeded,
            Self::PhoneRefused => ErrorCode::PhoneRefused,
            Self::NotSignedIn => ErrorCode::NotSignedIn,
            Self::AccessDenied(_) | Self::OwnDevice => ErrorCode::AccessDenied,
            Self::RoleHasNone => ErrorCode::RoleHasNone,
            Self::AlreadyExists { .. } => ErrorCode::EntityAlreadyExists,
            Self::NoSuchEntity { .. } => ErrorCode::NoSuchEntity,
            Self::RolledBack { .. } => ErrorCode::StoreRolledBack,
            Self::Store(error) => store_code(error),
            Self::Hash(_)
            | Self::Seal(_)
            | Self::DemoKey(_)
            | Self::Encoding(_)
            | Self::Worker
            | Self::NoWorld
            | Self::UnknownAction { .. }
            | Self::StoredPolicy => ErrorCode::Internal,
        }
    }

    /// The body a person's browser receives. Faults of ours are named by code only; the log has the cause.
    #[must_use]
    pub fn body(self) -> ErrorBody {
        let code = self.code();
        let message = match &self {
            Self::RolledBack { .. } => store_words(&StoreError::WentBack).to_owned(),
            Self::Store(error) => store_words(error).to_owned(),
            other if code == ErrorCode::Internal => {
                tracing::error!(error = %other, "a use case failed");
                "Something went wrong in Vestibule itself. Nothing was changed.".to_owned()
            }
            other => other.to_string(),
        };
        let field = match &self {
            Self::Invalid { field, .. }
            | Self::PasswordPolicyViolation { field, .. }
            | Self::MfaCodeInvalid { field }
            | Self::MfaCodeUsed { field } => Some((*field).to_owned()),
            _ => None,
        };
        let retry_after_seconds = match &self {
            Self::TooManyAttempts { seconds } => Some(*seconds),
            Self::RolledBack { left } => Some(crate::rollback::whole_seconds(*left)),
            _ => None,
        };
        let (challenge, denial) = match self {
            Self::SecurityCheckFailed { challenge } => (Some(*challenge), None),
            Self::AccessDenied(denial) => (None, Some(*denial)),
            _ => (None, None),
        };
        ErrorBody {
            code,
            message,
            field,
            retry_after_seconds,
            challenge,
            denial,
        }
    }
}
