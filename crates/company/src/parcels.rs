//! What the company hands to its people: first passwords, and seeds for their authenticator apps.
//!
//! A parcel is sealed into the outbox by the transaction that causes it and handed over at least once afterwards; the
//! receiver ignores a number it has seen of the same sender.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use serde::Serialize;

use crate::{Company, CompanyError, Tx};

/// Something for a person.
#[derive(Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(crate) enum Parcel {
    /// A password the person is to know.
    Credential {
        /// Always `company-user`.
        identity: &'static str,
        /// The company's host.
        account: Option<String>,
        /// The company's name.
        account_name: String,
        /// User name.
        sign_in_name: String,
        /// The password in clear, until the outbox seals it.
        password: Option<String>,
        /// What the person is there for.
        note: String,
        /// Short title.
        title: String,
        /// Where to sign in.
        address: String,
    },
    /// A seed that is to be in a person's authenticator app.
    AuthenticatorSeed {
        /// The `otpauth://` URI.
        otpauth: String,
        /// Seconds by which the phone's clock is ahead.
        drift_seconds: i64,
    },
}

/// Whoever brings parcels to people.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Brings one parcel, as JSON. `false` when it could not be brought now; it is tried again later.
    async fn bring(&self, sender: &str, number: i64, parcel: &str) -> bool;
}

impl Company {
    /// Puts a parcel into the outbox.
    pub(crate) async fn post(&self, tx: &mut Tx, parcel: &Parcel) -> Result<(), CompanyError> {
        let text = serde_json::to_vec(parcel)?;
        let sealed = self.key.seal("outbox", &text, &*self.entropy)?;
        sqlx::query("INSERT INTO outbox (sealed) VALUES (?1)")
            .bind(sealed)
            .execute(&mut **tx)
            .await?;
        self.parcels_waiting.store(true, Ordering::Release);
        Ok(())
    }

    /// Hands over what waits in the outbox, in order. Costs nothing when nothing waits.
    ///
    /// # Errors
    /// Store failures; what was not handed over stays.
    pub async fn deliver(&self, courier: &dyn Courier) -> Result<(), CompanyError> {
        if !self.parcels_waiting.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let delivered = self.deliver_all(courier).await;
        if !matches!(delivered, Ok(true)) {
            self.parcels_waiting.store(true, Ordering::Release);
        }
        delivered.map(|_| ())
    }

    /// Whoever receives parcels takes a number once, so that one commit may follow many of them.
    async fn deliver_all(&self, courier: &dyn Courier) -> Result<bool, CompanyError> {
        let waiting: Vec<(i64, Vec<u8>)> = sqlx::query_as("SELECT number, sealed FROM outbox ORDER BY number")
            .fetch_all(&self.pool)
            .await?;
        let sender = format!("company/{}", self.mark);
        let (mut latest, mut all) = (None, true);
        for (number, sealed) in waiting {
            let opened = self.key.open("outbox", &sealed)?;
            let text = std::str::from_utf8(&opened).unwrap_or_default();
            if !courier.bring(&sender, number, text).await {
                all = false;
                break;
            }
            latest = Some(number);
        }
        if let Some(latest) = latest {
            sqlx::query("DELETE FROM outbox WHERE number <= ?1")
                .bind(latest)
                .execute(&self.pool)
                .await?;
        }
        Ok(all)
    }
}
