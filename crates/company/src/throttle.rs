//! The failure counter of record: the rules are `identity::lockout`'s.
//!
//! An attempt is counted as failed and committed before it is judged, and cleared by success, so that a crash in between
//! still counts it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use vestibule_credentials::seal::SealKey;
use vestibule_identity::Timestamp;
use vestibule_identity::lockout::{Throttle, TryVerdict};

use crate::{CompanyError, Tx};

/// Names a credential, existing or not, so that both are throttled alike. Names are as they were typed, and people type
/// passwords into the wrong box: a hash that anybody can compute would tell them to whoever has the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ThrottleKey([u8; 32]);

impl ThrottleKey {
    /// A password, by the user name as typed.
    pub(crate) fn password(key: &SealKey, typed: &str) -> Result<Self, CompanyError> {
        Self::of(key, "password", &typed.trim().to_lowercase())
    }

    /// The codes of a person's authenticator app.
    pub(crate) fn codes(key: &SealKey, person: &str) -> Result<Self, CompanyError> {
        Self::of(key, "codes", person)
    }

    fn of(key: &SealKey, kind: &str, name: &str) -> Result<Self, CompanyError> {
        let mut digest = Sha256::new();
        digest.update(kind);
        digest.update([0]);
        digest.update(name);
        Self::keyed(key, &digest.finalize())
    }

    fn keyed(key: &SealKey, name: &[u8]) -> Result<Self, CompanyError> {
        let key = key.derive("throttle-names");
        let mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| CompanyError::Key)?;
        Ok(Self(mac.chain_update(name).finalize().into_bytes().into()))
    }
}

/// Keys the counters of a store from before there was a key.
pub(crate) async fn key_older(tx: &mut Tx, key: &SealKey) -> Result<(), CompanyError> {
    let is_older: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'unkeyed_throttles')")
            .fetch_one(&mut **tx)
            .await?;
    if !is_older {
        return Ok(());
    }
    let older: Vec<(Vec<u8>, String)> = sqlx::query_as("SELECT key, state FROM unkeyed_throttles")
        .fetch_all(&mut **tx)
        .await?;
    for (name, state) in older {
        put(tx, &ThrottleKey::keyed(key, &name)?.0, serde_json::from_str(&state)?).await?;
    }
    sqlx::query("DROP TABLE unkeyed_throttles").execute(&mut **tx).await?;
    Ok(())
}

/// Counts this attempt as failed if it may be made at all; the caller commits before judging it.
pub(crate) async fn reserve(tx: &mut Tx, key: ThrottleKey, now: Timestamp) -> Result<(), CompanyError> {
    let stored: Option<String> = sqlx::query_scalar("SELECT state FROM throttles WHERE key = ?1")
        .bind(key.0.as_slice())
        .fetch_optional(&mut **tx)
        .await?;
    let throttle: Throttle = match stored {
        Some(text) => serde_json::from_str(&text)?,
        None => Throttle::default(),
    };
    match throttle.may_try(now) {
        TryVerdict::Yes => {}
        TryVerdict::Wait { seconds } => return Err(CompanyError::TooManyAttempts { seconds }),
        TryVerdict::Disabled => return Err(CompanyError::CredentialDisabled),
    }
    put(tx, key.0.as_slice(), throttle.reserve(now)).await
}

/// The credential was used rightly, or an administrator set a new one.
pub(crate) async fn clear(tx: &mut Tx, key: ThrottleKey) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM throttles WHERE key = ?1")
        .bind(key.0.as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// After the clock was moved back: failures of the future count as ones of now.
pub(crate) async fn re_anchor_all(tx: &mut Tx, now: Timestamp) -> Result<(), CompanyError> {
    let all: Vec<(Vec<u8>, String)> = sqlx::query_as("SELECT key, state FROM throttles")
        .fetch_all(&mut **tx)
        .await?;
    for (key, state) in all {
        let throttle: Throttle = serde_json::from_str(&state)?;
        put(tx, &key, throttle.re_anchor(now)).await?;
    }
    Ok(())
}

async fn put(tx: &mut Tx, key: &[u8], throttle: Throttle) -> Result<(), CompanyError> {
    sqlx::query("INSERT INTO throttles (key, state) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET state = ?2")
        .bind(key)
        .bind(serde_json::to_string(&throttle)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
