//! Opens the data folder: keys, stores, clock. Each party has its own file and its own key.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use secrecy::zeroize::Zeroizing;
use vestibule_credentials::password::HashCost;
use vestibule_credentials::seal::SealKey;
use vestibule_desk::{Desk, DeskError, DeskParts};
use vestibule_identity::clock::{Clock, Entropy, TimeSource, random_bytes};
use vestibule_identity::network::Network;
use vestibule_service::rollback::RollbackWait;
use vestibule_service::{Service, ServiceError, ServiceParts, StoreError, StoreOptions};

use crate::network::InProcess;
use crate::system::{SystemEntropy, SystemTime};
use crate::ui;

const SERVICE_STORE: &str = "identity.db";
const SERVICE_ANCHOR: &str = "identity.anchor";
const DESK_STORE: &str = "desk.db";
const SERVICE_KEY: &str = "identity.key";
const DESK_KEY: &str = "desk.key";

/// Everything of one installation.
#[derive(Debug)]
pub struct World {
    /// The simulated AWS.
    pub service: Arc<Service>,
    /// The person's things.
    pub desk: Desk,
    /// Where it all lives.
    pub folder: PathBuf,
    /// How the parties reach each other.
    network: Arc<InProcess>,
}

/// What a world is opened with.
#[derive(Clone)]
pub struct WorldParts {
    /// Where it all lives; exists.
    pub folder: PathBuf,
    /// The downloads folder, if there is one.
    pub downloads: Option<PathBuf>,
    /// The machine's clocks.
    pub time: Arc<dyn TimeSource>,
    /// The machine's randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Cost of password hashes; `None` measures.
    pub hash_cost: Option<HashCost>,
    /// Store options; only tests change them.
    pub store: StoreOptions,
}

impl WorldParts {
    /// The product's parts.
    #[must_use]
    pub fn system(folder: PathBuf, downloads: Option<PathBuf>) -> Self {
        Self {
            folder,
            downloads,
            time: Arc::new(SystemTime::new()),
            entropy: Arc::new(SystemEntropy),
            hash_cost: None,
            store: StoreOptions::default(),
        }
    }
}

/// Why a world cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The service's store.
    #[error("the identity store cannot be opened")]
    Service(#[from] ServiceError),
    /// The desk's store.
    #[error("the desk's store cannot be opened")]
    Desk(#[from] DeskError),
    /// A key file.
    #[error("a key file cannot be used")]
    Key(#[from] KeyError),
}

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It does not hold exactly one key.
    #[error("a key file is damaged")]
    Damaged,
    /// The file system refused.
    #[error("a key file cannot be read or made")]
    Io(#[from] std::io::Error),
}

impl World {
    /// Opens or makes the world of a folder.
    ///
    /// # Errors
    /// A store or key that cannot be used; nothing is changed then.
    pub async fn open(parts: WorldParts) -> Result<Self, OpenError> {
        Self::open_after(parts, RollbackWait::AsRecorded).await
    }

    /// As [`open`](Self::open), where it may be known how long was waited for a store that went back.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_after(parts: WorldParts, wait: RollbackWait) -> Result<Self, OpenError> {
        let network = Arc::new(InProcess::default());
        let service_parts = ServiceParts {
            time: Arc::clone(&parts.time),
            entropy: Arc::clone(&parts.entropy),
            key: key(&parts.folder.join(SERVICE_KEY), &*parts.entropy)?,
            hash_cost: parts.hash_cost,
            store: parts.store,
            network: Arc::clone(&network) as Arc<dyn Network>,
        };
        let service = Service::open_after(&parts.folder.join(SERVICE_STORE), service_parts, wait).await?;
        let clock: Arc<dyn Clock> = service.clock();
        let desk = Desk::open(
            &parts.folder.join(DESK_STORE),
            DeskParts {
                key: key(&parts.folder.join(DESK_KEY), &*parts.entropy)?,
                clock,
                entropy: parts.entropy,
                downloads: parts.downloads,
            },
        )
        .await?;
        let world = Self {
            service: Arc::new(service),
            desk,
            folder: parts.folder,
            network,
        };
        world.network.connect(world.served());
        world.deliver().await;
        Ok(world)
    }

    /// What the parties but the desk answer: the pages' API and the documented places.
    #[must_use]
    pub fn served(&self) -> Router {
        let (service, _) = ui::router().split_for_parts();
        service.with_state(Arc::clone(&self.service))
    }

    /// Writes everything into the store files and lets them go; requests fail afterwards.
    pub async fn close(&self) {
        self.network.disconnect();
        self.service.close().await;
        self.desk.close().await;
    }

    /// Brings waiting parcels to the desk; what cannot be brought waits for the next time.
    pub async fn deliver(&self) {
        if let Err(error) = self.service.deliver(&crate::courier::DeskCourier(&self.desk)).await {
            tracing::warn!(%error, "parcels wait");
        }
    }
}

/// Puts stores that cannot be opened aside with their keys, so that the next opening makes a new world. Nothing is
/// deleted.
///
/// # Errors
/// When a file cannot be renamed.
pub fn put_aside(folder: &Path, mark: &str) -> std::io::Result<()> {
    for name in [SERVICE_STORE, SERVICE_ANCHOR, DESK_STORE, SERVICE_KEY, DESK_KEY] {
        for suffix in ["", "-wal", "-shm"] {
            let from = folder.join(format!("{name}{suffix}"));
            if from.exists() {
                std::fs::rename(&from, folder.join(format!("{name}.aside-{mark}{suffix}")))?;
            }
        }
    }
    Ok(())
}

/// Reads a key file, or makes it, readable by its owner only.
fn key(path: &Path, entropy: &dyn Entropy) -> Result<SealKey, KeyError> {
    if !path.exists() {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(&random_bytes::<32>(entropy))?;
        file.sync_all()?;
    }
    let bytes = Zeroizing::new(std::fs::read(path)?);
    let key = bytes.as_slice().try_into().map_err(|_| KeyError::Damaged)?;
    Ok(SealKey::new(key))
}

/// The service error an opening failed with, if that is what failed.
#[must_use]
pub fn store_error(error: &OpenError) -> Option<&StoreError> {
    match error {
        OpenError::Service(ServiceError::Store(error)) => Some(error),
        _ => None,
    }
}
