//! Sealing of secrets at rest: XChaCha20-Poly1305 with a random nonce, bound to the place it belongs to.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use secrecy::zeroize::Zeroizing;
use sha2::Sha256;
use vestibule_identity::clock::{Entropy, random_bytes};

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// A sealed value that does not open, or cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not belong to this key or this place, or was altered")]
pub struct SealError;

/// The key of one party.
#[derive(Clone)]
pub struct SealKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for SealKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SealKey([REDACTED])")
    }
}

impl SealKey {
    /// A key from 32 bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A key for another purpose (HKDF-SHA-256, RFC 5869; the label is the `info`).
    #[must_use]
    pub fn derive(&self, label: &str) -> [u8; 32] {
        let mut out = [0; 32];
        // 32 bytes are far below HKDF's limit of 255 blocks: this cannot fail.
        let _ = Hkdf::<Sha256>::new(None, self.0.as_slice()).expand(label.as_bytes(), &mut out);
        out
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305, SealError> {
        XChaCha20Poly1305::new_from_slice(self.0.as_slice()).map_err(|_| SealError)
    }

    /// Seals for a place: version byte, nonce, ciphertext.
    ///
    /// # Errors
    /// [`SealError`] for more data than the cipher takes.
    pub fn seal(&self, place: &str, plain: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE] = random_bytes(entropy);
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = self
            .cipher()?
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| SealError)?;
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError)?;
        let (nonce, message) = rest.split_first_chunk::<NONCE>().ok_or(SealError)?;
        if *version != VERSION {
            return Err(SealError);
        }
        let payload = Payload {
            msg: message,
            aad: place.as_bytes(),
        };
        let plain = self
            .cipher()?
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| SealError)?;
        Ok(Zeroizing::new(plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vestibule_identity::testing::SeededEntropy;

    proptest! {
        #[test]
        fn opens_only_unaltered_in_its_place_with_its_key(plain in prop::collection::vec(any::<u8>(), 0..80), bit in 0usize..2000) {
            let key = SealKey::new([1; 32]);
            let sealed = key.seal("row/1", &plain, &SeededEntropy::new(3)).unwrap();
            let opened = key.open("row/1", &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
            prop_assert!(key.open("row/2", &sealed).is_err());
            prop_assert!(SealKey::new([2; 32]).open("row/1", &sealed).is_err());
            let mut altered = sealed.clone();
            let at = bit % (altered.len() * 8);
            altered[at / 8] ^= 1 << (at % 8);
            prop_assert!(key.open("row/1", &altered).is_err());
            prop_assert!(key.open("row/1", &sealed[..sealed.len() - 1]).is_err());
        }
    }

    #[test]
    fn labels_give_different_keys() {
        let key = SealKey::new([1; 32]);
        assert_ne!(key.derive("a"), key.derive("b"));
        assert_eq!(key.derive("a"), key.derive("a"));
    }
}
