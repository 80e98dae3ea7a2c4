//! The person's own things, in their own store: a browser's cookie jar, a password manager, an authenticator app, hardware
//! tokens, security keys, a mailbox, a phone, downloads.
//!
//! The desk knows passwords and seeds because a person does. It never reads the service's store; what it gets comes as parcels.

pub mod authenticator;
pub mod browser;
mod codes;
mod downloads;
pub mod mailbox;
mod names;
mod open;
pub mod otpauth;
pub mod parcels;
pub mod passwords;
pub mod phone;
mod sealing;
pub mod security_keys;
pub mod tokens;

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::SqlitePool;
use vestibule_credentials::seal::{SealError, SealKey};
use vestibule_identity::clock::{Clock, Entropy};

/// What the composing layer hands in.
pub struct DeskParts {
    /// Seals what is secret.
    pub key: SealKey,
    /// The world's clock: cookies expire by it.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Where saved files go.
    pub downloads: Option<PathBuf>,
}

/// The person's things.
pub struct Desk {
    pool: SqlitePool,
    /// For the browser's cookies.
    jar: SqlitePool,
    key: SealKey,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    downloads: Option<PathBuf>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Desk")
    }
}

/// Why the desk cannot.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// A field does not hold what it must; `message` says what is allowed.
    #[error("{message}")]
    Invalid {
        /// Field name as the API spells it.
        field: &'static str,
        /// Words for the person.
        message: String,
    },
    /// desk.db is damaged.
    #[error("the desk's store is damaged")]
    Corrupt,
    /// desk.db cannot be written.
    #[error("the desk's store cannot be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// A newer version wrote desk.db.
    #[error("the desk's store was written by a newer version")]
    Newer,
    /// There is no downloads folder.
    #[error("there is no downloads folder")]
    NoDownloads,
    /// A file cannot be used.
    #[error("a file cannot be used")]
    Io(#[from] std::io::Error),
    /// `SQLite` says no.
    #[error("the desk's store failed")]
    Sqlite(#[source] sqlx::Error),
    /// A sealed value does not open.
    #[error("a sealed value does not open")]
    Seal(#[from] SealError),
    /// The browser or a security key refuses.
    #[error(transparent)]
    Key(#[from] security_keys::SecurityKeyError),
    /// A parcel cannot be read.
    #[error("a parcel cannot be read")]
    Encoding(#[from] serde_json::Error),
}

impl DeskError {
    pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid {
            field,
            message: message.into(),
        }
    }
}

#[cfg(test)]
mod tests;
