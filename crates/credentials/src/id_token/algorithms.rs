//! Signatures of tokens for `jsonwebtoken`, by the cryptography that is here already: ES256 and RS256 are written; ES384, RS384
//! and RS512 are read as well. There is nothing else.

use std::sync::Once;

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result, new_error};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, EncodingKey};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::{BoxedUint, RsaPrivateKey, RsaPublicKey, pkcs1v15};
use sha2::{Sha256, Sha384, Sha512};
// The trait's own generation; that of the keys is newer.
use signature::{Error, Signer, Verifier};

/// Keys are never taken from a token, so there is nothing to do about JWKs.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

pub(crate) fn with_provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // The first one stays; there is no other in this process.
        let _ = PROVIDER.install_default();
    });
}

struct Es256Signer(SigningKey);

impl Signer<Vec<u8>> for Es256Signer {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        let signature: Signature = self.0.try_sign(message).map_err(|_| Error::new())?;
        Ok(signature.to_bytes().to_vec())
    }
}

impl JwtSigner for Es256Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

struct Rs256Signer(Box<pkcs1v15::SigningKey<Sha256>>);

impl Signer<Vec<u8>> for Rs256Signer {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.0.try_sign(message).map_err(|_| Error::new())?.to_vec())
    }
}

impl JwtSigner for Rs256Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

struct Es256Verifier(VerifyingKey);

impl Verifier<Vec<u8>> for Es256Verifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let signature = Signature::from_slice(signature).map_err(|_| Error::new())?;
        self.0.verify(message, &signature).map_err(|_| Error::new())
    }
}

impl JwtVerifier for Es256Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

struct Es384Verifier(p384::ecdsa::VerifyingKey);

impl Verifier<Vec<u8>> for Es384Verifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let signature = p384::ecdsa::Signature::from_slice(signature).map_err(|_| Error::new())?;
        self.0.verify(message, &signature).map_err(|_| Error::new())
    }
}

impl JwtVerifier for Es384Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES384
    }
}

struct RsaVerifier {
    key: RsaPublicKey,
    algorithm: Algorithm,
}

impl Verifier<Vec<u8>> for RsaVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let signature = pkcs1v15::Signature::try_from(signature.as_slice()).map_err(|_| Error::new())?;
        let key = self.key.clone();
        match self.algorithm {
            Algorithm::RS256 => pkcs1v15::VerifyingKey::<Sha256>::new(key).verify(message, &signature),
            Algorithm::RS384 => pkcs1v15::VerifyingKey::<Sha384>::new(key).verify(message, &signature),
            Algorithm::RS512 => pkcs1v15::VerifyingKey::<Sha512>::new(key).verify(message, &signature),
            _ => return Err(Error::new()),
        }
        .map_err(|_| Error::new())
    }
}

impl JwtVerifier for RsaVerifier {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the provider's own signature")]
fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    match algorithm {
        Algorithm::ES256 => {
            let key = SigningKey::from_slice(key.as_bytes()).map_err(|_| new_error(ErrorKind::InvalidEcdsaKey))?;
            Ok(Box::new(Es256Signer(key)))
        }
        Algorithm::RS256 => {
            let key =
                RsaPrivateKey::from_pkcs8_der(key.as_bytes()).map_err(|_| new_error(ErrorKind::InvalidKeyFormat))?;
            Ok(Box::new(Rs256Signer(Box::new(pkcs1v15::SigningKey::new(key)))))
        }
        _ => Err(new_error(ErrorKind::InvalidAlgorithm)),
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the provider's own signature")]
fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    match (algorithm, key.kind()) {
        (Algorithm::ES256, DecodingKeyKind::SecretOrDer(point)) => {
            let key = VerifyingKey::from_sec1_bytes(point).map_err(|_| new_error(ErrorKind::InvalidEcdsaKey))?;
            Ok(Box::new(Es256Verifier(key)))
        }
        (Algorithm::ES384, DecodingKeyKind::SecretOrDer(point)) => {
            let key =
                p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| new_error(ErrorKind::InvalidEcdsaKey))?;
            Ok(Box::new(Es384Verifier(key)))
        }
        (Algorithm::RS256 | Algorithm::RS384 | Algorithm::RS512, DecodingKeyKind::RsaModulusExponent { n, e }) => {
            let number = |bytes: &[u8]| BoxedUint::from_be_slice_vartime(bytes);
            let key = RsaPublicKey::new(number(n), number(e)).map_err(|_| new_error(ErrorKind::InvalidKeyFormat))?;
            Ok(Box::new(RsaVerifier {
                key,
                algorithm: *algorithm,
            }))
        }
        _ => Err(new_error(ErrorKind::InvalidAlgorithm)),
    }
}
