//! The relying party of WebAuthn ceremonies (signatures first; the work follows).

use serde_json::Value;
use uuid::Uuid;

/// Why an answer was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebauthnError {
    /// The site is none of the relying party's, or the answer was made for another site.
    #[error("the answer was made for another site")]
    Origin,
    /// The ceremony or the stored key cannot be read.
    #[error("a stored security key or ceremony cannot be read")]
    State,
}

/// A key that was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The credential id; to be unique among all users.
    pub credential_id: Vec<u8>,
    /// The key as the store keeps it, JSON.
    pub key: String,
    /// The signature counter.
    pub counter: u32,
    /// Whether the key verified its person (PIN, fingerprint) and not only that someone is there.
    pub user_verified: bool,
}

/// A key that proved itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticated {
    /// The credential id.
    pub credential_id: Vec<u8>,
    /// The key with its new counter, JSON; to be stored in the same transaction.
    pub key: String,
    /// The signature counter.
    pub counter: u32,
    /// Whether the key verified its person (PIN, fingerprint) and not only that someone is there.
    pub user_verified: bool,
}

/// Who asks for proofs.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    #[allow(dead_code, reason = "signatures first")]
    rp_id: String,
    #[allow(dead_code, reason = "signatures first")]
    name: String,
}

#[allow(clippy::unused_self, clippy::needless_pass_by_value, reason = "signatures first")]
impl RelyingParty {
    /// A relying party of this id and name.
    #[must_use]
    pub fn new(rp_id: &str, name: &str) -> Self {
        Self {
            rp_id: rp_id.to_owned(),
            name: name.to_owned(),
        }
    }

    /// Starts a registration: the options for the browser and the state to keep.
    ///
    /// # Errors
    /// [`WebauthnError`].
    pub fn start_registration(
        &self,
        _origin: &str,
        _user: Uuid,
        _user_name: &str,
        _exclude: &[Vec<u8>],
    ) -> Result<(Value, String), WebauthnError> {
        Err(WebauthnError::State)
    }

    /// Judges the answer.
    ///
    /// # Errors
    /// [`WebauthnError`].
    pub fn finish_registration(
        &self,
        _origin: &str,
        _state: &str,
        _credential: Value,
    ) -> Result<Registered, WebauthnError> {
        Err(WebauthnError::State)
    }

    /// Starts an authentication with any of the keys.
    ///
    /// # Errors
    /// [`WebauthnError`].
    pub fn start_authentication(&self, _origin: &str, _keys: &[String]) -> Result<(Value, String), WebauthnError> {
        Err(WebauthnError::State)
    }

    /// Judges the answer.
    ///
    /// # Errors
    /// [`WebauthnError`].
    pub fn finish_authentication(
        &self,
        _origin: &str,
        _state: &str,
        _credential: Value,
        _keys: &[String],
    ) -> Result<Authenticated, WebauthnError> {
        Err(WebauthnError::State)
    }
}

/// The origin that the browser wrote into the answer.
#[must_use]
pub fn client_origin(_credential: &Value) -> Option<String> {
    None
}
