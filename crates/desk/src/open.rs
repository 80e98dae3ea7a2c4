//! Opening desk.db.

use std::path::Path;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::{Desk, DeskError, DeskParts};

impl From<sqlx::Error> for DeskError {
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

impl Desk {
    /// Lets desk.db go; everything fails afterwards.
    pub async fn close(&self) {
        self.jar.close().await;
        self.pool.close().await;
    }

    /// Opens or creates desk.db, for its owner only. Cookies without an expiry end with the browser: they go now.
    ///
    /// # Errors
    /// Every [`DeskError`] about the store.
    pub async fn open(path: &Path, parts: DeskParts) -> Result<Self, DeskError> {
        if !path.exists() {
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(path)?;
        }
        let connect = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(Duration::from_secs(5))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("trusted_schema", "OFF")
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(connect.clone())
            .await?;
        if let Err(refused) = settle(&pool).await {
            // Let go before that is said: SQLite takes a log along as it closes, by its name.
            pool.close().await;
            return Err(refused);
        }
        // What an answer puts into the jar outlives the process and does not wait for the disk: whoever loses power signs
        // in again. Everything else does wait.
        let jar = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(connect.synchronous(SqliteSynchronous::Normal))
            .await?;
        Ok(Self {
            pool,
            jar,
            key: parts.key,
            clock: parts.clock,
            entropy: parts.entropy,
            downloads: parts.downloads,
        })
    }
}

/// Brings the file up to date.
async fn settle(pool: &SqlitePool) -> Result<(), DeskError> {
    sqlx::migrate!().run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) => DeskError::Newer,
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        _ => DeskError::Corrupt,
    })?;
    sqlx::query("DELETE FROM cookies WHERE expires_at IS NULL")
        .execute(pool)
        .await?;
    Ok(())
}
