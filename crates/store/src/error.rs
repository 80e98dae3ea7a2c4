//! What can go wrong with the file, told apart so that a person can be told what to do.

/// Why the store refused.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is damaged or is no store.
    #[error("the store file is damaged")]
    Corrupt,
    /// The file or its folder cannot be written.
    #[error("the store cannot be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// A newer version wrote it.
    #[error("the store has version {found}, newer than {known}")]
    Newer {
        /// Version of the file.
        found: i64,
        /// Newest version that is understood.
        known: i64,
    },
    /// Something that was committed is missing.
    #[error("the store went back in time")]
    WentBack,
    /// Another process holds it.
    #[error("the store is in use by another process")]
    Busy,
    /// The value is taken.
    #[error("the value is already taken")]
    Conflict,
    /// A row does not read back as what was written.
    #[error("a row of {table} cannot be read")]
    Row {
        /// The table.
        table: &'static str,
    },
    /// A value cannot be written as text.
    #[error("a value cannot be stored")]
    Encode(#[source] serde_json::Error),
    /// The file system refused.
    #[error("the store file cannot be opened")]
    Io(#[source] std::io::Error),
    /// Anything else SQLite says.
    #[error("the store failed")]
    Sqlite(#[source] sqlx::Error),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            std::io::ErrorKind::StorageFull => Self::Full,
            _ => Self::Io(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::PoolTimedOut => return Self::Busy,
            sqlx::Error::Database(database) => database.code().and_then(|code| code.parse::<i32>().ok()),
            _ => None,
        };
        let Some(code) = code else {
            return Self::Sqlite(error);
        };
        // https://www.sqlite.org/rescode.html: the low byte is the primary code.
        match (code & 0xff, code) {
            (11 | 26, _) => Self::Corrupt,
            (8 | 14 | 3 | 23, _) => Self::ReadOnly,
            // IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE: what a full disk or quota may also look like.
            (13, _) | (10, 778 | 1034 | 1546) => Self::Full,
            (5 | 6, _) => Self::Busy,
            (19, 1555 | 2067) => Self::Conflict,
            _ => Self::Sqlite(error),
        }
    }
}
