//! Keys that sign, and keys that are trusted.

mod certificate;
mod making;
mod trusted;

use rsa::pkcs1v15;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{RsaPrivateKey, RsaPublicKey};
use sha2::Sha256;
use thiserror::Error;

pub use certificate::{CertificateFacts, KeyKind, pem};
#[cfg(test)]
pub(crate) use making::weak_rsa;
pub use making::{is_p256, new_rsa, self_signed, self_signed_rsa};
pub use trusted::TrustedKey;
pub(crate) use trusted::ends_of_chains;

use crate::names::{ECDSA_SHA256, RSA_SHA256};

/// Shorter RSA keys are neither used nor trusted. AWS takes 1024 bits for metadata; NIST SP 800-131A and ASVS 11 do not.
const SHORTEST_RSA_BITS: u32 = 2048;

/// Why a key or certificate cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Not a key, or none of these kinds.
    #[error("the key is neither an ECDSA P-256 key nor an RSA key of at most 4096 bits")]
    Unreadable,
    /// RSA below 2048 bits.
    #[error("RSA keys have at least 2048 bits")]
    TooShort,
    /// Not an X.509 certificate.
    #[error("the certificate cannot be read")]
    Certificate,
    /// An extension stands in it twice (RFC 5280 4.2; IAM refuses them, too).
    #[error("the certificate has an extension twice")]
    RepeatedExtension,
}

enum Secret {
    P256(p256::ecdsa::SigningKey),
    Rsa(Box<pkcs1v15::SigningKey<Sha256>>),
}

/// A key that signs, with its certificate.
pub struct SigningKey {
    secret: Secret,
    certificate: Vec<u8>,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SigningKey").finish_non_exhaustive()
    }
}

impl SigningKey {
    /// An ECDSA P-256 key from its 32 bytes, with the certificate that was made for it.
    ///
    /// # Errors
    /// [`KeyError::Unreadable`] for bytes that are no scalar (one in 2^32 of random ones).
    pub fn p256(scalar: &[u8], certificate: Vec<u8>) -> Result<Self, KeyError> {
        let key = p256::ecdsa::SigningKey::from_slice(scalar).map_err(|_| KeyError::Unreadable)?;
        Ok(Self {
            secret: Secret::P256(key),
            certificate,
        })
    }

    /// An RSA key from PKCS #8, with its certificate.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn rsa_pkcs8(der: &[u8], certificate: Vec<u8>) -> Result<Self, KeyError> {
        Ok(Self {
            secret: Secret::Rsa(Box::new(pkcs1v15::SigningKey::new(rsa_key(der)?))),
            certificate,
        })
    }

    /// The certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match self.secret {
            Secret::P256(_) => ECDSA_SHA256,
            Secret::Rsa(_) => RSA_SHA256,
        }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        match &self.secret {
            Secret::P256(key) => {
                let signature: p256::ecdsa::Signature = key.try_sign(bytes).ok()?;
                Some(signature.to_bytes().to_vec())
            }
            Secret::Rsa(key) => Some(key.try_sign(bytes).ok()?.to_vec()),
        }
    }
}

fn rsa_key(der: &[u8]) -> Result<RsaPrivateKey, KeyError> {
    let key = RsaPrivateKey::from_pkcs8_der(der).map_err(|_| KeyError::Unreadable)?;
    if key.n().bit_width() < SHORTEST_RSA_BITS {
        return Err(KeyError::TooShort);
    }
    Ok(key)
}

fn bits(key: &RsaPublicKey) -> u32 {
    key.n().bit_width()
}
