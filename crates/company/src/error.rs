//! Why the company refuses: a code, and words.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_credentials::password::HashError;
use vestibule_credentials::seal::SealError;
use vestibule_identity::network::Unreachable;

/// Stable codes the front end matches on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CompanyErrorCode {
    /// A field does not hold what it must.
    InvalidInput,
    /// Wrong user name or password, or any other reason not to let in.
    AuthenticationFailed,
    /// Wait before trying again.
    TooManyAttempts,
    /// One hundred consecutive failures: an administrator must reset it.
    CredentialDisabled,
    /// The sign-in was left too long, or belongs to another browser.
    AttemptExpired,
    /// The code is not the authenticator's.
    CodeInvalid,
    /// The code was accepted before.
    CodeUsed,
    /// No live session.
    NotSignedIn,
    /// Signed in, but not allowed.
    AccessDenied,
    /// Nothing has this name.
    NoSuchEntity,
    /// The name is taken.
    EntityAlreadyExists,
    /// It is in use, so it cannot be removed.
    DeleteConflict,
    /// A request of a relying party (SAML or OpenID Connect) is not right.
    RequestRefused,
    /// It was not set up yet.
    NotConfigured,
    /// AWS, or whoever was asked, said no; the body has its code and words.
    RemoteRefused,
    /// Nobody answers at the address.
    Unreachable,
    /// The request body is larger than anything the pages send.
    PayloadTooLarge,
    /// The request is not one the pages send.
    MalformedRequest,
    /// The store is damaged.
    StoreCorrupt,
    /// The store cannot be written.
    StoreReadOnly,
    /// The disk is full.
    StoreFull,
    /// A newer version wrote the store.
    StoreNewer,
    /// The store cannot be used.
    StoreUnavailable,
    /// A defect.
    Internal,
}

/// What another party said when it refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RemoteRefusal {
    /// HTTP status.
    pub status: u16,
    /// Its code.
    pub code: String,
    /// Its words.
    pub message: String,
}

/// The body of every refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyErrorBody {
    /// What kind of refusal.
    pub code: CompanyErrorCode,
    /// Words for the person.
    pub message: String,
    /// The field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How long to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// Who else refused, and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<RemoteRefusal>,
}

