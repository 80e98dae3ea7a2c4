//! People with keys, and answers made by hand.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::security_key::{Faults, KeyMaterial, authenticate, register};
use crate::webauthn::{Authenticated, RelyingParty, WebauthnError};

pub(super) const RP_ID: &str = "aws.amazon.com";
pub(super) const SIGN_IN: &str = "https://signin.aws.amazon.com";
pub(super) const CONSOLE: &str = "https://us-east-1.console.aws.amazon.com";

pub(super) const UP: u8 = 0x01;
pub(super) const UV: u8 = 0x04;
pub(super) const BE: u8 = 0x08;
pub(super) const BS: u8 = 0x10;

pub(super) fn rp() -> RelyingParty {
    RelyingParty::new(RP_ID, "Amazon Web Services (simulated)")
}

pub(super) fn encode(bytes: impl AsRef<[u8]>) -> Value {
    Value::String(URL_SAFE_NO_PAD.encode(bytes))
}

pub(super) fn decode(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

/// Someone with a key.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) key: KeyMaterial,
    pub(super) stored: String,
}

/// A person of this number whose key verifies them or does not.
pub(super) fn person(number: u128, verified: bool) -> Person {
    let (options, state) = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(number), "alice", &[])
        .unwrap();
    let (answer, key) = register(SIGN_IN, &options, &[], verified).unwrap();
    let stored = rp().finish_registration(SIGN_IN, &state, answer).unwrap().key;
    Person { key, stored }
}

/// A ceremony that waits for its answer.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) options: Value,
    pub(super) state: String,
    pub(super) keys: Vec<String>,
}

pub(super) fn ask(person: &Person) -> Asked {
    let keys = vec![person.stored.clone()];
    let (options, state) = rp().start_authentication(SIGN_IN, &keys).unwrap();
    Asked { options, state, keys }
}

impl Asked {
    pub(super) fn judge(&self, answer: Value) -> Result<Authenticated, WebauthnError> {
        rp().finish_authentication(SIGN_IN, &self.state, answer, &self.keys)
    }

    /// What the person's key answers.
    pub(super) fn answer(&self, person: &mut Person, verified: bool) -> Value {
        let keys = std::slice::from_mut(&mut person.key);
        let faults = Faults::default();
        authenticate(SIGN_IN, &self.options, keys, verified, faults).unwrap().0
    }

    /// An honest answer, to be spoiled before it is signed.
    pub(super) fn forge(&self, person: &Person) -> Forged {
        Forged {
            client_data: json!({
                "type": "webauthn.get",
                "challenge": self.options["challenge"],
                "origin": SIGN_IN,
                "crossOrigin": false,
            }),
            rp_id: RP_ID.to_owned(),
            flags: UP,
            counter: person.key.counter() + 1,
            user_handle: Some(person.key.user_handle().to_vec()),
        }
    }
}

/// What an answer to an authentication says.
pub(super) struct Forged {
    pub(super) client_data: Value,
    pub(super) rp_id: String,
    pub(super) flags: u8,
    pub(super) counter: u32,
    pub(super) user_handle: Option<Vec<u8>>,
}

impl Forged {
    /// Signs it all, so that only what it says can be wrong.
    pub(super) fn signed(&self, key: &KeyMaterial) -> Value {
        let client_data = self.client_data.to_string();
        let mut data = Sha256::digest(&self.rp_id).to_vec();
        data.push(self.flags);
        data.extend(self.counter.to_be_bytes());
        let signature = key
            .sign(&[data.as_slice(), &Sha256::digest(&client_data)].concat())
            .unwrap();
        let mut response = json!({
            "clientDataJSON": encode(client_data),
            "authenticatorData": encode(data),
            "signature": encode(signature),
        });
        if let Some(handle) = &self.user_handle {
            response["userHandle"] = encode(handle);
        }
        json!({
            "id": encode(key.credential_id()),
            "rawId": encode(key.credential_id()),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        })
    }
}

/// Where the authenticator data of [`RP_ID`] begins in an attestation object.
pub(super) fn data_offset(attestation: &[u8]) -> usize {
    let hash = Sha256::digest(RP_ID);
    attestation
        .windows(32)
        .position(|window| window == hash.as_slice())
        .unwrap()
}
