//! Argon2 on blocking threads, as many at a time as there are cores.

use std::sync::{Arc, PoisonError, RwLock};

use secrecy::SecretString;
use tokio::sync::Semaphore;
use vestibule_credentials::password::{HashCost, PasswordHasher};

use crate::ServiceError;

/// Longest password that is hashed, in bytes: four bytes for each of the 128 characters any rule allows. Longer ones cost
/// the same dummy work and fail.
const LONGEST: usize = 4 * 128;

pub(crate) struct HashWorker {
    hasher: RwLock<Arc<PasswordHasher>>,
    pepper: [u8; 32],
    cores: Arc<Semaphore>,
}

impl HashWorker {
    pub(crate) fn new(cost: HashCost, pepper: [u8; 32]) -> Result<Self, ServiceError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            hasher: RwLock::new(Arc::new(PasswordHasher::new(cost, &pepper)?)),
            pepper,
            cores: Arc::new(Semaphore::new(cores)),
        })
    }

    /// Changes the cost of hashes to come; old ones verify with their own parameters.
    pub(crate) fn set_cost(&self, cost: HashCost) -> Result<(), ServiceError> {
        let fresh = Arc::new(PasswordHasher::new(cost, &self.pepper)?);
        *self.hasher.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    fn hasher(&self) -> Arc<PasswordHasher> {
        Arc::clone(&self.hasher.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the password matches; without a hash the same work is done on a dummy and the answer is no.
    pub(crate) async fn verify(&self, password: SecretString, phc: Option<String>) -> Result<bool, ServiceError> {
        let phc = phc.filter(|_| fits(&password));
        let password = if fits(&password) {
            password
        } else {
            SecretString::from("")
        };
        self.run(move |hasher| match phc {
            Some(phc) => hasher.verify(&password, &phc),
            None => hasher.verify_dummy(&password).map(|()| false),
        })
        .await
    }

    pub(crate) async fn hash(&self, password: SecretString) -> Result<String, ServiceError> {
        self.run(move |hasher| hasher.hash(&password)).await
    }

    pub(crate) fn needs_rehash(&self, phc: &str) -> bool {
        self.hasher().needs_rehash(phc)
    }

    async fn run<T, F>(&self, work: F) -> Result<T, ServiceError>
    where
        T: Send + 'static,
        F: FnOnce(&PasswordHasher) -> Result<T, vestibule_credentials::password::HashError> + Send + 'static,
    {
        let permit = Arc::clone(&self.cores)
            .acquire_owned()
            .await
            .map_err(|_| ServiceError::Worker)?;
        let hasher = self.hasher();
        let result = tokio::task::spawn_blocking(move || {
            let result = work(&hasher);
            drop(permit);
            result
        })
        .await
        .map_err(|_| ServiceError::Worker)?;
        Ok(result?)
    }
}

fn fits(password: &SecretString) -> bool {
    use secrecy::ExposeSecret;
    password.expose_secret().len() <= LONGEST
}