/// Why the company refuses.
#[derive(Debug, thiserror::Error)]
pub enum CompanyError {
    /// A field does not hold what it must; `message` says what is allowed.
    #[error("{message}")]
    Invalid {
        /// Field name as the API spells it.
        field: &'static str,
        /// Words for the person.
        message: String,
    },
    /// One refusal for an unknown person, a wrong password and an account that is switched off.
    #[error("the user name or the password is not right")]
    AuthenticationFailed,
    /// A wait after failures.
    #[error("too many attempts")]
    TooManyAttempts {
        /// 1 to 3600.
        seconds: u32,
    },
    /// One hundred consecutive failures.
    #[error("disabled after a hundred failures")]
    CredentialDisabled,
    /// The sign-in is over, or belongs to another browser.
    #[error("the sign-in has expired")]
    AttemptExpired,
    /// The code is not the authenticator's.
    #[error("the code is not right")]
    CodeInvalid,
    /// The code was accepted before.
    #[error("the code was used before")]
    CodeUsed,
    /// No live session.
    #[error("not signed in")]
    NotSignedIn,
    /// Signed in, but not allowed.
    #[error("not allowed: {0}")]
    AccessDenied(&'static str),
    /// Nothing has this name.
    #[error("there is no such {0}")]
    NoSuchEntity(&'static str),
    /// The name is taken.
    #[error("the {0} exists already")]
    AlreadyExists(&'static str),
    /// It is in use.
    #[error("{0}")]
    DeleteConflict(&'static str),
    /// A relying party's request is not right.
    #[error("{0}")]
    RequestRefused(String),
    /// It was not set up yet.
    #[error("{0}")]
    NotConfigured(&'static str),
    /// Another party refused.
    #[error("refused with {} ({})", .0.code, .0.status)]
    Remote(RemoteRefusal),
    /// Nobody answers.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// company.db is damaged.
    #[error("the company's store is damaged")]
    Corrupt,
    /// company.db cannot be written.
    #[error("the company's store cannot be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// A newer version wrote company.db.
    #[error("the company's store was written by a newer version")]
    Newer,
    /// A file cannot be used.
    #[error("a file cannot be used")]
    Io(#[from] std::io::Error),
    /// `SQLite` says no.
    #[error("the company's store failed")]
    Sqlite(#[source] sqlx::Error),
    /// A sealed value does not open.
    #[error("a sealed value does not open")]
    Seal(#[from] SealError),
    /// A password hash cannot be made or read.
    #[error("a password hash cannot be made or read")]
    Hash(#[from] HashError),
    /// A stored text cannot be read.
    #[error("a stored text cannot be read")]
    Encoding(#[from] serde_json::Error),
    /// Work on another thread was lost.
    #[error("work on another thread was lost")]
    Worker,
    /// A key could not be made or used.
    #[error("a signing key cannot be used")]
    Key,
}

impl CompanyError {
    pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid {
            field,
            message: message.into(),
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> CompanyErrorCode {
        match self {
            Self::Invalid { .. } => CompanyErrorCode::InvalidInput,
            Self::AuthenticationFailed => CompanyErrorCode::AuthenticationFailed,
            Self::TooManyAttempts { .. } => CompanyErrorCode::TooManyAttempts,
            Self::CredentialDisabled => CompanyErrorCode::CredentialDisabled,
            Self::AttemptExpired => CompanyErrorCode::AttemptExpired,
            Self::CodeInvalid => CompanyErrorCode::CodeInvalid,
            Self::CodeUsed => CompanyErrorCode::CodeUsed,
            Self::NotSignedIn => CompanyErrorCode::NotSignedIn,
            Self::AccessDenied(_) => CompanyErrorCode::AccessDenied,
            Self::NoSuchEntity(_) => CompanyErrorCode::NoSuchEntity,
            Self::AlreadyExists(_) => CompanyErrorCode::EntityAlreadyExists,
            Self::DeleteConflict(_) => CompanyErrorCode::DeleteConflict,
            Self::RequestRefused(_) => CompanyErrorCode::RequestRefused,
            Self::NotConfigured(_) => CompanyErrorCode::NotConfigured,
            Self::Remote(_) => CompanyErrorCode::RemoteRefused,
            Self::Unreachable(_) => CompanyErrorCode::Unreachable,
            Self::Corrupt => CompanyErrorCode::StoreCorrupt,
            Self::ReadOnly => CompanyErrorCode::StoreReadOnly,
            Self::Full => CompanyErrorCode::StoreFull,
            Self::Newer => CompanyErrorCode::StoreNewer,
            Self::Io(_) | Self::Sqlite(_) => CompanyErrorCode::StoreUnavailable,
            Self::Seal(_) | Self::Hash(_) | Self::Encoding(_) | Self::Worker | Self::Key => CompanyErrorCode::Internal,
        }
    }

    /// What the person is told. Causes stay in the log.
    #[must_use]
    pub fn body(&self) -> CompanyErrorBody {
        let mut body = CompanyErrorBody {
            code: self.code(),
            message: self.words(),
            field: None,
            retry_after_seconds: None,
            remote: None,
        };
        match self {
            Self::Invalid { field, .. } => body.field = Some((*field).to_owned()),
            Self::CodeInvalid | Self::CodeUsed => body.field = Some("code".to_owned()),
            Self::TooManyAttempts { seconds } => body.retry_after_seconds = Some(*seconds),
            Self::Remote(refusal) => body.remote = Some(refusal.clone()),
            _ => {}
        }
        body
    }

    fn words(&self) -> String {
        match self {
            Self::Invalid { message, .. } | Self::RequestRefused(message) => message.clone(),
            Self::AuthenticationFailed => "The user name or password is not right.".to_owned(),
            Self::TooManyAttempts { seconds } => {
                format!("That was wrong several times. Wait {seconds} seconds before you try again.")
            }
            Self::CredentialDisabled => {
                "This was wrong a hundred times and is switched off. Ask a single sign-on administrator to reset it."
                    .to_owned()
            }
            Self::AttemptExpired => "This sign-in took too long, or was begun in another browser. Start again.".to_owned(),
            Self::CodeInvalid => "This is not the code that the authenticator app shows.".to_owned(),
            Self::CodeUsed => "This code was used before. Wait for the next one.".to_owned(),
            Self::NotSignedIn => "Sign in first.".to_owned(),
            Self::AccessDenied(why) | Self::DeleteConflict(why) | Self::NotConfigured(why) => (*why).to_owned(),
            Self::NoSuchEntity(what) => format!("There is no such {what}."),
            Self::AlreadyExists(what) => format!("There is a {what} of this name already."),
            Self::Remote(refusal) => format!("{}: {}", refusal.code, refusal.message),
            Self::Unreachable(_) => "Nobody answers at this address.".to_owned(),
            Self::Corrupt => {
                "The company's store is damaged and was left untouched. You can put a whole copy back and try again, or put everything aside and start a new world.".to_owned()
            }
            Self::ReadOnly => "The company's store cannot be written. Nothing was changed.".to_owned(),
            Self::Full => "The disk is full. Nothing was changed.".to_owned(),
            Self::Newer => "The company's store was written by a newer version of this app. Nothing was changed.".to_owned(),
            Self::Io(_) | Self::Sqlite(_) => "The company's store cannot be used. Nothing was changed.".to_owned(),
            Self::Seal(_) | Self::Hash(_) | Self::Encoding(_) | Self::Worker | Self::Key => {
                "Something went wrong on our side. Nothing was changed.".to_owned()
            }
        }
    }
}

impl From<sqlx::Error> for CompanyError {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::Database(database) => database.code().and_then(|code| code.parse::<i32>().ok()),
            _ => None,
        };
        // https://www.sqlite.org/rescode.html
        match code.map(|code| code & 0xff) {
            Some(11 | 26) => Self::Corrupt,
            Some(8 | 14 | 3 | 23) => Self::ReadOnly,
            Some(13) => Self::Full,
            _ => Self::Sqlite(error),
        }
    }
}

/// Whether a statement failed because something of this name is there.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(database) if database.is_unique_violation())
}
