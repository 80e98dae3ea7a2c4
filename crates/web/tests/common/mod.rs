//! A machine with a clock moved by hand, a person at its window, and browsers with cookies in plain sight.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::future_not_send,
    reason = "shared by tests, each of which uses some of it"
)]

pub mod aws;
mod clients;
#[cfg(unix)]
pub mod crash;
pub mod devices;
pub mod door;
pub mod oauth;
pub mod policies;
pub mod portal;
pub mod portal_factors;
mod signs;
pub mod story;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use vestibule_credentials::password::HashCost;
use vestibule_identity::testing::{ManualClock, SeededEntropy};
use vestibule_service::StoreOptions;
use vestibule_web::desktop::Desktop;
use vestibule_web::world::{World, WorldParts};

pub use clients::{Browser, Person};
pub use signs::{Answer, Signs, answer_to};

pub const SESSION: &str = "__Host-console-session";
pub const REMEMBERED: &str = "__Host-remembered-account";
pub const ATTEMPT: &str = "__Host-sign-in-attempt";

pub const MANAGEMENT: &str = "anycompany";
pub const MANAGEMENT_ROOT: &str = "root@anycompany.example";
pub const FINANCE_ROOT: &str = "finance-root@anycompany.example";
pub const SANDBOX: &str = "anycompany-sandbox";
pub const SANDBOX_ROOT: &str = "sandbox-root@anycompany.example";

pub const CHEAP: HashCost = HashCost {
    memory_kib: 64,
    iterations: 1,
    parallelism: 1,
};

static SEED: AtomicU64 = AtomicU64::new(1);

/// Some randomness that no other part of this test draws.
pub fn entropy() -> Arc<SeededEntropy> {
    let own = u64::from(std::process::id()) << 32;
    Arc::new(SeededEntropy::new(own + SEED.fetch_add(1, Ordering::Relaxed)))
}

/// A folder and a clock; whatever is started on it shares both.
pub struct Machine {
    temp: Option<TempDir>,
    pub folder: PathBuf,
    pub clock: Arc<ManualClock>,
    pub store: StoreOptions,
}

impl Machine {
    pub fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        Self {
            folder: temp.path().to_owned(),
            temp: Some(temp),
            clock: Arc::new(ManualClock::at("2026-03-01T12:00:00Z")),
            store: StoreOptions::default(),
        }
    }

    /// On a folder that someone else looks after.
    pub fn on(folder: &Path) -> Self {
        Self {
            temp: None,
            folder: folder.to_owned(),
            clock: Arc::new(ManualClock::at("2026-03-01T12:00:00Z")),
            store: StoreOptions::default(),
        }
    }

    /// A machine whose folder is a copy of this one's. A store that was dropped closes in its own time and takes its log along: a
    /// copy counts when nothing moved while it was made.
    pub fn copy(&self) -> Self {
        loop {
            let before = self.files();
            let copy = Self::new();
            let whole = before.keys().all(
                |name| match std::fs::copy(self.folder.join(name), copy.folder.join(name)) {
                    Ok(_) => true,
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
                    Err(error) => panic!("{}: {error}", name.display()),
                },
            );
            if whole && self.files() == before {
                return copy;
            }
        }
    }

    /// The files of the folder, by length and last change.
    fn files(&self) -> BTreeMap<OsString, (u64, SystemTime)> {
        let entries = std::fs::read_dir(&self.folder).unwrap().map(Result::unwrap);
        entries
            .filter_map(|entry| {
                let about = entry.metadata().ok()?;
                Some((entry.file_name(), (about.len(), about.modified().unwrap())))
            })
            .collect()
    }

    pub fn parts(&self) -> WorldParts {
        WorldParts {
            folder: self.folder.clone(),
            downloads: None,
            time: self.clock.clone(),
            entropy: entropy(),
            hash_cost: Some(CHEAP),
            store: self.store.clone(),
        }
    }

    pub async fn person(&self) -> Person {
        Person {
            desktop: Desktop::start(self.parts()).await,
        }
    }

    pub async fn world(&self) -> World {
        World::open(self.parts()).await.unwrap()
    }

    /// A browser of its own, with the service in another process as far as the store can tell.
    pub async fn browser(&self) -> Browser {
        Browser::of(&self.world().await)
    }

    /// A browser in which the root user of this e-mail address is signed in.
    pub async fn root(&self, email: &str) -> Browser {
        let world = self.world().await;
        let password = password_of(&world, email).await;
        let mut browser = Browser::of(&world);
        browser.sign_in_root(email, &password).await;
        browser
    }

    pub fn pass(&self, seconds: u64) {
        self.clock.pass(Duration::from_secs(seconds));
    }
}

impl Default for Machine {
    fn default() -> Self {
        Self::new()
    }
}

pub async fn password_of(world: &World, sign_in_name: &str) -> String {
    use secrecy::ExposeSecret as _;
    let entries = world.desk.passwords().await.unwrap();
    let entry = entries
        .iter()
        .find(|entry| entry.sign_in_name == sign_in_name)
        .unwrap_or_else(|| panic!("no entry for {sign_in_name}"));
    let password = world.desk.reveal_password(entry.id).await.unwrap().unwrap();
    password.expose_secret().to_owned()
}
