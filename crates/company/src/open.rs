//! Opening company.db.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use vestibule_identity::clock::random_uuid;

use crate::hashing::HashWorker;
use crate::{Company, CompanyError, CompanyParts, throttle};

impl Company {
    /// Lets company.db go; everything fails afterwards.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Opens or creates company.db, for its owner only.
    ///
    /// # Errors
    /// Every [`CompanyError`] about the store.
    pub async fn open(path: &Path, parts: CompanyParts) -> Result<Self, CompanyError> {
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
            .foreign_keys(true)
            .pragma("trusted_schema", "OFF")
            .pragma("secure_delete", "ON");
        // One connection: one writer, and whoever reads reads what was committed.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(connect)
            .await?;
        let mark = match settle(&pool, &parts).await {
            Ok(mark) => mark,
            Err(refused) => {
                // Let go before that is said: SQLite takes a log along as it closes, by its name.
                pool.close().await;
                return Err(refused);
            }
        };
        let pepper = parts.key.derive("password-pepper");
        Ok(Self {
            pool,
            mark,
            hashing: HashWorker::new(parts.hash_cost, pepper)?,
            key: parts.key,
            clock: parts.clock,
            entropy: parts.entropy,
            network: parts.network,
            parcels_waiting: AtomicBool::new(true),
            provisioning: tokio::sync::Mutex::new(()),
        })
    }
}

/// Brings the file up to date; its mark.
async fn settle(pool: &SqlitePool, parts: &CompanyParts) -> Result<String, CompanyError> {
    sqlx::migrate!().run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) => CompanyError::Newer,
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        _ => CompanyError::Corrupt,
    })?;
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    throttle::key_older(&mut tx, &parts.key).await?;
    tx.commit().await?;
    let mark = random_uuid(&*parts.entropy).simple().to_string();
    sqlx::query("INSERT INTO company (mark) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM company)")
        .bind(mark)
        .execute(pool)
        .await?;
    Ok(sqlx::query_scalar("SELECT mark FROM company").fetch_one(pool).await?)
}
