//! New keys, and certificates that they sign for themselves.

use std::convert::Infallible;
use std::str::FromStr as _;
use std::time::Duration;

use jiff::Timestamp;
use p256::ecdsa::DerSignature;
use rsa::RsaPrivateKey;
use rsa::pkcs1v15;
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _};
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::signature::Keypair as _;
use sha2::Sha256;
use x509_cert::Certificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder as _, CertificateBuilder};
use x509_cert::der::{DateTime, Decode as _, Encode as _};
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};
use zeroize::Zeroizing;

use super::{KeyError, rsa_key};

/// What new RSA keys have.
const RSA_BITS: usize = 2048;

/// Whether 32 bytes are a P-256 key.
#[must_use]
pub fn is_p256(scalar: &[u8; 32]) -> bool {
    p256::SecretKey::from_slice(scalar).is_ok()
}

/// Randomness that somebody else gives.
struct Given<'a>(&'a dyn Fn(&mut [u8]));

impl TryRng for Given<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.0)(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Given<'_> {}

/// A new RSA key of 2048 bits, as PKCS #8 (DER). `fill` fills a slice with random bytes; the same bytes make the same key, and
/// bytes that never differ make none, for ever. It takes a quarter of a second: not for a thread that others wait for.
///
/// # Errors
/// [`KeyError::Unreadable`] when no key comes of it.
pub fn new_rsa(fill: &dyn Fn(&mut [u8])) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let key = RsaPrivateKey::new(&mut Given(fill), RSA_BITS).map_err(|_| KeyError::Unreadable)?;
    let der = key.to_pkcs8_der().map_err(|_| KeyError::Unreadable)?;
    Ok(Zeroizing::new(der.as_bytes().to_vec()))
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
    let public = SubjectPublicKeyInfoOwned::from_key(key.verifying_key()).map_err(|_| KeyError::Certificate)?;
    made(builder(subject, serial, from, until, public)?.build::<_, DerSignature>(&key))
}

/// The same for an RSA key in PKCS #8 (DER).
///
/// # Errors
/// [`KeyError`].
pub fn self_signed_rsa(
    pkcs8: &[u8],
    subject: &str,
    serial: u32,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<u8>, KeyError> {
    let key = pkcs1v15::SigningKey::<Sha256>::new(rsa_key(pkcs8)?);
    let der = key
        .verifying_key()
        .to_public_key_der()
        .map_err(|_| KeyError::Certificate)?;
    let public = SubjectPublicKeyInfoOwned::from_der(der.as_bytes()).map_err(|_| KeyError::Certificate)?;
    made(builder(subject, serial, from, until, public)?.build::<_, pkcs1v15::Signature>(&key))
}

fn builder(
    subject: &str,
    serial: u32,
    from: Timestamp,
    until: Timestamp,
    public: SubjectPublicKeyInfoOwned,
) -> Result<CertificateBuilder<SelfSigned>, KeyError> {
    let name = Name::from_str(subject).map_err(|_| KeyError::Certificate)?;
    let validity = Validity::new(time(from)?, time(until)?);
    CertificateBuilder::new(SelfSigned(name), SerialNumber::from(serial), validity, public)
        .map_err(|_| KeyError::Certificate)
}

fn made(certificate: x509_cert::builder::Result<Certificate>) -> Result<Vec<u8>, KeyError> {
    certificate
        .map_err(|_| KeyError::Certificate)?
        .to_der()
        .map_err(|_| KeyError::Certificate)
}

/// An RSA key that is too short to be used, with its certificate.
#[cfg(test)]
pub(crate) fn weak_rsa(from: Timestamp, until: Timestamp) -> Option<super::SigningKey> {
    let state = std::cell::Cell::new(1_u64);
    let fill = |bytes: &mut [u8]| {
        for byte in bytes {
            let mut next = state.get();
            next ^= next << 13;
            next ^= next >> 7;
            next ^= next << 17;
            state.set(next);
            *byte = next.to_le_bytes()[3];
        }
    };
    let key = RsaPrivateKey::new(&mut Given(&fill), 1024).ok()?;
    let key = pkcs1v15::SigningKey::<Sha256>::new(key);
    let der = key.verifying_key().to_public_key_der().ok()?;
    let public = SubjectPublicKeyInfoOwned::from_der(der.as_bytes()).ok()?;
    let builder = builder("CN=weak", 1, from, until, public).ok()?;
    let certificate = made(builder.build::<_, pkcs1v15::Signature>(&key)).ok()?;
    Some(super::SigningKey {
        secret: super::Secret::Rsa(Box::new(key)),
        certificate,
    })
}

/// UTCTime up to 2049, GeneralizedTime from then on (RFC 5280 4.1.2.5).
fn time(at: Timestamp) -> Result<Time, KeyError> {
    let seconds = u64::try_from(at.as_second()).map_err(|_| KeyError::Certificate)?;
    DateTime::from_unix_duration(Duration::from_secs(seconds))
        .map(Time::from)
        .map_err(|_| KeyError::Certificate)
}
