//! AnyCompany's own single sign-on: where its people live, sign in, and from where they are vouched for.
//!
//! It has its own store and its own keys, and never reads the service's. What crosses is HTTP: through the person's browser
//! (signed SAML responses, ID tokens, console links), or from server to server through
//! [`Network`](vestibule_identity::network::Network). Every use case has the same shape: load, judge, commit once, answer.
//!
//! - [`sign_in`]: user name, password, authenticator code; `session`: who is signed in.
//! - [`portal`]: what a person may open from here.
//! - [`saml`]: responses to AWS and to whoever asks; metadata; `keys`: certificates and their rollover.
//! - [`oidc`]: discovery, codes, ID tokens; [`web_identity`]: builds and contractors who get a role by a token.
//! - [`broker`]: console links by the company's own IAM keys.
//! - [`scim`]: people and groups pushed to Identity Center.
//! - [`admin`]: what the company's administrators do; [`faults`]: mistakes that can be switched on, to be found by others.
//! - [`demo`]: AnyCompany's people; [`parcels`]: what they are handed.

pub mod admin;
mod aws;
pub mod broker;
pub mod demo;
mod error;
pub mod faults;
mod hashing;
mod keys;
pub mod oidc;
mod open;
pub mod parcels;
pub mod people;
pub mod portal;
pub mod request;
pub mod saml;
pub mod scim;
mod session;
pub mod settings;
pub mod sign_in;
mod throttle;
pub mod web_identity;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use sqlx::{Sqlite, SqlitePool, Transaction};
use vestibule_credentials::password::HashCost;
use vestibule_credentials::seal::SealKey;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::{Clock, Entropy};
use vestibule_identity::network::Network;

pub use error::{CompanyError, CompanyErrorBody, CompanyErrorCode, RemoteRefusal};
pub use request::{Answer, Caller, CookieChange};

use hashing::HashWorker;

/// The company's address.
pub const ADDRESS: &str = "https://sso.anycompany.example";
/// The host of that address.
pub const HOST: &str = "sso.anycompany.example";
/// Its name.
pub const NAME: &str = "AnyCompany single sign-on";

/// What the composing layer hands in: the outside world as parameters.
pub struct CompanyParts {
    /// Seals secrets at rest; the password pepper is derived from it.
    pub key: SealKey,
    /// The world's clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The simulated internet.
    pub network: Arc<dyn Network>,
    /// Cost of new password hashes.
    pub hash_cost: HashCost,
}

/// The company's single sign-on.
pub struct Company {
    pool: SqlitePool,
    /// Tells this store from another that had its name.
    mark: String,
    key: SealKey,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    network: Arc<dyn Network>,
    hashing: HashWorker,
    parcels_waiting: AtomicBool,
    /// Held by whoever pushes people to Identity Center.
    provisioning: tokio::sync::Mutex<()>,
}

impl std::fmt::Debug for Company {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Company")
    }
}

/// A transaction of company.db.
pub(crate) type Tx = Transaction<'static, Sqlite>;

impl Company {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Begins a transaction; nobody else writes meanwhile.
    async fn begin(&self) -> Result<Tx, CompanyError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// After the clock was moved back to real time: what began in the future that was left ends, and waits start over.
    ///
    /// # Errors
    /// Store failures.
    pub async fn clock_went_back(&self) -> Result<(), CompanyError> {
        let now = self.now();
        let mut tx = self.begin().await?;
        for statement in [
            "DELETE FROM sessions WHERE begun_at > ?1",
            "DELETE FROM attempts WHERE begun_at > ?1",
            "DELETE FROM codes WHERE begun_at > ?1",
        ] {
            sqlx::query(statement)
                .bind(now.as_millisecond())
                .execute(&mut *tx)
                .await?;
        }
        throttle::re_anchor_all(&mut tx, now).await?;
        sign_in::authenticator::re_anchor_all(&mut tx, now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A time that was stored.
pub(crate) fn stored_time(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}
