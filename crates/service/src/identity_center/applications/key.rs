//! The key of an application: ECDSA P-256, sealed for its id, with a certificate for five years, as long as those of AWS last.
//!
//! The certificate follows from key, id and time, so it is worked out where it is needed.

use std::time::Duration;

use vestibule_credentials::id_token::IssuerKey;
use vestibule_identity::clock::random_bytes;
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_saml::SigningKey;
use vestibule_saml::key::{is_p256, self_signed};
use vestibule_store::identity_center::ApplicationRow;

use crate::{Service, ServiceError};

/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/managesamlcerts.html>
const CERTIFICATE_LIFETIME: Duration = Duration::from_hours(5 * 365 * 24);
/// A name that says who made it.
const SUBJECT: &str = "CN=IAM Identity Center (simulated),O=Vestibule";
/// A random number is a key of the curve but once in 2^32 times.
const TRIES: usize = 4;

fn place(id: &ApplicationId) -> String {
    format!("application-key/{id}")
}

impl Service {
    /// A new key, sealed.
    pub(super) fn new_application_key(&self, id: &ApplicationId) -> Result<Vec<u8>, ServiceError> {
        let key: [u8; 32] = (0..TRIES)
            .map(|_| random_bytes(&*self.entropy))
            .find(|bytes| is_p256(bytes))
            .ok_or(ServiceError::ApplicationKey)?;
        Ok(self.key.seal(&place(id), &key, &*self.entropy)?)
    }

    /// For SAML responses; with its certificate.
    pub(crate) fn signing_key(&self, row: &ApplicationRow) -> Result<SigningKey, ServiceError> {
        let scalar = self.key.open(&place(&row.id), &row.sealed_key)?;
        let until = row
            .created_at
            .checked_add(CERTIFICATE_LIFETIME)
            .unwrap_or(row.created_at);
        self_signed(&scalar, SUBJECT, serial(&row.id), row.created_at, until)
            .and_then(|certificate| SigningKey::p256(&scalar, certificate))
            .map_err(|_| ServiceError::ApplicationKey)
    }

    /// For ID tokens.
    pub(crate) fn issuer_key(&self, row: &ApplicationRow) -> Result<IssuerKey, ServiceError> {
        let scalar = self.key.open(&place(&row.id), &row.sealed_key)?;
        IssuerKey::from_scalar(&scalar).map_err(|_| ServiceError::ApplicationKey)
    }
}

/// The id is random; its last digits are as good as any number.
fn serial(id: &ApplicationId) -> u32 {
    let digits: String = id.as_str().chars().rev().take(7).collect();
    u32::from_str_radix(&digits, 16).unwrap_or(1).max(1)
}
