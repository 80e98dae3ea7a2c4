//! Opening the file, and transactions: `BEGIN IMMEDIATE` on the one writer, WAL, `synchronous=FULL`.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Sqlite, SqliteConnection, SqlitePool};

use crate::anchor::{Anchor, Note};
use crate::chain::{self, End, Link, Step};
use crate::later::Waiting;
use crate::mac::MacKey;
use crate::went_back::{Opened, Verdict, WentBack, judge};
use crate::{Connection, StoreError, throttles};

/// How long to wait for a connection of this process.
const ACQUIRE: Duration = Duration::from_secs(30);
/// A database is whole pages, of this many bytes or a power of two times as many
/// (<https://www.sqlite.org/fileformat2.html>).
const SMALLEST: u64 = 512;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// When a [`CommitHook`] is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitPoint {
    /// The transaction is complete but not committed.
    Before,
    /// It is committed; neither the anchor nor anybody else was told yet.
    After,
}

/// Called around every commit; crash tests end the process in it.
pub type CommitHook = Arc<dyn Fn(CommitPoint) + Send + Sync>;

/// How to open a store. The default is what the product uses.
#[derive(Clone, Default)]
pub struct StoreOptions {
    /// Called around every commit.
    pub commit_hook: Option<CommitHook>,
    /// At most this many pages: a disk that fills up, for tests.
    pub max_pages: Option<u32>,
    /// Open without the right to write, for tests (these run as root, whom file modes do not stop).
    pub read_only: bool,
    /// Proves that an anchor is this installation's.
    pub anchor_key: [u8; 32],
    /// Hashes the names that failures are counted for.
    pub names_key: [u8; 32],
}

/// identity.db.
pub struct Store {
    writer: SqlitePool,
    /// A transaction may be open on the writer.
    begun: Arc<AtomicBool>,
    readers: SqlitePool,
    commit_hook: Option<CommitHook>,
    pub(crate) anchor: Arc<Anchor>,
    names: MacKey,
    /// Up to here, the file itself holds every commit.
    base: i64,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Store")
    }
}

/// A transaction that may write. Dropped without a commit, it leaves nothing behind.
pub struct Tx {
    inner: PoolConnection<Sqlite>,
    begun: Arc<AtomicBool>,
    pub(crate) end: End,
    pub(crate) waiting: Waiting,
    commit_hook: Option<CommitHook>,
    anchor: Arc<Anchor>,
    base: i64,
    note: Option<Note>,
    pub(crate) names: MacKey,
}

/// A connection that reads.
pub struct Reader {
    inner: PoolConnection<Sqlite>,
    pub(crate) names: MacKey,
}

impl Store {
    /// Opens or creates the file, checks it and brings it up to date.
    ///
    /// # Errors
    /// Every [`StoreError`]; a damaged file or one of a newer version is left as it is.
    pub async fn open(path: &Path, options: StoreOptions) -> Result<Self, StoreError> {
        match Self::open_judged(path, options).await? {
            Opened::Whole(store) => Ok(store),
            Opened::WentBack(store) => {
                store.close().await;
                Err(StoreError::WentBack)
            }
        }
    }

    /// As [`open`](Self::open), for a caller who knows what to do with a store that went back in time.
    ///
    /// # Errors
    /// Every other [`StoreError`].
    pub async fn open_judged(path: &Path, options: StoreOptions) -> Result<Opened, StoreError> {
        create_private(path)?;
        let connect = connect_options(path, &options);
        examine(path).await?;
        let begun = Arc::new(AtomicBool::new(false));
        let left_open = Arc::clone(&begun);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .acquire_timeout(ACQUIRE)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            // What was not committed goes before anybody else writes. Where that fails, SQLite itself rolled back (the disk
            // is full) or worse: the connection goes.
            .after_release(move |connection, _| {
                let open = left_open.swap(false, Ordering::AcqRel);
                Box::pin(async move { Ok(!open || sqlx::query("ROLLBACK").execute(connection).await.is_ok()) })
            })
            .connect_with(connect.clone())
            .await?;
        or_let_go(&writer, migrate(&writer).await).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(ACQUIRE)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(connect.pragma("query_only", "ON"))
            .await;
        let readers = or_let_go(&writer, readers.map_err(StoreError::from)).await?;
        let mut store = Self {
            writer,
            begun,
            readers,
            commit_hook: options.commit_hook,
            anchor: Arc::new(Anchor::of(path, &options.anchor_key)),
            names: MacKey::new(&options.names_key),
            base: 0,
        };
        let verdict = match store.probe_write(path).await {
            Ok(verdict) => verdict,
            Err(refused) => {
                store.close().await;
                return Err(refused);
            }
        };
        Ok(match verdict {
            Verdict::Whole => {
                store.base = store.settled().await.unwrap_or_default();
                Opened::Whole(store)
            }
            Verdict::WentBack { beyond, note } => Opened::WentBack(WentBack::new(store, beyond, note)),
        })
    }

    /// Begins a transaction; waits for other writers.
    ///
    /// # Errors
    /// [`StoreError::Busy`] after five seconds, and what SQLite and the file system say.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let mut inner = self.writer.acquire().await?;
        // Said before it is true: a caller who stops waiting leaves the transaction open.
        self.begun.store(true, Ordering::Release);
        let end = chain::begin(&mut inner)
            .await
            .inspect_err(|_| self.begun.store(false, Ordering::Release))?;
        if self.anchor.is_behind() {
            self.anchor.keep(end.link, None)?;
        }
        Ok(Tx {
            inner,
            begun: Arc::clone(&self.begun),
            end,
            waiting: Waiting::default(),
            commit_hook: self.commit_hook.clone(),
            anchor: Arc::clone(&self.anchor),
            base: self.base,
            note: None,
            names: self.names,
        })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn read(&self) -> Result<Reader, StoreError> {
        Ok(Reader {
            inner: self.readers.acquire().await?,
            names: self.names,
        })
    }

