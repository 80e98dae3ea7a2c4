//! The failure counter of record, shared by sign-in, recovery and password changes.
//!
//! NIST SP 800-63B-4 section 3.2.2; AWS documents no lockout policy. An attempt is counted as failed and committed
//! before any hash work, and cleared by success, so that a crash in between still counts it.

use sha2::{Digest, Sha256};
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::lockout::{Throttle, TryVerdict};
use vestibule_identity::mfa::DeviceOwner;
use vestibule_identity::names::{AccountId, UserName};
use vestibule_store::{Tx, throttles};

use crate::ServiceError;

/// Names a credential, existing or not, so that both are throttled alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ThrottleKey(pub(crate) [u8; 32]);

impl ThrottleKey {
    /// The password of an IAM user as typed. A resolved account gives one key for id and alias.
    pub(crate) fn iam(account: Option<&Account>, typed_account: &str, typed_user: &str) -> Self {
        let account = account.map_or(typed_account, |known| known.id.as_str());
        Self::of(&["iam", account, &typed_user.trim().to_lowercase()])
    }

    /// The password of a known IAM user.
    pub(crate) fn user(account: &str, user: &UserName) -> Self {
        Self::of(&["iam", account, &user.folded()])
    }

    /// The root password behind an e-mail address.
    pub(crate) fn root(email: &str) -> Self {
        Self::of(&["root", email])
    }

    /// An MFA device, by its serial number.
    pub(crate) fn device(serial: &str) -> Self {
        Self::of(&["mfa", &serial.to_ascii_lowercase()])
    }

    /// A device that someone tries to register. Not the device's own key: nobody locks a token out by claiming it.
    pub(crate) fn enrolment(who: &DeviceOwner, serial: &str) -> Self {
        Self::of(&["mfa-enrolment", who.id(), &serial.to_ascii_lowercase()])
    }

    /// A person's password at the portal, by the name as typed.
    pub(crate) fn directory(typed_user: &str) -> Self {
        Self::of(&["directory", &typed_user.trim().to_lowercase()])
    }

    /// Mails about a forgotten password, by the name as typed.
    pub(crate) fn forgotten(typed_user: &str) -> Self {
        Self::of(&["directory-forgotten", &typed_user.trim().to_lowercase()])
    }

    /// A code that was mailed to a person of the portal.
    pub(crate) fn mail_code(user: &DirectoryUserId) -> Self {
        Self::of(&["mail-code", user.as_str()])
    }

    /// Mails with codes to a person of the portal.
    pub(crate) fn mail_sent(user: &DirectoryUserId) -> Self {
        Self::of(&["mail-sent", user.as_str()])
    }

    /// Codes of devices that a person types. Not those of one session: signing in again would begin anew.
    pub(crate) fn user_codes(user: &DirectoryUserId) -> Self {
        Self::of(&["user-codes", user.as_str()])
    }

    /// The phone of a root user.
    pub(crate) fn phone(account: &AccountId) -> Self {
        Self::of(&["phone", account.as_str()])
    }

    fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        Self(digest.finalize().into())
    }
}

/// Counts this attempt as failed if it may be made at all; the caller commits before judging it.
pub(crate) async fn reserve(tx: &mut Tx, key: ThrottleKey, now: Timestamp) -> Result<Throttle, ServiceError> {
    let throttle = throttles::get(tx, &key.0).await?.unwrap_or_default();
    check(&throttle, now)?;
    let reserved = throttle.reserve(now);
    throttles::put(tx, &key.0, &reserved).await?;
    Ok(reserved)
}

/// The same where trying becomes slow and is never cut off: mails, as somebody who asks a hundred times for somebody
/// else's would otherwise take the way back in from them, and codes that devices show.
pub(crate) async fn reserve_for_ever(tx: &mut Tx, key: ThrottleKey, now: Timestamp) -> Result<Throttle, ServiceError> {
    match reserve(tx, key, now).await {
        Err(ServiceError::CredentialDisabled) => {
            clear(tx, key).await?;
            reserve(tx, key, now).await
        }
        other => other,
    }
}

/// Refuses when the credential may not be tried now.
pub(crate) fn check(throttle: &Throttle, now: Timestamp) -> Result<(), ServiceError> {
    match throttle.may_try(now) {
        TryVerdict::Yes => Ok(()),
        TryVerdict::Wait { seconds } => Err(ServiceError::TooManyAttempts { seconds }),
        TryVerdict::Disabled => Err(ServiceError::CredentialDisabled),
    }
}

/// What is counted so far, for [`put_back`].
pub(crate) async fn counted(tx: &mut Tx, key: ThrottleKey) -> Result<Option<Throttle>, ServiceError> {
    Ok(throttles::get(tx, &key.0).await?)
}

/// The try was right, but says nothing of the ones before: it is not counted, and they still are.
pub(crate) async fn put_back(tx: &mut Tx, key: ThrottleKey, before: Option<Throttle>) -> Result<(), ServiceError> {
    match before {
        Some(throttle) => throttles::put(tx, &key.0, &throttle).await?,
        None => throttles::delete(tx, &key.0).await?,
    }
    Ok(())
}

/// The credential was used rightly, or an administrator or recovery set a new one.
pub(crate) async fn clear(tx: &mut Tx, key: ThrottleKey) -> Result<(), ServiceError> {
    throttles::delete(tx, &key.0).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::path::Path;
    use std::sync::Arc;

    use vestibule_credentials::password::HashCost;
    use vestibule_credentials::seal::SealKey;
    use vestibule_identity::network::NoNetwork;
    use vestibule_identity::testing::{ManualClock, SeededEntropy};
    use vestibule_store::{Store, StoreOptions};

    use super::*;
    use crate::{Service, ServiceParts};

    fn parts() -> ServiceParts {
        ServiceParts {
            time: Arc::new(ManualClock::at("2026-03-01T12:00:00Z")),
            entropy: Arc::new(SeededEntropy::new(4)),
            key: SealKey::new([1; 32]),
            hash_cost: Some(HashCost {
                memory_kib: 64,
                iterations: 1,
                parallelism: 1,
            }),
            store: StoreOptions::default(),
            network: Arc::new(NoNetwork),
        }
    }

    /// What is counted for a name, as somebody finds it who has the file and this key.
    async fn found(file: &Path, key: ThrottleKey, names_key: [u8; 32]) -> Option<Throttle> {
        let options = StoreOptions {
            anchor_key: parts().key.derive("store-anchor"),
            names_key,
            ..StoreOptions::default()
        };
        let store = Store::open(file, options).await.unwrap();
        let throttle = throttles::get(&mut store.read().await.unwrap(), &key.0).await.unwrap();
        store.close().await;
        throttle
    }

    #[tokio::test]
    async fn whose_failures_they_are_takes_the_key_of_the_installation() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("identity.db");
        let service = Service::open(&file, parts()).await.unwrap();
        let key = ThrottleKey::directory("a password in the wrong box");
        let mut tx = service.store.write().await.unwrap();
        let counted = reserve(&mut tx, key, service.now()).await.unwrap();
        service.commit(tx).await.unwrap();
        service.close().await;
        assert_eq!(found(&file, key, [0; 32]).await, None);
        assert_eq!(
            found(&file, key, parts().key.derive("throttle-names")).await,
            Some(counted)
        );
    }
}
