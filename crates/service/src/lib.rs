//! The simulated AWS: its use cases, one file each.
//!
//! Every use case has the same shape: load, ask a pure machine of `vestibule-identity`, commit once, answer. An answer
//! leaves only after the commit of the state it implies.
//!
//! - [`sign_in`]: the sign-in pages, IAM users, root users, the security check, a forced new password.
//! - [`mfa`]: registering and removing second factors, and judging what they answer.
//! - `recovery`: the root user's forgotten password.
//! - `session`: who is signed in, sign-out; `multi_session`: several identities side by side; `remembered`: the remembered
//!   account.
//! - [`organization`]: AWS Organizations and centralized root access.
//! - `console`: services that are only shown, and who one is.
//! - `security_credentials`, `access_keys`, `account`, [`users`], [`groups`], [`events`]: what people do after signing in.
//! - `summary`, `credential_report`: what an administrator sees of the whole account.
//! - [`roles`]: roles as an administrator sees them; [`identity_providers`]: who vouches for people from outside.
//! - [`switch_role`]: acting as a role, and as oneself again.
//! - `authorize`: the one place that answers "may this principal do this?".
//! - [`policies`]: managed and embedded policies, boundaries, the simulator.
//! - [`sts`]: keys become temporary credentials; [`federation`]: those become a way into the console.
//! - [`identity_center`]: the access portal, its people, permission sets and applications; [`demo_application`]: what an
//!   application of the company does with what it is told.
//! - [`rollback`]: a store that went back in time.
//! - [`saml_judge`]: judging SAML responses without a world.
//! - [`world`]: the demo organization, the clock and the settings.
//! - [`parcels`]: what the service sends to people: mail, and the passwords of a new world.

pub mod access_keys;
mod account;
mod addresses;
pub mod answers;
mod authorize;
mod console;
mod credential_report;
pub mod demo_application;
mod error;
pub mod events;
pub mod federation;
pub mod groups;
mod hashing;
pub mod identity_center;
pub mod identity_providers;
pub mod mfa;
mod multi_session;
pub mod organization;
pub mod parcels;
mod password_change;
pub mod policies;
mod recovery;
mod remembered;
mod request;
pub mod roles;
pub mod rollback;
pub mod saml_judge;
mod security_credentials;
mod session;
pub mod sign_in;
pub mod sts;
mod summary;
pub mod switch_role;
mod tags;
mod throttle;
pub mod users;
pub mod world;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use error::{Denial, Entity, ErrorBody, ErrorCode, PolicyProblem, ServiceError, store_code, store_words};
pub use request::{Answer, Caller, CookieChange, LabelledSession, SessionLabel};
pub use vestibule_store::{CommitPoint, StoreError, StoreOptions};

use authorize::Documents;
use hashing::HashWorker;
use mfa::ceremonies::Ceremonies;
use vestibule_credentials::password::HashCost;
use vestibule_credentials::seal::SealKey;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::{Clock, Entropy, SimulatedClock, TimeSource, random_uuid};
use vestibule_identity::network::Network;
use vestibule_store::{Opened, Store, Tx};

use rollback::RollbackWait;

/// What the composing layer hands in: the outside world as parameters.
#[derive(Clone)]
pub struct ServiceParts {
    /// Wall and monotonic time of the machine.
    pub time: Arc<dyn TimeSource>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Seals secrets at rest; the password pepper is derived from it.
    pub key: SealKey,
    /// Cost of new password hashes; `None` measures this machine when a world is made.
    pub hash_cost: Option<HashCost>,
    /// Store options; only tests use anything but the default.
    pub store: StoreOptions,
    /// How other parties are reached: OpenID providers publish their keys.
    pub network: Arc<dyn Network>,
}

/// The simulated AWS.
pub struct Service {
    store: Store,
    clock: Arc<SimulatedClock>,
    time: Arc<dyn TimeSource>,
    entropy: Arc<dyn Entropy>,
    key: SealKey,
    hashing: HashWorker,
    documents: Documents,
    fixed_cost: Option<HashCost>,
    parcels_waiting: AtomicBool,
    ceremonies: Ceremonies,
    network: Arc<dyn Network>,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Service").finish_non_exhaustive()
    }
}

impl Service {
    /// Lets the identity store go; everything fails afterwards.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Opens the identity store; makes the demo world if the store is new.
    ///
    /// # Errors
    /// A store that is damaged, unwritable, full, busy or from a newer version; nothing is changed in that case.
    pub async fn open(path: &Path, parts: ServiceParts) -> Result<Self, ServiceError> {
        Self::open_after(path, parts, RollbackWait::AsRecorded).await
    }

    /// As [`open`](Self::open), where it may be known how long was waited for a store that went back.
    ///
    /// # Errors
    /// As [`open`](Self::open), and [`ServiceError::RolledBack`] with what is left to wait.
    pub async fn open_after(path: &Path, parts: ServiceParts, wait: RollbackWait) -> Result<Self, ServiceError> {
        let options = StoreOptions {
            anchor_key: parts.key.derive("store-anchor"),
            names_key: parts.key.derive("throttle-names"),
            ..parts.store.clone()
        };
        let store = match Store::open_judged(path, options).await? {
            Opened::Whole(store) => store,
            Opened::WentBack(found) => rollback::settle(found, &parts, wait).await?,
        };
        let saved = match world::saved_in(&store).await {
            Ok(saved) => saved,
            Err(error) => {
                store.close().await;
                return Err(error);
            }
        };
        let clock = Arc::new(SimulatedClock::new(
            Arc::clone(&parts.time),
            saved.clock.unwrap_or_default(),
        ));
        let pepper = parts.key.derive("password-pepper");
        let cost = parts.hash_cost.or(saved.hash_cost).unwrap_or_default();
        let service = Self {
            store,
            clock,
            time: parts.time,
            entropy: parts.entropy,
            hashing: HashWorker::new(cost, pepper)?,
            documents: Documents::default(),
            key: parts.key,
            fixed_cost: parts.hash_cost,
            parcels_waiting: AtomicBool::new(true),
            ceremonies: Ceremonies::default(),
            network: parts.network,
        };
        if !saved.exists
            && let Err(error) = service.new_world().await
        {
            service.close().await;
            return Err(error);
        }
        Ok(service)
    }

    /// The world's clock, shared with the desk.
    #[must_use]
    pub fn clock(&self) -> Arc<SimulatedClock> {
        Arc::clone(&self.clock)
    }

    /// A new id that an answer and the log may share.
    #[must_use]
    pub fn request_id(&self) -> String {
        random_uuid(&*self.entropy).to_string()
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Commits, carrying the clock's high-water mark along so that a restart never moves time back.
    async fn commit(&self, mut tx: Tx) -> Result<(), ServiceError> {
        world::save_clock(&mut tx, &self.clock.state()).await?;
        let has_parcels = tx.has_parcels();
        tx.commit().await?;
        if has_parcels {
            self.parcels_waiting.store(true, Ordering::Release);
        }
        Ok(())
    }
}
