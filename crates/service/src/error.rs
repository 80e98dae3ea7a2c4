//! Every way a use case can refuse, with the code and the words a person sees.

use crate::answers::Challenge;
use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::names::NameError;
use vestibule_identity::password_policy::PolicyError;
use vestibule_store::StoreError;

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
    /// No live session.
    NotSignedIn,
    /// Signed in, but not allowed.
    AccessDenied,
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
    #[error("This password recovery link has expired. Ask for a new one from the sign-in page.")]
    RecoveryLinkExpired,
    /// The link was used, or a newer one was asked for.
    #[error(
        "This password recovery link was already used or replaced by a newer one. Ask for a new one from the sign-in page."
    )]
    RecoveryLinkUsed,
    /// No such link.
    #[error("This password recovery link is not valid. Open it from the mail again, or ask for a new one.")]
    RecoveryLinkInvalid,
    /// No live session.
    #[error("You are signed out. Sign in to continue.")]
    NotSignedIn,
    /// AWS's words for a refused action (facts 7.2).
    #[error("User: {arn} is not authorized to perform: {action} on resource: {resource}")]
    AccessDenied {
        /// Who asked.
        arn: String,
        /// What for, for example `iam:CreateUser`.
        action: &'static str,
        /// On what.
        resource: String,
    },
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
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing failed.
    #[error("a password could not be checked")]
    Hash(#[from] vestibule_credentials::password::HashError),
    /// Sealed data did not open.
    #[error("a sealed value did not open")]
    Seal(#[from] vestibule_credentials::seal::SealError),
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
            Self::NotSignedIn => ErrorCode::NotSignedIn,
            Self::AccessDenied { .. } => ErrorCode::AccessDenied,
            Self::AlreadyExists { .. } => ErrorCode::EntityAlreadyExists,
            Self::NoSuchEntity { .. } => ErrorCode::NoSuchEntity,
            Self::Store(error) => store_code(error),
            Self::Hash(_) | Self::Seal(_) | Self::Encoding(_) | Self::Worker | Self::NoWorld => ErrorCode::Internal,
        }
    }

    /// The body a person's browser receives. Faults of ours are named by code only; the log has the cause.
    #[must_use]
    pub fn body(self) -> ErrorBody {
        let code = self.code();
        let message = match &self {
            Self::Store(error) => store_words(error).to_owned(),
            other if code == ErrorCode::Internal => {
                tracing::error!(error = %other, "a use case failed");
                "Something went wrong in Vestibule itself. Nothing was changed.".to_owned()
            }
            other => other.to_string(),
        };
        let field = match &self {
            Self::Invalid { field, .. } | Self::PasswordPolicyViolation { field, .. } => Some((*field).to_owned()),
            _ => None,
        };
        let retry_after_seconds = match &self {
            Self::TooManyAttempts { seconds } => Some(*seconds),
            _ => None,
        };
        let challenge = match self {
            Self::SecurityCheckFailed { challenge } => Some(*challenge),
            _ => None,
        };
        ErrorBody {
            code,
            message,
            field,
            retry_after_seconds,
            challenge,
        }
    }
}

/// The code of a store failure.
#[must_use]
pub fn store_code(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::Corrupt => ErrorCode::StoreCorrupt,
        StoreError::ReadOnly => ErrorCode::StoreReadOnly,
        StoreError::Full => ErrorCode::StoreFull,
        StoreError::Newer { .. } => ErrorCode::StoreNewer,
        StoreError::Busy => ErrorCode::StoreBusy,
        _ => ErrorCode::StoreUnavailable,
    }
}

/// What a store failure means to the person.
#[must_use]
pub fn store_words(error: &StoreError) -> &'static str {
    match store_code(error) {
        ErrorCode::StoreCorrupt => {
            "The identity store is damaged and was left untouched. You can try again, or put it aside and start a new world."
        }
        ErrorCode::StoreReadOnly => {
            "The identity store cannot be written, so nobody can sign in: every attempt must be recorded. Make the data folder writable and try again."
        }
        ErrorCode::StoreFull => {
            "The disk is full, so the attempt could not be recorded and was refused. Nothing was changed. Free some space and try again."
        }
        ErrorCode::StoreNewer => {
            "The identity store was written by a newer version of Vestibule and was left untouched. Open it with that version, or put it aside and start a new world."
        }
        ErrorCode::StoreBusy => {
            "Another program is using the identity store. Nothing was changed. Try again in a moment."
        }
        _ => "The identity store could not be read. Nothing was changed. Check the data folder and try again.",
    }
}

fn wait_words(seconds: u32) -> String {
    match seconds {
        0 | 1 => "1 second".to_owned(),
        2..=119 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

fn already_exists(entity: Entity, name: &str) -> String {
    match entity {
        Entity::AccountAlias => format!("The account alias {name} already exists."),
        Entity::LoginProfile => format!("Login Profile for user {name} already exists."),
        Entity::User | Entity::PasswordPolicy | Entity::Session => {
            format!("User with name {name} already exists.")
        }
    }
}

fn does_not_exist(entity: Entity, name: &str) -> String {
    match entity {
        Entity::AccountAlias => "This account has no alias.".to_owned(),
        Entity::User => format!("The user with name {name} cannot be found."),
        Entity::LoginProfile => format!("Login Profile for User {name} cannot be found."),
        Entity::PasswordPolicy => "The account has no custom password policy; the AWS default applies.".to_owned(),
        Entity::Session => "This session has already ended.".to_owned(),
    }
}
