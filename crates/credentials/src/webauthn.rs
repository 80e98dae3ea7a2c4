//! The relying party of WebAuthn ceremonies, on webauthn-rs: security keys and passkeys as a second factor.
//!
//! User verification is "preferred" and no attestation is asked for, so any key serves; whether it verified its person
//! or only felt a touch is told. What the caller must do: never hand out a ceremony's state, take it out of the store
//! before its answer is judged (the same answer fits the same state twice), refuse a credential id that any user has
//! already (WebAuthn Level 3 section 7.1), and store the updated key in the transaction that admits the person.
//!
//! Challenges are 32 bytes of the library's own system randomness.

mod answer;
mod error;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    Credential, PublicKeyCredential, RegisterPublicKeyCredential, SecurityKey, SecurityKeyAuthentication,
    SecurityKeyRegistration,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

pub use answer::client_origin;
pub use error::WebauthnError;

use crate::origin::origin_may_use;

/// A key that was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The credential id; to be unique among all users.
    pub credential_id: Vec<u8>,
    /// The key as the store keeps it, JSON.
    pub key: String,
    /// The signature counter.
    pub counter: u32,
    /// Whether the key verified its person (PIN, fingerprint) and not only that someone is there. Nothing vouches for
    /// it without attestation; from then on the library holds the key to it.
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

/// A key as the store keeps it.
#[derive(Serialize, Deserialize)]
struct StoredKey {
    user: Uuid,
    key: SecurityKey,
}

#[derive(Serialize, Deserialize)]
struct Registering {
    user: Uuid,
    exclude: Vec<Vec<u8>>,
    ceremony: SecurityKeyRegistration,
}

#[derive(Serialize, Deserialize)]
struct Authenticating {
    ceremony: SecurityKeyAuthentication,
}

/// Who asks for proofs.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    rp_id: String,
    name: String,
}

impl RelyingParty {
    /// A relying party of this id and name.
    #[must_use]
    pub fn new(rp_id: &str, name: &str) -> Self {
        Self {
            rp_id: rp_id.to_owned(),
            name: name.to_owned(),
        }
    }

    /// The library for one origin, which is matched exactly.
    fn at(&self, origin: &str) -> Result<Webauthn, WebauthnError> {
        if !origin_may_use(origin, &self.rp_id) {
            return Err(WebauthnError::Origin);
        }
        let url = Url::parse(origin).map_err(|_| WebauthnError::Origin)?;
        Ok(WebauthnBuilder::new(&self.rp_id, &url)?
            .rp_name(&self.name)
            .allow_subdomains(false)
            .allow_any_port(false)
            .build()?)
    }

    /// Starts a registration: the options for the browser (what `parseCreationOptionsFromJSON` takes) and the state to
    /// keep. The user's id is the WebAuthn user handle: random, and the same for every key of this user.
    ///
    /// # Errors
    /// [`WebauthnError::Origin`], [`WebauthnError::Refused`] for an empty name.
    pub fn start_registration(
        &self,
        origin: &str,
        user: Uuid,
        user_name: &str,
        exclude: &[Vec<u8>],
    ) -> Result<(Value, String), WebauthnError> {
        let (options, ceremony) = self.at(origin)?.start_securitykey_registration(
            user,
            user_name,
            user_name,
            Some(exclude.to_vec()),
            None,
            None,
        )?;
        let state = Registering {
            user,
            exclude: exclude.to_vec(),
            ceremony,
        };
        Ok((public_key(&options)?, write(&state)?))
    }

