//! Argon2 on blocking threads, as many at a time as there are cores.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use vestibule_credentials::password::{HashCost, HashError, PasswordHasher};

use crate::CompanyError;

/// Longest password that is hashed, in bytes. Longer ones cost the same dummy work and fail.
pub(crate) const LONGEST: usize = 4 * 128;

pub(crate) struct HashWorker {
    hasher: Arc<PasswordHasher>,
    cores: Arc<Semaphore>,
}

impl HashWorker {
    pub(crate) fn new(cost: HashCost, pepper: [u8; 32]) -> Result<Self, CompanyError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            hasher: Arc::new(PasswordHasher::new(cost, &pepper)?),
            cores: Arc::new(Semaphore::new(cores)),
        })
    }

    /// Whether the password matches; without a hash the same work is done on a dummy and the answer is no.
    pub(crate) async fn verify(&self, password: SecretString, phc: Option<String>) -> Result<bool, CompanyError> {
        let fits = password.expose_secret().len() <= LONGEST;
        let phc = phc.filter(|_| fits);
        let password = if fits { password } else { SecretString::from("") };
        self.run(move |hasher| match phc {
            Some(phc) => hasher.verify(&password, &phc),
            None => hasher.verify_dummy(&password).map(|()| false),
        })
        .await
    }

    pub(crate) async fn hash(&self, password: SecretString) -> Result<String, CompanyError> {
        self.run(move |hasher| hasher.hash(&password)).await
    }

    async fn run<T, F>(&self, work: F) -> Result<T, CompanyError>
    where
        T: Send + 'static,
        F: FnOnce(&PasswordHasher) -> Result<T, HashError> + Send + 'static,
    {
        let permit = Arc::clone(&self.cores)
            .acquire_owned()
            .await
            .map_err(|_| CompanyError::Worker)?;
        let hasher = Arc::clone(&self.hasher);
        let result = tokio::task::spawn_blocking(move || {
            let result = work(&hasher);
            drop(permit);
            result
        })
        .await
        .map_err(|_| CompanyError::Worker)?;
        Ok(result?)
    }
}
