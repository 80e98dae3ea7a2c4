//! The person's own things, in their own store: a browser's cookie jar, a password manager, a mailbox, downloads.
//!
//! The desk knows passwords because a person does. It never reads the service's store; what it gets comes as parcels.

pub mod browser;
mod downloads;
pub mod mailbox;
mod open;
pub mod parcels;
pub mod passwords;

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
    /// A parcel cannot be read.
    #[error("a parcel cannot be read")]
    Encoding(#[from] serde_json::Error),
}

#[cfg(test)]
mod tests;