    /// Closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    // A store that cannot be written lets nobody in, so it is better to say so at once.
    async fn probe_write(&self, path: &Path) -> Result<Verdict, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("INSERT INTO settings (name, value) VALUES ('opened', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1")
            .execute(&mut *tx)
            .await?;
        throttles::key_older(&mut tx, &self.names).await?;
        let in_file = chain::in_file(examine_options(path)).await;
        let verdict = judge(&mut tx, &self.anchor, in_file).await?;
        tx.commit().await?;
        Ok(verdict)
    }

    /// Brings the file up to its log, as far as that is possible now; says up to which commit it got.
    async fn settled(&self) -> Result<i64, StoreError> {
        let mut writer = self.writer.acquire().await?;
        let newest = chain::newest(&mut writer).await?;
        let (_, in_log, moved): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)")
            .fetch_one(&mut *writer)
            .await?;
        Ok(if in_log == moved { newest.seq } else { 0 })
    }
}

impl Tx {
    /// What the anchor keeps of this commit besides its number; else it keeps what it had.
    pub fn note(&mut self, note: Note) {
        self.note = Some(note);
    }

    /// Whether parcels wait in the outbox, of this transaction or from before.
    #[must_use]
    pub fn has_parcels(&self) -> bool {
        self.end.parcels
    }

    /// Commits. Only after this may an answer leave.
    ///
    /// # Errors
    /// What SQLite says; nothing was written then.
    pub async fn commit(self) -> Result<(), StoreError> {
        let (anchor, note, base) = (Arc::clone(&self.anchor), self.note, self.base);
        let link = self.commit_step(Step::Next { base }).await?;
        anchor.follow(link, note);
        Ok(())
    }

    /// Commits with a number beyond those that are lost, and begins the anchor anew.
    pub(crate) async fn commit_anew(self, beyond: i64, note: Note) -> Result<(), StoreError> {
        let (anchor, note) = (Arc::clone(&self.anchor), self.note.unwrap_or(note));
        let link = self.commit_step(Step::Anew { beyond }).await?;
        Ok(anchor.renew(link, note)?)
    }

    async fn commit_step(mut self, step: Step) -> Result<Link, StoreError> {
        let link = chain::advance(&mut self, step).await?;
        let hook = |point| {
            if let Some(hook) = &self.commit_hook {
                hook(point);
            }
        };
        hook(CommitPoint::Before);
        sqlx::query("COMMIT").execute(&mut *self.inner).await?;
        self.begun.store(false, Ordering::Release);
        hook(CommitPoint::After);
        Ok(link)
    }

    /// As it is: what waits was not written yet.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.inner
    }
}

impl Reader {
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.inner
    }
}

/// The file and its WAL are for their owner only; SQLite copies the mode of a file that exists.
fn create_private(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return tighten(&File::open(path)?);
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

#[cfg(unix)]
fn tighten(file: &File) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        file.set_permissions(std::fs::Permissions::from_mode(mode & 0o700))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn tighten(_: &File) -> Result<(), StoreError> {
    Ok(())
}

/// Without a journal mode: setting one would change a file that may not be ours.
fn examine_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(5))
}

fn connect_options(path: &Path, options: &StoreOptions) -> SqliteConnectOptions {
    let connect = examine_options(path)
        .read_only(options.read_only)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON");
    let connect = if options.read_only {
        connect
    } else {
        connect.journal_mode(SqliteJournalMode::Wal)
    };
    match options.max_pages {
        Some(pages) => connect.pragma("max_page_count", pages.to_string()),
        None => connect,
    }
}

/// Looks at an existing file before anything may change it: is it a store, whole, and not too new?
async fn examine(path: &Path) -> Result<(), StoreError> {
    // SQLite takes a file of a few bytes for a new one and writes over it, and reads a cut page as one with zeros. Only a
    // write-ahead log can make such a file whole again.
    match std::fs::metadata(path)?.len() {
        0 => return Ok(()),
        length if length % SMALLEST != 0 && !has_log(path) => return Err(StoreError::Corrupt),
        _ => {}
    }
    let mut connection = SqliteConnection::connect_with(&examine_options(path).read_only(true)).await?;
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(&mut connection)
        .await?;
    if verdict != "ok" {
        return Err(StoreError::Corrupt);
    }
    let known_table: Option<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'")
            .fetch_optional(&mut connection)
            .await?;
    if known_table.is_none() {
        let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
            .fetch_one(&mut connection)
            .await?;
        // Some other program's database is not ours to change.
        return if tables == 0 { Ok(()) } else { Err(StoreError::Corrupt) };
    }
    let found: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(&mut connection)
        .await?;
    let known = MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default();
    connection.close().await?;
    match found {
        Some(found) if found > known => Err(StoreError::Newer { found, known }),
        _ => Ok(()),
    }
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// What cannot be opened is let go before that is said. SQLite takes a log along as it closes, by its name: what stands there by
/// then may be somebody else's, who put the file aside or another one in its place.
async fn or_let_go<T>(pool: &SqlitePool, opened: Result<T, StoreError>) -> Result<T, StoreError> {
    if opened.is_err() {
        pool.close().await;
    }
    opened
}

async fn migrate(writer: &SqlitePool) -> Result<(), StoreError> {
    MIGRATIONS.run(writer).await.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(error) | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => {
            error.into()
        }
        _ => StoreError::Corrupt,
    })
}
