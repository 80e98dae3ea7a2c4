//! Signing keys and their rollover.
//!
//! ```text
//!   made ──► Next ── make it active ──► Active ── another is made active ──► Old ── remove ──► Removed
//! ```
//!
//! What is published lists all but the removed ones, so that relying parties know the next key before it signs, and what
//! the old one signed still verifies. Removed keys sign nothing but what a teaching fault wants signed wrongly.

use std::sync::Arc;
use std::time::Duration;

use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::{Entropy, random_bytes, random_uuid};
use vestibule_saml::SigningKey;
use vestibule_saml::key::{is_p256, new_rsa, self_signed, self_signed_rsa};

use crate::{Company, CompanyError, Tx};

/// How long certificates are good, by their dates.
const YEARS_3: Duration = Duration::from_hours(3 * 365 * 24);

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// SAML responses; with a certificate.
    Saml,
    /// ID tokens.
    Oidc,
}

impl Purpose {
    fn text(self) -> &'static str {
        match self {
            Self::Saml => "saml",
            Self::Oidc => "oidc",
        }
    }
}

/// What kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CompanyKeyAlgorithm {
    /// ECDSA on P-256 with SHA-256 (ES256).
    P256,
    /// RSA of 2048 bits with SHA-256 (RS256).
    Rsa2048,
}

impl CompanyKeyAlgorithm {
    fn text(self) -> &'static str {
        match self {
            Self::P256 => "p256",
            Self::Rsa2048 => "rsa2048",
        }
    }
}

/// Where in its life a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CompanyKeyState {
    /// It signs.
    Active,
    /// Published, to sign later.
    Next,
    /// Published, and signs no more.
    Old,
    /// Neither.
    Removed,
}

impl CompanyKeyState {
    fn text(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Next => "next",
            Self::Old => "old",
            Self::Removed => "removed",
        }
    }
}

/// A key.
#[derive(FromRow)]
pub(crate) struct KeyRow {
    pub(crate) id: String,
    algorithm: String,
    state: String,
    pub(crate) certificate: Option<Vec<u8>>,
    sealed: Vec<u8>,
    pub(crate) created_at: i64,
}

impl KeyRow {
    pub(crate) fn algorithm(&self) -> CompanyKeyAlgorithm {
        match self.algorithm.as_str() {
            "rsa2048" => CompanyKeyAlgorithm::Rsa2048,
            _ => CompanyKeyAlgorithm::P256,
        }
    }

    pub(crate) fn state(&self) -> CompanyKeyState {
        match self.state.as_str() {
            "active" => CompanyKeyState::Active,
            "next" => CompanyKeyState::Next,
            "old" => CompanyKeyState::Old,
            _ => CompanyKeyState::Removed,
        }
    }
}

/// A key that was just made and is in no store yet.
pub(crate) struct Fresh {
    algorithm: CompanyKeyAlgorithm,
    secret: Zeroizing<Vec<u8>>,
}

fn place(id: &str) -> String {
    format!("signing-key/{id}")
}

/// Every key of a purpose, the oldest first.
pub(crate) async fn all(tx: &mut Tx, purpose: Purpose) -> Result<Vec<KeyRow>, CompanyError> {
    Ok(
        sqlx::query_as("SELECT id, algorithm, state, certificate, sealed, created_at FROM signing_keys WHERE purpose = ?1 ORDER BY number")
            .bind(purpose.text())
            .fetch_all(&mut **tx)
            .await?,
    )
}

/// Those that are published, the active one first.
pub(crate) async fn published(tx: &mut Tx, purpose: Purpose) -> Result<Vec<KeyRow>, CompanyError> {
    let mut keys = all(tx, purpose).await?;
    keys.retain(|key| key.state() != CompanyKeyState::Removed);
    keys.sort_by_key(|key| match key.state() {
        CompanyKeyState::Active => 0,
        CompanyKeyState::Next => 1,
        CompanyKeyState::Old | CompanyKeyState::Removed => 2,
    });
    Ok(keys)
}