    /// Judges the answer to a registration; `origin` is the one that the browser wrote into it, if the caller knows it
    /// for its own.
    ///
    /// # Errors
    /// [`WebauthnError`].
    pub fn finish_registration(
        &self,
        origin: &str,
        state: &str,
        credential: Value,
    ) -> Result<Registered, WebauthnError> {
        let library = self.at(origin)?;
        let Registering {
            user,
            exclude,
            ceremony,
        } = read(state)?;
        let checked = answer::check(&credential, origin)?;
        if exclude.contains(&checked.credential_id) {
            return Err(WebauthnError::AlreadyRegistered);
        }
        let credential: RegisterPublicKeyCredential =
            serde_json::from_value(credential).map_err(|_| WebauthnError::Malformed)?;
        let key = library.finish_securitykey_registration(&credential, &ceremony)?;
        // The library takes the id from the authenticator's data and never compares it with the browser's.
        if *key.cred_id() != checked.credential_id {
            return Err(WebauthnError::Malformed);
        }
        let made = Credential::from(key.clone());
        Ok(Registered {
            credential_id: checked.credential_id,
            key: write(&StoredKey { user, key })?,
            counter: made.counter,
            user_verified: made.user_verified,
        })
    }

    /// Starts an authentication with any of a person's keys: the options for the browser (what
    /// `parseRequestOptionsFromJSON` takes) and the state to keep.
    ///
    /// # Errors
    /// [`WebauthnError::Origin`], [`WebauthnError::State`].
    pub fn start_authentication(&self, origin: &str, keys: &[String]) -> Result<(Value, String), WebauthnError> {
        let library = self.at(origin)?;
        let keys = stored(keys)?.into_iter().map(|stored| stored.key).collect::<Vec<_>>();
        // No keys would ask for any discoverable credential.
        if keys.is_empty() {
            return Err(WebauthnError::State);
        }
        let (options, ceremony) = library.start_securitykey_authentication(&keys)?;
        Ok((public_key(&options)?, write(&Authenticating { ceremony })?))
    }

    /// Judges the answer to an authentication. The keys are the person's as they are now: one that was removed since
    /// the start is refused, and the counter is compared with the one stored now.
    ///
    /// # Errors
    /// [`WebauthnError`].
    pub fn finish_authentication(
        &self,
        origin: &str,
        state: &str,
        credential: Value,
        keys: &[String],
    ) -> Result<Authenticated, WebauthnError> {
        let library = self.at(origin)?;
        let Authenticating { ceremony } = read(state)?;
        let checked = answer::check(&credential, origin)?;
        let StoredKey { user, mut key } = stored(keys)?
            .into_iter()
            .find(|stored| *stored.key.cred_id() == checked.credential_id)
            .ok_or(WebauthnError::CredentialNotAllowed)?;
        if checked.user_handle.is_some_and(|handle| handle != user.as_bytes()) {
            return Err(WebauthnError::UserHandle);
        }
        let credential: PublicKeyCredential =
            serde_json::from_value(credential).map_err(|_| WebauthnError::Malformed)?;
        let result = library.finish_securitykey_authentication(&credential, &ceremony)?;
        // The library compared the counter with the one at the start of the ceremony; another ceremony may have ended
        // since.
        let before = Credential::from(key.clone()).counter;
        if (before > 0 || result.counter() > 0) && result.counter() <= before {
            return Err(WebauthnError::Counter);
        }
        key.update_credential(&result)
            .ok_or(WebauthnError::CredentialNotAllowed)?;
        Ok(Authenticated {
            credential_id: checked.credential_id,
            key: write(&StoredKey { user, key })?,
            counter: result.counter(),
            user_verified: result.user_verified(),
        })
    }
}

/// The object inside `publicKey`, without the library's hint at USB keys: passkeys serve as well.
fn public_key(options: &impl Serialize) -> Result<Value, WebauthnError> {
    let mut options = serde_json::to_value(options).map_err(|_| WebauthnError::State)?;
    let options = options.get_mut("publicKey").and_then(Value::as_object_mut);
    let mut options = std::mem::take(options.ok_or(WebauthnError::State)?);
    options.remove("hints");
    Ok(Value::Object(options))
}

fn stored(keys: &[String]) -> Result<Vec<StoredKey>, WebauthnError> {
    keys.iter().map(|key| read(key)).collect()
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, WebauthnError> {
    serde_json::from_str(json).map_err(|_| WebauthnError::State)
}

fn write(value: &impl Serialize) -> Result<String, WebauthnError> {
    serde_json::to_string(value).map_err(|_| WebauthnError::State)
}

#[cfg(test)]
mod tests;
