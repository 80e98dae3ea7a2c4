//! What the service sends to people: mail, and the passwords of a new world.
//!
//! A parcel is sealed into the outbox by the transaction that causes it and handed over at least once afterwards; the
//! receiver ignores a number it has seen.

use async_trait::async_trait;
use serde::Serialize;
use std::sync::atomic::Ordering;
use uuid::Uuid;
use vestibule_credentials::security_key::KeyMaterial;
use vestibule_identity::Timestamp;
use vestibule_store::{Tx, outbox};

use crate::{Service, ServiceError};

/// A link in a mail.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MailLink {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

/// Whose password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialKind {
    /// A root user's.
    Root,
    /// An IAM user's.
    IamUser,
    /// Of a person of the identity store, who signs in at the access portal.
    DirectoryUser,
}

/// Something for a person.
#[derive(Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Parcel {
    /// The world was made anew: forget everything of the old one.
    NewWorld {
        /// The new world.
        world_id: Uuid,
    },
    /// A password the person is to know.
    Credential {
        /// Whose.
        identity: CredentialKind,
        /// Alias or id, for IAM users.
        account: Option<String>,
        /// The account's name.
        account_name: String,
        /// IAM user name or e-mail address.
        sign_in_name: String,
        /// The password in clear, until the outbox seals it; none for a user without console access.
        password: Option<String>,
        /// What state the person is in.
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
        /// Seconds by which the phone's clock is ahead, negative when it is behind.
        drift_seconds: i64,
    },
    /// A hardware token from its manufacturer.
    HardwareToken {
        /// On its back.
        serial: String,
        /// A note on it.
        label: String,
        /// Its seed in Base32.
        secret: String,
    },
    /// A security key that a company bought and registered for its people.
    SecurityKey {
        /// A note on it.
        name: String,
        /// What it is for.
        note: String,
        /// Its PIN, if it has one.
        pin: Option<String>,
        /// What is on it.
        credentials: Vec<KeyMaterial>,
    },
    /// A phone rings.
    PhoneCall {
        /// Names the call to the telephone network.
        call: String,
        /// Who calls.
        from: String,
        /// Which number.
        to: String,
        /// When.
        sent_at: Timestamp,
    },
    /// A mail.
    Mail {
        /// Sender.
        from: String,
        /// Recipient.
        to: String,
        /// Subject.
        subject: String,
        /// Plain text.
        body: String,
        /// Links.
        links: Vec<MailLink>,
        /// When it was sent.
        sent_at: Timestamp,
    },
}

impl std::fmt::Debug for Parcel {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::NewWorld { .. } => "Parcel::NewWorld",
            Self::Credential { .. } => "Parcel::Credential",
            Self::AuthenticatorSeed { .. } => "Parcel::AuthenticatorSeed",
            Self::HardwareToken { .. } => "Parcel::HardwareToken",
            Self::SecurityKey { .. } => "Parcel::SecurityKey",
            Self::PhoneCall { .. } => "Parcel::PhoneCall",
            Self::Mail { .. } => "Parcel::Mail",
        })
    }
}

/// Whoever brings parcels to people.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Brings one parcel, as JSON. `false` when it could not be brought now; it is tried again later.
    async fn bring(&self, number: i64, parcel: &str) -> bool;
}

impl Service {
    /// Puts a parcel into the outbox.
    pub(crate) async fn post(&self, tx: &mut Tx, parcel: &Parcel) -> Result<(), ServiceError> {
        let text = serde_json::to_vec(parcel)?;
        let sealed = self.key.seal("outbox", &text, &*self.entropy)?;
        outbox::push(tx, "parcel", &sealed).await?;
        Ok(())
    }

    /// Hands over what waits in the outbox, in order. Costs nothing when nothing waits.
    ///
    /// # Errors
    /// Store failures; what was not handed over stays.
    pub async fn deliver(&self, courier: &dyn Courier) -> Result<(), ServiceError> {
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
    async fn deliver_all(&self, courier: &dyn Courier) -> Result<bool, ServiceError> {
        let mut reader = self.store.read().await?;
        let waiting = outbox::pending(&mut reader).await?;
        drop(reader);
        let (mut latest, mut all) = (None, true);
        for (number, _, sealed) in waiting {
            let opened = self.key.open("outbox", &sealed)?;
            let text = std::str::from_utf8(&opened).unwrap_or_default();
            if !courier.bring(number, text).await {
                all = false;
                break;
            }
            latest = Some(number);
        }
        if let Some(latest) = latest {
            let mut tx = self.store.write().await?;
            outbox::delete_through(&mut tx, latest).await?;
            tx.commit().await?;
        }
        Ok(all)
    }
}
