//! What a security key keeps.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passkey_crypto::coset::CborSerializable as _;
use passkey_crypto::rust_crypto::RustCryptoSecretKey;
use passkey_crypto::{CoseKey, SecretKeyT as _};
use passkey_types::{CredentialExtensions, Passkey};
use secrecy::zeroize::Zeroizing;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::KeyError;

/// One credential as the key keeps it. It holds the private key: seal what it is written to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyMaterial {
    credential_id: Bytes,
    rp_id: String,
    user_handle: Bytes,
    user_name: String,
    private_key: Bytes,
    counter: u32,
}

impl std::fmt::Debug for KeyMaterial {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("KeyMaterial")
            .field("rp_id", &self.rp_id)
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}

impl KeyMaterial {
    /// The credential id.
    #[must_use]
    pub fn credential_id(&self) -> &[u8] {
        &self.credential_id.0
    }

    /// Whose sites may use it.
    #[must_use]
    pub fn rp_id(&self) -> &str {
        &self.rp_id
    }

    /// The site's id of its user.
    #[must_use]
    pub fn user_handle(&self) -> &[u8] {
        &self.user_handle.0
    }

    /// The name that the site gave its user.
    #[must_use]
    pub fn user_name(&self) -> &str {
        &self.user_name
    }

    /// The signature counter of the last answer.
    #[must_use]
    pub fn counter(&self) -> u32 {
        self.counter
    }

    pub(super) fn set_counter(&mut self, counter: u32) {
        self.counter = counter;
    }

    /// Takes over what the authenticator made.
    pub(super) fn new(made: Passkey, counter: u32) -> Result<Self, KeyError> {
        Ok(Self {
            credential_id: Bytes::new(made.credential_id.into()),
            rp_id: made.rp_id,
            user_handle: Bytes::new(made.user_handle.ok_or(KeyError::Material)?.into()),
            user_name: made.username.unwrap_or_default(),
            private_key: Bytes::new(made.key.to_vec().map_err(|_| KeyError::Material)?),
            counter,
        })
    }

    fn private_key(&self) -> Result<CoseKey, KeyError> {
        CoseKey::from_slice(&self.private_key.0).map_err(|_| KeyError::Material)
    }

    /// Signs with the private key.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut key = RustCryptoSecretKey::from_cose_key(&self.private_key()?).map_err(|_| KeyError::Material)?;
        Ok(key.sign(message))
    }

    /// For the authenticator, which adds one to the counter before it signs.
    pub(super) fn lend(&self, counter: u32) -> Result<Passkey, KeyError> {
        Ok(Passkey {
            key: self.private_key()?,
            credential_id: self.credential_id().into(),
            rp_id: self.rp_id.clone(),
            user_handle: Some(self.user_handle().into()),
            username: Some(self.user_name.clone()),
            user_display_name: None,
            counter: Some(counter),
            extensions: CredentialExtensions::default(),
        })
    }
}

/// Bytes that are overwritten when dropped, and are base64url in JSON.
#[derive(Clone, PartialEq, Eq)]
struct Bytes(Zeroizing<Vec<u8>>);

impl Bytes {
    fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(URL_SAFE_NO_PAD.encode(self.0.as_slice())))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        // The decoder's own message would quote a byte of the key.
        let bytes = URL_SAFE_NO_PAD.decode(text.as_bytes());
        bytes.map(Self::new).map_err(|_| D::Error::custom("not base64url"))
    }
}
