//! Keys that a relying party trusts.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rsa::RsaPublicKey;
use rsa::pkcs1v15;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use sha2::{Digest as _, Sha256};
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _};

use super::certificate::hex;
use super::{CertificateFacts, KeyError, KeyKind, SHORTEST_RSA_BITS, bits};
use crate::names::{ECDSA_SHA256, RSA_SHA256};

#[derive(Clone)]
enum Public {
    P256(p256::ecdsa::VerifyingKey),
    Rsa(Box<pkcs1v15::VerifyingKey<Sha256>>),
}

/// A key that a relying party trusts, with its certificate: from the provider's metadata, never from the response.
#[derive(Clone)]
pub struct TrustedKey {
    public: Public,
    certificate: Vec<u8>,
    fingerprint: String,
    facts: CertificateFacts,
}

impl std::fmt::Debug for TrustedKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TrustedKey")
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
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

    /// From a file of certificates in PEM, one after the other; a key or words beside them are passed over, and so are
    /// certificates that merely vouch for another one. A file without PEM is one certificate ([`from_text`](Self::from_text)).
    /// Keys that are too short sign nothing here, and are left out: there may be none then.
    ///
    /// # Errors
    /// [`KeyError`] of the first that cannot be used for another reason.
    pub fn from_bundle(text: &str) -> Result<Vec<Self>, KeyError> {
        const END: &str = "-----END CERTIFICATE-----";
        let blocks: Vec<Vec<u8>> = text
            .split("-----BEGIN CERTIFICATE-----")
            .skip(1)
            .map(|rest| {
                let (inside, _) = rest.split_once(END).ok_or(KeyError::Certificate)?;
                let packed: String = inside.split_ascii_whitespace().collect();
                BASE64.decode(packed).map_err(|_| KeyError::Certificate)
            })
            .collect::<Result<_, _>>()?;
        let keys = if blocks.is_empty() {
            vec![Self::from_text(text)]
        } else {
            let ends = ends_of_chains(&blocks);
            ends.iter().map(|der| Self::from_certificate(der)).collect()
        };
        keys.into_iter()
            .filter(|key| !matches!(key, Err(KeyError::TooShort)))
            .collect()
    }

    fn of(certificate: &Certificate) -> Result<Self, KeyError> {
        let inside = certificate.tbs_certificate();
        let mut extensions: Vec<_> = inside
            .extensions()
            .into_iter()
            .flatten()
            .map(|one| one.extn_id)
            .collect();
        let count = extensions.len();
        extensions.sort_unstable();
        extensions.dedup();
        if extensions.len() != count {
            return Err(KeyError::RepeatedExtension);
        }
        let info = inside
            .subject_public_key_info()
            .to_der()
            .map_err(|_| KeyError::Certificate)?;
        let (public, kind) = public(&info)?;
        let der = certificate.to_der().map_err(|_| KeyError::Certificate)?;
        Ok(Self {
            public,
            fingerprint: hex(&Sha256::digest(&der), ":"),
            facts: CertificateFacts::of(certificate, kind),
            certificate: der,
        })
    }

    /// The certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` writes it.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What the certificate says of itself.
    #[must_use]
    pub fn facts(&self) -> &CertificateFacts {
        &self.facts
    }

    /// Whether this key made the signature; a key of another kind did not.
    pub(crate) fn verifies(&self, algorithm: &str, bytes: &[u8], signature: &[u8]) -> bool {
        match &self.public {
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

fn public(info: &[u8]) -> Result<(Public, KeyKind), KeyError> {
    if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(info) {
        return Ok((Public::P256(key), KeyKind::P256));
    }
    let key = RsaPublicKey::from_public_key_der(info).map_err(|_| KeyError::Unreadable)?;
    let bits = bits(&key);
    if bits < SHORTEST_RSA_BITS {
        return Err(KeyError::TooShort);
    }
    Ok((
        Public::Rsa(Box::new(pkcs1v15::VerifyingKey::new(key))),
        KeyKind::Rsa { bits },
    ))
}

/// An `X509Data`, or a bundle, has the key's certificate, and may have those that vouch for it (XML signatures 4.5.4): their keys
/// sign nothing here, and must not be trusted to.
pub(crate) fn ends_of_chains(all: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let names: Vec<Option<(Vec<u8>, Vec<u8>)>> = all.iter().map(|der| subject_and_issuer(der)).collect();
    let vouched_by: BTreeSet<&[u8]> = names
        .iter()
        .flatten()
        .filter(|(subject, issuer)| subject != issuer)
        .map(|(_, issuer)| issuer.as_slice())
        .collect();
    all.iter()
        .zip(&names)
        .filter(|(_, names)| {
            !names
                .as_ref()
                .is_some_and(|(subject, _)| vouched_by.contains(subject.as_slice()))
        })
        .map(|(der, _)| der.clone())
        .collect()
}

/// Both in DER.
fn subject_and_issuer(der: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let certificate = Certificate::from_der(der).ok()?;
    let inside = certificate.tbs_certificate();
    Some((inside.subject().to_der().ok()?, inside.issuer().to_der().ok()?))
}
