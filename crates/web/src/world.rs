//! Opens the data folder: keys, stores, clock. Each party has its own file and its own key.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use axum::Router;
use secrecy::zeroize::Zeroizing;
use vestibule_company::demo::{DemoAccounts, SAML_PROVIDER};
use vestibule_company::{Company, CompanyError, CompanyParts};
use vestibule_credentials::password::HashCost;
use vestibule_credentials::seal::SealKey;
use vestibule_desk::{Desk, DeskError, DeskParts};
use vestibule_identity::clock::{Clock, Entropy, TimeSource, random_bytes};
use vestibule_identity::network::Network;
use vestibule_service::rollback::RollbackWait;
use vestibule_service::world::CompanyIntroduction;
use vestibule_service::{Service, ServiceError, ServiceParts, StoreError, StoreOptions};

use crate::network::InProcess;
use crate::system::{SystemEntropy, SystemTime};
use crate::{aws, company, ui};

const SERVICE_STORE: &str = "identity.db";
const SERVICE_ANCHOR: &str = "identity.anchor";
const COMPANY_STORE: &str = "company.db";
const DESK_STORE: &str = "desk.db";
const SERVICE_KEY: &str = "identity.key";
const COMPANY_KEY: &str = "company.key";
const DESK_KEY: &str = "desk.key";

// Their descriptions come along with the routes, and take longer to make than all the rest of a start.
static SERVICE_ROUTES: LazyLock<Router<ui::App>> =
    LazyLock::new(|| ui::router().split_for_parts().0.merge(aws::router()));
static COMPANY_ROUTES: LazyLock<Router<company::App>> = LazyLock::new(|| company::router().split_for_parts().0);

/// Everything of one installation.
#[derive(Debug)]
pub struct World {
    /// The simulated AWS.
    pub service: Arc<Service>,
    /// The company's single sign-on.
    pub company: Arc<Company>,
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
    /// The company's store.
    #[error("the company's store cannot be opened")]
    Company(#[from] CompanyError),
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
            store: parts.store.clone(),
            network: Arc::clone(&network) as Arc<dyn Network>,
        };
        let service = Service::open_after(&parts.folder.join(SERVICE_STORE), service_parts, wait).await?;
        let clock: Arc<dyn Clock> = service.clock();
        // Whoever hears that one store cannot be opened may put all of them aside: by then the others were let go.
        let company = match open_company(&parts, &clock, &network).await {
            Ok(company) => company,
            Err(error) => {
                service.close().await;
                return Err(error);
            }
        };
        let desk = match open_desk(&parts, clock).await {
            Ok(desk) => desk,
            Err(error) => {
                company.close().await;
                service.close().await;
                return Err(error);
            }
        };
        let world = Self {
            service: Arc::new(service),
            company: Arc::new(company),
            desk,
            folder: parts.folder,
            network,
        };
        world.network.connect(world.served());
        if let Err(error) = world.settle_company().await {
            world.close().await;
            return Err(error);
        }
        world.deliver().await;
        Ok(world)
    }

    /// What the parties but the desk answer: the pages' API and the documented places.
    pub fn served(&self) -> Router {
        let service = SERVICE_ROUTES.clone().with_state(Arc::clone(&self.service));
        service.merge(COMPANY_ROUTES.clone().with_state(Arc::clone(&self.company)))
    }

    /// Makes the company's people for this world, unless they are there. What the company's administrators know of AWS is
    /// what anybody could tell them: the ids of accounts.
    ///
    /// # Errors
    /// A store that cannot be used.
    pub async fn settle_company(&self) -> Result<(), OpenError> {
        if let Some(demo) = self.service.demo_accounts().await? {
            let accounts = DemoAccounts {
                world: demo.world_id,
                management: demo.management,
                finance: demo.finance,
            };
            self.company.settle_demo(&accounts).await?;
            let introduction = CompanyIntroduction {
                saml_provider: SAML_PROVIDER.to_owned(),
                saml_metadata: self.company.metadata().await?,
            };
            self.service.introduce_company(&introduction).await?;
            self.hand_over_broker_key(&accounts.management).await?;
        }
        Ok(())
    }

    /// The key of the broker's IAM user goes to the company, once. It is forgotten here when the company has it.
    async fn hand_over_broker_key(&self, account: &str) -> Result<(), OpenError> {
        if let Some((id, secret)) = self.service.demo_broker_keys().await? {
            self.company.settle_broker(account, id, &secret).await?;
            self.service.demo_broker_keys_told().await?;
        }
        Ok(())
    }

    /// The service has a new world, so the company gets new people. One that fails is tried again at the next start.
    pub async fn renew_company(&self) {
        if let Err(error) = self.settle_company().await {
            tracing::error!(%error, "the company's people could not be made");
        }
    }

    /// The clock was moved back: what the company began in that future ends, too.
    pub async fn clock_went_back(&self) {
        if let Err(error) = self.company.clock_went_back().await {
            tracing::error!(%error, "the company did not follow the clock");
        }
    }

    /// Writes everything into the store files and lets them go; requests fail afterwards.
    pub async fn close(&self) {
        self.network.disconnect();
        self.service.close().await;
        self.company.close().await;
        self.desk.close().await;
    }

    /// Brings waiting parcels to the desk; what cannot be brought waits for the next time.
    pub async fn deliver(&self) {
        let courier = crate::courier::DeskCourier(&self.desk);
        if let Err(error) = self.service.deliver(&courier).await {
            tracing::warn!(%error, "parcels wait");
            // A new world of the service empties the desk: what the company sends comes after that.
            return;
        }
        if let Err(error) = self.company.deliver(&courier).await {
            tracing::warn!(%error, "the company's parcels wait");
        }
    }
}

async fn open_company(
    parts: &WorldParts,
    clock: &Arc<dyn Clock>,
    network: &Arc<InProcess>,
) -> Result<Company, OpenError> {
    let company_parts = CompanyParts {
        key: key(&parts.folder.join(COMPANY_KEY), &*parts.entropy)?,
        clock: Arc::clone(clock),
        entropy: Arc::clone(&parts.entropy),
        network: Arc::clone(network) as Arc<dyn Network>,
        hash_cost: parts.hash_cost.unwrap_or_default(),
    };
    Ok(Company::open(&parts.folder.join(COMPANY_STORE), company_parts).await?)
}

async fn open_desk(parts: &WorldParts, clock: Arc<dyn Clock>) -> Result<Desk, OpenError> {
    let desk_parts = DeskParts {
        key: key(&parts.folder.join(DESK_KEY), &*parts.entropy)?,
        clock,
        entropy: Arc::clone(&parts.entropy),
        downloads: parts.downloads.clone(),
    };
    Ok(Desk::open(&parts.folder.join(DESK_STORE), desk_parts).await?)
}

/// Puts stores that cannot be opened aside with their keys, so that the next opening makes a new world. Nothing is
/// deleted.
///
/// # Errors
/// When a file cannot be renamed.
pub fn put_aside(folder: &Path, mark: &str) -> std::io::Result<()> {
    for name in [
        SERVICE_STORE,
        SERVICE_ANCHOR,
        COMPANY_STORE,
        DESK_STORE,
        SERVICE_KEY,
        COMPANY_KEY,
        DESK_KEY,
    ] {
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
