//! A security key in software (signatures first; the work follows).

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why the key did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The site that asks is not a site of the relying party.
    #[error("the site that asks may not use this relying party's keys")]
    Origin,
    /// What was asked cannot be read.
    #[error("the request to the security key cannot be read")]
    Options,
    /// The key holds nothing for this request.
    #[error("the security key holds no credential for this request")]
    NoCredential,
    /// The key is registered already.
    #[error("the security key is registered already")]
    Excluded,
    /// The request needs a person whom the key has verified.
    #[error("the request needs a PIN")]
    VerificationRequired,
    /// The relying party takes no algorithm that the key has.
    #[error("the security key has none of the algorithms asked for")]
    Algorithm,
    /// A stored credential cannot be used.
    #[error("a credential of the security key cannot be read")]
    Material,
}

/// One credential as the key keeps it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyMaterial {
    rp_id: String,
    user_name: String,
    counter: u32,
}

impl std::fmt::Debug for KeyMaterial {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("KeyMaterial").finish_non_exhaustive()
    }
}

impl KeyMaterial {
    /// Whose sites may use it.
    #[must_use]
    pub fn rp_id(&self) -> &str {
        &self.rp_id
    }

    /// The name that the site gave its user.
    #[must_use]
    pub fn user_name(&self) -> &str {
        &self.user_name
    }

    /// The credential id.
    #[must_use]
    pub fn credential_id(&self) -> &[u8] {
        &[]
    }

    /// The signature counter.
    #[must_use]
    pub fn counter(&self) -> u32 {
        self.counter
    }
}

/// What a key does wrong, to see that it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Faults {
    /// Signs as a copy would whose counter stood still.
    pub cloned_counter: bool,
    /// Signs though nobody touched it.
    pub no_presence: bool,
    /// Signs for a look-alike site.
    pub other_origin: bool,
}

/// Makes a credential: the answer for the site and what the key keeps.
///
/// # Errors
/// [`KeyError`].
pub fn register(
    _origin: &str,
    _options: &Value,
    _existing: &[KeyMaterial],
    _verified: bool,
) -> Result<(Value, KeyMaterial), KeyError> {
    Err(KeyError::Options)
}

/// Proves a credential: the answer for the site and which of the keys was used; its counter has grown.
///
/// # Errors
/// [`KeyError`].
pub fn authenticate(
    _origin: &str,
    _options: &Value,
    _keys: &mut [KeyMaterial],
    _verified: bool,
    _faults: Faults,
) -> Result<(Value, usize), KeyError> {
    Err(KeyError::Options)
}

/// Whether a site may use keys of this relying party.
#[must_use]
pub fn origin_may_use(_origin: &str, _rp_id: &str) -> bool {
    false
}