async fn set_state(tx: &mut Tx, id: &str, state: CompanyKeyState) -> Result<(), CompanyError> {
    sqlx::query("UPDATE signing_keys SET state = ?2 WHERE id = ?1")
        .bind(id)
        .bind(state.text())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn known(tx: &mut Tx, purpose: Purpose, id: &str) -> Result<KeyRow, CompanyError> {
    all(tx, purpose)
        .await?
        .into_iter()
        .find(|key| key.id == id && key.state() != CompanyKeyState::Removed)
        .ok_or(CompanyError::NoSuchEntity("key"))
}

/// Lets a key sign from now on; the one before is old. Of token keys there is one active of each kind.
pub(crate) async fn activate(tx: &mut Tx, purpose: Purpose, id: &str) -> Result<(), CompanyError> {
    let chosen = known(tx, purpose, id).await?;
    for key in all(tx, purpose).await? {
        let replaced = purpose == Purpose::Saml || key.algorithm() == chosen.algorithm();
        if key.state() == CompanyKeyState::Active && replaced {
            set_state(tx, &key.id, CompanyKeyState::Old).await?;
        }
    }
    set_state(tx, id, CompanyKeyState::Active).await
}

/// Takes a key out of what is published.
pub(crate) async fn remove(tx: &mut Tx, purpose: Purpose, id: &str) -> Result<(), CompanyError> {
    if known(tx, purpose, id).await?.state() == CompanyKeyState::Active {
        return Err(CompanyError::DeleteConflict(
            "This key signs. Make another one active first.",
        ));
    }
    set_state(tx, id, CompanyKeyState::Removed).await
}

fn make(algorithm: CompanyKeyAlgorithm, entropy: &dyn Entropy) -> Result<Zeroizing<Vec<u8>>, CompanyError> {
    match algorithm {
        CompanyKeyAlgorithm::P256 => loop {
            let scalar: Zeroizing<[u8; 32]> = Zeroizing::new(random_bytes(entropy));
            if is_p256(&scalar) {
                return Ok(Zeroizing::new(scalar.to_vec()));
            }
        },
        CompanyKeyAlgorithm::Rsa2048 => new_rsa(&|bytes| entropy.fill(bytes)).map_err(|_| CompanyError::Key),
    }
}

impl Company {
    /// Makes a key; not in a transaction, as one of RSA takes a while.
    pub(crate) async fn fresh_key(&self, algorithm: CompanyKeyAlgorithm) -> Result<Fresh, CompanyError> {
        let entropy = Arc::clone(&self.entropy);
        let secret = tokio::task::spawn_blocking(move || make(algorithm, &*entropy))
            .await
            .map_err(|_| CompanyError::Worker)??;
        Ok(Fresh { algorithm, secret })
    }

    /// Keeps a key.
    pub(crate) async fn keep_key(
        &self,
        tx: &mut Tx,
        purpose: Purpose,
        fresh: &Fresh,
        state: CompanyKeyState,
        now: Timestamp,
    ) -> Result<String, CompanyError> {
        let id = random_uuid(&*self.entropy).simple().to_string();
        let number: i64 = sqlx::query_scalar("SELECT coalesce(max(number), 0) + 1 FROM signing_keys")
            .fetch_one(&mut **tx)
            .await?;
        let certificate = match purpose {
            Purpose::Saml => Some(certificate(fresh, number, now)?),
            Purpose::Oidc => None,
        };
        sqlx::query("INSERT INTO signing_keys (id, purpose, algorithm, state, certificate, sealed, created_at, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .bind(&id)
            .bind(purpose.text())
            .bind(fresh.algorithm.text())
            .bind(state.text())
            .bind(certificate)
            .bind(self.key.seal(&place(&id), &fresh.secret, &*self.entropy)?)
            .bind(now.as_millisecond())
            .bind(number)
            .execute(&mut **tx)
            .await?;
        Ok(id)
    }

    /// The secret of a key: a P-256 scalar, or PKCS #8.
    pub(crate) fn secret_of(&self, row: &KeyRow) -> Result<Zeroizing<Vec<u8>>, CompanyError> {
        Ok(self.key.open(&place(&row.id), &row.sealed)?)
    }

    /// A key that signs SAML responses.
    pub(crate) fn saml_key(&self, row: &KeyRow) -> Result<SigningKey, CompanyError> {
        let certificate = row.certificate.clone().ok_or(CompanyError::Key)?;
        let secret = self.secret_of(row)?;
        match row.algorithm() {
            CompanyKeyAlgorithm::P256 => SigningKey::p256(&secret, certificate),
            CompanyKeyAlgorithm::Rsa2048 => SigningKey::rsa_pkcs8(&secret, certificate),
        }
        .map_err(|_| CompanyError::Key)
    }
}

fn certificate(fresh: &Fresh, number: i64, now: Timestamp) -> Result<Vec<u8>, CompanyError> {
    const SUBJECT: &str = "CN=AnyCompany single sign-on,O=AnyCompany";
    let serial = u32::try_from(number).unwrap_or(u32::MAX);
    let until = now.saturating_add(YEARS_3).unwrap_or(now);
    match fresh.algorithm {
        CompanyKeyAlgorithm::P256 => self_signed(&fresh.secret, SUBJECT, serial, now, until),
        CompanyKeyAlgorithm::Rsa2048 => self_signed_rsa(&fresh.secret, SUBJECT, serial, now, until),
    }
    .map_err(|_| CompanyError::Key)
}
