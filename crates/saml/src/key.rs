//! Keys that sign, and keys that are trusted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use p256::ecdsa::DerSignature;
use rsa::pkcs1v15;
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{RsaPrivateKey, RsaPublicKey};
use sha2::Sha256;
use std::str::FromStr as _;
use std::time::Duration;
use thiserror::Error;
use x509_cert::Certificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder as _, CertificateBuilder};
use x509_cert::der::asn1::GeneralizedTime;
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _};
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use crate::names::{ECDSA_SHA256, RSA_SHA256};

/// Shorter RSA keys are neither used nor trusted.
const SHORTEST_RSA_BITS: u32 = 2048;

/// Why a key or certificate cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Not a key, or none of these kinds.
    #[error("the key is neither an ECDSA P-256 nor an RSA key")]
    Unreadable,
    /// RSA below 2048 bits.
    #[error("RSA keys have at least 2048 bits")]
    TooShort,
    /// Not an X.509 certificate.
    #[error("the certificate cannot be read")]
    Certificate,
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
        let key = RsaPrivateKey::from_pkcs8_der(der).map_err(|_| KeyError::Unreadable)?;
        if key.n().bit_width() < SHORTEST_RSA_BITS {
            return Err(KeyError::TooShort);
        }
        Ok(Self {
            secret: Secret::Rsa(Box::new(pkcs1v15::SigningKey::new(key))),
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

/// Whether 32 bytes are a P-256 key.
#[must_use]
pub fn is_p256(scalar: &[u8; 32]) -> bool {
    p256::SecretKey::from_slice(scalar).is_ok()
}

/// No extensions: nothing of a certificate but its key is looked at.
struct SelfSigned(Name);

impl BuilderProfile for SelfSigned {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.0.clone()
    }

    fn build_extensions(
        &self,
        _spk: SubjectPublicKeyInfoRef<'_>,
        _issuer_spk: SubjectPublicKeyInfoRef<'_>,
        _tbs: &x509_cert::TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        Ok(Vec::new())
    }
}

/// A certificate for an ECDSA P-256 key, signed with itself. `subject` is a distinguished name (`CN=…,O=…`).
///
/// # Errors
/// [`KeyError::Unreadable`] for a bad scalar, [`KeyError::Certificate`] for a bad name or time.
pub fn self_signed(
    scalar: &[u8],
    subject: &str,
    serial: u32,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<u8>, KeyError> {
    let key = p256::ecdsa::SigningKey::from_slice(scalar).map_err(|_| KeyError::Unreadable)?;
    let bad = |_| KeyError::Certificate;
    let name = Name::from_str(subject).map_err(bad)?;
    let validity = Validity::new(time(from)?, time(until)?);
    let public = SubjectPublicKeyInfoOwned::from_key(key.verifying_key()).map_err(|_| KeyError::Certificate)?;
    let builder = CertificateBuilder::new(SelfSigned(name), SerialNumber::from(serial), validity, public)
        .map_err(|_| KeyError::Certificate)?;
    let certificate = builder
        .build::<_, DerSignature>(&key)
        .map_err(|_| KeyError::Certificate)?;
    certificate.to_der().map_err(bad)
}

fn time(at: Timestamp) -> Result<Time, KeyError> {
    let seconds = u64::try_from(at.as_second()).map_err(|_| KeyError::Certificate)?;
    GeneralizedTime::from_unix_duration(Duration::from_secs(seconds))
        .map(Time::GeneralTime)
        .map_err(|_| KeyError::Certificate)
}

enum Public {
    P256(p256::ecdsa::VerifyingKey),
    Rsa(Box<pkcs1v15::VerifyingKey<Sha256>>),
}

/// A key that a relying party trusts: from the provider's metadata, never from the response.
pub struct TrustedKey(Public);

impl std::fmt::Debug for TrustedKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TrustedKey").finish_non_exhaustive()
    }
}

impl TrustedKey {
    /// From a DER certificate. Its dates are not looked at, as AWS does not look at them either.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_certificate(der: &[u8]) -> Result<Self, KeyError> {
        Self::of(&Certificate::from_der(der).map_err(|_| KeyError::Certificate)?)
    }

    /// From a certificate as metadata and administrators write it: PEM, or base64 alone.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        if text.contains("-----BEGIN") {
            return Self::of(&Certificate::from_pem(text.trim()).map_err(|_| KeyError::Certificate)?);
        }
        let packed: String = text.split_whitespace().collect();
        Self::from_certificate(&BASE64.decode(packed).map_err(|_| KeyError::Certificate)?)
    }

    fn of(certificate: &Certificate) -> Result<Self, KeyError> {
        let info = certificate.tbs_certificate().subject_public_key_info();
        let der = info.to_der().map_err(|_| KeyError::Certificate)?;
        if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(&der) {
            return Ok(Self(Public::P256(key)));
        }
        let key = RsaPublicKey::from_public_key_der(&der).map_err(|_| KeyError::Unreadable)?;
        if key.n().bit_width() < SHORTEST_RSA_BITS {
            return Err(KeyError::TooShort);
        }
        Ok(Self(Public::Rsa(Box::new(pkcs1v15::VerifyingKey::new(key)))))
    }

    /// Whether this key made the signature; a key of another kind did not.
    pub(crate) fn verifies(&self, algorithm: &str, bytes: &[u8], signature: &[u8]) -> bool {
        match &self.0 {
            Public::P256(key) => {
                algorithm == ECDSA_SHA256
                    && p256::ecdsa::Signature::from_slice(signature)
                        .is_ok_and(|signature| key.verify(bytes, &signature).is_ok())
            }
            Public::Rsa(key) => {
                algorithm == RSA_SHA256
                    && pkcs1v15::Signature::try_from(signature)
                        .is_ok_and(|signature| key.verify(bytes, &signature).is_ok())
            }
        }
    }
}

/// A certificate as PEM.
#[must_use]
pub fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let mut lines = String::from("-----BEGIN CERTIFICATE-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        lines.push_str(line);
        lines.push('\n');
        rest = after;
    }
    lines.push_str("-----END CERTIFICATE-----\n");
    lines
}
