//! A person with a desk of their own, a clock moved by hand, and the bytes on the disk in plain sight.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod authenticator;
mod cookies;
mod downloads;
mod key_ceremonies;
mod mailbox;
mod parcels;
mod passwords;
mod phone;
mod security_keys;
mod tokens;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use secrecy::SecretString;
use tempfile::TempDir;
use vestibule_credentials::seal::SealKey;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::Clock as _;
use vestibule_identity::testing::{ManualClock, SeededEntropy};

use crate::{Desk, DeskError, DeskParts};

/// RFC 6238's seed for SHA-1, "12345678901234567890", as one types it.
const RFC_KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const RFC_BYTES: &[u8] = b"12345678901234567890";

static DRAWS: AtomicU64 = AtomicU64::new(1);

struct Home {
    folder: TempDir,
    clock: Arc<ManualClock>,
}

impl Home {
    fn at(time: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(ManualClock::at(time)),
        }
    }

    fn new() -> Self {
        Self::at("2026-03-01T12:00:00Z")
    }

    fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    fn parts(&self, key: u8) -> DeskParts {
        DeskParts {
            key: SealKey::new([key; 32]),
            clock: self.clock.clone(),
            entropy: Arc::new(SeededEntropy::new(DRAWS.fetch_add(1, Ordering::Relaxed) << 32)),
            downloads: Some(self.downloads()),
        }
    }

    async fn desk(&self) -> Desk {
        self.desk_with_key(7).await
    }

    async fn desk_with_key(&self, key: u8) -> Desk {
        Desk::open(&self.folder.path().join("desk.db"), self.parts(key))
            .await
            .unwrap()
    }

    fn pass(&self, seconds: u64) {
        self.clock.pass(Duration::from_secs(seconds));
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Everything that was written: the store and what SQLite keeps beside it.
    fn written(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                bytes.extend(std::fs::read(path).unwrap());
            }
        }
        assert!(!bytes.is_empty());
        bytes
    }

    #[track_caller]
    fn never_wrote(&self, secret: &[u8]) {
        assert!(!holds(&self.written(), secret), "a secret lies open");
    }

    /// For values that are there to be found, so that `never_wrote` means something.
    #[track_caller]
    fn wrote(&self, text: &str) {
        assert!(holds(&self.written(), text.as_bytes()), "{text} is nowhere");
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

#[track_caller]
fn must_blame<T>(result: Result<T, DeskError>, field: &str) -> String {
    match result {
        Err(DeskError::Invalid { field: blamed, message }) => {
            assert_eq!(blamed, field, "{message}");
            message
        }
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("{field} was accepted"),
    }
}

#[tokio::test]
async fn the_store_is_for_its_owner_only_and_opens_again() {
    let home = Home::new();
    home.desk().await.close().await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(home.path().join("desk.db"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(home.desk().await.security_keys().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_store_of_a_newer_version_and_a_damaged_one_are_refused() {
    let home = Home::new();
    let desk = home.desk().await;
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)")
        .execute(&desk.pool)
        .await
        .unwrap();
    desk.close().await;
    let path = home.path().join("desk.db");
    assert!(matches!(Desk::open(&path, home.parts(7)).await, Err(DeskError::Newer)));
    std::fs::write(&path, b"this is no store, and it is longer than a header is").unwrap();
    assert!(matches!(
        Desk::open(&path, home.parts(7)).await,
        Err(DeskError::Corrupt)
    ));
}
